//! Forms: what was typed, what it means, and what was wrong with it.

use app::FieldError;
use axum::{
    extract::{FromRequest, Request, rejection::FormRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::Date;

use crate::i18n::T;

/// What a form sent, in order, repeated names kept.
#[derive(Debug, Clone, Default)]
pub struct Fields(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Response> {
        // A form without fields may come without saying that it is one.
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
        // A list of pairs keeps repeated names.
        match axum::Form::<Vec<(String, String)>>::from_request(request, state).await {
            Ok(axum::Form(pairs)) => Ok(Self(pairs)),
            Err(FormRejection::BytesRejection(rejection)) => Err(rejection.into_response()),
            Err(_) => Err(StatusCode::BAD_REQUEST.into_response()),
        }
    }
}

impl Fields {
    /// Fields that were read elsewhere (a multipart form), or that a page starts with.
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// Fields that a page starts with.
    pub fn start(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    /// The value as typed, without outer blanks; empty when absent.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// The value with all its blanks, as in a text whose lines are counted.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Every value of a repeated name.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.trim())
    }

    /// Whether a box was ticked.
    pub fn is_on(&self, name: &str) -> bool {
        self.0.iter().any(|(field, value)| field == name && !value.is_empty() && value != "0")
    }
}

/// A form on its way into a domain value; gathers what is wrong instead of stopping at the first.
pub struct Parsing<'f> {
    fields: &'f Fields,
    errors: Vec<FieldError>,
}

impl<'f> Parsing<'f> {
    /// Begins with nothing wrong.
    pub const fn new(fields: &'f Fields) -> Self {
        Self { fields, errors: Vec::new() }
    }

    /// A text that must not be empty.
    pub fn required(&mut self, field: &'static str) -> String {
        let value = self.fields.get(field);
        if value.is_empty() {
            self.wrong(field, "error-required");
        }
        value.to_owned()
    }

    /// A text that may be empty.
    pub fn text(&self, field: &str) -> String {
        self.fields.get(field).to_owned()
    }

    /// A date that must be there, as the browser sends it.
    pub fn date(&mut self, field: &'static str) -> Option<Date> {
        let value = self.optional_date(field);
        if self.fields.get(field).is_empty() {
            self.wrong(field, "error-required");
        }
        value
    }

    /// A date that may be absent.
    pub fn optional_date(&mut self, field: &'static str) -> Option<Date> {
        self.optional(field, "error-date")
    }

    /// A number, id or code that must be there.
    pub fn value<V: std::str::FromStr>(&mut self, field: &'static str, message: &'static str) -> Option<V> {
        let value = self.fields.get(field);
        if value.is_empty() {
            self.wrong(field, "error-required");
            return None;
        }
        self.optional(field, message)
    }

    /// A number, id or code that may be absent.
    pub fn optional<V: std::str::FromStr>(
        &mut self,
        field: &'static str,
        message: &'static str,
    ) -> Option<V> {
        let value = self.fields.get(field);
        if value.is_empty() {
            return None;
        }
        let parsed = value.parse().ok();
        if parsed.is_none() {
            self.wrong(field, message);
        }
        parsed
    }

    /// Notes that a field is wrong.
    pub fn wrong(&mut self, field: &'static str, message: &'static str) {
        self.errors.push(FieldError::new(field, message));
    }

    /// Nothing, or the list of what is wrong.
    pub fn finish(self) -> app::Result<()> {
        if self.errors.is_empty() { Ok(()) } else { Err(app::Error::Invalid(self.errors)) }
    }
}

/// A form as a page prints it: the values as typed, the errors beside them.
#[derive(Debug, Clone)]
pub struct FormView {
    fields: Fields,
    errors: Vec<FieldError>,
    t: T,
}

impl FormView {
    /// What was typed, and what is wrong with it.
    pub const fn new(t: T, fields: Fields, errors: Vec<FieldError>) -> Self {
        Self { fields, errors, t }
    }

    /// A form that nobody filled in yet.
    pub fn empty(t: T) -> Self {
        Self::new(t, Fields::default(), Vec::new())
    }

    /// The value of a field.
    pub fn v(&self, field: &str) -> &str {
        self.fields.get(field)
    }

    /// Whether a box is ticked, or a choice made.
    pub fn is(&self, field: &str, value: &str) -> bool {
        self.fields.all(field).any(|held| held == value)
    }

    /// What is wrong with a field, as a sentence; empty when nothing is.
    pub fn e(&self, field: &str) -> String {
        let Some(error) = self.errors.iter().find(|error| error.field == field) else { return String::new() };
        if error.about.is_empty() {
            self.t.s(error.message)
        } else {
            self.t.a(error.message, "about", &error.about)
        }
        .into_owned()
    }

    /// Whether anything is wrong.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }
}
