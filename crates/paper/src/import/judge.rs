//! Judging the rows of a recognised table: each is accepted, refused with one reason, ignored, or no record at all.
//!
//! The module of a kind turns one row into a value; what concerns several rows (a number given twice, a name borne by
//! two) it decides once all rows are read. Nothing is stored here.

mod assets;
mod attendance;
mod channels;
mod draft;
mod entries;
mod knowledge;
mod leave;
mod owner;
mod projects;
mod roster;
mod wire;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

pub use assets::AssetRow;
pub use attendance::{AttendanceRow, AttendanceTotals, DayEvent, DayFact, MonthTotals};
pub use channels::{ChannelRow, Side};
pub use entries::EntryRow;
pub use knowledge::KnowledgeRow;
pub use leave::{LeaveRow, LeaveTotals};
pub use projects::ProjectRow;
pub use roster::{RosterRow, Status};

use super::read::Trouble;
use super::rows::Seen;
use super::sheet::{Row, Workbook};
use super::table::Table;
use super::{Code, Finding, Kind, Recognised, References, Skip, Skipped, Warning};
use crate::{Error, Result};

/// Told how many of how many rows are done; may break the reading off.
pub type Progress<'p> = dyn FnMut(u64, u64) -> ControlFlow<()> + 'p;

/// The outcome of a file.
#[derive(Debug)]
pub struct Judged {
    /// The rows that can be taken.
    pub accepted: Accepted,
    /// The rows that cannot, each with its one reason, in the order of the file.
    pub refused: Vec<Finding>,
    /// What is worth a look at accepted rows.
    pub warnings: Vec<Warning>,
    /// Rows that are sound and do not count.
    pub ignored: Vec<(u32, Code)>,
    /// Rows that are no records.
    pub skipped: Vec<Skipped>,
    /// How many of each.
    pub counts: Counts,
    /// Sums over the accepted rows.
    pub totals: Totals,
}

/// How many rows became what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Taken.
    pub accepted: usize,
    /// Refused.
    pub refused_rows: usize,
    /// Sound, but not counted.
    pub ignored: usize,
    /// No records.
    pub skipped: usize,
}

impl Judged {
    /// Whether there is nothing sound in the whole of what was read.
    pub const fn takes_nothing(&self) -> bool {
        self.counts.accepted == 0 && self.counts.ignored == 0
    }
}

/// The accepted rows of the kind that was read.
#[derive(Debug)]
pub enum Accepted {
    /// Spells of employment.
    Roster(Vec<RosterRow>),
    /// Leave applications.
    Leave(Vec<LeaveRow>),
    /// Knowledge items with their holders.
    Knowledge(Vec<KnowledgeRow>),
    /// Suggestions, complaints, grievances, talks.
    Entries(Vec<EntryRow>),
    /// Attendance.
    Attendance(Vec<AttendanceRow>),
    /// Customers and suppliers.
    Channels(Vec<ChannelRow>),
    /// What was handed out.
    Assets(Vec<AssetRow>),
    /// Who works on which project.
    Projects(Vec<ProjectRow>),
}

