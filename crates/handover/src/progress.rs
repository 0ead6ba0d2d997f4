//! How much is handed over: by weight, which is what counts, and by number, which is what flatters.

use kernel::Date;

use crate::{Item, Plan};

/// How far a handover is on a date. Shares are from 0 to 1; without items all are 0.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Progress {
    /// The share of the weight that is handed over.
    pub weight: f64,
    /// The same with every item counted alike.
    pub count: f64,
    /// The share of the weight if every claim were proven.
    pub claimed_weight: f64,
    /// The share of the core's weight; none without core items.
    pub core_weight: Option<f64>,
    /// How many items are done.
    pub done: usize,
    /// How many items there are.
    pub items: usize,
    /// Hours of work left, by the estimates.
    pub hours_left: f64,
}

/// How far the items are on a date; only what was reached by then counts.
pub fn progress(items: &[Item], as_of: Date) -> Progress {
    let weigh = |item: &Item| item.weight.as_f64();
    let left = |item: &Item| f64::from(item.hours) * (1.0 - item.credit(as_of));
    let is_core = |item: &&Item| item.is_core;
    Progress {
        weight: share(items.iter(), weigh, |item| item.credit(as_of)).unwrap_or(0.0),
        count: share(items.iter(), |_| 1.0, |item| item.credit(as_of)).unwrap_or(0.0),
        claimed_weight: share(items.iter(), weigh, |item| item.claimed_credit(as_of)).unwrap_or(0.0),
        core_weight: share(items.iter().filter(is_core), weigh, |item| item.credit(as_of)),
        done: items.iter().filter(|item| item.is_done(as_of)).count(),
        items: items.len(),
        hours_left: items.iter().map(left).sum(),
    }
}

/// The weighted mean of the credits; none when nothing has a weight.
fn share<'a>(
    items: impl Iterator<Item = &'a Item>,
    weigh: impl Fn(&Item) -> f64,
    credit: impl Fn(&Item) -> f64,
) -> Option<f64> {
    let (done, total) = items.fold((0.0, 0.0), |(done, total), item| {
        let weight = weigh(item);
        (done + weight * credit(item), total + weight)
    });
    (total > 0.0).then(|| (done / total).clamp(0.0, 1.0))
}

/// One day of the chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeriesDay {
    /// The day.
    pub date: Date,
    /// The share of the weight that the plan wants by its end.
    pub planned: f64,
    /// The share of the weight that was handed over; none after today.
    pub weight: Option<f64>,
    /// The same with every item counted alike; none after today.
    pub count: Option<f64>,
}

/// The days of the chart: from the notice to the last working day, or to today where that is later.
pub fn series(items: &[Item], plan: &Plan, today: Date) -> Vec<SeriesDay> {
    let end = plan.last_day().max(today);
    let next = |day: &Date| day.tomorrow().ok().filter(|day| *day <= end);
    let day = |date: Date| {
        let reached = (date <= today).then(|| progress(items, date));
        SeriesDay {
            date,
            planned: plan.share_on(date),
            weight: reached.map(|progress| progress.weight),
            count: reached.map(|progress| progress.count),
        }
    };
    std::iter::successors(Some(plan.notice_on()), next).map(day).collect()
}

#[cfg(test)]
mod tests {
    use calendar::Calendar;
    use jiff::civil::date;
    use kernel::ItemId;
    use proptest::prelude::*;

    use super::*;
    use crate::{Evidence, Stage, StageFact, Weight};

    fn on(day: i8) -> Date {
        date(2026, 11, day)
    }

    fn item(number: usize, weight: i64, stages: &[(Stage, i8, Evidence)]) -> Item {
        let id: ItemId = format!("0193f2a0-0000-7000-8000-{number:012}").parse().unwrap();
        let stages = stages.iter().map(|(stage, day, evidence)| StageFact {
            stage: *stage,
            on: on(*day),
            evidence: *evidence,
        });
        let weight = Weight::new(weight).unwrap();
        Item { id, weight, hours: 8, is_core: number == 1, planned_on: None, stages: stages.collect() }
    }

