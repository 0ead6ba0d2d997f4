//! What departures cost, as far as there are records: what was paid, how long posts stood empty; and how talks went.

use std::collections::{BTreeMap, HashMap, HashSet};

use kernel::{Date, PostId};
use stats::turnover::{Window, fold_small};
use store::analysis::{PaidOut, SpellLine, TalkHeld};

use super::{Label, Material, SMALLEST_CELL, SMALLEST_GROUP, staying::days_later};

/// Whether somebody who was talked to stayed is asked of the day so many days after the talk.
const STAYED_AFTER: i64 = 90;

/// What departures cost.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cost {
    /// How many left.
    pub leavers: u32,
    /// Of how many a payment is recorded.
    pub paid_for: u32,
    /// What was paid; nothing where the days hold no whole block.
    pub paid: Option<Paid>,
    /// Whether a part of the company was asked for, of which no amount is told.
    pub is_part: bool,
    /// How many of those who left held a critical post, or one that one person at a time holds.
    pub posts: u32,
    /// How many of these posts were taken again.
    pub taken: u32,
    /// The middle one of the days that these stood empty.
    pub days_empty: Option<i64>,
    /// How many stand empty still.
    pub empty: u32,
    /// For how long the longest of those has.
    pub longest: Option<i64>,
}

/// What was paid for people who left one after another.
///
/// All payments that were ever recorded are cut into blocks of [`SMALLEST_GROUP`] people in the order of their last days, and
/// only whole blocks are added up: two periods that differ by a day then differ by a block or not at all, and nobody's amount
/// can be reckoned from them. For the same reason no amount is told of a part of the company. Whoever keeps a page and looks
/// again after one more payment was recorded still learns that one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// For so many.
    pub people: u32,
    /// The first of their last days.
    pub from: Date,
    /// The last of them.
    pub until: Date,
    /// So much in all.
    pub fen: i64,
}

impl Paid {
    /// From everything that was paid, in the order of last days.
    fn within(window: Window, paid: &[PaidOut]) -> Option<Self> {
        let size = SMALLEST_GROUP as usize;
        let is_inside = |block: &&[PaidOut]| {
            let ends = block.first().zip(block.last());
            ends.is_some_and(|(a, z)| a.ended_on >= window.from() && z.ended_on <= window.until())
        };
        let blocks: Vec<&[PaidOut]> = paid.chunks_exact(size).filter(is_inside).collect();
        let (first, last) = blocks.first()?.first().zip(blocks.last()?.last())?;
        let all = blocks.iter().flat_map(|block| block.iter());
        Some(Self {
            people: small(blocks.len() * size),
            from: first.ended_on,
            until: last.ended_on,
            fen: all.map(|one| one.fen).sum(),
        })
    }
}

/// An outcome of talks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkLine {
    /// What it is called.
    pub label: Label,
    /// How many talks.
    pub held: u32,
    /// How many of them lie long enough back to ask who stayed.
    pub asked: u32,
    /// How many of those were employed ninety days after.
    pub stayed: u32,
}

/// How talks went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkRecord {
    /// How many were held.
    pub held: u32,
    /// The outcomes; none where they are too few to be told.
    pub lines: Vec<TalkLine>,
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

pub(super) fn cost(
    material: &Material,
    everybody: &[SpellLine],
    (paid, is_of_everybody): (&[PaidOut], bool),
) -> Cost {
    let settled: HashSet<_> = paid.iter().map(|one| one.employment_id).collect();
    let leavers: Vec<&SpellLine> = material.leavers().collect();
    let marked = |post: PostId| {
        material.posts.iter().any(|one| one.id == post && (one.is_critical || one.is_single_holder))
    };
    let mut holders: HashMap<PostId, Vec<&SpellLine>> = HashMap::new();
    for line in everybody {
        if let Some(post) = line.post_id.filter(|post| marked(*post)) {
            holders.entry(post).or_default().push(line);
        }
    }
    let empty_for = |line: &&SpellLine| {
        let others = holders.get(&line.post_id?)?;
        Some(stood_empty(line, others, material.today))
    };
    let waits: Vec<(i64, bool)> = leavers.iter().filter_map(empty_for).collect();
    let mut taken: Vec<i64> = waits.iter().filter(|wait| wait.1).map(|wait| wait.0).collect();
    taken.sort_unstable();
    let open = waits.iter().filter(|wait| !wait.1).map(|wait| wait.0);
    Cost {
        leavers: small(leavers.len()),
        paid_for: small(leavers.iter().filter(|line| settled.contains(&line.id)).count()),
        paid: if is_of_everybody { Paid::within(material.window, paid) } else { None },
        is_part: !is_of_everybody,
        posts: small(waits.len()),
        taken: small(taken.len()),
        days_empty: taken.get(taken.len() / 2).copied(),
        empty: small(open.clone().count()),
        longest: open.max(),
    }
}

