//! Putting in what people hold: the knowledge register, duties, customers, assets.

use std::collections::{HashMap, HashSet};

use app::{Cx, Error, FieldError, Result, access::Action};
use kernel::{AssetId, CustomerId, Date, DutyId, KnowledgeItemId, PersonId};
use store::{
    Conn, Receipt, Tx,
    holdings::{Asset, Customer, Duty, Holder, KnowledgeItem},
};

use super::{
    directory,
    entries::{Applied, Changes, FieldChange, KnowledgeEntry, RowChange},
    roster::digest,
    trace::Trace,
};

/// The weight of an item of which nobody said one.
const USUAL_WEIGHT: i64 = 20;
/// The hours of an item of which nobody said any.
const USUAL_HOURS: i64 = 4;
/// The level of a holder of whom nobody said one: does it alone.
const USUAL_LEVEL: i64 = 3;
/// The kind of an item of which nobody said one.
const USUAL_KIND: &str = "knowledge";

/// What the register holds of the items and people concerned, and what it would.
struct Register {
    new: Vec<KnowledgeItem>,
    changed: Vec<(KnowledgeItem, KnowledgeItem)>,
    new_holders: Vec<Holder>,
    changed_holders: Vec<(Holder, Holder)>,
    changes: Changes,
}

/// What putting the lines of the knowledge register in would do.
pub async fn compare_knowledge(cx: &Cx, rows: &[KnowledgeEntry]) -> Result<Changes> {
    cx.allow(Action::Import)?;
    check_all(rows)?;
    Ok(register(cx, &mut cx.read().await?, rows).await?.changes)
}

/// Puts lines of the knowledge register in: all or none. A line is one item with perhaps one holder; the same lines
/// again change nothing.
pub async fn apply_knowledge(cx: &Cx, rows: &[KnowledgeEntry]) -> Result<Applied> {
    cx.allow(Action::Import)?;
    cx.transact(|mut tx| async move {
        let (applied, receipt) = put_knowledge(cx, &mut tx, rows, &mut Trace::none()).await?;
        tx.commit(receipt).await?;
        Ok(applied)
    })
    .await
}

/// As [`apply_knowledge`], within a transaction that does more.
pub(crate) async fn put_knowledge(
    cx: &Cx,
    tx: &mut Tx,
    rows: &[KnowledgeEntry],
    trace: &mut Trace,
) -> Result<(Applied, Receipt)> {
    check_all(rows)?;
    let register = register(cx, tx, rows).await?;
    tx.insert_knowledge_items(&register.new).await?;
    trace.made(&register.new)?;
    for (before, item) in &register.changed {
        tx.update_knowledge_item(item).await?;
        trace.changed(before, item)?;
    }
    tx.merge_holders(&register.new_holders).await?;
    trace.made(&register.new_holders)?;
    for (before, holder) in &register.changed_holders {
        // What is replaced stays to be read as a statement.
        tx.keep_statement(holder.item_id, holder.person_id).await?;
        tx.merge_holders(std::slice::from_ref(holder)).await?;
        trace.changed(before, holder)?;
    }
    let Changes { added, same, changed } = register.changes;
    let applied = Applied { added, changed: changed.len(), same };
    let receipt = tx.append(cx.event("people.knowledge-applied", None, &(applied, digest(&rows)?))?).await?;
    Ok((applied, receipt))
}

fn check_all(rows: &[KnowledgeEntry]) -> Result<()> {
    let is_wrong = |row: &KnowledgeEntry| {
        row.item.trim().is_empty()
            || row.weight.is_some_and(|weight| !(1..=100).contains(&weight))
            || row.hours.is_some_and(|hours| hours < 1)
            || row.level.is_some_and(|level| !(0..=4).contains(&level))
    };
    if rows.iter().any(is_wrong) { Err(Error::field("knowledge", "error-people-knowledge")) } else { Ok(()) }
}

async fn register(cx: &Cx, conn: &mut Conn, rows: &[KnowledgeEntry]) -> Result<Register> {
    let people = directory::by_number(conn).await?;
    let stored = conn.list_knowledge_items().await?;
    let holders = conn.list_holders().await?;
    let mut work = Work::new(stored, holders);
    for (at, row) in rows.iter().enumerate() {
        let holder = match &row.emp_no {
            Some(number) => Some(*people.get(number).ok_or(Error::Conflict("error-people-unknown-number"))?),
            None => None,
        };
        work.take(cx, at, row, holder);
    }
    Ok(work.finish())
}

struct Work {
    items: Vec<(Option<KnowledgeItem>, KnowledgeItem)>,
    by_name: HashMap<(String, String), usize>,
    held: HashMap<(KnowledgeItemId, PersonId), Holder>,
    said: HashMap<(KnowledgeItemId, PersonId), Holder>,
    told: HashSet<KnowledgeItemId>,
    changes: Changes,
}

