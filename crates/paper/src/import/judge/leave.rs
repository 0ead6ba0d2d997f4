//! Leave applications: one row each. Only what was granted counts.

use std::collections::BTreeMap;

use super::{Accepted, Outcome, Progress, Totals, each_record};
use crate::Result;
use crate::import::read::{RowReader, Trouble};
use crate::import::references::Fault;
use crate::import::table::Table;
use crate::import::{Code, Quantity, References, Stamp, text};

/// One granted application, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaveRow {
    /// The row of the spreadsheet.
    pub row: u32,
    /// The number of the application.
    pub ref_no: Option<String>,
    /// The person's number, as the list of people has it.
    pub emp_no: String,
    /// The person's name as the table has it.
    pub name: Option<String>,
    /// The code of the kind of leave.
    pub kind: &'static str,
    /// What the kind is called.
    pub kind_word: &'static str,
    /// When it begins.
    pub start: Stamp,
    /// When it ends.
    pub end: Option<Stamp>,
    /// How many days.
    pub days: Option<Quantity>,
    /// How many hours, where the table counts hours.
    pub hours: Option<Quantity>,
    /// Why, in the applicant's words.
    pub reason: Option<String>,
}

/// Applications and days of one kind of leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeaveTotals {
    /// Applications.
    pub events: u64,
    /// Days together.
    pub days: Quantity,
}

const DAY_UNITS: [&str; 4] = ["天", "日", "days", "day"];
const HOUR_UNITS: [&str; 5] = ["小时", "时", "hours", "hour", "h"];

pub(super) fn judge(
    table: &Table<'_>,
    references: &References,
    outcome: &mut Outcome,
    progress: &mut Progress<'_>,
) -> Result<(Accepted, Totals)> {
    let mut rows = Vec::new();
    let mut totals: BTreeMap<&'static str, LeaveTotals> = BTreeMap::new();
    let mut skipped = Vec::new();
    let approval = Approval::of(table);
    each_record(table, &mut skipped, progress, |row| {
        let mut reader = RowReader::new(table, row);
        if !approval.is_granted(&mut reader) {
            outcome.ignored.push((row.number, Code::LeaveNotGranted));
            return;
        }
        match read(&mut reader, row.number, references) {
            Ok(leave) => {
                let sum = totals.entry(leave.kind_word).or_default();
                sum.events += 1;
                sum.days = sum.days.plus(leave.days.unwrap_or_default());
                outcome.warn(row.number, reader.warnings);
                rows.push(leave);
            }
            Err(trouble) => outcome.refuse(trouble),
        }
    })?;
    outcome.skipped = skipped;
    Ok((Accepted::Leave(rows), Totals::Leave(totals)))
}

/// Where the table says whether an application was granted; a list without such a column holds granted leave only.
struct Approval {
    columns: Vec<&'static str>,
    granted: Vec<String>,
    withdrawn: Vec<String>,
}

impl Approval {
    fn of(table: &Table<'_>) -> Self {
        let both = ["approval_result", "approval_status"];
        let keys = |words: &[String]| words.iter().map(|word| text::key(word)).collect();
        Self {
            columns: both.into_iter().filter(|field| table.column_of(field).is_some()).collect(),
            granted: keys(&table.layout.approval.granted),
            withdrawn: keys(&table.layout.approval.withdrawn),
        }
    }

    /// Granted in one of the columns and withdrawn in none.
    fn is_granted(&self, reader: &mut RowReader<'_, '_>) -> bool {
        let said: Vec<String> = self
            .columns
            .iter()
            .filter_map(|field| reader.code(field).ok().flatten())
            .map(|word| text::key(&word))
            .collect();
        let granted = said.iter().any(|word| self.granted.contains(word));
        let withdrawn = said.iter().any(|word| self.withdrawn.contains(word));
        self.columns.is_empty() || granted && !withdrawn
    }
}

fn read(
    reader: &mut RowReader<'_, '_>,
    row: u32,
    references: &References,
) -> std::result::Result<LeaveRow, Trouble> {
    let number = reader.code("emp_no")?;
    let name = reader.person_name("name")?;
    if number.is_none() && name.is_none() {
        return Err(reader.nobody_named());
    }
    let kind = reader.choice("kind")?;
    let (kind, _) = reader.required("kind", kind)?;
    let start = reader.moment("start", "start_time")?;
    let start = reader.required("start", start)?;
    let end = reader.moment("end", "end_time")?;
    check_order(reader, start, end)?;
    let days = reader.quantity("days", &DAY_UNITS)?;
    let hours = reader.quantity("hours", &HOUR_UNITS)?;
    let emp_no = person(reader, references, number.as_deref(), name.as_deref())?;
    let (ref_no, reason) = (reader.code("ref_no")?, reader.text("reason")?);
    Ok(LeaveRow {
        row,
        ref_no,
        emp_no,
        name,
        kind: &kind.code,
        kind_word: &kind.says,
        start,
        end,
        days,
        hours,
        reason,
    })
}

fn check_order(
    reader: &RowReader<'_, '_>,
    start: Stamp,
    end: Option<Stamp>,
) -> std::result::Result<(), Trouble> {
    let Some(end) = end else { return Ok(()) };
    if (end.date, end.part.last_minute()) < (start.date, start.part.first_minute()) {
        return Err(reader.trouble(Code::DateOrder, "end", reader.says_date("end")));
    }
    Ok(())
}

/// The number of the person who is meant.
pub(super) fn person(
    reader: &mut RowReader<'_, '_>,
    references: &References,
    number: Option<&str>,
    name: Option<&str>,
) -> std::result::Result<String, Trouble> {
    match references.resolve(number, name) {
        Ok(found) => {
            if found.padded {
                reader.warn(Code::EmpNoPadded, "emp_no");
            }
            Ok(found.number.to_owned())
        }
        Err((code, Fault::Number)) => Err(reader.trouble(code, "emp_no", number.unwrap_or_default())),
        Err((code, Fault::Name)) => Err(reader.trouble(code, "name", name.unwrap_or_default())),
    }
}
