//! Reading instances: good ones, and every kind of bad one with its place.

use serde_json::{Value, json};

use super::*;

fn good() -> Value {
    let item = |id: &str, after: Value| {
        json!({"id": id, "name": id, "criticality": 50, "skills": ["db"], "need": 2, "doc": 1, "teach": 1,
               "verify": 1, "practice": 0, "after": after, "teach_by": null})
    };
    json!({
        "schema": SCHEMA, "id": "small", "unit_minutes": 30, "days": 2, "lag_days": 1, "max_group": 4,
        "leaver": {"capacity": [4, 4], "max_sessions_per_day": 6},
        "receivers": [{"id": "r1", "capacity": [4, 4], "skills": ["db"], "max_items": 3},
                      {"id": "r2", "capacity": [4, 4], "skills": [], "max_items": 3}],
        "items": [item("a", json!([])), item("b", json!(["a"])), item("c", json!(["b"]))],
        "reference": {"best": 1, "status": "OPTIMAL"}
    })
}

fn refusal(pointer: &str, value: Value) -> (String, String) {
    let mut changed = good();
    *changed.pointer_mut(pointer).unwrap() = value;
    match Instance::from_json(&changed.to_string()) {
        Err(Error::Value { pointer, problem }) => (pointer, problem),
        other => panic!("{pointer} was not refused: {other:?}"),
    }
}

#[test]
fn a_good_instance_is_read() {
    let found = Instance::from_json(&good().to_string()).unwrap();
    assert_eq!((found.days, found.items[2].after.clone(), found.leaver_units()), (2, vec![1], 8));
    assert!(found.is_eligible(0, 0) && !found.is_eligible(0, 1));
    assert_eq!(
        (found.items[0].value(0), found.items[0].value(2), found.items[0].value(3)),
        (1_250, 5_000, 5_000)
    );
}

#[test]
fn what_cannot_be_is_refused_with_its_place() {
    for (pointer, value) in [
        ("/schema", json!("handover-instance/2")),
        ("/days", json!(0)),
        ("/lag_days", json!(-1)),
        ("/max_group", json!(0)),
        ("/unit_minutes", json!(0)),
        ("/leaver/capacity", json!([4])),
        ("/leaver/capacity/1", json!(-2)),
        ("/leaver/max_sessions_per_day", json!(-1)),
        ("/receivers/1/id", json!("r1")),
        ("/receivers/1/capacity/0", json!(-1)),
        ("/receivers/0/max_items", json!(-1)),
        ("/items/1/id", json!("a")),
        ("/items/0/criticality", json!(101)),
        ("/items/0/need", json!(4)),
        ("/items/0/doc", json!(-1)),
        ("/items/0/teach", json!(-1)),
        ("/items/0/verify", json!(-1)),
        ("/items/0/practice", json!(100_001)),
        ("/items/0/teach_by", json!(-1)),
        ("/items/1/after/0", json!("nobody")),
    ] {
        assert_eq!(refusal(pointer, value).0, pointer);
    }
}

#[test]
fn a_cycle_is_named_item_by_item() {
    let (pointer, problem) = refusal("/items/0/after", json!(["c"]));
    assert_eq!(pointer, "/items/0/after");
    assert!(problem.ends_with("a → c → b → a"), "{problem}");
    let (pointer, problem) = refusal("/items/1/after", json!(["b"]));
    assert_eq!(pointer, "/items/1/after");
    assert!(problem.ends_with("b → b"), "{problem}");
}

#[test]
fn an_unknown_field_is_refused_by_name() {
    let text = good().to_string().replace("\"lag_days\"", "\"lag\"");
    let found = Instance::from_json(&text);
    assert!(matches!(&found, Err(Error::Json { problem, .. }) if problem.contains("`lag`")), "{found:?}");
}
