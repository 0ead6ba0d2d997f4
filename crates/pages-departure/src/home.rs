//! Where everybody lands: each to what the own roles are for.

use app::access::Action;
use axum::{
    extract::{OriginalUri, State as Shared},
    response::{IntoResponse, Redirect, Response},
};
use frame::{State, failure::Failure, guard::Signed};
use kernel::Role;

use crate::overview;

/// The overview for those who see departures, the own portal for leaver and receiver, else the first page one may see.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    if who.cx.allow(Action::SeeDepartures).is_ok() {
        return overview::show(&state, &who, &uri).await;
    }
    let actor = who.cx.actor();
    let to = if actor.has(Role::Leaver) {
        "/my/handover"
    } else if actor.has(Role::Receiver) {
        "/my/receiving"
    } else if actor.has(Role::Auditor) {
        "/audit"
    } else if actor.has(Role::Admin) {
        "/accounts"
    } else {
        "/account"
    };
    Ok(Redirect::to(to).into_response())
}
