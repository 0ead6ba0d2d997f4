//! How well the lint finds what it should: precision and recall of each rule on the labelled sentences and notes.
//!
//! `cargo run -p leavewell-handover --example lint_quality [-- tune|held] [--show]`. Odd sentences and notes are the
//! half by which rules were made, even ones are held out.

#![expect(clippy::print_stdout, reason = "an example speaks through it")]

#[path = "lint_quality/labelled.rs"]
mod labelled;

use std::collections::{BTreeMap, BTreeSet};

use handover::lint::{Inventory, LintOptions, Rule, add_duplicates, lint};
use labelled::Note;

/// Which half is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Tune,
    Held,
    All,
}

impl Half {
    const fn takes(self, index: usize) -> bool {
        match self {
            Self::Tune => index.is_multiple_of(2),
            Self::Held => !index.is_multiple_of(2),
            Self::All => true,
        }
    }
}

#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Tally {
    fn add(&mut self, is_expected: bool, is_found: bool) {
        match (is_expected, is_found) {
            (true, true) => self.right += 1,
            (false, true) => self.wrong += 1,
            (true, false) => self.missed += 1,
            (false, false) => (),
        }
    }
}

type Tallies = BTreeMap<&'static str, Tally>;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let half = match arguments.first().map(String::as_str) {
        Some("tune") => Half::Tune,
        Some("held") => Half::Held,
        _ => Half::All,
    };
    let is_shown = arguments.iter().any(|one| one == "--show");
    let mut tallies = Tallies::new();
    sentences(half, is_shown, &mut tallies);
    print("sentences", &tallies);
    let mut tallies = Tallies::new();
    notes(half, is_shown, &mut tallies);
    print("whole notes", &tallies);
    let mut tallies = Tallies::new();
    ablations(half, is_shown, &mut tallies);
    print("clean notes with the lines on one thing taken out (recall only)", &tallies);
}

/// The rules that one sentence can break.
fn is_of_sentences(id: &str) -> bool {
    id == "HD015"
        || matches!(id.get(..3), Some("HD1" | "HD2")) && id != "HD104"
        || matches!(id, "HD301" | "HD302")
}

fn judge(
    tallies: &mut Tallies,
    rules: impl Fn(&str) -> bool,
    expected: &BTreeSet<String>,
    found: &BTreeSet<String>,
) -> Vec<String> {
    let mut faults = Vec::new();
    for rule in Rule::all().map(Rule::id).filter(|id| rules(id)) {
        let (is_expected, is_found) = (expected.contains(rule), found.contains(rule));
        tallies.entry(rule).or_default().add(is_expected, is_found);
        if is_expected != is_found {
            faults.push(format!("{}{rule}", if is_found { '+' } else { '-' }));
        }
    }
    faults
}

fn found(text: &str, options: &LintOptions<'_>) -> BTreeSet<String> {
    lint(text, options).findings.iter().map(|one| one.rule.id().to_owned()).collect()
}

fn sentences(half: Half, is_shown: bool, tallies: &mut Tallies) {
    for (_, one) in labelled::sentences().iter().enumerate().filter(|(index, _)| half.takes(*index)) {
        let found = found(&one.text, &LintOptions::default());
        let faults = judge(tallies, is_of_sentences, &one.labels, &found);
        if is_shown && !faults.is_empty() {
            println!("{} | {}", faults.join(" "), one.text);
        }
    }
}

fn notes(half: Half, is_shown: bool, tallies: &mut Tallies) {
    for (_, note) in labelled::notes().iter().enumerate().filter(|(index, _)| half.takes(*index)) {
        let inventory = note.known.as_deref().and_then(|known| Inventory::read(known).ok());
        let options =
            LintOptions { criticality: note.criticality, inventory: inventory.as_ref(), written: None };
        let mut found = found(&note.text, &options);
        if is_copy(note) {
            found.insert("HD305".to_owned());
        }
        let faults = judge(tallies, |_| true, &note.labels, &found);
        let faults: Vec<String> =
            faults.into_iter().filter(|one| !note.is_clean || one != "+HD302").collect();
        if is_shown && !faults.is_empty() {
            println!("{} | {}", note.name, faults.join(" "));
        }
    }
}

fn is_copy(note: &Note) -> bool {
    let all = labelled::notes();
    let group: Vec<&Note> =
        all.iter().filter(|one| note.group.is_some() && one.group == note.group).collect();
    let mut reports: Vec<_> = group.iter().map(|one| lint(&one.text, &LintOptions::default())).collect();
    let texts: Vec<&str> = group.iter().map(|one| one.text.as_str()).collect();
    add_duplicates(&texts, &mut reports);
    let at = group.iter().position(|one| one.name == note.name).and_then(|at| reports.get(at));
    at.is_some_and(|report| report.findings.iter().any(|one| one.rule.id() == "HD305"))
}

/// A clean note without the lines that say one thing breaks the rule about that thing.
fn ablations(half: Half, is_shown: bool, tallies: &mut Tallies) {
    for (_, note) in labelled::notes()
        .iter()
        .filter(|note| note.is_clean)
        .enumerate()
        .filter(|(index, _)| half.takes(*index))
    {
        for (rule, text) in labelled::ablations(note) {
            let is_found = found(&text, &LintOptions::default()).contains(&rule);
            let Some(id) = Rule::of_id(&rule).map(Rule::id) else { continue };
            tallies.entry(id).or_default().add(true, is_found);
            if is_shown && !is_found {
                println!("{} without {rule}: not found", note.name);
            }
        }
    }
}

fn print(what: &str, tallies: &Tallies) {
    println!("\n{what}\nrule   right wrong missed  precision recall");
    let share = |part: usize, all: usize| {
        if all == 0 { "    –".to_owned() } else { format!("{:5.2}", ratio(part, all)) }
    };
    let mut sum = Tally::default();
    for (rule, one) in tallies.iter().filter(|(_, one)| one.right + one.wrong + one.missed > 0) {
        let (precision, recall) =
            (share(one.right, one.right + one.wrong), share(one.right, one.right + one.missed));
        println!("{rule}  {:5} {:5} {:6}      {precision}  {recall}", one.right, one.wrong, one.missed);
        sum.right += one.right;
        sum.wrong += one.wrong;
        sum.missed += one.missed;
    }
    println!(
        "all    {:5} {:5} {:6}      {}  {}",
        sum.right,
        sum.wrong,
        sum.missed,
        share(sum.right, sum.right + sum.wrong),
        share(sum.right, sum.right + sum.missed)
    );
}

fn ratio(part: usize, all: usize) -> f64 {
    let number = |one: usize| u32::try_from(one).map_or(f64::MAX, f64::from);
    number(part) / number(all)
}
