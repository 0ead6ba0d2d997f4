//! The cases of `cases/`: facts, what is expected, and where that comes from. A lawyer can add one without Rust.
//!
//! `expect` names what must be in the answer: `lines` and `contested` by name, `warnings` and `no_warnings` as lists,
//! `rejected` as a list of alternatives, `absent` as names of keys that must not be there, `error` for a refusal, and
//! any other key as it stands in the answer.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::path::{Path, PathBuf};

use calendar::Calendar;
use law::Context;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    question: String,
    source: String,
    facts: Value,
    expect: Map<String, Value>,
}

fn ask<Q: DeserializeOwned, A: Serialize>(
    facts: &Value,
    answer: impl Fn(&Q, &Context<'_>) -> law::Result<A>,
) -> Result<Value, Value> {
    let question: Q =
        serde_json::from_value(facts.clone()).map_err(|error| json!({"says": error.to_string()}))?;
    let calendar = Calendar::builtin();
    let found = answer(&question, &Context::new(&calendar))
        .map_err(|error| json!({"at": error.pointer(), "code": error.code(), "says": error.to_string()}))?;
    Ok(serde_json::to_value(found).unwrap())
}

fn answer(question: &str, facts: &Value) -> Result<Value, Value> {
    match question {
        "settle" => ask(facts, law::Case::answer),
        "years" => ask(facts, law::YearsQuestion::answer),
        "tax" => ask(facts, law::TaxQuestion::answer),
        "annual-leave" => ask(facts, law::AnnualLeaveQuestion::answer),
        "layoff" => ask(facts, law::LayoffQuestion::answer),
        "service" => ask(facts, law::ServiceQuestion::answer),
        "resignation" => ask(facts, law::ResignationQuestion::answer),
        "limitation" => ask(facts, law::LimitationQuestion::answer),
        "appeal" => ask(facts, law::AppealQuestion::answer),
        "final-award" => ask(facts, law::FinalAwardQuestion::answer),
        "noncompete" => ask(facts, law::NoncompeteQuestion::answer),
        "training" => ask(facts, law::TrainingQuestion::answer),
        "retirement" => ask(facts, law::RetirementQuestion::answer),
        "near-retirement" => ask(facts, law::NearRetirementQuestion::answer),
        "visiting-leave" => ask(facts, law::VisitingLeaveQuestion::answer),
        "duties" => ask(facts, law::DutiesQuestion::answer),
        other => panic!("no question is called {other}"),
    }
}

fn keys<'v>(list: &'v Value, name: &str) -> Vec<&'v str> {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().map(|item| item.get(name).unwrap_or(item).as_str().unwrap()).collect()
}

/// What differs from the expectation; nothing when all holds.
fn differences(case: &Case, found: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut compare = |what: String, is: Value, should: &Value| {
        if is != *should {
            wrong.push(format!("{what} is {is}, expected {should}"));
        }
    };
    for (name, should) in &case.expect {
        match name.as_str() {
            "lines" => {
                let lines = found["lines"].as_array().cloned().unwrap_or_default();
                let amount = |line: &Value| line.get("amount").cloned().unwrap_or(json!("none"));
                let is = lines.iter().map(|line| (line["id"].as_str().unwrap().to_owned(), amount(line)));
                compare("lines".to_owned(), Value::Object(is.collect()), should);
            }
            "contested" => {
                for (line, readings) in should.as_object().unwrap() {
                    let open =
                        found["contested"].as_array().unwrap().iter().find(|open| open["line"] == **line);
                    let list =
                        open.map(|open| open["readings"].as_array().unwrap().clone()).unwrap_or_default();
                    let is = list
                        .iter()
                        .map(|reading| (reading["id"].as_str().unwrap().to_owned(), value(reading)));
                    compare(format!("contested {line}"), Value::Object(is.collect()), readings);
                }
            }
            "warnings" | "no_warnings" | "rejected" => {
                let (list, part) = match name.as_str() {
                    "rejected" => ("rejected", "alternative"),
                    _ => ("warnings", "-"),
                };
                let there = keys(&found[list], part);
                for key in keys(should, "-") {
                    let is = json!(there.contains(&key));
                    compare(format!("{name} {key}"), is, &json!(name != "no_warnings"));
                }
            }
            "absent" => {
                for key in keys(should, "-") {
                    compare(format!("{key} absent"), json!(found.get(key).is_none()), &json!(true));
                }
            }
            "null" => {
                for key in keys(should, "-") {
                    compare(key.to_owned(), found.get(key).cloned().unwrap_or(json!("absent")), &Value::Null);
                }
            }
            _ => compare(name.clone(), found.get(name).cloned().unwrap_or(json!("absent")), should),
        }
    }
    wrong
}

