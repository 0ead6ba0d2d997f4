//! Putting absences in.

use std::collections::HashMap;

use app::{Cx, Error, Result, access::Action};
use kernel::PersonId;
use store::{Conn, Receipt, Tx, leave::LeaveEvent};

use super::{
    directory,
    entries::{Applied, Changes, FieldChange, LeaveEntry, RowChange},
    roster::digest,
    trace::Trace,
};

/// So many stored absences are looked at together: a year's leave of a large firm takes its share of the memory, and is
/// never held as a whole.
const AT_ONCE: i64 = 20_000;

/// What putting the absences in would do.
pub async fn compare_leave(cx: &Cx, rows: &[LeaveEntry]) -> Result<Changes> {
    cx.allow(Action::Import)?;
    let mut conn = cx.read().await?;
    let people = directory::by_number(&mut conn).await?;
    let mut said = Said::new(rows, &people)?;
    let mut changes = Changes::default();
    let mut after = String::new();
    while let Some(stored) = next_page(&mut conn, &mut after).await? {
        for before in &stored {
            let Some(entry) = said.take(&before.reference) else { continue };
            let (row, person) = said.row(entry, &people)?;
            let fields = differences(before, row, person);
            if fields.is_empty() {
                changes.same += 1;
            } else {
                let (key, name) = (row.reference.clone(), row.emp_no.clone());
                changes.changed.push(RowChange { entry, key, name, fields });
            }
        }
    }
    changes.added = said.left().count();
    changes.changed.sort_by_key(|change| change.entry);
    Ok(changes)
}

/// The next absences in the order of their ids; none at the end.
async fn next_page(conn: &mut Conn, after: &mut String) -> Result<Option<Vec<LeaveEvent>>> {
    let page = conn.list_leave_page(after, AT_ONCE).await?;
    if let Some(last) = page.last() {
        *after = last.id.to_string();
    }
    Ok(Some(page).filter(|page| !page.is_empty()))
}

/// What a file says, by reference; of entries with one reference the last counts.
struct Said<'r> {
    rows: &'r [LeaveEntry],
    by_reference: HashMap<&'r str, usize>,
}

impl<'r> Said<'r> {
    /// An employee number that nobody has is a conflict: whoever calls has looked the people up before.
    fn new(rows: &'r [LeaveEntry], people: &HashMap<String, PersonId>) -> Result<Self> {
        if rows.iter().any(|row| !people.contains_key(&row.emp_no)) {
            return Err(Error::Conflict("error-people-unknown-number"));
        }
        let by_reference =
            rows.iter().enumerate().map(|(entry, row)| (row.reference.as_str(), entry)).collect();
        Ok(Self { rows, by_reference })
    }

    /// The entry with this reference, which is thereby dealt with.
    fn take(&mut self, reference: &str) -> Option<usize> {
        self.by_reference.remove(reference)
    }

    fn row(&self, entry: usize, people: &HashMap<String, PersonId>) -> Result<(&'r LeaveEntry, PersonId)> {
        let unknown = Error::Conflict("error-people-unknown-number");
        let found = self.rows.get(entry).and_then(|row| Some((row, *people.get(&row.emp_no)?)));
        found.ok_or(unknown)
    }

    /// The entries that nothing stored has the reference of, in their order.
    fn left(&self) -> impl Iterator<Item = usize> {
        (0..self.rows.len()).filter(|entry| {
            self.rows
                .get(*entry)
                .is_some_and(|row| self.by_reference.get(row.reference.as_str()) == Some(entry))
        })
    }
}

/// Puts the absences in: all of them or none. One whose reference is there already is not added again.
///
/// An employee number that nobody has is a conflict: whoever calls has looked the people up before.
pub async fn apply_leave(cx: &Cx, rows: &[LeaveEntry]) -> Result<Applied> {
    cx.allow(Action::Import)?;
    cx.transact(|mut tx| async move {
        let (applied, receipt) = put_leave(cx, &mut tx, rows, &mut Trace::none()).await?;
        tx.commit(receipt).await?;
        Ok(applied)
    })
    .await
}

/// As [`apply_leave`], within a transaction that does more.
pub(crate) async fn put_leave(
    cx: &Cx,
    tx: &mut Tx,
    rows: &[LeaveEntry],
    trace: &mut Trace,
) -> Result<(Applied, Receipt)> {
    let people = directory::by_number(tx).await?;
    let mut said = Said::new(rows, &people)?;
    let mut applied = Applied::default();
    let mut after = String::new();
    while let Some(stored) = next_page(tx, &mut after).await? {
        let mut changed = Vec::new();
        for before in &stored {
            let Some(entry) = said.take(&before.reference) else { continue };
            let (row, person) = said.row(entry, &people)?;
            if differences(before, row, person).is_empty() {
                applied.same += 1;
            } else {
                let now = LeaveEvent { id: before.id, ..event(cx, row, person) };
                trace.changed(before, &now)?;
                changed.push(now);
            }
        }
        applied.changed += changed.len();
        tx.merge_leave(&changed).await?;
    }
    applied.added = add(cx, tx, (&said, &people), trace).await?;
    let receipt = tx.append(cx.event("people.leave-applied", None, &(applied, digest(&rows)?))?).await?;
    Ok((applied, receipt))
}

/// Adds what is new, some at a time, and tells how many there were.
async fn add(
    cx: &Cx,
    tx: &mut Tx,
    (said, people): (&Said<'_>, &HashMap<String, PersonId>),
    trace: &mut Trace,
) -> Result<usize> {
    const TOGETHER: usize = 10_000;
    let new: Vec<usize> = said.left().collect();
    for entries in new.chunks(TOGETHER) {
        let event = |entry: &usize| said.row(*entry, people).map(|(row, person)| event(cx, row, person));
        let events = entries.iter().map(event).collect::<Result<Vec<_>>>()?;
        tx.merge_leave(&events).await?;
        trace.made(&events)?;
    }
    Ok(new.len())
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
        recorded_on: Some(cx.today()),
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
