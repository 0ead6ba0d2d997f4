//! The handover of a departure: progress against the plan, what needs somebody, every item, what was left out.

use app::{Error, cases::get_departure, sign_in::Authenticated};
use app_handover::handover::{self, ItemLine, Outlook, Overview};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use chart::{Fan, FanPoint, Line, Mark, Point, ProgressChart, Size, Tone};
use departure_head::{Head, Page};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView},
    guard::Signed,
    i18n::{FluentValue, T},
    layout::{self, Layout},
    urls,
};
use kernel::{Date, DepartureId, ItemId};

use crate::{
    handover_schedule_words::help_row_words,
    handover_words::{self as words, Bar, Tag},
};

/// Less than this share of the given hours became proven work: worth asking why.
const SLOW: f64 = 0.5;

/// A line of the table.
pub(crate) struct Row {
    pub(crate) id: ItemId,
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) is_sole: bool,
    pub(crate) is_core: bool,
    pub(crate) kind: String,
    pub(crate) weight: i64,
    pub(crate) weight_label: String,
    pub(crate) receivers: String,
    pub(crate) gaps: Vec<String>,
    pub(crate) bars: Vec<Bar>,
    pub(crate) bars_label: String,
    pub(crate) note: Tag,
    pub(crate) marks: String,
    pub(crate) marks_class: &'static str,
    pub(crate) left: String,
    pub(crate) finish: String,
    pub(crate) is_late: bool,
}

struct NeedRow {
    tag: Tag,
    title: String,
    detail: String,
    href: String,
}

struct DroppedRow {
    href: String,
    restore: String,
    title: String,
    why: String,
}

#[derive(Template)]
#[template(path = "handover_show.html")]
struct ShowPage {
    layout: Layout,
    t: T,
    head: Head,
    here: String,
    wide: String,
    narrow: String,
    has_items: bool,
    figures: String,
    callout: String,
    outlook: String,
    is_late: bool,
    order_note: String,
    claims: String,
    help: String,
    assumed: String,
    has_plan: bool,
    needs: Vec<NeedRow>,
    more_needs: String,
    count: String,
    rows: Vec<Row>,
    dropped: Vec<DroppedRow>,
    promises: Vec<(String, String)>,
    candidates: Vec<String>,
    can_change: bool,
    form: FormView,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
) -> Result<Response, Failure> {
    let form = FormView::empty(T(who.cx.lang()));
    layout::html(&page(&state, &who, &uri, (id, form)).await?)
}

async fn page(
    state: &State,
    who: &Authenticated,
    uri: &Uri,
    (id, form): (DepartureId, FormView),
) -> Result<ShowPage, Failure> {
    let t = T(who.cx.lang());
    let view = handover::overview(&who.cx, id).await?;
    let case = get_departure(&who.cx, id).await?;
    let head = Head::of(&who.cx, &case, Page::Handover).await?;
    let today = who.cx.today();
    let charts = (!view.lines.is_empty())
        .then(|| [Size::Wide, Size::Narrow].map(|size| progress_chart(t, &view, (today, size)).to_svg()));
    let [wide, narrow] = charts.unwrap_or_default();
    let needs: Vec<NeedRow> = view.needs.iter().take(7).map(|need| need_row(t, id, need)).collect();
    Ok(ShowPage {
        layout: Layout::new(state, who, uri),
        t,
        head,
        here: urls::handover(id),
        has_items: !view.lines.is_empty(),
        wide,
        narrow,
        figures: figures(t, &view),
        callout: callout(t, &view),
        is_late: lateness(&view).is_some(),
        outlook: view.outlook.as_ref().map(|outlook| outlook_words(t, &view, outlook)).unwrap_or_default(),
        order_note: order_note(t, &view),
        claims: claims(t, &view),
        help: help(t, &view),
        assumed: assumed(t, &view),
        has_plan: view.has_plan,
        more_needs: more_needs(t, view.needs.len().saturating_sub(needs.len())),
        count: t.n("ho-items-count", view.lines.len()).into_owned(),
        needs,
        rows: view.lines.iter().map(|line| row(t, id, line)).collect(),
        dropped: view.dropped.iter().map(|item| dropped_row(id, item)).collect(),
        promises: view.commitments.iter().map(|promise| promise_row(t, promise)).collect(),
        candidates: view.candidates.iter().map(|one| format!("{} · {}", one.name, one.emp_no)).collect(),
        can_change: view.seat.leads && view.seat.is_open(),
        form,
    })
}

pub(crate) fn row(t: T, id: DepartureId, line: &ItemLine) -> Row {
    let (marks, marks_class) = words::marks(line);
    let bars = words::bars(t, line.stages);
    Row {
        id: line.item.id,
        href: urls::item(id, line.item.id),
        title: line.item.title.clone(),
        is_sole: line.is_sole,
        is_core: line.item.is_core,
        kind: words::kind_label(t, line.item.kind),
        weight: line.item.weight,
        weight_label: t.n("my-weight", line.item.weight).into_owned(),
        receivers: words::names(t, &line.receivers),
        gaps: line
            .gaps
            .iter()
            .filter(|gap| gap.is_fault())
            .map(|gap| words::gap_label(t, *gap, &line.receivers))
            .collect(),
        bars_label: words::bars_label(&bars),
        bars,
        note: words::note_tag(t, line),
        marks,
        marks_class,
        left: words::hours(t, line.hours_left),
        finish: line.finish_on.map(|day| t.axis_day(day)).unwrap_or_default(),
        is_late: line.is_late,
    }
}

