//! Every SQL statement of the product, for SQLite and for PostgreSQL, and the transaction that ties a change to its
//! evidence entry.
//!
//! One SQL text serves both databases. Reading goes through a [`Conn`], writing through a [`Tx`], both bound to one
//! tenant; a `Tx` commits only against a [`Receipt`], which only an evidence entry gives. This crate never renders,
//! never decides, and never sees a template or an HTTP type.

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
mod record;
#[macro_use]
mod conn;
pub mod accounts;
pub mod analysis;
pub mod approvals;
pub mod attachments;
mod bulk;
pub mod circumstances;
pub mod clocks;
pub mod commitments;
pub mod copy;
mod db;
pub mod departures;
mod dialect;
mod driver;
mod error;
pub mod followers;
pub mod handover;
pub mod holdings;
pub mod imports;
pub mod knowledge;
pub mod law_values;
pub mod leave;
pub mod ledgers;
pub mod log;
pub mod looks;
pub mod notices;
pub mod org;
pub mod overview;
pub mod papers;
pub mod people;
pub mod person_events;
pub mod placements;
pub mod projects;
pub mod relations;
pub mod risk;
pub mod roster;
pub mod sessions;
pub mod settlement;
pub mod statements;
pub mod sweep;
pub mod talks;
pub mod tasks;
pub mod tenants;

/// Put before a statement's function. The compiler builds the body of a plain `async fn` wherever it is awaited, so that
/// each edit in a statement would be built anew through every crate above; boxed, the body is built here and only here.
use async_recursion::async_recursion as boxed;

pub use bulk::Resting;
pub use conn::{Conn, Tx};
pub use db::{Db, Retryable};
pub use error::{Error, Result};
pub use log::{Event, Receipt};
