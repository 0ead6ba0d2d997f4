//! How good a model is on people it has not seen: fitted on the other folds, measured on the one.

use rayon::prelude::*;
use serde::Serialize;
use stats::{Censoring, Spells, calibration, concordance};

use super::{Hazard, Notice, Table, classify, predict::Ready, survival};
use crate::{Error, Result};

/// Times and limits of the measures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measures {
    /// First, last and step of the times of the integrated Brier score.
    pub grid: Option<(f64, f64, f64)>,
    /// Until when Uno's concordance counts.
    pub until: Option<f64>,
    /// The time at which calibration is measured.
    pub at: Option<f64>,
}

/// The measures of a survival model on one fold, or their mean.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SurvivalSkill {
    /// The fold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fold: Option<i64>,
    /// How many rows were predicted.
    pub n: usize,
    /// Harrell's concordance.
    pub harrell_c: f64,
    /// Uno's concordance.
    pub uno_c: f64,
    /// The integrated Brier score.
    pub ibs: f64,
    /// The same for Kaplan–Meier, which knows no covariates.
    pub ibs_km: f64,
    /// The calibration slope; 1 is ideal.
    pub slope: f64,
    /// The share that left by the time of the calibration, less the mean prediction.
    pub observed_minus_expected: f64,
}

/// The measures of a yes-or-no model on one fold, or their mean.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OutcomeSkill {
    /// The fold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fold: Option<i64>,
    /// How many rows were predicted.
    pub n: usize,
    /// The area under the curve of rates.
    pub auc: f64,
    /// The average precision.
    pub pr_auc: f64,
    /// The Brier score.
    pub brier: f64,
    /// The mean negative log-likelihood.
    pub log_loss: f64,
    /// The calibration slope; 1 is ideal.
    pub slope: f64,
    /// The share with the outcome: what knows no covariates says of everybody.
    pub base_rate: f64,
}

/// The measures of each fold and their mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Skill<T> {
    /// Each fold in order.
    pub folds: Vec<T>,
    /// The mean over folds, each counting the same; `n` is the sum.
    pub mean: T,
}

/// A fold with the rows to learn from and the rows to predict.
type Split = (i64, Vec<usize>, Vec<usize>);

/// The folds in order.
fn splits(fold: &[i64]) -> Result<Vec<Split>> {
    let mut names = fold.to_vec();
    names.sort_unstable();
    names.dedup();
    if names.len() < 2 {
        return Err(Error::Whole { problem: "at least two folds are needed".to_owned() });
    }
    let split = |name: i64| {
        let (test, train): (Vec<usize>, Vec<usize>) = (0..fold.len()).partition(|&row| fold[row] == name);
        (name, train, test)
    };
    Ok(names.into_iter().map(split).collect())
}

/// Measures a survival model on every fold.
pub fn survival(
    table: &Table,
    fold: &[i64],
    plan: &survival::Plan,
    measures: &Measures,
) -> Result<(Skill<SurvivalSkill>, Vec<Notice>)> {
    let spells = survival::spells(table, &plan.duration, &plan.event, plan.entry.as_deref())?;
    let (times, mut notices) = Times::of(measures, &spells);
    let parts = splits(fold)?;
    let done: Vec<(SurvivalSkill, Vec<Notice>)> = parts
        .par_iter()
        .map(|(name, train, test)| survival_fold(table, (*name, train, test), plan, &times))
        .collect::<Result<_>>()?;
    let folds = gather(done, &mut notices);
    let mean = |of: fn(&SurvivalSkill) -> f64| folds.iter().map(of).sum::<f64>() / folds.len() as f64;
    let mean = SurvivalSkill {
        fold: None,
        n: folds.iter().map(|fold| fold.n).sum(),
        harrell_c: mean(|fold| fold.harrell_c),
        uno_c: mean(|fold| fold.uno_c),
        ibs: mean(|fold| fold.ibs),
        ibs_km: mean(|fold| fold.ibs_km),
        slope: mean(|fold| fold.slope),
        observed_minus_expected: mean(|fold| fold.observed_minus_expected),
    };
    Ok((Skill { folds, mean }, notices))
}

