//! The product serving pages, asked over connections that stay open, as a browser does.
#![allow(dead_code, reason = "each bench uses what it needs of this module")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use super::PASSWORD;

const BINARY: &str = env!("CARGO_BIN_EXE_leavewell");
const UUID_LENGTH: usize = 36;

/// How often a page is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub(crate) connections: usize,
    pub(crate) requests: usize,
}

/// The product under way.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: String,
}

/// Starts it, and waits for the first page.
pub(crate) fn start(folder: &Path) -> (Server, Duration) {
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

/// Signs in and gives the cookie.
pub(crate) fn sign_in(server: &Server, login: &str) -> String {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    let answer = ask(&mut stream, "POST", "/login", "", &format!("login={login}&password={PASSWORD}"));
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: leavewell=")).unwrap();
    format!("leavewell={}", cookie.split(';').next().unwrap())
}

/// Asks for a page and prints its line.
pub(crate) fn row((address, cookie): (&str, &str), size: usize, path: &str, load: Load) {
    let address_of = |_| (address.to_owned(), cookie.to_owned(), path.to_owned());
    let clients: Vec<_> = (0..load.connections)
        .map(address_of)
        .map(|(address, cookie, path)| {
            std::thread::spawn(move || client(&address, &cookie, &path, load.requests))
        })
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

fn client(address: &str, cookie: &str, path: &str, requests: usize) -> (Vec<Duration>, usize) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut bytes = 0;
    let mut times = Vec::with_capacity(requests);
    for _ in 0..requests {
        let begun = Instant::now();
        let answer = ask(&mut stream, "GET", path, cookie, "");
        times.push(begun.elapsed());
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {}", answer.lines().next().unwrap_or(""));
        bytes = answer.len();
    }
    (times, bytes)
}

/// One request on an open connection; reads exactly the answer's length.
pub(crate) fn ask(stream: &mut TcpStream, method: &str, path: &str, cookie: &str, body: &str) -> String {
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
