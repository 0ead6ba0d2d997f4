//! The sweep: everything that points at the leaver, a receiver for each, and the change really made.

use std::collections::HashMap;

use app::{
    Cx, Error, Result,
    access::{Action, Field},
    cases::{get_case, get_to_run},
};
use departure::{Pointer, PointerKind, Resolution, sort_pointers};
use kernel::{DepartureId, PersonId};
use serde_json::json;
use store::{
    Conn, Tx,
    departures::Departure,
    sweep::{Candidate, Move, NewPick, Pick, PointerRow},
};

/// One line of the sweep.
#[derive(Debug, Clone)]
pub struct SweepLine {
    /// What it is and how it stands.
    pub pointer: Pointer,
    /// More about it.
    pub detail: String,
    /// The receiver's name, if one was picked.
    pub receiver_name: String,
    /// Whether it was returned instead of taken over.
    pub is_returned: bool,
}

/// The sweep of a departure.
#[derive(Debug, Clone)]
pub struct Sweep {
    /// Everything, what nobody else holds first and what is settled last.
    pub lines: Vec<SweepLine>,
    /// Who could take something: those around the leaver who stay.
    pub candidates: Vec<Candidate>,
}

/// Everything that points at the leaver, and what was settled already.
pub async fn get_sweep(cx: &Cx, departure: DepartureId) -> Result<Sweep> {
    let mut conn = cx.read().await?;
    let case = get_case(cx, &mut conn, departure).await?;
    if !case.shows(cx, Field::Clearing) {
        return Err(Error::NotFound);
    }
    let mut lines = if case.departure.status.is_read_only() {
        settled(conn.list_picks(departure).await?)
    } else {
        lines(cx, &mut conn, &case.departure).await?
    };
    lines.retain(|line| case.shows(cx, class_of(line.pointer.kind)));
    let candidates = conn.list_candidates(case.departure.person_id).await?;
    Ok(Sweep { lines, candidates })
}

/// The class of field that a thing of the sweep belongs to: who returns devices need not see what somebody knows.
pub(crate) const fn class_of(kind: PointerKind) -> Field {
    match kind {
        PointerKind::Knowledge | PointerKind::Duty | PointerKind::Customer => Field::Knowledge,
        PointerKind::Asset | PointerKind::ControlledCopy => Field::Assets,
        PointerKind::Report
        | PointerKind::DepartmentHead
        | PointerKind::Approval
        | PointerKind::Task
        | PointerKind::Request
        | PointerKind::Account
        | PointerKind::Receiving => Field::Clearing,
    }
}

async fn lines(cx: &Cx, conn: &mut Conn, departure: &Departure) -> Result<Vec<SweepLine>> {
    let sees_prepared = cx.allow(Action::SeePrepared).is_ok();
    let rows = conn.list_pointers(departure.person_id, departure.id, sees_prepared, cx.now()).await?;
    let picks = conn.list_picks(departure.id).await?;
    let mut picked: HashMap<(PointerKind, String), Pick> =
        picks.into_iter().map(|pick| ((pick.object_kind, pick.object_id.clone()), pick)).collect();
    let mut lines: Vec<SweepLine> = rows
        .into_iter()
        .map(|row| {
            let pick = picked.remove(&(row.kind, row.id.clone()));
            open_line(row, pick)
        })
        .collect();
    lines.extend(settled(picked.into_values().collect()));
    Ok(sorted(lines))
}

/// What still points at the leaver. Knowledge stays with whoever had it: it is settled once somebody took it up.
fn open_line(row: PointerRow, pick: Option<Pick>) -> SweepLine {
    let is_taken = pick.as_ref().is_some_and(|pick| pick.taken_at.is_some() && pick.undone_at.is_none());
    let (receiver, receiver_name) =
        pick.map_or((None, String::new()), |pick| (pick.receiver_id, pick.receiver_name));
    let pointer = Pointer {
        kind: row.kind,
        id: row.id,
        label: row.label,
        is_last_holder: row.others == 0,
        receiver,
        is_settled: row.kind == PointerKind::Knowledge && is_taken,
    };
    SweepLine { pointer, detail: row.detail, receiver_name, is_returned: false }
}

