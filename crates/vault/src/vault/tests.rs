//! Taking files in, giving them out, and what failures leave behind.

use std::{collections::HashSet, pin::Pin, task};

use kernel::Timestamp;
use tokio::io::ReadBuf;

use super::*;

const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n";

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

async fn vault() -> (tempfile::TempDir, Vault) {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(folder.path().join("files")).await.unwrap();
    (folder, vault)
}

#[tokio::test]
async fn a_file_comes_back_byte_for_byte_with_what_is_known_of_it() {
    let (_folder, vault) = vault().await;
    let stored = vault.put_bytes(PDF, "扫描/辞职信.pdf").await.unwrap();
    assert_eq!((stored.size, stored.media_type), (PDF.len() as u64, MediaType::Pdf));
    assert_eq!(stored.download_name, "辞职信.pdf");
    assert_eq!(stored.commitment, evidence::commit(&stored.salt, PDF));
    assert_eq!(files(vault.folder()), [stored.name.as_str()]);
    let content = vault.get(&stored.name).await.unwrap();
    assert_eq!(content.size(), stored.size);
    assert_eq!(content.read_all().await.unwrap(), PDF);
}

#[tokio::test]
async fn two_files_with_equal_bytes_have_different_names_salts_and_commitments() {
    let (_folder, vault) = vault().await;
    let (a, b) = (vault.put_bytes(PDF, "a").await.unwrap(), vault.put_bytes(PDF, "a").await.unwrap());
    assert_eq!(a.sha256, b.sha256);
    assert_ne!(a.name, b.name);
    assert_ne!(a.salt, b.salt);
    assert_ne!(a.commitment, b.commitment);
}

#[tokio::test]
async fn a_file_at_the_limit_is_taken_and_one_byte_more_is_refused() {
    let (_folder, vault) = vault().await;
    let vault = vault.max_bytes(200_000);
    assert_eq!(vault.put_bytes(&vec![b'a'; 200_000], "a.txt").await.unwrap().size, 200_000);
    let refused = vault.put_bytes(&vec![b'a'; 200_001], "a.txt").await;
    assert!(matches!(refused, Err(Error::TooLarge { max_bytes: 200_000 })));
    assert_eq!(files(vault.folder()).len(), 1);
}

#[tokio::test]
async fn a_refused_type_and_an_empty_file_leave_nothing_behind() {
    let (_folder, vault) = vault().await;
    let program = [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 300]].concat();
    assert!(matches!(vault.put_bytes(&program, "辞职信.pdf").await, Err(Error::TypeNotAllowed)));
    assert!(matches!(vault.put_bytes(b"", "空.txt").await, Err(Error::Empty)));
    assert!(files(vault.folder()).is_empty());
}

/// An upload whose sender goes away after some bytes.
struct Breaking(usize);

impl AsyncRead for Breaking {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut task::Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> task::Poll<io::Result<()>> {
        if self.0 == 0 {
            return task::Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let count = self.0.min(buffer.remaining());
        buffer.put_slice(&vec![b'a'; count]);
        self.0 -= count;
        task::Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing_behind() {
    let (_folder, vault) = vault().await;
    assert!(matches!(vault.put(Breaking(150_000), "a.txt").await, Err(Error::BrokenOff(_))));
    assert!(files(vault.folder()).is_empty());
}

/// An upload that stalls for ever after its first bytes.
struct Stalling(bool);

impl AsyncRead for Stalling {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut task::Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> task::Poll<io::Result<()>> {
        if self.0 {
            return task::Poll::Pending;
        }
        self.0 = true;
        buffer.put_slice(b"half");
        task::Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn an_upload_that_is_given_up_leaves_nothing_behind() {
    let (_folder, vault) = vault().await;
    let given_up =
        tokio::time::timeout(std::time::Duration::from_millis(50), vault.put(Stalling(false), "a.txt"));
    assert!(given_up.await.is_err());
    assert!(files(vault.folder()).is_empty());
}

#[tokio::test]
async fn a_folder_that_went_away_is_an_error_and_not_a_file_elsewhere() {
    let (folder, vault) = vault().await;
    std::fs::remove_dir(vault.folder()).unwrap();
    assert!(matches!(vault.put_bytes(PDF, "a.pdf").await, Err(Error::Io { .. })));
    assert!(files(folder.path()).is_empty());
}

#[tokio::test]
async fn a_file_where_the_folder_should_be_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("files");
    std::fs::write(&path, "in the way").unwrap();
    assert!(matches!(Vault::open(&path).await, Err(Error::Io { .. })));
    assert_eq!(std::fs::read(&path).unwrap(), b"in the way");
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_folder_and_files() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, vault) = vault().await;
    let stored = vault.put_bytes(PDF, "a.pdf").await.unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(vault.folder()), 0o700);
    assert_eq!(mode(&vault.folder().join(stored.name.as_str())), 0o600);
}

#[tokio::test]
async fn a_row_without_its_file_is_reported() {
    let (_folder, vault) = vault().await;
    let (kept, lost) = (vault.put_bytes(PDF, "a").await.unwrap(), vault.put_bytes(PDF, "b").await.unwrap());
    std::fs::remove_file(vault.folder().join(lost.name.as_str())).unwrap();
    let missing = vault.missing([kept.name.clone(), lost.name.clone()]).await.unwrap();
    assert_eq!(missing, std::slice::from_ref(&lost.name));
    assert!(matches!(vault.get(&lost.name).await, Err(Error::Missing(name)) if name == lost.name));
}

#[tokio::test]
async fn a_file_that_was_changed_no_longer_matches_its_commitment() {
    let (_folder, vault) = vault().await;
    let stored = vault.put_bytes(PDF, "a").await.unwrap();
    assert_eq!(vault.commitment_now(&stored.name, &stored.salt).await.unwrap(), stored.commitment);
    std::fs::write(vault.folder().join(stored.name.as_str()), b"%PDF-1.7 other").unwrap();
    assert_ne!(vault.commitment_now(&stored.name, &stored.salt).await.unwrap(), stored.commitment);
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the age of a file is counted from its real time")]
async fn the_sweeper_takes_strays_and_partial_files_after_a_day_and_nothing_else() {
    let (_folder, vault) = vault().await;
    let (known, stray) = (vault.put_bytes(PDF, "a").await.unwrap(), vault.put_bytes(PDF, "b").await.unwrap());
    let crashed = format!("{}{}", receive::PARTIAL_PREFIX, "0".repeat(32));
    std::fs::write(vault.folder().join(&crashed), "half").unwrap();
    std::fs::write(vault.folder().join("README.txt"), "not ours").unwrap();
    let names = HashSet::from([known.name.clone()]);

    let today = Timestamp::now();
    let swept = vault.sweep(names.clone(), today).await.unwrap();
    assert_eq!((swept.removed.len(), swept.partial, swept.waiting), (0, 0, 2));
    assert_eq!(files(vault.folder()).len(), 4);

    let just_before = today + hours(24) - hours(1);
    assert_eq!(vault.sweep(names.clone(), just_before).await.unwrap().waiting, 2);

    let swept = vault.sweep(names, today + hours(25)).await.unwrap();
    assert_eq!((swept.removed.as_slice(), swept.partial, swept.waiting), ([stray.name].as_slice(), 1, 0));
    let mut left = [known.name.as_str(), "README.txt"];
    left.sort_unstable();
    assert_eq!(files(vault.folder()), left);
}

fn hours(hours: u64) -> std::time::Duration {
    std::time::Duration::from_hours(hours)
}
