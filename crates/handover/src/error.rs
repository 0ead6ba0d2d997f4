//! Why something is refused.

use kernel::Date;

use crate::Stage;

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A fact about the input.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A code that names nothing.
    #[error("{code:?} is not a {kind}")]
    UnknownCode {
        /// What it should name.
        kind: &'static str,
        /// The code as given.
        code: String,
    },
    /// A weight outside 1 to 100.
    #[error("a weight is a whole number from 1 to 100, not {0}")]
    Weight(i64),
    /// A stage before this one is not set yet.
    #[error("the stage {missing} comes first")]
    StageOutOfOrder {
        /// The stage that is missing.
        missing: Stage,
    },
    /// The stage is proven already.
    #[error("the stage is proven already")]
    AlreadyProven,
    /// A stage is not reached in the future.
    #[error("a stage is not reached in the future")]
    InFuture,
    /// The stage would have been reached before the one it follows.
    #[error("the stage before was reached on {previous}")]
    BeforePrevious {
        /// When the stage before was reached.
        previous: Date,
    },
    /// A stage is taken back from the last one on.
    #[error("the stage {later} is taken back first")]
    LaterStageSet {
        /// The later stage that is set.
        later: Stage,
    },
    /// A stage that was never set.
    #[error("the stage is not set")]
    StageNotSet,
    /// A text that is no JSON of the expected form; line and column count from 1.
    #[error("line {line}, column {column}: {problem}")]
    Json {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
        /// What is wrong, an unknown field by its name.
        problem: String,
    },
    /// A value that cannot be, with its JSON pointer.
    #[error("{pointer}: {problem}")]
    Value {
        /// Where.
        pointer: String,
        /// What is wrong, and what would be right.
        problem: String,
    },
    /// The planner's own books and the checker disagree: a fault of ours, and no plan is better than a wrong one.
    #[error("the plan was refused by its own check: {says}")]
    Unsound {
        /// What the check says.
        says: String,
    },
}

impl Error {
    /// A text that serde cannot read; its place is told apart from the words.
    pub(crate) fn from_json(error: &serde_json::Error) -> Self {
        let message = error.to_string();
        let problem =
            message.rsplit_once(" at line ").map_or(message.as_str(), |(words, _)| words).to_owned();
        Self::Json { line: error.line(), column: error.column(), problem }
    }
}
