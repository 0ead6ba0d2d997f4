//! Notices: the text, the attempts to serve it with their proofs, and from which day it counts as served.
//!
//! What an attempt is worth is judged by `law` each time it is looked at, by the law in force on the attempt's day: only
//! what happened is stored. HR writes down, HR and legal see; nobody in the own case.

use app::{
    Cx, Error, Result,
    access::{Action, Field, Relation},
    attachments::{self, Upload},
    cases::{Case, get_case},
};
use departure::{NoticeFacts, NoticeKind, Status, find_notice_kind};
use jiff::civil::Date;
use kernel::{AttemptId, DepartureId, NoticeId};
use law::{AddressBasis, Attempt, Context, Means, Outcome, Proof, Serving, judge_serving};
use serde_json::json;
use store::{
    Conn,
    attachments::Attachment,
    notices::{AttemptRow, Notice},
};

/// An attempt with its files.
#[derive(Debug, Clone)]
pub struct Tried {
    /// As stored.
    pub row: AttemptRow,
    /// Its proofs.
    pub files: Vec<(Proof, Attachment)>,
}

/// A notice with its service.
#[derive(Debug, Clone)]
pub struct Served {
    /// The notice.
    pub notice: Notice,
    /// The attempts, in the order of their days; judged at the same place in [`Serving::attempts`].
    pub attempts: Vec<Tried>,
    /// What they are worth.
    pub serving: Serving,
}

/// Every notice of a departure.
#[derive(Debug, Clone)]
pub struct Notices {
    /// The departure.
    pub case: Case,
    /// The notices, oldest first.
    pub notices: Vec<Served>,
    /// Whether the actor may make notices.
    pub may_write: bool,
    /// Whether the actor may record attempts: once the departure is announced, and also after its end.
    pub may_try: bool,
}

/// A new notice.
#[derive(Debug, Clone)]
pub struct NewNotice {
    /// Which kind.
    pub kind: String,
    /// Its text.
    pub body: String,
    /// Where it goes.
    pub address: String,
    /// Why that is the right address.
    pub address_basis: AddressBasis,
}

/// A new attempt.
#[derive(Debug, Clone)]
pub struct NewAttempt {
    /// By which means.
    pub means: Means,
    /// When.
    pub tried_on: Date,
    /// What came of it.
    pub outcome: Outcome,
    /// When, where that is another day.
    pub outcome_on: Option<Date>,
    /// The number of the mail.
    pub mail_number: String,
    /// What else there is to say.
    pub remark: String,
}

/// What the attachments of an attempt are owned by.
fn owner_kind(proof: Proof) -> String {
    format!("notice-{proof}")
}

/// The departure, for those who see its legal side.
pub(crate) async fn get_legal_case(cx: &Cx, conn: &mut Conn, id: DepartureId) -> Result<Case> {
    cx.allow(Action::SeeLegal)?;
    let case = get_case(cx, conn, id).await?;
    if case.shows(cx, Field::Clearing) { Ok(case) } else { Err(Error::NotFound) }
}

/// Every notice of a departure with what its service is worth.
pub async fn list_notices(cx: &Cx, id: DepartureId) -> Result<Notices> {
    let mut conn = cx.read().await?;
    let case = get_legal_case(cx, &mut conn, id).await?;
    let notices = conn.list_notices(id).await?;
    let (rows, files) = (conn.list_attempts(id).await?, conn.list_attempt_files(id).await?);
    let served = |notice: Notice| {
        let of = rows.iter().filter(|row| row.notice_id == notice.id);
        let attempts: Vec<Tried> = of.map(|row| tried(row, &files)).collect();
        judge(cx, notice, attempts)
    };
    let may_run = cx.allow(Action::RunDepartures).is_ok() && case.relation != Relation::Oneself;
    let status = case.departure.status;
    Ok(Notices {
        notices: notices.into_iter().map(served).collect::<Result<_>>()?,
        may_write: may_run && status != Status::Withdrawn,
        may_try: may_run && matches!(status, Status::Open | Status::Closed),
        case,
    })
}

fn tried(row: &AttemptRow, files: &[Attachment]) -> Tried {
    let owner = row.id.to_string();
    let own = files.iter().filter(|file| file.owner_id == owner);
    let proof = |file: &Attachment| {
        let proof = file.owner_kind.strip_prefix("notice-")?.parse().ok()?;
        Some((proof, file.clone()))
    };
    Tried { row: row.clone(), files: own.filter_map(proof).collect() }
}

fn judge(cx: &Cx, notice: Notice, attempts: Vec<Tried>) -> Result<Served> {
    let facts: Vec<Attempt> = attempts.iter().map(|tried| fact(&notice, tried)).collect();
    let serving = judge_serving(&facts, cx.today(), &Context::new(cx.calendar())).map_err(Error::internal)?;
    Ok(Served { notice, attempts, serving })
}

