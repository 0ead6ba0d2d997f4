//! A person's rate: own past, shrunk to what peers' rates look like.
//!
//! The peers' rates are a mixture of gammas whose weights are learnt, so that two sorts of people in one group are not
//! taken for one sort in the middle. With a gamma for each part everything stays in closed form.

use super::tails::{Counted, ln_gamma};

const SHAPE: f64 = 8.0;
const STEPS: usize = 25;
/// Learning the weights needs no more series than this.
const SAMPLE: usize = 4_000;
const SLIGHT: f64 = 1e-5;

/// Extra variance of counts: factor on the mean, and share of the squared mean per period.
#[derive(Debug, Clone, Copy)]
pub(super) struct Noise {
    pub(super) factor: f64,
    pub(super) square: f64,
}

/// What is known of one series' baseline, in units of the peers' mean rate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Past {
    pub(super) count: f64,
    /// Expected count at the peers' mean rate.
    pub(super) expected: f64,
    /// How many counts of the baseline make up one independent one.
    pub(super) worth: f64,
    /// Variance of the count: factor on the mean, share of the squared mean.
    pub(super) noise: Noise,
}

#[derive(Debug, Clone, Copy)]
struct Part {
    weight: f64,
    shape: f64,
    rate: f64,
}

/// How rates are spread among peers, relative to their mean.
#[derive(Debug, Clone)]
pub(super) struct Peers {
    parts: Vec<Part>,
    /// Rates in equal steps of their logarithm with the logarithm of their share, for noisy counts.
    grid: Vec<(f64, f64)>,
}

/// From this noise of the baseline on rates are summed over instead of integrated in closed form: the gamma is then too
/// far from what a noisy count says.
const NOISY: f64 = 0.01;
const STEP: f64 = 0.09;

impl Peers {
    pub(super) fn learn(pasts: &[Past]) -> Self {
        let spread = spread(pasts);
        let few = pasts.len() < super::common::PEERS_AT_LEAST;
        let shape = if few {
            (1.0 / spread.max(1e-9)).clamp(0.5, 2.0)
        } else {
            (1.0 / spread.max(1e-9)).clamp(0.05, 400.0)
        };
        let mut parts = vec![Part { weight: 1.0, shape, rate: shape }];
        if few {
            return Self { grid: grid(&parts), parts };
        }
        // A grid of narrower gammas beside it takes up what one gamma cannot say.
        let mut sum = 0.0;
        for step in -10..=10 {
            let mean = (0.35 * f64::from(step)).exp();
            let density = ((shape * mean.ln()) - shape * mean).exp();
            sum += density;
            parts.push(Part { weight: density, shape: SHAPE, rate: SHAPE / mean });
        }
        for part in &mut parts[1..] {
            part.weight = 0.4 * (0.9 * part.weight / sum.max(1e-300) + 0.1 / 21.0);
        }
        parts[0].weight = 0.6;
        let mut peers = Self { parts, grid: Vec::new() };
        peers.adapt(pasts);
        peers.grid = grid(&peers.parts);
        peers
    }

    /// Expectation and maximisation, stopped early: a smooth answer generalises better than the most likely one.
    fn adapt(&mut self, pasts: &[Past]) {
        let stride = pasts.len().div_ceil(SAMPLE).max(1);
        let likelihoods: Vec<Vec<f64>> = pasts
            .iter()
            .step_by(stride)
            .map(|past| {
                let logs: Vec<f64> = self.parts.iter().map(|part| part.ln_likelihood(past)).collect();
                let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                logs.iter().map(|log| (log - top).exp()).collect()
            })
            .collect();
        for _ in 0..STEPS {
            let mut sums = vec![0.0; self.parts.len()];
            for row in &likelihoods {
                let all: f64 = self.parts.iter().zip(row).map(|(part, p)| part.weight * p).sum();
                for ((sum, part), p) in sums.iter_mut().zip(&self.parts).zip(row) {
                    *sum += part.weight * p / all;
                }
            }
            for (part, sum) in self.parts.iter_mut().zip(sums) {
                part.weight = sum / likelihoods.len() as f64;
            }
        }
    }

    /// What is known of a person's rate after the baseline.
    pub(super) fn after(&self, past: &Past) -> Known {
        let mut parts: Vec<Part> =
            if past.noise.square >= NOISY { self.points(past) } else { self.gammas(past) };
        let top = parts.iter().map(|part| part.weight).fold(f64::NEG_INFINITY, f64::max);
        let mut sum = 0.0;
        for part in &mut parts {
            part.weight = (part.weight - top).exp();
            sum += part.weight;
        }
        parts.retain(|part| part.weight > SLIGHT * sum);
        let kept: f64 = parts.iter().map(|part| part.weight).sum();
        for part in &mut parts {
            part.weight /= kept;
        }
        Known { parts }
    }
}

impl Peers {
    fn gammas(&self, past: &Past) -> Vec<Part> {
        let parts = self.parts.iter().filter(|part| part.weight > 0.0);
        parts
            .map(|part| Part {
                weight: part.weight.ln() + part.ln_likelihood(past),
                shape: part.shape + past.count / past.worth,
                rate: part.rate + past.expected / past.worth,
            })
            .collect()
    }

