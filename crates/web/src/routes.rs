//! Every route, top to bottom by area.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

use crate::{
    State, assets, failure, guard,
    pages::{
        account, accounts, approvals, attachments, audit, calendar, departure_approvals, departure_close,
        departure_list, departure_new, departure_record, departure_show, departure_sweep, departure_tasks,
        health, home, login, organisation, people, person, setup, totp,
    },
};

/// Forms are small; pages that take files set their own limit.
const MAX_FORM_BYTES: usize = 1 << 20;

/// The whole site.
pub fn router(state: State) -> Router {
    Router::new()
        .merge(system())
        .merge(sign_in())
        .merge(own())
        .merge(people())
        .merge(departures(state.options.max_upload_bytes))
        .merge(administration())
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(middleware::from_fn(guard::same_site))
        .layer(middleware::from_fn(failure::render))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(state.clone(), guard::headers))
        .layer(CompressionLayer::new())
        .with_state(state)
}

fn system() -> Router<State> {
    Router::new()
        .route("/assets/{file}", get(assets::serve))
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .route("/setup", get(setup::show).post(setup::create))
}

fn sign_in() -> Router<State> {
    Router::new()
        .route("/login", get(login::show).post(login::sign_in))
        .route("/login/code", get(totp::show).post(totp::check))
        .route("/logout", post(login::sign_out))
        .route("/language", post(login::set_language))
}

fn own() -> Router<State> {
    Router::new()
        .route("/", get(home::show))
        .route("/account", get(account::show))
        .route("/account/preferences", post(account::set_preferences))
        .route("/account/password", post(account::change_password))
        .route("/account/sessions/{id}/end", post(account::end_session))
        .route("/account/totp", get(account::begin_totp).post(account::confirm_totp))
        .route("/account/totp/remove", post(account::remove_totp))
}

fn people() -> Router<State> {
    Router::new()
        .route("/people", get(people::show))
        .route("/people/{id}", get(person::show))
        .route("/people/{id}/look", post(person::look))
        .route("/organisation", get(organisation::show))
        .route(
            "/organisation/employers/{id}",
            get(organisation::show_employer).post(organisation::update_employer),
        )
        .route(
            "/organisation/departments/{id}",
            get(organisation::show_department).post(organisation::update_department),
        )
        .route("/organisation/posts/{id}", post(organisation::update_post))
}

fn departures(max_upload_bytes: usize) -> Router<State> {
    Router::new()
        .route("/departures", get(departure_list::show))
        .route("/departures/new", get(departure_new::show).post(departure_new::create))
        .route("/departures/{id}", get(departure_show::show))
        .route("/departures/{id}/reason", post(departure_show::show_reason))
        .route("/departures/{id}/dates", post(departure_show::set_dates))
        .route("/departures/{id}/access", post(departure_show::set_access))
        .route("/departures/{id}/steps/{step}", post(departure_show::step))
        .route("/departures/{id}/promises", post(departure_show::promise))
        .route("/departures/{id}/promises/{promise}/kept", post(departure_show::keep))
        .route("/departures/{id}/tasks", get(departure_tasks::list).post(departure_tasks::add))
        .route("/departures/{id}/tasks/{task}", get(departure_tasks::show))
        .route(
            "/departures/{id}/tasks/{task}/{act}",
            post(departure_tasks::act).layer(DefaultBodyLimit::max(max_upload_bytes)),
        )
        .route("/departures/{id}/sweep", get(departure_sweep::show).post(departure_sweep::settle))
        .route("/departures/{id}/approvals", get(departure_approvals::show))
        .route("/departures/{id}/remarks", post(departure_approvals::show_remarks))
        .route("/departures/{id}/approvals/{approval}/ask", post(departure_approvals::ask_again))
        .route("/departures/{id}/record", get(departure_record::show))
        .route("/departures/{id}/close", get(departure_close::show).post(departure_close::close))
        .route("/departures/{id}/waivers", post(departure_close::waive))
        .route("/approvals", get(approvals::show))
        .route("/approvals/{id}", post(approvals::decide))
        .route("/attachments/{id}", get(attachments::download))
}

fn administration() -> Router<State> {
    Router::new()
        .route("/accounts", get(accounts::show).post(accounts::create))
        .route("/accounts/{id}/roles", post(accounts::set_roles))
        .route("/accounts/{id}/disabled", post(accounts::set_disabled))
        .route("/calendar", get(calendar::show))
        .route("/audit", get(audit::show))
}
