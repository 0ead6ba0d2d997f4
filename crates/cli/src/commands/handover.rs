//! `leavewell handover …`: the plan of a handover and the forecast of its completion.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use ::handover::{
    check::{self, Report},
    forecast::{self, Forecast, ForecastInput, Quantiles},
    planner::{self, Instance, Moment, Schedule, Settings, Status},
};
use clap::Subcommand;
use serde::Serialize;

use crate::{
    commands::{
        handover_lint::{self, LintArguments},
        input,
    },
    output::{Failed, Outcome, is_terminal, say, tell},
};

/// Questions about a handover.
#[derive(Debug, Subcommand)]
pub(crate) enum HandoverCommand {
    /// A plan around the leaver's hours: who learns what from whom on which day.
    Plan {
        /// The instance as JSON, or - for standard input.
        instance: PathBuf,
        /// How long to search at most.
        #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=86_400))]
        seconds: u32,
        /// The same seed gives the same plan.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Answer, and complain, in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Whether a plan can be carried out, rule by rule, and what it earns.
    Check {
        /// The instance as JSON, or - for standard input.
        instance: PathBuf,
        /// The plan as JSON, or - for standard input.
        plan: PathBuf,
        /// Answer, and complain, in JSON.
        #[arg(long)]
        json: bool,
    },
    /// When it will be done, from what is done so far.
    Forecast {
        /// The progress as JSON, or - for standard input.
        progress: PathBuf,
        /// Answer, and complain, in JSON.
        #[arg(long)]
        json: bool,
    },
    /// What is missing, vague or gone with the leaver in handover notes.
    Lint(LintArguments),
}

/// Answers.
pub(crate) fn run(command: &HandoverCommand) -> Result<Outcome, Failed> {
    match command {
        HandoverCommand::Plan { instance, seconds, seed, json } => {
            answer_plan(instance, Settings::within_seconds(*seconds, *seed), *json)
        }
        HandoverCommand::Check { instance, plan, json } => answer_check(instance, plan, *json),
        HandoverCommand::Forecast { progress, json } => answer_forecast(progress, *json),
        HandoverCommand::Lint(arguments) => handover_lint::run(arguments),
    }
}

fn read_instance(file: &Path, is_json: bool) -> Result<Instance, Failed> {
    let text = input::text(file, is_json)?;
    Instance::from_json(&text).map_err(|error| refused(error, file, is_json))
}

fn answer_plan(file: &Path, settings: Settings, is_json: bool) -> Result<Outcome, Failed> {
    let begun = Instant::now();
    let instance = read_instance(file, is_json)?;
    // Writing the plan down and checking it take a moment after the search.
    let limit = Duration::from_millis(u64::from(settings.effort_ms)).mul_f64(LATEST);
    let stop = || begun.elapsed() >= limit;
    let mut shown = None;
    let mut see = |moment: Moment| {
        if is_terminal() && shown != Some(moment) {
            tell(&format!("{:>6.1} s  {}", begun.elapsed().as_secs_f64(), moment_text(moment)));
            shown = Some(moment);
        }
    };
    let found = planner::plan(&instance, &settings, &stop, &mut see);
    let schedule = found.map_err(|error| refused(error, file, is_json))?.schedule;
    if is_json {
        say_json(&schedule)?;
    } else {
        say(&plan_text(&schedule));
    }
    Ok(Outcome::Answered)
}

/// The share of the seconds after which a search ends even when it is not through its steps.
const LATEST: f64 = 0.96;

fn moment_text(moment: Moment) -> String {
    format!("earns {}, no plan earns more than {}", moment.objective, moment.bound)
}

fn plan_text(plan: &Schedule) -> String {
    let bound = plan.bound.unwrap_or(plan.objective);
    let status = match plan.status {
        Some(Status::Optimal) => "proved to be a best plan".to_owned(),
        _ => format!("at most {:.2} % below the best", plan.gap_pct.unwrap_or(0.0)),
    };
    let mut lines =
        vec![format!("{}: {}; {status}.", plan.id, moment_text(Moment { objective: plan.objective, bound }))];
    for (item, line) in &plan.plan.0 {
        let taught = line.teach_day.map_or_else(String::new, |day| format!(", taught on day {day}"));
        let who: Vec<String> = line
            .receivers
            .iter()
            .map(|taking| format!("{} (day {})", taking.id, taking.verify_day))
            .collect();
        let verified = if who.is_empty() { String::new() } else { format!(", verified {}", who.join(", ")) };
        lines.push(format!("{item}: written down on day {}{taught}{verified}", line.doc_day));
    }
    lines.join("\n")
}

fn answer_check(instance: &Path, plan: &Path, is_json: bool) -> Result<Outcome, Failed> {
    let known = read_instance(instance, is_json)?;
    let text = input::text(plan, is_json)?;
    let schedule = Schedule::from_json(&text).map_err(|error| refused(error, plan, is_json))?;
    let report = check::check(&known, &schedule);
    if is_json {
        say_json(&report)?;
    } else {
        say(&report_text(&report));
    }
    Ok(if report.feasible { Outcome::Answered } else { Outcome::CheckFailed })
}

fn report_text(report: &Report) -> String {
    if report.feasible {
        return format!("The plan can be carried out and earns {}.", report.objective);
    }
    let line = |violation: &check::Violation| {
        let day = violation.day.map(|day| format!("day {day}"));
        let place: Vec<String> =
            [violation.item.clone(), violation.who.clone(), day].into_iter().flatten().collect();
        format!("rule {}: {}: {}", violation.rule, place.join(", "), violation.says)
    };
    let mut lines = vec!["The plan cannot be carried out:".to_owned()];
    lines.extend(report.violations.iter().map(line));
    lines.join("\n")
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
