//! Attachments: a folder beside the database, behind one small interface.
//!
//! A file is durable under its final name before anybody is told so, and never half there: it is written under a
//! temporary name in the same folder, synced, renamed, and the folder is synced. Names in the folder are random; the
//! name a file came with is never used as a path. Its type is told by its content, never by its name. Nothing here
//! knows who may read what, and no log line holds a name or a byte of a document.

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
mod file_name;
mod kind;
mod media_type;
mod original_name;
mod receive;
mod sweep;
mod vault;

pub use error::{Error, Result};
pub use file_name::FileName;
pub use media_type::MediaType;
pub use original_name::download_name;
pub use sweep::{SWEEP_AFTER, Swept};
pub use vault::{Content, DEFAULT_MAX_BYTES, Stored, Vault};
