//! Putting a roster in: compared first, then written in one transaction.

use app::{Cx, Error, Result, access::Action};
use kernel::PersonId;
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::{Conn, Receipt, Tx};

use super::{
    entries::{Applied, Changes, RosterEntry},
    keys::person_keys,
    plan::{Plan, Stored, ToIndex},
    trace::Trace,
};

/// A sort key longer than this is cut: an index has no place for it.
const LONGEST_SORT_KEY: usize = 240;

/// What putting the roster in would do.
pub async fn compare_roster(cx: &Cx, rows: &[RosterEntry]) -> Result<Changes> {
    cx.allow(Action::Import)?;
    let mut conn = cx.read().await?;
    Ok(plan(cx, &mut conn, rows).await?.changes())
}

/// Puts the roster in: all of it or nothing. Doing it again changes nothing.
///
/// Employers, departments and posts that are new are made; managers are looked for in the set and among those who are
/// there already.
pub async fn apply_roster(cx: &Cx, rows: &[RosterEntry]) -> Result<Applied> {
    cx.allow(Action::Import)?;
    cx.transact(|mut tx| async move {
        let (applied, receipt) = put_roster(cx, &mut tx, rows, &mut Trace::none()).await?;
        tx.commit(receipt).await?;
        Ok(applied)
    })
    .await
}

/// As [`apply_roster`], within a transaction that does more.
pub(crate) async fn put_roster(
    cx: &Cx,
    tx: &mut Tx,
    rows: &[RosterEntry],
    trace: &mut Trace,
) -> Result<(Applied, Receipt)> {
    let mut plan = plan(cx, tx, rows).await?;
    write(tx, &mut plan, trace).await?;
    tx.note_placements(cx.today()).await?;
    let applied = plan.applied();
    let receipt = tx.append(cx.event("people.roster-applied", None, &(applied, digest(&rows)?))?).await?;
    Ok((applied, receipt))
}

async fn plan(cx: &Cx, conn: &mut Conn, rows: &[RosterEntry]) -> Result<Plan> {
    let stored = Stored {
        people: conn.list_person_rows().await?,
        employments: conn.list_employment_rows().await?,
        employers: conn.list_employers().await?,
        departments: conn.list_departments().await?,
        posts: conn.list_posts().await?,
    };
    let company = cx.app().tenant().map(|tenant| tenant.name).unwrap_or_default();
    Ok(Plan::new(stored, rows, cx.today(), &company))
}

async fn write(tx: &mut Tx, plan: &mut Plan, trace: &mut Trace) -> Result<()> {
    tx.insert_employers(&plan.employers).await?;
    tx.insert_departments(&plan.departments).await?;
    tx.insert_posts(&plan.posts).await?;
    trace.made(&plan.employers)?;
    trace.made(&plan.departments)?;
    trace.made(&plan.posts)?;
    let keys = index(tx, plan).await?;
    if !plan.is_first_load() {
        write_people(tx, plan, trace).await?;
        return Ok(tx.insert_person_keys(&keys).await?);
    }
    let people = tx.rest_indexes("person").await?;
    write_people(tx, plan, trace).await?;
    tx.wake_indexes(people).await?;
    let resting = tx.rest_indexes("person_key").await?;
    tx.insert_person_keys(&keys).await?;
    Ok(tx.wake_indexes(resting).await?)
}

async fn write_people(tx: &mut Tx, plan: &Plan, trace: &mut Trace) -> Result<()> {
    let (new, changed) = plan.people();
    tx.insert_people(&new).await?;
    trace.made(&new)?;
    for (before, row) in &changed {
        tx.update_person(row).await?;
        trace.changed(before, row)?;
    }
    let (new, changed) = plan.employments();
    tx.insert_employments(&new).await?;
    trace.made(&new)?;
    for (before, row) in &changed {
        tx.update_employment(row).await?;
        trace.changed(before, row)?;
    }
    Ok(())
}

/// Gives everybody new or renamed a place in lists, and makes the keys by which they are found.
async fn index(tx: &mut Tx, plan: &mut Plan) -> Result<Vec<(PersonId, String)>> {
    let (mut keys, mut outdated) = (Vec::new(), Vec::new());
    for one in indexed(plan.to_index()).await? {
        plan.set_sort_key(one.to_index.position, one.sort_key);
        if !one.to_index.is_new {
            outdated.push(one.to_index.person);
        }
        keys.extend(one.keys.into_iter().map(|key| (one.to_index.person, key)));
    }
    tx.forget_person_keys(&outdated).await?;
    // In the order of the index they are appended to it, which is much faster than inserting here and there.
    keys.sort_unstable_by(|a: &(PersonId, String), b| a.1.cmp(&b.1));
    Ok(keys)
}

struct Indexed {
    to_index: ToIndex,
    sort_key: String,
    keys: Vec<String>,
}

/// Reading names takes time that other requests should not wait for.
async fn indexed(people: Vec<ToIndex>) -> Result<Vec<Indexed>> {
    let work = move || {
        let keyed = |to_index: ToIndex| Indexed {
            sort_key: text::sort_key(&to_index.name).chars().take(LONGEST_SORT_KEY).collect(),
            keys: person_keys(&to_index.name, to_index.numbers.iter().map(String::as_str)),
            to_index,
        };
        people.into_iter().map(keyed).collect()
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

/// The hash of what was put in, for the log: the values themselves are personal and stay out of it.
pub(super) fn digest(rows: &impl Serialize) -> Result<String> {
    let text = serde_json::to_vec(rows).map_err(Error::internal)?;
    Ok(Sha256::digest(text).iter().fold(String::new(), |mut hex, byte| {
        use std::fmt::Write as _;
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}
