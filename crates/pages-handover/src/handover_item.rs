//! One handover item: who takes it, how far it has come and on what proof, its note, its teach-back.
//!
//! The same address serves those who steer, the leaver and the receivers; each sees what the seat allows.

use ::handover::Stage;
use app::{Error, sign_in::Authenticated};
use app_handover::handover::{self, ItemView};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, Query, State as Shared},
    http::Uri,
    response::Response,
};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::{DepartureId, ItemId, PersonId};
use serde::Deserialize;

use crate::{
    handover_item_rows::{
        AttemptRow, LineChoice, OfferRow, QuestionRow, ReceiverRow, SayingRow, UnclearRow, attempt_row,
        facts, lines, next_stage, offer_row, question_row, receiver_row, saying_row, session_words,
        unclear_row,
    },
    handover_lint::{self, FindingRow, Findings, LineRow},
    handover_words::{self as words, Bar},
    notes::{self, Charts},
};

#[derive(Template)]
#[template(path = "handover_item.html")]
struct ItemPage {
    layout: Layout,
    t: T,
    crumbs: Vec<(String, String)>,
    here: String,
    title: String,
    kind: String,
    facts: Vec<(String, String)>,
    is_core: bool,
    is_dropped: bool,
    dropped_why: String,
    gaps: Vec<String>,
    receivers: Vec<ReceiverRow>,
    candidates: Vec<String>,
    bars: Vec<Bar>,
    bars_label: String,
    next: Option<(String, String, bool)>,
    needs_proof: bool,
    last: Option<(String, String)>,
    sayings: Vec<SayingRow>,
    today: String,
    sees_notes: bool,
    note: String,
    note_version: i64,
    note_by: String,
    lines: Vec<LineChoice>,
    findings: Findings,
    whole: Vec<FindingRow>,
    note_lines: Vec<LineRow>,
    may_allow: bool,
    offers: Vec<OfferRow>,
    unclear: Vec<UnclearRow>,
    questions: Vec<QuestionRow>,
    attempts: Vec<AttemptRow>,
    sessions: Vec<String>,
    leads: bool,
    is_leaver: bool,
    is_receiver: bool,
    is_open: bool,
    takes_part: bool,
    may_ask: bool,
    may_retire: bool,
    can_accept: bool,
    can_sign_off: bool,
    form: FormView,
}

/// Which line of the note a receiver points at.
#[derive(Deserialize)]
pub(crate) struct LineQuery {
    line: Option<usize>,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
    Query(query): Query<LineQuery>,
) -> Result<Response, Failure> {
    let line = query.line.map(|line| line.to_string()).unwrap_or_default();
    let form = FormView::new(T(who.cx.lang()), Fields::start(&[("line", &line)]), Vec::new());
    layout::html(&page(&state, &who, &uri, (departure, item, form)).await?)
}

async fn page(
    state: &State,
    who: &Authenticated,
    uri: &Uri,
    (departure, id, form): (DepartureId, ItemId, FormView),
) -> Result<ItemPage, Failure> {
    let t = T(who.cx.lang());
    let view = handover::item_view(&who.cx, departure, id).await?;
    let at = &view.at;
    let here = urls::item(departure, id);
    let is_open = at.seat.is_open() && !at.item.is_dropped;
    let me = at.seat.person;
    let mine = at.receivers.iter().find(|one| Some(one.person_id) == me).filter(|_| at.is_receiver);
    let bars = words::bars(t, view.stages);
    let (whole, note_lines) = handover_lint::lines(t, &view);
    let body = view.note.as_ref().map_or("", |note| note.body.as_str());
    Ok(ItemPage {
        layout: Layout::new(state, who, uri),
        t,
        crumbs: crumbs(t, &view),
        title: at.item.title.clone(),
        kind: words::kind_label(t, at.item.kind),
        facts: facts(t, &view),
        is_core: at.item.is_core,
        is_dropped: at.item.is_dropped,
        dropped_why: at.item.dropped_why.clone(),
        gaps: view.gaps.iter().map(|gap| words::gap_label(t, *gap, &at.receivers)).collect(),
        receivers: at.receivers.iter().map(|one| receiver_row(t, one, me)).collect(),
        candidates: view.candidates.iter().map(|one| format!("{} · {}", one.name, one.emp_no)).collect(),
        bars_label: words::bars_label(&bars),
        bars,
        next: view.next.map(|stage| next_stage(t, &view, stage)),
        needs_proof: view.next == Some(Stage::Independent),
        last: view.last.map(|stage| (stage.to_string(), words::stage_label(t, stage))),
        sayings: view.sayings.iter().rev().map(|saying| saying_row(t, saying)).collect(),
        today: who.cx.today().to_string(),
        sees_notes: view.sees_notes,
        note: note_markup(t, &here, &view),
        note_version: view.note.as_ref().map_or(0, |note| note.version),
        note_by: view.note.as_ref().map(|note| note_by(t, note)).unwrap_or_default(),
        lines: lines(body),
        findings: Findings::of(t, &view.check),
        whole,
        note_lines,
        may_allow: is_open && at.may_allow(),
        offers: view.offers.iter().map(|one| offer_row(t, one)).collect(),
        unclear: view.unclear.iter().map(|one| unclear_row(t, one, me)).collect(),
        questions: view.asked().map(|one| question_row(t, one, at.may_choose())).collect(),
        attempts: view.attempts.iter().map(|one| attempt_row(t, &here, &view, one)).collect(),
        sessions: view.sessions.iter().map(|one| session_words(t, one)).collect(),
        leads: at.seat.leads,
        is_leaver: at.seat.is_leaver,
        is_receiver: at.is_receiver,
        takes_part: is_open && at.takes_part(),
        may_ask: is_open && at.may_ask(),
        may_retire: is_open && (at.seat.leads || at.is_questioner),
        can_accept: is_open && mine.is_some_and(|one| one.accepted_at.is_none()),
        can_sign_off: is_open
            && mine.is_some_and(|one| one.accepted_at.is_some() && one.signed_off_at.is_none()),
        is_open,
        here,
        form,
    })
}

