//! The pages of a departure, from notice to last day: tasks, approvals, settlement, notices, papers, deadlines; and the
//! overview of what needs whom today.
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

mod approvals;
mod attachments;
mod departure_approvals;
mod departure_clocks;
mod departure_close;
mod departure_list;
mod departure_new;
mod departure_notices;
mod departure_people;
mod departure_record;
mod departure_show;
mod departure_sweep;
mod departure_tasks;
mod departure_words;
mod home;
mod law_batch;
mod law_words;
mod notice_line;
mod overview;
mod overview_needs;
mod papers;
mod parameters;
mod routes;
mod settlement_checks;
mod settlement_facts;
mod settlement_forms;
mod settlement_how;
mod settlement_payments;
mod settlement_show;
mod settlement_version;
mod settlement_what_if;
mod settlement_words;

pub use law_words::LawWords;
pub use routes::routes;
