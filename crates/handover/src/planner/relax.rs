//! What no plan can exceed: the days are forgotten, the totals are kept, and what still binds has a price.
//!
//! Each item takes a level: not at all, documented, or taught with so many verified receivers. The leaver's units in
//! all are kept as a knapsack that is solved exactly; everything else (gates, first and last days, sessions,
//! prerequisites, the receivers' time and number of items) may be broken at a price for each unit. Whatever the prices,
//! the value is an upper bound (Lagrange); the prices are bettered step by step. Prices and values are whole numbers in
//! thousandths, kept in floating point below 2^53, so that nothing is ever rounded in favour of the bound.

use super::model::{MOST, Model, Thing};

/// Levels of an item: nothing, documented, one to three receivers.
pub(super) const LEVELS: usize = MOST + 2;
/// Prices are counted in this part of a point.
pub(super) const SCALE: f64 = 1024.0;
/// More cells than this are not filled by the knapsack: the leaver's units get a price instead.
const MAX_CELLS: usize = 6_000_000;

/// What one level of one item uses of one row.
#[derive(Debug, Clone, Copy)]
struct Term {
    row: usize,
    documented: i32,
    taught: i32,
    verified: i32,
}

impl Term {
    fn used(&self, level: usize) -> i32 {
        match level {
            0 => 0,
            1 => self.documented,
            _ => self.taught + self.verified * (level as i32 - 1),
        }
    }
}

/// The relaxed instance.
pub(super) struct Relaxation<'a> {
    pub(super) model: &'a Model,
    /// How much of each row there is.
    rows: Vec<i64>,
    terms: Vec<Vec<Term>>,
    /// The first of the rows of each receiver: teaching, rehearsing, number of items.
    first_receiver_row: usize,
    /// The units of the leaver, when they are a knapsack.
    pub(super) units: usize,
    pub(super) is_knapsack: bool,
    /// Every value is a multiple of this.
    grain: i64,
}

/// Rows of each receiver: all units, teaching units, rehearsing units, items.
const RECEIVER_ROWS: usize = 4;

/// What a set of prices gives.
#[derive(Debug, Clone, Default)]
pub(super) struct Priced {
    /// What each level of each item is worth after paying, or less than any value when it is not allowed.
    pub(super) worth: Vec<[f64; LEVELS]>,
    /// The receivers by what they cost for each item, cheapest first.
    guests: Vec<Vec<(f64, usize)>>,
    /// What the rows that are not broken bring back.
    pub(super) offset: f64,
}

/// The levels that an item may still take, as bits.
pub(super) type Domain = u8;

/// What one solution of the relaxed instance looks like.
#[derive(Debug, Clone, Default)]
pub(super) struct Relaxed {
    /// The bound in points, not rounded.
    pub(super) value: f64,
    pub(super) levels: Vec<u8>,
    /// How much is used of each row beyond what there is.
    pub(super) excess: Vec<i64>,
}

