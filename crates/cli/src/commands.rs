//! The commands and where each goes.

mod evidence;
mod handover;
mod handover_lint;
mod import;
mod input;
mod knowledge;
mod law;
mod product;
mod risk;
mod risk_changes;
mod risk_contagion;
mod risk_weekly;
mod user;

use std::path::PathBuf;

use clap::Subcommand;

use self::product::Copying;
use crate::output::{Failed, Outcome};

/// What can be asked of the program.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the product: embedded database in the data folder, or PostgreSQL by its address.
    Serve {
        /// The configuration file.
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Serve the demonstration company from an embedded database.
    Demo(product::DemoArguments),
    /// The configuration.
    #[command(subcommand)]
    Config(product::ConfigCommand),
    /// Import a roster, leave records or a knowledge register.
    Import(import::ImportArguments),
    /// Write a backup of database and attachments to a new folder, and read it back.
    Backup(product::FolderArguments),
    /// Fill an empty installation from a backup.
    Restore(product::FolderArguments),
    /// Write all data as open files to a new folder.
    Export(product::FolderArguments),
    /// Accounts, for whoever runs the server.
    #[command(subcommand)]
    User(user::UserCommand),
    /// Handing over: the plan, the forecast.
    #[command(subcommand)]
    Handover(handover::HandoverCommand),
    /// The law of leaving: what is owed, until when, and why.
    #[command(subcommand)]
    Law(law::LawCommand),
    /// Who holds what: truck factor of a repository, concentration in a map.
    #[command(subcommand)]
    Knowledge(knowledge::KnowledgeCommand),
    /// The log of evidence.
    #[command(subcommand)]
    Evidence(evidence::EvidenceCommand),
    /// Forecasts of leaving, changes in behaviour, and who may follow.
    #[command(subcommand)]
    Risk(risk::RiskCommand),
}

/// Carries a command out.
pub(crate) fn run(command: Command) -> Result<Outcome, Failed> {
    match command {
        Command::Serve { config } => product::serve(config.as_ref()),
        Command::Demo(arguments) => product::demo(&arguments),
        Command::Config(command) => product::config(&command),
        Command::Import(arguments) => import::run(&arguments),
        Command::Backup(arguments) => product::copy(Copying::BackUp, &arguments),
        Command::Restore(arguments) => product::copy(Copying::Restore, &arguments),
        Command::Export(arguments) => product::copy(Copying::Export, &arguments),
        Command::User(command) => user::run(&command),
        Command::Handover(command) => handover::run(&command),
        Command::Law(command) => law::run(&command),
        Command::Knowledge(command) => knowledge::run(&command),
        Command::Evidence(command) => evidence::run(&command),
        Command::Risk(command) => risk::run(&command),
    }
}
