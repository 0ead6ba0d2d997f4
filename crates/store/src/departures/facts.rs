//! What closing, the gauges and the record of a departure are read from.

use departure::PointerKind;
use kernel::{DepartureId, PersonId};

use crate::{Conn, Result};

record! {
    /// A handover item that is not proven to be in the receivers' hands.
    pub struct OpenItem {
        /// Its id.
        pub id: String,
        /// Its title.
        pub title: String,
    }
}

record! {
    /// How much of a register still points at the leaver, and how much was settled in this departure.
    pub struct RegisterCount {
        /// What still points at the leaver.
        pub open: i64,
        /// What was taken over or returned.
        pub done: i64,
    }
}

record! {
    /// An entry of the log that concerns a departure.
    pub struct DepartureEntry {
        /// Its number.
        pub seq: i64,
        /// The bytes that are hashed.
        pub entry: String,
        /// The leaf hash, in hex.
        pub leaf: String,
        /// What it commits to; empty when that was erased.
        pub content: String,
    }
}

/// Independence is proven by a passed teach-back or by a task done alone with its file.
const UNPROVEN: &str = "SELECT i.id, i.title FROM handover_item i WHERE i.tenant_id = $1 AND i.departure_id = $2 AND i.is_dropped = FALSE \
     AND NOT EXISTS (SELECT 1 FROM item_stage s WHERE s.tenant_id = $1 AND s.item_id = i.id AND s.stage = 'independent' \
     AND s.proof IN ('attachment', 'passed-teach-back') AND s.undone_at IS NULL) ORDER BY i.weight DESC, i.id";
const CUSTOMERS: &str = "SELECT (SELECT COUNT(*) FROM customer WHERE tenant_id = $1 AND (owner_id = $2 OR second_id = $2)) AS open, \
     (SELECT COUNT(*) FROM sweep_pick WHERE tenant_id = $1 AND departure_id = $3 AND object_kind = 'customer' \
     AND taken_at IS NOT NULL AND undone_at IS NULL) AS done";
const ASSETS: &str = "SELECT (SELECT COUNT(*) FROM asset WHERE tenant_id = $1 AND holder_id = $2 AND returned_on IS NULL) AS open, \
     (SELECT COUNT(*) FROM sweep_pick WHERE tenant_id = $1 AND departure_id = $3 AND object_kind = 'asset' \
     AND taken_at IS NOT NULL AND undone_at IS NULL) AS done";
const ENTRIES: &str = "SELECT e.seq, e.entry, e.leaf, COALESCE(c.content, '') AS content FROM evidence_entry e \
     LEFT JOIN evidence_content c ON c.tenant_id = e.tenant_id AND c.seq = e.seq AND c.position = 0 \
     WHERE e.tenant_id = $1 AND e.departure_id = $2 AND e.seq < $3 ORDER BY e.seq DESC LIMIT $4";

const RECEIVES: &str = "SELECT COUNT(*) AS number FROM item_receiver r JOIN handover_item i ON i.tenant_id = r.tenant_id AND i.id = r.item_id \
     WHERE r.tenant_id = $1 AND i.departure_id = $2 AND r.person_id = $3 AND i.is_dropped = FALSE";

record! {
    struct Number {
        number: i64,
    }
}

impl Conn {
    /// Whether a person receives an item of a departure.
    pub async fn receives_in(&mut self, departure: DepartureId, person: PersonId) -> Result<bool> {
        let row: Number = one!(self, RECEIVES, departure, person)?;
        Ok(row.number > 0)
    }

    /// The handover items that are not proven, the weightiest first.
    pub async fn list_unproven_items(&mut self, departure: DepartureId) -> Result<Vec<OpenItem>> {
        all!(self, UNPROVEN, departure)
    }

    /// How far customers or assets are moved away from the leaver.
    pub async fn count_register(
        &mut self,
        leaver: PersonId,
        departure: DepartureId,
        kind: PointerKind,
    ) -> Result<RegisterCount> {
        let sql = if kind == PointerKind::Customer { CUSTOMERS } else { ASSETS };
        one!(self, sql, leaver, departure)
    }

    /// The log's entries about a departure before `before`, the newest first.
    pub async fn list_departure_entries(
        &mut self,
        departure: DepartureId,
        before: i64,
        limit: i64,
    ) -> Result<Vec<DepartureEntry>> {
        all!(self, ENTRIES, departure, before, limit)
    }
}
