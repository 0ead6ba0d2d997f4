//! The smallest set of people without whom more than a given share is lost.
//!
//! A thing is lost when everybody who holds it is in the set; what nobody holds is lost already. The greedy answer is only an
//! upper bound, so the set is searched for: sizes are refuted from below, each by branch and bound, and the answer says
//! whether the search finished ([`Status::Optimal`]) or ran out of its allowance, and which sizes it had refuted by then.
//! The allowance counts steps, not seconds: the same question has the same answer on every machine.

mod search;

use std::collections::{BTreeMap, HashSet};

use search::{Found, Search};

/// Things with a weight, each held by some people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holdings {
    groups: BTreeMap<Vec<u32>, u64>,
    total: u64,
}

impl Holdings {
    /// Adds a thing. The holders need no order and may repeat.
    pub fn add(&mut self, mut holders: Vec<u32>, weight: u64) {
        holders.sort_unstable();
        holders.dedup();
        *self.groups.entry(holders).or_default() += weight;
        self.total += weight;
    }

    /// The weight of everything.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The weight lost when all of these people are gone.
    pub fn lost_without(&self, people: &[u32]) -> u64 {
        let people: HashSet<u32> = people.iter().copied().collect();
        let is_lost = |holders: &Vec<u32>| holders.iter().all(|holder| people.contains(holder));
        self.groups.iter().filter(|(holders, _)| is_lost(holders)).map(|(_, weight)| weight).sum()
    }
}

impl FromIterator<(Vec<u32>, u64)> for Holdings {
    fn from_iter<I: IntoIterator<Item = (Vec<u32>, u64)>>(things: I) -> Self {
        let mut holdings = Self::default();
        for (holders, weight) in things {
            holdings.add(holders, weight);
        }
        holdings
    }
}

/// Whether the set is proven to be as small as any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// No smaller set does it.
    Optimal,
    /// The search ended before it knew.
    Feasible,
}

impl Status {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Optimal => "OPTIMAL",
            Self::Feasible => "FEASIBLE",
        }
    }
}

/// A set that breaks the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breaking {
    /// The people, who loses most first.
    pub people: Vec<u32>,
    /// What is lost without them.
    pub lost: u64,
    /// Whether it is the smallest.
    pub status: Status,
    /// No set is smaller than this.
    pub at_least: usize,
}

/// Steps that a search may take before it says that it does not know: well under a second.
pub const ALLOWANCE: u64 = 40_000_000;

/// Finds the smallest set of people without whom more than `percent` of the weight is lost.
pub fn smallest(holdings: &Holdings, percent: u64, allowance: u64) -> Breaking {
    let needed = needed(holdings.total, percent);
    let upper = greedy(holdings, needed);
    let mut search = Search::new(holdings, needed, allowance);
    for size in search.fewest()..upper.len() {
        match search.find(size) {
            Found::Set(people) if holdings.lost_without(&people) >= needed => {
                return done(holdings, people, Status::Optimal, size);
            }
            Found::None => {}
            Found::Set(_) | Found::Unknown => return done(holdings, upper, Status::Feasible, size),
        }
    }
    let size = upper.len();
    done(holdings, upper, Status::Optimal, size)
}

/// The least weight that is more than the share.
fn needed(total: u64, percent: u64) -> u64 {
    (u128::from(total) * u128::from(percent) / 100 + 1) as u64
}

fn done(holdings: &Holdings, mut people: Vec<u32>, status: Status, at_least: usize) -> Breaking {
    let held = |person: u32| -> u64 {
        let with = holdings.groups.iter().filter(|(holders, _)| holders.contains(&person));
        with.map(|(_, weight)| weight).sum()
    };
    people.sort_by_cached_key(|person| (std::cmp::Reverse(held(*person)), *person));
    let lost = holdings.lost_without(&people);
    Breaking { people, lost, status, at_least }
}

/// Takes whoever adds most, a shared thing counting in part, until it is enough; then puts back whoever was not needed.
fn greedy(holdings: &Holdings, needed: u64) -> Vec<u32> {
    let mut left: Vec<(Vec<u32>, u64)> =
        holdings.groups.iter().map(|(holders, weight)| (holders.clone(), *weight)).collect();
    let mut taken = Vec::new();
    loop {
        left.retain(|(holders, _)| !holders.is_empty());
        let kept: u64 = left.iter().map(|(_, weight)| weight).sum();
        if holdings.total - kept >= needed {
            break;
        }
        let mut gain: BTreeMap<u32, f64> = BTreeMap::new();
        for (holders, weight) in &left {
            for holder in holders {
                *gain.entry(*holder).or_default() += *weight as f64 / holders.len().pow(2) as f64;
            }
        }
        let best = gain.into_iter().max_by(|(a, m), (b, n)| m.total_cmp(n).then(b.cmp(a)));
        let Some((person, _)) = best else { break };
        taken.push(person);
        for (holders, _) in &mut left {
            holders.retain(|holder| *holder != person);
        }
    }
    without_the_needless(holdings, taken, needed)
}

/// Puts back, last first, whoever is not needed for the rest to be enough.
fn without_the_needless(holdings: &Holdings, mut taken: Vec<u32>, needed: u64) -> Vec<u32> {
    let gone: HashSet<u32> = taken.iter().copied().collect();
    let mut lost: Vec<(&Vec<u32>, u64)> =
        holdings.groups.iter().map(|(holders, weight)| (holders, *weight)).collect();
    lost.retain(|(holders, _)| holders.iter().all(|holder| gone.contains(holder)));
    let mut total: u64 = lost.iter().map(|(_, weight)| weight).sum();
    for at in (0..taken.len()).rev() {
        let person = taken[at];
        let with: u64 =
            lost.iter().filter(|(holders, _)| holders.contains(&person)).map(|(_, weight)| weight).sum();
        if total - with >= needed {
            total -= with;
            lost.retain(|(holders, _)| !holders.contains(&person));
            taken.remove(at);
        }
    }
    taken
}

#[cfg(test)]
mod tests;
