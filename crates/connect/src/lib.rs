//! The outside world, one module each; here the history of a git repository.

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

mod error;
pub mod git;

pub use error::{Error, Result};
