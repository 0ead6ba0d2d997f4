//! Whom to talk to first: whose staying would avoid the most departures.
//!
//! Greedy over drawn worlds: in each world what is lost with a person is counted by walking it again without them, so
//! two people on the same path are not both counted for what lies behind. The count is exact for the worlds drawn; the
//! choice of several is greedy, as keeping people is not a submodular question (two may each be worth little and
//! together much).

use rayon::prelude::*;

use super::{case::Case, graph::Graph, random::Run, simulate::Runs};

/// More worlds than this tell little more.
const WORLDS_AT_MOST: u32 = 4_000;
/// Steps of walking for all worlds together; beyond it fewer worlds are drawn.
const STEPS_AT_MOST: u64 = 2_000_000_000;

/// One person to talk to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Talk {
    /// Index of the person.
    pub who: u32,
    /// Expected departures avoided if this person stays, those before in the list staying too.
    pub avoided: f64,
    /// Its standard error.
    pub se: f64,
    /// In how many drawn worlds this was counted.
    pub worlds: u32,
}

/// The first people to talk to, most avoided first; fewer than asked for when nobody else would leave.
pub fn talk_first(case: &Case, how: Runs, people: usize) -> Vec<Talk> {
    let graph = Graph::new(case);
    let mut worlds = draw(case, &graph, how);
    let mut is_seed = vec![false; case.len()];
    for &seed in &case.parts.seeds {
        is_seed[seed as usize] = true;
    }
    let mut losses: Vec<Vec<u32>> = worlds.par_iter().map(|world| world.losses(case, &is_seed)).collect();
    let mut chosen = Vec::new();
    while chosen.len() < people {
        let Some(talk) = best(case, &worlds, &losses) else { break };
        chosen.push(talk);
        worlds.par_iter_mut().zip(&mut losses).for_each(|(world, loss)| {
            if world.keep(talk.who) {
                *loss = world.losses(case, &is_seed);
            }
        });
    }
    chosen
}

/// Who leaves in one run, and along which ties.
#[derive(Debug)]
struct World {
    people: Vec<u32>,
    /// Position in `people` of each who leaves by themselves.
    sources: Vec<u32>,
    /// For each position, who is led to leave.
    followers: Vec<Vec<u32>>,
    kept: Vec<bool>,
}

fn draw(case: &Case, graph: &Graph, how: Runs) -> Vec<World> {
    let wanted = how.runs.clamp(1, WORLDS_AT_MOST);
    // A small sample tells how large worlds are, so that the work stays bounded and the same everywhere.
    let sample = wanted.min(32);
    let make = |run: u32| World::new(case, graph, Run::new(how.seed, u64::from(run)));
    let mut worlds: Vec<World> = (0..sample).into_par_iter().map(make).collect();
    let cost: u64 = worlds.iter().map(World::cost).sum::<u64>() / u64::from(sample) + 1;
    let affordable = u32::try_from(STEPS_AT_MOST / cost).unwrap_or(u32::MAX);
    let rest: Vec<World> = (sample..wanted.min(affordable).max(sample)).into_par_iter().map(make).collect();
    worlds.extend(rest);
    worlds
}

fn best(case: &Case, worlds: &[World], losses: &[Vec<u32>]) -> Option<Talk> {
    let mut sums = vec![(0_u64, 0_u64); case.len()];
    for (world, loss) in worlds.iter().zip(losses) {
        for (&who, &lost) in world.people.iter().zip(loss) {
            let sum = &mut sums[who as usize];
            sum.0 += u64::from(lost);
            sum.1 += u64::from(lost).pow(2);
        }
    }
    // Of equals the first in the case's order.
    let (who, &(sum, squares)) =
        sums.iter().enumerate().max_by(|left, right| left.1.0.cmp(&right.1.0).then(right.0.cmp(&left.0)))?;
    if sum == 0 {
        return None;
    }
    let count = worlds.len() as f64;
    let avoided = sum as f64 / count;
    let variance = (squares as f64 / count - avoided * avoided).max(0.0);
    Some(Talk { who: who as u32, avoided, se: (variance / count).sqrt(), worlds: worlds.len() as u32 })
}

impl World {
    fn new(case: &Case, graph: &Graph, run: Run) -> Self {
        let mut world =
            Self { people: Vec::new(), sources: Vec::new(), followers: Vec::new(), kept: Vec::new() };
        let mut place = std::collections::HashMap::new();
        let mut add = |people: &mut Vec<u32>, who: u32| {
            *place.entry(who).or_insert_with(|| {
                people.push(who);
                people.len() as u32 - 1
            })
        };
        let mut sources = case.parts.seeds.clone();
        graph.each_background(run, |who| sources.push(who));
        for who in sources {
            let at = add(&mut world.people, who);
            if at as usize == world.sources.len() {
                world.sources.push(at);
            }
        }
        let (mut at, mut round) = (0, 0);
        while at < world.people.len() && case.parts.horizon.is_none_or(|last| round < last) {
            let end = world.people.len();
            while at < end {
                let mut followers = Vec::new();
                let who = world.people[at];
                graph.each_follower(run, who, |to| followers.push(add(&mut world.people, to)));
                world.followers.push(followers);
                at += 1;
            }
            round += 1;
        }
        world.followers.resize(world.people.len(), Vec::new());
        world.kept = vec![false; world.people.len()];
        world
    }

    fn cost(&self) -> u64 {
        let ties: usize = self.followers.iter().map(Vec::len).sum();
        let inner = self.followers.iter().filter(|followers| !followers.is_empty()).count();
        (inner * (ties + self.people.len()) + self.people.len()) as u64
    }

    /// Marks somebody as staying; whether that changes this world.
    fn keep(&mut self, who: u32) -> bool {
        match self.people.iter().position(|&other| other == who) {
            Some(at) => !std::mem::replace(&mut self.kept[at], true),
            None => false,
        }
    }

    /// For each position, how many fewer leave when that person stays too.
    fn losses(&self, case: &Case, is_seed: &[bool]) -> Vec<u32> {
        let mut walk = vec![0; self.people.len()];
        let now = self.count(case, u32::MAX, &mut walk, 1);
        let leaves_now: Vec<bool> = walk.iter().map(|&mark| mark == 1).collect();
        let mut losses = vec![0; self.people.len()];
        for at in 0..self.people.len() {
            if !leaves_now[at] || is_seed[self.people[at] as usize] {
                continue;
            }
            losses[at] = if self.followers[at].is_empty() {
                1
            } else {
                now - self.count(case, at as u32, &mut walk, at as u32 + 2)
            };
        }
        losses
    }

    /// How many leave when `without` stays.
    fn count(&self, case: &Case, without: u32, walk: &mut [u32], mark: u32) -> u32 {
        let mut left = Vec::new();
        let mut reach = |left: &mut Vec<u32>, who: u32| {
            if who != without && !self.kept[who as usize] && walk[who as usize] != mark {
                walk[who as usize] = mark;
                left.push(who);
            }
        };
        for &source in &self.sources {
            reach(&mut left, source);
        }
        let (mut at, mut round) = (0, 0);
        while at < left.len() && case.parts.horizon.is_none_or(|last| round < last) {
            let end = left.len();
            while at < end {
                for &to in &self.followers[left[at] as usize] {
                    reach(&mut left, to);
                }
                at += 1;
            }
            round += 1;
        }
        left.len() as u32
    }
}
