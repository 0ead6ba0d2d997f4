//! Facts as they are written in JSON and TOML: amounts as decimal texts, dates as `YYYY-MM-DD`.

use std::fmt;

use kernel::Date;
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, Visitor},
};

use crate::Exact;

/// An amount or a number of days, as written: a decimal text, never below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(pub Exact);

struct AmountText;

impl Visitor<'_> for AmountText {
    type Value = Amount;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal written as a text, such as \"14360.55\"")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Amount, E> {
        if text.starts_with('-') {
            return Err(E::custom(format!("{text} is below zero")));
        }
        Exact::parse(text).map(Amount).ok_or_else(|| {
            E::custom(format!(
                "{text:?} is not a plain decimal: at most 12 digits before the point and 6 behind it, such as \"14360.55\""
            ))
        })
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(AmountText)
    }
}

/// A civil date, written in exactly one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        read_date(&text).map(Day).ok_or_else(|| {
            D::Error::custom(format!("{text:?} is not a date: expected YYYY-MM-DD of a day that exists"))
        })
    }
}

fn read_date(text: &str) -> Option<Date> {
    let shape = text.bytes().enumerate().all(|(place, byte)| match place {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if !shape || text.len() != 10 {
        return None;
    }
    text.parse().ok()
}

/// Completed years, written as a number; a part of a year does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Completed(pub i64);

struct CompletedNumber;

impl Visitor<'_> for CompletedNumber {
    type Value = Completed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of years from 0 to 100")
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Completed, E> {
        match i64::try_from(number) {
            Ok(years @ 0..=100) => Ok(Completed(years)),
            _ => Err(E::custom("a number of years from 0 to 100 is expected")),
        }
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Completed, E> {
        self.visit_u64(
            u64::try_from(number).map_err(|_| E::custom("a number of years cannot be below zero"))?,
        )
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Completed, E> {
        // Counting up avoids turning a float into an integer: the bound is the largest that is accepted.
        if !(0.0..=100.0).contains(&number) {
            return Err(E::custom("a number of years from 0 to 100 is expected"));
        }
        let years = (0..=100_u8).rev().find(|years| f64::from(*years) <= number).unwrap_or(0);
        Ok(Completed(years.into()))
    }
}

impl<'de> Deserialize<'de> for Completed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CompletedNumber)
    }
}

/// A month, written `YYYY-MM`, as its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthOf(pub Date);

impl<'de> Deserialize<'de> for MonthOf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let first = if text.len() == 7 { read_date(&format!("{text}-01")) } else { None };
        first
            .map(MonthOf)
            .ok_or_else(|| D::Error::custom(format!("{text:?} is not a month: expected YYYY-MM")))
    }
}
