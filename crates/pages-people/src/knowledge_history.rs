//! Code histories: what was read on the server, who its authors are, which folder is which item.

use app::{Error, sign_in::Authenticated};
use app_knowledge::knowledge::{self as map, HistoryView, Sort};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use kernel::HistoryId;

use super::knowledge_words::Choice;
use frame::{
    State,
    failure::Failure,
    form::{Fields, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
};

struct HistoryRow {
    href: String,
    name: String,
    read_at: String,
    ends_on: String,
    factor: String,
    applied_at: String,
}

#[derive(Template)]
#[template(path = "knowledge_histories.html")]
struct HistoriesPage {
    layout: Layout,
    t: T,
    rows: Vec<HistoryRow>,
}

/// The list.
pub(crate) async fn list(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let rows = map::list_histories(&who.cx).await?;
    let row = |history: store::knowledge::histories::CodeHistory| HistoryRow {
        href: here(history.id),
        name: history.name.clone(),
        read_at: t.instant(history.read_at),
        ends_on: t.date(history.ends_on),
        factor: report(&history.report).get("tf").map(ToString::to_string).unwrap_or_default(),
        applied_at: history.applied_at.map(|at| t.instant(at)).unwrap_or_default(),
    };
    let page = HistoriesPage {
        layout: Layout::new(&state, &who, &uri),
        t,
        rows: rows.into_iter().map(row).collect(),
    };
    layout::html(&page)
}

struct AuthorRow {
    author: String,
    files: i64,
    last_on: String,
    person: String,
    proposal: String,
    state: &'static str,
    class: &'static str,
}

struct FolderRow {
    path: String,
    files: i64,
    weight: i64,
    item: String,
    item_href: String,
    is_left_out: bool,
    is_open: bool,
}

struct IdentityRow {
    name: String,
    email: String,
    author: String,
    why: String,
    by_hand: String,
    label: String,
}

#[derive(Template)]
#[template(path = "knowledge_history.html")]
struct HistoryPage {
    layout: Layout,
    t: T,
    refused: String,
    base: String,
    name: String,
    read: String,
    metrics: Vec<(String, String)>,
    recent: Vec<(String, String)>,
    warnings: Vec<String>,
    authors: Vec<AuthorRow>,
    folders: Vec<FolderRow>,
    items: Vec<Choice>,
    identities: Vec<IdentityRow>,
    waiting: usize,
    applied_at: String,
}

fn here(id: HistoryId) -> String {
    format!("/knowledge/histories/{id}")
}

fn report(text: &str) -> serde_json::Map<String, serde_json::Value> {
    serde_json::from_str(text).unwrap_or_default()
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<HistoryId>,
) -> Result<Response, Failure> {
    layout::html(&page((&state, &who, &uri), id, &[]).await?)
}

async fn page(
    (state, who, uri): (&State, &Authenticated, &Uri),
    id: HistoryId,
    errors: &[app::FieldError],
) -> Result<HistoryPage, Failure> {
    let t = T(who.cx.lang());
    let view = map::open_history(&who.cx, id).await?;
    let items = map::list_items(&who.cx).await?;
    let report = report(&view.history.report);
    Ok(HistoryPage {
        layout: Layout::new(state, who, uri),
        t,
        refused: errors.first().map(|error| t.s(error.message).into_owned()).unwrap_or_default(),
        base: here(id),
        name: view.history.name.clone(),
        read: t
            .a2(
                "knowledge-history-read",
                ("at", t.instant(view.history.read_at)),
                ("day", t.date(view.history.ends_on)),
            )
            .into_owned(),
        metrics: metrics(t, &report),
        recent: recent(t, &report),
        warnings: warnings(t, &report),
        authors: view.authors.iter().map(|author| author_row(t, author)).collect(),
        folders: folders(&view),
        items: items.into_iter().map(|item| Choice::new(&item.id, item.name, "")).collect(),
        identities: view.identities.iter().map(|one| identity_row(t, one)).collect(),
        waiting: view.waiting,
        applied_at: view.history.applied_at.map(|at| t.instant(at)).unwrap_or_default(),
    })
}

fn text(value: Option<&serde_json::Value>) -> String {
    match value {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(value) if !value.is_null() => value.to_string(),
        _ => "—".to_owned(),
    }
}

fn metrics(t: T, report: &serde_json::Map<String, serde_json::Value>) -> Vec<(String, String)> {
    let fact = |key: &str, value: String| (t.s(key).into_owned(), value);
    let at = report.get("tf_at").and_then(serde_json::Value::as_object);
    let thresholds: Vec<String> =
        at.into_iter().flatten().map(|(percent, tf)| format!("{percent}% → {tf}")).collect();
    let exact = if report.get("status").and_then(serde_json::Value::as_str) == Some("OPTIMAL") {
        t.a("knowledge-tf-exact-proven", "tf", text(report.get("tf_exact")))
    } else {
        t.a2(
            "knowledge-tf-exact-bound",
            ("tf", text(report.get("tf_exact"))),
            ("least", text(report.get("tf_exact_at_least"))),
        )
    };
    vec![
        fact("knowledge-tf", text(report.get("tf"))),
        fact("knowledge-tf-exact", exact.into_owned()),
        fact("knowledge-tf-pruned", text(report.get("tf_pruned"))),
        fact("knowledge-tf-at", thresholds.join("；")),
        fact("knowledge-tf-files", text(report.get("files"))),
        fact("knowledge-tf-commits", text(report.get("commits"))),
    ]
}

fn recent(t: T, report: &serde_json::Map<String, serde_json::Value>) -> Vec<(String, String)> {
    let Some(recent) = report.get("recent").and_then(serde_json::Value::as_object) else { return Vec::new() };
    let fact = |key: &str, name: &str| (t.s(key).into_owned(), text(recent.get(name)));
    vec![
        fact("knowledge-recent-tf", "tf"),
        fact("knowledge-recent-files", "files"),
        fact("knowledge-recent-untouched", "untouched_files"),
        fact("knowledge-recent-window", "window_days"),
    ]
}

fn warnings(t: T, report: &serde_json::Map<String, serde_json::Value>) -> Vec<String> {
    let codes = report.get("warnings").and_then(serde_json::Value::as_array).cloned().unwrap_or_default();
    let says = |code: &serde_json::Value| {
        let key = match code.as_str()? {
            "contents_missing_renames_exact" => "knowledge-warning-renames",
            "partial_clone" => "knowledge-warning-partial",
            _ => "knowledge-warning-not-proven",
        };
        Some(t.s(key).into_owned())
    };
    codes.iter().filter_map(says).collect()
}

fn author_row(t: T, author: &store::knowledge::histories::CodeAuthor) -> AuthorRow {
    let (state, class) = match (author.decided_at, author.is_nobody, author.person_id) {
        (Some(_), true, _) => ("knowledge-author-nobody", "tag"),
        (Some(_), false, _) => ("knowledge-author-confirmed", "tag good"),
        (None, _, Some(_)) => ("knowledge-author-proposed", "tag caution"),
        (None, _, None) => ("knowledge-author-unknown", "tag"),
    };
    AuthorRow {
        author: author.author.clone(),
        files: author.files,
        last_on: t.date_or_dash(author.last_on),
        person: author.person_name.clone(),
        proposal: match author.proposed_by.as_str() {
            "email" => t.s("knowledge-proposed-email").into_owned(),
            "name" => t.s("knowledge-proposed-name").into_owned(),
            _ => String::new(),
        },
        state,
        class,
    }
}

/// A folder is proposed the weight of its share of the largest one.
fn folders(view: &HistoryView) -> Vec<FolderRow> {
    let most = view.folders.iter().map(|folder| folder.files).max().unwrap_or(1).max(1);
    let row = |folder: &store::knowledge::histories::CodeFolder| FolderRow {
        path: folder.path.clone(),
        files: folder.files,
        weight: (folder.files * 60 / most).clamp(1, 100),
        item: folder.item_name.clone(),
        item_href: folder.item_id.map(|id| format!("/knowledge/items/{id}")).unwrap_or_default(),
        is_left_out: folder.is_left_out,
        is_open: folder.item_id.is_none() && !folder.is_left_out,
    };
    view.folders.iter().map(row).collect()
}

fn identity_row(t: T, identity: &store::knowledge::histories::CodeIdentity) -> IdentityRow {
    let why = match identity.why.as_str() {
        "email" => t.s("knowledge-merged-email").into_owned(),
        "name" => t.s("knowledge-merged-name").into_owned(),
        "near_name" => t.s("knowledge-merged-near").into_owned(),
        "hand" => t.s("knowledge-merged-hand").into_owned(),
        _ => "—".to_owned(),
    };
    let label = t.a2("knowledge-label-of", ("name", &identity.name), ("email", &identity.email));
    IdentityRow {
        label: label.into_owned(),
        name: identity.name.clone(),
        email: identity.email.clone(),
        author: identity.author.clone(),
        why,
        by_hand: identity.by_hand.clone(),
    }
}

async fn answer(
    at: (&State, &Authenticated, &Uri),
    id: HistoryId,
    (outcome, code): (app::Result<()>, &str),
) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(layout::done_at(&here(id), code)),
        Err(Error::Invalid(errors)) => layout::refused(&page(at, id, &errors).await?),
        Err(error) => Err(Failure(error)),
    }
}

