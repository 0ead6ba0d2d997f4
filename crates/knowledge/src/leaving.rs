//! What a repository loses when one of its people leaves.
//!
//! Somebody is active who changed anything in the last 180 days of the history. A file is lost with a person who is its only
//! active author: *solely* when nobody else is an author, *effectively* when the others are no longer active. The natural
//! receiver is whoever has the highest degree of authorship among the other active people.

use std::{cmp::Reverse, collections::BTreeMap};

use kernel::{Date, Timestamp};

use crate::{
    authorship::{Authorship, Scratch},
    history::{History, Ledger, PathNumber, Walk},
    map::{Cell, Level, Map, Presence, Weight},
};

const DAY_SECONDS: i64 = 86_400;

/// What is lost with one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The person.
    pub person: u32,
    /// The files that nobody else wrote.
    pub solely: Vec<PathNumber>,
    /// The files whose other authors are no longer active.
    pub effectively: Vec<PathNumber>,
    /// Changes of these files in the last 180 days: how much they are in use.
    pub recent_changes: u32,
    /// Who is next best at most of them, if anybody active is.
    pub next_best: Option<u32>,
}

/// What hangs on whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leaving {
    /// For each active person of whom something is lost: most files first.
    pub lost: Vec<Lost>,
    /// Files none of whose authors is active.
    pub without_active_author: usize,
    /// Changes of all files in the last 180 days.
    pub recent_changes: u32,
}

/// The moment of each person's last change, in seconds since 1970.
pub fn last_seen(history: &History, of_identity: &[u32], people: usize) -> Vec<Option<i64>> {
    let mut seen = vec![None; people];
    for commit in &history.commits {
        let last = &mut seen[of_identity[commit.author as usize] as usize];
        *last = (*last).max(Some(commit.written_at));
    }
    seen
}

fn is_recent(history: &History, at: i64) -> bool {
    history.ends_at.saturating_sub(at) <= i64::from(Presence::INACTIVE_AFTER_DAYS) * DAY_SECONDS
}

/// What is lost with each person.
pub fn leaving(history: &History, of_identity: &[u32], authorship: &Authorship) -> Leaving {
    let people = authorship.file_counts.len();
    let is_active: Vec<bool> = last_seen(history, of_identity, people)
        .into_iter()
        .map(|seen| seen.is_some_and(|at| is_recent(history, at)))
        .collect();
    let ledger = Ledger::new(history, of_identity);
    let (mut scratch, mut walk) = (Scratch::new(people), Walk::default());
    let mut found = Leaving::default();
    let mut lost: BTreeMap<u32, (Lost, BTreeMap<u32, usize>)> = BTreeMap::new();
    for file in &authorship.files {
        let recent = recent_changes(history, &ledger, file.path, &mut walk);
        found.recent_changes += recent;
        let active: Vec<u32> =
            file.authors.iter().copied().filter(|author| is_active[*author as usize]).collect();
        let [person] = active[..] else {
            found.without_active_author += usize::from(active.is_empty());
            continue;
        };
        let (lost, next) = lost.entry(person).or_insert_with(|| (Lost::of(person), BTreeMap::new()));
        let files = if file.authors.len() == 1 { &mut lost.solely } else { &mut lost.effectively };
        files.push(file.path);
        lost.recent_changes += recent;
        let degrees = scratch.degrees(&ledger, file.path, &mut walk);
        let others = degrees.into_iter().filter(|(other, _)| *other != person && is_active[*other as usize]);
        if let Some((best, _)) = others.max_by(|(a, m), (b, n)| m.total_cmp(n).then(b.cmp(a))) {
            *next.entry(best).or_default() += 1;
        }
    }
    found.lost = lost.into_values().map(|(lost, next)| lost.with_next(&next)).collect();
    found.lost.sort_by_key(|lost| (Reverse(lost.files()), Reverse(lost.recent_changes), lost.person));
    found
}

impl Lost {
    fn of(person: u32) -> Self {
        Self { person, solely: Vec::new(), effectively: Vec::new(), recent_changes: 0, next_best: None }
    }

