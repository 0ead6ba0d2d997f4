//! What stands above every page of a departure: who, how, when, the five gauges, the tabs, and the next step.

use app::{
    Cx,
    access::{Field, Relation},
    cases::Case,
};
use app_departure::departures;
use departure::{Basis, DayCount, Fact, Gauge, Reading, Stage, Status, Tone, Value};
use frame::{failure::Failure, i18n::T, urls};
use kernel::DepartureId;

/// A word in a small coloured box.
pub struct Tag {
    /// What it says.
    pub label: String,
    /// Its colour, as a class of the style.
    pub class: &'static str,
}

/// A gauge as printed.
pub struct GaugeView {
    /// What it measures.
    pub name: String,
    /// How it stands, in words or as a number.
    pub value: String,
    /// Of a hundred; nothing where there is nothing to fill.
    pub filled: Option<u32>,
    /// Its colour, as a class of the style.
    pub class: &'static str,
    /// One sentence below it.
    pub note: String,
    /// What it is based on.
    pub basis: Vec<String>,
}

/// A tab.
pub struct Tab {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is the page that is open.
    pub is_current: bool,
}

/// The head of a departure's pages.
pub struct Head {
    /// Whose departure it is.
    pub id: DepartureId,
    /// Its number.
    pub number: String,
    /// The leaver.
    pub name: String,
    /// The leaver's page.
    pub person_href: String,
    /// Who ended it and how, how it stands.
    pub tags: Vec<Tag>,
    /// When notice was given.
    pub notice: String,
    /// The last day.
    pub last_day: String,
    /// How many days are left, or are over.
    pub count: String,
    /// The gauges that the reader may see.
    pub gauges: Vec<GaugeView>,
    /// The pages that the reader may see.
    pub tabs: Vec<Tab>,
    /// Whether the reader may announce it.
    pub can_announce: bool,
    /// Whether the reader may take it a step further.
    pub can_advance: bool,
    /// Whether the reader may close it.
    pub can_close: bool,
}

/// The pages of a departure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Gauges, dates, what is next.
    Overview,
    /// What is handed over to whom, and how far it is.
    Handover,
    /// What is owed.
    Settlement,
    /// The tasks of the departments.
    Tasks,
    /// What still points at the leaver.
    Sweep,
    /// Who agreed.
    Approvals,
    /// Notices and their service.
    Notices,
    /// Legal deadlines.
    Clocks,
    /// Certificates and letters.
    Papers,
    /// Who may follow.
    People,
    /// What was done by whom.
    Record,
}

impl Page {
    const ALL: [(Self, &'static str, &'static str, Field); 11] = [
        (Self::Overview, "", "dep-tab-overview", Field::Departure),
        (Self::Handover, "/handover", "dep-tab-handover", Field::Handover),
        (Self::Settlement, "/settlement", "set-tab", Field::Pay),
        (Self::Tasks, "/tasks", "dep-tab-tasks", Field::Clearing),
        (Self::Sweep, "/sweep", "dep-tab-sweep", Field::Clearing),
        (Self::Approvals, "/approvals", "dep-tab-approvals", Field::Clearing),
        (Self::Notices, "/notices", "dep-tab-notices", Field::Clearing),
        (Self::Clocks, "/clocks", "dep-tab-clocks", Field::Clearing),
        (Self::Papers, "/papers", "dep-tab-papers", Field::Clearing),
        (Self::People, "/people", "follow-tab", Field::Departure),
        (Self::Record, "/record", "dep-tab-record", Field::Clearing),
    ];
}

