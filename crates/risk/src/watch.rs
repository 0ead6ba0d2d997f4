//! Watching a company by its own records: signs, changes, and an estimate that it can check.
//!
//! [`History::known_by`] is the one guard against leaks: whatever was recorded after the day asked about is gone before
//! anything else is done. Estimates learn from the company's own closed periods, cut by time, and are measured on periods
//! after those they learnt from. With too few leavers there is no estimate, only the base rate and the signs.
//!
//! Never reads a complaint into an estimate, never a record of health or family, and never says that somebody will leave.

mod card;
mod estimate;
mod features;
mod history;
mod scanning;
mod signs;
#[cfg(test)]
mod tests;

pub use card::{Card, Fairness, Standing, Weight};
pub use estimate::{Estimate, Factor, HORIZONS, Told, estimate};
pub use features::FEATURES;
pub use history::{Absence, Cause, Group, History, Leaving, Record, Spell};
pub use scanning::{Found, Scanned, Series, scan_history};
pub use signs::{Facts, Hit, KindOfLeaver, Never, Rule, Sign, Signs, Stream, StreamSource, signs};

/// Groups of fewer people are shown to nobody.
pub const SMALLEST_GROUP: usize = 20;
