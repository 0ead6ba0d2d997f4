//! How long the history of a repository takes: all of it, what `git` needs of that, and our own part.
//!
//! `cargo run --release -p leavewell-connect --example history_time REPOSITORY [YYYY-MM-DD]`

#![allow(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a program that prints what it measured"
)]

use std::{path::Path, time::Instant};

use connect::git::{Request, read};
use knowledge::{
    authorship::Authorship,
    breaking::ALLOWANCE,
    identity::{Merging, merge},
    recent::recent,
    truck_factor::truck_factor,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let repository = arguments.next().ok_or("which repository?")?;
    let until = arguments.next().map(|day| day.parse()).transpose()?;
    let begin = Instant::now();
    let reading = read(Path::new(&repository), &Request { until, exclude: Vec::new() }, &|| ())?;
    let read_in = begin.elapsed();
    let begin = Instant::now();
    let people = merge(&reading.history.identities, &reading.commits_of, &Merging::default());
    let authorship = Authorship::of(&reading.history, &people.of_identity, people.names.len());
    let authored_in = begin.elapsed();
    let begin = Instant::now();
    let factor = truck_factor(&authorship, &people.names, ALLOWANCE);
    let factor_in = begin.elapsed();
    let begin = Instant::now();
    let lately = recent(&reading.history, &people.of_identity, &people.names, ALLOWANCE);
    let lately_in = begin.elapsed();
    println!(
        "{} commits, {} changes, {} files, {} identities, {} people, renames {}",
        reading.commits,
        reading.history.changes.len(),
        reading.history.files.len(),
        reading.history.identities.len(),
        people.names.len(),
        reading.renames.code()
    );
    println!(
        "read {read_in:?}, authorship {authored_in:?}, truck factor {factor_in:?}, lately {lately_in:?}"
    );
    println!(
        "tf {} pruned {} at {:?} exact {} >= {} {:?}",
        factor.tf_avelino,
        factor.tf_pruned,
        factor.tf_at,
        factor.exact.people.len(),
        factor.exact.at_least,
        factor.exact.status
    );
    println!(
        "lately tf {} of {} files, {} untouched",
        lately.factor.tf_avelino, lately.factor.files, lately.untouched_files
    );
    for person in factor.authors.iter().take(12) {
        let place = *person as usize;
        let files = authorship.file_counts.get(place).copied().unwrap_or(0);
        println!(
            "  {:5.1} % {}",
            f64::from(files) * 100.0 / factor.files.max(1) as f64,
            people.names.get(place).map_or("", String::as_str)
        );
    }
    if let Ok(stat) = std::fs::read_to_string("/proc/self/stat") {
        // After the closing bracket: fields 14 to 17 are user, system, children's user and system, in hundredths of a second.
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or("").split(' ').collect();
        let seconds = |field: usize| {
            fields.get(field - 3).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0) / 100.0
        };
        println!("CPU: own {:.2} s, git {:.2} s", seconds(14) + seconds(15), seconds(16) + seconds(17));
    }
    Ok(())
}
