//! How much of a planned day's hours becomes finished work.

use super::{ForecastInput, ForecastItem, as_f64};

/// What is believed before anything was seen: 85 hours' worth of work in 100, give or take a quarter.
const PRIOR_MEAN: f64 = 0.85;
const PRIOR_SD: f64 = 0.25;
/// How much one day differs from another.
pub(super) const DAY_SD: f64 = 0.45;
/// Nothing finished so far is little, but never proof of none.
const LEAST_RATIO: f64 = 0.05;
/// Work on an open item counts at most this much of it: what is not finished is not nearly finished.
const MOST_OF_OPEN: f64 = 0.9;

/// The logarithm of the efficiency, normally distributed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pace {
    /// The mean.
    pub(super) mean: f64,
    /// The standard deviation.
    pub(super) sd: f64,
}

/// Learns the pace from the days that are over; a day on which the leaver was absent teaches nothing.
pub(super) fn learn(input: &ForecastInput) -> Pace {
    let (prior, precision) = (PRIOR_MEAN.ln(), 1.0 / (PRIOR_SD * PRIOR_SD));
    let days = as_f64(input.past_capacity().filter(|hours| *hours > 0.0).count());
    let capacity: f64 = input.past_capacity().sum();
    if capacity <= 0.0 {
        return Pace { mean: prior, sd: PRIOR_SD };
    }
    let finished: f64 = input.finished().map(|item| item.hours).sum();
    let open: f64 = behind(input).into_iter().sum();
    let ratio = ((finished + open) / capacity).max(LEAST_RATIO);
    let seen = days / (DAY_SD * DAY_SD);
    let variance = 1.0 / (precision + seen);
    Pace { mean: variance * (prior * precision + seen * ratio.ln()), sd: variance.sqrt() }
}

/// How many of each item's estimated hours are behind it, by position; nothing for finished items.
///
/// For an open item it is the clock hours spent on it, at the rate at which clock hours became finished work so far.
pub(super) fn behind(input: &ForecastInput) -> Vec<f64> {
    let (hours, spent) = input
        .finished()
        .fold((0.0, 0.0), |(hours, spent), item| (hours + item.hours, spent + item.spent_hours));
    let rate = if hours > 0.0 && spent > 0.0 { hours / spent } else { PRIOR_MEAN };
    let of_open = |item: &ForecastItem| (item.spent_hours * rate).min(item.hours * MOST_OF_OPEN);
    input.items.iter().map(|item| if item.finished_day.is_some() { 0.0 } else { of_open(item) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::ForecastPlan;

    fn item(id: &str, hours: f64, finished_day: Option<u32>, spent_hours: f64) -> ForecastItem {
        let (id, weight, planned_finish_day) = (id.to_owned(), 10.0, 0);
        ForecastItem { id, weight, hours, planned_finish_day, finished_day, spent_hours, core: None }
    }

    fn input(today_day: u32, capacity_hours: &[f64], items: Vec<ForecastItem>) -> ForecastInput {
        let days = u32::try_from(capacity_hours.len()).unwrap();
        let plan = ForecastPlan { days, capacity_hours: capacity_hours.to_vec() };
        ForecastInput { plan, items, today_day, draws: 400, seed: 1 }
    }

    #[test]
    fn before_the_first_day_only_the_prior_is_known() {
        let pace = learn(&input(0, &[4.0; 20], vec![item("a", 8.0, None, 0.0)]));
        assert!((pace.mean - 0.85_f64.ln()).abs() < 1e-12 && (pace.sd - 0.25).abs() < 1e-12);
    }

    #[test]
    fn the_formula_of_the_guide_comes_out() {
        // Five days of 4 hours, 10 estimated hours finished: k = 5, r = 0.5.
        let pace = learn(&input(5, &[4.0; 20], vec![item("a", 10.0, Some(4), 20.0)]));
        let variance = 1.0 / (1.0 / 0.0625 + 5.0 / 0.2025);
        let mean = variance * (0.85_f64.ln() / 0.0625 + 5.0 * 0.5_f64.ln() / 0.2025);
        assert!((pace.mean - mean).abs() < 1e-12 && (pace.sd - variance.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_day_of_absence_changes_nothing() {
        let items = || vec![item("a", 8.0, Some(0), 8.0), item("b", 9.0, None, 0.0)];
        let with = learn(&input(4, &[8.0, 0.0, 0.0, 8.0], items()));
        let without = learn(&input(2, &[8.0, 8.0, 0.0, 0.0], items()));
        assert_eq!(with, without);
    }

    #[test]
    fn work_on_an_open_item_counts_at_the_rate_seen_but_never_as_all_of_it() {
        let (done, open) = (item("a", 5.0, Some(0), 10.0), item("b", 10.0, None, 6.0));
        let found = behind(&input(2, &[8.0; 9], vec![done, open, item("c", 10.0, None, 100.0)]));
        assert!(found.iter().zip([0.0, 3.0, 9.0]).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
    }

    #[test]
    fn days_without_any_result_slow_the_pace_and_do_not_stop_it() {
        let pace = learn(&input(6, &[4.0; 20], vec![item("a", 8.0, None, 0.0)]));
        assert!(pace.mean.is_finite() && pace.mean < 0.3_f64.ln());
    }
}
