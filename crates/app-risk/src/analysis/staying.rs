//! How long people stay: curves by department or post, with the causes of leaving apart.

use std::collections::BTreeMap;

use app::{Error, Result};
use departure::{EndedBy, find_ground};
use jiff::ToSpan as _;
use kernel::Date;
use stats::{
    tenure::{self, Told},
    turnover::{Spell, fold_apart},
};
use store::analysis::SpellLine;

use super::{Asked, Label, Material, SMALLEST_GROUP};

/// A group is drawn if enough of it are observed from this month of tenure on.
const LATEST_MONTH: usize = 1;
/// So many groups are drawn.
const GROUPS: usize = 4;

/// By what curves are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CurveBy {
    /// The department.
    #[default]
    Department,
    /// The post.
    Post,
}

/// A group's curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What it is called.
    pub label: Label,
    /// What is told of it.
    pub told: Told,
}

/// How long people stay.
#[derive(Debug, Clone, PartialEq)]
pub struct Staying {
    /// By what the groups are told apart.
    pub by: CurveBy,
    /// From when on the register is taken to hold everybody who left.
    pub since: Date,
    /// Everybody chosen; the causes are told of these.
    pub all: Told,
    /// The causes, in the order of the shares gone.
    pub causes: Vec<Label>,
    /// The largest groups.
    pub groups: Vec<Group>,
    /// How many groups are not drawn: too small, or not among the largest.
    pub others: usize,
    /// The chance of differences this large between the groups drawn, if there were none.
    pub p: Option<f64>,
}

/// The causes that are told apart, nothing recorded the last.
fn causes() -> Vec<Label> {
    let mut causes: Vec<Label> = EndedBy::ALL.iter().map(|by| Label::Code(by.code().to_owned())).collect();
    causes.push(Label::None);
    causes
}

fn cause(line: &SpellLine) -> usize {
    let by = find_ground(&line.ground).map(|ground| ground.ended_by);
    EndedBy::ALL.iter().position(|one| Some(*one) == by).unwrap_or(EndedBy::ALL.len())
}

/// The first of the month in which the first recorded leaver left: before it nobody who left is known.
fn first_known(material: &Material) -> Option<Date> {
    material.spells.iter().filter_map(|line| line.left_on).min().map(Date::first_of_month)
}

pub(super) fn staying(material: &Material, asked: &Asked) -> Result<Option<Staying>> {
    let Some(since) = asked.since.or_else(|| first_known(material)).filter(|day| *day <= material.today)
    else {
        return Ok(None);
    };
    let is_known = |line: &&SpellLine| line.hired_on <= material.today;
    // Those not chosen could be reckoned from the whole; of a few of them nothing may be told.
    let outside = material.outside.iter().filter(is_known).count();
    if (1..least()).contains(&outside) {
        return Ok(None);
    }
    let lines: Vec<&SpellLine> = material.spells.iter().filter(is_known).collect();
    let stays: Vec<(Spell, usize)> = lines.iter().map(|line| (super::spell(line), cause(line))).collect();
    let Ok(observed) = tenure::observe(&stays, (Some(since), material.today)) else { return Ok(None) };
    let Some(mut all) = observed.tell(|_| true).map_err(Error::internal)? else { return Ok(None) };
    if all.spells < least() {
        return Ok(None);
    }
    let causes = causes();
    for mark in &mut all.marks {
        mark.gone.resize(causes.len(), 0.0);
    }
    let (drawn, mut others) = largest(material, asked.by, &lines);
    let mut groups = Vec::new();
    let mut number: Vec<Option<usize>> = vec![None; lines.len()];
    for (label, members) in drawn {
        let is_in: std::collections::HashSet<usize> = members.iter().copied().collect();
        let told = observed.tell(|row| is_in.contains(&row)).map_err(Error::internal)?;
        // A curve of those who had stayed for some years already cannot be put beside one from joining on.
        let Some(told) = told.filter(|told| told.first_month <= LATEST_MONTH) else {
            others += 1;
            continue;
        };
        for row in members {
            if let Some(place) = number.get_mut(row) {
                *place = Some(groups.len());
            }
        }
        groups.push(Group { label, told });
    }
    let p = observed.compare(|row| number.get(row).copied().flatten());
    Ok(Some(Staying { by: asked.by, since, all, causes, groups, others, p }))
}

type Members = Vec<(Label, Vec<usize>)>;

fn least() -> usize {
    usize::try_from(SMALLEST_GROUP).unwrap_or(usize::MAX)
}

/// The largest groups, and how many groups there are besides. Those besides are together never fewer than
/// [`SMALLEST_GROUP`] people: otherwise the whole less the groups drawn would tell of them.
fn largest(material: &Material, by: CurveBy, lines: &[&SpellLine]) -> (Members, usize) {
    let paths: BTreeMap<_, _> = material.departments.iter().map(|one| (one.id, &one.path)).collect();
    let titles: BTreeMap<_, _> = material.posts.iter().map(|one| (one.id, &one.title)).collect();
    let label = |line: &SpellLine| match by {
        CurveBy::Department => {
            // Departments that are told as one are no group of their own.
            let only = material.cells.of_key(line.department_id).and_then(|place| material.cells.only(place));
            let name = only.and_then(|id| id.and_then(|id| paths.get(&id)));
            match (only, name) {
                (None, _) => Label::Small(0),
                (Some(_), name) => name.map_or(Label::None, |name| Label::Name((*name).clone())),
            }
        }
        CurveBy::Post => {
            let name = line.post_id.and_then(|id| titles.get(&id));
            name.map_or(Label::None, |name| Label::Name((*name).clone()))
        }
    };
    let mut groups: BTreeMap<Label, Vec<usize>> = BTreeMap::new();
    for (row, line) in lines.iter().enumerate() {
        groups.entry(label(line)).or_default().push(row);
    }
    let mut elsewhere: BTreeMap<Label, u32> = BTreeMap::new();
    for line in &material.outside {
        *elsewhere.entry(label(line)).or_default() += 1;
    }
    let groups: Members = groups.into_iter().collect();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let sizes: Vec<(u32, u32)> = groups
        .iter()
        .map(|(label, rows)| (count(rows.len()), elsewhere.get(label).copied().unwrap_or(0)))
        .collect();
    let anyway: Vec<usize> =
        (0..groups.len()).filter(|&at| matches!(groups.get(at), Some((Label::Small(_), _)))).collect();
    let folded = fold_apart(&sizes, &anyway, SMALLEST_GROUP);
    let mut large: Members = folded.shown.iter().filter_map(|&place| groups.get(place)).cloned().collect();
    large.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
    large.truncate(GROUPS);
    let others = groups.len() - large.len();
    (large, others)
}

/// The day so long after; the last day there is where there is none.
pub(super) fn days_later(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(Date::MAX)
}
