//! `leavewell risk …`: survival models of leaving, what they predict and how well; changes; who may follow.

use clap::Subcommand;

use crate::output::{Failed, Outcome};

/// Questions about leaving.
#[derive(Debug, Subcommand)]
pub(crate) enum RiskCommand {}

/// Answers.
pub(crate) fn run(command: &RiskCommand) -> Result<Outcome, Failed> {
    match *command {}
}
