//! What every handler can reach.

use std::sync::Arc;

use app::App;

/// How the pages are served.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether the address is reached by HTTPS: cookies are then `__Host-` and Secure, and HSTS is sent.
    pub is_secure: bool,
    /// The largest upload, in bytes.
    pub max_upload_bytes: usize,
    /// The word that opens the first-start page; printed on the console by `serve`, needed while there is no company.
    pub setup_token: Option<String>,
    /// Sign-ins to offer on the sign-in page: the demonstration company's, otherwise none.
    pub demo_sign_ins: Vec<DemoSignIn>,
}

/// A sign-in of the demonstration company.
#[derive(Debug, Clone)]
pub struct DemoSignIn {
    /// The role's code.
    pub role: String,
    /// The sign-in name.
    pub login: String,
    /// The password, the same for all.
    pub password: String,
    /// Who it is.
    pub name: String,
}

/// Shared by all handlers.
#[derive(Clone)]
pub struct State {
    /// The application.
    pub app: Arc<App>,
    /// How it is served.
    pub options: Arc<Options>,
}

impl State {
    /// The name of the session's cookie; the prefix binds it to this host over HTTPS.
    pub fn cookie_name(&self) -> &'static str {
        if self.options.is_secure { "__Host-leavewell" } else { "leavewell" }
    }
}
