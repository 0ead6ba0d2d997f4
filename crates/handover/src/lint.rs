//! Lint of handover notes: what is missing, what is vague, what will be gone with the leaver.
//!
//! Works on Markdown or plain text in Chinese and English, in time that grows with the text alone. Findings are facts
//! with places; only `Rule::message` speaks. A note is never changed and nothing is looked up.

mod allow;
mod duplicates;
mod facts;
mod fields;
mod guards;
mod inline;
mod inventory;
mod lexical;
mod markdown;
mod measures;
mod people;
pub mod questions;
mod reading;
mod rules;
mod sarif;
mod secrets;
mod source;
mod structure;
mod words;

use std::ops::Range;

use kernel::{Date, Lang};

use self::{
    allow::Allowances,
    duplicates::{Shingles, duplicated, repeats},
    markdown::Note,
    reading::Reading,
    source::Places,
};
pub use self::{
    inventory::{Inventory, Mention, Referred, mentions},
    rules::{Level, Rule},
    sarif::sarif,
};

/// What is known of a note besides its text.
#[derive(Debug, Clone, Default)]
pub struct LintOptions<'a> {
    /// How much the item matters, from 1 to 100, where it is known.
    pub criticality: Option<u8>,
    /// What there is to refer to, where it is known.
    pub inventory: Option<&'a Inventory>,
    /// The day the note was last revised, where it does not say so itself.
    pub written: Option<Date>,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The byte where it begins.
    pub byte: usize,
    /// What is written there.
    pub excerpt: String,
    /// It is about the note as a whole, and stands at its beginning only to stand somewhere.
    pub is_whole: bool,
}

/// What the lint says of a note.
#[derive(Debug, Clone)]
pub struct LintReport {
    /// The language that most of the note is written in.
    pub lang: Lang,
    /// The findings by their places.
    pub findings: Vec<Finding>,
}

impl LintReport {
    /// From 100 down: 12 for each error, 5 for each warning, 1 for each suggestion; vague words cost 30 at most.
    pub fn score(&self) -> u32 {
        let is_vague = |finding: &&Finding| (200..300).contains(&finding.rule.number());
        let sum = |vague: bool| -> u32 {
            let of_kind = self.findings.iter().filter(|finding| is_vague(finding) == vague);
            of_kind.map(|finding| finding.rule.level().penalty()).fold(0, u32::saturating_add)
        };
        100u32.saturating_sub(sum(true).min(30)).saturating_sub(sum(false))
    }

    /// Whether somebody could work by it: nothing essential is missing and nothing will be gone.
    pub fn is_usable(&self) -> bool {
        !self.findings.iter().any(|finding| {
            let number = finding.rule.number();
            number <= 10 && finding.rule.level() == Level::Error
                || (101..200).contains(&number) && finding.rule.level() == Level::Error
        })
    }

    /// Whether any finding is an error.
    pub fn has_error(&self) -> bool {
        self.findings.iter().any(|finding| finding.rule.level() == Level::Error)
    }

    /// Adds that this note repeats another one.
    fn add_duplicate(&mut self, note: &str) {
        let rule = Rule::numbered(305);
        let read = Note::read(note);
        let raised = Raised::whole(305, read.opening());
        if !Allowances::read(&read).covers(&raised)
            && !self.findings.iter().any(|finding| finding.rule == rule)
        {
            self.findings.extend(placed(note, &read, vec![raised]));
            self.findings.sort_by_key(|finding| (finding.byte, finding.rule));
        }
    }
}

/// Adds to each report that its note repeats another of them.
pub fn add_duplicates<T: AsRef<str>>(notes: &[T], reports: &mut [LintReport]) {
    if notes.len() < 2 {
        return;
    }
    let shingles: Vec<Shingles> = notes.iter().map(|note| Shingles::of(&Note::read(note.as_ref()))).collect();
    let copies = duplicated(&shingles);
    for ((note, report), _) in notes.iter().zip(reports).zip(copies).filter(|(_, is_copy)| *is_copy) {
        report.add_duplicate(note.as_ref());
    }
}

