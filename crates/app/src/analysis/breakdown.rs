//! Turnover by groups, who left by kind and reason, and over time.

use std::collections::BTreeMap;

use departure::find_ground;
use jiff::ToSpan as _;
use kernel::Date;
use stats::turnover::{Spell, Tally, Window, by_tenure, fold_small};
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

fn grouped<K: Ord>(material: &Material, key: impl Fn(&SpellLine) -> K) -> BTreeMap<K, Tally> {
    let mut groups: BTreeMap<K, Tally> = BTreeMap::new();
    for (line, spell) in material.chosen() {
        groups.entry(key(line)).or_default().add(&spell, material.window);
    }
    groups
}

/// Turnover by department, by tenure, by manager.
pub(super) fn breakdowns(material: &Material) -> Vec<Breakdown> {
    let by_id = grouped(material, |line| line.department_id);
    let mut departments: Vec<(Label, Tally)> = Vec::new();
    for (id, tally) in by_id {
        let found = id.and_then(|id| material.departments.iter().find(|one| one.id == id));
        departments.push((found.map_or(Label::None, |one| Label::Name(one.path.clone())), tally));
    }
    let managers = grouped(material, |line| line.manager_id).into_iter().map(|(id, tally)| {
        let found = id.and_then(|id| material.managers.iter().find(|one| one.id == id));
        (found.map_or(Label::None, |one| Label::Name(one.name.clone())), tally)
    });
    let spells: Vec<Spell> = material.chosen().map(|(_, spell)| spell).collect();
    let bands = by_tenure(&spells, &BANDS, material.window).into_iter().enumerate();
    vec![
        told(Dimension::Department, &departments),
        told(Dimension::Tenure, &bands.map(|(band, tally)| (Label::Band(band), tally)).collect::<Vec<_>>()),
        told(Dimension::Manager, &managers.collect::<Vec<_>>()),
    ]
}

/// The groups that may be told, the others as one.
fn told(dimension: Dimension, groups: &[(Label, Tally)]) -> Breakdown {
    let sizes: Vec<u32> = groups.iter().map(|(_, tally)| tally.heads).collect();
    let folded = fold_small(&sizes, SMALLEST_GROUP);
    let pick = |places: &[usize]| -> Vec<Row> {
        let rows = places.iter().filter_map(|&place| groups.get(place));
        rows.map(|(label, tally)| Row { label: label.clone(), tally: *tally }).collect()
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
    let mut counts: BTreeMap<Label, u32> = BTreeMap::new();
    for line in material.leavers() {
        *counts.entry(label(line)).or_default() += 1;
    }
    let counts: Vec<(Label, u32)> = counts.into_iter().collect();
    let sizes: Vec<u32> = counts.iter().map(|(_, count)| *count).collect();
    let folded = fold_small(&sizes, least);
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
