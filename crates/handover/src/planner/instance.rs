//! What is to be planned: the leaver's days, the receivers, the items; read and checked from `handover-instance/1`.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::{Error, Result};

/// The form that is read.
pub const SCHEMA: &str = "handover-instance/1";

const MAX_DAYS: i64 = 3_660;
const MAX_ITEMS: usize = 20_000;
const MAX_RECEIVERS: usize = 2_000;
/// Larger numbers of units, sessions or items are slips of the pen.
const MAX_NUMBER: i64 = 100_000;

/// A handover to be planned. Days count from 0; one unit is `unit_minutes` long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// Its name.
    pub id: String,
    /// How long a unit is.
    pub unit_minutes: u32,
    /// How many days there are.
    pub days: usize,
    /// How many days after teaching the teach-back may be at the earliest.
    pub lag_days: usize,
    /// The most receivers of one item.
    pub max_group: usize,
    /// Units that the leaver can give, by day.
    pub capacity: Vec<i32>,
    /// The most teach and verify sessions of the leaver on one day.
    pub max_sessions: i32,
    /// Who can take over.
    pub receivers: Vec<Taker>,
    /// What is handed over.
    pub items: Vec<KnowledgeItem>,
}

/// Somebody who can take items over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taker {
    /// Their id.
    pub id: String,
    /// Units that they can give, by day.
    pub capacity: Vec<i32>,
    /// What they are able to do.
    pub skills: Vec<String>,
    /// The most items that they may take over.
    pub max_items: i32,
}

/// Something that the leaver knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnowledgeItem {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// How much it matters, 1 to 100.
    pub criticality: i64,
    /// What a receiver must be able to do.
    pub skills: Vec<String>,
    /// How many verified receivers are wanted, 2 or 3.
    pub need: usize,
    /// Units to write it down.
    pub doc: i32,
    /// Units of the joint session.
    pub teach: i32,
    /// Units of one teach-back.
    pub verify: i32,
    /// Units that a receiver alone spends on the day of the teach-back.
    pub practice: i32,
    /// Positions of the items that are taught before, or on the same day.
    pub after: Vec<usize>,
    /// The last day on which it may be taught.
    pub teach_by: Option<usize>,
}

impl KnowledgeItem {
    /// What it earns, before its criticality, with so many verified receivers once it is documented.
    pub fn points(&self, verified: usize) -> i64 {
        let points: &[i64] = if self.need == 2 { &[25, 60, 100] } else { &[25, 50, 80, 100] };
        points[verified.min(points.len() - 1)]
    }

    /// What it earns with so many verified receivers once it is documented.
    pub fn value(&self, verified: usize) -> i64 {
        self.criticality * self.points(verified)
    }
}

impl Instance {
    /// Reads and checks a JSON text.
    pub fn from_json(text: &str) -> Result<Self> {
        let file: File = serde_json::from_str(text).map_err(|error| Error::from_json(&error))?;
        file.check()
    }

    /// Whether a receiver has the skills for an item.
    pub fn is_eligible(&self, item: usize, receiver: usize) -> bool {
        let has = |skill: &String| self.receivers[receiver].skills.contains(skill);
        self.items[item].skills.iter().all(has)
    }

    /// The units of the leaver over all days.
    pub fn leaver_units(&self) -> i64 {
        self.capacity.iter().copied().map(i64::from).sum()
    }

    /// The positions of items, by id.
    pub(crate) fn item_places(&self) -> HashMap<&str, usize> {
        self.items.iter().enumerate().map(|(place, item)| (item.id.as_str(), place)).collect()
    }