    fn points(&self, past: &Past) -> Vec<Part> {
        let points = self.grid.iter();
        points
            .map(|&(rate, ln_share)| {
                let mean = rate * past.expected;
                let variance = past.noise.factor * mean + past.noise.square * mean * mean;
                let seen = Counted::new(mean, variance).ln_of(past.count);
                Part { weight: ln_share + seen, shape: f64::INFINITY, rate: 1.0 / rate }
            })
            .collect()
    }
}

fn grid(parts: &[Part]) -> Vec<(f64, f64)> {
    let points = (-60..=36).map(|step| (STEP * f64::from(step)).exp());
    points
        .map(|rate| {
            let share: f64 = parts
                .iter()
                .map(|part| {
                    let ln = part.shape * (part.rate * rate).ln() - part.rate * rate - ln_gamma(part.shape);
                    part.weight * ln.exp()
                })
                .sum();
            (rate, share.max(1e-300).ln())
        })
        .collect()
}

/// Nodes and weights of the normal distribution (Gauss and Hermite, seven).
const NODES: [(f64, f64); 7] = [
    (-3.750_439_717_725_742, 0.000_548_268_855_972_218),
    (-2.366_759_410_734_541, 0.030_757_123_967_586_5),
    (-1.154_405_394_739_968, 0.240_123_178_605_012_7),
    (0.0, 0.457_142_857_142_857_1),
    (1.154_405_394_739_968, 0.240_123_178_605_012_7),
    (2.366_759_410_734_541, 0.030_757_123_967_586_5),
    (3.750_439_717_725_742, 0.000_548_268_855_972_218),
];

impl Part {
    /// Mean; a point has an infinite shape.
    fn mean(&self) -> f64 {
        if self.is_point() { 1.0 / self.rate } else { self.shape / self.rate }
    }

    fn is_point(&self) -> bool {
        self.shape.is_infinite()
    }

    /// The rate's gamma and the noise's are not one gamma: where both matter the rate is summed over (its cube root is
    /// nearly normal), or the far tail would come out too thin.
    fn over_nodes(&self, mean: f64, window: &Window, tail: impl Fn(Counted) -> f64) -> f64 {
        let each = NODES.iter().map(|(z, weight)| {
            let root = (1.0 - 1.0 / (9.0 * self.shape) + z / (3.0 * self.shape.sqrt())).max(0.0);
            let mean = mean * root.powi(3);
            weight * tail(Counted::new(mean, window.factor * mean + mean * mean * window.square))
        });
        each.sum()
    }

    fn ln_likelihood(&self, past: &Past) -> f64 {
        let (count, expected) = (past.count / past.worth, past.expected / past.worth);
        if expected <= 0.0 {
            return 0.0;
        }
        let all = self.rate + expected;
        ln_gamma(self.shape + count) - ln_gamma(self.shape)
            + self.shape * (self.rate / all).ln()
            + count * (expected / all).ln()
    }
}

/// Variance of relative rates beyond chance, by moments.
fn spread(pasts: &[Past]) -> f64 {
    let (mut excess, mut weight) = (0.0, 0.0);
    for past in pasts.iter().filter(|past| past.expected > 0.0) {
        excess += (past.count - past.expected).powi(2) - past.worth * past.expected;
        weight += past.expected * past.expected;
    }
    if weight > 0.0 { (excess / weight).clamp(1e-4, 20.0) } else { 1.0 }
}

/// A person's rate relative to the peers' mean, as it is known: a mixture of gammas.
#[derive(Debug, Clone)]
pub(super) struct Known {
    parts: Vec<Part>,
}

/// What a window should hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    /// Expected count at the peers' mean rate.
    pub(super) expected: f64,
    /// Factor of the variance on the mean.
    pub(super) factor: f64,
    /// Further variance as a share of the squared mean.
    pub(super) square: f64,
}

impl Known {
    /// Mean and variance.
    pub(super) fn moments(&self) -> (f64, f64) {
        let mean: f64 = self.parts.iter().map(|part| part.weight * part.mean()).sum();
        let square: f64 =
            self.parts.iter().map(|part| part.weight * part.mean().powi(2) * (1.0 + 1.0 / part.shape)).sum();
        (mean, (square - mean * mean).max(1e-12 * mean * mean))
    }

    fn over(&self, window: &Window, tail: impl Fn(Counted) -> f64) -> f64 {
        let each = self.parts.iter().map(|part| {
            let mean = window.expected * part.mean();
            part.weight
                * if !part.is_point() && window.square * part.shape > 0.15 {
                    part.over_nodes(mean, window, &tail)
                } else {
                    let variance = window.factor * mean
                        + mean * mean / part.shape
                        + mean * mean * window.square * (1.0 + 1.0 / part.shape);
                    tail(Counted::new(mean, variance))
                }
        });
        each.sum::<f64>().min(1.0)
    }

    /// Probability of so many or more, that of exactly so many counted half.
    pub(super) fn upper(&self, window: &Window, count: u32) -> f64 {
        self.over(window, |counted| counted.upper(count))
    }

    /// Probability of so many or fewer.
    pub(super) fn lower(&self, window: &Window, count: u32) -> f64 {
        self.over(window, |counted| counted.at_most(count))
    }
}
