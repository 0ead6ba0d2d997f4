//! Throw-away databases, one address each, gone when the value is dropped.

use std::env;

use tempfile::TempDir;

use crate::postgres::PostgresDatabase;

const POSTGRES_URL: &str = "LEAVEWELL_TEST_POSTGRES_URL";
const REQUIRE_POSTGRES: &str = "LEAVEWELL_REQUIRE_POSTGRES";

/// An empty database for one test. Keep it until the test ends: dropping it deletes the database.
#[derive(Debug)]
pub struct TestDatabase {
    url: String,
    kind: &'static str,
    _folder: Option<TempDir>,
    database: Option<PostgresDatabase>,
}

impl TestDatabase {
    /// The address: `sqlite:/…/test.db` or `postgres://…`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address of the same PostgreSQL database for the role that made it: a superuser, for what a test must do to
    /// the server (ending its connections) and for what the product must refuse.
    pub fn superuser_url(&self) -> Option<String> {
        self.database.as_ref().map(PostgresDatabase::superuser_url)
    }

    /// `sqlite` or `postgres`, for the messages of assertions.
    pub fn kind(&self) -> &'static str {
        self.kind
    }
}

/// One empty database of each kind: always SQLite, and PostgreSQL where `LEAVEWELL_TEST_POSTGRES_URL` names a server.
///
/// # Panics
/// When PostgreSQL is required (`LEAVEWELL_REQUIRE_POSTGRES=1`, as `./test` sets it) and no server is named, or when a
/// database cannot be made.
pub fn databases() -> Vec<TestDatabase> {
    let mut all = vec![sqlite_database()];
    all.extend(postgres_database());
    all
}

/// An empty SQLite database in a folder of its own; the file itself does not exist yet.
///
/// # Panics
/// When the temporary folder cannot be made.
pub fn sqlite_database() -> TestDatabase {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    TestDatabase { url, kind: "sqlite", _folder: Some(folder), database: None }
}

/// An empty PostgreSQL database, or none where no server is named and none is required.
///
/// # Panics
/// See [`databases`].
pub fn postgres_database() -> Option<TestDatabase> {
    let Some(server) = server_url() else {
        assert!(
            !is_required(),
            "{REQUIRE_POSTGRES} is set, but {POSTGRES_URL} names no server: run ./test, which starts one"
        );
        eprint_skipped();
        return None;
    };
    let database = PostgresDatabase::create(&server);
    let url = database.url().to_owned();
    Some(TestDatabase { url, kind: "postgres", _folder: None, database: Some(database) })
}

#[expect(clippy::disallowed_methods, reason = "the server of the tests is named by the environment")]
fn server_url() -> Option<String> {
    env::var(POSTGRES_URL).ok().filter(|url| !url.is_empty())
}

#[expect(
    clippy::disallowed_methods,
    reason = "whether a missing server is a failure is said by the environment"
)]
fn is_required() -> bool {
    env::var(REQUIRE_POSTGRES).is_ok_and(|value| value == "1")
}

#[expect(clippy::print_stderr, reason = "a test that covers less than it could says so")]
fn eprint_skipped() {
    eprintln!("PostgreSQL left out: {POSTGRES_URL} is not set");
}
