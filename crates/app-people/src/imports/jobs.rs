//! Readings under way and their outcomes, in memory only: after a stop of the server an import is read again.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering},
    },
};

use kernel::ImportId;
use tokio::sync::Semaphore;

use super::{reading::Preview, reading::Recognition};

/// So many rows of finished readings are kept for their readers, the newest in any case; the oldest goes first, and is
/// read again when it is asked for.
const MOST_ROWS: usize = 400_000;
/// What a reading counts besides its rows: a hundred of them are kept even when they have none.
const ROWS_OF_ANY: usize = 4_000;

/// How far a reading or writing has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Another import is being read.
    Waiting,
    /// The file is counted, checked and unpacked.
    Opening,
    /// Row by row.
    Judging,
    /// The rows are compared with what is stored.
    Comparing,
    /// The rows are being stored.
    Writing,
}

impl Phase {
    const ALL: [Self; 5] = [Self::Waiting, Self::Opening, Self::Judging, Self::Comparing, Self::Writing];

    /// The stable code, as used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Opening => "opening",
            Self::Judging => "judging",
            Self::Comparing => "comparing",
            Self::Writing => "writing",
        }
    }
}

/// Tells how far the work has come, and breaks it off.
#[derive(Debug, Default)]
pub struct Watch {
    phase: AtomicU8,
    done: AtomicU64,
    total: AtomicU64,
    is_cancelled: AtomicBool,
}

impl Watch {
    /// What is being done.
    pub fn phase(&self) -> Phase {
        let at = usize::from(self.phase.load(Ordering::Relaxed));
        Phase::ALL.get(at).copied().unwrap_or(Phase::Waiting)
    }

    /// How many of how many rows are judged; the second is 0 while it is unknown.
    pub fn rows(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    /// Breaks the reading off at the next opportunity. What is being stored is not broken off.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether somebody broke it off.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }

    pub(crate) fn enter(&self, phase: Phase) {
        let at = Phase::ALL.iter().position(|known| *known == phase).unwrap_or(0);
        self.phase.store(u8::try_from(at).unwrap_or(0), Ordering::Relaxed);
    }

    pub(crate) fn tell(&self, done: u64, total: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }
}

/// A reading that came to its end.
#[derive(Debug, Clone)]
pub(crate) enum Settled {
    /// The columns must be named by somebody.
    Unclear(Arc<Recognition>),
    /// It can be looked at and carried out; the sentence says why the last try to do so failed.
    Ready(Arc<Preview>, Option<&'static str>),
    /// It could not be read for a reason that is not the file's.
    Broken,
}

impl Settled {
    fn rows(&self) -> usize {
        ROWS_OF_ANY
            + match self {
                Self::Ready(preview, _) => preview.counts.accepted + preview.counts.refused_rows,
                Self::Unclear(_) | Self::Broken => 0,
            }
    }
}

#[derive(Debug, Clone)]
pub(crate) enum Job {
    Working(Arc<Watch>),
    Settled(Settled),
}

/// All readings of this server.
#[derive(Debug)]
pub(crate) struct Registry {
    jobs: Mutex<BTreeMap<ImportId, Job>>,
    /// Large files are read one after the other: each takes its share of the memory.
    pub(crate) one_at_a_time: Arc<Semaphore>,
}

impl Registry {
    pub(crate) fn new() -> Self {
        Self { jobs: Mutex::default(), one_at_a_time: Arc::new(Semaphore::new(1)) }
    }

    /// A panic elsewhere leaves the map as it was: single inserts and removals only.
    fn jobs(&self) -> MutexGuard<'_, BTreeMap<ImportId, Job>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn find(&self, id: ImportId) -> Option<Job> {
        self.jobs().get(&id).cloned()
    }

    /// Notes that work begins; none when it is under way already.
    pub(crate) fn begin(&self, id: ImportId) -> Option<Arc<Watch>> {
        let mut jobs = self.jobs();
        if matches!(jobs.get(&id), Some(Job::Working(_))) {
            return None;
        }
        let watch = Arc::new(Watch::default());
        jobs.insert(id, Job::Working(Arc::clone(&watch)));
        Some(watch)
    }

    /// Takes a reading that is ready into work, so that two who press the button at once write once.
    pub(crate) fn take_ready(&self, id: ImportId) -> Option<(Arc<Preview>, Arc<Watch>)> {
        let mut jobs = self.jobs();
        let Some(Job::Settled(Settled::Ready(preview, _))) = jobs.get(&id).cloned() else { return None };
        let watch = Arc::new(Watch::default());
        watch.enter(Phase::Writing);
        jobs.insert(id, Job::Working(Arc::clone(&watch)));
        Some((preview, watch))
    }

    pub(crate) fn settle(&self, id: ImportId, settled: Settled) {
        let mut jobs = self.jobs();
        let mut rows = settled.rows();
        jobs.insert(id, Job::Settled(settled));
        let others = jobs.iter().rev().filter_map(|(other, job)| match job {
            Job::Settled(settled) if *other != id => Some((*other, settled.rows())),
            _ => None,
        });
        let too_many: Vec<ImportId> = others
            .filter(|(_, other)| {
                rows += other;
                rows > MOST_ROWS
            })
            .map(|(other, _)| other)
            .collect();
        for old in too_many {
            jobs.remove(&old);
        }
    }

    /// The previews that were made before what is stored changed.
    pub(crate) fn previews(&self) -> Vec<ImportId> {
        let jobs = self.jobs();
        let ready = jobs.iter().filter(|(_, job)| matches!(job, Job::Settled(Settled::Ready(..))));
        ready.map(|(id, _)| *id).collect()
    }

    pub(crate) fn forget(&self, id: ImportId) {
        self.jobs().remove(&id);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn only_the_latest_outcomes_are_kept_and_work_under_way_always() {
        let registry = Registry::new();
        let working: ImportId = Uuid::now_v7().into();
        assert!(registry.begin(working).is_some());
        assert!(registry.begin(working).is_none(), "the same file is not read twice at once");
        let most = MOST_ROWS / ROWS_OF_ANY;
        let ids: Vec<ImportId> = (0..most + 2).map(|_| Uuid::now_v7().into()).collect();
        for id in &ids {
            registry.settle(*id, Settled::Broken);
        }
        let gone: Vec<bool> = ids.iter().map(|id| registry.find(*id).is_none()).collect();
        assert_eq!(gone[..4], [true, true, false, false], "the oldest go first");
        assert_eq!(gone.iter().filter(|gone| **gone).count(), 2);
        assert!(matches!(registry.find(working), Some(Job::Working(_))));
    }

    #[test]
    fn a_watch_tells_its_phase() {
        let watch = Watch::default();
        assert_eq!(watch.phase(), Phase::Waiting);
        for phase in Phase::ALL {
            watch.enter(phase);
            assert_eq!(watch.phase(), phase);
        }
    }
}
