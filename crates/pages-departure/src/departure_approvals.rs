//! The approvals of one departure.

use app::cases::get_departure;
use app_departure::{approvals, departures};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use departure::ApprovalStatus;
use departure_head::{Head, Page};
use frame::{
    State,
    failure::Failure,
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::{ApprovalId, DepartureId};

use crate::departure_words::{role_label, step_label};

struct Row {
    id: ApprovalId,
    label: String,
    gate: String,
    approver: String,
    status: String,
    status_class: &'static str,
    decided: String,
    remark: String,
    may_decide: bool,
    may_ask_again: bool,
}

#[derive(Template)]
#[template(path = "departure_approvals.html")]
struct ApprovalsPage {
    layout: Layout,
    t: T,
    head: Head,
    rows: Vec<Row>,
    offers_remarks: bool,
}

/// The list, without the remarks.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
) -> Result<Response, Failure> {
    layout::html(&page(&state, &who, &uri, (id, Remarks::Hidden)).await?)
}

/// The list with the remarks; the look is written down first.
pub(crate) async fn show_remarks(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
) -> Result<Response, Failure> {
    let case = get_departure(&who.cx, id).await?;
    departures::look_at_reason(&who.cx, &case).await?;
    layout::html(&page(&state, &who, &uri, (id, Remarks::Shown)).await?)
}

/// Whether the remarks are printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Remarks {
    Shown,
    Hidden,
}

async fn page(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    (id, remarks): (DepartureId, Remarks),
) -> Result<ApprovalsPage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let case = get_departure(cx, id).await?;
    let held = approvals::list_approvals(cx, id).await?;
    let shows = remarks == Remarks::Shown;
    let offers_remarks = !shows && held.iter().any(|approval| !approval.remark.is_empty());
    let row = |approval: &store::approvals::Approval| Row {
        id: approval.id,
        label: step_label(t, &approval.step),
        gate: t.s(&format!("dep-gate-{}", approval.gate)).into_owned(),
        approver: if approval.approver_name.is_empty() {
            role_label(t, approval.approver_role)
        } else {
            format!("{} · {}", approval.approver_name, role_label(t, approval.approver_role))
        },
        status: t.s(&format!("dep-approval-{}", approval.status)).into_owned(),
        status_class: class(approval.status),
        decided: approval
            .decided_at
            .map(|at| {
                t.a2("dep-task-settled-by", ("at", t.instant(at)), ("name", &approval.decided_by_name))
                    .into_owned()
            })
            .unwrap_or_default(),
        remark: if shows { approval.remark.clone() } else { String::new() },
        may_decide: approval.status == ApprovalStatus::Pending
            && approvals::may_decide(cx, &case.departure, approval),
        may_ask_again: approval.status == ApprovalStatus::Refused && case.may_run(cx),
    };
    Ok(ApprovalsPage {
        head: Head::of(cx, &case, Page::Approvals).await?,
        layout: Layout::new(state, who, uri),
        t,
        rows: held.iter().map(row).collect(),
        offers_remarks,
    })
}

const fn class(status: ApprovalStatus) -> &'static str {
    match status {
        ApprovalStatus::Pending => "tag caution",
        ApprovalStatus::Approved => "tag good",
        ApprovalStatus::Refused => "tag bad",
    }
}

/// Asks again for what was refused.
pub(crate) async fn ask_again(
    Signed(who): Signed,
    Path((id, approval)): Path<(DepartureId, ApprovalId)>,
) -> Result<Response, Failure> {
    approvals::ask_again(&who.cx, approval).await?;
    Ok(layout::done_at(&format!("{}/approvals", urls::departure(id)), "asked-again"))
}
