//! Run lengths of CUSUM schemes on counts, exactly: how long until an alarm, with and without a change.
//!
//! Upper scheme: S₀ = 0, Sₜ = max(0, Sₜ₋₁ + Xₜ − k), lower scheme with k − Xₜ; the alarm comes at the first t with
//! Sₜ ≥ h. S lives on the lattice of k and h, so the run length is that of a finite Markov chain.

use super::tails::ln_gamma;
use crate::{Error, Result};

/// States beyond this would take too long; they are never needed for counts.
const STATES_AT_MOST: usize = 2_000;

/// How the counts are distributed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Count {
    /// Poisson.
    Poisson {
        /// Mean.
        mean: f64,
    },
    /// Binomial.
    Binomial {
        /// Trials.
        trials: u32,
        /// Probability of each.
        p: f64,
    },
    /// Negative binomial; with size 1 geometric from 0.
    NegativeBinomial {
        /// Mean.
        mean: f64,
        /// Size.
        size: f64,
    },
}

impl Count {
    fn share(&self, count: u32) -> f64 {
        let x = f64::from(count);
        match *self {
            Self::Poisson { mean } => (x * mean.ln() - mean - ln_gamma(x + 1.0)).exp(),
            Self::Binomial { trials, .. } if count > trials => 0.0,
            Self::Binomial { trials, p } => {
                let n = f64::from(trials);
                (ln_gamma(n + 1.0) - ln_gamma(x + 1.0) - ln_gamma(n - x + 1.0)
                    + x * p.ln()
                    + (n - x) * (-p).ln_1p())
                .exp()
            }
            Self::NegativeBinomial { mean, size } => {
                (ln_gamma(x + size) - ln_gamma(size) - ln_gamma(x + 1.0) - size * (mean / size).ln_1p()
                    + x * (mean / (size + mean)).ln())
                .exp()
            }
        }
    }

    fn is_proper(&self) -> bool {
        match *self {
            Self::Poisson { mean } => mean > 0.0 && mean < 1e4,
            Self::Binomial { trials, p } => trials > 0 && p > 0.0 && p < 1.0,
            Self::NegativeBinomial { mean, size } => {
                mean > 0.0 && mean < 1e4 && size > 0.0 && size.is_finite()
            }
        }
    }
}

/// Which way the scheme looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// For more.
    Upper,
    /// For less.
    Lower,
}

/// A scheme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scheme {
    /// Which way.
    pub side: Side,
    /// What is taken off (or owed) each week.
    pub k: f64,
    /// The alarm's height.
    pub h: f64,
}

/// How long a scheme runs until its alarm.
#[derive(Debug)]
pub struct RunLength {
    /// Mean from S₀ = 0.
    pub mean: f64,
    /// Mean from S₀ = h/2; none when that is no point of the lattice.
    pub mean_with_head_start: Option<f64>,
    /// Standard deviation from S₀ = 0.
    pub sd: f64,
    /// Powers of the step that stays without alarm: to the 1, 2, 4, ….
    powers: Vec<Square>,
}

/// Run lengths of a scheme on independent counts.
pub fn run_length(scheme: &Scheme, count: &Count) -> Result<RunLength> {
    let refused = |problem: &str| Error::Whole { problem: problem.to_owned() };
    if !count.is_proper() {
        return Err(refused("the distribution's numbers are out of range"));
    }
    if !(scheme.k >= 0.0 && scheme.h > 0.0 && scheme.h.is_finite()) {
        return Err(refused("k must be 0 or more and h above 0"));
    }
    let unit = (1..=1_000_u32)
        .find(|&unit| is_whole(scheme.k * f64::from(unit)) && is_whole(scheme.h * f64::from(unit)))
        .ok_or_else(|| refused("k and h have no common lattice; give them as decimals of three places"))?;
    let states = (scheme.h * f64::from(unit)).round() as usize;
    if states > STATES_AT_MOST {
        return Err(refused("the lattice of k and h is too fine"));
    }
    let step = Square::of_scheme(scheme, count, unit as usize, states);
    let mut system = step.complement();
    let mean = system.solve(vec![1.0; states]).ok_or_else(|| refused("the alarm never comes"))?;
    let square = step.complement().solve(mean.iter().map(|mean| 2.0 * mean - 1.0).collect());
    let square = square.ok_or_else(|| refused("the alarm never comes"))?;
    Ok(RunLength {
        mean: mean[0],
        mean_with_head_start: states.is_multiple_of(2).then(|| mean[states / 2]),
        sd: (square[0] - mean[0] * mean[0]).max(0.0).sqrt(),
        powers: vec![step],
    })
}

