//! The answer by weighing every possibility.
//!
//! Who is certain to leave in round 0 is set apart, the others fall into parts that share no tie and are solved one by
//! one: a Markov chain over (who has left, who has just left), round by round. Equal states meet, so that the work grows
//! with the states and not with the subsets of ties.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use super::{
    answer::{Answer, Joint, Method, PersonOdds, at_least, extra, quantile, reachable},
    case::{Case, Model},
};
use crate::{Error, Result};

/// Beyond so many steps from state to state drawing is the better way.
const STEPS_AT_MOST: u64 = 80_000_000;
/// Beyond so many states at a time memory would not do.
const STATES_AT_MOST: usize = 6_000_000;
/// A sum of weights this close to 1 is 1.
const CERTAIN: f64 = 1e-12;

/// Answers exactly, or says that the case is too large for it.
pub fn exact(case: &Case) -> Result<Answer> {
    let with = solve(case, &case.parts.seeds)?;
    let without = solve(case, &[])?;
    let people: Vec<PersonOdds> = with
        .people
        .iter()
        .zip(&without.people)
        .map(|(&p, &rest)| PersonOdds { p, lift: p - rest, se: 0.0, lift_se: 0.0 })
        .collect();
    let mut sizes = with.sizes;
    sizes.resize(reachable(case) + 1, 0.0);
    let joint = case.parts.joint.iter().zip(&with.joint);
    Ok(Answer {
        method: Method::Exact,
        expected: people.iter().map(|odds| odds.p).sum(),
        expected_se: 0.0,
        expected_extra: extra(case, &people),
        at_least: at_least(&sizes),
        p10: quantile(&sizes, 0.1),
        p90: quantile(&sizes, 0.9),
        joint: joint
            .map(|(group, &probability)| Joint { people: group.clone(), probability, se: 0.0 })
            .collect(),
        people,
    })
}

/// Probabilities of one world.
#[derive(Debug)]
pub(super) struct World {
    pub(super) people: Vec<f64>,
    sizes: Vec<f64>,
    joint: Vec<f64>,
}

/// One world: these seeds, exactly.
pub(super) fn solve(case: &Case, seeds: &[u32]) -> Result<World> {
    let setting = Setting::new(case, seeds);
    let mut world = World {
        people: setting.start.iter().map(|&p| if p >= 1.0 { 1.0 } else { 0.0 }).collect(),
        sizes: vec![0.0; setting.certain],
        joint: vec![1.0; case.parts.joint.len()],
    };
    world.sizes.push(1.0);
    let mut covered = vec![0; case.parts.joint.len()];
    for (count, group) in covered.iter_mut().zip(&case.parts.joint) {
        *count = group.iter().filter(|&&who| setting.start[who as usize] >= 1.0).count();
    }
    let mut budget = STEPS_AT_MOST;
    for part in setting.parts() {
        let found = match part.len() {
            0..=64 => setting.solve_part::<1>(case, &part, &mut budget),
            65..=256 => setting.solve_part::<4>(case, &part, &mut budget),
            257..=1024 => setting.solve_part::<16>(case, &part, &mut budget),
            _ => Err(too_large()),
        }?;
        for (&who, p) in part.iter().zip(&found.people) {
            // What is certain stays certain, however many sums it went through.
            world.people[who as usize] = if *p > 1.0 - CERTAIN { 1.0 } else { *p };
        }
        world.sizes = convolve(&world.sizes, &found.sizes);
        for (at, group) in case.parts.joint.iter().enumerate() {
            let here = group.iter().filter(|who| part.contains(who)).count();
            if here > 0 {
                world.joint[at] *= found.joint[at];
                covered[at] += here;
            }
        }
    }
    for (at, group) in case.parts.joint.iter().enumerate() {
        if covered[at] < group.len() {
            world.joint[at] = 0.0;
        }
    }
    Ok(world)
}

