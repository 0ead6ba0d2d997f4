//! The folder.

use std::{
    io,
    path::{Path, PathBuf},
};

use evidence::{Committer, Hash, Salt};
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::{
    Error, FileName, MediaType, Result, download_name,
    receive::{self, Partial},
};

/// The size limit unless the configuration says otherwise: 50 MiB, an hour's recording or a thick scan.
pub const DEFAULT_MAX_BYTES: u64 = 50 * 1024 * 1024;

/// The folder of attachments.
#[derive(Debug, Clone)]
pub struct Vault {
    folder: PathBuf,
    max_bytes: u64,
}

/// A file that lies in the folder, durably; what the database keeps of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its name in the folder.
    pub name: FileName,
    /// The name to show and to offer for download.
    pub download_name: String,
    /// How many bytes it has.
    pub size: u64,
    /// What it is, told by its content.
    pub media_type: MediaType,
    /// The plain hash of its bytes; for the database only, never for the log.
    pub sha256: Hash,
    /// The salt of the commitment, drawn for this file; for the database only.
    pub salt: Salt,
    /// The salted commitment to its bytes, for the log of evidence.
    pub commitment: Hash,
}

/// A stored file that was opened.
#[derive(Debug)]
pub struct Content {
    size: u64,
    file: tokio::fs::File,
}

impl Content {
    /// How many bytes there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The bytes as they come.
    pub fn into_reader(self) -> impl AsyncRead + Send + Sync + Unpin + use<> {
        self.file
    }

    /// All the bytes at once.
    pub async fn read_all(mut self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes).await.map_err(Error::while_("reading a file"))?;
        Ok(bytes)
    }
}

impl Vault {
    /// The folder itself; other things that must lie beside the database find their place by it.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens the folder, making it if it is not there yet.
    pub async fn open(folder: impl Into<PathBuf>) -> Result<Self> {
        let folder = folder.into();
        let mut builder = tokio::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        builder.mode(0o700);
        builder.create(&folder).await.map_err(Error::while_("making the folder"))?;
        // A folder that may only be read would be found out at the first upload: a file is made and taken away again.
        drop(Partial::create(&folder, &FileName::from_random(random()?)).await?);
        Ok(Self { folder, max_bytes: DEFAULT_MAX_BYTES })
    }

    /// With another size limit.
    #[must_use]
    pub fn max_bytes(mut self, max_bytes: u64) -> Self {
        self.max_bytes = max_bytes;
        self
    }

    /// Takes a file in. When this returns, the file survives a power cut; when it fails, nothing of it is left.
    pub async fn put(&self, content: impl AsyncRead + Unpin, original_name: &str) -> Result<Stored> {
        let (name, salt) = (FileName::from_random(random()?), random()?);
        let (partial, mut file) = Partial::create(&self.folder, &name).await?;
        let received = receive::copy(content, &mut file, self.max_bytes, &salt).await?;
        let (file, folder, target) = (file.into_std().await, self.folder.clone(), name.clone());
        let media_type = blocking(move || partial.keep(file, &folder, &target)).await?;
        let receive::Received { size, sha256, commitment } = received;
        let download_name = download_name(original_name, media_type);
        Ok(Stored { name, download_name, size, media_type, sha256, salt, commitment })
    }

    /// Takes in bytes that are at hand already.
    pub async fn put_bytes(&self, bytes: &[u8], original_name: &str) -> Result<Stored> {
        self.put(bytes, original_name).await
    }

    /// Opens a stored file.
    pub async fn get(&self, name: &FileName) -> Result<Content> {
        let file = tokio::fs::File::open(self.folder.join(name.as_str())).await.map_err(|error| {
            if error.kind() == io::ErrorKind::NotFound {
                Error::Missing(name.clone())
            } else {
                Error::io("opening a file", error)
            }
        })?;
        let size = file.metadata().await.map_err(Error::while_("opening a file"))?.len();
        Ok(Content { size, file })
    }

    /// The commitment to the bytes as they lie in the folder now; it differs from the logged one if they changed.
    pub async fn commitment_now(&self, name: &FileName, salt: &Salt) -> Result<Hash> {
        let mut file = self.get(name).await?.file;
        let (mut committer, mut block) = (Committer::new(salt), vec![0; 64 * 1024]);
        loop {
            let count = file.read(&mut block).await.map_err(Error::while_("reading a file"))?;
            if count == 0 {
                return Ok(committer.finish());
            }
            committer.update(block.get(..count).unwrap_or_default());
        }
    }
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::io("drawing a random name", io::Error::other(error)))?;
    Ok(bytes)
}

/// Runs what blocks where it may.
pub(crate) async fn blocking<T: Send + 'static>(
    run: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(run).await {
        Ok(result) => result,
        Err(error) => Err(Error::io("working in the background", io::Error::other(error))),
    }
}

#[cfg(test)]
mod tests;
