//! The office program reads every paper that is written here; `./test` sees to it that it is there, elsewhere its absence is said.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, look for a program, and say what it skipped"
)]

use std::{env, fs, path::PathBuf, process::Command};

use paper::word::{fill, kinds};

#[test]
fn libreoffice_opens_every_paper_and_finds_its_text() {
    let Some(office) = soffice() else { return };
    let folder = tempfile::tempdir().unwrap();
    for kind in kinds() {
        let filled = fill(&kind.template().unwrap(), &kind.sample()).unwrap();
        fs::write(folder.path().join(format!("{}.docx", kind.code)), filled).unwrap();
    }
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let papers = kinds().iter().map(|kind| folder.path().join(format!("{}.docx", kind.code)));
    let run = Command::new(office)
        .args([&profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir"])
        .arg(folder.path())
        .args(papers)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    for kind in kinds() {
        let said = fs::read_to_string(folder.path().join(format!("{}.txt", kind.code))).unwrap();
        assert!(said.contains("〔文书编号〕") && !said.contains("{{"), "{}: {said}", kind.code);
        for (list, fields) in &kind.lists {
            for field in fields {
                assert!(said.contains(&format!("〔{field}2〕")), "{}: {list}.{field}: {said}", kind.code);
            }
        }
    }
}

fn soffice() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let found = env::split_paths(&path).map(|folder| folder.join("soffice")).find(|file| file.is_file());
    let is_required = env::var_os("LEAVEWELL_REQUIRE_OFFICE").is_some();
    assert!(found.is_some() || !is_required, "soffice is not on the PATH");
    if found.is_none() {
        eprintln!("soffice is not on the PATH: nothing was converted; ./test installs it");
    }
    found
}