fn value(reading: &Value) -> Value {
    let found = ["amount", "last_day", "served_on", "holds"].iter().find_map(|key| reading.get(key));
    found.filter(|value| !value.is_null()).cloned().unwrap_or(json!("none"))
}

fn judge(case: &Case) -> Vec<String> {
    match (answer(&case.question, &case.facts), case.expect.get("error")) {
        (Ok(found), None) => {
            let mut wrong = differences(case, &found);
            for (part, holds) in [
                ("citations", !found["citations"].as_array().unwrap().is_empty()),
                ("warnings", found["warnings"].is_array()),
                ("contested", found["contested"].is_array()),
            ] {
                if !holds {
                    wrong.push(format!("{part} is missing"));
                }
            }
            wrong
        }
        (Ok(found), Some(error)) => vec![format!("answered {found}, expected the refusal {error}")],
        (Err(error), None) => vec![format!("refused: {error}")],
        (Err(error), Some(should)) => {
            let says = |key: &str| {
                should.get(key).is_none_or(|part| {
                    error
                        .get(key)
                        .and_then(Value::as_str)
                        .unwrap_or_default()
                        .contains(part.as_str().unwrap())
                })
            };
            let holds = says("at") && says("code") && says("says");
            if holds { Vec::new() } else { vec![format!("refused with {error}, expected {should}")] }
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The settlement itself takes the values of a place from its facts, so no case can use a provisional parameter.
const NOT_OF_A_CASE: [law::Warning; 1] = [law::Warning::Provisional];

#[test]
fn every_warning_is_given_by_some_case() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut given = std::collections::BTreeSet::new();
    for path in files(&root) {
        let file: CaseFile = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for case in file.case {
            if let Ok(found) = answer(&case.question, &case.facts) {
                given.extend(keys(&found["warnings"], "-").into_iter().map(str::to_owned));
            }
        }
    }
    let silent: Vec<_> = law::Warning::ALL
        .iter()
        .filter(|warning| !NOT_OF_A_CASE.contains(warning) && !given.contains(warning.key()))
        .collect();
    assert!(silent.is_empty(), "no case gives {silent:?}");
}

#[test]
fn every_case_is_answered_as_its_source_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let (mut wrong, mut count, mut names) = (Vec::new(), 0, std::collections::BTreeSet::new());
    for path in files(&root) {
        let place = path.strip_prefix(&root).unwrap().display().to_string();
        let file: CaseFile = toml::from_str(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{place}: {error}"));
        for case in file.case {
            count += 1;
            assert!(!case.source.trim().is_empty(), "{place}: {} has no source", case.name);
            assert!(!case.expect.is_empty(), "{place}: {} expects nothing", case.name);
            assert!(
                names.insert((place.clone(), case.name.clone())),
                "{place}: two cases are called {}",
                case.name
            );
            wrong.extend(judge(&case).into_iter().map(|what| format!("{place}: {}: {what}", case.name)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 120, "only {count} cases");
}

/// The keys of a step's result: what is neither a date nor a number nor a ground.
fn is_known_value(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
        || law::keys::VALUES.contains(&text)
        || law::Ground::ALL.iter().any(|g| g.code() == text)
}

fn unlisted(answer: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |list: &[&str], key: &str| {
        if !list.contains(&key) {
            wrong.push(key.to_owned());
        }
    };
    let lines = answer.get("lines").and_then(Value::as_array).cloned().unwrap_or_default();
    let steps = lines.iter().chain([answer]).filter_map(|line| line.get("steps")?.as_array()).flatten();
    let mut texts = Vec::new();
    for step in steps {
        check(law::keys::STEPS, step["rule"].as_str().unwrap());
        for (name, value) in step["inputs"].as_object().unwrap() {
            check(law::keys::INPUTS, name);
            texts.extend(value.as_str().map(str::to_owned));
        }
        texts.extend(step["result"].as_str().map(str::to_owned));
    }
    for open in answer["contested"].as_array().unwrap() {
        check(law::keys::OPEN, open["line"].as_str().unwrap());
        for reading in open["readings"].as_array().unwrap() {
            check(law::keys::READINGS, reading["id"].as_str().unwrap());
            check(law::keys::WHYS, reading["why"].as_str().unwrap());
        }
    }
    for rejected in answer.get("rejected").and_then(Value::as_array).into_iter().flatten() {
        check(law::keys::REJECTED, rejected["alternative"].as_str().unwrap());
        check(law::keys::WHYS, rejected["why"].as_str().unwrap());
    }
    wrong.extend(texts.into_iter().filter(|text| !is_known_value(text)));
    wrong
}

#[test]
fn every_key_that_a_case_emits_is_listed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    for path in files(&root) {
        let file: CaseFile = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for case in file.case {
            if let Ok(found) = answer(&case.question, &case.facts) {
                let wrong = unlisted(&found);
                assert!(wrong.is_empty(), "{}: {wrong:?}", case.name);
            }
        }
    }
}