impl RunLength {
    /// The smallest t by which the alarm has come with this probability, starting from 0; none beyond 2⁴⁰.
    pub fn quantile(&mut self, share: f64) -> Option<u64> {
        let stays = 1.0 - share;
        let size = self.powers.first()?.size;
        let mut start = vec![0.0; size];
        start[0] = 1.0;
        let mut level = 0;
        while self.powers[level].apply(&start).iter().sum::<f64>() > stays {
            level += 1;
            if level > 40 {
                return None;
            }
            if level == self.powers.len() {
                let next = self.powers[level - 1].squared();
                self.powers.push(next);
            }
        }
        let mut steps = 0;
        for level in (0..level).rev() {
            let next = self.powers[level].apply(&start);
            if next.iter().sum::<f64>() > stays {
                start = next;
                steps += 1 << level;
            }
        }
        Some(steps + 1)
    }
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-9 * value.abs().max(1.0)
}

/// A square matrix by rows.
#[derive(Debug, Clone)]
struct Square {
    size: usize,
    cells: Vec<f64>,
}

impl Square {
    fn of_scheme(scheme: &Scheme, count: &Count, unit: usize, states: usize) -> Self {
        let k = (scheme.k * unit as f64).round() as usize;
        let mut cells = vec![0.0; states * states];
        for from in 0..states {
            let row = &mut cells[from * states..(from + 1) * states];
            match scheme.side {
                Side::Upper => {
                    for x in 0.. {
                        let reached = from + x * unit;
                        if reached >= states + k {
                            break;
                        }
                        row[reached.saturating_sub(k)] += count.share(x as u32);
                    }
                }
                Side::Lower => {
                    // From so many counts on S falls to 0; what is above the alarm's height is left out.
                    let enough = (from + k).div_ceil(unit);
                    let mut below = 0.0;
                    for x in 0..enough {
                        let share = count.share(x as u32);
                        below += share;
                        if from + k - x * unit < states {
                            row[from + k - x * unit] += share;
                        }
                    }
                    row[0] += (1.0 - below).max(0.0);
                }
            }
        }
        Self { size: states, cells }
    }

    /// I − Q.
    fn complement(&self) -> Self {
        let mut cells: Vec<f64> = self.cells.iter().map(|cell| -cell).collect();
        for at in 0..self.size {
            cells[at * self.size + at] += 1.0;
        }
        Self { size: self.size, cells }
    }

    /// Gauss with pivots; destroys the matrix.
    fn solve(&mut self, mut right: Vec<f64>) -> Option<Vec<f64>> {
        let n = self.size;
        for column in 0..n {
            let at = |row: &usize| self.cells[row * n + column].abs();
            let pivot = (column..n).max_by(|left, right| at(left).total_cmp(&at(right)))?;
            if self.cells[pivot * n + column].abs() < 1e-300 {
                return None;
            }
            if pivot != column {
                for other in 0..n {
                    self.cells.swap(pivot * n + other, column * n + other);
                }
                right.swap(pivot, column);
            }
            for row in column + 1..n {
                let factor = self.cells[row * n + column] / self.cells[column * n + column];
                if factor != 0.0 {
                    for other in column..n {
                        self.cells[row * n + other] -= factor * self.cells[column * n + other];
                    }
                    right[row] -= factor * right[column];
                }
            }
        }
        for row in (0..n).rev() {
            let known: f64 = (row + 1..n).map(|other| self.cells[row * n + other] * right[other]).sum();
            right[row] = (right[row] - known) / self.cells[row * n + row];
        }
        right.iter().all(|value| value.is_finite()).then_some(right)
    }

    /// A row vector times the matrix.
    fn apply(&self, row: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; self.size];
        for (share, cells) in row.iter().zip(self.cells.chunks(self.size)) {
            for (sum, cell) in product.iter_mut().zip(cells) {
                *sum += share * cell;
            }
        }
        product
    }

    fn squared(&self) -> Self {
        let rows = self.cells.chunks(self.size).flat_map(|row| self.apply(row));
        Self { size: self.size, cells: rows.collect() }
    }
}
