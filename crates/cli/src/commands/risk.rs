//! `leavewell risk …`: survival models of leaving, what they predict and how well; changes; who may follow.

use clap::Subcommand;

use super::risk_contagion::{self, ContagionArguments};
use crate::output::{Failed, Outcome};

/// Questions about leaving.
#[derive(Debug, Subcommand)]
pub(crate) enum RiskCommand {
    /// Who may follow when somebody leaves.
    Contagion(ContagionArguments),
}

/// Answers.
pub(crate) fn run(command: &RiskCommand) -> Result<Outcome, Failed> {
    match command {
        RiskCommand::Contagion(arguments) => risk_contagion::run(arguments),
    }
}
