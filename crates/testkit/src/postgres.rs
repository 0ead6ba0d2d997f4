//! Databases on a PostgreSQL server, made and dropped through `psql` so that this crate needs no driver.

use std::{
    process::{self, Command},
    sync::atomic::{AtomicU32, Ordering},
};

/// The role of the product in tests.
const ROLE: &str = "leavewell_app";
/// Other tests may make it at the same moment.
const MAKE_ROLE: &str = "DO $$ BEGIN CREATE ROLE leavewell_app LOGIN; \
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$";

static MADE: AtomicU32 = AtomicU32::new(0);

/// A database of its own on the server of the tests.
#[derive(Debug)]
pub(crate) struct PostgresDatabase {
    server: String,
    name: String,
    url: String,
}

impl PostgresDatabase {
    /// Makes an empty database on the server whose maintenance database this address names.
    pub(crate) fn create(server: &str) -> Self {
        let name = fresh_name();
        // A run that was killed may have left one behind under the same process id.
        psql(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            .unwrap_or_else(|why| panic!("{why}"));
        // Row security binds ordinary roles only, and the product refuses to run as one that it does not bind.
        psql(server, MAKE_ROLE).unwrap_or_else(|why| panic!("{why}"));
        psql(server, &format!("CREATE DATABASE {name} OWNER {ROLE}")).unwrap_or_else(|why| panic!("{why}"));
        let url = with_role(&with_database(server, &name));
        Self { server: server.to_owned(), name, url }
    }

    pub(crate) fn superuser_url(&self) -> String {
        with_database(&self.server, &self.name)
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        // The whole server goes away at the end of ./test: a database that stays is untidy, not wrong.
        let _left_behind = psql(&self.server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

fn fresh_name() -> String {
    format!("leavewell_test_{}_{}", process::id(), MADE.fetch_add(1, Ordering::Relaxed))
}

fn psql(server: &str, statement: &str) -> Result<(), String> {
    let output = Command::new("psql")
        .args([
            "--no-psqlrc",
            "--quiet",
            "--set",
            "ON_ERROR_STOP=1",
            "--dbname",
            server,
            "--command",
            statement,
        ])
        .output()
        .map_err(|error| format!("psql does not start: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("psql refused `{statement}`: {}", String::from_utf8_lossy(&output.stderr)))
}

/// The same server with another database: the last part of the path is replaced, options after `?` stay.
fn with_database(server: &str, name: &str) -> String {
    let (address, options) = match server.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (server, String::new()),
    };
    let (scheme, rest) = address.split_once("://").unwrap_or(("postgres", address));
    let host = rest.split('/').next().unwrap_or(rest);
    format!("{scheme}://{host}/{name}{options}")
}

/// The same address with the product's role instead of the one that makes databases.
fn with_role(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("postgres", address));
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = authority.rsplit('@').next().unwrap_or(authority);
    format!("{scheme}://{ROLE}@{host}/{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_database_of_an_address_is_replaced() {
        let cases = [
            ("postgres://me@127.0.0.1:5433/postgres", "postgres://me@127.0.0.1:5433/x"),
            (
                "postgresql://me:pw@[::1]:5433/postgres?sslmode=disable",
                "postgresql://me:pw@[::1]:5433/x?sslmode=disable",
            ),
            ("postgres://127.0.0.1:5433", "postgres://127.0.0.1:5433/x"),
        ];
        for (server, expected) in cases {
            assert_eq!(with_database(server, "x"), expected);
        }
    }

    #[test]
    fn the_role_of_an_address_is_replaced_whether_one_was_named_or_not() {
        assert_eq!(with_role("postgres://me:pw@h:1/x?a=b"), "postgres://leavewell_app@h:1/x?a=b");
        assert_eq!(with_role("postgres://h:1/x"), "postgres://leavewell_app@h:1/x");
    }

    #[test]
    fn no_two_databases_of_one_process_share_a_name() {
        assert_ne!(fresh_name(), fresh_name());
    }
}