    fn with_next(self, next: &BTreeMap<u32, usize>) -> Self {
        let best = next.iter().max_by_key(|(person, files)| (**files, Reverse(**person)));
        Self { next_best: best.map(|(person, _)| *person), ..self }
    }

    /// How many files are lost.
    pub fn files(&self) -> usize {
        self.solely.len() + self.effectively.len()
    }
}

fn recent_changes(history: &History, ledger: &Ledger, path: PathNumber, walk: &mut Walk) -> u32 {
    let entries = ledger.lineage(path, walk).iter().flat_map(|path| ledger.entries(*path));
    entries.filter(|entry| is_recent(history, entry.written_at)).count() as u32
}

/// The same history as a knowledge map: folders down to a depth, by what their files say.
///
/// A folder weighs as many as it has files. Whoever is an author of more than half of them works there alone (3), whoever is
/// an author of any with help (2), whoever changed any has heard of it (1). That somebody teaches others (4) is not to be
/// seen in a repository.
pub fn map_of_folders(history: &History, of_identity: &[u32], names: &[String], depth: usize) -> Map {
    let authorship = Authorship::of(history, of_identity, names.len());
    let ledger = Ledger::new(history, of_identity);
    let mut walk = Walk::default();
    let mut folders: BTreeMap<&[u8], Folder> = BTreeMap::new();
    for file in &authorship.files {
        let folder = folders.entry(folder_of(&history.paths[file.path as usize], depth)).or_default();
        folder.files += 1;
        for author in &file.authors {
            folder.of(*author).authored += 1;
        }
        for entry in ledger.lineage(file.path, &mut walk).iter().flat_map(|path| ledger.entries(*path)) {
            let part = folder.of(entry.person);
            part.last = part.last.max(Some(entry.written_at));
        }
    }
    let mut map = Map::new();
    for (name, seen) in names.iter().zip(last_seen(history, of_identity, names.len())) {
        let is_active = seen.is_some_and(|at| is_recent(history, at));
        map.add_person(name, if is_active { Presence::Active } else { Presence::Inactive });
    }
    for (path, folder) in folders {
        folder.draw(&mut map, &String::from_utf8_lossy(path));
    }
    map
}

/// The folder of a path, no deeper than so many names; a full stop for the root.
fn folder_of(path: &[u8], depth: usize) -> &[u8] {
    let slashes = path.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at);
    slashes.take(depth).last().map_or(b".", |at| &path[..at])
}

#[derive(Default)]
struct Folder {
    files: u32,
    parts: BTreeMap<u32, Part>,
}

#[derive(Default)]
struct Part {
    authored: u32,
    last: Option<i64>,
}

impl Folder {
    fn of(&mut self, person: u32) -> &mut Part {
        self.parts.entry(person).or_default()
    }

    fn draw(self, map: &mut Map, name: &str) {
        let item = map.add_item(name, Weight::whole(self.files));
        for (person, part) in self.parts {
            let level = match part.authored {
                authored if authored * 2 > self.files => Level::ALONE,
                1.. => Level::WITH_HELP,
                0 => Level::HEARD_OF,
            };
            let seen_on = part.last.and_then(day);
            map.set(Cell { item, person: person as usize, level, source: Some("git".to_owned()), seen_on });
        }
    }
}

