//! The reference files, compared with their expected outcome key by key.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may fail loudly and say what it skipped"
)]

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

use paper::import::{DryRun, Kind, Limits, dry_run};
use serde_json::Value;

fn folder() -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/import"));
    if path.join("expected.json").exists() {
        return Some(path);
    }
    eprintln!("skipped: the reference files are not here");
    None
}

/// The keys of an expectation that are about the file and not about the preview.
const ABOUT_THE_FILE: [&str; 6] = ["probes", "needs", "bytes", "unpacked_bytes", "limits", "container"];

fn compare(name_begins: &str) {
    let Some(folder) = folder() else { return };
    let expected: BTreeMap<String, Value> =
        serde_json::from_str(&std::fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
    let (name, expected) = expected.iter().find(|(name, _)| name.starts_with(name_begins)).unwrap();
    let bytes = std::fs::read(folder.join(name)).unwrap();
    let needs = expected.get("needs").and_then(|needs| needs[0].as_str());
    let roster = needs.map(|name| (std::fs::read(folder.join(name)).unwrap(), name));
    let run = DryRun {
        kind: expected["kind"].as_str().unwrap().parse::<Kind>().unwrap(),
        bytes: &bytes,
        file_name: name,
        mapping: None,
        roster: roster.as_ref().map(|(bytes, name)| (bytes.as_slice(), *name)),
        limits: Limits::default(),
    };
    let mut rows = Vec::new();
    let preview = dry_run(&run, Some(&mut rows), &mut |_, _| ControlFlow::Continue(())).unwrap();
    for (key, wanted) in expected.as_object().unwrap() {
        if !ABOUT_THE_FILE.contains(&key.as_str()) {
            same(&format!("{name}: {key}"), wanted, &preview[key]);
        }
    }
    check_probes(expected, &rows);
}

/// Equal; an object may say more than was expected only where the expectation is partial (`counts` of a broken file).
fn same(what: &str, wanted: &Value, got: &Value) {
    match (wanted, got) {
        (Value::Object(wanted), Value::Object(got)) if what.ends_with("counts") => {
            for (key, value) in wanted {
                assert_eq!(Some(value), got.get(key), "{what}.{key}");
            }
        }
        (Value::Array(wanted), Value::Array(got)) => {
            for (wanted, got) in wanted.iter().zip(got) {
                assert_eq!(wanted, got, "{what}");
            }
            assert_eq!(wanted.len(), got.len(), "{what}");
        }
        _ => assert_eq!(wanted, got, "{what}"),
    }
}

/// Single fields of single rows, with the value after reading.
fn check_probes(expected: &Value, ndjson: &[u8]) {
    if expected["probes"].as_array().is_none_or(Vec::is_empty) {
        return;
    }
    let rows: BTreeMap<u64, Value> = std::str::from_utf8(ndjson)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|row| (row["row"].as_u64().unwrap(), row))
        .collect();
    for probe in expected["probes"].as_array().into_iter().flatten() {
        let row = &rows[&probe["row"].as_u64().unwrap()];
        assert_eq!(row[probe["field"].as_str().unwrap()], probe["value"], "{probe}");
    }
}

#[test]
fn a_messy_home_made_roster() {
    compare("d01");
}

#[test]
fn leave_approvals_in_gb18030() {
    compare("d03");
}

#[test]
fn an_attendance_month_with_days_as_columns() {
    compare("d02");
}

#[test]
fn an_attendance_report_of_days() {
    compare("d04");
}

#[test]
fn suggestions_and_complaints_with_semicolons() {
    compare("d05");
}

#[test]
fn customers_with_formulas() {
    compare("d06");
}

#[test]
fn assets_in_an_old_workbook() {
    compare("d07");
}

#[test]
fn a_truncated_workbook_is_corrupt() {
    compare("d08");
}

#[test]
fn a_decompression_bomb_is_stopped() {
    compare("d09");
}

#[test]
fn a_roster_of_fifty_thousand() {
    compare("d10");
}

#[test]
fn three_hundred_thousand_leave_rows_without_cell_references() {
    compare("d11");
}
