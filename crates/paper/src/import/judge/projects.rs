//! Who works on which project: one row per project and person.

use kernel::Date;

use super::draft::{Draft, refuse_duplicates, settle};
use super::leave::person;
use super::{Accepted, Outcome, Progress, Totals, each_record};
use crate::Result;
use crate::import::read::{RowReader, Trouble};
use crate::import::table::Table;
use crate::import::{References, text};

/// That somebody works on a project, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectRow {
    /// The row of the spreadsheet.
    pub row: u32,
    /// The project's number.
    pub project_no: Option<String>,
    /// The project's name.
    pub project: String,
    /// Who works on it, by number.
    pub emp_no: String,
    /// The name as the table has it.
    pub name: Option<String>,
    /// As what, in the table's words.
    pub role: Option<String>,
    /// Since when.
    pub joined: Option<Date>,
    /// Until when; none for whoever is still on it.
    pub left: Option<Date>,
    /// How the project stands, in the table's words.
    pub status: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

pub(super) fn judge(
    table: &Table<'_>,
    references: &References,
    outcome: &mut Outcome,
    progress: &mut Progress<'_>,
) -> Result<(Accepted, Totals)> {
    let mut drafts = Vec::new();
    each_record(table, &mut outcome.skipped, progress, |row| {
        let mut reader = RowReader::new(table, row);
        let read = read(&mut reader, references, row.number);
        drafts.push(Draft {
            row: row.number,
            key: read.as_ref().ok().map(key),
            outcome: read,
            warnings: reader.warnings,
        });
    })?;
    refuse_duplicates(&mut drafts, "project", str::to_owned);
    Ok((Accepted::Projects(settle(drafts, outcome)), Totals::None))
}

/// A person is on a project once, or from several days on.
fn key(row: &ProjectRow) -> String {
    let joined = row.joined.map(|day| day.to_string()).unwrap_or_default();
    format!("{} {} {joined}", text::key(&row.project), row.emp_no)
}

fn read(
    reader: &mut RowReader<'_, '_>,
    references: &References,
    row: u32,
) -> std::result::Result<ProjectRow, Trouble> {
    let project = reader.text("project")?;
    let project = reader.required("project", project)?;
    let number = reader.code("emp_no")?;
    let name = reader.person_name("name")?;
    if number.is_none() && name.is_none() {
        return Err(reader.nobody_named());
    }
    let read = ProjectRow {
        row,
        project_no: reader.code("project_no")?,
        project,
        emp_no: person(reader, references, number.as_deref(), name.as_deref())?,
        name,
        role: reader.text("project_role")?,
        joined: reader.date("joined")?,
        left: reader.date("left")?,
        status: reader.text("project_status")?,
        note: reader.text("note")?,
    };
    reader.in_order(read.joined, read.left, "left")?;
    Ok(read)
}
