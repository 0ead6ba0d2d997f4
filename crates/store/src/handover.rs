//! The handover of one departure: its items and who takes them, how far each has come, notes, teach-backs, sessions.
//!
//! A departure's items are bounded (a person's work, not a company's), so they are read whole; nothing here decides
//! what a stage means or who may do what.

pub mod brief;
pub mod inventory;
pub mod items;
pub mod lint;
pub mod notes;
pub mod plan;
pub mod portal;
pub mod schedule;
pub mod sources;
pub mod stages;
pub mod teach;

use handover::{
    Evidence, ItemKind, QuestionSource, ScheduleState, SessionKind, SourceKind, Stage, Step, Verdict,
};

text_columns!(
    Evidence,
    ItemKind,
    QuestionSource,
    ScheduleState,
    SessionKind,
    SourceKind,
    Stage,
    Step,
    Verdict
);
