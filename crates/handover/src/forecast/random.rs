//! Reproducible randomness: xoshiro256++ seeded by `SplitMix64`.
//!
//! Both generators are by Sebastiano Vigna (xoshiro with David Blackman), who put them into the public domain; this is
//! our own writing of the published algorithms, checked against their published first values. A generator of our own
//! keeps the same seed giving the same bytes when libraries change theirs. Not for secrets.

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: [u64; 4],
}

impl Random {
    /// The stream with this number under a seed; each is independent of how many others are drawn, and where.
    pub(crate) fn stream(seed: u64, number: u64) -> Self {
        let mut mixer = SplitMix(SplitMix(seed).next() ^ number);
        Self { state: std::array::from_fn(|_| mixer.next()) }
    }

    fn next(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let result = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        result
    }

    /// Evenly from 0 up to, but without, 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit exactly")]
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Evenly below a bound, without the slight preference that a remainder would give.
    #[expect(clippy::cast_possible_truncation, reason = "the value is below a bound that is a usize")]
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = bound.max(1) as u64;
        let reject_above = u64::MAX - u64::MAX % bound;
        loop {
            let value = self.next();
            if value < reject_above {
                return (value % bound) as usize;
            }
        }
    }

    /// From the standard normal distribution (Box and Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        // 1 - unit is never 0, so that the logarithm is finite.
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// From a lognormal distribution with mean 1 and this standard deviation of the logarithm.
    pub(crate) fn factor(&mut self, sd: f64) -> f64 {
        (sd * self.normal() - sd * sd / 2.0).exp()
    }
}

struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_generators_give_their_published_first_values() {
        let mut mixer = SplitMix(1_234_567);
        assert_eq!([mixer.next(), mixer.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
        let mut random = Random { state: [1, 2, 3, 4] };
        let first: [u64; 4] = std::array::from_fn(|_| random.next());
        assert_eq!(first, [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386]);
    }

    #[test]
    fn streams_of_one_seed_differ_and_repeat() {
        let first = |seed, number| Random::stream(seed, number).next();
        assert_eq!(first(7, 3), first(7, 3));
        assert_ne!(first(7, 3), first(7, 4));
        assert_ne!(first(7, 3), first(8, 3));
    }

    #[test]
    fn normal_and_factor_have_their_mean_and_spread() {
        let mut random = Random::stream(1, 1);
        let draws: Vec<f64> = (0..40_000).map(|_| random.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 40_000.0;
        let variance = draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / 40_000.0;
        assert!(mean.abs() < 0.02 && (variance - 1.0).abs() < 0.03, "{mean} {variance}");
        let factors = (0..40_000).map(|_| random.factor(0.45)).sum::<f64>() / 40_000.0;
        assert!((factors - 1.0).abs() < 0.01, "{factors}");
    }

    #[test]
    fn numbers_below_a_bound_are_even() {
        let mut random = Random::stream(2, 2);
        let mut counts = [0; 7];
        (0..70_000).for_each(|_| counts[random.below(7)] += 1);
        assert!(counts.iter().all(|count| (9_600..10_400).contains(count)), "{counts:?}");
    }
}
