//! What stands in the way of closing a departure, and what of it may be waived by name and with a reason.

use kernel::{Date, PersonId};

use crate::{
    ApprovalState, Dates, Error, PointerKind, Result, Stage, StageBlocker, Status, TaskState,
    path::stage_blockers,
};

/// Something that stands in the way of closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClosingBlocker {
    /// The departure is not open.
    NotOpen,
    /// The contract runs until this day; it can be closed from that day on.
    NotYetEnded {
        /// The legal end.
        legal_end: Date,
    },
    /// The departure has not reached its last stage.
    StageBefore(Stage),
    /// A required task is open; it can be done, or skipped by name and with a reason.
    Task(String),
    /// A required approval is not given; nobody can waive it.
    Approval {
        /// The code of the step.
        step: String,
        /// Whether it was refused.
        is_refused: bool,
    },
    /// An item is not proven to be in the receivers' hands.
    Item(String),
    /// A controlled copy is still out.
    ControlledCopy(String),
    /// Something still points at the leaver.
    Pointer {
        /// What it is.
        kind: PointerKind,
        /// How many of them.
        count: u32,
    },
}

impl ClosingBlocker {
    /// Whether a named person may waive it with a reason.
    pub const fn may_be_waived(&self) -> bool {
        matches!(self, Self::Task(_) | Self::Item(_) | Self::ControlledCopy(_) | Self::Pointer { .. })
    }

    /// What a waiver would have to name.
    pub fn subject(&self) -> Option<WaiverSubject> {
        Some(match self {
            // A task is skipped where it stands, so that the task itself says who and why.
            Self::Item(id) => WaiverSubject::Item(id.clone()),
            Self::ControlledCopy(id) => WaiverSubject::ControlledCopy(id.clone()),
            Self::Pointer { kind, .. } => WaiverSubject::Pointers(*kind),
            _ => return None,
        })
    }
}

/// What a waiver is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum WaiverSubject {
    /// An item that is not handed over.
    Item(String),
    /// A controlled copy that is not returned.
    ControlledCopy(String),
    /// Everything of a kind that still points at the leaver.
    Pointers(PointerKind),
}

/// A recorded decision to close nevertheless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    subject: WaiverSubject,
    by: PersonId,
    reason: String,
}

impl Waiver {
    /// A waiver with its reason; the leaver cannot waive anything of the own departure.
    pub fn new(subject: WaiverSubject, by: PersonId, leaver: PersonId, reason: &str) -> Result<Self> {
        if by == leaver {
            return Err(Error::NotByLeaver);
        }
        if reason.trim().is_empty() {
            return Err(Error::ReasonNeeded);
        }
        Ok(Self { subject, by, reason: reason.trim().to_owned() })
    }

    /// What it is for.
    pub fn subject(&self) -> &WaiverSubject {
        &self.subject
    }

    /// Who decided it.
    pub fn by(&self) -> PersonId {
        self.by
    }

    /// Why.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// Everything that closing depends on.
#[derive(Debug, Clone)]
pub struct ClosingFacts<'a> {
    /// Where the departure stands.
    pub status: Status,
    /// Its stage.
    pub stage: Stage,
    /// Its dates.
    pub dates: Dates,
    /// Today, in China.
    pub today: Date,
    /// Its tasks.
    pub tasks: &'a [TaskState],
    /// Its approvals.
    pub approvals: &'a [ApprovalState],
    /// The items that are not proven to be handed over; dropped ones are not among them.
    pub open_items: &'a [String],
    /// The controlled copies that are out.
    pub copies_out: &'a [String],
    /// How many of each kind still point at the leaver.
    pub pointers: &'a [(PointerKind, u32)],
    /// What was waived.
    pub waivers: &'a [Waiver],
}

/// Lists what stands in the way; the departure can be closed when the list is empty.
pub fn closing_blockers(facts: &ClosingFacts<'_>) -> Vec<ClosingBlocker> {
    if facts.status != Status::Open {
        return vec![ClosingBlocker::NotOpen];
    }
    let mut blockers = Vec::new();
    if facts.today < facts.dates.legal_end {
        blockers.push(ClosingBlocker::NotYetEnded { legal_end: facts.dates.legal_end });
    }
    if facts.stage != Stage::Closing {
        blockers.push(ClosingBlocker::StageBefore(facts.stage));
    }
    blockers.extend(stage_blockers(Stage::Closing, facts.tasks, facts.approvals).into_iter().map(of_stage));
    blockers.extend(facts.open_items.iter().cloned().map(ClosingBlocker::Item));
    blockers.extend(facts.copies_out.iter().cloned().map(ClosingBlocker::ControlledCopy));
    let pointers = facts.pointers.iter().filter(|(_, count)| *count > 0);
    blockers.extend(pointers.map(|(kind, count)| ClosingBlocker::Pointer { kind: *kind, count: *count }));
    blockers.retain(|blocker| !is_waived(blocker, facts.waivers));
    blockers
}

