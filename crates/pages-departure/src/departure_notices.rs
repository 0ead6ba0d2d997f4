//! The notices of a departure: the text, the attempts to serve it with their proofs, and from which day it counts.

use app::{Cx, Error, attachments::Upload, sign_in::Authenticated};
use app_departure::notices::{self, NewAttempt, NewNotice, Served, Tried};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use departure::{find_notice_kind, notice_kinds};
use departure_head::{Head, Page};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    upload::WithFile,
    urls,
};
use kernel::{AttachmentId, AttemptId, DepartureId, NoticeId};
use law::{AddressBasis, Judged, Means, Missing, Outcome, Proof, Standing};

use crate::{
    departure_clocks::cited,
    departure_words::Choice,
    notice_line::{Point, next_words, points},
};

struct FileLink {
    id: AttachmentId,
    name: String,
    proof: String,
}

struct AttemptView {
    id: AttemptId,
    heading: String,
    class: &'static str,
    standing: String,
    why: String,
    missing: Vec<String>,
    files: Vec<FileLink>,
    articles: Vec<String>,
    details: String,
    is_pending: bool,
    outcomes: Vec<Choice>,
    proofs: Vec<Choice>,
}

struct NoticeView {
    id: NoticeId,
    title: String,
    body: String,
    address: String,
    basis: String,
    made: String,
    class: &'static str,
    state: String,
    next: String,
    points: Vec<Point>,
    attempts: Vec<AttemptView>,
    can_edit: bool,
    form: FormView,
}

#[derive(Template)]
#[template(path = "departure_notices.html")]
struct NoticesPage {
    layout: Layout,
    t: T,
    head: Head,
    alert: String,
    notices: Vec<NoticeView>,
    may_write: bool,
    may_try: bool,
    form: FormView,
    kinds: Vec<Choice>,
    bases: Vec<Choice>,
    means: Vec<Choice>,
    outcomes: Vec<Choice>,
    proofs: Vec<Choice>,
}

/// A form that was refused: which notice or attempt it was about, and what was wrong; empty for a new notice.
#[derive(Default)]
struct Refused {
    about: String,
    form: Option<FormView>,
    alert: &'static str,
}

/// The notices.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
) -> Result<Response, Failure> {
    layout::html(&page(&state, &who, &uri, (id, Refused::default())).await?)
}

async fn page(
    state: &State,
    who: &Authenticated,
    uri: &Uri,
    (id, refused): (DepartureId, Refused),
) -> Result<NoticesPage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let found = notices::list_notices(cx, id).await?;
    let views = found.notices.iter().map(|served| notice_view(cx, served, &refused)).collect();
    let form = match refused.form {
        Some(form) if refused.about.is_empty() => form,
        _ => new_form(cx, &found.case, uri).await?,
    };
    Ok(NoticesPage {
        head: Head::of(cx, &found.case, Page::Notices).await?,
        layout: Layout::new(state, who, uri),
        t,
        alert: if refused.alert.is_empty() { String::new() } else { t.s(refused.alert).into_owned() },
        notices: views,
        may_write: found.may_write,
        may_try: found.may_try,
        form,
        kinds: notice_kinds()
            .iter()
            .map(|kind| Choice { code: kind.code.clone(), label: kind.label.get(t.0).to_owned() })
            .collect(),
        bases: choices(t, "notice-basis", AddressBasis::ALL),
        means: choices(t, "notice-means", Means::ALL),
        outcomes: choices(t, "notice-outcome", Outcome::ALL),
        proofs: choices(t, "notice-proof", Proof::ALL),
    })
}

fn choices<C: std::fmt::Display>(t: T, family: &str, codes: &[C]) -> Vec<Choice> {
    codes
        .iter()
        .map(|code| Choice { code: code.to_string(), label: t.s(&format!("{family}-{code}")).into_owned() })
        .collect()
}

/// The text that a new notice begins with: of the kind asked for, else of the one that belongs to this kind of leaving.
async fn new_form(cx: &Cx, case: &app::cases::Case, uri: &Uri) -> Result<FormView, Failure> {
    let asked = uri.query().unwrap_or("").split('&').find_map(|pair| pair.strip_prefix("kind="));
    let fitting = notice_kinds().iter().find(|kind| kind.is_for(&case.departure.ground));
    let kind = asked.and_then(find_notice_kind).or(fitting).or(notice_kinds().first());
    let mut start = Vec::new();
    if let Some(kind) = kind {
        let body = notices::propose_body(cx, case.departure.id, kind).await?;
        start.extend([("kind".to_owned(), kind.code.clone()), ("body".to_owned(), body)]);
    }
    Ok(FormView::new(T(cx.lang()), Fields::new(start), Vec::new()))
}

