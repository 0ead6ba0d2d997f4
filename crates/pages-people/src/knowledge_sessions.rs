//! Exchange sessions and technical assessments: planning them, and saying what they showed.

use app::{Error, sign_in::Authenticated};
use app_knowledge::knowledge::{self as map, ExchangeInput, Held, Seen, Session};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, Query, State as Shared},
    http::Uri,
    response::Response,
};
use kernel::{ExchangeId, PersonId};
use serde::Deserialize;

use super::{
    knowledge_item::kind_key,
    knowledge_words::{self as words, Choice},
};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};

const HERE: &str = "/knowledge/sessions";

struct PartView {
    id: String,
    name: String,
    came: String,
}

struct SessionView {
    id: String,
    kind: String,
    kind_code: String,
    item: String,
    item_href: String,
    lead: String,
    day: String,
    iso_day: String,
    minutes: i64,
    place: String,
    people: Vec<PartView>,
    outcome: String,
    proof: String,
    state: &'static str,
    state_class: &'static str,
    is_planned: bool,
    levels: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "knowledge_sessions.html")]
struct SessionsPage {
    layout: Layout,
    t: T,
    form: FormView,
    refused: String,
    may_keep: bool,
    items: Vec<Choice>,
    today: String,
    coming: Vec<SessionView>,
    past: Vec<SessionView>,
    next: Option<String>,
}

/// Where the page of those that are over begins, and which item a new one is about.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    before: String,
    before_id: String,
    item: String,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let today = who.cx.today().to_string();
    let fields = Fields::start(&[
        ("planned_on", &today),
        ("minutes", "60"),
        ("kind", "exchange"),
        ("item", &asked.item),
    ]);
    layout::html(&page((&state, &who, &uri), &asked, (fields, Vec::new())).await?)
}

async fn page(
    (state, who, uri): (&State, &Authenticated, &Uri),
    asked: &Asked,
    (fields, errors): (Fields, Vec<app::FieldError>),
) -> Result<SessionsPage, Failure> {
    let t = T(who.cx.lang());
    let before = asked.before.parse().ok().zip(asked.before_id.parse().ok());
    let found = map::list_exchanges(&who.cx, before).await?;
    let items = if found.may_keep { map::list_items(&who.cx).await? } else { Vec::new() };
    let view = |session: &Session| session_view(t, session);
    Ok(SessionsPage {
        layout: Layout::new(state, who, uri),
        t,
        refused: errors
            .iter()
            .find(|error| ["seen", "held_on", "proof"].contains(&error.field))
            .map(|error| t.s(error.message).into_owned())
            .unwrap_or_default(),
        items: items.into_iter().map(|item| Choice::new(&item.id, item.name, fields.get("item"))).collect(),
        form: FormView::new(t, fields, errors),
        may_keep: found.may_keep,
        today: who.cx.today().to_string(),
        coming: found.coming.iter().map(view).collect(),
        past: found.past.iter().map(view).collect(),
        next: found.next.map(|(day, id)| {
            urls::with_query(HERE, &[("before", &day.to_string()), ("before_id", &id.to_string())])
        }),
    })
}

fn session_view(t: T, session: &Session) -> SessionView {
    let exchange = &session.exchange;
    let (state, state_class) = match (exchange.held_on, exchange.is_cancelled) {
        (Some(_), _) => ("knowledge-session-held", "tag good"),
        (None, true) => ("knowledge-session-cancelled", "tag"),
        (None, false) => ("knowledge-session-coming", "tag brand"),
    };
    let most = if exchange.kind == "exchange" { 2_i64 } else { 4 };
    let part = |one: &store::knowledge::exchanges::Participant| PartView {
        id: one.person_id.to_string(),
        name: one.name.clone(),
        came: match (exchange.held_on.is_some(), one.was_there, one.level) {
            (true, false, _) => t.s("knowledge-was-absent").into_owned(),
            (true, true, Some(level)) => words::level(t, level),
            _ => String::new(),
        },
    };
    SessionView {
        id: exchange.id.to_string(),
        kind: t.s(kind_key(&exchange.kind)).into_owned(),
        kind_code: exchange.kind.clone(),
        item: exchange.item_name.clone(),
        item_href: format!("/knowledge/items/{}", exchange.item_id),
        lead: exchange.lead_name.clone(),
        day: t.date(exchange.held_on.unwrap_or(exchange.planned_on)),
        iso_day: exchange.planned_on.to_string(),
        minutes: exchange.minutes,
        place: exchange.place.clone(),
        people: session.participants.iter().map(part).collect(),
        outcome: exchange.outcome.clone(),
        proof: exchange.proof.clone(),
        state,
        state_class,
        is_planned: exchange.is_planned,
        levels: words::levels(t, "")
            .into_iter()
            .filter(|level| level.value.parse::<i64>().is_ok_and(|l| l <= most))
            .collect(),
    }
}

async fn answer(
    at: (&State, &Authenticated, &Uri),
    (outcome, code): (app::Result<()>, &str),
    fields: Fields,
) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(layout::done_at(HERE, code)),
        Err(Error::Invalid(errors)) if map::may_keep(&at.1.cx) => {
            layout::refused(&page(at, &Asked::default(), (fields, errors)).await?)
        }
        Err(Error::Invalid(_)) => Err(Failure(Error::NotFound)),
        Err(error) => Err(Failure(error)),
    }
}

/// Plans one.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parsing = Parsing::new(&fields);
    let item = parsing.value("item", "error-choice");
    let planned_on = parsing.date("planned_on");
    let minutes = parsing.value("minutes", "error-knowledge-minutes");
    let text = |name: &str| fields.get(name).to_owned();
    let outcome = match (parsing.finish(), item.zip(planned_on).zip(minutes)) {
        (Ok(()), Some(((item, planned_on), minutes))) => {
            let input = ExchangeInput {
                item,
                kind: text("kind"),
                lead: text("lead"),
                participants: text("participants"),
                planned_on,
                minutes,
                place: text("place"),
            };
            map::plan_exchange(&who.cx, &input).await.map(|_| ())
        }
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(Error::NotFound),
    };
    answer((&state, &who, &uri), (outcome, "knowledge-session-planned"), fields).await
}

/// Says that it was held, who was there and what it showed: `there` names who came, `level-ID` what it showed of each.
pub(crate) async fn hold(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<ExchangeId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parsing = Parsing::new(&fields);
    let on = parsing.date("held_on");
    let seen = |person: &str| {
        let level = fields.get(&format!("level-{person}"));
        let is_there = fields.all("there").any(|there| there == person);
        Some(Seen {
            person: person.parse::<PersonId>().ok()?,
            was_there: is_there,
            level: level.parse().ok(),
        })
    };
    let outcome = match (parsing.finish(), on) {
        (Ok(()), Some(on)) => {
            let held = Held {
                on,
                outcome: fields.get("outcome").to_owned(),
                proof: fields.get("proof").to_owned(),
                seen: fields.all("who").filter_map(seen).collect(),
            };
            map::hold_exchange(&who.cx, id, &held).await
        }
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(Error::NotFound),
    };
    answer((&state, &who, &uri), (outcome, "knowledge-session-held"), fields).await
}

/// Cancels it.
pub(crate) async fn cancel(
    Signed(who): Signed,
    Path(id): Path<ExchangeId>,
    fields: Fields,
) -> Result<Response, Failure> {
    map::cancel_exchange(&who.cx, id, fields.get("why")).await?;
    Ok(layout::done_at(HERE, "knowledge-session-cancelled"))
}
