//! The only failures that the shell must know.

/// Shorthand for this crate's results.
pub type Result<T> = std::result::Result<T, Error>;

/// What was wrong with one field: a message key, shown beside the field in the person's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The form's name of the field.
    pub field: &'static str,
    /// The key of the sentence that says what is wrong and how to mend it.
    pub message: &'static str,
    /// What of the input it is about, for a sentence that names it (`$about`); empty where the field says enough.
    pub about: String,
}

impl FieldError {
    /// A field and what is wrong with it.
    pub const fn new(field: &'static str, message: &'static str) -> Self {
        Self { field, message, about: String::new() }
    }
}

/// Why a use case did not happen. Nothing was written in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or none that this person may know of: the two look the same.
    #[error("not found")]
    NotFound,
    /// The role does not cover this.
    #[error("forbidden")]
    Forbidden,
    /// Nobody is signed in.
    #[error("not signed in")]
    Unauthenticated,
    /// The input is wrong in these places.
    #[error("invalid input")]
    Invalid(Vec<FieldError>),
    /// The thing is in a state that does not allow this; the key of the sentence that says so.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// Too often in a short time.
    #[error("too many attempts")]
    TooMany,
    /// The database or the disk cannot be used at the moment.
    #[error("not available")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Our mistake.
    #[error("internal")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// One field is wrong.
    pub fn field(field: &'static str, message: &'static str) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }

    /// Wraps what should never have happened.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::NotFound => Self::NotFound,
            store::Error::Duplicate => Self::Conflict("error-duplicate"),
            error if error.is_unavailable() => Self::Unavailable(Box::new(error)),
            error => Self::Internal(Box::new(error)),
        }
    }
}

impl store::Retryable for Error {
    fn is_retryable(&self) -> bool {
        match self {
            Self::Unavailable(cause) => {
                cause.downcast_ref::<store::Error>().is_some_and(store::Error::is_retryable)
            }
            _ => false,
        }
    }
}
