//! Days relative to today, and working days among them.

use calendar::Calendar;
use jiff::{ToSpan as _, tz::Offset};
use kernel::{Date, Timestamp};

/// The whole country keeps one time, without summer time.
const CHINA: Offset = jiff::tz::offset(8);

/// Today, with the calendar that tells which days people work on.
#[derive(Debug, Clone)]
pub(crate) struct Days<'c> {
    pub(crate) today: Date,
    calendar: &'c Calendar,
}

impl<'c> Days<'c> {
    pub(crate) fn new(today: Date, calendar: &'c Calendar) -> Self {
        Self { today, calendar }
    }

    /// The day so many days from today, before it when negative.
    pub(crate) fn day(&self, offset: i32) -> Date {
        self.today.saturating_add(i64::from(offset).days())
    }

    /// The working day on or before the day so many days from today.
    pub(crate) fn working_day(&self, offset: i32) -> Date {
        self.calendar.previous_or_same_working_day(self.day(offset))
    }

    pub(crate) fn is_working(&self, date: Date) -> bool {
        self.calendar.is_working_day(date)
    }

    /// The days on which something may have been done between two dates, both included: working days, or, where a
    /// festival leaves fewer than `least` of them, every day.
    pub(crate) fn to_work_on(&self, first: Date, last: Date, least: usize) -> Vec<Date> {
        let all: Vec<Date> = span(first, last).collect();
        let working: Vec<Date> = all.iter().copied().filter(|day| self.is_working(*day)).collect();
        if working.len() < least { all } else { working }
    }
}

/// Every day from the first to the last.
pub(crate) fn span(first: Date, last: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), |day| day.tomorrow().ok()).take_while(move |day| *day <= last)
}

/// An instant of a day in China, so many minutes after midnight.
pub(crate) fn instant(date: Date, minutes: i32) -> Timestamp {
    let midnight = date.to_datetime(jiff::civil::Time::midnight());
    let begins = CHINA.to_timestamp(midnight).unwrap_or(Timestamp::UNIX_EPOCH);
    begins.checked_add(i64::from(minutes).minutes()).unwrap_or(begins)
}

/// How many days lie between two dates.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    i32::try_from(from.duration_until(to).as_hours() / 24).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_festival_that_leaves_too_few_working_days_gives_every_day() {
        let calendar = Calendar::builtin();
        let days = Days::new(date(2026, 2, 23), &calendar);
        // 2026: 15 to 23 February are the Spring Festival, 14 February is a make-up day.
        assert_eq!(days.to_work_on(date(2026, 2, 15), date(2026, 2, 22), 3).len(), 8);
        let ordinary = days.to_work_on(date(2026, 3, 2), date(2026, 3, 8), 3);
        assert_eq!((ordinary.len(), ordinary.last()), (5, Some(&date(2026, 3, 6))));
    }

    #[test]
    fn an_instant_is_counted_in_china() {
        assert_eq!(instant(date(2026, 11, 5), 9 * 60 + 30).to_string(), "2026-11-05T01:30:00Z");
        assert_eq!(instant(date(2028, 2, 29), 0).to_string(), "2028-02-28T16:00:00Z");
    }
}
