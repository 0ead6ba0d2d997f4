//! Why something is refused.

use crate::{Action, StageBlocker, Status};

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A fact about the input.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A code that names nothing.
    #[error("{code:?} is not a {kind}")]
    UnknownCode {
        /// What it should name.
        kind: &'static str,
        /// The code as given.
        code: String,
    },
    /// A data file that contradicts itself or cannot be read.
    #[error("{at}: {problem}")]
    Data {
        /// The entry.
        at: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A departure in this status does not allow this.
    #[error("a departure that is {status} does not allow to {action}")]
    NotAllowed {
        /// The status.
        status: Status,
        /// What was asked for.
        action: Action,
    },
    /// Only what the company plans is prepared in confidence.
    #[error("this kind of leaving cannot be prepared in confidence")]
    CannotPrepare,
    /// The contract has ended: taking the person back is a new employment.
    #[error("the contract has ended")]
    AlreadyEnded,
    /// Required steps are open.
    #[error("{} required steps are open", .0.len())]
    Blocked(Vec<StageBlocker>),
    /// The last stage has no next one.
    #[error("this is the last stage")]
    LastStage,
    /// A reason in words is needed.
    #[error("a reason is needed")]
    ReasonNeeded,
    /// The leaver cannot skip or waive steps of the own departure.
    #[error("the leaver may not do this")]
    NotByLeaver,
    /// The task is done only when its proof is attached.
    #[error("the proof is missing")]
    ProofNeeded,
    /// A task that is done or skipped already.
    #[error("the task is settled already")]
    AlreadySettled,
}
