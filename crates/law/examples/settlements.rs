//! How long many settlements take: `cargo run --release -p leavewell-law --example settlements [COUNT]`.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement prints, and looks at the clock"
)]

use std::time::Instant;

use calendar::Calendar;
use law::{Case, Context};

const CASE: &str = r#"
ground = "NOFAULT_CHANGE"
service_start = "2003-05-12"
last_day = "2026-11-30"
avg12 = "16800.00"
local_avg_monthly_wage = "10700.00"
min_wage = "2490.00"
enterprise_avg_wage = "16000.00"
last_month_wage = "17150.00"
profile = "NATIONAL_DEFAULT"
notice_days_given = 0

[annual_leave]
joined_this_employer = "2003-05-12"
cumulative_years = 12
taken_days = "4"
avg12_excl_overtime = "16800.00"
waived_in_writing = false
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count: u32 = std::env::args().nth(1).map_or(Ok(100_000), |text| text.parse())?;
    let case: Case = toml::from_str(CASE)?;
    let calendar = Calendar::builtin();
    for explain in [true, false] {
        let cx = Context { explain, ..Context::new(&calendar) };
        let (start, mut sum) = (Instant::now(), 0);
        for _ in 0..count {
            sum += case.answer(&cx)?.total_before_tax.fen();
        }
        let each = start.elapsed() / count;
        println!("{count} settlements, explain {explain}: {:?}, {each:?} each, sum {sum}", start.elapsed());
    }
    Ok(())
}
