//! How long a long list takes: `cargo bench -p leavewell --bench batch -- 1000 100000`.
//!
//! Each list goes the way of `leavewell law batch`: read from text, settled row by row, written as a workbook with every
//! step in words. Prints seconds, the size of the workbook, and the highest resident memory so far: name the counts in
//! rising order.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a bench is run by hand"
)]

mod support;

use std::{fmt::Write as _, io::Seek as _, time::Instant};

use kernel::Lang;
use law::Context;
use paper::law_batch::{self, List};

const HEADS: &str = "工号,姓名,离职类型,入职日期,离职日期,月平均工资,上月工资,社平工资,最低工资,企业月平均工资,地区口径,提前通知天数";

fn main() {
    let counts = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let counts: Vec<usize> = counts.filter_map(|argument| argument.parse().ok()).collect();
    if counts.is_empty() {
        println!("say how many rows: cargo bench -p leavewell --bench batch -- 1000 100000");
        return;
    }
    println!(
        "| rows | list MB | s | µs a row | workbook MB | highest MB |\n| --- | --- | --- | --- | --- | --- |"
    );
    for count in counts {
        measure(count);
    }
}

/// Grounds, years and wages that take every branch: service before 2008, capped wages, notice given or not.
fn list(count: usize) -> String {
    let mut text = format!("{HEADS}\n");
    for number in 0..count {
        let ground = ["LAYOFF", "NOFAULT_CHANGE", "AGREE_EMPLOYER", "EXPIRY"][number % 4];
        let (year, month) = (1996 + number % 28, 1 + number % 12);
        let wage = 6_000 + number * 37 % 60_000;
        let notice = [0, 30][number / 4 % 2];
        writeln!(
            text,
            "{number:06},样本{number},{ground},{year}-{month:02}-01,2025-06-30,{wage},{wage},12434,2690,9000,NATIONAL_DEFAULT,{notice}"
        )
        .unwrap();
    }
    text
}

fn measure(count: usize) {
    let text = list(count);
    let calendar = calendar::Calendar::builtin();
    let list = List { bytes: text.as_bytes(), file_name: "list.csv", staff: Some(1_000_000) };
    let mut out = tempfile::tempfile().unwrap();
    let begun = Instant::now();
    let words = web::LawWords::in_lang(Lang::Zh);
    let outcome = law_batch::run(&list, &Context::new(&calendar), &words, &mut out).unwrap();
    let took = begun.elapsed().as_secs_f64();
    assert_eq!(outcome.answered as usize, count, "{:?}", outcome.refused.first());
    let size = out.stream_position().unwrap();
    let (_, highest) = support::memory_kb(std::process::id());
    let each = took * 1e6 / count as f64;
    println!(
        "| {count} | {:.1} | {took:.2} | {each:.0} | {:.1} | {} |",
        text.len() as f64 / 1e6,
        size as f64 / 1e6,
        highest / 1024
    );
}
