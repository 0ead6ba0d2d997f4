//! A handover note: writing it, its versions and their differences, its charts as pictures.

use app::{Error, sign_in::Authenticated};
use app_handover::handover::{self, NoteCheck, SavedNote};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, Query, State as Shared},
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
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
use kernel::{DepartureId, ItemId};
use serde::Deserialize;
use store::handover::notes::Note;

use crate::{
    handover_item,
    handover_lint::Findings,
    notes::{self, DiffLine},
};

#[derive(Template)]
#[template(path = "handover_note_edit.html")]
struct EditPage {
    layout: Layout,
    t: T,
    title: String,
    here: String,
    base: i64,
    /// What somebody else saved meanwhile, with who and when; empty when nobody did.
    theirs: Vec<DiffLine>,
    theirs_by: String,
    unclear: Vec<(String, String)>,
    findings: Findings,
    form: FormView,
}

struct VersionRow {
    href: String,
    label: String,
    size: String,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "handover_note_history.html")]
struct HistoryPage {
    layout: Layout,
    t: T,
    title: String,
    here: String,
    by: String,
    versions: Vec<VersionRow>,
    changes: Vec<DiffLine>,
    is_first: bool,
    note: String,
}

/// The form to write in.
pub(crate) async fn edit(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let view = handover::item_view(&who.cx, departure, item).await?;
    if !view.at.takes_part() {
        return Err(Failure(Error::NotFound));
    }
    let body = view.note.as_ref().map_or_else(|| t.s("ho-note-frame").into_owned(), |note| note.body.clone());
    let base = view.note.as_ref().map_or(0, |note| note.version);
    let form = FormView::new(t, Fields::start(&[("body", &body)]), Vec::new());
    let check = handover::check_note(&who.cx, departure, item, &body).await;
    // Who reads a closed departure sees the form and no findings: nothing can be changed any more.
    let mut page = edit_page((&state, &who, &uri), &view, (base, None), form);
    page.findings = Findings::of(t, &check.unwrap_or_default());
    layout::html(&page)
}

/// The form with what the check says of the text in it; nothing was saved.
pub(crate) async fn checked(
    (state, who, uri): (&State, &Authenticated, &Uri),
    (departure, item): (DepartureId, ItemId),
    (fields, check): (Fields, &NoteCheck),
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let view = handover::item_view(&who.cx, departure, item).await?;
    let base = fields.get("base").parse().unwrap_or(0);
    let form = FormView::new(t, fields, Vec::new());
    let mut page = edit_page((state, who, uri), &view, (base, None), form);
    page.findings = Findings::of(t, check);
    layout::html(&page)
}

/// The form again, with what was wrong.
pub(crate) async fn refused(
    (state, who, uri): (&State, &Authenticated, &Uri),
    (departure, item): (DepartureId, ItemId),
    form: FormView,
) -> Result<Response, Failure> {
    let view = handover::item_view(&who.cx, departure, item).await?;
    let base = form.v("base").parse().unwrap_or(0);
    layout::refused(&edit_page((state, who, uri), &view, (base, None), form))
}

fn edit_page(
    (state, who, uri): (&State, &Authenticated, &Uri),
    view: &handover::ItemView,
    (base, theirs): (i64, Option<&Note>),
    form: FormView,
) -> EditPage {
    let t = T(who.cx.lang());
    let open = view.unclear.iter().filter(|one| one.cleared_at.is_none());
    EditPage {
        layout: Layout::new(state, who, uri),
        t,
        title: view.at.item.title.clone(),
        here: urls::item(view.at.item.departure_id, view.at.item.id),
        base,
        theirs: theirs.map(|note| notes::diff(&note.body, form.v("body"))).unwrap_or_default(),
        theirs_by: theirs.map(|note| handover_item::note_by(t, note)).unwrap_or_default(),
        unclear: open.map(|one| quote(t, one)).collect(),
        findings: Findings::of(t, &view.check),
        form,
    }
}

