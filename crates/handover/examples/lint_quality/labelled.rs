//! Reads the labelled sentences and notes.

use std::collections::BTreeSet;

/// A sentence with the rules that it breaks.
pub(crate) struct Sentence {
    pub labels: BTreeSet<String>,
    pub text: String,
}

/// A note with the rules that it breaks and what is known besides.
pub(crate) struct Note {
    pub name: String,
    pub labels: BTreeSet<String>,
    pub criticality: Option<u8>,
    pub group: Option<String>,
    pub known: Option<String>,
    pub is_clean: bool,
    pub text: String,
    lines: Vec<(String, Vec<String>)>,
}

/// The labelled sentences in their order.
pub(crate) fn sentences() -> Vec<Sentence> {
    let data = include_str!("../../data/labelled/sentences.txt");
    let lines = data.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut cells = line.splitn(3, '|').skip(1);
            let labels = cells.next()?.split(',').filter(|one| *one != "-").map(str::to_owned).collect();
            Some(Sentence { labels, text: cells.next()?.to_owned() })
        })
        .collect()
}

/// The labelled notes, clean and faulty by turns, so that both halves have both.
pub(crate) fn notes() -> Vec<Note> {
    let mut clean = read(include_str!("../../data/labelled/notes-clean.txt"), true);
    clean.append(&mut read(include_str!("../../data/labelled/notes-flawed.txt"), false));
    clean
}

fn read(data: &str, is_clean: bool) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for line in data.lines() {
        if let Some(head) = line.strip_prefix("=== ") {
            notes.push(head_of(head, is_clean));
        } else if let Some(note) = notes.last_mut() {
            let (text, rules) = line.split_once('¦').unwrap_or((line, ""));
            let rules = rules.split_whitespace().map(str::to_owned).collect();
            note.text.push_str(text.trim_end());
            note.text.push('\n');
            note.lines.push((text.trim_end().to_owned(), rules));
        }
    }
    notes
}

fn head_of(head: &str, is_clean: bool) -> Note {
    let (head, known) = head.split_once(" known=").map_or((head, None), |(head, known)| (head, Some(known)));
    let words: Vec<&str> = head.split_whitespace().collect();
    let option = |name: &str| words.iter().find_map(|word| word.strip_prefix(name)).map(str::to_owned);
    Note {
        name: words.first().copied().unwrap_or("").to_owned(),
        labels: words.iter().filter(|word| word.starts_with("HD")).map(|word| (*word).to_owned()).collect(),
        criticality: option("criticality=").and_then(|one| one.parse().ok()),
        group: option("group="),
        known: known.map(|known| known.replace(';', "\n")),
        is_clean,
        text: String::new(),
        lines: Vec::new(),
    }
}

/// For each rule marked in a clean note the note without the lines so marked.
pub(crate) fn ablations(note: &Note) -> Vec<(String, String)> {
    let rules: BTreeSet<&String> = note.lines.iter().flat_map(|(_, rules)| rules).collect();
    rules
        .into_iter()
        .map(|rule| {
            let kept = note.lines.iter().filter(|(_, rules)| !rules.contains(rule));
            (rule.clone(), kept.map(|(text, _)| text.as_str()).collect::<Vec<_>>().join("\n"))
        })
        .collect()
}
