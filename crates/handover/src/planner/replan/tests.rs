//! Planning again after progress, absences and new items.

use super::*;
use crate::planner::{Line, plan, tests::drawn};

mod promises;

const BRIEF: Settings = Settings { seed: 1, effort_ms: 60 };

fn first_plan(instance: &Instance) -> Schedule {
    plan(instance, &BRIEF, &|| false, &mut |_| {}).unwrap().schedule
}

fn again(instance: &Instance, before: &Schedule, standing: &Standing, keep: Keep) -> Replanned {
    replan(instance, before, (standing, keep), &BRIEF, &|| false).unwrap()
}

/// What the plan says of the days before today, as if all of it had been done.
fn as_planned(before: &Schedule, today: usize) -> Standing {
    let over = |day: i64| usize::try_from(day).ok().filter(|day| *day < today);
    let done = |(id, line): &(String, Line)| {
        let doc_day = over(line.doc_day)?;
        let teach_day = line.teach_day.and_then(over);
        let verified =
            line.receivers.iter().filter_map(|taking| Some((taking.id.clone(), over(taking.verify_day)?)));
        let attended = line.receivers.iter().filter(|_| teach_day.is_some()).map(|taking| taking.id.clone());
        Some(Done {
            item: id.clone(),
            doc_day,
            teach_day,
            attended: attended.collect(),
            verified: verified.collect(),
        })
    };
    Standing { today, done: before.plan.0.iter().filter_map(done).collect() }
}

#[test]
fn when_all_goes_by_plan_nothing_gets_worse_and_what_was_done_stays() {
    for seed in 0..6 {
        let instance = drawn(seed + 200, 24, 4, 8);
        let before = first_plan(&instance);
        for today in [0, 3, 6] {
            let standing = as_planned(&before, today);
            let found = again(&instance, &before, &standing, Keep::MostDates);
            assert!(found.schedule.objective >= before.objective, "{seed} {today}");
            assert!(found.kept_share() >= 0.8, "{seed} {today} {} of {}", found.kept, found.dates);
            for done in &standing.done {
                let line = found.schedule.line(&done.item).unwrap();
                assert_eq!(line.doc_day, i64::try_from(done.doc_day).unwrap());
                for (id, day) in &done.verified {
                    let day = i64::try_from(*day).unwrap();
                    assert!(line.receivers.iter().any(|taking| taking.id == *id && taking.verify_day == day));
                }
            }
        }
    }
}

#[test]
fn nothing_new_is_planned_for_days_that_are_over() {
    let instance = drawn(210, 24, 4, 8);
    let before = first_plan(&instance);
    let found = again(&instance, &before, &Standing { today: 4, done: Vec::new() }, Keep::MostDates);
    for (id, line) in &found.schedule.plan.0 {
        let days = line.receivers.iter().map(|taking| taking.verify_day);
        assert!(days.chain([line.doc_day]).chain(line.teach_day).all(|day| day >= 4), "{id} {line:?}");
    }
    assert!(found.schedule.objective > 0);
}

#[test]
fn an_absence_moves_what_it_must_and_little_else() {
    let instance = drawn(211, 24, 4, 9);
    let before = first_plan(&instance);
    let mut absent = instance.clone();
    absent.capacity[4] = 0;
    let found = again(&absent, &before, &as_planned(&before, 2), Keep::MostDates);
    let on_that_day = |line: &Line| {
        line.receivers.iter().any(|taking| taking.verify_day == 4)
            || line.doc_day == 4
            || line.teach_day == Some(4)
    };
    assert!(found.schedule.plan.0.iter().all(|(_, line)| !on_that_day(line)));
    let untouched = before.plan.0.iter().filter(|(_, line)| !on_that_day(line));
    let (mut all, mut same) = (0, 0);
    for (id, line) in untouched {
        all += 1;
        same += usize::from(found.schedule.line(id) == Some(line));
    }
    assert!(10 * same >= 5 * all, "{same} of {all}");
}

