//! What can go wrong with the database, in words that need no knowledge of it.

/// Shorthand for this crate's results.
pub type Result<T> = std::result::Result<T, Error>;

/// A failure of the database.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address names neither an SQLite file nor a PostgreSQL server.
    #[error("not a database address: sqlite:PATH or postgres://… is expected")]
    BadUrl,
    /// The linked SQLite has the WAL-reset race (fixed in 3.51.3).
    #[error("SQLite {found} is too old: 3.51.3 or later is needed")]
    OldSqlite {
        /// The version that was found.
        found: String,
    },
    /// The file of the database is there and must not be written: read-only, SQLite would serve it until the first write.
    #[error(
        "the database file {path} cannot be written ({source}); give the account that runs Leavewell the right to write \
         it and its folder"
    )]
    ReadOnly {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The role is a superuser or has BYPASSRLS: PostgreSQL would not keep companies apart for it.
    #[error(
        "the PostgreSQL role {role} is a superuser or has BYPASSRLS, so row security would not bind it; \
         connect as an ordinary role that owns the database"
    )]
    RoleAboveRowSecurity {
        /// The role.
        role: String,
    },
    /// The database was brought up to date by a later version of the product.
    #[error(
        "the database was made by a newer version of Leavewell (its schema is at {version}, which this version does \
         not know); nothing was changed: start the newer version, or restore a backup that this one made"
    )]
    NewerSchema {
        /// The migration that this version does not know.
        version: i64,
    },
    /// What was asked for does not exist in this tenant.
    #[error("not found")]
    NotFound,
    /// A rule of the schema refused the write: something with this key exists already.
    #[error("already exists")]
    Duplicate,
    /// Another transaction was in the way; doing the whole thing again may succeed.
    #[error("serialization failure")]
    Busy(#[source] sqlx::Error),
    /// The database cannot be reached or cannot write: gone, locked, full.
    #[error("the database is not available")]
    Unavailable(#[source] sqlx::Error),
    /// A stored value that the product cannot have written.
    #[error("a stored value is damaged: {what}")]
    Damaged {
        /// Which value.
        what: String,
    },
    /// The migrations could not be applied.
    #[error("the schema could not be brought up to date")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// The evidence log refused the entry.
    #[error("the evidence entry could not be written")]
    Evidence(#[source] evidence::Error),
    /// A file beside the database could not be read or written.
    #[error("a file could not be read or written")]
    File {
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Anything else that the database said.
    #[error("the database refused a statement")]
    Sql(#[source] sqlx::Error),
}

impl Error {
    /// Whether the whole transaction may be tried again: SQLSTATE 40001 and 40P01, or SQLite's BUSY.
    pub const fn is_retryable(&self) -> bool {
        matches!(self, Self::Busy(_))
    }

    /// Whether the database itself is the trouble, and not the request.
    pub const fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Busy(_))
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_) => Self::Unavailable(error),
            sqlx::Error::ColumnDecode { index, .. } => Self::Damaged { what: index.clone() },
            sqlx::Error::Database(cause) => {
                if cause.is_unique_violation() {
                    return Self::Duplicate;
                }
                classify(cause.code().as_deref()).map_or(Kind::Other, |kind| kind).wrap(error)
            }
            _ => Self::Sql(error),
        }
    }
}

enum Kind {
    Busy,
    Unavailable,
    Other,
}

impl Kind {
    fn wrap(self, error: sqlx::Error) -> Error {
        match self {
            Self::Busy => Error::Busy(error),
            Self::Unavailable => Error::Unavailable(error),
            Self::Other => Error::Sql(error),
        }
    }
}

/// PostgreSQL's codes are five characters; SQLite's are numbers, extended ones carry the primary code in the low byte.
fn classify(code: Option<&str>) -> Option<Kind> {
    let code = code?;
    if code == "40001" || code == "40P01" {
        return Some(Kind::Busy);
    }
    // 53: insufficient resources, 57: operator intervention, 58: system error, 08: connection, 25006: read only.
    if code.len() == 5
        && (["53", "57", "58", "08"].iter().any(|class| code.starts_with(class)) || code == "25006")
    {
        return Some(Kind::Unavailable);
    }
    match code.parse::<u32>().ok()? & 0xff {
        5 | 6 => Some(Kind::Busy),
        // READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB
        8 | 10 | 11 | 13 | 14 | 26 => Some(Kind::Unavailable),
        _ => None,
    }
}
