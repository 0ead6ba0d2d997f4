//! Planning again after something happened: work was done, somebody is absent, an item was added.
//!
//! People have arranged themselves with the dates of the plan, so most of them stay: only so many may move, unless
//! somebody asks for a new plan altogether.

use super::{
    Settings,
    books::{Books, Spot},
    instance::Instance,
    model::{MOST, Model, NEVER},
    relax::{Ascent, Relaxation, all_open},
    schedule::Schedule,
    search::{Heat, Search, plain_density},
    solve, write,
};
use crate::{Error, Result, check, forecast::random::Random};

/// At least this share of the dates stays.
const KEEP_PERCENT: usize = 80;
/// So many of the next days with room are tried for what was missed.
const CATCH_UP: usize = 8;
/// So many times a part of the plan is let loose.
const ROUNDS: u64 = 24;

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
    /// At least four dates in five stay where they are, as far as they are still possible.
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
    /// How many of them are the same.
    pub kept: usize,
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
    let model = model_at(instance, standing)?;
    let wanted = spots_before(instance, before)?;
    let places = instance.item_places();
    let fixed = fixed.iter().filter_map(|id| places.get(id.as_str()).copied()).collect();
    let mut replan = Replan { model: &model, wanted, fixed, best: Books::new(&model), settings, stop };
    replan.put_back(keep);
    replan.improve(keep);
    let best = &replan.best;
    let bound = bound(&model, best.value, stop);
    let schedule = write::schedule(instance, best, bound);
    check_days_to_come(instance, &schedule, standing.today)?;
    let dates = replan.dates();
    Ok(Replanned { kept: replan.kept(best), dates, schedule })
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

/// The model with the days that are over holding exactly what was done on them.
pub(super) fn model_at(instance: &Instance, standing: &Standing) -> Result<Model> {
    let mut model = Model::new(instance);
    model.today = standing.today.min(instance.days) as i32;
    for day in 0..model.today as usize {
        model.capacity[day] = 0;
        for receiver in 0..model.max_items.len() {
            model.receivers[receiver * model.days + day] = 0;
        }
    }
    let places = instance.item_places();
    for (number, done) in standing.done.iter().enumerate() {
        let pointer = |field: &str| format!("/done/{number}/{field}");
        let item = places.get(done.item.as_str()).copied();
        let item = item.ok_or_else(|| wrong(pointer("item"), format!("there is no item {:?}", done.item)))?;
        let spots =
            facts(instance, standing.today, done).map_err(|(field, says)| wrong(pointer(field), says))?;
        record(&mut model, item, &spots);
    }
    Ok(model)
}

fn wrong(pointer: String, problem: String) -> Error {
    Error::Value { pointer, problem }
}

/// What was reached, and the day of teaching with everybody who was there.
struct Facts {
    base: Spot,
    teach_on: i32,
    attended: Vec<usize>,
}

fn facts(instance: &Instance, today: usize, done: &Done) -> Result<Facts, (&'static str, String)> {
    let over = |day: usize, field| {
        if day < today.min(instance.days) {
            Ok(day as i32)
        } else {
            Err((field, format!("day {day} is not over")))
        }
    };
    let receivers = instance.receiver_places();
    let known = |id: &String, field| {
        receivers.get(id.as_str()).copied().ok_or((field, format!("there is no receiver {id:?}")))
    };
    let mut base = Spot::documented(over(done.doc_day, "doc_day")?);
    let teach_on = done.teach_day.map_or(Ok(NEVER), |day| over(day, "teach_day"))?;
    let mut attended = Vec::new();
    for id in done.attended.iter().chain(done.verified.iter().map(|(id, _)| id)) {
        let receiver = known(id, "attended")?;
        if !attended.contains(&receiver) {
            attended.push(receiver);
        }
    }
    if teach_on == NEVER && !attended.is_empty() {
        return Err(("teach_day", "somebody attended, but it was never taught".to_owned()));
    }
    for (id, day) in done.verified.iter().take(MOST) {
        base.who[base.verified] = (known(id, "verified")?, over(*day, "verified")?);
        base.verified += 1;
        base.teach = teach_on;
    }
    Ok(Facts { base, teach_on, attended })
}