fn fact(notice: &Notice, tried: &Tried) -> Attempt {
    Attempt {
        means: tried.row.means,
        tried_on: tried.row.tried_on,
        outcome: tried.row.outcome,
        outcome_on: tried.row.outcome_on,
        has_number: !tried.row.mail_number.is_empty(),
        address: notice.address_basis,
        proofs: tried.files.iter().map(|(proof, _)| *proof).collect(),
    }
}

/// The text that a notice of this kind begins with.
pub async fn propose_body(cx: &Cx, id: DepartureId, kind: &NoticeKind) -> Result<String> {
    let mut conn = cx.read().await?;
    let case = get_legal_case(cx, &mut conn, id).await?;
    let (departure, ground) = (&case.departure, case.ground()?);
    let place = departure.department_path.rsplit(" / ").next().unwrap_or("").to_owned();
    let words = vec![
        ("employer", departure.employer_name.clone()),
        ("name", departure.person_name.clone()),
        ("number", departure.emp_no.clone()),
        ("department", place),
        ("post", departure.post_title.clone()),
        ("hired_on", chinese(departure.hired_on)),
        ("legal_end", chinese(departure.legal_end)),
        ("ground", ground.label.zh.clone()),
        ("article", ground.article.clone()),
        ("today", chinese(cx.today())),
    ];
    Ok(kind.fill(&NoticeFacts { words }))
}

