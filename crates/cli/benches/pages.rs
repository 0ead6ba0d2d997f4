//! How long pages take with many people, and how that grows: `cargo bench -p leavewell --bench pages -- [PEOPLE] …`.
//!
//! For each number of people it fills an SQLite database through the same use case as an import, serves it as the
//! product does, and asks for each page over eight connections that stay open. Prints p50 and p95 in milliseconds,
//! the page's size, the time to the first page, and the resident memory.

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
use app_handover::handover;
use app_people::people::{self, KnowledgeEntry, RosterEntry};
use departure::Status;
use jiff::ToSpan as _;
use store::people::{After, Filter};
use support::{
    memory_kb,
    serving::{Load, row, sign_in, start},
};

const LOAD: Load = Load { connections: 8, requests: 100 };
/// One person in so many is leaving.
const PEOPLE_FOR_A_DEPARTURE: usize = 200;

fn main() {
    let mut sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![5_000, 50_000];
    }
    println!("| people | page | p50 ms | p95 ms | bytes |\n| --- | --- | --- | --- | --- |");
    for size in sizes {
        let folder = tempfile::tempdir().unwrap();
        let ids = tokio::runtime::Runtime::new().unwrap().block_on(fill(folder.path(), size));
        measure(folder.path(), size, &ids);
    }
}

/// What is asked for by id.
struct Ids {
    person: String,
    departure: String,
}

async fn fill(folder: &Path, size: usize) -> Ids {
    let (app, cx) = support::company(folder, None).await;
    let rows: Vec<RosterEntry> = (0..size).map(support::entry).collect();
    let begun = Instant::now();
    people::apply_roster(&cx, &rows).await.unwrap();
    eprintln!("{size} people written in {:.2} s", begun.elapsed().as_secs_f64());
    let page = people::list_people(&cx, Filter::default(), &After::default()).await.unwrap();
    let person = page.people.get(7).unwrap().id.to_string();
    let departure = leave(&cx, size / PEOPLE_FOR_A_DEPARTURE).await;
    app.db().close().await;
    Ids { person, departure }
}

/// So many people on their way out, each with six items to hand over; the last one's departure.
async fn leave(cx: &Cx, departures: usize) -> String {
    let known: Vec<KnowledgeEntry> = (0..departures * 6).map(|number| knowledge(cx, number)).collect();
    people::apply_knowledge(cx, &known).await.unwrap();
    let today = cx.today();
    let mut last = String::new();
    for number in 0..departures {
        let filter = Filter { key: leaver(number), ..Filter::default() };
        let found = people::list_people(cx, filter, &After::default()).await.unwrap();
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
        let id = open_departure(cx, input).await.unwrap();
        handover::generate_items(cx, id).await.unwrap();
        last = id.to_string();
    }
    last
}

/// The employee number of whoever leaves.
fn leaver(departure: usize) -> String {
    format!("{:06}", departure * 7 + 100)
}

fn knowledge(cx: &Cx, number: usize) -> KnowledgeEntry {
    KnowledgeEntry {
        item: format!("Item {number}"),
        area: "Process".to_owned(),
        kind: None,
        weight: Some(1 + i64::try_from(number % 100).unwrap()),
        hours: Some(8),
        emp_no: Some(leaver(number / 6)),
        level: Some(4),
        source: "bench".to_owned(),
        seen_on: cx.today(),
    }
}

fn measure(folder: &Path, size: usize, ids: &Ids) {
    let (mut server, first_page) = start(folder);
    let resident = memory_kb(server.child.id()).0;
    let cookie = sign_in(&server, "hr");
    let person = format!("/people/{}", ids.person);
    let departure = format!("/departures/{}", ids.departure);
    let handover = format!("{departure}/handover");
    let paths =
        ["/", "/people", "/people?q=wjg", "/people?q=王", &person, "/departures", &departure, &handover];
    for path in paths {
        row((&server.address, &cookie), size, path, LOAD);
    }
    println!(
        "| {size} | start to first page {} ms, {} MB at rest, {} MB after | | | |",
        first_page.as_millis(),
        resident / 1024,
        memory_kb(server.child.id()).0 / 1024
    );
    server.child.kill().unwrap();
    server.child.wait().unwrap();
}