#[test]
fn a_new_item_finds_its_place() {
    let mut instance = drawn(212, 12, 4, 8);
    instance.capacity = vec![14; 8];
    instance.max_sessions = 6;
    let before = first_plan(&instance);
    let mut more = instance.clone();
    let mut new = instance.items[0].clone();
    (new.id, new.criticality, new.skills, new.after, new.teach_by) =
        ("new".to_owned(), 100, Vec::new(), Vec::new(), None);
    more.items.push(new);
    let found = again(&more, &before, &as_planned(&before, 1), Keep::MostDates);
    assert!(found.schedule.line("new").is_some());
    assert!(found.kept_share() >= 0.8);
}

#[test]
fn a_new_plan_altogether_is_at_least_as_good_as_one_that_keeps_dates() {
    let mut instance = drawn(213, 24, 4, 8);
    let before = first_plan(&instance);
    instance.capacity[2] = 0;
    let standing = Standing { today: 1, done: Vec::new() };
    let (kept, new) = (
        again(&instance, &before, &standing, Keep::MostDates),
        again(&instance, &before, &standing, Keep::Nothing),
    );
    assert!(10 * new.schedule.objective >= 9 * kept.schedule.objective);
    assert!(kept.kept >= new.kept);
}

#[test]
fn what_was_missed_is_made_up_for_and_most_of_the_dates_to_come_stay() {
    for seed in 0..6 {
        let instance = drawn(seed + 230, 24, 4, 8);
        let before = first_plan(&instance);
        // Three days went by and nothing was done on them.
        let standing = Standing { today: 3, done: Vec::new() };
        let kept = again(&instance, &before, &standing, Keep::MostDates);
        let anew = again(&instance, &before, &standing, Keep::Nothing);
        let worth = (kept.schedule.objective, anew.schedule.objective);
        assert!(worth.0 * 10 >= worth.1 * 8, "{seed}: {worth:?}");
        assert!(
            kept.kept_share() >= 0.8 || kept.shortfall.as_ref().is_some_and(|why| why.is_proved),
            "{seed}: {} of {}, {:?}",
            kept.kept,
            kept.keepable,
            kept.shortfall
        );
    }
}

#[test]
fn what_people_set_stays_even_when_everything_else_is_planned_anew() {
    let instance = drawn(212, 24, 4, 8);
    let before = first_plan(&instance);
    let standing = Standing { today: 0, done: Vec::new() };
    let fixed: Vec<String> = before.plan.0.iter().take(6).map(|(id, _)| id.clone()).collect();
    let mut worse = before.clone();
    // Somebody moved the other items: they may go where they like, the fixed ones not.
    worse.plan.0.truncate(6);
    for keep in [Keep::Nothing, Keep::MostDates] {
        let found = replan_around(&instance, (&worse, &fixed), (&standing, keep), &BRIEF, &|| false).unwrap();
        for id in &fixed {
            assert_eq!(found.schedule.line(id), before.line(id), "{id} {keep:?}");
        }
        assert!(found.schedule.plan.0.len() > fixed.len(), "{keep:?}");
    }
}

#[test]
fn what_cannot_have_been_done_is_refused_with_its_place() {
    let instance = drawn(214, 6, 2, 6);
    let before = first_plan(&instance);
    let done = Done {
        item: "k0".to_owned(),
        doc_day: 0,
        teach_day: None,
        attended: Vec::new(),
        verified: Vec::new(),
    };
    let at = |done: Done| {
        let standing = Standing { today: 2, done: vec![done] };
        match replan(&instance, &before, (&standing, Keep::MostDates), &BRIEF, &|| false) {
            Err(Error::Value { pointer, .. }) => pointer,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(at(Done { item: "nobody".to_owned(), ..done.clone() }), "/done/0/item");
    assert_eq!(at(Done { doc_day: 2, ..done.clone() }), "/done/0/doc_day");
    assert_eq!(at(Done { teach_day: Some(5), ..done.clone() }), "/done/0/teach_day");
    assert_eq!(
        at(Done { teach_day: Some(1), attended: vec!["r9".to_owned()], ..done.clone() }),
        "/done/0/attended"
    );
    assert_eq!(at(Done { attended: vec!["r0".to_owned()], ..done }), "/done/0/teach_day");
}
