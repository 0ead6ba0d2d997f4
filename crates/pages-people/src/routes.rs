//! The routes of those who work here, by area.

use axum::Router;
use frame::{
    State,
    endpoint::{get, post},
};

use crate::{
    analysis, analysis_export, circumstances, knowledge_edit, knowledge_history, knowledge_item,
    knowledge_map, knowledge_person, knowledge_plan, knowledge_sessions, my_information, organisation,
    people, person, risk_board, risk_model, risk_person, risk_setup, risk_signs, talks,
};

/// All routes of this crate.
pub fn routes() -> Router<State> {
    Router::new().merge(people()).merge(knowledge()).merge(risk()).merge(retention())
}

fn people() -> Router<State> {
    Router::new()
        .route("/people", get(people::show))
        .route("/people/{id}", get(person::show))
        .route("/people/{id}/look", post(person::look))
        .route("/organisation", get(organisation::show))
        .route(
            "/organisation/employers/{id}",
            get(organisation::show_employer).merge(post(organisation::update_employer)),
        )
        .route(
            "/organisation/departments/{id}",
            get(organisation::show_department).merge(post(organisation::update_department)),
        )
        .route("/organisation/posts/{id}", post(organisation::update_post))
}

fn knowledge() -> Router<State> {
    Router::new()
        .route("/knowledge", get(knowledge_map::show))
        .route("/knowledge/items/new", get(knowledge_edit::new))
        .route("/knowledge/items", post(knowledge_edit::create))
        .route("/knowledge/items/{id}", get(knowledge_item::show))
        .route("/knowledge/items/{id}/edit", get(knowledge_edit::edit).merge(post(knowledge_edit::update)))
        .route("/knowledge/items/{id}/levels", post(knowledge_item::state_level))
        .route("/knowledge/items/{id}/retire", post(knowledge_item::retire))
        .route("/knowledge/items/{id}/restore", post(knowledge_item::restore))
        .route("/knowledge/people/{id}", get(knowledge_person::show))
        .route("/knowledge/plan", get(knowledge_plan::show).merge(post(knowledge_plan::accept)))
        .route("/knowledge/sessions", get(knowledge_sessions::show).merge(post(knowledge_sessions::create)))
        .route("/knowledge/sessions/{id}/held", post(knowledge_sessions::hold))
        .route("/knowledge/sessions/{id}/cancel", post(knowledge_sessions::cancel))
        .route("/knowledge/histories", get(knowledge_history::list))
        .route("/knowledge/histories/{id}", get(knowledge_history::show))
        .route("/knowledge/histories/{id}/authors", post(knowledge_history::decide))
        .route("/knowledge/histories/{id}/folders", post(knowledge_history::sort))
        .route("/knowledge/histories/{id}/identities", post(knowledge_history::label))
        .route("/knowledge/histories/{id}/apply", post(knowledge_history::apply))
}

fn risk() -> Router<State> {
    Router::new()
        .route("/risk", get(risk_board::show))
        .route("/risk/names", post(risk_board::names))
        .route("/risk/run", post(risk_board::run))
        .route("/risk/people/{id}", get(risk_person::show).merge(post(risk_person::look)))
        .route("/risk/people/{id}/sayings", post(risk_person::say))
        .route("/risk/people/{id}/sayings/{saying}/answer", post(risk_person::answer))
        .route("/risk/model", get(risk_model::show))
        .route("/risk/signs", get(risk_signs::show))
        .route("/risk/signs/{sign}", post(risk_signs::switch))
        .route("/risk/setup", get(risk_setup::show).merge(post(risk_setup::set)))
        .route("/risk/setup/consents", post(risk_setup::agree))
        .route("/my/information", get(my_information::show))
        .route("/my/information/explanation", post(my_information::explain))
        .route("/my/information/sayings", post(my_information::say))
}

/// Analysis, who may follow, talks, what employees told for care.
fn retention() -> Router<State> {
    Router::new()
        .route("/analysis", get(analysis::show))
        .route("/analysis/export.xlsx", get(analysis_export::export))
        .route("/talks", get(talks::show).merge(post(talks::create)))
        .route("/talks/{id}/held", post(talks::hold))
        .route("/talks/{id}/cancel", post(talks::cancel))
        .route("/people/{id}/circumstances", get(circumstances::of).merge(post(circumstances::record)))
        .route("/my/circumstances", get(circumstances::mine).merge(post(circumstances::offer)))
        .route("/my/circumstances/{circumstance}/remove", post(circumstances::take_back))
}
