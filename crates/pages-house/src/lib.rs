//! The pages of the house itself: first start, signing in, accounts, imports, ledgers, calendar, audit.
//!
//! A handler extracts, calls one use case and renders. One page, one file, one template of the same name.

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
#![expect(
    clippy::struct_excessive_bools,
    reason = "a view struct holds what its template prints: each truth is one sentence of the page"
)]

mod account;
mod accounts;
mod audit;
mod calendar;
mod health;
mod import_brought;
mod import_ended;
mod import_facts;
mod import_list;
mod import_mapping;
mod import_own_words;
mod import_show;
mod import_undo;
mod import_words;
mod ledger;
mod login;
mod routes;
mod setup;
mod totp;

pub use routes::routes;
