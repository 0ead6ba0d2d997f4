//! The model card: what an estimate learnt from, and how good it was on periods after those.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// Whether there is an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// There is one.
    Good,
    /// Too few have left to learn from.
    TooFew,
    /// It told leavers from others no better than chance.
    NoSkill,
}

/// The weight of an input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weight {
    /// The input's code.
    pub input: String,
    /// How many times the odds of giving notice in the next month, with its limits, for one unit.
    pub odds: [f64; 3],
    /// The same for a month after the next.
    #[serde(default)]
    pub later: Option<[f64; 3]>,
}

/// How an estimate did for a group of people. Groups that are too small say nothing but that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fairness {
    /// By what people are grouped.
    pub by: String,
    /// Which group; empty for all that are too small.
    pub label: String,
    /// How many people; nothing where there are too few.
    pub people: Option<usize>,
    /// How many leavings.
    pub observed: Option<f64>,
    /// How many were expected.
    pub expected: Option<f64>,
    /// The share of pairs in the right order; nothing where there are too few.
    pub auc: Option<f64>,
}

/// The card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Whether there is an estimate.
    pub standing: Standing,
    /// How many people were looked at for changes.
    pub watched: usize,
    /// How many people the estimate speaks of.
    pub scored: usize,
    /// How many people were left out because they objected or never agreed.
    pub left_out: usize,
    /// Over how many weeks changes were looked for.
    pub weeks: u32,
    /// How many changes stand when everybody is counted together.
    pub flagged: usize,
    /// How many ended it themselves, of whom nobody noted it, and how many ended otherwise.
    pub leavers: [usize; 3],
    /// Person-months it learnt from, and those it was measured on.
    pub rows: [usize; 2],
    /// It learnt from notices from the first to the second of these days, and was measured on those up to the third.
    pub days: [i32; 3],
    /// The share who leave within 30, 90 and 180 days.
    pub base: [f64; 3],
    /// The share of pairs, one who left within 90 days and one who did not, that it put in the right order.
    pub auc: Option<f64>,
    /// Its mean squared error, and that of the base rate as it was known when it learnt.
    pub brier: Option<[f64; 2]>,
    /// By how much its error is the smaller, with the standard error; rows of one person count as one.
    #[serde(default)]
    pub gain: Option<[f64; 2]>,
    /// The slope of what happened on what was estimated (log odds): below 1 the estimates lie too far apart.
    #[serde(default)]
    pub slope: Option<f64>,
    /// How many people left in the months it was measured on.
    #[serde(default)]
    pub measured_leavers: usize,
    /// The mean distance between what was estimated and what happened, over fifths of the estimates.
    pub calibration: Option<f64>,
    /// How many left within 90 days, and how many were expected, over all months measured.
    pub observed: f64,
    /// See there.
    pub expected: f64,
    /// By how many times the odds were changed afterwards, so that the latest closed months add up.
    pub shift: f64,
    /// The inputs.
    pub weights: Vec<Weight>,
    /// Group by group.
    pub fairness: Vec<Fairness>,
    /// How many records did not say when they were made; the day on which they happened was taken.
    pub undated: usize,
}

impl Card {
    /// Whether its error can be told from that of the base rate: smaller is `Greater` in gain, larger is `Less`.
    pub fn told_apart(&self) -> Option<Ordering> {
        let [gain, error] = self.gain?;
        Some(if gain.abs() > 1.96 * error { gain.total_cmp(&0.0) } else { Ordering::Equal })
    }
}
