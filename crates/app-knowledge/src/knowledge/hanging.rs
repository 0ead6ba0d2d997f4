//! What hangs on how few, worked out once for each state of the map.
//!
//! The search for the smallest breaking set takes long enough to be felt. Its answer is kept beside a hash of everything it
//! was asked with, so that it is never older than the map.

use std::{
    collections::VecDeque,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
};

use app::{Error, Result};
use knowledge::{
    breaking::Breaking,
    map::{By, Map, Weight},
};

use super::{BREAKS_AT, HOLDS_FROM};

/// So many items are named to be shared first.
const SHARED: usize = 5;
/// So many answers are kept.
const KEPT: usize = 48;

/// What hangs on how few.
#[derive(Debug, Clone)]
pub struct Hanging {
    /// The smallest group without which more than half of the items have no holder.
    pub breaking: Breaking,
    /// The items to share first, and how large the group is then.
    pub share_first: (Vec<usize>, Breaking),
    /// Who leaves in the worst order, and what stays held after each: first before anybody.
    pub order: Vec<usize>,
    /// How many items and how much weight is held, before and after each of them.
    pub coverage: Vec<(usize, Weight)>,
}

impl Hanging {
    fn of(map: &Map) -> Self {
        let breaking = map.breaking_set(HOLDS_FROM, By::Count, BREAKS_AT);
        let share_first = map.share_first(HOLDS_FROM, BREAKS_AT, &breaking, SHARED);
        let order = map.worst_order(HOLDS_FROM);
        let coverage = map.coverage(HOLDS_FROM, &order);
        Self { breaking, share_first, order, coverage }
    }
}

type Kept = VecDeque<(u64, Arc<Hanging>)>;

/// The answers that were worked out last.
#[derive(Debug, Default)]
pub(crate) struct Memo(Mutex<Kept>);

impl Memo {
    /// The answer for a map, worked out off the threads that serve pages where it is not at hand.
    pub(super) async fn hanging(&self, map: &Map) -> Result<Arc<Hanging>> {
        let key = hash(map);
        let known = |kept: &Kept| kept.iter().find(|entry| entry.0 == key).map(|entry| Arc::clone(&entry.1));
        if let Some(found) = known(&self.0.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(found);
        }
        let map = map.clone();
        let found =
            Arc::new(tokio::task::spawn_blocking(move || Hanging::of(&map)).await.map_err(Error::internal)?);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back((key, Arc::clone(&found)));
        Ok(found)
    }
}

fn hash(map: &Map) -> u64 {
    let mut hasher = DefaultHasher::new();
    for person in map.people() {
        person.name.hash(&mut hasher);
        u8::from(person.presence == knowledge::map::Presence::Active).hash(&mut hasher);
    }
    for (place, item) in map.items().iter().enumerate() {
        (&item.name, item.weight).hash(&mut hasher);
        for cell in map.cells(place) {
            (cell.person, cell.level, cell.seen_on).hash(&mut hasher);
        }
    }
    hasher.finish()
}
