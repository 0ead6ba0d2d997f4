//! A day on which all tests may live, so that none depends on today.

use kernel::{Date, Timestamp};

/// 2026-11-05 01:30:00 in UTC.
const NOW_SECONDS: i64 = 1_793_842_200;

/// The moment of the tests: 2026-11-05, half past nine in the morning in Beijing, a Thursday.
pub fn now() -> Timestamp {
    Timestamp::from_second(NOW_SECONDS).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The day of the tests, in Beijing as in UTC.
pub fn today() -> Date {
    Date::constant(2026, 11, 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moment_lies_on_the_day_and_at_half_past_nine_in_beijing() {
        assert_eq!(now().to_string(), "2026-11-05T01:30:00Z");
        assert_eq!(today().to_string(), "2026-11-05");
    }
}
