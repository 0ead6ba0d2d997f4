//! The history of a repository, as values.

/// Who a commit says wrote it: one spelling of one name with one address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identity {
    /// The name.
    pub name: String,
    /// The address of mail.
    pub email: String,
}

impl std::fmt::Display for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} <{}>", self.name, self.email)
    }
}

/// A path, by its place in [`History::paths`].
pub type PathNumber = u32;

/// A commit that is not a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commit {
    /// Its author, by the place in [`History::identities`].
    pub author: u32,
    /// When it was written, in seconds since 1970.
    pub written_at: i64,
}

/// What a commit did to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// The file is new.
    Added,
    /// The content changed.
    Modified,
    /// The file came here from another path.
    Renamed {
        /// The path it had.
        from: PathNumber,
    },
}

/// One change of one file. A deletion is not among them: it makes nobody an author.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The commit, by its place in [`History::commits`].
    pub commit: u32,
    /// The path after the change.
    pub path: PathNumber,
    /// What was done.
    pub deed: Deed,
}

/// Everything that the metrics ask about a repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Who wrote, each spelling once.
    pub identities: Vec<Identity>,
    /// The commits that are not merges.
    pub commits: Vec<Commit>,
    /// The paths, as bytes.
    pub paths: Vec<Box<[u8]>>,
    /// The changes, in any order.
    pub changes: Vec<Change>,
    /// The files at the end of the history that count.
    pub files: Vec<PathNumber>,
    /// When the history ends, in seconds since 1970.
    pub ends_at: i64,
}

/// A change as a file sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) person: u32,
    pub(crate) written_at: i64,
    pub(crate) is_add: bool,
}

/// The changes sorted by path, so that a file's own history is read without searching.
#[derive(Debug)]
pub(crate) struct Ledger {
    starts: Vec<u32>,
    entries: Vec<Entry>,
    origin_starts: Vec<u32>,
    origins: Vec<PathNumber>,
}

impl Ledger {
    /// Sorts the changes; `people` says for each identity who it is.
    pub(crate) fn new(history: &History, people: &[u32]) -> Self {
        let mut changes = history.changes.clone();
        // By commit within a path, so that sums of fractions do not depend on who read the history in how many parts.
        changes.sort_unstable_by_key(|change| (change.path, change.commit, change.deed));
        let entry = |change: &Change| {
            let commit = history.commits[change.commit as usize];
            let person = people[commit.author as usize];
            Entry { person, written_at: commit.written_at, is_add: change.deed == Deed::Added }
        };
        let mut moves: Vec<(PathNumber, PathNumber)> = changes
            .iter()
            .filter_map(|change| match change.deed {
                Deed::Renamed { from } => Some((change.path, from)),
                Deed::Added | Deed::Modified => None,
            })
            .collect();
        moves.dedup();
        Self {
            starts: starts(history.paths.len(), changes.iter().map(|change| change.path)),
            entries: changes.iter().map(entry).collect(),
            origin_starts: starts(history.paths.len(), moves.iter().map(|(path, _)| *path)),
            origins: moves.into_iter().map(|(_, from)| from).collect(),
        }
    }

    /// What was done to a path under that very name.
    pub(crate) fn entries(&self, path: PathNumber) -> &[Entry] {
        &self.entries[self.starts[path as usize] as usize..self.starts[path as usize + 1] as usize]
    }

    /// The path and, transitively, every path it was renamed from.
    pub(crate) fn lineage<'a>(&self, path: PathNumber, walk: &'a mut Walk) -> &'a [PathNumber] {
        walk.begin(self.starts.len());
        walk.meet(path);
        let mut next = 0;
        while let Some(&met) = walk.met.get(next) {
            let range =
                self.origin_starts[met as usize] as usize..self.origin_starts[met as usize + 1] as usize;
            for &origin in &self.origins[range] {
                walk.meet(origin);
            }
            next += 1;
        }
        &walk.met
    }
}

fn starts(paths: usize, sorted: impl Iterator<Item = PathNumber>) -> Vec<u32> {
    let mut starts = vec![0; paths + 1];
    for path in sorted {
        starts[path as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    starts
}

/// What a walk through renames has met; kept between walks so that each costs only what it meets.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    met: Vec<PathNumber>,
    stamps: Vec<u32>,
    stamp: u32,
}

impl Walk {
    fn begin(&mut self, paths: usize) {
        self.stamps.resize(paths, 0);
        self.stamp += 1;
        self.met.clear();
    }

    fn meet(&mut self, path: PathNumber) {
        let stamp = &mut self.stamps[path as usize];
        if *stamp != self.stamp {
            *stamp = self.stamp;
            self.met.push(path);
        }
    }
}
