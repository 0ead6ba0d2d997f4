//! Accounts and the roles they hold.

use kernel::{AccountId, Lang, PersonId, Role, Timestamp};

use crate::{Conn, Result, Tx, boxed};

record! {
    /// An account as stored.
    pub struct Account {
        /// Its id.
        pub id: AccountId,
        /// The name it signs in with, as typed when it was made.
        pub login: String,
        /// The name that others see.
        pub display_name: String,
        /// The Argon2id hash in PHC form.
        pub password_hash: String,
        /// The shared secret of the second factor, in base32.
        pub totp_secret: Option<String>,
        /// Whether the second factor is asked for.
        pub totp_on: bool,
        /// The last time step whose code was used; a code is good once.
        pub totp_last_step: i64,
        /// The person behind it.
        pub person_id: Option<PersonId>,
        /// The language chosen.
        pub lang: Lang,
        /// `auto`, `light` or `dark`.
        pub theme: String,
        /// Switched off for good.
        pub is_disabled: bool,
        /// From this instant on every door is closed, the leaver's portal apart.
        pub access_off_at: Option<Timestamp>,
        /// Wrong passwords in a row.
        pub failed_count: i64,
        /// No attempt is taken before.
        pub locked_until: Option<Timestamp>,
    }
}

record! {
    /// A role held by an account.
    struct RoleRow {
        role: Role,
    }
}

const COLUMNS_BY_LOGIN: &str = "SELECT id, login, display_name, password_hash, totp_secret, totp_on, totp_last_step, person_id, lang, theme, \
     is_disabled, access_off_at, failed_count, locked_until FROM account WHERE tenant_id = $1 AND login_key = $2";
const BY_ID: &str = "SELECT id, login, display_name, password_hash, totp_secret, totp_on, totp_last_step, person_id, lang, theme, \
     is_disabled, access_off_at, failed_count, locked_until FROM account WHERE tenant_id = $1 AND id = $2";
const BY_PERSON: &str = "SELECT id, login, display_name, password_hash, totp_secret, totp_on, totp_last_step, person_id, lang, theme, \
     is_disabled, access_off_at, failed_count, locked_until FROM account WHERE tenant_id = $1 AND person_id = $2 ORDER BY id";
const LIST: &str = "SELECT id, login, display_name, password_hash, totp_secret, totp_on, totp_last_step, person_id, lang, theme, \
     is_disabled, access_off_at, failed_count, locked_until FROM account WHERE tenant_id = $1 AND login_key > $2 \
     ORDER BY login_key LIMIT $3";
const ROLES: &str = "SELECT role FROM account_role WHERE tenant_id = $1 AND account_id = $2 ORDER BY role";
const CREATE: &str = "INSERT INTO account (tenant_id, id, login, login_key, display_name, password_hash, person_id, lang, created_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const GRANT: &str =
    "INSERT INTO account_role (tenant_id, account_id, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const REVOKE: &str = "DELETE FROM account_role WHERE tenant_id = $1 AND account_id = $2 AND role = $3";
const FAILED: &str =
    "UPDATE account SET failed_count = $3, locked_until = $4 WHERE tenant_id = $1 AND id = $2";
const PASSWORD: &str = "UPDATE account SET password_hash = $3 WHERE tenant_id = $1 AND id = $2";
const TOTP: &str = "UPDATE account SET totp_secret = $3, totp_on = $4 WHERE tenant_id = $1 AND id = $2";
const TOTP_STEP: &str =
    "UPDATE account SET totp_last_step = $3 WHERE tenant_id = $1 AND id = $2 AND totp_last_step < $3";
const PREFER: &str = "UPDATE account SET lang = $3, theme = $4 WHERE tenant_id = $1 AND id = $2";
const DISABLE: &str = "UPDATE account SET is_disabled = $3 WHERE tenant_id = $1 AND id = $2";
const ACCESS_OFF: &str = "UPDATE account SET access_off_at = $3 WHERE tenant_id = $1 AND person_id = $2";

/// A new account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Its id.
    pub id: AccountId,
    /// The name to sign in with.
    pub login: String,
    /// The name that others see.
    pub display_name: String,
    /// The Argon2id hash in PHC form.
    pub password_hash: String,
    /// The person behind it.
    pub person_id: Option<PersonId>,
    /// Its language.
    pub lang: Lang,
    /// When it is made.
    pub created_at: Timestamp,
}

