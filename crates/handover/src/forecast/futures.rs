//! Drawing futures: a pace, a mood of the day, an effort for each item, and an order for the rest.

use std::collections::HashSet;

use super::{
    ForecastInput, order,
    pace::{self, DAY_SD, Pace},
    random::Random,
};

/// How far an item's effort is from its estimate.
const EFFORT_SD: f64 = 0.3;
/// What is left of an open item is at least this much of its estimate.
const LEAST_LEFT: f64 = 0.1;
/// A future is followed beyond the plan for at least this many days.
const BEYOND_DAYS: u32 = 1_000;

/// Everything that the futures share.
pub(super) struct Model<'a> {
    input: &'a ForecastInput,
    pace: Pace,
    propensity: f64,
    /// The positions of the open items, in the order of the plan.
    planned: Vec<usize>,
    /// The same, least effort first.
    easiest: Vec<usize>,
    /// The estimated hours that are behind each item.
    behind: Vec<f64>,
    total_weight: f64,
    mean_capacity: f64,
}

impl<'a> Model<'a> {
    pub(super) fn new(input: &'a ForecastInput) -> Self {
        let behind = pace::behind(input);
        let is_open = |index: &usize| input.items.get(*index).is_some_and(|item| item.finished_day.is_none());
        let planned: Vec<usize> = order::planned_order(input).into_iter().filter(is_open).collect();
        let left = |index: usize| {
            input.items.get(index).zip(behind.get(index)).map_or(0.0, |(item, behind)| item.hours - behind)
        };
        let mut easiest = planned.clone();
        easiest.sort_by(|a, b| left(*a).total_cmp(&left(*b)));
        Self {
            input,
            pace: pace::learn(input),
            propensity: order::propensity(input),
            planned,
            easiest,
            behind,
            total_weight: input.total_weight(),
            mean_capacity: input.capacity(u32::MAX),
        }
    }

    /// Draws every future and shows it; each has a stream of random numbers of its own.
    pub(super) fn each_future(&self, mut see: impl FnMut(&Future<'_>)) {
        for number in 0..self.input.draws {
            let finished = self.draw(&mut Random::stream(self.input.seed, u64::from(number)));
            see(&Future { model: self, finished });
        }
    }

    /// The open items that get finished, with their days, in that order.
    fn draw(&self, random: &mut Random) -> Vec<(usize, u32)> {
        let efficiency = (self.pace.mean + self.pace.sd * random.normal()).exp();
        let order = if random.unit() < self.propensity { &self.easiest } else { &self.planned };
        let mut efforts =
            order.iter().map(|index| (*index, self.effort(*index, random))).collect::<Vec<_>>().into_iter();
        let mut finished = Vec::with_capacity(order.len());
        let mut current = efforts.next();
        for day in self.input.today_day..self.horizon() {
            let mut hours = self.capacity(day);
            if hours > 0.0 {
                hours *= efficiency * random.factor(DAY_SD);
            }
            while let Some((index, left)) = current {
                if left > hours {
                    current = Some((index, left - hours));
                    break;
                }
                hours -= left;
                finished.push((index, day));
                current = efforts.next();
            }
            if current.is_none() {
                break;
            }
        }
        finished
    }

    /// The hours that an open item still takes in this future.
    fn effort(&self, index: usize, random: &mut Random) -> f64 {
        let hours = self.input.items.get(index).map_or(0.0, |item| item.hours);
        let behind = self.behind.get(index).copied().unwrap_or(0.0);
        (hours * random.factor(EFFORT_SD) - behind).max(hours * LEAST_LEFT)
    }

    fn capacity(&self, day: u32) -> f64 {
        self.input.plan.capacity_hours.get(day as usize).copied().unwrap_or(self.mean_capacity)
    }

    /// Where a future that never ends is given up.
    fn horizon(&self) -> u32 {
        let days = self.input.plan.days;
        if self.mean_capacity > 0.0 { days + (10 * days).max(BEYOND_DAYS) } else { days }
    }
}

/// One future.
pub(super) struct Future<'a> {
    model: &'a Model<'a>,
    finished: Vec<(usize, u32)>,
}

impl Future<'_> {
    /// The share of the weight that is done before a day begins.
    pub(super) fn weight_by(&self, day: u32) -> f64 {
        let input = self.model.input;
        let past: f64 = input.finished().map(|item| item.weight).sum();
        let weight = |index: usize| input.items.get(index).map_or(0.0, |item| item.weight);
        let new: f64 =
            self.finished.iter().filter(|(_, on)| *on < day).map(|(index, _)| weight(*index)).sum();
        ((past + new) / self.model.total_weight).clamp(0.0, 1.0)
    }

    /// The day on which the last item is finished; none when it is not.
    pub(super) fn finish_day(&self) -> Option<u32> {
        if self.finished.len() < self.model.planned.len() {
            return None;
        }
        let past = self.model.input.finished().filter_map(|item| item.finished_day).max();
        self.finished.last().map(|(_, day)| *day).or(past)
    }

    /// Whether all of these items, given by position, are done by the last day.
    pub(super) fn has_done(&self, items: &HashSet<usize>) -> bool {
        let input = self.model.input;
        let is_open =
            |index: &&usize| input.items.get(**index).is_some_and(|item| item.finished_day.is_none());
        let in_time = |(index, day): &&(usize, u32)| *day < input.plan.days && items.contains(index);
        items.iter().filter(is_open).count() == self.finished.iter().filter(in_time).count()
    }
}
