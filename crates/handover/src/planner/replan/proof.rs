//! How many of the promised dates can stay together at most.
//!
//! Everybody's time gets a price, by day, and so does teaching an item before what it builds on; then each item chooses
//! by itself, and what it costs is given back once. For any prices that is a bound (Lagrangian relaxation), and moving
//! the prices towards what is short makes it a sharp one. Where it is not sharp enough, one date after the other is
//! taken as staying and as going, and each case is bounded again.

mod choose;
mod pack;

use super::super::{
    books::{Books, Spot},
    explain::Block,
    model::{Model, NEVER},
};
use super::promise::Earliest;
use choose::Chooser;
use pack::{Packed, pack};

/// Steps towards better prices: at the start, and in each case that is looked at.
const AT_START: u32 = 300;
const IN_A_CASE: u32 = 50;
/// How much of a step goes on into the next one.
const SWING: f64 = 0.4;
/// So many steps without a better bound make the next ones half as long.
const PATIENCE: u32 = 8;
/// Bounds are numbers of dates: a little above a whole number is that number.
const GRAIN: f64 = 1e-6;

/// What is decided of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Open,
    Stays,
    Goes,
}

/// What the proof found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    /// No plan keeps more of the dates.
    pub(super) most: i64,
    /// Whose time is short, the shortest first.
    pub(super) because: Vec<Block>,
    /// Where items stand in a plan that keeps enough after all.
    pub(super) spots: Vec<(usize, Spot)>,
}

/// Prices of everybody's time.
#[derive(Debug, Clone)]
pub(super) struct Prices {
    /// The leaver's units, by day.
    pub(super) leaver: Vec<f64>,
    /// The leaver's sessions, by day.
    pub(super) sessions: Vec<f64>,
    /// Units of receiver `r` on day `d` at `r * days + d`.
    pub(super) receivers: Vec<f64>,
    /// A place in what a receiver may take over.
    pub(super) items: Vec<f64>,
    /// Of each pair, by day: for having taught the later one by then and not the earlier one.
    pub(super) pairs: Vec<f64>,
}

impl Prices {
    fn zero(model: &Model, pairs: usize) -> Self {
        Self {
            leaver: vec![0.0; model.days],
            sessions: vec![0.0; model.days],
            receivers: vec![0.0; model.receivers.len()],
            items: vec![0.0; model.max_items.len()],
            pairs: vec![0.0; pairs * model.days],
        }
    }

    fn all(&mut self) -> [&mut Vec<f64>; 5] {
        [&mut self.leaver, &mut self.sessions, &mut self.receivers, &mut self.items, &mut self.pairs]
    }
}

/// The dates in question, and the items that they hang on.
pub(super) struct Proof<'a> {
    chooser: Chooser<'a>,
    /// What is left beside what stands already.
    there: Prices,
    /// Work that may still be done.
    work: i64,
    /// A plan with enough dates that was come upon.
    spots: Vec<(usize, Spot)>,
    stop: &'a (dyn Fn() -> bool + Sync),
}

impl<'a> Proof<'a> {
    /// `books` hold what was done and what people set; the dates of `open` items are in question.
    pub(super) fn new(
        model: &'a Model,
        (books, earliest): (&'a Books, &'a Earliest),
        open: Vec<usize>,
        work: i64,
        stop: &'a (dyn Fn() -> bool + Sync),
    ) -> Self {
        let chooser = Chooser::new(model, (books, earliest), open);
        let mut there = Prices::zero(model, chooser.pairs.len());
        let float = |number: &i32| f64::from(*number);
        // The days that are over are nobody's to give or to take.
        let to_come = |(place, number): (usize, &i32)| {
            if place % model.days < model.today as usize { 0.0 } else { f64::from(*number) }
        };
        there.leaver = books.left.iter().enumerate().map(to_come).collect();
        there.sessions = books.sessions.iter().enumerate().map(to_come).collect();
        there.receivers = books.receivers.iter().enumerate().map(to_come).collect();
        there.items = books.items.iter().map(float).collect();
        Self { chooser, there, work, spots: Vec::new(), stop }
    }

