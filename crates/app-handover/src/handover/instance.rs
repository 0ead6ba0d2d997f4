//! From the records of a departure to what the planner reads, and from its plan back to dates.
//!
//! A unit is half an hour. What takes longer than a day becomes parts that follow one another. What is proven already
//! is taken as done on the day it was said; items that are in the receivers' hands are no longer planned.

use std::collections::{HashMap, HashSet};

use app::{Cx, Result};
use handover::{
    Item as Rated, Mark, PassRule, Stage, Step,
    planner::{Done, Instance, KnowledgeItem, Line, Lines, Schedule, Standing, Taker, Taking},
};
use kernel::{Date, ItemId, PersonId};
use store::{
    Conn,
    departures::Departure,
    handover::{items::Item, schedule::Slot},
};

use super::{hours::Hours, view::Rows};

/// Minutes of a unit.
const UNIT: i64 = 30;
/// An item has at most so many parts; what is longer is cut into long parts, and told as left out.
const MOST_PARTS: i64 = 60;
/// The longest part, in units, of the leaver and of a receiver on one day.
const LONGEST: (i64, i64) = (6, 4);
/// More verified receivers than this earn nothing.
const MOST_RECEIVERS: usize = 3;

/// Where a part of an item came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) item: ItemId,
    pub(super) part: i64,
}

/// What the planner reads, and what each of its positions stands for.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) instance: Instance,
    pub(super) standing: Standing,
    pub(super) parts: Vec<Part>,
    pub(super) receivers: Vec<(PersonId, String)>,
    pub(super) days: Vec<Date>,
}

/// The parts of an item, in units.
struct Shares {
    doc: i64,
    teach: i64,
    verify: i64,
    parts: i64,
}

impl Case {
    /// Gathers what the planner needs.
    pub(super) async fn of(
        cx: &Cx,
        conn: &mut Conn,
        (case, rows, rated): (&Departure, &Rows, &[Rated]),
        hours: &Hours,
    ) -> Result<Self> {
        let mut people: Vec<(PersonId, String)> = Vec::new();
        for receiver in &rows.receivers {
            if !people.iter().any(|(held, _)| *held == receiver.person_id) {
                people.push((receiver.person_id, receiver.name.clone()));
            }
        }
        people.sort_by_key(|(id, _)| *id);
        let mut receivers = Vec::new();
        for (person, _) in &people {
            let minutes = hours.of_person(conn, *person, hours.terms.receiver_minutes).await?;
            receivers.push(taker(*person, &minutes));
        }
        let instance = Instance {
            id: case.id.to_string(),
            unit_minutes: u32::try_from(UNIT).unwrap_or(30),
            days: hours.days.len(),
            lag_days: usize::try_from(hours.terms.lag_days).unwrap_or(0),
            max_group: MOST_RECEIVERS,
            capacity: hours.leaver.iter().map(|minutes| units(*minutes)).collect(),
            max_sessions: i32::try_from(hours.terms.sessions_a_day).unwrap_or(0),
            receivers,
            items: Vec::new(),
        };
        let standing = Standing { today: hours.today, done: Vec::new() };
        let days = hours.days.clone();
        let mut made = Self { instance, standing, parts: Vec::new(), receivers: people, days };
        made.add_items(cx, (rows, rated), hours);
        made.name_skills(rows);
        Ok(made)
    }

    fn add_items(&mut self, cx: &Cx, (rows, rated): (&Rows, &[Rated]), hours: &Hours) {
        let mut assigned: HashMap<ItemId, Vec<PersonId>> = HashMap::new();
        for receiver in &rows.receivers {
            assigned.entry(receiver.item_id).or_default().push(receiver.person_id);
        }
        let passed = passed(cx, rows);
        let by_id: HashMap<ItemId, &Rated> = rated.iter().map(|one| (one.id, one)).collect();
        for item in rows.items.iter().filter(|item| !item.is_dropped) {
            let Some(rated) = by_id.get(&item.id).filter(|rated| !rated.is_done(cx.today())) else {
                continue;
            };
            let takers = assigned.get(&item.id).cloned().unwrap_or_default();
            let verified: Vec<(PersonId, Date)> = passed
                .iter()
                .filter(|(held, person, _)| *held == item.id && takers.contains(person))
                .map(|(_, person, day)| (*person, *day))
                .collect();
            self.add_item(cx, (item, rated, hours), (&takers, &verified));
        }
    }

