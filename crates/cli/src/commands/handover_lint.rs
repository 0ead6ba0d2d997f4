//! `leavewell handover lint`: what is missing, vague or gone with the leaver in handover notes.

use std::path::{Path, PathBuf};

use ::handover::lint::{Finding, Inventory, LintOptions, LintReport, add_duplicates, lint, sarif};
use clap::{Args, ValueEnum};
use kernel::{Date, Lang, Timestamp};
use serde_json::{Value, json};

use crate::{
    commands::input,
    output::{Failed, Outcome, say},
};

/// `leavewell handover lint`.
#[derive(Debug, Args)]
pub(crate) struct LintArguments {
    /// Notes in Markdown or plain text, or - for standard input.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The form of the answer.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// How much the items matter, from 1 to 100.
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=100))]
    criticality: Option<u8>,
    /// The links, paths, numbers and people there are: JSON, or a name a line with the day of its last change.
    #[arg(long)]
    inventory: Option<PathBuf>,
    /// The language of the messages: zh or en; otherwise that of each note.
    #[arg(long, value_enum)]
    lang: Option<Language>,
    /// Answer, and complain, in JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    #[value(alias = "zh-CN")]
    Zh,
    En,
}

impl LintArguments {
    fn is_json(&self) -> bool {
        self.json || matches!(self.format, Some(Format::Json | Format::Sarif))
    }

    fn lang(&self) -> Option<Lang> {
        self.lang.map(|lang| match lang {
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        })
    }

    fn inventory(&self) -> Result<Option<Inventory>, Failed> {
        let Some(file) = &self.inventory else { return Ok(None) };
        let text = input::text(file, self.is_json())?;
        let inventory = Inventory::read(&text).map_err(|error| {
            let at = match &error {
                ::handover::Error::Json { line, column, .. } => format!("{}:{line}:{column}", file.display()),
                _ => file.display().to_string(),
            };
            let message = format!("{error}; lists are links, paths, issues, people and entries");
            Failed::Input { code: "inventory".to_owned(), message, at, is_json: self.is_json() }
        })?;
        Ok(Some(inventory))
    }
}

/// Answers.
pub(crate) fn run(arguments: &LintArguments) -> Result<Outcome, Failed> {
    let inventory = arguments.inventory()?;
    let mut notes = Vec::new();
    for file in &arguments.files {
        notes.push(input::text(file, arguments.is_json())?);
    }
    let lints = arguments.files.iter().zip(&notes).map(|(file, note)| {
        let written = written(file);
        lint(
            note,
            &LintOptions { criticality: arguments.criticality, inventory: inventory.as_ref(), written },
        )
    });
    let mut reports: Vec<LintReport> = lints.collect();
    add_duplicates(&notes, &mut reports);
    answer(arguments, &reports);
    let has_error = reports.iter().any(LintReport::has_error);
    Ok(if has_error { Outcome::CheckFailed } else { Outcome::Answered })
}

/// The day a file last changed; a note may give its own, which counts for more.
fn written(file: &Path) -> Option<Date> {
    let changed = std::fs::metadata(file).ok()?.modified().ok()?;
    Timestamp::try_from(changed).ok()?.to_string().get(..10)?.parse().ok()
}

fn answer(arguments: &LintArguments, reports: &[LintReport]) {
    let names: Vec<String> = arguments.files.iter().map(|file| file.display().to_string()).collect();
    let lang = arguments.lang();
    let pairs = || names.iter().zip(reports);
    match (arguments.format, arguments.json) {
        (Some(Format::Sarif), _) => {
            let files: Vec<(String, &LintReport)> =
                pairs().map(|(name, report)| (name.clone(), report)).collect();
            say(&sarif(&files, lang).to_string());
        }
        (Some(Format::Json), _) | (None, true) => {
            let files: Vec<Value> = pairs().map(|(name, report)| as_json(name, report, lang)).collect();
            say(&json!({ "files": files }).to_string());
        }
        _ => pairs().for_each(|(name, report)| say(&as_text(name, report, lang))),
    }
}

fn as_json(name: &str, report: &LintReport, lang: Option<Lang>) -> Value {
    let lang = lang.unwrap_or(report.lang);
    let finding = |one: &Finding| {
        json!({
            "id": one.rule.id(),
            "level": one.rule.level().code(),
            "line": one.line,
            "column": one.column,
            "excerpt": one.excerpt,
            "message": one.rule.message(lang),
        })
    };
    let findings: Vec<Value> = report.findings.iter().map(finding).collect();
    json!({"file": name, "score": report.score(), "usable": report.is_usable(), "findings": findings})
}

fn as_text(name: &str, report: &LintReport, lang: Option<Lang>) -> String {
    let lang = lang.unwrap_or(report.lang);
    let mut lines: Vec<String> = report
        .findings
        .iter()
        .map(|one| {
            let place = format!("{name}:{}:{}", one.line, one.column);
            let excerpt = if one.excerpt.is_empty() { String::new() } else { format!("  [{}]", one.excerpt) };
            format!(
                "{place}: {} {}: {}{excerpt}",
                one.rule.level().code(),
                one.rule.id(),
                one.rule.message(lang)
            )
        })
        .collect();
    lines.push(summary(name, report, lang));
    lines.join("\n")
}

fn summary(name: &str, report: &LintReport, lang: Lang) -> String {
    let (score, count) = (report.score(), report.findings.len());
    match (lang, report.is_usable()) {
        (Lang::Zh, true) => format!("{name}：{score} 分，{count} 处，可以使用。"),
        (Lang::Zh, false) => format!("{name}：{score} 分，{count} 处，还不能使用。"),
        (Lang::En, true) => format!("{name}: {score} of 100, {count} findings, usable."),
        (Lang::En, false) => format!("{name}: {score} of 100, {count} findings, not usable yet."),
    }
}