    /// The most dates that can stay: as sharp as one look makes it, or below `enough` if looking at cases proves that.
    /// `found` can stay.
    pub(super) fn run(&mut self, found: i64, enough: i64) -> Verdict {
        let model = self.chooser.model;
        let fates = vec![Fate::Open; self.chooser.dates.len()];
        let mut prices = Prices::zero(model, self.chooser.pairs.len());
        let (bound, shares) = self.look(&fates, &mut prices, (AT_START, found as f64));
        let because = self.because(&prices);
        let mut most = (bound + GRAIN).floor().min(fates.len() as f64) as i64;
        if most >= enough && self.is_below(enough, &fates, (prices, shares)) {
            most = enough - 1;
        }
        Verdict { most: most.max(found), because, spots: std::mem::take(&mut self.spots) }
    }

    /// Whether in no case so many dates stay.
    fn is_below(&mut self, enough: i64, fates: &[Fate], (prices, shares): (Prices, Vec<f64>)) -> bool {
        let is_unclear = |place: &usize| fates[*place] == Fate::Open;
        let doubt = |place: &usize| (shares[*place] - 0.5).abs();
        let next = (0..fates.len()).filter(is_unclear).min_by(|a, b| doubt(a).total_cmp(&doubt(b)));
        let Some(next) = next else { return self.is_refused(fates) };
        for fate in [Fate::Stays, Fate::Goes] {
            if self.work <= 0 || (self.stop)() {
                return false;
            }
            let mut fates = fates.to_vec();
            fates[next] = fate;
            let mut prices = prices.clone();
            let (bound, shares) = self.look(&fates, &mut prices, (IN_A_CASE, (enough - 1) as f64));
            if bound + GRAIN >= enough as f64 && !self.is_below(enough, &fates, (prices, shares)) {
                return false;
            }
        }
        true
    }

    /// Whether dates that are all decided can not be carried out.
    fn is_refused(&mut self, fates: &[Fate]) -> bool {
        if !self.chooser.hold(fates) {
            return true;
        }
        let wishes = (0..self.chooser.open.len()).map(|place| self.chooser.wishes(place, fates)).collect();
        match pack(&self.chooser, &self.chooser.left, wishes) {
            Packed::Found(spots) => {
                self.spots = spots;
                false
            }
            Packed::Impossible => true,
            Packed::Open => false,
        }
    }

    /// Moves prices towards the sharpest bound; ends when it falls below one date more than `aim`. Also tells how often
    /// each date stayed.
    fn look(&mut self, fates: &[Fate], prices: &mut Prices, (steps, aim): (u32, f64)) -> (f64, Vec<f64>) {
        let mut shares = vec![0.5; fates.len()];
        if !self.chooser.hold(fates) {
            return (f64::NEG_INFINITY, shares);
        }
        let (mut best, mut best_prices) = (f64::INFINITY, prices.clone());
        let mut swing = Prices::zero(self.chooser.model, self.chooser.pairs.len());
        let (mut length, mut idle) = (1.0, 0);
        for _ in 0..steps {
            let (mut bound, spots) = self.chooser.choose(fates, prices);
            self.work -= self.chooser.effort;
            let mut slope = self.slope(&spots);
            bound += self.given_back(prices);
            if bound < best - GRAIN {
                (best, idle) = (bound, 0);
                best_prices.clone_from(prices);
            } else {
                idle += 1;
            }
            if best + GRAIN < aim + 1.0 || self.work <= 0 || (self.stop)() {
                break;
            }
            for (share, stays) in shares.iter_mut().zip(self.chooser.stay(&spots)) {
                *share += 0.1 * (f64::from(u8::from(stays)) - *share);
            }
            if idle >= PATIENCE {
                (length, idle) = (length / 2.0, 0);
                prices.clone_from(&best_prices);
            }
            let square = direct(prices, &mut slope, &mut swing);
            if square <= 0.0 || length < 1e-3 {
                break;
            }
            step(prices, &swing, length * (bound - aim - 0.5).max(0.25) / square);
        }
        prices.clone_from(&best_prices);
        (best, shares)
    }

