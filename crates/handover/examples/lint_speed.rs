//! How fast the lint reads: `cargo run --release -p leavewell-handover --example lint_speed`.
//!
//! Ordinary notes repeated to five megabytes, and texts made to be slow.

#![expect(clippy::print_stdout, reason = "an example speaks through it")]

use std::{hint::black_box, time::Instant};

use handover::lint::{LintOptions, find_words, lint};

const MEGABYTES: usize = 5;

fn main() {
    let notes = include_str!("../data/labelled/notes-clean.txt").to_owned()
        + include_str!("../data/labelled/notes-flawed.txt");
    let text = repeated(&notes);
    let begun = Instant::now();
    let words = black_box(find_words(&text));
    print("words of the lexicon alone", begun, text.len(), words);
    let begun = Instant::now();
    let report = lint(&text, &LintOptions::default());
    print("all rules, ordinary notes", begun, text.len(), report.findings.len());
    for piece in HOSTILE {
        let text = repeated(piece);
        let begun = Instant::now();
        let report = lint(&text, &LintOptions::default());
        print(&format!("all rules, {piece:?} repeated"), begun, text.len(), report.findings.len());
    }
}

const HOSTILE: [&str; 24] = [
    "`",
    "](",
    "<a",
    "\\\\a",
    "://",
    "/a汉",
    "a.",
    "“",
    "<!--",
    "大概",
    "| ",
    "密码:",
    "@a",
    "1. ",
    "# ",
    "待办:\n",
    "<!-- lint-allow HD201 reason=x -->\n",
    "AB ",
    "负责人:",
    "每",
    "负责人:\n",
    "- 王磊负责\n",
    "大概三天之前的",
    "12 ",
];

fn repeated(piece: &str) -> String {
    piece.repeat(MEGABYTES * 1_000_000 / piece.len())
}

fn print(what: &str, begun: Instant, bytes: usize, found: usize) {
    let seconds = begun.elapsed().as_secs_f64();
    let megabytes = f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1e6;
    println!("{what}: {seconds:.2} s, {:.1} MB/s, {found} found", megabytes / seconds);
}
