//! The routes of a departure, by area.

use axum::{Router, extract::DefaultBodyLimit};
use frame::{
    State,
    endpoint::{get, post},
};

use crate::{
    approvals, attachments, departure_approvals, departure_clocks, departure_close, departure_list,
    departure_new, departure_notices, departure_people, departure_record, departure_show, departure_sweep,
    departure_tasks, home, law_batch, papers, parameters, settlement_forms, settlement_show,
    settlement_version,
};

/// All routes of this crate. A file that comes with a form may have `max_upload_bytes` bytes.
pub fn routes(max_upload_bytes: usize) -> Router<State> {
    Router::new()
        .merge(overview())
        .merge(departures(max_upload_bytes))
        .merge(legal(max_upload_bytes))
        .merge(decided())
}

fn overview() -> Router<State> {
    Router::new().route("/", get(home::show))
}

fn departures(max_upload_bytes: usize) -> Router<State> {
    Router::new()
        .route("/departures", get(departure_list::show))
        .route("/departures/new", get(departure_new::show).merge(post(departure_new::create)))
        .route("/departures/{id}", get(departure_show::show))
        .route("/departures/{id}/reason", post(departure_show::show_reason))
        .route("/departures/{id}/dates", post(departure_show::set_dates))
        .route("/departures/{id}/access", post(departure_show::set_access))
        .route("/departures/{id}/steps/{step}", post(departure_show::step))
        .route("/departures/{id}/promises", post(departure_show::promise))
        .route("/departures/{id}/promises/{promise}/kept", post(departure_show::keep))
        .route("/departures/{id}/tasks", get(departure_tasks::list).merge(post(departure_tasks::add)))
        .route("/departures/{id}/tasks/finish", post(departure_tasks::finish_several))
        .route("/departures/{id}/tasks/{task}", get(departure_tasks::show))
        .route(
            "/departures/{id}/tasks/{task}/{act}",
            post(departure_tasks::act).layer(DefaultBodyLimit::max(max_upload_bytes)),
        )
        .route("/departures/{id}/sweep", get(departure_sweep::show).merge(post(departure_sweep::settle)))
        .route("/departures/{id}/sweep/all", post(departure_sweep::settle_all))
        .route("/departures/{id}/approvals", get(departure_approvals::show))
        .route("/departures/{id}/remarks", post(departure_approvals::show_remarks))
        .route("/departures/{id}/approvals/{approval}/ask", post(departure_approvals::ask_again))
        .merge(settlements(max_upload_bytes))
        .route("/departures/{id}/people", get(departure_people::show).merge(post(departure_people::name)))
        .route("/departures/{id}/record", get(departure_record::show))
        .route("/departures/{id}/close", get(departure_close::show).merge(post(departure_close::close)))
        .route("/departures/{id}/waivers", post(departure_close::waive))
        .route("/approvals", get(approvals::show))
        .route("/approvals/{id}", post(approvals::decide))
        .route("/attachments/{id}", get(attachments::download))
}

fn settlements(max_upload_bytes: usize) -> Router<State> {
    Router::new()
        .route("/departures/{id}/settlement", get(settlement_show::show))
        .route(
            "/departures/{id}/settlement/facts",
            post(settlement_forms::enter).layer(DefaultBodyLimit::max(max_upload_bytes)),
        )
        .route("/departures/{id}/settlement/checks", post(settlement_forms::waive))
        .route("/departures/{id}/settlement/issue", post(settlement_forms::issue))
        .route("/departures/{id}/settlement/versions/{version}", get(settlement_version::show))
        .route(
            "/departures/{id}/settlement/payments",
            post(settlement_forms::pay).layer(DefaultBodyLimit::max(max_upload_bytes)),
        )
        .route("/departures/{id}/settlement/holds", post(settlement_forms::hold))
        .route("/departures/{id}/settlement/holds/{hold}/release", post(settlement_forms::release))
        .route("/my/settlement", get(settlement_version::mine))
}

/// Notices and their service, legal deadlines, papers.
fn legal(max_upload_bytes: usize) -> Router<State> {
    let with_files = Router::new()
        .route("/departures/{id}/notices/{notice}/attempts", post(departure_notices::record))
        .route("/departures/{id}/attempts/{attempt_id}/proofs", post(departure_notices::add_proof))
        .route("/departures/{id}/attempts/{attempt_id}/outcome", post(departure_notices::settle))
        .route("/law/batch", get(law_batch::show).merge(post(law_batch::run)))
        .route("/papers/templates/{paper}", get(papers::download).merge(post(papers::upload)))
        .layer(DefaultBodyLimit::max(max_upload_bytes));
    Router::new()
        .merge(with_files)
        .route("/departures/{id}/papers", get(papers::show))
        .route("/departures/{id}/papers/{paper}", get(papers::prepare).merge(post(papers::issue)))
        .route("/papers/templates", get(papers::templates))
        .route("/law/batch/list.xlsx", get(law_batch::empty))
        .route(
            "/departures/{id}/notices",
            get(departure_notices::show).merge(post(departure_notices::create)),
        )
        .route("/departures/{id}/notices/{notice}", post(departure_notices::edit))
        .route("/departures/{id}/clocks", get(departure_clocks::show).merge(post(departure_clocks::record)))
        .route("/clocks", get(departure_clocks::list))
        .route("/clocks/feeds", post(departure_clocks::create_feed))
        .route("/clocks/feeds/{feed}/revoke", post(departure_clocks::revoke_feed))
        .route("/feeds/{token}/clocks.ics", get(departure_clocks::feed))
}

/// What the law's figures are, as decided here.
fn decided() -> Router<State> {
    Router::new()
        .route("/parameters", get(parameters::show).merge(post(parameters::propose)))
        .route("/parameters/{id}", post(parameters::decide))
}
