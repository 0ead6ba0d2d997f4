//! The answer by drawing: many runs, each a function of seed and number of run, summed as whole numbers.

use rayon::prelude::*;

use super::{
    answer::{Answer, Joint, Method, PersonOdds, extra, quantile, reachable},
    case::Case,
    graph::Graph,
    random::Run,
};

/// How often to draw, and from what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Runs {
    /// How many runs, at least one.
    pub runs: u32,
    /// The seed.
    pub seed: u64,
}

impl Default for Runs {
    fn default() -> Self {
        Self { runs: 200_000, seed: 1 }
    }
}

/// Answers by drawing. The same seed gives the same answer to the last bit, whatever the number of threads.
pub fn simulate(case: &Case, how: Runs) -> Answer {
    let graph = Graph::new(case);
    let runs = how.runs.max(1);
    let threads = rayon::current_num_threads().min(runs as usize).max(1) as u32;
    let counts = (0..threads)
        .into_par_iter()
        .map(|part| {
            let mut counts = Counts::new(case);
            let mut walk = Walk::new(graph.people());
            for run in (part..runs).step_by(threads as usize) {
                counts.add(case, &graph, Run::new(how.seed, u64::from(run)), &mut walk);
            }
            counts
        })
        .reduce_with(|sum, more| sum.merge(&more))
        .unwrap_or_else(|| Counts::new(case));
    counts.into_answer(case, Runs { runs, seed: how.seed })
}

/// Who has left in the run at hand; a stamp instead of clearing, so that a run costs what it reaches.
#[derive(Debug)]
struct Walk {
    stamp: Vec<u32>,
    epoch: u32,
    left: Vec<u32>,
}

impl Walk {
    fn new(people: usize) -> Self {
        Self { stamp: vec![0; people], epoch: 0, left: Vec::new() }
    }

    fn start(&mut self) {
        self.left.clear();
        if self.epoch == u32::MAX {
            self.stamp.fill(0);
            self.epoch = 0;
        }
        self.epoch += 1;
    }

    fn has_left(&self, who: u32) -> bool {
        self.stamp[who as usize] == self.epoch
    }

    /// Everybody who leaves in this run, in `left`.
    fn go(&mut self, case: &Case, graph: &Graph, run: Run, seeds: &[u32]) {
        self.start();
        let Self { stamp, epoch, left } = self;
        let mut reach = |who: u32| {
            let mark = &mut stamp[who as usize];
            if *mark != *epoch {
                *mark = *epoch;
                left.push(who);
            }
        };
        seeds.iter().copied().for_each(&mut reach);
        graph.each_background(run, reach);
        let (mut at, mut round) = (0, 0);
        while at < self.left.len() && case.parts.horizon.is_none_or(|last| round < last) {
            let end = self.left.len();
            while at < end {
                let who = self.left[at];
                at += 1;
                let Self { stamp, epoch, left } = self;
                graph.each_follower(run, who, |to| {
                    let mark = &mut stamp[to as usize];
                    if *mark != *epoch {
                        *mark = *epoch;
                        left.push(to);
                    }
                });
            }
            round += 1;
        }
    }
}

/// What is counted over runs.
#[derive(Debug)]
struct Counts {
    with: Vec<u32>,
    /// Without the seeds; empty when then nobody would leave.
    without: Vec<u32>,
    sizes: Vec<u64>,
    joint: Vec<u32>,
}

impl Counts {
    fn new(case: &Case) -> Self {
        let has_background = case.parts.background.iter().any(|&p| p > 0.0);
        Self {
            with: vec![0; case.len()],
            without: if has_background { vec![0; case.len()] } else { Vec::new() },
            sizes: Vec::new(),
            joint: vec![0; case.parts.joint.len()],
        }
    }

    fn add(&mut self, case: &Case, graph: &Graph, run: Run, walk: &mut Walk) {
        walk.go(case, graph, run, &case.parts.seeds);
        for &who in &walk.left {
            self.with[who as usize] += 1;
        }
        let size = walk.left.len();
        if self.sizes.len() <= size {
            self.sizes.resize(size + 1, 0);
        }
        self.sizes[size] += 1;
        for (count, group) in self.joint.iter_mut().zip(&case.parts.joint) {
            *count += u32::from(group.iter().all(|&who| walk.has_left(who)));
        }
        if graph.has_background() {
            walk.go(case, graph, run, &[]);
            for &who in &walk.left {
                self.without[who as usize] += 1;
            }
        }
    }

    fn merge(mut self, other: &Self) -> Self {
        add_each(&mut self.with, &other.with);
        add_each(&mut self.without, &other.without);
        add_each(&mut self.joint, &other.joint);
        if self.sizes.len() < other.sizes.len() {
            self.sizes.resize(other.sizes.len(), 0);
        }
        for (sum, more) in self.sizes.iter_mut().zip(&other.sizes) {
            *sum += more;
        }
        self
    }

    fn into_answer(self, case: &Case, how: Runs) -> Answer {
        let runs = f64::from(how.runs);
        let share = |count: u32| f64::from(count) / runs;
        let error = |p: f64| (p * (1.0 - p) / runs).max(0.0).sqrt();
        let people: Vec<PersonOdds> = (0..case.len())
            .map(|who| {
                let p = share(self.with[who]);
                // Whoever leaves without the seeds leaves with them too (same draws), so the lift is a share itself.
                let without = self.without.get(who).copied().unwrap_or(0);
                let lift = share(self.with[who] - without);
                PersonOdds { p, lift, se: error(p), lift_se: error(lift) }
            })
            .collect();
        let (expected, expected_se) = mean(&self.sizes, runs);
        let mut sizes: Vec<f64> = self.sizes.iter().map(|&count| count as f64 / runs).collect();
        sizes.resize(sizes.len().max(reachable(case) + 1), 0.0);
        let joint = case.parts.joint.iter().zip(&self.joint).map(|(group, &count)| {
            let probability = share(count);
            Joint { people: group.clone(), probability, se: error(probability) }
        });
        Answer {
            method: Method::Drawn { runs: how.runs, seed: how.seed },
            expected,
            expected_se,
            expected_extra: extra(case, &people),
            at_least: cumulated(&self.sizes, sizes.len() - 1, runs),
            p10: quantile(&sizes, 0.1),
            p90: quantile(&sizes, 0.9),
            joint: joint.collect(),
            people,
        }
    }
}

fn add_each(sums: &mut [u32], more: &[u32]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

/// Summed as whole numbers, so that what always happened is exactly 1.
fn cumulated(sizes: &[u64], upto: usize, runs: f64) -> Vec<f64> {
    let mut tail = 0;
    let mut answer: Vec<f64> = (1..=upto)
        .rev()
        .map(|size| {
            tail += sizes.get(size).copied().unwrap_or(0);
            tail as f64 / runs
        })
        .collect();
    answer.reverse();
    answer
}

fn mean(sizes: &[u64], runs: f64) -> (f64, f64) {
    let (mut sum, mut squares) = (0_u128, 0_u128);
    for (size, &count) in sizes.iter().enumerate() {
        sum += size as u128 * u128::from(count);
        squares += (size as u128).pow(2) * u128::from(count);
    }
    let mean = sum as f64 / runs;
    let variance = (squares as f64 / runs - mean * mean).max(0.0);
    (mean, (variance / runs).sqrt())
}
