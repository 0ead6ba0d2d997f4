//! What is said about single rows: refusals, warnings, rows passed over.

use serde::Serialize;

/// Why a row is refused, ignored or worth a look. The words are stable: pages, exports and stored imports use them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A required value is empty.
    RequiredMissing,
    /// A value that is no date, or a date that does not exist.
    DateInvalid,
    /// Leaving before joining, ending before starting.
    DateOrder,
    /// A value that is no number of the wanted form.
    NumberInvalid,
    /// A number outside its range.
    NumberRange,
    /// A word that no list knows.
    EnumUnknown,
    /// One number, several contents.
    IdDuplicate,
    /// Rows of one knowledge item that say different things about it.
    ItemDisagrees,
    /// Nobody has this number or name.
    RefUnknownPerson,
    /// The number is somebody else's.
    RefNameMismatch,
    /// Only a name is given and several bear it.
    RefAmbiguousName,
    /// A formula whose value was never stored.
    FormulaNoValue,
    /// A cell that holds an error value.
    FormulaError,
    /// An application that was not, or not yet, granted.
    LeaveNotGranted,
    /// An employee number that had lost its leading zeros.
    EmpNoPadded,
    /// Two spells of the same person.
    PersonRehired,
    /// Another person has the same name.
    PersonSameName,
    /// The manager is not in the list.
    RefManagerMissing,
    /// Several in the list bear the manager's name.
    RefManagerAmbiguous,
    /// Whoever looks after it is not in the list of people.
    RefOwnerMissing,
    /// Whoever looks after it, or has it, has left.
    RefOwnerLeft,
    /// Nobody says who wrote it, which is their right.
    EventAnonymous,
    /// A conflict that the person brought forward: a grievance or complaint, which is no conflict of that person.
    ConflictOwnVoice,
    /// The people were not known, so references were not checked.
    RefUnchecked,
    /// A long number was stored as a number and has lost digits.
    NumberLossy,
    /// An identity number with a wrong check digit.
    IdCardChecksum,
    /// The stored value of a formula was taken.
    FormulaCached,
    /// Text that a spreadsheet program would run as a formula.
    TextFormulaLike,
    /// The name of the file says another container than its content.
    FileExtensionMismatch,
    /// None of the first rows can be taken, so that the others were not read.
    FileRestUnread,
}

impl Code {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RequiredMissing => "required.missing",
            Self::DateInvalid => "date.invalid",
            Self::DateOrder => "date.order",
            Self::NumberInvalid => "number.invalid",
            Self::NumberRange => "number.range",
            Self::EnumUnknown => "enum.unknown",
            Self::IdDuplicate => "id.duplicate",
            Self::ItemDisagrees => "item.disagrees",
            Self::RefUnknownPerson => "ref.unknown_person",
            Self::RefNameMismatch => "ref.name_mismatch",
            Self::RefAmbiguousName => "ref.ambiguous_name",
            Self::FormulaNoValue => "formula.no_value",
            Self::FormulaError => "formula.error",
            Self::LeaveNotGranted => "leave.not_granted",
            Self::EmpNoPadded => "empno.padded",
            Self::PersonRehired => "person.rehired",
            Self::PersonSameName => "person.same_name",
            Self::RefManagerMissing => "ref.manager_missing",
            Self::RefManagerAmbiguous => "ref.manager_ambiguous",
            Self::RefOwnerMissing => "ref.owner_missing",
            Self::RefOwnerLeft => "ref.owner_left",
            Self::EventAnonymous => "event.anonymous",
            Self::ConflictOwnVoice => "conflict.own_voice",
            Self::RefUnchecked => "ref.unchecked",
            Self::NumberLossy => "number.lossy",
            Self::IdCardChecksum => "idcard.checksum",
            Self::FormulaCached => "formula.cached",
            Self::TextFormulaLike => "text.formula_like",
            Self::FileExtensionMismatch => "file.extension_mismatch",
            Self::FileRestUnread => "file.rest_unread",
        }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A row that is refused, with its one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The number the spreadsheet shows beside the row.
    pub row: u32,
    /// Why.
    pub code: Code,
    /// The field concerned.
    pub field: &'static str,
    /// What the cell says; empty where it says nothing.
    pub says: String,
}

/// Something worth a look at a row that is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// The row; `None` where it concerns the file.
    pub row: Option<u32>,
    /// What.
    pub code: Code,
    /// The field concerned.
    pub field: Option<&'static str>,
}

/// What a row is that is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Skip {
    /// Nothing in it.
    Blank,
    /// A heading between the rows.
    Title,
    /// The header once more.
    RepeatedHeader,
    /// A sum of the rows above.
    Subtotal,
    /// A remark below the table.
    Note,
    /// An earlier row once more.
    DuplicateExact,
}

/// A row passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The row.
    pub row: u32,
    /// What it is.
    pub kind: Skip,
}
