//! Handing over: items, receivers, stages, teach-back, plan, progress, and the forecast of completion.
//!
//! Progress is counted by what matters and not only by how many: a stage that nobody proved is a claim and earns
//! nothing. Pure: dates, calendar and seed are arguments; the same seed gives the same bytes.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "a test may fail loudly"
    )
)]

#[macro_use]
mod codes;

pub mod check;
mod error;
pub mod forecast;
mod item;
mod joint;
pub mod lint;
mod plan;
pub mod planner;
mod progress;
mod receivers;
mod stage;
mod teach_back;

pub use error::{Error, Result};
pub use item::{Item, ItemKind, Weight};
pub use joint::{ScheduleState, SessionKind, SourceKind, Step, Verdict};
pub use lint::questions;
pub use plan::{Plan, PlanLine};
pub use progress::{Progress, SeriesDay, progress, series};
pub use receivers::{Receiver, ReceiverGap, receiver_gaps};
pub use stage::{
    Evidence, Stage, StageFact, Standing, check_stage, check_undo, claimed_stage, proven_stage, standing,
};
pub use teach_back::{Mark, PassRule, QuestionSource, TeachBackResult, mark_teach_back};
