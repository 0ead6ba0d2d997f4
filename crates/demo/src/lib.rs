//! The demonstration company: an invented precision-machining firm, made through the same use cases as a real one.
//!
//! 江南精工 does not exist, nor does anybody in it. What it consists of is computed from a seed and the day (`company`,
//! pure), then put in as people would have done it, at the instants when they would have (`build`). Nothing that is
//! shown is hard-coded: change a table under `data/`, and the pages follow.

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

mod build;
mod company;
mod data;
mod days;
mod holdings;
mod knowledge;
mod leave;
mod names;
mod organisation;
mod people;
mod random;
mod sign_ins;
mod story;
mod talks;
mod voice;
mod watching;

use std::sync::Arc;

use app::App;

pub use sign_ins::SignIn;

/// The result of this crate's functions.
pub(crate) type Result<T> = anyhow::Result<T>;

/// The seed of the company that `leavewell demo` shows.
pub const SEED: u64 = 20_260_722;

/// Makes the company when there is none, and gives a sign-in for each role.
///
/// A company that is there already is opened as it is; one that was not finished, or that is somebody else's, is
/// refused.
pub async fn ensure(app: &Arc<App>) -> anyhow::Result<Vec<SignIn>> {
    if app.tenant().is_none() {
        build::put_in(app, SEED).await?;
    }
    sign_ins::list(app).await
}
