//! What in a handover needs somebody now, told from the records alone.

use app::Cx;
use handover::Standing;
use kernel::ItemId;
use store::handover::plan::{JointSession, Obstacle, StageAssessment};

use super::view::{ItemLine, Rows};

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What kind of thing.
    pub kind: NeedKind,
    /// The item it is about; nothing when it is about the whole handover.
    pub item: Option<ItemId>,
    /// What it is about, in the words of the records: the item's title, the obstacle, the session.
    pub title: String,
    /// How pressing: the item's weight, more for what is late.
    rank: i64,
}

/// What kind of thing needs doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NeedKind {
    /// The latest teach-back was not passed: so many right of so many.
    NotPassed {
        /// Right answers.
        right: usize,
        /// Questions.
        questions: usize,
    },
    /// An attempt waits for its marks; whose.
    ToMark(String),
    /// A core item of which nothing is proven.
    NotStarted {
        /// Only the leaver knows it.
        is_sole: bool,
        /// The hours that it takes.
        hours: i64,
    },
    /// So many passages of the note are not clear.
    Unclear(usize),
    /// So much in a core item's note is vague or missing; what stands in the first place of it.
    Vague {
        /// Errors and warnings of the check.
        count: i64,
        /// The words to begin with.
        first: String,
    },
    /// A receiver or the questioner is missing.
    Receivers,
    /// It was planned to be done by now.
    Late,
    /// Something is said that nothing proves.
    ClaimOnly,
    /// An obstacle is overdue, or nobody owns it.
    Obstacle,
    /// A session is over and nobody wrote down what came of it.
    SessionOpen,
    /// A stage assessment is due.
    AssessmentDue,
}

/// Everything that needs somebody, the most pressing first; an item is named once, for its worst trouble.
pub(super) fn needs(
    cx: &Cx,
    rows: &Rows,
    lines: &[ItemLine],
    (sessions, assessments, obstacles): (&[JointSession], &[StageAssessment], &[Obstacle]),
) -> Vec<Need> {
    let mut needs: Vec<Need> = lines.iter().filter_map(|line| of_item(rows, line)).collect();
    needs.extend(obstacles.iter().filter_map(|obstacle| of_obstacle(cx, obstacle)));
    needs.extend(sessions.iter().filter_map(|session| of_session(cx, session)));
    needs.extend(assessments.iter().filter_map(|assessment| of_assessment(cx, assessment)));
    needs.sort_by_key(|need| std::cmp::Reverse(need.rank));
    needs
}

fn of_item(rows: &Rows, line: &ItemLine) -> Option<Need> {
    let nothing_proven = line.stages.iter().all(|standing| *standing != Standing::Proven);
    let waiting = rows.waiting.iter().find(|waiting| waiting.item_id == line.item.id);
    let has_claim = line.stages.contains(&Standing::Claimed);
    let (kind, more) = match line.teach {
        Some(score) if !score.is_passed && line.stages[3] != Standing::Proven => {
            (NeedKind::NotPassed { right: score.right, questions: score.questions }, 40)
        }
        _ if waiting.is_some() => (NeedKind::ToMark(waiting?.person_name.clone()), 30),
        _ if nothing_proven && line.item.is_core => {
            (NeedKind::NotStarted { is_sole: line.is_sole, hours: line.item.hours }, 35)
        }
        _ if line.unclear > 0 => (NeedKind::Unclear(line.unclear), 20),
        _ if line.item.is_core && line.findings() > 0 => (vague(line), 18),
        _ if line.gaps.iter().any(|gap| gap.is_fault()) => (NeedKind::Receivers, 15),
        _ if line.is_late => (NeedKind::Late, 15),
        _ if has_claim => (NeedKind::ClaimOnly, 5),
        _ => return None,
    };
    let rank = line.item.weight + more;
    Some(Need { kind, item: Some(line.item.id), title: line.item.title.clone(), rank })
}

fn vague(line: &ItemLine) -> NeedKind {
    let first = line.note.as_ref().map(|note| note.first_text.clone()).unwrap_or_default();
    NeedKind::Vague { count: line.findings(), first }
}

fn of_obstacle(cx: &Cx, obstacle: &Obstacle) -> Option<Need> {
    let is_overdue = obstacle.due_on.is_some_and(|due| due < cx.today());
    let needs = obstacle.removed_at.is_none() && (is_overdue || obstacle.owner_id.is_none());
    needs.then(|| Need {
        kind: NeedKind::Obstacle,
        item: obstacle.item_id,
        title: obstacle.what.clone(),
        rank: 100,
    })
}

fn of_session(cx: &Cx, session: &JointSession) -> Option<Need> {
    let is_over = cx.day_of(session.starts_at) < cx.today();
    let needs = is_over && session.held_at.is_none() && !session.is_cancelled;
    needs.then(|| Need {
        kind: NeedKind::SessionOpen,
        item: session.item_id,
        title: session.title.clone(),
        rank: 60,
    })
}

fn of_assessment(cx: &Cx, assessment: &StageAssessment) -> Option<Need> {
    let needs = assessment.assessed_at.is_none() && assessment.due_on <= cx.today();
    needs.then(|| Need {
        kind: NeedKind::AssessmentDue,
        item: None,
        title: assessment.goal_receivers.clone(),
        rank: 90,
    })
}
