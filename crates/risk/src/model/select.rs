//! Choices made inside the data by cross-validation: the penalty, and whether trees help.

use rayon::prelude::*;
use stats::{
    Design, Spells,
    boost::{self, Boosted, Draws, Growth},
    cox::{self, CoxData, Penalty, Ties},
    logistic,
};

use super::people;
use crate::{Error, Result};

/// How many parts the data are dealt into.
const PARTS: usize = 5;
/// How many times the data are dealt anew, and trees grown anew: one deal alone moves the concordance by 0.01.
const DEALS: u64 = 3;
/// How many trees each growth has.
const TREES: usize = 100;
/// The penalties tried.
const PENALTIES: [f64; 12] = [0.3, 1.0, 3.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0, 1280.0, 2560.0];
/// Trees must raise the cross-validated log-likelihood by this much to be worth explaining.
const WORTH: f64 = 2.0;
/// Fewer events than this teach trees nothing.
const FEWEST_EVENTS: usize = 100;

/// Data for the choices.
pub(super) struct Given<'a> {
    pub(super) spells: &'a Spells,
    pub(super) design: &'a Design,
    pub(super) strata: Option<&'a [usize]>,
    /// The person of each row.
    pub(super) person: &'a [usize],
    /// For each number, whether it is 0 or 1 for a level.
    pub(super) is_level: &'a [bool],
    pub(super) ties: Ties,
    pub(super) seed: u64,
}

/// A penalty per standard deviation of numbers, and per unit of levels.
pub(super) fn standardised(theta: f64, design: &Design, is_level: &[bool]) -> Penalty {
    let scale = design.moments().scale;
    let of = |(&scale, &is_level): (&f64, &bool)| {
        // A level that does not occur here keeps its penalty.
        if is_level && scale > 0.0 { theta / (scale * scale) } else { theta }
    };
    Penalty::Each(scale.iter().zip(is_level).map(of).collect())
}

fn refused(error: &stats::Error) -> Error {
    Error::Whole { problem: error.to_string() }
}

/// What was chosen for a survival model.
pub(super) struct Choice {
    pub(super) penalty: f64,
    pub(super) mixture: Option<Mixture>,
}

/// Trees with their weight beside the linear part's.
pub(super) struct Mixture {
    pub(super) linear: f64,
    pub(super) weight: f64,
    pub(super) gain: f64,
    pub(super) trees: Boosted,
}

/// Chooses the penalty, and trees where they help.
pub(super) fn survival(given: &Given<'_>) -> Result<Choice> {
    let deals: Vec<Vec<Fold>> = (0..DEALS)
        .map(|deal| {
            let part = people::parts(given.person, given.spells.event(), PARTS, seed_of(given.seed, deal));
            (0..PARTS).map(|fold| Fold::of(given, &part, fold)).collect::<Result<_>>()
        })
        .collect::<Result<_>>()?;
    let gains: Vec<f64> = PENALTIES
        .par_iter()
        .map(|&theta| deals.iter().flatten().map(|fold| fold.loglik(given, theta)).sum::<Result<f64>>())
        .collect::<Result<_>>()?;
    let penalty = best(&gains);
    Ok(Choice { penalty, mixture: mixture(given, &deals, penalty)? })
}

/// A seed for each deal.
fn seed_of(seed: u64, deal: u64) -> u64 {
    Draws::new(seed.wrapping_add(deal)).bits()
}

/// The penalty of the largest value.
fn best(values: &[f64]) -> f64 {
    let largest = values.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    largest.map_or(PENALTIES[0], |(place, _)| PENALTIES[place])
}

/// One part left out.
struct Fold {
    outside: Vec<usize>,
    spells: Spells,
    design: Design,
    strata: Option<Vec<usize>>,
}

impl Fold {
    fn of(given: &Given<'_>, part: &[usize], fold: usize) -> Result<Self> {
        let (outside, inside): (Vec<usize>, Vec<usize>) = (0..part.len()).partition(|&row| part[row] == fold);
        Ok(Self {
            spells: given.spells.pick(&inside).map_err(|error| refused(&error))?,
            design: given.design.pick(&inside),
            strata: given.strata.map(|strata| inside.iter().map(|&row| strata[row]).collect()),
            outside,
        })
    }

    fn data(&self) -> CoxData<'_> {
        CoxData { spells: &self.spells, design: &self.design, strata: self.strata.as_deref() }
    }

    fn fit(&self, given: &Given<'_>, theta: f64) -> Result<cox::Cox> {
        let penalty = standardised(theta, &self.design, given.is_level);
        cox::fit(&self.data(), given.ties, &penalty).map_err(|error| refused(&error))
    }

    /// The log-likelihood that the part left out adds (Verweij and van Houwelingen).
    fn loglik(&self, given: &Given<'_>, theta: f64) -> Result<f64> {
        if self.spells.events() == 0 {
            // With so few events no penalty can be told from another.
            return Ok(0.0);
        }
        let fitted = self.fit(given, theta)?;
        let all = CoxData { spells: given.spells, design: given.design, strata: given.strata };
        let whole = cox::loglik_on(&all, &fitted).map_err(|error| refused(&error))?;
        Ok(whole - fitted.loglik)
    }
}

