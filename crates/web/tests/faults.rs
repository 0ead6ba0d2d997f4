//! A database that is locked, lost or gone, and a folder of files that is not there: a clear page with a number in the
//! person's language, nothing half-written, and everything works again without hands once the trouble is over.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may fail loudly and say what it skipped"
)]

mod support;

use std::{
    io::{BufRead as _, BufReader, Read as _},
    net::SocketAddr,
    process::{Child, Command, Stdio},
};

use axum::http::StatusCode;
use support::{Answer, Site, world::World};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

const LOCK: &str = "import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute('BEGIN IMMEDIATE')
print('locked', flush=True)
sys.stdin.read()
connection.execute('ROLLBACK')
print('free', flush=True)
";

/// Another process that holds the write lock of the database.
struct Locker {
    child: Child,
}

impl Locker {
    /// None where there is no Python to be that process.
    fn hold(site: &Site) -> Option<Self> {
        let path = site.database().url().strip_prefix("sqlite:").unwrap();
        let command = Command::new("python3")
            .args(["-c", LOCK, path])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut child) = command else {
            eprintln!("skipped: there is no python3 to hold the lock");
            return None;
        };
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line.trim(), "locked");
        Some(Self { child })
    }

    fn release(mut self) {
        drop(self.child.stdin.take());
        let mut rest = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut rest).unwrap();
        assert!(self.child.wait().unwrap().success() && rest.trim() == "free");
    }
}

/// The page that tells that nothing can be done at the moment, in one language and not in both.
#[track_caller]
fn assert_unavailable(answer: &Answer, language: &str) {
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
    let (told, other) = match language {
        "zh-CN" => ("暂时无法使用", "not available"),
        _ => ("not available", "暂时"),
    };
    let main = answer.body.split("<main").nth(1).unwrap_or(&answer.body);
    assert!(main.to_lowercase().contains(told) && !main.to_lowercase().contains(other), "{main}");
    assert!(answer.has(&format!("lang=\"{language}\"")), "{}", answer.body);
    let number = main.split(|c: char| !c.is_ascii_hexdigit()).find(|part| part.len() == 8);
    assert!(number.is_some(), "no incident number: {main}");
    for cause in ["sqlite", "sqlx", "postgres", "SQLITE", "os error", "pool"] {
        assert!(!answer.body.contains(cause), "the cause is shown: {cause}");
    }
}

async fn log_size(site: &Site) -> u64 {
    site.cx().read().await.unwrap().get_log_root().await.unwrap().0
}

const PREFER: [(&str, &str); 2] = [("lang", "zh-CN"), ("theme", "dark")];

#[tokio::test]
async fn while_another_process_holds_the_lock_pages_are_read_and_a_write_is_told_so() {
    let world = World::new().await;
    let site = &world.site;
    let (hr, manager) = (site.sign_in("hr").await, site.sign_in("manager").await);
    let english = manager.post("/account/preferences", &[("lang", "en"), ("theme", "auto")]).await;
    let english = site.browser_with(&format!(
        "{}; {}",
        manager.keep().split("; lang").next().unwrap(),
        cookie(&english)
    ));
    let (before, looks) = (log_size(site).await, count_looks(site).await);
    let Some(locker) = Locker::hold(site) else { return };

    hr.get(&format!("/departures/{}", world.departure)).await.ok();
    let look = format!("/people/{}/look", world.company.wang);
    let (chinese, other, looked) = tokio::join!(
        hr.post("/account/preferences", &PREFER),
        english.post("/account/preferences", &PREFER),
        hr.post(&look, &[("field", "id-number")]),
    );
    assert_unavailable(&chinese, "zh-CN");
    assert_unavailable(&other, "en");
    assert_unavailable(&looked, "zh-CN");
    assert!(!looked.has("1234"), "what cannot be written down is not shown");
    assert_eq!((log_size(site).await, count_looks(site).await), (before, looks), "nothing was written");

    locker.release();
    hr.post("/account/preferences", &PREFER).await.redirects();
    assert!(hr.post(&look, &[("field", "id-number")]).await.ok().has("…1234"));
    assert_eq!((log_size(site).await, count_looks(site).await), (before + 2, looks + 1));
}

fn cookie(answer: &Answer) -> String {
    answer.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
}

async fn count_looks(site: &Site) -> usize {
    site.cx().read().await.unwrap().list_looks("", 1000).await.unwrap().len()
}

