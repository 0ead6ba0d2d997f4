//! Chinese working days: weekends, statutory holidays and make-up workdays (调休上班).
//!
//! What is known comes from the State Council's yearly notices, kept as data with their numbers. A year without a
//! notice counts weekends and the holidays with a fixed date, and says that it is provisional: whoever shows a date
//! of such a year shows that too. This crate never guesses a lunar holiday, reads no clock and no file.
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

mod calendar;
mod error;
mod festival;
mod fixed;
mod notice;
mod toml_date;

pub use calendar::{Calendar, DayKind};
pub use error::{Error, Result};
pub use festival::Festival;
pub use notice::Notice;
