//! Putting deeds in order: by day, within a day as one thing follows from another, spread over the working hours.

use kernel::Date;

use super::{Deed, Draft, Step};
use crate::days::instant;

/// Work begins at 8:20 …
const FIRST_MINUTE: i32 = 8 * 60 + 20;
/// … and what is done is spread over so many minutes.
const MINUTES: i32 = 560;

/// The deeds of all departures with their instants.
pub(super) fn by_time(mut drafts: Vec<Draft>) -> Vec<Step> {
    drafts.sort_by_key(|draft| (draft.day, rank(&draft.deed)));
    let mut steps = Vec::with_capacity(drafts.len());
    let mut rest = drafts.into_iter().peekable();
    while let Some(first) = rest.next() {
        let day = first.day;
        let mut of_day = vec![first];
        while let Some(next) = rest.next_if(|draft| draft.day == day) {
            of_day.push(next);
        }
        steps.extend(spread(day, of_day));
    }
    steps
}

fn spread(day: Date, drafts: Vec<Draft>) -> impl Iterator<Item = Step> {
    let count = i32::try_from(drafts.len()).unwrap_or(i32::MAX).max(1);
    drafts.into_iter().zip(0..).map(move |(draft, place)| {
        let Draft { departure, actor, deed, .. } = draft;
        let minute = FIRST_MINUTE + MINUTES.saturating_mul(place) / count;
        Step { departure, actor, at: instant(day, minute), deed }
    })
}

/// What must come before what on the same day.
fn rank(deed: &Deed) -> u8 {
    match deed {
        Deed::Open { .. } => 0,
        Deed::ListItems { .. } => 1,
        Deed::Receivers { .. } => 2,
        Deed::Goal { .. } | Deed::Schedule => 3,
        Deed::Approve { .. } | Deed::Promise { .. } => 4,
        Deed::Accept { .. } | Deed::PlanSession(_) | Deed::PlanAssessment { .. } => 5,
        Deed::Finish { .. } | Deed::Skip { .. } => 6,
        Deed::HoldSession { .. } | Deed::MakeNotice { .. } => 7,
        Deed::Say { stage: handover::Stage::Explained, .. }
        | Deed::RefusedInPerson { .. }
        | Deed::Mailed { .. }
        | Deed::CameBack { .. } => 8,
        Deed::Note { .. } => 9,
        Deed::Say { stage: handover::Stage::Written, .. } => 10,
        Deed::Say { stage: handover::Stage::Practised, .. } => 11,
        Deed::Ask { .. } | Deed::Unclear { .. } => 12,
        Deed::Answer { .. } | Deed::AnswerUnclear { .. } => 13,
        Deed::Mark { .. } => 14,
        Deed::Say { stage: handover::Stage::Independent, .. } => 15,
        Deed::SignOff { .. } | Deed::EnterFact { .. } => 16,
        Deed::IssueSettlement | Deed::Obstacle { .. } | Deed::Assess { .. } | Deed::KeepPromise { .. } => 17,
        Deed::Settle { .. } | Deed::Pay { .. } => 18,
        Deed::Advance => 19,
        Deed::Withdraw { .. } | Deed::Close => 20,
    }
}