fn need_row(t: T, id: DepartureId, need: &handover::Need) -> NeedRow {
    let (tag, detail) = words::need_words(t, &need.kind);
    let href = match need.item {
        Some(item) => urls::item(id, item),
        None => format!("{}/plan", urls::handover(id)),
    };
    NeedRow { tag, title: need.title.clone(), detail, href }
}

fn more_needs(t: T, more: usize) -> String {
    if more == 0 { String::new() } else { t.n("ho-needs-more", more).into_owned() }
}

fn dropped_row(id: DepartureId, item: &store::handover::items::Item) -> DroppedRow {
    let href = urls::item(id, item.id);
    DroppedRow {
        restore: format!("{href}/restore"),
        href,
        title: item.title.clone(),
        why: item.dropped_why.clone(),
    }
}

fn promise_row(t: T, promise: &store::commitments::Commitment) -> (String, String) {
    let state = match (promise.kept_at, promise.due_on) {
        (Some(at), _) => t.a("ho-promise-kept", "at", t.instant(at)).into_owned(),
        (None, Some(day)) => t.date(day),
        (None, None) => String::new(),
    };
    (promise.what.clone(), state)
}

/// "26 items, 4 independent; 34 % by weight, 68 % by count, 46 % planned by today; 61 hours left, 4.1 a day".
fn figures(t: T, view: &Overview) -> String {
    let progress = &view.progress;
    let number = |count: usize| FluentValue::from(i64::try_from(count).unwrap_or(i64::MAX));
    t.args(
        "ho-figures",
        &[
            ("items", number(progress.items)),
            ("done", number(progress.done)),
            ("weight", t.percent(progress.by_weight).into()),
            ("count", t.percent(progress.by_count).into()),
            ("planned", t.percent(progress.planned_by_now).into()),
            ("left", words::hours(t, progress.hours_left).into()),
            ("daily", words::hours(t, view.hours_per_day).into()),
        ],
    )
    .into_owned()
}

/// Only where the records show it: much done by count, little by weight, and core items untouched.
fn callout(t: T, view: &Overview) -> String {
    let progress = &view.progress;
    if !progress.is_easy_first() {
        return String::new();
    }
    let untouched = i64::try_from(progress.core_untouched).unwrap_or(i64::MAX);
    t.args(
        "ho-easy-first",
        &[
            ("count", t.percent(progress.by_count).into()),
            ("weight", t.percent(progress.by_weight).into()),
            ("untouched", FluentValue::from(untouched)),
            ("share", t.percent(progress.core_untouched_weight).into()),
        ],
    )
    .into_owned()
}

/// How many days beyond the last one half of the futures end; nothing where they end in time or far off.
fn lateness(view: &Overview) -> Option<i64> {
    let finish_on = view.outlook.as_ref()?.finish_on?;
    let days = view.seat.case.last_day.duration_until(finish_on).as_hours() / 24;
    (days > 0).then_some(days)
}

fn outlook_words(t: T, view: &Overview, outlook: &Outlook) -> String {
    let finish = match (outlook.finish_on, lateness(view)) {
        (Some(day), Some(days)) => {
            let day: FluentValue<'static> = t.day(day).into();
            t.args("ho-outlook-late", &[("day", day), ("n", days.into())])
        }
        (Some(day), None) => t.a("ho-outlook-on-time", "day", t.day(day)),
        (None, _) => t.s("ho-outlook-far"),
    };
    format!("{finish}{}{}", days_between(t, outlook), words::reach(t, outlook))
}

/// Between which days eight futures in ten end.
fn days_between(t: T, outlook: &Outlook) -> String {
    match outlook.finish_between {
        (Some(early), Some(late)) if early != late => {
            t.a2("ho-outlook-days", ("early", t.day(early)), ("late", t.day(late))).into_owned()
        }
        _ => String::new(),
    }
}

/// Observations that ask for a reason, never accusations: what was finished is light, or little of the time became
/// proven work.
fn order_note(t: T, view: &Overview) -> String {
    let Some(outlook) = &view.outlook else { return String::new() };
    let mut says = Vec::new();
    if outlook.is_order_odd {
        says.push(t.s("ho-order-odd").into_owned());
    }
    if let Some((earned, given)) = outlook.pace.filter(|(earned, given)| *earned < SLOW * given) {
        let hours = |hours| words::hours(t, hours);
        says.push(t.a2("ho-pace-slow", ("earned", hours(earned)), ("given", hours(given))).into_owned());
    }
    says.join(" ")
}

