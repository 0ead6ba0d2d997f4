//! `leavewell law …` as somebody outside runs it: answers on standard output, refusals on standard error, exit codes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

/// Exit code, standard output and standard error.
fn run(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_leavewell"))
        .arg("law")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn answer(question: &str, facts: &Value) -> Value {
    let (code, out, err) = run(&[question, "-", "--json"], &facts.to_string());
    assert_eq!((code, err.as_str()), (0, ""), "{question}");
    serde_json::from_str(&out).unwrap()
}

fn refusal(question: &str, text: &str) -> Value {
    let (code, out, err) = run(&[question, "-", "--json"], text);
    assert_eq!((code, out.as_str()), (2, ""), "{question} {text}");
    serde_json::from_str::<Value>(&err).unwrap()["error"].clone()
}

#[test]
fn every_question_answers_with_its_keys() {
    for (question, facts, keys) in [
        (
            "years",
            json!({"service_start": "2017-03-01", "last_day": "2024-08-30"}),
            vec!["years", "months", "remainder"],
        ),
        (
            "tax",
            json!({"ground": "LAYOFF", "payment": "600000", "local_avg_monthly_wage": "11937", "date": "2025-06-30"}),
            vec!["exempt", "taxable", "tax"],
        ),
        (
            "annual-leave",
            json!({"last_day": "2025-08-20", "joined_this_employer": "2012-01-09", "cumulative_years": 12,
                "taken_days": "2", "avg12_excl_overtime": "17400", "waived_in_writing": false}),
            vec!["entitled_days", "due_days", "daily", "amount"],
        ),
        ("layoff", json!({"total": 150, "cut": 15}), vec!["article_41", "share"]),
        (
            "service",
            json!({"sender": "court", "method": "mail", "received": "2025-01-06"}),
            vec!["served_on"],
        ),
        ("resignation", json!({"received": "2025-03-03", "in_probation": false}), vec!["earliest_end"]),
        (
            "limitation",
            json!({"claim": "other", "accrued": "2024-05-31", "relation_ended": null}),
            vec!["last_day"],
        ),
        ("appeal", json!({"award_received": "2025-03-03"}), vec!["last_day"]),
        (
            "final-award",
            json!({"min_wage": "2740", "items": [{"kind": "wages", "amount": "32880"}]}),
            vec!["final", "items"],
        ),
        (
            "noncompete",
            json!({"avg12": "20000", "min_wage": "2740", "agreed_monthly": null, "months_complied": 4, "paid": "0",
                "released_by_employer": true, "months_unpaid": 4, "term_months": 12, "has_access_to_secrets": true,
                "worker_asked": false, "decided_on": "2025-10-01"}),
            vec!["monthly", "due", "may_request_release", "enforceable_months", "effective"],
        ),
        (
            "training",
            json!({"cost": "60000", "term_months": 60, "served_months": 45, "agreed_penalty": "50000", "ground": "RESIGN"}),
            vec!["repay"],
        ),
        (
            "retirement",
            json!({"category": "man", "birth_month": "1972-03"}),
            vec!["delay_months", "age", "month"],
        ),
        (
            "duties",
            json!({"last_day": "2025-06-30"}),
            vec!["certificate_by", "wages_by", "transfers_by", "keep_contract_until"],
        ),
        (
            "settle",
            json!({"ground": "LAYOFF", "service_start": "2019-03-18", "last_day": "2024-09-17", "avg12": "14360.55",
                "local_avg_monthly_wage": "12307.00"}),
            vec!["effect", "lines", "total_before_tax", "tax", "what_may_wait_for_handover"],
        ),
    ] {
        let found = answer(question, &facts);
        for key in keys.into_iter().chain(["warnings", "contested", "citations"]) {
            assert!(found.get(key).is_some(), "{question} has no {key}: {found}");
        }
    }
}

#[test]
fn money_is_a_decimal_text_and_half_years_are_a_number() {
    let years = answer("years", &json!({"service_start": "2017-03-01", "last_day": "2024-08-30"}));
    assert_eq!(years["years"], json!(7.5));
    let case = json!({"ground": "LAYOFF", "service_start": "2019-03-18", "last_day": "2024-09-17",
        "avg12": "14360.55", "local_avg_monthly_wage": "12307.00"});
    let found = answer("settle", &case);
    assert_eq!(found["lines"][0]["amount"], json!("86163.30"));
    assert_eq!(found["total_before_tax"], json!("86163.30"));
    assert_eq!(found["tax"], json!("0.00"));
}

#[test]
fn what_is_wrong_is_named_where_it_stands() {
    for (question, text, at, says) in [
        (
            "years",
            r#"{"service_start":"2017-03-01","lastday":"2024-08-30"}"#,
            "/lastday",
            "unknown field `lastday`",
        ),
        ("years", r#"{"service_start":"2017-03-01"}"#, "/last_day", "missing"),
        (
            "years",
            r#"{"service_start":"2017-03-01","last_day":"2016-01-01"}"#,
            "/last_day",
            "before the first",
        ),
        ("years", r#"{"service_start":"2017-03-01""#, "-:1:29", "EOF"),
        ("years", "[]", "", "an object with named fields"),
        ("years", "", "-:1:0", "EOF"),
        ("settle", r#"{"ground":"FIRED"}"#, "/ground", "unknown variant `FIRED`"),
        ("settle", r#"{"ground":"LAYOFF","avg12":"-1"}"#, "/avg12", "below zero"),
        ("settle", r#"{"ground":"LAYOFF","avg12":14360.55}"#, "/avg12", "decimal written as a text"),
        (
            "settle",
            r#"{"ground":"LAYOFF","annual_leave":{"joined":"x"}}"#,
            "/annual_leave/joined",
            "unknown field",
        ),
        (
            "settle",
            r#"{"ground":"LAYOFF","annual_leave":[]}"#,
            "/annual_leave",
            "an object with named fields",
        ),
        (
            "settle",
            r#"{"ground":"LAYOFF","protected":["pregnancy","tall"]}"#,
            "/protected/1",
            "unknown variant `tall`",
        ),
        (
            "final-award",
            r#"{"min_wage":"1","items":[{"kind":"wages","sum":"1"}]}"#,
            "/items/0/sum",
            "unknown field",
        ),
    ] {
        let error = refusal(question, text);
        assert_eq!(error["at"], json!(at), "{text}");
        assert!(error["message"].as_str().unwrap().contains(says), "{text}: {error}");
        assert!(!error["code"].as_str().unwrap().is_empty());
    }
}

#[test]
fn without_json_people_read_lines() {
    let (code, out, _) = run(&["duties", "-"], r#"{"last_day":"2025-06-30"}"#);
    assert_eq!(code, 0);
    assert!(out.contains("transfers_by: 2025-07-15"), "{out}");
    let (code, out, err) = run(&["duties", "-"], r#"{"day":"2025-06-30"}"#);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.starts_with("/day: unknown field `day`"), "{err}");
}

#[test]
fn a_list_is_answered_row_by_row_and_what_is_bad_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("结果.xlsx");
    let out = out.to_str().unwrap();
    let list = "姓名,离职类型,入职日期,离职日期,月平均工资,社平工资\n\
                甲,LAYOFF,2009-04-01,2024-12-31,50000,12307\n\
                乙,经济性裁员,2017-03-01,2024-08-31,14000,12307\n\
                丙,LAYOFF,2017-03-01,2024-02-30,14000,12307\n";
    let (code, said, err) = run(&["batch", "-", "--out", out, "--staff", "30", "--json"], list);
    assert_eq!(code, 0, "{err}");
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["answered"], 2);
    assert_eq!(said["total_before_tax"], "555052.00");
    assert_eq!((&said["article_41"], &said["laid_off"]), (&json!(true), &json!(3)));
    assert_eq!((&said["refused"][0]["row"], &said["refused"][0]["field"]), (&json!(4), &json!("last_day")));
    assert!(std::fs::read(out).unwrap().starts_with(b"PK"));
    let (code, _, err) = run(&["batch", "-", "--out", out, "--json"], list);
    assert_eq!(code, 2);
    assert!(err.contains("out.exists"), "{err}");
    let other = folder.path().join("b.xlsx");
    let (code, _, err) = run(&["batch", "-", "--out", other.to_str().unwrap(), "--json"], "甲,乙\n1,2\n");
    assert_eq!((code, other.exists()), (2, false));
    assert!(err.contains("list.unreadable"), "{err}");
}
