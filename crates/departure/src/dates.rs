//! Three dates, never one: notice given, last working day, legal end; and access off as a fourth, separate fact.
//!
//! All dates are civil dates in China, both ends of a span belong to it: on the last working day the person works, on
//! the day of the legal end the person is still employed. An instant counts from the set microsecond on.

use calendar::Calendar;
use jiff::tz::{Offset, TimeZone};
use kernel::{Date, Timestamp};

use crate::{Ground, Order};

/// China Standard Time; the whole country keeps it, without summer time.
pub const CHINA: Offset = jiff::tz::offset(8);

/// Dates further apart than this are rather a mistyped year.
const FAR_APART_DAYS: i64 = 366;

/// The date in China at an instant.
pub fn china_date(at: Timestamp) -> Date {
    CHINA.to_datetime(at).date()
}

/// Whether an employment covered this date; the first and the last day belong to it.
///
/// Every question that counts employment asks this, never "is active now".
pub fn was_employed_on(hired_on: Date, legal_end: Option<Date>, date: Date) -> bool {
    hired_on <= date && legal_end.is_none_or(|end| date <= end)
}

/// The dates of a departure, in an order that its kind allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// The day the notice was given or received, or the firm heard of it.
    pub notice_on: Date,
    /// The last day of work.
    pub last_day: Date,
    /// The last day of the contract.
    pub legal_end: Date,
    /// From when on every door is shut; empty until somebody sets it.
    pub access_off_at: Option<Timestamp>,
}

/// Dates as entered, with what is known of the employment.
#[derive(Debug, Clone, Copy)]
pub struct DatesDraft {
    /// See [`Dates::notice_on`].
    pub notice_on: Date,
    /// See [`Dates::last_day`].
    pub last_day: Date,
    /// See [`Dates::legal_end`].
    pub legal_end: Date,
    /// See [`Dates::access_off_at`].
    pub access_off_at: Option<Timestamp>,
    /// The first day of the employment.
    pub hired_on: Date,
}

/// Which field a fault or warning stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateField {
    /// Notice given.
    NoticeOn,
    /// Last working day.
    LastDay,
    /// Legal end.
    LegalEnd,
    /// Access off.
    AccessOffAt,
}

/// Dates that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateFault {
    /// The last working day lies before the notice, which this kind of leaving does not allow.
    LastDayBeforeNotice,
    /// The contract would end before the notice: no notice ends a contract in the past.
    LegalEndBeforeNotice,
    /// The contract would end before the last working day: whoever works is employed.
    LegalEndBeforeLastDay,
    /// The notice lies before the employment.
    NoticeBeforeHire,
    /// The last working day lies before the employment.
    LastDayBeforeHire,
}

/// Dates that can be, but are worth a second look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateWarning {
    /// The notice is shorter than the law asks for; agreed, paid instead, or a breach.
    ShortNotice {
        /// Days from the notice to the legal end.
        given: i64,
        /// Days asked for.
        wanted: i64,
    },
    /// The last working day is no working day.
    LastDayNotWorking,
    /// The year's holidays are not announced yet.
    ProvisionalCalendar {
        /// The year.
        year: i16,
    },
    /// The person stopped working before the notice.
    StoppedBeforeNotice,
    /// The dates are more than a year apart.
    FarApart,
    /// Access goes while the person should still work.
    AccessOffBeforeLastDay,
    /// Access outlives the contract.
    AccessOffAfterLegalEnd,
}

/// What checking the dates gave: the dates if there is no fault, and the warnings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatesCheck {
    /// The dates, unless there are faults.
    pub dates: Option<Dates>,
    /// What cannot be, beside its field.
    pub faults: Vec<(DateField, DateFault)>,
    /// What is worth a second look, beside its field.
    pub warnings: Vec<(DateField, DateWarning)>,
}

impl DatesDraft {
    /// Checks the dates for a kind of leaving.
    pub fn check(&self, ground: &Ground, calendar: &Calendar) -> DatesCheck {
        let faults = self.faults(ground.order);
        let warnings = if faults.is_empty() { self.warnings(ground, calendar) } else { Vec::new() };
        DatesCheck { dates: faults.is_empty().then(|| self.dates()), faults, warnings }
    }

    fn dates(&self) -> Dates {
        let Self { notice_on, last_day, legal_end, access_off_at, .. } = *self;
        Dates { notice_on, last_day, legal_end, access_off_at }
    }

