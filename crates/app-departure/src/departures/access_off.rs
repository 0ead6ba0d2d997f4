//! "Access off now": a fact apart from the three dates, which shuts every door in the same moment.

use app::{Cx, Error, Result, cases::get_to_run};
use departure::Status;
use kernel::{DepartureId, PersonId, Timestamp};
use serde_json::json;
use store::Tx;

/// Sets the accounts of a person; when the instant has come, their sessions and calendar feeds end in the
/// same transaction.
///
/// What is only set for later needs nothing more: each request asks whether the instant has come.
pub(crate) async fn apply_access(
    tx: &mut Tx,
    cx: &Cx,
    person: PersonId,
    at: Option<Timestamp>,
) -> Result<()> {
    tx.set_access_off(person, at).await?;
    if at.is_some_and(|at| at <= cx.now()) {
        for account in tx.list_accounts_of(person).await? {
            tx.revoke_sessions(account.id, None, cx.now()).await?;
            tx.revoke_feeds(account.id, cx.now()).await?;
        }
    }
    Ok(())
}

/// Settles from when on every door is shut, or that it is not settled yet.
///
/// While a departure is prepared in confidence the instant is only noted: nothing the person sees may give it away.
pub async fn set_access_off(cx: &Cx, id: DepartureId, at: Option<Timestamp>) -> Result<()> {
    let case = get_to_run(cx, &mut cx.read().await?, id).await?;
    case.departure.status.allows(departure::Action::Edit)?;
    write(cx, id, case.departure.person_id, (case.departure.status, at)).await
}

/// Shuts every door now.
pub async fn shut_access_now(cx: &Cx, id: DepartureId) -> Result<()> {
    let case = get_to_run(cx, &mut cx.read().await?, id).await?;
    if case.departure.status != Status::Open {
        return Err(Error::Conflict("error-announce-first"));
    }
    write(cx, id, case.departure.person_id, (Status::Open, Some(cx.now()))).await
}

async fn write(
    cx: &Cx,
    id: DepartureId,
    person: PersonId,
    (status, at): (Status, Option<Timestamp>),
) -> Result<()> {
    cx.transact(|mut tx| async move {
        tx.set_departure_access(id, at).await?;
        if status == Status::Open {
            apply_access(&mut tx, cx, person, at).await?;
        }
        let kind = match at {
            Some(at) if at <= cx.now() => "departure.access-off",
            Some(_) => "departure.access-set",
            None => "departure.access-cleared",
        };
        let receipt = tx.append(cx.event(kind, id, &json!({ "at": at }))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}
