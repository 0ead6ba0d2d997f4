//! What can be wrong with the input of this crate.

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A fact about the input.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not 64 hexadecimal digits.
    #[error("not a hash: 64 hexadecimal digits are expected")]
    NotAHash,
    /// A line of entries in hexadecimal that cannot be read; line and column count from 1.
    #[error("line {line}, column {column}: {fault}")]
    HexLine {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong there.
        fault: HexFault,
    },
    /// The entry does not fit the two-byte length of an entry bundle.
    #[error("the entry has {bytes} bytes; at most {} are allowed", crate::MAX_ENTRY_BYTES)]
    EntryTooLarge {
        /// The size of the canonical bytes.
        bytes: usize,
    },
    /// The kind of an entry is a short code of lower-case letters, digits, dots, hyphens; it never carries a text.
    #[error("not a kind of entry: {0:?}")]
    BadKind(String),
    /// An entry can only refer to one before it.
    #[error("entry {seq} refers to entry {prev_ref}, which is not before it")]
    RefersForward {
        /// The entry.
        seq: u64,
        /// What it refers to.
        prev_ref: u64,
    },
    /// The bytes are not an entry in canonical form.
    #[error("not an entry: {0}")]
    NotAnEntry(String),
    /// A number that canonical JSON of this log does not allow; the path is a JSON pointer.
    #[error("{pointer}: only whole numbers up to 2^53 - 1 are allowed")]
    NotAnInteger {
        /// Where, as a JSON pointer.
        pointer: String,
    },
    /// A stored frontier that cannot be read or contradicts itself.
    #[error("not a frontier: {0}")]
    NotAFrontier(&'static str),
}

/// What is wrong at one place of a line of hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HexFault {
    /// A byte that is no hexadecimal digit.
    #[error("{:?} is not a hexadecimal digit", char::from(*.0))]
    NotADigit(u8),
    /// The line ends in the middle of a byte.
    #[error("the last byte has only one hexadecimal digit")]
    HalfAByte,
}
