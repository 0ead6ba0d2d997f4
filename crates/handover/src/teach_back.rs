//! Teach-back: the receiver says in own words how it is done, and the answers are marked.

use crate::{Error, Result};

codes! {
    /// Whose set a question belongs to.
    QuestionSource {
        /// 接手人的题: what a receiver wants to be able to say.
        Receiver = "receiver",
        /// 主管的题: asked by HR or the line manager.
        Manager = "manager",
        /// 文档里的题: drawn from the note's own structure.
        Note = "note",
    }
}

/// How good an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// Wrong, or the receiver could not say.
    Not,
    /// Right in part.
    Partly,
    /// Right.
    Right,
}

impl Mark {
    /// Every mark, from the lowest.
    pub const ALL: [Self; 3] = [Self::Not, Self::Partly, Self::Right];

    /// The number that is stored, which is also its points.
    pub const fn points(self) -> u8 {
        match self {
            Self::Not => 0,
            Self::Partly => 1,
            Self::Right => 2,
        }
    }

    /// The mark of a stored number.
    pub fn from_points(points: i64) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|mark| i64::from(mark.points()) == points);
        found.ok_or_else(|| Error::UnknownCode { kind: "mark", code: points.to_string() })
    }
}

/// What passing takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassRule {
    /// So many questions at least.
    pub min_questions: usize,
    /// So many of a hundred points at least.
    pub min_percent: usize,
}

impl PassRule {
    /// The rule for an item: what touches the core takes three questions, anything else one; both take four fifths of
    /// the points, and no answer may be wrong altogether.
    pub const fn for_item(is_core: bool) -> Self {
        Self { min_questions: if is_core { 3 } else { 1 }, min_percent: 80 }
    }
}

/// How a teach-back went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TeachBackResult {
    /// How many questions there were.
    pub questions: usize,
    /// How many answers are marked.
    pub marked: usize,
    /// How many answers are right.
    pub right: usize,
    /// Points so far; each question gives two at most.
    pub points: usize,
    /// Whether it is passed; an unmarked answer leaves it open.
    pub is_passed: bool,
}

impl TeachBackResult {
    /// Whether every answer is marked.
    pub const fn is_complete(&self) -> bool {
        self.questions > 0 && self.marked == self.questions
    }
}

/// Marks a teach-back; an answer without a mark is `None`.
pub fn mark_teach_back(marks: &[Option<Mark>], rule: PassRule) -> TeachBackResult {
    let given: Vec<Mark> = marks.iter().flatten().copied().collect();
    let points: usize = given.iter().map(|mark| usize::from(mark.points())).sum();
    let (questions, marked) = (marks.len(), given.len());
    let has_enough = points * 100 >= questions * 2 * rule.min_percent;
    let is_passed = questions >= rule.min_questions.max(1)
        && marked == questions
        && has_enough
        && !given.contains(&Mark::Not);
    let right = given.iter().filter(|mark| **mark == Mark::Right).count();
    TeachBackResult { questions, marked, right, points, is_passed }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CORE: PassRule = PassRule::for_item(true);
    const PLAIN: PassRule = PassRule::for_item(false);

    fn marks(points: &[i64]) -> Vec<Option<Mark>> {
        points.iter().map(|points| Mark::from_points(*points).ok()).collect()
    }

    #[test]
    fn all_right_passes_and_two_of_five_does_not() {
        let result = mark_teach_back(&marks(&[2, 2, 2, 2, 2]), CORE);
        assert!(result.is_passed && result.is_complete());
        let result = mark_teach_back(&marks(&[2, 2, 0, 0, 1]), CORE);
        assert_eq!((result.right, result.points, result.is_passed), (2, 5, false));
    }

    #[test]
    fn four_fifths_of_the_points_pass_and_less_does_not() {
        assert!(mark_teach_back(&marks(&[2, 2, 2, 1, 1]), CORE).is_passed, "8 of 10");
        assert!(!mark_teach_back(&marks(&[2, 2, 1, 1, 1]), CORE).is_passed, "7 of 10");
    }

    #[test]
    fn one_answer_that_is_wrong_altogether_fails_it() {
        assert!(!mark_teach_back(&marks(&[2, 2, 2, 2, 2, 2, 2, 2, 2, 0]), CORE).is_passed);
    }

    #[test]
    fn an_unmarked_answer_leaves_it_open() {
        let result = mark_teach_back(&[Some(Mark::Right), Some(Mark::Right), None], PLAIN);
        assert!(!result.is_passed && !result.is_complete());
        let nothing = mark_teach_back(&[], PLAIN);
        assert!(!nothing.is_passed && !nothing.is_complete());
    }

    #[test]
    fn the_core_is_not_proven_by_one_question() {
        assert!(!mark_teach_back(&marks(&[2, 2]), CORE).is_passed);
        assert!(mark_teach_back(&marks(&[2, 2, 2]), CORE).is_passed);
        assert!(mark_teach_back(&marks(&[2]), PLAIN).is_passed);
    }

    proptest! {
        #[test]
        fn a_better_mark_never_fails_what_passed(points in prop::collection::vec(0i64..3, 1..12), at in 0usize..12) {
            let at = at % points.len();
            let before = mark_teach_back(&marks(&points), PLAIN);
            let mut better = points.clone();
            better[at] = 2;
            prop_assert!(!before.is_passed || mark_teach_back(&marks(&better), PLAIN).is_passed);
        }
    }
}
