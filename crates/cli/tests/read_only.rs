//! A data folder that cannot be written: the server says so and does not start, and starts again once it can.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    missing_docs,
    reason = "a test may fail loudly and say what it skipped"
)]
#![cfg(unix)]

use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown},
    path::Path,
    process::{Command, Stdio},
};

const BINARY: &str = env!("CARGO_BIN_EXE_leavewell");
/// nobody: whom permissions bind, unlike root.
const NOBODY: u32 = 65_534;

/// `serve` in the folder, as somebody whom permissions bind.
fn serve(folder: &Path) -> Command {
    let binary = folder.join("leavewell");
    let mut command = if fs::metadata("/proc/self").map_or(1, |own| own.uid()) == 0 {
        let mut command = Command::new("setpriv");
        let id = NOBODY.to_string();
        command.args(["--reuid", &id, "--regid", &id, "--clear-groups"]).arg(binary);
        command
    } else {
        Command::new(binary)
    };
    command.arg("serve").arg("--config").arg(folder.join("config.toml"));
    command.env("LEAVEWELL_SETUP_TOKEN", "word").env("LEAVEWELL_LOG", "off").current_dir(folder);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Starts it, waits until it listens or gives up, and kills it, so that its write-ahead log is left behind: the first
/// line of its standard output (empty when it did not start), and what it said of errors.
fn start_and_kill(folder: &Path) -> (String, String) {
    let mut child = serve(folder).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let _ = child.kill();
    let output = child.wait_with_output().unwrap();
    (line, String::from_utf8_lossy(&output.stderr).into_owned())
}

fn starts(folder: &Path) {
    let (line, told) = start_and_kill(folder);
    assert!(line.contains("http://"), "it does not start: {line}{told}");
}

fn is_refused(folder: &Path, reason: &str) {
    let (line, told) = start_and_kill(folder);
    assert_eq!(line, "", "it started on what it cannot write");
    assert!(told.contains(reason) && !told.contains("panicked"), "{told}");
}

fn permit(folder: &Path, (for_folders, for_files): (u32, u32)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            permit(&path, (for_folders, for_files));
        } else {
            fs::set_permissions(&path, fs::Permissions::from_mode(for_files)).unwrap();
        }
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(for_folders)).unwrap();
}

/// The database as it lies on the disk, the write-ahead log with it.
fn bytes(data: &Path) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let mut files: Vec<_> = files
        .filter(|path| !path.to_string_lossy().ends_with("-shm"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn a_folder_that_cannot_be_written_is_said_so_and_nothing_in_it_changes() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    let data = folder.join("data");
    let is_root = fs::metadata(folder).unwrap().uid() == 0;
    if is_root && Command::new("setpriv").arg("--version").output().is_err() {
        eprintln!("skipped: root is bound by no permission, and there is no setpriv to be somebody else");
        return;
    }
    fs::copy(BINARY, folder.join("leavewell")).unwrap();
    let text = format!("version = 1\nlisten = \"127.0.0.1:0\"\ndata = {:?}\n", data.to_str().unwrap());
    fs::write(folder.join("config.toml"), text).unwrap();
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    if is_root {
        chown(folder, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    starts(folder);

    permit(&data, (0o555, 0o444));
    let before = bytes(&data);
    is_refused(folder, "leavewell.db cannot be written");
    assert_eq!(bytes(&data), before);

    permit(&data, (0o755, 0o644));
    fs::set_permissions(data.join("attachments"), fs::Permissions::from_mode(0o555)).unwrap();
    is_refused(folder, "the folder of attachments cannot be opened");

    permit(&data, (0o755, 0o644));
    starts(folder);
}