impl Head {
    /// The head for a case that was loaded.
    pub async fn of(cx: &Cx, case: &Case, current: Page) -> Result<Self, Failure> {
        let t = T(cx.lang());
        let departure = &case.departure;
        let shows_clearing = case.shows(cx, Field::Clearing);
        let readings = departures::read_gauges(cx, departure.id).await?;
        let shown = readings.iter().filter(|reading| shows_clearing || reading.gauge == Gauge::Work);
        let mut gauges: Vec<GaugeView> = shown.map(|reading| gauge(t, reading)).collect();
        let place = if shows_clearing {
            readings.iter().position(|reading| reading.gauge == Gauge::Work)
        } else {
            Some(0)
        };
        if let Some(work) = place.and_then(|place| gauges.get_mut(place)) {
            work.basis.extend(knowledge_basis(cx, case).await?);
        }
        let may_run = case.may_run(cx);
        let is_open = departure.status == Status::Open;
        Ok(Self {
            id: departure.id,
            number: departure.number.clone(),
            name: departure.person_name.clone(),
            person_href: urls::person(departure.person_id),
            tags: tags(t, case)?,
            notice: t.a("dep-head-notice", "day", t.day(departure.notice_on)).into_owned(),
            last_day: t.day(departure.last_day),
            count: day_count(cx, case),
            gauges,
            tabs: tabs(cx, case, current),
            can_announce: may_run && departure.status == Status::Prepared,
            can_advance: may_run && is_open && departure.stage != Stage::Closing,
            can_close: may_run && is_open && departure.stage == Stage::Closing,
        })
    }

    /// The address of the departure's first page.
    pub fn href(&self) -> String {
        urls::departure(self.id)
    }
}

/// What the map says to the gauge of work: what nobody else who stays can do alone.
async fn knowledge_basis(cx: &Cx, case: &Case) -> Result<Option<String>, Failure> {
    let t = T(cx.lang());
    let Some(lost) = app_knowledge::knowledge::what_is_lost(cx, case.departure.id).await? else {
        return Ok(None);
    };
    if lost.items.is_empty() {
        return Ok(Some(t.s("knowledge-departing-none").into_owned()));
    }
    let count = i64::try_from(lost.items.len()).unwrap_or(i64::MAX);
    let values = [("n", count.into()), ("share", t.percent(lost.share()).into())];
    Ok(Some(t.args("knowledge-departing-says", &values).into_owned()))
}

fn tags(t: T, case: &Case) -> Result<Vec<Tag>, Failure> {
    let departure = &case.departure;
    let class = match departure.status {
        Status::Open => "tag brand",
        Status::Prepared => "tag bad",
        Status::Closed | Status::Withdrawn => "tag",
    };
    let place = [departure.department_path.rsplit(" / ").next().unwrap_or(""), &departure.post_title];
    let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
    let mut tags = vec![Tag { label: case.ground()?.label.get(t.0).to_owned(), class: "tag brand" }];
    if !place.is_empty() {
        tags.push(Tag { label: place.join(" · "), class: "tag" });
    }
    tags.push(Tag { label: t.s(&format!("dep-status-{}", departure.status)).into_owned(), class });
    if departure.status == Status::Open {
        tags.push(Tag { label: t.s(&format!("dep-stage-{}", departure.stage)).into_owned(), class: "tag" });
    }
    Ok(tags)
}

/// "Day 9 of 30, 15 working days left"; over when it is over.
pub fn day_count(cx: &Cx, case: &Case) -> String {
    let t = T(cx.lang());
    if case.departure.status.is_read_only() {
        let ended = case.departure.ended_at.map(|at| t.instant(at)).unwrap_or_default();
        return t.a("dep-head-ended", "at", ended).into_owned();
    }
    let dates = case.dates();
    match dates.day_count(cx.today()) {
        DayCount::Before { days } => t.n("dep-head-before", days).into_owned(),
        DayCount::Over { days } => t.n("dep-head-over", days).into_owned(),
        DayCount::Running { day, of } => {
            let left = dates.working_days_left(cx.today(), cx.calendar());
            let left = t.n("dep-head-left", left).into_owned();
            format!("{}{left}", t.a2("dep-head-running", ("day", day), ("of", of)))
        }
    }
}

fn tabs(cx: &Cx, case: &Case, current: Page) -> Vec<Tab> {
    let t = T(cx.lang());
    let base = urls::departure(case.departure.id);
    // The own settlement is on the own page, once it is issued; the draft is not for the one it is about.
    let is_own = |field: &Field| case.relation == Relation::Oneself && *field == Field::Pay;
    let sees_legal = app_departure::clocks::may_see(cx);
    let sees_followers =
        case.relation != Relation::Oneself && cx.allow(app::access::Action::SeeFollowers).is_ok();
    let is_legal = |page: Page| matches!(page, Page::Notices | Page::Clocks | Page::Papers);
    let shown = Page::ALL.iter().filter(|(page, _, _, field)| {
        case.shows(cx, *field)
            && !is_own(field)
            && (sees_legal || !is_legal(*page))
            && (sees_followers || *page != Page::People)
    });
    shown
        .map(|(page, path, label, _)| Tab {
            label: t.s(label).into_owned(),
            href: format!("{base}{path}"),
            is_current: *page == current,
        })
        .collect()
}