/// Sign-in names are compared without regard to case and outer blanks.
pub fn login_key(login: &str) -> String {
    login.trim().to_lowercase()
}

impl Conn {
    /// The account with this sign-in name.
    #[boxed]
    pub async fn find_account_by_login(&mut self, login: &str) -> Result<Option<Account>> {
        let key = login_key(login);
        maybe!(self, COLUMNS_BY_LOGIN, key)
    }

    /// The account with this id.
    #[boxed]
    pub async fn get_account(&mut self, id: AccountId) -> Result<Account> {
        one!(self, BY_ID, id)
    }

    /// The accounts of a person; usually one.
    #[boxed]
    pub async fn list_accounts_of(&mut self, person: PersonId) -> Result<Vec<Account>> {
        all!(self, BY_PERSON, person)
    }

    /// Accounts after the given sign-in name, at most `limit`.
    #[boxed]
    pub async fn list_accounts(&mut self, after: &str, limit: i64) -> Result<Vec<Account>> {
        let key = login_key(after);
        all!(self, LIST, key, limit)
    }

    /// The roles that were given to an account.
    #[boxed]
    pub async fn list_roles(&mut self, account: AccountId) -> Result<Vec<Role>> {
        let rows: Vec<RoleRow> = all!(self, ROLES, account)?;
        Ok(rows.into_iter().map(|row| row.role).collect())
    }
}

impl Tx {
    /// Makes an account.
    #[boxed]
    pub async fn create_account(&mut self, new: &NewAccount) -> Result<()> {
        run!(
            self,
            CREATE,
            new.id,
            new.login.trim().to_owned(),
            login_key(&new.login),
            &new.display_name,
            &new.password_hash,
            new.person_id,
            new.lang,
            new.created_at
        )?;
        Ok(())
    }

    /// Gives a role; giving it twice changes nothing.
    #[boxed]
    pub async fn grant_role(&mut self, account: AccountId, role: Role) -> Result<()> {
        run!(self, GRANT, account, role)?;
        Ok(())
    }

    /// Takes a role back.
    #[boxed]
    pub async fn revoke_role(&mut self, account: AccountId, role: Role) -> Result<()> {
        run!(self, REVOKE, account, role)?;
        Ok(())
    }

    /// Remembers how many wrong passwords there were in a row, and until when no more are taken.
    #[boxed]
    pub async fn set_failures(
        &mut self,
        account: AccountId,
        count: i64,
        until: Option<Timestamp>,
    ) -> Result<()> {
        run!(self, FAILED, account, count, until)?;
        Ok(())
    }

    /// Sets another password.
    #[boxed]
    pub async fn set_password(&mut self, account: AccountId, hash: &str) -> Result<()> {
        run!(self, PASSWORD, account, hash)?;
        Ok(())
    }

    /// Sets or clears the second factor's secret, and whether it is asked for.
    #[boxed]
    pub async fn set_totp(&mut self, account: AccountId, secret: Option<&str>, on: bool) -> Result<()> {
        run!(self, TOTP, account, secret, on)?;
        Ok(())
    }

    /// Uses up a time step of the second factor; false when it, or a later one, was used before.
    #[boxed]
    pub async fn use_totp_step(&mut self, account: AccountId, step: i64) -> Result<bool> {
        Ok(run!(self, TOTP_STEP, account, step)? == 1)
    }

    /// Remembers language and theme.
    #[boxed]
    pub async fn set_preferences(&mut self, account: AccountId, lang: Lang, theme: &str) -> Result<()> {
        run!(self, PREFER, account, lang, theme)?;
        Ok(())
    }

    /// Switches an account off or on again.
    #[boxed]
    pub async fn set_disabled(&mut self, account: AccountId, is_disabled: bool) -> Result<()> {
        run!(self, DISABLE, account, is_disabled)?;
        Ok(())
    }

    /// Sets the instant from which a person's accounts open no door but the leaver's portal; `None` opens them again.
    #[boxed]
    pub async fn set_access_off(&mut self, person: PersonId, at: Option<Timestamp>) -> Result<()> {
        run!(self, ACCESS_OFF, person, at)?;
        Ok(())
    }
}
