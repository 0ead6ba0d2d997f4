//! The pages on those who work here: people and organisation, what each knows, signs and forecasts, talks, analysis.
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

mod analysis;
mod analysis_curves;
mod analysis_export;
mod analysis_tables;
mod circumstances;
mod knowledge_edit;
mod knowledge_history;
mod knowledge_item;
mod knowledge_map;
mod knowledge_person;
mod knowledge_plan;
mod knowledge_sessions;
mod knowledge_words;
mod my_information;
mod organisation;
mod people;
mod person;
mod risk_board;
mod risk_model;
mod risk_person;
mod risk_setup;
mod risk_signs;
mod risk_words;
mod routes;
mod talks;

pub use routes::routes;
