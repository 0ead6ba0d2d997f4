//! Four weeks in which the riskiest knowledge is shared, planned by the planner of handovers.
//!
//! Each of those on whom most hangs is planned like a leaver with two blocks of hours a week: written down, taught, shown
//! again. What takes more than a few hours is shared in parts, one after the other.
//! Whoever learns from several gives the hours once. The plan that is accepted is worked out again and must be the one that
//! was shown; its sessions become exchange sessions and assessments.

use std::collections::BTreeMap;

use app::{Cx, Error, Result};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use handover::planner::{
    Instance, KnowledgeItem as Planned, LeftOut, Line, Settings, Standing, Taker, left_out, plan,
};
use jiff::ToSpan as _;
use kernel::{Date, DepartmentId, KnowledgeItemId, PersonId};
use knowledge::map::Presence;
use sha2::{Digest as _, Sha256};
use store::knowledge::exchanges::NewExchange;

use super::{Atlas, HOLDS_FROM, Sight, kept_frame, sight};

/// How long the plan runs.
const WEEKS: i64 = 4;
/// The unit of time that is planned.
const UNIT_MINUTES: u32 = 30;
/// So many people teach in one plan.
const TEACHERS: usize = 3;
/// So many items of each are planned.
const ITEMS_EACH: usize = 8;
/// An item that takes longer is shared in parts of so many hours.
const PART_HOURS: i64 = 6;
/// So many parts of what does not fit are explained.
const EXPLAINED: usize = 12;
/// So many can learn an item; the planner picks among them.
const LEARNERS: usize = 4;
/// How long the search may take for each.
const EFFORT_MS: u32 = 900;

/// What a plan is asked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharingInput {
    /// Only this department.
    pub department: Option<DepartmentId>,
    /// The first day.
    pub from: Date,
    /// Hours a week of whoever teaches.
    pub teach_hours: i64,
    /// Hours a week of whoever learns.
    pub learn_hours: i64,
}

/// One item of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedItem {
    /// The item.
    pub item: KnowledgeItemId,
    /// Its name.
    pub name: String,
    /// How much it matters.
    pub weight: i64,
    /// Which part of it, and of how many.
    pub part: (usize, usize),
    /// The day by which it is written down, and how many minutes that takes.
    pub document: (Date, i64),
    /// The day of the session, and how many minutes it takes.
    pub teach: Option<(Date, i64)>,
    /// Who shows it, and when.
    pub verify: Vec<(PersonId, String, Date)>,
    /// How many minutes one of these takes.
    pub verify_minutes: i64,
}

/// An item that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemLeftOut {
    /// The item.
    pub item: KnowledgeItemId,
    /// Its name.
    pub name: String,
    /// Which part of it, and of how many.
    pub part: (usize, usize),
    /// What the planner found.
    pub why: LeftOut,
}

/// What one person shares.
#[derive(Debug, Clone, PartialEq)]
pub struct Teaching {
    /// Who.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// What he or she shares, in the order of the days.
    pub items: Vec<SharedItem>,
    /// What does not fit.
    pub left_out: Vec<ItemLeftOut>,
    /// What the plan earns, and what no plan can exceed.
    pub objective: i64,
    /// That bound.
    pub bound: i64,
}

/// The plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Sharing {
    /// By whom.
    pub teachings: Vec<Teaching>,
    /// The first and the last day.
    pub days: (Date, Date),
    /// What was asked and found, as a hash.
    pub digest: String,
}

/// Works a plan out for what the viewer keeps.
pub async fn propose_sharing(cx: &Cx, input: &SharingInput) -> Result<Sharing> {
    kept_frame(cx)?;
    if sight(cx)? != Sight::Names {
        return Err(Error::NotFound);
    }
    check(input)?;
    let frame = store::knowledge::Frame { department: input.department, ..kept_frame(cx)? };
    let atlas = Atlas::load(&mut cx.read().await?, frame, cx.today()).await?;
    let last = input.from.checked_add((WEEKS * 7 - 1).days()).map_err(Error::internal)?;
    let days: Vec<Date> = input
        .from
        .series(1.day())
        .take_while(|day| *day <= last)
        .filter(|day| cx.calendar().is_working_day(*day))
        .collect();
    let input = input.clone();
    tokio::task::spawn_blocking(move || (Planner { atlas: &atlas, days: &days, input: &input }).propose(last))
        .await
        .map_err(Error::internal)?
}

