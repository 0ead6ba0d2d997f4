//! `leavewell risk curves`.

use clap::Args;
use risk::model::curves::{self, Curves, Plan};

use super::{
    arguments::DataArguments,
    table::{self, Complain},
};
use crate::output::{Failed, Outcome, is_answer_read_by_a_person, say};

/// What `curves` takes.
#[derive(Debug, Args)]
pub(crate) struct CurvesArguments {
    #[command(flatten)]
    data: DataArguments,
    /// The column of the duration until the event, or until the end of observation.
    #[arg(long)]
    duration: String,
    /// The column that is 1 where the event happened, else 0.
    #[arg(long)]
    event: String,
    /// The column of the time from which a row is observed.
    #[arg(long)]
    entry: Option<String>,
    /// The column of the groups.
    #[arg(long)]
    by: Option<String>,
    /// The column of the cause, where the event happened.
    #[arg(long)]
    cause: Option<String>,
}

/// Draws survival curves.
pub(crate) fn run(arguments: &CurvesArguments) -> Result<Outcome, Failed> {
    let is_json = arguments.data.json;
    let table = table::read(&arguments.data.data, is_json)?;
    let plan = Plan {
        duration: arguments.duration.clone(),
        event: arguments.event.clone(),
        entry: arguments.entry.clone(),
        by: arguments.by.clone(),
        cause: arguments.cause.clone(),
    };
    let complain = Complain { file: &arguments.data.data, is_json };
    let answer = curves::curves(&table, &plan).map_err(|error| complain.about(&error, Some(&table)))?;
    if is_json || !is_answer_read_by_a_person() {
        say(&serde_json::to_string(&answer)?);
    } else {
        show(&answer);
    }
    Ok(Outcome::Answered)
}

fn show(answer: &Curves) {
    for curve in &answer.curves {
        let events: usize = curve.events.iter().sum();
        let half = curve.median.map_or_else(|| "not reached".to_owned(), |time| time.to_string());
        say(&format!("{}: {events} events, half have left by: {half}", curve.group));
        let limits = curve.lower.iter().zip(&curve.upper);
        let rows =
            curve.time.iter().zip(&curve.survival).zip(limits).zip(curve.at_risk.iter().zip(&curve.events));
        for (((time, survival), (lower, upper)), (at_risk, events)) in rows.filter(|row| *row.1.1 > 0) {
            say(&format!(
                "  {time}: {survival:.4} ({lower:.4} to {upper:.4}), at risk {at_risk}, events {events}"
            ));
        }
    }
    if let (Some(chisq), Some(df), Some(p)) = (answer.logrank.chisq, answer.logrank.df, answer.logrank.p) {
        say(&format!("log-rank: chi-square {chisq:.4} on {df} degrees of freedom, p {p:.4}"));
    }
}
