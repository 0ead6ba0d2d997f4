//! The papers of a departure: what was issued, and issuing; and the templates, for an administrator.

use app::{Cx, Error, sign_in::Authenticated};
use app_departure::papers::{self, Answers, Uploaded};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{Uri, header},
    response::{IntoResponse, Response},
};
use departure_head::{Head, Page};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    upload::{WithFile, disposition},
    urls,
};
use kernel::{AttachmentId, DepartureId, Lang};
use paper::word::{AskKind, Fault, PaperKind, Problem, find_kind};

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

struct IssuedRow {
    number: String,
    version: String,
    file: AttachmentId,
    when: String,
}

struct KindRow {
    label: String,
    href: String,
    issued: Vec<IssuedRow>,
}

struct AskRow {
    field: String,
    label: String,
    input: &'static str,
    is_long: bool,
}

#[derive(Template)]
#[template(path = "papers.html")]
struct PapersPage {
    layout: Layout,
    t: T,
    head: Head,
    rows: Vec<KindRow>,
    may_issue: bool,
}

#[derive(Template)]
#[template(path = "paper_issue.html")]
struct IssuePage {
    layout: Layout,
    t: T,
    head: Head,
    label: String,
    href: String,
    asks: Vec<AskRow>,
    form: FormView,
    alert: String,
    problems: Vec<String>,
    lines: Vec<String>,
}

struct TemplateView {
    label: String,
    code: &'static str,
    version: String,
    names: Vec<String>,
}

#[derive(Template)]
#[template(path = "paper_templates.html")]
struct TemplatesPage {
    layout: Layout,
    t: T,
    rows: Vec<TemplateView>,
    alert: String,
    about: String,
    problems: Vec<String>,
    lines: Vec<String>,
}

fn label(t: T, kind: &PaperKind) -> String {
    match t.0 {
        Lang::Zh => kind.zh.clone(),
        Lang::En => kind.en.clone(),
    }
}

/// What is wrong with a placeholder, and where it stands.
fn problem(t: T, problem: &Problem) -> String {
    let key = match problem.fault {
        Fault::Unknown => "paper-fault-unknown",
        Fault::Missing => "paper-fault-missing",
        Fault::Unclosed => "paper-fault-unclosed",
        Fault::OutsideRow => "paper-fault-outside-row",
        Fault::TwoLists => "paper-fault-two-lists",
    };
    let what = t.a(key, "name", &problem.name);
    let place = t.args(
        "paper-place",
        &[
            ("part", problem.part.as_str().into()),
            ("n", i64::try_from(problem.paragraph).unwrap_or(0).into()),
            ("excerpt", problem.excerpt.as_str().into()),
        ],
    );
    format!("{what} {place}")
}

/// The papers of a departure.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
) -> Result<Response, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let found = papers::list_papers(cx, id).await?;
    let rows = found.papers.iter().map(|paper| KindRow {
        label: label(t, paper.kind),
        href: format!("{}/papers/{}", urls::departure(id), paper.kind.code),
        issued: paper
            .issued
            .iter()
            .map(|issued| IssuedRow {
                number: issued.number.clone(),
                version: t.n("paper-version", issued.version).into_owned(),
                file: issued.attachment_id,
                when: t
                    .a2(
                        "dep-task-settled-by",
                        ("at", t.instant(issued.issued_at)),
                        ("name", &issued.issued_by_name),
                    )
                    .into_owned(),
            })
            .collect(),
    });
    layout::html(&PapersPage {
        head: Head::of(cx, &found.case, Page::Papers).await?,
        layout: Layout::new(&state, &who, &uri),
        t,
        rows: rows.collect(),
        may_issue: found.may_issue,
    })
}

fn answers(kind: &PaperKind, fields: &Fields) -> Answers {
    kind.ask.iter().map(|ask| (ask.field.clone(), fields.get(&ask.field).to_owned())).collect()
}

/// A paper before it is issued.
pub(crate) async fn prepare(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((id, kind)): Path<(DepartureId, String)>,
) -> Result<Response, Failure> {
    let kind = find_kind(&kind).ok_or(Error::NotFound)?;
    layout::html(&issue_page(&state, &who, &uri, (id, kind, Fields::default(), Vec::new(), "")).await?)
}

type Typed<'t> = (DepartureId, &'static PaperKind, Fields, Vec<app::FieldError>, &'t str);

async fn issue_page(
    state: &State,
    who: &Authenticated,
    uri: &Uri,
    (id, kind, fields, errors, alert): Typed<'_>,
) -> Result<IssuePage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let case = papers::list_papers(cx, id).await?.case;
    let preview = papers::preview(cx, id, kind, &answers(kind, &fields)).await?;
    Ok(IssuePage {
        head: Head::of(cx, &case, Page::Papers).await?,
        layout: Layout::new(state, who, uri),
        t,
        label: label(t, kind),
        href: format!("{}/papers/{}", urls::departure(id), kind.code),
        asks: kind.ask.iter().map(|ask| ask_row(t, ask)).collect(),
        form: FormView::new(t, fields, errors),
        alert: if alert.is_empty() { String::new() } else { t.s(alert).into_owned() },
        problems: preview.problems.iter().map(|found| problem(t, found)).collect(),
        lines: preview.lines,
    })
}

