//! Randomness that is a function of seed, run and person: the same whatever thread asks, and in whatever order.

/// Spreads the bits of a number (the finaliser of `SplitMix64`).
pub(super) fn mix(value: u64) -> u64 {
    let mut z = value;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// What one run draws from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run(u64);

impl Run {
    pub(super) fn new(seed: u64, run: u64) -> Self {
        Self(mix(mix(seed ^ 0x6c65_6176_6577_656c).wrapping_add(run.wrapping_mul(0x9e37_79b9_7f4a_7c15))))
    }

    /// The draws that belong to one person in this run.
    pub(super) fn of(self, who: u32) -> Draws {
        Draws(mix(self.0 ^ (u64::from(who) + 1).wrapping_mul(0xd1b5_4a32_d192_ed03)))
    }
}

/// A stream of draws.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draws(u64);

impl Draws {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0xa076_1d64_78bd_642f);
        let wide = u128::from(self.0) * u128::from(self.0 ^ 0xe703_7ed1_a0b4_28db);
        ((wide >> 64) ^ wide) as u64
    }

    /// A place in a list of so many, which is not empty.
    pub(super) fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.next()) * count as u128) >> 64) as usize
    }

    /// From 0, below 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Above 0, up to 1: safe to take the logarithm of.
    pub(super) fn positive_unit(&mut self) -> f64 {
        ((self.next() >> 11) + 1) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }
}
