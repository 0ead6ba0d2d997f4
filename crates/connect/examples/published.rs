//! Compares the truck factor with the numbers that were published in 2015, on the histories that are at hand.
//!
//! `cargo run --release -p leavewell-connect --example published published_2015.json HISTORIES`, where the repository of
//! a system `owner/name` is `HISTORIES/owner/name`, bare or not. Systems without one are left out.

#![allow(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    reason = "a program that prints what it measured; indexing JSON never panics"
)]

use std::path::Path;

use connect::git::{Request, read};
use knowledge::{
    authorship::Authorship,
    breaking::ALLOWANCE,
    identity::{Merging, merge},
    truck_factor::truck_factor,
};
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, histories] = arguments.as_slice() else {
        return Err("which numbers, which histories?".into());
    };
    let published: Value = serde_json::from_slice(&std::fs::read(file)?)?;
    let until = published["history_cut"].as_str().map(str::parse).transpose()?;
    println!("| system | commits | files | published | ours | pruned | exact minimum | renames |");
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for system in published["systems"].as_array().into_iter().flatten() {
        let name = system["system"].as_str().unwrap_or_default();
        let repository = Path::new(histories).join(name);
        if repository.exists() {
            let line = line(&repository, until, system);
            println!("| {name} | {} |", line.unwrap_or_else(|error| error.to_string()));
        }
    }
    Ok(())
}

fn line(
    repository: &Path,
    until: Option<kernel::Date>,
    system: &Value,
) -> Result<String, Box<dyn std::error::Error>> {
    let reading = read(repository, &Request { until, exclude: Vec::new() }, &|| ())?;
    let people = merge(&reading.history.identities, &reading.commits_of, &Merging::default());
    let authorship = Authorship::of(&reading.history, &people.of_identity, people.names.len());
    let factor = truck_factor(&authorship, &people.names, ALLOWANCE);
    let wanted: Vec<String> =
        system["top_pct"].as_array().into_iter().flatten().map(Value::to_string).collect();
    let share = |person: &u32| {
        let files = authorship.file_counts.get(*person as usize).copied().unwrap_or(0);
        format!("{:.0}", f64::from(files) * 100.0 / factor.files.max(1) as f64)
    };
    let ours: Vec<String> = factor.removed.iter().take(wanted.len().max(1)).map(share).collect();
    let exact = factor.exact.people.len();
    let exact = if factor.exact.at_least == exact {
        exact.to_string()
    } else {
        format!("{}–{exact}", factor.exact.at_least)
    };
    Ok(format!(
        "{} | {} | {}: {} | {}: {} | {} | {exact} | {}",
        reading.commits,
        factor.files,
        system["tf"],
        wanted.join(" "),
        factor.tf_avelino,
        ours.join(" "),
        factor.tf_pruned,
        reading.renames.code()
    ))
}