fn of_stage(blocker: StageBlocker) -> ClosingBlocker {
    match blocker {
        StageBlocker::Task(id) => ClosingBlocker::Task(id),
        StageBlocker::Approval { step, is_refused } => ClosingBlocker::Approval { step, is_refused },
    }
}

fn is_waived(blocker: &ClosingBlocker, waivers: &[Waiver]) -> bool {
    blocker.subject().is_some_and(|subject| waivers.iter().any(|waiver| waiver.subject == subject))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{ApprovalGate, ApprovalStatus, TaskStatus};

    fn facts() -> ClosingFacts<'static> {
        let (notice_on, last_day, legal_end) = (date(2026, 10, 26), date(2026, 11, 24), date(2026, 11, 25));
        ClosingFacts {
            status: Status::Open,
            stage: Stage::Closing,
            dates: Dates { notice_on, last_day, legal_end, access_off_at: None },
            today: legal_end,
            tasks: &[],
            approvals: &[],
            open_items: &[],
            copies_out: &[],
            pointers: &[],
            waivers: &[],
        }
    }

    fn person(last: u8) -> PersonId {
        format!("0193f2a0-0000-7000-8000-0000000000{last:02}").parse().unwrap()
    }

    #[test]
    fn a_departure_with_everything_settled_closes_on_the_day_of_the_legal_end_and_not_before() {
        assert!(closing_blockers(&facts()).is_empty());
        let early = ClosingFacts { today: date(2026, 11, 24), ..facts() };
        assert_eq!(closing_blockers(&early), [ClosingBlocker::NotYetEnded { legal_end: date(2026, 11, 25) }]);
    }

    #[test]
    fn only_an_open_departure_in_its_last_stage_closes() {
        let prepared = ClosingFacts { status: Status::Prepared, ..facts() };
        assert_eq!(closing_blockers(&prepared), [ClosingBlocker::NotOpen]);
        let clearing = ClosingFacts { stage: Stage::Clearing, ..facts() };
        assert_eq!(closing_blockers(&clearing), [ClosingBlocker::StageBefore(Stage::Clearing)]);
    }

    #[test]
    fn required_tasks_and_approvals_block_and_skipped_or_optional_ones_do_not() {
        let task = |id: &str, is_required, status| TaskState {
            id: id.to_owned(),
            stage: Stage::Closing,
            is_required,
            status,
        };
        let tasks = [
            task("certificate-issued", true, TaskStatus::Open),
            task("wages-paid", true, TaskStatus::Done),
            task("seals-returned", true, TaskStatus::Skipped),
            task("farewell-held", false, TaskStatus::Open),
        ];
        let approvals = [ApprovalState {
            step: "decision-hr".into(),
            gate: ApprovalGate::Announce,
            is_required: true,
            status: ApprovalStatus::Pending,
        }];
        let blockers = closing_blockers(&ClosingFacts { tasks: &tasks, approvals: &approvals, ..facts() });
        let approval = ClosingBlocker::Approval { step: "decision-hr".into(), is_refused: false };
        assert_eq!(blockers, [ClosingBlocker::Task("certificate-issued".into()), approval]);
        assert!(blockers[0].may_be_waived() && !blockers[1].may_be_waived());
    }

    #[test]
    fn a_copy_that_is_out_blocks_until_it_is_waived_by_name() {
        let copies = ["GY-0213-A-5".to_owned(), "GY-0213-A-9".to_owned()];
        let subject = WaiverSubject::ControlledCopy(copies[0].clone());
        let waivers = [Waiver::new(subject, person(1), person(2), "已登报声明作废").unwrap()];
        let blocked = ClosingFacts { copies_out: &copies, waivers: &waivers, ..facts() };
        assert_eq!(closing_blockers(&blocked), [ClosingBlocker::ControlledCopy(copies[1].clone())]);
    }

    #[test]
    fn items_and_pointers_block_and_a_waiver_for_one_kind_leaves_the_others() {
        let items = ["热处理参数窗口".to_owned()];
        let pointers = [(PointerKind::Customer, 2), (PointerKind::Report, 0), (PointerKind::Asset, 1)];
        let subject = WaiverSubject::Pointers(PointerKind::Asset);
        let waivers = [Waiver::new(subject, person(1), person(2), "已报废").unwrap()];
        let blocked = ClosingFacts { open_items: &items, pointers: &pointers, waivers: &waivers, ..facts() };
        let customers = ClosingBlocker::Pointer { kind: PointerKind::Customer, count: 2 };
        assert_eq!(closing_blockers(&blocked), [ClosingBlocker::Item(items[0].clone()), customers]);
    }

    #[test]
    fn a_waiver_takes_a_reason_and_somebody_else_than_the_leaver() {
        let subject = || WaiverSubject::Item("x".into());
        assert_eq!(Waiver::new(subject(), person(2), person(2), "原因"), Err(Error::NotByLeaver));
        assert_eq!(Waiver::new(subject(), person(1), person(2), "  "), Err(Error::ReasonNeeded));
    }
}
