//! `leavewell import`: tried and stored from the command line, and what it says when the input is wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    missing_docs,
    reason = "a test may fail loudly"
)]

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

const ROSTER: &str = "工号,姓名,部门,入职日期,状态\n00001,样一,生产部,2015-03-02,在职\n00002,样二,生产部,2018-07-09,在职\n\
                      00003,样三,生产部,2024-02-30,在职\n";
const LEAVE: &str = "工号,姓名,请假类型,开始时间,结束时间,时长\n00001,样一,年假,2026-10-12,2026-10-13,2天\n9,无人,年假,2026-10-12,2026-10-12,1\n";

fn leavewell(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_leavewell")).arg("import").args(arguments).output().unwrap()
}

#[track_caller]
fn answered(arguments: &[&str]) -> Value {
    let output = leavewell(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Code and place of a complaint, which must be JSON on standard error with nothing on standard output.
#[track_caller]
fn complaint(arguments: &[&str]) -> (String, String, String) {
    let output = leavewell(arguments);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.stdout.is_empty());
    let error: Value = serde_json::from_slice(&output.stderr).unwrap();
    let part = |key: &str| error["error"][key].as_str().unwrap().to_owned();
    (part("code"), part("at"), part("message"))
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        std::fs::write(folder.path("roster.csv"), ROSTER).unwrap();
        std::fs::write(folder.path("leave.csv"), LEAVE).unwrap();
        folder
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn names(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

#[test]
fn a_dry_run_shows_what_would_happen_and_writes_the_accepted_rows() {
    let folder = Folder::new();
    let (roster, leave, rows) =
        (folder.path("roster.csv"), folder.path("leave.csv"), folder.path("rows.ndjson"));
    let preview = answered(&["roster", &roster, "--dry-run", "--json"]);
    assert_eq!(preview["counts"]["accepted"], 2);
    assert_eq!(preview["refused"][0]["code"], "date.invalid");
    assert_eq!(preview["refused"][0]["row"], 4);
    let with = format!("roster={roster}");
    let preview = answered(&["events", &leave, "--dry-run", "--with", &with, "--rows", &rows, "--json"]);
    assert_eq!(preview["counts"]["accepted"], 1);
    assert_eq!(preview["refused"][0]["code"], "ref.unknown_person");
    let lines = std::fs::read_to_string(&rows).unwrap();
    let row: Value = serde_json::from_str(lines.trim()).unwrap();
    assert_eq!((row["emp_no"].as_str(), row["days"].as_str()), (Some("00001"), Some("2")));
    let text = leavewell(&["roster", &roster, "--dry-run"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(
        text.contains("2 rows can be imported, 1 are refused") && text.contains("date.invalid"),
        "{text}"
    );
    assert!(text.contains("2024-02-30"), "{text}");
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_how_to_mend_it() {
    let folder = Folder::new();
    let (roster, none) = (folder.path("roster.csv"), folder.path("none.csv"));
    let (code, at, message) = complaint(&["roster", &none, "--dry-run", "--json"]);
    assert_eq!((code.as_str(), at.as_str()), ("file.unreadable", none.as_str()));
    assert!(message.contains("check the path"));
    let (code, _, message) = complaint(&["people", &roster, "--dry-run", "--json"]);
    assert!(
        code == "kind" && message.contains("roster, events, knowledge, channels, assets, projects"),
        "{message}"
    );
    let mapping = folder.path("mapping.json");
    for (text, place, says) in [
        ("{\"fields\": {\"工号\": \"number\"}}", mapping.clone(), "number"),
        ("{\"fields\": {}, \"colour\": 1}", format!("{mapping}:1:23"), "colour"),
    ] {
        std::fs::write(&mapping, text).unwrap();
        let (code, at, message) =
            complaint(&["roster", &roster, "--mapping", &mapping, "--dry-run", "--json"]);
        assert_eq!((code.as_str(), at), ("mapping", place));
        assert!(message.contains(says), "{message}");
    }
    let (code, at, _) = complaint(&["roster", &roster, "--dry-run", "--with", "staff.csv", "--json"]);
    assert_eq!((code.as_str(), at.as_str()), ("with", "--with"));
    let rows = folder.path("no/such/rows.ndjson");
    let (code, at, _) = complaint(&["roster", &roster, "--dry-run", "--rows", &rows, "--json"]);
    assert_eq!((code.as_str(), at), ("rows.unwritable", rows));
    let plain = leavewell(&["roster", &none, "--dry-run"]);
    assert_eq!(plain.status.code(), Some(2));
    assert!(String::from_utf8(plain.stderr).unwrap().starts_with(&none), "place first, for people too");
}

#[test]
fn a_file_that_cannot_be_read_leaves_no_file_of_rows() {
    let folder = Folder::new();
    std::fs::write(folder.path("cut.xlsx"), b"PK\x03\x04 and no more").unwrap();
    let (cut, rows) = (folder.path("cut.xlsx"), folder.path("rows.ndjson"));
    let preview = answered(&["roster", &cut, "--dry-run", "--rows", &rows, "--json"]);
    assert_eq!(preview["file_error"], "file.corrupt");
    let with = format!("roster={cut}");
    let leave = folder.path("leave.csv");
    let (code, at, _) =
        complaint(&["events", &leave, "--dry-run", "--with", &with, "--rows", &rows, "--json"]);
    assert_eq!((code.as_str(), at), ("file.corrupt", cut));
    assert_eq!(folder.names(), ["cut.xlsx", "leave.csv", "roster.csv"]);
}

/// An installation with a company and nobody in it.
fn install(data: &Path) {
    std::fs::create_dir_all(data).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let url = format!("sqlite:{}", data.join("leavewell.db").display());
        let parts = app::Parts {
            db: store::Db::open(&url).await.unwrap(),
            calendar: calendar::Calendar::builtin(),
            clock: app::Clock::system(),
            vault: vault::Vault::open(data.join("attachments")).await.unwrap(),
        };
        let app = app::App::start(parts).await.unwrap();
        let admin = app::setup::FirstAdmin {
            company: "江南精工".to_owned(),
            login: "admin".to_owned(),
            display_name: "管理员".to_owned(),
            password: "correct horse battery".to_owned(),
            lang: kernel::Lang::Zh,
        };
        app::setup::create_first_admin(&app, admin).await.unwrap();
        app.db().close().await;
    });
}

#[test]
fn an_import_takes_all_or_nothing_unless_refused_rows_are_left_out_and_repeats_change_nothing() {
    let folder = Folder::new();
    let (data, roster, leave) = (folder.path("data"), folder.path("roster.csv"), folder.path("leave.csv"));
    let (code, at, _) = complaint(&["roster", &roster, "--data", &data, "--json"]);
    assert_eq!((code.as_str(), at), ("no-company", data.clone()));
    install(Path::new(&data));
    let (code, at, message) = complaint(&["roster", &roster, "--data", &data, "--json"]);
    assert_eq!((code.as_str(), at), ("rows.refused", format!("{roster}:4")));
    assert!(message.contains("date.invalid") && message.contains("--leave-out-refused"), "{message}");
    let all = ["roster", &roster, "--data", &data, "--leave-out-refused", "--json"];
    let first = answered(&all);
    assert_eq!((first["added"].as_u64(), first["counts"]["refused_rows"].as_u64()), (Some(2), Some(1)));
    let again = answered(&all);
    assert_eq!((again["added"].as_u64(), again["same"].as_u64()), (Some(0), Some(2)));
    let (code, ..) = complaint(&["events", &leave, "--data", &data, "--json"]);
    assert_eq!(code, "rows.refused");
    let stored = leavewell(&["events", &leave, "--data", &data, "--leave-out-refused"]);
    let text = String::from_utf8(stored.stdout).unwrap();
    assert!(text.starts_with("1 rows imported, 1 left out: 1 new"), "{text}");
}

#[test]
fn heads_that_nobody_knows_are_told_by_a_mapping() {
    let folder = Folder::new();
    let (data, table, mapping) = (folder.path("data"), folder.path("list.csv"), folder.path("mapping.json"));
    install(Path::new(&data));
    std::fs::write(&table, "代号,谁,几时来的\n00001,样一,2020-01-02\n").unwrap();
    let (code, at, message) = complaint(&["roster", &table, "--data", &data, "--json"]);
    assert_eq!((code.as_str(), at), ("header.unclear", format!("{table}:1")));
    assert!(message.contains("--mapping"), "{message}");
    std::fs::write(&mapping, r#"{"fields": {"代号": "emp_no", "谁": "name", "几时来的": "hire_date"}}"#)
        .unwrap();
    let done = answered(&["roster", &table, "--mapping", &mapping, "--data", &data, "--json"]);
    assert_eq!(done["added"], 1);
}

#[test]
fn the_reference_files_have_their_expected_preview() {
    let reference = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/import"));
    let Ok(expected) = std::fs::read_to_string(reference.join("expected.json")) else {
        eprintln!("skipped: the reference files are not here");
        return;
    };
    let expected: serde_json::Map<String, Value> = serde_json::from_str(&expected).unwrap();
    for (name, wanted) in expected {
        if !["d01", "d03", "d08", "d09"].iter().any(|known| name.starts_with(known)) {
            continue;
        }
        let path = |name: &str| reference.join(name).display().to_string();
        let (kind, file) = (wanted["kind"].as_str().unwrap(), path(&name));
        let mut arguments = vec![kind, &file, "--dry-run", "--json"];
        let with = wanted["needs"][0].as_str().map(|roster| format!("roster={}", path(roster)));
        if let Some(with) = &with {
            arguments.extend(["--with", with]);
        }
        let preview = answered(&arguments);
        for key in [
            "refused",
            "ignored",
            "skipped",
            "warnings",
            "warnings_counted",
            "totals",
            "mapping",
            "file_error",
        ] {
            // A key that nothing is said about expects nothing.
            if wanted.get(key).is_some() {
                assert_eq!(preview[key], wanted[key], "{name}: {key}");
            }
        }
    }
}