fn ask_row(t: T, ask: &paper::word::Ask) -> AskRow {
    AskRow {
        field: ask.field.clone(),
        label: if t.0 == Lang::Zh { ask.name.clone() } else { ask.en.clone() },
        input: match ask.kind {
            AskKind::Date => "date",
            AskKind::Months => "number",
            AskKind::Text | AskKind::Lines | AskKind::Money => "text",
        },
        is_long: ask.kind == AskKind::Lines,
    }
}

/// Issues it; with `preview` only shows what it would say.
pub(crate) async fn issue(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((id, kind)): Path<(DepartureId, String)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let kind = find_kind(&kind).ok_or(Error::NotFound)?;
    if fields.is_on("preview") {
        return layout::html(&issue_page(&state, &who, &uri, (id, kind, fields, Vec::new(), "")).await?);
    }
    let (errors, alert) = match papers::issue(&who.cx, id, kind, &answers(kind, &fields)).await {
        Ok(_) => return Ok(layout::done_at(&format!("{}/papers", urls::departure(id)), "paper-issued")),
        Err(Error::Invalid(errors)) => (errors, ""),
        Err(Error::Conflict(key)) => (Vec::new(), key),
        Err(error) => return Err(Failure(error)),
    };
    layout::refused(&issue_page(&state, &who, &uri, (id, kind, fields, errors, alert)).await?)
}

/// The templates.
pub(crate) async fn templates(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    let asked = uri.query().unwrap_or("").split('&').find_map(|pair| pair.strip_prefix("preview="));
    let (about, lines) = match asked.and_then(find_kind) {
        Some(kind) => (label(T(who.cx.lang()), kind), papers::preview_template(&who.cx, &kind.code).await?),
        None => (String::new(), Vec::new()),
    };
    layout::html(&templates_page(&state, &who, &uri, (about, "", Vec::new(), lines)).await?)
}

type Shown<'s> = (String, &'s str, Vec<String>, Vec<String>);

async fn templates_page(
    state: &State,
    who: &Authenticated,
    uri: &Uri,
    (about, alert, problems, lines): Shown<'_>,
) -> Result<TemplatesPage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let rows = papers::list_templates(cx).await?.into_iter().map(|(kind, own)| TemplateView {
        label: label(t, kind),
        code: &kind.code,
        version: match own {
            None => t.s("paper-builtin").into_owned(),
            Some(row) => {
                let by = t.a2(
                    "dep-task-settled-by",
                    ("at", t.instant(row.uploaded_at)),
                    ("name", &row.uploaded_by_name),
                );
                format!("{} · {by}", t.n("paper-version", row.version))
            }
        },
        names: names(kind),
    });
    Ok(TemplatesPage {
        rows: rows.collect(),
        layout: Layout::new(state, who, uri),
        t,
        alert: if alert.is_empty() { String::new() } else { t.s(alert).into_owned() },
        about,
        problems,
        lines,
    })
}

/// Every placeholder that may stand in a paper, as it is typed.
fn names(kind: &PaperKind) -> Vec<String> {
    let single = kind.names.iter().chain(kind.ask.iter().map(|ask| &ask.name));
    let lists = kind
        .lists
        .iter()
        .flat_map(|(list, fields)| fields.iter().map(move |field| format!("{list}.{field}")));
    single.cloned().chain(lists).map(|name| format!("{{{{{name}}}}}")).collect()
}

/// A template to be edited in Word.
pub(crate) async fn download(Signed(who): Signed, Path(kind): Path<String>) -> Result<Response, Failure> {
    let (name, bytes) = papers::download_template(&who.cx, &kind).await?;
    let headers = [
        (header::CONTENT_TYPE, WORD.to_owned()),
        (header::CONTENT_DISPOSITION, disposition(&name)),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// A template that was edited; every placeholder is looked at before it is stored.
pub(crate) async fn upload(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(kind): Path<String>,
    WithFile { file, .. }: WithFile,
) -> Result<Response, Failure> {
    let cx: &Cx = &who.cx;
    let t = T(cx.lang());
    cx.allow(app::access::Action::Administer)?;
    let held = find_kind(&kind).ok_or(Error::NotFound)?;
    let about = label(t, held);
    let Some(file) = file else {
        return layout::refused(
            &templates_page(&state, &who, &uri, (about, "error-required", Vec::new(), Vec::new())).await?,
        );
    };
    let (alert, problems) = match papers::upload_template(cx, &kind, file).await {
        Ok(Uploaded::Version(_)) => {
            return Ok(layout::done_at(&format!("/papers/templates?preview={kind}"), "paper-template"));
        }
        Ok(Uploaded::Refused(problems)) => {
            ("error-paper-placeholders", problems.iter().map(|found| problem(t, found)).collect())
        }
        Err(Error::Invalid(errors)) => (errors.first().map_or("error-required", |e| e.message), Vec::new()),
        Err(error) => return Err(Failure(error)),
    };
    layout::refused(&templates_page(&state, &who, &uri, (about, alert, problems, Vec::new())).await?)
}
