//! Tries a file and prints its preview and says how long it took: `dry_run KIND FILE [ROSTER]`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "a small tool for the desk"
)]

use std::ops::ControlFlow;
use std::time::Instant;

use paper::import::{DryRun, Limits, dry_run};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let bytes = std::fs::read(&arguments[2]).expect("the file can be read");
    let roster = arguments.get(3).map(|path| std::fs::read(path).expect("the roster can be read"));
    let run = DryRun {
        kind: arguments[1].parse().expect("a kind"),
        bytes: &bytes,
        file_name: &arguments[2],
        mapping: None,
        roster: roster.as_ref().map(|bytes| (bytes.as_slice(), "roster.xlsx")),
        limits: Limits::default(),
    };
    let begin = Instant::now();
    let preview = dry_run(&run, None, &mut |_, _| ControlFlow::Continue(())).expect("a preview");
    eprintln!("{} {} in {:?}", preview["counts"], preview["file_error"], begin.elapsed());
    println!("{preview}");
}
