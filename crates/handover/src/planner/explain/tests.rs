//! Each kind of obstacle by itself, and that a relief does what it says.

use super::*;
use crate::planner::{KnowledgeItem, Settings, Taker, plan, tests::drawn};

fn item(id: &str, skills: &[&str]) -> KnowledgeItem {
    KnowledgeItem {
        id: id.to_owned(),
        name: String::new(),
        criticality: 50,
        skills: skills.iter().map(|skill| (*skill).to_owned()).collect(),
        need: 2,
        doc: 2,
        teach: 2,
        verify: 1,
        practice: 1,
        after: Vec::new(),
        teach_by: None,
    }
}

/// One item, two able receivers, ample time.
fn instance() -> Instance {
    let taker = |id: &str| Taker {
        id: id.to_owned(),
        capacity: vec![6; 4],
        skills: vec!["db".to_owned()],
        max_items: 5,
    };
    Instance {
        id: "small".to_owned(),
        unit_minutes: 30,
        days: 4,
        lag_days: 1,
        max_group: 4,
        capacity: vec![6; 4],
        max_sessions: 6,
        receivers: vec![taker("r1"), taker("r2")],
        items: vec![item("a", &["db"])],
    }
}

fn explained(instance: &Instance) -> Vec<LeftOut> {
    let found = plan(instance, &Settings { seed: 1, effort_ms: 20 }, &|| false, &mut |_| {}).unwrap();
    left_out(instance, &found.schedule, &Standing { today: 0, done: Vec::new() }, 100).unwrap()
}

fn only(instance: &Instance) -> (Vec<Block>, Vec<Relief>) {
    let found = explained(instance);
    let [left] = &found[..] else { panic!("{found:?}") };
    (left.blocked_by.clone(), left.relief.clone())
}

#[test]
fn what_is_handed_over_as_wanted_needs_no_explanation() {
    assert_eq!(explained(&instance()), []);
}

#[test]
fn too_few_hours_are_told_to_the_unit() {
    let mut tight = instance();
    tight.capacity = vec![4, 0, 0, 0];
    let (blocks, relief) = only(&tight);
    assert_eq!(blocks, [Block::LeaverHours]);
    assert_eq!(relief, [Relief::LeaverUnits { day: 1, units: 1, minutes: 30 }]);
}

#[test]
fn no_sessions_no_skill_no_days() {
    let mut silent = instance();
    silent.max_sessions = 0;
    assert_eq!(only(&silent), (vec![Block::Sessions], vec![Relief::Sessions { sessions: 1 }]));
    let mut unable = instance();
    unable.items[0].skills.push("law".to_owned());
    let skills = vec!["db".to_owned(), "law".to_owned()];
    assert_eq!(only(&unable), (vec![Block::Skill], vec![Relief::Receiver { skills }]));
    let mut short = instance();
    short.lag_days = 4;
    assert_eq!(only(&short), (vec![Block::Days], Vec::new()));
}

#[test]
fn a_gate_before_there_is_time_moves() {
    let mut gated = instance();
    gated.capacity = vec![0, 6, 6, 6];
    gated.items[0].teach_by = Some(0);
    let (blocks, relief) = only(&gated);
    assert!(
        blocks.contains(&Block::Gate) || relief == [Relief::LeaverUnits { day: 0, units: 4, minutes: 120 }]
    );
}

#[test]
fn receivers_without_time_are_named() {
    let mut busy = instance();
    busy.receivers[0].capacity = vec![1; 4];
    busy.receivers[1].capacity = vec![0; 4];
    let (blocks, relief) = only(&busy);
    assert_eq!(blocks, [Block::ReceiverLoad]);
    assert_eq!(relief, [Relief::ReceiverUnits { receiver: "r1".to_owned(), units: 1 }]);
}

#[test]
fn what_waits_for_another_item_says_for_which() {
    let mut chain = instance();
    let mut later = item("b", &["db"]);
    later.after = vec![0];
    chain.items.push(later);
    chain.items[0].skills = vec!["law".to_owned()];
    let found = explained(&chain);
    let b = found.iter().find(|left| left.item == "b").unwrap();
    assert_eq!(b.relief, [Relief::Prerequisites { items: vec!["a".to_owned()] }]);
}

#[test]
fn more_hours_as_told_let_the_item_in() {
    let mut helped = 0;
    for seed in 300..310 {
        let instance = drawn(seed, 14, 3, 6);
        let found = plan(&instance, &Settings { seed: 1, effort_ms: 20 }, &|| false, &mut |_| {}).unwrap();
        for left in
            left_out(&instance, &found.schedule, &Standing { today: 0, done: Vec::new() }, 100).unwrap()
        {
            let [Relief::LeaverUnits { day, units, .. }] = left.relief[..] else { continue };
            let mut more = instance.clone();
            more.capacity[day] += units;
            let again = plan(&more, &Settings { seed: 1, effort_ms: 20 }, &|| false, &mut |_| {}).unwrap();
            assert!(again.schedule.objective > found.schedule.objective, "{seed} {left:?}");
            helped += 1;
        }
    }
    assert!(helped > 5, "{helped}");
}
