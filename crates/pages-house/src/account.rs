//! The own account: language and theme, password, second factor, open sessions.

use app::{Error, accounts};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{Uri, header},
    response::{IntoResponse, Response},
};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
};
use kernel::SessionId;

use crate::login;

/// One open session as printed.
struct SessionRow {
    id: SessionId,
    device: String,
    since: String,
    last_seen: String,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    layout: Layout,
    t: T,
    login: String,
    theme: String,
    totp_on: bool,
    form: FormView,
    sessions: Vec<SessionRow>,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    let form = FormView::empty(T(who.cx.lang()));
    layout::html(&page(&state, &who, &uri, form).await?)
}

async fn page(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    form: FormView,
) -> Result<AccountPage, Failure> {
    let t = T(who.cx.lang());
    let sessions = accounts::list_own_sessions(&who.cx).await?;
    let row = |session: store::sessions::Session| SessionRow {
        id: session.id,
        device: session.device,
        since: t.instant(session.created_at),
        last_seen: t.instant(session.last_seen_at),
        is_this: who.cx.session() == Some(session.id),
    };
    Ok(AccountPage {
        layout: Layout::new(state, who, uri),
        t,
        login: who.account.login.clone(),
        theme: who.account.theme.clone(),
        totp_on: who.account.totp_on,
        form,
        sessions: sessions.into_iter().map(row).collect(),
    })
}

/// Remembers language and theme.
pub(crate) async fn set_preferences(
    Shared(state): Shared<State>,
    Signed(who): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let lang: kernel::Lang = fields.get("lang").parse().map_err(|_| Error::field("lang", "error-choice"))?;
    accounts::set_preferences(&who.cx, lang, fields.get("theme")).await?;
    let cookie = [(header::SET_COOKIE, login::language_cookie(&state, lang.code()))];
    Ok((cookie, layout::done_at("/account", "saved")).into_response())
}

/// Changes the password.
pub(crate) async fn change_password(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    match accounts::change_own_password(&who.cx, fields.get("old_password"), fields.get("new_password")).await
    {
        Ok(()) => Ok(layout::done_at("/account", "password")),
        Err(Error::Invalid(errors)) => {
            let form = FormView::new(T(who.cx.lang()), Fields::default(), errors);
            layout::refused(&page(&state, &who, &uri, form).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}

/// Ends one of the own sessions.
pub(crate) async fn end_session(Signed(who): Signed, Path(id): Path<SessionId>) -> Result<Response, Failure> {
    accounts::end_own_session(&who.cx, id).await?;
    Ok(layout::done_at("/account", "session-ended"))
}

#[derive(Template)]
#[template(path = "account_totp.html")]
struct TotpPage {
    layout: Layout,
    t: T,
    secret: String,
    uri: String,
    form: FormView,
}

fn totp_page(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    (secret, form): (String, FormView),
) -> TotpPage {
    let address = format!("otpauth://totp/Leavewell:{}?secret={secret}&issuer=Leavewell", who.account.login);
    TotpPage { layout: Layout::new(state, who, uri), t: T(who.cx.lang()), uri: address, secret, form }
}

/// Shows the secret that was begun with the button on the account page.
pub(crate) async fn begin_totp(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    let secret = who.account.totp_secret.clone().filter(|_| !who.account.totp_on).unwrap_or_default();
    let form = FormView::empty(T(who.cx.lang()));
    layout::html(&totp_page(&state, &who, &uri, (secret, form)))
}

/// Without a code: makes a new secret. With one: turns the second factor on.
pub(crate) async fn confirm_totp(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    if fields.is_on("begin") {
        accounts::begin_totp(&who.cx).await?;
        return Ok(axum::response::Redirect::to("/account/totp").into_response());
    }
    match accounts::confirm_totp(&who.cx, fields.get("code")).await {
        Ok(()) => Ok(layout::done_at("/account", "totp-on")),
        Err(Error::Invalid(errors)) => {
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            let secret = who.account.totp_secret.clone().unwrap_or_default();
            layout::refused(&totp_page(&state, &who, &uri, (secret, form)))
        }
        Err(error) => Err(Failure(error)),
    }
}

/// Turns the second factor off.
pub(crate) async fn remove_totp(Signed(who): Signed, fields: Fields) -> Result<Response, Failure> {
    accounts::remove_totp(&who.cx, fields.get("code")).await?;
    Ok(layout::done_at("/account", "totp-off"))
}