impl<'a> Relaxation<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        let units: i64 = model.capacity.iter().copied().map(i64::from).sum();
        let units = usize::try_from(units).unwrap_or(usize::MAX);
        let is_knapsack = units.saturating_mul(model.things.len().max(1)) <= MAX_CELLS;
        let mut new = Self {
            model,
            rows: Vec::new(),
            terms: vec![Vec::new(); model.things.len()],
            first_receiver_row: 0,
            units,
            is_knapsack,
            grain: grain(model),
        };
        if !is_knapsack {
            new.leaver_row();
        }
        new.prerequisite_rows();
        new.gate_rows();
        new.late_rows();
        new.session_rows();
        new.receiver_rows();
        new
    }

    pub(super) fn row_count(&self) -> usize {
        self.rows.len()
    }

    fn row(&mut self, there: i64) -> usize {
        self.rows.push(there);
        self.rows.len() - 1
    }

    fn leaver_row(&mut self) {
        let row = self.row(self.units as i64);
        for (thing, terms) in self.model.things.iter().zip(&mut self.terms) {
            let taught = thing.doc + thing.teach;
            terms.push(Term { row, documented: thing.doc, taught, verified: thing.verify });
        }
    }

    /// Whoever is taught has its prerequisites taught.
    fn prerequisite_rows(&mut self) {
        for item in 0..self.model.things.len() {
            for before in &self.model.things[item].after {
                let row = self.row(0);
                self.terms[item].push(Term { row, documented: 0, taught: 1, verified: 0 });
                self.terms[*before].push(Term { row, documented: 0, taught: -1, verified: 0 });
            }
        }
    }

    /// What must be written and taught by a day fits into the days up to it.
    fn gate_rows(&mut self) {
        let model = self.model;
        let mut gates: Vec<i32> =
            model.things.iter().filter(|thing| thing.most > 0).map(|thing| thing.gate).collect();
        gates.sort_unstable();
        gates.dedup();
        for gate in gates {
            let there = model.capacity[..=gate as usize].iter().copied().map(i64::from).sum();
            let units = self.row(there);
            let sessions = self.row(i64::from(model.sessions) * (i64::from(gate) + 1));
            let mut is_counted = vec![false; model.things.len()];
            for item in (0..model.things.len()).filter(|item| model.things[*item].gate <= gate) {
                is_counted[item] = true;
            }
            for item in 0..model.things.len() {
                if model.things[item].gate > gate || model.things[item].most == 0 {
                    continue;
                }
                // With an item come its prerequisites, each counted with the first item that brings it.
                let (mut work, mut taught, mut open) = (0, 0, vec![item]);
                while let Some(next) = open.pop() {
                    let thing = &model.things[next];
                    (work, taught) = (work + thing.doc + thing.teach, taught + 1);
                    for before in &thing.after {
                        if !std::mem::replace(&mut is_counted[*before], true) {
                            open.push(*before);
                        }
                    }
                }
                self.terms[item].push(Term { row: units, documented: 0, taught: work, verified: 0 });
                self.terms[item].push(Term { row: sessions, documented: 0, taught, verified: 0 });
            }
        }
    }

    /// Teach-backs fit into the days after the lag.
    fn late_rows(&mut self) {
        let first = (self.model.lag as usize).min(self.model.days);
        let there = self.model.capacity[first..].iter().copied().map(i64::from).sum();
        let units = self.row(there);
        let sessions = self.row(i64::from(self.model.sessions) * (self.model.days - first) as i64);
        for (thing, terms) in self.model.things.iter().zip(&mut self.terms) {
            terms.push(Term { row: units, documented: 0, taught: 0, verified: thing.verify });
            terms.push(Term { row: sessions, documented: 0, taught: 0, verified: 1 });
        }
    }

    /// Sessions fit into the days on which the leaver has time for them.
    fn session_rows(&mut self) {
        let things = self.model.things.iter().filter(|thing| thing.most > 0);
        let least = things.map(|thing| thing.teach.min(thing.verify)).min().unwrap_or(0);
        let on_day = |units: &i32| {
            let fit = if least > 0 { units / least } else { self.model.sessions };
            i64::from(fit.min(self.model.sessions))
        };
        let there = self.model.capacity.iter().map(on_day).sum();
        let row = self.row(there);
        for terms in &mut self.terms {
            terms.push(Term { row, documented: 0, taught: 1, verified: 1 });
        }
    }

    fn receiver_rows(&mut self) {
        self.first_receiver_row = self.rows.len();
        let (model, lag) = (self.model, (self.model.lag as usize).min(self.model.days));
        let last = model.things.iter().map(|thing| thing.gate + 1).max().unwrap_or(0).max(0) as usize;
        for receiver in 0..model.max_items.len() {
            let units = &model.receivers[receiver * model.days..(receiver + 1) * model.days];
            let sum = |units: &[i32]| units.iter().copied().map(i64::from).sum::<i64>();
            self.rows.push(sum(units));
            self.rows.push(sum(&units[..last]));
            self.rows.push(sum(&units[lag..]));
            self.rows.push(i64::from(model.max_items[receiver]));
        }
    }

    /// What everything is worth at these prices, within the domains.
    pub(super) fn price(&self, prices: &[f64], domains: &[Domain], priced: &mut Priced) {
        let model = self.model;
        priced.worth.resize(model.things.len(), [0.0; LEVELS]);
        priced.guests.resize(model.things.len(), Vec::new());
        priced.offset = self.rows.iter().zip(prices).map(|(row, price)| *row as f64 * price).sum();
        for (item, thing) in model.things.iter().enumerate() {
            let guests = &mut priced.guests[item];
            guests.clear();
            guests.extend(thing.eligible.iter().map(|receiver| {
                let row = self.first_receiver_row + RECEIVER_ROWS * receiver;
                let teach = f64::from(thing.teach) * (prices[row] + prices[row + 1]);
                (
                    teach + f64::from(thing.rehearse) * (prices[row] + prices[row + 2]) + prices[row + 3],
                    *receiver,
                )
            }));
            guests.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let mut fees = 0.0;
            for level in 0..LEVELS {
                if level >= 2 {
                    fees += guests.get(level - 2).map_or(0.0, |guest| guest.0);
                }
                let is_open = domains[item] & (1 << level) != 0;
                let value = if level == 0 { 0.0 } else { thing.value[level - 1] as f64 * SCALE };
                let paid: f64 =
                    self.terms[item].iter().map(|term| f64::from(term.used(level)) * prices[term.row]).sum();
                priced.worth[item][level] = if is_open { value - fees - paid } else { f64::NEG_INFINITY };
            }
        }
    }

    /// The units of the leaver that a level takes.
    pub(super) fn weight(&self, item: usize, level: usize) -> usize {
        if level == 0 { 0 } else { self.model.things[item].units(level - 1) as usize }
    }

    /// The best levels at these prices.
    pub(super) fn solve(&self, priced: &Priced, tables: &mut Tables, found: &mut Relaxed) {
        let sum = if self.is_knapsack {
            tables.fill(self, priced, Direction::Forward);
            tables.read(self, priced, &mut found.levels)
        } else {
            found.levels.clear();
            let mut sum = 0.0;
            for worth in &priced.worth {
                let best =
                    (0..LEVELS).fold(0, |best, level| if worth[level] > worth[best] { level } else { best });
                found.levels.push(best as u8);
                sum += worth[best];
            }
            sum
        };
        found.value = (sum + priced.offset) / SCALE;
        self.count_excess(priced, found);
    }

    fn count_excess(&self, priced: &Priced, found: &mut Relaxed) {
        found.excess.clear();
        found.excess.extend(self.rows.iter().map(|row| -row));
        for (item, level) in found.levels.iter().map(|level| usize::from(*level)).enumerate() {
            for term in &self.terms[item] {
                found.excess[term.row] += i64::from(term.used(level));
            }
            let thing = &self.model.things[item];
            for (_, receiver) in priced.guests[item].iter().take(level.saturating_sub(1)) {
                let row = self.first_receiver_row + RECEIVER_ROWS * receiver;
                found.excess[row] += i64::from(thing.teach + thing.rehearse);
                found.excess[row + 1] += i64::from(thing.teach);
                found.excess[row + 2] += i64::from(thing.rehearse);
                found.excess[row + 3] += 1;
            }
        }
    }

    /// The greatest value that a plan can have below a bound.
    pub(super) fn floor(&self, bound: f64) -> i64 {
        let whole = (bound + 1e-9).floor() as i64;
        whole - whole.rem_euclid(self.grain)
    }
}

