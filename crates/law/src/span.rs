//! Calendar months and years of service.
//!
//! Both the first and the last day count: the guide's convention, since no statute settles whether the last day
//! does. Results that turn on it carry a warning.

use jiff::ToSpan as _;
use kernel::Date;

/// A date so many calendar months later; a day that the month lacks becomes the month's last day.
pub fn add_months(date: Date, months: i64) -> Date {
    date.checked_add(months.months()).unwrap_or(if months < 0 { Date::MIN } else { Date::MAX })
}

/// A date so many days later, or earlier when negative.
pub fn add_days(date: Date, days: i64) -> Date {
    date.checked_add(days.days()).unwrap_or(if days < 0 { Date::MIN } else { Date::MAX })
}

/// How many days lie between, negative when the second is the earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    (to - from).get_days().into()
}

/// Whole months of service, and whether days are left over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Months {
    /// The whole months.
    pub months: i64,
    /// Whether at least one day is left over.
    pub remainder: bool,
}

impl Months {
    /// Of service from the first to the last day, both counted; nothing when the last day is the earlier one.
    pub fn between(first: Date, last: Date) -> Self {
        let after = add_days(last, 1);
        if after <= first {
            return Self { months: 0, remainder: false };
        }
        let years = i64::from(after.year()) - i64::from(first.year());
        let mut months = years * 12 + i64::from(after.month()) - i64::from(first.month());
        if add_months(first, months) > after {
            months -= 1;
        }
        Self { months, remainder: add_months(first, months) < after }
    }

    /// Years as article 47 counts them: six months and more make a year, less makes half a year.
    pub const fn years47(self) -> Halves {
        let (years, rest) = (self.months / 12, self.months % 12);
        if rest >= 6 {
            Halves::whole(years + 1)
        } else if rest > 0 || self.remainder {
            Halves(years * 2 + 1)
        } else {
            Halves::whole(years)
        }
    }

    /// Years as the rules of 1994 counted them: every year begun is a year.
    pub const fn years_begun(self) -> i64 {
        let is_begun = self.months % 12 > 0 || self.remainder;
        self.months / 12 + if is_begun { 1 } else { 0 }
    }

    /// Years as the Shanghai ordinance counts them: six months and more make a year, of less it says nothing.
    pub const fn years_from_six_months(self) -> i64 {
        self.months / 12 + if self.months % 12 >= 6 { 1 } else { 0 }
    }
}

/// A number of halves: 11 stands for 5.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Halves(pub i64);

impl Halves {
    /// A whole number.
    pub const fn whole(number: i64) -> Self {
        Self(number * 2)
    }

    /// As an exact number.
    pub fn exact(self) -> crate::Exact {
        crate::Exact::whole(self.0).half()
    }
}

/// A JSON number: 8 or 5.5.
impl serde::Serialize for Halves {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 2 == 0 {
            return serializer.serialize_i64(self.0 / 2);
        }
        // Halves of a small whole number are exact in binary.
        serializer.serialize_f64(f64::from(i32::try_from(self.0).unwrap_or(i32::MAX)) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn count(first: &str, last: &str) -> (i64, bool, i64) {
        let months = Months::between(date(first), date(last));
        (months.months, months.remainder, months.years47().0)
    }

    #[test]
    fn six_months_exactly_make_a_year_and_a_day_less_makes_half() {
        assert_eq!(count("2017-03-01", "2024-08-31"), (90, false, 16));
        assert_eq!(count("2017-03-01", "2024-08-30"), (89, true, 15));
        assert_eq!(count("2017-03-01", "2024-02-29"), (84, false, 14));
    }

    #[test]
    fn a_day_that_the_month_lacks_is_the_months_last() {
        assert_eq!(count("2023-08-31", "2024-02-28"), (6, false, 2));
        assert_eq!(count("2023-08-31", "2024-02-27"), (5, true, 1));
        assert_eq!(count("2024-02-29", "2025-02-27"), (12, false, 2));
        assert_eq!(count("2024-02-29", "2024-02-29"), (0, true, 1));
    }

    #[test]
    fn begun_years_count_whole_before_2008() {
        let months = Months::between(date("1992-05-18"), date("2007-12-31"));
        assert_eq!((months.months, months.remainder, months.years_begun()), (187, true, 16));
        assert_eq!(Months::between(date("2006-01-01"), date("2007-12-31")).years_begun(), 2);
        assert_eq!(Months::between(date("2003-08-01"), date("2007-12-31")).years_from_six_months(), 4);
    }

    #[test]
    fn the_number_of_months_is_the_largest_that_fits() {
        let first = date("2019-01-31");
        for day in 0..1_200 {
            let last = add_days(first, day);
            let found = Months::between(first, last).months;
            assert!(add_months(first, found) <= add_days(last, 1));
            assert!(add_months(first, found + 1) > add_days(last, 1), "{last}");
        }
    }
}
