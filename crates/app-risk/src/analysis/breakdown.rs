//! Turnover by groups, who left by kind and reason, and over time.

use std::collections::{BTreeMap, BTreeSet};

use departure::find_ground;
use jiff::ToSpan as _;
use kernel::Date;
use stats::turnover::{Spell, Tally, Window, by_tenure, fold_apart};
use store::analysis::SpellLine;

use super::{BANDS, Material, SMALLEST_CELL, SMALLEST_GROUP, spell};

/// By what people are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// The department.
    Department,
    /// Years of service.
    Tenure,
    /// The manager.
    Manager,
    /// Who ended it.
    EndedBy,
    /// The kind of leaving.
    Ground,
    /// The reason.
    Reason,
}

/// What a group is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// By its own name.
    Name(String),
    /// A band of tenure, by its place.
    Band(usize),
    /// By the code of who ended it, of a kind, or of a reason.
    Code(String),
    /// Nothing was recorded.
    None,
    /// So many groups that are too small to be told apart.
    Small(usize),
}

/// A group.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is called.
    pub label: Label,
    /// What was counted.
    pub tally: Tally,
}

/// Turnover by groups; the rows add up to the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Breakdown {
    /// By what.
    pub dimension: Dimension,
    /// The groups, the largest first; bands of tenure in their order.
    pub rows: Vec<Row>,
}

/// A part of those who left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// What it is called.
    pub label: Label,
    /// How many.
    pub leavers: u32,
}

/// Those who left by how they left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shares {
    /// By what.
    pub dimension: Dimension,
    /// The parts, the largest first; none where they are too few to be told.
    pub rows: Vec<Share>,
}

/// A month or quarter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Its days within the window.
    pub window: Window,
    /// Whether it is a quarter.
    pub is_quarter: bool,
    /// What was counted.
    pub tally: Tally,
}

fn grouped<K: Ord>(lines: &[SpellLine], window: Window, key: impl Fn(&SpellLine) -> K) -> BTreeMap<K, Tally> {
    let mut groups: BTreeMap<K, Tally> = BTreeMap::new();
    for line in lines {
        groups.entry(key(line)).or_default().add(&spell(line), window);
    }
    groups
}

/// Turnover by department, by tenure, by manager.
pub(super) fn breakdowns(material: &Material) -> Vec<Breakdown> {
    let window = material.window;
    let name = |id| {
        let found = material.managers.iter().find(|one| Some(one.id) == id);
        found.map_or(Label::None, |one| Label::Name(one.name.clone()))
    };
    let elsewhere = grouped(&material.outside, window, |line| line.manager_id);
    let managers = grouped(&material.spells, window, |line| line.manager_id)
        .into_iter()
        .map(|(id, tally)| (name(id), tally, elsewhere.get(&id).map_or(0, |tally| tally.heads)));
    let bands =
        |lines: &[SpellLine]| by_tenure(&lines.iter().map(spell).collect::<Vec<Spell>>(), &BANDS, window);
    let elsewhere = bands(&material.outside).into_iter().map(|tally| tally.heads);
    let tenure = bands(&material.spells).into_iter().zip(elsewhere).enumerate();
    let tenure = tenure.map(|(band, (tally, heads))| (Label::Band(band), tally, heads));
    vec![
        departments(material),
        told(Dimension::Tenure, &tenure.collect::<Vec<_>>()),
        told(Dimension::Manager, &managers.collect::<Vec<_>>()),
    ]
}

/// The cells as rows, those of several departments as one; of an employer, only the cells that are its alone.
fn departments(material: &Material) -> Breakdown {
    let cells = &material.cells;
    let stands = |place: &usize| !material.is_of_one_employer || cells.is_pure(*place);
    let mut alone: BTreeMap<super::disclosure::Key, Tally> = BTreeMap::new();
    let (mut rest, mut together) = (Tally::default(), BTreeSet::new());
    for (key, tally) in grouped(&material.spells, material.window, |line| line.department_id) {
        let only = cells.of_key(key).filter(stands).and_then(|place| cells.only(place));
        match only {
            Some(only) => {
                alone.insert(only, tally);
            }
            None if tally.heads > 0 => {
                rest = rest.with(tally);
                together.insert(key);
            }
            None => {}
        }
    }
    let label = |id: super::disclosure::Key| {
        let found = material.departments.iter().find(|one| Some(one.id) == id);
        found.map_or(Label::None, |one| Label::Name(one.path.clone()))
    };
    let mut rows: Vec<Row> = alone.into_iter().map(|(key, tally)| Row { label: label(key), tally }).collect();
    rows.sort_by(|a, b| b.tally.person_days.cmp(&a.tally.person_days).then(a.label.cmp(&b.label)));
    if !together.is_empty() {
        rows.push(Row { label: Label::Small(together.len()), tally: rest });
    }
    Breakdown { dimension: Dimension::Department, rows }
}

