//! How a map came to be: what was held, by how many, on days of the past.
//!
//! Nothing here is a stored figure. Every statement of a level has its day, every spell of employment its first and last
//! one, so that any day can be asked again; what is entered late with its true day changes the past as it should.

use std::collections::HashMap;

use kernel::Date;

use crate::map::{Level, Weight};

/// That somebody could do something so well, seen on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    /// The item's place.
    pub item: usize,
    /// The person's place.
    pub person: usize,
    /// The level.
    pub level: Level,
    /// The day.
    pub seen_on: Date,
}

/// When an item counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// How much hangs on it.
    pub weight: Weight,
    /// From which day on; unknown means since something was first said of it.
    pub from: Option<Date>,
    /// From which day on no more.
    pub until: Option<Date>,
}

/// When a person could be counted on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presences {
    /// Spells: the first day and the last one, both included.
    pub spells: Vec<(Date, Option<Date>)>,
    /// The last working day of an announced departure.
    pub leaves_on: Option<Date>,
    /// Whether inside the part of the company that is asked for.
    pub is_inside: bool,
}

impl Presences {
    /// Whether he or she was employed on the day, and still at work.
    pub fn is_here(&self, day: Date) -> bool {
        let covers =
            |(from, until): &(Date, Option<Date>)| *from <= day && until.is_none_or(|until| day <= until);
        self.spells.iter().any(covers) && self.leaves_on.is_none_or(|last| day <= last)
    }
}

/// How things stood on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The day.
    pub on: Date,
    /// How many items counted.
    pub items: usize,
    /// How many were held by one person alone.
    pub sole: usize,
    /// How many by nobody.
    pub unheld: usize,
    /// Their weight.
    pub weight: Weight,
    /// The weight of what at least two held.
    pub shared: Weight,
}

impl Standing {
    /// The share of the weight that at least two people hold.
    pub fn shared_share(&self) -> f64 {
        self.shared.share_of(self.weight)
    }
}

/// Everything that was said, in the order in which it counts.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    /// The items.
    pub items: Vec<Span>,
    /// The people.
    pub people: Vec<Presences>,
    /// What was said; of one pair and day the later one stands.
    pub statements: Vec<Statement>,
}

impl Timeline {
    /// How things stood on these days, which are in order. An item that only outsiders ever held, counted for those inside,
    /// is not theirs to lose and left out.
    pub fn on(&self, days: &[Date], from: Level) -> Vec<Standing> {
        let mut statements = self.statements.clone();
        statements.sort_by_key(|statement| statement.seen_on);
        let mut rest = statements.as_slice();
        let mut levels: Vec<HashMap<usize, Level>> = vec![HashMap::new(); self.items.len()];
        let mut standings = Vec::with_capacity(days.len());
        for &day in days {
            let said = rest.partition_point(|statement| statement.seen_on <= day);
            for statement in &rest[..said] {
                levels[statement.item].insert(statement.person, statement.level);
            }
            rest = &rest[said..];
            standings.push(self.stand(day, &levels, from));
        }
        standings
    }

    fn stand(&self, on: Date, levels: &[HashMap<usize, Level>], from: Level) -> Standing {
        let is_here: Vec<bool> = self.people.iter().map(|person| person.is_here(on)).collect();
        let zero = Weight::default();
        let mut standing = Standing { on, items: 0, sole: 0, unheld: 0, weight: zero, shared: zero };
        for (span, held) in self.items.iter().zip(levels) {
            let has_begun = span.from.map_or(!held.is_empty(), |first| first <= on || !held.is_empty());
            if !has_begun || span.until.is_some_and(|until| until <= on) {
                continue;
            }
            standing.items += 1;
            standing.weight = standing.weight + span.weight;
            match held.iter().filter(|(person, level)| **level >= from && is_here[**person]).count() {
                0 => standing.unheld += 1,
                1 => standing.sole += 1,
                _ => standing.shared = standing.shared + span.weight,
            }
        }
        standing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn here(from: &str, until: Option<&str>) -> Presences {
        Presences { spells: vec![(day(from), until.map(day))], leaves_on: None, is_inside: true }
    }

    fn said(item: usize, person: usize, level: u8, on: &str) -> Statement {
        Statement { item, person, level: Level::new(level).unwrap(), seen_on: day(on) }
    }

    fn span(weight: u32) -> Span {
        Span { weight: Weight::whole(weight), from: None, until: None }
    }

    #[test]
    fn a_day_counts_what_was_said_until_then_by_whoever_was_employed_then() {
        let timeline = Timeline {
            items: vec![span(30), span(10)],
            people: vec![here("2020-01-01", Some("2026-03-31")), here("2020-01-01", None)],
            statements: vec![
                said(0, 0, 4, "2026-01-10"),
                said(1, 0, 3, "2026-01-10"),
                said(0, 1, 3, "2026-02-20"),
            ],
        };
        let days = ["2026-01-09", "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-01"].map(day);
        let found = timeline.on(&days, Level::ALONE);
        let counts: Vec<_> = found.iter().map(|at| (at.items, at.sole, at.unheld)).collect();
        assert_eq!(counts, [(0, 0, 0), (2, 2, 0), (2, 1, 0), (2, 1, 0), (2, 1, 1)]);
        assert!((found[2].shared_share() - 0.75).abs() < 1e-9, "30 of 40 have two holders");
        assert!(found[4].shared_share().abs() < 1e-9, "the day after the veteran left nothing is shared");
    }

    #[test]
    fn a_lower_level_said_later_takes_the_holder_away_and_the_order_of_entry_does_not_matter() {
        let later_first = vec![said(0, 0, 1, "2026-05-01"), said(0, 0, 4, "2026-01-10")];
        let timeline = Timeline {
            items: vec![span(5)],
            people: vec![here("2020-01-01", None)],
            statements: later_first,
        };
        let found = timeline.on(&[day("2026-04-30"), day("2026-05-01")], Level::ALONE);
        assert_eq!((found[0].sole, found[1].unheld), (1, 1));
    }

    #[test]
    fn who_is_past_the_last_working_day_is_not_counted_though_still_employed() {
        let mut leaver = here("2020-01-01", None);
        leaver.leaves_on = Some(day("2026-11-25"));
        assert!(leaver.is_here(day("2026-11-25")));
        assert!(!leaver.is_here(day("2026-11-26")));
    }

    #[test]
    fn a_retired_item_counts_no_more_from_its_day_on() {
        let until = Some(day("2026-06-01"));
        let timeline = Timeline {
            items: vec![Span { weight: Weight::whole(5), from: Some(day("2026-01-01")), until }],
            people: Vec::new(),
            statements: Vec::new(),
        };
        let days = ["2025-12-31", "2026-05-31", "2026-06-01"].map(day);
        let items: Vec<_> = timeline.on(&days, Level::ALONE).iter().map(|at| at.items).collect();
        assert_eq!(items, [0, 1, 0]);
    }
}