/// Where the viewer came from: the departure, or the own portal.
pub(crate) fn crumbs(t: T, view: &ItemView) -> Vec<(String, String)> {
    let seat = &view.at.seat;
    if seat.looks {
        let case = seat.case.id;
        vec![
            ("/departures".to_owned(), t.s("nav-departures").into_owned()),
            (urls::departure(case), seat.case.person_name.clone()),
            (urls::handover(case), t.s("ho-title").into_owned()),
        ]
    } else if seat.is_leaver {
        vec![("/my/handover".to_owned(), t.s("nav-my-handover").into_owned())]
    } else {
        vec![("/my/receiving".to_owned(), t.s("nav-my-receiving").into_owned())]
    }
}

/// The system itself has no name.
pub(crate) fn by(t: T, name: &str) -> String {
    if name.is_empty() { t.s("ho-by-system").into_owned() } else { name.to_owned() }
}

pub(crate) fn note_by(t: T, note: &store::handover::notes::Note) -> String {
    let at = t.instant(note.written_at);
    let version = note.version.to_string();
    t.args(
        "ho-note-by",
        &[("version", version.into()), ("name", by(t, &note.written_by_name).into()), ("at", at.into())],
    )
    .into_owned()
}

fn note_markup(t: T, here: &str, view: &ItemView) -> String {
    let Some(note) = &view.note else { return String::new() };
    markup(t, here, note)
}

/// A note as markup, its charts at their own addresses.
pub(crate) fn markup(t: T, here: &str, note: &store::handover::notes::Note) -> String {
    let address = |chart: usize| format!("{here}/note/{}/chart/{chart}", note.version);
    let (failed, source) = (t.s("ho-chart-failed"), t.s("ho-chart-source"));
    notes::render(&note.body, &Charts { address: &address, failed: &failed, source: &source })
}

/// What a post to an item leads to: back to the item, or the page again with what was wrong.
pub(crate) async fn answer(
    (state, who, uri): (&State, &Authenticated, &Uri),
    (departure, item): (DepartureId, ItemId),
    (outcome, fields): (app::Result<()>, Fields),
    code: &str,
) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(layout::done_at(&urls::item(departure, item), code)),
        Err(Error::Invalid(errors)) => refused((state, who, uri), (departure, item), (fields, errors)).await,
        Err(error) => Err(Failure(error)),
    }
}

/// The page again, with what was typed and what was wrong with it.
pub(crate) async fn refused(
    (state, who, uri): (&State, &Authenticated, &Uri),
    (departure, item): (DepartureId, ItemId),
    (fields, errors): (Fields, Vec<app::FieldError>),
) -> Result<Response, Failure> {
    let form = FormView::new(T(who.cx.lang()), fields, errors);
    layout::refused(&page(state, who, uri, (departure, item, form)).await?)
}

/// Names a receiver for this item.
pub(crate) async fn add_receiver(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let wanted = (fields.get("who"), fields.is_on("questioner"));
    let outcome = handover::assign_receivers(&who.cx, departure, &[item], wanted).await.map(|_| ());
    answer((&state, &who, &uri), (departure, item), (outcome, fields), "receiver-named").await
}

/// Makes a receiver the questioner, or takes the name off.
pub(crate) async fn change_receiver(
    Signed(who): Signed,
    Path((departure, item, person, what)): Path<(DepartureId, ItemId, PersonId, String)>,
) -> Result<Response, Failure> {
    let code = match what.as_str() {
        "questioner" => {
            handover::set_questioner(&who.cx, departure, item, person).await?;
            "questioner-set"
        }
        "remove" => {
            handover::remove_receiver(&who.cx, departure, item, person).await?;
            "receiver-removed"
        }
        _ => return Err(Failure(Error::NotFound)),
    };
    Ok(layout::done_at(&urls::item(departure, item), code))
}

/// The receiver accepts the item.
pub(crate) async fn accept(
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
) -> Result<Response, Failure> {
    handover::accept_item(&who.cx, departure, item).await?;
    Ok(layout::done_at(&urls::item(departure, item), "item-accepted"))
}

/// The receiver signs the item off.
pub(crate) async fn sign_off(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = handover::sign_off(&who.cx, departure, item, fields.get("remark")).await;
    answer((&state, &who, &uri), (departure, item), (outcome, fields), "item-signed-off").await
}

/// Drops the item.
pub(crate) async fn drop_item(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = handover::drop_item(&who.cx, departure, item, fields.get("why")).await;
    answer((&state, &who, &uri), (departure, item), (outcome, fields), "item-dropped").await
}

/// Takes a dropped item in again.
pub(crate) async fn restore(
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
) -> Result<Response, Failure> {
    handover::restore_item(&who.cx, departure, item).await?;
    Ok(layout::done_at(&urls::handover(departure), "item-restored"))
}
