//! The record of who looked at what is sensitive: written before the answer is shown, never holding the value itself.

use kernel::{AccountId, DepartureId, PersonId, Timestamp};
use uuid::Uuid;

use crate::{Conn, Result, Tx, boxed};

record! {
    /// One look.
    pub struct Look {
        /// When.
        pub at: Timestamp,
        /// Who looked.
        pub account_id: AccountId,
        /// The looker's name as shown.
        pub display_name: String,
        /// At whom.
        pub subject_id: Option<PersonId>,
        /// That person's name, or nothing.
        pub subject_name: String,
        /// In which departure.
        pub departure_id: Option<DepartureId>,
        /// At what class of field.
        pub field_class: String,
        /// Why, in the looker's words; may be empty.
        pub reason: String,
        /// The row's own id, for paging.
        pub id: String,
    }
}

record! {
    /// A look at somebody's estimate, as the person is told of it.
    pub struct LookAtMe {
        /// The row's own id, for paging.
        pub id: String,
        /// When.
        pub at: Timestamp,
        /// Who looked; the person is told the role and not the name.
        pub account_id: AccountId,
        /// At what class of field.
        pub field_class: String,
    }
}

const INSERT: &str = "INSERT INTO look (tenant_id, id, at, account_id, subject_id, departure_id, field_class, reason) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const LIST: &str = "SELECT l.id, l.at, l.account_id, a.display_name, l.subject_id, COALESCE(p.name, '') AS subject_name, l.departure_id, \
     l.field_class, l.reason FROM look l JOIN account a ON a.tenant_id = l.tenant_id AND a.id = l.account_id \
     LEFT JOIN person p ON p.tenant_id = l.tenant_id AND p.id = l.subject_id \
     WHERE l.tenant_id = $1 AND ($2 = '' OR l.id < $2) ORDER BY l.id DESC LIMIT $3";

const AT_ME: &str = "SELECT id, at, account_id, field_class FROM look WHERE tenant_id = $1 AND subject_id = $2 \
     AND field_class IN ('score', 'explanation') AND ($3 = '' OR id < $3) ORDER BY id DESC LIMIT $4";
const EXPIRE: &str =
    "DELETE FROM look WHERE tenant_id = $1 AND field_class IN ('score', 'explanation') AND at < $2";

impl Tx {
    /// Deletes the looks at estimates from before an instant, and tells how many those were.
    #[boxed]
    pub async fn expire_looks_at_scores(&mut self, before: Timestamp) -> Result<u64> {
        run!(self, EXPIRE, before)
    }

    /// Records a look; `id` is a new `UUIDv7`, so that looks sort by time.
    #[boxed]
    pub async fn insert_look(&mut self, id: Uuid, look: &Look) -> Result<()> {
        run!(
            self,
            INSERT,
            id.to_string(),
            look.at,
            look.account_id,
            look.subject_id,
            look.departure_id,
            &look.field_class,
            &look.reason
        )?;
        Ok(())
    }
}

impl Conn {
    /// Looks before the one with id `before` (empty: from the newest), at most `limit`.
    #[boxed]
    pub async fn list_looks(&mut self, before: &str, limit: i64) -> Result<Vec<Look>> {
        all!(self, LIST, before, limit)
    }

    /// Looks at one person's estimate before the one with id `before` (empty: from the newest), at most `limit`.
    #[boxed]
    pub async fn list_looks_at(
        &mut self,
        person: PersonId,
        before: &str,
        limit: i64,
    ) -> Result<Vec<LookAtMe>> {
        all!(self, AT_ME, person, before, limit)
    }
}
