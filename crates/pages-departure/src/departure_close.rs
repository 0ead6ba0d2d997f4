//! Closing: what stands in the way, what may be waived, and the last step.

use app::Error;
use app_departure::departures;
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use departure::{ClosingBlocker, WaiverSubject};
use departure_head::{Head, Page};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::DepartureId;

use crate::{
    departure_words::{step_label, task_title},
    law_words,
};

struct Row {
    label: String,
    how: String,
    href: String,
    /// What a waiver would name; empty where nothing can be waived.
    subject_kind: &'static str,
    subject_id: String,
}

struct WaivedRow {
    label: String,
    reason: String,
    by: String,
}

#[derive(Template)]
#[template(path = "departure_close.html")]
struct ClosePage {
    layout: Layout,
    t: T,
    head: Head,
    is_open: bool,
    alert: String,
    rows: Vec<Row>,
    waived: Vec<WaivedRow>,
    form: FormView,
    legal_end: String,
}

/// What stands in the way.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
) -> Result<Response, Failure> {
    let form = FormView::empty(T(who.cx.lang()));
    layout::html(&page(&state, &who, &uri, (id, form, "")).await?)
}

async fn page(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    (id, form, alert): (DepartureId, FormView, &str),
) -> Result<ClosePage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let closing = departures::closing(cx, id).await?;
    let waived = closing.waivers.iter().map(|held| WaivedRow {
        label: match held.subject_kind.as_str() {
            "pointers" => t.s(&format!("dep-pointer-{}", held.subject_id)).into_owned(),
            "check" => law_words::check(t, &held.subject_id).into_owned(),
            _ => closing
                .items
                .iter()
                .find(|item| item.0 == held.subject_id)
                .map_or_else(String::new, |item| item.1.clone()),
        },
        reason: held.reason.clone(),
        by: t
            .a2("dep-task-settled-by", ("at", t.instant(held.waived_at)), ("name", &held.waived_by_name))
            .into_owned(),
    });
    Ok(ClosePage {
        head: Head::of(cx, &closing.case, Page::Overview).await?,
        layout: Layout::new(state, who, uri),
        t,
        is_open: closing.case.departure.status == departure::Status::Open,
        alert: if alert.is_empty() { String::new() } else { t.s(alert).into_owned() },
        rows: closing.blockers.iter().map(|blocker| row(t, &closing, blocker)).collect(),
        waived: waived.collect(),
        form,
        legal_end: t.date(closing.case.departure.legal_end),
    })
}

fn row(t: T, closing: &departures::Closing, blocker: &ClosingBlocker) -> Row {
    let base = urls::departure(closing.case.departure.id);
    let (subject_kind, subject_id) = match blocker.subject() {
        Some(WaiverSubject::Item(id)) => ("item", id),
        Some(WaiverSubject::Pointers(kind)) => ("pointers", kind.code().to_owned()),
        Some(WaiverSubject::ControlledCopy(_)) | None => ("", String::new()),
    };
    let (label, how, href) = match blocker {
        ClosingBlocker::NotOpen => (t.s("dep-close-not-open").into_owned(), String::new(), base),
        ClosingBlocker::NotYetEnded { legal_end } => {
            (t.a("dep-close-not-ended", "day", t.date(*legal_end)).into_owned(), String::new(), base)
        }
        ClosingBlocker::StageBefore(stage) => {
            let stage = t.s(&format!("dep-stage-{stage}")).into_owned();
            (
                t.a("dep-close-stage", "stage", stage).into_owned(),
                t.s("dep-close-stage-how").into_owned(),
                base,
            )
        }
        ClosingBlocker::Task(id) => {
            let task = closing.tasks.iter().find(|task| task.id.to_string() == *id);
            let title = task.map(|task| task_title(t, &task.code, &task.title)).unwrap_or_default();
            (title, t.s("dep-close-task-how").into_owned(), format!("{base}/tasks/{id}"))
        }
        ClosingBlocker::Approval { step, is_refused } => {
            let how = if *is_refused { "dep-approval-refused" } else { "dep-approval-pending" };
            (step_label(t, step), t.s(how).into_owned(), format!("{base}/approvals"))
        }
        ClosingBlocker::Item(id) => {
            let title = closing
                .items
                .iter()
                .find(|item| item.0 == *id)
                .map_or_else(String::new, |item| item.1.clone());
            (title, t.s("dep-close-item-how").into_owned(), format!("{base}/items/{id}"))
        }
        ClosingBlocker::ControlledCopy(number) => (number.clone(), String::new(), base),
        ClosingBlocker::Pointer { kind, count } => {
            let kind = t.s(&format!("dep-pointer-{kind}")).into_owned();
            let label = t.a2("dep-close-pointers", ("kind", kind), ("count", count)).into_owned();
            (label, t.s("dep-close-pointers-how").into_owned(), format!("{base}/sweep"))
        }
    };
    Row { label, how, href, subject_kind, subject_id }
}

/// Closes, or says again what stands in the way.
pub(crate) async fn close(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
) -> Result<Response, Failure> {
    match departures::close(&who.cx, id).await {
        Ok(()) => Ok(layout::done_at(&urls::departure(id), "closed")),
        Err(Error::Conflict(key)) => {
            let form = FormView::empty(T(who.cx.lang()));
            layout::refused(&page(&state, &who, &uri, (id, form, key)).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}

/// Records that something stays open, by name and with a reason.
pub(crate) async fn waive(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let subject = (fields.get("kind"), fields.get("id"));
    match departures::waive(&who.cx, id, subject, fields.get("reason")).await {
        Ok(()) => Ok(layout::done_at(&format!("{}/close", urls::departure(id)), "waived")),
        Err(Error::Invalid(errors)) => {
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&page(&state, &who, &uri, (id, form, "failure-invalid")).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}
