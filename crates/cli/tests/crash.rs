//! What was acknowledged survives: `kill -9` at any moment, and a disk that is full.
//!
//! Each acknowledged write is an entry of the evidence log, so losing one would show as a log that is too short, and a
//! half-written one as a log that does not add up.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may fail loudly"
)]

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const BINARY: &str = env!("CARGO_BIN_EXE_leavewell");
const ROUNDS: u64 = 100;

struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Starts `serve`; `limit` is the largest file the process may write, in blocks of 512 bytes, as `ulimit -f` has it.
    fn start(folder: &Path, limit: Option<u64>) -> Self {
        let config = folder.join("config.toml");
        let limit = limit.map_or_else(|| "unlimited".to_owned(), |blocks| blocks.to_string());
        // The signal that goes with the limit is ignored, so that writing fails as on a full disk.
        let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" serve --config \"$1\"");
        let mut child = Command::new("sh")
            .args(["-c", &script, BINARY])
            .arg(&config)
            .env("LEAVEWELL_SETUP_TOKEN", "word")
            .env("LEAVEWELL_LOG", "off")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().to_owned();
        assert!(address.contains(':'), "the server did not say where it listens: {line}");
        Self { child, address }
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn post(address: &str, path: &str, cookie: &str, body: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        address,
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.is_empty() { Err(std::io::ErrorKind::UnexpectedEof.into()) } else { Ok(answer) }
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let text = format!("version = 1\nlisten = \"127.0.0.1:0\"\ndata = {:?}\n", data.to_str().unwrap());
    std::fs::write(folder.path().join("config.toml"), text).unwrap();
    folder
}

/// Makes the company and signs in; sessions outlive the server.
fn first_start(server: &Server) -> String {
    let form = "token=word&company=Firm&login=admin&display_name=Admin&password=correct-horse-battery";
    assert!(post(&server.address, "/setup", "", form).unwrap().starts_with("HTTP/1.1 303"));
    let answer = post(&server.address, "/login", "", "login=admin&password=correct-horse-battery").unwrap();
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: leavewell=")).unwrap();
    format!("leavewell={}", cookie.split(';').next().unwrap())
}

/// The size of the log, after its root was derived anew from every entry.
fn checked_size(folder: &Path) -> u64 {
    let output = Command::new(BINARY)
        .args(["evidence", "fsck", "--json", "--data"])
        .arg(folder.join("data"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "the log is damaged: {text}{}", String::from_utf8_lossy(&output.stderr));
    let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
    answer["size"].as_u64().unwrap()
}

fn is_acknowledged(answer: &std::io::Result<String>) -> bool {
    answer.as_ref().is_ok_and(|text| text.starts_with("HTTP/1.1 303"))
}

const SAVE: (&str, &str) = ("/account/preferences", "lang=en&theme=dark");

#[test]
fn kill_9_at_any_moment_loses_nothing_acknowledged() {
    let folder = folder();
    let server = Server::start(folder.path(), None);
    let cookie = first_start(&server);
    server.kill();
    let mut expected = checked_size(folder.path());
    for round in 0..ROUNDS {
        let server = Server::start(folder.path(), None);
        // The moment moves from before the first write to after several of them, 400 microseconds a round.
        let until = Instant::now() + Duration::from_micros(round * 400);
        let (address, cookie) = (server.address.clone(), cookie.clone());
        let writer = std::thread::spawn(move || {
            let mut acknowledged = 0;
            while is_acknowledged(&post(&address, SAVE.0, &cookie, SAVE.1)) {
                acknowledged += 1;
            }
            acknowledged
        });
        std::thread::sleep(until.saturating_duration_since(Instant::now()));
        server.kill();
        expected += writer.join().unwrap();
        let found = checked_size(folder.path());
        assert!(found >= expected, "round {round}: {expected} acknowledged, {found} found");
        // A write that was durable but not acknowledged in time may be there as well.
        expected = found;
    }
}

#[test]
fn a_full_disk_is_a_clear_page_and_the_server_works_again_afterwards() {
    let folder = folder();
    let server = Server::start(folder.path(), None);
    let cookie = first_start(&server);
    server.kill();
    let before = checked_size(folder.path());

    // No file may grow past 64 KiB: the write-ahead log meets that within a few writes.
    let server = Server::start(folder.path(), Some(128));
    let mut acknowledged = 0;
    let refused = loop {
        match post(&server.address, SAVE.0, &cookie, SAVE.1).unwrap() {
            answer if answer.starts_with("HTTP/1.1 303") => acknowledged += 1,
            answer => break answer,
        }
        assert!(acknowledged < 500, "the limit was never met");
    };
    assert!(refused.starts_with("HTTP/1.1 503"), "{refused}");
    assert!(refused.contains("</html>"), "{refused}");
    server.kill();

    assert_eq!(checked_size(folder.path()), before + acknowledged);
    let server = Server::start(folder.path(), None);
    assert!(is_acknowledged(&post(&server.address, SAVE.0, &cookie, SAVE.1)), "it works again without hands");
    server.kill();
}
