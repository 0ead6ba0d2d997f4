//! Improving a plan: take a handful of items out, put items back in another order, keep what is better, and now and
//! then what is a little worse (ruin and recreate under simulated annealing). Counted in steps, never in seconds.

use super::{
    books::{Books, Spot},
    fit::Finder,
    model::{Model, Thing},
};
use crate::forecast::random::Random;

/// One day in so many is passed over when looking for a spot.
const BLINK: usize = 40;
/// Temperatures at the first and at the last step, as shares of what an item earns on average.
const HOT: f64 = 0.12;
const COLD: f64 = 0.002;
/// Items from outside the plan that are tried in one step.
const OUTSIDERS: usize = 24;

/// A date weighs so much against the temperature of a search for dates, as an item does in a search for value.
const DATE: f64 = 0.25;
/// In a search around promises, promised dates come first in all looks but one in so many.
const DISLOYAL: usize = 4;

/// What a search is after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    /// The most value, with at least so many promised dates kept.
    Value {
        /// So many.
        least: i64,
    },
    /// So many promised dates kept; of equals the one with more value.
    Dates {
        /// So many.
        enough: i64,
    },
}

/// One chain of the search.
pub(super) struct Search<'a> {
    model: &'a Model,
    finder: Finder<'a>,
    pub(super) books: Books,
    pub(super) best: Books,
    /// What was touched in this step, with where it was before.
    journal: Vec<(usize, Spot)>,
    touched: Vec<u64>,
    step: u64,
    /// Items by what they earn for an hour of the leaver, best first.
    ranked: Vec<usize>,
    density: Vec<f64>,
    /// How much the densities differ.
    spread: f64,
    /// What an item earns on average.
    scale: f64,
    /// Only these items may be moved; the others stay as they are.
    is_free: Vec<bool>,
    aim: Aim,
    /// What all items earn in full; more than any plan.
    total: f64,
    candidates: Vec<(f64, usize)>,
}

/// What each item earns, fully handed over, for a unit of the leaver.
pub(super) fn plain_density(model: &Model) -> Vec<f64> {
    let of = |thing: &Thing| thing.value[thing.most] as f64 / f64::from(thing.units(thing.most).max(1));
    model.things.iter().map(of).collect()
}

/// The standard deviation.
fn spread(numbers: &[f64]) -> f64 {
    let count = numbers.len().max(1) as f64;
    let mean = numbers.iter().sum::<f64>() / count;
    (numbers.iter().map(|number| (number - mean).powi(2)).sum::<f64>() / count).sqrt()
}

/// Between which temperatures the search goes: 0 is hot, 1 is cold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heat {
    pub(super) from: f64,
    pub(super) to: f64,
}

impl<'a> Search<'a> {
    /// A search that starts from books and takes the items with more for an hour of the leaver first.
    pub(super) fn new(model: &'a Model, books: Books, density: Vec<f64>, random: Random) -> Self {
        let mut ranked: Vec<usize> = (0..model.things.len()).collect();
        ranked.sort_by(|a, b| density[*b].total_cmp(&density[*a]).then(a.cmp(b)));
        let total: i64 = model.things.iter().map(|thing| thing.value[thing.most]).sum();
        let count = model.things.len();
        Self {
            model,
            finder: Finder::new(model, random, BLINK),
            best: books.clone(),
            books,
            journal: Vec::new(),
            touched: vec![0; count],
            step: 0,
            ranked,
            spread: spread(&density),
            density,
            scale: total as f64 / count.max(1) as f64,
            is_free: vec![true; count],
            aim: Aim::Value { least: 0 },
            total: total.max(1) as f64,
            candidates: Vec::new(),
        }
    }

    /// Goes after something else than the most value.
    pub(super) fn aim(&mut self, aim: Aim) {
        self.aim = aim;
        self.finder.is_loyal = aim != Aim::Value { least: 0 };
    }

    /// What a plan is worth to this search, in what an item earns on average.
    fn worth(&self, books: &Books) -> f64 {
        match self.aim {
            Aim::Value { .. } => books.value as f64,
            Aim::Dates { .. } => {
                (books.kept as f64 * DATE + books.value as f64 / self.total * DATE) * self.scale
            }
        }
    }

    fn is_enough(&self, bound: i64) -> bool {
        match self.aim {
            Aim::Value { .. } => self.best.value >= bound,
            Aim::Dates { enough } => self.best.kept >= enough,
        }
    }

    fn breaks_promises(&self) -> bool {
        matches!(self.aim, Aim::Value { least } if self.books.kept < least)
    }

