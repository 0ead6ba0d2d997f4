//! Taking an import back: what would go and return, what stands against it, and doing it.

use std::collections::BTreeMap;

use app_people::imports::{self, Obstacle, Undo};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
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
use store::imports::{ImportRun, Kept};

use crate::import_words::Head;

/// A reason against it, as printed.
struct ObstacleView {
    what: String,
    count: String,
    mend: String,
    places: Vec<PlaceView>,
    more: String,
    imports: Vec<(String, String)>,
}

struct PlaceView {
    label: String,
    href: String,
}

#[derive(Template)]
#[template(path = "import_undo.html")]
struct UndoPage {
    layout: Layout,
    t: T,
    head: Head,
    goes: Vec<(String, usize)>,
    returns: Vec<(String, usize)>,
    obstacles: Vec<ObstacleView>,
    action: String,
    back: String,
}

fn page(layout: Layout, run: &ImportRun, undo: &Undo) -> UndoPage {
    let t = layout.t;
    UndoPage {
        head: Head::new(t, run, &run.kind),
        goes: counts(t, &undo.goes),
        returns: counts(t, &undo.returns),
        obstacles: undo.obstacles.iter().map(|obstacle| view(t, obstacle, &undo.imports)).collect(),
        action: urls::import_undo(run.id),
        back: urls::import(run.id),
        layout,
        t,
    }
}

fn table(t: T, name: &str) -> String {
    let key = format!("import-table-{}", name.replace('_', "-"));
    t.s(if t.has(&key) { &key } else { "import-table-other" }).into_owned()
}

fn counts(t: T, counts: &BTreeMap<Kept, usize>) -> Vec<(String, usize)> {
    // People first: they are what the reader thinks of.
    counts.iter().rev().map(|(kept, count)| (table(t, kept.table()), *count)).collect()
}

fn view(t: T, obstacle: &Obstacle, runs: &[ImportRun]) -> ObstacleView {
    let why = obstacle.why.code();
    let named = obstacle.named.iter().filter(|place| !place.label.is_empty());
    let places: Vec<PlaceView> = named
        .map(|place| PlaceView {
            label: place.label.clone(),
            href: place.person.map(urls::person).unwrap_or_default(),
        })
        .collect();
    let imports = runs.iter().filter(|run| obstacle.imports.contains(&run.id));
    let more = obstacle.count.saturating_sub(places.len());
    ObstacleView {
        what: t.a(&format!("import-undo-{why}"), "table", table(t, &obstacle.table)).into_owned(),
        count: t.n("import-undo-count", obstacle.count).into_owned(),
        mend: t.s(&format!("import-undo-{why}-mend")).into_owned(),
        more: if more > 0 && !places.is_empty() {
            t.n("import-undo-more", more).into_owned()
        } else {
            String::new()
        },
        places,
        imports: imports.map(|run| (urls::import(run.id), run.file_name.clone())).collect(),
    }
}

/// What would happen.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<ImportId>,
) -> Result<Response, Failure> {
    let (run, undo) = imports::check_undo(&who.cx, id).await?;
    layout::html(&page(Layout::new(&state, &who, &uri), &run, &undo))
}

/// Does it, unless something stands against it.
pub(crate) async fn undo(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<ImportId>,
) -> Result<Response, Failure> {
    let (run, undo) = imports::undo(&who.cx, id).await?;
    if undo.obstacles.is_empty() {
        return Ok(layout::done_at(&urls::import(id), "import-undone"));
    }
    layout::refused(&page(Layout::new(&state, &who, &uri), &run, &undo))
}
