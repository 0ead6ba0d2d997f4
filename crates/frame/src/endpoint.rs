//! Handlers of one type.
//!
//! Axum wraps every handler in half a dozen services. Left to itself the compiler builds each of them anew for each of
//! three hundred handlers and proves each time that the handler's future may move between threads: most of this
//! crate's build time. An [`Endpoint`] hides the handler first, so that the wrapping is built once.

use std::{pin::Pin, sync::Arc};

use axum::{
    extract::Request,
    handler::Handler,
    response::Response,
    routing::{self, MethodFilter, MethodRouter},
};

use crate::State;

type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A handler whose own type is hidden.
#[derive(Clone)]
struct Endpoint(Arc<dyn Fn(Request, State) -> Answer + Send + Sync>);

impl Handler<(), State> for Endpoint {
    type Future = Answer;

    fn call(self, request: Request, state: State) -> Answer {
        (self.0)(request, state)
    }
}

fn endpoint<H, T>(handler: H) -> Endpoint
where
    H: Handler<T, State, Future = Answer> + Sync,
{
    Endpoint(Arc::new(move |request, state| handler.clone().call(request, state)))
}

/// Answers GET.
pub fn get<H, T>(handler: H) -> MethodRouter<State>
where
    H: Handler<T, State, Future = Answer> + Sync,
{
    on(MethodFilter::GET, endpoint(handler))
}

/// Answers POST.
pub fn post<H, T>(handler: H) -> MethodRouter<State>
where
    H: Handler<T, State, Future = Answer> + Sync,
{
    on(MethodFilter::POST, endpoint(handler))
}

/// Not generic: built here, and not in every crate of pages.
fn on(method: MethodFilter, endpoint: Endpoint) -> MethodRouter<State> {
    routing::on(method, endpoint)
}
