//! The planner against an enumeration of all plans, on drawn instances, on the reference instances, and at its limits.

use super::*;
use crate::{check::check, forecast::random::Random};

fn settings(effort_ms: u32) -> Settings {
    Settings { seed: 1, effort_ms }
}

fn never() -> bool {
    false
}

pub(super) fn solve(instance: &Instance, effort_ms: u32) -> Schedule {
    plan(instance, &settings(effort_ms), &never, &mut |_| {}).unwrap().schedule
}

/// An instance drawn by chance, with tight and loose ones among them.
pub(crate) fn drawn(seed: u64, items: usize, receivers: usize, days: usize) -> Instance {
    let mut random = Random::stream(seed, 99);
    let mut number = |low: usize, high: usize| (low + random.below(high + 1 - low)) as i32;
    let skills = ["db", "ops", "law"];
    let some = |mask: i32| -> Vec<String> {
        skills
            .iter()
            .enumerate()
            .filter(|(bit, _)| mask & (1 << bit) != 0)
            .map(|(_, skill)| (*skill).to_owned())
            .collect()
    };
    let lag_days = number(0, 2) as usize;
    let takers = (0..receivers).map(|place| Taker {
        id: format!("r{place}"),
        capacity: (0..days).map(|_| number(0, 6)).collect(),
        skills: some(number(1, 7) | number(1, 7)),
        max_items: number(1, items.max(2)),
    });
    let takers = takers.collect();
    let capacity = (0..days).map(|_| if number(0, 9) == 0 { 0 } else { number(4, 12) }).collect();
    let things = (0..items).map(|place| KnowledgeItem {
        id: format!("k{place}"),
        name: String::new(),
        criticality: i64::from(number(1, 100)),
        skills: some(1 << number(0, 4)),
        need: number(2, 3) as usize,
        doc: number(1, 4),
        teach: number(1, 3),
        verify: number(1, 2),
        practice: number(0, 2),
        after: if place > 0 && number(0, 2) == 0 { vec![number(0, place - 1) as usize] } else { Vec::new() },
        teach_by: (number(0, 5) == 0).then(|| number(0, days) as usize),
    });
    let items = things.collect();
    let (max_group, max_sessions) = (number(1, 4) as usize, number(2, 6));
    Instance {
        id: format!("drawn-{seed}"),
        unit_minutes: 30,
        days,
        lag_days,
        max_group,
        capacity,
        max_sessions,
        receivers: takers,
        items,
    }
}

/// The best value of all plans, one item after the other with every day and every receiver.
fn enumerate(instance: &Instance) -> i64 {
    let model = Model::new(instance);
    let mut books = Books::new(&model);
    best_from(&model, &mut books, 0)
}

fn best_from(model: &Model, books: &mut Books, number: usize) -> i64 {
    let Some(item) = model.order.get(number).copied() else { return books.value };
    let mut best = best_from(model, books, number + 1);
    for spot in all_spots(model, item) {
        let is_in_window = !spot.is_taught() || books.window(model, item).contains(&spot.teach);
        if !is_in_window {
            continue;
        }
        books.put(model, item, spot);
        if books.is_sound() {
            best = best.max(best_from(model, books, number + 1));
        }
        books.take(model, item);
    }
    best
}

pub(super) fn all_spots(model: &Model, item: usize) -> Vec<books::Spot> {
    let (thing, days) = (&model.things[item], model.days as i32);
    let mut spots: Vec<books::Spot> = (0..days).map(books::Spot::documented).collect();
    for teach in 0..=thing.gate {
        for doc in 0..=teach {
            let spot = books::Spot { teach, ..books::Spot::documented(doc) };
            with_receivers(model, item, (spot, 0), &mut spots);
        }
    }
    spots
}

