//! What can be wrong with an input: where it is and how to mend it.

/// Why an input was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The text is not the JSON that is expected: broken, of another shape, or with an unknown field.
    #[error("line {line}, column {column}: {problem}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        problem: String,
    },
    /// A value cannot be.
    #[error("{pointer}: {problem}")]
    Value {
        /// JSON pointer.
        pointer: String,
        /// What is wrong and how to mend it.
        problem: String,
    },
    /// A row of a table cannot be.
    #[error("line {line}, column {column}: {problem}")]
    Row {
        /// Line of the file, from 1, the header included.
        line: u64,
        /// The column's name; empty when the row as a whole is meant.
        column: String,
        /// What is wrong and how to mend it.
        problem: String,
    },
    /// The question cannot be answered from this input as a whole.
    #[error("{problem}")]
    Whole {
        /// What is wrong and how to mend it.
        problem: String,
    },
}

/// A result with the crate's error.
pub type Result<T> = std::result::Result<T, Error>;
