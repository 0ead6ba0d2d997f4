//! The calendar feeds: private addresses that a calendar program asks without signing in.
//!
//! The token is told once and kept as a hash. It stands for the account, and each request asks anew what the account may
//! see: legal deadlines, or the own dates of a handover. Who is disabled, has lost the role, or whose access is off, is
//! refused like a token that never was.

use std::sync::Arc;

use kernel::{Actor, FeedId};
use store::clocks::Feed;

use crate::{
    App, Cx, Error, Result,
    access::Action,
    cx::random_bytes,
    sign_in::{current_roles, hash_token, hex},
};

/// How many addresses an account may have at a time.
const MOST: usize = 5;

/// What a feed tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The legal deadlines of departures.
    Deadlines,
    /// The own dates of handovers, as leaver and as receiver.
    OwnDates,
}

impl Subject {
    fn check(self, cx: &Cx) -> Result<()> {
        match self {
            Self::Deadlines => cx.allow(Action::SeeLegal),
            Self::OwnDates => cx.actor().person.map(|_| ()).ok_or(Error::NotFound),
        }
    }
}

/// The actor's own feeds.
pub async fn list_feeds(cx: &Cx) -> Result<Vec<Feed>> {
    if Subject::Deadlines.check(cx).is_err() && Subject::OwnDates.check(cx).is_err() {
        return Ok(Vec::new());
    }
    Ok(cx.read().await?.list_feeds(cx.actor().account).await?)
}

/// Makes a private address; the token that is given back is told nowhere else.
pub async fn create_feed(cx: &Cx, subject: Subject) -> Result<String> {
    subject.check(cx)?;
    if list_feeds(cx).await?.len() >= MOST {
        return Err(Error::Conflict("error-feed-most"));
    }
    let token = hex(&random_bytes::<32>()?);
    let (id, hash): (FeedId, String) = (cx.new_id(), hash_token(&token));
    let (account, hash) = (cx.actor().account, &hash);
    cx.transact(|mut tx| async move {
        tx.create_feed((id, account), hash, cx.now()).await?;
        let receipt = tx.append(cx.event("feed.created", None, &(account, id))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(token)
}

/// Takes an own address back.
pub async fn revoke_feed(cx: &Cx, id: FeedId) -> Result<()> {
    let account = cx.actor().account;
    cx.transact(|mut tx| async move {
        tx.revoke_feed(id, account, cx.now()).await?;
        let receipt = tx.append(cx.event("feed.revoked", None, &(account, id))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Who a feed's token belongs to; refused as not found, whatever the reason.
pub async fn open_feed(app: &Arc<App>, token: &str, subject: Subject) -> Result<Cx> {
    let system = app.system().map_err(|_| Error::NotFound)?;
    let mut conn = system.read().await?;
    let feed = conn.find_feed(&hash_token(token)).await?.ok_or(Error::NotFound)?;
    let account = conn.get_account(feed.account_id).await?;
    drop(conn);
    let is_off = account.access_off_at.is_some_and(|at| at <= system.now());
    if feed.revoked_at.is_some() || account.is_disabled || is_off {
        return Err(Error::NotFound);
    }
    let roles = current_roles(&system, &account).await?;
    let actor = Actor { account: account.id, person: account.person_id, roles };
    let cx = system.acting_as(actor, system.now()).speaking(account.lang);
    // Who is no party to a handover has a calendar without dates.
    if subject == Subject::Deadlines {
        subject.check(&cx).map_err(|_| Error::NotFound)?;
    }
    Ok(cx)
}