/// A gauge in words: its value, what it is based on, and what is missing.
pub fn gauge(t: T, reading: &Reading) -> GaugeView {
    let (value, filled) = match reading.value {
        Value::NotSetUp => (t.s("dep-gauge-not-set-up").into_owned(), None),
        Value::Nothing => (t.s("dep-gauge-nothing").into_owned(), None),
        Value::Count { done, total } => {
            (format!("{done} / {total}"), percent(f64::from(done), f64::from(total)))
        }
        Value::Share(share) => (t.percent(share), percent(share, 1.0)),
    };
    let class = match reading.tone() {
        Tone::Good => "good",
        Tone::Running => "brand",
        Tone::Behind => "bad",
        Tone::Unknown => "muted",
    };
    let mut basis: Vec<String> = reading.facts.iter().map(|fact| based_on(t, fact)).collect();
    if let Some(work) = reading.work {
        basis.insert(0, t.n("dep-basis-handover-items-count", work.items).into_owned());
        basis.insert(1, t.a("dep-gauge-planned", "share", t.percent(work.planned)).into_owned());
    }
    basis.extend(
        reading
            .missing
            .iter()
            .map(|missing| t.a("dep-basis-missing", "what", t.s(basis_key(*missing))).into_owned()),
    );
    GaugeView {
        name: t.s(&format!("dep-gauge-{}", reading.gauge)).into_owned(),
        value,
        filled,
        class,
        note: note(t, reading),
        basis,
    }
}

fn note(t: T, reading: &Reading) -> String {
    if let Some(work) = reading.work.filter(|work| work.items > 0) {
        let planned = match work.finish {
            Some((day, days)) if days > 0 => t
                .args("dep-gauge-outlook-late", &[("day", t.day(day).into()), ("n", days.into())])
                .into_owned(),
            Some((day, _)) => t.a("dep-gauge-outlook", "day", t.day(day)).into_owned(),
            None => t.a("dep-gauge-planned", "share", t.percent(work.planned)).into_owned(),
        };
        return match reading.overdue() {
            0 => planned,
            // The share alone would not say why the gauge is red.
            overdue => format!("{planned} · {}", t.n("dep-gauge-tasks-overdue", overdue)),
        };
    }
    match (reading.value, reading.overdue()) {
        (Value::NotSetUp, _) => t.s("dep-gauge-not-set-up-note").into_owned(),
        (Value::Nothing, _) => t.s("dep-gauge-nothing-note").into_owned(),
        (_, overdue) if overdue > 0 => t.n("dep-gauge-overdue", overdue).into_owned(),
        (Value::Count { done, total }, _) if done >= total => t.s("dep-gauge-complete").into_owned(),
        _ => t.s("dep-gauge-on-time").into_owned(),
    }
}

fn based_on(t: T, fact: &Fact) -> String {
    let name = t.s(basis_key(fact.basis));
    let skipped =
        if fact.skipped > 0 { t.n("dep-basis-skipped", fact.skipped).into_owned() } else { String::new() };
    format!("{name} {} / {}{skipped}", fact.done, fact.total)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the share is clamped to 0 to 1 before it becomes whole per cent"
)]
fn percent(part: f64, whole: f64) -> Option<u32> {
    (whole > 0.0).then(|| ((part / whole).clamp(0.0, 1.0) * 100.0).round() as u32)
}

/// What a gauge is based on, in words.
const fn basis_key(basis: Basis) -> &'static str {
    match basis {
        Basis::HandoverItems => "dep-basis-handover-items",
        Basis::Tasks => "dep-basis-tasks",
        Basis::ControlledCopies => "dep-basis-controlled-copies",
        Basis::Assets => "dep-basis-assets",
        Basis::Customers => "dep-basis-customers",
        Basis::Approvals => "dep-basis-approvals",
        Basis::Talks => "dep-basis-talks",
    }
}
