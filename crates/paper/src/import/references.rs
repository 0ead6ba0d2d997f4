//! The people a table refers to: who has which number, who bears which name.

use std::collections::{BTreeSet, HashMap};

use super::judge::{RosterRow, Status};
use super::{Code, text};

/// Somebody a row may refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPerson {
    /// The employee number, as text.
    pub number: String,
    /// The name.
    pub name: String,
    /// Whether the person has left.
    pub has_left: bool,
}

/// All people that rows may refer to.
#[derive(Debug, Clone, Default)]
pub struct References {
    people: Option<People>,
}

#[derive(Debug, Clone, Default)]
struct People {
    names: HashMap<String, BTreeSet<String>>,
    numbers: HashMap<String, BTreeSet<String>>,
    left: HashMap<String, bool>,
    by_integer: HashMap<u64, BTreeSet<String>>,
}

/// A person a row was found to speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resolved<'r> {
    pub(crate) number: &'r str,
    pub(crate) padded: bool,
}

impl References {
    /// Nobody is known, and references cannot be checked: names and numbers are taken as they stand.
    pub const fn unchecked() -> Self {
        Self { people: None }
    }

    /// The people of the database, or of a list of one's own.
    pub fn from_people(people: impl IntoIterator<Item = KnownPerson>) -> Self {
        let mut known = People::default();
        for person in people {
            known.add(person);
        }
        Self { people: Some(known) }
    }

    /// The people of a roster that was just read, its accepted rows only.
    pub fn from_roster(rows: &[RosterRow]) -> Self {
        Self::from_people(rows.iter().map(|row| KnownPerson {
            number: row.emp_no.clone(),
            name: row.name.clone(),
            has_left: row.status == Some(Status::Left),
        }))
    }

    /// Whether references are checked at all.
    pub const fn is_checked(&self) -> bool {
        self.people.is_some()
    }

    /// Whether somebody has this number.
    pub fn has_number(&self, number: &str) -> bool {
        self.people.as_ref().is_some_and(|people| people.names.contains_key(number))
    }

    /// How many people bear this name.
    pub fn count_named(&self, name: &str) -> usize {
        let named =
            self.people.as_ref().and_then(|people| people.numbers.get(text::person_name(name).as_ref()));
        named.map_or(0, BTreeSet::len)
    }

    /// Whether the person with this number has left; a person with two spells only if in both.
    pub fn has_left(&self, number: &str) -> bool {
        self.people.as_ref().and_then(|people| people.left.get(number)).copied().unwrap_or(false)
    }

    /// The person a row means by its number, its name or both; otherwise the code and which of the two is at fault.
    pub(crate) fn resolve<'r>(
        &'r self,
        number: Option<&'r str>,
        name: Option<&'r str>,
    ) -> Result<Resolved<'r>, (Code, Fault)> {
        let Some(people) = &self.people else {
            return Ok(Resolved { number: number.unwrap_or_default(), padded: false });
        };
        match (number, name) {
            (Some(number), name) => people.by_number(number, name),
            (None, Some(name)) => people.by_name(name),
            (None, None) => Err((Code::RefUnknownPerson, Fault::Number)),
        }
    }
}

/// Which cell a failed reference blames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Number,
    Name,
}

impl People {
    fn add(&mut self, person: KnownPerson) {
        let name = text::person_name(&person.name).into_owned();
        if let Some(integer) = integer_of(&person.number) {
            self.by_integer.entry(integer).or_default().insert(person.number.clone());
        }
        self.numbers.entry(name.clone()).or_default().insert(person.number.clone());
        let left = self.left.entry(person.number.clone()).or_insert(true);
        *left = *left && person.has_left;
        self.names.entry(person.number).or_default().insert(name);
    }

    fn by_number<'r>(&'r self, number: &'r str, name: Option<&str>) -> Result<Resolved<'r>, (Code, Fault)> {
        let (number, padded) = match self.names.get_key_value(number) {
            Some((known, _)) => (known.as_str(), false),
            None => (self.by_integer_value(number).ok_or((Code::RefUnknownPerson, Fault::Number))?, true),
        };
        let names = self.names.get(number);
        let fits = name
            .is_none_or(|name| names.is_some_and(|known| known.contains(text::person_name(name).as_ref())));
        if fits { Ok(Resolved { number, padded }) } else { Err((Code::RefNameMismatch, Fault::Name)) }
    }

    /// A number that lost its zeros, if only one person can be meant.
    fn by_integer_value(&self, number: &str) -> Option<&str> {
        let candidates = self.by_integer.get(&integer_of(number)?)?;
        if candidates.len() == 1 { candidates.first().map(String::as_str) } else { None }
    }

    fn by_name<'r>(&'r self, name: &str) -> Result<Resolved<'r>, (Code, Fault)> {
        let numbers = self.numbers.get(text::person_name(name).as_ref());
        let first = numbers.and_then(BTreeSet::first).ok_or((Code::RefUnknownPerson, Fault::Name))?;
        if numbers.is_some_and(|numbers| numbers.len() > 1) {
            return Err((Code::RefAmbiguousName, Fault::Name));
        }
        Ok(Resolved { number: first, padded: false })
    }
}

fn integer_of(number: &str) -> Option<u64> {
    number.bytes().all(|b| b.is_ascii_digit()).then(|| number.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> References {
        let person = |number: &str, name: &str| KnownPerson {
            number: number.into(),
            name: name.into(),
            has_left: false,
        };
        References::from_people([
            person("00123", "样一"),
            person("00123", "样一"),
            person("04000", "拟二"),
            person("04001", "拟二"),
            person("7", "虚三"),
            person("07", "虚四"),
        ])
    }

    fn code(number: Option<&str>, name: Option<&str>) -> Result<(String, bool), Code> {
        let people = people();
        let found = people.resolve(number, name);
        found.map(|person| (person.number.to_owned(), person.padded)).map_err(|(code, _)| code)
    }

    #[test]
    fn a_number_is_looked_up_as_written_and_then_by_its_value() {
        assert_eq!(code(Some("00123"), Some("样 一")), Ok(("00123".into(), false)));
        assert_eq!(code(Some("123"), None), Ok(("00123".into(), true)));
        assert_eq!(code(Some("7"), None), Ok(("7".into(), false)));
        assert_eq!(code(Some("007"), None), Err(Code::RefUnknownPerson));
        assert_eq!(code(Some("9"), None), Err(Code::RefUnknownPerson));
    }

    #[test]
    fn a_name_alone_must_be_borne_by_one_person() {
        assert_eq!(code(None, Some("样一")), Ok(("00123".into(), false)));
        assert_eq!(code(None, Some("拟二")), Err(Code::RefAmbiguousName));
        assert_eq!(code(None, Some("无人")), Err(Code::RefUnknownPerson));
        assert_eq!(code(Some("00123"), Some("拟二")), Err(Code::RefNameMismatch));
    }

    #[test]
    fn without_people_nothing_is_checked() {
        let open = References::unchecked();
        assert_eq!(open.resolve(Some("x"), Some("y")).unwrap().number, "x");
    }
}
