//! A good plan passes; each mutation of it is refused by the rule that it breaks, and by no other.

use serde_json::{Value, json};

use super::*;

/// Two days' lead, everything just fits: `b` comes after `a`, the gate of `b` is day 1.
fn instance() -> Value {
    json!({
        "schema": "handover-instance/1", "id": "small", "unit_minutes": 30, "days": 4, "lag_days": 1, "max_group": 2,
        "leaver": {"capacity": [3, 5, 2, 2], "max_sessions_per_day": 2},
        "receivers": [
            {"id": "r1", "capacity": [0, 4, 4, 4], "skills": ["db"], "max_items": 2},
            {"id": "r2", "capacity": [9, 9, 9, 9], "skills": ["db", "ops"], "max_items": 2},
            {"id": "r3", "capacity": [9, 9, 9, 9], "skills": ["ops"], "max_items": 2}],
        "items": [
            {"id": "a", "criticality": 10, "skills": ["db"], "need": 2, "doc": 2, "teach": 2, "verify": 1, "practice": 2,
             "after": [], "teach_by": null},
            {"id": "b", "criticality": 7, "skills": ["db"], "need": 3, "doc": 1, "teach": 2, "verify": 1, "practice": 0,
             "after": ["a"], "teach_by": 1},
            {"id": "c", "criticality": 3, "skills": [], "need": 2, "doc": 1, "teach": 1, "verify": 1, "practice": 0,
             "after": [], "teach_by": null}]
    })
}

fn plan() -> Value {
    json!({"id": "small", "objective": 1, "plan": {
        "a": {"doc_day": 0, "teach_day": 1,
              "receivers": [{"id": "r1", "verify_day": 2}, {"id": "r2", "verify_day": 3}]},
        "b": {"doc_day": 0, "teach_day": 1, "receivers": [{"id": "r1", "verify_day": 2}]},
        "c": {"doc_day": 1, "teach_day": null, "receivers": []}}})
}

fn report(instance: &Value, plan: &Value) -> Report {
    let instance = Instance::from_json(&instance.to_string()).unwrap();
    check(&instance, &Schedule::from_json(&plan.to_string()).unwrap())
}

/// The report after changing the plan at one place.
fn with_plan(pointer: &str, value: Value) -> Report {
    let mut plan = plan();
    *plan.pointer_mut(pointer).unwrap() = value;
    report(&instance(), &plan)
}

fn with_instance(pointer: &str, value: Value) -> Report {
    let mut instance = instance();
    *instance.pointer_mut(pointer).unwrap() = value;
    report(&instance, &plan())
}

/// The only violation.
#[expect(clippy::needless_pass_by_value, reason = "the callers make it just for this")]
fn only(report: Report) -> (u8, Option<String>, Option<String>, Option<i64>) {
    assert!(!report.feasible);
    let [violation] = &report.violations[..] else { panic!("{:?}", report.violations) };
    (violation.rule, violation.item.clone(), violation.who.clone(), violation.day)
}

fn at(
    rule: u8,
    item: &str,
    who: &str,
    day: Option<i64>,
) -> (u8, Option<String>, Option<String>, Option<i64>) {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (rule, some(item), some(who), day)
}

#[test]
fn a_good_plan_is_feasible_and_its_value_is_counted_afresh() {
    let report = report(&instance(), &plan());
    assert!(report.feasible, "{report:?}");
    assert_eq!(report.objective, 10 * 100 + 7 * 50 + 3 * 25);
}

#[test]
fn days_that_do_not_exist_and_unknown_ids_are_violations() {
    assert_eq!(only(with_plan("/plan/c/doc_day", json!(4))), at(1, "c", "leaver", Some(4)));
    assert_eq!(only(with_plan("/plan/c/doc_day", json!(-1))), at(1, "c", "leaver", Some(-1)));
    assert_eq!(only(with_plan("/plan/a/receivers/1/verify_day", json!(4))), at(2, "a", "r2", Some(4)));
    assert_eq!(only(with_plan("/plan/a/receivers/1/id", json!("r9"))), at(2, "a", "r9", None));
    assert_eq!(only(with_plan("/id", json!("other"))), at(1, "", "", None));
    let mut unknown = plan();
    unknown["plan"]["z"] = json!({"doc_day": 0, "teach_day": null, "receivers": []});
    assert_eq!(only(report(&instance(), &unknown)), at(1, "z", "", None));
}

