//! Rules that count: long sentences, abbreviations without words, too many hedges, too little text.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::LazyLock,
};

use super::{
    Raised,
    markdown::{Kind, Note},
    source::is_han,
};

/// Chinese characters and Latin words of a text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    pub(super) han: usize,
    pub(super) words: usize,
}

impl Size {
    pub(super) fn of(text: &str) -> Self {
        let mut size = Self::default();
        let mut in_word = false;
        for letter in text.chars() {
            let is_word = letter.is_ascii_alphanumeric()
                || in_word && matches!(letter, '\'' | '-' | '.')
                || !letter.is_ascii() && letter.is_alphabetic() && !is_han(letter);
            size.han += usize::from(is_han(letter));
            size.words += usize::from(is_word && !in_word);
            in_word = is_word;
        }
        size
    }

    pub(super) const fn is_chinese(self) -> bool {
        self.han >= self.words
    }
}

/// Sentences of more than 60 Chinese characters or 30 words.
pub(super) fn long_sentences(note: &Note, raise: &mut dyn FnMut(Raised)) {
    for sentence in &note.sentences {
        if sentence.range.len() <= 90
            || note.segments.get(sentence.segment).is_some_and(|one| one.kind == Kind::Heading)
        {
            continue;
        }
        let text = note.prose_of(&sentence.range);
        let size = Size::of(text);
        let is_long = if size.is_chinese() { size.han + size.words > 60 } else { size.words > 30 };
        if is_long {
            let lead = text.len() - text.trim_start().len();
            let end = sentence.range.start + text.trim_end().len();
            raise(Raised::at(301, sentence.range.start + lead..end));
        }
    }
}

static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../data/lint/common.txt").split_whitespace().collect());

/// Runs of capital letters that are explained nowhere in the note, each at its first place.
pub(super) fn abbreviations(note: &Note, raise: &mut dyn FnMut(Raised)) {
    let mut first: HashMap<&str, Option<Range<usize>>> = HashMap::new();
    let mut order = Vec::new();
    for sentence in &note.sentences {
        let is_shouted = is_shouted(note.folded_of(&sentence.range));
        for range in capitals(note, &sentence.range) {
            let word = note.folded_of(&range);
            let is_explained = is_explained(note, &range);
            let slot = first.entry(word).or_insert_with(|| {
                order.push(word);
                (!is_shouted).then(|| range.clone())
            });
            if is_explained {
                *slot = None;
            }
        }
    }
    for range in order.iter().filter_map(|word| first.get(word).cloned().flatten()) {
        raise(Raised::at(302, range));
    }
}

fn is_shouted(text: &str) -> bool {
    let words = text.split(|one: char| !one.is_ascii_alphabetic()).filter(|word| word.len() > 1).take(60);
    let (mut all, mut capital) = (0usize, 0usize);
    for word in words {
        all += 1;
        capital += usize::from(word.bytes().all(|byte| byte.is_ascii_uppercase()));
    }
    all >= 3 && capital * 3 >= all * 2
}

fn capitals<'a>(note: &'a Note, range: &Range<usize>) -> impl Iterator<Item = Range<usize>> + 'a {
    let bytes = note.folded.as_bytes();
    let prose = note.prose.as_bytes();
    let (end, mut at) = (range.end, range.start);
    std::iter::from_fn(move || {
        while at < end {
            let start = at;
            let is_capital = |at: usize| {
                at < end && bytes.get(at).is_some_and(u8::is_ascii_uppercase) && prose.get(at) != Some(&b' ')
            };
            while is_capital(at) {
                at += 1;
            }
            if at == start {
                at += 1;
                continue;
            }
            let plural =
                bytes.get(at) == Some(&b's') && !bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
            let after = bytes.get(at + usize::from(plural)).copied().unwrap_or(b' ');
            let before = start.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
            let joins = |byte: u8| {
                byte.is_ascii_alphanumeric()
                    || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'\\' | b'@' | b'#' | b'=')
            };
            let is_alone = !joins(before)
                && !(joins(after) && !(after == b'.' || after == b'/' || after == b'=' || after == b'-'));
            let is_number =
                matches!(after, b'-' | b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
            let word = note.folded.get(start..at).unwrap_or("");
            if (2..=6).contains(&word.len())
                && is_alone
                && !is_number
                && !is_followed_by_number(bytes, at)
                && !COMMON.contains(word)
            {
                return Some(start..at);
            }
        }
        None
    })
}

/// `QP 31`, `AQL 0.65`: the name of a paper or a measure is left alone only when it is a number's own unit or prefix.
fn is_followed_by_number(bytes: &[u8], at: usize) -> bool {
    bytes.get(at) == Some(&b' ') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// `PPAP(生产件批准程序)`, "engineering change notice (ECN)", `WIP: work in progress`, "X stands for".
fn is_explained(note: &Note, range: &Range<usize>) -> bool {
    let before: String = note.folded.get(..range.start).unwrap_or("").chars().rev().take(2).collect();
    let after: String = note.folded.get(range.end..).unwrap_or("").chars().take(40).collect();
    let after = after.trim_start_matches(['*', '`', ' ', '"', '”']);
    let in_bracket = before.starts_with('(') && after.starts_with(')');
    let by_bracket = after.strip_prefix('(').is_some_and(|inner| {
        inner.chars().take_while(|one| *one != ')').count() >= 2
            && !inner.starts_with(|one: char| one.is_ascii_digit())
    });
    let by_words = [
        "=",
        "是指",
        "指的是",
        "指",
        "即",
        "全称",
        "全名",
        "也就是",
        "意为",
        "表示",
        "stands for",
        "means",
        "is short for",
        "short for",
        "refers to",
        "—",
        "- ",
    ]
    .iter()
    .any(|word| after.starts_with(word));
    let lead = note.folded.get(..range.start).unwrap_or("").chars().next_back();
    let begins = lead.is_none_or(|one| matches!(one, '\n' | '|' | ' ' | '*' | '`'));
    let by_colon = begins && after.starts_with(':') && lead.is_none_or(|one| one != ' ');
    in_bracket || by_bracket || by_words || by_colon
}

/// More than 1.5 hedges in 100 Chinese characters or 60 words, and at least three.
pub(super) fn is_vague(hedges: usize, size: Size) -> bool {
    let hundreds = size.han * 60 + size.words * 100;
    hedges >= 3 && hedges * 6000 * 2 > hundreds * 3
}

/// Fewer than 150 characters, or 80 words where it is written in English.
pub(super) fn is_short(note: &Note, size: Size) -> bool {
    if !size.is_chinese() {
        return size.words < 80;
    }
    note.segments
        .iter()
        .map(|one| note.folded_of(&one.range).chars().filter(|one| !one.is_whitespace()).count())
        .sum::<usize>()
        < 150
}
