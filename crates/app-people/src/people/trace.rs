//! What is noted while an import is stored, so that it can be taken back as a whole: which records it made, what stood
//! where it changed one, and a mark of each record as it left it, by which a later change is told.

use app::{Error, Result};
use kernel::{ImportId, PersonId};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};
use store::{
    Tx,
    holdings::{Asset, Customer, Holder, KnowledgeItem},
    imports::{Kept, TraceRow},
    leave::LeaveEvent,
    org::{Department, Employer, Post},
    person_events::PersonEvent,
    projects::ProjectMember,
    roster::{EmploymentRow, PersonRow},
};

/// So many records stand in one row of the trace.
const RECORDS: usize = 1_000;
/// So many bytes of its hash mark a record.
const MARK_BYTES: usize = 8;

/// A record that imports write.
pub(crate) trait Traced: Serialize + DeserializeOwned {
    /// Its table.
    const KEPT: Kept;
    /// What tells it apart there.
    fn key(&self) -> String;
    /// As what people know it.
    fn label(&self) -> String;
    /// Whom it concerns.
    fn person(&self) -> Option<PersonId>;
}

macro_rules! traced {
    ($($record:ty => $kept:ident, $label:expr, $person:expr;)*) => {$(
        impl Traced for $record {
            const KEPT: Kept = Kept::$kept;
            fn key(&self) -> String {
                self.id.to_string()
            }
            fn label(&self) -> String {
                let label: fn(&Self) -> String = $label;
                label(self)
            }
            fn person(&self) -> Option<PersonId> {
                let person: fn(&Self) -> Option<PersonId> = $person;
                person(self)
            }
        }
    )*};
}

// What somebody wrote or why somebody was away is no name for a record: the day is.
traced!(
    Employer => Employer, |one| one.name.clone(), |_| None;
    Department => Department, |one| one.path.clone(), |_| None;
    Post => Post, |one| one.title.clone(), |_| None;
    PersonRow => Person, |one| format!("{} {}", one.name, one.emp_no), |one| Some(one.id);
    EmploymentRow => Employment, |one| format!("{} {}", one.emp_no, one.hired_on), |one| Some(one.person_id);
    LeaveEvent => LeaveEvent, |one| one.starts.to_string(), |one| Some(one.person_id);
    PersonEvent => PersonEvent, |one| one.on_day.to_string(), |one| Some(one.person_id);
    KnowledgeItem => KnowledgeItem, |one| one.name.clone(), |_| None;
    Customer => Customer, |one| one.name.clone(), |_| None;
    ProjectMember => ProjectMember, |one| one.project.clone(), |one| Some(one.person_id);
    Asset => Asset, |one| format!("{} {}", one.asset_no, one.name), |_| None;
);

impl Traced for Holder {
    const KEPT: Kept = Kept::KnowledgeHolder;
    fn key(&self) -> String {
        format!("{}/{}", self.item_id, self.person_id)
    }
    fn label(&self) -> String {
        self.seen_on.to_string()
    }
    fn person(&self) -> Option<PersonId> {
        Some(self.person_id)
    }
}

/// One record of a trace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Trail {
    /// The table.
    #[serde(rename = "t")]
    pub(crate) kept: Kept,
    /// The record's key there.
    #[serde(rename = "k")]
    pub(crate) key: String,
    /// The mark of what the import left.
    #[serde(rename = "m")]
    pub(crate) mark: String,
    /// What stood there before; none where the import made the record.
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub(crate) before: Option<serde_json::Value>,
}

/// Collects the trace of one import.
#[derive(Debug)]
pub(crate) struct Trace {
    is_kept: bool,
    made: Vec<Trail>,
    changed: Vec<Trail>,
    rows: Vec<(bool, String)>,
}

impl Trace {
    /// For an import.
    pub(crate) const fn kept() -> Self {
        Self { is_kept: true, made: Vec::new(), changed: Vec::new(), rows: Vec::new() }
    }

    /// For what is put in otherwise, and never taken back as a whole.
    pub(crate) const fn none() -> Self {
        Self { is_kept: false, made: Vec::new(), changed: Vec::new(), rows: Vec::new() }
    }

    /// Notes that these records are new.
    pub(crate) fn made<R: Traced>(&mut self, records: &[R]) -> Result<()> {
        for record in records.iter().filter(|_| self.is_kept) {
            self.made.push(Trail { kept: R::KEPT, key: record.key(), mark: mark(record)?, before: None });
            if self.made.len() == RECORDS {
                self.rows.push((false, text(&std::mem::take(&mut self.made))?));
            }
        }
        Ok(())
    }

    /// Notes that a record was changed.
    pub(crate) fn changed<R: Traced>(&mut self, before: &R, now: &R) -> Result<()> {
        if !self.is_kept {
            return Ok(());
        }
        let before = Some(serde_json::to_value(before).map_err(Error::internal)?);
        self.changed.push(Trail { kept: R::KEPT, key: now.key(), mark: mark(now)?, before });
        if self.changed.len() == RECORDS {
            self.rows.push((true, text(&std::mem::take(&mut self.changed))?));
        }
        Ok(())
    }

    /// Keeps it. An import that changed nothing has an empty trace, which is one too.
    pub(crate) async fn keep(mut self, tx: &mut Tx, id: ImportId) -> Result<()> {
        if !self.changed.is_empty() {
            self.rows.push((true, text(&self.changed)?));
        }
        if !self.made.is_empty() || self.rows.is_empty() {
            self.rows.push((false, text(&self.made)?));
        }
        Ok(tx.insert_import_trace(id, &self.rows).await?)
    }
}

fn text(records: &[Trail]) -> Result<String> {
    serde_json::to_string(records).map_err(Error::internal)
}

/// Reads a row of a trace.
pub(crate) fn read_trail(row: &TraceRow) -> Result<Vec<Trail>> {
    serde_json::from_str(&row.records).map_err(Error::internal)
}

/// What tells whether a record is still as it was.
pub(crate) fn mark(record: &impl Serialize) -> Result<String> {
    let text = serde_json::to_vec(record).map_err(Error::internal)?;
    let digest = Sha256::digest(text);
    Ok(app::sign_in::hex(digest.get(..MARK_BYTES).unwrap_or(&digest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_tells_any_field_apart() {
        let post = Post {
            id: uuid::Uuid::nil().into(),
            title: "班长".to_owned(),
            is_critical: false,
            is_single_holder: false,
        };
        let critical = Post { is_critical: true, ..post.clone() };
        assert_eq!(mark(&post).unwrap(), mark(&post.clone()).unwrap());
        assert_ne!(mark(&post).unwrap(), mark(&critical).unwrap());
        assert_eq!(mark(&post).unwrap().len(), 2 * MARK_BYTES);
    }
}
