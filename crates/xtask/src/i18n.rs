//! `check-i18n`: every text exists in both languages, is used, and stands nowhere but in the locale files.
//!
//! Texts are `crates/frame/locales/{zh-CN,en}/<area>.ftl`; keys are used in templates and in Rust as string literals.
//! Keys that are built from codes belong to a family, written down in `i18n-families.toml`.

mod compare;
mod ftl;
mod literal;
mod prose;
mod usage;

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde::Deserialize;

use self::{ftl::Locale, usage::Usage};
use crate::source;

const LOCALES: &str = "crates/frame/locales";
const LOADER: &str = "crates/frame/src/i18n.rs";

/// What the check cannot see by itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    /// Folders of templates.
    templates: Vec<String>,
    /// Folders whose Rust sources name keys.
    rust: Vec<String>,
    /// Folders whose data files name keys.
    data: Vec<String>,
    /// Words that may stand in a template as they are: names, not prose.
    words: Vec<String>,
    /// Literals that look like keys and are none.
    not_keys: Vec<String>,
    family: Vec<Family>,
}

/// Keys that begin alike and end in a code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    /// How they begin, with the dash.
    prefix: String,
    /// What the codes are. For the reader of the file.
    #[serde(rename = "of")]
    _of: String,
    /// The codes, where they are few and fixed: each must have its text, and no other may.
    codes: Option<Vec<String>>,
}

/// Every breach in the checkout under `root`, one sentence each.
pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let path = root.join("crates/xtask/i18n-families.toml");
    let known: Known = toml::from_str(&source::read(&path)?).context("i18n-families.toml does not read")?;
    let (zh, mut breaches) = Locale::read(&root.join(LOCALES), "zh-CN")?;
    let (en, more) = Locale::read(&root.join(LOCALES), "en")?;
    breaches.extend(more);
    breaches.extend(compare::differences(&zh, &en));
    breaches.extend(unloaded_areas(root, &zh)?);
    let used = read_usage(root, &known)?;
    breaches.extend(used.breaches(&zh, &known.family, &known.not_keys));
    breaches.extend(template_prose(root, &known)?);
    Ok(breaches)
}

fn unloaded_areas(root: &Path, locale: &Locale) -> Result<Vec<String>> {
    let loader = fs::read_to_string(root.join(LOADER)).with_context(|| format!("cannot read {LOADER}"))?;
    let is_missing = |area: &&String| !loader.contains(&format!("\"{area}\""));
    Ok(locale
        .areas
        .iter()
        .filter(is_missing)
        .map(|area| format!("{LOADER} does not load the area `{area}`"))
        .collect())
}

fn read_usage(root: &Path, known: &Known) -> Result<Usage> {
    let mut used = Usage::default();
    for folder in &known.templates {
        for file in source::files_under(&root.join(folder), "html")? {
            used.add_template(&source::shown(root, &file), &source::read(&file)?);
        }
    }
    for folder in &known.rust {
        for file in source::files_under(&root.join(folder), "rs")? {
            if !source::is_test_file(&file) {
                used.add_rust(&source::shown(root, &file), source::without_tests(&source::read(&file)?));
            }
        }
    }
    for folder in &known.data {
        for file in source::files_under(&root.join(folder), "toml")? {
            used.add_data(&source::shown(root, &file), &source::read(&file)?);
        }
    }
    Ok(used)
}

fn template_prose(root: &Path, known: &Known) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for folder in &known.templates {
        for file in source::files_under(&root.join(folder), "html")? {
            let text = source::read(&file)?;
            breaches.extend(prose::breaches(&source::shown(root, &file), &text, &known.words));
        }
    }
    Ok(breaches)
}