fn notice_view(cx: &Cx, served: &Served, refused: &Refused) -> NoticeView {
    let t = T(cx.lang());
    let (notice, serving) = (&served.notice, &served.serving);
    let (class, state) = match (serving.served_on, serving.arguable_on) {
        (Some(day), _) => ("tag good", t.a("notice-served", "day", t.date(day))),
        (None, Some(day)) => ("tag caution", t.a("notice-arguable", "day", t.date(day))),
        (None, None) => ("tag", t.s("notice-not-served")),
    };
    let kind = find_notice_kind(&notice.kind).map_or_else(String::new, |kind| kind.label.get(t.0).to_owned());
    let own = refused.form.as_ref().filter(|_| refused.about == notice.id.to_string());
    let stored = Fields::start(&[
        ("body", &notice.body),
        ("address", &notice.address),
        ("address_basis", notice.address_basis.code()),
        ("tried_on", &cx.today().to_string()),
    ]);
    NoticeView {
        id: notice.id,
        title: kind,
        body: notice.body.clone(),
        address: notice.address.clone(),
        basis: t.s(&format!("notice-basis-{}", notice.address_basis)).into_owned(),
        made: t
            .a2("dep-task-settled-by", ("at", t.instant(notice.made_at)), ("name", &notice.made_by_name))
            .into_owned(),
        class,
        state: state.into_owned(),
        next: serving.next.map(|next| next_words(t, next)).unwrap_or_default(),
        points: points(t, served),
        attempts: served
            .attempts
            .iter()
            .zip(&serving.attempts)
            .map(|(tried, judged)| attempt_view(t, tried, judged))
            .collect(),
        can_edit: served.attempts.is_empty(),
        form: own.cloned().unwrap_or_else(|| FormView::new(t, stored, Vec::new())),
    }
}

fn attempt_view(t: T, tried: &Tried, judged: &Judged) -> AttemptView {
    let row = &tried.row;
    let (class, standing, why) = standing_words(t, judged.standing);
    let means = t.s(&format!("notice-means-{}", row.means));
    let outcome = t.s(&format!("notice-outcome-{}", row.outcome));
    let on = row.outcome_on.map(|day| format!(" {}", t.date(day))).unwrap_or_default();
    let by = t.a2("dep-task-settled-by", ("at", t.instant(row.recorded_at)), ("name", &row.recorded_by_name));
    let number = if row.mail_number.is_empty() {
        String::new()
    } else {
        t.a("notice-number", "number", &row.mail_number).into_owned()
    };
    let details = [number, row.remark.clone(), by.into_owned()];
    let details: Vec<String> = details.into_iter().filter(|part| !part.is_empty()).collect();
    let proof = |proof: &Proof| t.s(&format!("notice-proof-{proof}")).into_owned();
    AttemptView {
        id: row.id,
        heading: format!("{} {means} · {outcome}{on}", t.date(row.tried_on)),
        class,
        standing,
        why,
        missing: judged
            .missing
            .iter()
            .map(|missing| match missing {
                Missing::Proof(kind) => proof(kind),
                Missing::MailNumber => t.s("notice-mail-number").into_owned(),
            })
            .collect(),
        files: tried
            .files
            .iter()
            .map(|(kind, file)| FileLink { id: file.id, name: file.file_name.clone(), proof: proof(kind) })
            .collect(),
        articles: cited(t, &judged.notes.citations),
        details: details.join(" · "),
        is_pending: row.outcome == Outcome::Pending,
        outcomes: choices(t, "notice-outcome", row.means.outcomes())
            .into_iter()
            .filter(|choice| choice.code != Outcome::Pending.code())
            .collect(),
        proofs: choices(t, "notice-proof", Proof::ALL),
    }
}

fn standing_words(t: T, standing: Standing) -> (&'static str, String, String) {
    let why = |key: &str| t.s(&format!("notice-why-{}", key.replace('_', "-"))).into_owned();
    match standing {
        Standing::Counts(day) => (
            "tag good",
            t.a("notice-served", "day", t.date(day)).into_owned(),
            t.s("notice-why-signed").into_owned(),
        ),
        Standing::Arguable(day, key) => {
            ("tag caution", t.a("notice-arguable", "day", t.date(day)).into_owned(), why(key))
        }
        Standing::Waiting => ("tag", t.s("notice-waiting").into_owned(), String::new()),
        Standing::DoesNot(key) => ("tag", t.s("notice-does-not").into_owned(), why(key)),
        Standing::Invalid(key) => ("tag bad", t.s("notice-invalid").into_owned(), why(key)),
    }
}

fn read_notice(fields: &Fields) -> app::Result<NewNotice> {
    let mut parse = Parsing::new(fields);
    let address_basis = parse.value("address_basis", "error-choice");
    let (body, address) = (parse.required("body"), parse.required("address"));
    parse.finish()?;
    let Some(address_basis) = address_basis else {
        return Err(Error::field("address_basis", "error-required"));
    };
    Ok(NewNotice { kind: fields.get("kind").to_owned(), body, address, address_basis })
}

