//! The use cases around people: the directory, the organisation, and bringing lists in.

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

pub mod imports;
pub mod organisation;
pub mod people;
