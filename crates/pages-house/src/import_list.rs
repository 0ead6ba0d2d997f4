//! Imports: bringing a file, and what was brought before.

use app::{Error, FieldError};
use app_people::imports;
use askama::Template;
use axum::{
    extract::{Multipart, OriginalUri, Query, State as Shared, multipart::MultipartError},
    http::Uri,
    response::{IntoResponse, Redirect, Response},
};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::ImportId;
use serde::Deserialize;
use store::imports::ImportRun;

use crate::{
    import_brought::{self, MOST_FILES},
    import_words::{self as words, KindChoice, brought, kinds},
};

/// One import as printed.
struct Row {
    href: String,
    file_name: String,
    kind: String,
    brought: String,
    status: String,
    tone: &'static str,
    outcome: String,
}

#[derive(Template)]
#[template(path = "import_list.html")]
struct ListPage {
    layout: Layout,
    t: T,
    form: FormView,
    kinds: Vec<KindChoice>,
    limit_mb: usize,
    rows: Vec<Row>,
    next: String,
    is_continued: bool,
}

/// Where the list begins.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    before: String,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let form = FormView::empty(T(who.cx.lang()));
    layout::html(&page(&state, &who, &uri, (form, asked.before.parse().ok())).await?)
}

async fn page(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    (form, before): (FormView, Option<ImportId>),
) -> Result<ListPage, Failure> {
    let t = T(who.cx.lang());
    let runs = imports::list(&who.cx, before).await?;
    let is_full = i64::try_from(runs.len()).is_ok_and(|count| count == imports::PAGE);
    let next = runs.last().filter(|_| is_full).map(|last| format!("/imports?before={}", last.id));
    Ok(ListPage {
        layout: Layout::new(state, who, uri),
        t,
        kinds: kinds(t, form.v("kind")),
        form,
        limit_mb: state.options.max_upload_bytes >> 20,
        rows: runs.iter().map(|run| row(t, run)).collect(),
        next: next.unwrap_or_default(),
        is_continued: before.is_some(),
    })
}

fn row(t: T, run: &ImportRun) -> Row {
    let outcome = match run.status.as_str() {
        "done" | "undone" => t.args(
            "import-outcome",
            &[
                ("added", run.added.into()),
                ("changed", run.changed.into()),
                ("same", run.same.into()),
                ("refused", run.refused.into()),
            ],
        ),
        _ => "".into(),
    };
    Row {
        href: urls::import(run.id),
        file_name: run.file_name.clone(),
        kind: words::kind_name(t, &run.kind),
        brought: brought(t, run),
        status: t.s(&format!("import-status-{}", run.status)).into_owned(),
        tone: match run.status.as_str() {
            "done" => "good",
            "failed" => "bad",
            "open" => "brand",
            _ => "",
        },
        outcome: outcome.into_owned(),
    }
}

/// Takes files in and begins to read them; several at once are imports of their own.
pub(crate) async fn upload(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    form: Multipart,
) -> Result<Response, Failure> {
    let received = match receive(&who.cx, form).await {
        Ok(received) => received,
        Err(Trouble::Form(refusal)) => return Ok(refusal.into_response()),
        Err(Trouble::App(error)) => return Err(Failure(error)),
    };
    if let Some(trouble) = received.trouble() {
        let errors = vec![FieldError::new("file", trouble)];
        let form = FormView::new(T(who.cx.lang()), Fields::start(&[("kind", &received.kind)]), errors);
        return layout::refused(&page(&state, &who, &uri, (form, None)).await?);
    }
    let kind = received.kind.parse().ok();
    let mut ids = Vec::new();
    for (upload, name) in received.files {
        ids.push(imports::finish_upload(&who.cx, upload, &name, kind).await?);
    }
    let address = match &ids[..] {
        [only] => urls::import(*only),
        several => import_brought::address(several),
    };
    Ok(Redirect::to(&address).into_response())
}

#[derive(Default)]
struct Received {
    kind: String,
    files: Vec<(imports::Upload, String)>,
    is_too_many: bool,
}

impl Received {
    const fn trouble(&self) -> Option<&'static str> {
        match (self.is_too_many, self.files.is_empty()) {
            (true, _) => Some("import-error-many-files"),
            (false, true) => Some("import-error-no-file"),
            (false, false) => None,
        }
    }
}

enum Trouble {
    Form(MultipartError),
    App(Error),
}

impl From<MultipartError> for Trouble {
    fn from(error: MultipartError) -> Self {
        Self::Form(error)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::App(error)
    }
}

/// Reads the form piece by piece, the files straight to the disk. What is not finished leaves nothing there.
async fn receive(cx: &app::Cx, mut form: Multipart) -> Result<Received, Trouble> {
    let mut received = Received::default();
    // Whoever may not import learns it before the first byte is read.
    let mut spare = Some(imports::begin_upload(cx).await?);
    while let Some(mut field) = form.next_field().await? {
        match field.name() {
            Some("kind") => received.kind = field.text().await?,
            Some("file") if received.files.len() < MOST_FILES => {
                let mut taken = match spare.take() {
                    Some(spare) => spare,
                    None => imports::begin_upload(cx).await?,
                };
                let name = field.file_name().unwrap_or_default().to_owned();
                while let Some(piece) = field.chunk().await? {
                    taken.write(&piece).await?;
                }
                if !taken.is_empty() {
                    received.files.push((taken, name));
                }
            }
            Some("file") => received.is_too_many = true,
            _ => {}
        }
    }
    Ok(received)
}
