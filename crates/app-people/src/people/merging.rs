//! Putting in what has a key of its own: customers by their name, assets by their number, events and work on projects by their
//! reference.

use std::collections::HashMap;

use app::{Cx, Error, Result, access::Action};
use kernel::PersonId;
use store::{
    Conn, Receipt, Tx,
    holdings::{Asset, Customer},
    person_events::PersonEvent,
    projects::ProjectMember,
};

use super::{
    directory,
    entries::{Applied, AssetEntry, Changes, ChannelEntry, EventEntry, FieldChange, ProjectEntry, RowChange},
    roster::digest,
    trace::{Trace, Traced},
};

/// The weight of a customer of whom nobody said one.
const USUAL_WEIGHT: i64 = 20;

/// What is to be written, and what that changes. Of entries with one key the last counts.
struct Merge<R> {
    new: Vec<R>,
    /// As they were, and are to be.
    changed: Vec<(R, R)>,
    changes: Changes,
}

impl<R: Merged + Traced> Merge<R> {
    /// What is to be written; and it is noted as such.
    fn rows(&self, trace: &mut Trace) -> Result<Vec<R>> {
        trace.made(&self.new)?;
        for (before, now) in &self.changed {
            trace.changed(before, now)?;
        }
        let changed = self.changed.iter().map(|(_, now)| now);
        Ok(self.new.iter().chain(changed).cloned().collect())
    }
}

/// A row that can be merged: what makes it one, what it is called, and in what it differs from the stored one.
trait Merged: Clone {
    fn identity(&self) -> &str;
    fn name(&self) -> String;
    /// Takes over what a file cannot say: the id, the weight.
    fn take_over(&mut self, stored: &Self);
    fn fields(&self) -> Vec<(&'static str, String)>;
}

fn merge<R: Merged>(stored: Vec<R>, said: Vec<R>) -> Merge<R> {
    let stored: HashMap<String, R> = stored.into_iter().map(|row| (row.identity().to_owned(), row)).collect();
    let last: HashMap<String, usize> =
        said.iter().enumerate().map(|(at, row)| (row.identity().to_owned(), at)).collect();
    let mut merge = Merge { new: Vec::new(), changed: Vec::new(), changes: Changes::default() };
    for (entry, mut row) in said.into_iter().enumerate() {
        if last.get(row.identity()) != Some(&entry) {
            continue;
        }
        let Some(before) = stored.get(row.identity()) else {
            merge.changes.added += 1;
            merge.new.push(row);
            continue;
        };
        row.take_over(before);
        let fields = differences(before, &row);
        if fields.is_empty() {
            merge.changes.same += 1;
        } else {
            merge.changes.changed.push(RowChange {
                entry,
                key: row.identity().to_owned(),
                name: row.name(),
                fields,
            });
            merge.changed.push((before.clone(), row));
        }
    }
    merge
}

fn differences<R: Merged>(before: &R, now: &R) -> Vec<FieldChange> {
    let pairs = before.fields().into_iter().zip(now.fields());
    let differing = pairs.filter(|((_, before), (_, after))| before != after);
    differing.map(|((field, before), (_, after))| FieldChange { field, before, after }).collect()
}

fn says(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

impl Merged for Customer {
    fn identity(&self) -> &str {
        &self.name
    }

    fn name(&self) -> String {
        self.name.clone()
    }

    fn take_over(&mut self, stored: &Self) {
        (self.id, self.weight) = (stored.id, stored.weight);
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("channel-kind", self.kind.clone()),
            ("contact", self.contact.clone()),
            ("owner", says(self.owner_id)),
            ("second", says(self.second_id)),
            ("last-contact", says(self.last_contact_on)),
            ("details", self.details.clone()),
        ]
    }
}

impl Merged for Asset {
    fn identity(&self) -> &str {
        &self.asset_no
    }

    fn name(&self) -> String {
        self.name.clone()
    }

    fn take_over(&mut self, stored: &Self) {
        self.id = stored.id;
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("asset-name", self.name.clone()),
            ("asset-kind", self.kind.clone()),
            ("holder", says(self.holder_id)),
            ("issued", says(self.issued_on)),
            ("returned", says(self.returned_on)),
            ("details", self.details.clone()),
        ]
    }
}

impl Merged for ProjectMember {
    fn identity(&self) -> &str {
        &self.reference
    }

