//! What is arranged around the items: sessions, visits, stage assessments, obstacles, the company's commitments.

use ::handover::{SessionKind, Verdict};
use app::{Error, cases::get_departure, sign_in::Authenticated};
use app_handover::handover::{self, NewAssessment, NewObstacle, NewSession, Overview, Side};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use departure_head::{Head, Page};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::{DepartureId, ItemId, JointSessionId, ObstacleId, StageAssessmentId};

use crate::handover_words::{self as words, Choice, Tag};

struct SessionRow {
    id: JointSessionId,
    when: String,
    kind: String,
    title: String,
    item: String,
    place: String,
    outcome: String,
    state: Tag,
    is_open: bool,
    is_over: bool,
}

struct AssessmentRow {
    id: StageAssessmentId,
    due_on: String,
    goal_leaver: String,
    goal_receivers: String,
    outcome: String,
    verdict: Tag,
    by: String,
    is_open: bool,
    is_due: bool,
}

struct ObstacleRow {
    id: ObstacleId,
    what: String,
    item: String,
    owner: String,
    due_on: String,
    is_late: bool,
    raised_by: String,
    remark: String,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "handover_plan.html")]
struct PlanPage {
    layout: Layout,
    t: T,
    head: Head,
    here: String,
    sessions: Vec<SessionRow>,
    assessments: Vec<AssessmentRow>,
    obstacles: Vec<ObstacleRow>,
    items: Vec<Choice>,
    kinds: Vec<Choice>,
    candidates: Vec<String>,
    can_change: bool,
    form: FormView,
}

fn here(id: DepartureId) -> String {
    format!("{}/plan", urls::handover(id))
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
) -> Result<PlanPage, Failure> {
    let t = T(who.cx.lang());
    let cx = &who.cx;
    let view = handover::overview(cx, id).await?;
    let case = get_departure(cx, id).await?;
    let choice = |line: &handover::ItemLine| Choice {
        value: line.item.id.to_string(),
        label: line.item.title.clone(),
    };
    Ok(PlanPage {
        layout: Layout::new(state, who, uri),
        t,
        head: Head::of(cx, &case, Page::Handover).await?,
        here: here(id),
        sessions: view.sessions.iter().map(|one| session_row(cx, t, &view, one)).collect(),
        assessments: view.assessments.iter().map(|one| assessment_row(cx, t, one)).collect(),
        obstacles: view.obstacles.iter().map(|one| obstacle_row(cx, t, &view, one)).collect(),
        items: view.lines.iter().map(choice).collect(),
        kinds: words::session_kinds(t),
        candidates: view.candidates.iter().map(|one| format!("{} · {}", one.name, one.emp_no)).collect(),
        can_change: view.seat.leads && view.seat.is_open(),
        form,
    })
}

fn item_title(view: &Overview, item: Option<ItemId>) -> String {
    let found = item.and_then(|id| view.lines.iter().find(|line| line.item.id == id));
    found.map(|line| line.item.title.clone()).unwrap_or_default()
}

