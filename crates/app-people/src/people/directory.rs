//! Everybody by every employee number: what imports look people up in.

use std::collections::HashMap;

use app::{Cx, Result, access::Action};
use kernel::PersonId;
use store::{Conn, roster::DirectoryEntry};

/// Everybody by every employee number ever held.
pub async fn list_directory(cx: &Cx) -> Result<Vec<DirectoryEntry>> {
    cx.allow(Action::Import)?;
    Ok(cx.read().await?.list_directory().await?)
}

pub(super) async fn by_number(conn: &mut Conn) -> Result<HashMap<String, PersonId>> {
    let entries = conn.list_directory().await?;
    Ok(entries.into_iter().map(|entry| (entry.emp_no, entry.person_id)).collect())
}
