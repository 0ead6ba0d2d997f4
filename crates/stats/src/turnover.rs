//! Turnover: leavers over the average number of people employed, both counted from spells of employment.
//!
//! The average is person-days over days, so that leavers and averages of groups add up to those of the whole, exactly.
//! "Employed" is always asked of a day; somebody who came back has two spells, and each counts for itself.

use kernel::Date;

/// The days that are counted, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    from: Date,
    until: Date,
}

impl Window {
    /// From a day to a day; nothing when the end lies before the start.
    pub fn new(from: Date, until: Date) -> Option<Self> {
        (from <= until).then_some(Self { from, until })
    }

    /// The first day.
    pub const fn from(self) -> Date {
        self.from
    }

    /// The last day.
    pub const fn until(self) -> Date {
        self.until
    }

    /// How many days.
    pub fn days(self) -> i64 {
        days(self.from, self.until)
    }
}

/// A spell of employment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell {
    /// The first day.
    pub from: Date,
    /// The last day, on which the person still is employed.
    pub until: Option<Date>,
}

impl Spell {
    /// Whether the person was employed on that day.
    pub fn is_employed_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// How many days of the window it covers.
    pub fn days_in(&self, window: Window) -> i64 {
        let from = self.from.max(window.from);
        let until = self.until.map_or(window.until, |until| until.min(window.until));
        if from > until { 0 } else { days(from, until) }
    }

    /// Whether it ends within the window.
    pub fn ends_in(&self, window: Window) -> bool {
        self.until.is_some_and(|until| self.from <= until && window.from <= until && until <= window.until)
    }
}

/// Days from one to another, both counted.
fn days(from: Date, until: Date) -> i64 {
    until.since(from).map_or(0, |span| i64::from(span.get_days()) + 1)
}

/// What was counted of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Days that its people were employed in the window.
    pub person_days: i64,
    /// Spells that ended in the window.
    pub leavers: u32,
    /// Spells with at least a day in the window.
    pub heads: u32,
}

impl Tally {
    /// Counts a spell.
    pub fn add(&mut self, spell: &Spell, window: Window) {
        let covered = spell.days_in(window);
        self.person_days += covered;
        self.heads += u32::from(covered > 0);
        self.leavers += u32::from(spell.ends_in(window));
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self {
            person_days: self.person_days + other.person_days,
            leavers: self.leavers + other.leavers,
            heads: self.heads + other.heads,
        }
    }

    /// How many people were employed on an average day.
    pub fn average(&self, window: Window) -> f64 {
        self.person_days as f64 / window.days() as f64
    }

    /// Leavers over the average employed; nothing where nobody was employed.
    pub fn rate(&self, window: Window) -> Option<f64> {
        (self.person_days > 0).then(|| f64::from(self.leavers) / self.average(window))
    }
}

/// The tally of each band of tenure: band `i` begins on the `edges[i]`th anniversary, the first edge being 0. A person's
/// days count for the band that the day falls in; who leaves counts for the band of the last day.
pub fn by_tenure(spells: &[Spell], edges: &[i16], window: Window) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); edges.len()];
    for spell in spells {
        for (band, tally) in tallies.iter_mut().enumerate() {
            let from = anniversary(spell.from, edges[band]);
            let end = edges
                .get(band + 1)
                .and_then(|&years| anniversary(spell.from, years))
                .and_then(|next| next.yesterday().ok());
            let Some(from) = from else { continue };
            if spell.until.is_some_and(|until| until < from) {
                continue;
            }
            let until = [spell.until, end].into_iter().flatten().min();
            let part = Spell { from, until };
            let leaves = until == spell.until && part.ends_in(window);
            let covered = part.days_in(window);
            tally.person_days += covered;
            tally.heads += u32::from(covered > 0);
            tally.leavers += u32::from(leaves);
        }
    }
    tallies
}

/// The same day so many years later; on February 28 where there is no 29th.
fn anniversary(day: Date, years: i16) -> Option<Date> {
    let year = day.year().checked_add(years)?;
    Date::new(year, day.month(), day.day()).or_else(|_| Date::new(year, day.month(), 28)).ok()
}