    fn add_item(
        &mut self,
        cx: &Cx,
        (item, rated, hours): (&Item, &Rated, &Hours),
        (takers, verified): (&[PersonId], &[(PersonId, Date)]),
    ) {
        let need = takers.len().clamp(2, MOST_RECEIVERS);
        let proven = handover::proven_stage(&rated.stages, cx.today());
        let is_taught = proven >= Some(Stage::Written) && self.standing.today > 0;
        let shares = shares(item.hours, need, hours);
        let said_on =
            rated.stages.iter().filter(|fact| fact.evidence.proves(fact.stage)).map(|fact| fact.on).min();
        for part in 0..shares.parts {
            let id = part_id(item.id, part);
            let of_part = |units: i64| units / shares.parts + i64::from(part < units % shares.parts);
            let verify = of_part(shares.verify);
            let practice = if proven >= Some(Stage::Practised) { 0 } else { verify };
            let teach = of_part(shares.teach);
            let known = KnowledgeItem {
                id: id.clone(),
                name: item.title.clone(),
                criticality: (item.weight / shares.parts).clamp(1, 100),
                skills: Vec::new(),
                need,
                doc: small(if proven >= Some(Stage::Written) { 0 } else { of_part(shares.doc) }),
                // What was explained and not written yet is gone through once more with the note in hand.
                teach: small(if proven >= Some(Stage::Explained) { teach.min(1) } else { teach }),
                verify: small(verify),
                practice: small(practice),
                after: if part > 0 { vec![self.instance.items.len() - 1] } else { Vec::new() },
                teach_by: item.planned_on.map(|day| gate(hours, day)).filter(|gate| *gate >= hours.today),
            };
            self.instance.items.push(known);
            self.parts.push(Part { item: item.id, part });
            if is_taught {
                let day = said_on.map_or(0, |day| self.past_place(hours, day));
                let named = |person: &PersonId| person.to_string();
                self.standing.done.push(Done {
                    item: id,
                    doc_day: day,
                    teach_day: (!takers.is_empty()).then_some(day),
                    attended: takers.iter().map(named).collect(),
                    verified: verified
                        .iter()
                        .map(|(person, on)| (named(person), self.past_place(hours, *on).max(day)))
                        .collect(),
                });
            }
        }
    }

    /// The place of a day that is over; what was done today or before the first day counts for the nearest one.
    fn past_place(&self, hours: &Hours, day: Date) -> usize {
        hours.days.partition_point(|one| *one < day).min(self.standing.today.saturating_sub(1))
    }

    /// Who takes an item over was named by people: one skill for each set of receivers says who may.
    fn name_skills(&mut self, rows: &Rows) {
        let mut sets: HashMap<ItemId, Vec<PersonId>> = HashMap::new();
        for receiver in &rows.receivers {
            sets.entry(receiver.item_id).or_default().push(receiver.person_id);
        }
        let mut known: HashMap<Vec<PersonId>, String> = HashMap::new();
        for (item, part) in self.instance.items.iter_mut().zip(&self.parts) {
            let mut set = sets.get(&part.item).cloned().unwrap_or_default();
            set.sort_unstable();
            let number = known.len();
            let skill = known.entry(set).or_insert_with(|| format!("set {number}"));
            item.skills = vec![skill.clone()];
        }
        for (set, skill) in known {
            for taker in &mut self.instance.receivers {
                if set.iter().any(|person| person.to_string() == taker.id) {
                    taker.skills.push(skill.clone());
                }
            }
        }
    }

    /// Stored dates as a plan of this case. Dates that are no days of it any more, and parts that are gone, are left
    /// out; what was done in the meantime fills what the dates do not say.
    pub(super) fn schedule(&self, slots: &[Slot]) -> Schedule {
        let mut lines: Vec<(String, Line)> = Vec::new();
        for (place, part) in self.parts.iter().enumerate() {
            let mine: Vec<&Slot> =
                slots.iter().filter(|slot| slot.item_id == part.item && slot.part == part.part).collect();
            let id = self.instance.items.get(place).map(|item| item.id.clone()).unwrap_or_default();
            if let Some(line) = self.line(&id, &mine) {
                lines.push((id, line));
            }
        }
        Schedule {
            id: self.instance.id.clone(),
            objective: 0,
            plan: Lines(lines),
            bound: None,
            gap_pct: None,
            status: None,
        }
    }

