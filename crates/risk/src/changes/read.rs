//! Reading counts from a CSV file as it comes, in bounded memory: person, group, week, kind, count, exposure.
//!
//! The table is fed pieces of any size and keeps only what it must: the counts, the names, and the piece of a line that
//! is still open.

use std::collections::HashMap;

use kernel::Date;

use super::table::{Entry, Table, TableBuilder, Unfit};
use crate::{Error, Result};

/// Columns, in the order of the form.
const COLUMNS: [&str; 6] = ["person", "group", "week", "kind", "count", "exposure"];
/// From the first week to the last.
const WEEKS_AT_MOST: usize = 1_040;
/// A week's number stays below this.
const WEEK_BELOW: u32 = 1_000_000;

/// How the file names its weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeekForm {
    /// Numbers from 1.
    Number,
    /// The date of the Monday.
    Monday,
}

/// What was read.
#[derive(Debug)]
pub struct Counts {
    /// The counts.
    pub table: Table,
    /// What each person is called.
    pub people: Vec<String>,
    /// What each kind is called.
    pub kinds: Vec<String>,
    /// How weeks are named.
    pub weeks: WeekForm,
}

impl Counts {
    /// The date of a week's Monday, where the file names Mondays.
    pub fn monday(&self, week: u32) -> Option<Date> {
        (self.weeks == WeekForm::Monday).then(|| monday_of(week)).flatten()
    }
}

/// Takes the file piece by piece.
#[derive(Debug)]
pub struct Reader {
    /// Where each column of the form stands; none before the header was read.
    places: Option<[usize; 6]>,
    width: usize,
    line: u64,
    open: Vec<u8>,
    builder: TableBuilder,
    people: Names,
    groups: Names,
    kinds: Names,
    form: Option<WeekForm>,
    week: (Vec<u8>, u32),
    exposure: (Vec<u8>, f32),
    unquoted: Vec<Vec<u8>>,
}

/// Numbers for names, in the order of their coming. Short names are looked up by their bytes in one number: of a hundred
/// thousand people who come in no order, following a pointer to each would take most of the time.
#[derive(Debug, Default)]
pub(super) struct Names {
    list: Vec<String>,
    short: HashMap<u128, u32>,
    long: HashMap<Box<[u8]>, u32>,
    /// The short names of the first few.
    first: Vec<(u128, u32)>,
    last: Option<(u128, u32)>,
}

/// So many names are looked through, which is quicker than hashing: there are few kinds, and they take turns.
const FEW: usize = 12;

/// A name of at most fifteen bytes, with its length.
fn packed(name: &[u8]) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..name.len().min(16))?.copy_from_slice(name.get(..16).unwrap_or(name));
    (name.len() < 16).then(|| u128::from_le_bytes(bytes) | (name.len() as u128) << 120)
}

impl Names {
    /// What each number stands for.
    pub(super) fn into_list(self) -> Vec<String> {
        self.list
    }

    /// The name's number; nothing where it is no text.
    pub(super) fn number(&mut self, name: &[u8]) -> Option<u32> {
        let Some(short) = packed(name) else {
            if let Some(&at) = self.long.get(name) {
                return Some(at);
            }
            let at = self.add(name)?;
            self.long.insert(name.into(), at);
            return Some(at);
        };
        // Rows of one person mostly stand together.
        if let Some((known, at)) = self.last
            && known == short
        {
            return Some(at);
        }
        let found = if self.list.len() <= FEW {
            self.first.iter().find(|(known, _)| *known == short).map(|(_, at)| *at)
        } else {
            self.short.get(&short).copied()
        };
        let at = if let Some(at) = found {
            at
        } else {
            let at = self.add(name)?;
            self.short.insert(short, at);
            if self.list.len() <= FEW {
                self.first.push((short, at));
            }
            at
        };
        self.last = Some((short, at));
        Some(at)
    }

    fn add(&mut self, name: &[u8]) -> Option<u32> {
        let at = self.list.len() as u32;
        self.list.push(std::str::from_utf8(name).ok()?.to_owned());
        Some(at)
    }
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            places: None,
            width: 0,
            line: 0,
            open: Vec::new(),
            builder: TableBuilder::default(),
            people: Names::default(),
            groups: Names::default(),
            kinds: Names::default(),
            form: None,
            week: (Vec::new(), 0),
            exposure: (Vec::new(), 0.0),
            unquoted: Vec::new(),
        }
    }
}

impl Reader {
    /// Takes the next piece of the file.
    pub fn feed(&mut self, piece: &[u8]) -> Result<()> {
        let Some(last) = piece.iter().rposition(|&byte| byte == b'\n') else {
            self.open.extend_from_slice(piece);
            return Ok(());
        };
        let (whole, rest) = (&piece[..last], &piece[last + 1..]);
        let mut lines = whole.split(|&byte| byte == b'\n');
        if !self.open.is_empty()
            && let Some(first) = lines.next()
        {
            let mut line = std::mem::take(&mut self.open);
            line.extend_from_slice(first);
            self.take(&line)?;
        }
        for line in lines {
            self.take(line)?;
        }
        self.open.extend_from_slice(rest);
        Ok(())
    }