    fn name(&self) -> String {
        self.project.clone()
    }

    fn take_over(&mut self, stored: &Self) {
        self.id = stored.id;
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("project-role", self.project_role.clone()),
            ("joined", says(self.joined_on)),
            ("left", says(self.left_on)),
            ("details", self.details.clone()),
        ]
    }
}

impl Merged for PersonEvent {
    fn identity(&self) -> &str {
        &self.reference
    }

    fn name(&self) -> String {
        self.on_day.to_string()
    }

    fn take_over(&mut self, stored: &Self) {
        self.id = stored.id;
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("person", self.person_id.to_string()),
            ("what-kind", self.kind.clone()),
            ("on-day", self.on_day.to_string()),
            ("amount", self.amount.to_string()),
            // What somebody wrote is not laid open by comparing files: only that it differs.
            ("content", digest(&self.details).unwrap_or_default()),
        ]
    }
}

type People = HashMap<String, PersonId>;

fn person(people: &People, number: &str) -> Result<PersonId> {
    people.get(number).copied().ok_or(Error::Conflict("error-people-unknown-number"))
}

fn maybe_person(people: &People, number: Option<&String>) -> Result<Option<PersonId>> {
    number.map(|number| person(people, number)).transpose()
}

async fn channels(cx: &Cx, conn: &mut Conn, rows: &[ChannelEntry]) -> Result<Merge<Customer>> {
    let people = directory::by_number(conn).await?;
    let row = |row: &ChannelEntry| {
        Ok(Customer {
            id: cx.new_id(),
            name: row.name.clone(),
            kind: row.kind.clone(),
            contact: row.contact.clone(),
            owner_id: maybe_person(&people, row.owner_no.as_ref())?,
            second_id: maybe_person(&people, row.second_no.as_ref())?,
            last_contact_on: row.last_contact_on,
            weight: USUAL_WEIGHT,
            details: row.details.clone(),
        })
    };
    let said = rows.iter().map(row).collect::<Result<Vec<_>>>()?;
    Ok(merge(conn.list_all_customers().await?, said))
}

async fn assets(cx: &Cx, conn: &mut Conn, rows: &[AssetEntry]) -> Result<Merge<Asset>> {
    let people = directory::by_number(conn).await?;
    let row = |row: &AssetEntry| {
        Ok(Asset {
            id: cx.new_id(),
            asset_no: row.asset_no.clone(),
            name: row.name.clone(),
            kind: row.kind.clone(),
            holder_id: maybe_person(&people, row.holder_no.as_ref())?,
            issued_on: row.issued_on,
            returned_on: row.returned_on,
            details: row.details.clone(),
        })
    };
    let said = rows.iter().map(row).collect::<Result<Vec<_>>>()?;
    Ok(merge(conn.list_all_assets().await?, said))
}

async fn projects(cx: &Cx, conn: &mut Conn, rows: &[ProjectEntry]) -> Result<Merge<ProjectMember>> {
    let people = directory::by_number(conn).await?;
    let row = |row: &ProjectEntry| {
        Ok(ProjectMember {
            id: cx.new_id(),
            reference: row.reference.clone(),
            project: row.project.clone(),
            person_id: person(&people, &row.emp_no)?,
            project_role: row.project_role.clone(),
            joined_on: row.joined_on,
            left_on: row.left_on,
            details: row.details.clone(),
        })
    };
    let said = rows.iter().map(row).collect::<Result<Vec<_>>>()?;
    Ok(merge(conn.list_all_project_members().await?, said))
}

async fn events(cx: &Cx, conn: &mut Conn, rows: &[EventEntry]) -> Result<Merge<PersonEvent>> {
    let people = directory::by_number(conn).await?;
    let row = |row: &EventEntry| {
        Ok(PersonEvent {
            id: cx.new_id(),
            person_id: person(&people, &row.emp_no)?,
            kind: row.kind.clone(),
            on_day: row.on_day,
            amount: row.amount,
            details: row.details.clone(),
            reference: row.reference.clone(),
            source: row.source.clone(),
            recorded_on: Some(cx.today()),
        })
    };
    let said = rows.iter().map(row).collect::<Result<Vec<_>>>()?;
    Ok(merge(conn.list_all_person_events().await?, said))
}

