//! The statutory holidays that have a fixed date, by the rule in force on the day.

use std::sync::LazyLock;

use kernel::Date;
use serde::Deserialize;

use crate::{Festival, toml_date::TomlDate};

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(read_rules);

/// The festival on whose fixed date this day falls, if any.
pub(crate) fn festival_on(date: Date) -> Option<Festival> {
    let rule = RULES.iter().rev().find(|rule| rule.effective.0 <= date)?;
    rule.days.iter().find(|day| day.month == date.month() && day.day == date.day()).map(|day| day.festival)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    effective: TomlDate,
    #[serde(rename = "source")]
    _source: String,
    days: Vec<FixedDay>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FixedDay {
    festival: Festival,
    month: i8,
    day: i8,
}

#[expect(clippy::expect_used, reason = "the file is part of the program and a test reads it")]
fn read_rules() -> Vec<Rule> {
    let text = include_str!("../data/cn/fixed-days.toml");
    let mut rules = toml::from_str::<Rules>(text).expect("the fixed days are readable").rule;
    rules.sort_by_key(|rule| rule.effective.0);
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn second_of_may_is_statutory_only_from_2025_and_around_2000() {
        assert_eq!(festival_on(day("2025-05-02")), Some(Festival::LabourDay));
        assert_eq!(festival_on(day("2024-05-02")), None);
        assert_eq!(festival_on(day("2007-05-02")), Some(Festival::LabourDay));
        assert_eq!(festival_on(day("1999-05-02")), None);
    }

    #[test]
    fn an_order_counts_from_the_day_it_took_effect() {
        assert_eq!(festival_on(day("1999-10-03")), Some(Festival::NationalDay));
        assert_eq!(festival_on(day("1998-10-03")), None);
        assert_eq!(festival_on(day("1949-10-01")), None, "the first rule is of December 1949");
    }

    #[test]
    fn an_ordinary_day_is_no_festival() {
        assert_eq!(festival_on(day("2031-03-05")), None);
    }
}
