//! The commands and where each goes.

mod evidence;
mod product;

use std::path::PathBuf;

use clap::Subcommand;

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
    /// The log of evidence.
    #[command(subcommand)]
    Evidence(evidence::EvidenceCommand),
}

/// Carries a command out.
pub(crate) fn run(command: Command) -> Result<Outcome, Failed> {
    match command {
        Command::Serve { config } => product::serve(config.as_ref()),
        Command::Demo(arguments) => product::demo(&arguments),
        Command::Config(command) => product::config(&command),
        Command::Evidence(command) => evidence::run(&command),
    }
}