/// The ties of a case, seen from one world.
struct Setting {
    model: Model,
    /// Probability of leaving in round 0.
    start: Vec<f64>,
    /// How many are certain to.
    certain: usize,
    /// Who may act on each person, those certain from the start left out.
    into: Vec<Vec<(u32, f64)>>,
    /// What those certain from the start bring to each person: probability of staying, or weight.
    first: Vec<f64>,
    reached: Vec<bool>,
}

impl Setting {
    fn new(case: &Case, seeds: &[u32]) -> Self {
        let people = case.len();
        let mut start = case.parts.background.clone();
        start.resize(people, 0.0);
        for &seed in seeds {
            start[seed as usize] = 1.0;
        }
        let is_threshold = case.parts.model == Model::Threshold;
        let mut into = vec![Vec::new(); people];
        let mut first = vec![if is_threshold { 0.0 } else { 1.0 }; people];
        for tie in case.acting() {
            let to = tie.to as usize;
            if start[to] >= 1.0 {
                continue;
            }
            if start[tie.from as usize] < 1.0 {
                into[to].push((tie.from, tie.p));
            } else if is_threshold {
                first[to] += tie.p;
            } else {
                first[to] *= 1.0 - tie.p;
            }
        }
        let certain = start.iter().filter(|&&p| p >= 1.0).count();
        let mut setting =
            Self { model: case.parts.model, start, certain, into, first, reached: vec![false; people] };
        setting.reach();
        setting
    }

    /// The probability with which the first round brings somebody to leave, whoever else does.
    fn first_pull(&self, who: usize) -> f64 {
        if self.model == Model::Threshold { self.first[who] } else { 1.0 - self.first[who] }
    }

    fn reach(&mut self) {
        let mut out = vec![Vec::new(); self.into.len()];
        for (to, ties) in self.into.iter().enumerate() {
            for &(from, _) in ties {
                out[from as usize].push(to);
            }
        }
        let begins =
            |who: &usize| self.start[*who] < 1.0 && (self.start[*who] > 0.0 || self.first_pull(*who) > 0.0);
        let mut stack: Vec<usize> = (0..self.into.len()).filter(begins).collect();
        while let Some(who) = stack.pop() {
            if !std::mem::replace(&mut self.reached[who], true) {
                stack.extend(&out[who]);
            }
        }
    }

    /// Groups of reachable people that no tie joins.
    fn parts(&self) -> Vec<Vec<u32>> {
        let people = self.into.len();
        let mut beside = vec![Vec::new(); people];
        for (to, ties) in self.into.iter().enumerate() {
            for &(from, _) in ties.iter().filter(|(from, _)| self.reached[to] && self.reached[*from as usize])
            {
                beside[to].push(from);
                beside[from as usize].push(to as u32);
            }
        }
        let mut seen = vec![false; people];
        let mut parts = Vec::new();
        for who in 0..people {
            if !self.reached[who] || seen[who] {
                continue;
            }
            let mut part = Vec::new();
            let mut stack = vec![who as u32];
            while let Some(next) = stack.pop() {
                if !std::mem::replace(&mut seen[next as usize], true) {
                    part.push(next);
                    stack.extend(&beside[next as usize]);
                }
            }
            part.sort_unstable();
            parts.push(part);
        }
        parts
    }

    fn solve_part<const W: usize>(&self, case: &Case, part: &[u32], budget: &mut u64) -> Result<Found> {
        let mut chain = Chain::<W>::new(self, case, part);
        let mut states = chain.beginning(budget)?;
        let mut round = 0;
        while !states.is_empty() && case.parts.horizon.is_none_or(|last| round < last) {
            round += 1;
            if case.parts.horizon == Some(round) {
                chain.last_round(states, round == 1);
                return Ok(chain.found);
            }
            states = chain.round(states, round == 1, budget)?;
        }
        for (state, p) in states {
            chain.finish(&state.left, p);
        }
        Ok(chain.found)
    }
}

/// What one part came to.
#[derive(Debug)]
struct Found {
    people: Vec<f64>,
    sizes: Vec<f64>,
    joint: Vec<f64>,
}

