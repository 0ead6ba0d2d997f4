//! Comparing the folder with the database: files without a row, rows without a file.

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use kernel::Timestamp;

use crate::{
    Error, FileName, Result, Vault,
    receive::{self, PARTIAL_PREFIX},
    vault::blocking,
};

/// How long a file may lie without a row before it is swept away: its row may still be on the way.
pub const SWEEP_AFTER: Duration = Duration::from_hours(24);

/// What a sweep did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Swept {
    /// Complete files without a row that were deleted.
    pub removed: Vec<FileName>,
    /// How many files left incomplete by a crash were deleted.
    pub partial: usize,
    /// How many files without a row are too young to be deleted.
    pub waiting: usize,
}

impl Vault {
    /// Deletes what has no row and is older than [`SWEEP_AFTER`].
    ///
    /// The caller reads the known names from the database first; if that fails it must not sweep. Files that this
    /// folder did not name are left alone.
    pub async fn sweep(&self, known: HashSet<FileName>, now: Timestamp) -> Result<Swept> {
        let folder = self.folder().to_owned();
        blocking(move || sweep_folder(&folder, &known, now).map_err(Error::while_("sweeping the folder")))
            .await
    }

    /// The known names whose file is not there: an alarm, never to be dropped silently.
    pub async fn missing(&self, known: impl IntoIterator<Item = FileName>) -> Result<Vec<FileName>> {
        let (folder, known): (PathBuf, Vec<_>) = (self.folder().to_owned(), known.into_iter().collect());
        blocking(move || {
            let mut missing = Vec::new();
            for name in known {
                if !folder.join(name.as_str()).try_exists().map_err(Error::while_("looking for a file"))? {
                    missing.push(name);
                }
            }
            Ok(missing)
        })
        .await
    }
}

fn sweep_folder(folder: &Path, known: &HashSet<FileName>, now: Timestamp) -> io::Result<Swept> {
    let mut swept = Swept::default();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Some(found) = Found::of(&entry.file_name().to_string_lossy(), known) else { continue };
        // A partial file may get its name while this runs.
        let Some(written) = or_gone(entry.metadata())?.map(|metadata| metadata.modified()).transpose()?
        else {
            continue;
        };
        let age = now.duration_since(Timestamp::try_from(written).unwrap_or(now));
        if age.unsigned_abs() < SWEEP_AFTER || age.is_negative() {
            swept.waiting += 1;
            continue;
        }
        if or_gone(fs::remove_file(entry.path()))?.is_none() {
            continue;
        }
        match found {
            Found::Stray(name) => swept.removed.push(name),
            Found::Partial => swept.partial += 1,
        }
    }
    receive::sync_folder(folder)?;
    swept.removed.sort();
    Ok(swept)
}

fn or_gone<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A file that nobody will ask for.
enum Found {
    Stray(FileName),
    Partial,
}

impl Found {
    fn of(file_name: &str, known: &HashSet<FileName>) -> Option<Self> {
        if let Some(rest) = file_name.strip_prefix(PARTIAL_PREFIX) {
            return rest.parse::<FileName>().ok().map(|_| Self::Partial);
        }
        let name = file_name.parse().ok()?;
        if known.contains(&name) { None } else { Some(Self::Stray(name)) }
    }
}
