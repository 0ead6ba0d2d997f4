//! Several comparisons of trees at once, fed by one list of commits.

use std::{
    io::{BufReader, Write},
    num::NonZero,
    process::ChildStdin,
    sync::mpsc::{self, Receiver, Sender},
    thread::{self, ScopedJoinHandle},
};

use super::{
    Renames, Watch,
    changes::Changes,
    commits::{Commits, FORMAT, Listed},
    program::{Input, Program, Running},
};
use crate::{Error, Result};

/// Commits that go to the same comparison one after the other: neighbours share most of their trees.
const BLOCK: usize = 256;

/// More would only wait for each other.
const MOST_AT_ONCE: usize = 8;

/// The bytes that are read at a time.
const BUFFER_BYTES: usize = 1 << 18;

/// Compares every commit up to `end` with its parent.
pub(super) fn compare(
    program: &Program,
    end: &str,
    renames: Renames,
    watch: Watch<'_>,
) -> Result<(Commits, Changes)> {
    let at_once = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_AT_ONCE);
    let mut log = program.start(&["log", "-z", "--encoding=UTF-8", FORMAT, end, "--"], Input::None)?;
    let mut running = Vec::new();
    for _ in 0..at_once {
        running.push(start(program, renames)?);
    }
    thread::scope(|scope| {
        let (mut feeds, mut readers) = (Vec::new(), Vec::new());
        for mut comparison in running {
            let (send, receive) = mpsc::channel();
            feeds.push(Feed::new(comparison.child.stdin.take(), send)?);
            readers.push(scope.spawn(move || read(comparison, &receive, watch)));
        }
        let output = BufReader::with_capacity(BUFFER_BYTES, &mut log.output);
        let mut block = Vec::with_capacity(BLOCK);
        let commits = Commits::read(output, |commit| {
            block.push(commit);
            if block.len() < BLOCK { Ok(()) } else { give(&mut feeds, std::mem::take(&mut block)) }
        });
        let last = give(&mut feeds, block);
        drop(feeds);
        // The reason of a comparison that gave up is worth more than the broken pipe that it left behind.
        let changes = joined(readers)?;
        last?;
        let commits = commits?;
        log.finish()?;
        Ok((commits, changes))
    })
}

/// A block for the next comparison in turn.
fn give(feeds: &mut [Feed], block: Vec<Listed>) -> Result<()> {
    feeds.rotate_left(1.min(feeds.len()));
    feeds.first_mut().map_or(Ok(()), |feed| feed.push(block))
}

fn start(program: &Program, renames: Renames) -> Result<Running> {
    let similarity = match renames {
        Renames::Similarity => "-M50%",
        Renames::Exact => "-M100%",
    };
    let arguments = [
        "diff-tree",
        "--stdin",
        "-r",
        "-z",
        "--root",
        similarity,
        "-l1000",
        "--name-status",
        "--no-ext-diff",
        "--no-textconv",
    ];
    program.start(&arguments, Input::Piped)
}

fn read(mut comparison: Running, listed: &Receiver<Vec<Listed>>, watch: Watch<'_>) -> Result<Changes> {
    let output = BufReader::with_capacity(BUFFER_BYTES, &mut comparison.output);
    let changes = Changes::read(output, listed, watch);
    comparison.finish()?;
    changes
}

fn joined(readers: Vec<ScopedJoinHandle<'_, Result<Changes>>>) -> Result<Changes> {
    let mut all = Changes::default();
    let mut failed = None;
    for reader in readers {
        match reader.join() {
            Ok(Ok(changes)) => all.take(changes),
            Ok(Err(error)) => failed = Some(error),
            Err(_) => failed = Some(Error::Pipe(std::io::ErrorKind::Other.into())),
        }
    }
    failed.map_or(Ok(all), Err)
}

/// Where the names of commits go in, and the same names to whoever reads what comes out.
struct Feed {
    input: ChildStdin,
    listed: Sender<Vec<Listed>>,
}

impl Feed {
    fn new(input: Option<ChildStdin>, listed: Sender<Vec<Listed>>) -> Result<Self> {
        let input = input.ok_or_else(|| Error::Pipe(std::io::ErrorKind::BrokenPipe.into()))?;
        Ok(Self { input, listed })
    }

    fn push(&mut self, block: Vec<Listed>) -> Result<()> {
        let lines: Vec<u8> =
            block.iter().flat_map(|commit| commit.hash.iter().chain(b"\n")).copied().collect();
        // The reader first: what it waits for must be there before the program answers. One that gave up says why itself.
        let _ = self.listed.send(block);
        self.input.write_all(&lines).map_err(Error::Pipe)
    }
}