fn day(at: i64) -> Option<Date> {
    let text = Timestamp::from_second(at).ok()?.to_string();
    text.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Change, Commit, Deed, Identity};

    const PATHS: [&str; 4] = ["src/heat/a.py", "src/heat/b.py", "src/c.py", "d.py"];

    /// Commits as (who, days ago, path, deed); person 3 never wrote.
    fn history(deeds: &[(u32, i64, u32, Deed)]) -> History {
        History {
            identities: (0..4)
                .map(|who| Identity { name: format!("p{who}"), email: String::new() })
                .collect(),
            commits: deeds
                .iter()
                .map(|(author, ago, ..)| Commit {
                    author: *author,
                    written_at: 1_000_000_000 - ago * DAY_SECONDS,
                })
                .collect(),
            paths: PATHS.iter().map(|path| path.as_bytes().into()).collect(),
            changes: (0..)
                .zip(deeds)
                .map(|(commit, (_, _, path, deed))| Change { commit, path: *path, deed: *deed })
                .collect(),
            files: (0..4).collect(),
            ends_at: 1_000_000_000,
        }
    }

    const A: Deed = Deed::Added;
    const M: Deed = Deed::Modified;

    fn lost(deeds: &[(u32, i64, u32, Deed)]) -> Leaving {
        let history = history(deeds);
        let authorship = Authorship::of(&history, &[0, 1, 2, 3], 4);
        leaving(&history, &[0, 1, 2, 3], &authorship)
    }

    #[test]
    fn a_file_is_lost_with_its_only_active_author() {
        let found = lost(&[
            (0, 10, 0, A),
            (0, 400, 1, A),
            (1, 500, 1, A),
            (2, 5, 2, A),
            (0, 5, 2, A),
            (1, 600, 3, A),
        ]);
        assert_eq!(found.lost.len(), 1);
        assert_eq!(
            (found.lost[0].person, &found.lost[0].solely, &found.lost[0].effectively),
            (0, &vec![0], &vec![1])
        );
        assert_eq!(found.without_active_author, 1, "whoever wrote the last file is long gone");
        assert_eq!((found.lost[0].recent_changes, found.recent_changes), (1, 3));
    }

    #[test]
    fn the_next_best_is_the_other_active_one_with_the_highest_degree() {
        let mut deeds = vec![(0, 10, 0, A), (1, 700, 0, M), (1, 690, 0, M), (2, 20, 0, M)];
        deeds.extend([(0, 10, 0, M); 9]);
        let found = lost(&deeds);
        assert_eq!((found.lost[0].person, found.lost[0].next_best), (0, Some(2)));
        assert_eq!(lost(&[(0, 10, 0, A)]).lost[0].next_best, None);
    }

    #[test]
    fn half_a_year_without_a_change_is_inactive() {
        assert_eq!(lost(&[(0, 180, 0, A)]).lost.len(), 1);
        assert_eq!(lost(&[(0, 181, 0, A)]).without_active_author, 1);
    }

    #[test]
    fn folders_become_items_with_levels() {
        let deeds =
            [(0, 10, 0, A), (0, 10, 1, A), (1, 20, 1, M), (2, 300, 2, A), (1, 30, 2, M), (2, 400, 3, A)];
        let history = history(&deeds);
        let names: Vec<String> = history.identities.iter().map(|identity| identity.name.clone()).collect();
        let map = map_of_folders(&history, &[0, 1, 2, 3], &names, 2);
        let items: Vec<_> =
            map.items().iter().map(|item| (item.name.as_str(), item.weight.to_string())).collect();
        assert_eq!(items, [(".", "1".to_owned()), ("src", "1".to_owned()), ("src/heat", "2".to_owned())]);
        let levels: Vec<_> = map.cells(2).map(|cell| (cell.person, u8::from(cell.level))).collect();
        assert_eq!(levels, [(0, 3), (1, 2)]);
        assert_eq!(map.cells(2).next().unwrap().seen_on, Some(Date::constant(2001, 8, 30)));
        assert_eq!(map.people()[2].presence, Presence::Inactive);
        assert_eq!(map.unheld(Level::ALONE).len(), 1, "the root's only author is inactive");
        let soles: Vec<_> =
            map.sole_holders(Level::ALONE).iter().map(|sole| (sole.item, sole.person)).collect();
        assert_eq!(soles, [(2, 0), (1, 1)]);
    }

    #[test]
    fn folders_are_cut_at_the_depth() {
        assert_eq!(folder_of(b"a/b/c/d.py", 2), b"a/b");
        assert_eq!(
            (folder_of(b"a/d.py", 2), folder_of(b"d.py", 2), folder_of(b"a/d.py", 0)),
            (b"a".as_slice(), b".".as_slice(), b".".as_slice())
        );
    }
}
