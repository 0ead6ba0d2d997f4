//! The knowledge map: items × people with a level from 0 to 4, and what hangs on whom.
//!
//! Levels: 0 not at all, 1 has heard of it, 2 with help, 3 alone, 4 teaches others. Somebody *holds* an item from level 3 on
//! (or another level that the asker names). An item is *solely held* when one person of those here and active holds it and
//! nobody else does; *effectively* solely held when others hold it on paper but have left or are inactive.

mod numbers;
mod table;

use std::cmp::Reverse;

use kernel::Date;
use serde::{Deserialize, Serialize};

pub use self::numbers::Weight;
use crate::breaking::{self, Breaking, Holdings};

/// How well somebody can do something, 0 to 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Level(u8);

impl Level {
    /// Has heard of it.
    pub const HEARD_OF: Self = Self(1);
    /// Does it with help.
    pub const WITH_HELP: Self = Self(2);
    /// Does it alone.
    pub const ALONE: Self = Self(3);
    /// Teaches others.
    pub const TEACHES: Self = Self(4);

    /// The level, where there is such a one.
    pub fn new(level: u8) -> Option<Self> {
        (level <= 4).then_some(Self(level))
    }
}

impl TryFrom<u8> for Level {
    type Error = String;

    fn try_from(level: u8) -> Result<Self, String> {
        Self::new(level).ok_or_else(|| format!("the level {level} is not 0, 1, 2, 3 or 4"))
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        level.0
    }
}

/// Whether somebody can be counted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Here, and has touched the field lately.
    #[default]
    Active,
    /// Here, but nothing was seen for long: 180 days by the usual rule.
    Inactive,
    /// Has left.
    Left,
}

impl Presence {
    /// Days without a sign after which somebody is inactive.
    pub const INACTIVE_AFTER_DAYS: i32 = 180;

    /// Judges by the last sign; somebody of whom nothing dated is known counts as active.
    pub fn of(has_left: bool, last_seen: Option<Date>, today: Date) -> Self {
        let days_since = |seen: Date| (today - seen).get_days();
        match last_seen {
            _ if has_left => Self::Left,
            Some(seen) if days_since(seen) > Self::INACTIVE_AFTER_DAYS => Self::Inactive,
            _ => Self::Active,
        }
    }
}

/// Something that has to be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// How much hangs on it.
    pub weight: Weight,
}

/// Somebody who may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// Whether he or she can be counted on.
    pub presence: Presence,
}

/// How well a person can do an item, and how we know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The item's place in [`Map::items`].
    pub item: usize,
    /// The person's place in [`Map::people`].
    pub person: usize,
    /// The level.
    pub level: Level,
    /// Where it comes from.
    pub source: Option<String>,
    /// When it was seen last.
    pub seen_on: Option<Date>,
}

/// The map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Map {
    items: Vec<Item>,
    people: Vec<Person>,
    cells: Vec<Cell>,
    /// For each item the cells, by their places.
    of_item: Vec<Vec<usize>>,
}

/// An item with a single holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sole {
    /// The item.
    pub item: usize,
    /// Who alone holds it.
    pub person: usize,
    /// Whether others hold it who cannot be counted on.
    pub is_effectively: bool,
}

/// What is lost when one person leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The person.
    pub person: usize,
    /// The items, heaviest first.
    pub items: Vec<usize>,
    /// Their weight.
    pub weight: Weight,
}

/// By what a share is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Every item counts one.
    Count,
    /// Every item counts its weight.
    Weight,
}

impl Map {
    /// An empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an item and says its place.
    pub fn add_item(&mut self, name: impl Into<String>, weight: Weight) -> usize {
        self.items.push(Item { name: name.into(), weight });
        self.of_item.push(Vec::new());
        self.items.len() - 1
    }

    /// Adds a person and says the place.
    pub fn add_person(&mut self, name: impl Into<String>, presence: Presence) -> usize {
        self.people.push(Person { name: name.into(), presence });
        self.people.len() - 1
    }

    /// Sets how well a person can do an item; a second word on the same pair replaces the first. Unknown places are ignored.
    pub fn set(&mut self, cell: Cell) {
        if cell.item >= self.items.len() || cell.person >= self.people.len() {
            return;
        }
        let same = self.of_item[cell.item].iter().find(|at| self.cells[**at].person == cell.person);
        if let Some(&at) = same {
            self.cells[at] = cell;
        } else {
            self.of_item[cell.item].push(self.cells.len());
            self.cells.push(cell);
        }
    }

