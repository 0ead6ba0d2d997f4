//! What makes a question unanswerable.

/// The result of a routine of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// A fact about the input that rules an answer out. Rows and columns count from 0.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// There are no rows.
    #[error("there are no rows")]
    Empty,
    /// Two inputs that belong together differ in length.
    #[error("the inputs differ in length ({left} and {right})")]
    Length {
        /// The one.
        left: usize,
        /// The other.
        right: usize,
    },
    /// A value is not a finite number.
    #[error("row {row}: not a finite number")]
    NotFinite {
        /// The row.
        row: usize,
    },
    /// A duration is zero or below.
    #[error("row {row}: the duration {duration} is not above zero")]
    NotPositive {
        /// The row.
        row: usize,
        /// What was given.
        duration: f64,
    },
    /// A person enters at or after the exit, or before the origin.
    #[error("row {row}: the entry {entry} is not between 0 and the exit {exit}")]
    EntryNotBeforeExit {
        /// The row.
        row: usize,
        /// The entry.
        entry: f64,
        /// The exit.
        exit: f64,
    },
    /// Nobody left: nothing can be learnt about leaving.
    #[error("no row has an event: everything is censored")]
    NoEvents,
    /// Only one outcome occurs.
    #[error("only one of the two outcomes occurs")]
    OneOutcome,
    /// A column repeats the others, or is constant.
    #[error("column {column} is constant or a combination of the columns before it")]
    Collinear {
        /// The column.
        column: usize,
    },
    /// The likelihood rises without end along a column.
    #[error(
        "column {column} separates those with the event from those without: no finite coefficient exists"
    )]
    Separated {
        /// The column that moves most.
        column: usize,
    },
    /// Newton's method found no maximum.
    #[error("no maximum was found in {iterations} iterations")]
    NotConverged {
        /// How many were tried.
        iterations: usize,
    },
    /// A penalty is negative or not a number.
    #[error("the penalty must be zero or above")]
    Penalty,
    /// Nobody in the reference data is observed as long as the question asks.
    #[error("at time {time} nobody is observed any more: choose an earlier time")]
    BeyondFollowUp {
        /// The time asked about.
        time: f64,
    },
    /// There is not one pair to compare.
    #[error("no two rows can be compared")]
    NoPairs,
}
