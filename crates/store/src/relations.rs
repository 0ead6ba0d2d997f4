//! How a person stands to open departures: as the one who leaves, or as one who receives.

use kernel::PersonId;

use crate::{Conn, Result, boxed};

/// What follows from departures for a person's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DepartureRelations {
    /// Leaves, in a departure that is announced and not withdrawn; the portal stays after it is closed.
    pub is_leaver: bool,
    /// Receives an item of an open departure.
    pub is_receiver: bool,
}

record! {
    struct Count {
        number: i64,
    }
}

const LEAVES: &str = "SELECT COUNT(*) AS number FROM departure WHERE tenant_id = $1 AND person_id = $2 AND status IN ('open', 'closed')";
const RECEIVES: &str = "SELECT COUNT(*) AS number FROM item_receiver r \
     JOIN handover_item i ON i.tenant_id = r.tenant_id AND i.id = r.item_id \
     JOIN departure d ON d.tenant_id = i.tenant_id AND d.id = i.departure_id \
     WHERE r.tenant_id = $1 AND r.person_id = $2 AND d.status = 'open' AND i.is_dropped = FALSE";
const RECEIVES_FROM: &str = "SELECT COUNT(*) AS number FROM item_receiver r \
     JOIN handover_item i ON i.tenant_id = r.tenant_id AND i.id = r.item_id \
     JOIN departure d ON d.tenant_id = i.tenant_id AND d.id = i.departure_id \
     WHERE r.tenant_id = $1 AND r.person_id = $2 AND d.person_id = $3 AND d.status = 'open' AND i.is_dropped = FALSE";

impl Conn {
    /// Whether the first person takes over an item of the second one's open departure.
    #[boxed]
    pub async fn is_receiving_from(&mut self, receiver: PersonId, leaver: PersonId) -> Result<bool> {
        let found: Count = one!(self, RECEIVES_FROM, receiver, leaver)?;
        Ok(found.number > 0)
    }

    /// How the person stands to departures now.
    #[boxed]
    pub async fn get_departure_relations(&mut self, person: PersonId) -> Result<DepartureRelations> {
        let leaves: Count = one!(self, LEAVES, person)?;
        let receives: Count = one!(self, RECEIVES, person)?;
        Ok(DepartureRelations { is_leaver: leaves.number > 0, is_receiver: receives.number > 0 })
    }
}
