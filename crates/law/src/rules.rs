//! The dated parameters: what was in force on a day, as far as it was known on another.
//!
//! A value is never edited: a change of law is a further value with its own first day. A rule set with further files
//! gives the same answer for an old date as before.

mod builtin;
mod file;
pub mod id;
mod own;

use std::{collections::BTreeMap, fmt::Write as _, sync::LazyLock};

use kernel::Date;
use sha2::{Digest as _, Sha256};

pub use self::own::OwnValue;
use crate::{Citation, Error, Exact, Result};

static BUILTIN: LazyLock<Rules> = LazyLock::new(read_builtin);

/// What a parameter is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worth {
    /// One number.
    Number(Exact),
    /// A scale, by rising start.
    Bands(Vec<Band>),
    /// Several named numbers.
    Table(BTreeMap<String, Exact>),
}

/// One band of a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// Where it starts.
    pub start: Exact,
    /// Its value.
    pub value: Exact,
    /// What is taken off, in scales that work so.
    pub quick: Exact,
}

/// A value with the time in which it is in force and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The first day.
    pub from: Date,
    /// The first day on which it no longer holds.
    pub to: Option<Date>,
    /// What it is worth.
    pub worth: Worth,
    /// Where it stands.
    pub citation: Citation,
    /// Where it was read.
    pub link: Option<String>,
    /// When it was made known; without it, on its first day.
    pub published_on: Option<Date>,
    /// When somebody last compared it with its source.
    pub checked_on: Date,
    /// Whether it ships without its official notice.
    pub is_provisional: bool,
}

/// A parameter with all its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, which is also its path.
    pub id: String,
    /// What it is, in Chinese.
    pub zh: String,
    /// What it is, in English.
    pub en: String,
    /// Its unit.
    pub unit: String,
    /// The values, by first day.
    pub values: Vec<Dated>,
}

/// All parameters.
#[derive(Debug, Clone)]
pub struct Rules {
    parameters: BTreeMap<String, Parameter>,
    hash: String,
}

impl Rules {
    /// Those that the program brings along.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// The built-in rules with further files: a file for a known parameter takes its place, but must keep the values
    /// that it had.
    pub fn with_files(files: &[&str]) -> Result<Self> {
        let mut texts: Vec<(String, &str)> = Vec::new();
        let mut parameters = BTreeMap::new();
        for (path, text) in builtin::FILES {
            let parameter = file::read(path, text)?;
            if parameter.id != *path {
                let problem = format!("the id is {:?}, which is not its path", parameter.id);
                return Err(Error::Parameter { file: (*path).to_owned(), problem });
            }
            texts.push((parameter.id.clone(), text));
            parameters.insert(parameter.id.clone(), parameter);
        }
        for (place, text) in files.iter().enumerate() {
            let parameter = file::read(&format!("number {}", place + 1), text)?;
            keeps_history(&parameter, parameters.get(&parameter.id))?;
            texts.retain(|(id, _)| *id != parameter.id);
            texts.push((parameter.id.clone(), text));
            parameters.insert(parameter.id.clone(), parameter);
        }
        Ok(Self { parameters, hash: hash(texts) })
    }

    /// All parameters, by name.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.values()
    }

    /// SHA-256 over the files, in hexadecimal: results name it, so that one knows what they rest on.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The value in force on a date, as far as it was published by `known_on`.
    pub fn value(&self, id: &str, date: Date, known_on: Option<Date>) -> Result<&Dated> {
        let is_known =
            |value: &&Dated| known_on.is_none_or(|known| value.published_on.unwrap_or(value.from) <= known);
        self.parameters
            .get(id)
            .and_then(|parameter| parameter.values.iter().rev().filter(is_known).find(|v| v.from <= date))
            .filter(|value| value.to.is_none_or(|to| date < to))
            .ok_or_else(|| Error::NoValue { id: id.to_owned(), date })
    }

    /// A value of a place: `minimum-wage` or `average-wage`.
    pub fn regional(&self, region: &str, name: &str, date: Date) -> Result<&Dated> {
        self.value(&format!("region/{region}/{name}"), date, None)
    }
}

/// An old date keeps its answer only when the old values stay as they were.
fn keeps_history(new: &Parameter, old: Option<&Parameter>) -> Result<()> {
    let Some(old) = old else { return Ok(()) };
    for value in &old.values {
        let kept = new.values.iter().find(|candidate| candidate.from == value.from);
        if kept.is_none_or(|kept| kept.worth != value.worth) {
            let problem =
                format!("the value from {} is gone or changed; add a further value instead", value.from);
            return Err(Error::Parameter { file: new.id.clone(), problem });
        }
    }
    Ok(())
}

fn hash(mut texts: Vec<(String, &str)>) -> String {
    texts.sort_unstable();
    let mut digest = Sha256::new();
    for (id, text) in texts {
        digest.update(id.as_bytes());
        digest.update([0]);
        digest.update(text.as_bytes());
        digest.update([0]);
    }
    digest.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[expect(clippy::expect_used, reason = "the files are part of the program and tests read them")]
fn read_builtin() -> Rules {
    Rules::with_files(&[]).expect("the built-in parameters are readable")
}

#[cfg(test)]
mod tests;