fn with_receivers(
    model: &Model,
    item: usize,
    (spot, from): (books::Spot, usize),
    spots: &mut Vec<books::Spot>,
) {
    let thing = &model.things[item];
    if spot.verified > 0 {
        spots.push(spot);
    }
    if spot.verified == thing.most {
        return;
    }
    for place in from..thing.eligible.len() {
        for day in spot.teach + model.lag..model.days as i32 {
            let mut more = spot;
            more.who[more.verified] = (thing.eligible[place], day);
            more.verified += 1;
            with_receivers(model, item, (more, place + 1), spots);
        }
    }
}

#[test]
fn tiny_instances_are_solved_to_the_best_of_all_plans_and_proved() {
    for seed in 0..40 {
        let instance = drawn(seed, 3, 2, 3);
        let (best, found) = (enumerate(&instance), solve(&instance, 2_000));
        assert_eq!(found.objective, best, "{}", instance.id);
        assert_eq!((found.bound, found.status), (Some(best), Some(Status::Optimal)), "{}", instance.id);
    }
}

#[test]
fn a_bound_is_never_below_a_plan_and_every_plan_passes_the_check() {
    for seed in 100..112 {
        let instance = drawn(seed, 4 + seed as usize % 20, 2 + seed as usize % 4, 3 + seed as usize % 7);
        let found = solve(&instance, 10);
        let report = check(&instance, &found);
        assert!(report.feasible, "{}: {:?}", instance.id, report.violations);
        assert_eq!(report.objective, found.objective);
        assert!(found.bound.unwrap() >= found.objective, "{}", instance.id);
        let longer = solve(&instance, 100);
        assert!(longer.objective <= found.bound.unwrap(), "{}: a plan above a bound", instance.id);
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let instance = drawn(7, 30, 4, 8);
    let text = |seed| {
        let found = plan(&instance, &Settings { seed, effort_ms: 60 }, &never, &mut |_| {}).unwrap();
        serde_json::to_string(&found.schedule).unwrap()
    };
    assert_eq!(text(3), text(3));
}

#[test]
fn progress_only_gets_better() {
    let instance = drawn(11, 25, 4, 8);
    let mut seen: Vec<Moment> = Vec::new();
    let found = plan(&instance, &settings(60), &never, &mut |moment| seen.push(moment)).unwrap().schedule;
    assert!(
        seen.windows(2).all(|pair| pair[0].objective <= pair[1].objective && pair[0].bound >= pair[1].bound)
    );
    let last = seen.last().unwrap();
    assert_eq!((last.objective, Some(last.bound)), (found.objective, found.bound));
}

#[test]
fn who_pulls_the_brake_at_once_still_gets_a_plan() {
    let instance = drawn(12, 40, 5, 10);
    let found = plan(&instance, &settings(60_000), &|| true, &mut |_| {}).unwrap().schedule;
    assert!(found.objective > 0 && check(&instance, &found).feasible);
    assert!(found.bound.unwrap() >= found.objective);
}

#[test]
fn nobody_to_teach_no_time_and_no_items_are_planned_for_what_they_are() {
    let mut alone = drawn(13, 6, 1, 3);
    alone.receivers.clear();
    assert!(solve(&alone, 50).plan.0.iter().all(|(_, line)| line.teach_day.is_none()));
    let mut absent = drawn(14, 6, 2, 3);
    absent.capacity = vec![0; 3];
    let found = solve(&absent, 50);
    assert_eq!((found.objective, found.bound, found.gap_pct), (0, Some(0), Some(0.0)));
    let mut empty = drawn(15, 6, 2, 3);
    empty.items.clear();
    assert_eq!(solve(&empty, 50).status, Some(Status::Optimal));
    let mut short = drawn(16, 6, 2, 3);
    short.lag_days = 9;
    assert!(solve(&short, 50).plan.0.iter().all(|(_, line)| line.teach_day.is_none()));
}

#[test]
fn two_thousand_items_are_planned_without_hanging() {
    let instance = drawn(17, 2_000, 40, 120);
    let found = solve(&instance, 20);
    assert!(found.objective > 0 && found.bound.unwrap() >= found.objective);
}
