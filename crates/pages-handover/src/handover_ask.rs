//! What receivers ask: about a line of the note that they do not understand, and for the teach-back.

use ::handover::questions::{NoteQuestion, QuestionKind};
use app::Error;
use app_handover::handover;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    response::Response,
};
use frame::{
    State,
    failure::Failure,
    form::{Fields, Parsing},
    guard::Signed,
    i18n::T,
    layout, urls,
};
use kernel::{DepartureId, ItemId, UnclearId};

use crate::handover_item::answer;

/// A receiver points at a line of the note and asks.
pub(crate) async fn ask_unclear(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parse = Parsing::new(&fields);
    let line: Option<i64> = parse.value("line", "error-no-such-line");
    let version: Option<i64> = parse.value("version", "error-choice");
    let outcome = match (parse.finish(), version, line) {
        (Ok(()), Some(version), Some(line)) => {
            handover::ask_unclear(&who.cx, departure, item, (version, line, fields.get("question"))).await
        }
        (Err(error), ..) => Err(error),
        _ => Err(Error::field("line", "error-no-such-line")),
    };
    answer((&state, &who, &uri), (departure, item), (outcome, fields), "unclear-asked").await
}

/// The leaver answers what was not clear.
pub(crate) async fn answer_unclear(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item, id)): Path<(DepartureId, ItemId, UnclearId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = handover::answer_unclear(&who.cx, departure, (item, id), fields.get("answer")).await;
    answer((&state, &who, &uri), (departure, item), (outcome, fields), "unclear-answered").await
}

/// The receiver says that it is clear now.
pub(crate) async fn clear_unclear(
    Signed(who): Signed,
    Path((departure, item, id)): Path<(DepartureId, ItemId, UnclearId)>,
) -> Result<Response, Failure> {
    handover::clear_unclear(&who.cx, departure, item, id).await?;
    Ok(layout::done_at(&urls::item(departure, item), "unclear-cleared"))
}

/// Adds a question for the teach-back.
pub(crate) async fn add_question(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = handover::add_question(&who.cx, departure, item, fields.get("teach_question")).await;
    let outcome = outcome.map_err(|error| renamed(error, "question", "teach_question"));
    answer((&state, &who, &uri), (departure, item), (outcome, fields), "question-added").await
}

/// Two forms of the page ask for a question: each has its own name for the field.
fn renamed(error: Error, from: &str, to: &'static str) -> Error {
    match error {
        Error::Invalid(mut errors) => {
            for wrong in errors.iter_mut().filter(|wrong| wrong.field == from) {
                wrong.field = to;
            }
            Error::Invalid(errors)
        }
        other => other,
    }
}

/// Asks a question no longer.
pub(crate) async fn retire_question(
    Signed(who): Signed,
    Path((departure, item, id)): Path<(DepartureId, ItemId, kernel::QuestionId)>,
) -> Result<Response, Failure> {
    handover::retire_question(&who.cx, departure, item, id).await?;
    Ok(layout::done_at(&urls::item(departure, item), "question-retired"))
}

/// A question that the note gives, as a sentence. The step or passage is quoted as it stands.
pub(crate) fn offer_words(t: T, question: &NoteQuestion) -> String {
    let key = match question.kind {
        QuestionKind::Trigger => "ho-ask-trigger",
        QuestionKind::FirstStep => "ho-ask-first-step",
        QuestionKind::NextStep => "ho-ask-next-step",
        QuestionKind::Exception => "ho-ask-exception",
        QuestionKind::Number => "ho-ask-number",
        QuestionKind::Check => "ho-ask-check",
        QuestionKind::Output => "ho-ask-output",
    };
    let about: String = question.about.chars().take(200).collect();
    t.a(key, "about", about).into_owned()
}

/// Takes a question that the note gives, or drops it.
pub(crate) async fn choose_offer(
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let words = |question: &NoteQuestion| offer_words(t, question);
    let origin = fields.get("origin");
    let code = if fields.get("act") == "drop" {
        handover::drop_offer(&who.cx, departure, (item, origin), &words).await?;
        "question-dropped"
    } else {
        handover::take_offer(&who.cx, departure, (item, origin), &words).await?;
        "question-added"
    };
    Ok(layout::done_at(&format!("{}#teach", urls::item(departure, item)), code))
}
