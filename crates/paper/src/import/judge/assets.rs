//! What was handed out: one row per thing.

use kernel::{Date, Money};

use super::draft::{Draft, refuse_duplicates, settle};
use super::owner::{Columns, owner};
use super::{Accepted, Outcome, Progress, Totals, each_record};
use crate::Result;
use crate::import::read::{RowReader, Trouble};
use crate::import::table::Table;
use crate::import::{References, text};

/// One thing, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetRow {
    /// The row of the spreadsheet.
    pub row: u32,
    /// Its number.
    pub asset_no: String,
    /// What it is.
    pub name: String,
    /// Its kind, in the table's words.
    pub kind: Option<String>,
    /// Make and model.
    pub model: Option<String>,
    /// Its maker's number.
    pub serial: Option<String>,
    /// Where it belongs, from the top unit down.
    pub department: Vec<String>,
    /// Who has it, by number; none for what is common or where nobody known has it.
    pub holder_no: Option<String>,
    /// The name as the table has it.
    pub holder: Option<String>,
    /// Since when.
    pub issued: Option<Date>,
    /// Until when.
    pub returned: Option<Date>,
    /// What it cost.
    pub value: Option<Money>,
    /// How it is, in the table's words.
    pub status: Option<String>,
    /// Where it stands.
    pub location: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

const HOLDER: Columns = Columns { number: "holder_no", name: "holder" };

pub(super) fn judge(
    table: &Table<'_>,
    references: &References,
    outcome: &mut Outcome,
    progress: &mut Progress<'_>,
) -> Result<(Accepted, Totals)> {
    let mut drafts = Vec::new();
    each_record(table, &mut outcome.skipped, progress, |row| {
        let mut reader = RowReader::new(table, row);
        let number = reader.code("asset_no");
        let key = number.as_ref().ok().cloned().flatten();
        let read = number.and_then(|number| {
            let number = reader.required("asset_no", number)?;
            read(&mut reader, table, references, (row.number, number))
        });
        drafts.push(Draft { row: row.number, key, outcome: read, warnings: reader.warnings });
    })?;
    refuse_duplicates(&mut drafts, "asset_no", text::row_word);
    Ok((Accepted::Assets(settle(drafts, outcome)), Totals::None))
}

fn read(
    reader: &mut RowReader<'_, '_>,
    table: &Table<'_>,
    references: &References,
    (row, asset_no): (u32, String),
) -> std::result::Result<AssetRow, Trouble> {
    let name = reader.text("name")?;
    let read = AssetRow {
        row,
        asset_no,
        name: reader.required("name", name)?,
        kind: reader.text("kind")?,
        model: reader.text("model")?,
        serial: reader.serial("serial")?,
        department: reader.path("department")?,
        issued: reader.date("issued")?,
        returned: reader.date("returned")?,
        value: reader.money("value")?,
        holder_no: owner(reader, table, references, HOLDER)?,
        holder: reader.person_name("holder")?,
        status: reader.text("status")?,
        location: reader.text("location")?,
        note: reader.text("note")?,
    };
    reader.in_order(read.issued, read.returned, "returned")?;
    Ok(read)
}
