//! The history of a git repository, read with the installed `git` (decision 0006).
//!
//! One `git log` lists the commits; as they come, their names go to several `git diff-tree`, which compare the trees and
//! find renames just as `git log -M` does. Nothing is fetched, no hook and no configured program is run, and the
//! repository is not written to. Merges contribute nothing: plain `git log` shows no change for them.

mod changes;
mod commits;
mod compare;
mod program;

use std::path::Path;

use kernel::Date;
use knowledge::{
    glob::Glob,
    history::{History, PathNumber},
    source::Rules,
};

use self::{
    changes::Changes,
    commits::Commits,
    compare::compare,
    program::{Program, is_about_missing_objects},
};
use crate::{Error, Result};

/// What to read.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Only the history as it stood when this day began where the commit was made.
    pub until: Option<Date>,
    /// Files not to count.
    pub exclude: Vec<Glob>,
}

/// How renames were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renames {
    /// By similarity of half the content, as `git log -M` does.
    Similarity,
    /// Only where the content is the same: contents are missing from the clone.
    Exact,
}

impl Renames {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Similarity => "similarity",
            Self::Exact => "exact",
        }
    }
}

/// What was read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The history.
    pub history: History,
    /// How many commits each identity of the history wrote, merges excluded.
    pub commits_of: Vec<u32>,
    /// The commits, merges included.
    pub commits: usize,
    /// How renames were found.
    pub renames: Renames,
    /// Whether the clone leaves objects out on purpose.
    pub is_partial: bool,
    /// The last commit that was read.
    pub last_commit: String,
}

/// Told each time that another commit has been compared.
pub type Watch<'a> = &'a (dyn Fn() + Sync);

/// Reads a repository: a work tree, a bare one or a partial clone.
pub fn read(repository: &Path, request: &Request, watch: Watch<'_>) -> Result<Reading> {
    let program = Program::open(repository)?;
    let end = commits::end(&program, request.until)?;
    let files = files(&program, &end.hash, &request.exclude)?;
    let (compared, renames) = match compare(&program, &end.hash, Renames::Similarity, watch) {
        // Contents that are not there can still be compared by their hashes.
        Err(Error::Damaged { said }) if is_about_missing_objects(&said) => {
            let compared = compare(&program, &end.hash, Renames::Exact, watch)
                .map_err(|error| without_trees(&program, error))?;
            (compared, Renames::Exact)
        }
        compared => (compared?, Renames::Similarity),
    };
    let (Commits { identities, written, list, count, .. }, mut changes) = compared;
    let files: Vec<PathNumber> = files.iter().map(|path| changes.path(path)).collect();
    let Changes { paths, list: changes, .. } = changes;
    let history = History { identities, commits: list, paths, changes, files, ends_at: end.at };
    let is_partial = program.is_partial;
    Ok(Reading { history, commits_of: written, commits: count, renames, is_partial, last_commit: end.hash })
}

fn without_trees(program: &Program, error: Error) -> Error {
    match error {
        Error::Damaged { said } if program.is_partial && is_about_missing_objects(&said) => Error::NoTrees,
        other => other,
    }
}

/// The files of a commit that count: plain files of source that nobody excluded.
fn files(program: &Program, commit: &str, exclude: &[Glob]) -> Result<Vec<Box<[u8]>>> {
    let rules = Rules::built_in();
    let listed = program
        .ask(&["ls-tree", "-r", "-z", "--full-tree", commit])
        .map_err(|error| without_trees(program, error))?;
    let plain = |entry: &[u8]| -> Option<Box<[u8]>> {
        // `100644 blob HASH<tab>PATH`; links and other repositories have other modes.
        let tab = entry.iter().position(|byte| *byte == b'\t')?;
        let is_file = entry.starts_with(b"100");
        let path = entry.get(tab + 1..)?;
        (is_file && rules.counts(path) && !exclude.iter().any(|glob| glob.takes(path))).then(|| path.into())
    };
    Ok(listed.split(|byte| *byte == 0).filter_map(plain).collect())
}

#[cfg(test)]
mod tests;
