//! Re-checks a plan against its instance, rule by rule, without anything of the planner's search.
//!
//! Nobody sees a plan that was not checked here: the search keeps its own books, and this module counts afresh from
//! what is written in the plan.

#![allow(clippy::indexing_slicing, reason = "positions come from enumerating the instance itself")]

use std::collections::HashMap;

use serde::Serialize;

use crate::planner::{Instance, KnowledgeItem, Line, Schedule};

/// What the check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether the plan can be carried out.
    pub feasible: bool,
    /// What it earns, counted afresh; an item that is unknown earns nothing.
    pub objective: i64,
    /// What is wrong with it.
    pub violations: Vec<Violation>,
}

/// One thing that is wrong with a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// The rule, 1 to 5.
    pub rule: u8,
    /// The item.
    pub item: Option<String>,
    /// The person: `leaver`, or the id of a receiver.
    pub who: Option<String>,
    /// The day.
    pub day: Option<i64>,
    /// What is wrong, in words.
    pub says: String,
}

/// Checks a plan.
pub fn check(instance: &Instance, plan: &Schedule) -> Report {
    let mut check = Check::new(instance, plan);
    check.lines();
    check.loads();
    let objective =
        check.lines.iter().map(|(item, line)| instance.items[*item].value(line.receivers.len())).sum();
    Report { feasible: check.violations.is_empty(), objective, violations: check.violations }
}

struct Check<'a> {
    instance: &'a Instance,
    receivers: HashMap<&'a str, usize>,
    lines: Vec<(usize, &'a Line)>,
    taught_on: HashMap<usize, i64>,
    violations: Vec<Violation>,
}

/// Item, person and day of a violation.
type Place<'p> = (Option<&'p str>, Option<&'p str>, Option<i64>);

/// What one person does on one day.
#[derive(Clone, Copy, Default)]
struct Load {
    units: i64,
    sessions: i64,
}

impl<'a> Check<'a> {
    fn new(instance: &'a Instance, plan: &'a Schedule) -> Self {
        let places = instance.item_places();
        let known = |(id, line): &'a (String, Line)| places.get(id.as_str()).map(|item| (*item, line));
        let lines: Vec<(usize, &Line)> = plan.plan.0.iter().filter_map(known).collect();
        let taught_on = lines.iter().filter_map(|(item, line)| Some((*item, line.teach_day?))).collect();
        let receivers = instance.receiver_places();
        let mut check = Self { instance, receivers, lines, taught_on, violations: Vec::new() };
        if plan.id != instance.id {
            check.say(
                1,
                (None, None, None),
                format!("the plan is for {:?}, the instance is {:?}", plan.id, instance.id),
            );
        }
        for (id, _) in plan.plan.0.iter().filter(|(id, _)| !places.contains_key(id.as_str())) {
            check.say(1, (Some(id), None, None), "there is no such item".to_owned());
        }
        check
    }

    fn say(&mut self, rule: u8, (item, who, day): Place<'_>, says: String) {
        let (item, who) = (item.map(str::to_owned), who.map(str::to_owned));
        self.violations.push(Violation { rule, item, who, day, says });
    }

    fn days(&self) -> i64 {
        i64::try_from(self.instance.days).unwrap_or(i64::MAX)
    }

    /// Rules 1 and 2: each item by itself, and after its prerequisites.
    fn lines(&mut self) {
        for (item, line) in self.lines.clone() {
            let known = &self.instance.items[item];
            if !(0..self.days()).contains(&line.doc_day) {
                let says = format!("written down on a day that is not from 0 to {}", self.days() - 1);
                self.say(1, (Some(&known.id), Some(LEAVER), Some(line.doc_day)), says);
            }
            match line.teach_day {
                Some(day) => self.taught(item, line, day),
                None if !line.receivers.is_empty() => {
                    self.say(
                        1,
                        (Some(&known.id), None, None),
                        "has receivers and is never taught".to_owned(),
                    );
                }
                None => {}
            }
        }
    }

    /// Rule 2.
    fn taught(&mut self, item: usize, line: &Line, day: i64) {
        let known = &self.instance.items[item];
        let id = Some(known.id.as_str());
        if !(0..self.days()).contains(&day) {
            self.say(
                2,
                (id, Some(LEAVER), Some(day)),
                format!("taught on a day that is not from 0 to {}", self.days() - 1),
            );
        }
        if day < line.doc_day {
            self.say(
                2,
                (id, Some(LEAVER), Some(day)),
                format!("taught before it is written down on day {}", line.doc_day),
            );
        }
        if let Some(gate) = known.teach_by.filter(|gate| i64::try_from(*gate).is_ok_and(|gate| day > gate)) {
            self.say(2, (id, Some(LEAVER), Some(day)), format!("taught after its gate, day {gate}"));
        }
        self.prerequisites(known, day);
        if line.receivers.is_empty() {
            self.say(2, (id, None, Some(day)), "taught to nobody".to_owned());
        }
        if line.receivers.len() > self.instance.max_group {
            let says = format!("{} receivers, {} at most", line.receivers.len(), self.instance.max_group);
            self.say(2, (id, None, Some(day)), says);
        }
        self.takings(item, line, day);
    }

