//! What holds for every settlement, whatever the facts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::sync::LazyLock;

use calendar::Calendar;
use jiff::ToSpan as _;
use kernel::{Date, Money};
use law::{Case, Context, Effect, Error, LineId, Rules, Settlement};
use proptest::prelude::*;
use serde_json::{Value, json};

static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::builtin);

/// A law of 2030 that changes every number that a settlement uses.
static LATER: LazyLock<Rules> = LazyLock::new(|| {
    let changed: Vec<String> = Rules::builtin()
        .parameters()
        .filter(|parameter| matches!(parameter.values.last().unwrap().worth, law::rules::Worth::Number(_)))
        .map(|parameter| {
            let path = format!("{}/data/cn/{}.toml", env!("CARGO_MANIFEST_DIR"), parameter.id);
            let text = std::fs::read_to_string(path).unwrap();
            format!(
                "{text}\n[[value]]\nfrom = 2030-01-01\nnumber = \"7\"\ncitation = \"a later law\"\n\
                 link = \"https://example.org\"\npublished_on = 2026-11-01\ngrade = \"P\"\nchecked_on = 2026-11-22\n"
            )
        })
        .collect();
    let texts: Vec<&str> = changed.iter().map(String::as_str).collect();
    Rules::with_files(&texts).unwrap()
});

fn settle(case: &Value) -> law::Result<Settlement> {
    let case: Case = serde_json::from_value(case.clone()).unwrap();
    case.answer(&Context::new(&CALENDAR))
}

fn amount(case: &Value, id: LineId) -> Money {
    let found = settle(case).unwrap();
    found.lines.iter().find(|line| line.id == id).and_then(|line| line.amount).unwrap_or(Money::ZERO)
}

fn date(first_year: i16, years: i16) -> impl Strategy<Value = Date> {
    let first = Date::constant(first_year, 1, 1);
    (0..i32::from(years) * 365).prop_map(move |days| first.checked_add(days.days()).unwrap())
}

fn yuan(fen: i64) -> String {
    Money::from_fen(fen).to_string()
}

fn grounds() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "AGREE_EMPLOYER",
        "CONSTRUCTIVE_FORCE",
        "NOFAULT_MED",
        "NOFAULT_INCOMP",
        "NOFAULT_CHANGE",
        "LAYOFF",
        "EXPIRY",
        "TASK_DONE",
        "ILLEGAL",
    ])
}

fn profiles() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["NATIONAL_DEFAULT", "SHANGHAI", "GUANGDONG_2012", "BEIJING"])
}

fn cases(first_year: i16) -> impl Strategy<Value = Value> {
    let money = (100_000..9_000_000_i64, 200_000..2_000_000_i64, 100_000..9_000_000_i64, 0..40_u16);
    (grounds(), profiles(), date(first_year, 15), 0..7_000_i32, money).prop_map(
        |(ground, profile, start, days, (avg12, lavg, other, notice))| {
            let last = start.checked_add(days.days()).unwrap().max(Date::constant(2008, 9, 18)).max(start);
            json!({
                "ground": ground, "profile": profile, "service_start": start.to_string(),
                "last_day": last.to_string(), "avg12": yuan(avg12), "local_avg_monthly_wage": yuan(lavg),
                "min_wage": "2000.00", "enterprise_avg_wage": yuan(other), "last_month_wage": yuan(other),
                "notice_days_given": notice, "renewal_offered_same_or_better": false,
            })
        },
    )
}

fn with(case: &Value, key: &str, value: &str) -> Value {
    let mut changed = case.clone();
    changed[key] = json!(value);
    changed
}

