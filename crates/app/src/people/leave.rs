//! Putting absences in.

use std::collections::HashMap;

use kernel::PersonId;
use store::{Conn, Receipt, Tx, leave::LeaveEvent};

use super::{
    directory,
    entries::{Applied, Changes, FieldChange, LeaveEntry, RowChange},
    roster::digest,
};
use crate::{Cx, Error, Result, access::Action};

/// What putting the absences in would do.
pub async fn compare_leave(cx: &Cx, rows: &[LeaveEntry]) -> Result<Changes> {
    cx.allow(Action::Import)?;
    let mut conn = cx.read().await?;
    let people = directory::by_number(&mut conn).await?;
    let known = conn.list_all_leave().await?;
    let known: HashMap<&str, &LeaveEvent> =
        known.iter().map(|event| (event.reference.as_str(), event)).collect();
    let last: HashMap<&str, usize> =
        rows.iter().enumerate().map(|(entry, row)| (row.reference.as_str(), entry)).collect();
    let mut changes = Changes::default();
    // A year's leave of a large firm is compared where it stands: copies of it would take their share of the memory.
    for (entry, row) in rows.iter().enumerate() {
        let person = *people.get(&row.emp_no).ok_or(Error::Conflict("error-people-unknown-number"))?;
        if last.get(row.reference.as_str()) != Some(&entry) {
            continue;
        }
        let fields = known.get(row.reference.as_str()).map(|before| differences(before, row, person));
        match fields {
            None => changes.added += 1,
            Some(fields) if fields.is_empty() => changes.same += 1,
            Some(fields) => {
                let (key, name) = (row.reference.clone(), row.emp_no.clone());
                changes.changed.push(RowChange { entry, key, name, fields });
            }
        }
    }
    Ok(changes)
}

/// Puts the absences in: all of them or none. One whose reference is there already is not added again.
///
/// An employee number that nobody has is a conflict: whoever calls has looked the people up before.
pub async fn apply_leave(cx: &Cx, rows: &[LeaveEntry]) -> Result<Applied> {
    cx.allow(Action::Import)?;
    cx.transact(|mut tx| async move {
        let (applied, receipt) = put_leave(cx, &mut tx, rows).await?;
        tx.commit(receipt).await?;
        Ok(applied)
    })
    .await
}

/// As [`apply_leave`], within a transaction that does more.
pub(crate) async fn put_leave(cx: &Cx, tx: &mut Tx, rows: &[LeaveEntry]) -> Result<(Applied, Receipt)> {
    let events = events(cx, tx, rows).await?;
    let events: Vec<LeaveEvent> = events.into_iter().map(|(_, event)| event).collect();
    let merged = tx.merge_leave(&events).await?;
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let (added, changed) = (count(merged.added), count(merged.changed));
    let applied = Applied { added, changed, same: events.len().saturating_sub(added + changed) };
    let receipt = tx.append(cx.event("people.leave-applied", None, &(applied, digest(&rows)?))?).await?;
    Ok((applied, receipt))
}

/// The entries as events, each with its position; of entries with one reference the last counts.
async fn events(cx: &Cx, conn: &mut Conn, rows: &[LeaveEntry]) -> Result<Vec<(usize, LeaveEvent)>> {
    let people: HashMap<String, PersonId> = directory::by_number(conn).await?;
    let mut place_of: HashMap<&str, usize> = HashMap::with_capacity(rows.len());
    let mut events: Vec<(usize, LeaveEvent)> = Vec::with_capacity(rows.len());
    for (entry, row) in rows.iter().enumerate() {
        let person_id = *people.get(&row.emp_no).ok_or(Error::Conflict("error-people-unknown-number"))?;
        let event = (entry, event(cx, row, person_id));
        if let Some(place) = place_of.get(row.reference.as_str()).and_then(|at| events.get_mut(*at)) {
            *place = event;
        } else {
            place_of.insert(&row.reference, events.len());
            events.push(event);
        }
    }
    Ok(events)
}

fn event(cx: &Cx, row: &LeaveEntry, person_id: PersonId) -> LeaveEvent {
    LeaveEvent {
        id: cx.new_id(),
        person_id,
        kind: row.kind.clone(),
        starts: row.starts,
        ends: row.ends,
        half_days: row.half_days,
        reference: row.reference.clone(),
        source: row.source.clone(),
    }
}

fn differences(before: &LeaveEvent, now: &LeaveEntry, person: PersonId) -> Vec<FieldChange> {
    let is_same = before.person_id == person
        && (before.kind.as_str(), before.starts, before.ends) == (now.kind.as_str(), now.starts, now.ends)
        && before.half_days == now.half_days;
    if is_same {
        return Vec::new();
    }
    let pairs = [
        ("person", before.person_id.to_string(), person.to_string()),
        ("leave-kind", before.kind.clone(), now.kind.clone()),
        ("starts", before.starts.to_string(), now.starts.to_string()),
        ("ends", before.ends.to_string(), now.ends.to_string()),
        ("half-days", before.half_days.to_string(), now.half_days.to_string()),
    ];
    let differing = pairs.into_iter().filter(|(_, before, after)| before != after);
    differing.map(|(field, before, after)| FieldChange { field, before, after }).collect()
}
