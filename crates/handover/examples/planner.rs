//! Plans instances and prints one row each, against the reference that the file carries.
//!
//! `cargo run --release -p leavewell-handover --example planner -- SECONDS SEED FILE…`

#![allow(
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a program for the desk"
)]

use std::{error::Error, time::Instant};

use handover::planner::{Instance, Settings, Status, plan};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let seconds: u32 = arguments.next().ok_or("SECONDS is missing")?.parse()?;
    let seed = arguments.next().ok_or("SEED is missing")?.parse()?;
    println!(
        "| instance | best known | its bound | objective | against best known | bound | gap % | status | s |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for file in arguments {
        let text = std::fs::read_to_string(&file)?;
        let instance = Instance::from_json(&text)?;
        let reference = serde_json::from_str::<serde_json::Value>(&text)?["reference"].take();
        let begun = Instant::now();
        let limit = f64::from(seconds) * 0.96;
        let stop = || begun.elapsed().as_secs_f64() > limit;
        let found = plan(&instance, &Settings::within_seconds(seconds, seed), &stop, &mut |_| {})?.schedule;
        let spent = begun.elapsed().as_secs_f64();
        let best = reference["best"].as_i64().unwrap_or(0);
        #[allow(clippy::cast_precision_loss, reason = "values are far below 2^52")]
        let against = 100.0 * (found.objective - best) as f64 / best.max(1) as f64;
        println!(
            "| {} | {best} | {} | {} | {against:+.2} % | {} | {:.2} | {} | {spent:.1} |",
            found.id,
            reference["bound"],
            found.objective,
            found.bound.unwrap_or(0),
            found.gap_pct.unwrap_or(0.0),
            found.status.map_or("no plan", |status| match status {
                Status::Optimal => "OPTIMAL",
                Status::Feasible => "FEASIBLE",
            }),
        );
    }
    Ok(())
}
