//! How and when to look: the share of false alarms that is accepted, the baseline, the looks after it.

use crate::{Error, Result};

pub(super) const WEEKS_A_YEAR: usize = 52;

/// How to look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    pub(super) q: f64,
    pub(super) baseline: usize,
    pub(super) look: usize,
    /// Besides what comes near to being flagged, what has at most this p-value is listed.
    pub(super) listed: f64,
}

impl Default for Rule {
    fn default() -> Self {
        Self { q: 0.10, baseline: 52, look: 13, listed: 0.0 }
    }
}

impl Rule {
    /// `q` is the share of false alarms that is accepted, over both directions together.
    pub fn new(q: f64, baseline_weeks: u32, look_weeks: u32) -> Result<Self> {
        let wrong = |problem: &str| Err(Error::Whole { problem: problem.to_owned() });
        if !(q > 0.0 && q < 1.0) {
            return wrong("q is a share of false alarms: above 0 and below 1");
        }
        if !(4..=520).contains(&baseline_weeks) {
            return wrong("the baseline is 4 to 520 weeks long");
        }
        if !(1..=104).contains(&look_weeks) {
            return wrong("a look is taken every 1 to 104 weeks");
        }
        Ok(Self { q, baseline: baseline_weeks as usize, look: look_weeks as usize, listed: 0.0 })
    }

    /// Lists, flagged or not, whatever chance alone shows with at most this probability: for a company of few people, in
    /// which hardly anything stands among everybody.
    #[must_use]
    pub fn listing(self, p_at_most: f64) -> Self {
        Self { listed: p_at_most, ..self }
    }

    pub(super) fn looks_a_year(&self) -> usize {
        ((WEEKS_A_YEAR + self.look / 2) / self.look).max(1)
    }

    /// How many periods back a window reaches, each a good deal longer than the one before.
    pub(super) fn lengths(&self) -> Vec<usize> {
        let mut lengths = vec![1];
        while let Some(&last) = lengths.last() {
            let next = (last + 1).max(last * 4 / 3);
            if next > self.looks_a_year() {
                break;
            }
            lengths.push(next);
        }
        lengths
    }
}

/// The weeks cut into periods that end with the baseline and with each look.
#[derive(Debug)]
pub(super) struct Calendar {
    offset: usize,
    pub(super) look: usize,
    pub(super) baseline_periods: usize,
    pub(super) looks: usize,
    pub(super) periods: usize,
    baseline: usize,
}

impl Calendar {
    pub(super) fn new(weeks: usize, rule: &Rule) -> Self {
        let baseline_periods = rule.baseline.div_ceil(rule.look);
        let looks = weeks.saturating_sub(rule.baseline) / rule.look;
        Self {
            offset: baseline_periods * rule.look - rule.baseline,
            look: rule.look,
            baseline_periods,
            looks,
            periods: baseline_periods + looks,
            baseline: rule.baseline,
        }
    }

    /// The period of a week; none when no look closes it.
    pub(super) fn period(&self, week: usize) -> Option<usize> {
        Some((week + self.offset) / self.look).filter(|&period| period < self.periods)
    }

    /// Last week of a look, looks numbered from 0.
    pub(super) fn last_week(&self, look: usize) -> usize {
        self.baseline + (look + 1) * self.look - 1
    }
}