/// What was picked and no longer points at the leaver.
fn settled(picks: Vec<Pick>) -> Vec<SweepLine> {
    let line = |pick: Pick| SweepLine {
        pointer: Pointer {
            kind: pick.object_kind,
            id: pick.object_id,
            label: pick.label,
            is_last_holder: pick.was_last,
            receiver: pick.receiver_id,
            is_settled: pick.taken_at.is_some() && pick.undone_at.is_none(),
        },
        detail: String::new(),
        receiver_name: pick.receiver_name,
        is_returned: pick.is_returned,
    };
    sorted(picks.into_iter().map(line).collect())
}

fn sorted(lines: Vec<SweepLine>) -> Vec<SweepLine> {
    let mut pointers: Vec<Pointer> = lines.iter().map(|line| line.pointer.clone()).collect();
    sort_pointers(&mut pointers);
    let mut by_key: HashMap<(PointerKind, String), SweepLine> =
        lines.into_iter().map(|line| ((line.pointer.kind, line.pointer.id.clone()), line)).collect();
    pointers.into_iter().filter_map(|pointer| by_key.remove(&(pointer.kind, pointer.id))).collect()
}

/// How many of each kind still point at the leaver; for closing, whoever closes.
pub(crate) async fn count_open_pointers(
    cx: &Cx,
    conn: &mut Conn,
    departure: &Departure,
) -> Result<Vec<(PointerKind, u32)>> {
    let mut counts: Vec<(PointerKind, u32)> = PointerKind::ALL.iter().map(|kind| (*kind, 0)).collect();
    for line in lines(cx, conn, departure).await?.iter().filter(|line| !line.pointer.is_settled) {
        if let Some(count) = counts.iter_mut().find(|count| count.0 == line.pointer.kind) {
            count.1 += 1;
        }
    }
    Ok(counts)
}

/// Somebody who stays, by id, number or name; beside the field when there is nobody, or more than one.
pub(crate) async fn find_receiver(
    conn: &mut Conn,
    leaver: PersonId,
    text: &str,
    field: &'static str,
) -> Result<Candidate> {
    let mut found = conn.find_staying(leaver, text.trim()).await?;
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(_), false) => Err(Error::field(field, "error-receiver-ambiguous")),
        (None, _) => Err(Error::field(field, "error-receiver-unknown")),
    }
}

/// What becomes of one thing.
#[derive(Debug, Clone)]
pub enum Settle {
    /// Somebody takes it, named by id, employee number or name.
    Give(String),
    /// It is returned to the company.
    Return,
}

