//! How long the scan of a large company takes: `changes_speed [PEOPLE] [WEEKS] [KINDS]`.

#![expect(clippy::print_stdout, clippy::cast_precision_loss, reason = "a measurement, not the product")]

use std::{env, time::Instant};

use risk::changes::{Entry, Rule, TableBuilder, scan};

fn main() {
    let mut arguments = env::args().skip(1).filter_map(|text| text.parse::<u32>().ok());
    let people = arguments.next().unwrap_or(100_000);
    let weeks = arguments.next().unwrap_or(104);
    let kinds = arguments.next().unwrap_or(4);
    let mut state = 7_u64;
    let mut unit = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / 9_007_199_254_740_992.0
    };
    let start = Instant::now();
    let mut builder = TableBuilder::default();
    for person in 0..people {
        let spread = 0.2 - 1.6 * unit().ln();
        for kind in 0..kinds {
            let rate = spread * [0.05, 0.15, 0.3, 0.6].get(kind as usize % 4).copied().unwrap_or(0.3);
            let limit = (-rate).exp();
            for week in 0..weeks {
                let (mut product, mut count) = (unit(), 0);
                while product > limit {
                    product *= unit();
                    count += 1;
                }
                builder
                    .add(Entry { person, group: person / 60, kind, week, count, exposure: 5.0 })
                    .unwrap_or_default();
            }
        }
    }
    println!("made and stored: {:.2} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let table = builder.finish();
    println!("laid out: {:.2} s", start.elapsed().as_secs_f64());
    for _ in 0..3 {
        let start = Instant::now();
        let found = scan(&table, &Rule::default());
        let flagged = found.changes.iter().filter(|change| change.flagged_week.is_some()).count();
        println!(
            "scan: {:.2} s, {} watched, {flagged} flagged",
            start.elapsed().as_secs_f64(),
            found.watched
        );
    }
}
