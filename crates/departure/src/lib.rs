//! One departure: how it ended, its dates, its path, its tasks, and what still stands in the way of closing it.
//!
//! Pure: today's date, the instant and the calendar are arguments; nothing is stored here and nobody is asked. The
//! kinds of leaving and the default tasks are data files beside the code. What the law grants or forbids in money and
//! in days is computed elsewhere; this crate only names the article that a kind of leaving rests on.

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

#[macro_use]
mod codes;

mod closing;
mod dates;
mod due;
mod error;
mod gauge;
mod ground;
mod notice;
mod packet;
mod path;
mod recompute;
mod status;
mod sweep;
mod texts;

pub use closing::{ClosingBlocker, ClosingFacts, Waiver, WaiverSubject, closing_blockers};
pub use dates::{
    CHINA, DateFault, DateField, DateWarning, Dates, DatesCheck, DatesDraft, DayCount, china_date,
    midnight_after, was_employed_on,
};
pub use due::{Anchor, DueRule, Unit};
pub use error::{Error, Result};
pub use gauge::{Basis, Fact, Gauge, Reading, Tone, Value, WorkFact, read_gauges};
pub use ground::{
    ApprovalGate, ApprovalStep, EndedBy, Ground, Order, Reason, approval_step, find_ground, grounds,
};
pub use notice::{NoticeFacts, NoticeKind, find_notice_kind, notice_kinds};
pub use packet::{Packet, Packets, PlannedTask, TaskTemplate};
pub use path::{
    ApprovalState, ApprovalStatus, Skip, Stage, StageBlocker, TaskState, TaskStatus, advance, announce,
    finish_task, stage_blocked,
};
pub use recompute::{Changes, DueChange, ExistingTask, recompute};
pub use status::{Action, Status};
pub use sweep::{Pointer, PointerKind, Resolution, is_last_holder, sort_pointers};
pub use texts::Texts;
