//! Weights: decimals without rounding.

use std::{fmt, iter::Sum, ops::Add};

const MILLION: u64 = 1_000_000;

/// How much hangs on an item: a decimal from 0 to a million with at most six decimals, kept in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Weight(u64);

impl Weight {
    /// A whole number.
    pub fn whole(weight: u32) -> Self {
        Self(u64::from(weight) * MILLION)
    }

    /// Reads a decimal; `None` when it is no number, negative, over a million or finer than millionths.
    pub fn read(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(part) || part.len() > 6 || text.ends_with('.')
        {
            return None;
        }
        let millionths: u64 = format!("{part:0<6}").parse().ok()?;
        let weight = whole.parse::<u64>().ok()?.checked_mul(MILLION)?.checked_add(millionths)?;
        (weight <= MILLION * MILLION).then_some(Self(weight))
    }

    /// This part of the whole, from 0 to 1; 0 of nothing.
    pub fn share_of(self, whole: Self) -> f64 {
        if whole.0 == 0 { 0.0 } else { self.0 as f64 / whole.0 as f64 }
    }

    /// As a number for whoever reads JSON.
    pub fn as_number(self) -> f64 {
        self.0 as f64 / MILLION as f64
    }

    /// The largest unit in which both this and what was measured before are whole.
    pub(super) fn common_unit(self, before: u64) -> u64 {
        let (mut a, mut b) = (self.0, before);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    }

    pub(super) fn in_units(self, unit: u64) -> u64 {
        self.0 / unit
    }
}

impl Add for Weight {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Weight {
    fn sum<I: Iterator<Item = Self>>(weights: I) -> Self {
        weights.fold(Self::default(), Add::add)
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / MILLION, self.0 % MILLION);
        if part == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{}", format!("{part:06}").trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_and_written_without_rounding() {
        for text in ["0", "7", "2.5", "0.1", "1000000", "33.333333"] {
            assert_eq!(Weight::read(text).unwrap().to_string(), text);
        }
        assert_eq!(Weight::read("2.50").unwrap().to_string(), "2.5");
        assert_eq!(Weight::read("0.1").unwrap() + Weight::read("0.2").unwrap(), Weight::read("0.3").unwrap());
    }

    #[test]
    fn what_is_no_weight_is_refused() {
        for text in [
            "",
            "-1",
            "+1",
            "1e3",
            "1,5",
            ".5",
            "5.",
            "1.2345678",
            "1000001",
            "99999999999999999999",
            "NaN",
            "٣",
        ] {
            assert_eq!(Weight::read(text), None, "{text}");
        }
    }
}
