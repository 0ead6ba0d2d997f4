//! Taking a file in: to a temporary name, then durably to its own.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use evidence::{Committer, Hash, Salt};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::{Error, FileName, MediaType, Result, kind};

/// Files under such names are not complete; a crash may leave one, and the sweeper takes it away.
pub(crate) const PARTIAL_PREFIX: &str = "partial-";

const BLOCK_BYTES: usize = 64 * 1024;

/// A file under its temporary name; it disappears unless it is kept.
pub(crate) struct Partial {
    path: PathBuf,
    is_kept: bool,
}

impl Partial {
    /// Makes the file; its name cannot exist yet.
    pub(crate) async fn create(folder: &Path, name: &FileName) -> Result<(Self, tokio::fs::File)> {
        let path = folder.join(format!("{PARTIAL_PREFIX}{name}"));
        let mut options = tokio::fs::OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        options.mode(0o600);
        let file = options.open(&path).await.map_err(Error::while_("making a file"))?;
        Ok((Self { path, is_kept: false }, file))
    }

    /// Tells the type, makes the bytes durable and gives the file its name. Blocks.
    pub(crate) fn keep(mut self, mut file: fs::File, folder: &Path, name: &FileName) -> Result<MediaType> {
        let media_type = kind::tell(&mut file).map_err(Error::while_("reading a file"))?;
        let media_type = media_type.ok_or(Error::TypeNotAllowed)?;
        file.sync_all().map_err(Error::while_("making a file durable"))?;
        let target = folder.join(name.as_str());
        fs::rename(&self.path, &target).map_err(Error::while_("naming a file"))?;
        self.is_kept = true;
        if let Err(error) = sync_folder(folder) {
            // Whoever hears of the failure must not find the file afterwards.
            drop(fs::remove_file(target));
            return Err(Error::io("making a name durable", error));
        }
        Ok(media_type)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.is_kept
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(vault.error = %error, "a temporary file stays until the next sweep");
        }
    }
}

/// A folder's entries are durable only when the folder itself is synced.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

/// What was learnt while the bytes went by.
pub(crate) struct Received {
    pub(crate) size: u64,
    pub(crate) sha256: Hash,
    pub(crate) commitment: Hash,
}

/// Copies the content to its end, unless it is longer than allowed.
pub(crate) async fn copy(
    mut content: impl AsyncRead + Unpin,
    mut sink: impl AsyncWrite + Unpin,
    max_bytes: u64,
    salt: &Salt,
) -> Result<Received> {
    let (mut size, mut sha256, mut committer) = (0, Sha256::new(), Committer::new(salt));
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        let count = content.read(&mut block).await.map_err(Error::BrokenOff)?;
        let bytes = block.get(..count).unwrap_or_default();
        if bytes.is_empty() {
            break;
        }
        size += count as u64;
        if size > max_bytes {
            return Err(Error::TooLarge { max_bytes });
        }
        sha256.update(bytes);
        committer.update(bytes);
        sink.write_all(bytes).await.map_err(Error::while_("writing a file"))?;
    }
    sink.flush().await.map_err(Error::while_("writing a file"))?;
    if size == 0 {
        return Err(Error::Empty);
    }
    Ok(Received { size, sha256: Hash::from_bytes(sha256.finalize().into()), commitment: committer.finish() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Linux has a device on which every write fails for want of space.
    #[tokio::test]
    async fn a_full_disk_is_told_as_such() {
        let full = Path::new("/dev/full");
        if !full.exists() {
            return;
        }
        let sink = tokio::fs::OpenOptions::new().write(true).open(full).await.unwrap();
        let result = copy(vec![b'a'; 300_000].as_slice(), sink, 1_000_000, &[0; 32]).await;
        assert!(matches!(result, Err(Error::NoSpace(_))));
    }

    #[test]
    fn a_used_up_quota_is_no_space_and_a_missing_right_is_not() {
        assert!(matches!(Error::io("", io::ErrorKind::QuotaExceeded.into()), Error::NoSpace(_)));
        assert!(matches!(Error::io("", io::ErrorKind::PermissionDenied.into()), Error::Io { .. }));
    }
}
