//! The throw-away databases are really there, empty, apart, and really gone afterwards.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::{path::Path, process::Command};

fn ask(url: &str, question: &str) -> Option<String> {
    let output = Command::new("psql").args(["-XAtq", "-d", url, "-c", question]).output().unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

#[test]
fn sqlite_gets_a_folder_of_its_own_that_goes_with_the_database() {
    let (one, other) = (testkit::sqlite_database(), testkit::sqlite_database());
    assert_ne!(one.url(), other.url());
    let folder = Path::new(one.url().strip_prefix("sqlite:").unwrap()).parent().unwrap().to_owned();
    assert!(folder.is_dir());
    drop(one);
    assert!(!folder.exists());
}

#[test]
fn postgres_databases_are_empty_apart_and_gone_after_use() {
    let (Some(one), Some(other)) = (testkit::postgres_database(), testkit::postgres_database()) else {
        return;
    };
    assert_eq!(one.kind(), "postgres");
    assert_eq!(ask(one.url(), "CREATE TABLE only_here (id BIGINT)"), Some(String::new()));
    assert_eq!(ask(other.url(), "SELECT to_regclass('only_here') IS NULL").as_deref(), Some("t"));
    let url = one.url().to_owned();
    drop(one);
    assert_eq!(ask(&url, "SELECT 1"), None, "the dropped database still answers");
}

#[test]
fn sqlite_comes_first_and_is_always_there() {
    let all = testkit::databases();
    assert_eq!(all[0].kind(), "sqlite");
    assert!(all.len() <= 2);
}
