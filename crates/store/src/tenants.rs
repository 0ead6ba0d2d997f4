//! Tenants: companies whose data is kept apart.

use kernel::{TenantId, Timestamp};

use crate::{Conn, Db, Result, Tx, boxed};

record! {
    /// A company.
    pub struct Tenant {
        /// Its id.
        pub id: TenantId,
        /// Its name as shown.
        pub name: String,
    }
}

const CREATE: &str = "INSERT INTO tenant (id, name, created_at) VALUES ($1, $2, $3)";
const CREATE_HEAD: &str = "INSERT INTO evidence_head (tenant_id, size, frontier) VALUES ($1, 0, $2)";
const FIRST: &str = "SELECT id, name FROM tenant WHERE id <> $1 ORDER BY created_at LIMIT 1";
const ALL: &str = "SELECT id, name FROM tenant WHERE id <> $1 ORDER BY created_at, id";
const RENAME: &str = "UPDATE tenant SET name = $2 WHERE id = $1";

impl Tx {
    /// Makes the tenant that this transaction is bound to, with an empty log.
    #[boxed]
    pub async fn create_tenant(&mut self, name: &str, at: Timestamp) -> Result<()> {
        let frontier = evidence::Frontier::default().to_string();
        run!(self, CREATE, name, at.as_microsecond())?;
        run!(self, CREATE_HEAD, frontier)?;
        Ok(())
    }

    /// Gives the company another name.
    #[boxed]
    pub async fn rename_tenant(&mut self, name: &str) -> Result<()> {
        run!(self, RENAME, name)?;
        Ok(())
    }
}

impl Conn {
    async fn find_first_tenant(&mut self) -> Result<Option<Tenant>> {
        maybe!(self, FIRST)
    }

    /// Every company; only a connection that is bound to none is answered with more than one.
    #[boxed]
    pub(crate) async fn list_tenants(&mut self) -> Result<Vec<Tenant>> {
        all!(self, ALL)
    }
}

impl Db {
    /// The company that this installation serves; none before the first start has made it.
    #[boxed]
    pub async fn find_tenant(&self) -> Result<Option<Tenant>> {
        // Which tenant there is cannot be asked within a tenant, so the connection is bound to none that exists.
        self.read(TenantId::from_uuid(uuid::Uuid::nil())).await?.find_first_tenant().await
    }
}
