//! What every page stands in: layout, texts and formats of the reader's language, forms, failures, the guard in front.
//!
//! It knows no page, and nothing of what a page says. What one area of pages alone needs lies with that area.

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

pub mod assets;
pub mod endpoint;
pub mod failure;
pub mod feeds;
pub mod form;
pub mod format;
pub mod guard;
pub mod i18n;
pub mod layout;
mod state;
pub mod upload;
pub mod urls;

pub use state::{DemoSignIn, Options, State};
