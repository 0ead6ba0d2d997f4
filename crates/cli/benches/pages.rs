//! How long pages take with many people, and how that grows: `cargo bench -p leavewell --bench pages -- [PEOPLE] …`.
//!
//! For each number of people it fills an SQLite database through the same use case as an import, serves it as the
//! product does, and asks for each page over eight connections that stay open. Prints p50 and p95 in milliseconds,
//! the page's size, the time to the first page, and the resident memory.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "a bench is run by hand"
)]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use app::{
    App, Clock, Parts,
    accounts::{self, CreateAccount},
    people::{self, RosterEntry},
    setup::{self, FirstAdmin},
};
use kernel::{Lang, Role};

const BINARY: &str = env!("CARGO_BIN_EXE_leavewell");
const CONNECTIONS: usize = 8;
const REQUESTS: usize = 100;
const PASSWORD: &str = "a-long-bench-password";
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂文辉玲玉萍红建华国志英梅";

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
}

async fn fill(folder: &Path, size: usize) -> Ids {
    let data = folder.join("data");
    std::fs::create_dir_all(&data).unwrap();
    let db = store::Db::open(&format!("sqlite:{}", data.join("leavewell.db").display())).await.unwrap();
    let vault = vault::Vault::open(data.join("attachments")).await.unwrap();
    let parts = Parts { db, calendar: calendar::Calendar::builtin(), clock: Clock::system(), vault };
    let app = App::start(parts).await.unwrap();
    let first = FirstAdmin {
        company: "Bench".to_owned(),
        login: "admin".to_owned(),
        display_name: "Admin".to_owned(),
        password: PASSWORD.to_owned(),
        lang: Lang::En,
    };
    setup::create_first_admin(&app, first).await.unwrap();
    let cx = app.system().unwrap();
    let hr = CreateAccount {
        login: "hr".to_owned(),
        display_name: "HR".to_owned(),
        password: PASSWORD.to_owned(),
        person_id: None,
        roles: vec![Role::HrSpecialist],
        lang: Lang::Zh,
    };
    accounts::create_account(&cx, hr).await.unwrap();
    let rows: Vec<RosterEntry> = (0..size).map(entry).collect();
    let begun = Instant::now();
    people::apply_roster(&cx, &rows).await.unwrap();
    eprintln!("{size} people written in {:.2} s", begun.elapsed().as_secs_f64());
    let page = people::list_people(&cx, store::people::Filter::default(), &store::people::After::default())
        .await
        .unwrap();
    let person = page.people.get(7).unwrap().id.to_string();
    app.db().close().await;
    Ids { person }
}

fn entry(number: usize) -> RosterEntry {
    let pick = |letters: &str, at: usize| letters.chars().nth(at % letters.chars().count()).unwrap();
    let name: String =
        [pick(SURNAMES, number * 7), pick(GIVEN, number * 13 + 5), pick(GIVEN, number / 3 + 1)]
            .iter()
            .collect();
    let mut entry = RosterEntry::new(format!("{number:06}"), name, jiff::civil::date(2015, 3, 1));
    entry.department = vec![
        format!("Division {}", number % 7),
        format!("Department {}", number % 40),
        format!("Team {}", number % 200),
    ];
    entry.post = Some(format!("Post {}", number % 120));
    entry.manager_no = (number > 0).then(|| format!("{:06}", number / 12));
    entry
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
    let resident = resident_kb(server.child.id());
    let mut stream = TcpStream::connect(&server.address).unwrap();
    let answer = ask(&mut stream, "POST", "/login", "", &format!("login=hr&password={PASSWORD}"));
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: leavewell=")).unwrap();
    let cookie = format!("leavewell={}", cookie.split(';').next().unwrap());
    let person = format!("/people/{}", ids.person);
    for path in ["/", "/people", "/people?q=wjg", "/people?q=王", &person, "/departures"] {
        row(&server.address, &cookie, size, path);
    }
    println!(
        "| {size} | start to first page {} ms, {} MB at rest, {} MB after | | | |",
        first_page.as_millis(),
        resident / 1024,
        resident_kb(server.child.id()) / 1024
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
    let shown = if path.starts_with("/people/") { "/people/{id}" } else { path };
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

fn resident_kb(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or(0)
}
