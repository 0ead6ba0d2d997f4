//! Whether the leaver follows the plan, or takes what is light first.

use super::{ForecastInput, OrderWarning, random::Random};

/// With fewer finished items nothing is said of the order in which the rest will come.
const LEAST_FINISHED: usize = 3;
const SUBSETS: u32 = 200;
const RAISE_BELOW_P: f64 = 0.05;
const RAISE_ABOVE_INDEX: f64 = 0.3;
/// The stream of random numbers that no future uses.
const STREAM: u64 = u64::MAX;

/// The items in the order of the plan, as positions; those of one day as they were given.
pub(super) fn planned_order(input: &ForecastInput) -> Vec<usize> {
    let mut order: Vec<(u32, usize)> =
        input.items.iter().enumerate().map(|(index, item)| (item.planned_finish_day, index)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, index)| index).collect()
}

/// The positions of the items that touch the core: as marked, or else the heaviest that make up half of the weight.
pub(super) fn core_items(input: &ForecastInput) -> Vec<usize> {
    if input.items.iter().any(|item| item.core.is_some()) {
        let is_core = |index: &usize| input.items.get(*index).is_some_and(|item| item.core == Some(true));
        return (0..input.items.len()).filter(is_core).collect();
    }
    let mut heaviest: Vec<(usize, f64)> = input.items.iter().map(|item| item.weight).enumerate().collect();
    heaviest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let (half, mut sum) = (input.total_weight() / 2.0, 0.0);
    let within = heaviest.into_iter().take_while(|(_, weight)| {
        let is_needed = sum < half;
        sum += weight;
        is_needed
    });
    within.map(|(index, _)| index).collect()
}

/// The probability, from 0 to 1, that the rest is taken by least effort and not by the plan.
pub(super) fn propensity(input: &ForecastInput) -> f64 {
    let Weights { finished, done, planned, least } = Weights::of(input);
    if finished < LEAST_FINISHED || planned <= least {
        return 0.0;
    }
    (1.0 - (done - least) / (planned - least)).clamp(0.0, 1.0)
}

/// The permutation test: is the weight of what is finished lower than that of as many items taken by chance?
pub(super) fn order_warning(input: &ForecastInput) -> OrderWarning {
    let Weights { finished, done, planned, .. } = Weights::of(input);
    if finished == 0 {
        return OrderWarning { raised: false, p_value: 1.0, index: 0.0 };
    }
    let mut random = Random::stream(input.seed, STREAM);
    let mut weights: Vec<f64> = input.items.iter().map(|item| item.weight).collect();
    let tolerance = 1e-9 * input.total_weight();
    let as_light =
        (0..SUBSETS).filter(|_| subset_weight(&mut weights, finished, &mut random) <= done + tolerance);
    let p_value = f64::from(1 + u32::try_from(as_light.count()).unwrap_or(SUBSETS)) / f64::from(1 + SUBSETS);
    let index = 1.0 - done / planned;
    OrderWarning { raised: p_value < RAISE_BELOW_P && index > RAISE_ABOVE_INDEX, p_value, index }
}

/// The weight of so many items taken by chance; the first places of a shuffle.
fn subset_weight(weights: &mut [f64], count: usize, random: &mut Random) -> f64 {
    for place in 0..count {
        let other = place + random.below(weights.len() - place);
        weights.swap(place, other);
    }
    weights.iter().take(count).sum()
}

/// The weights that the order is judged by.
struct Weights {
    /// How many items are finished.
    finished: usize,
    /// What they weigh.
    done: f64,
    /// What the first as many of the plan weigh.
    planned: f64,
    /// What the lightest as many weigh.
    least: f64,
}

