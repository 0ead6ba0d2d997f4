//! Whether the company's own past tells how strong ties are.
//!
//! Read is where people stood *at the time* (`store::placements`), which is noted from the day on which a roster is first put
//! in. What today's list says of the past would find following where there is none: those who left keep their old
//! manager, those who stayed have a new one. Whoever objects is not learnt from.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use app::{Cx, Error, Result, access::Action};
use kernel::{Date, DepartmentId, EmploymentId, PersonId};
use quick_cache::sync::Cache;
use risk::{
    contagion::{Career, Closeness as Close, Learnt, Lift, Past, Place, Shuffles, Verdict, learn},
    watch::Cause,
};
use store::{Conn, placements::Placement, risk::RiskSpell};

use super::{Closeness, Tie};
use crate::risk::{Endings, number, objectors};

/// What was published, at its lowest, in the middle, and at its highest.
pub(super) const PUBLISHED: [Lift; 3] = [Lift::Low, Lift::Middle, Lift::High];
/// The pasts of so many companies or days are kept.
const KEPT: usize = 16;

/// What the company's own past says of ties.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ties {
    /// Since when it is recorded where people stand; nothing where it never was.
    pub since: Option<Date>,
    /// What was learnt, or why nothing was.
    pub learnt: Learnt,
}

impl Ties {
    /// The limits and the middle of the strength that is reckoned with.
    pub fn lifts(&self) -> [Lift; 3] {
        match self.learnt.lift {
            Some(lifts) if self.learnt.verdict == Verdict::Learnt => lifts.map(Lift::Learnt),
            _ => PUBLISHED,
        }
    }
}

/// What was learnt, by a digest of the past it follows from.
#[derive(Debug)]
pub(crate) struct Learning(Cache<u64, Learnt>);

impl Default for Learning {
    fn default() -> Self {
        Self(Cache::new(KEPT))
    }
}

/// Notes where everybody stands today, where that is new: the record that ties of the past are read from. Doing it again
/// changes nothing.
pub async fn note_places(cx: &Cx) -> Result<u64> {
    cx.allow(Action::RunRisk)?;
    let today = cx.today();
    cx.transact(|mut tx| async move {
        let noted = tx.note_placements(today).await?;
        if noted == 0 {
            return Ok(0);
        }
        let receipt = tx.append(cx.event("people.places-noted", None, &(today, noted))?).await?;
        tx.commit(receipt).await?;
        Ok(noted)
    })
    .await
}

/// Learns from everything up to today; kept until something of it changes.
pub(super) async fn learn_ties(cx: &Cx, conn: &mut Conn) -> Result<Ties> {
    let since = conn.find_first_placement().await?;
    let past = match since {
        Some(since) => past(cx, conn, since).await?,
        None => Past { from: 0, until: 0, careers: Vec::new() },
    };
    let mut hasher = DefaultHasher::new();
    past.hash(&mut hasher);
    let key = hasher.finish();
    let known = cx.app().keep(Learning::default);
    if let Some(learnt) = known.0.get(&key) {
        return Ok(Ties { since, learnt });
    }
    let work = move || learn(&past, CLOSE, Shuffles::default());
    let learnt = tokio::task::spawn_blocking(work).await.map_err(Error::internal)?;
    known.0.insert(key, learnt);
    Ok(Ties { since, learnt })
}

/// The same closeness that is reckoned with.
const CLOSE: Close = Close {
    report: Closeness::of(Tie::Report),
    peer: Closeness::of(Tie::Peer),
    boss: Closeness::of(Tie::Boss),
};

async fn past(cx: &Cx, conn: &mut Conn, since: Date) -> Result<Past> {
    let today = cx.today();
    let silent = objectors(conn).await?;
    let departures = conn.list_risk_departures().await?;
    let endings = Endings::of(cx, &departures, today);
    let spells: Vec<RiskSpell> = conn.list_risk_spells().await?;
    let was_there = |spell: &&RiskSpell| {
        spell.left_on.is_none_or(|left| left >= since) && !silent.contains(&spell.person_id)
    };
    let spells: Vec<&RiskSpell> = spells.iter().filter(was_there).collect();
    let mut places = by_employment(conn.list_placements().await?);
    let mut numbers = Numbers::of(&spells);
    let career = |spell: &&RiskSpell| {
        let leaving = endings.leaving(spell).filter(|leaving| leaving.on <= number(today));
        Career {
            hired: number(spell.hired_on),
            gone: leaving.map(|leaving| leaving.on),
            is_own: leaving.is_some_and(|leaving| leaving.cause != Cause::Other),
            places: numbers.places(places.remove(&spell.id).unwrap_or_default()),
        }
    };
    let careers = spells.iter().map(career).collect();
    Ok(Past { from: number(since), until: number(today), careers })
}

fn by_employment(placements: Vec<Placement>) -> HashMap<EmploymentId, Vec<Placement>> {
    let mut places: HashMap<EmploymentId, Vec<Placement>> = HashMap::new();
    for placement in placements {
        places.entry(placement.employment_id).or_default().push(placement);
    }
    places
}

/// People and departments as numbers.
struct Numbers {
    people: HashMap<PersonId, u32>,
    departments: HashMap<Option<DepartmentId>, u32>,
}

impl Numbers {
    /// Of somebody with several employments the latest counts as the manager.
    fn of(spells: &[&RiskSpell]) -> Self {
        let people = spells.iter().zip(0_u32..).map(|(spell, at)| (spell.person_id, at)).collect();
        Self { people, departments: HashMap::new() }
    }

    fn places(&mut self, placements: Vec<Placement>) -> Vec<Place> {
        let place = |placement: Placement| {
            let next = u32::try_from(self.departments.len()).unwrap_or(u32::MAX);
            Place {
                from: number(placement.from_on),
                department: *self.departments.entry(placement.department_id).or_insert(next),
                manager: placement.manager_id.and_then(|manager| self.people.get(&manager).copied()),
            }
        };
        placements.into_iter().map(place).collect()
    }
}
