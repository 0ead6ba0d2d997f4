//! The baseline hazard, and how sure it is.

use super::{Cox, CoxData, fit::Evaluated};
use crate::Result;

/// The cumulative hazard of a stratum for a row with the mean of every column.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// The event times.
    pub time: Vec<f64>,
    /// The cumulative hazard at each.
    pub hazard: Vec<f64>,
    /// Its variance, that of the coefficients included.
    pub variance: Vec<f64>,
}

impl Baseline {
    /// The cumulative hazard at a time; 0 before the first event.
    pub fn at(&self, time: f64) -> f64 {
        self.place(time).map_or(0.0, |place| self.hazard[place])
    }

    /// The variance at a time.
    pub fn variance_at(&self, time: f64) -> f64 {
        self.place(time).map_or(0.0, |place| self.variance[place])
    }

    fn place(&self, time: f64) -> Option<usize> {
        self.time.partition_point(|&other| other <= time).checked_sub(1)
    }

    /// The cumulative hazard for a row with every column 0 instead.
    pub fn at_zero(&self, cox: &Cox) -> Vec<f64> {
        let factor = cox.linear(&vec![0.0; cox.coef.len()]).exp();
        self.hazard.iter().map(|hazard| hazard * factor).collect()
    }
}

/// The baseline of each stratum, after Efron or Breslow like the fit.
pub fn baseline(data: &CoxData<'_>, cox: &Cox) -> Result<Vec<Baseline>> {
    let evaluated = Evaluated::of(data, cox)?;
    let partial = evaluated.partial(data, cox);
    let work = partial.work(&evaluated.at);
    let shares = partial.shares(&work.sums);
    let p = partial.columns;
    let down = (-work.shift).exp();
    let of = |bins: &[usize]| {
        let (mut hazard, mut own) = (0.0, 0.0);
        // How the hazard moves with each coefficient, on the original scale.
        let mut slope = vec![0.0; p];
        let mut answer = Baseline { time: Vec::new(), hazard: Vec::new(), variance: Vec::new() };
        for (bin, share) in shares.iter().enumerate().take(bins[1]).skip(bins[0]) {
            hazard += share.a * down;
            own += share.c0 * down * down;
            for (column, slope) in slope.iter_mut().enumerate() {
                let (s, d) = (work.sums.s1[bin * p + column], work.sums.d1[bin * p + column]);
                *slope += (share.c0 * s - share.c1 * d) * down * cox.scale[column];
            }
            answer.time.push(evaluated.timeline.time[bin]);
            answer.hazard.push(hazard);
            answer.variance.push(own + cox.covariance.quadratic(&finite(&slope)));
        }
        answer
    };
    Ok(evaluated.timeline.strata.windows(2).map(of).collect())
}

/// A constant column has infinite scale and moves nothing.
fn finite(slope: &[f64]) -> Vec<f64> {
    slope.iter().map(|value| if value.is_finite() { *value } else { 0.0 }).collect()
}
