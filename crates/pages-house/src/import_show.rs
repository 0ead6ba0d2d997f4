//! One import, however it stands: being read, to be looked at, or ended.

use std::collections::BTreeMap;

use app_people::{
    imports::{self, Phase, Preview, State as Standing, Watch},
    people::RowChange,
};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, Query, State as Shared},
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use frame::{
    State,
    failure::Failure,
    form::Fields,
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::ImportId;
use paper::import::{AttendanceTotals, Kind, Totals, schema};
use serde::{Deserialize, Serialize};
use store::imports::ImportRun;

use crate::{
    import_ended,
    import_facts::{Fact, facts, sheets},
    import_mapping,
    import_words::{self as words, GroupView, Head, groups},
};

/// So many changes stand on a page.
const CHANGES: usize = 50;

/// From which change on.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    from: usize,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<ImportId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (run, standing) = imports::open(&who.cx, id).await?;
    let surroundings = Layout::new(&state, &who, &uri);
    match standing {
        Standing::Working(watch) => layout::html(&working(surroundings, &run, &watch)),
        Standing::Ready(preview, trouble) => {
            layout::html(&preview_page(surroundings, &run, &preview, (trouble, asked.from)))
        }
        Standing::Unclear(found) => layout::html(&import_mapping::page(surroundings, &run, &found, None)),
        Standing::Interrupted { is_kept } => {
            let key = if is_kept { "import-interrupted" } else { "import-gone" };
            layout::html(&import_ended::page(surroundings, &run, (key, is_kept)))
        }
        Standing::Broken => layout::html(&import_ended::page(surroundings, &run, ("import-broken", true))),
        Standing::Ended => layout::html(&import_ended::page(surroundings, &run, ("", false))),
    }
}

#[derive(Template)]
#[template(path = "import_working.html")]
struct WorkingPage {
    layout: Layout,
    t: T,
    head: Head,
    poll: String,
    phase: String,
    done: u64,
    total: u64,
    is_writing: bool,
}

fn working(layout: Layout, run: &ImportRun, watch: &Watch) -> WorkingPage {
    let t = layout.t;
    let (done, total) = watch.rows();
    WorkingPage {
        head: Head::new(t, run, &run.kind),
        poll: urls::import_progress(run.id),
        phase: phase(t, watch),
        done,
        total,
        is_writing: watch.phase() == Phase::Writing,
        layout,
        t,
    }
}

/// What is being done, with the rows where they are counted.
pub(crate) fn phase(t: T, watch: &Watch) -> String {
    let (done, total) = watch.rows();
    match watch.phase() {
        Phase::Judging if total > 0 => {
            t.args("import-phase-judging", &[("done", done.into()), ("total", total.into())]).into_owned()
        }
        Phase::Judging => t.s("import-phase-opening").into_owned(),
        phase => t.s(&format!("import-phase-{}", phase.code())).into_owned(),
    }
}

/// How far it is, for the script of the page.
#[derive(Serialize)]
struct Progress {
    settled: bool,
    done: u64,
    total: u64,
    text: String,
}

