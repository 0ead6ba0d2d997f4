//! Signing in and out, and who a request comes from.

use std::sync::Arc;

use jiff::SignedDuration;
use kernel::{Actor, Lang, Role, SessionId, Timestamp};
use sha2::{Digest, Sha256};
use store::{Tx, accounts::Account, sessions::Session};
use totp_rs::{Builder, Secret};
use uuid::Uuid;

use crate::{App, Cx, Error, Result, cx::random_bytes, passwords};

/// A session that is not used for so long ends.
const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// A session ends after so long, used or not.
const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
/// The first factor alone is good for so long.
const HALF_WAY: SignedDuration = SignedDuration::from_mins(5);
/// So many wrong passwords in a row are free.
const FREE_FAILURES: i64 = 5;

/// What a right password leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The session's token, to be kept by the browser and nowhere else.
    pub token: String,
    /// The second factor is still to come.
    pub needs_totp: bool,
    /// The language that the person chose.
    pub lang: Lang,
}

/// Who a request comes from.
#[derive(Clone)]
pub struct Authenticated {
    /// The context to act in.
    pub cx: Cx,
    /// The account.
    pub account: Account,
}

/// Checks name and password and begins a session.
///
/// An unknown name, a wrong password, a disabled and a locked account look the same and take as long.
pub async fn sign_in(app: &Arc<App>, login: &str, password: &str, device: &str) -> Result<SignedIn> {
    let now = app.clock().now();
    let cx = app.system()?;
    let account = cx.read().await?.find_account_by_login(login).await?;
    let is_right =
        passwords::verify(password, account.as_ref().map(|found| found.password_hash.as_str())).await?;
    let Some(account) = account else { return Err(Error::Unauthenticated) };
    if account.locked_until.is_some_and(|until| until > now) {
        return Err(Error::TooMany);
    }
    if !is_right || account.is_disabled {
        remember_failure(&cx, &account).await?;
        return Err(Error::Unauthenticated);
    }
    begin_session(&cx, &account, device).await
}

