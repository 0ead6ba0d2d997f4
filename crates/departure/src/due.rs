//! When a task is due, relative to the dates of the departure.

use std::{fmt, str::FromStr};

use calendar::Calendar;
use jiff::ToSpan;
use kernel::Date;

use crate::{Dates, Error, Result};

codes! {
    /// The date that a task is due relative to.
    Anchor {
        /// Notice given.
        Notice = "notice",
        /// Last working day.
        LastDay = "last_day",
        /// Legal end.
        LegalEnd = "legal_end",
    }
}

codes! {
    /// What is counted.
    Unit {
        /// Chinese working days, make-up days included.
        WorkingDays = "working days",
        /// Calendar days, for deadlines that the law counts so.
        Days = "days",
    }
}

/// A rule such as `last_day - 3` (working days) or `legal_end + 15 days` (calendar days).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueRule {
    /// Relative to what.
    pub anchor: Anchor,
    /// How many, before when negative.
    pub offset: i16,
    /// Of what.
    pub unit: Unit,
}

impl DueRule {
    /// The day on which a task with this rule is due.
    ///
    /// A day counted in working days is a working day: of the anchor itself the working day before it, or after it
    /// for the notice. What is prepared for the last day is never due before the notice, and what follows the notice
    /// never after the last working day, however short the time between. A day counted in calendar days is what the
    /// law says and stays where it falls.
    pub fn due_on(self, dates: &Dates, calendar: &Calendar) -> Date {
        let anchor = match self.anchor {
            Anchor::Notice => dates.notice_on,
            Anchor::LastDay => dates.last_day,
            Anchor::LegalEnd => dates.legal_end,
        };
        match self.unit {
            Unit::Days => anchor.saturating_add(i64::from(self.offset).days()),
            Unit::WorkingDays => self.within(dates, self.working_day(anchor, calendar), calendar),
        }
    }

    fn working_day(self, anchor: Date, calendar: &Calendar) -> Date {
        match (self.offset, self.anchor) {
            (0, Anchor::Notice) => calendar.next_or_same_working_day(anchor),
            (0, _) => calendar.previous_or_same_working_day(anchor),
            (offset, _) => calendar.add_working_days(anchor, i64::from(offset)),
        }
    }

    fn within(self, dates: &Dates, due_on: Date, calendar: &Calendar) -> Date {
        let first = calendar.next_or_same_working_day(dates.notice_on);
        match self.anchor {
            // What must be done before the notice is given lies before it.
            Anchor::Notice if self.offset < 0 => due_on,
            Anchor::Notice => {
                let last = calendar.previous_or_same_working_day(dates.last_day);
                due_on.min(last.max(first))
            }
            Anchor::LastDay | Anchor::LegalEnd => due_on.max(first),
        }
    }
}

impl FromStr for DueRule {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let bad = || Error::UnknownCode { kind: "due rule", code: text.to_owned() };
        let words: Vec<&str> = text.split_whitespace().collect();
        let (anchor, sign, number, unit) = match words.as_slice() {
            [anchor] => (anchor, &"+", &"0", Unit::WorkingDays),
            [anchor, sign, number] => (anchor, sign, number, Unit::WorkingDays),
            [anchor, sign, number, "days" | "day"] => (anchor, sign, number, Unit::Days),
            _ => return Err(bad()),
        };
        let number: i16 = number.parse().ok().filter(|number| (0..=999).contains(number)).ok_or_else(bad)?;
        let offset = match *sign {
            "+" => number,
            "-" => -number,
            _ => return Err(bad()),
        };
        Ok(Self { anchor: anchor.parse().map_err(|_| bad())?, offset, unit })
    }
}

