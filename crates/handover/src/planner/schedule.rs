//! A plan as it is written down: for each item that is handed over its days and its receivers.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error as _, MapAccess, Visitor},
    ser::SerializeMap,
};

use crate::{Error, Result};

/// A plan; items that are absent are not handed over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// The instance that it plans.
    pub id: String,
    /// What it is said to earn.
    pub objective: i64,
    /// The items in the order of the instance.
    pub plan: Lines,
    /// No plan earns more.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bound: Option<i64>,
    /// How far below the bound the plan is, in percent of the bound.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gap_pct: Option<f64>,
    /// Whether the plan is proved to be a best one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<Status>,
}

/// Whether a plan is proved to be a best one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// No plan is better.
    Optimal,
    /// It can be carried out; a better one may exist.
    Feasible,
}

/// The planned items, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines(pub Vec<(String, Line)>);

/// What is planned for one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The day on which it is written down.
    pub doc_day: i64,
    /// The day of the joint session.
    #[serde(default)]
    pub teach_day: Option<i64>,
    /// Who takes it over.
    #[serde(default)]
    pub receivers: Vec<Taking>,
}

/// One receiver of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taking {
    /// Their id.
    pub id: String,
    /// The day of their teach-back.
    pub verify_day: i64,
}

impl Schedule {
    /// Reads a JSON text; whether it can be carried out is for [`crate::check::check`] to say.
    pub fn from_json(text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(|error| Error::from_json(&error))
    }

    /// What is planned for an item.
    pub fn line(&self, item: &str) -> Option<&Line> {
        self.plan.0.iter().find(|(id, _)| id == item).map(|(_, line)| line)
    }
}

impl Serialize for Lines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (id, line) in &self.0 {
            map.serialize_entry(id, line)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(LinesVisitor)
    }
}

struct LinesVisitor;

impl<'de> Visitor<'de> for LinesVisitor {
    type Value = Lines;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with one entry for each planned item")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Lines, A::Error> {
        let (mut lines, mut seen) = (Vec::new(), std::collections::HashSet::new());
        while let Some((id, line)) = map.next_entry::<String, Line>()? {
            if !seen.insert(id.clone()) {
                return Err(A::Error::custom(format!("the item {id:?} is planned twice")));
            }
            lines.push((id, line));
        }
        Ok(Lines(lines))
    }
}
