//! The built-in notices against two independent calendar packages, day by day.
//!
//! Runs where `LEAVEWELL_PEER_PYTHON` names a Python that has `tests/peer/requirements.txt` installed. Without it
//! the test says that it did nothing, and fails where `CI_REQUIRE_PEERS` is set.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a test may fail loudly")]

use std::{env, process::Command};

use calendar::{Calendar, DayKind};
use jiff::civil::Date;

const YEARS: [&str; 3] = ["2024", "2025", "2026"];

#[test]
fn every_day_of_the_built_in_years_agrees_with_independent_packages() {
    let Some(python) = peer_python() else { return };
    let calendar = Calendar::builtin();
    let said = ask(&python);
    let mut days = 0;
    for line in said.lines() {
        let (date, working, statutory) = parse(line);
        assert_eq!(calendar.is_working_day(date), working, "working day, {date}");
        let is_statutory = matches!(calendar.day(date), DayKind::Holiday { is_statutory: true, .. });
        assert_eq!(is_statutory, statutory, "statutory holiday, {date}");
        days += 1;
    }
    assert_eq!(days, 366 + 365 + 365, "the packages answered for every day");
}

#[expect(
    clippy::disallowed_methods,
    reason = "where the other calendars are installed is said by the environment"
)]
fn peer_python() -> Option<String> {
    let python = env::var("LEAVEWELL_PEER_PYTHON").ok().filter(|path| !path.is_empty());
    assert!(
        python.is_some() || env::var_os("CI_REQUIRE_PEERS").is_none(),
        "CI_REQUIRE_PEERS is set, but LEAVEWELL_PEER_PYTHON is not"
    );
    if python.is_none() {
        eprintln!("not compared with other calendars: LEAVEWELL_PEER_PYTHON is not set");
    }
    python
}

fn ask(python: &str) -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peer/peer.py");
    let output = Command::new(python).arg(script).args(YEARS).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn parse(line: &str) -> (Date, bool, bool) {
    let mut fields = line.split(',');
    let mut next = || fields.next().unwrap_or_else(|| panic!("too short: {line}"));
    (next().parse().unwrap(), next() == "1", next() == "1")
}
