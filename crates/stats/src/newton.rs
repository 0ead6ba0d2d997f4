//! Newton's method with step halving for concave log-likelihoods, stopped on the gradient.

use crate::{
    Error, Result,
    linalg::{Cholesky, Square, dot},
};

/// A log-likelihood, on covariates of mean 0 and spread 1.
pub(crate) trait Likelihood {
    /// What the value leaves for the derivatives.
    type Work;

    /// The value at a point.
    fn value(&self, at: &[f64]) -> (f64, Self::Work);

    /// Gradient and information (negative second derivatives), at the point the work comes from.
    fn derivatives(&self, at: &[f64], work: &Self::Work) -> (Vec<f64>, Square);
}

/// Where to start, what to add, and when to stop.
pub(crate) struct Plan<'a> {
    /// The ridge term is penalty/2 x², for each coordinate.
    pub(crate) penalty: &'a [f64],
    /// The gradient that counts as zero.
    pub(crate) tolerance: f64,
    /// At most so many steps.
    pub(crate) iterations: usize,
    /// Where to start.
    pub(crate) start: Vec<f64>,
}

/// The maximum.
pub(crate) struct Maximum {
    pub(crate) at: Vec<f64>,
    /// Without the ridge term.
    pub(crate) value: f64,
    /// With the ridge term.
    pub(crate) information: Square,
    /// Gradient and information at the start, without the ridge term.
    pub(crate) first: (f64, Vec<f64>, Square),
}

/// Beyond this many standard deviations of a covariate, a coefficient is on its way to infinity.
const FAR: f64 = 30.0;
/// Information shrunk by so much along a coordinate says the same.
const FLAT: f64 = 1e-8;

/// Climbs to the maximum.
pub(crate) fn maximise<L: Likelihood>(likelihood: &L, plan: &Plan<'_>) -> Result<Maximum> {
    let ridge = |at: &[f64]| 0.5 * at.iter().zip(plan.penalty).map(|(x, p)| p * x * x).sum::<f64>();
    let mut at = plan.start.clone();
    let (mut value, mut work) = likelihood.value(&at);
    let mut first = None;
    for _ in 0..plan.iterations {
        let (mut gradient, mut information) = likelihood.derivatives(&at, &work);
        let (_, _, start) = first.get_or_insert_with(|| (value, gradient.clone(), information.clone()));
        refuse_flat(&at, &information, start, plan)?;
        for (place, penalty) in plan.penalty.iter().enumerate() {
            gradient[place] -= penalty * at[place];
            *information.at_mut(place, place) += penalty;
        }
        if gradient.iter().all(|slope| slope.abs() <= plan.tolerance) {
            let first = first.ok_or(Error::NotConverged { iterations: 0 })?;
            return Ok(Maximum { at, value, information, first });
        }
        let step = Cholesky::of(&information)?.solve(&gradient);
        let before = value - ridge(&at);
        let mut share = 1.0;
        loop {
            let next: Vec<f64> = at.iter().zip(&step).map(|(x, s)| x + share * s).collect();
            let (next_value, next_work) = likelihood.value(&next);
            let gain = next_value - ridge(&next) - before;
            // Close to the top the value cannot show the gain any more: rounding is let pass.
            if gain >= -1e-9 * before.abs().max(1.0) && next_value.is_finite() {
                (at, value, work) = (next, next_value, next_work);
                break;
            }
            share /= 2.0;
            if share < 1e-10 {
                return Err(Error::NotConverged { iterations: plan.iterations });
            }
        }
        // The step's own promise; nothing left to gain and the gradient is as small as rounding lets it be.
        if dot(&step, &gradient) < 1e-26 * before.abs() {
            let (_, mut information) = likelihood.derivatives(&at, &work);
            plan.penalty.iter().enumerate().for_each(|(place, p)| *information.at_mut(place, place) += p);
            let first = first.ok_or(Error::NotConverged { iterations: 0 })?;
            return Ok(Maximum { at, value, information, first });
        }
    }
    match farthest(&at) {
        Some((column, size)) if size > FAR / 3.0 => Err(Error::Separated { column }),
        _ => Err(Error::NotConverged { iterations: plan.iterations }),
    }
}

/// Refuses a likelihood that goes on rising: a coordinate far out, or one along which the information has vanished.
fn refuse_flat(at: &[f64], now: &Square, start: &Square, plan: &Plan<'_>) -> Result<()> {
    let is_flat = |place: usize| {
        plan.penalty[place] == 0.0
            && (at[place].abs() > FAR
                || (at[place].abs() > 3.0 && now.at(place, place) < FLAT * start.at(place, place)))
    };
    if (0..at.len()).any(is_flat) {
        let column = farthest(at).map_or(0, |(column, _)| column);
        return Err(Error::Separated { column });
    }
    Ok(())
}

fn farthest(at: &[f64]) -> Option<(usize, f64)> {
    at.iter().map(|x| x.abs()).enumerate().max_by(|a, b| a.1.total_cmp(&b.1))
}
