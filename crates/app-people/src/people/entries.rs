//! What imports and the demonstration company put in: plain fields, whatever file they were read from.

use kernel::Date;
use serde::Serialize;

/// One spell of employment, as a roster has it. What is `None` is not said, and leaves what is stored as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RosterEntry {
    /// The employee number: whoever has it is the person.
    pub emp_no: String,
    /// The name.
    pub name: String,
    /// The employer's registered name; for a new person without one, the company itself.
    pub employer: Option<String>,
    /// The employer's city, used where the employer is new.
    pub city: Option<String>,
    /// The department's levels from the top; empty when not said.
    pub department: Vec<String>,
    /// The post's title.
    pub post: Option<String>,
    /// The manager's number or name.
    pub manager: Option<String>,
    /// The manager's number, which goes before the name.
    pub manager_no: Option<String>,
    /// When the spell began.
    pub hired_on: Date,
    /// When it ended, or will.
    pub left_on: Option<Date>,
    /// How it stands.
    pub status: Option<SpellStatus>,
    /// The contract's first day.
    pub contract_from: Option<Date>,
    /// The contract's end.
    pub contract_end: Option<ContractEnd>,
    /// The identity number.
    pub id_number: Option<String>,
    /// Phone, digits only.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

impl RosterEntry {
    /// An entry that says only what it must.
    pub fn new(emp_no: impl Into<String>, name: impl Into<String>, hired_on: Date) -> Self {
        Self {
            emp_no: emp_no.into(),
            name: name.into(),
            employer: None,
            city: None,
            department: Vec::new(),
            post: None,
            manager: None,
            manager_no: None,
            hired_on,
            left_on: None,
            status: None,
            contract_from: None,
            contract_end: None,
            id_number: None,
            phone: None,
            email: None,
        }
    }
}

/// How a spell of employment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum SpellStatus {
    /// 在职.
    Active,
    /// 试用期.
    Probation,
    /// 离职.
    Left,
}

impl SpellStatus {
    /// The stable code, as stored and as used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Probation => "probation",
            Self::Left => "left",
        }
    }
}

/// When a contract ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum ContractEnd {
    /// With this day.
    On(Date),
    /// Without a fixed term (无固定期限).
    Open,
}

/// One absence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeaveEntry {
    /// Whose, by employee number.
    pub emp_no: String,
    /// The kind's code (`annual`, `sick` …).
    pub kind: String,
    /// The first day.
    pub starts: Date,
    /// The last day.
    pub ends: Date,
    /// How long, in half days of work.
    pub half_days: i64,
    /// What makes it one event, however often it is imported.
    pub reference: String,
    /// Where it came from.
    pub source: String,
}

/// One line of the knowledge register: an item, and perhaps somebody who holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnowledgeEntry {
    /// The item's name; with the area it is what makes it one item.
    pub item: String,
    /// Where it belongs; may be empty.
    pub area: String,
    /// The code of its kind.
    pub kind: Option<String>,
    /// How much it matters, 1 to 100.
    pub weight: Option<i64>,
    /// Hours that handing it over takes.
    pub hours: Option<i64>,
    /// Who holds it, by employee number.
    pub emp_no: Option<String>,
    /// How well, 0 to 4.
    pub level: Option<i64>,
    /// Where this is known from.
    pub source: String,
    /// When it was seen.
    pub seen_on: Date,
}

/// A customer or supplier as a file has it; its name makes it one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChannelEntry {
    /// The name.
    pub name: String,
    /// `customer` or `supplier`.
    pub kind: String,
    /// Whom one speaks to there; may be empty.
    pub contact: String,
    /// Who looks after it, by employee number.
    pub owner_no: Option<String>,
    /// Who stands in, by employee number.
    pub second_no: Option<String>,
    /// When somebody last spoke to them.
    pub last_contact_on: Option<Date>,
    /// What else the file says, as JSON.
    pub details: String,
}

/// Something that was issued, as a file has it; its number makes it one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssetEntry {
    /// The number.
    pub asset_no: String,
    /// The name.
    pub name: String,
    /// The kind, in the company's own words; may be empty.
    pub kind: String,
    /// Who has it, by employee number.
    pub holder_no: Option<String>,
    /// Since when.
    pub issued_on: Option<Date>,
    /// When it came back.
    pub returned_on: Option<Date>,
    /// What else the file says, as JSON.
    pub details: String,
}

/// That somebody works on a project, as a file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProjectEntry {
    /// What makes it one when a file comes again: project, person, and which time.
    pub reference: String,
    /// The project.
    pub project: String,
    /// Who, by employee number.
    pub emp_no: String,
    /// As what, in the company's own words; may be empty.
    pub project_role: String,
    /// Since when.
    pub joined_on: Option<Date>,
    /// Until when.
    pub left_on: Option<Date>,
    /// What else the file says, as JSON.
    pub details: String,
}

/// Something that happened to a person, other than an absence that was applied for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventEntry {
    /// Whose, by employee number.
    pub emp_no: String,
    /// The code of its kind.
    pub kind: String,
    /// The day.
    pub on_day: Date,
    /// How much of it: minutes, times, or thousandths of an hour.
    pub amount: i64,
    /// What else the file says, as JSON.
    pub details: String,
    /// What makes it one event, however often it is imported.
    pub reference: String,
    /// Where it came from.
    pub source: String,
}

/// What became of the entries that were put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Applied {
    /// New ones.
    pub added: usize,
    /// Those that were there with other content.
    pub changed: usize,
    /// Those that were there as they are.
    pub same: usize,
}

/// What applying entries would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// How many are new.
    pub added: usize,
    /// How many are there as they are.
    pub same: usize,
    /// Those that are there with other content.
    pub changed: Vec<RowChange>,
}

/// What would change of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The position of the entry, from 0.
    pub entry: usize,
    /// The number or reference.
    pub key: String,
    /// The name.
    pub name: String,
    /// What of it.
    pub fields: Vec<FieldChange>,
}

/// What would change of one field. Identity numbers are shown by their last four characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field's code; the sentence that names it is `people-field-<code>`.
    pub field: &'static str,
    /// What is stored; empty for nothing.
    pub before: String,
    /// What would be.
    pub after: String,
}
