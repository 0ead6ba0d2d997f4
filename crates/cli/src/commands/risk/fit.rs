//! `leavewell risk fit` and `leavewell risk classify`.

use clap::Args;
use risk::model::{Model, classify, survival};

use super::{
    arguments::{DataArguments, ModelArguments, OutcomeArguments, SpellArguments},
    table::{self, Complain},
};
use crate::output::{Failed, Outcome, say};

/// What `fit` takes.
#[derive(Debug, Args)]
pub(crate) struct FitArguments {
    #[command(flatten)]
    data: DataArguments,
    #[command(flatten)]
    spell: SpellArguments,
    #[command(flatten)]
    model: ModelArguments,
}

/// What `classify` takes.
#[derive(Debug, Args)]
pub(crate) struct ClassifyArguments {
    #[command(flatten)]
    data: DataArguments,
    #[command(flatten)]
    outcome: OutcomeArguments,
    #[command(flatten)]
    model: ModelArguments,
}

/// Fits a model of the time until an event.
pub(crate) fn fit(arguments: &FitArguments) -> Result<Outcome, Failed> {
    let complain = Complain { file: &arguments.data.data, is_json: arguments.data.json };
    let plan = arguments
        .spell
        .plan(&arguments.model)
        .ok_or_else(|| complain.at("arguments", "", "give --duration COL and --event COL"))?;
    let table = table::read(&arguments.data.data, arguments.data.json)?;
    let (model, notices) =
        survival::fit(&table, &plan).map_err(|error| complain.about(&error, Some(&table)))?;
    table::tell_all(&notices);
    write(&model)
}

/// Fits a model of a yes-or-no outcome.
pub(crate) fn classify(arguments: &ClassifyArguments) -> Result<Outcome, Failed> {
    let complain = Complain { file: &arguments.data.data, is_json: arguments.data.json };
    let plan = arguments
        .outcome
        .plan(&arguments.model)
        .ok_or_else(|| complain.at("arguments", "", "give --target COL and --positive VALUE"))?;
    let table = table::read(&arguments.data.data, arguments.data.json)?;
    let (model, notices) =
        classify::fit(&table, &plan).map_err(|error| complain.about(&error, Some(&table)))?;
    table::tell_all(&notices);
    write(&model)
}

/// A model is for a program to read, at a terminal too.
fn write(model: &Model) -> Result<Outcome, Failed> {
    say(&serde_json::to_string(model)?);
    Ok(Outcome::Answered)
}
