//! What tests of the edge crates share: throw-away databases and a fixed clock value.
//!
//! A dev-dependency only; it never reaches the binary. It knows no SQL of ours and no schema: it hands out
//! addresses of empty databases and takes the databases away again.

#![expect(clippy::panic, reason = "a test that cannot get its database must fail loudly")]

mod clock;
mod database;
mod postgres;

pub use clock::{now, today};
pub use database::{TestDatabase, databases, postgres_database, sqlite_database};
