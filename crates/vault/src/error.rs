//! What can go wrong with attachments.

use std::io;

use crate::FileName;

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, in the words of whoever attaches a file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is larger than allowed.
    #[error("the file is larger than {max_bytes} bytes")]
    TooLarge {
        /// The limit.
        max_bytes: u64,
    },
    /// The file has no content.
    #[error("the file is empty")]
    Empty,
    /// The content is of no type that is allowed, whatever the name says.
    #[error("the content is of no allowed type")]
    TypeNotAllowed,
    /// The disk is full, or the quota is used up.
    #[error("no space is left for the file")]
    NoSpace(#[source] io::Error),
    /// The sender stopped before the file was complete.
    #[error("the upload broke off")]
    BrokenOff(#[source] io::Error),
    /// Not a name that this folder ever gave.
    #[error("not a name of a stored file")]
    BadName,
    /// The file should be there and is not: an alarm, not an everyday answer.
    #[error("the stored file {0} is missing")]
    Missing(FileName),
    /// The folder cannot be used.
    #[error("the attachment folder failed while {doing}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// Why it failed.
        #[source]
        cause: io::Error,
    },
}

impl Error {
    /// Tells a full disk from every other failure.
    pub(crate) fn io(doing: &'static str, cause: io::Error) -> Self {
        match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoSpace(cause),
            _ => Self::Io { doing, cause },
        }
    }

    /// For `map_err`.
    pub(crate) fn while_(doing: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::io(doing, cause)
    }
}
