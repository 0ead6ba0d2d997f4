//! `leavewell risk predict`.

use std::path::PathBuf;

use clap::Args;
use risk::model::{
    Model,
    predict::{Prediction, Question, Ready},
};

use super::{
    arguments::DataArguments,
    table::{self, Complain},
};
use crate::{
    commands::input,
    output::{Failed, Outcome, say},
};

/// What `predict` takes.
#[derive(Debug, Args)]
pub(crate) struct PredictArguments {
    /// The model as `fit` or `classify` wrote it.
    model: PathBuf,
    #[command(flatten)]
    data: DataArguments,
    /// Until when the probability counts, in the unit of the duration. Not used by models of a yes-or-no outcome.
    #[arg(long, value_name = "N")]
    horizon: Option<f64>,
    /// The column of each row's present tenure, from which the horizon counts; without it, from time 0.
    #[arg(long, value_name = "COL")]
    since: Option<String>,
}

/// Predicts each row.
pub(crate) fn run(arguments: &PredictArguments) -> Result<Outcome, Failed> {
    let is_json = arguments.data.json;
    let of_model = Complain { file: &arguments.model, is_json };
    let text = input::text(&arguments.model, is_json)?;
    let model: Model = serde_json::from_str(&text).map_err(|error| {
        let place = format!(":{}:{}", error.line(), error.column());
        of_model.at("model.unreadable", &place, format!("is not a model written by fit or classify: {error}"))
    })?;
    let ready = Ready::of(&model).map_err(|error| of_model.about(&error, None))?;
    let table = table::read(&arguments.data.data, is_json)?;
    let question = Question { horizon: arguments.horizon, since: arguments.since.clone() };
    let (predictions, notices) = ready
        .answer(&table, &question)
        .map_err(|error| Complain { file: &arguments.data.data, is_json }.about(&error, Some(&table)))?;
    table::tell_all(&notices);
    say(written(&predictions)?.trim_end());
    Ok(Outcome::Answered)
}

/// CSV: row from 0, probability, limits, reasons.
fn written(predictions: &[Prediction]) -> Result<String, Failed> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["row", "probability", "low", "high", "reasons"])?;
    for (row, prediction) in predictions.iter().enumerate() {
        let reasons: Vec<String> = prediction
            .reasons
            .iter()
            .map(|reason| format!("{}={} x{:.2}", reason.column, reason.value, reason.factor))
            .collect();
        writer.write_record([
            row.to_string(),
            prediction.probability.to_string(),
            prediction.low.to_string(),
            prediction.high.to_string(),
            reasons.join("; "),
        ])?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
