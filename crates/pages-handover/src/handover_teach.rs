//! Teach-back: the receiver answers one question at a time; the questioner marks what was handed in.

use ::handover::Mark;
use app::{Error, sign_in::Authenticated};
use app_handover::handover::{self, AnswerInput, Attempt, ItemView};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, Query, State as Shared},
    http::Uri,
    response::{IntoResponse as _, Redirect, Response},
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
use kernel::{DepartureId, ItemId, QuestionId, TeachBackId};
use serde::Deserialize;

struct Step {
    href: String,
    number: usize,
    is_answered: bool,
    is_stuck: bool,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "handover_teach.html")]
struct TeachPage {
    layout: Layout,
    t: T,
    title: String,
    here: String,
    heading: String,
    steps: Vec<Step>,
    question: QuestionId,
    text: String,
    can_hand_in: bool,
    is_waiting: bool,
    form: FormView,
}

struct AnswerRow {
    id: QuestionId,
    question: String,
    answer: String,
    expected: String,
    is_stuck: bool,
    mark: String,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "handover_teach_mark.html")]
struct MarkPage {
    layout: Layout,
    t: T,
    title: String,
    here: String,
    action: String,
    who: String,
    state: String,
    remark: String,
    marked_by: String,
    answers: Vec<AnswerRow>,
    can_mark: bool,
    form: FormView,
}

/// Which question, from 1 on; the first unanswered one without it.
#[derive(Deserialize)]
pub(crate) struct StepQuery {
    question: Option<usize>,
}

/// The receiver's own page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
    Query(query): Query<StepQuery>,
) -> Result<Response, Failure> {
    let view = receiving(&who, departure, item).await?;
    if view.asked().next().is_none() {
        // There is nothing to say back yet: on the item's page a question can be added.
        return Ok(Redirect::to(&format!("{}#teach", urls::item(departure, item))).into_response());
    }
    layout::html(&teach_page((&state, &who, &uri), &view, (query.question, None))?)
}

async fn receiving(who: &Authenticated, departure: DepartureId, item: ItemId) -> Result<ItemView, Failure> {
    let view = handover::item_view(&who.cx, departure, item).await?;
    if view.at.is_receiver { Ok(view) } else { Err(Failure(Error::NotFound)) }
}

fn teach_page(
    (state, who, uri): (&State, &Authenticated, &Uri),
    view: &ItemView,
    (wanted, form): (Option<usize>, Option<FormView>),
) -> Result<TeachPage, Failure> {
    let t = T(who.cx.lang());
    let here = urls::item(view.at.item.departure_id, view.at.item.id);
    let questions: Vec<_> = view.asked().collect();
    let open = view.open_attempt();
    let held = |id: QuestionId| {
        open.and_then(|attempt| attempt.answers.iter().find(|answer| answer.question_id == id))
    };
    let unanswered = questions.iter().position(|question| held(question.id).is_none());
    let index = wanted.map_or(unanswered.unwrap_or(0), |number| number.saturating_sub(1));
    let question = questions.get(index).ok_or(Error::Conflict("error-no-questions"))?;
    let step = |(place, question): (usize, &&store::handover::teach::Question)| Step {
        href: format!("{here}/teach?question={}", place + 1),
        number: place + 1,
        is_answered: held(question.id).is_some(),
        is_stuck: held(question.id).is_some_and(|answer| answer.is_stuck),
        is_current: place == index,
    };
    let answer = held(question.id).map(|answer| answer.answer.clone()).unwrap_or_default();
    let start = || FormView::new(t, Fields::start(&[("answer", &answer)]), Vec::new());
    Ok(TeachPage {
        layout: Layout::new(state, who, uri),
        t,
        title: view.at.item.title.clone(),
        heading: t.a2("ho-teach-step", ("n", index + 1), ("of", questions.len())).into_owned(),
        steps: questions.iter().enumerate().map(step).collect(),
        question: question.id,
        text: question.question.clone(),
        can_hand_in: open.is_some() && unanswered.is_none(),
        is_waiting: is_waiting(view),
        form: form.unwrap_or_else(start),
        here,
    })
}

fn is_waiting(view: &ItemView) -> bool {
    view.own_attempts().any(|one| one.teach_back.submitted_at.is_some() && one.teach_back.marked_at.is_none())
}

