//! Files that were brought for an import, kept beside the attachments until the import ends.
//!
//! A file appears under its name only when all of it is on the disk. What a crash leaves behind, and what nobody came
//! back to, is taken away after a day.

use std::{
    io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use app::{Error, Result, sign_in::hex};
use kernel::{ImportId, Timestamp};
use sha2::{Digest as _, Sha256};
use tokio::{fs, io::AsyncWriteExt as _};

/// So long a file waits for its import.
const KEPT_SECONDS: i64 = 24 * 60 * 60;

/// The folder.
#[derive(Debug)]
pub(crate) struct Uploads {
    folder: PathBuf,
}

/// A file on its way in. Dropped before it is finished, it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct Receiving {
    target: PathBuf,
    part: PathBuf,
    file: fs::File,
    hash: Sha256,
    size: u64,
    is_finished: bool,
}

fn unavailable(cause: io::Error) -> Error {
    Error::Unavailable(cause.into())
}

impl Uploads {
    /// The folder that stands beside the attachments' one.
    pub(crate) fn beside(attachments: &Path) -> Self {
        Self { folder: attachments.with_file_name("uploads") }
    }

    fn path(&self, id: ImportId) -> PathBuf {
        self.folder.join(id.to_string())
    }

    /// Begins to take a file in.
    pub(crate) async fn receive(&self, id: ImportId) -> Result<Receiving> {
        let mut folder = fs::DirBuilder::new();
        folder.recursive(true);
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            folder.mode(0o700);
            options.mode(0o600);
        }
        folder.create(&self.folder).await.map_err(unavailable)?;
        let target = self.path(id);
        let part = target.with_extension("part");
        let file = options.open(&part).await.map_err(unavailable)?;
        Ok(Receiving { target, part, file, hash: Sha256::new(), size: 0, is_finished: false })
    }

    /// All bytes of a file; none when it is no longer there.
    pub(crate) async fn read(&self, id: ImportId) -> Result<Option<Vec<u8>>> {
        match fs::read(self.path(id)).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unavailable(error)),
        }
    }

    /// Whether the file is still there.
    pub(crate) async fn has(&self, id: ImportId) -> bool {
        fs::try_exists(self.path(id)).await.unwrap_or(false)
    }

    /// Takes a file away. That it cannot be is no reason to fail: it is tried again after a day.
    pub(crate) async fn remove(&self, id: ImportId) {
        let _ = fs::remove_file(self.path(id)).await;
    }

    /// Takes away what is older than a day.
    pub(crate) async fn sweep(&self, now: Timestamp) {
        let Ok(mut files) = fs::read_dir(&self.folder).await else { return };
        while let Ok(Some(file)) = files.next_entry().await {
            let modified = match file.metadata().await {
                Ok(known) => known.modified().ok().and_then(seconds),
                Err(_) => None,
            };
            if modified.is_some_and(|at| now.as_second() - at > KEPT_SECONDS) {
                let _ = fs::remove_file(file.path()).await;
            }
        }
    }
}

fn seconds(at: SystemTime) -> Option<i64> {
    at.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs().try_into().ok()
}

impl Receiving {
    /// Takes the next piece.
    pub(crate) async fn write(&mut self, piece: &[u8]) -> Result<()> {
        self.hash.update(piece);
        self.size += piece.len() as u64;
        self.file.write_all(piece).await.map_err(unavailable)
    }

    /// How many bytes came so far.
    pub(crate) const fn size(&self) -> u64 {
        self.size
    }

    /// Makes the file durable under its name, and gives the hash of its bytes.
    pub(crate) async fn finish(mut self) -> Result<String> {
        self.file.flush().await.map_err(unavailable)?;
        self.file.sync_all().await.map_err(unavailable)?;
        fs::rename(&self.part, &self.target).await.map_err(unavailable)?;
        self.is_finished = true;
        if let Some(folder) = self.target.parent() {
            let folder = fs::File::open(folder).await.map_err(unavailable)?;
            folder.sync_all().await.map_err(unavailable)?;
        }
        Ok(hex(&std::mem::take(&mut self.hash).finalize()))
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        if !self.is_finished {
            let _ = std::fs::remove_file(&self.part);
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let Ok(files) = std::fs::read_dir(folder) else { return Vec::new() };
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[tokio::test]
    async fn a_file_appears_when_it_is_whole_and_a_broken_off_one_never() {
        let data = tempfile::tempdir().unwrap();
        let uploads = Uploads::beside(&data.path().join("attachments"));
        let (kept, dropped): (ImportId, ImportId) = (Uuid::now_v7().into(), Uuid::now_v7().into());
        let mut receiving = uploads.receive(kept).await.unwrap();
        receiving.write(b"abc").await.unwrap();
        assert!(!uploads.has(kept).await);
        let mut broken = uploads.receive(dropped).await.unwrap();
        broken.write(b"ab").await.unwrap();
        drop(broken);
        let hash = receiving.finish().await.unwrap();
        assert_eq!(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(uploads.read(kept).await.unwrap().as_deref(), Some(&b"abc"[..]));
        assert_eq!(names(&data.path().join("uploads")), [kept.to_string()]);
        uploads.remove(kept).await;
        assert_eq!(uploads.read(kept).await.unwrap(), None);
    }

    #[tokio::test]
    async fn what_is_older_than_a_day_is_taken_away() {
        let data = tempfile::tempdir().unwrap();
        let uploads = Uploads::beside(&data.path().join("attachments"));
        let id: ImportId = Uuid::now_v7().into();
        uploads.receive(id).await.unwrap().finish().await.unwrap();
        let modified = std::fs::metadata(uploads.path(id)).unwrap().modified().unwrap();
        let written = Timestamp::try_from(modified).unwrap();
        let later = |hours: i64| written + jiff::SignedDuration::from_hours(hours);
        uploads.sweep(later(23)).await;
        assert!(uploads.has(id).await);
        uploads.sweep(later(25)).await;
        assert!(!uploads.has(id).await);
    }
}
