//! What stands in front of every page: where a request comes from, who it is, and the headers of the answer.

use std::pin::Pin;

use app::sign_in::{self, Authenticated};
use axum::{
    extract::{FromRequestParts, Request, State as Shared},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use kernel::Lang;

use crate::{State, failure::Failure, i18n::T};

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self'; form-action 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

/// Refuses a write that another site's page sent. Browsers say where a request comes from in `Sec-Fetch-Site`, older
/// ones in `Origin`; a write that says neither is refused too.
pub async fn same_site(request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if is_safe || comes_from_here(request.headers()) {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok()) {
        return site == "same-origin" || site == "none";
    }
    let (origin, host) = (text(header::ORIGIN), text(header::HOST));
    origin.and_then(|origin| origin.split_once("://")).map(|(_, authority)| authority) == host
        && host.is_some()
}

/// The headers of every answer.
pub async fn headers(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set("content-security-policy", CSP);
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "same-origin");
    set("cross-origin-opener-policy", "same-origin");
    set("permissions-policy", "camera=(), microphone=(), geolocation=()");
    // Pages hold personal data: no cache keeps them. Assets set their own rule before.
    set("cache-control", "no-store");
    if state.options.is_secure {
        set("strict-transport-security", "max-age=31536000");
    }
    response
}

/// The session's token, from its cookie.
pub fn token(state: &State, headers: &HeaderMap) -> Option<String> {
    cookie(headers, state.cookie_name())
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(held, _)| *held == name)
        .map(|(_, value)| value.to_owned())
}

/// The header that sets or, with an empty value, removes the session's cookie.
pub fn session_cookie(state: &State, token: &str) -> String {
    let secure = if state.options.is_secure { "; Secure" } else { "" };
    let age = if token.is_empty() { "; Max-Age=0" } else { "" };
    format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", state.cookie_name())
}

/// Somebody who is signed in. Without a session the answer is the sign-in page.
pub struct Signed(pub Authenticated);

impl FromRequestParts<State> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Response> {
        let found = match token(state, &parts.headers) {
            Some(token) => find(state, &token).await.map_err(|e| Failure(e).into_response())?,
            None => None,
        };
        let Some(found) = found else { return Err(to_sign_in(parts)) };
        parts.extensions.insert(T(found.cx.lang()));
        Ok(Self(found))
    }
}

/// Boxed: it is part of every handler's future, and the compiler would go through it again for each of them.
fn find<'f>(
    state: &'f State,
    token: &'f str,
) -> Pin<Box<dyn Future<Output = app::Result<Option<Authenticated>>> + Send + 'f>> {
    Box::pin(sign_in::authenticate(&state.app, token))
}

/// A page asked for by GET comes back after signing in; anything else starts anew.
fn to_sign_in(parts: &Parts) -> Response {
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    if parts.method == Method::GET && path != "/" {
        let next: String = path.bytes().map(escape).collect();
        Redirect::to(&format!("/login?next={next}")).into_response()
    } else {
        Redirect::to("/login").into_response()
    }
}

fn escape(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

/// The reader's language: the account's where somebody is signed in (set by [`Signed`]), else the cookie's, else what
/// the browser prefers.
pub fn language(headers: &HeaderMap) -> T {
    if let Some(lang) = cookie(headers, "lang").and_then(|code| code.parse::<Lang>().ok()) {
        return T(lang);
    }
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("zh");
    let first = accepted.split(',').next().unwrap_or("").trim();
    T(if first.starts_with("zh") || first.is_empty() || first == "*" { Lang::Zh } else { Lang::En })
}

/// The reader's language on pages without a session.
pub struct Reader(pub T);

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(language(&parts.headers)))
    }
}