/// The progress alone.
pub(crate) async fn progress(Signed(who): Signed, Path(id): Path<ImportId>) -> Result<Response, Failure> {
    let (_, standing) = imports::open(&who.cx, id).await?;
    let progress = match standing {
        Standing::Working(watch) => {
            let (done, total) = watch.rows();
            Progress { settled: false, done, total, text: phase(T(who.cx.lang()), &watch) }
        }
        _ => Progress { settled: true, done: 0, total: 0, text: String::new() },
    };
    let text = serde_json::to_string(&progress).map_err(app::Error::internal)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// A number with what it counts.
pub(crate) struct Figure {
    pub(crate) label: String,
    pub(crate) number: usize,
    pub(crate) tone: &'static str,
}

/// A change of one thing as printed.
struct ChangeView {
    key: String,
    name: String,
    fields: Vec<FieldView>,
}

struct FieldView {
    label: String,
    before: String,
    after: String,
}

#[derive(Template)]
#[template(path = "import_preview.html")]
struct PreviewPage {
    layout: Layout,
    t: T,
    head: Head,
    trouble: String,
    facts: Vec<Fact>,
    sheets: Vec<String>,
    figures: Vec<Figure>,
    totals: Vec<(String, String)>,
    accepted: usize,
    refused: usize,
    commit: String,
    commit_without: String,
    changes_nothing: bool,
    refused_groups: Vec<GroupView>,
    warnings: Vec<GroupView>,
    ignored: Vec<GroupView>,
    skipped: Vec<GroupView>,
    changes: Vec<ChangeView>,
    changes_title: String,
    changes_shown: String,
    previous: Option<String>,
    next: Option<String>,
    refused_href: String,
    refused_part: String,
    mapping_href: String,
}

fn preview_page(
    layout: Layout,
    run: &ImportRun,
    preview: &Preview,
    (trouble, from): (Option<&'static str>, usize),
) -> PreviewPage {
    let t = layout.t;
    let changed = preview.changes.changed.len();
    let from = if from < changed { from } else { 0 };
    let shown = preview.changes.changed.iter().skip(from).take(CHANGES);
    // What is recorded of somebody's leave is sensitive: only how many records change is told here.
    let is_listed = preview.recognition.kind != Kind::Events;
    let changes: Vec<ChangeView> = shown.filter(|_| is_listed).map(|change| change_view(t, change)).collect();
    let (accepted, refused) = (preview.counts.accepted, preview.counts.refused_rows);
    let at = |from: usize| format!("{}?from={from}#changes", urls::import(run.id));
    PreviewPage {
        head: Head::new(t, run, preview.recognition.kind.code()),
        trouble: trouble.map(|key| t.s(key).into_owned()).unwrap_or_default(),
        facts: facts(t, &preview.recognition),
        sheets: sheets(t, &preview.recognition),
        figures: figures(t, preview),
        totals: totals(t, &preview.totals),
        accepted,
        refused,
        commit: t.n("import-commit", accepted).into_owned(),
        commit_without: t.a2("import-commit-without", ("refused", refused), ("n", accepted)).into_owned(),
        changes_nothing: preview.changes_nothing(),
        refused_groups: groups(t, &preview.refused_groups),
        warnings: groups(t, &preview.warnings),
        ignored: groups(t, &preview.ignored),
        skipped: groups(t, &preview.skipped),
        changes_title: t.n("import-changes-title", changed).into_owned(),
        changes_shown: t
            .a2("import-changes-shown", ("from", from + 1), ("to", from + changes.len()))
            .into_owned(),
        previous: (is_listed && from > 0).then(|| at(from.saturating_sub(CHANGES))),
        next: (is_listed && from + CHANGES < changed).then(|| at(from + CHANGES)),
        changes,
        refused_href: urls::import_refused(run.id),
        refused_part: if refused > imports::HANDED_BACK {
            t.n("import-refused-part", imports::HANDED_BACK).into_owned()
        } else {
            String::new()
        },
        mapping_href: urls::import_mapping(run.id),
        layout,
        t,
    }
}

/// A value as people say it: codes by their words, nothing as a dash.
fn value_words(t: T, field: &str, value: &str) -> String {
    let key = match field {
        _ if value.is_empty() => return "—".to_owned(),
        "status" => format!("people-status-{value}"),
        "contract-kind" => format!("people-contract-{value}"),
        "leave-kind" => format!("people-leave-{value}"),
        "knowledge-kind" => format!("ho-kind-{value}"),
        "level" => format!("people-level-{value}"),
        _ => return value.to_owned(),
    };
    if t.has(&key) { t.s(&key).into_owned() } else { value.to_owned() }
}

fn change_view(t: T, change: &RowChange) -> ChangeView {
    let fields = change.fields.iter().map(|field| FieldView {
        label: t.s(&format!("people-field-{}", field.field)).into_owned(),
        before: value_words(t, field.field, &field.before),
        after: value_words(t, field.field, &field.after),
    });
    ChangeView { key: change.key.clone(), name: change.name.clone(), fields: fields.collect() }
}

fn figures(t: T, preview: &Preview) -> Vec<Figure> {
    let figure = |key: &str, number: usize, tone: &'static str| Figure {
        label: t.s(key).into_owned(),
        number,
        tone: if number == 0 { "" } else { tone },
    };
    let (counts, changes) = (&preview.counts, &preview.changes);
    vec![
        figure("import-figure-accepted", counts.accepted, "text-good"),
        figure("import-figure-refused", counts.refused_rows, "text-bad"),
        figure("import-figure-ignored", counts.ignored, ""),
        figure("import-figure-skipped", counts.skipped, ""),
        figure("import-figure-added", changes.added, "text-brand"),
        figure("import-figure-changed", changes.changed.len(), "text-caution"),
        figure("import-figure-same", changes.same, ""),
    ]
}

/// Sums over the accepted rows: per kind of leave, or how many items.
fn totals(t: T, totals: &Totals) -> Vec<(String, String)> {
    match totals {
        Totals::None => Vec::new(),
        Totals::Leave(sums) => {
            let codes = leave_codes();
            let sum = |(word, sum): (&&str, &paper::import::LeaveTotals)| {
                let name = codes
                    .get(*word)
                    .map_or_else(|| (*word).to_owned(), |code| words::value_name(t, "kind", code));
                let sum = t.a2("import-total-leave", ("events", sum.events), ("days", sum.days));
                (name, sum.into_owned())
            };
            sums.iter().map(sum).collect()
        }
        Totals::Entries(counts) => counts
            .iter()
            .map(|(word, count)| {
                let code = entry_code(word);
                (words::value_name(t, "category", code.unwrap_or(word)), count.to_string())
            })
            .collect(),
        Totals::Attendance(sums) => attendance(t, sums),
        Totals::Knowledge { items } => {
            vec![(t.s("import-total-items").into_owned(), items.to_string())]
        }
    }
}

fn attendance(t: T, sums: &AttendanceTotals) -> Vec<(String, String)> {
    let codes = leave_codes();
    let leave = sums.leave.iter().map(|(word, (events, hours))| {
        let name =
            codes.get(*word).map_or_else(|| (*word).to_owned(), |code| words::value_name(t, "kind", code));
        (name, t.a2("import-total-hours", ("events", *events), ("hours", hours.to_string())).into_owned())
    });
    let figure = |key: &str, number: u64| (t.s(key).into_owned(), number.to_string());
    let days = [
        figure("import-total-late", sums.late),
        figure("import-total-late-minutes", sums.late_minutes),
        figure("import-total-early", sums.early),
        figure("import-total-missing-card", sums.missing_card),
    ];
    let month = sums.month.map(|month| {
        [
            figure("import-total-absent", month.absent_days),
            figure("import-total-rest", month.rest_days),
            figure("import-total-person-days", month.person_days),
        ]
    });
    leave.chain(days).chain(month.into_iter().flatten()).collect()
}

/// The code of a kind of entry by the word that is kept of it.
fn entry_code(word: &str) -> Option<&'static str> {
    if word == "面谈" {
        return Some("talk");
    }
    let fields = schema(Kind::Events).layouts.iter().filter_map(|layout| layout.field("category"));
    fields.flat_map(|field| &field.values).find(|value| value.says == word).map(|value| value.code.as_str())
}

