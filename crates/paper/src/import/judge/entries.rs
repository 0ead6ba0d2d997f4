//! Suggestions, complaints, grievances and talks: one row each.

use std::collections::BTreeMap;

use kernel::Date;

use super::leave::person;
use super::{Accepted, Outcome, Progress, Totals, each_record};
use crate::Result;
use crate::import::read::{RowReader, Trouble};
use crate::import::table::Table;
use crate::import::{Code, References};

/// One entry, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRow {
    /// The row of the spreadsheet.
    pub row: u32,
    /// Its own number.
    pub ref_no: Option<String>,
    /// The person's number, as the list of people has it.
    pub emp_no: String,
    /// The person's name as the table has it.
    pub name: Option<String>,
    /// The code of its kind; `talk` for a talk.
    pub kind: &'static str,
    /// What the kind is called.
    pub kind_word: &'static str,
    /// The day.
    pub date: Date,
    /// What was said.
    pub text: Option<String>,
    /// What became of it.
    pub result: Option<String>,
}

const TALK: (&str, &str) = ("talk", "面谈");

pub(super) fn judge(
    table: &Table<'_>,
    references: &References,
    outcome: &mut Outcome,
    progress: &mut Progress<'_>,
) -> Result<(Accepted, Totals)> {
    let mut rows = Vec::new();
    let mut totals: BTreeMap<&'static str, u64> = BTreeMap::new();
    let mut skipped = Vec::new();
    each_record(table, &mut skipped, progress, |row| {
        let mut reader = RowReader::new(table, row);
        match read(&mut reader, table, references, row.number) {
            Ok(Some(entry)) => {
                *totals.entry(entry.kind_word).or_default() += 1;
                outcome.warn(row.number, reader.warnings);
                rows.push(entry);
            }
            Ok(None) => outcome.ignored.push((row.number, Code::EventAnonymous)),
            Err(trouble) => outcome.refuse(trouble),
        }
    })?;
    outcome.skipped = skipped;
    Ok((Accepted::Entries(rows), Totals::Entries(totals)))
}

/// The entry; nothing where nobody says who wrote it.
fn read(
    reader: &mut RowReader<'_, '_>,
    table: &Table<'_>,
    references: &References,
    row: u32,
) -> std::result::Result<Option<EntryRow>, Trouble> {
    let number = reader.code("emp_no")?;
    let name = reader.person_name("name")?;
    if number.is_none() && name.as_deref().is_some_and(|name| table.layout.is_nobody(name)) {
        return Ok(None);
    }
    if number.is_none() && name.is_none() {
        return Err(reader.nobody_named());
    }
    let is_talk = table.layout.field("category").is_none();
    let date_field = if is_talk { "talk_date" } else { "date" };
    let date = reader.date(date_field)?;
    let date = reader.required(date_field, date)?;
    let (kind, kind_word) = if is_talk {
        TALK
    } else {
        let category = reader.choice("category")?;
        let (value, _) = reader.required("category", category)?;
        (value.code.as_str(), value.says.as_str())
    };
    let emp_no = person(reader, references, number.as_deref(), name.as_deref())?;
    let (text, result) = (reader.text("text")?, reader.text("result")?);
    Ok(Some(EntryRow {
        row,
        ref_no: reader.code("ref_no")?,
        emp_no,
        name,
        kind,
        kind_word,
        date,
        text,
        result,
    }))
}
