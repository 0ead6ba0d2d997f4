//! `leavewell handover plan | check | forecast`: answers, refusals and exit codes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may fail loudly"
)]

use std::{
    path::Path,
    process::{Command, Output},
};

use serde_json::{Value, json};

fn handover(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_leavewell")).arg("handover").args(arguments).output().unwrap()
}

fn write(folder: &Path, name: &str, value: &Value) -> String {
    let path = folder.join(name);
    std::fs::write(&path, value.to_string()).unwrap();
    path.display().to_string()
}

fn instance() -> Value {
    let item = |id: &str, criticality: u32, after: Value| {
        json!({"id": id, "name": id, "criticality": criticality, "skills": ["db"], "need": 2, "doc": 2, "teach": 1, "verify": 1,
               "practice": 0, "after": after, "teach_by": null})
    };
    json!({
        "schema": "handover-instance/1", "id": "small", "unit_minutes": 30, "days": 3, "lag_days": 1, "max_group": 4,
        "leaver": {"capacity": [6, 6, 4], "max_sessions_per_day": 6},
        "receivers": [{"id": "r1", "capacity": [4, 4, 4], "skills": ["db"], "max_items": 3},
                      {"id": "r2", "capacity": [4, 4, 4], "skills": ["db"], "max_items": 3}],
        "items": [item("a", 50, json!([])), item("b", 90, json!(["a"])), item("c", 5, json!([]))]
    })
}

/// The complaint of a refused command, which is JSON on standard error with nothing on standard output.
fn complaint(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(output.stdout.is_empty());
    serde_json::from_slice::<Value>(&output.stderr).unwrap()["error"].take()
}

#[test]
fn a_plan_is_proved_repeats_to_the_byte_and_passes_its_check() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "instance.json", &instance());
    let plan = || handover(&["plan", &file, "--seconds", "5", "--seed", "3", "--json"]);
    let (first, second) = (plan(), plan());
    assert_eq!(first.status.code(), Some(0), "{first:?}");
    assert_eq!(first.stdout, second.stdout);
    let found: Value = serde_json::from_slice(&first.stdout).unwrap();
    assert_eq!((&found["status"], &found["gap_pct"]), (&json!("OPTIMAL"), &json!(0.0)));
    assert_eq!(found["bound"], found["objective"]);
    let planned = write(folder.path(), "plan.json", &found);
    let checked = handover(&["check", &file, &planned, "--json"]);
    assert_eq!(checked.status.code(), Some(0));
    let report: Value = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!(report, json!({"feasible": true, "objective": found["objective"], "violations": []}));
}

#[test]
fn a_plan_that_cannot_be_carried_out_fails_the_check_with_rule_and_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "instance.json", &instance());
    let line = json!({"doc_day": 9, "teach_day": null, "receivers": []});
    let plan = write(
        folder.path(),
        "plan.json",
        &json!({"id": "small", "objective": 0, "plan": {"a": line, "z": line}}),
    );
    let checked = handover(&["check", &file, &plan, "--json"]);
    assert_eq!(checked.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!(report["feasible"], json!(false));
    let of =
        |item: &str| report["violations"].as_array().unwrap().iter().find(|one| one["item"] == item).cloned();
    assert_eq!((&of("a").unwrap()["rule"], &of("a").unwrap()["day"]), (&json!(1), &json!(9)));
    assert!(of("z").is_some());
}

#[test]
fn what_cannot_be_planned_is_refused_with_place_and_reason() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |pointer: &str, value: Value| {
        let mut changed = instance();
        *changed.pointer_mut(pointer).unwrap() = value;
        let file = write(folder.path(), "bad.json", &changed);
        complaint(&handover(&["plan", &file, "--json"]))
    };
    assert_eq!(refused("/leaver/capacity/1", json!(-2))["at"], "/leaver/capacity/1");
    let cycle = refused("/items/0/after", json!(["b"]));
    assert_eq!(cycle["at"], "/items/0/after");
    assert!(cycle["message"].as_str().unwrap().contains("a → b → a"), "{cycle}");
    assert_eq!(complaint(&handover(&["plan", "nowhere.json", "--json"]))["code"], "file.unreadable");
}

#[test]
fn a_forecast_has_the_keys_of_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let item = |id: &str, finished: Value| json!({"id": id, "weight": 50, "hours": 4, "planned_finish_day": 2, "finished_day": finished, "spent_hours": 4});
    let progress = json!({"plan": {"days": 5, "capacity_hours": [4, 4, 4, 4, 4]}, "items": [item("a", json!(0)), item("b", json!(null))],
                          "today_day": 1, "draws": 200, "seed": 2});
    let file = write(folder.path(), "progress.json", &progress);
    let output = handover(&["forecast", &file, "--json"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&found["items_done"], &found["weight_done"]), (&json!(0.5), &json!(0.5)));
    assert!(found["weight_at_last_day"]["p50"].is_number() && found["finish_day"]["p90"].is_number());
    let file = write(folder.path(), "progress.json", &json!({"plan": {}}));
    assert_eq!(complaint(&handover(&["forecast", &file, "--json"]))["code"], "json");
}
