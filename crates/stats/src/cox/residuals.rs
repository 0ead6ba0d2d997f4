//! Influence of each row on the coefficients, and the errors that hold when the model does not, or rows repeat people.

use super::{Cox, CoxData, fit::Evaluated};
use crate::{Error, Result, linalg::Square};

/// Errors from the rows' own influence.
#[derive(Debug, Clone, PartialEq)]
pub struct Robust {
    /// The covariance of the coefficients.
    pub covariance: Square,
}

impl Robust {
    /// Standard errors of the coefficients.
    pub fn se(&self) -> Vec<f64> {
        (0..self.covariance.order).map(|k| self.covariance.at(k, k).max(0.0).sqrt()).collect()
    }
}

/// The sandwich covariance; rows of the same cluster count as one.
pub fn robust(data: &CoxData<'_>, cox: &Cox, cluster: Option<&[usize]>) -> Result<Robust> {
    let rows = data.spells.len();
    if let Some(cluster) = cluster.filter(|cluster| cluster.len() != rows) {
        return Err(Error::Length { left: cluster.len(), right: rows });
    }
    let p = cox.coef.len();
    let influence = dfbeta(data, cox)?;
    let clusters = cluster.map_or(rows, |cluster| cluster.iter().max().map_or(0, |last| last + 1));
    let mut sums = vec![0.0; clusters * p];
    for (row, part) in influence.chunks(p.max(1)).enumerate() {
        let to = cluster.map_or(row, |cluster| cluster[row]) * p;
        sums[to..to + p].iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
    }
    let mut covariance = Square::zeros(p);
    for part in sums.chunks(p.max(1)) {
        for a in 0..p {
            for b in 0..p {
                *covariance.at_mut(a, b) += part[a] * part[b];
            }
        }
    }
    Ok(Robust { covariance })
}

/// By how much each row moves each coefficient, row by row.
pub fn dfbeta(data: &CoxData<'_>, cox: &Cox) -> Result<Vec<f64>> {
    let evaluated = Evaluated::of(data, cox)?;
    let scores = scores(data, cox, &evaluated);
    let p = cox.coef.len();
    Ok(scores
        .chunks(p.max(1))
        .flat_map(|score| {
            let original: Vec<f64> = score
                .iter()
                .zip(&cox.scale)
                .map(|(u, scale)| if scale.is_finite() { u * scale } else { 0.0 })
                .collect();
            cox.covariance.times(&original)
        })
        .collect())
}

/// Score residuals on the scale of the fit.
fn scores(data: &CoxData<'_>, cox: &Cox, evaluated: &Evaluated) -> Vec<f64> {
    let partial = evaluated.partial(data, cox);
    let work = partial.work(&evaluated.at);
    let shares = partial.shares(&work.sums);
    let (p, timeline) = (partial.columns, &evaluated.timeline);
    // Cumulated over the bins: hazard, and hazard times mean; and for each bin the parts that tied events are spared.
    let mut hazard = vec![0.0];
    let mut with_mean = vec![0.0; p];
    let mut spared_mean = Vec::with_capacity(timeline.bins() * p);
    let mut tied_mean = Vec::with_capacity(timeline.bins() * p);
    for (bin, share) in shares.iter().enumerate() {
        hazard.push(hazard[bin] + share.a);
        let d = f64::from(timeline.deaths[bin]);
        for column in 0..p {
            let (s, e) = (work.sums.s1[bin * p + column], work.sums.d1[bin * p + column]);
            with_mean.push(with_mean[bin * p + column] + share.c0 * s - share.c1 * e);
            spared_mean.push(share.c1 * s - share.c2 * e);
            tied_mean.push((share.a * s - share.b * e) / d);
        }
    }
    let mut scores = vec![0.0; data.spells.len() * p];
    for (row, score) in scores.chunks_mut(p.max(1)).enumerate() {
        let (exit, entry) = (timeline.exit[row] as usize, timeline.entry[row] as usize);
        let w = work.weight[row];
        for (column, score) in score.iter_mut().enumerate() {
            let x = evaluated.x[row * p + column];
            *score = -w
                * (x * (hazard[exit] - hazard[entry])
                    - (with_mean[exit * p + column] - with_mean[entry * p + column]));
            if data.spells.event()[row] {
                let place = (exit - 1) * p + column;
                *score += x - tied_mean[place] + w * (x * shares[exit - 1].b - spared_mean[place]);
            }
        }
    }
    scores
}