    fn faults(&self, order: Order) -> Vec<(DateField, DateFault)> {
        let last_day_bound = order == Order::NoticeFirst;
        let legal_end_bound = order != Order::Any;
        let rules = [
            (self.notice_on < self.hired_on, DateField::NoticeOn, DateFault::NoticeBeforeHire),
            (self.last_day < self.hired_on, DateField::LastDay, DateFault::LastDayBeforeHire),
            (
                last_day_bound && self.last_day < self.notice_on,
                DateField::LastDay,
                DateFault::LastDayBeforeNotice,
            ),
            (
                legal_end_bound && self.legal_end < self.notice_on,
                DateField::LegalEnd,
                DateFault::LegalEndBeforeNotice,
            ),
            (self.legal_end < self.last_day, DateField::LegalEnd, DateFault::LegalEndBeforeLastDay),
        ];
        rules.into_iter().filter(|rule| rule.0).map(|(_, field, fault)| (field, fault)).collect()
    }

    fn warnings(&self, ground: &Ground, calendar: &Calendar) -> Vec<(DateField, DateWarning)> {
        let mut warnings = Vec::new();
        let (given, wanted) = (days(self.notice_on, self.legal_end), i64::from(ground.notice_days));
        if given < wanted {
            warnings.push((DateField::LegalEnd, DateWarning::ShortNotice { given, wanted }));
        }
        if self.last_day < self.notice_on {
            warnings.push((DateField::LastDay, DateWarning::StoppedBeforeNotice));
        }
        if !calendar.is_working_day(self.last_day) {
            warnings.push((DateField::LastDay, DateWarning::LastDayNotWorking));
        }
        let year = self.legal_end.year();
        if calendar.is_provisional(year) {
            warnings.push((DateField::LegalEnd, DateWarning::ProvisionalCalendar { year }));
        }
        if given.abs() > FAR_APART_DAYS {
            warnings.push((DateField::LegalEnd, DateWarning::FarApart));
        }
        warnings.extend(self.access_warning().map(|warning| (DateField::AccessOffAt, warning)));
        warnings
    }

    fn access_warning(&self) -> Option<DateWarning> {
        let at = self.access_off_at?;
        if at > midnight_after(self.legal_end)? {
            return Some(DateWarning::AccessOffAfterLegalEnd);
        }
        let last_day_begins = midnight_after(self.last_day.yesterday().ok()?)?;
        (at <= last_day_begins).then_some(DateWarning::AccessOffBeforeLastDay)
    }
}

/// Where a date lies in the departure: "day 9 of 30".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayCount {
    /// The notice is still to come, in so many days.
    Before {
        /// Days until the notice.
        days: i64,
    },
    /// The day after the notice is day 1; the notice's own day is day 0.
    Running {
        /// The day.
        day: i64,
        /// The number of the last working day.
        of: i64,
    },
    /// The last working day is over, by so many days.
    Over {
        /// Days since the last working day.
        days: i64,
    },
}

impl Dates {
    /// Where today lies.
    ///
    /// Days run from the day after the notice, as the law counts the thirty days of a resignation.
    pub fn day_count(&self, today: Date) -> DayCount {
        if today > self.last_day {
            DayCount::Over { days: days(self.last_day, today) }
        } else if today < self.notice_on {
            DayCount::Before { days: days(today, self.notice_on) }
        } else {
            DayCount::Running { day: days(self.notice_on, today), of: days(self.notice_on, self.last_day) }
        }
    }

    /// How many working days are left to use, today counted; none before the notice is counted, none after the last.
    pub fn working_days_left(&self, today: Date, calendar: &Calendar) -> i64 {
        calendar.working_days_inclusive(today.max(self.notice_on), self.last_day)
    }

    /// Whether the last working day is over.
    pub fn is_after_last_day(&self, today: Date) -> bool {
        today > self.last_day
    }

    /// Whether the contract has ended; on the day of the legal end it has not.
    pub fn has_ended(&self, today: Date) -> bool {
        today > self.legal_end
    }

    /// Whether every door is shut; from the set instant on, that instant included.
    pub fn is_access_off(&self, now: Timestamp) -> bool {
        self.access_off_at.is_some_and(|at| now >= at)
    }

    /// What "access off" is set to unless somebody decides otherwise: midnight after the last working day, in China.
    pub fn usual_access_off(&self) -> Option<Timestamp> {
        midnight_after(self.last_day)
    }
}

/// The first instant after a day in China.
pub fn midnight_after(date: Date) -> Option<Timestamp> {
    let midnight = date.tomorrow().ok()?.to_zoned(TimeZone::fixed(CHINA)).ok()?;
    Some(midnight.timestamp())
}

fn days(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

#[cfg(test)]
mod tests;
