//! The binary: arguments, configuration, and putting the parts together. Everything it does is a library's.

mod commands;
mod config;
mod output;
mod serve;

use std::process::ExitCode;

use clap::Parser;

use crate::commands::Command;

/// Leavewell · 善离 keeps a company whole when people leave.
#[derive(Debug, Parser)]
#[command(name = "leavewell", version, about, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    output::exit(commands::run(arguments.command))
}
