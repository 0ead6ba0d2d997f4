//! A plan in the making with the books that say what everybody has left; it can be carried out at every moment.

use super::model::{MOST, Model, NEVER, Thing};

/// Where an item stands in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// The day of writing down, or [`NEVER`].
    pub(super) doc: i32,
    /// The day of teaching, or [`NEVER`].
    pub(super) teach: i32,
    /// How many receivers there are.
    pub(super) verified: usize,
    /// Receiver and day of the teach-back, as many as there are.
    pub(super) who: [(usize, i32); MOST],
}

impl Spot {
    pub(super) const NOWHERE: Self = Self { doc: NEVER, teach: NEVER, verified: 0, who: [(0, NEVER); MOST] };

    pub(super) fn documented(doc: i32) -> Self {
        Self { doc, ..Self::NOWHERE }
    }

    pub(super) fn is_planned(&self) -> bool {
        self.doc != NEVER
    }

    pub(super) fn is_taught(&self) -> bool {
        self.teach != NEVER
    }

    pub(super) fn takings(&self) -> &[(usize, i32)] {
        &self.who[..self.verified]
    }

    /// How many of the promised dates stay: the day of writing, that of teaching, and who shows it back when.
    pub(super) fn keeps(&self, promised: &Self) -> i64 {
        let is_same = |promised: i32, day: i32| i64::from(promised != NEVER && promised == day);
        let takings = promised.takings().iter().filter(|taking| self.takings().contains(taking)).count();
        is_same(promised.doc, self.doc) + is_same(promised.teach, self.teach) + takings as i64
    }

    /// How many dates there are to promise.
    pub(super) fn dates(&self) -> i64 {
        i64::from(self.doc != NEVER) + i64::from(self.teach != NEVER) + self.verified as i64
    }

    pub(super) fn value(&self, thing: &Thing) -> i64 {
        if self.is_planned() { thing.value[self.verified] } else { 0 }
    }
}

/// A plan in the making.
#[derive(Debug, Clone)]
pub(super) struct Books {
    /// Units that the leaver has left, by day.
    pub(super) left: Vec<i32>,
    /// Sessions that the leaver has left, by day.
    pub(super) sessions: Vec<i32>,
    /// Units that each receiver has left, by day.
    pub(super) receivers: Vec<i32>,
    /// Items that each receiver may still take.
    pub(super) items: Vec<i32>,
    pub(super) spots: Vec<Spot>,
    /// Units that the leaver has left in all.
    pub(super) free: i32,
    pub(super) value: i64,
    /// How many of the promised dates stay.
    pub(super) kept: i64,
}

impl Books {
    /// Nothing planned beyond what was reached already.
    pub(super) fn new(model: &Model) -> Self {
        let mut books = Self::empty(model);
        for (item, thing) in model.things.iter().enumerate() {
            books.put(model, item, thing.base);
        }
        books
    }

    fn empty(model: &Model) -> Self {
        Self {
            left: model.capacity.clone(),
            sessions: sessions(model),
            receivers: model.receivers.clone(),
            items: model.max_items.clone(),
            spots: vec![Spot::NOWHERE; model.things.len()],
            free: model.capacity.iter().sum(),
            value: 0,
            kept: 0,
        }
    }

    /// Puts an item that is nowhere at its spot.
    pub(super) fn put(&mut self, model: &Model, item: usize, spot: Spot) {
        self.book(model, item, &spot, -1);
        self.spots[item] = spot;
    }

    /// Takes an item out of the plan.
    pub(super) fn take(&mut self, model: &Model, item: usize) -> Spot {
        let spot = std::mem::replace(&mut self.spots[item], Spot::NOWHERE);
        self.book(model, item, &spot, 1);
        spot
    }

    fn book(&mut self, model: &Model, item: usize, spot: &Spot, sign: i32) {
        if !spot.is_planned() {
            return;
        }
        let thing = &model.things[item];
        self.value -= i64::from(sign) * spot.value(thing);
        self.kept -= i64::from(sign) * spot.keeps(&thing.promised);
        self.left[spot.doc as usize] += sign * thing.doc;
        self.free += sign * thing.doc;
        if !spot.is_taught() {
            return;
        }
        let teach = spot.teach as usize;
        self.left[teach] += sign * thing.teach;
        self.sessions[teach] += sign;
        self.free += sign * (thing.teach + thing.verify * spot.verified as i32);
        for (receiver, day) in spot.takings() {
            self.left[*day as usize] += sign * thing.verify;
            self.sessions[*day as usize] += sign;
            self.items[*receiver] += sign;
            self.receivers[receiver * model.days + teach] += sign * thing.teach;
            self.receivers[receiver * model.days + *day as usize] += sign * thing.rehearse;
        }
    }

    /// The books of the same spots, counted anew.
    pub(super) fn rebuilt(&self, model: &Model) -> Self {
        let mut books = Self::empty(model);
        for (item, spot) in self.spots.iter().enumerate() {
            books.put(model, item, *spot);
        }
        books
    }

    /// Whether nobody is asked for more than they have; what the search never lets happen.
    #[cfg(test)]
    pub(super) fn is_sound(&self) -> bool {
        self.all().into_iter().flatten().all(|number| *number >= 0)
    }

    /// Whether nobody is asked for more than they have by what these books hold beyond others. What was done may have
    /// broken a rule, and nobody can help that any more.
    pub(super) fn is_sound_beyond(&self, others: &Self) -> bool {
        let pairs = self.all().into_iter().zip(others.all());
        pairs
            .flat_map(|(mine, theirs)| mine.iter().zip(theirs))
            .all(|(mine, theirs)| *mine >= 0 || mine == theirs)
    }

    fn all(&self) -> [&Vec<i32>; 4] {
        [&self.left, &self.sessions, &self.receivers, &self.items]
    }

    /// The first and last day on which an item may be taught as the others stand; empty when a prerequisite is not.
    pub(super) fn window(&self, model: &Model, item: usize) -> std::ops::RangeInclusive<i32> {
        let thing = &model.things[item];
        if thing.teach_on != NEVER {
            return thing.teach_on..=thing.teach_on;
        }
        let (mut first, mut last) = (model.today, thing.gate);
        for before in &thing.after {
            let day = self.spots[*before].teach;
            first = if day == NEVER { i32::MAX } else { first.max(day) };
        }
        for then in &thing.then {
            let day = self.spots[*then].teach;
            if day != NEVER {
                last = last.min(day);
            }
        }
        first..=last
    }
}

/// The leaver's sessions by day. Of days that are over none is short: what was done on them, was.
fn sessions(model: &Model) -> Vec<i32> {
    (0..model.days as i32).map(|day| if day < model.today { PLENTY } else { model.sessions }).collect()
}

/// More than anybody needs.
const PLENTY: i32 = 1_000_000;