fn at(id: DepartureId) -> String {
    format!("{}/notices", urls::departure(id))
}

/// Where the answer goes: back to the page with what was done, or the page again with what was wrong.
async fn answer(
    (state, who, uri): (&State, &Authenticated, &Uri),
    (id, about): (DepartureId, String),
    fields: Fields,
    (done, code): (app::Result<()>, &str),
) -> Result<Response, Failure> {
    let refused = match done {
        Ok(()) => return Ok(layout::done_at(&at(id), code)),
        Err(Error::Invalid(errors)) => {
            Refused { about, form: Some(FormView::new(T(who.cx.lang()), fields, errors)), alert: "" }
        }
        Err(Error::Conflict(alert)) => Refused { alert, ..Refused::default() },
        Err(error) => return Err(Failure(error)),
    };
    layout::refused(&page(state, who, uri, (id, refused)).await?)
}

/// Makes a notice.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let done = match read_notice(&fields) {
        Ok(new) => notices::create_notice(&who.cx, id, new).await.map(drop),
        Err(error) => Err(error),
    };
    answer((&state, &who, &uri), (id, String::new()), fields, (done, "notice-made")).await
}

/// Changes its text before the first attempt.
pub(crate) async fn edit(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((id, notice)): Path<(DepartureId, NoticeId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let done = match read_notice(&fields) {
        Ok(new) => notices::edit_notice(&who.cx, id, notice, new).await,
        Err(error) => Err(error),
    };
    answer((&state, &who, &uri), (id, notice.to_string()), fields, (done, "saved")).await
}

fn read_proof(parse: &mut Parsing<'_>, file: Option<Upload>) -> Option<(Proof, Upload)> {
    let proof = parse.optional("proof", "error-choice");
    match (proof, file) {
        (Some(proof), Some(file)) => Some((proof, file)),
        (None, Some(_)) => {
            parse.wrong("proof", "error-required");
            None
        }
        _ => None,
    }
}

/// Writes an attempt down.
pub(crate) async fn record(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((id, notice)): Path<(DepartureId, NoticeId)>,
    WithFile { fields, file }: WithFile,
) -> Result<Response, Failure> {
    let mut parse = Parsing::new(&fields);
    let (means, tried_on) = (parse.value("means", "error-choice"), parse.date("tried_on"));
    let outcome = parse.value("outcome", "error-choice");
    let outcome_on = parse.optional_date("outcome_on");
    let proof = read_proof(&mut parse, file);
    let (mail_number, remark) = (parse.text("mail_number"), parse.text("remark"));
    let done = match (parse.finish(), means, tried_on, outcome) {
        (Ok(()), Some(means), Some(tried_on), Some(outcome)) => {
            let new = NewAttempt { means, tried_on, outcome, outcome_on, mail_number, remark };
            notices::record_attempt(&who.cx, (id, notice), new, proof).await.map(drop)
        }
        (Err(error), ..) => Err(error),
        _ => Err(Error::field("means", "error-required")),
    };
    answer((&state, &who, &uri), (id, notice.to_string()), fields, (done, "notice-tried")).await
}

/// Adds a proof.
pub(crate) async fn add_proof(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((id, attempt)): Path<(DepartureId, AttemptId)>,
    WithFile { fields, file }: WithFile,
) -> Result<Response, Failure> {
    let mut parse = Parsing::new(&fields);
    let proof = parse.value("proof", "error-choice");
    let done = match (parse.finish(), proof) {
        (Ok(()), Some(proof)) => notices::add_proof(&who.cx, (id, attempt), proof, file).await,
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(Error::Conflict("error-notice-file")),
    };
    answer((&state, &who, &uri), (id, attempt.to_string()), fields, (done, "notice-proven")).await
}

/// What came of a letter.
pub(crate) async fn settle(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((id, attempt)): Path<(DepartureId, AttemptId)>,
    WithFile { fields, file }: WithFile,
) -> Result<Response, Failure> {
    let mut parse = Parsing::new(&fields);
    let outcome = parse.value("outcome", "error-choice");
    let outcome_on = parse.date("outcome_on");
    let proof = read_proof(&mut parse, file);
    let done = match (parse.finish(), outcome) {
        (Ok(()), Some(outcome)) => {
            notices::settle_attempt(&who.cx, (id, attempt), (outcome, outcome_on), proof).await
        }
        (Err(error), _) => Err(error),
        _ => Err(Error::field("outcome", "error-required")),
    };
    // What was wrong with the day or the outcome is said above the page: the form is one of several.
    let done = done.map_err(|error| match error {
        Error::Invalid(errors) => {
            Error::Conflict(errors.first().map_or("error-required", |error| error.message))
        }
        error => error,
    });
    answer((&state, &who, &uri), (id, attempt.to_string()), fields, (done, "saved")).await
}
