//! The pages: routes, forms and templates over the use cases of `app`.
//!
//! A handler extracts, calls one use case and renders; GET never writes. No SQL and no business rule is found here, and
//! what a page prints was formatted for the reader's language before it reached the template.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "a test may fail loudly"
    )
)]
#![expect(
    clippy::struct_excessive_bools,
    reason = "a view struct holds what its template prints: each truth is one sentence of the page"
)]

mod assets;
mod endpoint;
mod failure;
mod form;
mod format;
mod guard;
mod i18n;
mod layout;
mod notes;
mod pages;
mod routes;
mod state;
mod urls;

pub use pages::law_words::LawWords;
pub use routes::router;
pub use state::{DemoSignIn, Options, State};

/// Serves until `stop` is ready, then lets requests under way finish.
pub async fn serve(
    listener: tokio::net::TcpListener,
    router: axum::Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router).with_graceful_shutdown(stop).await
}
