//! The routes of the house: sign-in, accounts, imports, ledgers, rules.

use axum::{Router, extract::DefaultBodyLimit};
use frame::{
    State,
    endpoint::{get, post},
};
use tower_http::limit::RequestBodyLimitLayer;

use crate::{
    account, accounts, audit, calendar, health, import_brought, import_list, import_mapping,
    import_own_words, import_show, import_undo, ledger, login, setup, totp,
};

/// All routes of this crate. A file that comes with a form may have `max_upload_bytes` bytes.
pub fn routes(max_upload_bytes: usize) -> Router<State> {
    Router::new()
        .merge(system())
        .merge(sign_in())
        .merge(own())
        .merge(imports(max_upload_bytes))
        .merge(administration())
}

fn system() -> Router<State> {
    Router::new()
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .route("/setup", get(setup::show).merge(post(setup::create)))
}

fn sign_in() -> Router<State> {
    Router::new()
        .route("/login", get(login::show).merge(post(login::sign_in)))
        .route("/login/code", get(totp::show).merge(post(totp::check)))
        .route("/logout", post(login::sign_out))
        .route("/language", post(login::set_language))
}

fn own() -> Router<State> {
    Router::new()
        .route("/account", get(account::show))
        .route("/account/preferences", post(account::set_preferences))
        .route("/account/password", post(account::change_password))
        .route("/account/sessions/{id}/end", post(account::end_session))
        .route("/account/totp", get(account::begin_totp).merge(post(account::confirm_totp)))
        .route("/account/totp/remove", post(account::remove_totp))
}

/// A file that is too large is refused by what the request says of itself, before it is read.
fn imports(max_upload_bytes: usize) -> Router<State> {
    let bring = Router::new()
        .route("/imports", get(import_list::show).merge(post(import_list::upload)))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(max_upload_bytes));
    Router::new()
        .merge(bring)
        .route("/imports/brought", get(import_brought::show))
        .route("/imports/words", get(import_own_words::show).merge(post(import_own_words::save)))
        .route("/imports/{id}", get(import_show::show))
        .route("/imports/{id}/progress", get(import_show::progress))
        .route("/imports/{id}/cancel", post(import_show::cancel))
        .route("/imports/{id}/again", post(import_show::read_again))
        .route("/imports/{id}/kind", post(import_mapping::set_kind))
        .route("/imports/{id}/mapping", get(import_mapping::show).merge(post(import_mapping::save)))
        .route("/imports/{id}/commit", post(import_show::commit))
        .route("/imports/{id}/undo", get(import_undo::show).merge(post(import_undo::undo)))
        .route("/imports/{id}/refused.xlsx", get(import_show::refused))
        .route("/ledgers", get(ledger::first))
        .route("/ledgers/{ledger}", get(ledger::show))
        .route("/ledgers/{ledger}/export.xlsx", get(ledger::export))
}

fn administration() -> Router<State> {
    Router::new()
        .route("/accounts", get(accounts::show).merge(post(accounts::create)))
        .route("/accounts/{id}/roles", post(accounts::set_roles))
        .route("/accounts/{id}/disabled", post(accounts::set_disabled))
        .route("/calendar", get(calendar::show))
        .route("/audit", get(audit::show))
}
