//! What departures cost, as far as there are records: what was paid, how long posts stood empty; and how talks went.

use std::collections::{BTreeMap, HashMap};

use kernel::{Date, PostId};
use stats::turnover::fold_small;
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
    /// What was paid for them in fen; nothing where they are too few to be told together.
    pub paid_fen: Option<i64>,
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

pub(super) fn cost(material: &Material, everybody: &[SpellLine], paid: &[PaidOut]) -> Cost {
    let by_spell: HashMap<_, i64> = paid.iter().map(|one| (one.employment_id, one.fen)).collect();
    let leavers: Vec<&SpellLine> = material.leavers().collect();
    let amounts: Vec<i64> = leavers.iter().filter_map(|line| by_spell.get(&line.id).copied()).collect();
    let paid_for = small(amounts.len());
    // What was paid to a few outside could be reckoned from what was paid to all.
    let elsewhere = material.outside.iter().filter(|line| by_spell.contains_key(&line.id));
    let elsewhere = elsewhere.filter(|line| super::spell(line).ends_in(material.window)).count();
    let is_left_over = (1..SMALLEST_GROUP).contains(&small(elsewhere));
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
        paid_for,
        paid_fen: (paid_for >= SMALLEST_GROUP && !is_left_over).then(|| amounts.iter().sum()),
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
