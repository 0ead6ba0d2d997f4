//! The calendar: what a day is, and counting in working days.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::civil::Weekday;
use kernel::Date;

use crate::{Error, Festival, Notice, Result, fixed, notice};

const BUILTIN_NOTICES: [&str; 3] = [
    include_str!("../data/cn/2024.toml"),
    include_str!("../data/cn/2025.toml"),
    include_str!("../data/cn/2026.toml"),
];

static BUILTIN: LazyLock<Calendar> = LazyLock::new(read_builtin);

/// What a day is for working people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// Monday to Friday, nothing special.
    Workday,
    /// Saturday or Sunday, nothing special.
    Weekend,
    /// A day off for a festival.
    Holiday {
        /// The festival.
        festival: Festival,
        /// A 法定节假日 proper, with threefold pay for work; otherwise a rest day moved there (调休).
        is_statutory: bool,
    },
    /// A Saturday or Sunday on which people work (调休上班).
    MakeUpWorkday,
}

impl DayKind {
    /// Whether people work on such a day.
    pub const fn is_working(self) -> bool {
        matches!(self, Self::Workday | Self::MakeUpWorkday)
    }
}

/// Working days of mainland China.
#[derive(Debug, Clone)]
pub struct Calendar {
    notices: BTreeMap<i16, Notice>,
    settled: BTreeMap<Date, DayKind>,
}

impl Calendar {
    /// The calendar with the notices that the program brings along: 2024 to 2026.
    pub fn builtin() -> Self {
        BUILTIN.clone()
    }

    /// The built-in calendar with further notices, one TOML text each.
    ///
    /// A notice for a year that the program knows already takes its place: that is how an amended arrangement is
    /// loaded. Two given notices for one year are refused.
    pub fn with_notices(texts: &[&str]) -> Result<Self> {
        let mut by_year = BTreeMap::new();
        for (index, text) in texts.iter().enumerate() {
            let settled = notice::read(index + 1, text)?;
            let year = settled.notice.year;
            if by_year.insert(year, settled).is_some() {
                return Err(Error::YearTwice { year });
            }
        }
        for (index, text) in BUILTIN_NOTICES.iter().enumerate() {
            let settled = notice::read(index + 1, text)?;
            by_year.entry(settled.notice.year).or_insert(settled);
        }
        Ok(Self::of(by_year))
    }

    /// Later years win where two settle one December day: their notice is the younger one.
    fn of(by_year: BTreeMap<i16, notice::Settled>) -> Self {
        let mut calendar = Self { notices: BTreeMap::new(), settled: BTreeMap::new() };
        for (year, settled) in by_year {
            calendar.notices.insert(year, settled.notice);
            calendar.settled.extend(settled.days);
        }
        calendar
    }

    /// What this day is.
    pub fn day(&self, date: Date) -> DayKind {
        if let Some(kind) = self.settled.get(&date) {
            return *kind;
        }
        if self.is_provisional(date.year())
            && let Some(festival) = fixed::festival_on(date)
        {
            return DayKind::Holiday { festival, is_statutory: true };
        }
        match date.weekday() {
            Weekday::Saturday | Weekday::Sunday => DayKind::Weekend,
            _ => DayKind::Workday,
        }
    }

    /// Whether people work on this day.
    pub fn is_working_day(&self, date: Date) -> bool {
        self.day(date).is_working()
    }

    /// Whether the year's notice is missing, so that only weekends and fixed-date holidays are counted.
    pub fn is_provisional(&self, year: i16) -> bool {
        !self.notices.contains_key(&year)
    }

    /// The notice that settles the year.
    pub fn notice(&self, year: i16) -> Option<&Notice> {
        self.notices.get(&year)
    }

    /// All notices, by year.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.notices.values()
    }

    /// The `days`-th working day after the date, or before it when negative.
    ///
    /// Zero gives the date itself where it is a working day, otherwise the next one. At the end of the calendar
    /// (years −9999 and 9999) the answer stays at its last day.
    pub fn add_working_days(&self, date: Date, days: i64) -> Date {
        let step = match days {
            0 => return self.next_or_same_working_day(date),
            1.. => tomorrow,
            ..0 => yesterday,
        };
        let (mut day, mut left) = (date, days.unsigned_abs());
        while left > 0 {
            let Some(next) = step(day) else { return day };
            day = next;
            left -= u64::from(self.is_working_day(day));
        }
        day
    }

    /// How many working days lie after the first date, up to and with the second.
    ///
    /// Negative when the second is the earlier one, so that `between(a, b) + between(b, c) == between(a, c)`.
    pub fn working_days_between(&self, from_exclusive: Date, to_inclusive: Date) -> i64 {
        if to_inclusive < from_exclusive {
            return -self.working_days_between(to_inclusive, from_exclusive);
        }
        match tomorrow(from_exclusive) {
            Some(first) => self.working_days_inclusive(first, to_inclusive),
            None => 0,
        }
    }

    /// How many working days the span has, counting both its first and its last day; 0 when it is empty.
    pub fn working_days_inclusive(&self, first: Date, last: Date) -> i64 {
        let mut count = 0;
        let mut next = Some(first);
        while let Some(day) = next.filter(|day| *day <= last) {
            count += i64::from(self.is_working_day(day));
            next = tomorrow(day);
        }
        count
    }

    /// The date itself if people work on it, otherwise the next working day.
    pub fn next_or_same_working_day(&self, date: Date) -> Date {
        self.walk(date, tomorrow)
    }

    /// The date itself if people work on it, otherwise the working day before it.
    pub fn previous_or_same_working_day(&self, date: Date) -> Date {
        self.walk(date, yesterday)
    }

    fn walk(&self, from: Date, step: fn(Date) -> Option<Date>) -> Date {
        let mut day = from;
        while !self.is_working_day(day) {
            let Some(next) = step(day) else { return day };
            day = next;
        }
        day
    }
}

fn tomorrow(date: Date) -> Option<Date> {
    date.tomorrow().ok()
}

fn yesterday(date: Date) -> Option<Date> {
    date.yesterday().ok()
}

#[expect(clippy::expect_used, reason = "the files are part of the program and tests read them")]
fn read_builtin() -> Calendar {
    Calendar::with_notices(&[]).expect("the built-in notices are readable")
}

#[cfg(test)]
mod tests;
