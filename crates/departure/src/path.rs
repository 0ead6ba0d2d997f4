//! The path of a departure: its stages, and what blocks the next one.
//!
//! A required step blocks the next stage until it is done, or skipped by a named person with a reason. A step of a
//! later stage may be done at any time: wages, certificate and file transfer never wait for the handover.

use kernel::PersonId;

use crate::{ApprovalGate, Error, Result};

codes! {
    /// A stage of the path.
    Stage {
        /// The notice is in; receivers and plan are settled.
        Notice = "notice",
        /// Work and knowledge are handed over.
        Handover = "handover",
        /// What the person holds is returned, access ends.
        Clearing = "clearing",
        /// Papers, pay, files and insurance are finished.
        Closing = "closing",
    }
}

impl Stage {
    /// The stage after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.iter().copied().find(|stage| *stage > self)
    }
}

codes! {
    /// Where a task stands.
    TaskStatus {
        /// Still to do.
        Open = "open",
        /// Done.
        Done = "done",
        /// Skipped, by a named person and with a reason.
        Skipped = "skipped",
    }
}

codes! {
    /// Where an approval stands.
    ApprovalStatus {
        /// Asked, not answered.
        Pending = "pending",
        /// Yes.
        Approved = "approved",
        /// No.
        Refused = "refused",
    }
}

/// What is known of a task when stages and closing are decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskState {
    /// The id or code by which the caller knows it.
    pub id: String,
    /// Its stage.
    pub stage: Stage,
    /// Whether it is required.
    pub is_required: bool,
    /// Where it stands.
    pub status: TaskStatus,
}

/// What is known of an approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalState {
    /// The code of the step.
    pub step: String,
    /// What it opens.
    pub gate: ApprovalGate,
    /// Whether it is required.
    pub is_required: bool,
    /// Where it stands.
    pub status: ApprovalStatus,
}

/// What blocks the next stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StageBlocker {
    /// A required task of this stage or one before is open.
    Task(String),
    /// A required approval is not given.
    Approval {
        /// The code of the step.
        step: String,
        /// Whether it was refused; otherwise it is not answered.
        is_refused: bool,
    },
}

/// A step that a named person skips, with a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip {
    /// Who skips it.
    pub by: PersonId,
    /// Why.
    pub reason: String,
}

impl Skip {
    /// A skip with its reason; the leaver cannot skip steps of the own departure.
    pub fn new(by: PersonId, leaver: PersonId, reason: &str) -> Result<Self> {
        if by == leaver {
            return Err(Error::NotByLeaver);
        }
        if reason.trim().is_empty() {
            return Err(Error::ReasonNeeded);
        }
        Ok(Self { by, reason: reason.trim().to_owned() })
    }

    /// Skips a task that is open.
    pub fn apply(&self, task: &TaskState) -> Result<TaskStatus> {
        if task.status == TaskStatus::Open { Ok(TaskStatus::Skipped) } else { Err(Error::AlreadySettled) }
    }
}

/// Finishes an open task; one that asks for proof needs it attached.
pub fn finish_task(status: TaskStatus, needs_proof: bool, proofs: usize) -> Result<TaskStatus> {
    if status != TaskStatus::Open {
        return Err(Error::AlreadySettled);
    }
    if needs_proof && proofs == 0 { Err(Error::ProofNeeded) } else { Ok(TaskStatus::Done) }
}

/// The next stage, or everything that blocks it.
pub fn advance(stage: Stage, tasks: &[TaskState], approvals: &[ApprovalState]) -> Result<Stage> {
    let next = stage.next().ok_or(Error::LastStage)?;
    stage_blocked(stage, tasks, approvals)?;
    Ok(next)
}

/// Whether a stage may be left, the last one included: what closing asks for is asked there too.
pub fn stage_blocked(stage: Stage, tasks: &[TaskState], approvals: &[ApprovalState]) -> Result<()> {
    let blockers = stage_blockers(stage, tasks, approvals);
    if blockers.is_empty() { Ok(()) } else { Err(Error::Blocked(blockers)) }
}

/// What blocks leaving this stage.
pub(crate) fn stage_blockers(
    stage: Stage,
    tasks: &[TaskState],
    approvals: &[ApprovalState],
) -> Vec<StageBlocker> {
    let open = |task: &&TaskState| task.is_required && task.stage <= stage && task.status == TaskStatus::Open;
    let tasks = tasks.iter().filter(open).map(|task| StageBlocker::Task(task.id.clone()));
    let missing = |approval: &&ApprovalState| {
        approval.is_required
            && opened_by(approval.gate) <= stage
            && approval.status != ApprovalStatus::Approved
    };
    let approvals = approvals.iter().filter(missing).map(|approval| StageBlocker::Approval {
        step: approval.step.clone(),
        is_refused: approval.status == ApprovalStatus::Refused,
    });
    tasks.chain(approvals).collect()
}

