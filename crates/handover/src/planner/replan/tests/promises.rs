//! The promise that most dates stay, over many plans that slipped, and against an enumeration of all plans.

use super::*;
use crate::{
    check::check,
    planner::{
        KnowledgeItem,
        tests::{all_spots, solve},
    },
};

/// What was done of a plan by a day: some items as planned, some only written down, some not at all.
fn slipped(before: &Schedule, today: usize, (seed, done_share): (u64, f64)) -> Standing {
    let mut random = Random::stream(seed, 321);
    let mut standing = as_planned(before, today);
    standing.done.retain_mut(|done| {
        if random.unit() < 0.3 {
            (done.teach_day, done.attended, done.verified) = (None, Vec::new(), Vec::new());
        }
        random.unit() < done_share
    });
    standing
}

fn promised(keepable: usize) -> usize {
    (keepable * 4).div_ceil(5)
}

/// The plan keeps every rule on the days to come.
fn assert_possible(instance: &Instance, found: &Replanned, today: usize) {
    let report = check(instance, &found.schedule);
    let today = i64::try_from(today).unwrap();
    let broken: Vec<_> =
        report.violations.iter().filter(|one| one.day.is_none_or(|day| day >= today)).collect();
    assert!(broken.is_empty(), "{}: {broken:?}", instance.id);
    assert_eq!(report.objective, found.schedule.objective, "{}", instance.id);
}

/// How many dates to come of one plan are in another, counted from what is written.
fn same_dates(before: &Schedule, after: &Schedule, standing: &Standing) -> usize {
    let dates = |plan: &Schedule| -> Vec<(String, String, i64)> {
        let of = |(id, line): &(String, Line)| {
            let mut dates = vec![(id.clone(), "write".to_owned(), line.doc_day)];
            dates.extend(line.teach_day.map(|day| (id.clone(), "teach".to_owned(), day)));
            dates.extend(line.receivers.iter().map(|one| (id.clone(), one.id.clone(), one.verify_day)));
            dates.retain(|(_, _, day)| *day >= i64::try_from(standing.today).unwrap());
            dates
        };
        plan.plan.0.iter().flat_map(of).collect()
    };
    let after = dates(after);
    dates(before).iter().filter(|date| after.contains(date)).count()
}

#[test]
fn four_in_five_of_the_dates_that_can_stay_do_or_it_is_proved_that_they_cannot() {
    let (mut short, mut all) = (0, 0);
    for seed in 0..120_u64 {
        let (items, days) = (10 + seed as usize % 20, 6 + seed as usize % 6);
        let instance = drawn(seed + 600, items, 4, days);
        let before = first_plan(&instance);
        let today = 1 + seed as usize % 4;
        let standing = slipped(&before, today, (seed, [0.0, 0.4, 0.7, 0.9][seed as usize % 4]));
        let found = again(&instance, &before, &standing, Keep::MostDates);
        assert_possible(&instance, &found, today);
        assert_eq!(found.kept, same_dates(&before, &found.schedule, &standing), "{}", instance.id);
        assert!(found.kept <= found.keepable && found.keepable <= found.dates, "{}", instance.id);
        all += 1;
        match &found.shortfall {
            None => assert!(found.kept >= promised(found.keepable), "{}: {found:?}", instance.id),
            Some(why) => {
                short += 1;
                assert!(why.is_proved, "{}: {} of {}, {why:?}", instance.id, found.kept, found.keepable);
                assert!(found.kept <= why.most && why.most < promised(found.keepable), "{}", instance.id);
            }
        }
    }
    assert!(short > 0 && short * 2 < all, "{short} of {all} fell short: the draw should give both");
}

/// The most dates that any plan keeps, one item after the other with every day and every receiver; and which dates are
/// in any plan at all, by item.
fn enumerate_dates(model: &Model, books: &mut Books, (number, seen): (usize, &mut Vec<Vec<Spot>>)) -> i64 {
    let Some(item) = model.order.get(number).copied() else {
        for (item, spot) in books.spots.iter().enumerate() {
            if !seen[item].contains(spot) {
                seen[item].push(*spot);
            }
        }
        return books.kept;
    };
    let mut best = enumerate_dates(model, books, (number + 1, seen));
    for spot in all_spots(model, item) {
        if spot.is_taught() && !books.window(model, item).contains(&spot.teach) {
            continue;
        }
        books.put(model, item, spot);
        if books.is_sound() {
            best = best.max(enumerate_dates(model, books, (number + 1, seen)));
        }
        books.take(model, item);
    }
    best
}

