//! Approvals: asked of a role or of a person, answered once, never by the one it is about.

use app::{
    Cx, Error, Result,
    access::{Action, Field},
    cases::{get_case, get_to_run},
};
use departure::ApprovalStatus;
use kernel::{ApprovalId, DepartureId};
use serde_json::json;
use store::{
    approvals::{Approval, WaitingApproval},
    departures::{Departure, Viewer},
};

/// An answer to an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Approve,
    /// No; takes a remark.
    Refuse,
}

/// What waits for the actor.
pub async fn list_waiting(cx: &Cx) -> Result<Vec<WaitingApproval>> {
    cx.allow(Action::Approve)?;
    let actor = cx.actor();
    Ok(cx.read().await?.list_waiting_approvals(actor.person, &actor.roles, 100).await?)
}

/// The approvals of a departure; the remarks only for those who may see the reasons.
pub async fn list_approvals(cx: &Cx, departure: DepartureId) -> Result<Vec<Approval>> {
    let mut conn = cx.read().await?;
    let case = get_case(cx, &mut conn, departure).await?;
    if !case.shows(cx, Field::Clearing) {
        return Err(Error::NotFound);
    }
    let mut approvals = conn.list_approvals(departure).await?;
    if !case.shows(cx, Field::DepartureReason) {
        for approval in &mut approvals {
            approval.remark.clear();
        }
    }
    Ok(approvals)
}

/// Whether this approval is the actor's to answer.
pub fn may_decide(cx: &Cx, departure: &Departure, approval: &Approval) -> bool {
    use departure::{ApprovalGate, Status};
    let actor = cx.actor();
    let is_asked = match approval.approver_id {
        Some(person) => actor.person == Some(person),
        None => actor.has(approval.approver_role),
    };
    let is_open = match departure.status {
        Status::Open => true,
        // What is prepared is known only to those who decide it.
        Status::Prepared => approval.gate == ApprovalGate::Announce,
        Status::Closed | Status::Withdrawn => false,
    };
    is_asked && is_open && actor.person != Some(departure.person_id) && cx.allow(Action::Approve).is_ok()
}

/// Answers an approval.
///
/// Whoever is not asked is told that there is none: an approver may know of a prepared departure only through it.
pub async fn decide(cx: &Cx, id: ApprovalId, answer: Answer, remark: &str) -> Result<()> {
    cx.allow(Action::Approve)?;
    let mut conn = cx.read().await?;
    let approval = conn.get_approval(id).await?;
    let departure = conn.get_departure(&Viewer::ALL, approval.departure_id).await?;
    drop(conn);
    if !may_decide(cx, &departure, &approval) {
        return Err(Error::NotFound);
    }
    if approval.status != ApprovalStatus::Pending {
        return Err(Error::Conflict("error-approval-decided"));
    }
    let (status, kind) = match answer {
        Answer::Approve => (ApprovalStatus::Approved, "approval.given"),
        Answer::Refuse if remark.trim().is_empty() => {
            return Err(Error::field("remark", "error-refusal-reason"));
        }
        Answer::Refuse => (ApprovalStatus::Refused, "approval.refused"),
    };
    let (approval, remark) = (&approval, remark.trim());
    cx.transact(|mut tx| async move {
        let by = (cx.actor().account, cx.now());
        tx.decide_approval(id, status, by, remark).await.map_err(|error| match error {
            store::Error::NotFound => Error::Conflict("error-approval-decided"),
            error => error.into(),
        })?;
        let content = json!({ "step": approval.step });
        let receipt = tx.append(cx.event(kind, approval.departure_id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Asks again for what was refused, after it was changed; the refusal stays in the record.
pub async fn ask_again(cx: &Cx, id: ApprovalId) -> Result<()> {
    let mut conn = cx.read().await?;
    let approval = conn.get_approval(id).await?;
    let case = get_to_run(cx, &mut conn, approval.departure_id).await?;
    drop(conn);
    case.departure.status.allows(departure::Action::Edit)?;
    let approval = &approval;
    cx.transact(|mut tx| async move {
        tx.ask_approval_again(id).await?;
        let content = json!({ "step": approval.step });
        let receipt = tx.append(cx.event("approval.asked-again", approval.departure_id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}
