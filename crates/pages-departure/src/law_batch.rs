//! Settlements for a whole list of people: an Excel file in, an Excel file out. Nothing of it is stored.

use app::{Error, access::Action};
use app_departure::law_batch;
use askama::Template;
use axum::{
    extract::{OriginalUri, State as Shared},
    http::{Uri, header},
    response::{IntoResponse, Response},
};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    upload::{WithFile, disposition},
};

use crate::law_words::LawWords;

const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Template)]
#[template(path = "law_batch.html")]
struct BatchPage {
    layout: Layout,
    t: T,
    heads: String,
    form: FormView,
}

async fn page(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    form: Option<FormView>,
) -> Result<BatchPage, Failure> {
    let t = T(who.cx.lang());
    let staff = law_batch::count_staff(&who.cx).await?.to_string();
    let form = form.unwrap_or_else(|| FormView::new(t, Fields::start(&[("staff", &staff)]), Vec::new()));
    let heads = paper::law_batch::heads_of_list(who.cx.lang()).join(&t.s("batch-joint"));
    Ok(BatchPage { layout: Layout::new(state, who, uri), t, heads, form })
}

/// The form.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    layout::html(&page(&state, &who, &uri, None).await?)
}

/// An empty list to fill in.
pub(crate) async fn empty(Signed(who): Signed) -> Result<Response, Failure> {
    who.cx.allow(Action::RunDepartures)?;
    let t = T(who.cx.lang());
    let list = paper::law_batch::empty_list(who.cx.lang(), &t.s("batch-list")).map_err(Error::internal)?;
    Ok(workbook(&t.s("batch-empty-file"), list))
}

fn workbook(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, EXCEL.to_owned()),
        (header::CONTENT_DISPOSITION, disposition(name)),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// The outcome as a workbook.
pub(crate) async fn run(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    WithFile { fields, file }: WithFile,
) -> Result<Response, Failure> {
    match law_batch::run(&who.cx, fields.get("staff"), file, LawWords::in_lang(who.cx.lang())).await {
        Ok(outcome) => Ok(workbook(&T(who.cx.lang()).s("batch-file"), outcome)),
        Err(Error::Invalid(errors)) => {
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&page(&state, &who, &uri, Some(form)).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}
