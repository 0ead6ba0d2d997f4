//! What there is to refer to: links, paths, numbers and people, and when each last changed.
//!
//! An inventory is read whole from a file; or, where records are too many to read, [`mentions`] says what a note names,
//! and an [`Inventory`] holds what the records answer about exactly that.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use kernel::Date;
use serde::Deserialize;

use super::{
    Raised, fields::Label, inline::LocatorKind, markdown::Note, people, reading::Reading, source::fold,
};
use crate::{Error, Result};

/// After so many days a change of the object makes the note outdated.
const STALE_DAYS: i32 = 180;

/// The things that a note may refer to.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    entries: HashMap<String, Option<Date>>,
    /// Folders above the entries, and their last names alone.
    around: HashSet<String>,
    has_people: bool,
    has_numbers: bool,
    /// Where records were asked about single names: those that they do not have. About others they say nothing.
    absent: Option<HashSet<String>>,
}

/// What kind of thing a note names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Referred {
    /// A link, a path or a file.
    Place,
    /// #123, INC-204, GY-0213.
    Number,
    /// Somebody who takes over.
    Person,
    /// A part of the handover, or of the knowledge register, by its title.
    Item,
    /// A customer or supplier, by its name.
    Channel,
}

/// Something that a note names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// What kind of thing it is.
    pub kind: Referred,
    /// As the check reads it: half width, simplified.
    pub name: String,
    /// As it is written.
    pub written: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    links: Vec<Line>,
    #[serde(default)]
    paths: Vec<Line>,
    #[serde(default)]
    issues: Vec<Line>,
    #[serde(default)]
    people: Vec<Line>,
    #[serde(default)]
    entries: Vec<Line>,
}

/// A name alone, or with the day of its last change.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Name(String),
    Full(Entry),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(default)]
    changed: Option<Date>,
}

impl Inventory {
    /// Reads an inventory: JSON with the lists `links`, `paths`, `issues`, `people` or `entries`, each of names or of
    /// `{"name", "changed"}`; a JSON list of the same; or plain text, a name a line with the day of its last change
    /// after a tab or a comma.
    pub fn read(text: &str) -> Result<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let wrong = |error: serde_json::Error| Error::Json {
            line: error.line(),
            column: error.column(),
            problem: error.to_string(),
        };
        let document = if text.trim_start().starts_with('{') {
            serde_json::from_str::<Document>(text).map_err(wrong)?
        } else if text.trim_start().starts_with('[') {
            let entries = serde_json::from_str::<Vec<Line>>(text).map_err(wrong)?;
            Document { links: Vec::new(), paths: Vec::new(), issues: Vec::new(), people: Vec::new(), entries }
        } else {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
            Document {
                links: Vec::new(),
                paths: Vec::new(),
                issues: Vec::new(),
                people: Vec::new(),
                entries: lines.map(plain).collect(),
            }
        };
        Ok(Self::of(document))
    }

    fn of(document: Document) -> Self {
        let mut inventory = Self::default();
        let Document { links, paths, issues, people, entries } = document;
        inventory.has_people = !people.is_empty();
        for line in links.into_iter().chain(paths).chain(issues).chain(people).chain(entries) {
            let (name, changed) = match line {
                Line::Name(name) => (name, None),
                Line::Full(entry) => (entry.name, entry.changed),
            };
            let is_person = !people::listed(&fold(&name)).is_empty() && !name.contains(['/', '\\', '.']);
            inventory.has_people |= is_person;
            inventory.has_numbers |= is_number(&name);
            inventory.insert(key(&name), changed);
        }
        inventory
    }

    /// What records answered about the names that [`mentions`] gave: those that they have, each with the day of its last
    /// change where that is known, and those that they should have and do not. What is in neither list is not judged.
    pub fn of_answers(found: Vec<(String, Option<Date>)>, absent: &[String]) -> Self {
        let mut inventory = Self { has_people: true, has_numbers: true, ..Self::default() };
        for (name, changed) in found {
            inventory.insert(key(&name), changed);
        }
        inventory.absent = Some(absent.iter().map(|name| key(name)).collect());
        inventory
    }

    fn insert(&mut self, name: String, changed: Option<Date>) {
        let mut folder = name.as_str();
        if let Some(last) = folder.rsplit('/').next().filter(|last| *last != folder) {
            self.around.insert(last.to_owned());
        }
        while let Some(cut) = folder.rfind('/').filter(|cut| *cut > 2) {
            folder = folder.get(..cut).unwrap_or("");
            self.around.insert(folder.to_owned());
        }
        self.entries.insert(name, changed);
    }

    /// Whether the thing is known; a file in a known folder is, and a folder of a known file.
    fn find(&self, name: &str) -> Known {
        let name = key(name);
        if let Some(changed) = self.entries.get(&name) {
            return Known::Changed(*changed);
        }
        if let Some(absent) = &self.absent {
            return if absent.contains(&name) { Known::Nowhere } else { Known::Changed(None) };
        }
        let mut folder = name.as_str();
        while let Some(cut) = folder.rfind('/').filter(|cut| *cut > 2) {
            folder = folder.get(..cut).unwrap_or("");
            if self.entries.contains_key(folder) && !folder.ends_with(['/', ':']) {
                return Known::Changed(None);
            }
        }
        if self.around.contains(&name) { Known::Changed(None) } else { Known::Nowhere }
    }
}

