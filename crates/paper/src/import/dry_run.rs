//! The whole of an import without storing anything: what `import … --dry-run` does.

use std::{io::Write, ops::ControlFlow};

use serde_json::Value;

use super::{
    Accepted, Judged, Kind, Limits, Mapping, Progress, Recognised, References, judge, open, open_beginning,
    preview_json, preview_of_error, recognise,
};
use crate::{Error, Result};

/// What is to be tried.
#[derive(Debug, Clone, Copy)]
pub struct DryRun<'a> {
    /// As what the file is read.
    pub kind: Kind,
    /// The bytes of the file.
    pub bytes: &'a [u8],
    /// Its name, which decides nothing.
    pub file_name: &'a str,
    /// What the user said about its columns.
    pub mapping: Option<&'a Mapping>,
    /// The roster it refers to, bytes and name; without one references are not checked.
    pub roster: Option<(&'a [u8], &'a str)>,
    /// What the file may ask of the machine.
    pub limits: Limits,
}

/// Reads and judges; gives the preview and writes the accepted rows, one JSON object a line.
///
/// A file that cannot be read is an outcome and not an error: the preview says `file_error`.
pub fn dry_run(run: &DryRun<'_>, rows: Option<&mut dyn Write>, progress: &mut Progress<'_>) -> Result<Value> {
    let references =
        run.roster.map_or_else(|| Ok(References::unchecked()), |roster| people_of(roster, &run.limits))?;
    let beginning = match open_beginning(run.bytes, run.file_name, &run.limits) {
        Ok(beginning) => beginning,
        Err(error) => return Ok(preview_of_error(run.kind, None, error)),
    };
    if let Some(book) = beginning {
        let found = recognise(&book, run.kind, run.mapping);
        match judge(&book, &found, &references, &mut |_, _| ControlFlow::Continue(())) {
            Ok(judged) if !judged.takes_nothing() => {}
            outcome => return answer(run.kind, &found, outcome, rows),
        }
    }
    let book = match open(run.bytes, run.file_name, &run.limits) {
        Ok(book) => book,
        Err(error) => return Ok(preview_of_error(run.kind, None, error)),
    };
    let found = recognise(&book, run.kind, run.mapping);
    let outcome = judge(&book, &found, &references, progress);
    answer(run.kind, &found, outcome, rows)
}

fn answer(
    kind: Kind,
    found: &Recognised,
    outcome: Result<Judged>,
    rows: Option<&mut dyn Write>,
) -> Result<Value> {
    match outcome {
        Ok(judged) => {
            if let Some(out) = rows {
                judged.accepted.write_ndjson(out)?;
            }
            Ok(preview_json(found, &judged))
        }
        Err(Error::File(error)) => Ok(preview_of_error(kind, Some(found), error)),
        Err(error) => Err(error),
    }
}

/// The people of the accepted rows of a roster.
fn people_of((bytes, name): (&[u8], &str), limits: &Limits) -> Result<References> {
    let book = open(bytes, name, limits)?;
    let found = recognise(&book, Kind::Roster, None);
    let judged = judge(&book, &found, &References::unchecked(), &mut |_, _| ControlFlow::Continue(()))?;
    match &judged.accepted {
        Accepted::Roster(rows) => Ok(References::from_roster(rows)),
        _ => Ok(References::unchecked()),
    }
}
