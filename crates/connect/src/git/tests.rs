use std::{
    ffi::OsStr,
    fmt::Write as _,
    path::PathBuf,
    process::{Command, Output},
};

use knowledge::{
    authorship::Authorship,
    breaking::ALLOWANCE,
    identity::{Merging, merge},
    truck_factor::{TruckFactor, truck_factor},
};
use tempfile::TempDir;

use super::*;

/// A repository of our own making.
struct Repo {
    folder: TempDir,
}

const LI: &str = "Li Na <li@a.cn>";
const WANG: &str = "Wang <wang@a.cn>";

impl Repo {
    fn new() -> Self {
        let repo = Self { folder: TempDir::new().unwrap() };
        repo.git(&["init", "-q", "-b", "main"]);
        repo
    }

    fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    fn output(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("git");
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        for (name, value) in [("GIT_COMMITTER_NAME", "Committer"), ("GIT_COMMITTER_EMAIL", "c@c")] {
            command.env(name, value);
        }
        command.arg("-C").arg(self.folder.path()).args(arguments).output().unwrap()
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = self.output(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn write(&self, path: impl AsRef<OsStr>, content: impl AsRef<[u8]>) -> &Self {
        let path = self.folder.path().join(path.as_ref());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    fn commit(&self, author: &str) -> &Self {
        self.commit_on(author, "2024-03-01T12:00:00+08:00")
    }

    fn commit_on(&self, author: &str, date: &str) -> &Self {
        self.git(&["add", "-A"]);
        let date_of_committer = format!("GIT_COMMITTER_DATE={date}");
        let status = Command::new("env")
            .arg(date_of_committer)
            .args([
                "GIT_COMMITTER_NAME=C",
                "GIT_COMMITTER_EMAIL=c@c",
                "GIT_CONFIG_GLOBAL=/dev/null",
                "git",
                "-C",
            ])
            .arg(self.folder.path())
            .args(["commit", "-q", "--allow-empty", "-m", "m", "--author", author, "--date", date])
            .status();
        assert!(status.unwrap().success());
        self
    }

    fn read(&self) -> Reading {
        self.read_with(&Request::default())
    }

    fn read_with(&self, request: &Request) -> Reading {
        read(self.folder.path(), request, &|| ()).unwrap()
    }

    fn clone_with(&self, arguments: &[&str]) -> Self {
        let clone = Self { folder: TempDir::new().unwrap() };
        let from = format!("file://{}", self.folder.path().display());
        let mut whole = vec!["clone", "-q"];
        whole.extend(arguments);
        whole.extend([from.as_str(), "."]);
        clone.git(&whole);
        clone
    }
}

fn files(reading: &Reading) -> Vec<String> {
    let name = |path: &u32| String::from_utf8_lossy(&reading.history.paths[*path as usize]).into_owned();
    let mut files: Vec<String> = reading.history.files.iter().map(name).collect();
    files.sort();
    files
}

fn answers(reading: &Reading) -> (TruckFactor, Vec<String>) {
    let people = merge(&reading.history.identities, &reading.commits_of, &Merging::default());
    let authorship = Authorship::of(&reading.history, &people.of_identity, people.names.len());
    (truck_factor(&authorship, &people.names, ALLOWANCE), people.names)
}

fn authors_of(reading: &Reading, path: &str) -> Vec<String> {
    let people = merge(&reading.history.identities, &reading.commits_of, &Merging::default());
    let authorship = Authorship::of(&reading.history, &people.of_identity, people.names.len());
    let is_it = |number: u32| reading.history.paths[number as usize].as_ref() == path.as_bytes();
    let file = authorship.files.iter().find(|file| is_it(file.path)).unwrap();
    let mut names: Vec<String> =
        file.authors.iter().map(|author| people.names[*author as usize].clone()).collect();
    names.sort();
    names
}

fn error(folder: &Path) -> Error {
    read(folder, &Request::default(), &|| ()).unwrap_err()
}

/// Thirty lines that share nothing with another word's.
fn lines(word: &str) -> String {
    (0..30).map(|line| format!("{word} {line} {}", line * line)).collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn a_file_that_moved_keeps_its_author() {
    let repo = Repo::new();
    repo.write("a.py", lines("heat")).commit(LI);
    for change in 0..4 {
        repo.write("a.py", lines("heat") + &change.to_string()).commit(LI);
    }
    repo.git(&["mv", "a.py", "b.py"]);
    repo.write("b.py", lines("heat") + "a little more\n").commit(WANG);
    let reading = repo.read();
    assert_eq!((reading.renames, reading.commits, reading.is_partial), (Renames::Similarity, 6, false));
    assert_eq!((files(&reading), authors_of(&reading, "b.py")), (vec!["b.py".into()], vec!["Li Na".into()]));
}

#[test]
fn what_shares_under_half_is_no_rename() {
    let repo = Repo::new();
    repo.write("a.py", lines("heat")).commit(LI);
    std::fs::remove_file(repo.path().join("a.py")).unwrap();
    repo.write("b.py", lines("cold")).commit(WANG);
    assert_eq!(authors_of(&repo.read(), "b.py"), ["Wang"]);
}

#[test]
fn merges_count_as_commits_and_contribute_nothing() {
    let repo = Repo::new();
    repo.write("a.py", lines("a")).commit(LI);
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.write("b.py", lines("b")).commit(WANG);
    repo.git(&["checkout", "-q", "main"]);
    repo.write("c.py", lines("c")).commit(LI);
    repo.git(&[
        "-c",
        "user.name=Merger",
        "-c",
        "user.email=m@m",
        "merge",
        "-q",
        "--no-ff",
        "-m",
        "m",
        "side",
    ]);
    let reading = repo.read();
    assert_eq!((reading.commits, reading.history.commits.len(), reading.history.changes.len()), (4, 3, 3));
    assert_eq!(reading.history.identities.len(), 2, "whoever merged wrote nothing");
    assert_eq!(authors_of(&reading, "b.py"), ["Wang"]);
}

#[test]
fn the_author_counts_and_mailmap_is_heard() {
    let repo = Repo::new();
    repo.write("a.py", lines("a")).commit("wn <old@home>");
    repo.write(".mailmap", "Wang <wang@a.cn> <old@home>\n").commit(WANG);
    assert_eq!(authors_of(&repo.read(), "a.py"), ["Wang"]);
    let bare = repo.clone_with(&["--bare"]);
    assert_eq!(authors_of(&bare.read(), "a.py"), ["Wang"], "also where there is no work tree");
}

#[test]
fn identities_with_one_address_are_one_person() {
    let repo = Repo::new();
    repo.write("a.py", lines("a")).commit("Li Na <li@a.cn>");
    repo.write("b.py", lines("b")).commit("lina <LI@a.cn>");
    repo.write("c.py", lines("c")).commit("LI NA <home@b.cn>");
    let (found, names) = answers(&repo.read());
    assert_eq!((found.tf_avelino, names.len()), (1, 1));
}

#[test]
fn a_deleted_file_does_not_count_and_one_that_came_back_does() {
    let repo = Repo::new();
    repo.write("a.py", lines("a")).write("gone.py", lines("g")).commit(LI);
    std::fs::remove_file(repo.path().join("gone.py")).unwrap();
    std::fs::remove_file(repo.path().join("a.py")).unwrap();
    repo.commit(LI);
    repo.write("a.py", lines("a")).commit(WANG);
    let reading = repo.read();
    assert_eq!(
        (files(&reading), authors_of(&reading, "a.py")),
        (vec!["a.py".into()], vec!["Li Na".into(), "Wang".into()])
    );
}

#[cfg(unix)]
#[test]
fn names_of_any_bytes_are_read() {
    use std::os::unix::ffi::OsStrExt as _;
    let repo = Repo::new();
    let odd: &[&[u8]] = &[
        b"it's \"so\".py",
        b"tab\tnew\nline.py",
        b"caf\xe9.py",
        "热处理.py".as_bytes(),
        b"-dash.py",
        b" space .py",
        b"back\\slash.py",
        b"R100.py",
        b":colon/*.py",
    ];
    for name in odd {
        repo.write(OsStr::from_bytes(name), lines("odd") + &String::from_utf8_lossy(name));
    }
    repo.commit(LI);
    std::fs::rename(
        repo.path().join(OsStr::from_bytes(b"caf\xe9.py")),
        repo.path().join(OsStr::from_bytes(b"th\xe9 \".py")),
    )
    .unwrap();
    repo.commit(WANG);
    let reading = repo.read();
    assert_eq!((reading.history.files.len(), answers(&reading).0.tf_avelino), (odd.len(), 1));
    let moved: Vec<&[u8]> =
        reading.history.paths.iter().map(AsRef::as_ref).filter(|path| path.starts_with(b"th\xe9")).collect();
    assert_eq!(moved, [b"th\xe9 \".py"]);
}

#[test]
fn only_source_counts_and_no_link_and_no_other_repository() {
    let repo = Repo::new();
    repo.write("src/a.rs", "fn a() {}\n")
        .write("README.md", "x\n")
        .write("logo.png", [0_u8, 159, 146, 150, 0]);
    repo.write("data.bin", [0_u8; 9]).write("vendor/v.rs", "fn v() {}\n").commit(LI);
    let commit = repo.git(&["rev-parse", "HEAD"]);
    repo.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{commit},sub.py")]);
    std::os::unix::fs::symlink("src/a.rs", repo.path().join("link.rs")).unwrap();
    repo.git(&["add", "link.rs"]);
    repo.git(&["-c", "user.name=W", "-c", "user.email=w@w", "commit", "-q", "-m", "m"]);
    assert_eq!(files(&repo.read()), ["src/a.rs"]);
}

#[test]
fn excluded_files_do_not_count_but_their_history_does() {
    let repo = Repo::new();
    repo.write("site/a.py", lines("a")).write("lib/b.py", lines("b")).commit(LI);
    repo.git(&["mv", "site/a.py", "lib/a.py"]);
    repo.write("site/c.py", lines("c")).commit(WANG);
    let exclude = vec![Glob::new("site/").unwrap()];
    let reading = repo.read_with(&Request { exclude, until: None });
    assert_eq!(
        (files(&reading), authors_of(&reading, "lib/a.py")),
        (vec!["lib/a.py".into(), "lib/b.py".into()], vec!["Li Na".into(), "Wang".into()])
    );
}

#[test]
fn the_history_can_be_cut_before_a_day() {
    let repo = Repo::new();
    repo.write("a.py", lines("a")).commit_on(LI, "2024-03-01T12:00:00+08:00");
    repo.write("b.py", lines("b")).commit_on(LI, "2024-03-05T23:59:59+08:00");
    repo.write("c.py", lines("c")).commit_on(LI, "2024-03-06T00:00:01+08:00");
    let until = |day| read(&repo.path(), &Request { until: Some(day), exclude: vec![] }, &|| ());
    let early = until(Date::constant(2024, 3, 6)).unwrap();
    assert_eq!((early.commits, files(&early)), (2, vec!["a.py".into(), "b.py".into()]));
    assert_eq!(until(Date::constant(2024, 3, 7)).unwrap().commits, 3);
    assert!(matches!(until(Date::constant(2024, 3, 1)), Err(Error::NothingSoEarly(_))));
}

#[test]
fn a_shallow_clone_is_refused() {
    let repo = Repo::new();
    repo.write("a.py", lines("a")).commit(LI).write("a.py", lines("b")).commit(LI);
    assert!(matches!(error(&repo.clone_with(&["--depth", "1"]).path()), Error::Shallow));
}

#[test]
fn bare_and_partial_clones_work_and_say_how() {
    let repo = Repo::new();
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    repo.write("a.py", lines("heat")).commit(LI);
    repo.git(&["mv", "a.py", "b.py"]);
    repo.write("b.py", lines("heat") + "more\n").commit(WANG);
    repo.git(&["mv", "b.py", "c.py"]);
    repo.commit(WANG);
    let bare = repo.clone_with(&["--bare"]).read();
    assert_eq!(
        (bare.renames, bare.is_partial, authors_of(&bare, "c.py")),
        (Renames::Similarity, false, authors_of(&repo.read(), "c.py"))
    );
    let partial = repo.clone_with(&["--bare", "--filter=blob:none"]).read();
    assert_eq!((partial.renames, partial.is_partial, partial.commits), (Renames::Exact, true, 3));
    assert_eq!(authors_of(&partial, "c.py"), ["Wang"], "the changed rename is not seen, the plain one is");
    let without_trees = repo.clone_with(&["--bare", "--filter=tree:0"]);
    assert!(matches!(error(&without_trees.path()), Error::NoTrees), "{:?}", error(&without_trees.path()));
}

#[test]
fn what_is_no_repository_is_refused_even_inside_another() {
    let repo = Repo::new();
    assert!(matches!(error(&repo.path()), Error::Empty));
    repo.write("inner/a.py", "x\n").commit(LI);
    assert!(matches!(error(&repo.path().join("inner")), Error::NotARepository { .. }));
    assert!(matches!(error(&repo.path().join("nowhere")), Error::NoFolder(_)));
    assert!(matches!(error(&repo.path().join("inner/a.py")), Error::NoFolder(_)));
    std::fs::write(repo.path().join(".git/HEAD"), "rubbish").unwrap();
    assert!(matches!(error(&repo.path()), Error::NotARepository { .. }));
}

#[test]
fn a_damaged_repository_is_said_to_be_one() {
    let repo = Repo::new();
    repo.write("a.py", lines("a")).commit(LI).write("b.py", lines("b")).commit(LI);
    let first = repo.git(&["rev-parse", "HEAD~1"]);
    let object = repo.path().join(".git/objects").join(&first[..2]).join(&first[2..]);
    std::fs::remove_file(object).unwrap();
    assert!(matches!(error(&repo.path()), Error::Damaged { .. }), "{:?}", error(&repo.path()));
}

#[test]
fn settings_of_the_repository_run_nothing_and_change_nothing() {
    let repo = Repo::new();
    repo.write("a.py", lines("heat")).commit(LI);
    repo.git(&["mv", "a.py", "b.py"]);
    repo.write("b.py", lines("heat") + "x\n").write(".gitattributes", "*.py diff=evil\n").commit(WANG);
    let before = repo.read();
    let trap = repo.path().join("trap");
    let evil = format!("touch {}", trap.display());
    for name in [
        "core.fsmonitor",
        "diff.external",
        "diff.evil.textconv",
        "diff.evil.command",
        "core.pager",
        "core.sshCommand",
    ] {
        repo.git(&["config", name, &evil]);
    }
    for (name, value) in [
        ("diff.renames", "false"),
        ("diff.renameLimit", "1"),
        ("log.showSignature", "true"),
        ("log.mailmap", "false"),
    ] {
        repo.git(&["config", name, value]);
    }
    let after = repo.read();
    assert!(!trap.exists());
    assert_eq!(before.history, after.history);
}

#[test]
fn many_commits_over_several_comparisons_are_one_history() {
    let repo = Repo::new();
    let mut stream = String::new();
    for commit in 0..1500 {
        let author = if commit % 3 == 0 { WANG } else { LI };
        let content = format!("{commit}\n");
        let at = 1_700_000_000 + commit;
        let who = format!("author {author} {at} +0800\ncommitter {author} {at} +0800");
        writeln!(stream, "commit refs/heads/main\n{who}\ndata 1\nm").unwrap();
        writeln!(stream, "M 100644 inline f{}.py\ndata {}\n{content}", commit % 40, content.len()).unwrap();
    }
    let file = repo.path().join("stream");
    std::fs::write(&file, stream).unwrap();
    let imported = Command::new("git")
        .arg("-C")
        .arg(repo.path())
        .args(["fast-import", "--quiet"])
        .stdin(std::fs::File::open(file).unwrap())
        .status();
    assert!(imported.unwrap().success());
    let seen = std::sync::atomic::AtomicUsize::new(0);
    let count = || _ = seen.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let reading = read(&repo.path(), &Request::default(), &count).unwrap();
    assert_eq!((reading.commits, reading.history.changes.len(), seen.into_inner()), (1500, 1500, 1500));
    let mut commits: Vec<u32> = reading.history.changes.iter().map(|change| change.commit).collect();
    commits.sort_unstable();
    assert!(commits.iter().copied().eq(0..1500), "each change belongs to its own commit");
    // The newest commit is the first of the list and changed file 1499 % 40.
    let newest = reading.history.changes.iter().find(|change| change.commit == 0).unwrap();
    assert_eq!(reading.history.paths[newest.path as usize].as_ref(), b"f19.py");
    assert_eq!(reading.commits_of.iter().sum::<u32>(), 1500);
}
