//! The exact partial likelihood of discrete times, by the recursion over the risk set.
//!
//! The sum over all ways to choose d of n at risk follows `B(d, n) = B(d, n - 1) + w_n B(d - 1, n - 1)`; its first and
//! second derivatives follow the same recursion.

use super::CoxData;
use crate::{
    linalg::{Square, dot},
    newton::Likelihood,
};

/// One tied event time: the rows at risk and those of them with the event.
struct Tie {
    at_risk: Vec<usize>,
    events: Vec<usize>,
}

/// The exact likelihood of one data set.
pub(crate) struct Exact {
    ties: Vec<Tie>,
    x: Vec<f64>,
    columns: usize,
}

impl Exact {
    /// Lists the risk sets.
    pub(crate) fn of(data: &CoxData<'_>, x: Vec<f64>) -> Self {
        let spells = data.spells;
        let stratum = |row: usize| data.strata.map_or(0, |strata| strata[row]);
        let mut events: Vec<usize> = (0..spells.len()).filter(|&row| spells.event()[row]).collect();
        events.sort_by(|&a, &b| {
            stratum(a).cmp(&stratum(b)).then(spells.exit()[a].total_cmp(&spells.exit()[b]))
        });
        let same =
            |a: &usize, b: &usize| stratum(*a) == stratum(*b) && spells.exit()[*a] == spells.exit()[*b];
        let ties = events
            .chunk_by(same)
            .map(|tied| {
                let time = spells.exit()[tied[0]];
                let is_at_risk = |row: &usize| {
                    stratum(*row) == stratum(tied[0])
                        && spells.exit()[*row] >= time
                        && spells.entry_of(*row) < time
                };
                Tie { at_risk: (0..spells.len()).filter(is_at_risk).collect(), events: tied.to_vec() }
            })
            .collect();
        Self { ties, x, columns: data.design.columns() }
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.x[row * self.columns..(row + 1) * self.columns]
    }

    /// ln B of one tied time with its first and second derivatives.
    fn choose(&self, tie: &Tie, beta: &[f64]) -> (f64, Vec<f64>, Square) {
        let p = self.columns;
        let eta: Vec<f64> = tie.at_risk.iter().map(|&row| dot(self.row(row), beta)).collect();
        let largest = eta.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let d = tie.events.len();
        let mut ways: Vec<Ways> = (0..=d).map(|_| Ways::none(p)).collect();
        ways[0].sum = 1.0;
        for (&row, eta) in tie.at_risk.iter().zip(&eta) {
            let w = (eta - largest).exp();
            for k in (1..=d).rev() {
                let (fewer, now) = ways.split_at_mut(k);
                now[0].add(&fewer[k - 1], w, self.row(row));
            }
        }
        let Ways { sum, first, second } = &ways[d];
        let slope: Vec<f64> = first.iter().map(|value| value / sum).collect();
        let mut curvature = Square::zeros(p);
        for a in 0..p {
            for b in 0..p {
                *curvature.at_mut(a, b) = second.at(a, b) / sum - slope[a] * slope[b];
            }
        }
        (sum.ln() + largest * d as f64, slope, curvature)
    }
}

/// The sum over all ways to choose a number of rows, with its derivatives.
struct Ways {
    sum: f64,
    first: Vec<f64>,
    second: Square,
}

impl Ways {
    fn none(columns: usize) -> Self {
        Self { sum: 0.0, first: vec![0.0; columns], second: Square::zeros(columns) }
    }

    /// Adds the ways that take one row to those of one fewer.
    fn add(&mut self, fewer: &Self, w: f64, x: &[f64]) {
        self.sum += w * fewer.sum;
        for a in 0..x.len() {
            self.first[a] += w * (fewer.first[a] + x[a] * fewer.sum);
            for b in 0..x.len() {
                let cross = fewer.second.at(a, b) + x[a] * fewer.first[b] + x[b] * fewer.first[a];
                *self.second.at_mut(a, b) += w * (cross + x[a] * x[b] * fewer.sum);
            }
        }
    }
}

impl Likelihood for Exact {
    type Work = ();

    fn value(&self, at: &[f64]) -> (f64, ()) {
        let of = |tie: &Tie| {
            let chosen: f64 = tie.events.iter().map(|&row| dot(self.row(row), at)).sum();
            chosen - self.choose(tie, at).0
        };
        (self.ties.iter().map(of).sum(), ())
    }

    fn derivatives(&self, at: &[f64], (): &()) -> (Vec<f64>, Square) {
        let mut gradient = vec![0.0; self.columns];
        let mut information = Square::zeros(self.columns);
        for tie in &self.ties {
            let (_, slope, curvature) = self.choose(tie, at);
            for &row in &tie.events {
                gradient.iter_mut().zip(self.row(row)).for_each(|(sum, x)| *sum += x);
            }
            gradient.iter_mut().zip(slope).for_each(|(sum, part)| *sum -= part);
            information.values.iter_mut().zip(curvature.values).for_each(|(sum, part)| *sum += part);
        }
        (gradient, information)
    }
}