    /// Which how-many-th column of the file a column of the form is, from 0; none before the header was read.
    pub fn place(&self, column: &str) -> Option<usize> {
        let which = COLUMNS.iter().position(|name| *name == column)?;
        self.places.map(|places| places[which])
    }

    /// Takes the last line, where it does not end.
    pub fn end(&mut self) -> Result<()> {
        let line = std::mem::take(&mut self.open);
        if line.is_empty() { Ok(()) } else { self.take(&line) }
    }

    /// The file is over.
    pub fn finish(mut self) -> Result<Counts> {
        self.end()?;
        if self.places.is_none() {
            return Err(Error::Whole {
                problem: format!("is empty; its first line names {}", COLUMNS.join(", ")),
            });
        }
        let table = self.builder.finish();
        if table.weeks() > WEEKS_AT_MOST {
            let problem = format!(
                "spans {} weeks; {WEEKS_AT_MOST} at most can be compared with each other",
                table.weeks()
            );
            return Err(Error::Whole { problem });
        }
        Ok(Counts {
            table,
            people: self.people.list,
            kinds: self.kinds.list,
            weeks: self.form.unwrap_or(WeekForm::Number),
        })
    }

    fn take(&mut self, line: &[u8]) -> Result<()> {
        self.line += 1;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let Some(places) = self.places else {
            return self.header(line);
        };
        if line.is_empty() {
            return Ok(());
        }
        if line.contains(&b'"') {
            let mut fields = std::mem::take(&mut self.unquoted);
            let result = unquote(line, &mut fields)
                .ok_or_else(|| self.wrong("", "has a quotation mark that is not closed on its line"))
                .and_then(|()| {
                    let slices: Vec<&[u8]> = fields.iter().map(Vec::as_slice).collect();
                    self.row(&slices, places)
                });
            self.unquoted = fields;
            return result;
        }
        // Twelve fields are more than the form has; a longer row is refused by its count of fields.
        let mut fields: [&[u8]; 12] = [&[]; 12];
        let (mut count, mut start) = (0, 0);
        for (at, &byte) in line.iter().enumerate() {
            if byte == b',' {
                if count < 11 {
                    fields[count] = &line[start..at];
                }
                count += 1;
                start = at + 1;
            }
        }
        fields[count.min(11)] = &line[start..];
        if count >= 12 {
            return Err(self.wrong_width(count + 1));
        }
        self.row(&fields[..=count], places)
    }

    fn header(&mut self, line: &[u8]) -> Result<()> {
        let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        let mut fields = Vec::new();
        unquote(line, &mut fields)
            .ok_or_else(|| self.wrong("", "has a quotation mark that is not closed on its line"))?;
        let mut places = [usize::MAX; 6];
        for (at, field) in fields.iter().enumerate() {
            let name = String::from_utf8_lossy(field);
            let name = name.trim();
            let Some(which) = COLUMNS.iter().position(|column| *column == name) else {
                return Err(
                    self.wrong(name, &format!("is not a column of the form; it has {}", COLUMNS.join(", ")))
                );
            };
            if places[which] != usize::MAX {
                return Err(self.wrong(name, "is there twice; leave one out"));
            }
            places[which] = at;
        }
        if let Some(which) = places.iter().position(|&place| place == usize::MAX) {
            return Err(self.wrong(COLUMNS[which], "is missing; the header must name it"));
        }
        self.places = Some(places);
        self.width = fields.len();
        Ok(())
    }

    fn row(&mut self, fields: &[&[u8]], places: [usize; 6]) -> Result<()> {
        if fields.len() != self.width {
            return Err(self.wrong_width(fields.len()));
        }
        let [person, group, week, kind, count, exposure] = places.map(|place| fields[place].trim_ascii());
        if person.is_empty() {
            return Err(self.wrong("person", "is empty; every row needs one"));
        }
        if kind.is_empty() {
            return Err(self.wrong("kind", "is empty; every row needs one"));
        }
        let week = self.week(week)?;
        let count =
            whole(count).ok_or_else(|| self.wrong_value("count", count, "a whole number of 0 or more"))?;
        let exposure = self.exposure(exposure)?;
        let not_text = "is not UTF-8; save the file as such";
        let entry = Entry {
            person: self.people.number(person).ok_or_else(|| self.wrong("person", not_text))?,
            group: self.groups.number(group).ok_or_else(|| self.wrong("group", not_text))?,
            kind: self.kinds.number(kind).ok_or_else(|| self.wrong("kind", not_text))?,
            week,
            count,
            exposure,
        };
        self.builder.add(entry).map_err(|unfit| match unfit {
            Unfit::Twice => self.wrong(
                "week",
                "is there twice for this person and kind; add the counts up, also of two employments",
            ),
            Unfit::CountWithoutExposure => self.wrong(
                "exposure",
                "is 0 but something was counted; give the time worked, or leave the week out",
            ),
            Unfit::Exposure => self.wrong("exposure", "is not a number of 0 or more"),
        })
    }