type Bits<const W: usize> = [u64; W];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct State<const W: usize> {
    left: Bits<W>,
    just: Bits<W>,
}

/// States with their probability. The hasher is fixed: sums are added in the same order each time.
type States<const W: usize> = HashMap<State<W>, f64, BuildHasherDefault<Folding>>;

struct Chain<const W: usize> {
    is_threshold: bool,
    start: Vec<f64>,
    first: Vec<f64>,
    into: Vec<Vec<(u32, f64)>>,
    joint: Vec<Bits<W>>,
    found: Found,
}

impl<const W: usize> Chain<W> {
    fn new(setting: &Setting, case: &Case, part: &[u32]) -> Self {
        let local: HashMap<u32, u32> = part.iter().enumerate().map(|(at, &who)| (who, at as u32)).collect();
        let into = part.iter().map(|&who| {
            let ties = setting.into[who as usize].iter();
            ties.filter_map(|(from, p)| local.get(from).map(|&at| (at, *p))).collect()
        });
        let joint = case.parts.joint.iter().map(|group| {
            let mut bits = [0; W];
            group.iter().filter_map(|who| local.get(who)).for_each(|&at| set(&mut bits, at));
            bits
        });
        Self {
            is_threshold: setting.model == Model::Threshold,
            start: part.iter().map(|&who| setting.start[who as usize]).collect(),
            first: part.iter().map(|&who| setting.first[who as usize]).collect(),
            into: into.collect(),
            joint: joint.collect(),
            found: Found {
                people: vec![0.0; part.len()],
                sizes: vec![0.0; part.len() + 1],
                joint: vec![0.0; case.parts.joint.len()],
            },
        }
    }

    /// Round 0: who leaves for reasons of their own.
    fn beginning(&self, budget: &mut u64) -> Result<States<W>> {
        let open: Vec<(u32, f64)> =
            self.start.iter().enumerate().filter(|(_, p)| **p > 0.0).map(|(at, &p)| (at as u32, p)).collect();
        let mut states = States::default();
        spread(&open, [0; W], 1.0, &mut |just, p| {
            *states.entry(State { left: just, just }).or_insert(0.0) += p;
            spend(budget, states.len())
        })?;
        Ok(states)
    }

    fn round(&mut self, states: States<W>, is_first: bool, budget: &mut u64) -> Result<States<W>> {
        let mut next = States::default();
        let mut open = Vec::new();
        for (state, p) in states {
            self.pulled(&state, is_first, &mut open);
            if open.is_empty() {
                self.finish(&state.left, p);
                continue;
            }
            let mut ended = 0.0;
            spread(&open, [0; W], p, &mut |just, p| {
                if just == [0; W] {
                    ended += p;
                } else {
                    let left = union(&state.left, &just);
                    *next.entry(State { left, just }).or_insert(0.0) += p;
                }
                spend(budget, next.len())
            })?;
            if ended > 0.0 {
                self.finish(&state.left, ended);
            }
        }
        Ok(next)
    }

    /// In the last round nobody acts on anybody any more: those who may leave are independent, and their sums follow
    /// without going through every subset of them.
    fn last_round(&mut self, states: States<W>, is_first: bool) {
        let mut open = Vec::new();
        for (state, p) in states {
            self.pulled(&state, is_first, &mut open);
            let mut size = 0;
            for (who, sum) in self.found.people.iter_mut().enumerate() {
                if has(&state.left, who as u32) {
                    *sum += p;
                    size += 1;
                }
            }
            let mut more = vec![p];
            let mut reached = state.left;
            for &(who, q) in &open {
                self.found.people[who as usize] += p * q;
                more = convolve(&more, &[1.0 - q, q]);
                set(&mut reached, who);
            }
            for (sum, p) in self.found.sizes[size..].iter_mut().zip(&more) {
                *sum += p;
            }
            for (sum, group) in self.found.joint.iter_mut().zip(&self.joint) {
                if union(&reached, group) == reached {
                    let among = open.iter().filter(|(who, _)| has(group, *who));
                    *sum += among.fold(p, |p, (_, q)| p * q);
                }
            }
        }
    }

