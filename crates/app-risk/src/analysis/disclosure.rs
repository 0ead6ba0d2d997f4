//! What may be told of a part of the company so that nobody reckons a group that is too small from what else is told.
//!
//! The departments are parted into cells of at least [`SMALLEST_GROUP`] people, level by level: what is too small on its
//! level stands together, with the smallest of its neighbours where it would be left over alone. Whatever is told of a
//! department or of an employer is a sum of whole cells, so that any difference of two figures is one too.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{DepartmentId, EmployerId};
use stats::turnover::{Window, fold_small};
use store::{analysis::SpellLine, org::Department};

use super::{SMALLEST_GROUP, spell};

/// A department's own people, or those without one.
pub(super) type Key = Option<DepartmentId>;

/// The cells.
#[derive(Debug, Default)]
pub(super) struct Cells {
    keys: Vec<Vec<Key>>,
    place: BTreeMap<Key, usize>,
    /// Heads by cell and employer.
    employers: Vec<BTreeMap<EmployerId, u32>>,
}

/// The departments below each, and how many people each has itself.
struct Tree {
    below: HashMap<Key, Vec<DepartmentId>>,
    heads: BTreeMap<Key, u32>,
}

impl Tree {
    fn of(departments: &[Department], everybody: &[SpellLine], window: Window) -> Self {
        let mut below: HashMap<Key, Vec<DepartmentId>> = HashMap::new();
        for department in departments {
            below.entry(department.parent_id).or_default().push(department.id);
        }
        let mut heads: BTreeMap<Key, u32> = BTreeMap::new();
        for line in everybody.iter().filter(|line| is_there(line, window)) {
            *heads.entry(line.department_id).or_default() += 1;
        }
        Self { below, heads }
    }

    /// A department and everything below it.
    fn whole(&self, top: DepartmentId) -> Vec<Key> {
        let mut keys = vec![Some(top)];
        for below in self.below.get(&Some(top)).into_iter().flatten() {
            keys.extend(self.whole(*below));
        }
        keys
    }

    fn size(&self, keys: &[Key]) -> u32 {
        keys.iter().filter_map(|key| self.heads.get(key)).sum()
    }

    /// The cells at and below a place: of its own people and of each department below.
    fn part(&self, at: Key) -> Vec<Vec<Key>> {
        let mut parts: Vec<(Key, Vec<Key>)> = vec![(None, vec![at])];
        let below = self.below.get(&at).into_iter().flatten();
        parts.extend(below.map(|&department| (Some(department), self.whole(department))));
        let sizes: Vec<u32> = parts.iter().map(|(_, keys)| self.size(keys)).collect();
        let folded = fold_small(&sizes, SMALLEST_GROUP);
        let mut cells = Vec::new();
        for (department, keys) in folded.shown.iter().filter_map(|&place| parts.get(place)) {
            match department {
                Some(_) => cells.extend(self.part(*department)),
                None => cells.push(keys.clone()),
            }
        }
        let together = folded.folded.iter().filter_map(|&place| parts.get(place));
        let together: Vec<Key> = together.flat_map(|(_, keys)| keys.iter().copied()).collect();
        if !together.is_empty() {
            cells.push(together);
        }
        cells
    }
}

fn is_there(line: &SpellLine, window: Window) -> bool {
    spell(line).days_in(window) > 0
}

impl Cells {
    /// The cells of everybody who was there in the window.
    pub(super) fn of(departments: &[Department], everybody: &[SpellLine], window: Window) -> Self {
        let tree = Tree::of(departments, everybody, window);
        let cells = tree.part(None);
        let place: BTreeMap<Key, usize> = cells
            .iter()
            .enumerate()
            .flat_map(|(place, keys)| keys.iter().map(move |key| (*key, place)))
            .collect();
        let mut employers = vec![BTreeMap::new(); cells.len()];
        for line in everybody.iter().filter(|line| is_there(line, window)) {
            if let Some(of) = place.get(&line.department_id).and_then(|&place| employers.get_mut(place)) {
                *of.entry(line.employer_id).or_default() += 1;
            }
        }
        Self { keys: cells, place, employers }
    }

    /// The cell of a department's own people; nothing where nobody was there.
    pub(super) fn of_key(&self, key: Key) -> Option<usize> {
        self.place.get(&key).copied()
    }

    /// The department that a cell is, where it is only one.
    pub(super) fn only(&self, place: usize) -> Option<Key> {
        match self.keys.get(place).map(Vec::as_slice) {
            Some([only]) => Some(*only),
            _ => None,
        }
    }

    /// Whether everybody of a cell is one employer's.
    pub(super) fn is_pure(&self, place: usize) -> bool {
        self.employers.get(place).is_some_and(|of| of.len() == 1)
    }

    /// Whether figures of these departments, of this employer, may be told.
    pub(super) fn may_tell(
        &self,
        inside: Option<&BTreeSet<DepartmentId>>,
        employer: Option<EmployerId>,
    ) -> bool {
        let is_in = |key: &Key| inside.is_none_or(|inside| key.is_some_and(|id| inside.contains(&id)));
        let is_whole = |cell: &Vec<Key>| cell.iter().all(is_in) || !cell.iter().any(is_in);
        if !self.keys.iter().all(is_whole) {
            return false;
        }
        let Some(employer) = employer else { return true };
        if inside.is_none() {
            return self.may_tell_employer(employer);
        }
        let mut chosen = self.keys.iter().enumerate().filter(|(_, cell)| cell.iter().any(is_in));
        let has = |place: usize| self.employers.get(place).is_some_and(|of| of.contains_key(&employer));
        chosen.all(|(place, _)| self.is_pure(place) || !has(place))
    }

    /// An employer's people in cells that it shares with others are what its total tells besides.
    fn may_tell_employer(&self, employer: EmployerId) -> bool {
        let mut shared: BTreeMap<EmployerId, u32> = BTreeMap::new();
        for (place, of) in self.employers.iter().enumerate() {
            for (employer, heads) in of {
                *shared.entry(*employer).or_default() += if self.is_pure(place) { 0 } else { *heads };
            }
        }
        let sizes: Vec<u32> = shared.values().copied().collect();
        let Some(own) = shared.keys().position(|of| *of == employer) else { return false };
        sizes.get(own) == Some(&0) || fold_small(&sizes, SMALLEST_GROUP).shown.contains(&own)
    }
}