fn session_row(cx: &app::Cx, t: T, view: &Overview, one: &store::handover::plan::JointSession) -> SessionRow {
    let is_open = one.held_at.is_none() && !one.is_cancelled;
    let is_over = cx.day_of(one.starts_at) <= cx.today();
    let (key, class) = match (one.is_cancelled, one.held_at.is_some(), is_over) {
        (true, ..) => ("ho-session-cancelled", "tag"),
        (_, true, _) => ("ho-session-held", "tag good"),
        (_, _, true) => ("ho-session-unrecorded", "tag caution"),
        _ => ("ho-session-planned", "tag brand"),
    };
    let place: Vec<&str> =
        [one.place.as_str(), one.with_whom.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
    SessionRow {
        id: one.id,
        when: words::span(t, one.starts_at, one.minutes),
        kind: words::session_label(t, one.kind),
        title: one.title.clone(),
        item: item_title(view, one.item_id),
        place: place.join(" · "),
        outcome: one.outcome.clone(),
        state: Tag { label: t.s(key).into_owned(), class },
        is_open,
        is_over,
    }
}

fn assessment_row(cx: &app::Cx, t: T, one: &store::handover::plan::StageAssessment) -> AssessmentRow {
    AssessmentRow {
        id: one.id,
        due_on: t.date(one.due_on),
        goal_leaver: one.goal_leaver.clone(),
        goal_receivers: one.goal_receivers.clone(),
        outcome: one.outcome.clone(),
        verdict: words::verdict_tag(t, one.verdict),
        by: one.assessed_by_name.clone(),
        is_open: one.assessed_at.is_none(),
        is_due: one.assessed_at.is_none() && one.due_on <= cx.today(),
    }
}

fn obstacle_row(cx: &app::Cx, t: T, view: &Overview, one: &store::handover::plan::Obstacle) -> ObstacleRow {
    let is_open = one.removed_at.is_none();
    ObstacleRow {
        id: one.id,
        what: one.what.clone(),
        item: item_title(view, one.item_id),
        owner: one.owner_name.clone(),
        due_on: one.due_on.map(|day| t.day(day)).unwrap_or_default(),
        is_late: is_open && one.due_on.is_some_and(|day| day < cx.today()),
        raised_by: one.raised_by_name.clone(),
        remark: one.remark.clone(),
        is_open,
    }
}

/// Where a post leads back to: those who do not see the whole of it go back to their own page.
async fn back(who: &Authenticated, id: DepartureId) -> Result<String, Failure> {
    Ok(match handover::side_of(&who.cx, id).await? {
        Side::Whole => here(id),
        Side::Leaver => "/my/handover".to_owned(),
        Side::Receiver => "/my/receiving".to_owned(),
    })
}

/// Back to the plan, or the page again with what was wrong.
async fn answer(
    (state, who, uri): (&State, &Authenticated, &Uri),
    id: DepartureId,
    (outcome, fields): (app::Result<()>, Fields),
    code: &str,
) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(layout::done_at(&back(who, id).await?, code)),
        Err(Error::Invalid(errors)) if handover::side_of(&who.cx, id).await? == Side::Whole => {
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&page(state, who, uri, (id, form)).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}

fn session(fields: &Fields) -> app::Result<NewSession> {
    let mut parse = Parsing::new(fields);
    let kind: Option<SessionKind> = parse.value("kind", "error-choice");
    let item = parse.optional("item", "error-choice");
    let title = parse.required("title");
    let day = parse.date("day");
    let minutes = parse.value("minutes", "error-minutes");
    let starts_at = day.and_then(|day| words::instant_of(day, fields.get("time")));
    if starts_at.is_none() {
        parse.wrong("time", "error-time");
    }
    let (place, with_whom) = (parse.text("place"), parse.text("with_whom"));
    parse.finish()?;
    match (kind, starts_at, minutes) {
        (Some(kind), Some(starts_at), Some(minutes)) => {
            Ok(NewSession { item, kind, title, starts_at, minutes, place, with_whom })
        }
        _ => Err(Error::field("title", "error-required")),
    }
}

/// Plans a session.
pub(crate) async fn add_session(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = match session(&fields) {
        Ok(input) => handover::add_session(&who.cx, id, &input).await.map(|_| ()),
        Err(error) => Err(error),
    };
    answer((&state, &who, &uri), id, (outcome, fields), "session-planned").await
}

/// Records what came of a session.
pub(crate) async fn hold_session(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((id, session)): Path<(DepartureId, JointSessionId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = handover::hold_session(&who.cx, id, session, fields.get("outcome")).await;
    answer((&state, &who, &uri), id, (outcome, fields), "session-held").await
}

/// Calls a session off.
pub(crate) async fn cancel_session(
    Signed(who): Signed,
    Path((id, session)): Path<(DepartureId, JointSessionId)>,
) -> Result<Response, Failure> {
    handover::cancel_session(&who.cx, id, session).await?;
    Ok(layout::done_at(&back(&who, id).await?, "session-cancelled"))
}

/// Plans a stage assessment.
pub(crate) async fn add_assessment(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parse = Parsing::new(&fields);
    let due_on = parse.date("due_on");
    let (goal_leaver, goal_receivers) = (parse.required("goal_leaver"), parse.required("goal_receivers"));
    let outcome = match (parse.finish(), due_on) {
        (Ok(()), Some(due_on)) => {
            let input = NewAssessment { due_on, goal_leaver, goal_receivers };
            handover::add_assessment(&who.cx, id, &input).await
        }
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(Error::field("due_on", "error-required")),
    };
    answer((&state, &who, &uri), id, (outcome, fields), "assessment-planned").await
}

/// Writes the judgement of a stage assessment.
pub(crate) async fn assess(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((id, assessment)): Path<(DepartureId, StageAssessmentId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let verdict: Result<Verdict, Error> =
        fields.get("verdict").parse().map_err(|_| Error::field("verdict", "error-choice"));
    let outcome = match verdict {
        Ok(verdict) => handover::assess(&who.cx, id, assessment, (verdict, fields.get("outcome"))).await,
        Err(error) => Err(error),
    };
    answer((&state, &who, &uri), id, (outcome, fields), "assessed").await
}

/// Raises an obstacle.
pub(crate) async fn raise_obstacle(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parse = Parsing::new(&fields);
    let item = parse.optional("obstacle_item", "error-choice");
    let due_on = parse.optional_date("obstacle_due");
    let what = parse.required("what");
    let owner = parse.text("owner");
    let outcome = match parse.finish() {
        Ok(()) => handover::raise_obstacle(&who.cx, id, &NewObstacle { item, what, owner, due_on }).await,
        Err(error) => Err(error),
    };
    answer((&state, &who, &uri), id, (outcome, fields), "obstacle-raised").await
}

/// Records that an obstacle is out of the way.
pub(crate) async fn remove_obstacle(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((id, obstacle)): Path<(DepartureId, ObstacleId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = handover::remove_obstacle(&who.cx, id, obstacle, fields.get("remark")).await;
    answer((&state, &who, &uri), id, (outcome, fields), "obstacle-removed").await
}