/// Which groups may be shown, and which are put together so that none that is too small can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The groups that stand for themselves, in their order.
    pub shown: Vec<usize>,
    /// The groups that are told as one; empty where none is too small.
    pub folded: Vec<usize>,
    /// Whether even together they are too small, so that nothing of them may be told.
    pub is_hidden: bool,
}

/// Puts groups of fewer than `least` together. One that is left over alone could be reckoned from the total: then the
/// smallest that could be shown joins it, until the rest is large enough.
pub fn fold_small(sizes: &[u32], least: u32) -> Folded {
    fold_apart(&sizes.iter().map(|&size| (size, 0)).collect::<Vec<_>>(), &[], least)
}

/// The same for groups of a part of the whole: of each, how many are in the part and how many outside. A few outside could
/// be reckoned from what is told of the whole. The groups of `anyway` never stand for themselves.
pub fn fold_apart(sizes: &[(u32, u32)], anyway: &[usize], least: u32) -> Folded {
    let is_few = |(inside, outside): (u32, u32)| inside < least || (1..least).contains(&outside);
    let small = |group: &usize| is_few(sizes[*group]) || anyway.contains(group);
    let (mut folded, mut shown): (Vec<usize>, Vec<usize>) =
        (0..sizes.len()).filter(|&group| sizes[group].0 > 0).partition(small);
    let together = |folded: &[usize]| {
        folded.iter().fold((0, 0), |sum, &group| (sum.0 + sizes[group].0, sum.1 + sizes[group].1))
    };
    while !folded.is_empty() && is_few(together(&folded)) {
        let smallest = (0..shown.len()).min_by_key(|&place| sizes[shown[place]]);
        let Some(place) = smallest else { break };
        folded.push(shown.remove(place));
    }
    folded.sort_unstable();
    let is_hidden = !folded.is_empty() && is_few(together(&folded));
    Folded { shown, folded, is_hidden }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn spell(from: &str, until: &str) -> Spell {
        Spell { from: day(from), until: (!until.is_empty()).then(|| day(until)) }
    }

    /// Reckoned by hand: 2026 has 365 days. 甲 all of it, 乙 until January 31 (31 days), 丙 from December 2 on (30 days),
    /// 丁 left in 2025 and came back on July 1 (184 days).
    #[test]
    fn four_spells_are_reckoned_as_by_hand() {
        let window = Window::new(day("2026-01-01"), day("2026-12-31")).unwrap();
        let spells = [
            spell("2010-05-01", ""),
            spell("2024-01-01", "2026-01-31"),
            spell("2026-12-02", ""),
            spell("2020-01-01", "2025-12-31"),
            spell("2026-07-01", "2027-03-01"),
        ];
        let mut tally = Tally::default();
        for spell in &spells {
            tally.add(spell, window);
        }
        assert_eq!(tally, Tally { person_days: 365 + 31 + 30 + 184, leavers: 1, heads: 4 });
        assert!((tally.average(window) - 610.0 / 365.0).abs() < 1e-12);
        assert!((tally.rate(window).unwrap() - 365.0 / 610.0).abs() < 1e-12);
        assert!(spells[1].is_employed_on(day("2026-01-31")) && !spells[1].is_employed_on(day("2026-02-01")));
    }

    #[test]
    fn the_day_before_an_anniversary_is_in_the_band_before() {
        let window = Window::new(day("2026-01-01"), day("2026-12-31")).unwrap();
        let at = |until: &str| {
            let tallies = by_tenure(&[spell("2024-02-29", until)], &[0, 1, 2, 3], window);
            tallies.iter().position(|tally| tally.leavers == 1)
        };
        assert_eq!(at("2026-02-27"), Some(1));
        assert_eq!(at("2026-02-28"), Some(2));
    }

    #[test]
    fn a_window_that_ends_before_it_starts_is_none_and_nobody_has_no_rate() {
        assert_eq!(Window::new(day("2026-02-01"), day("2026-01-31")), None);
        let window = Window::new(day("2026-01-01"), day("2026-01-31")).unwrap();
        assert_eq!(Tally::default().rate(window), None);
    }

    #[test]
    fn one_small_group_takes_the_smallest_shown_one_with_it() {
        let all = |sizes: &[u32]| fold_small(sizes, 20);
        assert_eq!(all(&[50, 7, 30]), Folded { shown: vec![0], folded: vec![1, 2], is_hidden: false });
        assert_eq!(all(&[50, 12, 9]), Folded { shown: vec![0], folded: vec![1, 2], is_hidden: false });
        assert_eq!(all(&[5, 6]), Folded { shown: vec![], folded: vec![0, 1], is_hidden: true });
        assert_eq!(all(&[0, 20]), Folded { shown: vec![1], folded: vec![], is_hidden: false });
    }

    #[test]
    fn a_group_with_a_few_outside_is_told_with_others_until_those_outside_are_enough() {
        let fold = |sizes: &[(u32, u32)], anyway: &[usize]| fold_apart(sizes, anyway, 20);
        let none = Folded { shown: vec![0, 1], folded: vec![], is_hidden: false };
        assert_eq!(fold(&[(50, 0), (30, 40)], &[]), none);
        let joined = Folded { shown: vec![0], folded: vec![1, 2], is_hidden: false };
        assert_eq!(fold(&[(50, 60), (47, 3), (30, 40)], &[]), joined);
        assert!(fold(&[(50, 3), (30, 4)], &[]).is_hidden, "seven outside");
        assert_eq!(
            fold(&[(50, 0), (40, 0)], &[1]),
            Folded { shown: vec![0], folded: vec![1], is_hidden: false }
        );
    }

    fn spells() -> impl Strategy<Value = Vec<(Spell, usize)>> {
        let one =
            (0_i64..4000, proptest::option::of(0_i64..3000), 0_usize..4).prop_map(|(from, length, group)| {
                let start = day("2016-01-01");
                let later = |days: i64| {
                    start.checked_add(std::time::Duration::from_secs(86_400 * days as u64)).unwrap()
                };
                let from_day = later(from);
                (Spell { from: from_day, until: length.map(|length| later(from + length)) }, group)
            });
        proptest::collection::vec(one, 0..60)
    }

    proptest! {
        #[test]
        fn groups_and_bands_add_up_to_the_whole(spells in spells(), from in 0_u64..3000, length in 0_u64..900) {
            let start = day("2016-01-01").checked_add(std::time::Duration::from_secs(86_400 * from)).unwrap();
            let end = start.checked_add(std::time::Duration::from_secs(86_400 * length)).unwrap();
            let window = Window::new(start, end).unwrap();
            let (mut whole, mut groups) = (Tally::default(), [Tally::default(); 4]);
            for (spell, group) in &spells {
                whole.add(spell, window);
                groups[*group].add(spell, window);
            }
            prop_assert_eq!(groups.into_iter().fold(Tally::default(), Tally::with), whole);
            let only: Vec<Spell> = spells.iter().map(|(spell, _)| *spell).collect();
            let bands = by_tenure(&only, &[0, 1, 3, 5, 10], window);
            prop_assert_eq!(bands.iter().map(|band| band.person_days).sum::<i64>(), whole.person_days);
            prop_assert_eq!(bands.iter().map(|band| band.leavers).sum::<u32>(), whole.leavers);
            // Person-days are what "was employed on that date" says, day by day.
            let by_day: i64 = (0..window.days()).map(|n| {
                let on = start.checked_add(std::time::Duration::from_secs(86_400 * n as u64)).unwrap();
                only.iter().map(|spell| i64::from(spell.is_employed_on(on))).sum::<i64>()
            }).sum();
            prop_assert_eq!(by_day, whole.person_days);
        }

        #[test]
        fn no_told_group_is_small_and_none_is_lost(sizes in proptest::collection::vec(0_u32..60, 0..12)) {
            let folded = fold_small(&sizes, 20);
            prop_assert!(folded.shown.iter().all(|&group| sizes[group] >= 20));
            let rest: u32 = folded.folded.iter().map(|&group| sizes[group]).sum();
            prop_assert!(folded.folded.is_empty() || rest >= 20 || folded.is_hidden);
            prop_assert!(!folded.is_hidden || folded.shown.is_empty());
            let mut all: Vec<usize> = folded.shown.iter().chain(&folded.folded).copied().collect();
            all.sort_unstable();
            let expected: Vec<usize> = (0..sizes.len()).filter(|&group| sizes[group] > 0).collect();
            prop_assert_eq!(all, expected);
        }
    }
}
