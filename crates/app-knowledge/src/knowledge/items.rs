//! One item: who holds it by which statement, what belongs to it, and keeping it right.

use app::{Cx, Error, FieldError, Result};
use kernel::{Date, KnowledgeItemId};
use store::knowledge::{
    Frame, ItemHandover, MapItem, exchanges::Exchange, sayings::NamedSaying, sayings::Saying,
};

use super::{
    Atlas, HOLDS_FROM, Sight, check_not_oneself, find_person, frame, kept_frame, may_keep, overview::one_row,
    sight,
};
use crate::knowledge::MapRow;

/// What stands of an item in the register.
#[derive(Debug, Clone)]
pub struct ItemInput {
    /// Its name.
    pub name: String,
    /// Its kind, in the company's own words or by code.
    pub kind: String,
    /// Where it belongs.
    pub area: String,
    /// How much it matters, 1 to 100.
    pub weight: i64,
    /// Hours that handing it over takes.
    pub hours: i64,
}

/// How well somebody can do an item.
#[derive(Debug, Clone)]
pub struct LevelInput {
    /// Who, by number or name.
    pub who: String,
    /// 0 not at all … 4 teaches others.
    pub level: i64,
    /// When it was seen.
    pub seen_on: Date,
    /// What it rests on.
    pub remark: String,
}

/// An item as it stands, and everything said of it.
#[derive(Debug)]
pub struct ItemView {
    /// Whether names are shown.
    pub sight: Sight,
    /// The item.
    pub item: MapItem,
    /// How it stands; nothing for a retired one.
    pub row: Option<MapRow>,
    /// The map around it.
    pub atlas: Atlas,
    /// Everything said, the latest first; empty where no names are shown.
    pub sayings: Vec<NamedSaying>,
    /// Its handovers, the latest first.
    pub handovers: Vec<ItemHandover>,
    /// Its sessions, the latest first.
    pub exchanges: Vec<Exchange>,
    /// Whether the viewer keeps it.
    pub may_keep: bool,
}

/// Opens an item.
pub async fn open_item(cx: &Cx, id: KnowledgeItemId) -> Result<ItemView> {
    let (sight, frame) = (sight(cx)?, frame(cx, None)?);
    let mut conn = cx.read().await?;
    let item = conn.get_map_item(frame, id).await?;
    let mut atlas = Atlas::load(&mut conn, frame, cx.today()).await?;
    let row = atlas.place_of(id).and_then(|place| one_row(&atlas, place));
    let sees_names = sight == Sight::Names;
    let sayings = if sees_names { conn.list_item_sayings(frame, id).await? } else { Vec::new() };
    let exchanges = if sees_names { conn.list_item_exchanges(frame, id).await? } else { Vec::new() };
    let handovers = if sees_names { conn.list_item_handovers(frame, id).await? } else { Vec::new() };
    if !sees_names {
        atlas.people.iter_mut().for_each(|person| person.name.clear());
    }
    Ok(ItemView { sight, item, row, atlas, sayings, handovers, exchanges, may_keep: may_keep(cx) })
}

fn check(input: &ItemInput) -> Result<ItemInput> {
    let checked = ItemInput {
        name: input.name.trim().to_owned(),
        kind: input.kind.trim().to_owned(),
        area: input.area.trim().to_owned(),
        ..*input
    };
    let wrong = |field, message| FieldError::new(field, message);
    let mut errors = Vec::new();
    if checked.name.is_empty() {
        errors.push(wrong("name", "error-required"));
    }
    for (field, value) in [("name", &checked.name), ("kind", &checked.kind), ("area", &checked.area)] {
        if value.chars().count() > 120 {
            errors.push(wrong(field, "error-too-long"));
        }
    }
    if !(1..=100).contains(&checked.weight) {
        errors.push(wrong("weight", "error-people-weight"));
    }
    if !(1..=2_000).contains(&checked.hours) {
        errors.push(wrong("hours", "error-people-hours"));
    }
    if errors.is_empty() { Ok(checked) } else { Err(Error::Invalid(errors)) }
}

fn duplicate(error: store::Error) -> Error {
    match error {
        store::Error::Duplicate => Error::field("name", "error-knowledge-duplicate"),
        error => error.into(),
    }
}

fn as_item(id: KnowledgeItemId, input: ItemInput, created_on: Option<Date>) -> MapItem {
    let kind = if input.kind.is_empty() { "knowledge".to_owned() } else { input.kind };
    MapItem {
        id,
        name: input.name,
        kind,
        area: input.area,
        weight: input.weight,
        hours: input.hours,
        created_on,
        retired_on: None,
        retired_why: String::new(),
    }
}