    /// The items.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The people.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// The cells of an item.
    pub fn cells(&self, item: usize) -> impl Iterator<Item = &Cell> {
        self.of_item.get(item).into_iter().flatten().map(|at| &self.cells[*at])
    }

    /// The weight of everything.
    pub fn weight(&self) -> Weight {
        self.items.iter().map(|item| item.weight).sum()
    }

    fn holders(&self, item: usize, from: Level) -> impl Iterator<Item = usize> {
        self.cells(item).filter(move |cell| cell.level >= from).map(|cell| cell.person)
    }

    fn is_active(&self, person: usize) -> bool {
        self.people[person].presence == Presence::Active
    }

    /// The active holders of an item.
    pub fn active_holders(&self, item: usize, from: Level) -> Vec<usize> {
        self.holders(item, from).filter(|person| self.is_active(*person)).collect()
    }

    /// The items that nobody active holds, heaviest first.
    pub fn unheld(&self, from: Level) -> Vec<usize> {
        let is_unheld = |item: &usize| self.active_holders(*item, from).is_empty();
        self.heaviest_first((0..self.items.len()).filter(is_unheld))
    }

    fn heaviest_first(&self, items: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut items: Vec<usize> = items.collect();
        items.sort_by_key(|item| (Reverse(self.items[*item].weight), &self.items[*item].name));
        items
    }

    /// The items that one person alone holds, in earnest or in effect, heaviest first.
    pub fn sole_holders(&self, from: Level) -> Vec<Sole> {
        let sole = |item: usize| match self.active_holders(item, from)[..] {
            [person] => Some(Sole { item, person, is_effectively: self.holders(item, from).count() > 1 }),
            _ => None,
        };
        self.heaviest_first(0..self.items.len()).into_iter().filter_map(sole).collect()
    }

    /// What is lost with each active person of whom anything is lost: most weight first.
    pub fn losses(&self, from: Level) -> Vec<Loss> {
        let mut losses: Vec<Loss> = Vec::new();
        let mut place = vec![None; self.people.len()];
        for sole in self.sole_holders(from) {
            let at = *place[sole.person].get_or_insert_with(|| {
                losses.push(Loss { person: sole.person, items: Vec::new(), weight: Weight::default() });
                losses.len() - 1
            });
            losses[at].items.push(sole.item);
            losses[at].weight = losses[at].weight + self.items[sole.item].weight;
        }
        losses.sort_by_key(|loss| {
            (Reverse(loss.weight), Reverse(loss.items.len()), &self.people[loss.person].name)
        });
        losses
    }

    fn holdings(&self, from: Level, by: By) -> Holdings {
        let unit = self.items.iter().fold(0, |unit, item| item.weight.common_unit(unit)).max(1);
        let thing = |item: usize| {
            let holders = self.active_holders(item, from).into_iter().map(|person| person as u32).collect();
            let weight = match by {
                By::Count => 1,
                By::Weight => self.items[item].weight.in_units(unit),
            };
            (holders, weight)
        };
        (0..self.items.len()).map(thing).collect()
    }

    /// The smallest set of active people without whom more than `percent` of the items, or of their weight, have no holder.
    pub fn breaking_set(&self, from: Level, by: By, percent: u64) -> Breaking {
        breaking::smallest(&self.holdings(from, by), percent, breaking::ALLOWANCE)
    }

    /// How much stays held, by count and by weight, after these people left one after the other; the first entry is before.
    pub fn coverage(&self, from: Level, leaving: &[usize]) -> Vec<(usize, Weight)> {
        let mut place = vec![leaving.len(); self.people.len()];
        for (at, leaver) in leaving.iter().enumerate() {
            place[*leaver] = at;
        }
        let mut falls = vec![(0, Weight::default()); leaving.len() + 1];
        for (item, what) in self.items.iter().enumerate() {
            // An item is held until the last of its holders leaves.
            if let Some(last) = self.active_holders(item, from).into_iter().map(|holder| place[holder]).max()
            {
                falls[last].0 += 1;
                falls[last].1 = falls[last].1 + what.weight;
            }
        }
        // Summed from the end: what falls later is still held now.
        let mut covered = falls;
        for at in (0..leaving.len()).rev() {
            let after = covered[at + 1];
            covered[at].0 += after.0;
            covered[at].1 = covered[at].1 + after.1;
        }
        covered
    }