/// Says who an author is.
pub(crate) async fn decide(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<HistoryId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let is_nobody = fields.get("do") == "nobody";
    let outcome = map::decide_author(&who.cx, id, fields.get("author"), (fields.get("who"), is_nobody)).await;
    answer((&state, &who, &uri), id, (outcome, "knowledge-author-decided")).await
}

/// Says what a folder is.
pub(crate) async fn sort(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<HistoryId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parsing = Parsing::new(&fields);
    let how = match (fields.get("do"), fields.get("item")) {
        ("leave-out", _) => Some(Sort::LeaveOut),
        (_, "") => parsing.value("weight", "error-people-weight").map(Sort::New),
        _ => parsing.value("item", "error-choice").map(Sort::Item),
    };
    let outcome = match (parsing.finish(), how) {
        (Ok(()), Some(how)) => map::sort_folder(&who.cx, id, fields.get("path"), &how).await,
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(Error::NotFound),
    };
    answer((&state, &who, &uri), id, (outcome, "knowledge-folder-sorted")).await
}

/// Gives a spelling a label.
pub(crate) async fn label(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<HistoryId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let spelling = (fields.get("name"), fields.get("email"));
    let outcome = map::label_identity(&who.cx, id, spelling, fields.get("label")).await;
    answer((&state, &who, &uri), id, (outcome, "knowledge-identity-labelled")).await
}

/// Takes it into the map.
pub(crate) async fn apply(Signed(who): Signed, Path(id): Path<HistoryId>) -> Result<Response, Failure> {
    let taken = map::apply_history(&who.cx, id).await?;
    let code = if taken.said == 0 { "knowledge-history-same" } else { "knowledge-history-applied" };
    Ok(layout::done_at(&here(id), code))
}