fn check(input: &SharingInput) -> Result<()> {
    if !(1..=40).contains(&input.teach_hours) {
        return Err(Error::field("teach_hours", "error-knowledge-hours"));
    }
    if !(1..=40).contains(&input.learn_hours) {
        return Err(Error::field("learn_hours", "error-knowledge-hours"));
    }
    Ok(())
}

/// Takes the plan that was shown: its sessions are planned. A map that has changed since has another plan, and is refused.
pub async fn accept_sharing(cx: &Cx, input: &SharingInput, digest: &str) -> Result<usize> {
    let sharing = propose_sharing(cx, input).await?;
    if sharing.digest != digest {
        return Err(Error::Conflict("error-knowledge-plan-changed"));
    }
    let plan_id = cx.new_id::<uuid::Uuid>().to_string();
    let sessions: Vec<NewExchange> = sharing
        .teachings
        .iter()
        .flat_map(|teaching| teaching.items.iter().map(move |item| (teaching.person, item)))
        .flat_map(|(lead, item)| sessions(cx, (lead, item), &plan_id))
        .collect();
    if sessions.is_empty() {
        return Err(Error::Conflict("error-knowledge-plan-empty"));
    }
    let (sessions, plan_id) = (&sessions, &plan_id);
    cx.transact(|mut tx| async move {
        for session in sessions {
            tx.make_exchange(session, cx.actor().account, cx.now()).await?;
        }
        let content = (plan_id, digest, input.from.to_string(), sessions.len());
        let receipt = tx.append(cx.event("knowledge.plan-accepted", None, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(sessions.len())
}

fn sessions(cx: &Cx, (lead, item): (PersonId, &SharedItem), plan_id: &str) -> Vec<NewExchange> {
    let session = |kind: &str, (planned_on, minutes), participants| NewExchange {
        id: cx.new_id(),
        item_id: item.item,
        kind: kind.to_owned(),
        lead_id: Some(lead),
        planned_on,
        minutes,
        place: String::new(),
        plan_id: Some(plan_id.to_owned()),
        participants,
    };
    let learners = item.verify.iter().map(|(person, _, _)| *person).collect();
    let taught = item.teach.map(|teach| session("exchange", teach, learners));
    let shown = item
        .verify
        .iter()
        .map(|(person, _, day)| session("assessment", (*day, item.verify_minutes), vec![*person]));
    taught.into_iter().chain(shown).collect()
}

/// A part of an item.
#[derive(Debug, Clone, Copy)]
struct Portion {
    place: usize,
    part: usize,
    parts: usize,
}

impl Portion {
    fn id(self) -> String {
        format!("{}.{}", self.place, self.part)
    }
}

struct Planner<'a> {
    atlas: &'a Atlas,
    days: &'a [Date],
    input: &'a SharingInput,
}

impl Planner<'_> {
    fn propose(&self, last: Date) -> Result<Sharing> {
        let is_inside = |place: usize| self.atlas.person(place).is_some_and(|person| person.is_inside);
        let losses = self.atlas.map.losses(HOLDS_FROM).into_iter().filter(|loss| is_inside(loss.person));
        // Units that are taken, by learner and day: nobody learns twice in the same hour.
        let mut taken: BTreeMap<usize, Vec<i32>> = BTreeMap::new();
        let mut teachings = Vec::new();
        for loss in losses.take(TEACHERS) {
            let items: Vec<usize> = loss.items.iter().copied().take(ITEMS_EACH).collect();
            if let Some(teaching) = self.teach((loss.person, &items), &mut taken)? {
                teachings.push(teaching);
            }
        }
        let asked_and_found = format!("{:?}{teachings:?}", self.input);
        let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(asked_and_found.as_bytes()));
        Ok(Sharing { teachings, days: (self.input.from, last), digest })
    }

    fn teach(
        &self,
        (teacher, items): (usize, &[usize]),
        taken: &mut BTreeMap<usize, Vec<i32>>,
    ) -> Result<Option<Teaching>> {
        let learners = self.learners(teacher, items);
        let Some(person) = self.atlas.person(teacher) else { return Ok(None) };
        if learners.is_empty() || self.days.is_empty() {
            return Ok(None);
        }
        let portions = self.portions(items);
        let instance = self.instance((items, &portions), &learners, taken);
        let settings = Settings { seed: 1, effort_ms: EFFORT_MS };
        let outcome = plan(&instance, &settings, &|| false, &mut |_| {}).map_err(Error::internal)?;
        let schedule = outcome.schedule;
        let standing = Standing { today: 0, done: Vec::new() };
        let explained = left_out(&instance, &schedule, &standing, EXPLAINED).map_err(Error::internal)?;
        let mut shared = Vec::new();
        for (portion, planned) in portions.iter().zip(&instance.items) {
            if let Some(line) = schedule.line(&planned.id) {
                self.book(planned, line, (&learners, taken));
                shared.extend(self.shared(*portion, planned, line));
            }
        }
        shared.sort_by_key(|item| {
            (item.document.0, item.teach.map(|teach| teach.0), item.name.clone(), item.part)
        });
        Ok(Some(Teaching {
            person: person.id,
            name: person.name.clone(),
            items: shared,
            left_out: explained.into_iter().filter_map(|why| self.named(&portions, why)).collect(),
            objective: schedule.objective,
            bound: schedule.bound.unwrap_or(schedule.objective),
        }))
    }

    /// Those inside who are here and know something of the items already, best first, and the natural next holders.
    fn learners(&self, teacher: usize, items: &[usize]) -> Vec<usize> {
        let is_fit = |place: usize| {
            place != teacher
                && self.atlas.person(place).is_some_and(|person| {
                    person.is_inside && person.presence == Presence::Active && person.leaves_on.is_none()
                })
        };
        let mut learners: Vec<usize> = items
            .iter()
            .flat_map(|item| self.able(*item).into_iter().take(LEARNERS))
            .chain(self.atlas.inner.next_holders(items, HOLDS_FROM).into_iter().flatten())
            .filter(|place| is_fit(*place))
            .collect();
        learners.sort_unstable();
        learners.dedup();
        learners
    }

    /// Who knows something of an item and does not hold it yet, best first.
    fn able(&self, item: usize) -> Vec<usize> {
        let mut able: Vec<(u8, usize)> = self
            .atlas
            .inner
            .cells(item)
            .filter(|cell| cell.level < HOLDS_FROM && u8::from(cell.level) > 0)
            .map(|cell| (u8::from(cell.level), cell.person))
            .collect();
        able.sort_by_key(|(level, place)| (std::cmp::Reverse(*level), *place));
        able.into_iter().map(|(_, place)| place).collect()
    }

    fn portions(&self, items: &[usize]) -> Vec<Portion> {
        let parts = |place: usize| {
            let hours = self.atlas.item(place).map_or(1, |item| item.hours);
            usize::try_from(((hours + PART_HOURS - 1) / PART_HOURS).max(1)).unwrap_or(1)
        };
        let of =
            |place: usize| (1..=parts(place)).map(move |part| Portion { place, part, parts: parts(place) });
        items.iter().flat_map(|place| of(*place).collect::<Vec<_>>()).collect()
    }

    fn instance(
        &self,
        (items, portions): (&[usize], &[Portion]),
        learners: &[usize],
        taken: &BTreeMap<usize, Vec<i32>>,
    ) -> Instance {
        let free = |place: &usize| {
            let given = spread(self.input.learn_hours, self.days.len());
            let used = taken.get(place);
            let left = |(day, units): (usize, i32)| {
                (units - used.and_then(|used| used.get(day)).copied().unwrap_or(0)).max(0)
            };
            given.into_iter().enumerate().map(left).collect()
        };
        let next = self.atlas.inner.next_holders(items, HOLDS_FROM);
        let can_learn = |place: usize| {
            let item_ids = items
                .iter()
                .zip(&next)
                .filter(|(item, next)| **next == Some(place) || self.able(**item).contains(&place));
            item_ids.map(|(item, _)| item.to_string()).collect()
        };
        let taker = |place: &usize| Taker {
            id: place.to_string(),
            capacity: free(place),
            skills: can_learn(*place),
            max_items: 60,
        };
        Instance {
            id: "sharing".to_owned(),
            unit_minutes: UNIT_MINUTES,
            days: self.days.len(),
            lag_days: 1,
            max_group: LEARNERS,
            capacity: spread(self.input.teach_hours, self.days.len()),
            max_sessions: 3,
            receivers: learners.iter().map(taker).collect(),
            items: portions.iter().enumerate().map(|(at, portion)| self.planned(at, *portion)).collect(),
        }
    }

    /// Of the hours that a part takes two fifths go into writing, two into teaching, the rest into two teach-backs. A part
    /// comes after the one before it; what an item matters is shared among its parts.
    fn planned(&self, at: usize, portion: Portion) -> Planned {
        let (name, hours, weight) = self
            .atlas
            .item(portion.place)
            .map_or((String::new(), 1, 1), |item| (item.name.clone(), item.hours, item.weight));
        let parts = i64::try_from(portion.parts).unwrap_or(1).max(1);
        let units = i32::try_from(hours * 60 / i64::from(UNIT_MINUTES) / parts).unwrap_or(2).max(2);
        let verify = (units / 10).max(1);
        Planned {
            id: portion.id(),
            name,
            criticality: (weight / parts).max(1),
            skills: vec![portion.place.to_string()],
            need: 2,
            doc: (units * 2 / 5).max(1),
            teach: (units * 2 / 5).max(1),
            verify,
            practice: verify,
            after: if portion.part > 1 { vec![at - 1] } else { Vec::new() },
            teach_by: None,
        }
    }

    fn day(&self, day: i64) -> Option<Date> {
        self.days.get(usize::try_from(day).ok()?).copied()
    }

    fn book(
        &self,
        planned: &Planned,
        line: &Line,
        (learners, taken): (&[usize], &mut BTreeMap<usize, Vec<i32>>),
    ) {
        let days = self.days.len();
        for taking in &line.receivers {
            let Some(place) = learners.iter().find(|place| place.to_string() == taking.id) else { continue };
            let used = taken.entry(*place).or_insert_with(|| vec![0; days]);
            let mut add = |day: Option<i64>, units: i32| {
                let day = day.and_then(|day| usize::try_from(day).ok());
                if let Some(held) = day.and_then(|day| used.get_mut(day)) {
                    *held += units;
                }
            };
            add(line.teach_day, planned.teach);
            add(Some(taking.verify_day), planned.verify + planned.practice);
        }
    }

    fn shared(&self, portion: Portion, planned: &Planned, line: &Line) -> Option<SharedItem> {
        let item = self.atlas.item(portion.place)?;
        let minutes = |units: i32| i64::from(units) * i64::from(UNIT_MINUTES);
        let verify = line.receivers.iter().filter_map(|taking| {
            let person = self.atlas.person(taking.id.parse().ok()?)?;
            Some((person.id, person.name.clone(), self.day(taking.verify_day)?))
        });
        Some(SharedItem {
            item: item.id,
            name: item.name.clone(),
            weight: item.weight,
            part: (portion.part, portion.parts),
            document: (self.day(line.doc_day)?, minutes(planned.doc)),
            teach: line.teach_day.and_then(|day| Some((self.day(day)?, minutes(planned.teach)))),
            verify: verify.collect(),
            verify_minutes: minutes(planned.verify),
        })
    }

    fn named(&self, portions: &[Portion], why: LeftOut) -> Option<ItemLeftOut> {
        let portion = portions.iter().find(|portion| portion.id() == why.item)?;
        let item = self.atlas.item(portion.place)?;
        Some(ItemLeftOut { item: item.id, name: item.name.clone(), part: (portion.part, portion.parts), why })
    }
}

/// So many hours a week as units in two blocks: the second and the fourth working day of each five.
fn spread(hours: i64, days: usize) -> Vec<i32> {
    let a_week = i32::try_from(hours * 60 / i64::from(UNIT_MINUTES)).unwrap_or(0);
    let on = |day: usize| match day % 5 {
        1 => a_week - a_week / 2,
        3 => a_week / 2,
        _ => 0,
    };
    (0..days).map(on).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hours_of_a_week_come_in_two_blocks_without_a_rest() {
        assert_eq!(spread(6, 5), [0, 6, 0, 6, 0]);
        assert_eq!(spread(1, 10), [0, 1, 0, 1, 0, 0, 1, 0, 1, 0], "an hour is two halves");
        assert_eq!(spread(3, 5).iter().sum::<i32>(), 6);
    }
}