impl Weights {
    fn of(input: &ForecastInput) -> Self {
        let finished = input.finished().count();
        let done = input.finished().map(|item| item.weight).sum();
        let weight = |index: usize| input.items.get(index).map_or(0.0, |item| item.weight);
        let planned = planned_order(input).into_iter().take(finished).map(weight).sum();
        let mut weights: Vec<f64> = input.items.iter().map(|item| item.weight).collect();
        weights.sort_by(f64::total_cmp);
        let least = weights.into_iter().take(finished).sum();
        Self { finished, done, planned, least }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::{ForecastItem, ForecastPlan, as_f64};

    /// Items with these weights, heaviest planned first; those at the positions are finished.
    fn input(weights: &[f64], finished: &[usize]) -> ForecastInput {
        let item = |(index, weight): (usize, &f64)| ForecastItem {
            id: index.to_string(),
            weight: *weight,
            hours: 4.0,
            planned_finish_day: u32::try_from(index).unwrap(),
            finished_day: finished.contains(&index).then_some(0),
            spent_hours: 0.0,
            core: None,
        };
        let items = weights.iter().enumerate().map(item).collect();
        let plan = ForecastPlan { days: 20, capacity_hours: vec![6.0; 20] };
        ForecastInput { plan, items, today_day: 8, draws: 400, seed: 5 }
    }

    fn falling(count: u32) -> Vec<f64> {
        (0..count).map(|index| f64::from(100 - index * 4)).collect()
    }

    #[test]
    fn who_follows_the_plan_has_no_propensity_and_no_warning() {
        let input = input(&falling(20), &[0, 1, 2, 3, 4, 5]);
        assert!(propensity(&input) < 1e-12);
        let warning = order_warning(&input);
        assert!(!warning.raised && warning.p_value > 0.9 && warning.index.abs() < 1e-12);
    }

    #[test]
    fn who_takes_the_light_ones_first_has_full_propensity_and_a_warning() {
        let input = input(&falling(20), &[14, 15, 16, 17, 18, 19]);
        assert!((propensity(&input) - 1.0).abs() < 1e-12);
        let warning = order_warning(&input);
        assert!(warning.raised && warning.p_value < 0.05 && warning.index > 0.3);
    }

    #[test]
    fn half_way_between_is_half() {
        // Weights 100 96 92 against 32 28 24: the middle is 186.
        let propensity = propensity(&input(&falling(20), &[9, 10, 8]));
        assert!((propensity - 0.5).abs() < 0.05, "{propensity}");
    }

    #[test]
    fn two_finished_items_say_nothing_of_the_rest() {
        assert!(propensity(&input(&falling(20), &[18, 19])) < 1e-12);
    }

    #[test]
    fn items_of_equal_weight_are_never_out_of_order() {
        let input = input(&[10.0; 12], &[8, 9, 10, 11]);
        let warning = order_warning(&input);
        assert!(!warning.raised && warning.p_value > 0.99);
        assert!(propensity(&input) < 1e-12);
    }

    #[test]
    fn nothing_finished_is_no_reason_to_warn() {
        let warning = order_warning(&input(&falling(20), &[]));
        assert!(!warning.raised && warning.p_value > 0.99 && warning.index.abs() < 1e-12);
    }

    #[test]
    fn a_random_order_is_seldom_warned_of() {
        let raised = (0..300_u64).filter(|seed| {
            let mut random = Random::stream(*seed, 77);
            let mut places: Vec<usize> = (0..20).collect();
            for place in 0..6 {
                let other = place + random.below(20 - place);
                places.swap(place, other);
            }
            order_warning(&ForecastInput { seed: *seed, ..input(&falling(20), &places[..6]) }).raised
        });
        let share = as_f64(raised.count()) / 300.0;
        assert!(share < 0.1, "{share}");
    }

    #[test]
    fn without_marks_the_heaviest_half_of_the_weight_is_the_core() {
        assert_eq!(core_items(&input(&[10.0, 50.0, 20.0, 20.0], &[])), [1]);
        assert_eq!(core_items(&input(&[30.0, 30.0, 40.0], &[])), [2, 0]);
        let mut marked = input(&[10.0, 50.0, 20.0, 20.0], &[]);
        marked.items[0].core = Some(true);
        marked.items[1].core = Some(false);
        assert_eq!(core_items(&marked), [0]);
    }
}
