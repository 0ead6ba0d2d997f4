//! The record of a departure: the entries of the evidence log that concern it, in words.

use app::cases::get_departure;
use app_departure::departures::{self, RecordEntry};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, Query, State as Shared},
    response::Response,
};
use departure_head::{Head, Page};
use frame::{
    State,
    failure::Failure,
    guard::Signed,
    i18n::{FluentValue, T},
    layout::{self, Layout},
    urls,
};
use kernel::{Date, DepartureId, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use crate::departure_words::{ground_label, step_label, task_title};

/// From where on.
#[derive(Deserialize)]
pub(crate) struct RecordQuery {
    before: Option<i64>,
}

struct Row {
    seq: i64,
    at: String,
    actor: String,
    words: String,
    leaf: String,
}

#[derive(Template)]
#[template(path = "departure_record.html")]
struct RecordPage {
    layout: Layout,
    t: T,
    head: Head,
    rows: Vec<Row>,
    next: String,
}

/// The list, the newest first.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    Query(query): Query<RecordQuery>,
) -> Result<Response, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let case = get_departure(cx, id).await?;
    let entries = departures::list_record(cx, id, query.before).await?;
    let last = entries.last().filter(|last| entries.len() >= 50 && last.seq > 0);
    let next =
        last.map(|last| format!("{}/record?before={}", urls::departure(id), last.seq)).unwrap_or_default();
    let page = RecordPage {
        head: Head::of(cx, &case, Page::Record).await?,
        layout: Layout::new(&state, &who, &uri),
        t,
        rows: entries.iter().map(|entry| row(t, entry)).collect(),
        next,
    };
    layout::html(&page)
}

fn row(t: T, entry: &RecordEntry) -> Row {
    Row {
        seq: entry.seq,
        at: t.instant(entry.at),
        actor: if entry.actor.is_empty() {
            t.s("dep-record-system").into_owned()
        } else {
            entry.actor.clone()
        },
        words: words(t, entry),
        leaf: entry.leaf.chars().take(16).collect(),
    }
}

/// The sentence for a kind of entry, filled with what the entry commits to; other areas bring their own sentences.
fn words(t: T, entry: &RecordEntry) -> String {
    let key = format!("record-{}", entry.kind.replace('.', "-"));
    if !t.has(&key) {
        return t.a("dep-record-other", "kind", &entry.kind).into_owned();
    }
    let values: Vec<(&'static str, FluentValue<'_>)> = NAMES
        .iter()
        .map(|name| {
            let held =
                entry.fields.iter().find(|(field, _)| field == name).map_or(&Value::Null, |(_, value)| value);
            (*name, value(t, name, held))
        })
        .collect();
    t.args(&key, &values).into_owned()
}

/// The fields that sentences may name.
const NAMES: [&str; 27] = [
    "number",
    "ground",
    "status",
    "notice_on",
    "last_day",
    "legal_end",
    "old_notice_on",
    "old_last_day",
    "old_legal_end",
    "moved",
    "kept",
    "from_stage",
    "stage",
    "at",
    "restored",
    "left",
    "left_on",
    "subject",
    "reason",
    "task",
    "due_on",
    "step",
    "label",
    "kind",
    "receiver",
    "what",
    "file_name",
];

fn value(t: T, name: &str, held: &Value) -> FluentValue<'static> {
    let text = match held {
        Value::Number(number) => return FluentValue::from(number.as_i64().unwrap_or_default()),
        Value::String(text) => text.as_str(),
        _ => return FluentValue::from(String::new()),
    };
    let words = match name {
        "ground" => ground_label(t, text),
        "status" => t.s(&format!("dep-status-{text}")).into_owned(),
        "stage" | "from_stage" => t.s(&format!("dep-stage-{text}")).into_owned(),
        "task" | "label" => task_title(t, text, ""),
        "step" => step_label(t, text),
        "kind" => t.s(&format!("dep-pointer-{text}")).into_owned(),
        _ => moment(t, text).unwrap_or_else(|| text.to_owned()),
    };
    FluentValue::from(words)
}

/// Dates and instants as the reader writes them; nothing for any other text.
fn moment(t: T, text: &str) -> Option<String> {
    if let Ok(date) = text.parse::<Date>() {
        return (text.len() == 10).then(|| t.date(date));
    }
    text.parse::<Timestamp>().ok().map(|at| t.instant(at))
}