#[test]
fn no_plan_at_all_keeps_more_dates_than_a_small_replanning_says() {
    let (mut short, mut refused) = (0, 0);
    for seed in 0..60 {
        let instance = drawn(seed + 900, 3, 2, 4);
        let before = solve(&instance, 200);
        let standing = Standing { today: 1 + seed as usize % 2, done: Vec::new() };
        let found = again(&instance, &before, &standing, Keep::MostDates);
        let mut model = model_at(&instance, &standing).unwrap();
        let wanted = spots_before(&instance, &before).unwrap();
        for (item, spot) in wanted.iter().enumerate() {
            model.things[item].promised = dates_to_come(&model, spot, item);
        }
        let mut seen = vec![Vec::new(); wanted.len()];
        let best = enumerate_dates(&model, &mut Books::new(&model), (0, &mut seen));
        let best = usize::try_from(best).unwrap();
        assert!(found.kept <= best, "{}", instance.id);
        match &found.shortfall {
            None => assert!(found.kept >= promised(found.keepable), "{}", instance.id),
            Some(why) => {
                short += 1;
                assert!(why.is_proved && why.most >= best, "{}: {why:?}, {best} in truth", instance.id);
                assert_eq!(found.kept, best, "{}", instance.id);
            }
        }
        // What is said to be impossible is in no plan.
        let earliest = Earliest::new(&model);
        for (item, spots) in seen.iter().enumerate() {
            let can = keepable(&model, &earliest, (item, &model.things[item].promised));
            let promised = &model.things[item].promised;
            refused += promised.dates() - can.dates();
            assert!(spots.iter().all(|spot| spot.keeps(promised) == spot.keeps(&can)), "{}", instance.id);
        }
    }
    assert!(short > 0 && refused > 0, "the draw should give both: {short} short, {refused} refused");
}

#[test]
fn where_all_dates_can_stay_the_plan_earns_at_least_what_staying_earns() {
    let mut compared = 0;
    for seed in 0..40 {
        let instance = drawn(seed + 700, 20, 4, 9);
        let before = first_plan(&instance);
        let today = 2 + seed as usize % 3;
        let mut standing = as_planned(&before, today);
        // What was to be done with an item altogether was not; nothing else waits for it.
        let is_over = |line: &Line| {
            let days = line.receivers.iter().map(|one| one.verify_day).chain(line.teach_day);
            days.chain([line.doc_day]).all(|day| day < i64::try_from(today).unwrap())
        };
        let is_alone = |id: &str| {
            let place = instance.item_places()[id];
            instance.items.iter().all(|item| !item.after.contains(&place))
        };
        let gone: Vec<String> = before
            .plan
            .0
            .iter()
            .filter(|(id, line)| is_over(line) && is_alone(id))
            .map(|(id, _)| id.clone())
            .collect();
        standing.done.retain(|done| !gone.contains(&done.item));
        let mut staying = before.clone();
        staying.plan.0.retain(|(id, _)| !gone.contains(id));
        let staying = check(&instance, &staying);
        assert!(staying.feasible, "{}: {:?}", instance.id, staying.violations);
        let found = again(&instance, &before, &standing, Keep::MostDates);
        assert_possible(&instance, &found, today);
        assert!(found.schedule.objective >= staying.objective, "{}", instance.id);
        assert!(found.shortfall.is_none() && found.kept >= promised(found.dates), "{}", instance.id);
        compared += usize::from(!gone.is_empty());
    }
    assert!(compared >= 10, "{compared} plans lost something");
}

#[test]
fn moving_all_dates_is_worth_what_it_says_and_names_what_comes_further() {
    let mut gains = 0;
    for seed in 0..12 {
        let instance = drawn(seed + 800, 24, 4, 8);
        let before = first_plan(&instance);
        let standing = slipped(&before, 3, (seed, 0.3));
        let found = again(&instance, &before, &standing, Keep::MostDates);
        let free = freeing(&instance, ((&before, &[]), &found), &standing, &BRIEF, &|| false).unwrap();
        assert!(free.gain >= 0 && free.kept <= found.keepable, "{}", instance.id);
        assert!(free.gain == 0 || !free.items.is_empty(), "{}: {free:?}", instance.id);
        gains += free.gain;
    }
    assert!(gains > 0, "some of the slipped plans earn more when everything may move");
}

