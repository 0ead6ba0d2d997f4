//! Survival curves, regressions, concordance, calibration: numbers in, numbers out.
//!
//! Time is tenure: a spell runs from entry to exit and ends with an event or is censored. The risk set at time t is
//! everybody with entry < t <= exit. Every routine refuses what it cannot answer; none returns a value that is not a
//! number. Results do not depend on the number of threads: sums run over fixed pieces and are added in order.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")
)]
#![allow(
    clippy::indexing_slicing,
    clippy::float_cmp,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::many_single_char_names,
    reason = "a numeric crate: bounds are plain from the loops, counts stay far below 2^52, names follow the formulas"
)]

pub mod boost;
pub mod calibration;
pub mod censoring;
pub mod competing;
pub mod concordance;
pub mod cox;
pub mod curve;
pub mod design;
pub mod discrete;
mod error;
pub mod linalg;
pub mod logistic;
pub mod logrank;
mod newton;
pub mod special;
pub mod spells;
pub mod tenure;
pub mod turnover;

pub use self::{
    censoring::Censoring,
    design::Design,
    error::{Error, Result},
    spells::Spells,
};