impl Work {
    fn new(stored: Vec<KnowledgeItem>, holders: Vec<Holder>) -> Self {
        let by_name =
            stored.iter().enumerate().map(|(at, i)| ((i.name.clone(), i.area.clone()), at)).collect();
        Self {
            items: stored.into_iter().map(|item| (Some(item.clone()), item)).collect(),
            by_name,
            held: holders.into_iter().map(|holder| ((holder.item_id, holder.person_id), holder)).collect(),
            said: HashMap::new(),
            told: HashSet::new(),
            changes: Changes::default(),
        }
    }

    fn take(&mut self, cx: &Cx, at: usize, row: &KnowledgeEntry, holder: Option<PersonId>) {
        let position = self.item_of(cx, row);
        let Some((before, now)) = self.items.get_mut(position) else { return };
        now.kind = row.kind.clone().unwrap_or_else(|| now.kind.clone());
        now.weight = row.weight.unwrap_or(now.weight);
        now.hours = row.hours.unwrap_or(now.hours);
        let is_new_item = before.is_none() && self.told.insert(now.id);
        let mut fields = before.as_ref().map(|before| differences(before, now)).unwrap_or_default();
        let item = now.id;
        let is_new_holder = holder.is_some_and(|person| self.hold(item, person, row, &mut fields));
        if is_new_item || is_new_holder {
            self.changes.added += 1;
        } else if fields.is_empty() {
            self.changes.same += 1;
        } else {
            let (key, name) = (row.emp_no.clone().unwrap_or_default(), row.item.clone());
            self.changes.changed.push(RowChange { entry: at, key, name, fields });
        }
    }

    /// Notes who holds the item; true when that is new.
    fn hold(
        &mut self,
        item_id: KnowledgeItemId,
        person_id: PersonId,
        row: &KnowledgeEntry,
        fields: &mut Vec<FieldChange>,
    ) -> bool {
        let before = self.held.get(&(item_id, person_id));
        let level = row.level.or(before.map(|before| before.level)).unwrap_or(USUAL_LEVEL);
        let holder = Holder { item_id, person_id, level, source: row.source.clone(), seen_on: row.seen_on };
        match before {
            // What was seen before what stands is no news.
            Some(before) if before.level == level || row.seen_on < before.seen_on => false,
            Some(before) => {
                let (before, after) = (before.level.to_string(), level.to_string());
                fields.push(FieldChange { field: "level", before, after });
                self.said.insert((item_id, person_id), holder);
                false
            }
            None => self.said.insert((item_id, person_id), holder).is_none(),
        }
    }

    fn item_of(&mut self, cx: &Cx, row: &KnowledgeEntry) -> usize {
        let name = (row.item.trim().to_owned(), row.area.trim().to_owned());
        if let Some(known) = self.by_name.get(&name) {
            return *known;
        }
        let position = self.items.len();
        let item = KnowledgeItem {
            id: cx.new_id(),
            name: name.0.clone(),
            kind: USUAL_KIND.to_owned(),
            area: name.1.clone(),
            weight: USUAL_WEIGHT,
            hours: USUAL_HOURS,
        };
        self.items.push((None, item));
        self.by_name.insert(name, position);
        position
    }

    fn finish(self) -> Register {
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        for (before, now) in self.items {
            match before {
                None => new.push(now),
                Some(before) if before != now => changed.push((before, now)),
                Some(_) => {}
            }
        }
        let (mut new_holders, mut changed_holders) = (Vec::new(), Vec::new());
        for (pair, now) in self.said {
            match self.held.get(&pair) {
                None => new_holders.push(now),
                Some(before) => changed_holders.push((before.clone(), now)),
            }
        }
        Register { new, changed, new_holders, changed_holders, changes: self.changes }
    }
}

fn differences(before: &KnowledgeItem, now: &KnowledgeItem) -> Vec<FieldChange> {
    let pairs = [
        ("knowledge-kind", before.kind.clone(), now.kind.clone()),
        ("weight", before.weight.to_string(), now.weight.to_string()),
        ("hours", before.hours.to_string(), now.hours.to_string()),
    ];
    let differing = pairs.into_iter().filter(|(_, before, after)| before != after);
    differing.map(|(field, before, after)| FieldChange { field, before, after }).collect()
}

/// A duty or piece of open work that is to be noted.
#[derive(Debug, Clone)]
pub struct NewDuty {
    /// Whose.
    pub person: PersonId,
    /// What it is.
    pub title: String,
    /// `duty`, `open_work`, `report`, `request` or `approval`.
    pub kind: String,
    /// How much it matters, 1 to 100.
    pub weight: i64,
    /// Hours that handing it over takes.
    pub hours: i64,
    /// When it is due.
    pub due_on: Option<Date>,
}

