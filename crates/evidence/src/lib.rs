//! The log of evidence: hashes, entries, and the root of the Merkle tree over them (RFC 6962, section 2.1).
//!
//! An entry is canonical JSON (RFC 8785), stored byte for byte and hashed as stored; nothing here ever writes an
//! entry anew in order to check it. Entries hold no personal data: what they are about is present only as a salted
//! commitment, so that erasing the salt and the bytes makes the entry meaningless while every proof stays valid.
//! Pure: salts and instants are arguments.

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

mod canonical;
mod commitment;
mod entry;
mod error;
mod hash;
mod hex_lines;
mod merkle;

pub use canonical::canonical_json;
pub use commitment::{Committer, SALT_BYTES, Salt, commit};
pub use entry::{ENTRY_VERSION, Entry, MAX_ENTRY_BYTES};
pub use error::{Error, HexFault, Result};
pub use hash::Hash;
pub use hex_lines::root_of_hex_lines;
pub use merkle::{Frontier, leaf_hash, node_hash, root};
