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

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use app::{
    Cx,
    departures::{OpenDeparture, open_departure},
    handover,
    people::{self, KnowledgeEntry, RosterEntry},
};
use departure::Status;
use jiff::ToSpan as _;
use store::people::{After, Filter};
use support::{PASSWORD, memory_kb};

const BINARY: &str = env!("CARGO_BIN_EXE_leavewell");
const CONNECTIONS: usize = 8;
const REQUESTS: usize = 100;
const UUID_LENGTH: usize = 36;
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

struct Server {
    child: Child,
    address: String,
}

fn start(folder: &Path) -> (Server, Duration) {
    let begun = Instant::now();
    let mut child = Command::new(BINARY)
        .args(["serve"])
        .env("LEAVEWELL_CONFIG_DATA", folder.join("data"))
        .env("LEAVEWELL_CONFIG_LISTEN", "127.0.0.1:0")
        .env("LEAVEWELL_LOG", "off")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().rsplit("http://").next().unwrap().to_owned();
    let mut stream = TcpStream::connect(&address).unwrap();
    ask(&mut stream, "GET", "/login", "", "");
    (Server { child, address }, begun.elapsed())
}

fn measure(folder: &Path, size: usize, ids: &Ids) {
    let (mut server, first_page) = start(folder);
    let resident = memory_kb(server.child.id()).0;
    let mut stream = TcpStream::connect(&server.address).unwrap();
    let answer = ask(&mut stream, "POST", "/login", "", &format!("login=hr&password={PASSWORD}"));
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: leavewell=")).unwrap();
    let cookie = format!("leavewell={}", cookie.split(';').next().unwrap());
    let person = format!("/people/{}", ids.person);
    let departure = format!("/departures/{}", ids.departure);
    let handover = format!("{departure}/handover");
    let paths =
        ["/", "/people", "/people?q=wjg", "/people?q=王", &person, "/departures", &departure, &handover];
    for path in paths {
        row(&server.address, &cookie, size, path);
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

fn row(address: &str, cookie: &str, size: usize, path: &str) {
    let address_of = |_| (address.to_owned(), cookie.to_owned(), path.to_owned());
    let clients: Vec<_> = (0..CONNECTIONS)
        .map(address_of)
        .map(|(address, cookie, path)| std::thread::spawn(move || client(&address, &cookie, &path)))
        .collect();
    let mut times = Vec::new();
    let mut bytes = 0;
    for client in clients {
        let (taken, length) = client.join().unwrap();
        times.extend(taken);
        bytes = length;
    }
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).unwrap().as_secs_f64() * 1000.0;
    let shown = path.split('/').map(|part| if part.len() == UUID_LENGTH { "{id}" } else { part });
    let shown: Vec<&str> = shown.collect();
    let shown = shown.join("/");
    println!("| {size} | `{shown}` | {:.1} | {:.1} | {bytes} |", at(50), at(95));
}

fn client(address: &str, cookie: &str, path: &str) -> (Vec<Duration>, usize) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut bytes = 0;
    let mut times = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let begun = Instant::now();
        let answer = ask(&mut stream, "GET", path, cookie, "");
        times.push(begun.elapsed());
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {}", answer.lines().next().unwrap_or(""));
        bytes = answer.len();
    }
    (times, bytes)
}

/// One request on an open connection; reads exactly the answer's length.
fn ask(stream: &mut TcpStream, method: &str, path: &str, cookie: &str, body: &str) -> String {
    let path: String = path
        .bytes()
        .map(|b| if b.is_ascii() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: bench\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line == "\r\n" || line.is_empty() {
            break;
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap();
        }
        head.push_str(&line);
    }
    let mut content = vec![0; length];
    reader.read_exact(&mut content).unwrap();
    head + &String::from_utf8_lossy(&content)
}
