//! Probes for whoever runs the server.

use axum::{extract::State as Shared, http::StatusCode};
use frame::State;

/// The process answers.
pub(crate) async fn live() -> &'static str {
    "ok"
}

/// The database answers too.
pub(crate) async fn ready(Shared(state): Shared<State>) -> (StatusCode, &'static str) {
    match state.app.db().ping().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer"),
    }
}