/// A date as a Chinese document writes it.
pub(crate) fn chinese(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

async fn get_to_write(cx: &Cx, id: DepartureId) -> Result<Case> {
    cx.allow(Action::RunDepartures)?;
    let case = get_legal_case(cx, &mut cx.read().await?, id).await?;
    if case.relation == Relation::Oneself {
        return Err(Error::Conflict("error-own-departure"));
    }
    if case.departure.status == Status::Withdrawn {
        return Err(Error::Conflict("error-departure-ended"));
    }
    Ok(case)
}

async fn get_to_try(cx: &Cx, id: DepartureId) -> Result<Case> {
    let case = get_to_write(cx, id).await?;
    if case.departure.status == Status::Prepared {
        return Err(Error::Conflict("error-announce-first"));
    }
    Ok(case)
}

fn check_text(new: &NewNotice) -> Result<()> {
    if find_notice_kind(&new.kind).is_none() {
        return Err(Error::field("kind", "error-choice"));
    }
    if new.body.trim().is_empty() {
        return Err(Error::field("body", "error-required"));
    }
    // What the text leaves for a person to write must be written before anybody gets it.
    if new.body.contains("请填写") || new.body.contains('{') {
        return Err(Error::field("body", "error-notice-unfilled"));
    }
    if new.address.trim().is_empty() {
        return Err(Error::field("address", "error-required"));
    }
    Ok(())
}

/// Makes a notice.
pub async fn create_notice(cx: &Cx, id: DepartureId, new: NewNotice) -> Result<NoticeId> {
    get_to_write(cx, id).await?;
    check_text(&new)?;
    let notice = Notice {
        id: cx.new_id(),
        departure_id: id,
        kind: new.kind,
        body: new.body.trim().to_owned(),
        address: new.address.trim().to_owned(),
        address_basis: new.address_basis,
        made_by_name: String::new(),
        made_at: cx.now(),
    };
    let held = &notice;
    cx.transact(|mut tx| async move {
        tx.create_notice(held, cx.actor().account).await?;
        let content = json!({
            "notice": held.id, "kind": held.kind, "body": held.body, "address": held.address,
            "address_basis": held.address_basis.code(),
        });
        let receipt = tx.append(cx.event("notice.made", id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(notice.id)
}

/// Changes a notice before its first attempt; what was served is never changed.
pub async fn edit_notice(cx: &Cx, id: DepartureId, notice: NoticeId, new: NewNotice) -> Result<()> {
    get_to_write(cx, id).await?;
    let held = cx.read().await?.get_notice(id, notice).await?;
    let new = NewNotice { kind: held.kind, ..new };
    check_text(&new)?;
    let new = &new;
    cx.transact(|mut tx| async move {
        let address = (new.address.trim(), new.address_basis);
        tx.edit_notice(notice, new.body.trim(), address).await.map_err(|error| match error {
            store::Error::NotFound => Error::Conflict("error-notice-tried"),
            error => error.into(),
        })?;
        let content = json!({
            "notice": notice, "body": new.body, "address": new.address, "address_basis": new.address_basis.code(),
        });
        let receipt = tx.append(cx.event("notice.edited", id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Which sentence tells what cannot be, beside its field.
fn refused(error: &law::Error) -> Error {
    match error.pointer().as_str() {
        "/tried_on" => Error::field("tried_on", "error-notice-tried-on"),
        "/outcome" => Error::field("outcome", "error-notice-outcome"),
        _ => Error::field("outcome_on", "error-notice-outcome-on"),
    }
}

fn check_attempt(cx: &Cx, case: &Case, new: &NewAttempt) -> Result<()> {
    let fact = Attempt {
        means: new.means,
        tried_on: new.tried_on,
        outcome: new.outcome,
        outcome_on: new.outcome_on,
        has_number: true,
        address: AddressBasis::Other,
        proofs: Vec::new(),
    };
    fact.check(cx.today()).map_err(|error| refused(&error))?;
    if new.tried_on < case.departure.hired_on {
        return Err(Error::field("tried_on", "error-notice-tried-on"));
    }
    if new.means == Means::Mail && new.mail_number.trim().is_empty() {
        return Err(Error::field("mail_number", "error-notice-mail-number"));
    }
    Ok(())
}

/// Writes an attempt down, with the first of its proofs where there is one.
pub async fn record_attempt(
    cx: &Cx,
    (id, notice): (DepartureId, NoticeId),
    new: NewAttempt,
    proof: Option<(Proof, Upload)>,
) -> Result<AttemptId> {
    let case = get_to_try(cx, id).await?;
    cx.read().await?.get_notice(id, notice).await?;
    check_attempt(cx, &case, &new)?;
    let row = AttemptRow {
        id: cx.new_id(),
        notice_id: notice,
        means: new.means,
        tried_on: new.tried_on,
        outcome: new.outcome,
        outcome_on: new.outcome_on,
        mail_number: new.mail_number.trim().to_owned(),
        remark: new.remark.trim().to_owned(),
        recorded_by_name: String::new(),
        recorded_at: cx.now(),
    };
    // A file that the vault refuses keeps the attempt from being written down without it.
    let proven = match proof {
        Some((proof, upload)) => Some(attach(cx, id, row.id, (proof, upload)).await?),
        None => None,
    };
    let held = &row;
    cx.transact(|mut tx| async move {
        tx.create_attempt(id, held, cx.actor().account).await?;
        let content = json!({
            "notice": notice, "attempt": held.id, "means": held.means.code(), "tried_on": held.tried_on,
            "outcome": held.outcome.code(), "outcome_on": held.outcome_on, "mail_number": held.mail_number,
            "remark": held.remark, "proof": proven,
        });
        let receipt = tx.append(cx.event("notice.tried", id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(row.id)
}

async fn attach(
    cx: &Cx,
    id: DepartureId,
    attempt: AttemptId,
    (proof, upload): (Proof, Upload),
) -> Result<kernel::AttachmentId> {
    let kind = owner_kind(proof);
    attachments::attach(cx, (&kind, &attempt.to_string()), Some(id), upload).await
}

async fn get_attempt(cx: &Cx, id: DepartureId, attempt: AttemptId) -> Result<AttemptRow> {
    let rows = cx.read().await?.list_attempts(id).await?;
    rows.into_iter().find(|row| row.id == attempt).ok_or(Error::NotFound)
}

/// Adds a proof to an attempt, whenever it arrives.
pub async fn add_proof(
    cx: &Cx,
    (id, attempt): (DepartureId, AttemptId),
    proof: Proof,
    upload: Option<Upload>,
) -> Result<()> {
    get_to_try(cx, id).await?;
    let upload = upload.ok_or(Error::Conflict("error-notice-file"))?;
    get_attempt(cx, id, attempt).await?;
    attach(cx, id, attempt, (proof, upload)).await.map(drop)
}

/// What came of a letter that was under way; once.
pub async fn settle_attempt(
    cx: &Cx,
    (id, attempt): (DepartureId, AttemptId),
    (outcome, on): (Outcome, Option<Date>),
    proof: Option<(Proof, Upload)>,
) -> Result<()> {
    let case = get_to_try(cx, id).await?;
    let row = get_attempt(cx, id, attempt).await?;
    if row.outcome != Outcome::Pending {
        return Err(Error::Conflict("error-notice-settled"));
    }
    if outcome == Outcome::Pending {
        return Err(Error::field("outcome", "error-notice-outcome"));
    }
    let settled = NewAttempt {
        means: row.means,
        tried_on: row.tried_on,
        outcome,
        outcome_on: on,
        mail_number: row.mail_number,
        remark: row.remark,
    };
    check_attempt(cx, &case, &settled)?;
    if let Some((proof, upload)) = proof {
        attach(cx, id, attempt, (proof, upload)).await?;
    }
    cx.transact(|mut tx| async move {
        tx.settle_attempt(attempt, outcome, on).await.map_err(|error| match error {
            store::Error::NotFound => Error::Conflict("error-notice-settled"),
            error => error.into(),
        })?;
        let content = json!({ "attempt": attempt, "outcome": outcome.code(), "outcome_on": on });
        let receipt = tx.append(cx.event("notice.outcome", id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}
