//! The lexicons: words and phrases from the data files, found in one pass each.

use std::{collections::HashMap, sync::LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

use super::{facts, guards::Guard, rules::Rule, source::fold};

/// What a word of the lexicon means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// No rule: the word is a false friend and hides what it contains.
    pub(super) rule: Option<Rule>,
    pub(super) guard: Guard,
}

/// The words that are findings by themselves.
pub(super) struct Lexicon {
    automaton: Option<AhoCorasick>,
    entries: Vec<Entry>,
}

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

impl Lexicon {
    fn load() -> Self {
        let mut words: HashMap<String, Entry> = HashMap::new();
        for data in [include_str!("../../data/lint/zh.lex"), include_str!("../../data/lint/en.lex")] {
            read_lexicon(data, &mut words);
        }
        let mut words: Vec<(String, Entry)> = words.into_iter().collect();
        words.sort_by(|a, b| a.0.cmp(&b.0));
        let automaton = build(words.iter().map(|(word, _)| word.as_str()), MatchKind::LeftmostLongest);
        Self { automaton, entries: words.into_iter().map(|(_, entry)| entry).collect() }
    }

    /// Every word of the lexicon in this text, whole words only, from left to right; of two that overlap the earlier,
    /// of two that begin together the longer.
    pub(super) fn find<'a>(&'a self, prose: &'a str) -> impl Iterator<Item = (Entry, usize, usize)> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            let automaton = self.automaton.as_ref()?;
            loop {
                let hit = automaton.find(Input::new(prose).span(from..prose.len()))?;
                let entry = self.entries.get(hit.pattern().as_usize())?;
                if facts::is_whole(prose, hit.start(), hit.end()) {
                    from = hit.end();
                    return Some((*entry, hit.start(), hit.end()));
                }
                // Cut out of longer words: what begins behind its first letter still counts.
                from = hit.start() + prose.get(hit.start()..)?.chars().next()?.len_utf8();
            }
        })
    }
}

fn read_lexicon(data: &str, words: &mut HashMap<String, Entry>) {
    let mut rule = None;
    for line in data.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(id) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            rule = Rule::of_id(id);
        } else if let Some(friend) = line.strip_prefix("- ") {
            words.entry(fold(friend)).or_insert(Entry { rule: None, guard: Guard::None });
        } else {
            let (word, guard) = line
                .split_once(" ?")
                .map_or((line, Guard::None), |(word, guard)| (word, Guard::named(guard)));
            let entry = words.entry(fold(word)).or_insert(Entry { rule, guard });
            if entry.rule.is_none() {
                *entry = Entry { rule, guard };
            }
        }
    }
}

fn build<'a>(words: impl Iterator<Item = &'a str>, kind: MatchKind) -> Option<AhoCorasick> {
    let words: Vec<&str> = words.collect();
    // The tables are ours and small; should they ever not build, the rules find nothing and every test fails.
    AhoCorasick::builder().match_kind(kind).kind(Some(AhoCorasickKind::DFA)).build(words).ok()
}

/// Groups of words, each a bit: what a sentence speaks of, or what a label announces.
pub(super) struct Groups {
    automaton: Option<AhoCorasick>,
    words: Vec<Word>,
    names: Vec<String>,
}

struct Word {
    text: String,
    groups: u64,
    takes_any_ending: bool,
}

/// A word of a group, found.
#[derive(Debug, Clone, Copy)]
pub(super) struct GroupHit {
    pub(super) groups: u64,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Groups {
    pub(super) fn load(data: &str) -> Self {
        let mut names = Vec::new();
        let mut words: HashMap<String, (u64, bool)> = HashMap::new();
        for line in data.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, list)) = line.split_once(':') else { continue };
            let bit = 1u64 << names.len().min(63);
            names.push(name.to_owned());
            for word in list.split(", ").map(str::trim).filter(|word| !word.is_empty()) {
                let stem = word.strip_suffix('*');
                let slot = words.entry(fold(stem.unwrap_or(word))).or_default();
                slot.0 |= bit;
                slot.1 |= stem.is_some();
            }
        }
        let mut words: Vec<Word> = words
            .into_iter()
            .map(|(text, (groups, takes_any_ending))| Word { text, groups, takes_any_ending })
            .collect();
        words.sort_by(|a, b| a.text.cmp(&b.text));
        let automaton = build(words.iter().map(|word| word.text.as_str()), MatchKind::Standard);
        Self { automaton, words, names }
    }

    /// The bit of a group; a name that is no group has none.
    pub(super) fn bit(&self, name: &str) -> u64 {
        self.names.iter().position(|one| one == name).map_or(0, |at| 1 << at)
    }

    /// Every word of every group in this text, overlapping ones too.
    pub(super) fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = GroupHit> + 'a {
        let hits = self.automaton.iter().flat_map(move |automaton| automaton.find_overlapping_iter(text));
        hits.filter_map(move |hit| {
            let word = self.words.get(hit.pattern().as_usize())?;
            let (start, end) = (hit.start(), hit.end());
            let is_whole =
                facts::begins_whole(text, start) && (word.takes_any_ending || facts::ends_whole(text, end));
            is_whole.then_some(GroupHit { groups: word.groups, start, end })
        })
    }
}
