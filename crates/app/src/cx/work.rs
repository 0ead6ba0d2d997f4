//! How a context reads and changes: a connection, a transaction, and the entry of evidence that goes with it.
//!
//! What is generic or waits is compiled again by all who use it when a line above it moves; it stands here so that an edit
//! of the context leaves it alone.

use std::future::Future;

use kernel::DepartureId;
use serde::Serialize;
use store::{Conn, Event, Tx};
use uuid::Uuid;

use super::Cx;
use crate::{Error, Result};

impl Cx {
    /// A new id, later ids sorting later.
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        Uuid::now_v7().into()
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Conn> {
        Ok(self.app.parts.db.read(self.tenant).await?)
    }

    /// Runs a write transaction, again from the start when another one was in the way. The attempt commits itself.
    pub async fn transact<T, F, Fut>(&self, attempt: F) -> Result<T>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = Result<T>>,
    {
        self.app.parts.db.transact(self.tenant, attempt).await
    }

    /// The evidence entry for a change; `content` is what the change was, as JSON, kept beside the log.
    pub fn event<'e>(
        &self,
        kind: &'e str,
        departure: impl Into<Option<DepartureId>>,
        content: &impl Serialize,
    ) -> Result<Event<'e>> {
        let text = serde_json::to_string(content).map_err(Error::internal)?;
        Ok(Event {
            actor: self.actor.account,
            at: self.now,
            kind,
            departure: departure.into(),
            contents: vec![(random_bytes()?, text)],
        })
    }
}

/// Random bytes from the operating system.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}
