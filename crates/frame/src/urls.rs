//! The addresses of the pages, made by functions so that none is pasted together elsewhere.

use std::fmt::Write as _;

use kernel::{DepartmentId, DepartureId, ImportId, ItemId, PersonId};

/// A person's page.
pub fn person(id: PersonId) -> String {
    format!("/people/{id}")
}

/// Where a look at a person's sensitive fields is asked for.
pub fn person_look(id: PersonId) -> String {
    format!("/people/{id}/look")
}

/// The form that opens a departure of a person.
pub fn new_departure(id: PersonId) -> String {
    format!("/departures/new?person={id}")
}

/// The organisation, opened at a department.
pub fn organisation(id: DepartmentId) -> String {
    format!("/organisation?department={id}")
}

/// An address with those of the pairs that have a value.
pub fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = given.map(|(name, value)| format!("{name}={}", escape(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// A text as it stands in an address.
fn escape(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
        escaped
    })
}

/// The list of departures.
pub const DEPARTURES: &str = "/departures";

/// A departure's first page.
pub fn departure(id: DepartureId) -> String {
    format!("/departures/{id}")
}

/// A departure's handover.
pub fn handover(id: DepartureId) -> String {
    format!("/departures/{id}/handover")
}

/// One handover item.
pub fn item(departure: DepartureId, item: ItemId) -> String {
    format!("/departures/{departure}/items/{item}")
}

/// An import.
pub fn import(id: ImportId) -> String {
    format!("/imports/{id}")
}

/// How far an import is.
pub fn import_progress(id: ImportId) -> String {
    format!("/imports/{id}/progress")
}

/// What the columns of an import are.
pub fn import_mapping(id: ImportId) -> String {
    format!("/imports/{id}/mapping")
}

/// What kind of table an import is.
pub fn import_kind(id: ImportId) -> String {
    format!("/imports/{id}/kind")
}

/// A ledger.
pub fn ledger(code: &str) -> String {
    format!("/ledgers/{code}")
}

/// Taking an import back.
pub fn import_undo(id: ImportId) -> String {
    format!("/imports/{id}/undo")
}

/// The rows of an import that were refused.
pub fn import_refused(id: ImportId) -> String {
    format!("/imports/{id}/refused.xlsx")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_a_value_goes_into_an_address_and_nothing_breaks_out_of_it() {
        assert_eq!(with_query("/people", &[("q", ""), ("status", "")]), "/people");
        assert_eq!(with_query("/people", &[("q", "王 a&b=c")]), "/people?q=%E7%8E%8B%20a%26b%3Dc");
    }
}
