//! Times the Cox fit with Efron's ties on seeded data: `cox_speed ROWS COLUMNS [FILE]`.
//!
//! With a file the data are written there too (little-endian doubles, row by row: duration, event, covariates), so
//! that a peer can be timed on the same.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark speaks, and may fail loudly")]
#![allow(
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "arguments and a clock are what a benchmark is about"
)]

use std::{io::Write as _, time::Instant};

use stats::{
    Design, Spells,
    boost::Draws,
    concordance::harrell,
    cox::{self, CoxData, Penalty, Ties},
    special::normal_quantile,
};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rows: usize = arguments.first().map_or(100_000, |text| text.parse().unwrap());
    let columns: usize = arguments.get(1).map_or(20, |text| text.parse().unwrap());
    let (exit, event, x) = data(rows, columns);
    if let Some(file) = arguments.get(2) {
        write(file, columns, (&exit, &event, &x));
    }
    let spells = Spells::new(exit, event).unwrap();
    let design = Design::new(rows, columns, x).unwrap();
    let data = CoxData { spells: &spells, design: &design, strata: None };
    let mut best = f64::INFINITY;
    let mut loglik = 0.0;
    let mut score = Vec::new();
    let before = processor_seconds();
    for _ in 0..5 {
        let start = Instant::now();
        let fit = cox::fit(&data, Ties::Efron, &Penalty::None).unwrap();
        best = best.min(start.elapsed().as_secs_f64());
        loglik = fit.loglik;
        if score.is_empty() {
            score = fit.linear_of(&design);
        }
    }
    let processor = (processor_seconds() - before) / 5.0;
    println!(
        "ours: {rows} x {columns}, {} events, loglik {loglik:.6}, best of 5: {best:.3} s, processor {processor:.3} s",
        spells.events()
    );
    let start = Instant::now();
    let c = harrell(&spells, &score).unwrap().value;
    println!("ours: concordance with its error {c:.6}, {:.3} s", start.elapsed().as_secs_f64());
}

/// Seconds of processor time so far, over all threads, where the system tells it: other jobs do not count.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = |field: usize| after.split_whitespace().nth(field).and_then(|text| text.parse::<f64>().ok());
    (ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0)) / 100.0
}

/// Whole-day durations over five years, a good half of them censored, with effects of both signs.
fn data(rows: usize, columns: usize) -> (Vec<f64>, Vec<bool>, Vec<f64>) {
    let mut draws = Draws::new(42);
    let (mut exit, mut event, mut x) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rows {
        let mut eta = 0.0;
        for column in 0..columns {
            let value = normal_quantile(draws.share().clamp(1e-9, 1.0 - 1e-9));
            let sign = if column % 2 == 0 { 1.0 } else { -1.0 };
            eta += sign * 0.3 * value / (1.0 + column as f64).sqrt();
            x.push(value);
        }
        let time = -draws.share().max(1e-12).ln() * 1500.0 / eta.exp();
        let end = (draws.share() * 1825.0).max(1.0);
        event.push(time <= end);
        exit.push(time.min(end).ceil().max(1.0));
    }
    (exit, event, x)
}

fn write(file: &str, columns: usize, data: (&[f64], &[bool], &[f64])) {
    let (exit, event, x) = data;
    let mut out = std::io::BufWriter::new(std::fs::File::create(file).unwrap());
    for (row, &time) in exit.iter().enumerate() {
        let flag = f64::from(u8::from(event[row]));
        for value in [time, flag].iter().chain(&x[row * columns..(row + 1) * columns]) {
            out.write_all(&value.to_le_bytes()).unwrap();
        }
    }
}