    /// Holds items where they are.
    pub(super) fn hold(&mut self, items: &[usize]) {
        for item in items {
            self.is_free[*item] = false;
        }
    }

    /// Plans item by item: what earns most for an hour of the leaver comes first.
    pub(super) fn fill(&mut self) {
        let blink = std::mem::replace(&mut self.finder.blink, 0);
        self.step += 1;
        for item in self.ranked.clone() {
            self.raise(item);
        }
        self.document();
        self.finder.blink = blink;
        self.keep_best();
        if self.breaks_promises() {
            self.books.clone_from(&self.best);
        }
    }

    /// Makes so many steps, cooling down; ends early at a value that cannot be exceeded, or when asked to.
    pub(super) fn run(&mut self, steps: u64, heat: Heat, bound: i64, stop: &(dyn Fn() -> bool + Sync)) {
        for step in 0..steps {
            if self.is_enough(bound) || step % 64 == 0 && stop() {
                return;
            }
            let done = heat.from + (heat.to - heat.from) * step as f64 / steps as f64;
            self.one_step(HOT * self.scale * (COLD / HOT).powf(done));
        }
    }

    /// Goes on from another plan.
    pub(super) fn restart(&mut self, books: &Books) {
        self.books.clone_from(books);
        self.keep_best();
    }

    fn one_step(&mut self, temperature: f64) {
        self.step += 1;
        self.journal.clear();
        if self.aim != (Aim::Value { least: 0 }) {
            self.finder.is_loyal = self.finder.random.below(DISLOYAL) > 0;
        }
        let before = self.worth(&self.books);
        self.ruin();
        self.recreate();
        let threshold = before + temperature * (1.0 - self.finder.random.unit()).ln();
        if self.breaks_promises() || self.worth(&self.books) < threshold {
            self.undo();
        } else {
            self.keep_best();
        }
    }

    /// More of what the search is after; of equals what keeps more dates, or earns more.
    fn keep_best(&mut self) {
        let rank = |books: &Books| match self.aim {
            Aim::Value { .. } => (books.value, books.kept),
            Aim::Dates { .. } => (books.kept, books.value),
        };
        if !self.breaks_promises() && rank(&self.books) > rank(&self.best) {
            self.best.clone_from(&self.books);
        }
    }

    fn undo(&mut self) {
        let journal = std::mem::take(&mut self.journal);
        for (item, _) in &journal {
            self.books.take(self.model, *item);
        }
        for (item, spot) in &journal {
            self.books.put(self.model, *item, *spot);
        }
        self.journal = journal;
    }

    fn note(&mut self, item: usize) {
        if self.touched[item] != self.step {
            self.touched[item] = self.step;
            self.journal.push((item, self.books.spots[item]));
        }
    }

    fn put(&mut self, item: usize, spot: Spot) {
        self.note(item);
        self.books.put(self.model, item, spot);
    }

    fn take(&mut self, item: usize) -> Spot {
        self.note(item);
        self.books.take(self.model, item)
    }

    /// Takes an item out, and first what may not be taught without it; nothing when one of them is held.
    fn remove(&mut self, item: usize) {
        let model = self.model;
        if !self.books.spots[item].is_planned() || !self.is_free[item] {
            return;
        }
        if self.books.spots[item].is_taught() && !model.things[item].base.is_taught() {
            for then in &model.things[item].then {
                if self.books.spots[*then].is_taught() {
                    self.remove(*then);
                }
            }
            if model.things[item].then.iter().any(|then| self.books.spots[*then].is_taught()) {
                return;
            }
        }
        self.take(item);
        self.put(item, model.things[item].base);
    }

    fn ruin(&mut self) {
        match self.finder.random.below(4) {
            0 | 1 => self.ruin_days(),
            2 => self.ruin_some(),
            _ => self.ruin_around(),
        }
    }

    /// Takes out most of what the leaver does on one to three days in a row.
    fn ruin_days(&mut self) {
        let random = &mut self.finder.random;
        let first = random.below(self.model.days) as i32;
        let last = first + random.below(3) as i32;
        let keep = random.unit() * 0.7;
        let within = |day: i32| (first..=last).contains(&day);
        for item in 0..self.model.things.len() {
            let spot = self.books.spots[item];
            let is_there =
                within(spot.doc) || within(spot.teach) || spot.takings().iter().any(|(_, day)| within(*day));
            if is_there && self.finder.random.unit() >= keep {
                self.remove(item);
            }
        }
    }

    /// Takes out a few items by chance.
    fn ruin_some(&mut self) {
        let wanted = 1 + self.finder.random.below(6);
        let mut taken = 0;
        for _ in 0..8 * wanted {
            let item = self.finder.random.below(self.model.things.len());
            if self.books.spots[item].is_planned() {
                self.remove(item);
                taken += 1;
            }
            if taken == wanted {
                break;
            }
        }
    }