    /// The positions of receivers, by id.
    pub(crate) fn receiver_places(&self) -> HashMap<&str, usize> {
        self.receivers.iter().enumerate().map(|(place, receiver)| (receiver.id.as_str(), place)).collect()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: String,
    id: String,
    unit_minutes: i64,
    days: i64,
    lag_days: i64,
    max_group: i64,
    leaver: FileLeaver,
    receivers: Vec<FileReceiver>,
    items: Vec<FileItem>,
    /// What others found for it; never read.
    #[serde(default)]
    #[expect(dead_code, reason = "the field may be there and is of no use to the planner")]
    reference: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLeaver {
    capacity: Vec<i64>,
    max_sessions_per_day: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileReceiver {
    id: String,
    capacity: Vec<i64>,
    skills: Vec<String>,
    max_items: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileItem {
    id: String,
    #[serde(default)]
    name: String,
    criticality: i64,
    skills: Vec<String>,
    need: i64,
    doc: i64,
    teach: i64,
    verify: i64,
    practice: i64,
    #[serde(default)]
    after: Vec<String>,
    #[serde(default)]
    teach_by: Option<i64>,
}

impl File {
    fn check(self) -> Result<Instance> {
        let schema = format!("{SCHEMA:?} is expected, not {:?}", self.schema);
        refuse(self.schema != SCHEMA, "/schema", &schema)?;
        let days = within(self.days, 1, MAX_DAYS, "/days")?;
        refuse(self.receivers.len() > MAX_RECEIVERS, "/receivers", "at most 2000 receivers are expected")?;
        refuse(self.items.len() > MAX_ITEMS, "/items", "at most 20000 items are expected")?;
        let receivers = receivers(self.receivers, days)?;
        let items = items(self.items)?;
        refuse_cycle(&items)?;
        Ok(Instance {
            id: self.id,
            unit_minutes: within(self.unit_minutes, 1, 1_440, "/unit_minutes")?,
            days,
            lag_days: within(self.lag_days, 0, MAX_DAYS, "/lag_days")?,
            max_group: within(self.max_group, 1, MAX_NUMBER, "/max_group")?,
            capacity: capacity(&self.leaver.capacity, days, "/leaver/capacity")?,
            max_sessions: number(self.leaver.max_sessions_per_day, "/leaver/max_sessions_per_day")?,
            receivers,
            items,
        })
    }
}

fn receivers(receivers: Vec<FileReceiver>, days: usize) -> Result<Vec<Taker>> {
    let mut ids = HashSet::new();
    for (place, receiver) in receivers.iter().enumerate() {
        let at = format!("/receivers/{place}/id");
        refuse(!ids.insert(receiver.id.as_str()), &at, "an id that no other receiver has is expected")?;
    }
    let taker = |(place, receiver): (usize, FileReceiver)| {
        let at = |field: &str| format!("/receivers/{place}/{field}");
        Ok(Taker {
            capacity: capacity(&receiver.capacity, days, &at("capacity"))?,
            max_items: number(receiver.max_items, &at("max_items"))?,
            id: receiver.id,
            skills: receiver.skills,
        })
    };
    receivers.into_iter().enumerate().map(taker).collect()
}

fn items(items: Vec<FileItem>) -> Result<Vec<KnowledgeItem>> {
    let mut places = HashMap::new();
    for (place, item) in items.iter().enumerate() {
        let is_twice = places.insert(item.id.clone(), place).is_some();
        refuse(is_twice, &format!("/items/{place}/id"), "an id that no other item has is expected")?;
    }
    items.into_iter().enumerate().map(|(place, item)| one_item(place, item, &places)).collect()
}

fn one_item(place: usize, item: FileItem, places: &HashMap<String, usize>) -> Result<KnowledgeItem> {
    let at = |field: &str| format!("/items/{place}/{field}");
    let mut after = Vec::with_capacity(item.after.len());
    for (number, before) in item.after.iter().enumerate() {
        let Some(before) = places.get(before) else {
            return Err(wrong(&at(&format!("after/{number}")), &format!("there is no item {before:?}")));
        };
        if !after.contains(before) {
            after.push(*before);
        }
    }
    Ok(KnowledgeItem {
        criticality: within(item.criticality, 1, 100, &at("criticality"))?,
        need: within(item.need, 2, 3, &at("need"))?,
        doc: number(item.doc, &at("doc"))?,
        teach: number(item.teach, &at("teach"))?,
        verify: number(item.verify, &at("verify"))?,
        practice: number(item.practice, &at("practice"))?,
        teach_by: item.teach_by.map(|day| within(day, 0, MAX_NUMBER, &at("teach_by"))).transpose()?,
        after,
        id: item.id,
        name: item.name,
        skills: item.skills,
    })
}

fn capacity(units: &[i64], days: usize, pointer: &str) -> Result<Vec<i32>> {
    let wanted = format!("{days} numbers are expected, one for each day, not {}", units.len());
    refuse(units.len() != days, pointer, &wanted)?;
    units.iter().enumerate().map(|(day, units)| number(*units, &format!("{pointer}/{day}"))).collect()
}

fn number(value: i64, pointer: &str) -> Result<i32> {
    within(value, 0, MAX_NUMBER, pointer)
}

fn within<T: TryFrom<i64>>(value: i64, low: i64, high: i64, pointer: &str) -> Result<T> {
    let problem = || wrong(pointer, &format!("a whole number from {low} to {high} is expected, not {value}"));
    if value < low || value > high {
        return Err(problem());
    }
    T::try_from(value).map_err(|_| problem())
}

fn refuse(is_wrong: bool, pointer: &str, problem: &str) -> Result<()> {
    if is_wrong { Err(wrong(pointer, problem)) } else { Ok(()) }
}

fn wrong(pointer: &str, problem: &str) -> Error {
    Error::Value { pointer: pointer.to_owned(), problem: problem.to_owned() }
}

/// Refuses items that would each have to be taught before the other.
fn refuse_cycle(items: &[KnowledgeItem]) -> Result<()> {
    // An item waits until all of its prerequisites went; who still waits in the end is in a cycle, or behind one.
    let mut open: Vec<usize> = items.iter().map(|item| item.after.len()).collect();
    let mut then = vec![Vec::new(); items.len()];
    for (place, item) in items.iter().enumerate() {
        item.after.iter().for_each(|before| then[*before].push(place));
    }
    let mut ready: Vec<usize> = (0..items.len()).filter(|place| open[*place] == 0).collect();
    while let Some(place) = ready.pop() {
        for next in &then[place] {
            open[*next] -= 1;
            if open[*next] == 0 {
                ready.push(*next);
            }
        }
    }
    let Some(start) = (0..items.len()).find(|place| open[*place] > 0) else { return Ok(()) };
    let cycle = cycle_from(items, &open, start);
    let names: Vec<&str> = cycle.iter().map(|place| items[*place].id.as_str()).collect();
    let first = cycle.first().copied().unwrap_or(start);
    Err(wrong(
        &format!("/items/{first}/after"),
        &format!("the items wait for each other: {}", names.join(" → ")),
    ))
}

/// Walks back from an item that never gets its turn until it meets itself; the first item is named again at the end.
fn cycle_from(items: &[KnowledgeItem], open: &[usize], start: usize) -> Vec<usize> {
    let mut path = vec![start];
    loop {
        let last = path[path.len() - 1];
        let Some(next) = items[last].after.iter().copied().find(|before| open[*before] > 0) else {
            return path;
        };
        path.push(next);
        if let Some(first) = path[..path.len() - 1].iter().position(|place| *place == next) {
            return path.split_off(first);
        }
    }
}

#[cfg(test)]
mod tests;
