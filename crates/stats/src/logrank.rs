//! Do groups leave at different rates? The log-rank test and its weighted relatives.

use crate::{
    Error, Result, Spells,
    linalg::{Cholesky, Square},
    special::chi_square_upper,
};

/// The answer: a chi-square statistic and what each group was expected to lose.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRank {
    /// The statistic.
    pub chi_square: f64,
    /// Its degrees of freedom: groups less one.
    pub freedom: usize,
    /// The chance of a statistic this large if the groups do not differ.
    pub p: f64,
    /// Weighted events of each group.
    pub observed: Vec<f64>,
    /// Weighted events of each group if they did not differ.
    pub expected: Vec<f64>,
    /// Spells of each group.
    pub size: Vec<usize>,
}

/// Compares groups (numbered from 0) within strata, each time weighted by S(t-)^rho: 0 is the log-rank test, 1 the
/// Peto–Peto test.
pub fn log_rank(spells: &Spells, group: &[usize], strata: Option<&[usize]>, rho: f64) -> Result<LogRank> {
    if group.len() != spells.len() {
        return Err(Error::Length { left: group.len(), right: spells.len() });
    }
    let groups = group.iter().max().map_or(0, |last| last + 1);
    let mut tally =
        Tally { observed: vec![0.0; groups], expected: vec![0.0; groups], variance: Square::zeros(groups) };
    for rows in by_stratum(spells.len(), strata)? {
        tally.add(spells, group, &rows, rho);
    }
    let mut size = vec![0; groups];
    for &which in group {
        size[which] += 1;
    }
    let (chi_square, freedom) = tally.statistic();
    let p = if freedom == 0 { 1.0 } else { chi_square_upper(chi_square, freedom) };
    Ok(LogRank { chi_square, freedom, p, observed: tally.observed, expected: tally.expected, size })
}

/// The rows of each stratum.
pub(crate) fn by_stratum(rows: usize, strata: Option<&[usize]>) -> Result<Vec<Vec<usize>>> {
    let Some(strata) = strata else {
        return Ok(vec![(0..rows).collect()]);
    };
    if strata.len() != rows {
        return Err(Error::Length { left: strata.len(), right: rows });
    }
    let count = strata.iter().max().map_or(0, |last| last + 1);
    let mut lists = vec![Vec::new(); count];
    for (row, &stratum) in strata.iter().enumerate() {
        lists[stratum].push(row);
    }
    Ok(lists)
}

struct Tally {
    observed: Vec<f64>,
    expected: Vec<f64>,
    variance: Square,
}

impl Tally {
    fn add(&mut self, spells: &Spells, group: &[usize], rows: &[usize], rho: f64) {
        let groups = self.observed.len();
        let mut exits = rows.to_vec();
        exits.sort_unstable_by(|&a, &b| spells.exit()[a].total_cmp(&spells.exit()[b]));
        let mut entries = rows.to_vec();
        entries.sort_unstable_by(|&a, &b| spells.entry_of(a).total_cmp(&spells.entry_of(b)));
        let mut at_risk = vec![0.0; groups];
        let mut come = 0;
        let mut survival = 1.0_f64;
        for tied in exits.chunk_by(|&a, &b| spells.exit()[a] == spells.exit()[b]) {
            let time = spells.exit()[tied[0]];
            while come < entries.len() && spells.entry_of(entries[come]) < time {
                at_risk[group[entries[come]]] += 1.0;
                come += 1;
            }
            let mut events = vec![0.0; groups];
            for &row in tied.iter().filter(|&&row| spells.event()[row]) {
                events[group[row]] += 1.0;
            }
            let total: f64 = events.iter().sum();
            if total > 0.0 {
                self.add_time(&at_risk, &events, survival.powf(rho));
                survival *= 1.0 - total / at_risk.iter().sum::<f64>();
            }
            for &row in tied {
                at_risk[group[row]] -= 1.0;
            }
        }
    }

    fn add_time(&mut self, at_risk: &[f64], events: &[f64], weight: f64) {
        let (n, d): (f64, f64) = (at_risk.iter().sum(), events.iter().sum());
        let spread = if n > 1.0 { weight * weight * d * (n - d) / (n * n * (n - 1.0)) } else { 0.0 };
        for a in 0..at_risk.len() {
            self.observed[a] += weight * events[a];
            self.expected[a] += weight * d * at_risk[a] / n;
            *self.variance.at_mut(a, a) += spread * n * at_risk[a];
            for b in 0..at_risk.len() {
                *self.variance.at_mut(a, b) -= spread * at_risk[a] * at_risk[b];
            }
        }
    }

    /// The quadratic form over the groups that anything was expected of, the last of them left out.
    fn statistic(&self) -> (f64, usize) {
        let mut used: Vec<usize> = (0..self.observed.len()).filter(|&g| self.expected[g] > 0.0).collect();
        used.pop();
        let difference: Vec<f64> = used.iter().map(|&g| self.observed[g] - self.expected[g]).collect();
        match Cholesky::of(&self.variance.pick(&used)) {
            Ok(factor) => (crate::linalg::dot(&difference, &factor.solve(&difference)), used.len()),
            // The groups are never at risk together: there is nothing to compare.
            Err(_) => (0.0, 0),
        }
    }
}