/// What putting customers and suppliers in would do.
pub async fn compare_channels(cx: &Cx, rows: &[ChannelEntry]) -> Result<Changes> {
    cx.allow(Action::Import)?;
    Ok(channels(cx, &mut cx.read().await?, rows).await?.changes)
}

/// What putting assets in would do.
pub async fn compare_assets(cx: &Cx, rows: &[AssetEntry]) -> Result<Changes> {
    cx.allow(Action::Import)?;
    Ok(assets(cx, &mut cx.read().await?, rows).await?.changes)
}

/// What putting in who works on which project would do.
pub async fn compare_projects(cx: &Cx, rows: &[ProjectEntry]) -> Result<Changes> {
    cx.allow(Action::Import)?;
    Ok(projects(cx, &mut cx.read().await?, rows).await?.changes)
}

/// What putting events in would do.
pub async fn compare_events(cx: &Cx, rows: &[EventEntry]) -> Result<Changes> {
    cx.allow(Action::Import)?;
    Ok(events(cx, &mut cx.read().await?, rows).await?.changes)
}

/// Puts customers and suppliers in, within a transaction that does more.
pub(crate) async fn put_channels(
    cx: &Cx,
    tx: &mut Tx,
    rows: &[ChannelEntry],
    trace: &mut Trace,
) -> Result<(Applied, Receipt)> {
    let merge = channels(cx, tx, rows).await?;
    tx.insert_customers(&merge.rows(trace)?).await?;
    let applied = applied(&merge.changes);
    let receipt = tx.append(cx.event("people.channels-applied", None, &(applied, digest(&rows)?))?).await?;
    Ok((applied, receipt))
}

/// Puts assets in, within a transaction that does more.
pub(crate) async fn put_assets(
    cx: &Cx,
    tx: &mut Tx,
    rows: &[AssetEntry],
    trace: &mut Trace,
) -> Result<(Applied, Receipt)> {
    let merge = assets(cx, tx, rows).await?;
    tx.insert_assets(&merge.rows(trace)?).await?;
    let applied = applied(&merge.changes);
    let receipt = tx.append(cx.event("people.assets-applied", None, &(applied, digest(&rows)?))?).await?;
    Ok((applied, receipt))
}

/// Puts in who works on which project: all of it or none.
pub async fn apply_projects(cx: &Cx, rows: &[ProjectEntry]) -> Result<Applied> {
    cx.allow(Action::Import)?;
    cx.transact(|mut tx| async move {
        let (applied, receipt) = put_projects(cx, &mut tx, rows, &mut Trace::none()).await?;
        tx.commit(receipt).await?;
        Ok(applied)
    })
    .await
}

/// Puts in who works on which project, within a transaction that does more.
pub(crate) async fn put_projects(
    cx: &Cx,
    tx: &mut Tx,
    rows: &[ProjectEntry],
    trace: &mut Trace,
) -> Result<(Applied, Receipt)> {
    let merge = projects(cx, tx, rows).await?;
    tx.merge_project_members(&merge.rows(trace)?).await?;
    let applied = applied(&merge.changes);
    let receipt = tx.append(cx.event("people.projects-applied", None, &(applied, digest(&rows)?))?).await?;
    Ok((applied, receipt))
}

/// Puts events in: all of them or none. One whose reference is there already becomes as told.
///
/// An employee number that nobody has is a conflict: whoever calls has looked the people up before.
pub async fn apply_events(cx: &Cx, rows: &[EventEntry]) -> Result<Applied> {
    cx.allow(Action::Import)?;
    cx.transact(|mut tx| async move {
        let (applied, receipt) = put_events(cx, &mut tx, rows, &mut Trace::none()).await?;
        tx.commit(receipt).await?;
        Ok(applied)
    })
    .await
}

/// Puts events in, within a transaction that does more.
pub(crate) async fn put_events(
    cx: &Cx,
    tx: &mut Tx,
    rows: &[EventEntry],
    trace: &mut Trace,
) -> Result<(Applied, Receipt)> {
    let merge = events(cx, tx, rows).await?;
    tx.merge_person_events(&merge.rows(trace)?).await?;
    let applied = applied(&merge.changes);
    let receipt = tx.append(cx.event("people.events-applied", None, &(applied, digest(&rows)?))?).await?;
    Ok((applied, receipt))
}

fn applied(changes: &Changes) -> Applied {
    Applied { added: changes.added, changed: changes.changed.len(), same: changes.same }
}