/// The greatest number of which every value is a multiple.
fn grain(model: &Model) -> i64 {
    let divide = |mut a: i64, mut b: i64| {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    model.things.iter().flat_map(|thing| thing.value).fold(0, divide).max(1)
}

/// Levels that are open at the start.
pub(super) fn all_open(model: &Model) -> Vec<Domain> {
    model.things.iter().map(|thing| (1 << (thing.most + 2)) - 1).collect()
}

/// From which end the knapsack is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Backward,
}

/// The knapsack over the leaver's units, item by item.
#[derive(Debug, Clone, Default)]
pub(super) struct Tables {
    width: usize,
    pub(super) forward: Vec<f64>,
    pub(super) backward: Vec<f64>,
}

impl Tables {
    /// The row of a table: what the first (or last) so many items are worth at most, by units.
    pub(super) fn row<'t>(&self, table: &'t [f64], count: usize) -> &'t [f64] {
        &table[count * self.width..(count + 1) * self.width]
    }

    pub(super) fn fill(&mut self, relaxation: &Relaxation<'_>, priced: &Priced, direction: Direction) {
        let count = priced.worth.len();
        self.width = relaxation.units + 1;
        let width = self.width;
        let table = if direction == Direction::Forward { &mut self.forward } else { &mut self.backward };
        table.resize((count + 1) * width, 0.0);
        table[..width].fill(0.0);
        for place in 0..count {
            let item = if direction == Direction::Forward { place } else { count - 1 - place };
            let (before, after) = table.split_at_mut((place + 1) * width);
            let (before, after) = (&before[place * width..], &mut after[..width]);
            after.fill(f64::NEG_INFINITY);
            for (level, worth) in priced.worth[item].iter().enumerate() {
                let weight = relaxation.weight(item, level);
                if *worth == f64::NEG_INFINITY || weight >= width {
                    continue;
                }
                for (new, old) in after[weight..].iter_mut().zip(before) {
                    let value = old + worth;
                    *new = if value > *new { value } else { *new };
                }
            }
        }
    }

    /// Reads the best levels off the forward table.
    fn read(&self, relaxation: &Relaxation<'_>, priced: &Priced, levels: &mut Vec<u8>) -> f64 {
        let count = priced.worth.len();
        levels.clear();
        levels.resize(count, 0);
        let mut units = self.width - 1;
        let best = self.row(&self.forward, count)[units];
        if best == f64::NEG_INFINITY {
            return best;
        }
        for item in (0..count).rev() {
            let (here, before) = (self.row(&self.forward, item + 1)[units], self.row(&self.forward, item));
            let fits = |level: &usize| {
                let weight = relaxation.weight(item, *level);
                let worth = priced.worth[item][*level];
                worth > f64::NEG_INFINITY && weight <= units && before[units - weight] + worth >= here
            };
            let level = (0..LEVELS).find(fits).unwrap_or(0);
            levels[item] = level as u8;
            units -= relaxation.weight(item, level);
        }
        best
    }
}

