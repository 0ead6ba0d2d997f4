//! Logistic regression with a ridge penalty: the chance of an outcome without a duration.

use rayon::prelude::*;

use crate::{
    Design, Error, Result,
    cox::Penalty,
    design::PIECE,
    linalg::{Square, dot},
    newton::{Likelihood, Plan, maximise},
};

/// A fitted model. The intercept is never penalised.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    /// The log odds at the mean of every column.
    pub intercept: f64,
    /// One coefficient for each column.
    pub coef: Vec<f64>,
    /// The covariance of intercept (first) and coefficients, the penalty included.
    pub covariance: Square,
    /// The mean of each column.
    pub mean: Vec<f64>,
    /// The log-likelihood, without the penalty.
    pub loglik: f64,
    /// The same with an intercept alone.
    pub loglik_null: f64,
}

impl Logistic {
    /// The log odds of a row.
    pub fn linear(&self, row: &[f64]) -> f64 {
        self.intercept
            + self.coef.iter().zip(row).zip(&self.mean).map(|((b, x), mean)| b * (x - mean)).sum::<f64>()
    }

    /// The chance of a row.
    pub fn probability(&self, row: &[f64]) -> f64 {
        logistic(self.linear(row))
    }

    /// Standard errors of the coefficients, without the intercept.
    pub fn se(&self) -> Vec<f64> {
        (1..=self.coef.len()).map(|k| self.covariance.at(k, k).max(0.0).sqrt()).collect()
    }

    /// The standard error of the log odds of a row.
    pub fn linear_se(&self, row: &[f64]) -> f64 {
        let centred: Vec<f64> =
            std::iter::once(1.0).chain(row.iter().zip(&self.mean).map(|(x, mean)| x - mean)).collect();
        self.covariance.quadratic(&centred).max(0.0).sqrt()
    }
}

/// 1 / (1 + exp(-x)), safe at both ends.
pub fn logistic(x: f64) -> f64 {
    if x >= 0.0 { 1.0 / (1.0 + (-x).exp()) } else { x.exp() / (1.0 + x.exp()) }
}

/// Fits the model; refused with one outcome only, repeated columns or separation, where there is no penalty.
pub fn fit(design: &Design, outcome: &[bool], penalty: &Penalty) -> Result<Logistic> {
    if outcome.len() != design.rows() {
        return Err(Error::Length { left: outcome.len(), right: design.rows() });
    }
    let positive = outcome.iter().filter(|&&yes| yes).count();
    if positive == 0 || positive == outcome.len() {
        return Err(Error::OneOutcome);
    }
    let mut moments = design.moments();
    let penalties = crate::cox::settle_scale(&mut moments, penalty)?;
    let all: Vec<f64> = std::iter::once(0.0).chain(penalties).collect();
    let x = design.standardised(&moments);
    let likelihood = Binomial { x: &x, columns: design.columns(), outcome };
    let share = positive as f64 / outcome.len() as f64;
    let mut start = vec![0.0; all.len()];
    start[0] = (share / (1.0 - share)).ln();
    let tolerance = 1e-10 * positive.min(outcome.len() - positive) as f64;
    let top = maximise(&likelihood, &Plan { penalty: &all, tolerance, iterations: 60, start })
        .map_err(|error| without_intercept(&error))?;
    let inverse =
        crate::linalg::Cholesky::of(&top.information).map_err(|error| without_intercept(&error))?.inverse();
    let scale: Vec<f64> = std::iter::once(1.0).chain(moments.scale).collect();
    let mut covariance = inverse;
    for a in 0..scale.len() {
        for b in 0..scale.len() {
            *covariance.at_mut(a, b) /= scale[a] * scale[b];
        }
    }
    Ok(Logistic {
        intercept: top.at[0],
        coef: top.at[1..].iter().zip(&scale[1..]).map(|(b, scale)| b / scale).collect(),
        covariance,
        mean: moments.mean,
        loglik: top.value,
        loglik_null: top.first.0,
    })
}

/// The columns of the caller do not count the intercept.
fn without_intercept(error: &Error) -> Error {
    match *error {
        Error::Collinear { column } => Error::Collinear { column: column.saturating_sub(1) },
        Error::Separated { column } => Error::Separated { column: column.saturating_sub(1) },
        ref other => other.clone(),
    }
}

