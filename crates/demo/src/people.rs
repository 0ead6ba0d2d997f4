//! The people: those of the story, those who fill the other posts, and those who left in the last three years.

mod fill;
mod papers;
mod past;

pub(crate) use self::papers::born_to_retire;

#[cfg(test)]
use calendar::Calendar;
use kernel::Date;
use serde::Deserialize;

use crate::{
    Result, data,
    days::{Days, days_between},
    names::Gender,
    organisation::Organisation,
    story::Story,
};

/// Whoever has been there so long knows things and looks after customers.
const SETTLED_DAYS: i32 = 200;

/// A person with all spells of employment, the latest last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) emp_no: String,
    pub(crate) name: String,
    pub(crate) gender: Gender,
    pub(crate) born: Date,
    pub(crate) department: String,
    pub(crate) post: String,
    pub(crate) manager_no: Option<String>,
    pub(crate) spells: Vec<Spell>,
    pub(crate) id_number: String,
    pub(crate) phone: String,
    pub(crate) email: String,
    pub(crate) login: Option<String>,
    pub(crate) role: Option<String>,
    /// Belongs to the story, so nothing is drawn for this person by chance.
    pub(crate) is_cast: bool,
}

/// One spell of employment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spell {
    pub(crate) hired_on: Date,
    pub(crate) left_on: Option<Date>,
    pub(crate) is_probation: bool,
    pub(crate) contract_from: Date,
    /// Nothing: without a fixed term.
    pub(crate) contract_until: Option<Date>,
}

impl Person {
    /// Whether a spell covers the day; its first and last day belong to it.
    pub(crate) fn was_employed_on(&self, day: Date) -> bool {
        let covers = |spell: &Spell| spell.hired_on <= day && spell.left_on.is_none_or(|left| day <= left);
        self.spells.iter().any(covers)
    }

    pub(crate) fn first_hired_on(&self) -> Option<Date> {
        self.spells.first().map(|spell| spell.hired_on)
    }

    /// Whether the person is there and has been long enough to know things and look after them.
    pub(crate) fn is_settled(&self, days: &Days<'_>) -> bool {
        let is_old = |spell: &Spell| days_between(spell.hired_on, days.today) > SETTLED_DAYS;
        self.is_employed() && self.spells.last().is_some_and(is_old)
    }

    /// Whether the latest spell runs on.
    pub(crate) fn is_employed(&self) -> bool {
        self.spells.last().is_some_and(|spell| spell.left_on.is_none())
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CastFile {
    person: Vec<Cast>,
}

/// A named person.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cast {
    name: String,
    gender: String,
    department: String,
    post: String,
    years: f64,
    age: i32,
    login: Option<String>,
    role: Option<String>,
}

/// Name, sign-in name and role of those of the cast who can sign in.
pub(crate) fn sign_ins() -> Result<Vec<(String, String, Option<String>)>> {
    let cast = read_cast()?.into_iter();
    Ok(cast.filter_map(|person| Some((person.name, person.login?, person.role))).collect())
}

fn read_cast() -> Result<Vec<Cast>> {
    Ok(data::read::<CastFile>("cast.toml", include_str!("../data/cast.toml"))?.person)
}

/// Makes everybody, in the order of the employee numbers.
pub(crate) fn make(seed: u64, firm: &Organisation, days: &Days<'_>, story: &Story) -> Result<Vec<Person>> {
    let cast = read_cast()?;
    let gone: Vec<&str> = story.closed().collect();
    let mut drafts = fill::posts(seed, firm, days, (&cast, &gone))?;
    past::leavers(seed, firm, days, &mut drafts)?;
    past::rehires(seed, days, &mut drafts);
    for (person, end) in story.fixed_ends(days) {
        papers::end_contract(&mut drafts, person, end);
    }
    for (person, end) in story.retirements(days) {
        papers::retire(&mut drafts, person, end);
    }
    papers::number(seed, firm, &mut drafts);
    fill::reporting_lines(firm, &mut drafts);
    Ok(drafts)
}

#[cfg(test)]
pub(crate) fn of_a_day(today: Date) -> Vec<Person> {
    let calendar = Calendar::builtin();
    let (firm, story) = (Organisation::read().unwrap(), Story::read().unwrap());
    make(1, &firm, &Days::new(today, &calendar), &story).unwrap()
}