/// Betters prices step by step.
pub(super) struct Ascent {
    pub(super) prices: Vec<f64>,
    /// The lowest bound found, in points.
    pub(super) bound: f64,
    best_prices: Vec<f64>,
    pub(super) priced: Priced,
    pub(super) tables: Tables,
    pub(super) relaxed: Relaxed,
    /// How many steps were made.
    pub(super) steps: usize,
}

impl Ascent {
    pub(super) fn new(relaxation: &Relaxation<'_>) -> Self {
        let prices = vec![0.0; relaxation.row_count()];
        Self {
            best_prices: prices.clone(),
            prices,
            bound: f64::INFINITY,
            priced: Priced::default(),
            tables: Tables::default(),
            relaxed: Relaxed::default(),
            steps: 0,
        }
    }

    /// Makes so many steps from the present prices towards a target that is not above the true value.
    pub(super) fn run(
        &mut self,
        relaxation: &Relaxation<'_>,
        domains: &[Domain],
        (steps, target): (usize, i64),
        stop: &(dyn Fn() -> bool + Sync),
    ) {
        (self.bound, self.steps) = (f64::INFINITY, 0);
        let (mut pace, mut idle) = (1.0, 0);
        for step in 0..steps {
            if step % 8 == 0 && stop() {
                break;
            }
            self.steps += 1;
            relaxation.price(&self.prices, domains, &mut self.priced);
            relaxation.solve(&self.priced, &mut self.tables, &mut self.relaxed);
            let value = self.relaxed.value;
            if value < self.bound - 1e-9 * value.abs() {
                if self.bound - value > 1e-4 * value.abs() {
                    idle = 0;
                } else {
                    idle += 1;
                }
                self.bound = value;
                self.best_prices.clone_from(&self.prices);
            } else {
                idle += 1;
            }
            if idle > 12 {
                (pace, idle) = (pace / 1.6, 0);
                self.prices.clone_from(&self.best_prices);
                relaxation.price(&self.prices, domains, &mut self.priced);
                relaxation.solve(&self.priced, &mut self.tables, &mut self.relaxed);
            }
            if relaxation.floor(self.bound) <= target || pace < 1e-3 {
                break;
            }
            self.step(pace, target);
        }
        self.prices.clone_from(&self.best_prices);
    }

    /// Fills the tables of the knapsack from both ends at these prices.
    pub(super) fn tabulate(&mut self, relaxation: &Relaxation<'_>, domains: &[Domain], prices: &[f64]) {
        relaxation.price(prices, domains, &mut self.priced);
        self.tables.fill(relaxation, &self.priced, Direction::Forward);
        self.tables.fill(relaxation, &self.priced, Direction::Backward);
    }

    /// What each item earns for a unit of the leaver after paying for what it uses of others.
    pub(super) fn density(&mut self, relaxation: &Relaxation<'_>) -> Vec<f64> {
        let open = all_open(relaxation.model);
        relaxation.price(&self.prices, &open, &mut self.priced);
        let of = |(thing, worth): (&Thing, &[f64; LEVELS])| {
            let level = if thing.most == 0 { 1 } else { thing.most + 1 };
            worth[level] / SCALE / f64::from(thing.units(level - 1).max(1))
        };
        relaxation.model.things.iter().zip(&self.priced.worth).map(of).collect()
    }

    fn step(&mut self, pace: f64, target: i64) {
        let is_active = |(excess, price): (&i64, &f64)| *excess > 0 || *price > 0.0;
        let active = self.relaxed.excess.iter().zip(&self.prices);
        let length: f64 = active
            .filter(|pair| is_active((pair.0, pair.1)))
            .map(|(excess, _)| (excess * excess) as f64)
            .sum();
        if length <= 0.0 {
            return;
        }
        let gap = (self.relaxed.value - target as f64).max(1.0);
        let stride = pace * gap * SCALE / length;
        for (price, excess) in self.prices.iter_mut().zip(&self.relaxed.excess) {
            *price = (*price + stride * *excess as f64).round().max(0.0);
        }
    }
}
