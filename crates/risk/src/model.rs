//! Forecasts of leaving: from a table of people to a model, its predictions with reasons, and how good they are.
//!
//! With a duration the model is a Cox regression, with a yes-or-no outcome a logistic one. Where no penalty is given it
//! is chosen inside the data, by cross-validation that keeps the rows of one person together; boosted trees are added
//! only where the same cross-validation shows that they help. Words: an association and an estimated probability,
//! never a cause.

pub mod classify;
pub mod curves;
pub mod encoding;
pub mod evaluate;
mod people;
pub mod predict;
mod select;
pub mod survival;
pub mod table;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::{
    encoding::{Encoding, Feature},
    table::Table,
};

/// Coefficients are penalised per unit of the covariate, or per standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PenaltyScale {
    /// Per unit of each covariate.
    #[default]
    Original,
    /// Numbers per standard deviation, levels as they are (0 or 1).
    Standardised,
}

/// How strongly coefficients are drawn to zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PenaltyChoice {
    /// As given: penalty/2 times the sum of squares; 0 is the plain model.
    Given(f64, PenaltyScale),
    /// Chosen by cross-validation with this seed.
    Chosen {
        /// Where the draws start.
        seed: u64,
    },
}

/// Which columns are covariates. With both lists empty all columns without another role are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Covariates {
    /// Numbers.
    pub numeric: Vec<String>,
    /// Levels.
    pub categorical: Vec<String>,
}

/// A fitted model as it is kept in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// `leavewell-risk/1`.
    pub schema: String,
    /// Which columns it was fitted on.
    pub kind: Kind,
    /// How many rows it learnt from.
    pub n: usize,
    /// How many of them had the event.
    pub events: usize,
    /// The change of the log hazard (or log odds) with one unit of each covariate.
    pub coef: BTreeMap<String, f64>,
    /// Their standard errors; robust where a cluster column was given.
    pub se: BTreeMap<String, f64>,
    /// The standard errors that take every row for an independent person, where `se` does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub se_naive: Option<BTreeMap<String, f64>>,
    /// The log-likelihood at the coefficients, without the penalty.
    pub loglik: f64,
    /// The same with all coefficients 0.
    pub loglik_null: f64,
    /// The penalty.
    pub penalty: f64,
    /// Its scale.
    pub penalty_scale: PenaltyScale,
    /// The cumulative hazard at the mean of every covariate; for a yes-or-no model its log odds.
    pub baseline: Baseline,
    /// The share of pairs in the order of their scores, on the data fitted on.
    pub concordance: f64,
    /// The levels of each categorical covariate, the first being the reference.
    pub levels: BTreeMap<String, Vec<String>>,
    /// The covariates in order, with what counts as average.
    pub features: Vec<Feature>,
    /// The covariance of the coefficients, in the order of the covariates, row by row.
    pub covariance: Vec<f64>,
    /// Boosted trees, where they earned their place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trees: Option<Trees>,
}

/// What a model predicts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// The time until an event.
    Survival {
        /// The column of the duration.
        duration: String,
        /// The column of the event.
        event: String,
        /// The column of the strata.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        strata: Option<String>,
        /// How ties were handled.
        ties: String,
    },
    /// Yes or no.
    Outcome {
        /// The column.
        target: String,
        /// The value that means yes.
        positive: String,
    },
}

/// What holds for an average row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Baseline {
    /// The hazard over time.
    One(Hazard),
    /// The hazard over time of each stratum.
    Strata(Vec<StratumHazard>),
    /// The log odds.
    LogOdds {
        /// At the mean of every covariate.
        intercept: f64,
        /// Its variance.
        variance: f64,
    },
}

/// A cumulative hazard over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hazard {
    /// The event times.
    pub time: Vec<f64>,
    /// The cumulative hazard at each.
    pub hazard: Vec<f64>,
    /// Its variance.
    pub variance: Vec<f64>,
    /// The longest duration seen: beyond it nothing is known.
    pub until: f64,
}

/// The cumulative hazard of a stratum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StratumHazard {
    /// The stratum.
    pub stratum: String,
    /// Its hazard.
    pub curve: Hazard,
}

/// Boosted trees and how they are mixed with the linear part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trees {
    /// The weight of the linear part.
    pub linear_weight: f64,
    /// The weight of the trees.
    pub weight: f64,
    /// The gain in cross-validated log-likelihood by which they earned their place.
    pub gain: f64,
    /// Each tree as its nodes: leaf `[value]`, question `[value, column, threshold, place of the left answer]`.
    pub trees: Vec<Vec<Vec<f64>>>,
}

/// What was done that the reader should know of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice(pub String);