    /// An order of leaving in which each one takes the most weight with him or her that is still held.
    pub fn worst_order(&self, from: Level) -> Vec<usize> {
        let mut left: Vec<(usize, Vec<usize>)> =
            (0..self.items.len()).map(|item| (item, self.active_holders(item, from))).collect();
        let mut order = Vec::new();
        loop {
            left.retain(|(_, holders)| !holders.is_empty());
            // What is lost with each at once, what each shares, and how many items that is.
            let mut gains = vec![(Weight::default(), Weight::default(), 0); self.people.len()];
            for (item, holders) in &left {
                let weight = self.items[*item].weight;
                for holder in holders {
                    let gain = &mut gains[*holder];
                    gain.0 = if holders.len() == 1 { gain.0 + weight } else { gain.0 };
                    gain.1 = gain.1 + weight;
                    gain.2 += 1;
                }
            }
            let open = (0..gains.len()).filter(|person| gains[*person].2 > 0);
            let worst = open
                .max_by_key(|person| (gains[*person], Reverse(&self.people[*person].name), Reverse(*person)));
            let Some(worst) = worst else { return order };
            order.push(worst);
            for (_, holders) in &mut left {
                holders.retain(|holder| *holder != worst);
            }
        }
    }

    /// The weight that each person holds.
    fn loads(&self, from: Level) -> Vec<Weight> {
        let mut loads = vec![Weight::default(); self.people.len()];
        for cell in self.cells.iter().filter(|cell| cell.level >= from) {
            loads[cell.person] = loads[cell.person] + self.items[cell.item].weight;
        }
        loads
    }

    /// Who should hold an item next: of the active people who do not hold it yet, the one who knows most of it already;
    /// among equals whoever was seen at it last, then whoever holds least.
    pub fn next_holder(&self, item: usize, from: Level) -> Option<usize> {
        self.next_holders(&[item], from).first().copied().flatten()
    }

    /// The same for several items, each as if nothing else changed.
    pub fn next_holders(&self, items: &[usize], from: Level) -> Vec<Option<usize>> {
        let loads = self.loads(from);
        let mut by_load: Vec<usize> =
            (0..self.people.len()).filter(|person| self.is_active(*person)).collect();
        by_load.sort_by_key(|person| (loads[*person], &self.people[*person].name, *person));
        let next = |item: &usize| {
            let cells: Vec<&Cell> = self.cells(*item).filter(|cell| self.is_active(cell.person)).collect();
            let is_unknown = |person: &usize| cells.iter().all(|cell| cell.person != *person);
            // Of those who know nothing of it only the one with the least to carry can be best.
            let fresh = by_load.iter().copied().find(is_unknown).map(|person| (person, 0, None));
            let learning = cells.iter().filter(|cell| cell.level < from);
            let learning = learning.map(|cell| (cell.person, u8::from(cell.level), cell.seen_on));
            let best = learning.chain(fresh).min_by_key(|(person, level, seen_on)| {
                (Reverse(*level), Reverse(*seen_on), loads[*person], &self.people[*person].name)
            });
            best.map(|(person, ..)| person)
        };
        items.iter().map(next).collect()
    }

    /// The items to share first so that the breaking set grows, and what it grows to once the next holder of each holds it too.
    ///
    /// Only items that the present set, `now`, breaks can help; they are shared heaviest first, at most `most` of them.
    pub fn share_first(
        &self,
        from: Level,
        percent: u64,
        now: &Breaking,
        most: usize,
    ) -> (Vec<usize>, Breaking) {
        let is_broken = |item: &usize| {
            let holders = self.active_holders(*item, from);
            !holders.is_empty() && holders.iter().all(|holder| now.people.contains(&(*holder as u32)))
        };
        let mut shared = self.clone();
        let mut items = Vec::new();
        for item in self.heaviest_first((0..self.items.len()).filter(is_broken)).into_iter().take(most) {
            if let Some(person) = shared.next_holder(item, from) {
                shared.set(Cell { item, person, level: from, source: None, seen_on: None });
                items.push(item);
            }
        }
        let then = shared.breaking_set(from, By::Count, percent);
        (items, then)
    }
}

#[cfg(test)]
mod tests;
