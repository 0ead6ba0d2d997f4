//! Who knows the files today: the metric that forgets (Jabrayilzade and others, ICSE-SEIP 2022).
//!
//! ```text
//! A = 3.293 + 1.098*own + 0.164*commits - 0.321*ln(1 + other commits)
//! ```
//!
//! Each count is weighted by exp(-days/90) on its age, and the history is the last 547 days: constants of the authors' open
//! code. Reviews and meetings are terms of the same formula; a repository knows nothing of them, so they are zero. It stands
//! beside the published truck factor and is never mixed into it. A file that nobody touched in that time has nobody who
//! knows it today; such files are counted apart.

use crate::{
    authorship::{ADDING, Authored, Authorship, BASE, DELIVERY, NORMALISED, OTHERS},
    history::{Entry, History, Ledger, PathNumber, Walk},
    truck_factor::{TruckFactor, truck_factor},
};

/// How far back it looks.
pub const WINDOW_DAYS: i64 = 547;

/// After so many days a contribution counts 1/e.
pub const FADES_DAYS: i64 = 90;

const DAY_SECONDS: i64 = 86_400;

/// What the metric that forgets says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recent {
    /// Its answers, over the files touched in the window.
    pub factor: TruckFactor,
    /// For each person the files known.
    pub file_counts: Vec<u32>,
    /// Files that nobody touched in the window.
    pub untouched_files: usize,
}

/// Computes it.
pub fn recent(history: &History, of_identity: &[u32], names: &[String], allowance: u64) -> Recent {
    let ledger = Ledger::new(history, of_identity);
    let mut fading = Fading::new(names.len(), history.ends_at);
    let mut authorship = Authorship {
        file_counts: vec![0; names.len()],
        change_counts: vec![0; names.len()],
        ..Authorship::default()
    };
    let mut untouched_files = 0;
    for &path in &history.files {
        match fading.authors(&ledger, path) {
            Known::Never => {}
            Known::LongAgo => untouched_files += 1,
            Known::To(authors) => {
                for author in &authors {
                    authorship.file_counts[*author as usize] += 1;
                }
                authorship.files.push(Authored { path, authors });
            }
        }
    }
    let factor = truck_factor(&authorship, names, allowance);
    Recent { factor, file_counts: authorship.file_counts, untouched_files }
}

/// Who knows a file.
enum Known {
    /// Nobody is seen to have touched it, ever.
    Never,
    /// Nobody touched it in the window.
    LongAgo,
    /// These people, or nobody well enough.
    To(Vec<u32>),
}

/// Faded sums for one file at a time.
struct Fading {
    ends_at: i64,
    own: Vec<f64>,
    commits: Vec<f64>,
    met: Vec<u32>,
    walk: Walk,
}

impl Fading {
    fn new(people: usize, ends_at: i64) -> Self {
        Self {
            ends_at,
            own: vec![0.0; people],
            commits: vec![0.0; people],
            met: Vec::new(),
            walk: Walk::default(),
        }
    }

    /// The weight of a change; `None` when it is older than the window. What claims to be later than the end is of today.
    fn weight(&self, entry: &Entry) -> Option<f64> {
        let days = (self.ends_at.saturating_sub(entry.written_at) / DAY_SECONDS).max(0);
        (days <= WINDOW_DAYS).then(|| (-(days as f64) / FADES_DAYS as f64).exp())
    }

    fn authors(&mut self, ledger: &Ledger, path: PathNumber) -> Known {
        let mut known = Known::Never;
        let mut walk = std::mem::take(&mut self.walk);
        for entry in ledger.lineage(path, &mut walk).iter().flat_map(|path| ledger.entries(*path)) {
            known = Known::LongAgo;
            let Some(weight) = self.weight(entry) else { continue };
            let person = entry.person as usize;
            if self.own[person] == 0.0 && self.commits[person] == 0.0 {
                self.met.push(entry.person);
            }
            if entry.is_add {
                self.own[person] = self.own[person].max(weight);
            } else {
                self.commits[person] += weight;
            }
        }
        self.walk = walk;
        if self.met.is_empty() { known } else { Known::To(self.judge()) }
    }

    fn judge(&mut self) -> Vec<u32> {
        self.met.sort_unstable();
        let all: f64 = self.met.iter().map(|person| self.commits[*person as usize]).sum();
        let degree = |person: u32| {
            let own = self.commits[person as usize];
            BASE + ADDING * self.own[person as usize] + DELIVERY * own
                - OTHERS * (1.0 + (all - own).max(0.0)).ln()
        };
        let highest = self.met.iter().map(|person| degree(*person)).fold(f64::MIN, f64::max);
        let is_author = |person: &u32| degree(*person) >= BASE && degree(*person) / highest > NORMALISED;
        let authors = self.met.iter().copied().filter(is_author).collect();
        for person in self.met.drain(..) {
            (self.own[person as usize], self.commits[person as usize]) = (0.0, 0.0);
        }
        authors
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        breaking::ALLOWANCE,
        history::{Change, Commit, Deed, Identity},
    };

    /// Commits as (who, days ago, path, deed).
    fn asked(deeds: &[(u32, i64, u32, Deed)], files: u32) -> Recent {
        let history = History {
            identities: (0..3).map(|who| Identity { name: who.to_string(), email: String::new() }).collect(),
            commits: deeds
                .iter()
                .map(|(author, ago, ..)| Commit { author: *author, written_at: -ago * DAY_SECONDS })
                .collect(),
            paths: (0..files).map(|path| path.to_string().into_bytes().into()).collect(),
            changes: (0..)
                .zip(deeds)
                .map(|(commit, (_, _, path, deed))| Change { commit, path: *path, deed: *deed })
                .collect(),
            files: (0..files).collect(),
            ends_at: 0,
        };
        let names: Vec<String> = history.identities.iter().map(|who| who.name.clone()).collect();
        recent(&history, &[0, 1, 2], &names, ALLOWANCE)
    }

    #[test]
    fn who_left_years_ago_is_forgotten() {
        let deeds = [(0, 900, 0, Deed::Added), (0, 800, 0, Deed::Modified), (1, 20, 0, Deed::Modified)];
        let found = asked(&deeds, 1);
        assert_eq!((found.file_counts.as_slice(), found.untouched_files), ([0, 1, 0].as_slice(), 0));
    }

    #[test]
    fn a_file_that_nobody_touched_lately_is_counted_apart() {
        let found = asked(&[(0, 900, 0, Deed::Added), (1, 547, 1, Deed::Added), (2, 548, 2, Deed::Added)], 3);
        assert_eq!((found.untouched_files, found.factor.files, found.factor.tf_avelino), (2, 1, 1));
    }

    #[test]
    fn a_fresh_change_outweighs_an_old_addition() {
        // Adder 400 days ago: own e^(-400/90) = 0.0117. Ten fresh changes by another: 3.293 + 1.64 = 4.933 against
        // 3.293 + 0.013 - 0.321 ln 11 = 2.536.
        let mut deeds = vec![(0, 400, 0, Deed::Added)];
        deeds.extend([(1, 0, 0, Deed::Modified); 10]);
        assert_eq!(asked(&deeds, 1).file_counts, [0, 1, 0]);
    }

    #[test]
    fn a_clock_that_runs_ahead_counts_as_today() {
        assert_eq!(asked(&[(0, -5000, 0, Deed::Added)], 1).file_counts, [1, 0, 0]);
    }
}
