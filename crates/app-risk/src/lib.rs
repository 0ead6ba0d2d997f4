//! The use cases of seeing departures coming: signs, forecasts, who may follow, analysis, talks, the night.

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

pub mod analysis;
pub mod followers;
pub mod risk;
pub mod talks;
