//! The one place where a failure becomes a status and a page.

use std::sync::Arc;

use app::Error;
use askama::Template;
use axum::{
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::{Html, IntoResponse, Response},
};

use crate::{assets, guard, i18n::T};

/// A use case that did not happen. Handlers return it; [`render`] turns it into a page in the reader's language.
#[derive(Debug)]
pub struct Failure(pub Error);

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// Marks an answer that still has to become a page.
#[derive(Clone)]
struct Unrendered(Arc<Error>);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(Unrendered(Arc::new(self.0)));
        response
    }
}

/// What one may not know of looks like what is not there.
fn status(error: &Error) -> StatusCode {
    match error {
        Error::NotFound | Error::Forbidden => StatusCode::NOT_FOUND,
        Error::Unauthenticated => StatusCode::UNAUTHORIZED,
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    t: T,
    css: &'static str,
    icon: &'static str,
    title: String,
    detail: String,
    incident: String,
}

/// Turns failures into pages; bare 404s, 405s and too large bodies too.
pub async fn render(request: Request, next: Next) -> Response {
    let wants_page = request.headers().get("accept").is_none_or(|accept| {
        accept.to_str().is_ok_and(|accept| accept.contains("text/html") || accept.contains("*/*"))
    });
    // The account's language is also kept in a cookie, so that a failure costs no query to be told.
    let t = guard::language(request.headers());
    let response = next.run(request).await;
    let error = response.extensions().get::<Unrendered>().map(|held| Arc::clone(&held.0));
    let is_plain =
        response.headers().get("content-type").is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let is_bare = error.is_none() && response.status().is_client_error() && is_plain;
    if error.is_none() && (!is_bare || !wants_page) {
        return response;
    }
    // An address whose id is none names nothing, like one whose id nobody has.
    let is_no_id = error.is_none()
        && response.status() == StatusCode::BAD_REQUEST
        && response.headers().contains_key("content-type");
    let status = if is_no_id { StatusCode::NOT_FOUND } else { response.status() };
    page(t, status, error.as_deref())
}

fn page(t: T, status: StatusCode, error: Option<&Error>) -> Response {
    let incident = error.map(log).unwrap_or_default();
    let (title, detail) = sentences(status, error);
    let page = ErrorPage {
        t,
        css: &assets::URLS.css,
        icon: &assets::URLS.icon,
        title: t.s(title).into_owned(),
        detail: t.s(detail).into_owned(),
        incident,
    };
    let html = page.render().unwrap_or_else(|_| String::from("error"));
    (status, Html(html)).into_response()
}

fn sentences(status: StatusCode, error: Option<&Error>) -> (&'static str, &'static str) {
    match error {
        Some(Error::Conflict(key)) => ("failure-conflict", key),
        Some(Error::Invalid(errors)) => {
            ("failure-invalid", errors.first().map_or("failure-invalid-detail", |e| e.message))
        }
        Some(Error::TooMany) => ("failure-too-many", "failure-too-many-detail"),
        Some(Error::Unavailable(_)) => ("failure-unavailable", "failure-unavailable-detail"),
        Some(Error::Internal(_)) => ("failure-internal", "failure-internal-detail"),
        Some(Error::Unauthenticated) => ("failure-signed-out", "failure-signed-out-detail"),
        _ if status == StatusCode::PAYLOAD_TOO_LARGE => ("failure-too-large", "failure-too-large-detail"),
        _ if status == StatusCode::FORBIDDEN => ("failure-foreign", "failure-foreign-detail"),
        _ => ("failure-not-found", "failure-not-found-detail"),
    }
}

/// Writes the chain of causes to the log under a number that the person can read out; nothing for ordinary refusals.
fn log(error: &Error) -> String {
    if !matches!(error, Error::Internal(_) | Error::Unavailable(_)) {
        return String::new();
    }
    let incident =
        format!("{:08x}", std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), ()) & 0xffff_ffff);
    let mut chain = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        chain = format!("{chain}: {source}");
        cause = source.source();
    }
    tracing::error!(incident = %incident, chain = %chain, "a request failed");
    incident
}