impl Accepted {
    /// How many.
    pub const fn len(&self) -> usize {
        match self {
            Self::Roster(rows) => rows.len(),
            Self::Leave(rows) => rows.len(),
            Self::Knowledge(rows) => rows.len(),
            Self::Entries(rows) => rows.len(),
            Self::Attendance(rows) => rows.len(),
            Self::Channels(rows) => rows.len(),
            Self::Assets(rows) => rows.len(),
            Self::Projects(rows) => rows.len(),
        }
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Sums over the accepted rows.
#[derive(Debug, Clone, PartialEq)]
pub enum Totals {
    /// A roster has none.
    None,
    /// Applications and days per kind of leave.
    Leave(BTreeMap<&'static str, LeaveTotals>),
    /// How many different items.
    Knowledge {
        /// Items, however many hold them.
        items: usize,
    },
    /// Entries of each kind.
    Entries(BTreeMap<&'static str, u64>),
    /// What an attendance table adds up to.
    Attendance(AttendanceTotals),
}

/// Judges all rows. What the table refers to is looked up in `references`.
pub fn judge(
    book: &Workbook,
    found: &Recognised,
    references: &References,
    progress: &mut Progress<'_>,
) -> Result<Judged> {
    found.mapping.check(found.kind)?;
    let table = Table::new(book, found)?;
    let mut outcome = Outcome::default();
    let (accepted, totals) = match found.kind {
        Kind::Roster => roster::judge(&table, references, &mut outcome, progress)?,
        Kind::Events => events(&table, references, &mut outcome, progress)?,
        Kind::Knowledge => knowledge::judge(&table, references, &mut outcome, progress)?,
        Kind::Channels => channels::judge(&table, references, &mut outcome, progress)?,
        Kind::Assets => assets::judge(&table, references, &mut outcome, progress)?,
        Kind::Projects => projects::judge(&table, references, &mut outcome, progress)?,
    };
    if found.kind != Kind::Roster && !references.is_checked() {
        outcome.warnings.push(Warning { row: None, code: Code::RefUnchecked, field: None });
    }
    let remarks = book.remarks.iter().map(|code| Warning { row: None, code: *code, field: None });
    outcome.warnings.splice(0..0, remarks);
    Ok(outcome.into_judged(accepted, totals))
}

/// What happened to people is laid out in several ways.
fn events(
    table: &Table<'_>,
    references: &References,
    outcome: &mut Outcome,
    progress: &mut Progress<'_>,
) -> Result<(Accepted, Totals)> {
    match table.layout.code.as_str() {
        "month" | "daily" => attendance::judge(table, references, outcome, progress),
        "entries" | "talks" | "conflicts" => entries::judge(table, references, outcome, progress),
        _ => leave::judge(table, references, outcome, progress),
    }
}

/// What is collected while judging, apart from the accepted rows.
#[derive(Debug, Default)]
struct Outcome {
    refused: Vec<Finding>,
    warnings: Vec<Warning>,
    ignored: Vec<(u32, Code)>,
    skipped: Vec<Skipped>,
}

impl Outcome {
    fn refuse(&mut self, trouble: Trouble) {
        self.refused.push(trouble);
    }

    fn warn(&mut self, row: u32, warnings: Vec<(Code, &'static str)>) {
        self.warnings.extend(warnings.into_iter().map(|(code, field)| Warning {
            row: Some(row),
            code,
            field: Some(field),
        }));
    }

    fn into_judged(mut self, accepted: Accepted, totals: Totals) -> Judged {
        self.refused.sort_by_key(|finding| finding.row);
        self.warnings.sort_by_key(|warning| warning.row);
        trailing_titles_are_notes(&mut self, &accepted);
        Judged {
            counts: Counts {
                accepted: accepted.len(),
                refused_rows: self.refused.len(),
                ignored: self.ignored.len(),
                skipped: self.skipped.len(),
            },
            accepted,
            refused: self.refused,
            warnings: self.warnings,
            ignored: self.ignored,
            skipped: self.skipped,
            totals,
        }
    }
}

/// A lone text between records is a title; after the last record it is a note.
fn trailing_titles_are_notes(outcome: &mut Outcome, accepted: &Accepted) {
    let last_accepted = match accepted {
        Accepted::Roster(rows) => rows.last().map(|row| row.row),
        Accepted::Leave(rows) => rows.last().map(|row| row.row),
        Accepted::Knowledge(rows) => rows.last().map(|row| row.row),
        Accepted::Entries(rows) => rows.last().map(|row| row.row),
        Accepted::Attendance(rows) => rows.last().map(|row| row.row),
        Accepted::Channels(rows) => rows.last().map(|row| row.row),
        Accepted::Assets(rows) => rows.last().map(|row| row.row),
        Accepted::Projects(rows) => rows.last().map(|row| row.row),
    };
    let last_refused = outcome.refused.last().map(|finding| finding.row);
    let last_ignored = outcome.ignored.last().map(|ignored| ignored.0);
    let last = last_accepted.max(last_refused).max(last_ignored).unwrap_or_default();
    for skipped in
        outcome.skipped.iter_mut().filter(|skipped| skipped.row > last && skipped.kind == Skip::Title)
    {
        skipped.kind = Skip::Note;
    }
}

/// Calls back for each record; notes what is no record, and tells the progress now and then.
fn each_record<'a>(
    table: &Table<'a>,
    skipped: &mut Vec<Skipped>,
    progress: &mut Progress<'_>,
    mut found: impl FnMut(Row<'a>),
) -> Result<()> {
    let total = u64::from(table.row_count());
    let mut seen = Seen::default();
    for (done, line) in (0_u64..).zip(table.lines()) {
        if done % 1024 == 0 && progress(done, total).is_break() {
            return Err(Error::Cancelled);
        }
        let number = line.number;
        match (table.passes_over(&line), line.row) {
            (Some(kind), _) => skipped.push(Skipped { row: number, kind }),
            (None, Some(row)) if seen.is_repetition(table, &row) => {
                skipped.push(Skipped { row: number, kind: Skip::DuplicateExact });
            }
            (None, Some(row)) => found(row),
            (None, None) => {}
        }
    }
    let _ = progress(total, total);
    Ok(())
}
