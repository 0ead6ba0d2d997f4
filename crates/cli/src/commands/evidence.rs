//! `leavewell evidence …`

use std::{
    io::Read as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use app::operations;
use clap::Subcommand;

use crate::{
    commands::product,
    output::{Failed, Outcome, say},
};

/// Questions to the log of evidence.
#[derive(Debug, Subcommand)]
pub(crate) enum EvidenceCommand {
    /// The Merkle root of entries in hexadecimal, one a line.
    Root {
        /// The file, or - for standard input.
        #[arg(long)]
        leaves: PathBuf,
        /// Answer, and complain, in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Derive the log's root anew from every entry and compare.
    Fsck {
        /// The data folder of an embedded database.
        #[arg(long, conflicts_with = "config")]
        data: Option<PathBuf>,
        /// The configuration file.
        #[arg(long)]
        config: Option<PathBuf>,
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Answers.
pub(crate) fn run(command: &EvidenceCommand) -> Result<Outcome, Failed> {
    match command {
        EvidenceCommand::Root { leaves, json } => root(leaves, *json),
        EvidenceCommand::Fsck { data, config, json } => fsck(data.as_deref(), config.as_ref(), *json),
    }
}

fn root(leaves: &Path, is_json: bool) -> Result<Outcome, Failed> {
    let text = read(leaves)?;
    match evidence::root_of_hex_lines(&text) {
        Ok(root) if is_json => say(&serde_json::json!({ "root": root.to_string() }).to_string()),
        Ok(root) => say(&root.to_string()),
        Err(evidence::Error::HexLine { line, column, fault }) => {
            let at = format!("{}:{line}:{column}", leaves.display());
            return Err(Failed::Input { code: "hex".to_owned(), message: fault.to_string(), at, is_json });
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Outcome::Answered)
}

fn read(file: &Path) -> Result<String, Failed> {
    let mut text = String::new();
    if file.as_os_str() == "-" {
        std::io::stdin().read_to_string(&mut text).context("standard input cannot be read as text")?;
    } else {
        text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    }
    Ok(text)
}

fn fsck(data: Option<&Path>, config: Option<&PathBuf>, is_json: bool) -> Result<Outcome, Failed> {
    match product::with_database(data, config, async |db| operations::check_log(db).await)? {
        Ok(size) if is_json => say(&serde_json::json!({"ok": true, "size": size}).to_string()),
        Ok(size) => say(&format!("{size} entries; the root over them is the stored one.")),
        Err(operations::Error::LogDamaged(what)) => {
            if is_json {
                say(&serde_json::json!({"ok": false, "damaged": what}).to_string());
            } else {
                say(&format!("The log is damaged: {what}"));
            }
            return Ok(Outcome::CheckFailed);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Outcome::Answered)
}
