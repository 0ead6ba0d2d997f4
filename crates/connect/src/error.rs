//! What can go wrong outside.

use kernel::Date;

/// Why the outside did not answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The program `git` is not there.
    #[error("git is not installed; install git 2.36 or later and make sure that it is on the path")]
    NoGit,
    /// The folder is not there or may not be read.
    #[error("there is no folder that can be read here; check the path and its permissions")]
    NoFolder(#[source] std::io::Error),
    /// The folder is no repository.
    #[error("this is not a git repository, neither bare nor with a work tree ({said})")]
    NotARepository {
        /// What git said.
        said: String,
    },
    /// The history was cut off when the repository was cloned.
    #[error(
        "the clone is shallow: the history before its border is missing, so every number would be wrong; run `git fetch --unshallow` first"
    )]
    Shallow,
    /// There is not one commit.
    #[error("the repository is empty: its HEAD names no commit yet")]
    Empty,
    /// There was no commit yet on the day.
    #[error("the history begins later: no commit on the main line is older than {0}")]
    NothingSoEarly(Date),
    /// Trees are missing, so that not even the names of the files are known.
    #[error(
        "the clone has no trees (it was made with --filter=tree:0), so the names of changed files are unknown; run `git fetch --refetch --filter=blob:none` first"
    )]
    NoTrees,
    /// Something in it cannot be read.
    #[error("the repository cannot be read: {said}; `git fsck` says more")]
    Damaged {
        /// What git said.
        said: String,
    },
    /// Talking to the program failed.
    #[error("reading from git failed")]
    Pipe(#[source] std::io::Error),
}

impl Error {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoGit => "git.missing",
            Self::NoFolder(_) => "repository.no-folder",
            Self::NotARepository { .. } => "repository.none",
            Self::Shallow => "repository.shallow",
            Self::Empty => "repository.empty",
            Self::NothingSoEarly(_) => "repository.begins-later",
            Self::NoTrees => "repository.no-trees",
            Self::Damaged { .. } => "repository.damaged",
            Self::Pipe(_) => "git.pipe",
        }
    }
}

/// The result of everything outside.
pub type Result<T> = std::result::Result<T, Error>;