fn gather<T>(done: Vec<(T, Vec<Notice>)>, notices: &mut Vec<Notice>) -> Vec<T> {
    let mut folds = Vec::new();
    for (skill, told) in done {
        folds.push(skill);
        for notice in told {
            if !notices.contains(&notice) {
                notices.push(notice);
            }
        }
    }
    folds
}

/// The times of the measures, once settled.
struct Times {
    grid: Vec<f64>,
    until: f64,
    at: f64,
}

impl Times {
    /// As asked; otherwise 6 to 96 in steps of 3 (months), or where the data are shorter or longer, by their quantiles.
    fn of(measures: &Measures, spells: &Spells) -> (Self, Vec<Notice>) {
        let mut exits = spells.exit().to_vec();
        exits.sort_unstable_by(f64::total_cmp);
        let quantile = |share: f64| exits[((exits.len() - 1) as f64 * share) as usize];
        let is_monthly =
            quantile(0.85) >= 60.0 && quantile(0.1) <= 24.0 && quantile(1.0) > 100.0 && quantile(0.5) < 200.0;
        let (first, last, step) = measures.grid.unwrap_or_else(|| {
            let (first, last) = (quantile(0.1), quantile(0.8));
            if is_monthly {
                (6.0, 96.0, 3.0)
            } else {
                (first, last, ((last - first) / 30.0).max(f64::MIN_POSITIVE))
            }
        });
        let count = ((last - first) / step + 1e-9).floor().max(0.0) as usize;
        let times = Self {
            grid: (0..=count.min(10_000)).map(|k| first + step * k as f64).collect(),
            until: measures.until.unwrap_or(if is_monthly { 96.0 } else { last }),
            at: measures.at.unwrap_or(if is_monthly { 24.0 } else { quantile(0.4) }),
        };
        let is_told = measures.grid.is_some() && measures.until.is_some() && measures.at.is_some();
        let told = format!(
            "measured on times {first} to {last} in steps of {step}, concordance until {}, calibration at {}",
            times.until, times.at
        );
        (times, if is_told { Vec::new() } else { vec![Notice(told)] })
    }
}

fn in_fold(name: i64) -> impl Fn(stats::Error) -> Error {
    move |error| Error::Whole { problem: format!("fold {name}: {error}") }
}

fn survival_fold(
    table: &Table,
    part: (i64, &[usize], &[usize]),
    plan: &survival::Plan,
    times: &Times,
) -> Result<(SurvivalSkill, Vec<Notice>)> {
    let (name, train, test) = part;
    let (train, test) = (table.pick(train), table.pick(test));
    let (model, mut notices) = survival::fit(&train, plan)?;
    let ready = Ready::of(&model)?;
    let (design, told) = ready.design(&test)?;
    notices.extend(told);
    let of = |table: &Table| survival::spells(table, &plan.duration, &plan.event, plan.entry.as_deref());
    let (past, spells) = (of(&train)?, of(&test)?);
    let score = ready.scores(&design);
    let curves = ready.curves(&test)?;
    let staying = |time: f64| survivals(&curves, &score, time);
    let risk: Vec<f64> = match plan.strata {
        // Baselines differ: the chance to have left is what can be compared.
        Some(_) => staying(times.at).iter().map(|stay| (-stay.max(1e-300).ln()).max(1e-300).ln()).collect(),
        None => score.clone(),
    };
    let observed = Censoring::of(&past);
    let told = in_fold(name);
    let grid: Vec<Vec<f64>> = times.grid.iter().map(|&time| staying(time)).collect();
    let everybody: Vec<usize> = (0..past.len()).collect();
    let km = stats::curve::kaplan_meier(&past, &everybody, stats::curve::Limits::LogLog, 0.95);
    let flat: Vec<Vec<f64>> = times.grid.iter().map(|&time| vec![km.at(time); spells.len()]).collect();
    let all: Vec<usize> = (0..spells.len()).collect();
    let stayed = stats::curve::kaplan_meier(&spells, &all, stats::curve::Limits::LogLog, 0.95).at(times.at);
    let at = staying(times.at);
    let skill = SurvivalSkill {
        fold: Some(name),
        n: spells.len(),
        harrell_c: concordance::harrell(&spells, &risk).map_err(&told)?.value,
        uno_c: concordance::uno(&spells, &risk, &observed, times.until).map_err(&told)?.value,
        ibs: calibration::integrated_brier(&observed, &spells, &grid, &times.grid).map_err(&told)?,
        ibs_km: calibration::integrated_brier(&observed, &spells, &flat, &times.grid).map_err(&told)?,
        slope: calibration::survival_slope(&spells, &at).map_err(&told)?,
        observed_minus_expected: at.iter().sum::<f64>() / at.len() as f64 - stayed,
    };
    Ok((skill, notices))
}

