//! What a receiver has taken on, across departures, and what lists need of many handovers at once.

use handover::{Evidence, ItemKind, Stage};
use kernel::{Date, DepartureId, ItemId, PersonId};

use crate::{Conn, Result};

record! {
    /// An open departure from which a person receives.
    pub struct ReceivedCase {
        /// The departure.
        pub departure_id: DepartureId,
        /// The leaver's name.
        pub person_name: String,
    }
}

record! {
    /// What progress needs of an item, with one thing that was said of it; for lists of departures.
    pub struct BriefStage {
        /// The item.
        pub item_id: ItemId,
        /// Its weight.
        pub weight: i64,
        /// The hours that it takes.
        pub hours: i64,
        /// Whether the company cannot do without it.
        pub is_core: bool,
        /// Its kind.
        pub kind: ItemKind,
        /// When it should be independent.
        pub planned_on: Option<Date>,
        /// A stage that stands; an item has a row for each, or one without any.
        pub stage: Option<Stage>,
        /// What is behind it.
        pub proof: Option<Evidence>,
        /// When it was reached.
        pub reached_on: Option<Date>,
    }
}

const RECEIVED: &str = "SELECT DISTINCT d.id AS departure_id, d.person_name FROM item_receiver r \
     JOIN handover_item i ON i.tenant_id = r.tenant_id AND i.id = r.item_id \
     JOIN departure d ON d.tenant_id = i.tenant_id AND d.id = i.departure_id \
     WHERE r.tenant_id = $1 AND r.person_id = $2 AND d.status = 'open' AND i.is_dropped = FALSE ORDER BY d.id";
const BRIEF: &str = "SELECT i.id AS item_id, i.weight, i.hours, i.is_core, i.kind, i.planned_on, s.stage, s.proof, s.reached_on \
     FROM handover_item i \
     LEFT JOIN item_stage s ON s.tenant_id = i.tenant_id AND s.item_id = i.id AND s.undone_at IS NULL \
     WHERE i.tenant_id = $1 AND i.departure_id = $2 AND i.is_dropped = FALSE ORDER BY i.id";

impl Conn {
    /// The open departures from which the person receives something.
    pub async fn list_received_cases(&mut self, person: PersonId) -> Result<Vec<ReceivedCase>> {
        all!(self, RECEIVED, person)
    }

    /// The items of a departure with what stands of their stages, and nothing else: one query for a list's row.
    pub async fn list_brief_stages(&mut self, departure: DepartureId) -> Result<Vec<BriefStage>> {
        all!(self, BRIEF, departure)
    }
}
