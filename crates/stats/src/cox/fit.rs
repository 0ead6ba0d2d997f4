//! Fitting the model.

use super::{CoxData, Penalty, Ties, exact::Exact, partial::Partial, timeline::Timeline};
use crate::{
    Error, Result,
    design::Moments,
    linalg::{Cholesky, Square, dot},
    newton::{Likelihood, Maximum, Plan, maximise},
};

/// The gradient, for each event, below which the top is reached.
const TOLERANCE: f64 = 1e-10;
const ITERATIONS: usize = 60;

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Cox {
    /// One coefficient for each column: the change of the log hazard with one unit.
    pub coef: Vec<f64>,
    /// Their covariance: the inverse of the information, the penalty included.
    pub covariance: Square,
    /// The mean of each column, at which the centred baseline holds.
    pub mean: Vec<f64>,
    /// The spread of each column.
    pub scale: Vec<f64>,
    /// The partial log-likelihood, without the penalty.
    pub loglik: f64,
    /// The same with all coefficients 0.
    pub loglik_null: f64,
    /// The score statistic at 0.
    pub score: f64,
    /// The Wald statistic.
    pub wald: f64,
    /// The trace of the information without, divided by that with the penalty: how many parameters it amounts to.
    pub freedom: f64,
    /// How ties were handled.
    pub ties: Ties,
}

impl Cox {
    /// Standard errors of the coefficients.
    pub fn se(&self) -> Vec<f64> {
        (0..self.coef.len()).map(|k| self.covariance.at(k, k).max(0.0).sqrt()).collect()
    }

    /// Twice the gain in log-likelihood over no covariates.
    pub fn likelihood_ratio(&self) -> f64 {
        2.0 * (self.loglik - self.loglik_null)
    }

    /// The log hazard of a row relative to the mean of all columns.
    pub fn linear(&self, row: &[f64]) -> f64 {
        self.coef.iter().zip(row).zip(&self.mean).map(|((b, x), mean)| b * (x - mean)).sum()
    }

    /// The same of each row.
    pub fn linear_of(&self, design: &crate::Design) -> Vec<f64> {
        (0..design.rows()).map(|row| self.linear(design.row(row))).collect()
    }
}

/// Fits the model.
///
/// Refused: no events, columns that are constant or repeat others (where there is no penalty), and a likelihood that
/// rises without end.
pub fn fit(data: &CoxData<'_>, ties: Ties, penalty: &Penalty) -> Result<Cox> {
    let (events, rows) = (data.spells.events(), data.spells.len());
    if data.design.rows() != rows {
        return Err(Error::Length { left: data.design.rows(), right: rows });
    }
    if events == 0 {
        return Err(Error::NoEvents);
    }
    let mut moments = data.design.moments();
    let penalties = settle_scale(&mut moments, penalty)?;
    let x = data.design.standardised(&moments);
    let plan = Plan {
        penalty: &penalties,
        tolerance: TOLERANCE * events as f64,
        iterations: ITERATIONS,
        start: vec![0.0; data.design.columns()],
    };
    if ties == Ties::Exact {
        let likelihood = Exact::of(data, x);
        return Ok(finish(maximise(&likelihood, &plan)?, moments, ties, &penalties));
    }
    let timeline = Timeline::of(data.spells, data.strata)?;
    let likelihood = Partial {
        timeline: &timeline,
        event: data.spells.event(),
        x: &x,
        columns: data.design.columns(),
        ties,
    };
    Ok(finish(maximise(&likelihood, &plan)?, moments, ties, &penalties))
}

/// A constant column cannot be scaled: with a penalty its coefficient is 0, without it the column is refused.
pub(crate) fn settle_scale(moments: &mut Moments, penalty: &Penalty) -> Result<Vec<f64>> {
    while let Some(column) = moments.constant() {
        if *penalty == Penalty::None
            || *penalty == Penalty::Original(0.0)
            || *penalty == Penalty::Standardised(0.0)
        {
            return Err(Error::Collinear { column });
        }
        moments.scale[column] = f64::INFINITY;
    }
    let mut penalties = penalty.of_columns(&moments.scale);
    for (penalty, scale) in penalties.iter_mut().zip(&moments.scale) {
        if scale.is_infinite() {
            *penalty = penalty.max(1.0);
        }
    }
    let is_wrong = |penalty: &f64| penalty.is_nan() || *penalty < 0.0;
    if penalties.len() != moments.scale.len() || penalties.iter().any(is_wrong) {
        return Err(Error::Penalty);
    }
    Ok(penalties)
}