    fn week(&mut self, text: &[u8]) -> Result<u32> {
        if self.week.0 == text && !text.is_empty() {
            return Ok(self.week.1);
        }
        let (form, week) = if let Some(number) = whole(text) {
            if number == 0 || number >= WEEK_BELOW {
                return Err(self.wrong_value("week", text, "a number from 1"));
            }
            (WeekForm::Number, number)
        } else {
            let week = week_of_monday(text)
                .ok_or_else(|| self.wrong_value("week", text, "a number from 1 or the date of a Monday"))?;
            (WeekForm::Monday, week)
        };
        if *self.form.get_or_insert(form) != form {
            return Err(
                self.wrong("week", "is written another way than above; use numbers or dates, not both")
            );
        }
        self.week.0.clear();
        self.week.0.extend_from_slice(text);
        self.week.1 = week;
        Ok(week)
    }

    fn exposure(&mut self, text: &[u8]) -> Result<f32> {
        if self.exposure.0 == text && !text.is_empty() {
            return Ok(self.exposure.1);
        }
        let value = std::str::from_utf8(text).ok().and_then(|text| text.parse::<f64>().ok());
        let value = value
            .filter(|value| (0.0..=1e9).contains(value) && (*value == 0.0 || *value >= 1e-9))
            .ok_or_else(|| self.wrong_value("exposure", text, "a number of 0 or more"))?;
        self.exposure.0.clear();
        self.exposure.0.extend_from_slice(text);
        self.exposure.1 = value as f32;
        Ok(self.exposure.1)
    }

    fn wrong(&self, column: &str, problem: &str) -> Error {
        Error::Row { line: self.line.max(1), column: column.to_owned(), problem: problem.to_owned() }
    }

    fn wrong_value(&self, column: &str, value: &[u8], wanted: &str) -> Error {
        let shown: String = String::from_utf8_lossy(value).chars().take(40).collect();
        self.wrong(column, &format!("{shown:?} is not {wanted}"))
    }

    fn wrong_width(&self, count: usize) -> Error {
        self.wrong("", &format!("has {count} fields where the header has {}", self.width))
    }
}

fn whole(text: &[u8]) -> Option<u32> {
    if text.is_empty() || text.len() > 9 {
        return None;
    }
    let mut value = 0_u32;
    for &byte in text {
        value = value * 10 + u32::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
    }
    Some(value)
}

/// Weeks since the one that holds 1 January 1970, which began on 29 December 1969.
fn week_of_monday(text: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(text).ok().filter(|text| text.len() == 10)?;
    let date: Date = text.parse().ok()?;
    let days = i64::from(days_from_epoch(date)) + 3;
    (days >= 0 && days % 7 == 0).then_some((days / 7) as u32)
}

/// The Monday of a week that is counted from the one that holds 1 January 1970.
pub fn monday_of(week: u32) -> Option<Date> {
    let epoch = Date::new(1970, 1, 1).ok()?;
    let days = i64::from(week) * 7 - 3;
    // Whole spans of days cannot leave the calendar for weeks that were read from it.
    let mut date = epoch;
    let years = days / 366;
    date = Date::new((1970 + years) as i16, 1, 1).ok().unwrap_or(date);
    let mut rest = days - i64::from(days_from_epoch(date));
    while rest > 0 {
        date = date.tomorrow().ok()?;
        rest -= 1;
    }
    while rest < 0 {
        date = date.yesterday().ok()?;
        rest += 1;
    }
    Some(date)
}

/// Days since 1 January 1970 in the proleptic Gregorian calendar.
pub(super) fn days_from_epoch(date: Date) -> i32 {
    let (year, month, day) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The fields of a line with quotation marks; none when one is not closed.
pub(super) fn unquote(line: &[u8], fields: &mut Vec<Vec<u8>>) -> Option<()> {
    fields.clear();
    let mut field = Vec::new();
    let (mut is_quoted, mut bytes) = (false, line.iter().peekable());
    while let Some(&byte) = bytes.next() {
        match byte {
            b'"' if is_quoted && bytes.peek() == Some(&&b'"') => {
                bytes.next();
                field.push(b'"');
            }
            b'"' => is_quoted = !is_quoted,
            b',' if !is_quoted => fields.push(std::mem::take(&mut field)),
            _ => field.push(byte),
        }
    }
    fields.push(field);
    (!is_quoted).then_some(())
}
