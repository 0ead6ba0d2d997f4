//! Answers kept until anything changes.
//!
//! Every change leaves an entry in the evidence log in its own transaction, so that the size of the log alone says
//! whether an answer still holds, on any number of servers. An answer that follows from the clock too has the day in its
//! key.

use std::{future::Future, hash::Hash, sync::Arc};

use quick_cache::sync::Cache;

use crate::Result;

/// The answers that were asked for last, each with the size that the log had before it was read: what changed meanwhile
/// makes it old at once.
#[derive(Debug)]
pub(crate) struct Kept<K, T>(Cache<K, (u64, Arc<T>)>);

impl<K: Eq + Hash, T> Kept<K, T> {
    /// Room for so many answers.
    pub(crate) fn new(answers: usize) -> Self {
        Self(Cache::new(answers))
    }

    /// The answer under this key, the log being of this size: the kept one while nothing changed, else read anew.
    pub(crate) async fn of(
        &self,
        size: u64,
        key: K,
        read: impl Future<Output = Result<T>>,
    ) -> Result<Arc<T>> {
        if let Some((at, answer)) = self.0.get(&key)
            && at == size
        {
            return Ok(answer);
        }
        let answer = Arc::new(read.await?);
        self.0.insert(key, (size, Arc::clone(&answer)));
        Ok(answer)
    }
}
