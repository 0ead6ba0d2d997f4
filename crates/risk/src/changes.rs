//! Changes in what people do, against their own past: a person who used to complain, take leave or speak up and stops,
//! or the converse.
//!
//! A baseline of each person, shrunk to peers, is compared with what came after, for everybody together: common effects
//! are removed first, and of all that is flagged no more than a stated share is expected to be chance. Absent weeks are
//! unobserved; zero is zero. Nothing at a look knows of weeks after it.
//!
//! Never says why somebody changed, and never flags what the numbers cannot carry: at low rates most changes stay unseen
//! for months, and [`weeks_to_show`] says for how many.

mod common;
pub mod cusum;
mod noise;
mod prior;
mod read;
mod rule;
mod scan;
mod show;
mod since;
mod table;
mod tails;
#[cfg(test)]
mod tests;
mod weekly;

pub use read::{Counts, Reader, WeekForm, monday_of};
pub use rule::Rule;
pub use scan::{Change, Direction, Scan, scan};
pub use show::{Usual, normal_band, weeks_to_show};
pub use table::{Entry, Table, TableBuilder, Unfit};
pub use weekly::{WeekCount, Weekly, count_weekly};
