//! What can be wrong with the input.

/// A fact about input that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A pattern for paths opens a bracket that it never closes.
    #[error("the pattern {pattern:?} opens a bracket and does not close it; write \\[ for a plain bracket")]
    OpenBracket {
        /// The pattern.
        pattern: String,
    },
    /// A pattern for paths is empty.
    #[error("an empty pattern matches nothing")]
    EmptyPattern,
    /// A table of the map has something wrong at a place.
    #[error("{fault}")]
    Table {
        /// The line, from 1.
        line: u64,
        /// The column of the table, from 1.
        column: usize,
        /// What is wrong and how to mend it.
        fault: TableFault,
    },
}

/// What is wrong in a table of the map.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableFault {
    /// There is nothing in it.
    #[error("the table is empty; it needs the columns item, weight, person, level")]
    Empty,
    /// A column that is needed is missing.
    #[error("the column \"{0}\" is missing; needed are item, weight, person, level")]
    MissingColumn(&'static str),
    /// A column that is not known.
    #[error("the column \"{0}\" is not known; known are item, weight, person, level and status")]
    UnknownColumn(String),
    /// A column is there twice.
    #[error("the column \"{0}\" is there twice")]
    ColumnTwice(&'static str),
    /// The bytes are not UTF-8.
    #[error("the text is not UTF-8; save the table as CSV in UTF-8")]
    NotUtf8,
    /// The row cannot be taken apart.
    #[error("the row cannot be read: {0}")]
    Row(String),
    /// There are more or fewer cells than columns.
    #[error("the row has {found} cells, the head has {wanted}")]
    Cells {
        /// How many there are.
        found: u64,
        /// How many the head has.
        wanted: u64,
    },
    /// A name is needed.
    #[error("the item has no name")]
    NoItem,
    /// A level without a person.
    #[error("a level is given but no person")]
    NoPerson,
    /// A person without a level.
    #[error("the level of {0} is missing; it is 0, 1, 2, 3 or 4")]
    NoLevel(String),
    /// The weight is no number, or negative, or too large.
    #[error("the weight {0:?} is not a number from 0 to 1000000 with at most six decimals")]
    Weight(String),
    /// The level is not one of the five.
    #[error("the level {0:?} is not 0, 1, 2, 3 or 4")]
    Level(String),
    /// The status is not known.
    #[error("the status {0:?} is not known; it is active, inactive or left")]
    Status(String),
    /// One item has two weights.
    #[error("the item \"{item}\" weighs {now} here and {before} in an earlier row")]
    TwoWeights {
        /// The item.
        item: String,
        /// The weight of the earlier row.
        before: String,
        /// The weight of this row.
        now: String,
    },
    /// One person is both here and gone.
    #[error("{0} has another status in an earlier row")]
    TwoStatuses(String),
    /// The same person twice at the same item.
    #[error("{person} is listed twice for the item \"{item}\"")]
    Twice {
        /// The item.
        item: String,
        /// The person.
        person: String,
    },
    /// Not one item.
    #[error("the table has a head but no item")]
    NoRows,
}

/// The result of everything that can be refused here.
pub type Result<T> = std::result::Result<T, Error>;
