//! The whole site: the routes of all pages, and what stands in front of each of them.

use axum::{Router, extract::DefaultBodyLimit, middleware};
use frame::{State, assets, endpoint::get, failure, guard};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

/// Forms are small; pages that take files set their own limit.
const MAX_FORM_BYTES: usize = 1 << 20;

/// The whole site.
pub fn router(state: State) -> Router {
    let max_upload_bytes = state.options.max_upload_bytes;
    Router::new()
        .route("/assets/{file}", get(assets::serve))
        .merge(pages_house::routes(max_upload_bytes))
        .merge(pages_people::routes())
        .merge(pages_departure::routes(max_upload_bytes))
        .merge(pages_handover::routes(max_upload_bytes))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(middleware::from_fn(guard::same_site))
        .layer(middleware::from_fn(failure::render))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(state.clone(), guard::headers))
        .layer(CompressionLayer::new())
        .with_state(state)
}