/// Until when severance can be claimed, with every weekend worked and no holiday, so that no day moves.
fn claimed_until(ended: Date, suspensions: &[(Date, Date)]) -> Date {
    let weekends =
        ended.series(1.day()).take(4 * 366).filter(|day| day.weekday().to_monday_zero_offset() >= 5);
    let question = json!({
        "claim": "severance", "relation_ended": ended.to_string(), "holidays": [],
        "workdays": weekends.map(|day| day.to_string()).collect::<Vec<_>>(),
        "suspensions": suspensions.iter().map(|(from, to)| [from.to_string(), to.to_string()]).collect::<Vec<_>>(),
    });
    let question: law::LimitationQuestion = serde_json::from_value(question).unwrap();
    match question.answer(&Context::new(&CALENDAR)).unwrap().last_day {
        law::Runs::Until(day) => day,
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_suspension_prolongs_the_year_by_exactly_its_days(
        ended in date(2009, 12), begin in 1..300_i32, days in 0..60_i32, cut in 0..60_i32,
    ) {
        let plain = claimed_until(ended, &[]);
        let from = ended.checked_add(begin.days()).unwrap();
        let to = from.checked_add(days.days()).unwrap();
        let still = claimed_until(ended, &[(from, to)]);
        prop_assert_eq!(plain.checked_add((days + 1).days()).unwrap(), still);
        // The same time in two pieces that touch, or one told twice, is the same time.
        let middle = from.checked_add((cut % (days + 1)).days()).unwrap();
        prop_assert_eq!(claimed_until(ended, &[(middle, to), (from, middle)]), still);
        prop_assert_eq!(claimed_until(ended, &[(from, to), (from, to)]), still);
        // What lies after the last day comes too late to stop anything.
        let late = still.checked_add(1.days()).unwrap();
        prop_assert_eq!(claimed_until(ended, &[(from, to), (late, late)]), still);
    }

    #[test]
    fn nobody_is_near_retirement_without_fifteen_years_and_nobody_for_longer_than_five(
        birth in date(1960, 24), start in date(1985, 30), days in 0..16_000_i32,
    ) {
        let last = start.checked_add(days.days()).unwrap();
        let question = json!({
            "category": "man", "birth_date": birth.to_string(),
            "service_start": start.to_string(), "last_day": last.to_string(),
        });
        let question: law::NearRetirementQuestion = serde_json::from_value(question).unwrap();
        let answer = question.answer(&Context::new(&CALENDAR)).unwrap();
        prop_assert_eq!(answer.near_retirement, answer.fifteen_years && answer.under_five_years);
        let years = last.since((jiff::Unit::Year, start)).unwrap().get_years();
        prop_assert!(!answer.fifteen_years || years >= 14, "{years}");
        prop_assert!(answer.fifteen_years || years < 15, "{years}");
        let age = answer.retires_on.since((jiff::Unit::Year, birth)).unwrap().get_years();
        prop_assert!((60..=63).contains(&age), "{age}");
        prop_assert!(!answer.under_five_years || answer.retires_on > last);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_service_is_never_paid_less(case in cases(1990), more in 1..800_i32) {
        let last: Date = case["last_day"].as_str().unwrap().parse().unwrap();
        let later = with(&case, "last_day", &last.checked_add(more.days()).unwrap().to_string());
        let start: Date = case["service_start"].as_str().unwrap().parse().unwrap();
        let earlier = with(&case, "service_start", &start.checked_sub(more.days()).unwrap().to_string());
        for id in [LineId::Severance, LineId::Damages2n] {
            let is = amount(&case, id);
            prop_assert!(is <= amount(&later, id), "a later last day");
            prop_assert!(is <= amount(&earlier, id), "an earlier first day");
        }
    }

    #[test]
    fn service_before_and_since_2008_add_up(case in cases(1990)) {
        let case = with(&case, "profile", "NATIONAL_DEFAULT");
        let case = if case["ground"] == "ILLEGAL" { with(&case, "ground", "LAYOFF") } else { case };
        let old = with(&case, "last_day", "2007-12-31");
        let new = with(&case, "service_start", "2008-01-01");
        let parts = amount(&old, LineId::Severance).fen() + amount(&new, LineId::Severance).fen();
        prop_assert_eq!(amount(&case, LineId::Severance).fen(), parts);
    }

    #[test]
    fn damages_are_twice_the_severance_without_old_service(case in cases(2008)) {
        let damages = amount(&with(&case, "ground", "ILLEGAL"), LineId::Damages2n);
        let severance = amount(&with(&case, "ground", "AGREE_EMPLOYER"), LineId::Severance);
        // Half a fen is rounded in the severance alone.
        prop_assert!((damages.fen() - 2 * severance.fen()).abs() <= 1);
        prop_assert!(settle(&with(&case, "ground", "ILLEGAL")).unwrap().notes.contested.is_empty());
    }

    #[test]
    fn the_lines_add_up_and_none_is_below_zero(case in cases(1990)) {
        let found = settle(&case).unwrap();
        prop_assert_eq!(found.effect, Effect::Ends);
        let lines = found.lines.iter().filter(|line| line.id != LineId::Tax);
        let sum: i64 = lines.filter_map(|line| line.amount.map(Money::fen)).sum();
        prop_assert_eq!(sum, found.total_before_tax.fen());
        for line in &found.lines {
            prop_assert!(line.amount.is_none_or(|amount| amount >= Money::ZERO));
            prop_assert!(!line.steps.is_empty() && !line.citations.is_empty(), "{:?}", line.id);
        }
    }

    #[test]
    fn a_later_law_leaves_old_dates_alone(case in cases(1995)) {
        let typed: Case = serde_json::from_value(case.clone()).unwrap();
        let before = typed.answer(&Context::new(&CALENDAR)).unwrap();
        let after = typed.answer(&Context { rules: &LATER, ..Context::new(&CALENDAR) }).unwrap();
        let last = case["last_day"].as_str().unwrap();
        prop_assume!(last < "2030-01-01");
        prop_assert_eq!(before.lines, after.lines);
        prop_assert_eq!(before.notes.contested, after.notes.contested);
    }

    #[test]
    fn amounts_do_not_depend_on_being_explained(case in cases(1990)) {
        let typed: Case = serde_json::from_value(case).unwrap();
        let long = typed.answer(&Context::new(&CALENDAR)).unwrap();
        let short = typed.answer(&Context { explain: false, ..Context::new(&CALENDAR) }).unwrap();
        let amounts = |found: &Settlement| found.lines.iter().map(|line| (line.id, line.amount)).collect::<Vec<_>>();
        prop_assert_eq!(amounts(&long), amounts(&short));
        prop_assert_eq!(long.notes.warnings, short.notes.warnings);
        prop_assert_eq!(long.notes.contested, short.notes.contested);
    }

    #[test]
    fn tax_rises_without_a_jump(payment in 0..300_000_000_i64, lavg in 100_000..2_000_000_i64) {
        let tax = |fen: i64| {
            let question: law::TaxQuestion = serde_json::from_value(json!({
                "ground": "LAYOFF", "payment": yuan(fen), "local_avg_monthly_wage": yuan(lavg), "date": "2025-06-30",
            })).unwrap();
            question.answer(&Context::new(&CALENDAR)).unwrap().tax.unwrap().fen()
        };
        let edges = [0, 36_000, 144_000, 300_000, 420_000, 660_000, 960_000].map(|yuan| yuan * 100 + 36 * lavg);
        for fen in edges.into_iter().chain([payment]) {
            let step = tax(fen + 1) - tax(fen);
            prop_assert!((0..=1).contains(&step), "{fen}");
        }
    }

    #[test]
    fn what_was_not_published_yet_is_not_used(case in cases(1995)) {
        let typed: Case = serde_json::from_value(case).unwrap();
        let known_on = Some(Date::constant(2026, 10, 31));
        let before = typed.answer(&Context::new(&CALENDAR)).unwrap();
        let after = typed.answer(&Context { rules: &LATER, known_on, ..Context::new(&CALENDAR) }).unwrap();
        prop_assert_eq!(before.lines, after.lines);
    }

    #[test]
    fn any_two_dates_are_answered_or_refused(first in date(1900, 400), last in date(1900, 400), ground in grounds()) {
        let found = settle(&json!({
            "ground": ground, "profile": "SHANGHAI", "service_start": first.to_string(),
            "last_day": last.to_string(), "avg12": "999999999999.99", "local_avg_monthly_wage": "999999999999.99",
            "enterprise_avg_wage": "999999999999.99", "last_month_wage": "999999999999.99", "notice_days_given": 0,
        }));
        match found {
            Ok(found) => prop_assert!(first <= last && found.total_before_tax >= Money::ZERO),
            Err(Error::OutOfRange { .. }) => {
                prop_assert!(first < Date::constant(1949, 10, 1) || last < Date::constant(2008, 1, 1));
            }
            Err(error) => prop_assert!(last < first, "{error}"),
        }
    }
}
