//! `leavewell risk weekly`: weekly counts from a list of events.

use std::{
    fs,
    io::{BufWriter, ErrorKind, Read as _, Write as _, stdin, stdout},
    path::{Path, PathBuf},
};

use clap::Args;
use risk::changes::{Weekly, count_weekly, monday_of};
use serde_json::json;

use crate::output::{Failed, Outcome, say};

/// The arguments.
#[derive(Debug, Args)]
pub(crate) struct WeeklyArguments {
    /// One event a row as CSV (person, date, kind), or - for standard input.
    events: PathBuf,
    /// Only say how many there are, and complain, in JSON.
    #[arg(long)]
    json: bool,
}

/// Answers.
pub(crate) fn run(arguments: &WeeklyArguments) -> Result<Outcome, Failed> {
    let file = arguments.events.display();
    let wrong = |code: &str, message: String, at: String| Failed::Input {
        code: code.to_owned(),
        message,
        at,
        is_json: arguments.json,
    };
    let text = read(&arguments.events).map_err(|error| {
        wrong("file.unreadable", format!("cannot be read ({error}); check the path"), file.to_string())
    })?;
    let weekly = count_weekly(&text).map_err(|error| match error {
        risk::Error::Row { line, column, problem } => {
            let message = if column.is_empty() { problem } else { format!("column {column}: {problem}") };
            wrong("row.refused", message, format!("{file}:{line}"))
        }
        other => wrong("input.refused", other.to_string(), file.to_string()),
    })?;
    drop(text);
    if arguments.json {
        say(&summary(&weekly).to_string());
    } else if let Err(error) = write(&weekly)
        && error.kind() != ErrorKind::BrokenPipe
    {
        let message = format!("cannot be written ({error}); make room and repeat");
        return Err(wrong("output.unwritable", message, "standard output".to_owned()));
    }
    Ok(Outcome::Answered)
}

fn read(events: &Path) -> std::io::Result<Vec<u8>> {
    if events.as_os_str() != "-" {
        return fs::read(events);
    }
    let mut text = Vec::new();
    stdin().lock().read_to_end(&mut text)?;
    Ok(text)
}

/// The sum of squares tells whether two programs that count the same events agree.
fn summary(weekly: &Weekly) -> serde_json::Value {
    let (mut counts, mut squares) = (0_usize, 0_usize);
    for one in weekly.counts() {
        counts += 1;
        squares += one.count * one.count;
    }
    json!({
        "events": weekly.events(),
        "people": weekly.people.len(),
        "kinds": weekly.kinds.len(),
        "counts": counts,
        "squares": squares,
    })
}

/// `person,kind,week,count`, the week by its Monday.
fn write(weekly: &Weekly) -> std::io::Result<()> {
    let mut out = BufWriter::new(stdout().lock());
    writeln!(out, "person,kind,week,count")?;
    let (mut week, mut monday) = (u32::MAX, String::new());
    for one in weekly.counts() {
        if one.week != week {
            week = one.week;
            monday = monday_of(week).map(|date| date.to_string()).unwrap_or_default();
        }
        let name = |list: &[String], at: usize| list.get(at).map(|name| quoted(name)).unwrap_or_default();
        let (person, kind) = (name(&weekly.people, one.person), name(&weekly.kinds, one.kind));
        writeln!(out, "{person},{kind},{monday},{}", one.count)?;
    }
    out.flush()
}

/// A name as a field; with marks where it has a comma or a mark itself.
fn quoted(name: &str) -> String {
    if name.contains([',', '"']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.to_owned() }
}