/// What is known of a thing.
enum Known {
    /// It is not in the inventory.
    Nowhere,
    /// It is there, and changed on this day where that is known.
    Changed(Option<Date>),
}

fn plain(line: &str) -> Line {
    let cut = line.rsplit_once(['\t', ',', '@']);
    match cut.map(|(name, day)| (name.trim(), day.trim().parse::<Date>())) {
        Some((name, Ok(day))) => Line::Full(Entry { name: name.to_owned(), changed: Some(day) }),
        _ => Line::Name(line.to_owned()),
    }
}

fn key(name: &str) -> String {
    let name = fold(name).to_lowercase().replace('\\', "/");
    name.trim().trim_matches(['`', '<', '>', '(', ')', '[', ']']).trim_end_matches('/').to_owned()
}

/// #123, INC-204, GY-0213.
fn is_number(word: &str) -> bool {
    let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
    let rest = word.strip_prefix('#').unwrap_or(word);
    let by_mark = word.starts_with('#') && !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    let by_dash = word.split_once('-').is_some_and(|(head, tail)| {
        (1..=6).contains(&head.len())
            && head.bytes().all(|byte| byte.is_ascii_uppercase())
            && tail.bytes().any(|byte| byte.is_ascii_digit())
            && tail.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    has_digit && (by_mark || by_dash)
}

/// A place of a note where something is named.
struct Reference {
    kind: Referred,
    name: String,
    range: Range<usize>,
}

/// So many different things of one note are looked up; a note that names more has other faults.
const MOST_MENTIONS: usize = 200;

/// What a note names that somebody could look up.
pub fn mentions(text: &str) -> Vec<Mention> {
    let note = Note::read(text);
    let mut found: Vec<Mention> = Vec::new();
    for one in references(&Reading::of(&note)) {
        if found.len() == MOST_MENTIONS {
            break;
        }
        if !found.iter().any(|held| held.kind == one.kind && held.name == one.name) {
            let from = note.folded.get(..one.range.start).map_or(0, |before| before.chars().count());
            let length = note.folded_of(&one.range).chars().count();
            let written = text.chars().skip(from).take(length).collect();
            found.push(Mention { kind: one.kind, name: one.name, written });
        }
    }
    found
}

/// References that lead nowhere, and things that changed long after the note was written.
pub(super) fn check(
    reading: &Reading<'_>,
    inventory: &Inventory,
    written: Option<Date>,
    raise: &mut dyn FnMut(Raised),
) {
    let written = written_on(reading.note).or(written);
    for one in references(reading) {
        let is_judged = match one.kind {
            Referred::Place => true,
            Referred::Number => inventory.has_numbers,
            Referred::Person => inventory.has_people,
            // Titles are known to records only.
            Referred::Item | Referred::Channel => inventory.absent.is_some(),
        };
        if is_judged {
            judge(inventory.find(&one.name), &one.range, written, raise);
        }
    }
}

fn references(reading: &Reading<'_>) -> Vec<Reference> {
    let note = reading.note;
    let place = |one: &super::inline::Locator| Reference {
        kind: Referred::Place,
        name: note.folded_of(&one.range).to_owned(),
        range: one.range.clone(),
    };
    let mut found: Vec<Reference> =
        note.locators.iter().filter(|one| is_reference(note, one)).map(place).collect();
    numbers(note, &mut found);
    receivers(reading, &mut found);
    titles(note, &mut found);
    found
}

fn is_reference(note: &Note, locator: &super::inline::Locator) -> bool {
    match locator.kind {
        LocatorKind::Url | LocatorKind::Path | LocatorKind::File => true,
        LocatorKind::Code => {
            let text = note.lower_of(&locator.range);
            !text.contains(' ')
                && (text.contains("://") || text.contains('\\') || text.matches('/').count() >= 2)
        }
        LocatorKind::Host | LocatorKind::Mail => false,
    }
}

fn judge(found: Known, range: &Range<usize>, written: Option<Date>, raise: &mut dyn FnMut(Raised)) {
    match (found, written) {
        (Known::Nowhere, _) => raise(Raised::at(104, range.clone())),
        (Known::Changed(Some(changed)), Some(written))
            if changed.since(written).is_ok_and(|span| span.get_days() > STALE_DAYS) =>
        {
            raise(Raised::at(306, range.clone()));
        }
        _ => (),
    }
}

fn numbers(note: &Note, found: &mut Vec<Reference>) {
    for sentence in &note.sentences {
        let text = note.folded_of(&sentence.range);
        let base = sentence.range.start;
        let is_part = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '#');
        let mut at = 0;
        for word in text.split(|one: char| !is_part(one)) {
            let start = text.get(at..).and_then(|rest| rest.find(word)).map_or(at, |found| at + found);
            at = start + word.len();
            let is_prose = note.prose.as_bytes().get(base + start) != Some(&b' ');
            if is_number(word) && is_prose {
                let range = base + start..base + at;
                found.push(Reference { kind: Referred::Number, name: word.to_owned(), range });
            }
        }
    }
}

/// Receivers who are named as such.
fn receivers(reading: &Reading<'_>, found: &mut Vec<Reference>) {
    for field in reading.fields.iter().filter(|field| matches!(field.label, Label::Owner | Label::Backup)) {
        let text = reading.note.folded_of(&field.value);
        for name in people::listed(field.value_in(reading.note)) {
            if let Some(at) = text.find(&name) {
                let range = field.value.start + at..field.value.start + at + name.len();
                found.push(Reference { kind: Referred::Person, name, range });
            }
        }
    }
}

/// Words after which a title in brackets or quotation marks is the name of something on record.
const HEADS: [(&str, Referred); 10] = [
    ("交接项", Referred::Item),
    ("交接事项", Referred::Item),
    ("知识项", Referred::Item),
    ("知识点", Referred::Item),
    ("handover item ", Referred::Item),
    ("knowledge item ", Referred::Item),
    ("客户", Referred::Channel),
    ("供应商", Referred::Channel),
    ("customer ", Referred::Channel),
    ("supplier ", Referred::Channel),
];
const BRACKETS: [(char, char); 5] = [('《', '》'), ('「', '」'), ('『', '』'), ('“', '”'), ('"', '"')];
/// No title is longer.
const LONGEST_TITLE: usize = 80;

/// 交接项《夜班点检》, customer "Hua Dong".
fn titles(note: &Note, found: &mut Vec<Reference>) {
    for segment in &note.segments {
        let (text, lower) = (note.folded_of(&segment.range), note.lower_of(&segment.range));
        for (head, kind) in HEADS {
            for (at, _) in lower.match_indices(head) {
                let from = at + head.len();
                let Some((title, width)) = text.get(from..).and_then(title) else { continue };
                let start = segment.range.start + from + width;
                let range = start..start + title.len();
                found.push(Reference { kind, name: title.to_owned(), range });
            }
        }
    }
}

/// What stands in the brackets that a text begins with, and how wide the first of them is.
fn title(text: &str) -> Option<(&str, usize)> {
    let first = text.chars().next()?;
    let (_, closing) = BRACKETS.into_iter().find(|(opening, _)| *opening == first)?;
    let inside = text.get(first.len_utf8()..)?;
    let end = inside.char_indices().take(LONGEST_TITLE).find(|(_, letter)| *letter == closing)?.0;
    let title = inside.get(..end)?;
    (!title.trim().is_empty()).then_some((title, first.len_utf8()))
}

const DATES: [&str; 12] = [
    "更新日期",
    "更新于",
    "最后更新",
    "更新时间",
    "编写日期",
    "编写于",
    "修订日期",
    "last updated",
    "updated on",
    "updated:",
    "written on",
    "date:",
];

/// The day that the note itself gives for its last revision.
fn written_on(note: &Note) -> Option<Date> {
    note.segments.iter().take(400).find_map(|segment| {
        let text = note.lower_of(&segment.range);
        let at = DATES.iter().find_map(|word| text.find(word).map(|at| at + word.len()))?;
        let rest = text.get(at..)?.trim_start_matches([':', ' ', '*']);
        rest.get(..10)?.replace(['/', '.'], "-").parse().ok()
    })
}
