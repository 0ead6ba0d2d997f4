//! Planning again after something happened: work was done, somebody is absent, an item was added.
//!
//! People have arranged themselves with the dates of the plan, so four in five of those that can stay do, unless somebody
//! asks for a new plan altogether. It goes in this order: what was done and what people set stands; then as many of the
//! other dates as were promised find their place, and what was missed is made up for in the hours that are left; then the
//! rest of the plan is searched for what it earns, with the promise held. Where fewer dates stay than were promised, it is
//! proved that no more can, and told why; what moving them would bring is told by [`freeing`].

use super::{
    Settings,
    books::{Books, Spot},
    explain::Block,
    fit::Finder,
    instance::Instance,
    model::{Model, NEVER},
    place::level,
    relax::{Ascent, Relaxation, all_open},
    schedule::Schedule,
    search::{Aim, Heat, Search, plain_density},
    solve, write,
};
use crate::{Error, Result, check, forecast::random::Random};
use promise::{Earliest, dates_to_come, keepable};
use proof::{Proof, Verdict};
pub(super) use standing::model_at;

mod promise;
mod proof;
mod standing;

/// At least this share of the dates stays.
const KEEP_PERCENT: i64 = 80;
/// So many times a search starts again from the best plan so far: for dates, and for what the plan earns.
const ROUNDS: (u64, u64) = (8, 24);
/// Work of the proof for each millisecond of effort, and at most.
const PROOF: (i64, i64) = (400_000, 600_000_000);

/// What was done for one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The item.
    pub item: String,
    /// The day on which it was written down.
    pub doc_day: usize,
    /// The day on which it was taught.
    pub teach_day: Option<usize>,
    /// Who was there.
    pub attended: Vec<String>,
    /// Who has shown that they can do it, and when.
    pub verified: Vec<(String, usize)>,
}

/// Which dates of the plan may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Four in five of the dates that can stay do.
    MostDates,
    /// All may move.
    Nothing,
}

/// Where a handover stands when it is planned again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The days before this one are over.
    pub today: usize,
    /// What was done.
    pub done: Vec<Done>,
}

/// A plan after a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Replanned {
    /// The plan, with what was done, checked for the days to come.
    pub schedule: Schedule,
    /// The dates to come that the plan before had fixed.
    pub dates: usize,
    /// How many of them can stay at all, each looked at by itself: the hours and what comes before it allow it.
    pub keepable: usize,
    /// How many of them are the same.
    pub kept: usize,
    /// Why fewer of them stay than four in five of those that can; none where they do, or where nobody asked for it.
    pub shortfall: Option<Shortfall>,
}

/// Why fewer dates stay than were promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    /// No plan keeps more of the dates than this, together.
    pub most: usize,
    /// Whether `most` is below what was promised, so that the promise cannot be held by anybody. Where it is not, the
    /// search ended before it was clear.
    pub is_proved: bool,
    /// Whose time is short, the shortest first.
    pub because: Vec<Block>,
    /// Units of the leaver's work that went by undone and the dates to come build on.
    pub missed_units: i64,
    /// Units that the leaver has left beside the dates to come; less than nothing where an absence took more.
    pub free_units: i64,
}

/// What it would bring if all dates might move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freeing {
    /// How much more the plan would earn.
    pub gain: i64,
    /// How many dates would still be the same.
    pub kept: usize,
    /// The items that would come further, what matters most first.
    pub items: Vec<String>,
}

