//! Chance that comes out the same for the same seed.
//!
//! Each use draws from a stream of its own, named by what it is for, so that one draw more in one place changes nothing
//! in another. Not for secrets.

/// A stream of numbers (`SplitMix64`).
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// The stream of this name under a seed.
    pub(crate) fn stream(seed: u64, name: &str) -> Self {
        // FNV-1a: short, and the same on every machine.
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        Self { state: name.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, mix) }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, and without, `end`; 0 where there is none.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        if end == 0 {
            return 0;
        }
        u32::try_from(self.next() % u64::from(end)).unwrap_or(0)
    }

    /// A number of this span, both ends included.
    pub(crate) fn between(&mut self, first: i32, last: i32) -> i32 {
        let span = last.saturating_sub(first).saturating_add(1).max(1).unsigned_abs();
        first.saturating_add(i32::try_from(self.below(span)).unwrap_or(0))
    }

    /// True so many times in a thousand.
    pub(crate) fn in_thousand(&mut self, times: u32) -> bool {
        self.below(1000) < times
    }

    /// One of them, unless there are none.
    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let index = self.below(u32::try_from(all.len()).unwrap_or(u32::MAX));
        usize::try_from(index).ok().and_then(|index| all.get(index))
    }

    /// One by weight, unless all weigh nothing.
    pub(crate) fn weigh<T: Copy>(&mut self, all: &[(T, u32)]) -> Option<T> {
        let mut place = self.below(all.iter().map(|(_, weight)| weight).sum());
        for (one, weight) in all {
            if place < *weight {
                return Some(*one);
            }
            place -= weight;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_name_give_the_same_numbers_and_another_name_does_not() {
        let draw = |seed, name: &str| {
            let mut random = Random::stream(seed, name);
            (0..8).map(|_| random.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7, "names"), draw(7, "names"));
        assert_ne!(draw(7, "names"), draw(7, "leave"));
        assert_ne!(draw(7, "names"), draw(8, "names"));
    }

    #[test]
    fn weights_and_bounds_are_kept() {
        let mut random = Random::stream(1, "test");
        assert!((0..500).all(|_| (3..=5).contains(&random.between(3, 5))));
        assert!((0..500).all(|_| random.weigh(&[('a', 0), ('b', 3)]) == Some('b')));
        let hits = (0..10_000).filter(|_| random.in_thousand(250)).count();
        assert!((2_300..2_700).contains(&hits), "{hits}");
        assert_eq!(random.pick::<u8>(&[]), None);
        assert_eq!(random.weigh::<u8>(&[]), None);
    }
}
