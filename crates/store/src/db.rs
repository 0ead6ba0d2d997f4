//! Opening a database, bringing its schema up to date, and running transactions that may be tried again.

use std::{future::Future, io::ErrorKind, str::FromStr, time::Duration};

use futures_util::future::BoxFuture;
use kernel::TenantId;
use sqlx::{
    PgPool, SqlitePool,
    migrate::{MigrateError, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    Conn, Error, Result, Tx,
    conn::Handle,
    dialect::{Dialect, IS_ABOVE, begin_for},
    log,
};

/// Below this SQLite has the WAL-reset race: two connections that write or checkpoint at once may corrupt the file.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);
/// How often a transaction that met another one is tried again.
const ATTEMPTS: u32 = 8;
/// A person who waits longer than this is told that the database is busy.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a request waits for its turn at the file, which an import may hold for seconds.
const ACQUIRE: Duration = Duration::from_secs(10);
/// How long a request waits for the PostgreSQL server before it says that the database is not available.
const REACH: Duration = Duration::from_secs(3);

/// 64 MiB of pages for the writer (the sign says that KiB are meant): what an import inserts all over an index then
/// stays in memory until it is committed. Nothing of it is taken before it is needed.
const WRITER_CACHE: &str = "-65536";

/// 8 MiB for each reader: the upper levels of the indexes of a large company, which pages go through row by row.
const READER_CACHE: &str = "-8192";

/// So many rows a connection reads ahead of whoever takes them: a page's worth, so that it never waits in the middle.
const ROWS_AHEAD: usize = 256;

/// Each connection keeps so many statements prepared: more than a working day's pages ask for.
const STATEMENTS: usize = 400;

/// One database: an SQLite file with one writer and several readers, or a PostgreSQL server.
#[derive(Clone)]
pub struct Db {
    pools: Pools,
}

#[derive(Clone)]
enum Pools {
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    Postgres(PgPool),
}

/// Errors that may tell the store to try the whole transaction again.
pub trait Retryable {
    /// True when nothing but another transaction was in the way.
    fn is_retryable(&self) -> bool;
}

impl Retryable for Error {
    fn is_retryable(&self) -> bool {
        Self::is_retryable(self)
    }
}

impl Db {
    /// Opens `sqlite:PATH` (the file is made when absent) or `postgres://…`, and applies the migrations.
    pub async fn open(url: &str) -> Result<Self> {
        let db = match url.strip_prefix("sqlite:") {
            Some(path) => Self::open_sqlite(path).await?,
            None if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Self::open_postgres(url).await?
            }
            None => return Err(Error::BadUrl),
        };
        db.migrate().await?;
        Ok(db)
    }

    async fn open_sqlite(path: &str) -> Result<Self> {
        let path = path.trim_start_matches("//");
        assert_writable(path)?;
        let options = SqliteConnectOptions::from_str("sqlite:")?
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .statement_cache_capacity(STATEMENTS)
            .row_buffer_size(ROWS_AHEAD)
            .pragma("trusted_schema", "OFF");
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(ACQUIRE)
            .connect_with(options.clone().pragma("cache_size", WRITER_CACHE))
            .await?;
        assert_sqlite_version(&writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(ACQUIRE)
            .connect_lazy_with(options.pragma("query_only", "ON").pragma("cache_size", READER_CACHE));
        Ok(Self { pools: Pools::Sqlite { writer, readers } })
    }

    async fn open_postgres(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)?.statement_cache_capacity(STATEMENTS);
        let pool =
            PgPoolOptions::new().max_connections(8).acquire_timeout(REACH).connect_with(options).await?;
        let above: Option<String> = sqlx::query_scalar(IS_ABOVE).fetch_optional(&pool).await?;
        match above {
            Some(role) => Err(Error::RoleAboveRowSecurity { role }),
            None => Ok(Self { pools: Pools::Postgres(pool) }),
        }
    }

    async fn migrate(&self) -> Result<()> {
        // No advisory lock: PostgreSQL's distributed kin lack it. Each migration is one transaction that also writes
        // its row, so a second server that starts at the same moment fails loudly and can be started again.
        let run = |dialect: Dialect| Migrator {
            migrations: dialect.migrations().into(),
            locking: false,
            ..Migrator::DEFAULT
        };
        let done = match &self.pools {
            Pools::Sqlite { writer, .. } => run(Dialect::Sqlite).run(writer).await,
            Pools::Postgres(pool) => run(Dialect::Postgres).run(pool).await,
        };
        done.map_err(|error| match error {
            MigrateError::VersionMissing(version) => Error::NewerSchema { version },
            error => Error::Migration(error),
        })
    }

    /// A connection for reading, bound to the tenant.
    ///
    /// Boxed, as beginning a write and [`crate::Tx::commit`] are: they are part of every use case's future, and the compiler
    /// would go through the driver's types again for each of them.
    pub fn read(&self, tenant: TenantId) -> BoxFuture<'_, Result<Conn>> {
        Box::pin(async move {
            let handle = match &self.pools {
                Pools::Sqlite { readers, .. } => Handle::Sqlite(readers.acquire().await?),
                Pools::Postgres(pool) => {
                    Handle::Postgres(pool.begin_with(begin_for(tenant, "BEGIN READ ONLY")).await?)
                }
            };
            Ok(Conn::new(tenant, handle))
        })
    }

    /// A connection for the few writes that are no change of the company's records (when a session was last seen);
    /// to be ended by [`Conn::commit_plain`].
    pub(crate) async fn write_unlogged(&self, tenant: TenantId) -> Result<Conn> {
        let handle = match &self.pools {
            Pools::Sqlite { writer, .. } => Handle::Sqlite(writer.acquire().await?),
            Pools::Postgres(pool) => Handle::Postgres(pool.begin_with(begin_for(tenant, "BEGIN")).await?),
        };
        Ok(Conn::new(tenant, handle))
    }

    /// Runs `attempt` in a write transaction, again from the start when another transaction was in the way.
    ///
    /// The attempt commits by itself (`tx.commit(receipt)`), and must have no effect outside the database.
    pub async fn transact<T, E, F, Fut>(&self, tenant: TenantId, attempt: F) -> std::result::Result<T, E>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = std::result::Result<T, E>>,
        E: From<Error> + Retryable,
    {
        let mut tried = 0;
        let begun = tokio::time::Instant::now();
        loop {
            tried += 1;
            let outcome = match self.begin(tenant).await {
                Ok(tx) => attempt(tx).await,
                Err(error) => Err(E::from(error)),
            };
            match outcome {
                Err(error) if error.is_retryable() && tried < ATTEMPTS && begun.elapsed() < PATIENCE => {
                    backoff(tried).await;
                }
                outcome => return outcome,
            }
        }
    }

    /// `BEGIN IMMEDIATE` on SQLite, because a read that later wants to write fails at once there; on PostgreSQL the
    /// tenant's log head is touched first, which makes the writers of one tenant wait for each other.
    fn begin(&self, tenant: TenantId) -> BoxFuture<'_, Result<Tx>> {
        Box::pin(async move {
            let handle = match &self.pools {
                Pools::Sqlite { writer, .. } => Handle::SqliteTx(writer.begin_with("BEGIN IMMEDIATE").await?),
                Pools::Postgres(pool) => Handle::Postgres(pool.begin_with(begin_for(tenant, "BEGIN")).await?),
            };
            let mut conn = Conn::new(tenant, handle);
            let head = log::take_head(&mut conn).await?;
            Ok(Tx::new(conn, head))
        })
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        match self.pools {
            Pools::Sqlite { .. } => Dialect::Sqlite,
            Pools::Postgres(_) => Dialect::Postgres,
        }
    }

    /// A reading transaction that sees one moment of the database throughout; bound to no tenant.
    pub(crate) async fn snapshot(&self) -> Result<Conn> {
        const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        let none = TenantId::from_uuid(uuid::Uuid::nil());
        let handle = match &self.pools {
            Pools::Sqlite { readers, .. } => Handle::SqliteTx(readers.begin().await?),
            Pools::Postgres(pool) => Handle::Postgres(pool.begin_with(begin_for(none, BEGIN)).await?),
        };
        Ok(Conn::new(none, handle))
    }

    /// A writing transaction outside any tenant's log: only for restoring a whole database.
    pub(crate) async fn begin_plain(&self) -> Result<Conn> {
        let none = TenantId::from_uuid(uuid::Uuid::nil());
        let handle = match &self.pools {
            Pools::Sqlite { writer, .. } => Handle::SqliteTx(writer.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => Handle::Postgres(pool.begin_with(begin_for(none, "BEGIN")).await?),
        };
        Ok(Conn::new(none, handle))
    }

    /// Whether a statement can be answered: the readiness probe.
    pub async fn ping(&self) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { readers, .. } => drop(sqlx::query("SELECT 1").fetch_one(readers).await?),
            Pools::Postgres(pool) => drop(sqlx::query("SELECT 1").fetch_one(pool).await?),
        }
        Ok(())
    }

    /// Every table as `(table, column, type)` in a form that is the same for both databases; for the schema test.
    pub async fn schema(&self) -> Result<Vec<(String, String, String)>> {
        const SQLITE: &str = "SELECT m.name, c.name, lower(c.type) || CASE WHEN c.\"notnull\" = 1 THEN ' not null' ELSE '' END \
             FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' \
             AND m.name NOT LIKE '_sqlx%' ORDER BY 1, 2";
        const POSTGRES: &str = "SELECT table_name::text, column_name::text, data_type::text || CASE WHEN is_nullable = 'NO' \
             THEN ' not null' ELSE '' END FROM information_schema.columns WHERE table_schema = 'public' \
             AND table_name NOT LIKE '\\_sqlx%' ORDER BY 1, 2";
        Ok(match &self.pools {
            Pools::Sqlite { writer, .. } => sqlx::query_as(SQLITE).fetch_all(writer).await?,
            Pools::Postgres(pool) => sqlx::query_as(POSTGRES).fetch_all(pool).await?,
        })
    }

    /// The names of all indexes; for tests of what rests during a large load.
    pub async fn list_indexes(&self) -> Result<Vec<String>> {
        const SQLITE: &str = "SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY 1";
        const POSTGRES: &str =
            "SELECT indexname::text FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1";
        Ok(match &self.pools {
            Pools::Sqlite { writer, .. } => sqlx::query_scalar(SQLITE).fetch_all(writer).await?,
            Pools::Postgres(pool) => sqlx::query_scalar(POSTGRES).fetch_all(pool).await?,
        })
    }

    /// Closes every connection, after which the SQLite file needs no recovery.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// Beside the write-ahead log of a server that was killed, SQLite opens a read-only file without a word.
fn assert_writable(path: &str) -> Result<()> {
    match std::fs::OpenOptions::new().append(true).open(path) {
        Err(source) if source.kind() != ErrorKind::NotFound => {
            Err(Error::ReadOnly { path: path.to_owned(), source })
        }
        _ => Ok(()),
    }
}

async fn assert_sqlite_version(pool: &SqlitePool) -> Result<()> {
    let found: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(pool).await?;
    let mut parts = found.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let version = (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if version < OLDEST_SQLITE { Err(Error::OldSqlite { found }) } else { Ok(()) }
}

/// Waits 5 ms, 10 ms, 20 ms … plus a share that differs between tasks, so that two that met do not meet again.
async fn backoff(tried: u32) {
    let base = 5_u64 << tried.min(6);
    let jitter = u64::from(uuid::Uuid::now_v7().as_bytes()[15]) % base;
    tokio::time::sleep(Duration::from_millis(base + jitter)).await;
}
