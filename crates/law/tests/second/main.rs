//! A second evaluator of the amounts, written apart from the first: it counts whole fen in wide integers and walks
//! service month by month, where the engine divides months and keeps fractions. Both answer the same random cases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a test may fail loudly"
)]

mod walker;

use calendar::Calendar;
use law::Context;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use walker::{Facts, Leave};

const CASES: u32 = 100_000;

const GROUNDS: [&str; 24] = [
    "AGREE_EMPLOYER",
    "AGREE_EMPLOYEE",
    "RESIGN",
    "RESIGN_PROBATION",
    "CONSTRUCTIVE",
    "CONSTRUCTIVE_FORCE",
    "CAUSE",
    "NOFAULT_MED",
    "NOFAULT_INCOMP",
    "NOFAULT_CHANGE",
    "LAYOFF",
    "EXPIRY",
    "TASK_DONE",
    "RETIRE_PENSION",
    "RETIRE_AGE",
    "DEATH",
    "BANKRUPT",
    "CLOSE",
    "OPERATING_TERM_END",
    "ILLEGAL",
    "NO_CONTRACT_1M",
    "NO_CONTRACT_1Y",
    "PART_TIME",
    "PUBLIC_POST",
];
const REASONS: [&str; 7] = [
    "no_protection",
    "wages_withheld",
    "overtime_unpaid",
    "below_minimum_wage",
    "social_insurance_unpaid",
    "unlawful_rules",
    "void_contract",
];
const PROFILES: [&str; 4] = ["NATIONAL_DEFAULT", "SHANGHAI", "GUANGDONG_2012", "BEIJING"];

/// Days of a civil calendar as a plain triple, with many month ends.
fn day(first_year: i32, years: i32) -> impl Strategy<Value = (i32, i32, i32)> {
    (first_year..first_year + years, 1..=12, prop_oneof![Just(1), Just(31), Just(30), Just(28), 1..=31])
        .prop_map(|(year, month, day)| (year, month, day.min(walker::days_of(year, month))))
}

/// Fen; often at the cap or a fen beside it.
fn wages() -> impl Strategy<Value = (i64, i64)> {
    let lavg = 200_000..2_000_000_i64;
    (lavg, 100_000..9_000_000_i64, -1..=1_i64, 0..4_u8)
        .prop_map(|(lavg, free, beside, how)| (if how == 0 { 3 * lavg + beside } else { free }, lavg))
}

fn leave() -> impl Strategy<Value = Option<Leave>> {
    prop::option::of((day(2000, 10), 0..45_i64, 0..40_i64, 100_000..6_000_000_i64, any::<bool>()).prop_map(
        |(joined, years, half_days_taken, wage, is_waived)| Leave {
            joined,
            years,
            half_days_taken,
            wage,
            is_waived,
        },
    ))
}

fn facts() -> impl Strategy<Value = Facts> {
    let people = (
        0..24_usize,
        0..7_usize,
        0..4_usize,
        day(1988, 36),
        prop_oneof![4 => day(2008, 18), 1 => day(1995, 13)],
    );
    let money = (wages(), 100_000..400_000_i64, 100_000..9_000_000_i64, 100_000..9_000_000_i64);
    (people, money, 0..40_i64, any::<bool>(), leave()).prop_map(|(people, money, notice, renewed, leave)| {
        let (ground, reason, profile, start, last) = people;
        let ((avg12, lavg), floor, enterprise, last_month) = money;
        let (start, last) = if start <= last { (start, last) } else { (last, start) };
        let is_of_2008 = matches!(GROUNDS[ground], "ILLEGAL" | "NO_CONTRACT_1M" | "NO_CONTRACT_1Y");
        let last = last.max(if is_of_2008 { (2008, 1, 1) } else { (1995, 1, 1) });
        Facts {
            ground: GROUNDS[ground],
            reason: REASONS[reason],
            profile: PROFILES[profile],
            start,
            last,
            avg12,
            lavg,
            floor,
            enterprise,
            last_month,
            notice,
            renewed,
            leave: leave.filter(|leave| leave.joined <= last),
        }
    })
}

fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

fn iso((year, month, day): (i32, i32, i32)) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

fn as_json(facts: &Facts) -> Value {
    let mut case = json!({
        "ground": facts.ground, "service_start": iso(facts.start), "last_day": iso(facts.last),
        "avg12": yuan(facts.avg12), "local_avg_monthly_wage": yuan(facts.lavg), "min_wage": yuan(facts.floor),
        "enterprise_avg_wage": yuan(facts.enterprise), "last_month_wage": yuan(facts.last_month),
        "profile": facts.profile, "notice_days_given": facts.notice,
        "renewal_offered_same_or_better": facts.renewed,
    });
    if facts.ground == "CONSTRUCTIVE" {
        case["reason"] = json!(facts.reason);
    }
    if let Some(leave) = &facts.leave {
        case["annual_leave"] = json!({
            "joined_this_employer": iso(leave.joined), "cumulative_years": leave.years,
            "taken_days": format!("{}.{}", leave.half_days_taken / 2, leave.half_days_taken % 2 * 5),
            "avg12_excl_overtime": yuan(leave.wage), "waived_in_writing": leave.is_waived,
        });
    }
    case
}

fn engine(facts: &Facts, cx: &Context<'_>) -> Value {
    let case: law::Case = serde_json::from_value(as_json(facts)).unwrap();
    serde_json::to_value(case.answer(cx).unwrap_or_else(|error| panic!("{error}: {facts:?}"))).unwrap()
}

fn lines_of(found: &Value) -> Vec<(String, Option<String>)> {
    let line = |line: &Value| {
        let amount = line.get("amount").map(|amount| amount.as_str().unwrap().to_owned());
        (line["id"].as_str().unwrap().to_owned(), amount)
    };
    found["lines"].as_array().unwrap().iter().map(line).collect()
}

fn readings_of(found: &Value, line: &str) -> Vec<String> {
    let open = found["contested"].as_array().unwrap().iter().find(|open| open["line"] == *line);
    let list = open.map(|open| open["readings"].as_array().unwrap().clone()).unwrap_or_default();
    list.iter().map(|reading| reading["amount"].as_str().unwrap_or("none").to_owned()).collect()
}

#[test]
fn a_second_reckoning_finds_the_same_amounts() {
    let calendar = Calendar::builtin();
    let cx = Context { explain: false, ..Context::new(&calendar) };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, b"a settlement, reckoned two ways!");
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, rng);
    let result = runner.run(&facts(), |facts| {
        let found = engine(&facts, &cx);
        let second = walker::settle(&facts);
        prop_assert_eq!(lines_of(&found), second.lines, "{:?}", as_json(&facts));
        prop_assert_eq!(found["total_before_tax"].as_str().unwrap(), second.total.as_str());
        let tax = found.get("tax").map(|tax| tax.as_str().unwrap().to_owned());
        prop_assert_eq!(tax, second.tax, "{:?}", as_json(&facts));
        for (line, amounts) in second.readings {
            prop_assert_eq!(readings_of(&found, line), amounts, "{} {:?}", line, as_json(&facts));
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}
