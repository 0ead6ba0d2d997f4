//! Talks: planning them, and saying what came of them.

use app::{Error, FieldError, sign_in::Authenticated};
use app_risk::talks::{self, OUTCOMES, TalkHeld, TalkInput};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, Query, State as Shared},
    http::Uri,
    response::Response,
};
use kernel::{Date, TalkId};
use serde::Deserialize;
use store::talks::Talk;

use super::knowledge_words::Choice;
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};

const HERE: &str = "/talks";

struct TalkView {
    id: String,
    person: String,
    person_href: String,
    departure: String,
    talker: String,
    due: String,
    by_until: String,
    why: String,
    message: String,
    state: String,
    class: &'static str,
    agreed: String,
    /// What is to be said of it, while it is open.
    record: FormView,
}

/// A form that came in and may have to go back: the one that plans, or the one of a talk.
struct Typed {
    of: Option<TalkId>,
    fields: Fields,
    errors: Vec<FieldError>,
}

#[derive(Template)]
#[template(path = "talks.html")]
struct TalksPage {
    layout: Layout,
    t: T,
    form: FormView,
    may_plan: bool,
    outcomes: Vec<Choice>,
    open: Vec<TalkView>,
    past: Vec<TalkView>,
    next: Option<String>,
}

/// With whom and why the form begins, and where the page of those that are over does.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    before: String,
    person: String,
    departure: String,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let typed = Typed { of: None, fields: beginning(&asked, who.cx.today()), errors: Vec::new() };
    layout::html(&page((&state, &who, &uri), &asked, typed).await?)
}

/// How the form that plans begins.
fn beginning(asked: &Asked, today: Date) -> Fields {
    Fields::start(&[
        ("person", &asked.person),
        ("departure", &asked.departure),
        ("due_on", &today.to_string()),
    ])
}

async fn page(
    (state, who, uri): (&State, &Authenticated, &Uri),
    asked: &Asked,
    typed: Typed,
) -> Result<TalksPage, Failure> {
    let t = T(who.cx.lang());
    let found = talks::list_talks(&who.cx, asked.before.parse().ok()).await?;
    let today = who.cx.today();
    let view = |talk: &Talk| talk_view(t, talk, today, &typed);
    let form = match typed.of {
        None => FormView::new(t, typed.fields.clone(), typed.errors.clone()),
        Some(_) => FormView::new(t, beginning(asked, today), Vec::new()),
    };
    Ok(TalksPage {
        layout: Layout::new(state, who, uri),
        t,
        form,
        may_plan: found.may_plan,
        outcomes: OUTCOMES
            .iter()
            .map(|code| Choice::new(*code, t.s(&format!("talks-outcome-{code}")), ""))
            .collect(),
        open: found.open.iter().map(view).collect(),
        past: found.past.iter().map(view).collect(),
        next: found.next.map(|id| urls::with_query(HERE, &[("before", &id.to_string())])),
    })
}

fn talk_view(t: T, talk: &Talk, today: Date, typed: &Typed) -> TalkView {
    let (state, class) = match (talk.held_on, talk.is_cancelled) {
        (Some(_), _) => (t.s(&format!("talks-outcome-{}", talk.outcome)), outcome_class(&talk.outcome)),
        (None, true) => (t.s("talks-cancelled"), "tag"),
        (None, false) if talk.due_on < today => (t.s("talks-late"), "tag bad"),
        (None, false) => (t.s("talks-open"), "tag brand"),
    };
    TalkView {
        id: talk.id.to_string(),
        person: talk.person_name.clone(),
        person_href: urls::person(talk.person_id),
        departure: talk.departure_id.map(urls::departure).unwrap_or_default(),
        talker: talk.talker_name.clone(),
        due: t.date(talk.held_on.unwrap_or(talk.due_on)),
        by_until: t
            .a2("talks-by-until", ("talker", &talk.talker_name), ("day", t.date(talk.due_on)))
            .into_owned(),
        why: talk.why.clone(),
        message: talk.message.clone(),
        state: state.into_owned(),
        class,
        agreed: talk.agreed.clone(),
        record: if typed.of == Some(talk.id) {
            FormView::new(t, typed.fields.clone(), typed.errors.clone())
        } else {
            FormView::new(t, Fields::start(&[("held_on", &today.to_string())]), Vec::new())
        },
    }
}

fn outcome_class(outcome: &str) -> &'static str {
    match outcome {
        "stays" => "tag good",
        "leaves" => "tag caution",
        _ => "tag",
    }
}

async fn answer(
    at: (&State, &Authenticated, &Uri),
    (outcome, code): (app::Result<()>, &str),
    (of, fields): (Option<TalkId>, Fields),
) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(layout::done_at(HERE, code)),
        Err(Error::Invalid(errors)) => {
            layout::refused(&page(at, &Asked::default(), Typed { of, fields, errors }).await?)
        }
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
    if !talks::may_plan(&who.cx) {
        return Err(Failure(Error::NotFound));
    }
    let mut parsing = Parsing::new(&fields);
    let due_on = parsing.date("due_on");
    let text = |name: &str| fields.get(name).to_owned();
    let outcome = match (parsing.finish(), due_on) {
        (Ok(()), Some(due_on)) => {
            let input = TalkInput {
                person: text("person"),
                departure: fields.get("departure").parse().ok(),
                talker: text("talker"),
                why: text("why"),
                message: text("message"),
                due_on,
            };
            talks::plan_talk(&who.cx, &input).await.map(|_| ())
        }
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(Error::NotFound),
    };
    answer((&state, &who, &uri), (outcome, "talk-planned"), (None, fields)).await
}

/// Says what came of it.
pub(crate) async fn hold(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<TalkId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parsing = Parsing::new(&fields);
    let on = parsing.date("held_on");
    let outcome = match (parsing.finish(), on) {
        (Ok(()), Some(on)) => {
            let held = TalkHeld {
                on,
                outcome: fields.get("outcome").to_owned(),
                agreed: fields.get("agreed").to_owned(),
            };
            talks::hold_talk(&who.cx, id, &held).await
        }
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(Error::NotFound),
    };
    answer((&state, &who, &uri), (outcome, "talk-held"), (Some(id), fields)).await
}

/// Calls it off.
pub(crate) async fn cancel(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<TalkId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = talks::cancel_talk(&who.cx, id, fields.get("cancel_why")).await;
    answer((&state, &who, &uri), (outcome, "talk-cancelled"), (Some(id), fields)).await
}
