//! `leavewell risk changes`: who does more or less of something than before.

use std::{
    fs::File,
    io::{Read, stdin},
    path::PathBuf,
};

use clap::Args;
use risk::changes::{self, Change, Counts, Direction, Reader, Rule, Scan};
use serde_json::{Value, json};

use crate::output::{Failed, Outcome, say};

/// Read in pieces of this size.
const PIECE: usize = 1 << 20;
/// How many changes the text names.
const SHOWN: usize = 50;

/// The arguments.
#[derive(Debug, Args)]
pub(crate) struct ChangesArguments {
    /// Weekly counts as CSV (person, group, week, kind, count, exposure), or - for standard input.
    counts: PathBuf,
    /// The share of false alarms that is accepted, over both directions together.
    #[arg(long, default_value_t = 0.10)]
    q: f64,
    /// Weeks of everybody's own past.
    #[arg(long, default_value_t = 52)]
    baseline: u32,
    /// A look is taken each so many weeks.
    #[arg(long, default_value_t = 13)]
    look: u32,
    /// List also what came near and was not flagged.
    #[arg(long)]
    all: bool,
    /// Answer, and complain, in JSON.
    #[arg(long)]
    json: bool,
}

/// Answers.
pub(crate) fn run(arguments: &ChangesArguments) -> Result<Outcome, Failed> {
    let rule = Rule::new(arguments.q, arguments.baseline, arguments.look)
        .map_err(|error| wrong(arguments, "arguments.refused", error.to_string(), String::new()))?;
    let counts = read(arguments)?;
    let found = changes::scan(&counts.table, &rule);
    if arguments.json {
        say(&as_json(&counts, &found, arguments.all).to_string());
    } else {
        say(&as_text(&counts, &found, arguments.all));
    }
    Ok(Outcome::Answered)
}

/// The file as it comes, never whole in memory.
fn read(arguments: &ChangesArguments) -> Result<Counts, Failed> {
    let file = arguments.counts.display().to_string();
    let unreadable = |error: std::io::Error| {
        wrong(arguments, "file.unreadable", format!("cannot be read ({error}); check the path"), file.clone())
    };
    let mut source: Box<dyn Read> = if arguments.counts.as_os_str() == "-" {
        Box::new(stdin().lock())
    } else {
        Box::new(File::open(&arguments.counts).map_err(unreadable)?)
    };
    let mut reader = Reader::default();
    let mut piece = vec![0; PIECE];
    loop {
        let length = match source.read(&mut piece) {
            Ok(length) => length,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(unreadable(error)),
        };
        if length == 0 {
            break;
        }
        let piece = piece.get(..length).unwrap_or_default();
        if let Err(error) = reader.feed(piece) {
            return Err(refused(arguments, error, Some(&reader)));
        }
    }
    if let Err(error) = reader.end() {
        return Err(refused(arguments, error, Some(&reader)));
    }
    reader.finish().map_err(|error| refused(arguments, error, None))
}

fn refused(arguments: &ChangesArguments, error: risk::Error, reader: Option<&Reader>) -> Failed {
    let file = arguments.counts.display();
    match error {
        risk::Error::Row { line, column, problem } => {
            let place = reader.and_then(|reader| reader.place(&column)).map_or(1, |place| place + 1);
            let message = if column.is_empty() { problem } else { format!("column {column}: {problem}") };
            wrong(arguments, "row.refused", message, format!("{file}:{line}:{place}"))
        }
        other => wrong(arguments, "input.refused", other.to_string(), file.to_string()),
    }
}

fn wrong(arguments: &ChangesArguments, code: &str, message: String, at: String) -> Failed {
    Failed::Input { code: code.to_owned(), message, at, is_json: arguments.json }
}

fn listed(found: &Scan, is_all: bool) -> impl Iterator<Item = &Change> {
    found.changes.iter().filter(move |change| is_all || change.flagged_week.is_some())
}

fn as_json(counts: &Counts, found: &Scan, is_all: bool) -> Value {
    let week =
        |week: u32| counts.monday(week).map_or_else(|| json!(week), |monday| json!(monday.to_string()));
    let changes: Vec<Value> = listed(found, is_all)
        .map(|change| {
            json!({
                "person": counts.people.get(change.person as usize),
                "kind": counts.kinds.get(change.kind as usize),
                "direction": direction(change),
                "since_week": week(change.since_week),
                "factor": change.factor,
                "low": change.low,
                "high": change.high,
                "p": change.p,
                "flagged": change.flagged_week.is_some(),
                "flagged_week": change.flagged_week.map(week),
            })
        })
        .collect();
    json!({"watched": found.watched, "changes": changes})
}

fn direction(change: &Change) -> &'static str {
    match change.direction {
        Direction::Rise => "rise",
        Direction::Fall => "fall",
    }
}

fn as_text(counts: &Counts, found: &Scan, is_all: bool) -> String {
    let week =
        |week: u32| counts.monday(week).map_or_else(|| format!("week {week}"), |monday| monday.to_string());
    let mut lines = vec![format!(
        "{} people watched, {} changes flagged. At low rates most changes stay unseen for months.",
        found.watched,
        listed(found, false).count()
    )];
    for change in listed(found, is_all).take(SHOWN) {
        let empty = String::new();
        lines.push(format!(
            "  {} {}: {} by ×{:.2} ({:.2}–{:.2}) since {}, p = {:.1e}, {}",
            counts.people.get(change.person as usize).unwrap_or(&empty),
            counts.kinds.get(change.kind as usize).unwrap_or(&empty),
            direction(change),
            change.factor,
            change.low,
            change.high,
            week(change.since_week),
            change.p,
            change
                .flagged_week
                .map_or_else(|| "not flagged".to_owned(), |at| format!("flagged {}", week(at))),
        ));
    }
    if listed(found, is_all).count() > SHOWN {
        lines.push("  and more; --json has all of them".to_owned());
    }
    lines.join("\n")
}
