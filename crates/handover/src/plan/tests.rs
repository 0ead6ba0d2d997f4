//! Plans with and without days that a person set.

use jiff::{ToSpan, civil::date};
use proptest::prelude::*;

use super::*;

fn id(number: usize) -> ItemId {
    format!("0193f2a0-0000-7000-8000-{number:012}").parse().unwrap()
}

fn item(number: usize, weight: i64, hours: u32, is_core: bool) -> Item {
    let weight = Weight::new(weight).unwrap();
    Item { id: id(number), weight, hours, is_core, planned_on: None, stages: Vec::new() }
}

/// Monday, 26 October to Wednesday, 25 November 2026: 22 working days after the notice.
fn october(items: &[Item]) -> Plan {
    Plan::new(items, date(2026, 10, 26), date(2026, 11, 25), &Calendar::builtin())
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[test]
fn the_core_comes_first_then_weight_then_the_shorter() {
    let items = [item(1, 90, 4, false), item(2, 40, 4, true), item(3, 90, 2, false), item(4, 60, 4, true)];
    let order: Vec<ItemId> = october(&items).lines().iter().map(|line| line.item).collect();
    assert_eq!(order, [id(4), id(2), id(3), id(1)]);
}

#[test]
fn items_share_the_working_days_by_their_hours_and_the_last_ends_on_the_last_day() {
    let plan = october(&[item(1, 80, 11, true), item(2, 50, 11, false), item(3, 20, 22, false)]);
    assert_eq!(plan.days().len(), 22);
    // 5 and a half days each, so that the first ends on the sixth working day.
    assert_eq!(plan.finish_on(id(1)), Some(date(2026, 11, 3)));
    assert_eq!(plan.finish_on(id(2)), Some(date(2026, 11, 10)));
    assert_eq!(plan.finish_on(id(3)), Some(date(2026, 11, 25)));
    assert!(close(plan.hours_per_day(), 2.0));
}

#[test]
fn nothing_is_planned_for_the_day_of_the_notice_and_everything_for_the_last_day() {
    let plan = october(&[item(1, 80, 11, true), item(2, 20, 11, false)]);
    assert!(close(plan.share_on(date(2026, 10, 26)), 0.0));
    assert!(close(plan.share_on(date(2026, 11, 10)), 0.8), "after 11 of 22 working days");
    assert!(close(plan.share_on(date(2026, 11, 25)), 1.0));
    assert!(close(plan.share_on(date(2027, 1, 1)), 1.0));
    assert!(close(plan.share_on(date(2026, 1, 1)), 0.0));
}

#[test]
fn a_weekend_adds_nothing_to_the_plan() {
    let plan = october(&[item(1, 50, 20, true)]);
    assert!(close(plan.share_on(date(2026, 10, 30)), plan.share_on(date(2026, 11, 1))));
    assert!(plan.share_on(date(2026, 11, 2)) > plan.share_on(date(2026, 11, 1)));
}

#[test]
fn a_day_that_a_person_set_is_kept_and_the_others_spread_around_it() {
    let mut items = [item(1, 80, 11, true), item(2, 20, 11, false)];
    items[0].planned_on = Some(date(2026, 11, 20));
    let plan = october(&items);
    assert_eq!(plan.finish_on(id(1)), Some(date(2026, 11, 20)));
    assert!(plan.lines()[0].is_given && !plan.lines()[1].is_given);
    assert_eq!(plan.finish_on(id(2)), Some(date(2026, 11, 25)));
    assert!(plan.share_on(date(2026, 11, 5)) < 0.2);
}

#[test]
fn a_day_set_beyond_the_last_day_leaves_the_plan_unfinished_on_the_last_day() {
    let mut items = [item(1, 50, 10, true), item(2, 50, 10, false)];
    items[1].planned_on = Some(date(2026, 12, 9));
    let plan = october(&items);
    assert!(plan.share_on(date(2026, 11, 25)) < 1.0);
    assert!(close(plan.share_on(date(2026, 12, 9)), 1.0));
}

#[test]
fn a_day_set_before_the_notice_is_done_from_the_start() {
    let mut items = [item(1, 30, 10, true), item(2, 70, 10, false)];
    items[0].planned_on = Some(date(2026, 10, 20));
    assert!(close(october(&items).share_on(date(2026, 10, 26)), 0.3));
}

#[test]
fn who_leaves_the_same_day_has_that_one_day() {
    let day = date(2026, 11, 4);
    let plan = Plan::new(&[item(1, 50, 3, true)], day, day, &Calendar::builtin());
    assert_eq!(plan.days(), [day]);
    assert!(close(plan.share_on(date(2026, 11, 3)), 0.0) && close(plan.share_on(day), 1.0));
    let over_a_weekend =
        Plan::new(&[item(1, 50, 3, true)], date(2026, 11, 6), date(2026, 11, 8), &Calendar::builtin());
    assert_eq!(over_a_weekend.days(), [date(2026, 11, 8)]);
}

#[test]
fn a_plan_of_nothing_plans_nothing() {
    let plan = october(&[]);
    assert!(close(plan.share_on(date(2026, 11, 25)), 0.0) && close(plan.hours_per_day(), 0.0));
}

proptest! {
    #[test]
    fn the_planned_share_never_falls_and_ends_at_one(
        facts in prop::collection::vec((1i64..=100, 1u32..40, any::<bool>(), prop::option::of(0i64..31)), 1..20),
    ) {
        let start = date(2026, 10, 26);
        let items: Vec<Item> = facts.iter().enumerate().map(|(number, (weight, hours, is_core, planned))| Item {
            planned_on: planned.map(|days| start.saturating_add(days.days())),
            ..item(number, *weight, *hours, *is_core)
        }).collect();
        let plan = october(&items);
        let shares: Vec<f64> = (0..40i64).map(|days| plan.share_on(start.saturating_add(days.days()))).collect();
        prop_assert!(shares.is_sorted());
        prop_assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
        prop_assert!(close(plan.share_on(date(2026, 11, 25)), 1.0));
        for line in plan.lines() {
            prop_assert!(line.is_given || plan.days().contains(&line.finish_on));
        }
    }
}
