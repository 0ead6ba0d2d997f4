//! One item of the map: who holds it by which statement, what was said when, its handovers and sessions.

use ::knowledge::map::Presence;
use app::{Error, sign_in::Authenticated};
use app_knowledge::knowledge::{self as map, ItemView, LevelInput};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use kernel::KnowledgeItemId;

use super::knowledge_words::{self as words, Choice};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};

struct HolderView {
    href: String,
    name: String,
    level: u8,
    level_name: String,
    said: String,
    gone: String,
}

struct SayingView {
    name: String,
    level: String,
    said: String,
    remark: String,
    by: String,
    is_withdrawn: bool,
}

struct HandoverView {
    href: String,
    title: String,
    number: String,
    last_day: String,
    notes: String,
    is_done: bool,
}

struct SessionView {
    kind: String,
    day: String,
    lead: String,
    outcome: String,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "knowledge_item.html")]
struct ItemPage {
    layout: Layout,
    t: T,
    form: FormView,
    base: String,
    name: String,
    facts: Vec<(String, String)>,
    retired: String,
    mark: String,
    mark_how: String,
    next: String,
    sees_names: bool,
    may_keep: bool,
    is_retired: bool,
    holders: Vec<HolderView>,
    counts: Vec<(String, usize)>,
    elsewhere: usize,
    sayings: Vec<SayingView>,
    handovers: Vec<HandoverView>,
    sessions: Vec<SessionView>,
    levels: Vec<Choice>,
}

fn base(id: KnowledgeItemId) -> String {
    format!("/knowledge/items/{id}")
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<KnowledgeItemId>,
) -> Result<Response, Failure> {
    let today = who.cx.today().to_string();
    let form =
        FormView::new(T(who.cx.lang()), Fields::start(&[("seen_on", &today), ("level", "3")]), Vec::new());
    layout::html(&page(&state, &who, &uri, (id, form)).await?)
}

async fn page(
    state: &State,
    who: &Authenticated,
    uri: &Uri,
    (id, form): (KnowledgeItemId, FormView),
) -> Result<ItemPage, Failure> {
    let t = T(who.cx.lang());
    let view = map::open_item(&who.cx, id).await?;
    let (mark, mark_how) = mark(t, &view);
    let row = view.row.as_ref();
    Ok(ItemPage {
        layout: Layout::new(state, who, uri),
        t,
        base: base(id),
        name: view.item.name.clone(),
        facts: facts(t, &view),
        retired: view
            .item
            .retired_on
            .map(|day| {
                t.a2("knowledge-retired-on", ("day", t.date(day)), ("why", &view.item.retired_why))
                    .into_owned()
            })
            .unwrap_or_default(),
        mark,
        mark_how,
        next: row.and_then(|row| row.next).map(|place| view.atlas.name(place).to_owned()).unwrap_or_default(),
        sees_names: view.sight == map::Sight::Names,
        may_keep: view.may_keep,
        is_retired: view.item.retired_on.is_some(),
        holders: holders(t, &view),
        counts: row.map(|row| counts(t, row.counts)).unwrap_or_default(),
        elsewhere: row.map_or(0, |row| row.elsewhere),
        sayings: view.sayings.iter().map(|saying| saying_view(t, saying)).collect(),
        handovers: view.handovers.iter().map(|handover| handover_view(t, handover)).collect(),
        sessions: view.exchanges.iter().map(|exchange| session_view(t, exchange)).collect(),
        levels: words::levels(t, form.v("level")),
        form,
    })
}

fn counts(t: T, counts: [usize; 4]) -> Vec<(String, usize)> {
    counts
        .into_iter()
        .enumerate()
        .rev()
        .map(|(at, count)| (words::level(t, words::count(at + 1)), count))
        .collect()
}

fn facts(t: T, view: &ItemView) -> Vec<(String, String)> {
    let item = &view.item;
    let fact = |key: &str, value: String| (t.s(key).into_owned(), value);
    vec![
        fact("knowledge-area", if item.area.is_empty() { "—".to_owned() } else { item.area.clone() }),
        fact("people-kind", words::kind(t, &item.kind)),
        fact("people-weight", item.weight.to_string()),
        fact("knowledge-hours", t.n("knowledge-hours-n", item.hours).into_owned()),
        fact("knowledge-created", t.date_or_dash(item.created_on)),
    ]
}

fn mark(t: T, view: &ItemView) -> (String, String) {
    let Some(row) = &view.row else { return (String::new(), String::new()) };
    let (mark, how) = match (row.holders, row.is_effectively) {
        (0, _) => ("knowledge-mark-unheld", "knowledge-mark-unheld-how"),
        (1, true) => ("knowledge-mark-effectively", "knowledge-mark-effectively-how"),
        (1, false) => ("knowledge-mark-sole", "knowledge-mark-sole-how"),
        _ => return (String::new(), String::new()),
    };
    (t.s(mark).into_owned(), t.s(how).into_owned())
}

