//! Who looks after a customer, or has a thing: unlike the person of an event, somebody unknown is no reason to refuse.

use crate::import::read::{RowReader, Trouble};
use crate::import::table::Table;
use crate::import::{Code, References};

/// The columns in which somebody is named: number and name.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    pub(super) number: &'static str,
    pub(super) name: &'static str,
}

/// Whoever is meant, by number; nobody where nobody is named, or nobody known.
///
/// Somebody unknown, or who has left, is remarked upon; a number that is somebody else's and a name that several bear
/// refuse the row.
pub(super) fn owner(
    reader: &mut RowReader<'_, '_>,
    table: &Table<'_>,
    references: &References,
    columns: Columns,
) -> Result<Option<String>, Trouble> {
    let number = reader.code(columns.number)?;
    let name = reader.person_name(columns.name)?;
    let name = name.filter(|name| !table.layout.is_nobody(name));
    if number.is_none() && name.is_none() {
        return Ok(None);
    }
    match references.resolve(number.as_deref(), name.as_deref()) {
        Ok(found) if found.number.is_empty() => Ok(None),
        Ok(found) => {
            if found.padded {
                reader.warn(Code::EmpNoPadded, columns.number);
            }
            if references.has_left(found.number) {
                reader.warn(Code::RefOwnerLeft, columns.name);
            }
            Ok(Some(found.number.to_owned()))
        }
        Err((Code::RefUnknownPerson, _)) => {
            reader.warn(Code::RefOwnerMissing, columns.name);
            Ok(None)
        }
        Err((code, _)) => Err(reader.trouble(code, columns.name, name.or(number).unwrap_or_default())),
    }
}
