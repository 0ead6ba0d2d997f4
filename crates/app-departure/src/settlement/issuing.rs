//! Issuing a settlement as a version, paying it line by line, and what may be held back.

use std::fmt::Write as _;

use app::{
    Cx, Error, Result,
    access::Field,
    attachments::{self, Upload},
    cases::{Case, get_to_run},
    looks::record_look,
};
use kernel::{Date, DepartureId, HoldId, Money, Role, SettlementId};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::{
    Conn,
    settlement::{Hold, Issued, Payment},
};

use super::{
    Loaded, Sheet, checks,
    checks::{Check, Judged},
    floor, issued_content, load,
    reckon::{Subject, reckon},
    sheet::Payable,
};
async fn get_to_settle(cx: &Cx, conn: &mut Conn, id: DepartureId) -> Result<Case> {
    let case = get_to_run(cx, conn, id).await?;
    case.departure.status.allows(departure::Action::Edit)?;
    Ok(case)
}

/// Issues the settlement as it stands: a version with its hash in the log. The first look of the leaver is at this.
///
/// Refused while facts are missing, while a check stops the path, and while a row that is owed has no amount because
/// nobody chose a reading of what is open.
pub async fn issue(cx: &Cx, id: DepartureId) -> Result<SettlementId> {
    let mut conn = cx.read().await?;
    let case = get_to_settle(cx, &mut conn, id).await?;
    let departure = &case.departure;
    let loaded = load(&mut conn, departure).await?;
    let tasks = conn.list_tasks(id).await?;
    let sheet = ready(cx, &loaded, departure, &tasks)?;
    let version = conn.list_settlements(id).await?.first().map_or(1, |last| last.version + 1);
    drop(conn);
    let content = serde_json::to_string(&sheet).map_err(Error::internal)?;
    let new = Issued {
        id: cx.new_id(),
        departure_id: id,
        version,
        sha256: hash(&content),
        content,
        issued_by_name: String::new(),
        issued_at: cx.now(),
    };
    let new = &new;
    cx.transact(|mut tx| async move {
        tx.create_settlement(new, cx.actor().account).await.map_err(|error| match error {
            store::Error::Duplicate => Error::Conflict("error-settlement-issued-meanwhile"),
            error => error.into(),
        })?;
        let receipt = tx.append(cx.event("settlement.issued", id, &issued_content(new))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(new.id)
}

fn ready(
    cx: &Cx,
    loaded: &Loaded,
    departure: &store::departures::Departure,
    tasks: &[store::tasks::Task],
) -> Result<Sheet> {
    let subject = Subject::new(departure, &loaded.facts, &loaded.rules)?;
    if checks::judge(cx, &Judged::new(&subject, tasks, loaded)).iter().any(Check::stops) {
        return Err(Error::Conflict("error-check-stops"));
    }
    let sheet = reckon(cx, &subject).sheet.ok_or(Error::Conflict("error-settlement-facts-missing"))?;
    if sheet.effect != "ends" {
        return Err(Error::Conflict("error-settlement-does-not-end"));
    }
    let is_open = sheet.rows.iter().any(|row| row.in_total && row.amount.is_none());
    if is_open || floor::is_undecided(&sheet, &loaded.facts) {
        return Err(Error::Conflict("error-settlement-open"));
    }
    Ok(sheet)
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The newest issued version with its sheet.
async fn newest(conn: &mut Conn, id: DepartureId) -> Result<(Issued, Sheet)> {
    let issued = conn.list_settlements(id).await?;
    let issued = issued.into_iter().next().ok_or(Error::Conflict("error-settlement-not-issued"))?;
    let sheet = serde_json::from_str(&issued.content).map_err(Error::internal)?;
    Ok((issued, sheet))
}

/// An issued version, for those who see pay; the look is written down first.
pub async fn issued(cx: &Cx, id: DepartureId, version: i64) -> Result<(Case, Issued, Sheet)> {
    let mut conn = cx.read().await?;
    let case = super::get_seen(cx, &mut conn, id).await?;
    let issued = conn.list_settlements(id).await?;
    let issued = issued.into_iter().find(|held| held.version == version).ok_or(Error::NotFound)?;
    drop(conn);
    record_look(cx, case.departure.person_id, Some(id), &[Field::Pay]).await?;
    let sheet = serde_json::from_str(&issued.content).map_err(Error::internal)?;
    Ok((case, issued, sheet))
}

/// A payment as it is recorded.
#[derive(Debug)]
pub struct Paid {
    /// The row's code.
    pub line: String,
    /// How much.
    pub amount: Money,
    /// The day.
    pub paid_on: Date,
    /// A remark.
    pub remark: String,
    /// The proof: the bank's receipt, a signed slip.
    pub proof: Option<Upload>,
}

/// Records a payment of a row of the issued settlement, with its day and proof.
pub async fn pay(cx: &Cx, id: DepartureId, input: Paid) -> Result<()> {
    let mut conn = cx.read().await?;
    // Paying outlives the file: what was owed is paid, and recorded, also when the departure is closed.
    get_to_run(cx, &mut conn, id).await?;
    let (issued, sheet) = newest(&mut conn, id).await?;
    let row = sheet.to_pay().find(|(row, _)| row.code == input.line);
    let (_, owed) = row.ok_or_else(|| Error::field("line", "error-choice"))?;
    let held = conn.list_holds(id).await?;
    if held.iter().any(|hold| hold.line == input.line && hold.released_at.is_none()) {
        return Err(Error::Conflict("error-line-held"));
    }
    let payments = conn.list_payments(id).await?;
    let paid = payments.iter().filter(|one| one.line == input.line).map(|one| one.amount_fen).sum::<i64>();
    drop(conn);
    if input.amount <= Money::ZERO {
        return Err(Error::field("amount", "error-amount"));
    }
    if paid.saturating_add(input.amount.fen()) > owed.fen() {
        return Err(Error::field("amount", "error-payment-too-much"));
    }
    if input.paid_on > cx.today() {
        return Err(Error::field("paid_on", "error-date-future"));
    }
    let proof = input.proof.ok_or_else(|| Error::field("file", "error-payment-proof"))?;
    let new = Payment {
        id: cx.new_id(),
        settlement_id: issued.id,
        line: input.line,
        amount_fen: input.amount.fen(),
        paid_on: input.paid_on,
        remark: input.remark.trim().to_owned(),
        recorded_by_name: String::new(),
        recorded_at: cx.now(),
    };
    attachments::attach(cx, ("payment", &new.id.to_string()), Some(id), proof).await?;
    let new = &new;
    cx.transact(|mut tx| async move {
        tx.create_payment(id, new, cx.actor().account).await?;
        let content = json!({
            "payment": new.id, "line": new.line, "amount": Money::from_fen(new.amount_fen), "paid_on": new.paid_on,
        });
        let receipt = tx.append(cx.event("settlement.paid", id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// What is no row of the sheet and yet must not be held back without a recorded reason.
pub(super) const PAPERS: [&str; 2] = ["certificate", "transfers"];

/// Holds a line back. Only economic compensation may wait for the handover; anything else takes a reason in words, and
/// the record says that the law does not allow it.
pub async fn hold(cx: &Cx, id: DepartureId, line: &str, reason: &str) -> Result<()> {
    let mut conn = cx.read().await?;
    let case = get_to_settle(cx, &mut conn, id).await?;
    let loaded = load(&mut conn, &case.departure).await?;
    let subject = Subject::new(&case.departure, &loaded.facts, &loaded.rules)?;
    let found = reckon(cx, &subject);
    drop(conn);
    let rows = found.sheet.map_or(found.rows, |sheet| sheet.rows);
    let row = rows.iter().find(|row| row.code == line && row.in_total);
    if row.is_none() && !PAPERS.contains(&line) {
        return Err(Error::field("line", "error-choice"));
    }
    let is_lawful = row.is_some_and(|row| row.payable == Payable::OnHandover);
    if reason.trim().is_empty() {
        let message = if is_lawful { "error-reason-needed" } else { "error-hold-unlawful" };
        return Err(Error::field("reason", message));
    }
    let new = Hold {
        id: cx.new_id(),
        line: line.to_owned(),
        is_lawful,
        reason: reason.trim().to_owned(),
        held_by_name: String::new(),
        held_at: cx.now(),
        released_at: None,
    };
    let new = &new;
    cx.transact(|mut tx| async move {
        tx.create_hold(id, new, cx.actor().account).await.map_err(|error| match error {
            store::Error::Duplicate => Error::Conflict("error-line-held"),
            error => error.into(),
        })?;
        let content = json!({ "line": new.line, "is_lawful": new.is_lawful, "reason": new.reason });
        let receipt = tx.append(cx.event("settlement.held", id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Releases a line that is held back.
pub async fn release(cx: &Cx, id: DepartureId, held: HoldId) -> Result<()> {
    get_to_run(cx, &mut cx.read().await?, id).await?;
    cx.transact(|mut tx| async move {
        tx.release_hold(id, held, (cx.actor().account, cx.now())).await?;
        let receipt = tx.append(cx.event("settlement.released", id, &json!({ "hold": held }))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Goes on although a check stops the path: a named person's decision, with a reason.
pub async fn waive_check(cx: &Cx, id: DepartureId, key: &str, reason: &str) -> Result<()> {
    let mut conn = cx.read().await?;
    let case = get_to_settle(cx, &mut conn, id).await?;
    let stopping = super::stopping_checks(cx, &mut conn, &case.departure).await?;
    drop(conn);
    if !stopping.iter().any(|check| check.key == key) {
        return Err(Error::Conflict("error-check-not-stopping"));
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::field("reason", "error-reason-needed"));
    }
    cx.transact(|mut tx| async move {
        let by = (cx.actor().account, cx.now());
        tx.create_waiver(id, ("check", key), reason, by).await?;
        let content = json!({ "check": key, "reason": reason });
        let receipt = tx.append(cx.event("settlement.check-waived", id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// The own settlement of somebody who leaves.
#[derive(Debug, Clone)]
pub struct OwnSettlement {
    /// The version.
    pub issued: Issued,
    /// The sheet.
    pub sheet: Sheet,
    /// What was paid.
    pub payments: Vec<Payment>,
    /// What is held back.
    pub holds: Vec<Hold>,
}

/// The own settlement, once it is issued; nothing before.
pub async fn my_settlement(cx: &Cx) -> Result<Option<OwnSettlement>> {
    let person = cx.actor().person.filter(|_| cx.actor().has(Role::Leaver)).ok_or(Error::NotFound)?;
    let mut conn = cx.read().await?;
    let Some(issued) = conn.find_settlement_of(person).await? else { return Ok(None) };
    let sheet = serde_json::from_str(&issued.content).map_err(Error::internal)?;
    let payments = conn.list_payments(issued.departure_id).await?;
    let mut holds = conn.list_holds(issued.departure_id).await?;
    holds.retain(|hold| hold.released_at.is_none());
    Ok(Some(OwnSettlement { issued, sheet, payments, holds }))
}
