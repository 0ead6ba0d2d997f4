//! Planning a handover around the leaver's hours.

#![allow(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "positions come from loops over the instance, whose numbers are bounded when it is read"
)]

mod instance;
mod schedule;

pub use instance::{Instance, KnowledgeItem, SCHEMA, Taker};
pub use schedule::{Line, Lines, Schedule, Status, Taking};
