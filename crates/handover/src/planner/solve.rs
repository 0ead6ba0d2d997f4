//! The way from an instance to a plan: a first plan, a bound, the search, and where it is small enough a proof.

use super::{
    Moment, Outcome, Settings,
    books::Books,
    exact::Exact,
    instance::Instance,
    model::Model,
    relax::{Ascent, Relaxation, all_open},
    search::{Heat, Search, plain_density},
    write,
};
use crate::{Error, Result, check, forecast::random::Random};

/// Chains that search side by side. Their number is part of the result, so it does not depend on the machine.
const CHAINS: u64 = 2;
/// The chains meet so many times.
const ROUNDS: u64 = 60;
/// Steps that a search of one second may make, for an item and day each; measured, with a wide margin, so that the
/// steps are done well before the clock runs out and the clock changes nothing.
const PACE: f64 = 5.0e6;
/// Up to so many items a proof is tried.
const PROVABLE: usize = 1000;
/// Steps of the search before the proof is tried.
const FIRST: u64 = 20_000;
/// Work of the proof in one second, and at most; a small instance is worth more, for it is likely to be proved.
const PROOF: f64 = 5.0e5;
const SMALL_PROOF: f64 = 2.0e6;
const SMALL: usize = 60;
const MOST_PROOF: f64 = 1.6e7;
/// Steps towards better prices at the start, and how many cells of the knapsack they may fill in a second.
const ASCENT: std::ops::RangeInclusive<usize> = 40..=400;
const CELLS: f64 = 4.0e7;

/// Who looks on and may end the search.
pub(super) struct Watch<'w> {
    pub(super) stop: &'w (dyn Fn() -> bool + Sync),
    pub(super) see: &'w mut dyn FnMut(Moment),
}

/// A plan from the first idea to the last.
pub(super) struct Solver<'a> {
    instance: &'a Instance,
    model: &'a Model,
    settings: &'a Settings,
    pub(super) best: Books,
    pub(super) bound: i64,
}

impl<'a> Solver<'a> {
    pub(super) fn new(
        instance: &'a Instance,
        model: &'a Model,
        settings: &'a Settings,
        start: Books,
    ) -> Self {
        let bound = model.things.iter().map(|thing| thing.value[thing.most]).sum();
        Self { instance, model, settings, best: start, bound }
    }

    pub(super) fn run(mut self, held: &[usize], watch: &mut Watch<'_>) -> Result<Outcome> {
        let (model, seed) = (self.model, self.settings.seed);
        let chain = |density: Vec<f64>, number| {
            let mut search = Search::new(model, self.best.clone(), density, Random::stream(seed, number));
            search.hold(held);
            search.fill();
            search
        };
        let first = chain(plain_density(model), 0);
        let relaxation = Relaxation::new(model);
        let mut ascent = Ascent::new(&relaxation);
        ascent.run(
            &relaxation,
            &all_open(model),
            (self.ascent_steps(&relaxation), first.best.value),
            watch.stop,
        );
        let second = chain(ascent.density(&relaxation), 1);
        if ascent.bound.is_finite() {
            self.bound = self.bound.min(relaxation.floor(ascent.bound));
        }
        let mut chains = vec![first, second];
        self.meet(&chains, watch);
        let steps = steps(model, self.settings.effort_ms);
        if model.things.len() <= PROVABLE && held.is_empty() && relaxation.is_knapsack {
            self.anneal(&mut chains, (steps / 8).clamp(200, FIRST), watch);
            self.sharpen(&relaxation, &mut ascent, watch);
            self.prove(&relaxation, ascent.prices, watch);
            for chain in &mut chains {
                chain.restart(&self.best);
            }
        }
        self.anneal(&mut chains, steps, watch);
        self.finish()
    }

    fn ascent_steps(&self, relaxation: &Relaxation<'_>) -> usize {
        let cells = (relaxation.units + 1) as f64 * (self.model.things.len() + 1) as f64;
        let steps = f64::from(self.settings.effort_ms) / 1_000.0 * CELLS / cells;
        (steps as usize).clamp(*ASCENT.start(), *ASCENT.end())
    }

