//! `leavewell evidence …`

use std::{io::Read as _, path::PathBuf};

use anyhow::Context as _;
use clap::Subcommand;

use crate::output::{Failed, Outcome, say};

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
}

/// Answers.
pub(crate) fn run(command: &EvidenceCommand) -> Result<Outcome, Failed> {
    let EvidenceCommand::Root { leaves, json } = command;
    let text = read(leaves)?;
    match evidence::root_of_hex_lines(&text) {
        Ok(root) if *json => say(&serde_json::json!({ "root": root.to_string() }).to_string()),
        Ok(root) => say(&root.to_string()),
        Err(evidence::Error::HexLine { line, column, fault }) => {
            let at = format!("{}:{line}:{column}", leaves.display());
            return Err(Failed::Input {
                code: "hex".to_owned(),
                message: fault.to_string(),
                at,
                is_json: *json,
            });
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Outcome::Answered)
}

fn read(file: &PathBuf) -> Result<String, Failed> {
    let mut text = String::new();
    if file.as_os_str() == "-" {
        std::io::stdin().read_to_string(&mut text).context("standard input cannot be read as text")?;
    } else {
        text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    }
    Ok(text)
}
