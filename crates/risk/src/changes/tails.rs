//! Tails of counts: the negative binomial, with the Poisson as its limit.

/// ln Γ(x) for x > 0 (Lanczos, fifteen digits).
pub(super) fn ln_gamma(x: f64) -> f64 {
    const G: f64 = 7.0;
    const TERMS: [f64; 9] = [
        0.999_999_999_999_809_9,
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        // Reflection: keeps small shapes exact.
        return (std::f64::consts::PI / (std::f64::consts::PI * x).sin()).ln() - ln_gamma(1.0 - x);
    }
    if x > 30.0 {
        // Stirling: fewer operations where it is as exact.
        let inverse = 1.0 / x;
        let square = inverse * inverse;
        let series =
            inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1_260.0 - square / 1_680.0)));
        return (x - 0.5) * x.ln() - x + 0.918_938_533_204_672_7 + series;
    }
    let x = x - 1.0;
    let sum =
        TERMS[1..].iter().enumerate().fold(TERMS[0], |sum, (at, term)| sum + term / (x + at as f64 + 1.0));
    let t = x + G + 0.5;
    0.918_938_533_204_672_7 + (x + 0.5) * t.ln() - t + sum.ln()
}

/// A count with this mean and variance: negative binomial, Poisson when the variance does not exceed the mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    mean: f64,
    /// Size; infinite for Poisson.
    size: f64,
}

impl Counted {
    pub(super) fn new(mean: f64, variance: f64) -> Self {
        let excess = variance - mean;
        let size = if excess > 1e-9 * mean { mean * mean / excess } else { f64::INFINITY };
        Self { mean, size }
    }

    fn ln_share(&self, x: f64) -> f64 {
        if self.mean <= 0.0 {
            return if x == 0.0 { 0.0 } else { f64::NEG_INFINITY };
        }
        if self.size > 1e7 {
            return x * self.mean.ln() - self.mean - ln_gamma(x + 1.0);
        }
        let (r, m) = (self.size, self.mean);
        ln_gamma(x + r) - ln_gamma(r) - ln_gamma(x + 1.0) - r * (m / r).ln_1p() + x * (m / (r + m)).ln()
    }

    /// P(X = x + 1) / P(X = x).
    fn ratio(&self, x: f64) -> f64 {
        if self.size > 1e7 {
            self.mean / (x + 1.0)
        } else {
            (x + self.size) / (x + 1.0) * self.mean / (self.size + self.mean)
        }
    }

    /// P(X ≥ x).
    pub(super) fn at_least(&self, x: u32) -> f64 {
        if x == 0 {
            return 1.0;
        }
        if f64::from(x) <= self.mean {
            return (1.0 - self.at_most(x - 1)).max(0.0);
        }
        let mut term = self.ln_share(f64::from(x)).exp();
        let (mut sum, mut at) = (term, f64::from(x));
        while term > sum * 1e-13 {
            term *= self.ratio(at);
            sum += term;
            at += 1.0;
        }
        sum.min(1.0)
    }

    /// P(X ≤ x).
    pub(super) fn at_most(&self, x: u32) -> f64 {
        let mut term = self.ln_share(f64::from(x)).exp();
        if f64::from(x) > self.mean + 1.0 && term < 1e-3 {
            return (1.0 - self.at_least(x + 1)).max(0.0);
        }
        let mut sum = term;
        for at in (0..x).rev() {
            term /= self.ratio(f64::from(at));
            sum += term;
            if term <= sum * 1e-13 {
                break;
            }
        }
        sum.min(1.0)
    }

    /// P(X > x) and half of P(X = x): small counts make P(X ≥ x) larger than chance on average.
    pub(super) fn upper(&self, x: u32) -> f64 {
        (self.at_least(x) - 0.5 * self.ln_share(f64::from(x)).exp()).max(0.0)
    }

    /// ln P(X = x).
    pub(super) fn ln_of(&self, x: f64) -> f64 {
        self.ln_share(x)
    }
}
