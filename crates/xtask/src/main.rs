//! Chores of the repository, written in Rust: `cargo xtask check-layers` and `cargo xtask check-i18n`.
//!
//! A check prints one sentence for each breach and exits 1 when there is any. Nothing here is part of the product.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks through them")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly"))]

mod i18n;
mod layers;
mod source;

use std::{env, path::Path, process::ExitCode};

use anyhow::{Context, Result};

const USAGE: &str = "usage: cargo xtask check-layers | check-i18n";

fn main() -> Result<ExitCode> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).context("xtask lies in crates/xtask")?;
    let command = env::args().nth(1).unwrap_or_default();
    let breaches = match command.as_str() {
        "check-layers" => layers::check(root)?,
        "check-i18n" => i18n::check(root)?,
        _ => {
            eprintln!("{USAGE}");
            return Ok(ExitCode::from(2));
        }
    };
    for breach in &breaches {
        eprintln!("{breach}");
    }
    match breaches.len() {
        0 => println!("{command}: nothing to say against it"),
        found => println!("{command}: {found} to mend"),
    }
    Ok(if breaches.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
