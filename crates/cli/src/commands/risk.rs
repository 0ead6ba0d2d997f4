//! `leavewell risk …`: survival models of leaving, what they predict and how well; changes; who may follow.

mod arguments;
mod curves;
mod evaluate;
mod fit;
mod predict;
mod table;

use clap::Subcommand;

use super::{
    risk_changes::{self, ChangesArguments},
    risk_contagion::{self, ContagionArguments},
    risk_weekly::{self, WeeklyArguments},
};
use crate::output::{Failed, Outcome};

/// Questions about leaving.
#[derive(Debug, Subcommand)]
pub(crate) enum RiskCommand {
    /// Fit a model of the time until somebody leaves.
    Fit(fit::FitArguments),
    /// Fit a model of a yes-or-no outcome.
    Classify(fit::ClassifyArguments),
    /// Estimate probabilities with limits and reasons.
    Predict(predict::PredictArguments),
    /// Measure a model on people it has not seen.
    Evaluate(evaluate::EvaluateArguments),
    /// Survival curves by group, and whether they differ.
    Curves(curves::CurvesArguments),
    /// Who does more or less of something than before.
    Changes(ChangesArguments),
    /// Count events by person, kind and week, as CSV.
    Weekly(WeeklyArguments),
    /// Who may follow when somebody leaves.
    Contagion(ContagionArguments),
}

/// Answers.
pub(crate) fn run(command: &RiskCommand) -> Result<Outcome, Failed> {
    match command {
        RiskCommand::Fit(arguments) => fit::fit(arguments),
        RiskCommand::Classify(arguments) => fit::classify(arguments),
        RiskCommand::Predict(arguments) => predict::run(arguments),
        RiskCommand::Evaluate(arguments) => evaluate::run(arguments),
        RiskCommand::Curves(arguments) => curves::run(arguments),
        RiskCommand::Changes(arguments) => risk_changes::run(arguments),
        RiskCommand::Weekly(arguments) => risk_weekly::run(arguments),
        RiskCommand::Contagion(arguments) => risk_contagion::run(arguments),
    }
}
