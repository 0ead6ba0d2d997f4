//! What a computation keeps of a person, as it is stored.

use kernel::Date;
use serde::{Deserialize, Serialize};

/// Everything that is said of a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// For 30, 90 and 180 days: lower limit, probability, upper limit. Nothing where there is no estimate.
    pub chances: Option<[[f64; 3]; 3]>,
    /// What raises it against how the person is usually, the most first.
    pub factors: Vec<FactorSaid>,
    /// How many records of each stream there were lately, and how many the own past let expect.
    pub recent: Vec<(String, u32, Option<f64>)>,
    /// The changes that were found.
    pub changes: Vec<Change>,
    /// The signs.
    pub signs: Vec<SignSaid>,
    /// The kind of leaver the person would be (B1).
    pub kind: String,
    /// Months of service.
    pub months: i32,
    /// How the records ran.
    pub course: Vec<Course>,
    /// What losing the person would cost.
    pub cost: Cost,
}

/// An input that raises the estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactorSaid {
    /// Its code.
    pub input: String,
    /// By how many times it changes the odds.
    pub odds: f64,
    /// The probability for 90 days were it as usual; nothing for what cannot be otherwise.
    pub without: Option<f64>,
}

/// A change against the own past.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Of which records.
    pub stream: String,
    /// Whether there are more.
    pub is_rise: bool,
    /// Since when, most probably.
    pub since: Date,
    /// Lower limit, factor, upper limit.
    pub factor: [f64; 3],
    /// How often chance alone would show as much.
    pub p: f64,
    /// Whether it stands when everybody is counted together.
    pub is_flagged: bool,
}

/// A sign that is there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignSaid {
    /// Its code.
    pub sign: String,
    /// The place of the change it rests on.
    pub change: Option<usize>,
    /// How many records it rests on, where it counts.
    pub count: u32,
}

/// How records ran, four weeks to a point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// Of which records.
    pub stream: String,
    /// The first day.
    pub from: Date,
    /// How many in each four weeks.
    pub counts: Vec<Option<u32>>,
    /// Between which counts four weeks usually lie.
    pub band: Option<(u32, u32)>,
    /// How many a week were usual.
    pub a_week: f64,
    /// After how many weeks a doubling, and a halving, shows.
    pub shows_after: [Option<u32>; 2],
}

/// What losing a person costs, in its parts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// How many items nobody else can do, and of what weight.
    pub alone: usize,
    /// See there.
    pub alone_weight: i64,
    /// The weight of the whole register.
    pub whole_weight: i64,
    /// The weightiest of them by name.
    pub items: Vec<String>,
    /// How many of them are core processes: what is secret and hangs on one.
    pub core: usize,
    /// Whether the post is critical.
    pub is_critical: bool,
    /// How many others hold the same post.
    pub same_post: usize,
    /// How many people could be next for what is held alone.
    pub next: usize,
    /// Customers and suppliers in the person's care, and those who know nobody else of ours.
    pub customers: usize,
    /// See there.
    pub customers_alone: usize,
    /// The points of each part.
    pub points: Parts,
}

/// How the cost is added up: each part with the most it can be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// What the person alone knows, of 40: against whoever holds most alone.
    pub knowledge: i64,
    /// A critical post: 20.
    pub post: i64,
    /// Nobody else in the post: 15.
    pub successor: i64,
    /// Customers who know nobody else: 5 each, up to 15.
    pub customers: i64,
    /// Core processes that only this person commands: 5 each, up to 10.
    pub secrecy: i64,
}

impl Parts {
    /// The sum, of 100.
    pub const fn sum(&self) -> i64 {
        self.knowledge + self.post + self.successor + self.customers + self.secrecy
    }
}

impl Cost {
    /// With its points; `most` is the weight of whoever holds most alone.
    pub(super) fn weighed(mut self, most: i64) -> Self {
        let few =
            |count: usize, most: i64| (i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(5)).min(most);
        self.points = Parts {
            knowledge: if most > 0 { self.alone_weight * 40 / most } else { 0 },
            post: if self.is_critical { 20 } else { 0 },
            successor: if self.same_post == 0 { 15 } else { 0 },
            customers: few(self.customers_alone, 15),
            secrecy: few(self.core, 10),
        };
        self
    }
}
