//! The private addresses of a calendar feed: made, told once, listed and taken back, on every page that has one.

use app::{
    Cx, Error,
    feeds::{self, Subject},
};
use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use kernel::FeedId;

use crate::{failure::Failure, i18n::T};

/// An address that was made, as listed: only its hash is known.
pub struct FeedRow {
    /// Which it is.
    pub id: FeedId,
    /// When it was made.
    pub made: String,
}

/// What came of asking for an address.
#[derive(Debug, Default)]
pub struct Asked {
    /// The address; empty unless it was made just now.
    address: String,
    /// Why none was made, as a key; empty where there is nothing to say.
    refused: &'static str,
}

impl Asked {
    /// Whether the page goes out as one that was refused.
    pub const fn is_refused(&self) -> bool {
        !self.refused.is_empty()
    }
}

/// What a page prints of them, with `_macros/feeds.html`.
pub struct FeedsView {
    /// Where addresses are made and, with an id and `/revoke`, taken back.
    pub path: &'static str,
    /// The account's own.
    pub rows: Vec<FeedRow>,
    /// Why none was made; empty where there is nothing to say.
    pub alert: String,
    /// The address that was made just now, told this once; empty otherwise.
    pub address: String,
}

impl FeedsView {
    /// The actor's addresses, for the page at whose `path` they are made.
    pub async fn of(cx: &Cx, path: &'static str, asked: Asked) -> Result<Self, Failure> {
        let t = T(cx.lang());
        let own = feeds::list_feeds(cx).await?;
        Ok(Self {
            path,
            rows: own.iter().map(|feed| FeedRow { id: feed.id, made: t.instant(feed.created_at) }).collect(),
            alert: if asked.is_refused() { t.s(asked.refused).into_owned() } else { String::new() },
            address: asked.address,
        })
    }
}

/// Makes a private address that ends in `file`. It is told in this one answer: afterwards only its hash is known.
pub async fn create(cx: &Cx, subject: Subject, file: &str) -> Result<Asked, Failure> {
    match feeds::create_feed(cx, subject).await {
        Ok(token) => Ok(Asked { address: format!("/feeds/{token}/{file}"), refused: "" }),
        Err(Error::Conflict(refused)) => Ok(Asked { address: String::new(), refused }),
        Err(error) => Err(Failure(error)),
    }
}

/// A calendar as it goes out.
pub fn calendar(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response()
}
