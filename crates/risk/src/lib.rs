//! Signs of leaving, forecasts, and who may follow; each with its explanation.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::print_stderr,
        reason = "a test may fail loudly, and says when it skips"
    )
)]
#![allow(
    clippy::indexing_slicing,
    clippy::float_cmp,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numeric code: the bounds are plain from the loops, the counts are far below 2^52"
)]

pub mod changes;
pub mod contagion;
mod error;
pub mod model;
pub mod watch;

pub use error::{Error, Result};
