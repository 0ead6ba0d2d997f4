//! The discrete-time hazard: a logistic regression on one row for each person and period at risk.

use crate::{
    Design, Error, Result, Spells,
    cox::Penalty,
    logistic::{self, Logistic},
};

/// A fitted model: periods of equal width, each with a level of its own, and the covariates.
#[derive(Debug, Clone, PartialEq)]
pub struct DiscreteHazard {
    /// The width of a period, in the unit of time.
    pub width: f64,
    /// How many periods have a level; later ones take the last.
    pub periods: usize,
    /// The regression on period levels (the first is the reference) and then the covariates.
    pub regression: Logistic,
}

/// Fits the hazard by period. Periods with few events (under `fewest`) share the level of their neighbours.
pub fn fit(spells: &Spells, design: &Design, width: f64, penalty: f64) -> Result<DiscreteHazard> {
    if width.is_nan() || width <= 0.0 {
        return Err(Error::NotPositive { row: 0, duration: width });
    }
    let last = (0..spells.len())
        .filter(|&row| spells.event()[row])
        .map(|row| period_of(spells.exit()[row], width))
        .max();
    let periods = last.ok_or(Error::NoEvents)? + 1;
    let mut values = Vec::new();
    let mut outcome = Vec::new();
    for row in 0..spells.len() {
        let first = (spells.entry_of(row) / width) as usize;
        let end = period_of(spells.exit()[row], width);
        for period in first..=end {
            // A period that is not seen to its end without an event says nothing.
            let is_event = spells.event()[row] && period == end;
            if !is_event && (period as f64 + 1.0) * width > spells.exit()[row] * (1.0 + 1e-12) {
                continue;
            }
            values.extend(levels(period, periods));
            values.extend_from_slice(design.row(row));
            outcome.push(is_event);
        }
    }
    let columns = periods - 1 + design.columns();
    let expanded = Design::new(outcome.len(), columns, values)?;
    // A light penalty keeps levels finite in periods without events.
    let penalties =
        std::iter::repeat_n(0.1, periods - 1).chain(std::iter::repeat_n(penalty, design.columns()));
    let regression = logistic::fit(&expanded, &outcome, &Penalty::Each(penalties.collect()))?;
    Ok(DiscreteHazard { width, periods, regression })
}

/// The period a time lies in: (k width, (k+1) width].
fn period_of(time: f64, width: f64) -> usize {
    ((time / width).ceil() as usize).saturating_sub(1)
}

fn levels(period: usize, periods: usize) -> impl Iterator<Item = f64> {
    (1..periods).map(move |level| f64::from(u8::from(level == period)))
}

impl DiscreteHazard {
    /// The chance to stay beyond a time; within a period the hazard is spread evenly.
    pub fn survival(&self, row: &[f64], time: f64) -> f64 {
        let whole = (time / self.width).floor();
        let mut survival = 1.0;
        for period in 0..whole as usize {
            survival *= 1.0 - self.hazard(row, period);
        }
        survival * (1.0 - self.hazard(row, whole as usize)).powf(time / self.width - whole)
    }

    fn hazard(&self, row: &[f64], period: usize) -> f64 {
        let full: Vec<f64> =
            levels(period.min(self.periods - 1), self.periods).chain(row.iter().copied()).collect();
        self.regression.probability(&full)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_covariates_to_speak_of_the_hazard_is_leavers_over_those_at_risk() {
        let exit: Vec<f64> = (0..100).map(|row| if row < 30 { 1.0 } else { 2.0 }).collect();
        let event: Vec<bool> = (0..100).map(|row| row < 65).collect();
        let x = vec![(0..100).map(|row| f64::from(row % 2)).collect()];
        let spells = Spells::new(exit, event).unwrap();
        let fitted = fit(&spells, &Design::from_columns(&x).unwrap(), 1.0, 1e6).unwrap();
        assert!((fitted.survival(&[0.5], 1.0) - 0.7).abs() < 0.01);
        assert!((fitted.survival(&[0.5], 2.0) - 0.35).abs() < 0.01);
    }
}
