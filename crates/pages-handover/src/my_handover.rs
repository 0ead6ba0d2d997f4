//! The leaver's own page, made for a phone: what to do today, what is missing, what was promised, what to give back.

use app_handover::handover::{self, MyHandover, NewObstacle, Today};
use askama::Template;
use axum::{
    extract::{OriginalUri, State as Shared},
    response::Response,
};
use frame::{
    State,
    failure::Failure,
    form::Fields,
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};

use crate::{
    handover_lint::begin_with,
    handover_schedule_words::step_words,
    handover_show::{Row, row},
    handover_words as words,
};

struct TodayRow {
    title: String,
    tag: String,
    detail: String,
    quote: String,
    href: String,
    action: String,
}

#[derive(Template)]
#[template(path = "my_handover.html")]
struct MyPage {
    layout: Layout,
    t: T,
    name: String,
    days_left: String,
    is_open: bool,
    today: Vec<TodayRow>,
    share: String,
    share_value: f64,
    outlook: String,
    minutes: String,
    rows: Vec<Row>,
    sessions: Vec<(String, String)>,
    goals: Option<(String, String)>,
    promises: Vec<(String, String, bool)>,
    assets: Vec<(String, String)>,
    obstacles: Vec<(String, String)>,
    add_href: String,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let mine = handover::my_handover(&who.cx).await?;
    let id = mine.case.id;
    let promise = |one: &store::commitments::Commitment| {
        let due = one.due_on.map(|day| t.day(day)).unwrap_or_default();
        (one.what.clone(), due, one.kept_at.is_some())
    };
    let session = |one: &store::handover::plan::JointSession| {
        let place = if one.place.is_empty() { String::new() } else { format!(" · {}", one.place) };
        let title = format!("{} · {}", words::session_label(t, one.kind), one.title);
        (title, format!("{}{place}", words::span(t, one.starts_at, one.minutes)))
    };
    layout::html(&MyPage {
        layout: Layout::new(&state, &who, &uri),
        t,
        name: mine.case.person_name.clone(),
        days_left: days_left(t, &mine),
        is_open: mine.is_open,
        today: mine.today.iter().map(|one| today_row(t, &mine, one)).collect(),
        share: t
            .a2(
                "my-share",
                ("share", t.percent(mine.progress.by_weight)),
                ("planned", t.percent(mine.progress.planned_by_now)),
            )
            .into_owned(),
        share_value: mine.progress.by_weight,
        outlook: outlook(t, &mine),
        minutes: minutes(t, &mine),
        rows: mine.lines.iter().map(|line| row(t, id, line)).collect(),
        sessions: mine.sessions.iter().map(session).collect(),
        goals: mine.assessment.as_ref().map(|one| (t.day(one.due_on), one.goal_leaver.clone())),
        promises: mine.commitments.iter().map(promise).collect(),
        assets: mine.assets.iter().map(|one| (one.name.clone(), one.asset_no.clone())).collect(),
        obstacles: mine.obstacles.iter().map(|one| (one.what.clone(), one.owner_name.clone())).collect(),
        add_href: format!("{}/items/new", urls::handover(id)),
    })
}

fn days_left(t: T, mine: &MyHandover) -> String {
    if mine.is_open {
        t.n("my-days-left", mine.days_left).into_owned()
    } else {
        t.s("my-closed").into_owned()
    }
}

/// When it is likely to be finished, in one line.
fn outlook(t: T, mine: &MyHandover) -> String {
    let Some(day) = mine.outlook.as_ref().and_then(|outlook| outlook.finish_on) else { return String::new() };
    let days = mine.case.last_day.duration_until(day).as_hours() / 24;
    if days > 0 {
        t.args("ho-outlook-late", &[("day", t.day(day).into()), ("n", days.into())]).into_owned()
    } else {
        t.a("ho-outlook-on-time", "day", t.day(day)).into_owned()
    }
}

/// The time that is set aside today; nothing on a day that has none.
fn minutes(t: T, mine: &MyHandover) -> String {
    let minutes = i32::try_from(mine.minutes_today).map_or(0.0, f64::from);
    if minutes > 0.0 {
        t.a("my-plan-minutes", "hours", words::hours(t, minutes / 60.0)).into_owned()
    } else {
        String::new()
    }
}

fn today_row(t: T, mine: &MyHandover, today: &Today) -> TodayRow {
    let id = mine.case.id;
    match today {
        Today::Session(one) => TodayRow {
            title: one.title.clone(),
            tag: words::session_label(t, one.kind),
            detail: words::span(t, one.starts_at, one.minutes),
            quote: [one.place.as_str(), one.with_whom.as_str()].join(" ").trim().to_owned(),
            href: one.item_id.map(|item| urls::item(id, item)).unwrap_or_default(),
            action: t.s("my-open").into_owned(),
        },
        Today::Answer(one) => TodayRow {
            title: t.a("my-asked", "name", &one.asked_by_name).into_owned(),
            tag: String::new(),
            detail: one.question.clone(),
            quote: t.a2("my-quote", ("line", one.line), ("text", &one.excerpt)).into_owned(),
            href: format!("{}#unclear", urls::item(id, one.item_id)),
            action: t.s("my-answer").into_owned(),
        },
        Today::Planned(line, step, names) => TodayRow {
            title: line.item.title.clone(),
            tag: t.n("my-weight", line.item.weight).into_owned(),
            detail: t.a("my-plan-step", "step", step_words(t, *step, "")).into_owned(),
            quote: match step {
                ::handover::Step::Write => String::new(),
                _ => t.a("my-plan-with", "names", names.join(" · ")).into_owned(),
            },
            href: match step {
                ::handover::Step::Write => format!("{}/note", urls::item(id, line.item.id)),
                _ => urls::item(id, line.item.id),
            },
            action: t.s("my-open").into_owned(),
        },
        Today::Mend(line) => TodayRow {
            title: t.a2("my-mend", ("item", &line.item.title), ("n", line.findings())).into_owned(),
            tag: String::new(),
            detail: line.note.as_ref().map(|note| begin_with(t, note)).unwrap_or_default(),
            quote: String::new(),
            href: format!("{}/note", urls::item(id, line.item.id)),
            action: t.s("my-mend-do").into_owned(),
        },
        Today::Item(line, stage) => TodayRow {
            title: line.item.title.clone(),
            tag: t.n("my-weight", line.item.weight).into_owned(),
            detail: t.s(&format!("my-do-{stage}")).into_owned(),
            quote: words::names(t, &line.receivers),
            href: match stage {
                ::handover::Stage::Written => format!("{}/note", urls::item(id, line.item.id)),
                _ => urls::item(id, line.item.id),
            },
            action: t.s("my-open").into_owned(),
        },
    }
}

/// The leaver says what is in the way.
pub(crate) async fn raise_obstacle(Signed(who): Signed, fields: Fields) -> Result<Response, Failure> {
    let mine = handover::my_handover(&who.cx).await?;
    let input =
        NewObstacle { item: None, what: fields.get("what").to_owned(), owner: String::new(), due_on: None };
    handover::raise_obstacle(&who.cx, mine.case.id, &input).await?;
    Ok(layout::done_at("/my/handover", "obstacle-raised"))
}
