//! What the pages of the knowledge map say alike: levels, sources, kinds, parts of a date's statement.

use frame::i18n::T;
use kernel::Date;

/// A choice of a form.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) is_chosen: bool,
}

impl Choice {
    pub(crate) fn new(value: &(impl ToString + ?Sized), label: impl Into<String>, chosen: &str) -> Self {
        let value = value.to_string();
        Self { is_chosen: value == chosen, label: label.into(), value }
    }
}

/// The name of a level.
pub(crate) fn level(t: T, level: impl Into<i64>) -> String {
    let key = match level.into() {
        0 => "people-level-0",
        1 => "people-level-1",
        2 => "people-level-2",
        3 => "people-level-3",
        _ => "people-level-4",
    };
    t.s(key).into_owned()
}

/// The five levels to choose from.
pub(crate) fn levels(t: T, chosen: &str) -> Vec<Choice> {
    (0_i64..=4)
        .map(|number| Choice::new(&number, format!("{number} · {}", level(t, number)), chosen))
        .collect()
}

/// Where a statement comes from: a word of ours for a code of ours, a file's own word otherwise.
pub(crate) fn source(t: T, source: &str) -> String {
    let key = format!("knowledge-source-{source}");
    if t.has(&key) { t.s(&key).into_owned() } else { source.to_owned() }
}

/// The kind of an item: a word of ours for a code of ours, the company's own word otherwise.
pub(crate) fn kind(t: T, kind: &str) -> String {
    let key = format!("ho-kind-{kind}");
    if t.has(&key) { t.s(&key).into_owned() } else { kind.to_owned() }
}

/// Source and day of a statement.
pub(crate) fn said(t: T, from: &str, seen_on: Option<Date>) -> String {
    match seen_on {
        Some(day) => t.a2("knowledge-said", ("source", source(t, from)), ("day", t.date(day))).into_owned(),
        None => source(t, from),
    }
}

/// A count as texts take it.
pub(crate) fn count(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

/// The share of a part, 0 of nothing.
#[expect(clippy::cast_precision_loss, reason = "counts and weights stay far below 2^52")]
pub(crate) fn share(part: i64, whole: i64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
