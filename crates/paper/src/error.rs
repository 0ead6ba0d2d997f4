//! The one error of this crate.

use crate::import::FileError;

/// What can go wrong as a whole; what is wrong with single rows is a finding, not an error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read at all.
    #[error("{0}")]
    File(#[from] FileError),
    /// The caller broke the reading off.
    #[error("cancelled")]
    Cancelled,
    /// A word that is no kind of import.
    #[error("{0} is not a kind of import")]
    UnknownKind(String),
    /// A mapping names a field or a meaning that the kind does not have.
    #[error("the mapping names {what}, which {kind} does not have")]
    UnknownInMapping {
        /// The kind it was meant for.
        kind: &'static str,
        /// The word that is unknown.
        what: String,
    },
    /// A mapping file is not in its format.
    #[error("the mapping is not valid JSON")]
    Mapping(#[source] serde_json::Error),
    /// A list for the batch has no row of heads with a column for the ground.
    #[error("no row of heads with a column 离职类型 (ground) among the first twenty rows")]
    BatchHeader,
    /// The facts of a batch as a whole cannot be.
    #[error("{0}")]
    Batch(String),
    /// A workbook could not be written.
    #[error("the workbook could not be written")]
    Excel(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Rows could not be handed over to the writer.
    #[error("the rows could not be written")]
    Write(#[source] std::io::Error),
}

/// A result of this crate.
pub type Result<T> = std::result::Result<T, Error>;
