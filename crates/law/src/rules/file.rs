//! Reading one parameter file, strictly: an unknown key, a blank source or two values for one day are refused.

use std::{borrow::Cow, collections::BTreeMap};

use kernel::Date;
use serde::Deserialize;

use super::{Band, Dated, Parameter, Worth};
use crate::{Citation, Error, Exact, Grade, Result};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParameterFile {
    id: String,
    zh: String,
    en: String,
    unit: String,
    value: Vec<ValueEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValueEntry {
    from: toml::value::Datetime,
    to: Option<toml::value::Datetime>,
    number: Option<String>,
    bands: Option<Vec<BandEntry>>,
    table: Option<BTreeMap<String, String>>,
    citation: String,
    link: Option<String>,
    published_on: Option<toml::value::Datetime>,
    grade: Grade,
    checked_on: toml::value::Datetime,
    #[serde(default)]
    provisional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BandEntry {
    start: String,
    value: String,
    quick: Option<String>,
}

/// Reads a file and checks that it makes sense.
pub(super) fn read(name: &str, text: &str) -> Result<Parameter> {
    let wrong = |problem: String| Error::Parameter { file: name.to_owned(), problem };
    let file: ParameterFile = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
    for (field, text) in [("id", &file.id), ("zh", &file.zh), ("en", &file.en), ("unit", &file.unit)] {
        if text.trim().is_empty() {
            return Err(wrong(format!("{field} is blank")));
        }
    }
    let mut values: Vec<Dated> = Vec::new();
    for entry in file.value {
        let value = entry.settle().map_err(wrong)?;
        if let Some(before) = values.last() {
            if before.from >= value.from {
                return Err(wrong(format!("the values are not in order at {}", value.from)));
            }
            if before.to.is_some_and(|to| to > value.from) {
                return Err(wrong(format!("two values are in force on {}", value.from)));
            }
        }
        values.push(value);
    }
    if values.is_empty() {
        return Err(wrong("there is no value".to_owned()));
    }
    Ok(Parameter { id: file.id, zh: file.zh, en: file.en, unit: file.unit, values })
}

impl ValueEntry {
    fn settle(self) -> Result<Dated, String> {
        let from = civil(self.from, "from")?;
        let to = self.to.map(|to| civil(to, "to")).transpose()?;
        let published_on = self.published_on.map(|day| civil(day, "published_on")).transpose()?;
        let checked_on = civil(self.checked_on, "checked_on")?;
        if to.is_some_and(|to| to <= from) {
            return Err(format!("the value from {from} ends before it begins"));
        }
        if published_on.is_some_and(|day| day > checked_on) {
            return Err(format!("the value from {from} was checked before it was published"));
        }
        if self.citation.trim().is_empty() {
            return Err(format!("the value from {from} has a blank citation"));
        }
        if !self.provisional && (self.link.is_none() || published_on.is_none()) {
            return Err(format!("the value from {from} needs a link and published_on, or is provisional"));
        }
        let worth = worth(self.number, self.bands, self.table)?;
        let citation = Citation { text: Cow::Owned(self.citation), grade: self.grade };
        let is_provisional = self.provisional;
        Ok(Dated { from, to, worth, citation, link: self.link, published_on, checked_on, is_provisional })
    }
}

fn worth(
    single: Option<String>,
    bands: Option<Vec<BandEntry>>,
    table: Option<BTreeMap<String, String>>,
) -> Result<Worth, String> {
    match (single, bands, table) {
        (Some(text), None, None) => Ok(Worth::Number(number(&text)?)),
        (None, Some(entries), None) => Ok(Worth::Bands(scale(entries)?)),
        (None, None, Some(table)) => {
            let named = table.into_iter().map(|(name, text)| Ok((name, number(&text)?)));
            Ok(Worth::Table(named.collect::<Result<_, String>>()?))
        }
        _ => Err("a value has exactly one of number, bands and table".to_owned()),
    }
}

fn scale(entries: Vec<BandEntry>) -> Result<Vec<Band>, String> {
    let mut bands: Vec<Band> = Vec::new();
    for entry in entries {
        let quick = number(entry.quick.as_deref().unwrap_or("0"))?;
        let band = Band { start: number(&entry.start)?, value: number(&entry.value)?, quick };
        if bands.last().is_some_and(|before| before.start >= band.start) {
            return Err(format!("the bands do not rise at {}", entry.start));
        }
        bands.push(band);
    }
    if bands.is_empty() { Err("a scale has no band".to_owned()) } else { Ok(bands) }
}

fn number(text: &str) -> Result<Exact, String> {
    Exact::parse(text).ok_or_else(|| format!("{text:?} is not a plain decimal"))
}

fn civil(datetime: toml::value::Datetime, field: &str) -> Result<Date, String> {
    let text = datetime.to_string();
    if text.len() != 10 {
        return Err(format!("{field} is {text}, not a date"));
    }
    text.parse().map_err(|_| format!("{field} is {text}, not a date"))
}