fn psql(url: &str, statement: &str) {
    let output = Command::new("psql").args(["-XAtq", "-d", url, "-c", statement]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test]
async fn connections_that_the_server_ended_are_replaced_and_nothing_acknowledged_is_lost() {
    const END: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let Some(database) = testkit::postgres_database() else { return };
    let site = Site::on(database).await;
    let browser = site.sign_in("admin").await;
    let superuser = site.database().superuser_url().unwrap();
    let before = log_size(&site).await;
    let (mut acknowledged, mut refused) = (0, 0);
    for round in 0..20 {
        let (answer, ended) = tokio::join!(browser.post("/account/preferences", &PREFER), async {
            tokio::time::sleep(std::time::Duration::from_micros(300 * round)).await;
            tokio::task::spawn_blocking({
                let superuser = superuser.clone();
                move || psql(&superuser, END)
            })
            .await
        });
        ended.unwrap();
        match answer.status {
            StatusCode::SEE_OTHER => acknowledged += 1,
            StatusCode::SERVICE_UNAVAILABLE => refused += 1,
            other => panic!("{other}: {}", answer.body),
        }
    }
    let written = log_size(&site).await - before;
    // The server may end the connection after the commit and before its answer.
    assert!((acknowledged..=acknowledged + refused).contains(&written), "{acknowledged} {refused} {written}");
    psql(&superuser, END);
    browser.get("/account").await.ok();
    browser.post("/account/preferences", &PREFER).await.redirects();
}

/// A way to the server that can be cut.
struct Wire {
    address: SocketAddr,
    server: String,
    running: JoinSet<()>,
}

impl Wire {
    async fn new(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut wire = Self { address: listener.local_addr().unwrap(), server, running: JoinSet::new() };
        wire.carry(listener);
        wire
    }

    fn carry(&mut self, listener: TcpListener) {
        let server = self.server.clone();
        self.running.spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((mut near, _)) = listener.accept().await {
                let server = server.clone();
                open.spawn(async move {
                    if let Ok(mut far) = TcpStream::connect(server).await {
                        let _over = copy_bidirectional(&mut near, &mut far).await;
                    }
                });
            }
        });
    }

    /// Ends every connection and takes no new one.
    async fn cut(&mut self) {
        self.running.shutdown().await;
    }

    async fn mend(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.carry(listener);
    }
}

#[tokio::test]
async fn a_server_that_is_gone_is_a_clear_page_and_its_return_is_noticed_without_hands() {
    let Some(database) = testkit::postgres_database() else { return };
    let host = database.url().split('@').nth(1).unwrap().split('/').next().unwrap().to_owned();
    let mut wire = Wire::new(host.clone()).await;
    let url = database.url().replace(&host, &wire.address.to_string());
    let site = Site::through(database, &url).await;
    let browser = site.sign_in("admin").await;
    let before = log_size(&site).await;

    wire.cut().await;
    let (page, form, ready, live) = tokio::join!(
        browser.get("/account"),
        browser.post("/account/preferences", &PREFER),
        browser.get("/readyz"),
        browser.get("/healthz"),
    );
    assert_unavailable(&page, "zh-CN");
    assert_unavailable(&form, "zh-CN");
    assert_eq!((ready.status, live.status), (StatusCode::SERVICE_UNAVAILABLE, StatusCode::OK));

    wire.mend().await;
    browser.get("/account").await.ok();
    assert_eq!(log_size(&site).await, before, "what was refused is not done later either");
    browser.post("/account/preferences", &PREFER).await.redirects();
    assert_eq!(browser.get("/readyz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_folder_of_files_that_cannot_be_written_refuses_the_file_and_everything_with_it() {
    let world = World::new().await;
    let site = &world.site;
    let hr = site.sign_in("hr").await;
    let task = format!("/departures/{}/tasks/{}", world.departure, world.place("task"));
    let (folder, away) = (site.attachments(), site.attachments().with_extension("away"));
    let proof = ("file", "签收单.pdf", &b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"[..]);
    std::fs::rename(&folder, &away).unwrap();
    let before = log_size(site).await;
    let refused = hr.upload(&format!("{task}/finish"), &[("remark", "x")], proof).await;
    assert_unavailable(&refused, "zh-CN");
    let missing = hr.get(&format!("/attachments/{}", world.place("attachments"))).await;
    assert!(missing.status.is_server_error() && missing.has("</html>"), "{}", missing.status);
    assert!(!hr.get(&task).await.ok().has("签收单"), "no row without its file");
    std::fs::rename(&away, &folder).unwrap();
    // The look at the file that could not be given was written down before; nothing else was.
    assert_eq!(log_size(site).await, before + 1);
    hr.upload(&format!("{task}/finish"), &[("remark", "x")], proof).await.redirects();
    hr.get(&format!("/attachments/{}", world.place("attachments"))).await.ok();
}
