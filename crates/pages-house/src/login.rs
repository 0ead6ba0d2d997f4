//! Signing in and out.

use app::{Error, sign_in};
use askama::Template;
use axum::{
    extract::{Query, State as Shared},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use frame::{
    DemoSignIn, State, assets,
    failure::Failure,
    form::Fields,
    guard::{self, Reader},
    i18n::T,
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage<'p> {
    t: T,
    css: &'static str,
    icon: &'static str,
    company: String,
    login: &'p str,
    next: &'p str,
    error: String,
    demo: &'p [DemoSignIn],
}

/// Where to go after signing in.
#[derive(Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    next: String,
}

impl Next {
    /// The address, when it is one of ours.
    pub(crate) fn next(&self) -> &str {
        local(&self.next)
    }
}

/// The sign-in page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    Reader(t): Reader,
    Query(query): Query<Next>,
) -> Result<Response, Failure> {
    if state.app.tenant().is_none() {
        return Ok(Redirect::to("/setup").into_response());
    }
    page(&state, t, ("", &query.next), None)
}

fn page(state: &State, t: T, (login, next): (&str, &str), error: Option<&str>) -> Result<Response, Failure> {
    let page = LoginPage {
        t,
        css: &assets::URLS.css,
        icon: &assets::URLS.icon,
        company: state.app.tenant().map(|tenant| tenant.name).unwrap_or_default(),
        login,
        next,
        error: error.map(|key| t.s(key).into_owned()).unwrap_or_default(),
        demo: &state.options.demo_sign_ins,
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, Html(page.render().map_err(Error::internal)?)).into_response())
}

/// Takes name and password.
pub(crate) async fn sign_in(
    Shared(state): Shared<State>,
    Reader(t): Reader,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    let (login, next) = (fields.get("login"), fields.get("next"));
    match sign_in::sign_in(&state.app, login, fields.get("password"), device(&headers)).await {
        Ok(done) if done.needs_totp => Ok(enter(&state, &done, &format!("/login/code?next={}", local(next)))),
        Ok(done) => Ok(enter(&state, &done, local(next))),
        Err(Error::Unauthenticated) => page(&state, t, (login, next), Some("error-sign-in")),
        Err(Error::TooMany) => page(&state, t, (login, next), Some("error-sign-in-locked")),
        Err(error) => Err(Failure(error)),
    }
}

/// The answer that lets somebody in: the session's cookie, the language's, and where to go.
pub(crate) fn enter(state: &State, done: &sign_in::SignedIn, to: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    for cookie in [guard::session_cookie(state, &done.token), language_cookie(state, done.lang.code())] {
        if let Ok(value) = cookie.parse() {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// The cookie that tells pages without a session, and failures, which language to speak.
pub(crate) fn language_cookie(state: &State, code: &str) -> String {
    let secure = if state.options.is_secure { "; Secure" } else { "" };
    format!("lang={code}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}")
}

/// The browser as it names itself.
pub(crate) fn device(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("")
}

/// Only an address of our own is gone to.
pub(crate) fn local(next: &str) -> &str {
    if next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') { next } else { "/" }
}

/// Ends the session.
pub(crate) async fn sign_out(Shared(state): Shared<State>, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(token) = guard::token(&state, &headers) {
        sign_in::sign_out(&state.app, &token).await?;
    }
    Ok(([(header::SET_COOKIE, guard::session_cookie(&state, ""))], Redirect::to("/login")).into_response())
}

/// Changes the language, of the account too where somebody is signed in.
pub(crate) async fn set_language(
    Shared(state): Shared<State>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    let lang: kernel::Lang = fields.get("lang").parse().map_err(|_| Error::field("lang", "error-choice"))?;
    if let Some(token) = guard::token(&state, &headers)
        && let Some(who) = sign_in::authenticate(&state.app, &token).await?
    {
        app::accounts::set_preferences(&who.cx, lang, &who.account.theme).await?;
    }
    let to = local(fields.get("here")).to_owned();
    Ok(([(header::SET_COOKIE, language_cookie(&state, lang.code()))], Redirect::to(&to)).into_response())
}
