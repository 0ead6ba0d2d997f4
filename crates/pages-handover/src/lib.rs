//! The pages of the handover: items, stages, notes, teaching back, plan and schedule; and the portals of the leaver and
//! of those who receive.
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

mod handover_ask;
mod handover_edit;
mod handover_item;
mod handover_item_rows;
mod handover_lint;
mod handover_note;
mod handover_plan;
mod handover_schedule;
mod handover_schedule_words;
mod handover_show;
mod handover_stage;
mod handover_teach;
mod handover_words;
mod my_calendar;
mod my_handover;
mod my_receiving;
mod notes;
mod routes;

pub use routes::routes;
