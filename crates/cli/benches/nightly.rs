//! How long the night's work takes, and the pages that stand on it: `cargo bench -p leavewell --bench nightly -- [PEOPLE] …`.
//!
//! For each number of people it makes a company with three years of joining, leaving, absences, attendance and suggestions
//! through the same use cases as an import, does the night's work, does it again, and asks for the pages over two
//! connections. Prints seconds, memory at its highest, p50 and p95 in milliseconds.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "a bench is run by hand"
)]

mod support;

use std::{path::Path, time::Instant};

use app::Cx;
use app_departure::departures::{OpenDeparture, open_departure};
use app_people::people::{self, EventEntry, LeaveEntry, RosterEntry, SpellStatus};
use app_risk::{
    followers::note_places,
    risk::{self, Ran, RulesInput},
};
use departure::Status;
use jiff::ToSpan as _;
use kernel::{Date, Role};
use store::people::{After, Filter};
use support::{
    memory_kb,
    serving::{Load, row, sign_in, start},
};

const LOAD: Load = Load { connections: 2, requests: 10 };
const DAYS: i32 = 3 * 365;
/// One in so many leaves in a year.
const LEAVES_IN_YEARS: f64 = 7.0;
/// A year has so many absences that were applied for, and so much else of a person.
const ABSENCES: f64 = 9.0;
const EVENTS: f64 = 6.0;
const KINDS: [&str; 5] = ["late", "early", "suggestion", "opinion", "conflict"];

fn main() {
    let mut sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![5_000, 50_000];
    }
    println!("| people | what | p50 ms | p95 ms | bytes |\n| --- | --- | --- | --- | --- |");
    for size in sizes {
        let folder = tempfile::tempdir().unwrap();
        let departure = tokio::runtime::Runtime::new().unwrap().block_on(night(folder.path(), size));
        pages(folder.path(), size, &departure);
    }
}

/// Draws without a dependency: a linear congruence is enough to scatter days.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 33).unwrap()) / f64::from(1_u32 << 31)
    }

    /// From 0, below so many.
    #[allow(clippy::cast_possible_truncation, reason = "a few thousand at most")]
    fn below(&mut self, count: i32) -> i32 {
        (self.share() * f64::from(count)) as i32
    }

    /// So many a year over so many days, in one piece.
    #[allow(clippy::cast_possible_truncation, reason = "a few dozen at most")]
    fn times(&mut self, a_year: f64, days: i32) -> i32 {
        (a_year * f64::from(days) / 365.0 * 2.0 * self.share()) as i32
    }
}

/// What a company of three years brought along.
struct Company {
    roster: Vec<RosterEntry>,
    leave: Vec<LeaveEntry>,
    events: Vec<EventEntry>,
}

fn make(size: usize, today: Date) -> Company {
    let mut dice = Dice(7);
    let mut company = Company { roster: Vec::new(), leave: Vec::new(), events: Vec::new() };
    let begin = today.saturating_sub(DAYS.days());
    for number in 0..size {
        let joined = if dice.share() < 0.6 { -dice.below(2_000) } else { dice.below(DAYS - 60) };
        let stays = DAYS - joined.max(0);
        let leaves = dice.share() < f64::from(stays) / 365.0 / LEAVES_IN_YEARS && number * 12 >= size;
        let until = if leaves { joined.max(0) + 40 + dice.below((stays - 50).max(1)) } else { DAYS };
        let mut entry = support::entry(number);
        entry.hired_on = begin.saturating_add(joined.days());
        if leaves && until < DAYS {
            entry.left_on = Some(begin.saturating_add(until.days()));
            entry.status = Some(SpellStatus::Left);
        }
        records(&mut company, &mut dice, &entry.emp_no, (begin, joined.max(0), until.min(DAYS - 1)));
        company.roster.push(entry);
    }
    company
}

