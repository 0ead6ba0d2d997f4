//! The list of what there is to hand over: drawn from the registers, kept by people.

use std::collections::HashMap;

use app::{Cx, Error, FieldError, Result};
use handover::{ItemKind, SourceKind, Weight};
use kernel::{Date, DepartureId, ItemId};
use store::{
    Tx,
    handover::{items::Item, sources::Source},
};

use super::{
    check_text, lint, refusal,
    seat::{ItemSeat, Seat},
};

/// From this weight on the company cannot do without an item, whatever its kind.
const CORE_WEIGHT: i64 = 80;
/// Nobody hands over more than so many things.
const MOST_ITEMS: usize = 2_000;

/// What generating the list did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Generated {
    /// So many items are new.
    pub added: usize,
    /// So many follow a register that has changed.
    pub refreshed: usize,
    /// So many were left as they are.
    pub kept: usize,
}

/// What a person writes of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemInput {
    /// Its name.
    pub title: String,
    /// Its kind.
    pub kind: ItemKind,
    /// What it matters, 1 to 100.
    pub weight: i64,
    /// The leaver's hours that it takes.
    pub hours: i64,
    /// Whether the company cannot do without it.
    pub is_core: bool,
    /// When it should be independent.
    pub planned_on: Option<Date>,
    /// What the leaver should have reached.
    pub goal_leaver: String,
    /// What the receivers should be able to do.
    pub goal_receiver: String,
}

/// Fills the list from knowledge, duties, unfinished work, customers and assets of the leaver.
///
/// Doing it again adds what is new and follows the registers; what a person edited or dropped stays as it is.
pub async fn generate_items(cx: &Cx, departure: DepartureId) -> Result<Generated> {
    cx.transact(|mut tx| async move {
        let seat = Seat::leading(cx, &mut tx, departure).await?;
        let sources = tx.list_handover_sources(seat.case.person_id).await?;
        let held = by_source(&tx.list_items(departure).await?);
        let mut done = Generated::default();
        for source in sources.iter().take(MOST_ITEMS) {
            let known = held.contains_key(&(source.source_kind, source.source_id.clone()));
            take_up(cx, &mut tx, departure, (source, known), &mut done).await?;
        }
        let content = (done.added, done.refreshed, done.kept);
        let receipt = tx.append(cx.event("handover.items-generated", departure, &content)?).await?;
        tx.commit(receipt).await?;
        Ok(done)
    })
    .await
}

fn by_source(items: &[Item]) -> HashMap<(SourceKind, String), ItemId> {
    let key = |item: &Item| item.source_id.clone().map(|source| ((item.source_kind, source), item.id));
    items.iter().filter_map(key).collect()
}

async fn take_up(
    cx: &Cx,
    tx: &mut Tx,
    departure: DepartureId,
    (source, is_known): (&Source, bool),
    done: &mut Generated,
) -> Result<()> {
    if !is_known {
        tx.create_item(&from_source(cx, departure, source)).await?;
        done.added += 1;
    } else if tx.refresh_item(departure, source).await? {
        done.refreshed += 1;
    } else {
        done.kept += 1;
    }
    Ok(())
}

fn from_source(cx: &Cx, departure: DepartureId, source: &Source) -> Item {
    let kind = kind_of(source.source_kind, &source.kind);
    let weight = source.weight.clamp(1, 100);
    Item {
        id: cx.new_id(),
        departure_id: departure,
        source_kind: source.source_kind,
        source_id: Some(source.source_id.clone()),
        kind,
        title: source.title.clone(),
        weight,
        hours: source.hours.max(1),
        is_core: kind == ItemKind::CoreProcess || weight >= CORE_WEIGHT,
        planned_on: None,
        is_edited: false,
        is_dropped: false,
        dropped_why: String::new(),
        goal_leaver: String::new(),
        goal_receiver: String::new(),
        created_at: cx.now(),
    }
}

/// The kind of an item by the register's own word, which may be our code or what the company calls it.
fn kind_of(source: SourceKind, word: &str) -> ItemKind {
    const WORDS: [(&str, ItemKind); 10] = [
        ("工艺", ItemKind::CoreProcess),
        ("核心", ItemKind::CoreProcess),
        ("隐性", ItemKind::TacitRule),
        ("经验", ItemKind::TacitRule),
        ("不成文", ItemKind::UnwrittenRule),
        ("流程", ItemKind::Flow),
        ("注意", ItemKind::Caution),
        ("供应", ItemKind::Supplier),
        ("客户", ItemKind::Customer),
        ("协议", ItemKind::Papers),
    ];
    let word = word.trim().to_lowercase();
    match source {
        SourceKind::Asset => ItemKind::Asset,
        SourceKind::Duty if word == "open_work" => ItemKind::UnfinishedWork,
        SourceKind::Duty => ItemKind::Duty,
        SourceKind::Customer if word.contains("suppl") || word.contains("供") => ItemKind::Supplier,
        SourceKind::Customer => ItemKind::Customer,
        SourceKind::Knowledge | SourceKind::Hand => word.parse().unwrap_or_else(|_| {
            let found = WORDS.iter().find(|(part, _)| word.contains(part));
            found.map_or(ItemKind::Knowledge, |(_, kind)| *kind)
        }),
    }
}

