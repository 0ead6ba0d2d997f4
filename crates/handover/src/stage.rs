//! The four stages of an item, and what proves them: explained → written → practised → independent.

use kernel::Date;

use crate::{Error, Result};

codes! {
    /// A stage of an item.
    Stage {
        /// 讲解: explained to the receivers.
        Explained = "explained",
        /// 成文: written down.
        Written = "written",
        /// 跟做: practised under the leaver's eyes.
        Practised = "practised",
        /// 独立: done by the receiver alone.
        Independent = "independent",
    }
}

impl Stage {
    /// The stage after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.iter().copied().find(|stage| *stage > self)
    }

    /// The stage before this one.
    pub fn previous(self) -> Option<Self> {
        Self::ALL.iter().copied().rev().find(|stage| *stage < self)
    }
}

/// The share of an item that counts as handed over once a stage is proven.
///
/// Only a receiver who can do it counts in full. As in the planner's objective, what is taught and written but not
/// proven in practice is worth a quarter, and a first proof in practice six tenths; an explanation that nobody wrote
/// down is worth less than a quarter, since it goes with memory.
pub(crate) const fn credit(stage: Option<Stage>) -> f64 {
    match stage {
        None => 0.0,
        Some(Stage::Explained) => 0.15,
        Some(Stage::Written) => 0.25,
        Some(Stage::Practised) => 0.60,
        Some(Stage::Independent) => 1.0,
    }
}

codes! {
    /// What stands behind a stage.
    Evidence {
        /// Nothing: the stage is claimed.
        None = "none",
        /// Words that say where to look.
        Words = "words",
        /// A joint session that was held.
        Session = "session",
        /// A version of the handover note.
        Note = "note",
        /// A file: a sheet, a recording, the result of a task done alone.
        Attachment = "attachment",
        /// A teach-back that was passed.
        PassedTeachBack = "passed-teach-back",
        /// A teach-back that was not passed, or is not marked.
        OpenTeachBack = "open-teach-back",
    }
}

impl Evidence {
    /// Whether it proves a stage.
    ///
    /// Independence is proven by a passed teach-back or by a task done alone with its file, never by words alone.
    pub fn proves(self, stage: Stage) -> bool {
        match self {
            Self::None | Self::OpenTeachBack => false,
            Self::Attachment | Self::PassedTeachBack => true,
            Self::Words | Self::Session | Self::Note => stage != Stage::Independent,
        }
    }
}

/// That somebody said a stage was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageFact {
    /// The stage.
    pub stage: Stage,
    /// When it was reached.
    pub on: Date,
    /// What stands behind it.
    pub evidence: Evidence,
}

impl StageFact {
    fn is_proven(self) -> bool {
        self.evidence.proves(self.stage)
    }
}

/// How a stage is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Nobody said that it is reached.
    NotYet,
    /// Somebody said so, and nothing proves it.
    Claimed,
    /// It is proven.
    Proven,
}

/// How a stage stands on a date.
pub fn standing(facts: &[StageFact], stage: Stage, as_of: Date) -> Standing {
    let facts = facts.iter().filter(|fact| fact.stage == stage && fact.on <= as_of);
    facts
        .map(|fact| if fact.is_proven() { Standing::Proven } else { Standing::Claimed })
        .max()
        .unwrap_or(Standing::NotYet)
}

/// The highest stage that is proven on a date.
///
/// A proof of a later stage covers the earlier ones: whoever passes the teach-back has had it explained.
pub fn proven_stage(facts: &[StageFact], as_of: Date) -> Option<Stage> {
    facts.iter().filter(|fact| fact.on <= as_of && fact.is_proven()).map(|fact| fact.stage).max()
}

/// The highest stage that somebody claims on a date, proven or not.
pub fn claimed_stage(facts: &[StageFact], as_of: Date) -> Option<Stage> {
    facts.iter().filter(|fact| fact.on <= as_of).map(|fact| fact.stage).max()
}

/// Whether a stage may be set: in its order, not in the future, not before the stage it follows.
///
/// A stage that was only claimed may be set again with its proof.
pub fn check_stage(facts: &[StageFact], new: &StageFact, today: Date) -> Result<()> {
    if new.on > today {
        return Err(Error::InFuture);
    }
    if facts.iter().any(|fact| fact.stage == new.stage && fact.is_proven()) {
        return Err(Error::AlreadyProven);
    }
    for stage in Stage::ALL.iter().copied().filter(|stage| *stage < new.stage) {
        let first = facts.iter().filter(|fact| fact.stage == stage).map(|fact| fact.on).min();
        let previous = first.ok_or(Error::StageOutOfOrder { missing: stage })?;
        if new.on < previous {
            return Err(Error::BeforePrevious { previous });
        }
    }
    Ok(())
}

