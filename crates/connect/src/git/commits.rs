//! Which commits there are, and who wrote them.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader},
};

use kernel::Date;
use knowledge::history::{Commit, Identity};

use super::program::{Input, Program};
use crate::{Error, Result};

/// The last commit of the history.
pub(super) struct End {
    pub(super) hash: String,
    /// When it was committed, in seconds since 1970.
    pub(super) at: i64,
}

/// Finds the last commit: HEAD, or the newest on its main line that is not younger than the beginning of the day.
///
/// The day is the committer's own: what a commit's date says is compared, not the instant.
pub(super) fn end(program: &Program, until: Option<Date>) -> Result<End> {
    // An unborn branch resolves to nothing; a broken one resolves to a name whose object is not there.
    let head = program.ask(&["rev-parse", "--verify", "--quiet", "HEAD"]).map_err(|error| match error {
        Error::Damaged { .. } => Error::Empty,
        other => other,
    })?;
    drop(head);
    let arguments = ["log", "--first-parent", "-z", "--format=%H %ct %cI", "HEAD", "--"];
    let mut running = program.start(&arguments, Input::None)?;
    let mut records = BufReader::new(&mut running.output).split(0);
    let found = loop {
        let Some(record) = records.next() else { break None };
        let record = record.map_err(Error::Pipe)?;
        let record = String::from_utf8_lossy(&record);
        let mut words = record.trim_start().splitn(3, ' ');
        let (Some(hash), Some(at), Some(written)) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        if until.is_none_or(|day| is_not_younger(written, day)) {
            break Some(End { hash: hash.to_owned(), at: at.parse().unwrap_or(0) });
        }
    };
    if let Some(end) = found {
        return Ok(end);
    }
    running.finish()?;
    Err(until.map_or(Error::Empty, Error::NothingSoEarly))
}

/// Whether a moment as `2015-02-24T23:02:48-08:00` lies before the day begins, or just then.
fn is_not_younger(written: &str, day: Date) -> bool {
    written.get(..19).is_some_and(|local| local <= format!("{day}T00:00:00").as_str())
}

/// The commits of a history.
#[derive(Debug, Default)]
pub(super) struct Commits {
    pub(super) identities: Vec<Identity>,
    /// How many commits each identity wrote, merges excluded.
    pub(super) written: Vec<u32>,
    /// Those that are not merges.
    pub(super) list: Vec<Commit>,
    /// All of them.
    pub(super) count: usize,
    numbers: HashMap<Identity, u32>,
}

/// The fields of a commit, each ended by a zero byte: name, parents, moment, author's name and address after `.mailmap`.
pub(super) const FORMAT: &str = "--format=%H%x00%P%x00%at%x00%aN%x00%aE";

/// The hash of a commit that is not a merge, and its number.
pub(super) struct Listed {
    pub(super) hash: Vec<u8>,
    pub(super) number: u32,
}

impl Commits {
    /// Reads the list; each commit that is not a merge goes on as soon as it is known.
    pub(super) fn read(output: impl BufRead, mut next: impl FnMut(Listed) -> Result<()>) -> Result<Self> {
        let mut commits = Self::default();
        let mut fields = output.split(0);
        while let Some(hash) = fields.next() {
            let hash = hash.map_err(Error::Pipe)?;
            let mut field = || fields.next().unwrap_or_else(|| Ok(Vec::new())).map_err(Error::Pipe);
            let (parents, at, name, email) = (field()?, field()?, field()?, field()?);
            commits.count += 1;
            if parents.contains(&b' ') {
                continue;
            }
            let number = commits.add(&at, &name, &email);
            next(Listed { hash, number })?;
        }
        Ok(commits)
    }

    fn add(&mut self, at: &[u8], name: &[u8], email: &[u8]) -> u32 {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let identity = Identity { name: text(name), email: text(email) };
        let known = self.numbers.get(&identity).copied();
        let author = known.unwrap_or_else(|| {
            let author = number(self.identities.len());
            self.identities.push(identity.clone());
            self.written.push(0);
            self.numbers.insert(identity, author);
            author
        });
        if let Some(count) = self.written.get_mut(author as usize) {
            *count += 1;
        }
        self.list.push(Commit { author, written_at: text(at).parse().unwrap_or(0) });
        number(self.list.len() - 1)
    }
}

/// A place in a list as the history writes it.
pub(super) fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_committers_own_and_ends_before_it_begins() {
        let day = Date::constant(2015, 2, 25);
        assert!(is_not_younger("2015-02-24T23:02:48-08:00", day));
        assert!(is_not_younger("2015-02-25T00:00:00+09:00", day));
        assert!(!is_not_younger("2015-02-25T00:00:01Z", day));
        assert!(!is_not_younger("nonsense", day));
    }

    #[test]
    fn commits_are_numbered_without_merges_and_counted_with_them() {
        let records: &[&[u8]] = &[
            b"aa", b"", b"100", b"Li", b"li@x", b"bb", b"aa cc", b"101", b"Li", b"li@x", b"cc", b"aa", b"x",
            b"Bo\xff", b"",
        ];
        let bytes: Vec<u8> = records.iter().flat_map(|field| field.iter().chain(b"\0")).copied().collect();
        let mut listed = Vec::new();
        let commits = Commits::read(bytes.as_slice(), |commit| {
            listed.push((commit.hash, commit.number));
            Ok(())
        })
        .unwrap();
        assert_eq!(listed, [(b"aa".to_vec(), 0), (b"cc".to_vec(), 1)]);
        assert_eq!((commits.count, commits.list.len(), commits.identities.len()), (3, 2, 2));
        assert_eq!(commits.identities[1].name, "Bo\u{fffd}");
        assert_eq!((commits.list[0].written_at, commits.list[1].written_at), (100, 0));
    }
}
