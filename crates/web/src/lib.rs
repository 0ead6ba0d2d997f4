//! The site: the pages of all areas behind one router, served until told to stop.
//!
//! The pages lie in `pages-people`, `pages-departure`, `pages-handover` and `pages-house`, what they share in `frame`;
//! no page names another area's, so that an edit builds one of them. No SQL and no business rule is found here.

mod routes;

pub use frame::{DemoSignIn, Options, State};
pub use pages_departure::LawWords;
pub use routes::router;

/// Serves until `stop` is ready, then lets requests under way finish.
pub async fn serve(
    listener: tokio::net::TcpListener,
    router: axum::Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router).with_graceful_shutdown(stop).await
}
