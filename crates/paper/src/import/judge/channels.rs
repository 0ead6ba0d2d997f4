//! Customers and suppliers: one row each.

use kernel::{Date, Money};

use super::draft::{Draft, refuse_duplicates, settle};
use super::owner::{Columns, owner};
use super::{Accepted, Outcome, Progress, Totals, each_record};
use crate::Result;
use crate::import::read::{RowReader, Trouble};
use crate::import::table::Table;
use crate::import::{References, text};

/// One customer or supplier, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelRow {
    /// The row of the spreadsheet.
    pub row: u32,
    /// Its own number.
    pub code: Option<String>,
    /// The firm's name.
    pub name: String,
    /// Which side of the trade it stands on.
    pub side: Side,
    /// What kind of firm, in the table's words.
    pub kind: Option<String>,
    /// How much it matters, in the table's words.
    pub level: Option<String>,
    /// Where.
    pub region: Option<String>,
    /// Who looks after it, by number; none where nobody known does.
    pub owner_no: Option<String>,
    /// The name as the table has it.
    pub owner: Option<String>,
    /// Who stands in, by number.
    pub second_no: Option<String>,
    /// Whom one speaks to there.
    pub contact: Option<String>,
    /// Their telephones, digits only.
    pub phones: Vec<String>,
    /// Their address for mail.
    pub email: Option<String>,
    /// When somebody last spoke to them.
    pub last_contact: Option<Date>,
    /// What is traded with them.
    pub amount: Option<Money>,
    /// A remark.
    pub note: Option<String>,
}

/// Whether they buy from us or we from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// They buy.
    Customer,
    /// They sell.
    Supplier,
}

impl Side {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Supplier => "supplier",
        }
    }

    /// What a word says of it, if it says anything.
    fn of(word: &str) -> Option<Self> {
        const SUPPLIERS: [&str; 6] = ["供应", "供方", "供货", "厂商", "supplier", "vendor"];
        const CUSTOMERS: [&str; 6] = ["客户", "经销", "代理", "customer", "client", "distributor"];
        let word = text::row_word(word);
        let says = |words: &[&str]| words.iter().any(|known| word.contains(known));
        says(&SUPPLIERS).then_some(Self::Supplier).or_else(|| says(&CUSTOMERS).then_some(Self::Customer))
    }
}

const OWNER: Columns = Columns { number: "owner_no", name: "owner" };
const SECOND: Columns = Columns { number: "second_no", name: "second" };

pub(super) fn judge(
    table: &Table<'_>,
    references: &References,
    outcome: &mut Outcome,
    progress: &mut Progress<'_>,
) -> Result<(Accepted, Totals)> {
    let side = table.head_of("name").and_then(Side::of).unwrap_or(Side::Customer);
    let mut drafts = Vec::new();
    each_record(table, &mut outcome.skipped, progress, |row| {
        let mut reader = RowReader::new(table, row);
        let name = reader.text("name");
        let key = name.as_ref().ok().cloned().flatten();
        let read = name.and_then(|name| {
            let name = reader.required("name", name)?;
            read(&mut reader, table, references, (row.number, name, side))
        });
        drafts.push(Draft { row: row.number, key, outcome: read, warnings: reader.warnings });
    })?;
    refuse_duplicates(&mut drafts, "name", text::row_word);
    Ok((Accepted::Channels(settle(drafts, outcome)), Totals::None))
}

fn read(
    reader: &mut RowReader<'_, '_>,
    table: &Table<'_>,
    references: &References,
    (row, name, side): (u32, String, Side),
) -> std::result::Result<ChannelRow, Trouble> {
    let kind = reader.text("kind")?;
    Ok(ChannelRow {
        row,
        name,
        side: kind.as_deref().and_then(Side::of).unwrap_or(side),
        kind,
        code: reader.code("code")?,
        level: reader.text("level")?,
        region: reader.text("region")?,
        contact: reader.text("contact")?,
        phones: reader.phones("phones")?.unwrap_or_default(),
        email: reader.code("email")?,
        last_contact: reader.date("last_contact")?,
        amount: reader.money("amount")?,
        owner_no: owner(reader, table, references, OWNER)?,
        owner: reader.person_name("owner")?,
        second_no: owner(reader, table, references, SECOND)?,
        note: reader.text("note")?,
    })
}
