//! Names for people who do not exist.

use std::collections::HashSet;

use serde::Deserialize;

use crate::{Result, data, random::Random};

/// How often a name that is taken is thrown again before it is left as it is.
const TRIES: usize = 40;

/// Whether a man's or a woman's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gender {
    Male,
    Female,
}

impl Gender {
    pub(crate) fn of(word: &str) -> Self {
        if word == "女" { Self::Female } else { Self::Male }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    surnames: Vec<String>,
    male: Vec<String>,
    female: Vec<String>,
}

/// Makes names, none twice.
#[derive(Debug)]
pub(crate) struct Names {
    lists: Lists,
    taken: HashSet<String>,
}

impl Names {
    /// Names besides those that are taken.
    pub(crate) fn besides(taken: impl Iterator<Item = String>) -> Result<Self> {
        Ok(Self {
            lists: data::read("names.toml", include_str!("../data/names.toml"))?,
            taken: taken.collect(),
        })
    }

    /// A name that nobody bears.
    pub(crate) fn next(&mut self, gender: Gender, random: &mut Random) -> String {
        let mut name = self.draw(gender, random);
        for _ in 0..TRIES {
            if !self.taken.contains(&name) {
                break;
            }
            name = self.draw(gender, random);
        }
        self.taken.insert(name.clone());
        name
    }

    fn draw(&self, gender: Gender, random: &mut Random) -> String {
        let given = match gender {
            Gender::Male => &self.lists.male,
            Gender::Female => &self.lists.female,
        };
        let surname = random.pick(&self.lists.surnames).map_or("王", String::as_str);
        let given = random.pick(given).map_or("明", String::as_str);
        format!("{surname}{given}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundreds_of_names_are_all_different_and_none_is_one_that_is_taken() {
        let mut names = Names::besides(std::iter::once("王俊".to_owned())).unwrap();
        let mut random = Random::stream(1, "names");
        let genders = [Gender::Male, Gender::Female];
        let made: Vec<String> = (0..400).map(|at| names.next(genders[at % 2], &mut random)).collect();
        let different: HashSet<&String> = made.iter().collect();
        assert_eq!(different.len(), made.len());
        assert!(!made.contains(&"王俊".to_owned()));
        assert!(made.iter().all(|name| (2..=3).contains(&name.chars().count())));
    }
}
