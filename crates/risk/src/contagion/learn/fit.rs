//! Those who left beside everybody else of their department and month.

use super::grid::Grid;

/// The limits are at 95 %: half the quantile of the chi-squared distribution with one degree of freedom.
const DROP: f64 = 1.920_729_4;
/// A relative lift beyond this cannot be told from a larger one.
const LARGEST: f64 = 64.0;

/// A department in a month: sums of weights, and of weights times losses.
#[derive(Debug)]
struct Sums {
    /// Over everybody at risk.
    all: (f64, f64),
    /// Over those who left.
    left: (f64, f64),
    /// What each who left had lost.
    lost: Vec<f64>,
}

/// What the comparison comes to.
#[derive(Debug, Default)]
pub(super) struct Weighed {
    strata: Vec<Sums>,
    excess: f64,
    variance: f64,
}

/// Compares along exposures as they were, or as they would be in a shuffled network.
pub(super) fn weigh(grid: &Grid, lost: &[f64]) -> Weighed {
    let mut weighed = Weighed::default();
    for stratum in &grid.strata {
        let of = |who: u32| lost[who as usize * grid.months + stratum.month];
        let (mut weight, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for &(who, share) in &stratum.members {
            let lost = of(who);
            weight += share;
            sum += share * lost;
            squares += share * lost * lost;
        }
        let mean = sum / weight;
        let spread = (squares / weight - mean * mean).max(0.0);
        if spread < 1e-12 {
            continue;
        }
        let (all, left) = (stratum.members.len() as f64, stratum.leavers.len() as f64);
        let lost: Vec<f64> = stratum.leavers.iter().map(|&(who, _)| of(who)).collect();
        weighed.excess += lost.iter().sum::<f64>() - left * mean;
        // Of several who left in one month none could leave twice.
        weighed.variance += left * spread * (all - left) / (all - 1.0);
        let gone = stratum.leavers.iter().zip(&lost);
        let gone =
            gone.fold((0.0, 0.0), |(weight, sum), (&(_, share), lost)| (weight + share, sum + share * lost));
        weighed.strata.push(Sums { all: (weight, sum), left: gone, lost });
    }
    weighed
}

impl Sums {
    /// The largest loss that a lift must leave a risk to.
    fn most(&self) -> f64 {
        self.lost.iter().copied().fold(self.all.1 / self.all.0, f64::max)
    }

    /// Of several who left in one month the order is unknown: each is taken to be gone in part (Efron).
    fn likelihood(&self, lift: f64) -> f64 {
        let count = self.lost.len() as f64;
        let at = |(weight, sum): (f64, f64)| weight + lift * sum;
        let risks = (0..self.lost.len()).map(|gone| at(self.all) - gone as f64 / count * at(self.left));
        self.lost.iter().map(|lost| (lift * lost).ln_1p()).sum::<f64>()
            - risks.map(|risk| risk.max(1e-12).ln()).sum::<f64>()
    }
}

impl Weighed {
    /// How many left where others were exposed differently.
    pub(super) fn compared(&self) -> usize {
        self.strata.iter().map(|stratum| stratum.lost.len()).sum()
    }

    /// By how many standard deviations those who left had lost more than the others.
    pub(super) fn score(&self) -> Option<f64> {
        (self.variance > 0.0).then(|| self.excess / self.variance.sqrt())
    }

    /// The relative lift of one tie of closeness 1 with its limits, by the conditional likelihood.
    pub(super) fn lift(&self) -> Option<[f64; 3]> {
        let most = self.strata.iter().map(Sums::most).fold(0.0, f64::max);
        if most <= 0.0 {
            return None;
        }
        let lowest = -0.99 / most;
        let best = self.best(lowest);
        let top = self.likelihood(best);
        let below = |lift: f64| self.likelihood(lift) < top - DROP;
        let limit = |end: f64| {
            if !below(end) {
                return end;
            }
            let (mut inside, mut outside) = (best, end);
            for _ in 0..80 {
                let middle = f64::midpoint(inside, outside);
                if below(middle) { outside = middle } else { inside = middle }
            }
            inside
        };
        Some([limit(lowest), best, limit(LARGEST)])
    }

    fn likelihood(&self, lift: f64) -> f64 {
        self.strata.iter().map(|stratum| stratum.likelihood(lift)).sum()
    }

    /// A coarse look over the whole range, then golden section around the best.
    fn best(&self, lowest: f64) -> f64 {
        const STEPS: i32 = 200;
        let at = |step: i32| {
            let share = f64::from(step) / f64::from(STEPS);
            // Finer where lifts usually are.
            lowest + (LARGEST - lowest) * share.powi(3)
        };
        let seen = (0..=STEPS).map(|step| (step, self.likelihood(at(step))));
        let step = seen.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(step, _)| step);
        let (mut low, mut high) = (at((step - 1).max(0)), at((step + 1).min(STEPS)));
        let golden = 0.5 * (5.0_f64.sqrt() - 1.0);
        for _ in 0..90 {
            let (left, right) = (high - golden * (high - low), low + golden * (high - low));
            if self.likelihood(left) < self.likelihood(right) { low = left } else { high = right }
        }
        f64::midpoint(low, high)
    }
}