fn records(company: &mut Company, dice: &mut Dice, emp_no: &str, (begin, from, until): (Date, i32, i32)) {
    let days = (until - from).max(1);
    for number in 0..dice.times(ABSENCES, days) {
        let day = begin.saturating_add((from + dice.below(days)).days());
        company.leave.push(LeaveEntry {
            emp_no: emp_no.to_owned(),
            kind: if number % 3 == 0 { "personal" } else { "annual" }.to_owned(),
            starts: day,
            ends: day,
            half_days: 2,
            reference: format!("{emp_no}|L{number}"),
            source: "bench".to_owned(),
        });
    }
    for number in 0..dice.times(EVENTS, days) {
        let kind = usize::try_from(dice.below(5)).unwrap();
        company.events.push(EventEntry {
            emp_no: emp_no.to_owned(),
            kind: KINDS.get(kind).unwrap().to_string(),
            on_day: begin.saturating_add((from + dice.below(days)).days()),
            amount: 1,
            details: String::new(),
            reference: format!("{emp_no}|E{number}"),
            source: "bench".to_owned(),
        });
    }
}

async fn night(folder: &Path, size: usize) -> String {
    let (app, cx) = support::company(folder, None).await;
    let made = make(size, cx.today());
    eprintln!("{size} people, {} absences, {} events", made.leave.len(), made.events.len());
    people::apply_roster(&cx, &made.roster).await.unwrap();
    people::apply_leave(&cx, &made.leave).await.unwrap();
    people::apply_events(&cx, &made.events).await.unwrap();
    risk::set_rules(&cx, &rules(cx.today())).await.unwrap();
    drop(made);
    let begun = Instant::now();
    note_places(&cx).await.unwrap();
    println!("| {size} | noting where people stand, {:.2} s | | | |", begun.elapsed().as_secs_f64());
    for what in ["the night's work", "again"] {
        let begun = Instant::now();
        assert_eq!(risk::run(&cx, cx.today(), what == "again").await.unwrap(), Ran::Done);
        let seconds = begun.elapsed().as_secs_f64();
        let (now, most) = memory_kb(std::process::id());
        println!("| {size} | {what}, {seconds:.2} s, {} MB, at most {} MB | | | |", now / 1024, most / 1024);
    }
    let departure = leave(&cx).await;
    app.db().close().await;
    departure
}

fn rules(today: Date) -> RulesInput {
    RulesInput {
        is_on: true,
        purpose: "bench".to_owned(),
        roles: vec![Role::HrPartner.code().to_owned()],
        basis: "hr-rules".to_owned(),
        basis_text: "bench".to_owned(),
        assessment: "bench".to_owned(),
        assessed_on: Some(today),
        notice_version: "1".to_owned(),
        notice_on: Some(today),
        retention_days: Some(90),
        tells_explanation: true,
        tells_looks: true,
        looks_days: None,
    }
}

/// A manager gives notice.
async fn leave(cx: &Cx) -> String {
    let filter = Filter { key: format!("{:06}", 5), ..Filter::default() };
    let found = people::list_people(cx, filter, &After::default()).await.unwrap();
    let today = cx.today();
    let input = OpenDeparture {
        person: found.people.first().unwrap().id,
        ground: "RESIGN".to_owned(),
        reason_code: String::new(),
        reason: "-".to_owned(),
        notice_on: today,
        last_day: today.saturating_add(30.days()),
        legal_end: today.saturating_add(30.days()),
        access_off_at: None,
        start: Status::Open,
    };
    open_departure(cx, input).await.unwrap().to_string()
}

fn pages(folder: &Path, size: usize, departure: &str) {
    let (mut server, _) = start(folder);
    let cookie = sign_in(&server, "partner");
    let people = format!("/departures/{departure}/people");
    for path in ["/risk", "/risk/model", "/risk/signs", "/analysis", "/analysis?by=post", &people] {
        row((&server.address, &cookie), size, path, LOAD);
    }
    server.child.kill().unwrap();
    server.child.wait().unwrap();
}