struct Binomial<'a> {
    x: &'a [f64],
    columns: usize,
    outcome: &'a [bool],
}

impl Binomial<'_> {
    fn row(&self, row: usize) -> &[f64] {
        &self.x[row * self.columns..(row + 1) * self.columns]
    }

    fn eta(&self, row: usize, at: &[f64]) -> f64 {
        at[0] + dot(self.row(row), &at[1..])
    }

    fn piece(&self, rows: std::ops::Range<usize>, at: &[f64]) -> (Vec<f64>, Square) {
        let order = at.len();
        let mut gradient = vec![0.0; order];
        let mut information = Square::zeros(order);
        for row in rows {
            let p = logistic(self.eta(row, at));
            let residual = f64::from(u8::from(self.outcome[row])) - p;
            let weight = p * (1.0 - p);
            let x = self.row(row);
            gradient[0] += residual;
            information.values[0] += weight;
            for a in 0..x.len() {
                gradient[a + 1] += residual * x[a];
                information.values[a + 1] += weight * x[a];
                let scaled = weight * x[a];
                let sums = &mut information.values[(a + 1) * order + a + 1..(a + 2) * order];
                sums.iter_mut().zip(&x[a..]).for_each(|(sum, x)| *sum += scaled * x);
            }
        }
        (gradient, information)
    }
}

impl Likelihood for Binomial<'_> {
    type Work = ();

    fn value(&self, at: &[f64]) -> (f64, ()) {
        let pieces: Vec<f64> = (0..self.outcome.len().div_ceil(PIECE))
            .into_par_iter()
            .map(|piece| {
                let rows = piece * PIECE..((piece + 1) * PIECE).min(self.outcome.len());
                rows.map(|row| {
                    let eta = if self.outcome[row] { self.eta(row, at) } else { -self.eta(row, at) };
                    // -ln(1 + exp(-eta)), safe at both ends.
                    if eta > 0.0 { -(-eta).exp().ln_1p() } else { eta - eta.exp().ln_1p() }
                })
                .sum()
            })
            .collect();
        (pieces.iter().sum(), ())
    }

    fn derivatives(&self, at: &[f64], (): &()) -> (Vec<f64>, Square) {
        let pieces: Vec<(Vec<f64>, Square)> = (0..self.outcome.len().div_ceil(PIECE))
            .into_par_iter()
            .map(|piece| self.piece(piece * PIECE..((piece + 1) * PIECE).min(self.outcome.len()), at))
            .collect();
        let mut gradient = vec![0.0; at.len()];
        let mut information = Square::zeros(at.len());
        for (part_gradient, part) in pieces {
            gradient.iter_mut().zip(part_gradient).for_each(|(sum, part)| *sum += part);
            information.values.iter_mut().zip(part.values).for_each(|(sum, part)| *sum += part);
        }
        information.mirror();
        (gradient, information)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_two_by_two_table_gives_its_log_odds_ratio() {
        let x: Vec<f64> = (0..40).map(|row| f64::from(u8::from(row < 20))).collect();
        let y: Vec<bool> = (0..40).map(|row| if row < 20 { row < 15 } else { row < 25 }).collect();
        let fitted = fit(&Design::from_columns(&[x]).unwrap(), &y, &Penalty::None).unwrap();
        assert!((fitted.coef[0] - 9_f64.ln()).abs() < 1e-9);
        let se = (1.0 / 15.0 + 1.0 / 5.0 + 1.0 / 5.0 + 1.0_f64 / 15.0).sqrt();
        assert!((fitted.se()[0] - se).abs() < 1e-8);
    }

    #[test]
    fn a_column_that_separates_is_refused_and_a_penalty_mends_it() {
        let x: Vec<f64> = (0..20).map(f64::from).collect();
        let y: Vec<bool> = (0..20).map(|row| row >= 10).collect();
        let design = Design::from_columns(&[x]).unwrap();
        assert_eq!(fit(&design, &y, &Penalty::None).unwrap_err(), Error::Separated { column: 0 });
        assert!(fit(&design, &y, &Penalty::Standardised(1.0)).unwrap().coef[0] > 0.0);
    }
}
