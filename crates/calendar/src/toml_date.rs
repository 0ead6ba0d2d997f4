//! Dates as TOML writes them (2026-02-15), turned into ours at the border.

use kernel::Date;
use serde::{Deserialize, Deserializer, de::Error as _};
use toml::value::Datetime;

/// A date of a data file; a time of day beside it is refused.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TomlDate(pub(crate) Date);

impl<'de> Deserialize<'de> for TomlDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Datetime::deserialize(deserializer)?;
        let (Some(date), None, None) = (written.date, written.time, written.offset) else {
            return Err(D::Error::custom(format!("{written} is no plain date; write it as 2026-02-15")));
        };
        let no_such_day = |_| D::Error::custom(format!("{written} is no day of the calendar"));
        let year = i16::try_from(date.year).map_err(no_such_day)?;
        let month = i8::try_from(date.month).map_err(no_such_day)?;
        let day = i8::try_from(date.day).map_err(no_such_day)?;
        Date::new(year, month, day)
            .map(Self)
            .map_err(|_| D::Error::custom(format!("{written} is no day of the calendar")))
    }
}