/// The groups that may be told, the others as one. Each comes with how many people it has outside what was chosen: a few
/// there could be reckoned from the whole.
fn told(dimension: Dimension, groups: &[(Label, Tally, u32)]) -> Breakdown {
    let sizes: Vec<(u32, u32)> = groups.iter().map(|(_, tally, outside)| (tally.heads, *outside)).collect();
    let folded = fold_apart(&sizes, &[], SMALLEST_GROUP);
    let pick = |places: &[usize]| -> Vec<Row> {
        let rows = places.iter().filter_map(|&place| groups.get(place));
        rows.map(|(label, tally, _)| Row { label: label.clone(), tally: *tally }).collect()
    };
    let mut rows = pick(&folded.shown);
    if dimension != Dimension::Tenure {
        rows.sort_by(|a, b| b.tally.person_days.cmp(&a.tally.person_days).then(a.label.cmp(&b.label)));
    }
    let rest = pick(&folded.folded);
    if !rest.is_empty() && !folded.is_hidden {
        let tally = rest.iter().fold(Tally::default(), |sum, row| sum.with(row.tally));
        rows.push(Row { label: Label::Small(rest.len()), tally });
    }
    Breakdown { dimension, rows }
}

/// Those who left by who ended it, by kind, and by reason. Reasons of few people are put together.
pub(super) fn shares(material: &Material) -> Vec<Shares> {
    let code = |text: &str| if text.is_empty() { Label::None } else { Label::Code(text.to_owned()) };
    let ended_by = |line: &SpellLine| {
        find_ground(&line.ground).map_or(Label::None, |ground| Label::Code(ground.ended_by.code().to_owned()))
    };
    vec![
        parts(material, Dimension::EndedBy, (1, &ended_by)),
        parts(material, Dimension::Ground, (1, &|line| code(&line.ground))),
        parts(material, Dimension::Reason, (SMALLEST_CELL, &|line| code(&line.reason_code))),
    ]
}

fn parts(
    material: &Material,
    dimension: Dimension,
    (least, label): (u32, &dyn Fn(&SpellLine) -> Label),
) -> Shares {
    let count = |lines: &[SpellLine]| {
        let mut counts: BTreeMap<Label, u32> = BTreeMap::new();
        for line in lines.iter().filter(|line| spell(line).ends_in(material.window)) {
            *counts.entry(label(line)).or_default() += 1;
        }
        counts
    };
    let elsewhere = count(&material.outside);
    let counts: Vec<(Label, u32)> = count(&material.spells).into_iter().collect();
    let size = |(label, leavers): &(Label, u32)| (*leavers, elsewhere.get(label).copied().unwrap_or(0));
    let folded = fold_apart(&counts.iter().map(size).collect::<Vec<_>>(), &[], least);
    let pick = |places: &[usize]| -> Vec<Share> {
        let found = places.iter().filter_map(|&place| counts.get(place));
        found.map(|(label, leavers)| Share { label: label.clone(), leavers: *leavers }).collect()
    };
    let mut rows = pick(&folded.shown);
    rows.sort_by(|a, b| b.leavers.cmp(&a.leavers).then(a.label.cmp(&b.label)));
    let rest = pick(&folded.folded);
    if !rest.is_empty() && !folded.is_hidden {
        let leavers = rest.iter().map(|share| share.leavers).sum();
        rows.push(Share { label: Label::Small(rest.len()), leavers });
    }
    Shares { dimension, rows }
}

/// Months of a window of at most two years, else quarters.
pub(super) fn stretches(material: &Material) -> Vec<Stretch> {
    let window = material.window;
    let is_quarter = window.days() > 731;
    let step = if is_quarter { 3.months() } else { 1.month() };
    let first = window.from();
    let month = if is_quarter { (first.month() - 1) / 3 * 3 + 1 } else { first.month() };
    let mut start = Date::new(first.year(), month, 1).unwrap_or(first);
    let mut stretches = Vec::new();
    while start <= window.until() {
        let Ok(next) = start.checked_add(step) else { break };
        let last = next.yesterday().unwrap_or(next).min(window.until());
        if let Some(part) = Window::new(start.max(first), last) {
            let mut tally = Tally::default();
            material.spells.iter().for_each(|line| tally.add(&spell(line), part));
            stretches.push(Stretch { window: part, is_quarter, tally });
        }
        start = next;
    }
    stretches
}
