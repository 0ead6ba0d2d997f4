//! What waits for the own answer.

use app::{Error, FieldError, access::Action};
use app_departure::approvals::{self, Answer};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
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
use kernel::ApprovalId;

use crate::departure_words::{ground_label, step_label};

struct Row {
    id: ApprovalId,
    name: String,
    place: String,
    number: String,
    href: String,
    step: String,
    ground: String,
    dates: String,
    since: String,
    remark: String,
    error: String,
}

#[derive(Template)]
#[template(path = "approvals.html")]
struct WaitingPage {
    layout: Layout,
    t: T,
    rows: Vec<Row>,
}

/// The list.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    layout::html(&page(&state, &who, &uri, None).await?)
}

async fn page(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    refused: Option<(ApprovalId, FormView)>,
) -> Result<WaitingPage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let sees = cx.allow(Action::SeeDepartures).is_ok();
    let row = |waiting: store::approvals::WaitingApproval| {
        let form = refused.as_ref().filter(|(id, _)| *id == waiting.id).map(|(_, form)| form);
        Row {
            id: waiting.id,
            place: [waiting.department_path.as_str(), &waiting.post_title].join(" · "),
            href: if sees { urls::departure(waiting.departure_id) } else { String::new() },
            step: step_label(t, &waiting.step),
            ground: ground_label(t, &waiting.ground),
            dates: t
                .a2(
                    "dep-waiting-dates",
                    ("notice", t.date(waiting.notice_on)),
                    ("last", t.date(waiting.last_day)),
                )
                .into_owned(),
            since: t.a("dep-waiting-since", "at", t.instant(waiting.opened_at)).into_owned(),
            remark: form.map(|form| form.v("remark").to_owned()).unwrap_or_default(),
            error: form.map(|form| form.e("remark")).unwrap_or_default(),
            name: waiting.person_name,
            number: waiting.number,
        }
    };
    let rows = approvals::list_waiting(cx).await?.into_iter().map(row).collect();
    Ok(WaitingPage { layout: Layout::new(state, who, uri), t, rows })
}

/// Answers one.
pub(crate) async fn decide(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<ApprovalId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let answer = match fields.get("answer") {
        "approve" => Answer::Approve,
        "refuse" => Answer::Refuse,
        _ => {
            return Err(Failure(Error::Invalid(vec![FieldError::new("answer", "error-choice")])));
        }
    };
    match approvals::decide(&who.cx, id, answer, fields.get("remark")).await {
        Ok(()) => Ok(layout::done_at("/approvals", "decided")),
        Err(Error::Invalid(errors)) => {
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&page(&state, &who, &uri, Some((id, form))).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}
