//! The second factor at sign-in.

use app::{Error, sign_in};
use askama::Template;
use axum::{
    extract::{Query, State as Shared},
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Redirect, Response},
};
use frame::{
    State, assets,
    failure::Failure,
    form::Fields,
    guard::{self, Reader},
    i18n::T,
};

use crate::login::{self, Next};

#[derive(Template)]
#[template(path = "totp.html")]
struct TotpPage<'p> {
    t: T,
    css: &'static str,
    icon: &'static str,
    next: &'p str,
    error: String,
}

/// Asks for the code.
pub(crate) async fn show(Reader(t): Reader, Query(query): Query<Next>) -> Result<Response, Failure> {
    page(t, query.next(), None)
}

fn page(t: T, next: &str, error: Option<&str>) -> Result<Response, Failure> {
    let error_text = error.map(|key| t.s(key).into_owned()).unwrap_or_default();
    let page = TotpPage { t, css: &assets::URLS.css, icon: &assets::URLS.icon, next, error: error_text };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, Html(page.render().map_err(Error::internal)?)).into_response())
}

/// Checks the code.
pub(crate) async fn check(
    Shared(state): Shared<State>,
    Reader(t): Reader,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    let Some(token) = guard::token(&state, &headers) else {
        return Ok(Redirect::to("/login").into_response());
    };
    let next = login::local(fields.get("next"));
    match sign_in::pass_totp(&state.app, &token, fields.get("code"), login::device(&headers)).await {
        Ok(done) => Ok(login::enter(&state, &done, next)),
        Err(Error::Unauthenticated) => Ok(Redirect::to("/login").into_response()),
        Err(Error::Invalid(errors)) => page(t, next, errors.first().map(|error| error.message)),
        Err(Error::TooMany) => page(t, next, Some("error-sign-in-locked")),
        Err(error) => Err(Failure(error)),
    }
}