impl Fold {
    /// What the linear part and the trees learnt inside say of the rows outside.
    fn scores(&self, given: &Given<'_>, penalty: f64, seed: u64) -> Result<Vec<(f64, f64)>> {
        let fitted = self.fit(given, penalty)?;
        let trees = grow(&self.spells, &self.design, seed)?;
        let of = |row: &usize| (fitted.linear(given.design.row(*row)), trees.score(given.design.row(*row)));
        Ok(self.outside.iter().map(of).collect())
    }
}

/// Grows trees on each fold, and mixes them with the linear part where the rows left out show that it helps.
fn mixture(given: &Given<'_>, deals: &[Vec<Fold>], penalty: f64) -> Result<Option<Mixture>> {
    if given.spells.events() < FEWEST_EVENTS || given.strata.is_some() {
        return Ok(None);
    }
    let mut columns = [vec![0.0; given.spells.len()], vec![0.0; given.spells.len()]];
    for (folds, deal) in deals.iter().zip(0..) {
        let seed = seed_of(given.seed, deal);
        let scores: Vec<Vec<(f64, f64)>> =
            folds.par_iter().map(|fold| fold.scores(given, penalty, seed)).collect::<Result<_>>()?;
        for (fold, scores) in folds.iter().zip(scores) {
            for (&row, (linear, trees)) in fold.outside.iter().zip(scores) {
                columns[0][row] += linear / DEALS as f64;
                columns[1][row] += trees / DEALS as f64;
            }
        }
    }
    let Some((linear, weight, gain)) = weights(given, &columns) else { return Ok(None) };
    let grown: Vec<Boosted> = (0..DEALS)
        .into_par_iter()
        .map(|deal| grow(given.spells, given.design, seed_of(given.seed, deal)))
        .collect::<Result<_>>()?;
    let trees = Boosted { trees: grown.into_iter().flat_map(|boosted| boosted.trees).collect() };
    // The growths are averaged, not summed.
    Ok(Some(Mixture { linear, weight: weight / DEALS as f64, gain, trees }))
}

fn grow(spells: &Spells, design: &Design, seed: u64) -> Result<Boosted> {
    let growth = Growth { seed, trees: TREES, ..Growth::default() };
    boost::grow(spells, design, &vec![0.0; spells.len()], &growth).map_err(|error| refused(&error))
}

/// The weights of both parts, none below zero, where together they beat the linear part alone.
fn weights(given: &Given<'_>, columns: &[Vec<f64>; 2]) -> Option<(f64, f64, f64)> {
    let fit = |which: &[usize]| {
        let picked: Vec<Vec<f64>> = which.iter().map(|&k| columns[k].clone()).collect();
        let design = Design::from_columns(&picked).ok()?;
        let data = CoxData { spells: given.spells, design: &design, strata: None };
        cox::fit(&data, given.ties, &Penalty::None).ok()
    };
    let alone = fit(&[0]);
    let before = alone
        .as_ref()
        .map_or(f64::NEG_INFINITY, |fit| if fit.coef[0] > 0.0 { fit.loglik } else { fit.loglik_null });
    let both = fit(&[0, 1]).filter(|fit| fit.coef.iter().all(|&weight| weight >= 0.0));
    let (linear, weight, loglik) = match (both, fit(&[1])) {
        (Some(both), _) => (both.coef[0], both.coef[1], both.loglik),
        (None, Some(trees)) if trees.coef[0] > 0.0 => (0.0, trees.coef[0], trees.loglik),
        _ => return None,
    };
    let gain = if before.is_finite() { loglik - before } else { loglik - fit(&[1])?.loglik_null };
    (gain > WORTH).then_some((linear, weight, gain))
}

/// Chooses the penalty of a yes-or-no model by the log-likelihood of the rows left out.
pub(super) fn outcome(
    design: &Design,
    yes: &[bool],
    is_level: &[bool],
    person: &[usize],
    seed: u64,
) -> Result<f64> {
    let part = people::parts(person, yes, PARTS, seed);
    let gains: Vec<f64> = PENALTIES
        .par_iter()
        .map(|&theta| {
            (0..PARTS).map(|fold| left_out(design, yes, is_level, (&part, fold), theta)).sum::<Result<f64>>()
        })
        .collect::<Result<_>>()?;
    Ok(best(&gains))
}

fn left_out(
    design: &Design,
    yes: &[bool],
    is_level: &[bool],
    part: (&[usize], usize),
    theta: f64,
) -> Result<f64> {
    let (outside, inside): (Vec<usize>, Vec<usize>) = (0..yes.len()).partition(|&row| part.0[row] == part.1);
    let picked = design.pick(&inside);
    let outcome: Vec<bool> = inside.iter().map(|&row| yes[row]).collect();
    if !(outcome.contains(&true) && outcome.contains(&false)) {
        // With so few of one outcome no penalty can be told from another.
        return Ok(0.0);
    }
    let fitted = logistic::fit(&picked, &outcome, &standardised(theta, &picked, is_level))
        .map_err(|error| refused(&error))?;
    let of = |&row: &usize| {
        let p = fitted.probability(design.row(row)).clamp(1e-12, 1.0 - 1e-12);
        if yes[row] { p.ln() } else { (1.0 - p).ln() }
    };
    Ok(outside.iter().map(of).sum())
}
