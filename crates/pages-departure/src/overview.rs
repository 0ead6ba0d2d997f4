//! The overview: what needs whom today, the days ahead, and everybody who is leaving.

use app::{access::Action, sign_in::Authenticated};
use app_departure::{
    clocks,
    overview::{self, Deadline, DeadlineKind, Leaving},
};
use askama::Template;
use axum::{http::Uri, response::Response};
use chart::TargetBar;
use departure::{DayCount, Gauge, Reading, Tone, Value};
use frame::{
    State,
    failure::Failure,
    i18n::T,
    layout::{self, Layout},
    urls,
};

use crate::{
    departure_clocks::{self, ClockRow},
    departure_words::{ground_label, task_title},
    overview_needs::{NeedRow, need_row},
};

/// How many legal deadlines are shown.
const CLOCKS: usize = 6;

struct DayRow {
    day: String,
    class: &'static str,
    kind: String,
    what: String,
    href: String,
}

struct Cell {
    label: String,
    class: &'static str,
    title: String,
}

struct LeavingRow {
    name: String,
    place: String,
    href: String,
    ground: String,
    last_day: String,
    left: String,
    bar: String,
    share: String,
    note: String,
    cells: Vec<Cell>,
    next: String,
    is_prepared: bool,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    layout: Layout,
    t: T,
    greeting: String,
    summary: String,
    needs: Vec<NeedRow>,
    days: Vec<DayRow>,
    leaving: Vec<LeavingRow>,
    leaving_count: String,
    shows_gauges: bool,
    can_open: bool,
    clocks: Vec<ClockRow>,
    clock_count: String,
    shows_clocks: bool,
}

/// The page, for those who see departures.
pub(crate) async fn show(state: &State, who: &Authenticated, uri: &Uri) -> Result<Response, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let found = overview::get_overview(cx).await?;
    let hour = departure::CHINA.to_datetime(cx.now()).hour();
    let greeting = match hour {
        5..=11 => "overview-morning",
        12..=17 => "overview-afternoon",
        _ => "overview-evening",
    };
    let day = t.weekday_date(cx.today());
    let shows_clocks = clocks::may_see(cx);
    let reminders = if shows_clocks { clocks::list_reminders(cx).await? } else { Vec::new() };
    let page = OverviewPage {
        layout: Layout::new(state, who, uri),
        t,
        greeting: t.a(greeting, "name", &who.account.display_name).into_owned(),
        summary: format!("{day} · {}", t.n("overview-summary", found.need_count)),
        needs: found.needs.iter().map(|need| need_row(cx, need)).collect(),
        days: found.deadlines.iter().map(|deadline| day_row(cx, deadline)).collect(),
        leaving: found.leaving.iter().map(|leaving| leaving_row(cx, leaving)).collect(),
        leaving_count: t.n("overview-leaving-count", found.leaving_count).into_owned(),
        shows_gauges: found.leaving.iter().any(|leaving| leaving.gauges.len() > 1),
        can_open: cx.allow(Action::RunDepartures).is_ok(),
        clocks: reminders.iter().take(CLOCKS).map(|due| departure_clocks::row(t, due)).collect(),
        clock_count: t.n("clock-reminders", reminders.len()).into_owned(),
        shows_clocks,
    };
    layout::html(&page)
}

fn day_row(cx: &app::Cx, deadline: &Deadline) -> DayRow {
    let t = T(cx.lang());
    let base = urls::departure(deadline.departure);
    let (class, kind, what, href) = match &deadline.kind {
        DeadlineKind::LastDay => ("bad", "overview-day-last", t.s("dep-date-last-day").into_owned(), base),
        DeadlineKind::LegalEnd => {
            ("caution", "overview-day-end", t.s("dep-date-legal-end").into_owned(), base)
        }
        DeadlineKind::AccessOff(at) => (
            "caution",
            "overview-day-access",
            t.a("overview-day-access-at", "at", t.instant(*at)).into_owned(),
            base,
        ),
        DeadlineKind::Task(task) => {
            let href = format!("{base}/tasks/{}", task.id);
            ("brand", "overview-day-law", task_title(t, &task.code, &task.title), href)
        }
    };
    DayRow {
        day: t.day(deadline.on),
        class,
        kind: t.s(kind).into_owned(),
        what: t.a2("overview-day", ("name", &deadline.person_name), ("what", what)).into_owned(),
        href,
    }
}

fn leaving_row(cx: &app::Cx, leaving: &Leaving) -> LeavingRow {
    let t = T(cx.lang());
    let departure = &leaving.departure;
    let dates = departure::Dates {
        notice_on: departure.notice_on,
        last_day: departure.last_day,
        legal_end: departure.legal_end,
        access_off_at: departure.access_off_at,
    };
    let left = match dates.day_count(cx.today()) {
        DayCount::Over { days } => t.n("dep-head-over", days),
        DayCount::Before { days } => t.n("dep-head-before", days),
        DayCount::Running { .. } => t.n("dep-list-left", dates.working_days_left(cx.today(), cx.calendar())),
    };
    let (bar, share, note) = work(t, leaving.gauges.iter().find(|gauge| gauge.gauge == Gauge::Work));
    let others = leaving.gauges.iter().filter(|gauge| gauge.gauge != Gauge::Work);
    let next = leaving.next.as_ref().map(|task| task_title(t, &task.code, &task.title)).unwrap_or_default();
    LeavingRow {
        name: departure.person_name.clone(),
        place: departure.department_path.rsplit(" / ").next().unwrap_or("").to_owned(),
        href: urls::departure(departure.id),
        ground: ground_label(t, &departure.ground),
        last_day: t.day(departure.last_day),
        left: left.into_owned(),
        bar,
        share,
        note,
        cells: others.map(|gauge| cell(t, gauge)).collect(),
        next,
        is_prepared: departure.status == departure::Status::Prepared,
    }
}

/// The bar of the work with a mark where it should be; words instead while no item is listed.
fn work(t: T, reading: Option<&Reading>) -> (String, String, String) {
    let work = reading.and_then(|reading| reading.work).filter(|work| work.items > 0);
    let Some(work) = work else {
        return (String::new(), String::new(), t.s("overview-no-items").into_owned());
    };
    let tone = match reading.map(Reading::tone) {
        Some(Tone::Good) => chart::Tone::Good,
        Some(Tone::Behind) => chart::Tone::Bad,
        _ => chart::Tone::Brand,
    };
    let (share, planned) = (t.percent(work.share), t.percent(work.planned));
    let title = t.a2("overview-bar", ("share", &share), ("planned", &planned)).into_owned();
    let bar = TargetBar { title, share: work.share, should_be: Some(work.planned), tone };
    (bar.to_svg(), share, t.a("dep-gauge-planned", "share", planned).into_owned())
}

fn cell(t: T, reading: &Reading) -> Cell {
    let label = match reading.value {
        Value::NotSetUp => t.s("dep-gauge-not-set-up").into_owned(),
        Value::Nothing => t.s("dep-gauge-nothing").into_owned(),
        Value::Count { done, total } if done >= total => t.s("overview-complete").into_owned(),
        Value::Count { .. } if reading.overdue() > 0 => {
            t.n("dep-gauge-overdue", reading.overdue()).into_owned()
        }
        Value::Count { done, total } => format!("{done}/{total}"),
        Value::Share(share) => t.percent(share),
    };
    let class = match reading.tone() {
        Tone::Good => "tag good",
        Tone::Behind => "tag bad",
        Tone::Running | Tone::Unknown => "tag",
    };
    Cell { label, class, title: t.s(&format!("dep-gauge-{}", reading.gauge)).into_owned() }
}
