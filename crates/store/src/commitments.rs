//! What the company committed to towards a leaver, and what was waived at the closing.

use kernel::{AccountId, CommitmentId, Date, DepartureId, Timestamp};

use crate::{Conn, Result, Tx, boxed, departures::changed};

record! {
    /// A commitment as stored.
    pub struct Commitment {
        /// Its id.
        pub id: CommitmentId,
        /// Its departure.
        pub departure_id: DepartureId,
        /// What was promised.
        pub what: String,
        /// Until when.
        pub due_on: Option<Date>,
        /// When it was kept.
        pub kept_at: Option<Timestamp>,
        /// Who said so, as shown.
        pub kept_by_name: String,
    }
}

record! {
    /// A decision to close although something is open.
    pub struct Waived {
        /// What kind of thing: `item`, `copy` or `pointers`.
        pub subject_kind: String,
        /// Which: the item's or copy's id, or the kind of pointer.
        pub subject_id: String,
        /// Why.
        pub reason: String,
        /// Who decided, as shown.
        pub waived_by_name: String,
        /// When.
        pub waived_at: Timestamp,
    }
}

macro_rules! columns {
    () => {
        "SELECT c.id, c.departure_id, c.what, c.due_on, c.kept_at, COALESCE(a.display_name, '') AS kept_by_name FROM commitment c \
         LEFT JOIN account a ON a.tenant_id = c.tenant_id AND a.id = c.kept_by WHERE c.tenant_id = $1 "
    };
}

const OF_DEPARTURE: &str = concat!(columns!(), "AND c.departure_id = $2 ORDER BY c.id");
const BY_ID: &str = concat!(columns!(), "AND c.id = $2");
const CREATE: &str =
    "INSERT INTO commitment (tenant_id, id, departure_id, what, due_on) VALUES ($1, $2, $3, $4, $5)";
const KEEP: &str =
    "UPDATE commitment SET kept_at = $3, kept_by = $4 WHERE tenant_id = $1 AND id = $2 AND kept_at IS NULL";
const WAIVERS: &str = "SELECT w.subject_kind, w.subject_id, w.reason, COALESCE(a.display_name, '') AS waived_by_name, w.waived_at \
     FROM waiver w LEFT JOIN account a ON a.tenant_id = w.tenant_id AND a.id = w.waived_by \
     WHERE w.tenant_id = $1 AND w.departure_id = $2 ORDER BY w.waived_at";
const WAIVE: &str = "INSERT INTO waiver (tenant_id, departure_id, subject_kind, subject_id, reason, waived_by, waived_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";

impl Conn {
    /// What was promised in a departure.
    #[boxed]
    pub async fn list_commitments(&mut self, departure: DepartureId) -> Result<Vec<Commitment>> {
        all!(self, OF_DEPARTURE, departure)
    }

    /// The commitment with this id.
    #[boxed]
    pub async fn get_commitment(&mut self, id: CommitmentId) -> Result<Commitment> {
        one!(self, BY_ID, id)
    }

    /// What was waived in a departure.
    #[boxed]
    pub async fn list_waivers(&mut self, departure: DepartureId) -> Result<Vec<Waived>> {
        all!(self, WAIVERS, departure)
    }
}

impl Tx {
    /// Promises something.
    #[boxed]
    pub async fn create_commitment(&mut self, new: &Commitment) -> Result<()> {
        run!(self, CREATE, new.id, new.departure_id, &new.what, new.due_on)?;
        Ok(())
    }

    /// Says that a promise was kept; once.
    #[boxed]
    pub async fn keep_commitment(&mut self, id: CommitmentId, at: Timestamp, by: AccountId) -> Result<()> {
        changed(run!(self, KEEP, id, at, by)?)
    }

    /// Records a waiver; the same one twice is [`crate::Error::Duplicate`].
    #[boxed]
    pub async fn create_waiver(
        &mut self,
        departure: DepartureId,
        (kind, id): (&str, &str),
        reason: &str,
        (by, at): (AccountId, Timestamp),
    ) -> Result<()> {
        run!(self, WAIVE, departure, kind, id, reason, by, at)?;
        Ok(())
    }
}
