//! Reading a spreadsheet as a roster, events, a knowledge register, customers and suppliers, assets, or projects.
//!
//! The order is always the same: [`open`] counts, checks and unpacks the file; [`recognise`] finds the sheet, the header
//! and the fields; [`judge`] reads row by row and accepts, refuses, ignores or skips each; [`preview_json`] shows the
//! outcome. The rules are told in `data/README.md` of this crate. A further kind is a data file beside `data/roster.toml` and a
//! module beside `judge/roster.rs`; a further container is a module beside `xlsx.rs`.

pub(crate) mod dates;
mod day_cell;
pub(crate) mod delimited;
mod dry_run;
mod file_error;
mod finding;
pub(crate) mod guard;
pub(crate) mod header;
mod judge;
mod kind;
mod limits;
mod mapping;
mod numbers;
mod open;
mod original;
mod own_words;
mod period;
mod preview;
mod read;
mod references;
mod rows;
mod schema;
pub(crate) mod sheet;
mod table;
#[cfg(test)]
mod tests;
pub(crate) mod text;
mod xls;
mod xlsx;

pub use dates::{DayPart, OpenEnd, Stamp};
pub use dry_run::{DryRun, dry_run};
pub use file_error::FileError;
pub use finding::{Code, Finding, Skip, Skipped, Warning};
pub use header::{ColumnGuess, IgnoredSheet, Reason, Recognised, recognise, recognise_with};
pub use judge::{
    Accepted, AssetRow, AttendanceRow, AttendanceTotals, ChannelRow, Counts, DayEvent, DayFact, EntryRow,
    Judged, KnowledgeRow, LeaveRow, LeaveTotals, MonthTotals, Progress, ProjectRow, RosterRow, Side, Status,
    Totals, judge,
};
pub use kind::Kind;
pub use limits::Limits;
pub use mapping::Mapping;
pub use numbers::Quantity;
pub(crate) use open::is_text;
pub use open::{open, open_beginning};
pub use original::original_rows;
pub use own_words::{OwnWords, WordFault, WordTrouble};
pub use preview::{preview_json, preview_of_error};
pub use references::{KnownPerson, References};
pub use schema::{EnumValue, Field, FieldType, Layout, Schema, schema};
pub use sheet::{Container, Workbook};
pub(crate) use text::is_formula_like as text_is_formula_like;
