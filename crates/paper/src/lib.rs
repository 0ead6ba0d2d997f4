//! Spreadsheets in and out: reading what HR departments have, writing tables that are safe to open.
//!
//! Reading takes bytes and gives rows with reasons; it opens no file, asks no database and knows no clock, and it
//! never evaluates a formula or follows a link. Everything that comes in is treated as hostile until it is counted
//! and checked. The sentences for people are made elsewhere, from the codes given here.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::float_cmp,
        reason = "a test may fail loudly"
    )
)]

pub mod calendar_feed;
pub mod csv_out;
mod error;
pub mod excel;
pub mod import;
pub mod law_batch;
pub mod table;
pub mod word;

pub use error::{Error, Result};
