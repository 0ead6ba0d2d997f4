//! An import that ended, or that cannot go on by itself.

use std::collections::BTreeMap;

use app_people::imports::Report;
use askama::Template;
use frame::{i18n::T, layout::Layout, urls};
use store::imports::ImportRun;

use crate::{
    import_show::Figure,
    import_words::{self as words, Head},
};

#[derive(Template)]
#[template(path = "import_ended.html")]
pub(crate) struct EndedPage {
    layout: Layout,
    t: T,
    head: Head,
    tone: &'static str,
    sentence: String,
    figures: Vec<Figure>,
    groups: Vec<(String, Vec<(String, usize)>)>,
    can_read_again: bool,
    is_open: bool,
    list_href: &'static str,
    list_label: String,
    undo_href: String,
    undone: String,
}

pub(crate) fn page(
    layout: Layout,
    run: &ImportRun,
    (key, can_read_again): (&'static str, bool),
) -> EndedPage {
    let t = layout.t;
    let report = Report::from_json(&run.report);
    let is_done = run.status == "done";
    let (list_href, list_key) = match run.kind.as_str() {
        "roster" => ("/people", "nav-people"),
        "events" => ("/ledgers/events", "nav-ledgers"),
        "knowledge" => ("/ledgers/knowledge", "nav-ledgers"),
        "channels" => ("/ledgers/channels", "nav-ledgers"),
        "assets" => ("/ledgers/assets", "nav-ledgers"),
        "projects" => ("/ledgers/projects", "nav-ledgers"),
        _ => ("/imports", "nav-imports"),
    };
    let changed = is_done && run.added + run.changed > 0;
    EndedPage {
        head: Head::new(t, run, &run.kind),
        tone: match run.status.as_str() {
            "done" => "good",
            "failed" => "bad",
            _ => "caution",
        },
        sentence: sentence(t, run, key, &report),
        figures: if is_done || run.status == "undone" { done_figures(t, run) } else { Vec::new() },
        groups: if is_done { reported(t, &report) } else { Vec::new() },
        can_read_again,
        is_open: run.status == "open",
        list_href,
        list_label: t.s(list_key).into_owned(),
        undo_href: if changed { urls::import_undo(run.id) } else { String::new() },
        undone: undone(t, run),
        layout,
        t,
    }
}

/// Who took it back, and when.
fn undone(t: T, run: &ImportRun) -> String {
    let Some(when) = run.undone_at else { return String::new() };
    let who = if run.undone_by_name.is_empty() {
        t.s("import-by-system").into_owned()
    } else {
        run.undone_by_name.clone()
    };
    t.a2("import-undone-by", ("who", who), ("when", t.instant(when))).into_owned()
}

fn sentence(t: T, run: &ImportRun, key: &str, report: &Report) -> String {
    match run.status.as_str() {
        "done" if run.added == 0 && run.changed == 0 => t.s("import-done-nothing").into_owned(),
        "done" => t.a2("import-done", ("added", run.added), ("changed", run.changed)).into_owned(),
        "failed" => words::file_error(t, &report.file_error),
        "cancelled" => t.s("import-cancelled").into_owned(),
        "undone" => t.s("import-undone").into_owned(),
        _ => t.s(key).into_owned(),
    }
}

fn done_figures(t: T, run: &ImportRun) -> Vec<Figure> {
    let figure = |key: &str, number: i64| Figure {
        label: t.s(key).into_owned(),
        number: usize::try_from(number).unwrap_or(0),
        tone: "",
    };
    vec![
        figure("import-figure-accepted", run.accepted),
        figure("import-figure-left-out", run.refused),
        figure("import-figure-added", run.added),
        figure("import-figure-changed", run.changed),
        figure("import-figure-same", run.same),
    ]
}

/// By reason how many rows; what stood in them is not kept.
fn reported(t: T, report: &Report) -> Vec<(String, Vec<(String, usize)>)> {
    let parts = [
        ("import-refused-title", &report.refused),
        ("import-warnings-title", &report.warnings),
        ("import-ignored-title", &report.ignored),
        ("import-skipped-title", &report.skipped),
    ];
    let lines = |sums: &BTreeMap<String, usize>| {
        sums.iter().map(|(code, count)| (words::finding(t, code), *count)).collect::<Vec<_>>()
    };
    let filled = parts.into_iter().filter(|(_, sums)| !sums.is_empty());
    filled.map(|(key, sums)| (t.s(key).into_owned(), lines(sums))).collect()
}