fn finish(top: Maximum, moments: Moments, ties: Ties, penalties: &[f64]) -> Cox {
    let (loglik_null, gradient, start) = top.first;
    let score = Cholesky::of(&start).map_or(0.0, |factor| dot(&gradient, &factor.solve(&gradient)));
    let mut covariance =
        Cholesky::of(&top.information).map_or_else(|_| Square::zeros(top.at.len()), |f| f.inverse());
    let wald = top.information.quadratic(&top.at);
    let freedom = top.at.len() as f64
        - penalties.iter().enumerate().map(|(k, penalty)| penalty * covariance.at(k, k)).sum::<f64>();
    let mut coef = top.at;
    for row in 0..coef.len() {
        coef[row] /= moments.scale[row];
        for column in 0..coef.len() {
            *covariance.at_mut(row, column) /= moments.scale[row] * moments.scale[column];
        }
    }
    Cox {
        coef,
        covariance,
        mean: moments.mean,
        scale: moments.scale,
        loglik: top.value,
        loglik_null,
        score,
        wald,
        freedom,
        ties,
    }
}

/// A model whose coefficients come from elsewhere, ready for a baseline on these data.
pub fn given(data: &CoxData<'_>, coef: Vec<f64>, covariance: Square, ties: Ties) -> Result<Cox> {
    if coef.len() != data.design.columns() || covariance.order != coef.len() {
        return Err(Error::Length { left: coef.len(), right: data.design.columns() });
    }
    let mut moments = data.design.moments();
    while let Some(column) = moments.constant() {
        moments.scale[column] = f64::INFINITY;
    }
    let mut cox = Cox {
        coef,
        covariance,
        mean: moments.mean,
        scale: moments.scale,
        loglik: 0.0,
        loglik_null: 0.0,
        score: 0.0,
        wald: 0.0,
        freedom: 0.0,
        ties,
    };
    let evaluated = Evaluated::of(data, &cox)?;
    let partial = evaluated.partial(data, &cox);
    cox.loglik = partial.value(&evaluated.at).0;
    cox.loglik_null = partial.value(&vec![0.0; cox.coef.len()]).0;
    Ok(cox)
}

/// The work of an evaluation at given coefficients: for what comes after the fit.
pub(super) struct Evaluated {
    pub(super) timeline: Timeline,
    pub(super) x: Vec<f64>,
    pub(super) at: Vec<f64>,
}

impl Evaluated {
    /// Prepares data and coefficients of a fit again, on the scale of the fit.
    pub(super) fn of(data: &CoxData<'_>, cox: &Cox) -> Result<Self> {
        let moments = Moments { mean: cox.mean.clone(), scale: cox.scale.clone() };
        Ok(Self {
            timeline: Timeline::of(data.spells, data.strata)?,
            x: data.design.standardised(&moments),
            at: cox
                .coef
                .iter()
                .zip(&cox.scale)
                .map(|(b, scale)| if scale.is_finite() { b * scale } else { 0.0 })
                .collect(),
        })
    }

    /// The likelihood of it. After an exact fit, Efron's stands in.
    pub(super) fn partial<'a>(&'a self, data: &CoxData<'a>, cox: &Cox) -> Partial<'a> {
        Partial {
            timeline: &self.timeline,
            event: data.spells.event(),
            x: &self.x,
            columns: data.design.columns(),
            ties: if cox.ties == Ties::Breslow { Ties::Breslow } else { Ties::Efron },
        }
    }
}

/// The partial log-likelihood of other data at the coefficients of a fit: for choosing a penalty.
pub fn loglik_on(data: &CoxData<'_>, cox: &Cox) -> Result<f64> {
    let evaluated = Evaluated::of(data, cox)?;
    Ok(evaluated.partial(data, cox).value(&evaluated.at).0)
}
