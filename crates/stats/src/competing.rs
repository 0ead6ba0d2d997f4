//! Competing causes of leaving: the Aalen–Johansen estimate of the share gone by each cause.
//!
//! One minus Kaplan–Meier of a single cause overstates it, since those gone for another cause cannot leave any more.

use crate::{Error, Result, Spells, curve::moments, linalg::Square};

/// The shares by cause over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Causes {
    /// The distinct exit times.
    pub time: Vec<f64>,
    /// How many are at risk at each.
    pub at_risk: Vec<usize>,
    /// How many leave at each, for any cause.
    pub events: Vec<usize>,
    /// The share that stays.
    pub staying: Vec<f64>,
    /// Its standard error.
    pub se_staying: Vec<f64>,
    /// For each cause, the share gone by it at each time.
    pub gone: Vec<Vec<f64>>,
    /// Their standard errors.
    pub se_gone: Vec<Vec<f64>>,
}

/// Shares by cause. `cause` counts from 0 and is ignored on censored spells.
pub fn aalen_johansen(spells: &Spells, rows: &[usize], cause: &[usize]) -> Result<Causes> {
    if cause.len() != spells.len() {
        return Err(Error::Length { left: cause.len(), right: spells.len() });
    }
    let causes =
        rows.iter().filter(|&&row| spells.event()[row]).map(|&row| cause[row] + 1).max().unwrap_or(0);
    let moments = moments(spells, rows);
    let by_cause =
        events_by_cause(spells, rows, cause, (causes, &moments.iter().map(|m| m.time).collect::<Vec<_>>()));
    let mut answer = Causes {
        time: Vec::new(),
        at_risk: Vec::new(),
        events: Vec::new(),
        staying: Vec::new(),
        se_staying: Vec::new(),
        gone: vec![Vec::new(); causes],
        se_gone: vec![Vec::new(); causes],
    };
    let mut state = State { share: vec![0.0; causes + 1], variance: Square::zeros(causes + 1) };
    state.share[0] = 1.0;
    for (moment, events) in moments.iter().zip(&by_cause) {
        if moment.events > 0 {
            state.step(moment.at_risk as f64, events);
        }
        answer.time.push(moment.time);
        answer.at_risk.push(moment.at_risk);
        answer.events.push(moment.events);
        answer.staying.push(state.share[0]);
        answer.se_staying.push(state.variance.at(0, 0).max(0.0).sqrt());
        for which in 0..causes {
            answer.gone[which].push(state.share[which + 1]);
            answer.se_gone[which].push(state.variance.at(which + 1, which + 1).max(0.0).sqrt());
        }
    }
    Ok(answer)
}

fn events_by_cause(spells: &Spells, rows: &[usize], cause: &[usize], at: (usize, &[f64])) -> Vec<Vec<f64>> {
    let (causes, times) = at;
    let mut counts = vec![vec![0.0; causes]; times.len()];
    for &row in rows.iter().filter(|&&row| spells.event()[row]) {
        let place = times.partition_point(|&time| time < spells.exit()[row]);
        counts[place][cause[row]] += 1.0;
    }
    counts
}

/// The shares in each state (staying first) and their covariance.
struct State {
    share: Vec<f64>,
    variance: Square,
}

impl State {
    /// One time of events: `at_risk` people, `events` of each cause.
    fn step(&mut self, at_risk: f64, events: &[f64]) {
        let order = self.share.len();
        let hazard: Vec<f64> = events.iter().map(|count| count / at_risk).collect();
        let total: f64 = hazard.iter().sum();
        // Each share after the step is a linear map of the shares before it.
        let mut map = Square::zeros(order);
        *map.at_mut(0, 0) = 1.0 - total;
        for which in 1..order {
            *map.at_mut(which, which) = 1.0;
            *map.at_mut(which, 0) = hazard[which - 1];
        }
        self.variance = sandwich(&map, &self.variance);
        self.add_noise(&hazard, total, at_risk);
        self.share = map.times(&self.share);
    }
    /// What chance adds in this step: multinomial draws among those at risk.
    fn add_noise(&mut self, hazard: &[f64], total: f64, at_risk: f64) {
        let weight = self.share[0].powi(2) / at_risk;
        let mean: Vec<f64> = std::iter::once(-total).chain(hazard.iter().copied()).collect();
        for a in 0..mean.len() {
            for b in 0..mean.len() {
                let joint = match (a, b) {
                    (0, 0) => total,
                    (0, other) | (other, 0) => -hazard[other - 1],
                    (a, b) if a == b => hazard[a - 1],
                    _ => 0.0,
                };
                *self.variance.at_mut(a, b) += weight * (joint - mean[a] * mean[b]);
            }
        }
    }
}

/// M V M'.
fn sandwich(map: &Square, variance: &Square) -> Square {
    let order = map.order;
    let mut result = Square::zeros(order);
    for a in 0..order {
        let left: Vec<f64> =
            (0..order).map(|d| (0..order).map(|c| map.at(a, c) * variance.at(c, d)).sum()).collect();
        for b in 0..order {
            *result.at_mut(a, b) = (0..order).map(|d| left[d] * map.at(b, d)).sum();
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_add_up_to_one() {
        let spells = Spells::new(vec![1.0, 2.0, 2.0, 3.0, 4.0], vec![true, true, true, false, true]).unwrap();
        let causes = aalen_johansen(&spells, &[0, 1, 2, 3, 4], &[0, 1, 0, 0, 1]).unwrap();
        for place in 0..causes.time.len() {
            let sum = causes.staying[place] + causes.gone[0][place] + causes.gone[1][place];
            assert!((sum - 1.0).abs() < 1e-15);
        }
        assert!((causes.gone[0][1] - 0.4).abs() < 1e-15);
    }
}