    fn line(&self, id: &str, mine: &[&Slot]) -> Option<Line> {
        let done = self.standing.done.iter().find(|done| done.item == id);
        let day = |step: Step| {
            let slot = mine.iter().find(|slot| slot.step == step)?;
            self.number(slot.day)
        };
        let number = |day: usize| i64::try_from(day).unwrap_or(0);
        let doc_day = done.map(|done| number(done.doc_day)).or_else(|| day(Step::Write))?;
        let teach_day = done.and_then(|done| done.teach_day.map(number)).or_else(|| day(Step::Teach));
        let mut receivers: Vec<Taking> = done
            .iter()
            .flat_map(|done| &done.verified)
            .map(|(who, day)| Taking { id: who.clone(), verify_day: number(*day) })
            .collect();
        for slot in mine.iter().filter(|slot| slot.step == Step::Prove) {
            let (Some(person), Some(verify_day)) = (slot.person_id, self.number(slot.day)) else { continue };
            let id = person.to_string();
            let is_known = self.instance.receivers.iter().any(|taker| taker.id == id);
            if is_known && !receivers.iter().any(|taking| taking.id == id) {
                receivers.push(Taking { id, verify_day });
            }
        }
        if teach_day.is_none() || receivers.is_empty() {
            return Some(Line { doc_day, teach_day: None, receivers: Vec::new() });
        }
        Some(Line { doc_day, teach_day, receivers })
    }

    fn number(&self, day: Date) -> Option<i64> {
        let place = self.days.binary_search(&day).ok()?;
        i64::try_from(place).ok()
    }

    /// A plan as dates to come; what is over is no date any more. `fixed` are the items whose dates people set.
    pub(super) fn slots(&self, schedule: &Schedule, fixed: &HashSet<ItemId>) -> Vec<Slot> {
        let mut slots = Vec::new();
        for (part, item) in self.parts.iter().zip(&self.instance.items) {
            let Some(line) = schedule.line(&item.id) else { continue };
            let mut dates = vec![(Step::Write, None, line.doc_day)];
            dates.extend(line.teach_day.map(|day| (Step::Teach, None, day)));
            for taking in &line.receivers {
                dates.push((Step::Prove, taking.id.parse().ok(), taking.verify_day));
            }
            for (step, person_id, day) in dates {
                let Some(place) = usize::try_from(day).ok().filter(|day| *day >= self.standing.today) else {
                    continue;
                };
                let Some(day) = self.days.get(place) else { continue };
                slots.push(Slot {
                    position: i64::try_from(slots.len()).unwrap_or(i64::MAX),
                    item_id: part.item,
                    part: part.part,
                    step,
                    person_id,
                    day: *day,
                    is_fixed: fixed.contains(&part.item),
                });
            }
        }
        slots
    }

    /// What everything handed over to everybody would earn.
    pub(super) fn possible(&self) -> i64 {
        self.instance.items.iter().map(|item| item.value(item.need)).sum()
    }

    /// The items that a plan hands over to as many receivers as are wanted.
    pub(super) fn finished(&self, schedule: &Schedule) -> HashSet<ItemId> {
        let is_full = |item: &KnowledgeItem| {
            schedule.line(&item.id).is_some_and(|line| line.receivers.len() >= item.need)
        };
        let parts = || self.parts.iter().zip(&self.instance.items);
        let lacking: HashSet<ItemId> =
            parts().filter(|(_, item)| !is_full(item)).map(|(part, _)| part.item).collect();
        parts().map(|(part, _)| part.item).filter(|item| !lacking.contains(item)).collect()
    }

    /// Which item a part belongs to.
    pub(super) fn item_of(&self, id: &str) -> Option<ItemId> {
        let place = self.instance.items.iter().position(|item| item.id == id)?;
        self.parts.get(place).map(|part| part.item)
    }

    /// The parts of the items whose dates people set.
    pub(super) fn part_ids(&self, items: &HashSet<ItemId>) -> Vec<String> {
        let mine = self.parts.iter().zip(&self.instance.items).filter(|(part, _)| items.contains(&part.item));
        mine.map(|(_, item)| item.id.clone()).collect()
    }
}

fn part_id(item: ItemId, part: i64) -> String {
    format!("{item}#{part}")
}

fn units(minutes: i64) -> i32 {
    small(minutes / UNIT)
}

