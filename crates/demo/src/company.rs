//! The whole company as values: made from seed and day alone, before anything is stored.

use std::collections::HashMap;

use calendar::Calendar;
use jiff::ToSpan as _;
use kernel::{Date, Role};

use crate::{
    Result,
    days::Days,
    holdings::{self, Holdings},
    knowledge::{self, Known},
    leave::{self, Absence},
    organisation::Organisation,
    people::{self, Person},
    story::{
        Story,
        steps::{self, Step},
    },
    voice::{self, Word},
};

/// So many days before the first departure the product was introduced.
const INTRODUCED_DAYS_BEFORE: i64 = 3;
/// The roster comes in twice: when the product is introduced, and so many days before today.
const LATER_ROSTER_DAYS: i64 = 29;

/// Everything there is to put in.
#[derive(Debug)]
pub(crate) struct Company {
    pub(crate) firm: Organisation,
    pub(crate) people: Vec<Person>,
    pub(crate) leave: Vec<Absence>,
    pub(crate) words: Vec<Word>,
    pub(crate) knowledge: Vec<Known>,
    pub(crate) holdings: Holdings,
    pub(crate) steps: Vec<Step>,
    /// When the product was introduced.
    pub(crate) begins: Date,
    /// When the roster came in again.
    pub(crate) later: Date,
    /// Whose employment the story had ended by then, and its last day.
    pub(crate) ended: HashMap<String, Date>,
}

impl Company {
    /// Makes the company as it is on a day.
    pub(crate) fn make(seed: u64, today: Date, calendar: &Calendar) -> Result<Self> {
        let days = Days::new(today, calendar);
        let (firm, story) = (Organisation::read()?, Story::read()?);
        let people = people::make(seed, &firm, &days, &story)?;
        let leave = leave::make(seed, &people, &days)?;
        let words = voice::make(seed, &people, &days)?;
        let knowledge = knowledge::make(seed, &people, &days)?;
        let holdings = holdings::make(seed, &people, &days)?;
        let known = steps::Known {
            days: &days,
            calendar,
            departments: departments(&people, &story),
            managers: managers(&people, &story),
            kinds: kinds(&knowledge, &holdings),
            holders: holders(&people),
        };
        let steps = steps::of(seed, &story, &known)?;
        let begins = story.begins(&days).saturating_sub(INTRODUCED_DAYS_BEFORE.days());
        let later = today.saturating_sub(LATER_ROSTER_DAYS.days());
        let ended =
            story.ended_by(&days, later).into_iter().map(|(name, end)| (name.to_owned(), end)).collect();
        Ok(Self { firm, people, leave, words, knowledge, holdings, steps, begins, later, ended })
    }
}

fn departments(people: &[Person], story: &Story) -> HashMap<String, String> {
    let leavers = story.tellings.iter().filter_map(|telling| find(people, &telling.person));
    leavers.map(|person| (person.name.clone(), person.department.clone())).collect()
}

fn managers(people: &[Person], story: &Story) -> HashMap<String, String> {
    let manager = |person: &Person| {
        let number = person.manager_no.as_ref()?;
        let found = people.iter().find(|one| one.emp_no == *number)?;
        Some((person.name.clone(), found.name.clone()))
    };
    story.tellings.iter().filter_map(|telling| manager(find(people, &telling.person)?)).collect()
}

fn find<'p>(people: &'p [Person], name: &str) -> Option<&'p Person> {
    people.iter().find(|person| person.name == name)
}

/// The kind of what can be an item of a handover, by title.
fn kinds(knowledge: &[Known], holdings: &Holdings) -> HashMap<String, String> {
    let known = knowledge.iter().map(|line| (line.item.clone(), line.kind.clone()));
    let duty = |kind: &str| if kind == "open_work" { "unfinished-work" } else { "duty" };
    let duties = holdings.duties.iter().map(|line| (line.title.clone(), duty(&line.kind).to_owned()));
    let partners = holdings.partners.iter().map(|line| (line.name.clone(), line.kind.clone()));
    known.chain(duties).chain(partners).collect()
}

/// Who acts in each role: the first of the cast who holds it.
fn holders(people: &[Person]) -> HashMap<Role, String> {
    let mut holders = HashMap::new();
    for person in people {
        if let Some(role) = person.role.as_deref().and_then(|code| code.parse().ok()) {
            holders.entry(role).or_insert_with(|| person.name.clone());
        }
    }
    holders
}