fn check(input: &ItemInput) -> Result<()> {
    let mut wrong: Vec<FieldError> = Vec::new();
    for refused in
        [check_text("title", &input.title, 120).err(), Weight::new(input.weight).err().map(refusal)]
    {
        if let Some(Error::Invalid(errors)) = refused {
            wrong.extend(errors);
        }
    }
    if !(1..=500).contains(&input.hours) {
        wrong.push(FieldError::new("hours", "error-hours"));
    }
    for (field, text) in [("goal_leaver", &input.goal_leaver), ("goal_receiver", &input.goal_receiver)] {
        if text.chars().count() > 500 {
            wrong.push(FieldError::new(field, "error-too-long"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

fn write(item: Item, input: &ItemInput) -> Item {
    Item {
        kind: input.kind,
        title: input.title.trim().to_owned(),
        weight: input.weight,
        hours: input.hours,
        is_core: input.is_core,
        planned_on: input.planned_on,
        goal_leaver: input.goal_leaver.trim().to_owned(),
        goal_receiver: input.goal_receiver.trim().to_owned(),
        is_edited: true,
        ..item
    }
}

/// Who steers and the leaver may add items: nobody knows better than the leaver what there is.
fn may_add(seat: &Seat) -> Result<()> {
    if !seat.leads && (!seat.is_leaver || seat.case.announced_at.is_none()) {
        return Err(Error::NotFound);
    }
    seat.check_open()
}

/// Refuses to those who may not add an item what only they are shown: the form.
pub async fn check_may_add(cx: &Cx, departure: DepartureId) -> Result<()> {
    let mut conn = cx.read().await?;
    may_add(&Seat::load(cx, &mut conn, departure).await?)
}

/// Adds an item by hand.
pub async fn add_item(cx: &Cx, departure: DepartureId, input: &ItemInput) -> Result<ItemId> {
    check(input)?;
    cx.transact(|mut tx| async move {
        let seat = Seat::load(cx, &mut tx, departure).await?;
        may_add(&seat)?;
        if tx.list_items(departure).await?.len() >= MOST_ITEMS {
            return Err(Error::Conflict("error-too-many-items"));
        }
        let source = Source {
            source_kind: SourceKind::Hand,
            source_id: String::new(),
            kind: String::new(),
            title: String::new(),
            weight: 1,
            hours: 1,
            due_on: None,
        };
        let blank = Item { source_id: None, ..from_source(cx, departure, &source) };
        let item = write(blank, input);
        tx.create_item(&item).await?;
        tx.update_item(&item).await?;
        let content = (item.id, &item.title, item.weight, item.hours);
        let receipt = tx.append(cx.event("handover.item-added", departure, &content)?).await?;
        tx.commit(receipt).await?;
        Ok(item.id)
    })
    .await
}

/// Changes an item. From then on no refresh from a register touches it.
pub async fn edit_item(cx: &Cx, departure: DepartureId, id: ItemId, input: &ItemInput) -> Result<()> {
    check(input)?;
    cx.transact(|mut tx| async move {
        Seat::leading(cx, &mut tx, departure).await?;
        let at = ItemSeat::changing(cx, &mut tx, departure, id).await?;
        let leaver = at.seat.case.person_id;
        let item = write(at.item, input);
        tx.update_item(&item).await?;
        lint::recount(cx, &mut tx, (&item, leaver)).await?;
        let content =
            (item.id, &item.title, item.weight, item.hours, item.planned_on.map(|day| day.to_string()));
        let receipt = tx.append(cx.event("handover.item-edited", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Leaves an item out of the handover, with the reason. What was done for it is kept.
pub async fn drop_item(cx: &Cx, departure: DepartureId, id: ItemId, why: &str) -> Result<()> {
    check_text("why", why, 300)?;
    set_dropped(cx, departure, id, (true, why.trim())).await
}

/// Takes a dropped item in again.
pub async fn restore_item(cx: &Cx, departure: DepartureId, id: ItemId) -> Result<()> {
    set_dropped(cx, departure, id, (false, "")).await
}

async fn set_dropped(
    cx: &Cx,
    departure: DepartureId,
    id: ItemId,
    (is_dropped, why): (bool, &str),
) -> Result<()> {
    cx.transact(|mut tx| async move {
        Seat::leading(cx, &mut tx, departure).await?;
        ItemSeat::load(cx, &mut tx, departure, id).await?;
        if !tx.drop_item(id, is_dropped, why).await? {
            return Err(Error::Conflict("error-already-so"));
        }
        let kind = if is_dropped { "handover.item-dropped" } else { "handover.item-restored" };
        let receipt = tx.append(cx.event(kind, departure, &(id, why))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_follows_the_registers_code_or_the_companys_own_word() {
        assert_eq!(kind_of(SourceKind::Knowledge, "core-process"), ItemKind::CoreProcess);
        assert_eq!(kind_of(SourceKind::Knowledge, "热处理工艺"), ItemKind::CoreProcess);
        assert_eq!(kind_of(SourceKind::Knowledge, "审批流程"), ItemKind::Flow);
        assert_eq!(kind_of(SourceKind::Knowledge, ""), ItemKind::Knowledge);
        assert_eq!(kind_of(SourceKind::Duty, "open_work"), ItemKind::UnfinishedWork);
        assert_eq!(kind_of(SourceKind::Customer, "供应商"), ItemKind::Supplier);
        assert_eq!(kind_of(SourceKind::Asset, "customer"), ItemKind::Asset);
    }
}
