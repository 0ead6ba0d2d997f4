//! A connection bound to one tenant, and a transaction that can only be committed against evidence.

use std::ops::{Deref, DerefMut};

use futures_util::future::BoxFuture;
use kernel::TenantId;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction, pool::PoolConnection};

use crate::{
    Receipt, Result,
    dialect::{Dialect, TURN},
};

/// What reading needs: a connection of the pool, or the one of a transaction.
pub struct Conn {
    tenant: TenantId,
    handle: Handle,
}

/// Every way a connection may be held. PostgreSQL is always in a transaction, which carries the tenant for row security.
pub(crate) enum Handle {
    Sqlite(PoolConnection<Sqlite>),
    SqliteTx(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// The live connection of either database.
pub(crate) enum Live<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// A statement with its arguments: `$2`, `$3` … in the form that [`crate::record::Bind`] gives them.
macro_rules! statement {
    ($conn:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        $conn.statement((file!(), stringify!($sql)), $sql)$(.bind($crate::record::Bind::to_raw($arg)))*
    };
}

/// Every record that the query finds.
macro_rules! all {
    ($($statement:tt)*) => { statement!($($statement)*).all().await };
}

/// The one record that the query finds; none is `NotFound`.
macro_rules! one {
    ($($statement:tt)*) => { statement!($($statement)*).one().await };
}

/// The record, if there is one.
macro_rules! maybe {
    ($($statement:tt)*) => { statement!($($statement)*).maybe().await };
}

/// Runs a statement that writes and gives the number of rows that it touched.
macro_rules! run {
    ($($statement:tt)*) => { statement!($($statement)*).run().await };
}

impl Conn {
    pub(crate) const fn new(tenant: TenantId, handle: Handle) -> Self {
        Self { tenant, handle }
    }

    /// The tenant that every statement of this connection is bound to.
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The tenant as the text that is bound first in every statement.
    pub(crate) fn tenant_text(&self) -> String {
        self.tenant.to_string()
    }

    /// Goes on with another tenant's rows: a whole database is carried company by company.
    pub(crate) async fn turn_to(&mut self, tenant: TenantId) -> Result<()> {
        self.tenant = tenant;
        let text = self.tenant_text();
        if let Live::Postgres(c) = self.live() {
            sqlx::query(TURN).bind(text).execute(c).await?;
        }
        Ok(())
    }

    /// Commits; the log's head was stored by [`Tx::commit`], or there is none to store (see [`crate::Db::load`]).
    pub(crate) async fn commit_plain(self) -> Result<()> {
        match self.handle {
            Handle::SqliteTx(transaction) => transaction.commit().await?,
            Handle::Postgres(transaction) => transaction.commit().await?,
            Handle::Sqlite(_) => {}
        }
        Ok(())
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        match self.handle {
            Handle::Sqlite(_) | Handle::SqliteTx(_) => Dialect::Sqlite,
            Handle::Postgres(_) => Dialect::Postgres,
        }
    }

    pub(crate) fn live(&mut self) -> Live<'_> {
        match &mut self.handle {
            Handle::Sqlite(connection) => Live::Sqlite(&mut *connection),
            Handle::SqliteTx(transaction) => Live::Sqlite(&mut *transaction),
            Handle::Postgres(transaction) => Live::Postgres(&mut *transaction),
        }
    }
}

/// A write transaction. Dropped without a commit, it leaves nothing behind.
pub struct Tx {
    conn: Conn,
    pub(crate) log: crate::log::Head,
}

impl Tx {
    pub(crate) const fn new(conn: Conn, log: crate::log::Head) -> Self {
        Self { conn, log }
    }

    /// Makes the change and its evidence durable together. The receipt is what [`Tx::append`] gave.
    pub fn commit(mut self, receipt: Receipt) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            crate::log::store_head(&mut self, &receipt).await?;
            self.conn.commit_plain().await
        })
    }
}

impl Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}