/// The stage that cannot be left without the approval.
fn opened_by(gate: ApprovalGate) -> Stage {
    match gate {
        ApprovalGate::Announce | ApprovalGate::Handover => Stage::Notice,
        ApprovalGate::Clearing => Stage::Handover,
        ApprovalGate::Closing => Stage::Clearing,
    }
}

/// What blocks announcing what was prepared: the decisions that are not given.
pub fn announce(approvals: &[ApprovalState]) -> Result<()> {
    let decisions: Vec<_> =
        approvals.iter().filter(|approval| approval.gate == ApprovalGate::Announce).cloned().collect();
    let blockers = stage_blockers(Stage::Notice, &[], &decisions);
    if blockers.is_empty() { Ok(()) } else { Err(Error::Blocked(blockers)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(id: &str, stage: Stage, is_required: bool, status: TaskStatus) -> TaskState {
        TaskState { id: id.to_owned(), stage, is_required, status }
    }

    fn approval(step: &str, gate: ApprovalGate, status: ApprovalStatus) -> ApprovalState {
        ApprovalState { step: step.to_owned(), gate, is_required: true, status }
    }

    fn person(last: u8) -> PersonId {
        format!("0193f2a0-0000-7000-8000-0000000000{last:02}").parse().unwrap()
    }

    #[test]
    fn a_required_open_task_blocks_the_next_stage_and_a_skipped_one_does_not() {
        let mut tasks = vec![task("a", Stage::Notice, true, TaskStatus::Open)];
        assert_eq!(
            advance(Stage::Notice, &tasks, &[]),
            Err(Error::Blocked(vec![StageBlocker::Task("a".into())]))
        );
        tasks[0].status = TaskStatus::Skipped;
        assert_eq!(advance(Stage::Notice, &tasks, &[]), Ok(Stage::Handover));
    }

    #[test]
    fn optional_tasks_and_those_of_later_stages_block_nothing() {
        let tasks = [
            task("a", Stage::Notice, false, TaskStatus::Open),
            task("b", Stage::Handover, true, TaskStatus::Open),
        ];
        assert_eq!(advance(Stage::Notice, &tasks, &[]), Ok(Stage::Handover));
    }

    #[test]
    fn a_required_task_of_an_earlier_stage_that_was_added_later_blocks_too() {
        let tasks = [task("late", Stage::Notice, true, TaskStatus::Open)];
        assert!(advance(Stage::Clearing, &tasks, &[]).is_err());
    }

    #[test]
    fn the_last_stage_has_no_next() {
        assert_eq!(advance(Stage::Closing, &[], &[]), Err(Error::LastStage));
    }

    #[test]
    fn an_approval_blocks_until_it_is_given_and_says_when_it_was_refused() {
        for (status, is_refused) in [(ApprovalStatus::Pending, false), (ApprovalStatus::Refused, true)] {
            let approvals = [approval("handover-plan", ApprovalGate::Handover, status)];
            let blocked = StageBlocker::Approval { step: "handover-plan".into(), is_refused };
            assert_eq!(advance(Stage::Notice, &[], &approvals), Err(Error::Blocked(vec![blocked])));
        }
        let approvals = [approval("handover-plan", ApprovalGate::Handover, ApprovalStatus::Approved)];
        assert_eq!(advance(Stage::Notice, &[], &approvals), Ok(Stage::Handover));
    }

    #[test]
    fn only_the_decisions_block_the_announcement() {
        let plan = approval("handover-plan", ApprovalGate::Handover, ApprovalStatus::Pending);
        assert_eq!(announce(std::slice::from_ref(&plan)), Ok(()));
        let decision = approval("decision-legal", ApprovalGate::Announce, ApprovalStatus::Pending);
        assert!(matches!(announce(&[plan, decision]), Err(Error::Blocked(blockers)) if blockers.len() == 1));
    }

    #[test]
    fn skipping_takes_somebody_else_than_the_leaver_and_a_reason() {
        let (hr, leaver) = (person(1), person(2));
        assert_eq!(Skip::new(leaver, leaver, "没有"), Err(Error::NotByLeaver));
        assert_eq!(Skip::new(hr, leaver, " \n"), Err(Error::ReasonNeeded));
        let skip = Skip::new(hr, leaver, " 未配发手机 ").unwrap();
        assert_eq!(skip.reason, "未配发手机");
        assert_eq!(skip.apply(&task("a", Stage::Clearing, true, TaskStatus::Open)), Ok(TaskStatus::Skipped));
        let done = task("a", Stage::Clearing, true, TaskStatus::Done);
        assert_eq!(skip.apply(&done), Err(Error::AlreadySettled));
    }

    #[test]
    fn a_task_that_asks_for_proof_is_done_only_with_it() {
        assert_eq!(finish_task(TaskStatus::Open, true, 0), Err(Error::ProofNeeded));
        assert_eq!(finish_task(TaskStatus::Open, true, 1), Ok(TaskStatus::Done));
        assert_eq!(finish_task(TaskStatus::Open, false, 0), Ok(TaskStatus::Done));
        assert_eq!(finish_task(TaskStatus::Skipped, false, 0), Err(Error::AlreadySettled));
    }
}
