//! The sweep: everything that points at the leaver, each with its receiver.

use app::{Error, cases::get_departure};
use app_departure::sweep::{self, Settle, SweepLine};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use departure::{PointerKind, Resolution, Status};
use departure_head::{Head, Page};
use frame::{
    State,
    failure::Failure,
    form::Fields,
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::DepartureId;
use store::sweep::Candidate;

use crate::departure_words::{step_label, task_title};

struct Row {
    anchor: String,
    kind: &'static str,
    kind_label: String,
    id: String,
    label: String,
    detail: String,
    is_last: bool,
    is_settled: bool,
    settled: String,
    may_give: bool,
    may_return: bool,
    is_account: bool,
    typed: String,
    error: String,
}

struct Suggestion {
    number: String,
    label: String,
}

/// A kind of which several things are still open.
struct Several {
    kind: &'static str,
    label: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "departure_sweep.html")]
struct SweepPage {
    layout: Layout,
    t: T,
    head: Head,
    summary: String,
    several: Vec<Several>,
    several_typed: String,
    several_error: String,
    rows: Vec<Row>,
    candidates: Vec<Suggestion>,
    is_prepared: bool,
}

/// What was typed for one line, or without an id for all of a kind, and what was wrong with it.
#[derive(Default)]
struct Refused {
    kind: String,
    id: String,
    typed: String,
    error: &'static str,
}

/// The list.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
) -> Result<Response, Failure> {
    layout::html(&page(&state, &who, &uri, (id, Refused::default())).await?)
}

async fn page(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    (id, refused): (DepartureId, Refused),
) -> Result<SweepPage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let case = get_departure(cx, id).await?;
    let found = sweep::get_sweep(cx, id).await?;
    let may_settle = case.may_run(cx) && case.departure.status == Status::Open;
    let open = found.lines.iter().filter(|line| !line.pointer.is_settled).count();
    let last =
        found.lines.iter().filter(|line| !line.pointer.is_settled && line.pointer.is_last_holder).count();
    let summary = t.a2("dep-sweep-summary", ("open", open), ("last", last)).into_owned();
    let rows = found.lines.iter().map(|line| row(t, line, (may_settle, &refused))).collect();
    let is_of_all = refused.id.is_empty() && !refused.kind.is_empty();
    Ok(SweepPage {
        several: if may_settle { several(t, &found.lines, &refused.kind) } else { Vec::new() },
        several_typed: if is_of_all { refused.typed.clone() } else { String::new() },
        several_error: if is_of_all { t.s(refused.error).into_owned() } else { String::new() },
        head: Head::of(cx, &case, Page::Sweep).await?,
        layout: Layout::new(state, who, uri),
        t,
        summary,
        rows,
        candidates: if may_settle { found.candidates.iter().map(option).collect() } else { Vec::new() },
        is_prepared: case.departure.status == Status::Prepared,
    })
}

/// The kinds of which more than one thing is open and can be given to somebody, with how many there are.
fn several(t: T, lines: &[SweepLine], chosen: &str) -> Vec<Several> {
    let open = |kind: PointerKind| {
        lines.iter().filter(|line| line.pointer.kind == kind && !line.pointer.is_settled).count()
    };
    let given = PointerKind::ALL.iter().filter(|kind| kind.resolution() != Resolution::Disable);
    given
        .map(|kind| (*kind, open(*kind)))
        .filter(|(_, count)| *count > 1)
        .map(|(kind, count)| {
            let label = t.s(&format!("dep-pointer-{kind}"));
            Several {
                kind: kind.code(),
                label: t.a2("dep-sweep-kind-count", ("kind", label), ("count", count)).into_owned(),
                is_chosen: kind.code() == chosen,
            }
        })
        .collect()
}

fn option(candidate: &Candidate) -> Suggestion {
    let label = [candidate.name.as_str(), &candidate.department_path];
    Suggestion { number: candidate.emp_no.clone(), label: label.join(" · ") }
}

