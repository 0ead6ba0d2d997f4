//! Degree of authorship (Fritz and others 2010, 2014) and who counts as an author of a file (Avelino and others 2016).
//!
//! ```text
//! DOA(d,f) = 3.293 + 1.098*FA + 0.164*DL - 0.321*ln(1 + AC)
//! author(d,f)  iff  DOA(d,f)/max DOA(·,f) > 0.75  and  (DOA(d,f) >= 3.293 or FA)
//! ```
//!
//! FA is 1 for whoever added the file, also again; an addition is no delivery. DL counts the own modifications and renames,
//! AC everybody else's. A file's history is its own and that of every path it was renamed from.

use std::cmp::Reverse;

use crate::history::{History, Ledger, PathNumber, Walk};

/// The constant of the formula, and the least degree for somebody who did not add the file.
pub(crate) const BASE: f64 = 3.293;
/// What the addition is worth.
pub(crate) const ADDING: f64 = 1.098;
/// What each own delivery is worth.
pub(crate) const DELIVERY: f64 = 0.164;
/// What the deliveries of others take away.
pub(crate) const OTHERS: f64 = 0.321;
/// An author's share of the highest degree lies above this.
pub(crate) const NORMALISED: f64 = 0.75;

/// The degree of authorship.
pub fn degree(is_first_author: bool, deliveries: u32, by_others: u32) -> f64 {
    let adding = if is_first_author { ADDING } else { 0.0 };
    BASE + adding + DELIVERY * f64::from(deliveries) - OTHERS * (1.0 + f64::from(by_others)).ln()
}

/// A file and its authors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authored {
    /// The file.
    pub path: PathNumber,
    /// Its authors, in the order of their numbers.
    pub authors: Vec<u32>,
}

/// Who wrote what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Authorship {
    /// Every file that counts and has a history.
    pub files: Vec<Authored>,
    /// Files without any: merges alone brought them in. They are nobody's and count nowhere.
    pub without_history: usize,
    /// For each person the files authored.
    pub file_counts: Vec<u32>,
    /// For each person the changes made in the whole history.
    pub change_counts: Vec<u32>,
}

impl Authorship {
    /// Reads it off a history; `of_identity` says who each identity is, of `people` persons.
    pub fn of(history: &History, of_identity: &[u32], people: usize) -> Self {
        let ledger = Ledger::new(history, of_identity);
        let mut scratch = Scratch::new(people);
        let mut walk = Walk::default();
        let file = |&path: &PathNumber| {
            let authors = scratch.authors(&ledger, path, &mut walk)?;
            Some(Authored { path, authors })
        };
        let files: Vec<Authored> = history.files.iter().filter_map(file).collect();
        let without_history = history.files.len() - files.len();
        let mut change_counts = vec![0; people];
        for change in &history.changes {
            change_counts[of_identity[history.commits[change.commit as usize].author as usize] as usize] += 1;
        }
        let mut file_counts = vec![0; people];
        for author in files.iter().flat_map(|file| &file.authors) {
            file_counts[*author as usize] += 1;
        }
        Self { files, without_history, file_counts, change_counts }
    }

    /// The people with at least one file: most files first, then most changes, then by name.
    pub fn by_share(&self, names: &[String]) -> Vec<u32> {
        let mut authors: Vec<u32> = (0..self.file_counts.len() as u32)
            .filter(|person| self.file_counts[*person as usize] > 0)
            .collect();
        authors.sort_by_key(|&person| {
            let at = person as usize;
            (Reverse(self.file_counts[at]), Reverse(self.change_counts[at]), &names[at], person)
        });
        authors
    }
}

/// Sums for one file at a time; only what a file touches is cleared again.
pub(crate) struct Scratch {
    added: Vec<bool>,
    deliveries: Vec<u32>,
    is_met: Vec<bool>,
    met: Vec<u32>,
    all: u32,
}

impl Scratch {
    pub(crate) fn new(people: usize) -> Self {
        Self {
            added: vec![false; people],
            deliveries: vec![0; people],
            is_met: vec![false; people],
            met: Vec::new(),
            all: 0,
        }
    }

    /// `None` where nobody is seen to have touched the file.
    fn authors(&mut self, ledger: &Ledger, path: PathNumber, walk: &mut Walk) -> Option<Vec<u32>> {
        self.gather(ledger, path, walk);
        let degrees: Vec<f64> = self.met.iter().map(|person| self.degree(*person)).collect();
        let highest = degrees.iter().copied().fold(f64::MIN, f64::max);
        let is_author = |(person, degree): &(u32, f64)| {
            degree / highest > NORMALISED && (*degree >= BASE || self.added[*person as usize])
        };
        let standing = self.met.iter().copied().zip(degrees);
        let mut authors: Vec<u32> = standing.filter(is_author).map(|(person, _)| person).collect();
        authors.sort_unstable();
        let is_touched = !self.met.is_empty();
        self.clear();
        is_touched.then_some(authors)
    }

    /// Everybody who touched the file, with the degree of authorship.
    pub(crate) fn degrees(&mut self, ledger: &Ledger, path: PathNumber, walk: &mut Walk) -> Vec<(u32, f64)> {
        self.gather(ledger, path, walk);
        let degrees = self.met.iter().map(|person| (*person, self.degree(*person))).collect();
        self.clear();
        degrees
    }

