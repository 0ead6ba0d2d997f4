//! What the company promised the leaver: earlier release, a reference letter, pay on the day.

use app::{
    Cx, Error, Result,
    access::{Action, Field, Relation},
    cases::{Case, get_case},
};
use kernel::{CommitmentId, Date, DepartureId};
use serde_json::json;
use store::commitments::Commitment;

/// What was promised in a departure.
pub async fn list_commitments(cx: &Cx, departure: DepartureId) -> Result<Vec<Commitment>> {
    let mut conn = cx.read().await?;
    let case = get_case(cx, &mut conn, departure).await?;
    if !case.shows(cx, Field::Commitments) {
        return Err(Error::NotFound);
    }
    Ok(conn.list_commitments(departure).await?)
}

/// Whether the actor may promise in the company's name, and say that a promise was kept.
pub fn may_commit(cx: &Cx, case: &Case) -> bool {
    cx.allow(Action::RunHandovers).is_ok()
        && case.relation != Relation::Oneself
        && case.shows(cx, Field::Commitments)
        && case.departure.status == departure::Status::Open
}

async fn get_to_commit(cx: &Cx, departure: DepartureId) -> Result<()> {
    let case = get_case(cx, &mut cx.read().await?, departure).await?;
    case.departure.status.allows(departure::Action::HandOver)?;
    if may_commit(cx, &case) { Ok(()) } else { Err(Error::Forbidden) }
}

/// Promises something.
pub async fn add(cx: &Cx, departure: DepartureId, what: &str, due_on: Option<Date>) -> Result<CommitmentId> {
    get_to_commit(cx, departure).await?;
    if what.trim().is_empty() {
        return Err(Error::field("what", "error-required"));
    }
    let new = Commitment {
        id: cx.new_id(),
        departure_id: departure,
        what: what.trim().to_owned(),
        due_on,
        kept_at: None,
        kept_by_name: String::new(),
    };
    let held = &new;
    cx.transact(|mut tx| async move {
        tx.create_commitment(held).await?;
        let content = json!({ "what": held.what, "due_on": held.due_on });
        let receipt = tx.append(cx.event("commitment.made", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(new.id)
}

/// Says that a promise was kept.
pub async fn keep(cx: &Cx, id: CommitmentId) -> Result<()> {
    let held = cx.read().await?.get_commitment(id).await?;
    get_to_commit(cx, held.departure_id).await?;
    if held.kept_at.is_some() {
        return Err(Error::Conflict("error-already-so"));
    }
    let held = &held;
    cx.transact(|mut tx| async move {
        tx.keep_commitment(id, cx.now(), cx.actor().account).await?;
        let content = json!({ "what": held.what });
        let receipt = tx.append(cx.event("commitment.kept", held.departure_id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}
