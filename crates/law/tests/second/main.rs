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
use kernel::Date;
use law::{
    Amount, Case, Completed, Context, Day, Exact, Found, Ground, LeaveFacts, LineId, Profile, Reading,
    Reason, Settlement,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

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

const REASON_CODES: [Reason; 7] = [
    Reason::NoProtection,
    Reason::WagesWithheld,
    Reason::OvertimeUnpaid,
    Reason::BelowMinimumWage,
    Reason::SocialInsuranceUnpaid,
    Reason::UnlawfulRules,
    Reason::VoidContract,
];
const PROFILE_CODES: [Profile; 4] =
    [Profile::NationalDefault, Profile::Shanghai, Profile::Guangdong2012, Profile::Beijing];

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

fn exact(fen: i64) -> Amount {
    Amount(Exact::parse(&yuan(fen)).unwrap())
}

fn day_of((year, month, day): (i32, i32, i32)) -> Day {
    Day(Date::new(year as i16, month as i8, day as i8).unwrap())
}

/// The same facts in the engine's own types.
fn case_of(facts: &Facts) -> Case {
    let reason = REASONS.iter().position(|name| *name == facts.reason).unwrap();
    let profile = PROFILES.iter().position(|name| *name == facts.profile).unwrap();
    Case {
        ground: Ground::ALL.into_iter().find(|ground| ground.code() == facts.ground),
        reason: (facts.ground == "CONSTRUCTIVE").then_some(REASON_CODES[reason]),
        profile: Some(PROFILE_CODES[profile]),
        service_start: Some(day_of(facts.start)),
        last_day: Some(day_of(facts.last)),
        avg12: Some(exact(facts.avg12)),
        local_avg_monthly_wage: Some(exact(facts.lavg)),
        min_wage: Some(exact(facts.floor)),
        enterprise_avg_wage: Some(exact(facts.enterprise)),
        last_month_wage: Some(exact(facts.last_month)),
        notice_days_given: u16::try_from(facts.notice).ok(),
        renewal_offered_same_or_better: Some(facts.renewed),
        protected: None,
        annual_leave: facts.leave.as_ref().map(|leave| LeaveFacts {
            joined_this_employer: Some(day_of(leave.joined)),
            cumulative_years: Some(Completed(leave.years)),
            taken_days: Some(Amount(Exact::fraction(leave.half_days_taken, 2))),
            avg12_excl_overtime: Some(exact(leave.wage)),
            waived_in_writing: Some(leave.is_waived),
        }),
    }
}

fn lines_of(found: &Settlement) -> Vec<(&'static str, Option<String>)> {
    let name = |id| match id {
        LineId::Severance => "severance",
        LineId::InLieu => "in_lieu",
        LineId::Damages2n => "damages_2n",
        LineId::MedicalSubsidy => "medical_subsidy",
        LineId::AnnualLeave => "annual_leave",
        LineId::Tax => "tax",
    };
    found.lines.iter().map(|line| (name(line.id), line.amount.map(|amount| amount.to_string()))).collect()
}

fn readings_of(found: &Settlement, line: &str) -> Vec<String> {
    let open = found.notes.contested.iter().find(|open| open.line == line);
    let amount = |reading: &Reading| match reading.found {
        Found::Amount(amount) => amount.to_string(),
        _ => "none".to_owned(),
    };
    open.map(|open| open.readings.iter().map(amount).collect()).unwrap_or_default()
}

#[test]
fn a_second_reckoning_finds_the_same_amounts() {
    let calendar = Calendar::builtin();
    let cx = Context { explain: false, ..Context::new(&calendar) };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, b"a settlement, reckoned two ways!");
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, rng);
    let result = runner.run(&facts(), |facts| {
        let found = case_of(&facts).answer(&cx).unwrap_or_else(|error| panic!("{error}: {facts:?}"));
        let second = walker::settle(&facts);
        prop_assert_eq!(lines_of(&found), second.lines);
        prop_assert_eq!(found.total_before_tax.to_string(), second.total);
        prop_assert_eq!(found.tax.map(|tax| tax.to_string()), second.tax);
        let open = found.notes.contested.iter().filter(|open| open.line != "tax").count();
        prop_assert_eq!(open, second.readings.len());
        for (line, amounts) in second.readings {
            prop_assert_eq!(readings_of(&found, line), amounts, "{}", line);
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}
