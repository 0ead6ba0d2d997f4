//! An answer as text for people: one name and value a line, lists and groups indented.

use std::fmt::Write as _;

use serde_json::Value;

/// The text.
pub(super) fn text(answer: &Value) -> String {
    let mut out = String::new();
    write(answer, 0, &mut out);
    out.trim_end().to_owned()
}

fn write(value: &Value, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by_key(|(name, _)| (rank(name), name.as_str()));
            for (name, value) in entries {
                if is_empty(value) {
                    continue;
                }
                if let Some(text) = plain(value) {
                    let _ = writeln!(out, "{indent}{name}: {text}");
                } else {
                    let _ = writeln!(out, "{indent}{name}");
                    write(value, depth + 1, out);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                if let Some(text) = plain(item) {
                    let _ = writeln!(out, "{indent}- {text}");
                } else {
                    let _ = writeln!(out, "{indent}-");
                    write(item, depth + 1, out);
                }
            }
        }
        other => {
            let _ = writeln!(out, "{indent}{other}");
        }
    }
}

/// What is read first stands first; names that are not listed keep the alphabet in between.
fn rank(name: &str) -> usize {
    const FIRST: [&str; 9] =
        ["id", "rule", "line", "effect", "amount", "inputs", "result", "lines", "total_before_tax"];
    const LAST: [&str; 9] = [
        "warnings",
        "contested",
        "steps",
        "rejected",
        "procedure",
        "citations",
        "parameters",
        "rules",
        "why",
    ];
    let place = |names: &[&str]| names.iter().position(|known| *known == name);
    match (place(&FIRST), place(&LAST)) {
        (Some(first), _) => first,
        (None, Some(last)) => FIRST.len() + 1 + last,
        (None, None) => FIRST.len(),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

/// A value that fits on its name's line: a plain one, a citation, a parameter, a step's inputs.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null => Some("–".to_owned()),
        Value::Array(items) => {
            let parts: Option<Vec<_>> =
                items.iter().map(|item| item.get("text").and_then(Value::as_str)).collect();
            parts.map(|parts| parts.join("; "))
        }
        Value::Object(entries) => {
            if let Some(text) = entries.get("text").and_then(Value::as_str) {
                let grade = entries.get("grade").and_then(Value::as_str).unwrap_or_default();
                return Some(format!("{text} [{grade}]"));
            }
            let parts: Option<Vec<_>> = entries
                .iter()
                .map(|(name, value)| match value {
                    Value::String(text) => Some(format!("{name} {text}")),
                    Value::Number(_) | Value::Bool(_) => Some(format!("{name} {value}")),
                    _ => None,
                })
                .collect();
            parts.map(|parts| parts.join(", "))
        }
    }
}