/// Whether a stage may be taken back: it is set, and no later one is.
pub fn check_undo(facts: &[StageFact], stage: Stage) -> Result<()> {
    if let Some(later) = facts.iter().map(|fact| fact.stage).filter(|later| *later > stage).max() {
        return Err(Error::LaterStageSet { later });
    }
    if facts.iter().any(|fact| fact.stage == stage) { Ok(()) } else { Err(Error::StageNotSet) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn on(day: i8) -> Date {
        date(2026, 11, day)
    }

    fn fact(stage: Stage, day: i8, evidence: Evidence) -> StageFact {
        StageFact { stage, on: on(day), evidence }
    }

    #[test]
    fn stages_are_set_in_their_order() {
        let explained = fact(Stage::Explained, 3, Evidence::Session);
        let written = fact(Stage::Written, 4, Evidence::Note);
        assert_eq!(check_stage(&[], &explained, on(5)), Ok(()));
        assert_eq!(
            check_stage(&[], &written, on(5)),
            Err(Error::StageOutOfOrder { missing: Stage::Explained })
        );
        assert_eq!(check_stage(&[explained], &written, on(5)), Ok(()));
        let independent = fact(Stage::Independent, 5, Evidence::PassedTeachBack);
        assert_eq!(
            check_stage(&[explained, written], &independent, on(5)),
            Err(Error::StageOutOfOrder { missing: Stage::Practised })
        );
    }

    #[test]
    fn a_stage_is_reached_neither_in_the_future_nor_before_the_one_it_follows() {
        let explained = fact(Stage::Explained, 3, Evidence::Session);
        assert_eq!(check_stage(&[], &explained, on(2)), Err(Error::InFuture));
        assert_eq!(check_stage(&[], &explained, on(3)), Ok(()), "today is not the future");
        let early = fact(Stage::Written, 2, Evidence::Note);
        assert_eq!(check_stage(&[explained], &early, on(9)), Err(Error::BeforePrevious { previous: on(3) }));
        let same_day = fact(Stage::Written, 3, Evidence::Note);
        assert_eq!(check_stage(&[explained], &same_day, on(9)), Ok(()));
    }

    #[test]
    fn a_claimed_stage_can_be_proven_later_and_a_proven_one_is_not_set_again() {
        let claimed = fact(Stage::Explained, 3, Evidence::None);
        let proof = fact(Stage::Explained, 4, Evidence::Session);
        assert_eq!(check_stage(&[claimed], &proof, on(9)), Ok(()));
        assert_eq!(check_stage(&[claimed, proof], &proof, on(9)), Err(Error::AlreadyProven));
        assert_eq!(standing(&[claimed, proof], Stage::Explained, on(3)), Standing::Claimed);
        assert_eq!(standing(&[claimed, proof], Stage::Explained, on(4)), Standing::Proven);
        assert_eq!(standing(&[claimed, proof], Stage::Explained, on(2)), Standing::NotYet);
    }

    #[test]
    fn independence_takes_a_passed_teach_back_or_a_task_done_alone_with_its_file() {
        for (evidence, proves) in [
            (Evidence::None, false),
            (Evidence::Words, false),
            (Evidence::Session, false),
            (Evidence::Note, false),
            (Evidence::OpenTeachBack, false),
            (Evidence::Attachment, true),
            (Evidence::PassedTeachBack, true),
        ] {
            assert_eq!(evidence.proves(Stage::Independent), proves, "{evidence}");
        }
    }

    #[test]
    fn a_stage_without_evidence_is_claimed_and_earns_nothing() {
        let facts = [fact(Stage::Explained, 3, Evidence::None), fact(Stage::Written, 4, Evidence::None)];
        assert_eq!(proven_stage(&facts, on(9)), None);
        assert_eq!(claimed_stage(&facts, on(9)), Some(Stage::Written));
    }

    #[test]
    fn the_proof_of_a_later_stage_covers_the_earlier_ones() {
        let facts = [fact(Stage::Explained, 3, Evidence::None), fact(Stage::Written, 4, Evidence::Note)];
        assert_eq!(proven_stage(&facts, on(4)), Some(Stage::Written));
        assert_eq!(standing(&facts, Stage::Explained, on(4)), Standing::Claimed);
    }

    #[test]
    fn stages_are_taken_back_from_the_last_one_on() {
        let facts = [fact(Stage::Explained, 3, Evidence::Session), fact(Stage::Written, 4, Evidence::Note)];
        assert_eq!(check_undo(&facts, Stage::Explained), Err(Error::LaterStageSet { later: Stage::Written }));
        assert_eq!(check_undo(&facts, Stage::Written), Ok(()));
        assert_eq!(check_undo(&facts[..1], Stage::Written), Err(Error::StageNotSet));
    }

    #[test]
    fn every_stage_is_worth_more_than_the_one_before() {
        let credits: Vec<f64> =
            [None].into_iter().chain(Stage::ALL.iter().copied().map(Some)).map(credit).collect();
        assert!(credits.is_sorted_by(|a, b| a < b));
        assert_eq!((credits[0].to_bits(), credits[4].to_bits()), (0.0_f64.to_bits(), 1.0_f64.to_bits()));
    }
}
