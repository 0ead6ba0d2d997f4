//! The normal and chi-square distributions.

use std::f64::consts::{PI, SQRT_2};

/// ln Γ(x) for x > 0, by Lanczos.
pub fn ln_gamma(x: f64) -> f64 {
    const C: [f64; 9] = [
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
        return (PI / (PI * x).sin()).ln() - ln_gamma(1.0 - x);
    }
    let shifted = x - 1.0;
    let t = shifted + 7.5;
    let series: f64 = C[1..].iter().zip(1_u32..).map(|(c, k)| c / (shifted + f64::from(k))).sum();
    0.5 * (2.0 * PI).ln() + (shifted + 0.5) * t.ln() - t + (C[0] + series).ln()
}

/// The share of a gamma distribution of shape a above x.
pub fn gamma_upper(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let front = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        (1.0 - front * lower_series(a, x)).clamp(0.0, 1.0)
    } else {
        front * upper_fraction(a, x)
    }
}

fn lower_series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    let mut k = a;
    for _ in 0..1000 {
        k += 1.0;
        term *= x / k;
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    sum
}

fn upper_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1e300;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..1000 {
        let an = -f64::from(i) * (f64::from(i) - a);
        b += 2.0;
        d = 1.0 / (an * d + b);
        c = b + an / c;
        let delta = d * c;
        h *= delta;
        if (delta - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h
}

/// The share of a chi-square distribution above x.
pub fn chi_square_upper(x: f64, freedom: usize) -> f64 {
    gamma_upper(freedom as f64 / 2.0, x / 2.0)
}

/// The share of the standard normal distribution below x.
pub fn normal_below(x: f64) -> f64 {
    let tail = 0.5 * gamma_upper(0.5, (x / SQRT_2).powi(2));
    if x < 0.0 { tail } else { 1.0 - tail }
}

/// The point below which a share p (0 < p < 1) of the standard normal distribution lies.
pub fn normal_quantile(p: f64) -> f64 {
    // A rough start (Abramowitz & Stegun 26.2.23), then Newton on the exact distribution.
    let tail = p.min(1.0 - p).max(f64::MIN_POSITIVE);
    let t = (-2.0 * tail.ln()).sqrt();
    let start = t
        - (2.515_517 + t * (0.802_853 + t * 0.010_328))
            / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
    let mut x = -start;
    for _ in 0..4 {
        let density = (-0.5 * x * x).exp() / (2.0 * PI).sqrt();
        x -= (normal_below(x) - tail) / density;
    }
    if p < 0.5 { x } else { -x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_points_are_met() {
        assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-12);
        assert!((normal_below(1.0) - 0.841_344_746_068_542_9).abs() < 1e-12);
        assert!((chi_square_upper(3.841_458_820_694_124, 1) - 0.05).abs() < 1e-12);
        assert!((chi_square_upper(10.0, 4) - 0.040_427_681_994_512_8).abs() < 1e-12);
        assert!((ln_gamma(10.0) - 362_880_f64.ln()).abs() < 1e-11);
    }
}
