//! How strong ties are, learnt from a company's own past, or not: a strength is learnt only where two shuffled pasts say that
//! chance, a bad month of a department, or a team that people always leave, would not look the same.
//!
//! A month of a person is at risk; who gave notice in it is compared with everybody else of the same department in the same
//! month, so that what hits a department (a reorganisation, a late bonus) cancels. Weighed is how much was lost in the six
//! months before along ties that stood *then*: a tie that is read off today's list of people is no tie of the past, as those
//! who stayed were moved on and those who left were not. Then
//!
//! 1. the network is shuffled: the people of a department change places in it, who left when stays (do ties say anything?);
//! 2. the times are shuffled: those who left change months, who left stays (is it more than teams that lose people all along?).
//!
//! What is learnt is an association. A shock that hits one manager's people alone, and once, looks the same in any record.

mod fit;
mod grid;
mod network;
#[cfg(test)]
mod tests;
mod times;

use grid::Grid;

/// With fewer departures nothing is learnt: no shuffling could tell them from chance.
pub const DEPARTURES_AT_LEAST: usize = 50;
/// Fewer departures that could be compared with others of their department and month, exposed differently, say nothing.
pub const COMPARED_AT_LEAST: usize = 10;
/// Both shuffles must make what was seen rarer than this.
pub const RARER_THAN: f64 = 0.05;

/// Where somebody stood from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// From which day.
    pub from: i32,
    /// The department.
    pub department: u32,
    /// To whom the person reported, by place in the past's list.
    pub manager: Option<u32>,
}

/// One employment of the past. Days are counted from any fixed day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Career {
    /// The first day.
    pub hired: i32,
    /// The day of the notice.
    pub gone: Option<i32>,
    /// Whether the person ended it.
    pub is_own: bool,
    /// Where the person stood, the earliest first, as it was recorded at the time.
    pub places: Vec<Place>,
}

/// What is known of the past.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Past {
    /// From which day on places were recorded.
    pub from: i32,
    /// The last day.
    pub until: i32,
    /// Everybody who was there.
    pub careers: Vec<Career>,
}

/// How close two people are taken to be by each tie; the common strength is what is learnt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Closeness {
    /// From a manager who leaves to a report.
    pub report: f64,
    /// To somebody with the same manager.
    pub peer: f64,
    /// From a report who leaves to the manager.
    pub boss: f64,
}

/// How to shuffle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shuffles {
    /// How often; the smallest p-value is one over this plus one.
    pub count: u32,
    /// The seed.
    pub seed: u64,
}

impl Default for Shuffles {
    fn default() -> Self {
        Self { count: 199, seed: 1 }
    }
}

/// Whether a strength was learnt, or why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Too few left while ties were recorded.
    TooFew,
    /// Within departments and months everybody was exposed alike.
    NoContrast,
    /// Shuffled pasts look the same.
    NotDistinct,
    /// It was learnt.
    Learnt,
}

/// What the past says of ties.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Learnt {
    /// Whether a strength was learnt.
    pub verdict: Verdict,
    /// How many left by their own decision while ties were recorded.
    pub departures: usize,
    /// How many of them could be compared with others who were exposed differently.
    pub compared: usize,
    /// Lower limit, estimate, upper limit (95 %) of the relative lift after the loss of a tie of closeness 1. Given wherever
    /// it could be reckoned, to be used only where the verdict is `Learnt`.
    pub lift: Option<[f64; 3]>,
    /// How often the shuffled network shows as much.
    pub p_network: Option<f64>,
    /// How often shuffled times show as much.
    pub p_times: Option<f64>,
    /// How often was shuffled.
    pub shuffles: u32,
}

impl Learnt {
    /// The larger of the two: the one that is told.
    pub fn p(&self) -> Option<f64> {
        Some(self.p_network?.max(self.p_times?))
    }
}

/// Learns from the past. The same past and seed give the same answer on any number of threads.
pub fn learn(past: &Past, closeness: Closeness, how: Shuffles) -> Learnt {
    let grid = Grid::of(past);
    let mut learnt = Learnt {
        verdict: Verdict::TooFew,
        departures: grid.leavers.len(),
        compared: 0,
        lift: None,
        p_network: None,
        p_times: None,
        shuffles: how.count,
    };
    if learnt.departures < DEPARTURES_AT_LEAST {
        return learnt;
    }
    let seen = fit::weigh(&grid, &grid.exposure(closeness, None));
    learnt.compared = seen.compared();
    let Some(score) = seen.score().filter(|_| learnt.compared >= COMPARED_AT_LEAST) else {
        learnt.verdict = Verdict::NoContrast;
        return learnt;
    };
    let p_network = network::p(&grid, (closeness, score), how);
    let p_times = times::p(&grid, closeness, how);
    learnt.lift = seen.lift();
    (learnt.p_network, learnt.p_times) = (Some(p_network), Some(p_times));
    let is_distinct = p_network <= RARER_THAN && p_times <= RARER_THAN;
    learnt.verdict = if is_distinct && learnt.lift.is_some_and(|[_, lift, _]| lift > 0.0) {
        Verdict::Learnt
    } else {
        Verdict::NotDistinct
    };
    learnt
}
