//! The first start: the company and its first administrator, behind the word that the console printed.

use app::{
    Error,
    setup::{self, FirstAdmin},
};
use askama::Template;
use axum::{
    extract::State as Shared,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use frame::{
    State, assets,
    failure::Failure,
    form::{Fields, FormView, Parsing},
    guard::Reader,
    i18n::T,
};

use crate::login;

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage {
    t: T,
    css: &'static str,
    icon: &'static str,
    form: FormView,
}

/// The form; there is none once there is a company.
pub(crate) async fn show(Shared(state): Shared<State>, Reader(t): Reader) -> Result<Response, Failure> {
    if state.app.tenant().is_some() {
        return Err(Failure(Error::NotFound));
    }
    page(t, FormView::empty(t), StatusCode::OK)
}

fn page(t: T, form: FormView, status: StatusCode) -> Result<Response, Failure> {
    let page = SetupPage { t, css: &assets::URLS.css, icon: &assets::URLS.icon, form };
    Ok((status, Html(page.render().map_err(Error::internal)?)).into_response())
}

/// Makes company and administrator.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Reader(t): Reader,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = match parse(&state, t, &fields) {
        Ok(input) => setup::create_first_admin(&state.app, input).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(_) => {
            let cookie = [(header::SET_COOKIE, login::language_cookie(&state, t.0.code()))];
            Ok((cookie, Redirect::to("/login")).into_response())
        }
        Err(Error::Invalid(errors)) => {
            page(t, FormView::new(t, fields, errors), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Err(Failure(error)),
    }
}

fn parse(state: &State, t: T, fields: &Fields) -> app::Result<FirstAdmin> {
    let mut parsing = Parsing::new(fields);
    let input = FirstAdmin {
        company: parsing.required("company"),
        login: parsing.required("login"),
        display_name: parsing.required("display_name"),
        password: fields.get("password").to_owned(),
        lang: t.0,
    };
    if state.options.setup_token.as_deref() != Some(fields.get("token")) {
        parsing.wrong("token", "error-setup-token");
    }
    parsing.finish().map(|()| input)
}