/// The kinds of leave by the word that is kept of them.
fn leave_codes() -> BTreeMap<&'static str, &'static str> {
    let fields = schema(Kind::Events).layouts.iter().filter_map(|layout| layout.field("kind"));
    fields.flat_map(|field| &field.values).map(|value| (value.says.as_str(), value.code.as_str())).collect()
}

/// Gives the import up.
pub(crate) async fn cancel(Signed(who): Signed, Path(id): Path<ImportId>) -> Result<Response, Failure> {
    imports::cancel(&who.cx, id).await?;
    Ok(layout::done_at("/imports", "import-cancelled"))
}

/// Reads the kept file again.
pub(crate) async fn read_again(Signed(who): Signed, Path(id): Path<ImportId>) -> Result<Response, Failure> {
    imports::read_again(&who.cx, id).await?;
    Ok(Redirect::to(&urls::import(id)).into_response())
}

/// Stores what was looked at.
pub(crate) async fn commit(
    Signed(who): Signed,
    Path(id): Path<ImportId>,
    fields: Fields,
) -> Result<Response, Failure> {
    imports::commit(&who.cx, id, fields.is_on("leave_out")).await?;
    Ok(Redirect::to(&urls::import(id)).into_response())
}

/// The refused rows, to be mended and brought again.
pub(crate) async fn refused(Signed(who): Signed, Path(id): Path<ImportId>) -> Result<Response, Failure> {
    let bytes = imports::refused_workbook(&who.cx, id, &words::Refusals(T(who.cx.lang()))).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"refused-rows.xlsx\""),
    ];
    Ok((headers, bytes).into_response())
}
