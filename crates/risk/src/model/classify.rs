//! A model of a yes-or-no outcome without a duration.

use stats::{cox::Penalty, logistic};

use super::{
    Baseline, Covariates, Encoding, Kind, Model, Notice, PenaltyChoice, PenaltyScale, Table, people, select,
    survival::{levels, named},
    table::is_missing,
};
use crate::{Error, Result};

/// The columns of a yes-or-no model and how it is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The outcome.
    pub target: String,
    /// The value that means yes; every other means no.
    pub positive: String,
    /// Rows of the same value are one person.
    pub cluster: Option<String>,
    /// The covariates.
    pub covariates: Covariates,
    /// The penalty.
    pub penalty: PenaltyChoice,
}

/// Whether each row has the outcome.
pub fn outcomes(table: &Table, target: &str, positive: &str) -> Result<Vec<bool>> {
    let cells = table.column(target)?;
    if let Some(row) = cells.iter().position(|cell| is_missing(cell)) {
        return Err(table.refuse(row, target, "the outcome is missing"));
    }
    if !cells.iter().any(|cell| cell == positive) {
        let seen = super::table::ordered(cells.iter());
        let some: Vec<&str> = seen.iter().take(10).map(String::as_str).collect();
        return Err(Error::Whole {
            problem: format!("no row has {target} = {positive}; it has {}", some.join(", ")),
        });
    }
    Ok(cells.iter().map(|cell| cell == positive).collect())
}

/// Fits a model. Rows with a missing covariate are left out and counted in a notice.
pub fn fit(table: &Table, plan: &Plan) -> Result<(Model, Vec<Notice>)> {
    let roles: Vec<&str> = std::iter::once(plan.target.as_str()).chain(plan.cluster.as_deref()).collect();
    outcomes(table, &plan.target, &plan.positive)?;
    let (encoding, _) = Encoding::learn(table, &plan.covariates, &roles)?;
    let complete = encoding.complete(table)?;
    let kept = table.pick(&complete);
    let (encoding, mut notices) = Encoding::learn(&kept, &plan.covariates, &roles)?;
    if complete.len() < table.rows() {
        let gone = table.rows() - complete.len();
        notices.push(Notice(format!(
            "{gone} rows with a missing covariate were left out; {} are used",
            complete.len()
        )));
    }
    if encoding.features.is_empty() {
        return Err(Error::Whole {
            problem: "no covariate is left: name some with --numeric or --categorical".to_owned(),
        });
    }
    let yes = outcomes(&kept, &plan.target, &plan.positive)?;
    let design = encoding.design(&kept, |_, _, _| ())?;
    let is_level = encoding.is_level();
    let (penalty, scale) = match plan.penalty {
        PenaltyChoice::Given(penalty, scale) => (penalty, scale),
        PenaltyChoice::Chosen { seed } => {
            let person = match &plan.cluster {
                Some(name) => people::numbered(kept.column(name)?),
                None => people::guessed(&yes.iter().map(|&yes| (0.0, yes)).collect::<Vec<_>>(), &design),
            };
            (select::outcome(&design, &yes, &is_level, &person, seed)?, PenaltyScale::Standardised)
        }
    };
    let how = match scale {
        PenaltyScale::Original => Penalty::Original(penalty),
        PenaltyScale::Standardised => select::standardised(penalty, &design, &is_level),
    };
    let fitted = logistic::fit(&design, &yes, &how).map_err(|error| named(&error, &encoding))?;
    let chance: Vec<f64> = (0..design.rows()).map(|row| fitted.probability(design.row(row))).collect();
    let auc = stats::calibration::auc(&yes, &chance).map_err(|error| named(&error, &encoding))?;
    Ok((written(plan, &encoding, &fitted, (penalty, scale, auc, &yes)), notices))
}

fn written(
    plan: &Plan,
    encoding: &Encoding,
    fitted: &logistic::Logistic,
    rest: (f64, PenaltyScale, f64, &[bool]),
) -> Model {
    let (penalty, penalty_scale, concordance, yes) = rest;
    let names = encoding.names();
    let inner: Vec<usize> = (1..=names.len()).collect();
    Model {
        schema: "leavewell-risk/1".to_owned(),
        kind: Kind::Outcome { target: plan.target.clone(), positive: plan.positive.clone() },
        n: yes.len(),
        events: yes.iter().filter(|&&yes| yes).count(),
        coef: names.iter().cloned().zip(fitted.coef.iter().copied()).collect(),
        se: names.iter().cloned().zip(fitted.se()).collect(),
        se_naive: None,
        loglik: fitted.loglik,
        loglik_null: fitted.loglik_null,
        penalty,
        penalty_scale,
        baseline: Baseline::LogOdds { intercept: fitted.intercept, variance: fitted.covariance.at(0, 0) },
        concordance,
        levels: levels(encoding),
        features: encoding.features.clone(),
        covariance: fitted.covariance.pick(&inner).values,
        trees: None,
    }
}
