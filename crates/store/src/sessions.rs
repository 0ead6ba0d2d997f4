//! Signed-in browsers: only the hash of a token is stored.

use kernel::{AccountId, SessionId, TenantId, Timestamp};

use crate::{Conn, Db, Result, Tx, boxed};

record! {
    /// A session as stored.
    pub struct Session {
        /// Its id.
        pub id: SessionId,
        /// Whose it is.
        pub account_id: AccountId,
        /// SHA-256 of the token, in hex.
        pub token_hash: String,
        /// The password was right, the second factor is still to come.
        pub needs_totp: bool,
        /// The browser as it named itself, shortened.
        pub device: String,
        /// When it began.
        pub created_at: Timestamp,
        /// When it was last used (kept to the minute).
        pub last_seen_at: Timestamp,
        /// It ends then at the latest.
        pub expires_at: Timestamp,
        /// It was ended then.
        pub revoked_at: Option<Timestamp>,
    }
}

const CREATE: &str = "INSERT INTO session (tenant_id, id, account_id, token_hash, needs_totp, device, created_at, last_seen_at, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const BY_TOKEN: &str = "SELECT id, account_id, token_hash, needs_totp, device, created_at, last_seen_at, expires_at, revoked_at \
     FROM session WHERE tenant_id = $1 AND token_hash = $2";
const OF_ACCOUNT: &str = "SELECT id, account_id, token_hash, needs_totp, device, created_at, last_seen_at, expires_at, revoked_at \
     FROM session WHERE tenant_id = $1 AND account_id = $2 AND revoked_at IS NULL AND expires_at > $3 ORDER BY id DESC";
const SEEN: &str = "UPDATE session SET last_seen_at = $3 WHERE tenant_id = $1 AND id = $2";
const REVOKE: &str = "UPDATE session SET revoked_at = $4 WHERE tenant_id = $1 AND id = $2 AND account_id = $3 AND revoked_at IS NULL";
const REVOKE_ALL: &str = "UPDATE session SET revoked_at = $3 WHERE tenant_id = $1 AND account_id = $2 AND revoked_at IS NULL AND id <> $4";

impl Conn {
    /// The session with this token's hash, ended or not.
    #[boxed]
    pub async fn find_session(&mut self, token_hash: &str) -> Result<Option<Session>> {
        maybe!(self, BY_TOKEN, token_hash)
    }

    /// The open sessions of an account, newest first.
    #[boxed]
    pub async fn list_sessions(&mut self, account: AccountId, now: Timestamp) -> Result<Vec<Session>> {
        all!(self, OF_ACCOUNT, account, now)
    }
}

impl Tx {
    /// Begins a session.
    #[boxed]
    pub async fn create_session(&mut self, session: &Session) -> Result<()> {
        run!(
            self,
            CREATE,
            session.id,
            session.account_id,
            &session.token_hash,
            session.needs_totp,
            &session.device,
            session.created_at,
            session.last_seen_at,
            session.expires_at
        )?;
        Ok(())
    }

    /// Ends one session of an account; false when there was none to end.
    #[boxed]
    pub async fn revoke_session(&mut self, id: SessionId, account: AccountId, at: Timestamp) -> Result<bool> {
        let done = run!(self, REVOKE, id, account, at)?;
        Ok(done == 1)
    }

    /// Ends every session of an account but `except`.
    #[boxed]
    pub async fn revoke_sessions(
        &mut self,
        account: AccountId,
        except: Option<SessionId>,
        at: Timestamp,
    ) -> Result<u64> {
        let except = except.map(|id| id.to_string()).unwrap_or_default();
        run!(self, REVOKE_ALL, account, at, except)
    }
}

impl Db {
    /// Remembers that a session was used. This is no change that anybody would want proven, so it goes without an
    /// evidence entry.
    #[boxed]
    pub async fn touch_session(&self, tenant: TenantId, id: SessionId, at: Timestamp) -> Result<()> {
        let mut conn = self.write_unlogged(tenant).await?;
        run!(conn, SEEN, id, at)?;
        conn.commit_plain().await
    }
}
