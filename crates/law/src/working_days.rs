//! The next working day, by the calendar of a question or by the product's own.

use std::collections::BTreeSet;

use calendar::Calendar;
use jiff::civil::Weekday;
use kernel::Date;

use crate::{Citation, Warning, explain::Value, span, trace::Trace, wire::Day};

/// Which days are worked.
pub(crate) enum WorkingDays<'c> {
    /// As the question says: weekdays off, and weekend days worked.
    Given { off: BTreeSet<Date>, worked: BTreeSet<Date> },
    /// The product's own calendar.
    Builtin(&'c Calendar),
}

impl<'c> WorkingDays<'c> {
    /// The question's own calendar where it brings one.
    pub(crate) fn new(off: Option<&[Day]>, worked: Option<&[Day]>, builtin: &'c Calendar) -> Self {
        if off.is_none() && worked.is_none() {
            return Self::Builtin(builtin);
        }
        let set = |days: Option<&[Day]>| days.unwrap_or_default().iter().map(|day| day.0).collect();
        Self::Given { off: set(off), worked: set(worked) }
    }

    /// The name under which an answer says which calendar it used.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Given { .. } => "given",
            Self::Builtin(_) => "builtin",
        }
    }

    fn is_worked(&self, date: Date) -> bool {
        match self {
            Self::Builtin(calendar) => calendar.is_working_day(date),
            Self::Given { worked, .. } if worked.contains(&date) => true,
            Self::Given { off, .. } if off.contains(&date) => false,
            Self::Given { .. } => !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday),
        }
    }

    /// The date itself when it is worked, otherwise the next working day; the search ends after a year.
    pub(crate) fn next(&self, date: Date) -> Date {
        (0..366).map(|days| span::add_days(date, days)).find(|day| self.is_worked(*day)).unwrap_or(date)
    }

    /// The next working day, with what has to be said about it.
    pub(crate) fn moved(&self, date: Date, trace: &mut Trace<'_>) -> Date {
        let moved = self.next(date);
        if let Self::Builtin(calendar) = self {
            trace.warn(Warning::CalendarBuiltin);
            let is_open = calendar.is_provisional(date.year()) || calendar.is_provisional(moved.year());
            trace.warn_if(is_open, Warning::CalendarProvisional);
        }
        if moved != date {
            trace.warn(Warning::MovedToWorkingDay);
            trace.step("moved_to_working_day", || {
                let inputs = vec![("last_day", Value::Date(date)), ("calendar", Value::Key(self.name()))];
                (inputs, Value::Date(moved), vec![Citation::read("民事诉讼法第85条第3款")])
            });
        }
        moved
    }
}
