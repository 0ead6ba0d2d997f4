//! What there is to refer to: links, paths, numbers and people, and when each last changed.

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

/// References that lead nowhere, and things that changed long after the note was written.
pub(super) fn check(
    reading: &Reading<'_>,
    inventory: &Inventory,
    written: Option<Date>,
    raise: &mut dyn FnMut(Raised),
) {
    let note = reading.note;
    let written = written_on(note).or(written);
    for locator in note.locators.iter().filter(|one| is_reference(note, one)) {
        let name = note.folded_of(&locator.range);
        judge(inventory.find(name), &locator.range, written, raise);
    }
    if inventory.has_numbers {
        numbers(note, inventory, written, raise);
    }
    if inventory.has_people {
        receivers(reading, inventory, raise);
    }
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

fn numbers(note: &Note, inventory: &Inventory, written: Option<Date>, raise: &mut dyn FnMut(Raised)) {
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
                judge(inventory.find(word), &(base + start..base + at), written, raise);
            }
        }
    }
}

/// Receivers who are not among the people there are.
fn receivers(reading: &Reading<'_>, inventory: &Inventory, raise: &mut dyn FnMut(Raised)) {
    for field in reading.fields.iter().filter(|field| matches!(field.label, Label::Owner | Label::Backup)) {
        let text = reading.note.folded_of(&field.value);
        for name in people::listed(field.value_in(reading.note)) {
            if matches!(inventory.find(&name), Known::Nowhere)
                && let Some(at) = text.find(&name)
            {
                raise(Raised::at(104, field.value.start + at..field.value.start + at + name.len()));
            }
        }
    }
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