/// Puts an item into the register, with its first holder. A manager names one of the own line: of an item that nobody of
/// the line knows the line has no map.
pub async fn add_item(cx: &Cx, input: &ItemInput, holder: Option<&LevelInput>) -> Result<KnowledgeItemId> {
    let frame = kept_frame(cx)?;
    let item = as_item(cx.new_id(), check(input)?, Some(cx.today()));
    let mut conn = cx.read().await?;
    let first = match holder {
        Some(holder) => Some(statement(cx, &mut conn, frame, (item.id, holder)).await?),
        None if frame.scope == store::people::Scope::Company => None,
        None => return Err(Error::field("who", "error-required")),
    };
    drop(conn);
    let (item, first) = (&item, &first);
    cx.transact(|mut tx| async move {
        tx.add_knowledge_item(item).await.map_err(duplicate)?;
        tx.say_levels(first.as_slice()).await?;
        let content = (item.id, &item.name, &item.area, item.weight, item.hours);
        let receipt = tx.append(cx.event("knowledge.item-added", None, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(item.id)
}

/// Changes name, kind, area, weight or hours.
pub async fn edit_item(cx: &Cx, id: KnowledgeItemId, input: &ItemInput) -> Result<()> {
    let frame = kept_frame(cx)?;
    cx.read().await?.get_map_item(frame, id).await?;
    let item = &as_item(id, check(input)?, None);
    cx.transact(|mut tx| async move {
        let before = tx.get_map_item(frame, id).await?;
        tx.edit_knowledge_item(item).await.map_err(duplicate)?;
        let old = (&before.name, &before.kind, &before.area, before.weight, before.hours);
        let new = (&item.name, &item.kind, &item.area, item.weight, item.hours);
        let receipt = tx.append(cx.event("knowledge.item-edited", None, &(id, old, new))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Retires an item with a reason: it is on no map any more, and stays to be read.
pub async fn retire_item(cx: &Cx, id: KnowledgeItemId, why: &str) -> Result<()> {
    let why = why.trim();
    if why.is_empty() {
        return Err(Error::field("why", "error-reason-needed"));
    }
    set_retired(cx, id, Some(why)).await
}

/// Takes a retired item in again.
pub async fn restore_item(cx: &Cx, id: KnowledgeItemId) -> Result<()> {
    set_retired(cx, id, None).await
}

async fn set_retired(cx: &Cx, id: KnowledgeItemId, why: Option<&str>) -> Result<()> {
    let frame = kept_frame(cx)?;
    cx.transact(|mut tx| async move {
        let item = tx.get_map_item(frame, id).await?;
        if item.retired_on.is_some() == why.is_some() {
            return Err(Error::Conflict("error-already-so"));
        }
        tx.retire_knowledge_item(id, (why.map(|_| cx.today()), why.unwrap_or(""))).await?;
        let kind = if why.is_some() { "knowledge.item-retired" } else { "knowledge.item-restored" };
        let receipt = tx.append(cx.event(kind, None, &(id, item.name, why))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// What is said by hand, checked: of somebody inside the frame, not of oneself, not of a day to come, resting on something.
async fn statement(
    cx: &Cx,
    conn: &mut store::Conn,
    frame: Frame,
    (item, input): (KnowledgeItemId, &LevelInput),
) -> Result<Saying> {
    let person = find_person(conn, frame, &input.who, "who").await?;
    check_not_oneself(cx, person.id, "who")?;
    if !(0..=4).contains(&input.level) {
        return Err(Error::field("level", "error-choice"));
    }
    if input.seen_on > cx.today() {
        return Err(Error::field("seen_on", "error-knowledge-future"));
    }
    let remark = input.remark.trim();
    if remark.is_empty() {
        return Err(Error::field("remark", "error-knowledge-basis"));
    }
    if remark.chars().count() > 300 {
        return Err(Error::field("remark", "error-too-long"));
    }
    Ok(Saying {
        id: cx.new_id::<uuid::Uuid>().to_string(),
        item_id: item,
        person_id: person.id,
        level: input.level,
        source: "hand".to_owned(),
        reference: String::new(),
        remark: remark.to_owned(),
        seen_on: input.seen_on,
        said_by: cx.actor().account,
        said_at: cx.now(),
        is_withdrawn: false,
    })
}

/// Says how well somebody can do an item, by hand. What was said before stays on record.
pub async fn state_level(cx: &Cx, id: KnowledgeItemId, input: &LevelInput) -> Result<()> {
    let frame = kept_frame(cx)?;
    let mut conn = cx.read().await?;
    let item = conn.get_map_item(frame, id).await?;
    if item.retired_on.is_some() {
        return Err(Error::Conflict("error-knowledge-retired"));
    }
    let saying = &statement(cx, &mut conn, frame, (id, input)).await?;
    drop(conn);
    let name = &item.name;
    cx.transact(|mut tx| async move {
        let before = tx.count_active_holders(id, cx.today()).await?;
        tx.say_levels(std::slice::from_ref(saying)).await?;
        let content = (id, saying.person_id, saying.level, saying.seen_on.to_string(), &saying.remark);
        let mut receipt = tx.append(cx.event("knowledge.level-stated", None, &content)?).await?;
        if before > 0 && tx.count_active_holders(id, cx.today()).await? == 0 {
            let content = serde_json::json!({ "items": [{ "item": id, "name": name }], "because": "level" });
            receipt = tx.append(cx.event("knowledge.last-holder-gone", None, &content)?).await?;
        }
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Whether an item has few enough holders to be worried about.
impl ItemView {
    /// How many who are here hold it.
    pub fn holders(&self) -> usize {
        self.row.as_ref().map_or(0, |row| row.holders)
    }

    /// From which level on somebody holds it.
    pub fn holds_from(&self) -> u8 {
        HOLDS_FROM.into()
    }
}

/// The items of the register that the viewer keeps, for choosing one.
pub async fn list_items(cx: &Cx) -> Result<Vec<MapItem>> {
    let frame = kept_frame(cx)?;
    let mut items = cx.read().await?.list_map_items(frame).await?;
    items.retain(|item| item.retired_on.is_none());
    Ok(items)
}