    /// How much more is used than there is.
    fn slope(&self, spots: &[Spot]) -> Prices {
        let chooser = &self.chooser;
        let (model, today) = (chooser.model, chooser.model.today);
        let mut slope = self.there.clone();
        slope.all().into_iter().flatten().for_each(|number| *number = -*number);
        let mut taught = vec![NEVER; model.things.len()];
        for (item, spot) in chooser.open.iter().zip(spots) {
            let thing = &model.things[*item];
            taught[*item] = spot.teach;
            if spot.doc >= today && thing.doc_on == NEVER {
                slope.leaver[spot.doc as usize] += f64::from(thing.doc);
            }
            let is_new = thing.teach_on == NEVER && spot.teach >= today;
            if is_new {
                slope.leaver[spot.teach as usize] += f64::from(thing.teach);
                slope.sessions[spot.teach as usize] += 1.0;
            }
            for (receiver, day) in chooser.new_takings(*item, spot) {
                slope.leaver[day as usize] += f64::from(thing.verify);
                slope.sessions[day as usize] += 1.0;
                slope.items[receiver] += 1.0;
                slope.receivers[receiver * model.days + day as usize] += f64::from(thing.rehearse);
                if is_new {
                    slope.receivers[receiver * model.days + spot.teach as usize] += f64::from(thing.teach);
                }
            }
        }
        for (pair, (before, item)) in chooser.pairs.iter().enumerate() {
            for day in today..model.days as i32 {
                let is_by = |item: usize| f64::from(u8::from(taught[item] != NEVER && taught[item] <= day));
                slope.pairs[pair * model.days + day as usize] = is_by(*item) - is_by(*before);
            }
        }
        slope
    }

    /// What the prices bring for all that is there.
    fn given_back(&mut self, prices: &mut Prices) -> f64 {
        let there = self.there.all();
        let pairs = prices.all().into_iter().zip(there);
        pairs
            .flat_map(|(prices, there)| prices.iter().zip(there.iter()))
            .map(|(price, there)| price * there)
            .sum()
    }

    /// What the bound is paid for: whose time, the most first.
    fn because(&self, prices: &Prices) -> Vec<Block> {
        let paid = |prices: &[f64], there: &[f64]| -> f64 {
            prices.iter().zip(there).map(|(price, there)| price * there.max(1.0)).sum()
        };
        let receivers =
            paid(&prices.receivers, &self.there.receivers) + paid(&prices.items, &self.there.items);
        let mut found = vec![
            (paid(&prices.leaver, &self.there.leaver), Block::LeaverHours),
            (paid(&prices.sessions, &self.there.sessions), Block::Sessions),
            (receivers, Block::ReceiverLoad),
            (prices.pairs.iter().sum(), Block::Prerequisite),
        ];
        let least = found.iter().map(|(paid, _)| *paid).fold(0.0, f64::max) / 10.0;
        found.retain(|(paid, _)| *paid > least.max(0.05));
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.into_iter().map(|(_, block)| block).collect()
    }
}

/// Turns a slope into a direction that goes on a little in the one before, and says its square. What there is plenty of
/// costs nothing and can cost no less.
fn direct(prices: &mut Prices, slope: &mut Prices, swing: &mut Prices) -> f64 {
    let mut square = 0.0;
    for ((prices, slope), swing) in prices.all().into_iter().zip(slope.all()).zip(swing.all()) {
        for ((price, slope), swing) in prices.iter().zip(slope.iter()).zip(swing.iter_mut()) {
            let is_free = *price <= 0.0 && *slope < 0.0;
            *swing = if is_free { 0.0 } else { *slope + SWING * *swing };
            square += *swing * *swing;
        }
    }
    square
}

fn step(prices: &mut Prices, swing: &Prices, length: f64) {
    let mut swing = swing.clone();
    for (prices, swing) in prices.all().into_iter().zip(swing.all()) {
        for (price, swing) in prices.iter_mut().zip(swing.iter()) {
            *price = (*price + length * swing).max(0.0);
        }
    }
}
