//! Suggestions, complaints, grievances, talks and conflicts: one row each.
//!
//! A conflict (B4) is of whom the row concerns. What somebody brings forward, of whatever kind it is called, is never taken
//! for a conflict of that person: such a row is refused, and says where it belongs.

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
    /// The code of its kind; `talk` for a talk, `conflict` for a conflict.
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
const CONFLICT: (&str, &str) = ("conflict", "冲突");

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
    let (date_field, text_field) = match table.layout.code.as_str() {
        "talks" => ("talk_date", "text"),
        "conflicts" => ("conflict_date", "what"),
        _ => ("date", "text"),
    };
    let date = reader.date(date_field)?;
    let date = reader.required(date_field, date)?;
    let (kind, kind_word) = kind(reader, table)?;
    let emp_no = person(reader, references, number.as_deref(), name.as_deref())?;
    let (text, result) = (reader.text(text_field)?, reader.text("result")?);
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

/// What it is. A conflict that the person brought forward is refused: it is the person's complaint or grievance.
fn kind(
    reader: &mut RowReader<'_, '_>,
    table: &Table<'_>,
) -> std::result::Result<(&'static str, &'static str), Trouble> {
    match table.layout.code.as_str() {
        "talks" => return Ok(TALK),
        "conflicts" => {
            let origin = reader.text("origin")?.unwrap_or_default();
            if table.layout.is_own_voice(&origin) {
                return Err(reader.trouble(Code::ConflictOwnVoice, "origin", origin));
            }
            return Ok(CONFLICT);
        }
        _ => {}
    }
    let category = reader.choice("category")?;
    let (value, says) = reader.required("category", category)?;
    let heads = ["emp_no", "name"].into_iter().filter_map(|field| table.head_of(field));
    if value.code == CONFLICT.0 && heads.into_iter().any(|head| table.layout.names_bringer(head)) {
        return Err(reader.trouble(Code::ConflictOwnVoice, "category", says));
    }
    Ok((value.code.as_str(), value.says.as_str()))
}