/// What was reckoned last to bring the end forward most.
fn help(t: T, view: &Overview) -> String {
    let best =
        view.helps.iter().filter(|help| help.days_earlier.is_some_and(|days| days > 0) || help.gain > 0);
    let best = best.max_by_key(|help| help.days_earlier);
    best.map(|help| {
        let (what, effect) = help_row_words(t, help);
        t.a2("ho-help", ("what", what), ("effect", effect)).into_owned()
    })
    .unwrap_or_default()
}

/// What the forecast takes for the leaver's time, while nobody said it.
fn assumed(t: T, view: &Overview) -> String {
    if view.hours.is_said || view.outlook.is_none() {
        return String::new();
    }
    let minutes = i32::try_from(view.hours.terms.leaver_minutes).map_or(0.0, f64::from);
    t.a("ho-hours-assumed", "hours", words::hours(t, minutes / 60.0)).into_owned()
}

fn claims(t: T, view: &Overview) -> String {
    let more = view.progress.claimed - view.progress.by_weight;
    if more < 0.005 { String::new() } else { t.a("ho-claims", "share", t.percent(more)).into_owned() }
}

/// Days since the notice, as the chart counts them.
fn day(view: &Overview, date: Date) -> f64 {
    let days = view.seat.case.notice_on.duration_until(date).as_hours() / 24;
    i32::try_from(days).map_or(0.0, f64::from)
}

fn progress_chart(t: T, view: &Overview, (today, size): (Date, Size)) -> ProgressChart {
    let progress = &view.progress;
    let reached = |share: fn(&::handover::SeriesDay) -> Option<f64>| -> Vec<Point> {
        let point =
            |one: &::handover::SeriesDay| Some(Point { day: day(view, one.date), share: share(one)? });
        view.series.iter().filter_map(point).collect()
    };
    let last_day = view.seat.case.last_day;
    let name = if size == Size::Wide { "progress-wide" } else { "progress-narrow" };
    ProgressChart {
        id: name.to_owned(),
        title: t.s("ho-progress-title").into_owned(),
        description: figures(t, view),
        size,
        days: day(view, last_day),
        plan: Line { points: reached(|one| Some(one.planned)), label: t.s("ho-line-plan").into_owned() },
        by_weight: Line {
            points: reached(|one| one.weight),
            label: t.a("ho-line-weight", "share", t.percent(progress.by_weight)).into_owned(),
        },
        by_count: Line {
            points: reached(|one| one.count),
            label: t.a("ho-line-count", "share", t.percent(progress.by_count)).into_owned(),
        },
        tone: tone(view),
        forecast: view.outlook.as_ref().map(|outlook| fan(t, view, (outlook, today))),
        today: (today <= last_day).then(|| Mark {
            day: day(view, today),
            label: t.a("ho-mark-today", "day", t.axis_day(today)).into_owned(),
        }),
        last_day: Some(Mark {
            day: day(view, last_day),
            label: t.a("ho-mark-last", "day", t.axis_day(last_day)).into_owned(),
        }),
        ticks: vec![Mark { day: 0.0, label: t.axis_day(view.seat.case.notice_on) }],
    }
}

fn tone(view: &Overview) -> Tone {
    let behind = view.progress.planned_by_now - view.progress.by_weight;
    if behind > 0.1 || lateness(view).is_some() {
        Tone::Bad
    } else if behind > 0.03 {
        Tone::Caution
    } else {
        Tone::Good
    }
}

fn fan(t: T, view: &Overview, (outlook, today): (&Outlook, Date)) -> Fan {
    let now = view.progress.by_weight;
    let start = FanPoint { day: day(view, today), p10: now, p25: now, p50: now, p75: now, p90: now };
    // The forecast counts finished items; what is half done already is never taken back by it.
    let point = |(date, at): &(Date, ::handover::forecast::FanDay)| FanPoint {
        day: day(view, *date),
        p10: at.p10.max(now),
        p25: at.p25.max(now),
        p50: at.p50.max(now),
        p75: at.p75.max(now),
        p90: at.p90.max(now),
    };
    let later = outlook.days.iter().filter(|(date, _)| *date > today).map(point);
    Fan { points: std::iter::once(start).chain(later).collect(), label: t.s("ho-line-fan").into_owned() }
}

/// Draws the items from the registers.
pub(crate) async fn generate(Signed(who): Signed, Path(id): Path<DepartureId>) -> Result<Response, Failure> {
    let done = handover::generate_items(&who.cx, id).await?;
    let code = if done.added + done.refreshed > 0 { "items-generated" } else { "items-same" };
    Ok(layout::done_at(&urls::handover(id), code))
}

/// Names a receiver for the chosen items.
pub(crate) async fn assign(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let items: Vec<ItemId> = fields.all("item").filter_map(|item| item.parse().ok()).collect();
    let wanted = (fields.get("who"), fields.is_on("questioner"));
    match handover::assign_receivers(&who.cx, id, &items, wanted).await {
        Ok(_) => Ok(layout::done_at(&format!("{}#items", urls::handover(id)), "receiver-named")),
        Err(Error::Invalid(errors)) => {
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&page(&state, &who, &uri, (id, form)).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}
