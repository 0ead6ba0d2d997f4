//! What an auditor reads: who looked at what, and the log of evidence.

use std::collections::HashMap;

use kernel::{AccountId, Timestamp};
use store::{Conn, log::StoredEntry, looks::Look};

use crate::{Cx, Result, access::Action, sign_in::system_account};

/// So many lines of each kind stand on a page.
const PAGE: usize = 30;
const LIMIT: i64 = 31;

/// The audit page.
#[derive(Debug)]
pub struct Audit {
    /// How many entries the log has.
    pub size: u64,
    /// The root over all of them, in hex.
    pub root: String,
    /// A page of looks, the newest first.
    pub looks: Vec<Look>,
    /// Before which look the next page begins; none on the last.
    pub next_look: Option<String>,
    /// A page of entries, the newest first.
    pub entries: Vec<EntryLine>,
    /// Before which entry the next page begins; none on the last.
    pub next_entry: Option<i64>,
}

/// An entry of the log as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryLine {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Option<Timestamp>,
    /// What kind of change.
    pub kind: String,
    /// Who did it; nothing for the system itself.
    pub actor: Option<String>,
    /// The leaf hash, in hex.
    pub leaf: String,
}

/// A page of looks before one of them, and a page of entries before one of them; from the newest without.
pub async fn open_audit(cx: &Cx, before_look: &str, before_entry: Option<i64>) -> Result<Audit> {
    cx.allow(Action::Audit)?;
    let mut conn = cx.read().await?;
    let (size, root) = conn.get_log_root().await?;
    let mut looks = conn.list_looks(before_look, LIMIT).await?;
    let has_more_looks = looks.len() > PAGE;
    looks.truncate(PAGE);
    let mut stored = conn.list_newest_entries(before_entry.unwrap_or(i64::MAX), LIMIT).await?;
    let has_more_entries = stored.len() > PAGE;
    stored.truncate(PAGE);
    let entries = read_entries(&mut conn, &stored).await?;
    Ok(Audit {
        size,
        root: root.to_string(),
        next_look: looks.last().filter(|_| has_more_looks).map(|look| look.id.clone()),
        looks,
        next_entry: entries.last().filter(|_| has_more_entries).map(|entry| entry.seq),
        entries,
    })
}

async fn read_entries(conn: &mut Conn, stored: &[StoredEntry]) -> Result<Vec<EntryLine>> {
    let mut names: HashMap<AccountId, String> = HashMap::new();
    let mut lines = Vec::with_capacity(stored.len());
    for entry in stored {
        let read: serde_json::Value = serde_json::from_str(&entry.entry).unwrap_or_default();
        let text = |field: &str| read.get(field).and_then(serde_json::Value::as_str).unwrap_or("");
        let actor: Option<AccountId> = text("actor").parse().ok().filter(|actor| *actor != system_account());
        if let Some(actor) = actor.filter(|actor| !names.contains_key(actor)) {
            names.insert(actor, conn.get_account(actor).await?.display_name);
        }
        lines.push(EntryLine {
            seq: entry.seq,
            at: text("t").parse().ok(),
            kind: text("kind").to_owned(),
            actor: actor.and_then(|actor| names.get(&actor).cloned()),
            leaf: entry.leaf.clone(),
        });
    }
    Ok(lines)
}
