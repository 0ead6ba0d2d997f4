//! `leavewell knowledge …` from outside: what it answers, and how it refuses.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may fail loudly"
)]

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

fn leavewell(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_leavewell"))
        .arg("knowledge")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn answer(arguments: &[&str], input: &str) -> Value {
    let output = leavewell(arguments, input);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn refusal(arguments: &[&str], input: &str) -> Value {
    let output = leavewell(arguments, input);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    serde_json::from_slice::<Value>(&output.stderr).unwrap()["error"].clone()
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_COMMITTER_NAME", "c")
        .env("GIT_COMMITTER_EMAIL", "c@c");
    let output = command.arg("-C").arg(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Three files by Li under two addresses, one by Wang, one of the three excluded by a test.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::TempDir::new().unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    let commits = [
        ("heat.py", "Li Na <li@work>"),
        ("it's \"so\".py", "Li Na <li@home>"),
        ("site/page.html", "li <LI@HOME>"),
        ("price.rb", "Wang <wang@work>"),
    ];
    for (file, author) in commits {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, format!("content of {file}\n")).unwrap();
        git(folder.path(), &["add", "-A"]);
        git(folder.path(), &["commit", "-q", "-m", "m", "--author", author]);
    }
    folder
}

#[test]
fn the_truck_factor_has_every_key_of_the_contract() {
    let folder = repository();
    let repository = folder.path().to_str().unwrap();
    let found = answer(&["truck-factor", repository, "--json"], "");
    assert_eq!((&found["tf"], &found["tf_exact"], &found["tf_pruned"]), (&1.into(), &1.into(), &1.into()));
    assert_eq!(found["tf_at"], serde_json::json!({"40": 1, "50": 1, "60": 1}));
    assert_eq!(found["authors"][0], serde_json::json!({"name": "Li Na", "files": 3, "share": 0.75}));
    assert_eq!(found["removed"], serde_json::json!(["Li Na"]));
    assert_eq!((&found["files"], &found["commits"]), (&4.into(), &4.into()));
    assert_eq!((&found["renames"], &found["status"]), (&"similarity".into(), &"OPTIMAL".into()));
    let merged = &found["merged_identities"][0];
    assert_eq!((merged["name"].as_str(), merged["identities"].as_array().unwrap().len()), (Some("Li Na"), 3));
    let same: Vec<_> =
        merged["because"].as_array().unwrap().iter().map(|link| link["same"].as_str().unwrap()).collect();
    assert_eq!(same, ["email", "name"]);
}

#[test]
fn files_can_be_excluded_and_people_split_by_hand() {
    let folder = repository();
    let repository = folder.path().to_str().unwrap();
    let found =
        answer(&["truck-factor", repository, "--exclude", "site/", "--exclude", "*.rb", "--json"], "");
    assert_eq!((&found["files"], &found["tf"]), (&2.into(), &1.into()));
    let people = "name,email,person\nLi Na,li@work,Li the elder\n";
    let found = answer(&["truck-factor", repository, "--people", "-", "--json"], people);
    let names: Vec<_> =
        found["authors"].as_array().unwrap().iter().map(|author| author["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 3);
    assert!(names.contains(&"Li the elder"));
}

#[test]
fn a_history_becomes_a_map_that_can_be_asked() {
    let folder = repository();
    let map = folder.path().join(".git/map.csv");
    let (repository, map) = (folder.path().to_str().unwrap(), map.to_str().unwrap());
    let found = answer(&["truck-factor", repository, "--map", map, "--depth", "1", "--json"], "");
    let lost = &found["lost_with"][0];
    assert_eq!((&lost["name"], &lost["files"], &lost["solely"]), (&"Li Na".into(), &3.into(), &3.into()));
    assert_eq!(found["files_without_active_author"], 0);
    let asked = answer(&["concentration", map, "--json"], "");
    assert_eq!((&asked["items"], &asked["people"], &asked["weight"]), (&2.into(), &2.into(), &4.0.into()));
    assert_eq!(asked["sole_holders"][0]["person"], "Li Na");
    assert_eq!(
        refusal(&["truck-factor", repository, "--map", "/nowhere/x.csv", "--json"], "")["code"],
        "map.unwritable"
    );
}

#[test]
fn what_is_no_usable_repository_is_refused_with_place_and_reason() {
    let empty = tempfile::TempDir::new().unwrap();
    let path = empty.path().to_str().unwrap();
    assert_eq!(refusal(&["truck-factor", path, "--json"], "")["code"], "repository.none");
    git(empty.path(), &["init", "-q"]);
    let refused = refusal(&["truck-factor", path, "--json"], "");
    assert_eq!((refused["code"].as_str(), refused["at"].as_str()), (Some("repository.empty"), Some(path)));
    assert_eq!(refusal(&["truck-factor", "/nowhere", "--json"], "")["code"], "repository.no-folder");
    let folder = repository();
    let whole = folder.path().to_str().unwrap();
    assert_eq!(
        refusal(&["truck-factor", whole, "--until", "1999-12-31", "--json"], "")["code"],
        "repository.begins-later"
    );
    assert_eq!(refusal(&["truck-factor", whole, "--until", "1999-13-31", "--json"], "")["at"], "--until");
    assert_eq!(refusal(&["truck-factor", whole, "--exclude", "a[", "--json"], "")["at"], "--exclude");
    assert_eq!(
        refusal(&["truck-factor", whole, "--exclude", "*", "--json"], "")["code"],
        "repository.no-source"
    );
    assert_eq!(refusal(&["truck-factor", whole, "--people", "-", "--json"], "who\n")["at"], "-:1:1");
}

const MAP: &str = "\
item,weight,person,level
heat window,90,Wang,4
heat window,90,Zhao,1
incoming faults,80,Wang,4
fixture review,40,Sun,2
fixture review,40,Chen,3
fixture review,40,Liu,3
PLM scripts,70,Lin,4
price of A,85,Chen,4
";

#[test]
fn concentration_names_sole_holders_losses_and_the_smallest_set() {
    let found = answer(&["concentration", "-", "--json"], MAP);
    let soles = found["sole_holders"].as_array().unwrap();
    assert_eq!(
        (soles.len(), soles[0]["item"].as_str(), soles[0]["next_holder"].as_str()),
        (4, Some("heat window"), Some("Zhao"))
    );
    let lost = &found["lost_with"][0];
    assert_eq!(
        (lost["person"].as_str(), lost["count"].as_u64(), lost["weight"].as_f64()),
        (Some("Wang"), Some(2), Some(170.0))
    );
    assert_eq!(
        (&found["breaking_set"]["size"], &found["breaking_set"]["status"]),
        (&2.into(), &"OPTIMAL".into())
    );
    assert_eq!(found["breaking_set_by_weight"]["size"], 2);
    assert_eq!(found["coverage"][0]["items"], 5);
}

#[test]
fn a_map_that_cannot_be_read_is_refused_at_its_line() {
    let refused = refusal(&["concentration", "-", "--json"], &MAP.replace("Lin,4", "Lin,5"));
    assert_eq!((refused["at"].as_str(), refused["code"].as_str()), (Some("-:8:4"), Some("map")));
    assert_eq!(refusal(&["concentration", "-", "--json"], "item,weight,person,level,mood\n")["at"], "-:1:5");
    assert_eq!(refusal(&["concentration", "-", "--json"], "")["at"], "-:1:1");
    assert_eq!(refusal(&["concentration", "/nowhere.csv", "--json"], "")["code"], "file.unreadable");
}
