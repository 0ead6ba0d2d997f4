//! What `cargo metadata` says of our crates and their direct dependencies.

use std::{collections::BTreeSet, path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// Our crates, by folder name.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) crates: Vec<OurCrate>,
}

/// One of ours with what its manifest names.
#[derive(Debug)]
pub(crate) struct OurCrate {
    pub(crate) name: String,
    pub(crate) uses: Vec<Use>,
}

/// A direct dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Use {
    /// The folder of one of ours, or the package name of an outside crate.
    pub(crate) name: String,
    pub(crate) is_ours: bool,
    pub(crate) is_for_tests: bool,
}

impl Workspace {
    /// A sentence for each outside crate that the list of reasons does not name between backquotes.
    pub(crate) fn without_reason(&self, reasons: &str) -> Vec<String> {
        let outside = self.crates.iter().flat_map(|ours| &ours.uses).filter(|used| !used.is_ours);
        let names: BTreeSet<&str> = outside.map(|used| used.name.as_str()).collect();
        let unnamed = names.into_iter().filter(|name| !reasons.contains(&format!("`{name}`")));
        unnamed
            .map(|name| format!("`{name}` has no row in docs/stack.md that says why it is there"))
            .collect()
    }
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    manifest_path: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
    path: Option<String>,
}

/// Asks cargo about the workspace under `root`.
pub(crate) fn read_workspace(root: &Path) -> Result<Workspace> {
    let output = Command::new("cargo")
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()
        .context("cargo does not start")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    parse(&output.stdout)
}

fn parse(json: &[u8]) -> Result<Workspace> {
    let metadata: Metadata = serde_json::from_slice(json).context("cargo metadata does not read")?;
    let crates = metadata.packages.into_iter().map(our_crate).collect();
    Ok(Workspace { crates })
}

fn our_crate(package: Package) -> OurCrate {
    let folder = package.manifest_path.trim_end_matches("Cargo.toml").trim_end_matches('/').to_owned();
    OurCrate { name: last_part(&folder), uses: package.dependencies.into_iter().map(a_use).collect() }
}

fn a_use(dependency: Dependency) -> Use {
    let is_for_tests = dependency.kind.as_deref() == Some("dev");
    match dependency.path {
        Some(path) => Use { name: last_part(&path), is_ours: true, is_for_tests },
        None => Use { name: dependency.name, is_ours: false, is_for_tests },
    }
}

fn last_part(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outside_crate_without_a_reason_is_told() {
        let named = |name: &str, is_ours| Use { name: name.to_owned(), is_ours, is_for_tests: false };
        let uses = vec![named("kernel", true), named("toml", false), named("serde", false)];
        let workspace = Workspace { crates: vec![OurCrate { name: "cli".to_owned(), uses }] };
        let found = workspace.without_reason("| `serde`, `serde_json` | the common tongue |");
        assert_eq!(found, ["`toml` has no row in docs/stack.md that says why it is there"]);
    }

    #[test]
    fn ours_are_named_by_folder_and_outside_crates_by_package() {
        let json = br#"{"packages":[{"name":"leavewell-store","manifest_path":"/x/crates/store/Cargo.toml","dependencies":[
            {"name":"leavewell-kernel","kind":null,"path":"/x/crates/kernel","rename":"kernel"},
            {"name":"sqlx","kind":null},
            {"name":"leavewell-testkit","kind":"dev","path":"/x/crates/testkit"}]}]}"#;
        let workspace = parse(json).unwrap();
        assert_eq!(workspace.crates[0].name, "store");
        let uses: Vec<_> =
            workspace.crates[0].uses.iter().map(|u| (u.name.as_str(), u.is_ours, u.is_for_tests)).collect();
        assert_eq!(uses, [("kernel", true, false), ("sqlx", false, false), ("testkit", true, true)]);
    }
}