fn row(t: T, line: &SweepLine, (may_settle, refused): (bool, &Refused)) -> Row {
    let pointer = &line.pointer;
    let is_open = may_settle && !pointer.is_settled;
    let resolution = pointer.kind.resolution();
    let is_refused = refused.kind == pointer.kind.code() && refused.id == pointer.id;
    let settled = match (pointer.is_settled, line.is_returned) {
        (false, _) => String::new(),
        (true, true) => t.s("dep-sweep-returned").into_owned(),
        (true, false) => t.a("dep-sweep-taken", "name", &line.receiver_name).into_owned(),
    };
    let (label, detail) = match pointer.kind {
        PointerKind::Approval => (step_label(t, &line.detail), pointer.label.clone()),
        PointerKind::Task => (task_title(t, &pointer.label, ""), line.detail.clone()),
        PointerKind::Duty => (pointer.label.clone(), due(t, &line.detail)),
        _ => (pointer.label.clone(), line.detail.clone()),
    };
    Row {
        anchor: format!("{}-{}", pointer.kind, pointer.id),
        kind: pointer.kind.code(),
        kind_label: t.s(&format!("dep-pointer-{}", pointer.kind)).into_owned(),
        id: pointer.id.clone(),
        label,
        detail,
        is_last: pointer.is_last_holder,
        is_settled: pointer.is_settled,
        settled,
        may_give: is_open && resolution != Resolution::Disable,
        may_return: is_open && resolution == Resolution::ReturnOrReceiver,
        is_account: resolution == Resolution::Disable && !pointer.is_settled,
        typed: if is_refused { refused.typed.clone() } else { String::new() },
        error: if is_refused { t.s(refused.error).into_owned() } else { String::new() },
    }
}

/// The day a duty is due, as people write it.
fn due(t: T, detail: &str) -> String {
    detail
        .parse()
        .map_or_else(|_| detail.to_owned(), |day| t.a("dep-due-on", "day", t.date(day)).into_owned())
}

/// Gives one thing to its receiver, or takes it back.
pub(crate) async fn settle(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let kind: PointerKind = fields.get("kind").parse().map_err(|_| Error::NotFound)?;
    let (object, typed) = (fields.get("id"), fields.get("receiver"));
    let settled = match (fields.get("do"), typed) {
        ("return", _) => sweep::settle(&who.cx, id, (kind, object), Settle::Return).await,
        (_, "") => Err(Error::field("receiver", "error-required")),
        (_, typed) => sweep::settle(&who.cx, id, (kind, object), Settle::Give(typed.to_owned())).await,
    };
    match settled {
        Ok(()) => {
            let code = if fields.get("do") == "return" { "sweep-returned" } else { "sweep-moved" };
            Ok(layout::done_at(&format!("{}/sweep#{kind}-{object}", urls::departure(id)), code))
        }
        Err(Error::Invalid(errors)) => {
            let error = errors.first().map_or("error-required", |error| error.message);
            let refused = Refused {
                kind: kind.code().to_owned(),
                id: object.to_owned(),
                typed: typed.to_owned(),
                error,
            };
            layout::refused(&page(&state, &who, &uri, (id, refused)).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}

/// Gives everything of one kind to one receiver.
pub(crate) async fn settle_all(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let kind: PointerKind = fields.get("kind").parse().map_err(|_| Error::NotFound)?;
    let settled = match fields.get("receiver") {
        "" => Err(Error::field("receiver", "error-required")),
        typed => sweep::settle_all(&who.cx, id, kind, typed).await,
    };
    match settled {
        Ok((_, left)) => {
            let code = if left == 0 { "sweep-all-moved" } else { "sweep-some-moved" };
            Ok(layout::done_at(&format!("{}/sweep", urls::departure(id)), code))
        }
        Err(Error::Invalid(errors)) => {
            let refused = Refused {
                kind: kind.code().to_owned(),
                id: String::new(),
                typed: fields.get("receiver").to_owned(),
                error: errors.first().map_or("error-required", |error| error.message),
            };
            layout::refused(&page(&state, &who, &uri, (id, refused)).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}
