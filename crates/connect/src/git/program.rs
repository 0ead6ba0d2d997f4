//! The program `git`, run so that a foreign repository can do no harm.

use std::{
    io::Read,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    thread::JoinHandle,
};

use crate::{Error, Result};

/// A repository and how to ask about it.
#[derive(Debug)]
pub(super) struct Program {
    repository: PathBuf,
    /// Folders above which no repository is looked for: a plain folder inside some work tree is not that repository.
    ceiling: PathBuf,
    search_path: std::ffi::OsString,
    /// Whether the clone leaves objects out on purpose.
    pub(super) is_partial: bool,
}

/// Settings that a repository must not change: what may run programs, and what changes the answer.
const SETTINGS: [&str; 8] = [
    "safe.directory=*",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "diff.renameLimit=1000",
    "diff.orderFile=",
    "log.showSignature=false",
    "mailmap.blob=HEAD:.mailmap",
];

impl Program {
    /// Looks whether there is a repository that can be asked.
    pub(super) fn open(repository: &Path) -> Result<Self> {
        let is_folder = repository.metadata().map_err(Error::NoFolder)?.is_dir();
        if !is_folder {
            return Err(Error::NoFolder(std::io::ErrorKind::NotADirectory.into()));
        }
        let whole = repository.canonicalize().map_err(Error::NoFolder)?;
        let ceiling = whole.parent().unwrap_or(&whole).to_owned();
        let mut program = Self { repository: whole, ceiling, search_path: search_path(), is_partial: false };
        let asked = program.ask(&["rev-parse", "--is-shallow-repository", "--git-path", "objects/pack"]);
        let said = match asked {
            Err(Error::Damaged { said }) => return Err(Error::NotARepository { said }),
            other => other?,
        };
        let mut lines = said.splitn(2, |byte| *byte == b'\n');
        if lines.next() == Some(b"true") {
            return Err(Error::Shallow);
        }
        program.is_partial = program.is_partial(lines.next().unwrap_or_default());
        Ok(program)
    }

    /// A clone that leaves objects out says so in its settings, and marks the packs that it got.
    fn is_partial(&self, packs: &[u8]) -> bool {
        let packs = self.repository.join(path_of(packs.trim_ascii_end()));
        let is_marked = std::fs::read_dir(packs).is_ok_and(|entries| {
            entries.flatten().any(|entry| entry.path().extension().is_some_and(|ending| ending == "promisor"))
        });
        is_marked
            || self
                .ask(&["config", "--get-regexp", r"^(remote\..*\.promisor|extensions\.partialclone)$"])
                .is_ok()
    }

    /// A command that reads nothing but this repository.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.env_clear().env("PATH", &self.search_path).env("LC_ALL", "C");
        command.env("GIT_CEILING_DIRECTORIES", &self.ceiling).env("GIT_OPTIONAL_LOCKS", "0");
        command
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_TERMINAL_PROMPT", "0");
        // Objects that a partial clone left out stay out: asking for them would talk to whatever the settings name.
        command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none");
        command.arg("--no-pager").arg("-C").arg(&self.repository);
        for setting in SETTINGS {
            command.arg("-c").arg(setting);
        }
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Everything that a short question prints.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<Vec<u8>> {
        let mut running = self.start(arguments, Input::None)?;
        let mut printed = Vec::new();
        running.output.read_to_end(&mut printed).map_err(Error::Pipe)?;
        running.finish()?;
        Ok(printed)
    }

    /// Starts a longer one.
    pub(super) fn start(&self, arguments: &[&str], input: Input) -> Result<Running> {
        let mut command = self.command(arguments);
        if input == Input::Piped {
            command.stdin(Stdio::piped());
        }
        let mut child = command.spawn().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::NoGit,
            _ => Error::Pipe(error),
        })?;
        let (Some(output), Some(complaints)) = (child.stdout.take(), child.stderr.take()) else {
            return Err(Error::Pipe(std::io::ErrorKind::BrokenPipe.into()));
        };
        Ok(Running { child, output, complaints: Some(std::thread::spawn(|| last_words(complaints))) })
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one thing that a program needs of our surroundings: where programs are"
)]
fn search_path() -> std::ffi::OsString {
    std::env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into())
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    std::ffi::OsStr::from_bytes(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// Whether something is written to the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Input {
    /// Nothing.
    None,
    /// Names of commits, one a line.
    Piped,
}

/// A program at work. Dropped early, it is ended and waited for.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) child: Child,
    pub(super) output: ChildStdout,
    complaints: Option<JoinHandle<String>>,
}

impl Running {
    /// Waits for its end; a failure becomes what it said.
    pub(super) fn finish(mut self) -> Result<()> {
        drop(self.child.stdin.take());
        let status = self.child.wait().map_err(Error::Pipe)?;
        let said = self.complaints.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        if status.success() { Ok(()) } else { Err(Error::Damaged { said }) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Nothing is lost when it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The most that is kept of what a program complains about.
const COMPLAINT_BYTES: usize = 4096;

/// The line that says why a program gave up: the first one that git calls fatal, else the first.
fn last_words(complaints: impl Read) -> String {
    let mut complaints = complaints;
    let mut kept = Vec::new();
    let mut buffer = [0; 1024];
    while let Ok(read @ 1..) = complaints.read(&mut buffer) {
        let room = COMPLAINT_BYTES.saturating_sub(kept.len());
        kept.extend(buffer.iter().take(read.min(room)));
    }
    let text = String::from_utf8_lossy(&kept).into_owned();
    let fatal =
        text.lines().find_map(|line| line.strip_prefix("fatal: ").or_else(|| line.strip_prefix("error: ")));
    fatal.or_else(|| text.lines().next()).unwrap_or("it gave no reason").to_owned()
}

/// Whether git gave up because an object is not there.
pub(super) fn is_about_missing_objects(said: &str) -> bool {
    let complaints = ["unable to read", "promisor", "lazy fetch", "missing blob", "bad object", "not a tree"];
    complaints.iter().any(|words| said.contains(words))
}
