//! Proving a plan best: items are decided one after the other, and what cannot beat the plan at hand is left out.
//!
//! A decision is a set of levels that an item may still take. The relaxation bounds each set of decisions and strikes
//! levels that would lead below the plan at hand; the placer finds out which levels cannot be had together on days, and
//! the smallest such sets are remembered.

use std::cmp::Reverse;

use super::{
    books::Books,
    place::{Placed, Placer, Wish},
    relax::{Ascent, Domain, LEVELS, Relaxation, SCALE},
};

/// Steps towards better prices at a node.
const ASCENT: usize = 24;
/// Work of the placer: at a node on the way, at the end of a branch, and for making a set of levels smaller.
const ON_THE_WAY: i64 = 4_000;
const AT_THE_END: i64 = 200_000;
const SHRINKING: i64 = 4_000;
/// The proof is given up when too many ends are left open: so many in all, divided by the number of items.
const OPEN_ENDS: usize = 4_000;
const LEAST_OPEN_ENDS: usize = 10;
/// Work for an end that was left open.
const WITH_PATIENCE: i64 = 4_000_000;

/// A search for the proof.
pub(super) struct Exact<'a> {
    relaxation: &'a Relaxation<'a>,
    ascent: Ascent,
    pub(super) placer: Placer<'a>,
    pub(super) best: Books,
    /// Levels that cannot be had together, each of them or more.
    pub(super) conflicts: Vec<Vec<Wish>>,
    /// Ends of branches that are neither placed nor refused, with what they would earn.
    pub(super) open_ends: Vec<(i64, Vec<Wish>)>,
    /// Whether every branch was followed to its end.
    pub(super) is_complete: bool,
    stop: &'a (dyn Fn() -> bool + Sync),
    pub(super) nodes: u64,
    bounds: Vec<[f64; LEVELS]>,
}

impl<'a> Exact<'a> {
    pub(super) fn new(
        relaxation: &'a Relaxation<'a>,
        best: Books,
        work: i64,
        stop: &'a (dyn Fn() -> bool + Sync),
    ) -> Self {
        Self {
            relaxation,
            ascent: Ascent::new(relaxation),
            placer: Placer::new(relaxation.model, work),
            best,
            conflicts: Vec::new(),
            open_ends: Vec::new(),
            is_complete: true,
            stop,
            nodes: 0,
            bounds: vec![[0.0; LEVELS]; relaxation.model.things.len()],
        }
    }

    /// Follows every branch that may be better than the plan at hand.
    pub(super) fn run(&mut self, domains: Vec<Domain>, prices: Vec<f64>) {
        let placed = Books::new(self.relaxation.model);
        self.node(domains, prices, &placed);
        self.try_open_ends();
    }

    /// Comes back to the ends that were left open, the most promising first, with more patience.
    fn try_open_ends(&mut self) {
        self.open_ends.sort_by_key(|(value, _)| Reverse(*value));
        let mut left = Vec::new();
        for (value, wishes) in std::mem::take(&mut self.open_ends) {
            if value <= self.best.value {
                continue;
            }
            let is_tried = self.is_complete && self.placer.work > 0 && !(self.stop)();
            match if is_tried { self.placer.place(&wishes, None, WITH_PATIENCE) } else { Placed::Unknown } {
                Placed::Yes(books) => self.best = *books,
                Placed::No => {}
                Placed::Unknown => left.push((value, wishes)),
            }
        }
        self.open_ends = left;
    }

    fn node(&mut self, mut domains: Vec<Domain>, mut prices: Vec<f64>, placed: &Books) {
        self.nodes += 1;
        if self.placer.work <= 0 || (self.stop)() {
            self.is_complete = false;
        }
        if !self.is_complete || !self.tighten(&mut domains, &mut prices) {
            return;
        }
        let minima = minima(&domains);
        let is_end = domains.iter().all(|domain| domain.is_power_of_two());
        let placed =
            match self.placer.place(&minima, Some(placed), if is_end { AT_THE_END } else { ON_THE_WAY }) {
                Placed::Yes(books) => *books,
                Placed::No => return self.learn(minima),
                Placed::Unknown if is_end => return self.leave_open(minima),
                Placed::Unknown => Books::new(self.relaxation.model),
            };
        if placed.value > self.best.value {
            self.best.clone_from(&placed);
        }
        if !is_end {
            self.branch(&domains, &prices, &placed);
        }
    }

    /// The end of a branch of which nobody knows whether it can be placed.
    fn leave_open(&mut self, wishes: Vec<Wish>) {
        let things = &self.relaxation.model.things;
        let value: i64 = wishes.iter().map(|(item, level)| things[*item].value[level - 1]).sum();
        self.open_ends.push((value, wishes));
        let patience = OPEN_ENDS / things.len().max(1);
        self.is_complete &= self.open_ends.len() <= patience.max(LEAST_OPEN_ENDS);
    }

    /// No plan earns more, if every branch was followed to its end.
    pub(super) fn bound(&self) -> Option<i64> {
        let open = self.open_ends.iter().map(|(value, _)| *value);
        let most = open.fold(self.best.value, i64::max);
        self.is_complete.then_some(most)
    }

    /// Narrows the domains as far as it goes; false when nothing better is left.
    fn tighten(&mut self, domains: &mut [Domain], prices: &mut Vec<f64>) -> bool {
        loop {
            if !self.propagate(domains) {
                return false;
            }
            self.ascent.prices.clone_from(prices);
            self.ascent.run(self.relaxation, domains, (ASCENT, self.best.value), self.stop);
            let size = self.relaxation.units * domains.len();
            self.placer.work -= (size / 100 * self.ascent.steps) as i64 + 1;
            prices.clone_from(&self.ascent.prices);
            if self.relaxation.floor(self.ascent.bound) <= self.best.value {
                return false;
            }
            if !self.filter(domains, prices) {
                return true;
            }
        }
    }

