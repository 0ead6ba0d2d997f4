//! What keeps an item out of the plan, and the least that would let it in.
//!
//! Each kind of relief is tried by itself on the plan as it is, with nobody else's dates moved: a few more hours of the
//! leaver on one day, one more session, more time of a receiver, a later gate, one more receiver. Where none is enough
//! alone, they are taken together.

use serde::Serialize;

use super::{
    Standing, books::Books, fit::Finder, instance::Instance, model::Model, place::level, replan::model_at,
    schedule::Schedule, write,
};
use crate::{Result, forecast::random::Random};

/// An item that is not handed over as far as it is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The item.
    pub item: String,
    /// How many verified receivers the plan gives it.
    pub verified: usize,
    /// How many it needs.
    pub needed: usize,
    /// What stands in the way.
    pub blocked_by: Vec<Block>,
    /// The least that would bring it one receiver further; empty when nothing that was tried would.
    pub relief: Vec<Relief>,
}

/// What stands in the way of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// The leaver has too few hours left.
    LeaverHours,
    /// The leaver has no session left on the days in question.
    Sessions,
    /// Too few receivers have the skills.
    Skill,
    /// Its gate comes too early.
    Gate,
    /// The receivers have too little time, or too many items already.
    ReceiverLoad,
    /// An item that has to be taught before is not.
    Prerequisite,
    /// There are too few days between now and the last one.
    Days,
}

impl Block {
    /// How it is written down.
    pub fn code(self) -> &'static str {
        match self {
            Self::LeaverHours => "leaver_hours",
            Self::Sessions => "sessions",
            Self::Skill => "skill",
            Self::Gate => "gate",
            Self::ReceiverLoad => "receiver_load",
            Self::Prerequisite => "prerequisite",
            Self::Days => "days",
        }
    }
}

/// Something that would help an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Relief {
    /// More units of the leaver on one day.
    LeaverUnits {
        /// The day.
        day: usize,
        /// How many.
        units: i32,
        /// The same in minutes.
        minutes: i64,
    },
    /// More sessions of the leaver a day.
    Sessions {
        /// How many.
        sessions: i32,
    },
    /// More units a day of a receiver.
    ReceiverUnits {
        /// Who.
        receiver: String,
        /// How many.
        units: i32,
    },
    /// A receiver may take one more item.
    ReceiverItems {
        /// Who.
        receiver: String,
    },
    /// A later gate.
    Gate {
        /// The last day of teaching.
        day: usize,
    },
    /// One more receiver with these skills and time.
    Receiver {
        /// The skills.
        skills: Vec<String>,
    },
    /// The items that come before are taught.
    Prerequisites {
        /// Which.
        items: Vec<String>,
    },
}

/// Explains the items that are not handed over as far as they are wanted, so many of them, the most critical first.
pub fn left_out(
    instance: &Instance,
    plan: &Schedule,
    standing: &Standing,
    most: usize,
) -> Result<Vec<LeftOut>> {
    let model = model_at(instance, standing)?;
    let mut books = Books::new(&model);
    let places = instance.item_places();
    for (id, line) in &plan.plan.0 {
        if let Some(item) = places.get(id.as_str()).copied() {
            let spot = write::spot(instance, item, line)?;
            books.take(&model, item);
            books.put(&model, item, spot);
        }
    }
    let wanted =
        |item: &usize| level(&books.spots[*item]) < instance.items[*item].need.min(instance.max_group) + 1;
    let mut items: Vec<usize> = (0..instance.items.len()).filter(wanted).collect();
    items.sort_by_key(|item| (std::cmp::Reverse(instance.items[*item].criticality), *item));
    let mut explain = Explain { instance, model, books };
    Ok(items.into_iter().take(most).map(|item| explain.item(item)).collect())
}

#[derive(Clone)]
struct Explain<'a> {
    instance: &'a Instance,
    model: Model,
    books: Books,
}

