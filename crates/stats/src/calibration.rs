//! How good are predicted chances? Brier scores with censoring weights, calibration slopes, and the measures of
//! yes-or-no predictions.

use crate::{
    Censoring, Design, Error, Result, Spells,
    cox::{CoxData, Penalty, Ties},
    logistic,
};

/// The Brier score at a time: the mean squared difference between survival predicted and observed, with weights for
/// those not observed long enough. `observed` comes from the data the model was fitted on.
pub fn brier(observed: &Censoring, spells: &Spells, survival: &[f64], time: f64) -> Result<f64> {
    if survival.len() != spells.len() {
        return Err(Error::Length { left: survival.len(), right: spells.len() });
    }
    let mut sum = 0.0;
    for (row, &predicted) in survival.iter().enumerate() {
        let exit = spells.exit()[row];
        if exit > time {
            sum += (1.0 - predicted).powi(2) / observed.positive_at(time)?;
        } else if spells.event()[row] {
            sum += predicted.powi(2) / observed.positive_at(exit)?;
        }
    }
    Ok(sum / spells.len() as f64)
}

/// The mean of Brier scores over time: trapezoids between the times given, over their span. `survival` has the
/// predicted chances of every row at each time.
pub fn integrated_brier(
    observed: &Censoring,
    spells: &Spells,
    survival: &[Vec<f64>],
    times: &[f64],
) -> Result<f64> {
    if survival.len() != times.len() {
        return Err(Error::Length { left: survival.len(), right: times.len() });
    }
    let scores = times
        .iter()
        .zip(survival)
        .map(|(&time, survival)| brier(observed, spells, survival, time))
        .collect::<Result<Vec<f64>>>()?;
    let (Some(first), Some(last)) = (times.first(), times.last()) else { return Err(Error::Empty) };
    if last <= first {
        return scores.first().copied().ok_or(Error::Empty);
    }
    let area: f64 =
        (1..times.len()).map(|k| (times[k] - times[k - 1]) * f64::midpoint(scores[k], scores[k - 1])).sum();
    Ok(area / (last - first))
}

/// Keeps a chance away from 0 and 1, where its logarithm ends.
fn inside(chance: f64) -> f64 {
    chance.clamp(1e-12, 1.0 - 1e-12)
}

/// The slope of the hazard on log(-log survival predicted at one time); 1 is ideal.
///
/// Predictions that do not differ have no slope.
pub fn survival_slope(spells: &Spells, survival: &[f64]) -> Result<f64> {
    let column: Vec<f64> = survival.iter().map(|&chance| (-inside(chance).ln()).ln()).collect();
    let design = Design::from_columns(&[column])?;
    let data = CoxData { spells, design: &design, strata: None };
    Ok(crate::cox::fit(&data, Ties::Efron, &Penalty::None)?.coef[0])
}

/// The measures of yes-or-no predictions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct YesNo {
    /// The share of pairs in which the one with the outcome has the higher chance.
    pub auc: f64,
    /// The mean precision over the recall (average precision).
    pub pr_auc: f64,
    /// The mean squared error.
    pub brier: f64,
    /// The mean negative log-likelihood.
    pub log_loss: f64,
    /// The slope of the outcome on the predicted log odds; 1 is ideal.
    pub slope: f64,
}

/// Measures predicted chances against outcomes.
pub fn yes_no(outcome: &[bool], chance: &[f64]) -> Result<YesNo> {
    if outcome.len() != chance.len() {
        return Err(Error::Length { left: outcome.len(), right: chance.len() });
    }
    if let Some(row) = chance.iter().position(|p| !p.is_finite()) {
        return Err(Error::NotFinite { row });
    }
    let positive = outcome.iter().filter(|&&yes| yes).count();
    if positive == 0 || positive == outcome.len() {
        return Err(Error::OneOutcome);
    }
    let n = outcome.len() as f64;
    let target = |yes: bool| f64::from(u8::from(yes));
    let (auc, pr_auc) = areas(outcome, chance);
    let loss = |(&yes, &p): (&bool, &f64)| if yes { -inside(p).ln() } else { -(1.0 - inside(p)).ln() };
    let odds: Vec<f64> = chance.iter().map(|&p| (inside(p) / (1.0 - inside(p))).ln()).collect();
    let fitted = logistic::fit(&Design::from_columns(&[odds])?, outcome, &Penalty::None)?;
    Ok(YesNo {
        auc,
        pr_auc,
        brier: outcome.iter().zip(chance).map(|(&yes, p)| (target(yes) - p).powi(2)).sum::<f64>() / n,
        log_loss: outcome.iter().zip(chance).map(loss).sum::<f64>() / n,
        slope: fitted.coef[0],
    })
}

/// The share of pairs in which the one with the outcome has the higher chance.
pub fn auc(outcome: &[bool], chance: &[f64]) -> Result<f64> {
    let positive = outcome.iter().filter(|&&yes| yes).count();
    if positive == 0 || positive == outcome.len() {
        return Err(Error::OneOutcome);
    }
    Ok(areas(outcome, chance).0)
}

/// The areas under the curve of rates and under that of precision.
fn areas(outcome: &[bool], chance: &[f64]) -> (f64, f64) {
    let mut order: Vec<usize> = (0..outcome.len()).collect();
    order.sort_by(|&a, &b| chance[b].total_cmp(&chance[a]));
    let positives = outcome.iter().filter(|&&yes| yes).count() as f64;
    let negatives = outcome.len() as f64 - positives;
    let (mut hits, mut misses, mut auc, mut precision) = (0.0, 0.0, 0.0, 0.0);
    for tied in order.chunk_by(|&a, &b| chance[a] == chance[b]) {
        let yes = tied.iter().filter(|&&row| outcome[row]).count() as f64;
        let no = tied.len() as f64 - yes;
        auc += no * (hits + yes / 2.0);
        hits += yes;
        misses += no;
        precision += yes / positives * hits / (hits + misses);
    }
    (auc / (positives * negatives), precision)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_of_a_worked_example() {
        let (auc, precision) = areas(&[false, false, true, true], &[0.1, 0.4, 0.35, 0.8]);
        assert!((auc - 0.75).abs() < 1e-15);
        assert!((precision - 0.833_333_333_333_333_3).abs() < 1e-15);
    }

    #[test]
    fn a_time_nobody_is_observed_at_is_refused() {
        let spells = Spells::new(vec![1.0, 2.0], vec![true, false]).unwrap();
        let refused =
            brier(&Censoring::of(&spells), &Spells::new(vec![5.0], vec![true]).unwrap(), &[0.5], 3.0);
        assert_eq!(refused.unwrap_err(), Error::BeyondFollowUp { time: 3.0 });
    }
}