/// For how many days nobody held the post after somebody left it, and whether somebody holds it now. Whoever held it
/// besides, or began before the last day, leaves no gap.
fn stood_empty(line: &SpellLine, holders: &[&SpellLine], today: Date) -> (i64, bool) {
    let Some(left) = line.left_on else { return (0, true) };
    let later =
        holders.iter().filter(|other| other.id != line.id && other.left_on.is_none_or(|day| day > left));
    let next = later.map(|other| other.hired_on.max(days_later(left, 1))).filter(|day| *day <= today).min();
    let until = next.unwrap_or_else(|| days_later(today, 1));
    let days = until.since(left).map_or(0, |span| i64::from(span.get_days()) - 1);
    (days, next.is_some())
}

pub(super) fn talks(held: &[TalkHeld], today: Date) -> TalkRecord {
    let mut lines: BTreeMap<&str, TalkLine> = BTreeMap::new();
    for talk in held {
        let line = lines.entry(&talk.outcome).or_insert_with(|| TalkLine {
            label: Label::Code(talk.outcome.clone()),
            held: 0,
            asked: 0,
            stayed: 0,
        });
        let then = days_later(talk.held_on, STAYED_AFTER);
        let is_asked = then <= today;
        line.held += 1;
        line.asked += u32::from(is_asked);
        line.stayed += u32::from(is_asked && talk.left_on.is_none_or(|left| then <= left));
    }
    let lines: Vec<TalkLine> = lines.into_values().collect();
    let folded = fold_small(&lines.iter().map(|line| line.held).collect::<Vec<_>>(), SMALLEST_CELL);
    let pick = |places: &[usize]| -> Vec<TalkLine> {
        places.iter().filter_map(|&place| lines.get(place)).cloned().collect()
    };
    let (mut told, rest) = (pick(&folded.shown), pick(&folded.folded));
    if !rest.is_empty() && !folded.is_hidden {
        told.push(TalkLine {
            label: Label::Small(rest.len()),
            held: rest.iter().map(|line| line.held).sum(),
            asked: rest.iter().map(|line| line.asked).sum(),
            stayed: rest.iter().map(|line| line.stayed).sum(),
        });
    }
    TalkRecord { held: small(held.len()), lines: told }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// One a week from the first of January 2024; each got its number in yuan.
    fn paid(count: i64) -> Vec<PaidOut> {
        let one = |n: i64| PaidOut {
            employment_id: Uuid::from_u128(u128::try_from(n).unwrap()).into(),
            ended_on: day("2024-01-01").checked_add((7 * n).days()).unwrap(),
            fen: n * 100,
        };
        (0..count).map(one).collect()
    }

    fn within(from: &str, until: &str, paid: &[PaidOut]) -> Option<(u32, i64)> {
        let window = Window::new(day(from), day(until)).unwrap();
        Paid::within(window, paid).map(|told| (told.people, told.fen))
    }

    #[test]
    fn only_whole_blocks_are_told() {
        let all = paid(45);
        assert_eq!(within("2024-01-01", "2024-12-31", &all), Some((40, 78_000)));
        assert_eq!(within("2024-01-02", "2024-12-31", &all), Some((20, 59_000)), "the first block is cut");
        assert_eq!(
            within("2024-01-02", "2024-09-29", &all),
            None,
            "thirty-eight of them, but no whole block"
        );
        assert_eq!(within("2024-01-01", "2024-12-31", &paid(19)), None);
    }

    /// Whatever two periods are compared, nothing or the amount of at least twenty people lies between them.
    #[test]
    fn no_two_periods_differ_by_fewer_than_twenty() {
        let all = paid(45);
        let days: Vec<Date> =
            (0..330).map(|n: i64| day("2024-01-01").checked_add(n.days()).unwrap()).collect();
        let mut told: Vec<(u32, i64)> = Vec::new();
        for from in days.iter().step_by(7) {
            for until in days.iter().filter(|until| *until >= from) {
                let paid = Paid::within(Window::new(*from, *until).unwrap(), &all);
                told.extend(paid.map(|paid| (paid.people, paid.fen)));
            }
        }
        told.sort_unstable();
        told.dedup();
        assert_eq!(told, [(20, 19_000), (20, 59_000), (40, 78_000)]);
    }
}