fn small(units: i64) -> i32 {
    i32::try_from(units).unwrap_or(0)
}

fn taker(person: PersonId, minutes: &[i64]) -> Taker {
    Taker {
        id: person.to_string(),
        capacity: minutes.iter().map(|minutes| units(*minutes)).collect(),
        skills: Vec::new(),
        max_items: 100_000,
    }
}

/// Who passed a teach-back of what, and when.
fn passed(cx: &Cx, rows: &Rows) -> Vec<(ItemId, PersonId, Date)> {
    let mut passed = Vec::new();
    for of_attempt in rows.marks.chunk_by(|a, b| a.teach_back_id == b.teach_back_id) {
        let Some(first) = of_attempt.first() else { continue };
        let is_core = rows.items.iter().any(|item| item.id == first.item_id && item.is_core);
        let marks: Vec<Option<Mark>> =
            of_attempt.iter().map(|row| Mark::from_points(row.mark).ok()).collect();
        if handover::mark_teach_back(&marks, PassRule::for_item(is_core)).is_passed {
            passed.push((first.item_id, first.person_id, cx.day_of(first.marked_at)));
        }
    }
    passed
}

/// The leaver's hours of an item: two fifths to write it down, three tenths for the session, the rest for the receivers
/// to show it back. None of it may be longer than a usual day, or it is cut into parts.
fn shares(hours: i64, need: usize, usual: &Hours) -> Shares {
    let total = hours.clamp(1, 500) * 60 / UNIT;
    let need = i64::try_from(need).unwrap_or(2);
    let doc = (total * 4 + 5) / 10;
    let verify = (total * 3 + 5 * need) / (10 * need);
    let teach = (total - doc - verify * need).max(0);
    // Longer days make no longer parts: the dates of a plan are dates of parts, and should stay when hours are given.
    let leaver = (usual.terms.leaver_minutes / UNIT).clamp(1, LONGEST.0);
    let receiver = (usual.terms.receiver_minutes / UNIT).clamp(1, LONGEST.1);
    let cut = |units: i64, day: i64| (units + day - 1) / day;
    let parts =
        [cut(doc, leaver), cut(teach, leaver.min(receiver)), cut(verify * 2, receiver), cut(verify, leaver)];
    let parts = parts.into_iter().max().unwrap_or(1).clamp(1, MOST_PARTS);
    Shares { doc, teach, verify, parts }
}

/// The last day of teaching for an item that somebody wants finished on a day. A day that is over is no gate that
/// anybody can keep: the lists say that the item is late.
fn gate(hours: &Hours, day: Date) -> usize {
    let last = hours.days.partition_point(|one| *one <= day).saturating_sub(1);
    last.saturating_sub(usize::try_from(hours.terms.lag_days).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handover::hours::USUAL;

    fn usual() -> Hours {
        let day: Date = "2026-11-02".parse().unwrap();
        Hours {
            days: vec![day],
            today: 0,
            terms: USUAL,
            is_said: false,
            leaver: vec![240],
            others: Vec::new(),
        }
    }

    #[test]
    fn the_parts_of_an_item_add_up_to_its_hours_and_none_is_longer_than_a_day() {
        for hours in 1..=120 {
            for need in 2..=3 {
                let shares = shares(hours, need, &usual());
                let all = shares.doc + shares.teach + shares.verify * i64::try_from(need).unwrap();
                assert!((hours * 2..=hours * 2 + 2).contains(&all), "{hours} h, {need}: {all} units");
                let most = |units: i64| (units + shares.parts - 1) / shares.parts;
                assert!(
                    most(shares.doc) <= 8 && most(shares.teach) <= 4,
                    "{hours} h in {} parts",
                    shares.parts
                );
                assert!(most(shares.verify) * 2 <= 5, "{hours} h in {} parts", shares.parts);
            }
        }
    }

    #[test]
    fn a_wished_day_leaves_room_for_showing_it_back() {
        let mut hours = usual();
        hours.days =
            ["2026-11-02", "2026-11-03", "2026-11-04"].iter().map(|day| day.parse().unwrap()).collect();
        assert_eq!(gate(&hours, "2026-11-04".parse().unwrap()), 1);
        assert_eq!(gate(&hours, "2026-11-08".parse().unwrap()), 1);
        assert_eq!(gate(&hours, "2026-10-01".parse().unwrap()), 0);
    }
}
