//! How much more than chance counts vary: from period to period within the baseline, and with the distance from it.

use super::prior::{Noise, Window};

/// A count beside what was expected of it.
pub(super) struct Beside {
    pub(super) count: f64,
    pub(super) mean: f64,
    pub(super) variance: f64,
}

impl Beside {
    pub(super) fn new(count: u32, window: &Window, typical: f64, variance: f64) -> Self {
        let mean = typical * window.expected;
        let variance =
            window.factor * mean + variance * window.expected.powi(2) + window.square * mean * mean;
        Self { count: f64::from(count), mean, variance }
    }
}

/// The share of the squared mean by which the bulk varies beyond its variance; what lies outside three standard
/// deviations is left to be found, not explained away.
pub(super) fn excess(all: &[Beside]) -> f64 {
    /// Variance of a normal distribution cut at three standard deviations.
    const CUT: f64 = 0.973;
    let mut found = 0.0;
    for _ in 0..8 {
        let (mut sum, mut weight, mut noise) = (0.0, 0.0, 0.0);
        for beside in all {
            let square = beside.mean * beside.mean;
            let variance = beside.variance + found * square;
            let away = (beside.count - beside.mean).powi(2);
            if away > 9.0 * variance {
                continue;
            }
            let share = square / (variance * variance);
            sum += share * (away / CUT - beside.variance);
            weight += share * square;
            noise += 2.0 * share * share * variance * variance;
        }
        if weight <= 0.0 {
            return 0.0;
        }
        found = ((sum - noise.sqrt()) / weight).max(0.0);
    }
    found
}

/// Weighted least squares of spread on level, held to what a variance can be.
pub(super) fn solve_noise([w, wx, wxx, wy, wxy]: [f64; 5]) -> Noise {
    if w <= 0.0 {
        return Noise { factor: 1.0, square: 0.0 };
    }
    let determinant = w * wxx - wx * wx;
    let (factor, square) = if determinant > 1e-9 * w * wxx {
        ((wy * wxx - wx * wxy) / determinant, (w * wxy - wx * wy) / determinant)
    } else {
        (wy / w, 0.0)
    };
    if square < 0.0 {
        return Noise { factor: (wy / w).max(1.0), square: 0.0 };
    }
    if factor < 1.0 {
        let square = if wxx > 0.0 { ((wxy - wx) / wxx).max(0.0) } else { 0.0 };
        return Noise { factor: 1.0, square };
    }
    Noise { factor, square }
}
