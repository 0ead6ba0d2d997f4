//! What happened in a departure: the entries of the evidence log that concern it, newest first.

use std::collections::HashMap;

use app::{
    Cx, Error, Result,
    access::{Field, Relation},
    cases::get_case,
};
use evidence::Entry;
use kernel::{AccountId, DepartureId, Timestamp};
use store::Conn;

use crate::sweep;

type Fields = serde_json::Map<String, serde_json::Value>;

/// One entry, with what it commits to.
#[derive(Debug, Clone)]
pub struct RecordEntry {
    /// Its number in the log.
    pub seq: i64,
    /// What happened, `departure.opened`.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// Who did it, as shown; empty for the system itself.
    pub actor: String,
    /// What was changed, as fields; empty when it was erased.
    pub fields: Vec<(String, serde_json::Value)>,
    /// The leaf hash, in hex.
    pub leaf: String,
}

/// Entries before `before` (nothing: from the newest), at most 50.
pub async fn list_record(cx: &Cx, id: DepartureId, before: Option<i64>) -> Result<Vec<RecordEntry>> {
    let mut conn = cx.read().await?;
    let case = get_case(cx, &mut conn, id).await?;
    if !case.shows(cx, Field::Clearing) {
        return Err(Error::NotFound);
    }
    let rows = conn.list_departure_entries(id, before.unwrap_or(i64::MAX), 50).await?;
    let mut names = HashMap::new();
    let mut listed = Vec::new();
    for row in rows {
        let entry = Entry::from_bytes(row.entry.as_bytes()).map_err(Error::internal)?;
        let actor = name_of(&mut conn, &mut names, entry.actor()).await?;
        let fields = match serde_json::from_str(&row.content) {
            Ok(serde_json::Value::Object(fields)) if tells(cx, &case, class_of(entry.kind(), &fields)) => {
                fields.into_iter().collect()
            }
            _ => Vec::new(),
        };
        listed.push(RecordEntry {
            seq: row.seq,
            kind: entry.kind().to_owned(),
            at: entry.at(),
            actor,
            fields,
            leaf: row.leaf,
        });
    }
    Ok(listed)
}

/// Whether the viewer may read what was changed; the leaver learns of pay what was issued, on the own page.
fn tells(cx: &Cx, case: &super::Case, class: Field) -> bool {
    case.shows(cx, class) && !(class == Field::Pay && case.relation == Relation::Oneself)
}

/// The class of field that an entry tells something of; who may not see it learns that it happened, and no more.
fn class_of(kind: &str, fields: &Fields) -> Field {
    match kind.split('.').next().unwrap_or("") {
        "commitment" => Field::Commitments,
        "sweep" => {
            let pointer = fields.get("kind").and_then(serde_json::Value::as_str);
            pointer.and_then(|code| code.parse().ok()).map_or(Field::Knowledge, sweep::class_of)
        }
        "handover" => Field::Notes,
        "knowledge" => Field::Knowledge,
        "attachment" => match fields.get("owner_kind").and_then(serde_json::Value::as_str) {
            Some("payment" | "settlement-fact") => Field::Pay,
            _ => Field::Handover,
        },
        "settlement" => Field::Pay,
        _ => Field::Clearing,
    }
}

async fn name_of(
    conn: &mut Conn,
    names: &mut HashMap<AccountId, String>,
    account: AccountId,
) -> Result<String> {
    if let Some(name) = names.get(&account) {
        return Ok(name.clone());
    }
    let name = match conn.get_account(account).await {
        Ok(found) => found.display_name,
        Err(store::Error::NotFound) => String::new(),
        Err(error) => return Err(error.into()),
    };
    names.insert(account, name.clone());
    Ok(name)
}
