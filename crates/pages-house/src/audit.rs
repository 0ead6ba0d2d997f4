//! What an auditor reads: who looked at what, and the log of evidence.

use app::audit;
use askama::Template;
use axum::{
    extract::{OriginalUri, Query, State as Shared},
    response::Response,
};
use frame::{
    State,
    failure::Failure,
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use serde::Deserialize;

/// Before which look and which entry the pages begin.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    looks: String,
    entries: String,
}

struct LookLine {
    at: String,
    who: String,
    whom: String,
    class: String,
    reason: String,
}

struct EntryLine {
    seq: i64,
    at: String,
    what: String,
    kind: String,
    actor: String,
    leaf: String,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    layout: Layout,
    t: T,
    size: u64,
    root: String,
    looks: Vec<LookLine>,
    entries: Vec<EntryLine>,
    first_looks: Option<String>,
    next_looks: Option<String>,
    first_entries: Option<String>,
    next_entries: Option<String>,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let found = audit::open_audit(&who.cx, &asked.looks, asked.entries.parse().ok()).await?;
    let address =
        |looks: &str, entries: &str| urls::with_query("/audit", &[("looks", looks), ("entries", entries)]);
    let page = AuditPage {
        layout: Layout::new(&state, &who, &uri),
        t,
        size: found.size,
        root: found.root,
        first_looks: (!asked.looks.is_empty()).then(|| address("", &asked.entries)),
        next_looks: found.next_look.map(|next| format!("{}#looks", address(&next, &asked.entries))),
        first_entries: (!asked.entries.is_empty()).then(|| format!("{}#log", address(&asked.looks, ""))),
        next_entries: found
            .next_entry
            .map(|next| format!("{}#log", address(&asked.looks, &next.to_string()))),
        looks: found.looks.into_iter().map(|look| look_line(t, look)).collect(),
        entries: found.entries.into_iter().map(|entry| entry_line(t, entry)).collect(),
    };
    layout::html(&page)
}

fn look_line(t: T, look: store::looks::Look) -> LookLine {
    LookLine {
        at: t.instant(look.at),
        who: look.display_name,
        whom: look.subject_name,
        class: t.s(&format!("field-class-{}", look.field_class)).into_owned(),
        reason: look.reason,
    }
}

/// What happened, in words; a kind without words stands there by its code alone.
fn event_words(t: T, kind: &str) -> String {
    let key = format!("event-{}", kind.replace('.', "-"));
    if t.has(&key) { t.s(&key).into_owned() } else { String::new() }
}

fn entry_line(t: T, entry: audit::EntryLine) -> EntryLine {
    EntryLine {
        seq: entry.seq,
        at: entry.at.map(|at| t.instant(at)).unwrap_or_default(),
        what: event_words(t, &entry.kind),
        kind: entry.kind,
        actor: entry.actor.unwrap_or_else(|| t.s("audit-system").into_owned()),
        leaf: entry.leaf.chars().take(16).collect(),
    }
}
