//! The routes of the handover and of the portals of those who do it.

use axum::{Router, extract::DefaultBodyLimit};
use frame::{
    State,
    endpoint::{get, post},
};

use crate::{
    handover_ask, handover_edit, handover_item, handover_lint, handover_note, handover_plan,
    handover_schedule, handover_show, handover_stage, handover_teach, my_calendar, my_handover, my_receiving,
};

/// A note comes with three bytes for a byte of its text; what is too long is told beside the text, so it may come.
const MAX_NOTE_BYTES: usize = 18 << 20;

/// All routes of this crate. A file that comes with a form may have `max_upload_bytes` bytes.
pub fn routes(max_upload_bytes: usize) -> Router<State> {
    Router::new().merge(handovers(max_upload_bytes)).merge(portals())
}

fn handovers(max_upload_bytes: usize) -> Router<State> {
    Router::new()
        .route("/departures/{id}/handover", get(handover_show::show))
        .route("/departures/{id}/handover/generate", post(handover_show::generate))
        .route("/departures/{id}/handover/receivers", post(handover_show::assign))
        .route("/departures/{id}/handover/items/new", get(handover_edit::new))
        .route("/departures/{id}/handover/items", post(handover_edit::create))
        .route("/departures/{id}/handover/plan", get(handover_plan::show))
        .route("/departures/{id}/handover/plan/sessions", post(handover_plan::add_session))
        .route("/departures/{id}/handover/plan/sessions/{session}/held", post(handover_plan::hold_session))
        .route(
            "/departures/{id}/handover/plan/sessions/{session}/cancel",
            post(handover_plan::cancel_session),
        )
        .route("/departures/{id}/handover/plan/assessments", post(handover_plan::add_assessment))
        .route("/departures/{id}/handover/plan/assessments/{assessment}", post(handover_plan::assess))
        .route("/departures/{id}/handover/plan/obstacles", post(handover_plan::raise_obstacle))
        .route(
            "/departures/{id}/handover/plan/obstacles/{obstacle}/removed",
            post(handover_plan::remove_obstacle),
        )
        .route("/departures/{id}/handover/schedule", get(handover_schedule::show))
        .route("/departures/{id}/handover/schedule/make", post(handover_schedule::make))
        .route("/departures/{id}/handover/schedule/decide", post(handover_schedule::decide))
        .route("/departures/{id}/handover/schedule/terms", post(handover_schedule::terms))
        .route("/departures/{id}/handover/schedule/hours", post(handover_schedule::hours))
        .route("/departures/{id}/handover/schedule/dates", post(handover_schedule::move_date))
        .route("/departures/{id}/handover/schedule/release", post(handover_schedule::release))
        .route("/departures/{id}/handover/schedule/helps", post(handover_schedule::grant))
        .route("/departures/{id}/items/{item}", get(handover_item::show))
        .route(
            "/departures/{id}/items/{item}/edit",
            get(handover_edit::edit).merge(post(handover_edit::update)),
        )
        .route("/departures/{id}/items/{item}/drop", post(handover_item::drop_item))
        .route("/departures/{id}/items/{item}/restore", post(handover_item::restore))
        .route("/departures/{id}/items/{item}/receivers", post(handover_item::add_receiver))
        .route(
            "/departures/{id}/items/{item}/receivers/{person}/{what}",
            post(handover_item::change_receiver),
        )
        .route("/departures/{id}/items/{item}/accept", post(handover_item::accept))
        .route("/departures/{id}/items/{item}/sign-off", post(handover_item::sign_off))
        .route(
            "/departures/{id}/items/{item}/stages",
            post(handover_stage::say_stage).layer(DefaultBodyLimit::max(max_upload_bytes)),
        )
        .route("/departures/{id}/items/{item}/stages/undo", post(handover_stage::undo_stage))
        .merge(notes_and_teach_back())
}

fn notes_and_teach_back() -> Router<State> {
    Router::new()
        .route(
            "/departures/{id}/items/{item}/note",
            get(handover_note::edit)
                .merge(post(handover_note::save))
                .layer(DefaultBodyLimit::max(MAX_NOTE_BYTES)),
        )
        .route(
            "/departures/{id}/items/{item}/note/check",
            post(handover_lint::check).layer(DefaultBodyLimit::max(MAX_NOTE_BYTES)),
        )
        .route("/departures/{id}/items/{item}/note/allow", post(handover_lint::allow))
        .route("/departures/{id}/items/{item}/note/allow/{allowance}/withdraw", post(handover_lint::withdraw))
        .route("/departures/{id}/items/{item}/offers", post(handover_ask::choose_offer))
        .route("/departures/{id}/items/{item}/note/history", get(handover_note::history))
        .route("/departures/{id}/items/{item}/note/{version}/chart/{number}", get(handover_note::chart))
        .route("/departures/{id}/items/{item}/unclear", post(handover_ask::ask_unclear))
        .route("/departures/{id}/items/{item}/unclear/{unclear}/answer", post(handover_ask::answer_unclear))
        .route("/departures/{id}/items/{item}/unclear/{unclear}/clear", post(handover_ask::clear_unclear))
        .route("/departures/{id}/items/{item}/questions", post(handover_ask::add_question))
        .route(
            "/departures/{id}/items/{item}/questions/{question}/retire",
            post(handover_ask::retire_question),
        )
        .route(
            "/departures/{id}/items/{item}/teach",
            get(handover_teach::show).merge(post(handover_teach::answer)),
        )
        .route("/departures/{id}/items/{item}/teach/hand-in", post(handover_teach::hand_in))
        .route(
            "/departures/{id}/items/{item}/teach/{attempt}",
            get(handover_teach::attempt).merge(post(handover_teach::mark)),
        )
}

fn portals() -> Router<State> {
    Router::new()
        .route("/my/handover", get(my_handover::show))
        .route("/my/handover/obstacles", post(my_handover::raise_obstacle))
        .route("/my/receiving", get(my_receiving::show))
        .route("/my/calendar", get(my_calendar::show))
        .route("/my/calendar/feeds", post(my_calendar::create_feed))
        .route("/my/calendar/feeds/{feed}/revoke", post(my_calendar::revoke_feed))
        .route("/feeds/{token}/handover.ics", get(my_calendar::feed))
}