/// Plans again: the instance as it is now, the plan before, and what was done.
pub fn replan(
    instance: &Instance,
    before: &Schedule,
    (standing, keep): (&Standing, Keep),
    settings: &Settings,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Replanned> {
    replan_around(instance, (before, &[]), (standing, keep), settings, stop)
}

/// As [`replan`], around items whose dates people set: they stay where they stand, whatever else moves, as far as they
/// are still possible.
pub fn replan_around(
    instance: &Instance,
    (before, fixed): (&Schedule, &[String]),
    (standing, keep): (&Standing, Keep),
    settings: &Settings,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Replanned> {
    let (model, counts, wanted) = promised_model(instance, (before, standing))?;
    let mut replan = Replan::new(&model, wanted, places_of(instance, fixed), (settings, stop));
    let shortfall = replan.run(keep, counts.1);
    let schedule = replan.written(instance, standing)?;
    let count = |number: i64| usize::try_from(number).unwrap_or(0);
    let (dates, keepable) = (count(counts.0), count(counts.1));
    Ok(Replanned { kept: count(replan.best.kept), dates, keepable, shortfall, schedule })
}

/// What it would bring if all dates of a plan that was made around promises might move, but for those that people set.
pub fn freeing(
    instance: &Instance,
    ((before, fixed), found): ((&Schedule, &[String]), &Replanned),
    standing: &Standing,
    settings: &Settings,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Freeing> {
    let (model, _, wanted) = promised_model(instance, (before, standing))?;
    let mut replan = Replan::new(&model, wanted, places_of(instance, fixed), (settings, stop));
    for (item, spot) in spots_before(instance, &found.schedule)?.into_iter().enumerate() {
        replan.best.take(&model, item);
        replan.best.put(&model, item, spot);
    }
    let start = replan.best.clone();
    replan.improve(0);
    replan.written(instance, standing)?;
    let (was, is) = (&start.spots, &replan.best.spots);
    let mut items: Vec<usize> =
        (0..model.things.len()).filter(|item| level(&is[*item]) > level(&was[*item])).collect();
    items.sort_by_key(|item| (std::cmp::Reverse(instance.items[*item].criticality), *item));
    Ok(Freeing {
        gain: replan.best.value - start.value,
        kept: usize::try_from(replan.best.kept).unwrap_or(0),
        items: items.into_iter().map(|item| instance.items[item].id.clone()).collect(),
    })
}

/// The model of the days to come with the dates that can stay; how many dates there are, and how many of them can; and
/// where the items stood.
fn promised_model(
    instance: &Instance,
    (before, standing): (&Schedule, &Standing),
) -> Result<(Model, (i64, i64), Vec<Spot>)> {
    let mut model = model_at(instance, standing)?;
    let wanted = spots_before(instance, before)?;
    let earliest = Earliest::new(&model);
    let (mut dates, mut can_stay) = (0, 0);
    for (item, spot) in wanted.iter().enumerate() {
        let to_come = dates_to_come(&model, spot, item);
        let promised = keepable(&model, &earliest, (item, &to_come));
        dates += to_come.dates();
        can_stay += promised.dates();
        model.things[item].promised = promised;
    }
    Ok((model, (dates, can_stay), wanted))
}

fn places_of(instance: &Instance, ids: &[String]) -> Vec<usize> {
    let places = instance.item_places();
    ids.iter().filter_map(|id| places.get(id.as_str()).copied()).collect()
}

fn bound(model: &Model, value: i64, stop: &(dyn Fn() -> bool + Sync)) -> i64 {
    let relaxation = Relaxation::new(model);
    let mut ascent = Ascent::new(&relaxation);
    ascent.run(&relaxation, &all_open(model), (200, value), stop);
    let most = model.things.iter().map(|thing| thing.value[thing.most]).sum();
    // What was done may have broken a rule that the relaxation counts on.
    if ascent.bound.is_finite() { relaxation.floor(ascent.bound).max(value) } else { most }
}

/// The past is as it was; the days to come keep every rule.
fn check_days_to_come(instance: &Instance, schedule: &Schedule, today: usize) -> Result<()> {
    let report = check::check(instance, schedule);
    let is_to_come = |violation: &&check::Violation| violation.day.is_none_or(|day| day >= today as i64);
    match report.violations.iter().find(is_to_come) {
        Some(violation) => Err(Error::Unsound { says: format!("{violation:?}") }),
        None => Ok(()),
    }
}

/// Where the items stood; those that are no longer there are left out.
fn spots_before(instance: &Instance, before: &Schedule) -> Result<Vec<Spot>> {
    let places = instance.item_places();
    let mut spots = vec![Spot::NOWHERE; instance.items.len()];
    for (id, line) in &before.plan.0 {
        if let Some(item) = places.get(id.as_str()).copied() {
            spots[item] = write::spot(instance, item, line)?;
        }
    }
    Ok(spots)
}

struct Replan<'a> {
    model: &'a Model,
    /// Where the items stood.
    wanted: Vec<Spot>,
    /// Items whose dates people set.
    fixed: Vec<usize>,
    best: Books,
    settings: &'a Settings,
    stop: &'a (dyn Fn() -> bool + Sync),
}

impl<'a> Replan<'a> {
    fn new(
        model: &'a Model,
        wanted: Vec<Spot>,
        fixed: Vec<usize>,
        (settings, stop): (&'a Settings, &'a (dyn Fn() -> bool + Sync)),
    ) -> Self {
        Self { model, wanted, fixed, best: Books::new(model), settings, stop }
    }

    /// Plans, and says why where fewer dates stay than were promised.
    fn run(&mut self, keep: Keep, can_stay: i64) -> Option<Shortfall> {
        self.seat_fixed();
        if keep == Keep::Nothing {
            self.improve(0);
            return None;
        }
        let promised = (can_stay * KEEP_PERCENT + 99) / 100;
        let standing = self.best.clone();
        self.put_back();
        self.find_dates(promised, 0..1);
        let verdict = (self.best.kept < promised).then(|| self.prove(&standing, promised));
        if let Some(verdict) = &verdict {
            self.take_over(&standing, &verdict.spots);
            self.find_dates(promised.min(verdict.most), 1..ROUNDS.0);
        }
        self.improve(self.best.kept.min(promised));
        // The search for what it earns may have come upon more of them.
        verdict.filter(|_| self.best.kept < promised).map(|verdict| self.shortfall(verdict, promised))
    }

    fn written(&self, instance: &Instance, standing: &Standing) -> Result<Schedule> {
        let bound = bound(self.model, self.best.value, self.stop);
        let schedule = write::schedule(instance, &self.best, bound);
        check_days_to_come(instance, &schedule, standing.today)?;
        Ok(schedule)
    }

    /// What people set stands where they set it, or where most of it can stay; what has to come before is brought in.
    fn seat_fixed(&mut self) {
        let mut finder = Finder::new(self.model, Random::stream(self.settings.seed, 999), 0);
        finder.is_loyal = true;
        let is_fixed = |item: &usize| self.fixed.contains(item);
        let order: Vec<usize> = self.model.order.iter().copied().filter(is_fixed).collect();
        for item in &order {
            self.put_exactly(*item);
        }
        let mut is_tried = vec![false; self.model.things.len()];
        for item in order {
            if !self.stands_as_wanted(item) {
                self.seat(&mut finder, (item, self.wanted[item].is_taught()), &mut is_tried);
            }
        }
    }

    fn stands_as_wanted(&self, item: usize) -> bool {
        let (spot, promised) = (&self.best.spots[item], &self.model.things[item].promised);
        level(spot) >= level(&self.wanted[item]) && spot.keeps(promised) == promised.dates()
    }

    /// Seats an item, taught where that is wanted after what has to be taught before it.
    fn seat(&mut self, finder: &mut Finder<'_>, (item, is_taught): (usize, bool), is_tried: &mut [bool]) {
        let model = self.model;
        let thing = &model.things[item];
        if std::mem::replace(&mut is_tried[item], true) {
            return;
        }
        if is_taught {
            for before in &thing.after {
                if !self.best.spots[*before].is_taught() && model.things[*before].teach_on == NEVER {
                    self.seat(finder, (*before, true), is_tried);
                }
            }
            let held = self.best.take(model, item);
            let most = thing.most.min(self.wanted[item].verified.max(1));
            let found = finder.taught(&mut self.best, item, (1, most));
            self.best.put(model, item, found.unwrap_or(held));
        }
        if !self.best.spots[item].is_planned()
            && let Some(day) = finder.doc_day(&self.best, item, model.days as i32 - 1)
        {
            self.best.put(model, item, Spot::documented(day));
        }
    }

    /// Puts every item that missed nothing where it stood.
    fn put_back(&mut self) {
        for item in self.model.order.clone() {
            if !self.fixed.contains(&item) {
                self.put_exactly(item);
            }
        }
    }

    /// Puts an item where it stood, unless a day of it went by unused.
    fn put_exactly(&mut self, item: usize) {
        let (thing, wanted) = (&self.model.things[item], &self.wanted[item]);
        let mut spot = thing.base;
        if thing.doc_on == NEVER {
            spot.doc = wanted.doc;
        }
        if spot.doc < self.model.today && thing.doc_on == NEVER {
            return;
        }
        let teach = if thing.teach_on == NEVER { wanted.teach } else { thing.teach_on };
        let is_missed = thing.teach_on == NEVER && teach < self.model.today;
        if teach != NEVER && !is_missed {
            spot.teach = teach;
            for (receiver, day) in wanted.takings() {
                let is_there = spot.takings().iter().any(|(other, _)| other == receiver);
                if *day >= self.model.today && !is_there && spot.verified < thing.most {
                    spot.who[spot.verified] = (*receiver, *day);
                    spot.verified += 1;
                }
            }
        }
        let spot = if spot.verified == 0 { Spot::documented(spot.doc) } else { spot };
        let held = self.best.take(self.model, item);
        let fits = spot.is_planned() && write::fits(self.model, &self.best, item, &spot);
        self.best.put(self.model, item, if fits { spot } else { held });
    }

    /// Searches until so many of the promised dates stay: everything that stood is there by now, what was missed is not.
    fn find_dates(&mut self, enough: i64, rounds: std::ops::Range<u64>) {
        let model = self.model;
        let needed = self.needed();
        let held: Vec<usize> = (0..model.things.len()).filter(|item| !needed.contains(item)).collect();
        let units = |item: usize| f64::from(model.things[item].units(model.things[item].most).max(1));
        let density: Vec<f64> = (0..model.things.len())
            .map(|item| model.things[item].promised.dates() as f64 / units(item))
            .collect();
        let steps = solve::steps(model, self.settings.effort_ms);
        for round in rounds {
            if self.best.kept >= enough || (self.stop)() {
                return;
            }
            let random = Random::stream(self.settings.seed, 500 + round);
            let mut search = Search::new(model, self.best.clone(), density.clone(), random);
            search.aim(Aim::Dates { enough });
            search.hold(&held);
            search.fill();
            search.run(steps.max(20), Heat { from: 0.0, to: 1.0 }, i64::MAX, self.stop);
            self.best = search.best;
        }
    }

    /// The items with promised dates, and what has to be taught before them; but for what people set.
    fn needed(&self) -> Vec<usize> {
        let model = self.model;
        let has_dates = |item: &usize| model.things[*item].promised.dates() > 0;
        let mut open: Vec<usize> = (0..model.things.len()).filter(has_dates).collect();
        let mut is_needed = vec![false; model.things.len()];
        while let Some(item) = open.pop() {
            if !std::mem::replace(&mut is_needed[item], true) {
                let before = &model.things[item].after;
                open.extend(before.iter().filter(|before| model.things[**before].teach_on == NEVER));
            }
        }
        (0..model.things.len()).filter(|item| is_needed[*item] && !self.fixed.contains(item)).collect()
    }

    /// Proves how many dates can stay at most, beside what stands whatever happens.
    fn prove(&self, standing: &Books, promised: i64) -> Verdict {
        let earliest = Earliest::new(self.model);
        let work = (i64::from(self.settings.effort_ms) * PROOF.0).min(PROOF.1);
        let mut proof = Proof::new(self.model, (standing, &earliest), self.needed(), work, self.stop);
        let mut verdict = proof.run(self.best.kept - standing.kept, promised - standing.kept);
        verdict.most += standing.kept;
        verdict
    }

    /// Takes over a plan that the proof came upon.
    fn take_over(&mut self, standing: &Books, spots: &[(usize, Spot)]) {
        let mut books = standing.clone();
        for (item, spot) in spots {
            books.take(self.model, *item);
            books.put(self.model, *item, *spot);
        }
        if books.kept > self.best.kept && books.is_sound_beyond(standing) {
            self.best = books;
        }
    }

    fn shortfall(&self, verdict: Verdict, promised: i64) -> Shortfall {
        let model = self.model;
        let (mut missed, mut held) = (0, 0);
        for item in self.needed() {
            let (thing, wanted) = (&model.things[item], &self.wanted[item]);
            let is_missed = |day: i32, done: i32| done == NEVER && day != NEVER && day < model.today;
            missed += if is_missed(wanted.doc, thing.doc_on) { i64::from(thing.doc) } else { 0 };
            missed += if is_missed(wanted.teach, thing.teach_on) { i64::from(thing.teach) } else { 0 };
        }
        for (thing, wanted) in model.things.iter().zip(&self.wanted) {
            let is_to_come = |day: i32, done: i32| done == NEVER && day >= model.today;
            held += if is_to_come(wanted.doc, thing.doc_on) { i64::from(thing.doc) } else { 0 };
            held += if is_to_come(wanted.teach, thing.teach_on) { i64::from(thing.teach) } else { 0 };
            let shows = wanted.takings().iter().filter(|(_, day)| *day >= model.today).count() as i64;
            held += shows * i64::from(thing.verify);
        }
        let hours: i64 = model.capacity[model.today as usize..].iter().copied().map(i64::from).sum();
        Shortfall {
            most: usize::try_from(verdict.most).unwrap_or(0),
            is_proved: verdict.most < promised,
            because: verdict.because,
            missed_units: missed,
            free_units: hours - held,
        }
    }

    /// Searches for what the plan earns, with so many promised dates kept.
    fn improve(&mut self, least: i64) {
        let steps = solve::steps(self.model, self.settings.effort_ms) / ROUNDS.1;
        // What people set and has found no place may still find one.
        let stands = |item: &usize| self.best.spots[*item].is_planned();
        let held: Vec<usize> = self.fixed.iter().copied().filter(stands).collect();
        for round in 0..ROUNDS.1 {
            if (self.stop)() {
                return;
            }
            let random = Random::stream(self.settings.seed, 1_000 + round);
            let mut search = Search::new(self.model, self.best.clone(), plain_density(self.model), random);
            search.aim(Aim::Value { least });
            search.hold(&held);
            search.fill();
            search.run(steps.max(20), Heat { from: 0.4, to: 1.0 }, i64::MAX, self.stop);
            self.best = search.best;
        }
    }
}

impl Replanned {
    /// The share of the dates that could stay and did, from 0 to 1.
    pub fn kept_share(&self) -> f64 {
        if self.keepable == 0 { 1.0 } else { self.kept as f64 / self.keepable as f64 }
    }
}

#[cfg(test)]
mod tests;
