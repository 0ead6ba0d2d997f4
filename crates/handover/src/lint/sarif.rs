//! Findings as SARIF 2.1.0, the form that code review tools read.

use std::fmt::Write as _;

use kernel::Lang;
use serde_json::{Value, json};

use super::{Finding, Level, LintReport, rules::Rule};

/// The findings of files as one SARIF log; messages in this language, or in that of each note.
pub fn sarif(files: &[(String, &LintReport)], lang: Option<Lang>) -> Value {
    let rules: Vec<Value> = Rule::all().map(|rule| descriptor(rule, lang.unwrap_or(Lang::En))).collect();
    let results: Vec<Value> = files
        .iter()
        .flat_map(|(file, report)| {
            report.findings.iter().map(|one| result(file, one, lang.unwrap_or(report.lang)))
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "leavewell-handover-lint", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn descriptor(rule: Rule, lang: Lang) -> Value {
    json!({
        "id": rule.id(),
        "name": rule.name(),
        "shortDescription": {"text": rule.message(lang)},
        "defaultConfiguration": {"level": level(rule.level())},
    })
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Suggestion => "note",
    }
}

fn result(file: &str, finding: &Finding, lang: Lang) -> Value {
    let length = finding.excerpt.chars().count();
    json!({
        "ruleId": finding.rule.id(),
        "ruleIndex": Rule::all().position(|rule| rule == finding.rule),
        "level": level(finding.rule.level()),
        "message": {"text": finding.rule.message(lang)},
        "locations": [{
            "physicalLocation": {
                "artifactLocation": {"uri": uri(file)},
                "region": {
                    "startLine": finding.line,
                    "startColumn": finding.column,
                    "endColumn": finding.column + length,
                    "snippet": {"text": finding.excerpt},
                },
            },
        }],
    })
}

/// A file name as a relative reference: what may not stand there is written in percent.
fn uri(file: &str) -> String {
    let mut uri = String::with_capacity(file.len());
    for byte in file.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~') {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
