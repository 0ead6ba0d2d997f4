//! The use cases: one function for each thing that a person can do.
//!
//! Always the same six steps: allow, load, decide (in a pure crate), write, log, commit. Here live sign-in, who may see
//! what, and the clock; no HTTP type, no SQL, no template is ever seen here.

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

pub mod access;
pub mod accounts;
pub mod attachments;
pub mod audit;
pub mod cases;
mod clock;
mod cx;
mod error;
pub mod feeds;
pub mod kept;
pub mod ledgers;
pub mod looks;
pub mod operations;
mod passwords;
pub mod setup;
pub mod sign_in;

pub use clock::Clock;
pub use cx::{App, Cx, Parts};
pub use error::{Error, FieldError, Result};