/// From the sixth wrong password on each one doubles the wait, up to about an hour.
async fn remember_failure(cx: &Cx, account: &Account) -> Result<()> {
    let count = account.failed_count + 1;
    let doublings = u32::try_from((count - FREE_FAILURES).clamp(0, 7)).unwrap_or(7);
    let wait = SignedDuration::from_secs(30 * (1_i64 << doublings));
    let until = (count > FREE_FAILURES).then(|| cx.now() + wait);
    cx.transact(|mut tx| async move {
        tx.set_failures(account.id, count, until).await?;
        let receipt = tx.append(cx.event("account.sign-in-failed", None, &(account.id, count))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

async fn begin_session(cx: &Cx, account: &Account, device: &str) -> Result<SignedIn> {
    let (token, session) = new_session(cx, account, device, account.totp_on)?;
    let session = &session;
    cx.transact(|mut tx| async move {
        tx.set_failures(account.id, 0, None).await?;
        tx.create_session(session).await?;
        let receipt = tx.append(cx.event("account.signed-in", None, &(account.id, session.id))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(SignedIn { token, needs_totp: account.totp_on, lang: account.lang })
}

fn new_session(cx: &Cx, account: &Account, device: &str, needs_totp: bool) -> Result<(String, Session)> {
    let token = hex(&random_bytes::<32>()?);
    let session = Session {
        id: cx.new_id(),
        account_id: account.id,
        token_hash: hash_token(&token),
        needs_totp,
        device: device.chars().take(200).collect(),
        created_at: cx.now(),
        last_seen_at: cx.now(),
        expires_at: cx.now() + if needs_totp { HALF_WAY } else { ABSOLUTE },
        revoked_at: None,
    };
    Ok((token, session))
}

/// Checks the code of the second factor and replaces the half-way session by a full one with a new token.
pub async fn pass_totp(app: &Arc<App>, token: &str, code: &str, device: &str) -> Result<SignedIn> {
    let cx = app.system()?;
    let (half_way, account) = load_session(&cx, token).await?.ok_or(Error::Unauthenticated)?;
    if !half_way.needs_totp || account.is_disabled {
        return Err(Error::Unauthenticated);
    }
    if account.locked_until.is_some_and(|until| until > cx.now()) {
        return Err(Error::TooMany);
    }
    let Some(step) = check_totp(account.totp_secret.as_deref(), code, cx.now()) else {
        remember_failure(&cx, &account).await?;
        return Err(Error::field("code", "error-totp-wrong"));
    };
    let (token, full) = new_session(&cx, &account, device, false)?;
    let (full, half_way, account, cx_ref) = (&full, half_way.id, &account, &cx);
    cx.transact(|mut tx| async move {
        if !tx.use_totp_step(account.id, step).await? {
            return Err(Error::field("code", "error-totp-used"));
        }
        tx.revoke_session(half_way, account.id, cx_ref.now()).await?;
        tx.set_failures(account.id, 0, None).await?;
        tx.create_session(full).await?;
        let receipt = tx.append(cx_ref.event("account.signed-in", None, &(account.id, full.id))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(SignedIn { token, needs_totp: false, lang: account.lang })
}

/// The time step whose code this is, one step of clock difference allowed either way.
pub(crate) fn check_totp(secret: Option<&str>, code: &str, now: Timestamp) -> Option<i64> {
    let secret = Secret::try_from_base32(secret?).ok()?;
    let totp = Builder::new().with_secret(secret).build().ok()?;
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    let step = totp.check(&code, u64::try_from(now.as_second()).ok()?)?;
    i64::try_from(step).ok()
}

async fn load_session(cx: &Cx, token: &str) -> Result<Option<(Session, Account)>> {
    let mut conn = cx.read().await?;
    let Some(session) = conn.find_session(&hash_token(token)).await? else { return Ok(None) };
    let now = cx.now();
    let is_over =
        session.revoked_at.is_some() || session.expires_at <= now || session.last_seen_at + IDLE <= now;
    if is_over {
        return Ok(None);
    }
    let account = conn.get_account(session.account_id).await?;
    Ok(Some((session, account)))
}

/// Who a token belongs to, if its session is open and complete.
///
/// From the minute at which a person's access ends, only what the leaver's portal needs is left of the roles.
pub async fn authenticate(app: &Arc<App>, token: &str) -> Result<Option<Authenticated>> {
    let Ok(system) = app.system() else { return Ok(None) };
    let Some((session, account)) = load_session(&system, token).await? else { return Ok(None) };
    if session.needs_totp || account.is_disabled {
        return Ok(None);
    }
    let roles = current_roles(&system, &account).await?;
    if roles.is_empty() && account.access_off_at.is_some_and(|at| at <= system.now()) {
        return Ok(None);
    }
    if let Err(error) = touch(&system, &session).await {
        // Pages can be read while nothing can be written; the session only ends a little earlier.
        tracing::warn!(error = %error, "when a session was last used could not be kept");
    }
    let actor = Actor { account: account.id, person: account.person_id, roles };
    let cx = Cx::new(Arc::clone(app), app.tenant_id()?, actor, account.lang, (system.now(), session.id));
    Ok(Some(Authenticated { cx, account }))
}

/// The roles given, and those that follow from open departures; after the cut-off the leaver's alone.
pub(crate) async fn current_roles(cx: &Cx, account: &Account) -> Result<Vec<Role>> {
    let mut conn = cx.read().await?;
    let mut roles = Vec::new();
    let is_cut_off = account.access_off_at.is_some_and(|at| at <= cx.now());
    if !is_cut_off {
        roles = conn.list_roles(account.id).await?;
    }
    if let Some(person) = account.person_id {
        let relations = conn.get_departure_relations(person).await?;
        if relations.is_leaver {
            roles.push(Role::Leaver);
        }
        if relations.is_receiver && !is_cut_off {
            roles.push(Role::Receiver);
        }
    }
    Ok(roles)
}

/// Kept to the minute, so that reading pages does not write all the time.
async fn touch(cx: &Cx, session: &Session) -> Result<()> {
    if session.last_seen_at + SignedDuration::from_mins(1) > cx.now() {
        return Ok(());
    }
    cx.app().parts.db.touch_session(cx.app().tenant_id()?, session.id, cx.now()).await?;
    Ok(())
}

/// Ends the session of this token, if there is one.
pub async fn sign_out(app: &Arc<App>, token: &str) -> Result<()> {
    let cx = app.system()?;
    let Some((session, account)) = load_session(&cx, token).await? else { return Ok(()) };
    let (cx_ref, session, account) = (&cx, session.id, account.id);
    cx.transact(|tx| end_session(tx, cx_ref, session, account)).await
}

async fn end_session(mut tx: Tx, cx: &Cx, session: SessionId, account: kernel::AccountId) -> Result<()> {
    tx.revoke_session(session, account, cx.now()).await?;
    let receipt = tx.append(cx.event("account.signed-out", None, &(account, session))?).await?;
    Ok(tx.commit(receipt).await?)
}

/// A token is looked up by its hash, so that the table of sessions opens no door.
pub(crate) fn hash_token(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Bytes in lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        use std::fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A base32 secret for the second factor.
pub(crate) fn new_totp_secret() -> Result<String> {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bytes: [u8; 32] = random_bytes()?;
    let letter = |byte: &u8| ALPHABET.get(usize::from(byte % 32)).copied().map_or('A', char::from);
    Ok(bytes.iter().map(letter).collect())
}

/// An id that no account has: the system itself.
pub fn system_account() -> kernel::AccountId {
    Uuid::nil().into()
}
