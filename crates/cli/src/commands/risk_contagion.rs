//! `leavewell risk contagion`: who may follow when somebody leaves.

use std::path::PathBuf;

use clap::Args;
use risk::contagion::{self, Answer, Case, Method, Runs, Talk};
use serde_json::{Map, Value, json};

use crate::{
    commands::input,
    output::{Failed, Outcome, say},
};

/// How many people the text names.
const SHOWN: usize = 20;

/// The arguments.
#[derive(Debug, Args)]
pub(crate) struct ContagionArguments {
    /// The case as JSON, or - for standard input.
    case: PathBuf,
    /// How many runs to draw.
    #[arg(long, default_value_t = Runs::default().runs, value_parser = clap::value_parser!(u32).range(1..=1_000_000_000))]
    runs: u32,
    /// What the draws start from.
    #[arg(long, default_value_t = Runs::default().seed)]
    seed: u64,
    /// Weigh every possibility instead of drawing.
    #[arg(long)]
    exact: bool,
    /// Say also whom to talk to first: so many people.
    #[arg(long, value_name = "PEOPLE", default_value_t = 0)]
    talk: usize,
    /// Answer, and complain, in JSON.
    #[arg(long)]
    json: bool,
}

/// Answers.
pub(crate) fn run(arguments: &ContagionArguments) -> Result<Outcome, Failed> {
    let is_json = arguments.json;
    let text = input::text(&arguments.case, is_json)?;
    let wrong = |error| refused(error, arguments);
    let case = Case::from_json(&text).map_err(wrong)?;
    drop(text);
    let how = Runs { runs: arguments.runs, seed: arguments.seed };
    let answer = if arguments.exact {
        contagion::exact(&case).map_err(wrong)?
    } else {
        contagion::simulate(&case, how)
    };
    let talks =
        if arguments.talk > 0 { contagion::talk_first(&case, how, arguments.talk) } else { Vec::new() };
    if is_json {
        let mut value = as_json(&case, &answer);
        if arguments.talk > 0 {
            let list: Vec<Value> = talks.iter().map(|talk| talk_json(&case, talk)).collect();
            value.insert("talk_first".to_owned(), Value::Array(list));
        }
        say(&Value::Object(value).to_string());
    } else {
        say(&as_text(&case, &answer, &talks));
    }
    Ok(Outcome::Answered)
}

fn refused(error: risk::Error, arguments: &ContagionArguments) -> Failed {
    let file = arguments.case.display();
    let (code, message, at) = match error {
        risk::Error::Json { line, column, problem } => ("json", problem, format!("{file}:{line}:{column}")),
        risk::Error::Value { pointer, problem } => ("value", problem, pointer),
        other => ("exact", other.to_string(), file.to_string()),
    };
    Failed::Input { code: code.to_owned(), message, at, is_json: arguments.json }
}

fn as_json(case: &Case, answer: &Answer) -> Map<String, Value> {
    let names = &case.parts().names;
    let nodes: Map<String, Value> = names
        .iter()
        .zip(&answer.people)
        .map(|(name, odds)| {
            let value = json!({"p": odds.p, "lift": odds.lift, "se": odds.se, "lift_se": odds.lift_se});
            (name.clone(), value)
        })
        .collect();
    let at_least: Map<String, Value> =
        answer.at_least.iter().enumerate().map(|(at, &p)| ((at + 1).to_string(), json!(p))).collect();
    let joint: Vec<Value> = answer
        .joint
        .iter()
        .map(|joint| {
            let who: Vec<&str> = joint.people.iter().filter_map(|&who| name(case, who)).collect();
            json!({"nodes": who, "probability": joint.probability, "se": joint.se})
        })
        .collect();
    let mut value = Map::new();
    value.insert("nodes".to_owned(), Value::Object(nodes));
    value.insert("expected".to_owned(), json!(answer.expected));
    value.insert("expected_se".to_owned(), json!(answer.expected_se));
    value.insert("expected_extra".to_owned(), json!(answer.expected_extra));
    value.insert("p_at_least".to_owned(), Value::Object(at_least));
    value.insert("p10".to_owned(), json!(answer.p10));
    value.insert("p90".to_owned(), json!(answer.p90));
    value.insert("joint".to_owned(), Value::Array(joint));
    match answer.method {
        Method::Exact => value.insert("method".to_owned(), json!("exact")),
        Method::Drawn { runs, seed } => {
            value.insert("runs".to_owned(), json!(runs));
            value.insert("seed".to_owned(), json!(seed));
            value.insert("method".to_owned(), json!("drawn"))
        }
    };
    value
}

fn talk_json(case: &Case, talk: &Talk) -> Value {
    json!({"node": name(case, talk.who), "avoided": talk.avoided, "se": talk.se, "worlds": talk.worlds})
}

fn name(case: &Case, who: u32) -> Option<&str> {
    case.parts().names.get(who as usize).map(String::as_str)
}

fn as_text(case: &Case, answer: &Answer, talks: &[Talk]) -> String {
    let mut lines = vec![
        format!(
            "Expected departures {:.2}, of which {:.2} beyond the first and what would happen anyway; between {} and {} in eight of ten cases.",
            answer.expected, answer.expected_extra, answer.p10, answer.p90
        ),
        "Estimated probability of leaving, and how much of it comes with the first departures:".to_owned(),
    ];
    let mut people: Vec<_> = case.parts().names.iter().zip(&answer.people).collect();
    people.sort_by(|left, right| right.1.lift.total_cmp(&left.1.lift));
    for (name, odds) in people.iter().take(SHOWN) {
        lines.push(format!("  {name}  {:.4}  +{:.4}  (± {:.4})", odds.p, odds.lift, odds.se));
    }
    if people.len() > SHOWN {
        lines.push(format!("  and {} more; --json has all of them", people.len() - SHOWN));
    }
    if !talks.is_empty() {
        lines.push("Talk to first, with the departures avoided if they stay:".to_owned());
    }
    for talk in talks {
        lines.push(format!(
            "  {}  {:.3} (± {:.3})",
            name(case, talk.who).unwrap_or_default(),
            talk.avoided,
            talk.se
        ));
    }
    lines.join("\n")
}
