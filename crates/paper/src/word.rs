//! Word papers: filling the placeholders of a template that somebody edited in Word.
//!
//! A placeholder is a name in double braces, `{{姓名}}`. Word splits what one types over several runs; names are found
//! all the same, because the text of a paragraph is looked at as one. A table row that names fields of a list
//! (`{{交接.事项}}`) is repeated for each entry. Nothing is ever left blank: a value that is missing and a name that is
//! unknown are refused by name and place. An upload is hostile until its parts are counted; macros and parts that
//! lie outside the file are refused.

mod compose;
mod fill;
mod kinds;
mod package;
mod tree;

use std::collections::BTreeMap;

pub use compose::compose;
pub use kinds::{Ask, AskKind, PaperKind, find_kind, kinds};

use fill::Filler;

/// What a template is filled with. A name that is here without a value is known and missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    /// Single values by name.
    pub single: BTreeMap<String, Option<String>>,
    /// Lists by name; each entry has its fields.
    pub lists: BTreeMap<String, Vec<BTreeMap<String, String>>>,
    /// The fields that each list has, also where it is empty.
    pub fields: BTreeMap<String, Vec<String>>,
}

/// What is wrong with a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The name is not one of this paper's.
    Unknown,
    /// There is no value for it.
    Missing,
    /// It begins and does not end.
    Unclosed,
    /// A field of a list stands outside a table row.
    OutsideRow,
    /// One row names fields of two lists.
    TwoLists,
}

/// A placeholder that cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub fault: Fault,
    /// The name as written.
    pub name: String,
    /// Which part: `document`, `header1` …
    pub part: String,
    /// The paragraph, from 1.
    pub paragraph: usize,
    /// How the paragraph begins.
    pub excerpt: String,
}

/// Why there is no paper.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is no Word document, or a damaged one.
    #[error("the file is no Word document that can be read")]
    NotWord,
    /// It is larger than a template may be.
    #[error("the file is too large")]
    TooLarge,
    /// It brings a program along.
    #[error("the document holds macros")]
    Macros,
    /// It fetches something from elsewhere.
    #[error("the document refers to something outside itself")]
    Outside,
    /// Placeholders that cannot be filled.
    #[error("{} placeholders cannot be filled", .0.len())]
    Placeholders(Vec<Problem>),
}

/// Fills a template.
pub fn fill(template: &[u8], values: &Values) -> Result<Vec<u8>, Error> {
    let mut problems = Vec::new();
    let filled = package::rewrite(template, |part, xml| {
        let mut tree = tree::parse(xml).ok_or(Error::NotWord)?;
        let mut filler = Filler::new(values, part);
        filler.fill(&mut tree);
        problems.append(&mut filler.problems);
        tree::write(&tree).ok_or(Error::NotWord)
    })?;
    if problems.is_empty() { Ok(filled) } else { Err(Error::Placeholders(problems)) }
}

/// The text of a document, paragraph by paragraph; the cells of a row on one line.
pub fn text(document: &[u8]) -> Result<Vec<String>, Error> {
    let mut lines = Vec::new();
    package::rewrite(document, |part, xml| {
        if part == "document" {
            lines = fill::lines(&tree::parse(xml).ok_or(Error::NotWord)?);
        }
        Ok(xml.to_vec())
    })?;
    Ok(lines)
}

#[cfg(test)]
mod tests;
