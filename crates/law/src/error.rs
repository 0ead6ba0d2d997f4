//! Why a question is not answered.

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What is wrong with the facts, or with a parameter file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A fact without which the question has no answer.
    #[error("{field} is needed here and missing: {why}")]
    Missing {
        /// The field, with a slash between levels.
        field: &'static str,
        /// What it is needed for.
        why: &'static str,
    },
    /// A fact that cannot be.
    #[error("{field}: {why}")]
    Refused {
        /// The field, with a slash between levels.
        field: String,
        /// Why not.
        why: &'static str,
    },
    /// A date that the rules known here do not reach.
    #[error("{field} {date} is out of range: {why}")]
    OutOfRange {
        /// The field, with a slash between levels.
        field: &'static str,
        /// The date as given.
        date: kernel::Date,
        /// What is not covered.
        why: &'static str,
    },
    /// A parameter file that cannot be read or contradicts itself.
    #[error("parameter {file}: {problem}")]
    Parameter {
        /// The file, or its place in the list.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
    /// No value of a parameter is in force on a date.
    #[error("parameter {id} has no value for {date}")]
    NoValue {
        /// The parameter.
        id: String,
        /// The date asked for.
        date: kernel::Date,
    },
}

impl Error {
    /// A fact that cannot be.
    pub(crate) fn refused(field: impl Into<String>, why: &'static str) -> Self {
        Self::Refused { field: field.into(), why }
    }

    /// A stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "missing_field",
            Self::Refused { .. } => "refused_value",
            Self::OutOfRange { .. } => "out_of_range",
            Self::Parameter { .. } => "bad_parameter",
            Self::NoValue { .. } => "no_value_in_force",
        }
    }

    /// The place in the input as a JSON pointer; empty where it is none of the input's.
    pub fn pointer(&self) -> String {
        match self {
            Self::Missing { field, .. } | Self::OutOfRange { field, .. } => format!("/{field}"),
            Self::Refused { field, .. } => format!("/{field}"),
            Self::Parameter { .. } | Self::NoValue { .. } => String::new(),
        }
    }
}

/// The fact, or the refusal that names it.
pub(crate) fn need<T>(fact: Option<T>, field: &'static str, why: &'static str) -> Result<T> {
    fact.ok_or(Error::Missing { field, why })
}
