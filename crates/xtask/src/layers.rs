//! `check-layers`: arrows between our crates point down, each outside crate stays in its home and has a reason, pure
//! crates stay pure.
//!
//! The rules are data (`layers.toml`); the facts come from `cargo metadata` and the sources of the pure crates.

mod metadata;
mod purity;
mod rules;

use std::{fs, path::Path};

use anyhow::{Context, Result};

use self::{metadata::read_workspace, rules::Rules};
use crate::source;

/// Where each outside crate has its row.
const REASONS: &str = "docs/stack.md";

/// Every breach of the layers in the workspace under `root`, one sentence each.
pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let path = root.join("crates/xtask/layers.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let rules: Rules = toml::from_str(&text).context("layers.toml does not read")?;
    let workspace = read_workspace(root)?;
    let mut breaches = rules.own_breaches();
    breaches.extend(rules.breaches(&workspace));
    breaches.extend(workspace.without_reason(&source::read(&root.join(REASONS))?));
    breaches.extend(impure_sources(root, &rules)?);
    Ok(breaches)
}

fn impure_sources(root: &Path, rules: &Rules) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for name in rules.pure_crates() {
        for file in source::files_under(&root.join("crates").join(name).join("src"), "rs")? {
            if source::is_test_file(&file) {
                continue;
            }
            let text = source::read(&file)?;
            let shown = source::shown(root, &file);
            breaches.extend(purity::breaches(&shown, &text, &rules.pure.words));
        }
    }
    Ok(breaches)
}