    /// Takes out an item, and some of what the leaver does on its days.
    fn ruin_around(&mut self) {
        let count = self.model.things.len();
        let mut item = self.finder.random.below(count);
        for _ in 0..20 {
            if self.books.spots[item].is_taught() {
                break;
            }
            item = self.finder.random.below(count);
        }
        let centre = self.books.spots[item];
        self.remove(item);
        let keep = 0.3 + self.finder.random.unit() * 0.6;
        let days = [centre.doc, centre.teach, centre.who[0].1, centre.who[1].1, centre.who[2].1];
        let within = |day: i32| day >= 0 && days.contains(&day);
        for item in 0..count {
            let spot = self.books.spots[item];
            let is_there =
                within(spot.doc) || within(spot.teach) || spot.takings().iter().any(|(_, day)| within(*day));
            if is_there && self.finder.random.unit() >= keep {
                self.remove(item);
            }
        }
    }

    /// Puts items back: those that were taken out and some from outside, in an order drawn anew.
    fn recreate(&mut self) {
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        let manner = self.finder.random.below(8);
        let noise = if manner < 6 { 0.8 } else { 3.0 };
        for place in 0..self.journal.len() {
            let item = self.journal[place].0;
            candidates.push((self.key(item, noise), item));
        }
        let count = self.ranked.len();
        for _ in 0..OUTSIDERS.min(count) {
            let unit = self.finder.random.unit();
            let item = self.ranked[((unit * unit.sqrt()) * count as f64) as usize];
            let spot = &self.books.spots[item];
            if self.touched[item] != self.step && spot.verified < self.model.things[item].most {
                candidates.push((self.key(item, noise), item));
            }
        }
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, item) in &candidates {
            self.raise(*item);
        }
        self.candidates = candidates;
        self.document();
    }

    fn key(&mut self, item: usize, noise: f64) -> f64 {
        self.density[item] + noise * self.spread * (self.finder.random.unit() - 0.5)
    }

    /// Plans an item as far as it goes, after what has to be taught before it.
    fn raise(&mut self, item: usize) {
        let (model, most) = (self.model, self.model.things[item].most);
        if !self.is_free[item] || self.books.spots[item].verified >= most {
            return;
        }
        while self.books.spots[item].is_taught() && self.books.spots[item].verified < most {
            if self.books.free < model.things[item].verify {
                return;
            }
            let Some(spot) = self.finder.one_more(&self.books, item) else { return };
            self.take(item);
            self.put(item, spot);
        }
        if self.books.spots[item].is_taught() {
            return;
        }
        self.raise_new(item);
    }

    fn raise_new(&mut self, item: usize) {
        let (model, most) = (self.model, self.model.things[item].most);
        // A prerequisite that is brought in for nothing is taken out again.
        let mut brought = Vec::new();
        for before in &model.things[item].after {
            if !self.books.spots[*before].is_taught() {
                self.raise(*before);
                if !self.books.spots[*before].is_taught() {
                    self.drop_all(&brought);
                    return;
                }
                brought.push(*before);
            }
        }
        let documented = self.books.spots[item];
        if documented.is_planned() {
            self.take(item);
        }
        let found = self.finder.taught(&mut self.books, item, (1, most));
        if let Some(spot) = found {
            self.put(item, spot);
        } else {
            if documented.is_planned() {
                self.put(item, documented);
            }
            // What was brought in for this item alone may still be worth its hours; chance decides.
            if self.finder.random.below(2) == 0 {
                self.drop_all(&brought);
            }
        }
    }

    fn drop_all(&mut self, items: &[usize]) {
        for item in items.iter().rev() {
            self.remove(*item);
        }
    }

    /// Uses what is left for writing items down that are nowhere, the most critical first.
    fn document(&mut self) {
        let model = self.model;
        let mut widest = self.books.left.iter().copied().max().unwrap_or(0);
        if widest <= 0 {
            return;
        }
        for place in 0..self.ranked.len() {
            let item = self.ranked[place];
            let thing = &model.things[item];
            if thing.doc > widest || !self.is_free[item] || self.books.spots[item].is_planned() {
                continue;
            }
            if let Some(day) = self.finder.doc_day(&self.books, item, model.days as i32 - 1) {
                self.put(item, Spot::documented(day));
                widest = self.books.left.iter().copied().max().unwrap_or(0);
                if widest <= 0 {
                    return;
                }
            }
        }
    }
}
