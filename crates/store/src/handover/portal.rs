//! What a receiver has taken on, across departures.

use kernel::{DepartureId, PersonId};

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

const RECEIVED: &str = "SELECT DISTINCT d.id AS departure_id, d.person_name FROM item_receiver r \
     JOIN handover_item i ON i.tenant_id = r.tenant_id AND i.id = r.item_id \
     JOIN departure d ON d.tenant_id = i.tenant_id AND d.id = i.departure_id \
     WHERE r.tenant_id = $1 AND r.person_id = $2 AND d.status = 'open' AND i.is_dropped = FALSE ORDER BY d.id";
impl Conn {
    /// The open departures from which the person receives something.
    pub async fn list_received_cases(&mut self, person: PersonId) -> Result<Vec<ReceivedCase>> {
        all!(self, RECEIVED, person)
    }
}
