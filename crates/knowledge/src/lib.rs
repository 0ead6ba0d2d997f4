//! Who holds what, what is lost with whom, truck factor.
//!
//! Two sources, one arithmetic. A *map* says how well each person can do each item of knowledge, on a scale of 0 to 4; a
//! *history* says who wrote which file of a repository. Either way an item or a file is lost once everybody who holds it has
//! gone, and the question is how few people that takes.
//!
//! - [`map`]: sole holders, what is lost with each person, who could hold an item next.
//! - [`authorship`] and [`truck_factor`]: the published metric of Avelino and others, exactly; [`recent`]: another one that
//!   forgets, never mixed into the first.
//! - [`leaving`]: which files are lost with whom, and the history as a map.
//! - [`breaking`]: the smallest set of people without whom more than a given share is lost.
//! - [`timeline`]: how a map stood on days of the past.
//! - [`identity`], [`source`], [`glob`]: who is one person, which files count.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")
)]
#![allow(
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "numeric code over dense tables whose indices this crate makes itself; counts stay far below 2^32"
)]

pub mod authorship;
pub mod breaking;
mod error;
pub mod glob;
pub mod history;
pub mod identity;
pub mod leaving;
pub mod map;
pub mod recent;
pub mod source;
pub mod timeline;
pub mod truck_factor;

pub use error::{Error, Result};
