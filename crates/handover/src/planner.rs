//! Planning a handover around the leaver's hours.
//!
//! The leaver's days are the bottleneck, then the hours and skills of those who take over. A plan says for each item
//! when it is written down, when it is taught to whom, and when each of them shows that they can do it. [`plan`] finds a
//! good one, says how much better any other could be at most, and proves it where it can.
//!
//! The search is counted in steps, and the number of steps follows from the settings alone, so the same seed gives the
//! same plan on any machine and with any number of cores. `stop` is an emergency brake for who has to answer by a
//! certain time: only when it is pulled may the plan depend on how fast the machine was.

#![allow(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "positions come from loops over the instance, whose numbers are bounded when it is read"
)]

mod books;
mod exact;
mod explain;
mod fit;
mod help;
mod instance;
mod model;
mod place;
mod relax;
mod replan;
mod schedule;
mod search;
mod solve;
mod write;

pub use explain::{Block, LeftOut, Relief, left_out};
pub use help::{Course, Effect, MoreTime, forecast_input, what_would_help};
pub use instance::{Instance, KnowledgeItem, SCHEMA, Taker};
pub use replan::{Done, Freeing, Keep, Replanned, Shortfall, Standing, freeing, replan, replan_around};
pub use schedule::{Line, Lines, Schedule, Status, Taking};

use crate::Result;
use books::Books;
use model::Model;
use solve::{Solver, Watch};

/// How to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The same seed gives the same plan.
    pub seed: u64,
    /// How long the search may take; it is turned into a number of steps, which a usual machine makes in a third of it.
    pub effort_ms: u32,
}

impl Settings {
    /// A search that may take so many seconds.
    pub fn within_seconds(seconds: u32, seed: u64) -> Self {
        Self { seed, effort_ms: seconds.saturating_mul(1_000) }
    }
}

/// How far the search is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// What the best plan so far earns.
    pub objective: i64,
    /// No plan earns more.
    pub bound: i64,
}

/// What the search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The plan, checked.
    pub schedule: Schedule,
}

/// Plans a handover.
///
/// `see` is shown every improvement; the search ends early when `stop` says so.
pub fn plan(
    instance: &Instance,
    settings: &Settings,
    stop: &(dyn Fn() -> bool + Sync),
    see: &mut dyn FnMut(Moment),
) -> Result<Outcome> {
    let model = Model::new(instance);
    let solver = Solver::new(instance, &model, settings, Books::new(&model));
    solver.run(&[], &mut Watch { stop, see })
}

#[cfg(test)]
mod tests;