#[test]
fn an_item_with_receivers_is_taught_and_a_taught_one_has_receivers() {
    let found = with_plan("/plan/b/teach_day", json!(null));
    assert_eq!(only(found), at(1, "b", "", None));
    assert_eq!(only(with_plan("/plan/b/receivers", json!([]))), at(2, "b", "", Some(1)));
}

#[test]
fn teaching_comes_after_writing_and_before_the_gate() {
    let found = with_plan("/plan/b/doc_day", json!(2));
    assert!(found.violations.iter().any(|v| v.rule == 2 && v.item.as_deref() == Some("b")), "{found:?}");
    assert_eq!(only(with_instance("/items/1/teach_by", json!(0))), at(2, "b", "leaver", Some(1)));
    let late = with_plan("/plan/b/teach_day", json!(9));
    assert!(late.violations.iter().filter(|v| v.rule == 2 && v.day == Some(9)).count() >= 2, "{late:?}");
}

#[test]
fn prerequisites_are_taught_on_the_same_day_or_before() {
    let mut instance = instance();
    instance["items"][0]["after"] = json!(["c"]);
    assert_eq!(only(report(&instance, &plan())), at(2, "a", "", Some(1)));
    let mut plan = plan();
    plan["plan"]["a"]["teach_day"] = json!(2);
    plan["plan"]["a"]["receivers"] = json!([{"id": "r2", "verify_day": 3}]);
    let mut roomy = self::instance();
    roomy["leaver"]["capacity"] = json!([9, 9, 9, 9]);
    assert_eq!(only(report(&roomy, &plan)), at(2, "b", "", Some(1)));
}

#[test]
fn receivers_are_different_able_and_not_too_many() {
    assert_eq!(only(with_plan("/plan/a/receivers/1/id", json!("r3"))), at(2, "a", "r3", None));
    assert_eq!(only(with_instance("/max_group", json!(1))), at(2, "a", "", Some(1)));
    let twice = with_plan("/plan/a/receivers/1/id", json!("r1"));
    assert!(twice.violations.iter().any(|v| v.rule == 2 && v.who.as_deref() == Some("r1")), "{twice:?}");
}

#[test]
fn a_teach_back_waits_for_the_lag() {
    let mut roomy = instance();
    roomy["leaver"] = json!({"capacity": [9, 9, 9, 9], "max_sessions_per_day": 9});
    roomy["receivers"][0]["capacity"] = json!([9, 9, 9, 9]);
    let mut plan = plan();
    plan["plan"]["b"]["receivers"][0]["verify_day"] = json!(1);
    assert_eq!(only(report(&roomy, &plan)), at(2, "b", "r1", Some(1)));
    let found = with_instance("/lag_days", json!(2));
    assert_eq!(found.violations.iter().filter(|v| v.rule == 2).count(), 2, "{found:?}");
}

#[test]
fn the_leaver_has_only_so_many_units_and_sessions_a_day() {
    for (day, less) in [(0, 2), (1, 4), (2, 1), (3, 0)] {
        let found = with_instance(&format!("/leaver/capacity/{day}"), json!(less));
        assert_eq!(only(found), at(3, "", "leaver", Some(day)));
    }
    let found = with_instance("/leaver/max_sessions_per_day", json!(1));
    assert_eq!(found.violations.len(), 2, "days 1 and 2 have two sessions: {found:?}");
    assert!(found.violations.iter().all(|v| v.rule == 3 && v.who.as_deref() == Some("leaver")));
}

#[test]
fn a_receiver_has_only_so_many_units_a_day_practice_included() {
    // Teaching takes 2 + 2 on day 1; teach-backs with practice 3 + 1 on day 2.
    for day in [1, 2] {
        let found = with_instance(&format!("/receivers/0/capacity/{day}"), json!(3));
        assert_eq!(only(found), at(4, "", "r1", Some(day)));
    }
}

#[test]
fn a_receiver_takes_over_only_so_many_items() {
    assert_eq!(only(with_instance("/receivers/0/max_items", json!(1))), at(5, "", "r1", None));
}

#[test]
fn an_item_planned_twice_is_refused_when_read() {
    let line = r#"{"doc_day": 0, "teach_day": null, "receivers": []}"#;
    let text = format!(r#"{{"id": "x", "objective": 0, "plan": {{"a": {line}, "a": {line}}}}}"#);
    let found = Schedule::from_json(&text);
    assert!(
        matches!(&found, Err(crate::Error::Json { problem, .. }) if problem.contains("twice")),
        "{found:?}"
    );
}
