//! `leavewell handover …`: the plan of a handover and the forecast of its completion.

use std::path::{Path, PathBuf};

use ::handover::forecast::{self, Forecast, ForecastInput, Quantiles};
use clap::Subcommand;
use serde::Serialize;

use crate::{
    commands::input,
    output::{Failed, Outcome, say},
};

/// Questions about a handover.
#[derive(Debug, Subcommand)]
pub(crate) enum HandoverCommand {
    /// When it will be done, from what is done so far.
    Forecast {
        /// The progress as JSON, or - for standard input.
        progress: PathBuf,
        /// Answer, and complain, in JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Answers.
pub(crate) fn run(command: &HandoverCommand) -> Result<Outcome, Failed> {
    match command {
        HandoverCommand::Forecast { progress, json } => answer_forecast(progress, *json),
    }
}

fn answer_forecast(progress: &Path, is_json: bool) -> Result<Outcome, Failed> {
    let text = input::text(progress, is_json)?;
    let wrong = |error: ::handover::Error| refused(error, progress, is_json);
    let input = ForecastInput::from_json(&text).map_err(wrong)?;
    let found = forecast::forecast(&input).map_err(wrong)?;
    if is_json {
        say_json(&found)?;
    } else {
        say(&forecast_text(&found));
    }
    Ok(Outcome::Answered)
}

fn say_json(answer: &impl Serialize) -> Result<(), Failed> {
    say(&serde_json::to_string(answer)?);
    Ok(())
}

/// The input is wrong: a broken text with its line and column, a wrong value with its JSON pointer.
fn refused(error: ::handover::Error, file: &Path, is_json: bool) -> Failed {
    let (code, message, at) = match error {
        ::handover::Error::Json { line, column, problem } => {
            ("json", problem, format!("{}:{line}:{column}", file.display()))
        }
        ::handover::Error::Value { pointer, problem } => ("value", problem, pointer),
        other => ("input", other.to_string(), file.display().to_string()),
    };
    Failed::Input { code: code.to_owned(), message, at, is_json }
}

fn forecast_text(found: &Forecast) -> String {
    let Quantiles { p10, p50, p90 } = found.weight_at_last_day;
    let mut lines = vec![
        format!(
            "Done: {} of the items, {} of the weight.",
            percent(found.items_done),
            percent(found.weight_done)
        ),
        format!(
            "By the last day: {} of the weight (one future in ten below {}, one in ten above {}).",
            percent(p50),
            percent(p10),
            percent(p90)
        ),
        format!(
            "Everything done on day {} (one future in ten by day {}, nine in ten by day {}).",
            day(found.finish_day.p50),
            day(found.finish_day.p10),
            day(found.finish_day.p90)
        ),
        format!("The core is done by the last day in {} of the futures.", percent(found.p_all_core_done)),
    ];
    if found.order_warning.raised {
        lines.push(
            "What is finished weighs less than the plan would have by now. Ask what holds the heavier items up."
                .to_owned(),
        );
    }
    lines.join("\n")
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn day(day: Option<u32>) -> String {
    day.map_or_else(|| "never".to_owned(), |day| day.to_string())
}