/// Gives one thing to its receiver, or takes it back from the leaver: the change is really made, and what it was before
/// is kept so that a withdrawal puts it back.
pub async fn settle(
    cx: &Cx,
    departure: DepartureId,
    (kind, object): (PointerKind, &str),
    how: Settle,
) -> Result<()> {
    let mut conn = cx.read().await?;
    let case = get_to_run(cx, &mut conn, departure).await?;
    case.departure.status.allows(departure::Action::HandOver)?;
    let leaver = case.departure.person_id;
    let receiver = match &how {
        Settle::Give(text) => Some(find_receiver(&mut conn, leaver, text, "receiver").await?),
        Settle::Return if kind.resolution() == Resolution::ReturnOrReceiver => None,
        Settle::Return => return Err(Error::field("receiver", "error-required")),
    };
    if let Some(receiver) = &receiver {
        check_receiver(&mut conn, (kind, object), receiver.id).await?;
    }
    drop(conn);
    let receiver = &receiver;
    cx.transact(|mut tx| async move {
        let row = find_pointer(&mut tx, cx, Leaving { departure, leaver }, (kind, object)).await?;
        let pick = NewPick {
            departure,
            pointer: &row,
            receiver: receiver.as_ref().map(|receiver| receiver.id),
            is_returned: receiver.is_none(),
            was_last: row.others == 0,
        };
        tx.pick_receiver(&pick, cx.actor().account, cx.now()).await?;
        let (old, new) = take(&mut tx, cx, (kind, object), leaver, receiver.as_ref()).await?;
        tx.mark_taken(departure, (kind, object), cx.now(), (&old, &new)).await?;
        let content = json!({
            "kind": kind.code(), "label": row.label, "receiver": receiver.as_ref().map(|receiver| &receiver.name),
            "was_last": row.others == 0, "old_value": old, "new_value": new,
        });
        let event = match (receiver, row.others) {
            (None, _) => "sweep.returned",
            (Some(_), 0) => "sweep.last-holder-moved",
            (Some(_), _) => "sweep.moved",
        };
        let receipt = tx.append(cx.event(event, departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Gives everything of one kind that is still open to one receiver, one after the other and each with its own entry:
/// how many moved, and how many stay because the receiver cannot take them. Refused when none can be moved.
pub async fn settle_all(
    cx: &Cx,
    departure: DepartureId,
    kind: PointerKind,
    receiver: &str,
) -> Result<(usize, usize)> {
    get_to_run(cx, &mut cx.read().await?, departure).await?;
    let open: Vec<Pointer> =
        get_sweep(cx, departure).await?.lines.into_iter().map(|line| line.pointer).collect();
    let (mut moved, mut refused) = (0, Vec::new());
    for pointer in open.iter().filter(|pointer| pointer.kind == kind && !pointer.is_settled) {
        match settle(cx, departure, (kind, &pointer.id), Settle::Give(receiver.to_owned())).await {
            Ok(()) => moved += 1,
            Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => refused.push(error),
            Err(error) => return Err(error),
        }
    }
    let left = refused.len();
    match refused.pop() {
        Some(error) if moved == 0 => Err(error),
        None if moved == 0 => Err(Error::Conflict("error-pointer-gone")),
        _ => Ok((moved, left)),
    }
}

struct Leaving {
    departure: DepartureId,
    leaver: PersonId,
}

async fn find_pointer(
    tx: &mut Tx,
    cx: &Cx,
    leaving: Leaving,
    (kind, object): (PointerKind, &str),
) -> Result<PointerRow> {
    let rows = tx.list_pointers(leaving.leaver, leaving.departure, true, cx.now()).await?;
    let found = rows.into_iter().find(|row| row.kind == kind && row.id == object);
    found.ok_or(Error::Conflict("error-pointer-gone"))
}

async fn take(
    tx: &mut Tx,
    cx: &Cx,
    (kind, object): (PointerKind, &str),
    leaver: PersonId,
    receiver: Option<&Candidate>,
) -> Result<(String, String)> {
    let Some(receiver) = receiver else {
        let is_back = tx.return_asset(object, leaver, cx.today()).await?;
        return if is_back {
            Ok((leaver.to_string(), String::new()))
        } else {
            Err(Error::Conflict("error-pointer-gone"))
        };
    };
    let change = Move { from: leaver, to: receiver.id };
    let made = tx.take_over((kind, object), change, cx.today()).await.map_err(|error| match error {
        store::Error::Duplicate => Error::field("receiver", "error-receiver-has-it"),
        error => error.into(),
    })?;
    made.ok_or(Error::field("receiver", "error-receiver-has-it"))
}

/// Nobody reports to oneself, nor to somebody below.
async fn check_receiver(
    conn: &mut Conn,
    (kind, object): (PointerKind, &str),
    receiver: PersonId,
) -> Result<()> {
    if kind == PointerKind::Account || kind == PointerKind::ControlledCopy {
        return Err(Error::Conflict("error-pointer-gone"));
    }
    if kind != PointerKind::Report {
        return Ok(());
    }
    let report: PersonId = object.parse().map_err(|_| Error::NotFound)?;
    if report == receiver || conn.is_below(report, receiver).await? {
        return Err(Error::field("receiver", "error-receiver-below"));
    }
    Ok(())
}