/// A customer or supplier that is to be noted.
#[derive(Debug, Clone)]
pub struct NewCustomer {
    /// The name.
    pub name: String,
    /// `customer` or `supplier`.
    pub kind: String,
    /// Whom one speaks to there.
    pub contact: String,
    /// Who looks after it.
    pub owner: Option<PersonId>,
    /// Who stands in.
    pub second: Option<PersonId>,
    /// When somebody last spoke to them.
    pub last_contact_on: Option<Date>,
    /// How much it matters, 1 to 100.
    pub weight: i64,
}

/// Something that was issued and is to be noted.
#[derive(Debug, Clone)]
pub struct NewAsset {
    /// Its number.
    pub asset_no: String,
    /// Its name.
    pub name: String,
    /// Its kind, in the company's own words.
    pub kind: String,
    /// Who has it.
    pub holder: Option<PersonId>,
    /// Since when.
    pub issued_on: Option<Date>,
}

const DUTY_KINDS: [&str; 5] = ["duty", "open_work", "report", "request", "approval"];
const CUSTOMER_KINDS: [&str; 2] = ["customer", "supplier"];

fn wrong(field: &'static str, message: &'static str) -> FieldError {
    FieldError::new(field, message)
}

fn check(is_named: bool, is_of_kind: bool, weight: i64, hours: i64) -> Result<()> {
    let mut errors = Vec::new();
    if !is_named {
        errors.push(wrong("name", "error-required"));
    }
    if !is_of_kind {
        errors.push(wrong("kind", "error-choice"));
    }
    if !(1..=100).contains(&weight) {
        errors.push(wrong("weight", "error-people-weight"));
    }
    if hours < 1 {
        errors.push(wrong("hours", "error-people-hours"));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// Notes duties and open work, all or none; gives their ids in order.
pub async fn create_duties(cx: &Cx, new: &[NewDuty]) -> Result<Vec<DutyId>> {
    cx.allow(Action::EditPeople)?;
    for duty in new {
        check(
            !duty.title.trim().is_empty(),
            DUTY_KINDS.contains(&duty.kind.as_str()),
            duty.weight,
            duty.hours,
        )?;
    }
    let row = |duty: &NewDuty| Duty {
        id: cx.new_id(),
        person_id: duty.person,
        title: duty.title.trim().to_owned(),
        kind: duty.kind.clone(),
        weight: duty.weight,
        hours: duty.hours,
        due_on: duty.due_on,
        is_done: false,
    };
    let rows: &Vec<Duty> = &new.iter().map(row).collect();
    let ids: Vec<DutyId> = rows.iter().map(|row| row.id).collect();
    let noted = &ids;
    cx.transact(|mut tx| async move {
        tx.insert_duties(rows).await?;
        let receipt = tx.append(cx.event("people.duties-created", None, noted)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(ids)
}

/// Notes customers and suppliers, all or none; gives their ids in order.
pub async fn create_customers(cx: &Cx, new: &[NewCustomer]) -> Result<Vec<CustomerId>> {
    cx.allow(Action::EditPeople)?;
    for one in new {
        check(!one.name.trim().is_empty(), CUSTOMER_KINDS.contains(&one.kind.as_str()), one.weight, 1)?;
    }
    let row = |one: &NewCustomer| Customer {
        id: cx.new_id(),
        name: one.name.trim().to_owned(),
        kind: one.kind.clone(),
        contact: one.contact.trim().to_owned(),
        owner_id: one.owner,
        second_id: one.second,
        last_contact_on: one.last_contact_on,
        weight: one.weight,
        details: String::new(),
    };
    let rows: &Vec<Customer> = &new.iter().map(row).collect();
    let ids: Vec<CustomerId> = rows.iter().map(|row| row.id).collect();
    let noted = &ids;
    cx.transact(|mut tx| async move {
        tx.insert_customers(rows).await?;
        let receipt = tx.append(cx.event("people.customers-created", None, noted)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(ids)
}

/// Notes what was issued, all or none; gives the ids in order.
pub async fn create_assets(cx: &Cx, new: &[NewAsset]) -> Result<Vec<AssetId>> {
    cx.allow(Action::EditPeople)?;
    for asset in new {
        check(!asset.name.trim().is_empty() && !asset.asset_no.trim().is_empty(), true, 1, 1)?;
    }
    let row = |asset: &NewAsset| Asset {
        id: cx.new_id(),
        asset_no: asset.asset_no.trim().to_owned(),
        name: asset.name.trim().to_owned(),
        kind: asset.kind.trim().to_owned(),
        holder_id: asset.holder,
        issued_on: asset.issued_on,
        returned_on: None,
        details: String::new(),
    };
    let rows: &Vec<Asset> = &new.iter().map(row).collect();
    let ids: Vec<AssetId> = rows.iter().map(|row| row.id).collect();
    let noted = &ids;
    cx.transact(|mut tx| async move {
        tx.insert_assets(rows).await?;
        let receipt = tx.append(cx.event("people.assets-created", None, noted)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(ids)
}
