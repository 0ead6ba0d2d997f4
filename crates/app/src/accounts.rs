//! Accounts: made by an administrator, kept by their owner.

use departure::Status;
use kernel::{AccountId, Lang, PersonId, Role, SessionId};
use store::{
    Tx,
    accounts::{Account, NewAccount},
    departures::{Departure, Viewer},
    people::Scope,
    sessions::Session,
};

use crate::{Cx, Error, FieldError, Result, access::Action, passwords, sign_in};

/// So many accounts stand on a page.
pub const PAGE: usize = 50;

/// What a new account needs.
#[derive(Debug, Clone)]
pub struct CreateAccount {
    /// The sign-in name.
    pub login: String,
    /// The name as shown.
    pub display_name: String,
    /// The first password.
    pub password: String,
    /// The person behind it.
    pub person_id: Option<PersonId>,
    /// The roles given.
    pub roles: Vec<Role>,
    /// The language.
    pub lang: Lang,
}

/// A sign-in name: 2 to 64 characters, no blanks inside.
pub(crate) fn valid_login(login: &str) -> bool {
    let login = login.trim();
    (2..=64).contains(&login.chars().count()) && !login.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Makes an account. Leaver and receiver cannot be given: they follow from departures.
pub async fn create_account(cx: &Cx, input: CreateAccount) -> Result<AccountId> {
    cx.allow(Action::Administer)?;
    check(&input)?;
    let hash = passwords::hash(&input.password).await?;
    let new = NewAccount {
        id: cx.new_id(),
        login: input.login,
        display_name: input.display_name.trim().to_owned(),
        password_hash: hash,
        person_id: input.person_id,
        lang: input.lang,
        created_at: cx.now(),
    };
    let (new, roles) = (&new, &input.roles);
    cx.transact(|mut tx| async move {
        tx.create_account(new).await.map_err(|error| match error {
            store::Error::Duplicate => Error::field("login", "error-login-taken"),
            error => error.into(),
        })?;
        for role in roles {
            tx.grant_role(new.id, *role).await?;
        }
        keep_doors_shut(&mut tx, new.person_id).await?;
        let receipt = tx.append(cx.event("account.created", None, &(new.id, new.person_id))?).await?;
        tx.commit(receipt).await?;
        Ok(new.id)
    })
    .await
}

/// A new account opens no door that is shut, or will be, for the person behind it.
async fn keep_doors_shut(tx: &mut Tx, person: Option<PersonId>) -> Result<()> {
    let Some(person) = person else { return Ok(()) };
    let is_employed = tx.get_person(person, Scope::Company).await?.is_employed;
    let departures = tx.list_departures_of(&Viewer::ALL, person).await?;
    let applies = |departure: &Departure| match departure.status {
        Status::Open => true,
        // Who came back since is let in again.
        Status::Closed => !is_employed,
        Status::Prepared | Status::Withdrawn => false,
    };
    let shut = departures.iter().find(|departure| applies(departure) && departure.access_off_at.is_some());
    if let Some(departure) = shut {
        tx.set_access_off(person, departure.access_off_at).await?;
    }
    Ok(())
}

fn check(input: &CreateAccount) -> Result<()> {
    let mut wrong = Vec::new();
    if !valid_login(&input.login) {
        wrong.push(FieldError::new("login", "error-login"));
    }
    if input.display_name.trim().is_empty() {
        wrong.push(FieldError::new("display_name", "error-required"));
    }
    if let Some(message) = passwords::check_new(&input.password, &input.login) {
        wrong.push(FieldError::new("password", message));
    }
    if input.roles.iter().any(|role| !Role::grantable().any(|grantable| grantable == *role)) {
        wrong.push(FieldError::new("roles", "error-role"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// Accounts after a sign-in name, with their roles.
pub async fn list_accounts(cx: &Cx, after: &str) -> Result<Vec<(Account, Vec<Role>)>> {
    cx.allow(Action::Administer)?;
    let mut conn = cx.read().await?;
    let mut listed = Vec::new();
    for account in conn.list_accounts(after, i64::try_from(PAGE).unwrap_or(i64::MAX)).await? {
        let roles = conn.list_roles(account.id).await?;
        listed.push((account, roles));
    }
    Ok(listed)
}

/// The person with this employee number, for an account to be made; empty text means none.
pub async fn find_person_for_account(cx: &Cx, emp_no: &str) -> Result<Option<PersonId>> {
    cx.allow(Action::Administer)?;
    if emp_no.trim().is_empty() {
        return Ok(None);
    }
    let found = cx.read().await?.find_person_by_emp_no(emp_no.trim()).await?;
    found.map(|person| Some(person.id)).ok_or(Error::field("emp_no", "error-people-unknown-number"))
}

/// Gives and takes roles so that the account holds just these. The last administrator cannot be undone by oneself.
pub async fn set_roles(cx: &Cx, account: AccountId, roles: &[Role]) -> Result<()> {
    cx.allow(Action::Administer)?;
    if account == cx.actor().account && !roles.contains(&Role::Admin) {
        return Err(Error::Conflict("error-own-admin-role"));
    }
    cx.transact(|mut tx| async move {
        tx.get_account(account).await?;
        for role in Role::grantable() {
            if roles.contains(&role) {
                tx.grant_role(account, role).await?;
            } else {
                tx.revoke_role(account, role).await?;
            }
        }
        let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
        let receipt = tx.append(cx.event("account.roles-set", None, &(account, codes))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Switches an account off, ending all its sessions in the same moment, or on again.
pub async fn set_disabled(cx: &Cx, account: AccountId, is_disabled: bool) -> Result<()> {
    cx.allow(Action::Administer)?;
    if account == cx.actor().account {
        return Err(Error::Conflict("error-own-account"));
    }
    cx.transact(|mut tx| async move {
        tx.get_account(account).await?;
        tx.set_disabled(account, is_disabled).await?;
        if is_disabled {
            tx.revoke_sessions(account, None, cx.now()).await?;
        }
        let receipt = tx.append(cx.event("account.disabled-set", None, &(account, is_disabled))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// The own open sessions, newest first.
pub async fn list_own_sessions(cx: &Cx) -> Result<Vec<Session>> {
    Ok(cx.read().await?.list_sessions(cx.actor().account, cx.now()).await?)
}

/// Ends one of the own sessions.
pub async fn end_own_session(cx: &Cx, session: SessionId) -> Result<()> {
    let account = cx.actor().account;
    cx.transact(|mut tx| async move {
        if !tx.revoke_session(session, account, cx.now()).await? {
            return Err(Error::NotFound);
        }
        let receipt = tx.append(cx.event("account.session-ended", None, &(account, session))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Changes the own password; every other session ends.
pub async fn change_own_password(cx: &Cx, old: &str, new: &str) -> Result<()> {
    let account = cx.read().await?.get_account(cx.actor().account).await?;
    if !passwords::verify(old, Some(&account.password_hash)).await? {
        return Err(Error::field("old_password", "error-password-wrong"));
    }
    if let Some(message) = passwords::check_new(new, &account.login) {
        return Err(Error::field("new_password", message));
    }
    let hash = &passwords::hash(new).await?;
    cx.transact(|mut tx| async move {
        tx.set_password(account.id, hash).await?;
        tx.revoke_sessions(account.id, cx.session(), cx.now()).await?;
        let receipt = tx.append(cx.event("account.password-changed", None, &account.id)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Begins to set the second factor up: a secret for the authenticator, not asked for yet.
pub async fn begin_totp(cx: &Cx) -> Result<String> {
    let secret = sign_in::new_totp_secret()?;
    let (text, account) = (secret.as_str(), cx.actor().account);
    cx.transact(|mut tx| async move {
        if tx.get_account(account).await?.totp_on {
            return Err(Error::Conflict("error-totp-on"));
        }
        tx.set_totp(account, Some(text), false).await?;
        let receipt = tx.append(cx.event("account.totp-begun", None, &account)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(secret)
}

/// Turns the second factor on, once a code proves that the authenticator has the secret.
pub async fn confirm_totp(cx: &Cx, code: &str) -> Result<()> {
    set_totp(cx, code, true).await
}

/// Turns the second factor off again; that too takes a code.
pub async fn remove_totp(cx: &Cx, code: &str) -> Result<()> {
    set_totp(cx, code, false).await
}

async fn set_totp(cx: &Cx, code: &str, on: bool) -> Result<()> {
    let account = cx.read().await?.get_account(cx.actor().account).await?;
    let secret = account.totp_secret.as_deref();
    let Some(step) = sign_in::check_totp(secret, code, cx.now()) else {
        return Err(Error::field("code", "error-totp-wrong"));
    };
    let kept = secret.filter(|_| on);
    cx.transact(|mut tx| async move {
        if !tx.use_totp_step(account.id, step).await? {
            return Err(Error::field("code", "error-totp-used"));
        }
        tx.set_totp(account.id, kept, on).await?;
        let receipt = tx.append(cx.event("account.totp-set", None, &(account.id, on))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Remembers language and theme.
pub async fn set_preferences(cx: &Cx, lang: Lang, theme: &str) -> Result<()> {
    if !["auto", "light", "dark"].contains(&theme) {
        return Err(Error::field("theme", "error-choice"));
    }
    let account = cx.actor().account;
    cx.transact(|mut tx| async move {
        tx.set_preferences(account, lang, theme).await?;
        let receipt =
            tx.append(cx.event("account.preferences-set", None, &(account, lang.code(), theme))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Gives an account a new random password, opens it again if it was locked, and ends its sessions.
///
/// For whoever runs the server: an administrator who forgot the own password has no other door.
pub async fn reset_password(cx: &Cx, login: &str) -> Result<String> {
    cx.allow(Action::Administer)?;
    let account = cx.read().await?.find_account_by_login(login).await?.ok_or(Error::NotFound)?.id;
    let password = crate::setup::new_token()?;
    let hash = &passwords::hash(&password).await?;
    cx.transact(|mut tx| async move {
        tx.set_password(account, hash).await?;
        tx.set_failures(account, 0, None).await?;
        tx.revoke_sessions(account, None, cx.now()).await?;
        let receipt = tx.append(cx.event("account.password-reset", None, &account)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(password)
}
