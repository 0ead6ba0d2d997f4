//! Every route, top to bottom by area.

use axum::{Router, extract::DefaultBodyLimit, middleware};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer};

use crate::{
    State, assets,
    endpoint::{get, post},
    failure, guard,
    pages::{
        account, accounts, analysis, analysis_export, approvals, attachments, audit, calendar, circumstances,
        departure_approvals, departure_clocks, departure_close, departure_list, departure_new,
        departure_notices, departure_people, departure_record, departure_show, departure_sweep,
        departure_tasks, handover_ask, handover_edit, handover_item, handover_lint, handover_note,
        handover_plan, handover_schedule, handover_show, handover_stage, handover_teach, health, home,
        import_brought, import_list, import_mapping, import_own_words, import_show, import_undo,
        knowledge_edit, knowledge_history, knowledge_item, knowledge_map, knowledge_person, knowledge_plan,
        knowledge_sessions, law_batch, ledger, login, my_calendar, my_handover, my_information, my_receiving,
        organisation, papers, parameters, people, person, risk_board, risk_model, risk_person, risk_setup,
        risk_signs, settlement_forms, settlement_show, settlement_version, setup, talks, totp,
    },
};

/// Forms are small; pages that take files set their own limit.
const MAX_FORM_BYTES: usize = 1 << 20;

/// A note comes with three bytes for a byte of its text; what is too long is told beside the text, so it may come.
const MAX_NOTE_BYTES: usize = 18 << 20;

/// The whole site.
pub fn router(state: State) -> Router {
    Router::new()
        .merge(system())
        .merge(sign_in())
        .merge(own())
        .merge(people())
        .merge(knowledge())
        .merge(risk())
        .merge(retention())
        .merge(imports(state.options.max_upload_bytes))
        .merge(departures(state.options.max_upload_bytes))
        .merge(legal(state.options.max_upload_bytes))
        .merge(handovers(state.options.max_upload_bytes))
        .merge(portals())
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
        .route("/", get(home::show))
        .route("/account", get(account::show))
        .route("/account/preferences", post(account::set_preferences))
        .route("/account/password", post(account::change_password))
        .route("/account/sessions/{id}/end", post(account::end_session))
        .route("/account/totp", get(account::begin_totp).merge(post(account::confirm_totp)))
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
        .route("/departures/{id}/people", get(departure_people::show).merge(post(departure_people::name)))
        .route("/talks", get(talks::show).merge(post(talks::create)))
        .route("/talks/{id}/held", post(talks::hold))
        .route("/talks/{id}/cancel", post(talks::cancel))
        .route("/people/{id}/circumstances", get(circumstances::of).merge(post(circumstances::record)))
        .route("/my/circumstances", get(circumstances::mine).merge(post(circumstances::offer)))
        .route("/my/circumstances/{circumstance}/remove", post(circumstances::take_back))
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
        .route("/my/settlement", get(settlement_version::mine))
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
        .route("/parameters", get(parameters::show).merge(post(parameters::propose)))
        .route("/parameters/{id}", post(parameters::decide))
        .route("/audit", get(audit::show))
}
