//! For the page: how long a change takes to show at a person's rate, and the band of what is normal.

use super::{rule::Rule, tails::Counted};

/// What is usual for a person: rate and how well it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usual {
    /// Expected count in a week of full exposure.
    pub a_week: f64,
    /// Observed weeks behind it.
    pub weeks: f64,
}

impl Usual {
    fn over(&self, weeks: f64) -> Option<Counted> {
        if !(self.a_week > 0.0 && self.a_week < 1e6 && self.weeks > 0.0 && weeks > 0.0) {
            return None;
        }
        let mean = self.a_week * weeks;
        Some(Counted::new(mean, mean + mean * mean / (self.a_week * self.weeks + 0.5)))
    }
}

/// After how many weeks a change by `factor` is flagged as probably as not, `cut` being the p-value that flags (see
/// [`Scan::cut`](super::Scan)). None when a year does not suffice: then the page says that such a change stays unseen.
pub fn weeks_to_show(usual: &Usual, factor: f64, rule: &Rule, cut: f64) -> Option<u32> {
    if !(factor >= 0.0 && factor.is_finite() && cut > 0.0) || factor == 1.0 {
        return None;
    }
    windows(rule).into_iter().find_map(|(length, weight)| {
        let weeks = (length * rule.look) as f64;
        let before = usual.over(weeks)?;
        let mean = usual.a_week * weeks * factor;
        let now = Counted::new(mean, mean);
        let limit = cut * weight;
        let chance = if factor > 1.0 {
            now.at_least(first(|count| before.upper(count) <= limit)?)
        } else {
            // The last count that is still flagged lies below the first that is not.
            let kept = first(|count| before.at_most(count) > limit)?;
            if kept == 0 { 0.0 } else { now.at_most(kept - 1) }
        };
        (chance >= 0.5).then_some(weeks as u32)
    })
}

/// The counts between which a stretch of so many weeks lies with probability `share`, nothing having changed.
pub fn normal_band(usual: &Usual, weeks: f64, share: f64) -> Option<(u32, u32)> {
    let counted = usual.over(weeks)?;
    let outside = (1.0 - share.clamp(0.0, 0.999_999)) / 2.0;
    let low = first(|count| counted.at_most(count) > outside)?;
    let high = first(|count| counted.at_most(count) >= 1.0 - outside)?;
    Some((low, high))
}

/// Windows that begin with the change, shortest first: periods, and the nominal level of each at level 1.
fn windows(rule: &Rule) -> Vec<(usize, f64)> {
    let weight = |at: usize| 1.0 / (rule.looks_a_year() * (at + 1)) as f64;
    rule.lengths().iter().enumerate().map(|(at, &length)| (length, weight(at))).collect()
}

/// The smallest count that holds; the condition holds for all above it.
fn first(holds: impl Fn(u32) -> bool) -> Option<u32> {
    let mut above = 1_u32;
    while !holds(above) {
        above = above.checked_mul(2).filter(|&count| count < 1 << 26)?;
    }
    let (mut low, mut high) = (0, above);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}