impl Explain<'_> {
    fn item(&mut self, item: usize) -> LeftOut {
        let known = &self.instance.items[item];
        let (blocked_by, relief) = self.reason(item);
        let verified = self.books.spots[item].verified;
        LeftOut { item: known.id.clone(), verified, needed: known.need, blocked_by, relief }
    }

    fn reason(&mut self, item: usize) -> (Vec<Block>, Vec<Relief>) {
        if let Some(found) = self.plain_reason(item) {
            return found;
        }
        // The reliefs by themselves, the easiest to give first; the first that is enough is the answer.
        let alone = [
            self.leaver_units(item).map(|relief| (Block::LeaverHours, relief)),
            self.sessions(item).map(|relief| (Block::Sessions, relief)),
            self.receiver(item).map(|relief| (Block::ReceiverLoad, relief)),
            self.gate(item).map(|relief| (Block::Gate, relief)),
        ];
        let mut enough = alone.into_iter().flatten();
        if let Some((block, relief)) = enough.next() {
            return (std::iter::once(block).chain(enough.map(|other| other.0)).collect(), vec![relief]);
        }
        self.together(item)
    }

    /// What can be said without trying.
    fn plain_reason(&self, item: usize) -> Option<(Vec<Block>, Vec<Relief>)> {
        let (model, thing) = (&self.model, &self.model.things[item]);
        let spot = self.books.spots[item];
        let is_missing = |before: &&usize| !spot.is_taught() && !self.books.spots[**before].is_taught();
        let missing = thing.after.iter().filter(is_missing);
        let items: Vec<String> = missing.map(|before| self.instance.items[*before].id.clone()).collect();
        if !items.is_empty() {
            return Some((vec![Block::Prerequisite], vec![Relief::Prerequisites { items }]));
        }
        if thing.eligible.len() <= spot.verified {
            let skills = self.instance.items[item].skills.clone();
            return Some((vec![Block::Skill], vec![Relief::Receiver { skills }]));
        }
        (model.today + model.lag >= model.days as i32).then(|| (vec![Block::Days], Vec::new()))
    }

    /// Whether the item gets one receiver further in these books, which stay as they are.
    fn fits(&mut self, item: usize) -> bool {
        let mut finder = Finder::new(&self.model, Random::stream(1, 1), 0);
        if self.books.spots[item].is_taught() {
            return finder.one_more(&self.books, item).is_some();
        }
        let spot = self.books.take(&self.model, item);
        let is_possible = finder.taught(&mut self.books, item, (1, 1)).is_some();
        self.books.put(&self.model, item, spot);
        is_possible
    }

    /// The fewest units of the leaver on one day that let it in.
    fn leaver_units(&mut self, item: usize) -> Option<Relief> {
        let most = self.model.things[item].units(1);
        (1..=most).find_map(|units| {
            let day = (self.model.today as usize..self.model.days).find(|day| {
                self.give(*day, units);
                let is_enough = self.fits(item);
                self.give(*day, -units);
                is_enough
            })?;
            let minutes = i64::from(units) * i64::from(self.instance.unit_minutes);
            Some(Relief::LeaverUnits { day, units, minutes })
        })
    }

    fn give(&mut self, day: usize, units: i32) {
        self.books.left[day] += units;
        self.books.free += units;
    }

    fn sessions(&mut self, item: usize) -> Option<Relief> {
        (1..=2).find_map(|sessions| {
            self.give_sessions(sessions);
            let is_enough = self.fits(item);
            self.give_sessions(-sessions);
            is_enough.then_some(Relief::Sessions { sessions })
        })
    }

    fn give_sessions(&mut self, sessions: i32) {
        for left in &mut self.books.sessions[self.model.today as usize..] {
            *left += sessions;
        }
    }

    /// The receiver who may take one more item, or else needs the least more time.
    fn receiver(&mut self, item: usize) -> Option<Relief> {
        let eligible = self.model.things[item].eligible.clone();
        let name = |this: &Self, receiver: usize| this.instance.receivers[receiver].id.clone();
        for receiver in
            eligible.iter().copied().filter(|receiver| self.books.items[*receiver] == 0).collect::<Vec<_>>()
        {
            self.books.items[receiver] += 1;
            let is_enough = self.fits(item);
            self.books.items[receiver] -= 1;
            if is_enough {
                return Some(Relief::ReceiverItems { receiver: name(self, receiver) });
            }
        }
        let most = self.model.things[item].teach + self.model.things[item].rehearse;
        for units in 1..=most {
            for receiver in &eligible {
                self.give_receiver(*receiver, units);
                let is_enough = self.fits(item);
                self.give_receiver(*receiver, -units);
                if is_enough {
                    return Some(Relief::ReceiverUnits { receiver: name(self, *receiver), units });
                }
            }
        }
        None
    }

    fn give_receiver(&mut self, receiver: usize, units: i32) {
        let (row, days) = (receiver * self.model.days, self.model.days);
        for left in &mut self.books.receivers[row + self.model.today as usize..row + days] {
            *left += units;
        }
    }

    fn gate(&mut self, item: usize) -> Option<Relief> {
        let gate = self.instance.items[item].teach_by?;
        let last = self.model.days as i32 - 1 - self.model.lag;
        let before = (self.model.things[item].gate, self.model.things[item].most);
        let found = (gate as i32 + 1..=last).find(|day| {
            self.model.things[item].gate = *day;
            self.fits(item)
        });
        (self.model.things[item].gate, self.model.things[item].most) = before;
        found.map(|day| Relief::Gate { day: day as usize })
    }

    /// Leaver, sessions and somebody new together, each as little as it takes.
    fn together(&self, item: usize) -> (Vec<Block>, Vec<Relief>) {
        let receiver = Relief::Receiver { skills: self.instance.items[item].skills.clone() };
        let mut trial = self.clone();
        // Somebody new with all the time there is.
        let new = trial.model.max_items.len();
        trial.model.max_items.push(1);
        trial.books.items.push(1);
        let plenty = vec![1_000_000; trial.model.days];
        trial.model.receivers.extend(&plenty);
        trial.books.receivers.extend(plenty);
        trial.model.things[item].eligible.push(new);
        if trial.fits(item) {
            return (vec![Block::ReceiverLoad], vec![receiver]);
        }
        if let Some(relief) = trial.leaver_units(item) {
            return (vec![Block::LeaverHours, Block::ReceiverLoad], vec![relief, receiver]);
        }
        trial.give_sessions(2);
        match trial.leaver_units(item) {
            Some(relief) => {
                let blocks = vec![Block::LeaverHours, Block::Sessions, Block::ReceiverLoad];
                (blocks, vec![relief, Relief::Sessions { sessions: 2 }, receiver])
            }
            None => (vec![Block::Days], Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests;