    fn gather(&mut self, ledger: &Ledger, path: PathNumber, walk: &mut Walk) {
        for entry in ledger.lineage(path, walk).iter().flat_map(|path| ledger.entries(*path)) {
            let person = entry.person as usize;
            if !std::mem::replace(&mut self.is_met[person], true) {
                self.met.push(entry.person);
            }
            self.added[person] |= entry.is_add;
            self.deliveries[person] += u32::from(!entry.is_add);
            self.all += u32::from(!entry.is_add);
        }
    }

    fn degree(&self, person: u32) -> f64 {
        let own = self.deliveries[person as usize];
        degree(self.added[person as usize], own, self.all - own)
    }

    fn clear(&mut self) {
        for person in self.met.drain(..) {
            let person = person as usize;
            (self.added[person], self.deliveries[person], self.is_met[person]) = (false, 0, false);
        }
        self.all = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Change, Commit, Deed, Identity};

    /// A history of one-change commits: who, path, deed. Paths are numbers.
    fn history(paths: u32, deeds: &[(u32, u32, Deed)], files: &[u32]) -> History {
        let people = deeds.iter().map(|(who, ..)| who + 1).max().unwrap_or(0);
        History {
            identities: (0..people)
                .map(|who| Identity { name: format!("p{who}"), email: format!("{who}@x") })
                .collect(),
            commits: deeds.iter().map(|(who, ..)| Commit { author: *who, written_at: 0 }).collect(),
            paths: (0..paths).map(|path| path.to_string().into_bytes().into()).collect(),
            changes: (0..)
                .zip(deeds)
                .map(|(commit, (_, path, deed))| Change { commit, path: *path, deed: *deed })
                .collect(),
            files: files.to_vec(),
            ends_at: 0,
        }
    }

    fn authors(paths: u32, deeds: &[(u32, u32, Deed)], file: u32) -> Vec<u32> {
        let history = history(paths, deeds, &[file]);
        let who: Vec<u32> = (0..history.identities.len() as u32).collect();
        Authorship::of(&history, &who, who.len()).files[0].authors.clone()
    }

    const A: Deed = Deed::Added;
    const M: Deed = Deed::Modified;

    #[test]
    fn the_degree_is_the_published_formula() {
        assert!((degree(true, 0, 0) - 4.391).abs() < 1e-12);
        assert!((degree(false, 10, 3) - (3.293 + 1.64 - 0.321 * 4.0_f64.ln())).abs() < 1e-12);
    }

    #[test]
    fn adding_is_authorship_and_no_delivery() {
        assert_eq!(authors(1, &[(0, 0, A)], 0), [0]);
        // One small change beside the addition: 3.293 + 0.164 = 3.457 against 4.391 - 0.2225 = 4.1685, a share of 0.829.
        assert_eq!(authors(1, &[(0, 0, A), (1, 0, M)], 0), [0, 1]);
        // After five deliveries of the adder: 3.293 + 0.164 - 0.321 ln 6 = 2.882 against 4.9885: no longer.
        assert_eq!(
            authors(1, &[(0, 0, A), (0, 0, M), (0, 0, M), (0, 0, M), (0, 0, M), (0, 0, M), (1, 0, M)], 0),
            [0]
        );
    }

    #[test]
    fn whoever_adds_again_is_a_first_author_too() {
        assert_eq!(authors(1, &[(0, 0, A), (1, 0, A)], 0), [0, 1]);
    }

    #[test]
    fn a_degree_below_the_constant_needs_the_addition() {
        // Six others, one delivery each: 3.457 - 0.321 ln 6 = 2.882 for each, 0.765 of the adder's 4.391 - 0.321 ln 7 = 3.766.
        let mut deeds = vec![(0, 0, A)];
        deeds.extend((1..=6).map(|who| (who, 0, M)));
        assert_eq!(authors(1, &deeds, 0), [0]);
    }

    #[test]
    fn a_file_has_the_history_of_every_path_it_came_from() {
        // 0 wrote path 0, renamed 0 -> 1 by person 1, 1 -> 2 by person 1.
        let moved = Deed::Renamed { from: 0 };
        let deeds = [
            (0, 0, A),
            (0, 0, M),
            (0, 0, M),
            (0, 0, M),
            (0, 0, M),
            (1, 1, moved),
            (1, 2, Deed::Renamed { from: 1 }),
        ];
        assert_eq!(authors(3, &deeds, 2), [0]);
        assert_eq!(authors(3, &deeds[5..], 2), [1], "without the earlier paths the mover is all there is");
    }

    #[test]
    fn renames_in_a_circle_end() {
        let deeds = [(0, 0, A), (0, 1, Deed::Renamed { from: 0 }), (1, 0, Deed::Renamed { from: 1 })];
        assert_eq!(authors(2, &deeds, 0), [0]);
    }

    #[test]
    fn a_file_nobody_is_seen_to_have_touched_does_not_count() {
        let found = Authorship::of(&history(2, &[(0, 0, A)], &[0, 1]), &[0], 1);
        assert_eq!((found.files.len(), found.without_history), (1, 1));
    }
}
