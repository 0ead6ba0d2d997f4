//! What is answered, and the sums both ways of answering share.

use super::case::Case;

/// How an answer came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Every possibility was weighed.
    Exact,
    /// Drawn at random so many times.
    Drawn {
        /// How many runs.
        runs: u32,
        /// The seed.
        seed: u64,
    },
}

/// What is estimated for one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PersonOdds {
    /// Probability of leaving when the seeds leave.
    pub p: f64,
    /// That, less the probability when they do not.
    pub lift: f64,
    /// Standard error of `p`; 0 when exact.
    pub se: f64,
    /// Standard error of `lift`; 0 when exact. Both worlds share their draws, so it is small where the lift is.
    pub lift_se: f64,
}

/// A group's leaving together.
#[derive(Debug, Clone, PartialEq)]
pub struct Joint {
    /// Indices of the people.
    pub people: Vec<u32>,
    /// Probability that all of them leave.
    pub probability: f64,
    /// Its standard error; 0 when exact.
    pub se: f64,
}

/// The answer to a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// How it came about.
    pub method: Method,
    /// For each person, in the order of the case.
    pub people: Vec<PersonOdds>,
    /// Expected departures, the seeds counted.
    pub expected: f64,
    /// Its standard error; 0 when exact.
    pub expected_se: f64,
    /// Expected departures among the others beyond what would happen anyway.
    pub expected_extra: f64,
    /// Probability of at least 1, 2, … departures, as far as anybody can be reached.
    pub at_least: Vec<f64>,
    /// One in ten ends with this many departures or fewer.
    pub p10: u32,
    /// One in ten ends with this many departures or more.
    pub p90: u32,
    /// The groups that were asked for.
    pub joint: Vec<Joint>,
}

/// The smallest number of departures whose probability, with all below, reaches `share`.
pub(super) fn quantile(sizes: &[f64], share: f64) -> u32 {
    let mut sum = 0.0;
    for (size, p) in sizes.iter().enumerate() {
        sum += p;
        if sum >= share - 1e-12 {
            return size as u32;
        }
    }
    sizes.len().saturating_sub(1) as u32
}

/// Probability of at least 1, 2, … from that of exactly 0, 1, ….
pub(super) fn at_least(sizes: &[f64]) -> Vec<f64> {
    let mut tail = 0.0;
    let mut answer: Vec<f64> = sizes
        .iter()
        .skip(1)
        .rev()
        .map(|p| {
            tail += p;
            f64::min(tail, 1.0)
        })
        .collect();
    answer.reverse();
    answer
}

/// Sum of the lifts of all who are not seeds.
pub(super) fn extra(case: &Case, people: &[PersonOdds]) -> f64 {
    let mut is_seed = vec![false; people.len()];
    for &seed in &case.parts.seeds {
        is_seed[seed as usize] = true;
    }
    people.iter().zip(is_seed).filter(|(_, seed)| !seed).map(|(odds, _)| odds.lift).sum()
}

/// How many people can be reached at all: seeds, background, and along ties within the horizon.
pub(super) fn reachable(case: &Case) -> usize {
    let people = case.len();
    let mut followers = vec![Vec::new(); people];
    for tie in case.acting() {
        followers[tie.from as usize].push(tie.to);
    }
    let mut seen = vec![false; people];
    let mut front: Vec<u32> = case.parts.seeds.clone();
    front.extend(
        (0..people as u32).filter(|&who| case.parts.background.get(who as usize).is_some_and(|&p| p > 0.0)),
    );
    front.retain(|&who| !std::mem::replace(&mut seen[who as usize], true));
    let mut count = front.len();
    let mut round = 0;
    while !front.is_empty() && case.parts.horizon.is_none_or(|last| round < last) {
        let mut next = Vec::new();
        for &who in &front {
            next.extend(
                followers[who as usize]
                    .iter()
                    .copied()
                    .filter(|&to| !std::mem::replace(&mut seen[to as usize], true)),
            );
        }
        count += next.len();
        front = next;
        round += 1;
    }
    count
}