/// Keeps an answer, then shows the next question.
pub(crate) async fn answer(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let question: QuestionId = fields.get("question").parse().map_err(|_| Error::NotFound)?;
    let is_stuck = fields.is_on("stuck");
    let input = AnswerInput { question, answer: fields.get("answer").to_owned(), is_stuck };
    match handover::answer_question(&who.cx, departure, item, &input).await {
        Ok(()) => Ok(layout::done_at(&format!("{}/teach", urls::item(departure, item)), "answer-kept")),
        Err(Error::Invalid(errors)) => {
            let view = receiving(&who, departure, item).await?;
            let place = view.asked().position(|asked| asked.id == question).map(|place| place + 1);
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&teach_page((&state, &who, &uri), &view, (place, Some(form)))?)
        }
        Err(error) => Err(Failure(error)),
    }
}

/// Hands the attempt in.
pub(crate) async fn hand_in(
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
) -> Result<Response, Failure> {
    handover::hand_in(&who.cx, departure, item).await?;
    Ok(layout::done_at(&urls::item(departure, item), "teach-back-handed-in"))
}

/// An attempt with its answers and marks.
pub(crate) async fn attempt(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item, id)): Path<(DepartureId, ItemId, TeachBackId)>,
) -> Result<Response, Failure> {
    let form = FormView::empty(T(who.cx.lang()));
    layout::html(&mark_page((&state, &who, &uri), (departure, item, id), form).await?)
}

async fn mark_page(
    (state, who, uri): (&State, &Authenticated, &Uri),
    (departure, item, id): (DepartureId, ItemId, TeachBackId),
    form: FormView,
) -> Result<MarkPage, Failure> {
    let t = T(who.cx.lang());
    let view = handover::item_view(&who.cx, departure, item).await?;
    let attempt = view.attempts.iter().find(|one| one.teach_back.id == id).ok_or(Error::NotFound)?;
    let back = &attempt.teach_back;
    let here = urls::item(departure, item);
    // Who answers sees what the note says once the marks are given.
    let shows_expected = view.at.seat.person != Some(back.person_id) || back.marked_at.is_some();
    let is_open = view.at.seat.is_open() && back.submitted_at.is_some() && back.marked_at.is_none();
    Ok(MarkPage {
        layout: Layout::new(state, who, uri),
        t,
        title: view.at.item.title.clone(),
        action: format!("{here}/teach/{id}"),
        here,
        who: back.person_name.clone(),
        state: state_words(t, attempt),
        remark: back.remark.clone(),
        marked_by: back.marked_by_name.clone(),
        answers: attempt.answers.iter().map(|answer| answer_row(t, answer, shows_expected)).collect(),
        can_mark: is_open && view.at.may_mark(back.person_id),
        form,
    })
}

fn state_words(t: T, attempt: &Attempt) -> String {
    let score = &attempt.score;
    match (attempt.teach_back.submitted_at, attempt.is_marked()) {
        (None, _) => t.s("ho-attempt-open").into_owned(),
        (Some(_), false) => t.s("ho-attempt-waiting").into_owned(),
        (Some(_), true) => {
            let key = if score.is_passed { "ho-attempt-passed" } else { "ho-attempt-failed" };
            t.a2(key, ("right", score.right), ("questions", score.questions)).into_owned()
        }
    }
}

fn answer_row(t: T, answer: &store::handover::teach::Answer, shows_expected: bool) -> AnswerRow {
    let (mark, class) = match answer.mark {
        Some(2) => (t.s("ho-mark-right").into_owned(), "tag good"),
        Some(1) => (t.s("ho-mark-partly").into_owned(), "tag caution"),
        Some(_) => (t.s("ho-mark-not").into_owned(), "tag bad"),
        None => (String::new(), "tag"),
    };
    AnswerRow {
        id: answer.question_id,
        question: answer.question.clone(),
        answer: answer.answer.clone(),
        expected: if shows_expected { answer.expected.clone() } else { String::new() },
        is_stuck: answer.is_stuck,
        mark,
        class,
    }
}

/// Marks every answer.
pub(crate) async fn mark(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item, id)): Path<(DepartureId, ItemId, TeachBackId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let view = handover::item_view(&who.cx, departure, item).await?;
    let attempt = view.attempts.iter().find(|one| one.teach_back.id == id).ok_or(Error::NotFound)?;
    let mut marks: Vec<(QuestionId, Mark)> = Vec::new();
    for answer in &attempt.answers {
        let points: Option<i64> = fields.get(&format!("mark-{}", answer.question_id)).parse().ok();
        let mark = points.and_then(|points| Mark::from_points(points).ok());
        marks.extend(mark.map(|mark| (answer.question_id, mark)));
    }
    let remark = Parsing::new(&fields).text("remark");
    match handover::mark_teach_back(&who.cx, departure, (item, id), (&marks, &remark)).await {
        Ok(()) => Ok(layout::done_at(&format!("{}/teach/{id}", urls::item(departure, item)), "marked")),
        Err(Error::Invalid(errors)) => {
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&mark_page((&state, &who, &uri), (departure, item, id), form).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}