/// The chance of each row to stay beyond a time.
fn survivals(curves: &[&Hazard], score: &[f64], time: f64) -> Vec<f64> {
    curves.iter().zip(score).map(|(curve, score)| (-curve.between(0.0, time).0 * score.exp()).exp()).collect()
}

/// Measures a yes-or-no model on every fold.
pub fn outcome(
    table: &Table,
    fold: &[i64],
    plan: &classify::Plan,
) -> Result<(Skill<OutcomeSkill>, Vec<Notice>)> {
    classify::outcomes(table, &plan.target, &plan.positive)?;
    let parts = splits(fold)?;
    let done: Vec<(OutcomeSkill, Vec<Notice>)> = parts
        .par_iter()
        .map(|(name, train, test)| outcome_fold(table, (*name, train, test), plan))
        .collect::<Result<_>>()?;
    let mut notices = Vec::new();
    let folds = gather(done, &mut notices);
    let mean = |of: fn(&OutcomeSkill) -> f64| folds.iter().map(of).sum::<f64>() / folds.len() as f64;
    let mean = OutcomeSkill {
        fold: None,
        n: folds.iter().map(|fold| fold.n).sum(),
        auc: mean(|fold| fold.auc),
        pr_auc: mean(|fold| fold.pr_auc),
        brier: mean(|fold| fold.brier),
        log_loss: mean(|fold| fold.log_loss),
        slope: mean(|fold| fold.slope),
        base_rate: mean(|fold| fold.base_rate),
    };
    Ok((Skill { folds, mean }, notices))
}

fn outcome_fold(
    table: &Table,
    part: (i64, &[usize], &[usize]),
    plan: &classify::Plan,
) -> Result<(OutcomeSkill, Vec<Notice>)> {
    let (name, train, test) = part;
    let (train, test) = (table.pick(train), table.pick(test));
    let (model, mut notices) = classify::fit(&train, plan)?;
    let ready = Ready::of(&model)?;
    let (predictions, told) = ready.answer(&test, &super::predict::Question::default())?;
    notices.extend(told);
    let chance: Vec<f64> = predictions.iter().map(|prediction| prediction.probability).collect();
    let yes: Vec<bool> = test.column(&plan.target)?.iter().map(|cell| *cell == plan.positive).collect();
    let measured = calibration::yes_no(&yes, &chance).map_err(in_fold(name))?;
    let skill = OutcomeSkill {
        fold: Some(name),
        n: yes.len(),
        auc: measured.auc,
        pr_auc: measured.pr_auc,
        brier: measured.brier,
        log_loss: measured.log_loss,
        slope: measured.slope,
        base_rate: yes.iter().filter(|&&yes| yes).count() as f64 / yes.len() as f64,
    };
    Ok((skill, notices))
}
