//! What a person holds, as far as it becomes a handover item.

use handover::SourceKind;
use kernel::{Date, DepartureId, PersonId};

use crate::{Conn, Result, Tx};

record! {
    /// One thing that the person holds.
    pub struct Source {
        /// Which register it is in.
        pub source_kind: SourceKind,
        /// Its id there.
        pub source_id: String,
        /// The register's own word for its kind.
        pub kind: String,
        /// Its name.
        pub title: String,
        /// What it matters.
        pub weight: i64,
        /// The hours that handing it over takes.
        pub hours: i64,
        /// When it is due, where it is.
        pub due_on: Option<Date>,
    }
}

// Level 2 is "works with help": from there on something is lost with the person. Requests and approvals are not work to
// be taught: the sweep gives them to somebody else. An asset is small work: it is handed to the next or given back.
const SOURCES: &str = "SELECT 'knowledge' AS source_kind, k.id AS source_id, k.kind AS kind, k.name AS title, k.weight AS weight, \
         k.hours AS hours, CAST(NULL AS TEXT) AS due_on \
     FROM knowledge_holder h JOIN knowledge_item k ON k.tenant_id = h.tenant_id AND k.id = h.item_id \
     WHERE h.tenant_id = $1 AND h.person_id = $2 AND h.level >= 2 AND k.retired_on IS NULL \
     UNION ALL SELECT 'duty', d.id, d.kind, d.title, d.weight, d.hours, d.due_on FROM duty d \
     WHERE d.tenant_id = $1 AND d.person_id = $2 AND d.is_done = FALSE AND d.kind IN ('duty', 'open_work', 'report') \
     UNION ALL SELECT 'customer', c.id, c.kind, c.name, c.weight, CAST(3 AS BIGINT), CAST(NULL AS TEXT) FROM customer c \
     WHERE c.tenant_id = $1 AND c.owner_id = $2 \
     UNION ALL SELECT 'asset', a.id, a.kind, a.name || ' ' || a.asset_no, CAST(5 AS BIGINT), CAST(1 AS BIGINT), CAST(NULL AS TEXT) FROM asset a \
     WHERE a.tenant_id = $1 AND a.holder_id = $2 AND a.returned_on IS NULL \
     ORDER BY 5 DESC, 4, 2";
// Edits survive: what a person changed, dropped or began to hand over is left as it is.
const REFRESH: &str = "UPDATE handover_item SET title = $5, weight = $6, hours = $7 WHERE tenant_id = $1 AND departure_id = $2 \
     AND source_kind = $3 AND source_id = $4 AND is_edited = FALSE AND is_dropped = FALSE \
     AND (title <> $5 OR weight <> $6 OR hours <> $7)";

impl Conn {
    /// What the person holds by the registers, what matters most first.
    pub async fn list_handover_sources(&mut self, person: PersonId) -> Result<Vec<Source>> {
        all!(self, SOURCES, person)
    }
}

impl Tx {
    /// Brings an item that nobody edited up to what its register says now; true when that changed it.
    pub async fn refresh_item(&mut self, departure: DepartureId, source: &Source) -> Result<bool> {
        let touched = run!(
            self,
            REFRESH,
            departure,
            source.source_kind,
            &source.source_id,
            &source.title,
            source.weight,
            source.hours
        )?;
        Ok(touched > 0)
    }
}
