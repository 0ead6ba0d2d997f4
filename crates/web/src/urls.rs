//! The addresses of the pages, made by functions so that none is pasted together elsewhere.

use kernel::{DepartureId, ItemId, PersonId};

/// A person's page.
pub(crate) fn person(id: PersonId) -> String {
    format!("/people/{id}")
}

/// A departure's first page.
pub(crate) fn departure(id: DepartureId) -> String {
    format!("/departures/{id}")
}

/// A departure's handover.
pub(crate) fn handover(id: DepartureId) -> String {
    format!("/departures/{id}/handover")
}

/// One handover item.
pub(crate) fn item(departure: DepartureId, item: ItemId) -> String {
    format!("/departures/{departure}/items/{item}")
}
