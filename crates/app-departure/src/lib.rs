//! The use cases of one departure: opening, tasks, sweep, notices, settlement, papers, closing, and the overview.

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

pub mod approvals;
pub mod clocks;
pub mod departures;
pub mod law_batch;
pub mod notices;
pub mod overview;
pub mod papers;
pub mod parameters;
pub mod settlement;
pub mod sweep;
pub mod tasks;
