//! Facts from a file, with the place of whatever is wrong with them.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::{Value, error::Category};
use serde_path_to_error::Segment;

use crate::{commands::input, output::Failed};

/// Reads the facts; what is wrong is named by its JSON pointer, broken JSON by its line and column.
pub(super) fn read<Q: DeserializeOwned>(file: &Path, is_json: bool) -> Result<Q, Failed> {
    let failed = |code: &str, message: String, at: String| Failed::Input {
        code: code.to_owned(),
        message,
        at,
        is_json,
    };
    let name = file.display();
    let text = input::text(file, is_json)?;
    let place = |error: &serde_json::Error| format!("{name}:{}:{}", error.line(), error.column());
    let whole: Value =
        serde_json::from_str(&text).map_err(|error| failed("syntax", error.to_string(), place(&error)))?;
    if let Some(at) = list_for_object(&whole) {
        let message = "an object with named fields is expected, not a list or a plain value";
        return Err(failed("wrong_value", message.to_owned(), at));
    }
    let mut reader = serde_json::Deserializer::from_str(&text);
    let question = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer(error.path());
        let inner = error.into_inner();
        if inner.classify() != Category::Data {
            return failed("syntax", inner.to_string(), place(&inner));
        }
        let says = without_place(&inner);
        let field = pointer.trim_start_matches('/').to_owned();
        if says.starts_with("unknown field") {
            return failed("unknown_field", says, pointer);
        }
        failed("wrong_value", if field.is_empty() { says } else { format!("{field}: {says}") }, pointer)
    })?;
    Ok(question)
}

/// Where a list stands for an object: read by position, its values would be taken for fields that nobody named.
fn list_for_object(whole: &Value) -> Option<String> {
    let Value::Object(fields) = whole else { return Some(String::new()) };
    if fields.get("annual_leave").is_some_and(Value::is_array) {
        return Some("/annual_leave".to_owned());
    }
    let items = fields.get("items").and_then(Value::as_array)?;
    items.iter().position(Value::is_array).map(|place| format!("/items/{place}"))
}

/// What serde says, without the line and column that the pointer replaces.
fn without_place(error: &serde_json::Error) -> String {
    let says = error.to_string();
    match says.rfind(" at line ") {
        Some(end) => says.get(..end).unwrap_or(&says).to_owned(),
        None => says,
    }
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Map { key } => Some(format!("/{}", escape(key))),
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}