fn holders(t: T, view: &ItemView) -> Vec<HolderView> {
    let Some(place) = view.atlas.place_of(view.item.id).filter(|_| view.sight == map::Sight::Names) else {
        return Vec::new();
    };
    let mut cells: Vec<_> = view.atlas.inner.cells(place).collect();
    cells.sort_by_key(|cell| (std::cmp::Reverse(cell.level), cell.person));
    let holder = |cell: &&::knowledge::map::Cell| {
        let person = view.atlas.person(cell.person)?;
        let gone = match (person.presence, person.leaves_on) {
            (Presence::Left, _) => t.s("knowledge-gone").into_owned(),
            (Presence::Inactive, _) => t.s("knowledge-inactive").into_owned(),
            (Presence::Active, Some(day)) => t.a("knowledge-leaves", "day", t.day(day)).into_owned(),
            (Presence::Active, None) => String::new(),
        };
        Some(HolderView {
            href: format!("/knowledge/people/{}", person.id),
            name: person.name.clone(),
            level: cell.level.into(),
            level_name: words::level(t, u8::from(cell.level)),
            said: words::said(t, cell.source.as_deref().unwrap_or(""), cell.seen_on),
            gone,
        })
    };
    cells.iter().filter_map(holder).collect()
}

fn saying_view(t: T, saying: &store::knowledge::sayings::NamedSaying) -> SayingView {
    SayingView {
        name: saying.person_name.clone(),
        level: format!("{} · {}", saying.level, words::level(t, saying.level)),
        said: words::said(t, &saying.source, Some(saying.seen_on)),
        remark: saying.remark.clone(),
        by: if saying.said_by_name.is_empty() {
            t.s("knowledge-by-system").into_owned()
        } else {
            saying.said_by_name.clone()
        },
        is_withdrawn: saying.is_withdrawn,
    }
}

fn handover_view(t: T, handover: &store::knowledge::ItemHandover) -> HandoverView {
    HandoverView {
        href: urls::item(handover.departure_id, handover.handover_id),
        title: handover.title.clone(),
        number: handover.number.clone(),
        last_day: t.date(handover.last_day),
        notes: t.n("knowledge-notes-n", handover.notes).into_owned(),
        is_done: handover.is_done,
    }
}

fn session_view(t: T, exchange: &store::knowledge::exchanges::Exchange) -> SessionView {
    SessionView {
        kind: t.s(kind_key(&exchange.kind)).into_owned(),
        day: t.date(exchange.held_on.unwrap_or(exchange.planned_on)),
        lead: exchange.lead_name.clone(),
        outcome: exchange.outcome.clone(),
        state: match (exchange.held_on, exchange.is_cancelled) {
            (Some(_), _) => "knowledge-session-held",
            (None, true) => "knowledge-session-cancelled",
            (None, false) => "knowledge-session-coming",
        },
    }
}

/// The word for a kind of session.
pub(crate) fn kind_key(kind: &str) -> &'static str {
    if kind == "assessment" { "knowledge-assessment" } else { "knowledge-exchange" }
}

/// What a form says of somebody's level.
pub(crate) fn level_input(parsing: &mut Parsing<'_>) -> Option<LevelInput> {
    let who = parsing.required("who");
    let level = parsing.value("level", "error-choice");
    let seen_on = parsing.date("seen_on");
    Some(LevelInput { who, level: level?, seen_on: seen_on?, remark: parsing.text("remark") })
}

/// Says how well somebody can do it.
pub(crate) async fn state_level(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<KnowledgeItemId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parsing = Parsing::new(&fields);
    let input = level_input(&mut parsing);
    let outcome = match (parsing.finish(), input) {
        (Ok(()), Some(input)) => map::state_level(&who.cx, id, &input).await,
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(Error::NotFound),
    };
    match outcome {
        Ok(()) => Ok(layout::done_at(&base(id), "level-stated")),
        Err(Error::Invalid(errors)) if map::may_keep(&who.cx) => {
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&page(&state, &who, &uri, (id, form)).await?)
        }
        Err(Error::Invalid(_)) => Err(Failure(Error::NotFound)),
        Err(error) => Err(Failure(error)),
    }
}

/// Retires it.
pub(crate) async fn retire(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<KnowledgeItemId>,
    fields: Fields,
) -> Result<Response, Failure> {
    match map::retire_item(&who.cx, id, fields.get("why")).await {
        Ok(()) => Ok(layout::done_at(&base(id), "knowledge-retired")),
        Err(Error::Invalid(errors)) if map::may_keep(&who.cx) => {
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&page(&state, &who, &uri, (id, form)).await?)
        }
        Err(Error::Invalid(_)) => Err(Failure(Error::NotFound)),
        Err(error) => Err(Failure(error)),
    }
}

/// Takes it in again.
pub(crate) async fn restore(
    Signed(who): Signed,
    Path(id): Path<KnowledgeItemId>,
) -> Result<Response, Failure> {
    map::restore_item(&who.cx, id).await?;
    Ok(layout::done_at(&base(id), "knowledge-restored"))
}
