//! The few places where the two databases differ. No other module asks which one it talks to.

use std::{borrow::Cow, fmt::Write as _};

use kernel::TenantId;
use sqlx::{AssertSqlSafe, SqlSafeStr, migrate::Migration, migrate::MigrationType};
use uuid::Uuid;

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
    (6, "import_undo", include_str!("../migrations/0006_import_undo.sql")),
    (10, "settlement", include_str!("../migrations/0010_settlement.sql")),
    (11, "notice", include_str!("../migrations/0011_notice.sql")),
    (12, "knowledge", include_str!("../migrations/0012_knowledge.sql")),
    (13, "handover plan", include_str!("../migrations/0013_handover_plan.sql")),
    (14, "risk", include_str!("../migrations/0014_risk.sql")),
    (15, "talks", include_str!("../migrations/0015_talks.sql")),
    (16, "law", include_str!("../migrations/0016_law.sql")),
    (17, "plan promise", include_str!("../migrations/0017_plan_promise.sql")),
    (18, "own information", include_str!("../migrations/0018_own_information.sql")),
    (19, "placement", include_str!("../migrations/0019_placement.sql")),
    (20, "project", include_str!("../migrations/0020_project.sql")),
];

/// The tenant that row security lets through, as each transaction sets it; nothing passes where none is set.
const CURRENT: &str = "NULLIF(current_setting('app.tenant', true), '')";
/// Which companies there are has to be asked before one of them is chosen: by a connection that is bound to none.
const NO_TENANT: Uuid = Uuid::nil();

/// Row security for one table, binding its owner too.
fn fence(table: &str) -> String {
    let (seen, written) = if table == "tenant" {
        (format!("id = {CURRENT} OR {CURRENT} = '{NO_TENANT}'"), format!("id = {CURRENT}"))
    } else {
        (format!("tenant_id = {CURRENT}"), format!("tenant_id = {CURRENT}"))
    };
    format!(
        "\nALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\nALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n\
         CREATE POLICY tenant_fence ON {table} USING ({seen}) WITH CHECK ({written});\n"
    )
}

/// How a transaction of PostgreSQL begins: `begin`, and the tenant for row security in the same message to the server.
/// An id prints as hexadecimal digits and dashes, so it can stand in the text.
pub(crate) fn begin_for(tenant: TenantId, begin: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("{begin}; SET LOCAL app.tenant = '{tenant}'"))
}

/// Turns a transaction of PostgreSQL to another tenant: a whole database is carried company by company.
pub(crate) const TURN: &str = "SELECT set_config('app.tenant', $1, true)";

/// Whether row security does not bind the role that is connected.
pub(crate) const IS_ABOVE: &str =
    "SELECT rolname::text FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)";

impl Dialect {
    /// What the database is called.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    /// The type of a column whose order and ranges must be those of bytes on both databases, whatever the server's
    /// locale: keyset paging and prefix search rely on it.
    const fn key_text(self) -> &'static str {
        match self {
            Self::Sqlite => "TEXT",
            Self::Postgres => "TEXT COLLATE \"C\"",
        }
    }

    /// The function that makes a JSON object of names and values.
    pub(crate) const fn json_object(self) -> &'static str {
        match self {
            Self::Sqlite => "json_object",
            Self::Postgres => "json_build_object",
        }
    }

    /// What turns that object into text.
    pub(crate) const fn json_as_text(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "::text",
        }
    }

    /// SQLite keeps truth values as 0 and 1, JSON knows them by name.
    pub(crate) fn json_value(self, column: &str, is_boolean: bool) -> String {
        match self {
            Self::Sqlite if is_boolean => {
                format!("json(CASE {column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)")
            }
            _ => column.to_owned(),
        }
    }

    /// How a table says that it is stored in the order of its primary key; PostgreSQL has no such tables.
    const fn without_rowid(self) -> &'static str {
        match self {
            Self::Sqlite => " WITHOUT ROWID",
            Self::Postgres => "",
        }
    }

    /// The indexes of a table that are not there to keep rows apart, each with the statement that makes it; asked only where
    /// making an index anew is much faster than adding very many rows to it, and nobody who reads has to wait for it.
    /// PostgreSQL would lock the table against readers.
    pub(crate) const fn plain_indexes(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => Some(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = $1 AND sql LIKE 'CREATE INDEX %'",
            ),
            Self::Postgres => None,
        }
    }

    /// How many rows of so many values one statement writes. SQLite binds each value, at most 32,766; PostgreSQL a list
    /// for each column.
    pub(crate) fn rows_at_once(self, width: usize) -> usize {
        match self {
            Self::Sqlite => (3_000 / width.max(1)).max(1),
            Self::Postgres => 5_000,
        }
    }

    /// Adds the place of a value to a statement of many rows. SQLite looks a place with a name up by going through all
    /// names, which makes long statements slow; a bare mark has none.
    pub(crate) fn push_place(self, sql: &mut String, number: usize) {
        match self {
            Self::Sqlite => sql.push('?'),
            Self::Postgres => {
                let _ = write!(sql, "${number}");
            }
        }
    }

    /// The tables' fence in PostgreSQL: row security for every table that the text makes, so that none can be forgotten.
    /// SQLite has none; there one file holds one company.
    fn row_security(self, text: &str) -> String {
        if self == Self::Sqlite {
            return String::new();
        }
        let made = text.lines().filter_map(|line| line.strip_prefix("CREATE TABLE "));
        made.filter_map(|rest| rest.split([' ', '(']).next()).map(fence).collect()
    }

    pub(crate) fn migrations(self) -> Vec<Migration> {
        MIGRATIONS.iter().map(|(version, name, text)| self.migration(*version, name, text)).collect()
    }

    fn migration(self, version: i64, name: &'static str, text: &str) -> Migration {
        let text = text.replace("KEYTEXT", self.key_text()).replace(" WITHOUT ROWID", self.without_rowid());
        let fences = self.row_security(&text);
        let sql = AssertSqlSafe(text + &fences).into_sql_str();
        Migration::new(version, Cow::Borrowed(name), MigrationType::Simple, sql, false)
    }
}