#[test]
fn a_past_that_broke_a_rule_does_not_cost_the_dates_to_come() {
    let mut instance = drawn(212, 24, 4, 8);
    instance.max_sessions = 3;
    let before = first_plan(&instance);
    let mut standing = as_planned(&before, 3);
    // All of it was done on one day, more sessions than the leaver has on one.
    for done in &mut standing.done {
        (done.doc_day, done.teach_day) = (0, done.teach_day.map(|_| 0));
        done.verified.iter_mut().for_each(|(_, day)| *day = 0);
    }
    let found = again(&instance, &before, &standing, Keep::MostDates);
    assert!(found.dates > 0 && found.kept >= promised(found.dates), "{found:?}");
}

#[test]
fn a_long_plan_is_planned_again_without_hanging() {
    let instance = drawn(17, 2_000, 40, 120);
    let brief = Settings { seed: 1, effort_ms: 10 };
    let before = plan(&instance, &brief, &|| false, &mut |_| {}).unwrap().schedule;
    let standing = Standing { today: 20, done: Vec::new() };
    let found = replan(&instance, &before, (&standing, Keep::MostDates), &brief, &|| false).unwrap();
    assert_possible(&instance, &found, 20);
    assert!(found.kept > 0 && found.kept <= found.keepable);
}

/// A handover as people have it: eight items of several parts that follow one another, two receivers for all.
fn in_parts(days: usize, (leaver, receiver): (i32, i32)) -> Instance {
    let mut instance = drawn(1, 1, 2, days);
    instance.capacity = vec![leaver; days];
    (instance.lag_days, instance.max_sessions, instance.max_group) = (1, 4, 3);
    for taker in &mut instance.receivers {
        (taker.capacity, taker.max_items) = (vec![receiver; days], 1_000);
    }
    let model = KnowledgeItem { skills: Vec::new(), need: 2, teach_by: None, ..instance.items[0].clone() };
    instance.items.clear();
    for number in 0..8 {
        let units = 8 + number % 3 * 8;
        let (doc, verify) = ((units * 4 + 5) / 10, (units * 3 + 10) / 20);
        let teach = units - doc - 2 * verify;
        let parts = [(doc + 5) / 6, (teach + 3) / 4, (verify * 2 + 3) / 4].into_iter().max().unwrap();
        for part in 0..parts {
            let of_part = |units: i32| units / parts + i32::from(part < units % parts);
            let after = if part > 0 { vec![instance.items.len() - 1] } else { Vec::new() };
            instance.items.push(KnowledgeItem {
                id: format!("{number}#{part}"),
                criticality: i64::from((90 - number * 8) / parts),
                doc: of_part(doc),
                teach: of_part(teach),
                verify: of_part(verify),
                practice: of_part(verify),
                after,
                ..model.clone()
            });
        }
    }
    instance
}

#[test]
fn a_handover_in_parts_that_nobody_worked_on_keeps_what_can_be_kept_and_proves_where_that_ends() {
    let instance = in_parts(22, (6, 5));
    let settings = Settings { seed: 1, effort_ms: 300 };
    let before = plan(&instance, &settings, &|| false, &mut |_| {}).unwrap().schedule;
    let mut short = 0;
    for today in [2, 6, 12] {
        let standing = Standing { today, done: Vec::new() };
        let found = again_with(&instance, (&before, &standing), &settings);
        assert_possible(&instance, &found, today);
        let Some(why) = &found.shortfall else {
            assert!(found.kept >= promised(found.keepable), "{today}: {} of {}", found.kept, found.keepable);
            continue;
        };
        short += 1;
        assert!(
            why.is_proved && !why.because.is_empty(),
            "{today}: {} of {}, {why:?}",
            found.kept,
            found.keepable
        );
        assert!(why.missed_units > why.free_units, "{today}: {why:?}");
    }
    assert!(short > 0, "half the time without any work costs dates");
}

fn again_with(
    instance: &Instance,
    (before, standing): (&Schedule, &Standing),
    settings: &Settings,
) -> Replanned {
    replan(instance, before, (standing, Keep::MostDates), settings, &|| false).unwrap()
}