    /// Takes over the best plan of all chains; the first of equals.
    fn meet(&mut self, chains: &[Search<'_>], watch: &mut Watch<'_>) {
        for chain in chains {
            if chain.best.value > self.best.value {
                self.best.clone_from(&chain.best);
            }
        }
        (watch.see)(Moment { objective: self.best.value, bound: self.bound });
    }

    /// A better plan makes better steps towards prices.
    fn sharpen(&mut self, relaxation: &Relaxation<'_>, ascent: &mut Ascent, watch: &mut Watch<'_>) {
        if self.is_done() {
            return;
        }
        let (steps, prices) = (self.ascent_steps(relaxation), ascent.prices.clone());
        ascent.prices.fill(0.0);
        ascent.run(relaxation, &all_open(self.model), (steps, self.best.value), watch.stop);
        if ascent.bound.is_finite() && relaxation.floor(ascent.bound) < self.bound {
            self.bound = relaxation.floor(ascent.bound);
        } else {
            ascent.prices = prices;
        }
    }

    /// Tries to prove that there is nothing better, or to find it.
    fn prove(&mut self, relaxation: &Relaxation<'_>, prices: Vec<f64>, watch: &mut Watch<'_>) {
        if self.is_done() {
            return;
        }
        let pace = if self.model.things.len() <= SMALL { SMALL_PROOF } else { PROOF };
        let work = (f64::from(self.settings.effort_ms) / 1_000.0 * pace).min(MOST_PROOF) as i64;
        let mut exact = Exact::new(relaxation, self.best.clone(), work, watch.stop);
        exact.run(all_open(self.model), prices);
        if let Some(bound) = exact.bound() {
            self.bound = self.bound.min(bound);
        }
        self.best = exact.best;
        (watch.see)(Moment { objective: self.best.value, bound: self.bound });
    }

    fn is_done(&self) -> bool {
        self.best.value >= self.bound
    }

    /// The first chain cools down once; the second one several times, each time from the best plan of both.
    fn anneal(&mut self, chains: &mut [Search<'_>], steps: u64, watch: &mut Watch<'_>) {
        let rounds = ROUNDS.min(steps.max(1));
        for round in 0..rounds {
            if self.is_done() || (watch.stop)() {
                return;
            }
            let stop = watch.stop;
            let bound = self.bound;
            std::thread::scope(|scope| {
                for (number, chain) in chains.iter_mut().enumerate() {
                    let heat = heat(number, round, rounds);
                    scope.spawn(move || chain.run(steps / rounds, heat, bound, stop));
                }
            });
            self.meet(chains, watch);
            if (round + 1) % (rounds / RESTARTS).max(1) == 0 {
                for chain in chains.iter_mut().skip(1) {
                    chain.restart(&self.best);
                }
            }
        }
    }

    /// Writes the plan down and has it checked by somebody else.
    fn finish(self) -> Result<Outcome> {
        let schedule = write::schedule(self.instance, &self.best, self.bound);
        let report = check::check(self.instance, &schedule);
        if !report.feasible || report.objective != schedule.objective {
            return Err(Error::Unsound { says: format!("{:?}", report.violations.first()) });
        }
        Ok(Outcome { schedule })
    }
}

/// How often the second chain starts again.
const RESTARTS: u64 = 5;

/// Between which temperatures a chain goes in a round.
fn heat(chain: usize, round: u64, rounds: u64) -> Heat {
    let share = |round: u64, rounds: u64| round as f64 / rounds.max(1) as f64;
    if chain == 0 {
        return Heat { from: share(round, rounds), to: share(round + 1, rounds) };
    }
    let length = (rounds / RESTARTS).max(1);
    let place = round % length;
    Heat { from: share(place, length), to: share(place + 1, length) }
}

/// How many steps each chain makes.
pub(super) fn steps(model: &Model, effort_ms: u32) -> u64 {
    let work = 40.0 * (model.days as f64).sqrt() + model.things.len() as f64;
    let steps = f64::from(effort_ms) / 1_000.0 * PACE / work.max(1.0) / CHAINS as f64;
    (steps as u64).clamp(200, 20_000_000)
}
