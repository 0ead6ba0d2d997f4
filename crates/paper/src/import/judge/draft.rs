//! Rows before it is known what the others say.

use std::collections::BTreeMap;

use super::Outcome;
use crate::import::read::Trouble;
use crate::import::{Code, Finding};

/// A row as read, with what it is known by, even where the rest of it cannot be read.
pub(super) struct Draft<T> {
    pub(super) row: u32,
    /// What makes it one of its kind: a number, a name.
    pub(super) key: Option<String>,
    pub(super) outcome: Result<T, Trouble>,
    pub(super) warnings: Vec<(Code, &'static str)>,
}

/// One key with several contents refuses all rows concerned: nobody can tell which is right.
pub(super) fn refuse_duplicates<T>(
    drafts: &mut [Draft<T>],
    field: &'static str,
    form: impl Fn(&str) -> String,
) {
    let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        if let Some(key) = &draft.key {
            rows.entry(form(key)).or_default().push(index);
        }
    }
    for index in rows.into_values().filter(|rows| rows.len() > 1).flatten() {
        let Some(draft) = drafts.get_mut(index).filter(|draft| draft.outcome.is_ok()) else { continue };
        let says = draft.key.clone().unwrap_or_default();
        draft.outcome = Err(Finding { row: draft.row, code: Code::IdDuplicate, field, says });
    }
}

/// The rows that can be taken; the others are refused.
pub(super) fn settle<T>(drafts: Vec<Draft<T>>, outcome: &mut Outcome) -> Vec<T> {
    let mut rows = Vec::with_capacity(drafts.len());
    for draft in drafts {
        match draft.outcome {
            Ok(row) => {
                outcome.warn(draft.row, draft.warnings);
                rows.push(row);
            }
            Err(trouble) => outcome.refuse(trouble),
        }
    }
    rows
}