    fn done(number: usize, weight: i64, day: i8) -> Item {
        item(number, weight, &[(Stage::Independent, day, Evidence::PassedTeachBack)])
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn easy_items_first_look_good_by_number_and_bad_by_weight() {
        let items = [item(1, 80, &[]), done(2, 5, 3), done(3, 10, 4), done(4, 5, 4)];
        let found = progress(&items, on(5));
        assert!(close(found.count, 0.75) && close(found.weight, 0.2));
        assert_eq!((found.done, found.items), (3, 4));
        assert!(close(found.core_weight.unwrap(), 0.0) && close(found.hours_left, 8.0));
    }

    #[test]
    fn only_what_was_reached_by_the_date_counts() {
        let items = [done(1, 50, 3), done(2, 50, 4)];
        let shares: Vec<f64> = (2..=5).map(|day| progress(&items, on(day)).weight).collect();
        assert!(shares.iter().zip([0.0, 0.5, 1.0, 1.0]).all(|(a, b)| close(*a, b)));
    }

    #[test]
    fn a_claim_earns_nothing_and_is_told_beside() {
        let items =
            [item(1, 40, &[(Stage::Explained, 3, Evidence::None), (Stage::Written, 4, Evidence::None)])];
        let found = progress(&items, on(5));
        assert!(close(found.weight, 0.0) && close(found.claimed_weight, 0.25));
    }

    #[test]
    fn independence_by_words_alone_stays_at_what_is_proven() {
        let items = [item(
            1,
            40,
            &[(Stage::Practised, 3, Evidence::Session), (Stage::Independent, 4, Evidence::Words)],
        )];
        let found = progress(&items, on(5));
        assert!(close(found.weight, 0.6) && found.done == 0);
    }

    #[test]
    fn a_handover_without_items_is_at_nought_and_not_done() {
        assert_eq!(progress(&[], on(5)), Progress::default());
    }

    #[test]
    fn the_chart_has_every_day_and_no_future() {
        let items = [done(1, 60, 3), item(2, 40, &[])];
        let plan = Plan::new(&items, date(2026, 10, 26), date(2026, 11, 25), &Calendar::builtin());
        let days = series(&items, &plan, on(5));
        assert_eq!(days.len(), 31);
        assert_eq!((days[0].date, days[30].date), (date(2026, 10, 26), date(2026, 11, 25)));
        let today = days.iter().find(|day| day.date == on(5)).unwrap();
        assert!(close(today.weight.unwrap(), 0.6) && close(today.count.unwrap(), 0.5));
        assert!(days.iter().all(|day| day.weight.is_some() == (day.date <= on(5))));
        assert!(close(days[30].planned, 1.0));
    }

    #[test]
    fn a_handover_that_is_late_is_drawn_up_to_today() {
        let items = [item(1, 60, &[])];
        let plan = Plan::new(&items, date(2026, 10, 26), on(2), &Calendar::builtin());
        assert_eq!(series(&items, &plan, on(9)).last().unwrap().date, on(9));
    }

    fn any_stage() -> impl Strategy<Value = (Stage, i8, Evidence)> {
        (0usize..4, 1i8..28, 0usize..7)
            .prop_map(|(stage, day, evidence)| (Stage::ALL[stage], day, Evidence::ALL[evidence]))
    }

    fn any_items() -> impl Strategy<Value = Vec<Item>> {
        let one = (1i64..=100, prop::collection::vec(any_stage(), 0..5));
        prop::collection::vec(one, 1..12).prop_map(|facts| {
            facts.iter().enumerate().map(|(number, (weight, stages))| item(number, *weight, stages)).collect()
        })
    }

    proptest! {
        #[test]
        fn shares_lie_between_nought_and_one_and_claims_are_never_less(items in any_items(), day in 1i8..28) {
            let found = progress(&items, on(day));
            for share in [found.weight, found.count, found.claimed_weight] {
                prop_assert!((0.0..=1.0).contains(&share));
            }
            prop_assert!(found.claimed_weight >= found.weight - 1e-12);
            prop_assert!(found.hours_left >= 0.0);
        }

        #[test]
        fn a_further_stage_and_a_later_day_never_take_progress_away(
            items in any_items(), at in 0usize..12, stage in any_stage(), day in 1i8..27,
        ) {
            let before = progress(&items, on(day));
            prop_assert!(progress(&items, on(day + 1)).weight >= before.weight);
            let mut more = items.clone();
            let at = at % more.len();
            more[at].stages.push(StageFact { stage: stage.0, on: on(stage.1), evidence: stage.2 });
            let after = progress(&more, on(day));
            prop_assert!(after.weight >= before.weight && after.count >= before.count);
        }

        #[test]
        fn with_equal_weights_weight_and_number_agree(items in any_items(), weight in 1i64..=100) {
            let equal: Vec<Item> =
                items.into_iter().map(|item| Item { weight: Weight::new(weight).unwrap(), ..item }).collect();
            let found = progress(&equal, on(28));
            prop_assert!(close(found.weight, found.count));
        }

        #[test]
        fn the_order_of_the_items_does_not_matter(items in any_items()) {
            let mut turned = items.clone();
            turned.reverse();
            prop_assert!(close(progress(&items, on(20)).weight, progress(&turned, on(20)).weight));
        }
    }
}