impl fmt::Display for DueRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.anchor)?;
        if self.offset != 0 || self.unit == Unit::Days {
            let sign = if self.offset < 0 { '-' } else { '+' };
            write!(f, " {sign} {}", self.offset.unsigned_abs())?;
        }
        if self.unit == Unit::Days { f.write_str(" days") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn dates(notice_on: Date, last_day: Date, legal_end: Date) -> Dates {
        Dates { notice_on, last_day, legal_end, access_off_at: None }
    }

    fn due(rule: &str, dates: &Dates) -> Date {
        rule.parse::<DueRule>().unwrap().due_on(dates, &Calendar::builtin())
    }

    #[test]
    fn working_days_jump_weekends_holidays_and_take_make_up_days() {
        // 2026: National Day 1 to 7 October; 20 September and 10 October are make-up days.
        let dates = dates(date(2026, 9, 14), date(2026, 10, 12), date(2026, 10, 12));
        assert_eq!(due("last_day", &dates), date(2026, 10, 12));
        assert_eq!(due("last_day - 1", &dates), date(2026, 10, 10));
        assert_eq!(due("last_day - 3", &dates), date(2026, 10, 8));
        assert_eq!(due("last_day - 4", &dates), date(2026, 9, 30));
    }

    #[test]
    fn a_last_day_on_a_weekend_moves_to_the_working_day_before() {
        let dates = dates(date(2026, 11, 2), date(2026, 11, 29), date(2026, 11, 30));
        assert_eq!(due("last_day", &dates), date(2026, 11, 27));
        assert_eq!(due("last_day - 1", &dates), date(2026, 11, 27));
        assert_eq!(due("last_day + 1", &dates), date(2026, 11, 30));
    }

    #[test]
    fn a_notice_on_a_weekend_moves_to_the_working_day_after() {
        let dates = dates(date(2026, 11, 7), date(2026, 12, 7), date(2026, 12, 7));
        assert_eq!(due("notice", &dates), date(2026, 11, 9));
        assert_eq!(due("notice + 1", &dates), date(2026, 11, 9));
        assert_eq!(due("notice - 1", &dates), date(2026, 11, 6));
    }

    #[test]
    fn days_of_the_law_are_calendar_days_and_are_not_moved() {
        let dates = dates(date(2025, 5, 30), date(2025, 6, 30), date(2025, 6, 30));
        assert_eq!(due("legal_end + 15 days", &dates), date(2025, 7, 15));
        let leap = Dates { legal_end: date(2024, 2, 29), ..dates };
        assert_eq!(due("legal_end + 15 days", &leap), date(2024, 3, 15));
        assert_eq!(due("legal_end + 0 days", &leap), date(2024, 2, 29));
        let weekend = Dates { legal_end: date(2026, 11, 14), ..dates };
        assert_eq!(due("legal_end + 15 days", &weekend), date(2026, 11, 29), "a Sunday");
    }

    #[test]
    fn with_no_time_between_everything_falls_on_the_one_day() {
        let day = date(2026, 11, 4);
        let dates = dates(day, day, day);
        for rule in ["notice + 3", "last_day - 10", "last_day", "notice"] {
            assert_eq!(due(rule, &dates), day, "{rule}");
        }
        assert_eq!(due("notice - 2", &dates), date(2026, 11, 2));
        assert_eq!(due("last_day + 1", &dates), date(2026, 11, 5));
    }

    #[test]
    fn what_the_firm_hears_of_late_is_due_from_then_on() {
        let dates = dates(date(2026, 11, 9), date(2026, 11, 3), date(2026, 11, 3));
        assert_eq!(due("last_day - 2", &dates), date(2026, 11, 9));
        assert_eq!(due("notice + 3", &dates), date(2026, 11, 9));
        assert_eq!(due("legal_end + 15 days", &dates), date(2026, 11, 18));
    }

    #[test]
    fn rules_are_read_back_from_their_text_and_nonsense_is_refused() {
        for text in ["last_day", "notice + 3", "last_day - 12", "legal_end + 15 days", "legal_end + 0 days"] {
            assert_eq!(text.parse::<DueRule>().unwrap().to_string(), text);
        }
        for text in
            ["", "last", "last_day -", "last_day * 3", "last_day - x", "last_day - -3", "last_day - 3 weeks"]
        {
            assert!(text.parse::<DueRule>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_due_day_counted_in_working_days_is_a_working_day(
            start in 0i64..700, length in 0i64..90, offset in -30i16..30, which in 0usize..3,
        ) {
            let calendar = Calendar::builtin();
            let notice_on = date(2024, 1, 1).saturating_add(start.days());
            let last_day = notice_on.saturating_add(length.days());
            let rule = DueRule { anchor: Anchor::ALL[which], offset, unit: Unit::WorkingDays };
            let due_on = rule.due_on(&dates(notice_on, last_day, last_day), &calendar);
            prop_assert!(calendar.is_working_day(due_on));
            prop_assert!(rule.anchor == Anchor::Notice || due_on >= notice_on);
        }
    }
}
