//! The few places where the two databases differ. No other module asks which one it talks to.

use std::borrow::Cow;

use sqlx::{AssertSqlSafe, SqlSafeStr, migrate::Migration, migrate::MigrationType};

/// Which database a migration text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// Every migration in order; a shipped one is never edited.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "base", include_str!("../migrations/0001_base.sql")),
    (2, "people", include_str!("../migrations/0002_people.sql")),
    (3, "departure", include_str!("../migrations/0003_departure.sql")),
    (4, "handover", include_str!("../migrations/0004_handover.sql")),
    (5, "import", include_str!("../migrations/0005_import.sql")),
];

impl Dialect {
    /// The type of a column whose order and ranges must be those of bytes on both databases, whatever the server's
    /// locale: keyset paging and prefix search rely on it.
    const fn key_text(self) -> &'static str {
        match self {
            Self::Sqlite => "TEXT",
            Self::Postgres => "TEXT COLLATE \"C\"",
        }
    }

    pub(crate) fn migrations(self) -> Vec<Migration> {
        MIGRATIONS.iter().map(|(version, name, text)| self.migration(*version, name, text)).collect()
    }

    fn migration(self, version: i64, name: &'static str, text: &str) -> Migration {
        let sql = AssertSqlSafe(text.replace("KEYTEXT", self.key_text())).into_sql_str();
        Migration::new(version, Cow::Borrowed(name), MigrationType::Simple, sql, false)
    }
}