fn quote(t: T, one: &store::handover::notes::Unclear) -> (String, String) {
    let quote = t.a2("my-quote", ("line", one.line), ("text", &one.excerpt)).into_owned();
    (quote, one.question.clone())
}

/// Saves; when somebody else saved meanwhile, nothing is written and both texts are shown.
pub(crate) async fn save(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let base: i64 = fields.get("base").parse().unwrap_or(0);
    let to = format!("{}#note", urls::item(departure, item));
    let outcome = handover::save_note(&who.cx, departure, item, (base, fields.get("body"))).await;
    match outcome {
        Ok(SavedNote::Saved(_)) => Ok(layout::done_at(&to, "note-saved")),
        Ok(SavedNote::Same) => Ok(layout::done_at(&to, "note-same")),
        Ok(SavedNote::Stale(theirs)) => {
            let view = handover::item_view(&who.cx, departure, item).await?;
            let form = FormView::new(t, fields, Vec::new());
            let page = edit_page((&state, &who, &uri), &view, (theirs.version, Some(&theirs)), form);
            let response = layout::html(&page)?;
            Ok((StatusCode::CONFLICT, response).into_response())
        }
        Err(Error::Invalid(errors)) => {
            let form = FormView::new(t, fields, errors);
            refused((&state, &who, &uri), (departure, item), form).await
        }
        Err(error) => Err(Failure(error)),
    }
}

/// Which version to show; the newest without one.
#[derive(Deserialize)]
pub(crate) struct VersionQuery {
    version: Option<i64>,
}

/// The versions, and what one of them changed.
pub(crate) async fn history(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
    Query(query): Query<VersionQuery>,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let (at, shown, before, heads) = handover::note_versions(&who.cx, departure, item, query.version).await?;
    let shown = shown.ok_or(Error::NotFound)?;
    let here = urls::item(departure, item);
    let version = |head: &store::handover::notes::NoteHead| VersionRow {
        href: format!("{here}/note/history?version={}", head.version),
        label: t
            .args(
                "ho-note-by",
                &[
                    ("version", head.version.to_string().into()),
                    ("name", handover_item::by(t, &head.written_by_name).into()),
                    ("at", t.instant(head.written_at).into()),
                ],
            )
            .into_owned(),
        size: t.n("ho-note-size", head.size).into_owned(),
        is_current: head.version == shown.version,
    };
    let old = before.as_ref().map_or("", |note| note.body.as_str());
    layout::html(&HistoryPage {
        layout: Layout::new(&state, &who, &uri),
        t,
        title: at.item.title,
        by: handover_item::note_by(t, &shown),
        versions: heads.iter().map(version).collect(),
        changes: notes::diff(old, &shown.body),
        is_first: before.is_none(),
        note: handover_item::markup(t, &here, &shown),
        here,
    })
}

/// A picture runs nothing and fetches nothing, also when its address is opened by itself.
const PICTURE_POLICY: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/// One chart of a version of the note, as a picture. It can load nothing and run nothing, even when opened by itself.
pub(crate) async fn chart(
    Signed(who): Signed,
    Path((departure, item, version, number)): Path<(DepartureId, ItemId, i64, usize)>,
) -> Result<Response, Failure> {
    let (_, shown, ..) = handover::note_versions(&who.cx, departure, item, Some(version)).await?;
    let body = shown.ok_or(Error::NotFound)?.body;
    let source = notes::chart_sources(&body).into_iter().nth(number.wrapping_sub(1));
    let svg = source.and_then(|source| notes::draw_chart(&source)).ok_or(Error::NotFound)?;
    let headers =
        [(header::CONTENT_TYPE, "image/svg+xml"), (header::CONTENT_SECURITY_POLICY, PICTURE_POLICY)];
    Ok((headers, svg.to_string()).into_response())
}
