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
pub mod analysis;
pub mod approvals;
pub mod attachments;
pub mod audit;
pub mod circumstances;
mod clock;
pub mod clocks;
pub mod commitments;
mod cx;
pub mod departures;
mod error;
pub mod feeds;
pub mod followers;
pub mod handover;
pub mod imports;
mod kept;
pub mod knowledge;
pub mod law_batch;
pub mod ledgers;
pub mod looks;
pub mod night;
pub mod notices;
pub mod operations;
pub mod organisation;
pub mod overview;
pub mod papers;
pub mod parameters;
mod passwords;
pub mod people;
pub mod risk;
pub mod settlement;
pub mod setup;
pub mod sign_in;
pub mod sweep;
pub mod talks;
pub mod tasks;

pub use clock::Clock;
pub use cx::{App, Cx, Parts};
pub use error::{Error, FieldError, Result};