    /// Strikes levels that would end below the plan at hand; true when there were many.
    fn filter(&mut self, domains: &mut [Domain], prices: &[f64]) -> bool {
        let Self { relaxation, ascent, best, bounds, .. } = self;
        ascent.tabulate(relaxation, domains, prices);
        let (priced, tables, count) = (&ascent.priced, &ascent.tables, domains.len());
        let mut struck = 0;
        for item in 0..count {
            bounds[item] = [f64::NEG_INFINITY; LEVELS];
            let before = tables.row(&tables.forward, item);
            let after = tables.row(&tables.backward, count - 1 - item);
            for level in (0..LEVELS).filter(|level| domains[item] & (1 << level) != 0) {
                let weight = relaxation.weight(item, level);
                let mut most = f64::NEG_INFINITY;
                if weight <= relaxation.units {
                    let room = relaxation.units - weight;
                    let pairs = before[..=room].iter().zip(after[..=room].iter().rev());
                    most = pairs.fold(most, |most, (a, b)| if a + b > most { a + b } else { most });
                }
                let bound = (most + priced.worth[item][level] + priced.offset) / SCALE;
                bounds[item][level] = bound;
                if bound == f64::NEG_INFINITY || relaxation.floor(bound) <= best.value {
                    bounds[item][level] = f64::NEG_INFINITY;
                }
            }
        }
        for (domain, bounds) in domains.iter_mut().zip(bounds.iter()) {
            for (level, bound) in bounds.iter().enumerate() {
                if *domain & (1 << level) != 0 && *bound == f64::NEG_INFINITY {
                    *domain &= !(1 << level);
                    struck += 1;
                }
            }
        }
        struck > count / 8
    }

    /// Prerequisites, and levels that cannot be had together; false when an item has no level left.
    fn propagate(&self, domains: &mut [Domain]) -> bool {
        const TAUGHT: Domain = !0b11;
        let model = self.relaxation.model;
        let mut is_changed = true;
        while std::mem::take(&mut is_changed) {
            for item in 0..domains.len() {
                for before in &model.things[item].after {
                    if domains[item] & !TAUGHT == 0 && domains[*before] & !TAUGHT != 0 {
                        domains[*before] &= TAUGHT;
                        is_changed = true;
                    }
                    if domains[*before] & TAUGHT == 0 && domains[item] & TAUGHT != 0 {
                        domains[item] &= !TAUGHT;
                        is_changed = true;
                    }
                }
                if domains[item] == 0 {
                    return false;
                }
            }
            for conflict in &self.conflicts {
                let mut open = conflict.iter().filter(|(item, level)| least(domains[*item]) < *level);
                let Some((item, level)) = open.next() else { return false };
                let below = (1 << level) - 1;
                if open.next().is_none() && domains[*item] & !below != 0 {
                    domains[*item] &= below;
                    is_changed = true;
                }
            }
        }
        domains.iter().all(|domain| *domain != 0)
    }

    /// Remembers the smallest part of wishes that cannot be placed.
    fn learn(&mut self, mut wishes: Vec<Wish>) {
        let mut place = 0;
        while place < wishes.len() {
            let mut fewer = wishes.clone();
            let removed = fewer.remove(place);
            if matches!(self.placer.search(&fewer, SHRINKING), Placed::No) {
                wishes = fewer;
                continue;
            }
            let mut lower = wishes.clone();
            for level in 1..removed.1 {
                lower[place].1 = level;
                if matches!(self.placer.search(&lower, SHRINKING), Placed::No) {
                    wishes = lower;
                    break;
                }
            }
            place += 1;
        }
        self.conflicts.push(wishes);
    }

    /// Decides the item whose second choice is the worst.
    fn branch(&mut self, domains: &[Domain], prices: &[f64], placed: &Books) {
        let second = |bounds: &[f64; LEVELS]| {
            let mut sorted = *bounds;
            sorted.sort_by(|a, b| b.total_cmp(a));
            sorted[1]
        };
        let open = (0..domains.len()).filter(|item| domains[*item].count_ones() > 1);
        let chosen = open.min_by(|a, b| second(&self.bounds[*a]).total_cmp(&second(&self.bounds[*b])));
        let Some(item) = chosen else { return };
        let bounds = self.bounds[item];
        let mut levels: Vec<usize> = (0..LEVELS).filter(|level| domains[item] & (1 << level) != 0).collect();
        levels.sort_by(|a, b| bounds[*b].total_cmp(&bounds[*a]).then(b.cmp(a)));
        for level in levels {
            if self.relaxation.floor(bounds[level]) <= self.best.value {
                continue;
            }
            let mut decided = domains.to_vec();
            decided[item] = 1 << level;
            self.node(decided, prices.to_vec(), placed);
            if !self.is_complete {
                return;
            }
        }
    }
}

fn least(domain: Domain) -> usize {
    domain.trailing_zeros() as usize
}

/// What is decided at least, as wishes.
fn minima(domains: &[Domain]) -> Vec<Wish> {
    let wish = |(item, domain): (usize, &Domain)| Some((item, least(*domain))).filter(|wish| wish.1 > 0);
    domains.iter().enumerate().filter_map(wish).collect()
}
