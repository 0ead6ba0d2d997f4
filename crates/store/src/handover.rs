//! The handover of one departure: its items and who takes them, how far each has come, notes, teach-backs, sessions.
//!
//! A departure's items are bounded (a person's work, not a company's), so they are read whole; nothing here decides
//! what a stage means or who may do what.

pub mod items;
pub mod notes;
pub mod plan;
pub mod portal;
pub mod sources;
pub mod stages;
pub mod teach;

use handover::{Evidence, ItemKind, SessionKind, SourceKind, Stage, Verdict};

text_columns!(Evidence, ItemKind, SessionKind, SourceKind, Stage, Verdict);
