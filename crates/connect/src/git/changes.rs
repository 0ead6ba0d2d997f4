//! Reading what `git diff-tree -z --name-status` prints.

use std::{
    collections::HashMap,
    io::{self, BufRead},
    sync::mpsc::Receiver,
};

use knowledge::history::{Change, Deed, PathNumber};

use super::commits::{Listed, number};
use crate::{Error, Result};

/// Changes with the paths that they speak of.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) paths: Vec<Box<[u8]>>,
    pub(super) list: Vec<Change>,
    numbers: HashMap<Box<[u8]>, PathNumber>,
}

impl Changes {
    /// The number of a path; a new one where it is new.
    pub(super) fn path(&mut self, path: &[u8]) -> PathNumber {
        if let Some(known) = self.numbers.get(path) {
            return *known;
        }
        let path: Box<[u8]> = path.into();
        let new = number(self.paths.len());
        self.paths.push(path.clone());
        self.numbers.insert(path, new);
        new
    }

    /// Takes what another reader read.
    pub(super) fn take(&mut self, other: Self) {
        if self.paths.is_empty() {
            *self = other;
            return;
        }
        let numbers: Vec<PathNumber> = other.paths.iter().map(|path| self.path(path)).collect();
        let renumbered = |path: PathNumber| numbers.get(path as usize).copied().unwrap_or(path);
        self.list.extend(other.list.into_iter().map(|change| Change {
            path: renumbered(change.path),
            deed: match change.deed {
                Deed::Renamed { from } => Deed::Renamed { from: renumbered(from) },
                same => same,
            },
            ..change
        }));
    }

    /// Reads a stream: the name of a commit, then its changes, then the next. `listed` tells the numbers of the commits in the
    /// order in which they were asked for; those without a change do not appear.
    pub(super) fn read(
        mut output: impl BufRead,
        listed: &Receiver<Vec<Listed>>,
        mut seen: impl FnMut(),
    ) -> Result<Self> {
        let mut changes = Self::default();
        let mut commit = 0;
        let mut queue = listed.iter().flatten();
        let (mut word, mut first, mut second) = (Vec::new(), Vec::new(), Vec::new());
        while next(&mut output, &mut word)? {
            // A status is one capital letter, with a number behind it for renames; a name of a commit is long and small.
            match word.first() {
                Some(b'R') => {
                    let whole = next(&mut output, &mut first)? && next(&mut output, &mut second)?;
                    if !whole {
                        return Err(cut_off());
                    }
                    let (from, path) = (changes.path(&first), changes.path(&second));
                    changes.list.push(Change { commit, path, deed: Deed::Renamed { from } });
                }
                Some(status @ b'A'..=b'Z') => {
                    if !next(&mut output, &mut first)? {
                        return Err(cut_off());
                    }
                    let deed = match status {
                        b'A' => Deed::Added,
                        b'M' => Deed::Modified,
                        // A deletion, or a file that became a link: nobody becomes an author by it.
                        _ => continue,
                    };
                    let path = changes.path(&first);
                    changes.list.push(Change { commit, path, deed });
                }
                _ => {
                    let passed = queue.by_ref().inspect(|_| seen());
                    let found = passed.into_iter().find(|listed| listed.hash == word);
                    commit = found.ok_or_else(cut_off)?.number;
                }
            }
        }
        // Those behind the last one with a change.
        queue.for_each(|_| seen());
        Ok(changes)
    }
}

fn next(output: &mut impl BufRead, word: &mut Vec<u8>) -> Result<bool> {
    word.clear();
    let read = output.read_until(0, word).map_err(Error::Pipe)?;
    if word.last() == Some(&0) {
        word.pop();
    }
    Ok(read > 0)
}

fn cut_off() -> Error {
    Error::Pipe(io::ErrorKind::UnexpectedEof.into())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn read(words: &[&[u8]], commits: &[&[u8]]) -> Result<Changes> {
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.iter().chain(b"\0")).copied().collect();
        let (send, receive) = mpsc::channel();
        for (at, hash) in commits.iter().enumerate() {
            send.send(vec![Listed { hash: hash.to_vec(), number: number(at) }]).unwrap();
        }
        drop(send);
        Changes::read(bytes.as_slice(), &receive, || ())
    }

    #[test]
    fn commits_without_a_change_are_passed_over() {
        let read = read(&[b"cc", b"A", b"x", b"M", b"y"], &[b"aa", b"bb", b"cc", b"dd"]).unwrap();
        assert_eq!(
            read.list.iter().map(|change| (change.commit, change.deed)).collect::<Vec<_>>(),
            [(2, Deed::Added), (2, Deed::Modified)]
        );
    }

    #[test]
    fn a_path_may_look_like_anything() {
        let odd: &[&[u8]] = &[
            b"aa",
            b"A",
            b"A",
            b"M",
            b"tab\there \"and\" \xff\nline",
            b"R087",
            b"R100",
            b"aa",
            b"D",
            b"M",
            b"T",
            b"x",
        ];
        let read = read(odd, &[b"aa"]).unwrap();
        assert_eq!(
            read.paths.iter().map(AsRef::as_ref).collect::<Vec<&[u8]>>(),
            [b"A" as &[u8], b"tab\there \"and\" \xff\nline", b"R100", b"aa"]
        );
        assert_eq!(read.list.len(), 3, "a deletion and a change of type are nobody's authorship");
        assert_eq!(read.list[2].deed, Deed::Renamed { from: 2 });
    }

    #[test]
    fn a_stream_that_breaks_off_is_an_error() {
        assert!(read(&[b"aa", b"R100", b"x"], &[b"aa"]).is_err());
        assert!(read(&[b"aa", b"A"], &[b"aa"]).is_err());
        assert!(read(&[b"ee"], &[b"aa"]).is_err());
    }

    #[test]
    fn two_readers_agree_on_the_numbers_of_paths() {
        let mut one = read(&[b"aa", b"A", b"x", b"A", b"y"], &[b"aa"]).unwrap();
        one.take(read(&[b"aa", b"R090", b"y", b"z"], &[b"aa"]).unwrap());
        assert_eq!(one.list[2], Change { commit: 0, path: 2, deed: Deed::Renamed { from: 1 } });
    }
}
