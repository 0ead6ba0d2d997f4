//! The proportional hazards model of Cox: how covariates go with the hazard of leaving, whatever its course in time.
//!
//! Covariates are centred and scaled inside; answers are on the original scale. Tied events after Efron, Breslow or
//! exactly; strata, start-stop intervals and left truncation; a ridge penalty; robust and clustered errors.

mod baseline;
mod exact;
mod fit;
mod partial;
mod residuals;
mod timeline;
mod zph;

pub(crate) use self::fit::settle_scale;
pub use self::{
    baseline::{Baseline, baseline},
    fit::{Cox, fit, given, loglik_on},
    residuals::{Robust, dfbeta, robust},
    zph::{Proportionality, Transform, proportionality},
};
use crate::{Design, Spells};

/// How events at the same time share their risk set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ties {
    /// Efron's average: close to exact and cheap.
    #[default]
    Efron,
    /// Breslow's: the simplest.
    Breslow,
    /// The exact partial likelihood of discrete times; slow with many ties.
    Exact,
}

/// How strongly coefficients are drawn to zero: the log-likelihood less penalty/2 times the sum of squares.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Penalty {
    /// Not at all.
    #[default]
    None,
    /// The same for every coefficient, in the units of its covariate.
    Original(f64),
    /// The same for every coefficient of the covariates divided by their spread.
    Standardised(f64),
    /// One for each coefficient of the covariates divided by their spread.
    Each(Vec<f64>),
}

impl Penalty {
    /// The penalty of each coefficient on covariates of spread 1.
    pub(crate) fn of_columns(&self, scale: &[f64]) -> Vec<f64> {
        match self {
            Self::None => vec![0.0; scale.len()],
            Self::Original(theta) => scale.iter().map(|scale| theta / (scale * scale)).collect(),
            Self::Standardised(theta) => vec![*theta; scale.len()],
            Self::Each(thetas) => thetas.clone(),
        }
    }
}

/// What a model is fitted to.
#[derive(Debug, Clone, Copy)]
pub struct CoxData<'a> {
    /// The spells.
    pub spells: &'a Spells,
    /// Their covariates.
    pub design: &'a Design,
    /// The stratum of each spell, numbered from 0; each has a baseline of its own.
    pub strata: Option<&'a [usize]>,
}
