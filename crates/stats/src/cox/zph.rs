//! Is the effect of a covariate the same at all times? Score tests against a coefficient that changes with time.

use super::{Cox, CoxData, fit::Evaluated};
use crate::{
    Result,
    curve::{Limits, kaplan_meier},
    linalg::{Cholesky, dot},
    special::chi_square_upper,
};

/// With what function of time the coefficient might change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Transform {
    /// One minus the survival just before: every part of the data weighs the same.
    #[default]
    Survival,
    /// Time itself.
    Identity,
    /// The logarithm of time.
    Log,
}

/// One chi-square statistic for each column (one degree of freedom) and one for all together.
#[derive(Debug, Clone, PartialEq)]
pub struct Proportionality {
    /// For each column.
    pub chi_square: Vec<f64>,
    /// For all together.
    pub global: f64,
    /// The chance of the latter if all effects are constant.
    pub global_p: f64,
}

/// Tests each column and all together.
pub fn proportionality(data: &CoxData<'_>, cox: &Cox, transform: Transform) -> Result<Proportionality> {
    let evaluated = Evaluated::of(data, cox)?;
    let partial = evaluated.partial(data, cox);
    let work = partial.work(&evaluated.at);
    let shares = partial.shares(&work.sums);
    let g = times(data, &evaluated.timeline.time, transform);
    let mean = g.iter().sum::<f64>() / g.len().max(1) as f64;
    let g: Vec<f64> = g.iter().map(|value| value - mean).collect();
    let (_, plain) = partial.weighted(&work, &shares, |_| 1.0);
    let (score, mixed) = partial.weighted(&work, &shares, |bin| g[bin]);
    let (_, own) = partial.weighted(&work, &shares, |bin| g[bin] * g[bin]);
    let factor = Cholesky::of(&plain)?;
    let p = partial.columns;
    // What remains of the information about the change when the coefficients themselves are free.
    let mut rest = own;
    for a in 0..p {
        let column: Vec<f64> = (0..p).map(|k| mixed.at(k, a)).collect();
        let solved = factor.solve(&column);
        for b in 0..p {
            *rest.at_mut(a, b) -= (0..p).map(|k| mixed.at(k, b) * solved[k]).sum::<f64>();
        }
    }
    let global = dot(&score, &Cholesky::of(&rest)?.solve(&score));
    Ok(Proportionality {
        chi_square: (0..p).map(|k| score[k] * score[k] / rest.at(k, k)).collect(),
        global,
        global_p: chi_square_upper(global, p),
    })
}

fn times(data: &CoxData<'_>, bins: &[f64], transform: Transform) -> Vec<f64> {
    match transform {
        Transform::Identity => bins.to_vec(),
        Transform::Log => bins.iter().map(|time| time.ln()).collect(),
        Transform::Survival => {
            let rows: Vec<usize> = (0..data.spells.len()).collect();
            let curve = kaplan_meier(data.spells, &rows, Limits::Plain, 0.95);
            let before =
                |time: f64| curve.moments.partition_point(|moment| moment.time < time).checked_sub(1);
            bins.iter().map(|&time| 1.0 - before(time).map_or(1.0, |place| curve.survival[place])).collect()
        }
    }
}
