//! The list of keys is complete: every one that the sources name or the cases emit is in it, and none in it is stale.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::{collections::BTreeSet, fs, path::Path};

use law::{Ground, keys};

fn sources() -> Vec<String> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let mut texts = Vec::new();
    for folder in [root.to_owned(), root.join("settle")] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("keys.rs") {
                let text = fs::read_to_string(&path).unwrap();
                texts.push(text.split("#[cfg(test)]").next().unwrap().to_owned());
            }
        }
    }
    texts
}

/// The literals that follow a word, blanks between them skipped.
fn after(texts: &[String], word: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in texts {
        for rest in text.split(word).skip(1) {
            if let Some(literal) = rest.trim_start().strip_prefix('"') {
                found.insert(literal.split('"').next().unwrap().to_owned());
            }
        }
    }
    found
}

/// The literals before `, Value::`: the names of inputs.
fn inputs(texts: &[String]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in texts {
        let pieces: Vec<&str> = text.split(", Value::").collect();
        for before in &pieces[..pieces.len() - 1] {
            if let Some(name) = before.strip_suffix('"').and_then(|rest| rest.rsplit('"').next()) {
                found.insert(name.to_owned());
            }
        }
    }
    found
}

fn assert_listed(what: &str, found: &BTreeSet<String>, listed: &[&str]) {
    let missing: Vec<_> = found.iter().filter(|key| !listed.contains(&key.as_str())).collect();
    assert!(missing.is_empty(), "{what} without a place in the list: {missing:?}");
    assert!(found.len() * 2 >= listed.len(), "{what}: the sources are read wrongly: {found:?}");
}

#[test]
fn every_key_that_the_sources_name_is_listed() {
    let texts = sources();
    assert_listed("steps", &after(&texts, ".step("), keys::STEPS);
    assert_listed("inputs", &inputs(&texts), keys::INPUTS);
    assert_listed("rejected", &after(&texts, ".reject("), keys::REJECTED);
    assert_listed("open", &after(&texts, ".contest("), keys::OPEN);
    let mut readings = after(&texts, "reads(");
    readings.extend(after(&texts, " id: "));
    assert_listed("readings", &readings, keys::READINGS);
    // The reasons of refusals are sentences for whoever calls, not keys.
    let mut whys = after(&texts, "why: ");
    whys.retain(|why| !why.contains(' '));
    assert!(!whys.is_empty() && whys.iter().all(|why| keys::WHYS.contains(&why.as_str())), "{whys:?}");
    let values = after(&texts, "Value::Key(");
    assert!(
        !values.is_empty() && values.iter().all(|key| keys::VALUES.contains(&key.as_str())),
        "{values:?}"
    );
}

#[test]
fn every_check_of_every_ground_is_listed() {
    let found: BTreeSet<&str> =
        Ground::ALL.iter().flat_map(|ground| ground.procedure()).map(|(check, _)| check).collect();
    assert_eq!(found, keys::CHECKS.iter().copied().collect());
}

#[test]
fn no_listed_key_is_stale() {
    let text = sources().concat();
    let lists = [
        keys::STEPS,
        keys::INPUTS,
        keys::VALUES,
        keys::OPEN,
        keys::READINGS,
        keys::REJECTED,
        keys::WHYS,
        keys::CHECKS,
    ];
    for key in lists.into_iter().flatten() {
        assert!(text.contains(&format!("\"{key}\"")), "{key} is named by no source");
    }
}
