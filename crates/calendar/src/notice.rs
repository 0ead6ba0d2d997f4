//! A State Council notice: what it settles for which days, read strictly from TOML.
//!
//! A notice for a year may also settle days of the December before it, as the one for 2019 did with 29 December 2018.

use std::collections::BTreeMap;

use jiff::civil::Weekday;
use kernel::Date;
use serde::Deserialize;

use crate::{DayKind, Error, Festival, Result, toml_date::TomlDate};

/// Where the days off of a year come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The year that it settles.
    pub year: i16,
    /// Its number, such as 国办发明电〔2025〕7号.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The day it was published.
    pub published_on: Date,
    /// Where it can be read, if known.
    pub link: Option<String>,
}

/// A notice with the days it settles.
#[derive(Debug, Clone)]
pub(crate) struct Settled {
    pub(crate) notice: Notice,
    pub(crate) days: BTreeMap<Date, DayKind>,
}

/// Reads one notice; `nth` counts from 1 and only serves the message when the text is unreadable.
pub(crate) fn read(nth: usize, text: &str) -> Result<Settled> {
    let written: Written = toml::from_str(text)
        .map_err(|cause| Error::Unreadable { nth, message: cause.to_string().trim_end().to_owned() })?;
    let notice = written.notice()?;
    let mut days = Days { year: notice.year, kinds: BTreeMap::new() };
    if written.holiday.is_empty() {
        return Err(Error::NoHoliday { year: notice.year });
    }
    for holiday in &written.holiday {
        days.take_off(holiday)?;
    }
    for holiday in &written.holiday {
        days.make_up(holiday)?;
    }
    Ok(Settled { notice, days: days.kinds })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    year: i64,
    number: String,
    title: String,
    published_on: TomlDate,
    link: Option<String>,
    #[serde(default)]
    holiday: Vec<WrittenHoliday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHoliday {
    festival: Festival,
    from: TomlDate,
    to: TomlDate,
    #[serde(default)]
    statutory: Vec<TomlDate>,
    #[serde(default)]
    work: Vec<TomlDate>,
}

impl Written {
    fn notice(&self) -> Result<Notice> {
        let year = i16::try_from(self.year)
            .ok()
            .filter(|year| (1949..=9999).contains(year))
            .ok_or(Error::YearOutOfRange { year: self.year })?;
        for (field, text) in [("number", &self.number), ("title", &self.title)] {
            if text.trim().is_empty() {
                return Err(Error::Blank { year, field });
            }
        }
        let date = self.published_on.0;
        if date.year() > year {
            return Err(Error::PublishedTooLate { year, date });
        }
        Ok(Notice {
            year,
            number: self.number.trim().to_owned(),
            title: self.title.trim().to_owned(),
            published_on: date,
            link: self.link.clone(),
        })
    }
}

/// The days of one notice while it is read.
struct Days {
    year: i16,
    kinds: BTreeMap<Date, DayKind>,
}

impl Days {
    fn take_off(&mut self, holiday: &WrittenHoliday) -> Result<()> {
        let (year, from, to) = (self.year, holiday.from.0, holiday.to.0);
        if to < from {
            return Err(Error::Backwards { year, from, to });
        }
        self.check_year(from)?;
        self.check_year(to)?;
        let statutory: Vec<Date> = holiday.statutory.iter().map(|day| day.0).collect();
        if let Some(&date) = statutory.iter().find(|&&day| day < from || day > to) {
            return Err(Error::StatutoryNotOff { year, date });
        }
        let mut day = from;
        loop {
            let is_statutory = statutory.contains(&day);
            self.settle(day, DayKind::Holiday { festival: holiday.festival, is_statutory })?;
            match day.tomorrow() {
                Ok(next) if next <= to => day = next,
                _ => return Ok(()),
            }
        }
    }

    fn make_up(&mut self, holiday: &WrittenHoliday) -> Result<()> {
        for date in holiday.work.iter().map(|day| day.0) {
            self.check_year(date)?;
            if !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
                return Err(Error::MakeUpOnWeekday { year: self.year, date });
            }
            self.settle(date, DayKind::MakeUpWorkday)?;
        }
        Ok(())
    }

    fn check_year(&self, date: Date) -> Result<()> {
        let is_inside = date.year() == self.year || (date.year() == self.year - 1 && date.month() == 12);
        if is_inside { Ok(()) } else { Err(Error::OutsideYear { year: self.year, date }) }
    }

    fn settle(&mut self, date: Date, kind: DayKind) -> Result<()> {
        match self.kinds.insert(date, kind) {
            None => Ok(()),
            Some(_) => Err(Error::DayTwice { year: self.year, date }),
        }
    }
}

#[cfg(test)]
mod tests;