/// Adds to the report of one note that it repeats one of the others.
pub fn add_repetition<T: AsRef<str>>(note: &str, others: &[T], report: &mut LintReport) {
    let pieces = |note: &str| Shingles::of(&Note::read(note));
    let others: Vec<Shingles> = others.iter().map(|other| pieces(other.as_ref())).collect();
    if repeats(&pieces(note), &others) {
        report.add_duplicate(note);
    }
}

/// A finding before its place is counted out.
#[derive(Debug, Clone)]
pub(crate) struct Raised {
    rule: Rule,
    range: Range<usize>,
    is_whole: bool,
}

impl Raised {
    fn at(number: u16, range: Range<usize>) -> Self {
        Self { rule: Rule::numbered(number), range, is_whole: false }
    }

    fn whole(number: u16, range: Range<usize>) -> Self {
        Self { rule: Rule::numbered(number), range, is_whole: true }
    }
}

/// How many words of the lexicons stand in a text, before anything is judged: the measure of their speed.
pub fn find_words(text: &str) -> usize {
    words::LEXICON.find(&source::fold(text).to_ascii_lowercase()).count()
}

/// Lints one note.
pub fn lint(text: &str, options: &LintOptions<'_>) -> LintReport {
    let note = Note::read(text);
    let reading = Reading::of(&note);
    let mut raised = Vec::new();
    structure::check(&reading, &mut |one| raised.push(one));
    let mut secrets = Vec::new();
    secrets::find(&note.folded, &note.lower, &mut secrets);
    raised.extend(secrets.into_iter().map(|range| Raised::at(101, range)));
    let hedges = lexical::check(&note, &mut |one| raised.push(one));
    measures::long_sentences(&note, &mut |one| raised.push(one));
    measures::abbreviations(&note, &mut |one| raised.push(one));
    let size = size_of(&note);
    if measures::is_vague(hedges, size) {
        raised.push(Raised::whole(303, note.opening()));
    }
    if options.criticality.is_some_and(|criticality| criticality >= 40) && measures::is_short(&note, size) {
        raised.push(Raised::whole(304, note.opening()));
    }
    if let Some(inventory) = options.inventory {
        inventory::check(&reading, inventory, options.written, &mut |one| raised.push(one));
    }
    let allowances = Allowances::read(&note);
    raised.retain(|one| !allowances.covers(one));
    let lang = if size.is_chinese() && size.han > 0 { Lang::Zh } else { Lang::En };
    LintReport { lang, findings: placed(text, &note, raised) }
}

fn size_of(note: &Note) -> measures::Size {
    let mut size = measures::Size::default();
    for segment in &note.segments {
        let part = measures::Size::of(note.prose_of(&segment.range));
        size.han += part.han;
        size.words += part.words;
    }
    size
}

/// Counts out lines and columns, in one walk over the text.
fn placed(text: &str, note: &Note, mut raised: Vec<Raised>) -> Vec<Finding> {
    raised.sort_by_key(|one| (one.range.start, one.rule));
    let mut places = Places::new(text, &note.folded);
    raised
        .into_iter()
        .map(|one| {
            let place = places.advance(one.range.start);
            let excerpt = excerpt(places.written(clip(note.folded_of(&one.range))));
            let excerpt = if one.rule == Rule::numbered(101) { hidden(&excerpt) } else { excerpt };
            let (line, column, byte) = (place.line, place.column, place.byte);
            Finding { rule: one.rule, line, column, byte, excerpt, is_whole: one.is_whole }
        })
        .collect()
}

/// So many characters of a finding are shown.
const LONGEST_EXCERPT: usize = 80;

fn clip(text: &str) -> &str {
    let end = text.char_indices().nth(LONGEST_EXCERPT).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// A secret is not repeated where findings are printed and kept: its first letter, and stars for the others.
fn hidden(secret: &str) -> String {
    secret.char_indices().map(|(at, letter)| if at == 0 { letter } else { '*' }).collect()
}

fn excerpt(written: &str) -> String {
    written.lines().next().unwrap_or("").trim_end().to_owned()
}

#[cfg(test)]
mod tests;
