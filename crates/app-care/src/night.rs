//! The night's work: what has expired is deleted, it is noted where people stand, then the signs of leaving are computed where the company watches.
//!
//! Any number of servers may do it, any number of times: what is gone is gone, and the day's computation is claimed.

use app::{Cx, Result};
use app_risk::{
    followers,
    risk::{self, Expired, Ran},
};

use crate::circumstances;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Night {
    /// What was deleted because its time was over.
    pub expired: Expired,
    /// How much of what employees told for care was erased because its day was over.
    pub care: u64,
    /// Whether it was computed, and why not.
    pub ran: Ran,
}

/// Does it, as of today.
pub async fn work(cx: &Cx) -> Result<Night> {
    let care = circumstances::expire(cx).await?;
    let expired = risk::expire(cx).await?;
    followers::note_places(cx).await?;
    let ran = risk::run(cx, cx.today(), false).await?;
    Ok(Night { expired, care, ran })
}
