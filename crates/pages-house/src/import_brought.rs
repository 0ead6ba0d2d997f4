//! Several files that were brought at once: each is an import of its own, with a verdict of its own.

use app_people::imports::{self, State as Standing};
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
use kernel::ImportId;
use serde::Deserialize;
use store::imports::ImportRun;

use crate::{import_show::phase, import_words as words};

/// So many files are brought at once at most.
pub(crate) const MOST_FILES: usize = 30;

/// Which.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    ids: String,
}

/// One of them, as printed.
struct Row {
    href: String,
    file_name: String,
    kind: String,
    verdict: String,
    tone: &'static str,
    poll: String,
    text_id: String,
}

#[derive(Template)]
#[template(path = "import_brought.html")]
struct BroughtPage {
    layout: Layout,
    t: T,
    rows: Vec<Row>,
    is_working: bool,
}

/// The address of the page for these imports.
pub(crate) fn address(ids: &[ImportId]) -> String {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    format!("/imports/brought?ids={}", ids.join("."))
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let ids: Vec<ImportId> = asked.ids.split('.').filter_map(|id| id.parse().ok()).take(MOST_FILES).collect();
    let found = imports::open_all(&who.cx, &ids).await?;
    let layout = Layout::new(&state, &who, &uri);
    let t = layout.t;
    let rows: Vec<Row> = found.iter().map(|(run, standing)| row(t, run, standing)).collect();
    layout::html(&BroughtPage { t, is_working: rows.iter().any(|row| !row.poll.is_empty()), rows, layout })
}

fn row(t: T, run: &ImportRun, standing: &Standing) -> Row {
    let kind = match standing {
        Standing::Ready(preview, _) => preview.recognition.kind.code(),
        Standing::Unclear(found) => found.kind.code(),
        _ => &run.kind,
    };
    let (verdict, tone) = verdict(t, run, standing);
    let is_working = matches!(standing, Standing::Working(_));
    Row {
        href: urls::import(run.id),
        file_name: run.file_name.clone(),
        kind: words::kind_name(t, kind),
        verdict,
        tone,
        poll: if is_working { urls::import_progress(run.id) } else { String::new() },
        text_id: format!("phase-{}", run.id),
    }
}

fn verdict(t: T, run: &ImportRun, standing: &Standing) -> (String, &'static str) {
    match standing {
        Standing::Working(watch) => (phase(t, watch), "brand"),
        Standing::Unclear(_) => (t.s("import-verdict-unclear").into_owned(), "caution"),
        Standing::Ready(preview, _) => {
            let counts = &preview.counts;
            let tone = if counts.refused_rows == 0 { "good" } else { "caution" };
            let verdict =
                t.a2("import-verdict-ready", ("accepted", counts.accepted), ("refused", counts.refused_rows));
            (verdict.into_owned(), if counts.accepted == 0 { "bad" } else { tone })
        }
        Standing::Interrupted { .. } | Standing::Broken => {
            (t.s("import-verdict-interrupted").into_owned(), "caution")
        }
        Standing::Ended if run.status == "failed" => {
            let report = imports::Report::from_json(&run.report);
            (words::file_error(t, &report.file_error), "bad")
        }
        Standing::Ended => (t.s(&format!("import-status-{}", run.status)).into_owned(), "good"),
    }
}
