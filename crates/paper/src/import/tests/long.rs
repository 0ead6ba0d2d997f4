//! Long texts: what is tried first, and that nothing is given up too early.

use std::fmt::Write as _;

use super::*;
use crate::import::{DryRun, dry_run};

fn preview(text: &str) -> serde_json::Value {
    let run = DryRun {
        kind: Kind::Roster,
        bytes: text.as_bytes(),
        file_name: "a.csv",
        mapping: None,
        roster: None,
        limits: Limits::default(),
    };
    dry_run(&run, None, &mut |_, _| ControlFlow::Continue(())).unwrap()
}

/// A roster of so many rows without a day of joining, but for the given row.
fn rubbish(rows: u32, sound: Option<u32>) -> String {
    let mut text = "工号,姓名,入职日期\n".to_owned();
    for number in 2..rows + 2 {
        let day = if sound == Some(number) { "2023-5-1" } else { "昨天" };
        writeln!(text, "{number},样{number},{day}").unwrap();
    }
    text
}

#[test]
fn where_none_of_the_first_rows_can_be_taken_the_rest_is_not_read() {
    let found = preview(&rubbish(50_000, None));
    assert_eq!(found["counts"]["refused_rows"], 19_999);
    assert_eq!(
        found["warnings"],
        serde_json::json!([{"row": null, "code": "file.rest_unread", "field": null}])
    );
    assert!(found["file_error"].is_null());
}

#[test]
fn one_sound_row_among_the_first_is_reason_enough_to_read_all() {
    let found = preview(&rubbish(50_000, Some(15_000)));
    assert_eq!((&found["counts"]["accepted"], &found["counts"]["refused_rows"]), (&1.into(), &49_999.into()));
    assert_eq!(found["warnings"], serde_json::json!([]));
}

#[test]
fn a_text_that_ends_with_its_first_rows_is_read_whole() {
    let found = preview(&rubbish(19_999, None));
    assert_eq!(found["counts"]["refused_rows"], 19_999);
    assert_eq!(found["warnings"], serde_json::json!([]));
}
