//! A statement on its way to whichever database it is.
//!
//! Everything of the driver ends here, behind functions that are no `async fn`: the compiler builds the body of one where
//! it is awaited, so that the driver's futures would be built anew in each crate above this one, for each kind of record.

use futures_util::{TryStreamExt as _, future::BoxFuture};
use sqlx::{
    Encode, PgConnection, Postgres, Sqlite, SqliteConnection, Type,
    postgres::{PgArguments, PgRow},
    query::Query,
    sqlite::{SqliteArguments, SqliteRow},
};

use crate::{
    Error, Result,
    conn::{Conn, Live},
    record::{Found, Record},
    statements,
};

/// A statement with what is bound to it so far.
pub(crate) enum Statement<'c> {
    Sqlite(&'c mut SqliteConnection, Query<'static, Sqlite, SqliteArguments>),
    Postgres(&'c mut PgConnection, Query<'static, Postgres, PgArguments>),
}

/// The first row that was found.
enum First {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl First {
    const fn found(&self) -> Found<'_> {
        match self {
            Self::Sqlite(row) => Found::Sqlite(row),
            Self::Postgres(row) => Found::Postgres(row),
        }
    }
}

impl Conn {
    /// Begins a statement, known by its source file and name; the tenant is always bound first, as `$1`.
    pub(crate) fn statement(
        &mut self,
        known: (&'static str, &'static str),
        sql: &'static str,
    ) -> Statement<'_> {
        statements::note(self.dialect(), known, sql);
        let tenant = self.tenant_text();
        let statement = match self.live() {
            Live::Sqlite(connection) => Statement::Sqlite(connection, sqlx::query(sql)),
            Live::Postgres(connection) => Statement::Postgres(connection, sqlx::query(sql)),
        };
        statement.bind(tenant)
    }
}

impl<'c> Statement<'c> {
    /// Binds the next argument, as [`crate::record::Bind`] gives it.
    pub(crate) fn bind<'v, V>(self, value: V) -> Self
    where
        V: Encode<'v, Sqlite> + Type<Sqlite> + Encode<'v, Postgres> + Type<Postgres>,
    {
        match self {
            Self::Sqlite(connection, query) => Self::Sqlite(connection, query.bind(value)),
            Self::Postgres(connection, query) => Self::Postgres(connection, query.bind(value)),
        }
    }

    /// Every record that the query finds.
    pub(crate) async fn all<R: Record>(self) -> Result<Vec<R>> {
        let mut found = Vec::new();
        let mut take = |row: Found<'_>| {
            found.push(R::read(row)?);
            Ok(())
        };
        self.each(&mut take).await?;
        Ok(found)
    }

    /// The record, if there is one.
    pub(crate) async fn maybe<R: Record>(self) -> Result<Option<R>> {
        Ok(self.first().await?.map(|row| R::read(row.found())).transpose()?)
    }

    /// The one record that the query finds; none is `NotFound`.
    pub(crate) async fn one<R: Record>(self) -> Result<R> {
        self.maybe().await?.ok_or(Error::NotFound)
    }

    /// Hands over each row that the query finds, one after the other.
    fn each<'e>(self, take: &'e mut (dyn FnMut(Found<'_>) -> Result<()> + Send)) -> BoxFuture<'e, Result<()>>
    where
        'c: 'e,
    {
        match self {
            Self::Sqlite(connection, query) => Box::pin(async move {
                let mut rows = query.fetch(connection);
                while let Some(row) = rows.try_next().await? {
                    take(Found::Sqlite(&row))?;
                }
                Ok(())
            }),
            Self::Postgres(connection, query) => Box::pin(async move {
                let mut rows = query.fetch(connection);
                while let Some(row) = rows.try_next().await? {
                    take(Found::Postgres(&row))?;
                }
                Ok(())
            }),
        }
    }

    fn first(self) -> BoxFuture<'c, Result<Option<First>>> {
        match self {
            Self::Sqlite(connection, query) => {
                Box::pin(async move { Ok(query.fetch_optional(connection).await?.map(First::Sqlite)) })
            }
            Self::Postgres(connection, query) => {
                Box::pin(async move { Ok(query.fetch_optional(connection).await?.map(First::Postgres)) })
            }
        }
    }

    /// Runs a statement that writes and gives the number of rows that it touched.
    pub(crate) fn run(self) -> BoxFuture<'c, Result<u64>> {
        match self {
            Self::Sqlite(connection, query) => {
                Box::pin(async move { Ok(query.execute(connection).await?.rows_affected()) })
            }
            Self::Postgres(connection, query) => {
                Box::pin(async move { Ok(query.execute(connection).await?.rows_affected()) })
            }
        }
    }
}
