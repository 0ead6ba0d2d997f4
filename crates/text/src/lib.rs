//! Names as people search and sort them: pinyin keys, initials, and one form for everything typed.
//!
//! Search keys and queries go through the same [`normalise`]; a query finds a name when it is the beginning or a
//! part of one of the name's [`search_keys`]. [`sort_key`] is compared byte by byte (in SQL: a binary collation).
//! Surnames are read as surnames (单 is shan, not dan). Nothing is ever dropped for want of a reading.
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

mod keys;
mod normal;
mod reading;
mod sort;
mod token;

pub use keys::{initials, phrase_keys, search_keys};
pub use normal::normalise;
pub use sort::sort_key;
