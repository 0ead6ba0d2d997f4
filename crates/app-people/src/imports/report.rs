//! What is kept of an import's outcome besides the counts: by reason how many rows, never what stood in them.

use std::collections::BTreeMap;

use app::{Error, Result};
use serde::{Deserialize, Serialize};

use super::{Group, Preview};

/// The outcome of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Why the file could not be read; empty when it could.
    pub file_error: String,
    /// The sheet that was read; empty for a text file.
    pub sheet: String,
    /// Reason to number of rows.
    pub refused: BTreeMap<String, usize>,
    /// Reason to number of rows.
    pub warnings: BTreeMap<String, usize>,
    /// Reason to number of rows.
    pub ignored: BTreeMap<String, usize>,
    /// What they are to number of rows.
    pub skipped: BTreeMap<String, usize>,
}

impl Report {
    pub(crate) fn of(preview: &Preview) -> Self {
        Self {
            file_error: String::new(),
            sheet: preview.recognition.found.sheet.clone().unwrap_or_default(),
            refused: sums(&preview.refused_groups),
            warnings: sums(&preview.warnings),
            ignored: sums(&preview.ignored),
            skipped: sums(&preview.skipped),
        }
    }

    pub(crate) fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(Error::internal)
    }

    /// The report as stored; an empty one where none was.
    pub fn from_json(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}

fn sums(groups: &[Group]) -> BTreeMap<String, usize> {
    let mut sums = BTreeMap::new();
    for group in groups {
        *sums.entry(group.code.to_owned()).or_default() += group.count;
    }
    sums
}