    fn prerequisites(&mut self, known: &KnowledgeItem, day: i64) {
        for before in &known.after {
            let name = &self.instance.items[*before].id;
            let says = match self.taught_on.get(before) {
                Some(on) if *on <= day => continue,
                Some(on) => format!("taught before {name}, which is taught on day {on}"),
                None => format!("taught although {name}, which comes before, never is"),
            };
            self.say(2, (Some(&known.id), None, Some(day)), says);
        }
    }

    fn takings(&mut self, item: usize, line: &Line, taught: i64) {
        let known = &self.instance.items[item];
        let id = Some(known.id.as_str());
        let earliest = taught.saturating_add(i64::try_from(self.instance.lag_days).unwrap_or(i64::MAX));
        for (number, taking) in line.receivers.iter().enumerate() {
            let (who, day) = (Some(taking.id.as_str()), Some(taking.verify_day));
            if line.receivers[..number].iter().any(|other| other.id == taking.id) {
                self.say(2, (id, who, day), "is a receiver twice".to_owned());
            }
            match self.receivers.get(taking.id.as_str()) {
                None => self.say(2, (id, who, None), "there is no such receiver".to_owned()),
                Some(receiver) if !self.instance.is_eligible(item, *receiver) => {
                    self.say(2, (id, who, None), format!("lacks a skill of {}", known.skills.join(", ")));
                }
                Some(_) => {}
            }
            if taking.verify_day < earliest || taking.verify_day >= self.days() {
                let says = format!("verified on a day that is not from {earliest} to {}", self.days() - 1);
                self.say(2, (id, who, day), says);
            }
        }
    }

    /// Rules 3, 4 and 5: what it makes for each person; work on days that do not exist was told before.
    fn loads(&mut self) {
        let days = self.instance.days;
        let mut leaver = vec![Load::default(); days];
        let mut receivers = vec![vec![Load::default(); days]; self.instance.receivers.len()];
        let mut items = vec![0_i64; self.instance.receivers.len()];
        for (item, line) in &self.lines {
            let known = &self.instance.items[*item];
            add(&mut leaver, line.doc_day, known.doc, 0);
            let Some(taught) = line.teach_day else { continue };
            add(&mut leaver, taught, known.teach, 1);
            for taking in &line.receivers {
                add(&mut leaver, taking.verify_day, known.verify, 1);
                let Some(receiver) = self.receivers.get(taking.id.as_str()) else { continue };
                items[*receiver] += 1;
                add(&mut receivers[*receiver], taught, known.teach, 0);
                add(&mut receivers[*receiver], taking.verify_day, known.verify + known.practice, 0);
            }
        }
        self.leaver(&leaver);
        for (receiver, (loads, items)) in receivers.iter().zip(items).enumerate() {
            self.receiver(receiver, loads, items);
        }
    }

    /// Rule 3.
    fn leaver(&mut self, loads: &[Load]) {
        let sessions = i64::from(self.instance.max_sessions);
        for (day, load) in (0_i64..).zip(loads) {
            let units = i64::from(self.instance.capacity[usize::try_from(day).unwrap_or(0)]);
            if load.units > units {
                self.say(
                    3,
                    (None, Some(LEAVER), Some(day)),
                    format!("{} units of work, {units} at most", load.units),
                );
            }
            if load.sessions > sessions {
                self.say(
                    3,
                    (None, Some(LEAVER), Some(day)),
                    format!("{} sessions, {sessions} at most", load.sessions),
                );
            }
        }
    }

    /// Rules 4 and 5.
    fn receiver(&mut self, receiver: usize, loads: &[Load], items: i64) {
        let known = &self.instance.receivers[receiver];
        for ((day, load), units) in (0_i64..).zip(loads).zip(&known.capacity) {
            if load.units > i64::from(*units) {
                let says = format!("{} units of work, {units} at most", load.units);
                self.say(4, (None, Some(&known.id), Some(day)), says);
            }
        }
        if items > i64::from(known.max_items) {
            let says = format!("takes over {items} items, {} at most", known.max_items);
            self.say(5, (None, Some(&known.id), None), says);
        }
    }
}

const LEAVER: &str = "leaver";

fn add(loads: &mut [Load], day: i64, units: i32, sessions: i64) {
    if let Some(load) = usize::try_from(day).ok().and_then(|day| loads.get_mut(day)) {
        load.units += i64::from(units);
        load.sessions += sessions;
    }
}

#[cfg(test)]
mod tests;