/// Books what was done, and keeps room in the past for the sessions whose teach-backs are still to come.
fn record(model: &mut Model, item: usize, facts: &Facts) {
    let days = model.days;
    let thing = &mut model.things[item];
    (thing.base, thing.doc_on, thing.teach_on) = (facts.base, facts.base.doc, facts.teach_on);
    model.capacity[facts.base.doc as usize] += thing.doc;
    if facts.teach_on == NEVER {
        return;
    }
    thing.gate = thing.gate.max(facts.teach_on);
    thing.eligible.clone_from(&facts.attended);
    thing.most = thing.value.len().saturating_sub(1).min(facts.attended.len());
    if thing.value[thing.most] == thing.value[thing.most.saturating_sub(1)] {
        thing.most = thing.most.saturating_sub(1);
    }
    thing.most = thing.most.max(facts.base.verified);
    model.capacity[facts.teach_on as usize] += thing.teach;
    for receiver in &facts.attended {
        model.receivers[receiver * days + facts.teach_on as usize] += thing.teach;
    }
    for (receiver, day) in facts.base.takings() {
        model.capacity[*day as usize] += thing.verify;
        model.receivers[receiver * days + *day as usize] += thing.rehearse;
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
    wanted: Vec<Spot>,
    /// Items whose dates people set.
    fixed: Vec<usize>,
    best: Books,
    settings: &'a Settings,
    stop: &'a (dyn Fn() -> bool + Sync),
}

impl Replan<'_> {
    /// Puts every item where it stood, as far as that is still possible; what people set goes first.
    fn put_back(&mut self, keep: Keep) {
        let is_fixed = |item: &usize| self.fixed.contains(item);
        let (mut items, others): (Vec<usize>, Vec<usize>) =
            self.model.order.iter().partition(|item| is_fixed(item));
        if keep == Keep::MostDates {
            items.extend(others);
        }
        for item in items {
            let still = self.still(item);
            if self.caught_up(item).into_iter().any(|spot| self.try_spot(item, spot)) {
                continue;
            }
            let mut trial = still;
            loop {
                if trial.is_planned() && self.try_spot(item, trial) {
                    break;
                }
                // One receiver less, the last first; then only the document.
                match trial.verified {
                    0 => break,
                    1 => trial = Spot::documented(trial.doc),
                    _ => trial.verified -= 1,
                }
            }
        }
    }

    /// Where an item can stand whose day of writing or teaching went by without being used: what was missed is made up
    /// for as early as there is time, and the dates to come stay. The spots that keep the most of them come first.
    fn caught_up(&self, item: usize) -> Vec<Spot> {
        let (thing, wanted, today) = (&self.model.things[item], self.wanted[item], self.model.today);
        let is_missed = |day: i32, done: i32| done == NEVER && day != NEVER && day < today;
        let missed = (is_missed(wanted.doc, thing.doc_on), is_missed(wanted.teach, thing.teach_on));
        if missed == (false, false) || (self.stop)() {
            return Vec::new();
        }
        let days = || today..self.model.days as i32;
        let docs: Vec<i32> = match (thing.doc_on, missed.0) {
            (NEVER, false) => vec![wanted.doc],
            (NEVER, true) => {
                days().filter(|day| self.best.left[*day as usize] >= thing.doc).take(CATCH_UP).collect()
            }
            (done, _) => vec![done],
        };
        let has_room =
            |day: &i32| self.best.left[*day as usize] >= thing.teach && self.best.sessions[*day as usize] > 0;
        let teaches: Vec<i32> = match (thing.teach_on, missed.1) {
            (NEVER, false) => vec![wanted.teach],
            (NEVER, true) => days().filter(has_room).take(CATCH_UP).collect(),
            (done, _) => vec![done],
        };
        let mut spots: Vec<Spot> = Vec::new();
        for teach in teaches.iter().filter(|teach| **teach != NEVER) {
            for doc in docs.iter().filter(|doc| *doc <= teach) {
                let spot = self.with_takings(item, (*doc, *teach));
                spots.extend((spot.verified > 0).then_some(spot));
            }
        }
        spots.sort_by_key(|spot| std::cmp::Reverse(spot.verified));
        spots
    }

    /// The receivers who have shown it, and those whose day is still to come and far enough behind the teaching.
    fn with_takings(&self, item: usize, (doc, teach): (i32, i32)) -> Spot {
        let mut spot = Spot { doc, teach, ..self.model.things[item].base };
        for (receiver, day) in self.wanted[item].takings() {
            let is_there = spot.takings().iter().any(|(other, _)| other == receiver);
            if *day >= self.model.today.max(teach + self.model.lag) && !is_there && spot.verified < MOST {
                spot.who[spot.verified] = (*receiver, *day);
                spot.verified += 1;
            }
        }
        spot
    }

    fn try_spot(&mut self, item: usize, spot: Spot) -> bool {
        let base = self.best.take(self.model, item);
        let is_possible = write::fits(self.model, &self.best, item, &spot);
        self.best.put(self.model, item, if is_possible { spot } else { base });
        is_possible
    }

    /// Where an item stood, with what was done in place of what was planned for the days that are over.
    fn still(&self, item: usize) -> Spot {
        let (thing, wanted, today) = (&self.model.things[item], self.wanted[item], self.model.today);
        let mut spot = thing.base;
        if thing.doc_on == NEVER {
            if wanted.doc < today {
                return Spot::NOWHERE;
            }
            spot.doc = wanted.doc;
        }
        let teach = if thing.teach_on == NEVER { wanted.teach } else { thing.teach_on };
        if teach == NEVER || (thing.teach_on == NEVER && teach < today) {
            return spot;
        }
        spot.teach = teach;
        for (receiver, day) in wanted.takings() {
            let is_there = spot.takings().iter().any(|(other, _)| other == receiver);
            if *day >= today && !is_there && spot.verified < MOST {
                spot.who[spot.verified] = (*receiver, *day);
                spot.verified += 1;
            }
        }
        if spot.verified == 0 { Spot::documented(spot.doc) } else { spot }
    }

    /// The dates to come of one item: what, who, when.
    fn dates_of(&self, spot: &Spot) -> Vec<(usize, usize, i32)> {
        let takings = spot.takings().iter().map(|(receiver, day)| (2, *receiver, *day));
        let mut dates = vec![(0, 0, spot.doc), (1, 0, spot.teach)];
        dates.extend(takings);
        dates.retain(|(_, _, day)| *day >= self.model.today);
        dates
    }

    fn dates(&self) -> usize {
        self.wanted.iter().map(|spot| self.dates_of(spot).len()).sum()
    }

    fn kept_of(&self, books: &Books, item: usize) -> usize {
        let now = self.dates_of(&books.spots[item]);
        self.dates_of(&self.wanted[item]).iter().filter(|date| now.contains(date)).count()
    }

    fn kept(&self, books: &Books) -> usize {
        (0..self.wanted.len()).map(|item| self.kept_of(books, item)).sum()
    }

    /// Searches with as much held as has to be: first everything that stood, then another part let loose each time.
    fn improve(&mut self, keep: Keep) {
        let steps = solve::steps(self.model, self.settings.effort_ms) / ROUNDS;
        // Of the dates that are still possible: they stand in the plan by now.
        let least = (self.kept(&self.best) * KEEP_PERCENT).div_ceil(100);
        for round in 0..ROUNDS {
            if (self.stop)() {
                return;
            }
            let mut random = Random::stream(self.settings.seed, 1_000 + round);
            let held = self.held(keep, least, (round, &mut random));
            let density = plain_density(self.model);
            let mut search = Search::new(self.model, self.best.clone(), density, random);
            search.hold(&held);
            search.fill();
            search.run(steps.max(20), Heat { from: 0.4, to: 1.0 }, i64::MAX, self.stop);
            self.best = search.best;
        }
    }

    /// What may not move: so much that, whatever becomes of the rest, enough dates stay.
    fn held(&self, keep: Keep, least: usize, (round, random): (u64, &mut Random)) -> Vec<usize> {
        let placed = |item: &&usize| self.best.spots[**item].is_planned();
        let fixed = || self.fixed.iter().filter(placed).copied();
        if keep == Keep::Nothing {
            return fixed().collect();
        }
        let stands = |item: &usize| !self.fixed.contains(item) && self.kept_of(&self.best, *item) > 0;
        let mut items: Vec<usize> = (0..self.wanted.len()).filter(stands).collect();
        let mut spare = self.kept(&self.best).saturating_sub(least);
        if round > 0 {
            for place in (1..items.len()).rev() {
                items.swap(place, random.below(place + 1));
            }
            items.retain(|item| {
                let dates = self.kept_of(&self.best, *item);
                let is_loose = dates <= spare;
                spare -= if is_loose { dates } else { 0 };
                !is_loose
            });
        }
        items.extend(fixed());
        items
    }
}

impl Replanned {
    /// The share of the dates that stayed, from 0 to 1.
    pub fn kept_share(&self) -> f64 {
        if self.dates == 0 { 1.0 } else { self.kept as f64 / self.dates as f64 }
    }
}

#[cfg(test)]
mod tests;
