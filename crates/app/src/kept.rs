//! Answers kept until anything changes.
//!
//! Every change leaves an entry in the evidence log in its own transaction, so that the size of the log alone says
//! whether an answer still holds, on any number of servers. An answer that follows from the clock too has the day in its
//! key.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    future::Future,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use quick_cache::sync::Cache;

use crate::Result;

/// The answers that were asked for last, each with the size that the log had before it was read: what changed meanwhile
/// makes it old at once.
#[derive(Debug)]
pub struct Kept<K, T>(Cache<K, (u64, Arc<T>)>);

impl<K: Eq + Hash, T> Kept<K, T> {
    /// Room for so many answers.
    pub fn new(answers: usize) -> Self {
        Self(Cache::new(answers))
    }

    /// The answer under this key, the log being of this size: the kept one while nothing changed, else read anew.
    pub async fn of(&self, size: u64, key: K, read: impl Future<Output = Result<T>>) -> Result<Arc<T>> {
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

/// What the areas keep between requests: one value of each type, so that this crate need not know theirs.
#[derive(Debug, Default)]
pub(crate) struct Shelf(Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Shelf {
    /// The value of this type; made when it is first asked for.
    pub(crate) fn keep<T: Any + Send + Sync>(&self, make: impl FnOnce() -> T) -> Arc<T> {
        // A panic elsewhere leaves the map as it was: single insertions only.
        let mut values = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) =
            values.get(&TypeId::of::<T>()).and_then(|value| Arc::clone(value).downcast().ok())
        {
            return value;
        }
        let value = Arc::new(make());
        values.insert(TypeId::of::<T>(), Arc::clone(&value) as Arc<dyn Any + Send + Sync>);
        value
    }
}
