//! `leavewell knowledge …`: who holds what, and what hangs on few.

mod concentration;
mod folders;
mod import;
mod truck_factor;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::output::{Failed, Outcome, is_answer_read_by_a_person, say};

/// Questions about who holds what.
#[derive(Debug, Subcommand)]
pub(crate) enum KnowledgeCommand {
    /// How many authors of a git repository can leave before too many files have none left.
    TruckFactor(TruckFactorArguments),
    /// Sole holders, what is lost with each person, and the smallest group whose leaving breaks the map.
    Concentration(ConcentrationArguments),
    /// Read the history of a git repository on this machine, for people to judge and take into the map.
    Import(ImportArguments),
}

/// `leavewell knowledge truck-factor`.
#[derive(Debug, Args)]
pub(crate) struct TruckFactorArguments {
    /// The repository: a work tree, a bare one or a partial clone.
    repository: PathBuf,
    /// Only the history as it stood when this day began (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Files not to count, as in an ignore file: site/, *.gen.py, lib/**/old.c. May be repeated.
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Take names that differ by one letter for one person.
    #[arg(long)]
    near_names: bool,
    /// Who is who where the rule is wrong: CSV with name, email, person.
    #[arg(long, value_name = "FILE")]
    people: Option<PathBuf>,
    /// Write the folders of the repository as a map for `knowledge concentration`.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// How many names deep the folders of the map go.
    #[arg(long, default_value_t = 2)]
    depth: usize,
    /// Answer, and complain, in JSON.
    #[arg(long)]
    json: bool,
}

/// `leavewell knowledge import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    #[command(flatten)]
    history: TruckFactorArguments,
    /// What the repository is called in the map; the name of its folder where nothing is said.
    #[arg(long)]
    name: Option<String>,
    /// The data folder of an embedded database.
    #[arg(long, conflicts_with = "config")]
    data: Option<PathBuf>,
    /// The configuration file.
    #[arg(long)]
    config: Option<PathBuf>,
}

/// `leavewell knowledge concentration`.
#[derive(Debug, Args)]
pub(crate) struct ConcentrationArguments {
    /// The map as CSV with item, weight, person, level 0 to 4 and, where wished, status; or - for standard input.
    map: PathBuf,
    /// The level from which somebody holds an item: 3 is "alone".
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=4))]
    holds_at: u8,
    /// Answer, and complain, in JSON.
    #[arg(long)]
    json: bool,
}

/// Answers.
pub(crate) fn run(command: &KnowledgeCommand) -> Result<Outcome, Failed> {
    match command {
        KnowledgeCommand::TruckFactor(arguments) => truck_factor::run(arguments),
        KnowledgeCommand::Concentration(arguments) => concentration::run(arguments),
        KnowledgeCommand::Import(arguments) => import::run(arguments),
    }
}

/// An answer as text where somebody sits at a terminal, as JSON on wish and for whatever else reads it.
fn answer(
    is_json: bool,
    text: impl FnOnce() -> String,
    value: &impl serde::Serialize,
) -> Result<Outcome, Failed> {
    say(&if is_json || !is_answer_read_by_a_person() { serde_json::to_string(value)? } else { text() });
    Ok(Outcome::Answered)
}

/// A share as people read it.
fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
