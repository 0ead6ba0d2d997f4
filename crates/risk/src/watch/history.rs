//! What is known of everybody: employments, records, absences, each with the day from which it was known.

use super::signs::signs;

/// Why an employment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The person ended it.
    Own,
    /// Nobody noted who did.
    Unknown,
    /// The employer, age, death, the end of a term.
    Other,
}

/// The end of an employment, counted from the day of the notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaving {
    /// The day of the notice.
    pub on: i32,
    /// From when it was known here.
    pub known: i32,
    /// Who ended it.
    pub cause: Cause,
}

/// One employment. Days are counted from any fixed day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spell {
    /// Whose, numbered from 0.
    pub person: usize,
    /// The first day.
    pub hired: i32,
    /// How it ended.
    pub leaving: Option<Leaving>,
    /// Colleagues with whom it is compared, numbered from 0.
    pub team: usize,
    /// The manager.
    pub manager: Option<usize>,
    /// The last day of a contract with a term.
    pub contract_until: Option<i32>,
}

/// Something that was recorded of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// Whose.
    pub person: usize,
    /// Which stream of records, numbered from 0.
    pub stream: usize,
    /// When it happened.
    pub day: i32,
    /// From when it was known.
    pub known: i32,
}

/// Days on which nothing could be recorded of a person. What for is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Absence {
    /// Whose.
    pub person: usize,
    /// The first day.
    pub from: i32,
    /// The last day.
    pub to: i32,
    /// From when it was known.
    pub known: i32,
}

/// A group that fairness is audited by; never an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Sex, age, contract, site.
    pub by: &'static str,
    /// Which.
    pub label: String,
}

/// Everything that is known.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// How many people.
    pub people: usize,
    /// Whether the stream at each place is an input of the estimate.
    pub streams: Vec<String>,
    /// Employments, those of one person in the order of time.
    pub spells: Vec<Spell>,
    /// Records.
    pub records: Vec<Record>,
    /// Absences.
    pub absences: Vec<Absence>,
    /// The groups of each person, for the audit.
    pub groups: Vec<Vec<Group>>,
}

impl History {
    /// What of it was known on a day: the one guard against leaks.
    #[must_use]
    pub fn known_by(&self, day: i32) -> Self {
        let spell = |spell: &Spell| Spell {
            leaving: spell.leaving.filter(|leaving| leaving.known <= day && leaving.on <= day),
            ..spell.clone()
        };
        Self {
            people: self.people,
            streams: self.streams.clone(),
            spells: self.spells.iter().filter(|spell| spell.hired <= day).map(spell).collect(),
            records: self
                .records
                .iter()
                .filter(|record| record.known <= day && record.day <= day)
                .copied()
                .collect(),
            absences: self
                .absences
                .iter()
                .filter(|absence| absence.known <= day && absence.from <= day)
                .copied()
                .collect(),
            groups: self.groups.clone(),
        }
    }

    /// The place of a stream.
    pub fn stream(&self, code: &str) -> Option<usize> {
        self.streams.iter().position(|other| other == code)
    }

    /// The first day of which anything was recorded that the estimate may read: a complaint moves no window.
    pub fn first_day(&self) -> Option<i32> {
        let read = self.read_by_the_estimate();
        let records = self.records.iter().filter(|record| read.get(record.stream).copied().unwrap_or(false));
        records.map(|record| record.day).min()
    }

    /// Whether the stream at each place may be read by the estimate.
    pub(super) fn read_by_the_estimate(&self) -> Vec<bool> {
        let never =
            |code: &String| signs().streams.iter().any(|stream| stream.code == *code && !stream.score);
        self.streams.iter().map(|code| !never(code)).collect()
    }
}

impl Spell {
    /// Whether the person was employed on a day and had not given notice.
    pub fn is_at_risk(&self, day: i32) -> bool {
        self.hired <= day && self.leaving.is_none_or(|leaving| leaving.on > day)
    }

    /// Who ended it within so many days after a day, if anybody.
    pub fn ended_within(&self, day: i32, days: i32) -> Option<Cause> {
        let leaving = self.leaving?;
        (leaving.on > day && leaving.on <= day + days).then_some(leaving.cause)
    }
}

/// The days on which something of each person and stream was recorded, in order, with the day from which it was known.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    days: Vec<Vec<(i32, i32)>>,
    streams: usize,
}

impl Index {
    pub(super) fn of(history: &History) -> Self {
        let streams = history.streams.len();
        let mut days: Vec<Vec<(i32, i32)>> = vec![Vec::new(); history.people * streams];
        for record in &history.records {
            if let Some(list) = days.get_mut(record.person * streams + record.stream) {
                list.push((record.day, record.known));
            }
        }
        for list in &mut days {
            list.sort_unstable();
        }
        Self { days, streams }
    }

    /// How many records lie after `from` and up to `to`, as known on a day.
    pub(super) fn count(&self, (person, stream): (usize, usize), (from, to): (i32, i32), known: i32) -> u32 {
        let Some(list) = self.days.get(person * self.streams + stream) else { return 0 };
        let start = list.partition_point(|&(day, _)| day <= from);
        let within = list[start..].iter().take_while(|&&(day, _)| day <= to);
        within.filter(|&&(_, known_from)| known_from <= known).count() as u32
    }

    /// The days of one person's records of a stream.
    pub(super) fn days(&self, person: usize, stream: usize) -> &[(i32, i32)] {
        self.days.get(person * self.streams + stream).map_or(&[], Vec::as_slice)
    }
}