    /// Who may leave now, and how probably.
    fn pulled(&self, state: &State<W>, is_first: bool, open: &mut Vec<(u32, f64)>) {
        open.clear();
        for (who, ties) in self.into.iter().enumerate() {
            if has(&state.left, who as u32) {
                continue;
            }
            let q = if self.is_threshold {
                self.pull_by_threshold(who, ties, state, is_first)
            } else {
                let stay = if is_first { self.first[who] } else { 1.0 };
                let acting = ties.iter().filter(|(from, _)| has(&state.just, *from));
                1.0 - acting.fold(stay, |stay, (_, p)| stay * (1.0 - p))
            };
            if q > 0.0 {
                open.push((who as u32, q));
            }
        }
    }

    /// The threshold is known to lie above the weight lost before: what is added now counts against what is left.
    fn pull_by_threshold(&self, who: usize, ties: &[(u32, f64)], state: &State<W>, is_first: bool) -> f64 {
        let (mut old, mut new) = if is_first { (0.0, self.first[who]) } else { (self.first[who], 0.0) };
        for &(from, weight) in ties {
            if has(&state.just, from) {
                new += weight;
            } else if has(&state.left, from) {
                old += weight;
            }
        }
        if new <= 0.0 {
            0.0
        } else if old + new > 1.0 - CERTAIN {
            1.0
        } else {
            new / (1.0 - old)
        }
    }

    fn finish(&mut self, left: &Bits<W>, p: f64) {
        let mut size = 0;
        for (who, sum) in self.found.people.iter_mut().enumerate() {
            if has(left, who as u32) {
                *sum += p;
                size += 1;
            }
        }
        self.found.sizes[size] += p;
        for (sum, group) in self.found.joint.iter_mut().zip(&self.joint) {
            if union(left, group) == *left {
                *sum += p;
            }
        }
    }
}

/// Every subset of those who may leave, with its probability.
fn spread<const W: usize>(
    open: &[(u32, f64)],
    just: Bits<W>,
    p: f64,
    take: &mut impl FnMut(Bits<W>, f64) -> Result<()>,
) -> Result<()> {
    let Some((&(who, q), rest)) = open.split_first() else {
        return take(just, p);
    };
    if q < 1.0 {
        spread(rest, just, p * (1.0 - q), take)?;
    }
    let mut more = just;
    set(&mut more, who);
    spread(rest, more, p * q, take)
}

fn spend(budget: &mut u64, states: usize) -> Result<()> {
    *budget = budget.saturating_sub(1);
    if *budget == 0 || states > STATES_AT_MOST { Err(too_large()) } else { Ok(()) }
}

fn too_large() -> Error {
    Error::Whole {
        problem: "has too many possibilities to weigh them all; leave --exact away and draw".to_owned(),
    }
}

fn convolve(left: &[f64], right: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; left.len() + right.len() - 1];
    for (at, p) in left.iter().enumerate().filter(|(_, p)| **p > 0.0) {
        for (more, q) in right.iter().enumerate() {
            sum[at + more] += p * q;
        }
    }
    sum
}

fn set<const W: usize>(bits: &mut Bits<W>, at: u32) {
    bits[(at / 64) as usize] |= 1 << (at % 64);
}

fn has<const W: usize>(bits: &Bits<W>, at: u32) -> bool {
    bits[(at / 64) as usize] >> (at % 64) & 1 == 1
}

fn union<const W: usize>(left: &Bits<W>, right: &Bits<W>) -> Bits<W> {
    std::array::from_fn(|at| left[at] | right[at])
}

/// A hasher without a secret: quick, and the same in every process.
#[derive(Default)]
struct Folding(u64);

impl Hasher for Folding {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = super::random::mix(self.0.rotate_left(5) ^ value);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
