//! A whole site over a throw-away database, and browsers that are signed in to it.
//!
//! `Site::new()` has a company and its administrator (`admin`); `site.browser_as(&[Role::HrSpecialist])` makes an account
//! with those roles and signs it in. All of it lives on `testkit::now()`.
#![allow(dead_code, reason = "each test file uses what it needs of this module")]

pub(crate) mod company;
pub(crate) mod imports;
pub(crate) mod routes;
pub(crate) mod rows;
pub(crate) mod world;

use std::sync::Arc;

use app::{
    App, Clock, Cx, Parts,
    accounts::{self, CreateAccount},
    setup::{self, FirstAdmin},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use kernel::{AccountId, Lang, PersonId, Role, Timestamp};
use tempfile::TempDir;
use testkit::TestDatabase;
use tower::ServiceExt as _;

/// The password of every account here.
pub(crate) const PASSWORD: &str = "correct horse battery";
/// The word that opens the first start.
pub(crate) const SETUP_TOKEN: &str = "opensesame42";

/// The site.
pub(crate) struct Site {
    /// The application behind it.
    pub(crate) app: Arc<App>,
    router: Router,
    database: TestDatabase,
    folder: TempDir,
    now: Timestamp,
}

/// Somebody at the site, signed in or not.
#[derive(Clone)]
pub(crate) struct Browser<'s> {
    site: &'s Site,
    cookies: String,
}

/// What the site answered.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: StatusCode,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body, as text.
    pub(crate) body: String,
}

impl Answer {
    /// Where a redirect leads; empty when it is none.
    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// Whether the page shows the text.
    pub(crate) fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// The page, which must have been found.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        self
    }

    /// The redirect's address, which must be one; the `?done=` mark stays in it.
    #[track_caller]
    pub(crate) fn redirects(&self) -> &str {
        assert!(self.status.is_redirection(), "{} {}", self.status, self.body);
        self.location()
    }

    fn cookies(&self) -> String {
        let pairs = self.headers.get_all(header::SET_COOKIE).iter();
        let pairs = pairs.filter_map(|value| value.to_str().unwrap().split(';').next());
        pairs.collect::<Vec<_>>().join("; ")
    }
}

impl Site {
    /// A site with the company 江南精工 and its administrator `admin`.
    pub(crate) async fn new() -> Self {
        Self::on(testkit::sqlite_database()).await
    }

    /// The same on a database of one's choosing.
    pub(crate) async fn on(database: TestDatabase) -> Self {
        let site = Self::over(database, tempfile::tempdir().unwrap(), testkit::now()).await;
        site.first_start().await;
        site
    }

    async fn first_start(&self) {
        let admin = FirstAdmin {
            company: "江南精工".to_owned(),
            login: "admin".to_owned(),
            display_name: "管理员".to_owned(),
            password: PASSWORD.to_owned(),
            lang: Lang::Zh,
        };
        setup::create_first_admin(&self.app, admin).await.unwrap();
    }

    /// The same, reaching its database by another address (a wire that a test can cut).
    pub(crate) async fn through(database: TestDatabase, url: &str) -> Self {
        let site = Self::assembled(database, url, tempfile::tempdir().unwrap(), testkit::now()).await;
        site.first_start().await;
        site
    }

    /// A site before its first start.
    pub(crate) async fn empty() -> Self {
        Self::at(testkit::now()).await
    }

    /// A site before its first start, at another time.
    pub(crate) async fn at(now: Timestamp) -> Self {
        Self::over(testkit::sqlite_database(), tempfile::tempdir().unwrap(), now).await
    }

    /// The same site after the server was stopped and started again.
    pub(crate) async fn restart(self) -> Self {
        self.app.db().close().await;
        Self::over(self.database, self.folder, self.now).await
    }

    /// The same site at a later time; who was signed in still holds the token.
    pub(crate) async fn later(self, now: Timestamp) -> Self {
        self.app.db().close().await;
        Self::over(self.database, self.folder, now).await
    }

    /// Where the data is.
    pub(crate) fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// The pages as they are served over HTTPS.
    pub(crate) async fn send_secure(&self, request: Request<Body>) -> Answer {
        let state = web::State { app: Arc::clone(&self.app), options: Arc::new(options(true)) };
        let (parts, body) = web::router(state).oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// The folder of the files.
    pub(crate) fn attachments(&self) -> std::path::PathBuf {
        self.folder.path().join("attachments")
    }

    async fn over(database: TestDatabase, folder: TempDir, now: Timestamp) -> Self {
        let url = database.url().to_owned();
        Self::assembled(database, &url, folder, now).await
    }

    async fn assembled(database: TestDatabase, url: &str, folder: TempDir, now: Timestamp) -> Self {
        let parts = Parts {
            db: store::Db::open(url).await.unwrap(),
            calendar: calendar::Calendar::builtin(),
            clock: Clock::fixed(now),
            vault: vault::Vault::open(folder.path().join("attachments")).await.unwrap(),
        };
        let app = App::start(parts).await.unwrap();
        let router = web::router(web::State { app: Arc::clone(&app), options: Arc::new(options(false)) });
        Self { app, router, database, folder, now }
    }

    /// The context of the system itself, to prepare data with.
    pub(crate) fn cx(&self) -> Cx {
        self.app.system().unwrap()
    }

    /// Makes an account with these roles, for a person or for none.
    pub(crate) async fn account(&self, login: &str, roles: &[Role], person: Option<PersonId>) -> AccountId {
        let input = CreateAccount {
            login: login.to_owned(),
            display_name: format!("{login} 的账号"),
            password: PASSWORD.to_owned(),
            person_id: person,
            roles: roles.to_vec(),
            lang: Lang::Zh,
        };
        accounts::create_account(&self.cx(), input).await.unwrap()
    }

    /// A browser that nobody is signed in with.
    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser { site: self, cookies: String::new() }
    }

    /// A browser that comes with cookies from before.
    pub(crate) fn browser_with(&self, cookies: &str) -> Browser<'_> {
        Browser { site: self, cookies: cookies.to_owned() }
    }

    /// A browser signed in with an account that exists.
    pub(crate) async fn sign_in(&self, login: &str) -> Browser<'_> {
        let answer = self.browser().post("/login", &[("login", login), ("password", PASSWORD)]).await;
        assert!(answer.status.is_redirection(), "{login} cannot sign in: {}", answer.body);
        Browser { site: self, cookies: answer.cookies() }
    }

    /// Makes an account with these roles, without a person, and signs it in.
    pub(crate) async fn browser_as(&self, roles: &[Role]) -> Browser<'_> {
        self.browser_of(roles, None).await
    }

    /// Makes an account with these roles for a person, and signs it in.
    pub(crate) async fn browser_of(&self, roles: &[Role], person: Option<PersonId>) -> Browser<'_> {
        let mut login = roles.iter().map(|role| role.code()).collect::<Vec<_>>().join("+");
        if let Some(person) = person {
            login = format!("{login}@{person}");
        }
        self.account(&login, roles, person).await;
        self.sign_in(&login).await
    }

    /// Sends any request to the router.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let (status, headers, bytes) = self.send_for_bytes(request).await;
        Answer { status, headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// Sends any request to the router; the answer need not be text.
    pub(crate) async fn send_for_bytes(&self, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        (parts.status, parts.headers, bytes.to_vec())
    }
}

impl<'s> Browser<'s> {
    /// Asks for a page.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = self.request(Method::GET, path).body(Body::empty()).unwrap();
        self.site.send(request).await
    }

    /// Sends a form from one of the site's own pages.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(encode(fields)))
            .unwrap();
        self.site.send(request).await
    }

    /// Sends a form with one file in it.
    pub(crate) async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Answer {
        self.upload_all(path, fields, &[file]).await
    }

    /// Sends a form with files in it: the field, the file's name, its bytes.
    pub(crate) async fn upload_all(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        const BOUNDARY: &str = "----leavewell-test";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part =
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        for (field, file_name, bytes) in files {
            let part = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{file_name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(part.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let request = self
            .request(Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
            .body(Body::from(body))
            .unwrap();
        self.site.send(request).await
    }

    /// A request with this browser's cookies, to be completed by the test.
    pub(crate) fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let builder = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "leavewell.test")
            .header(header::USER_AGENT, "a test")
            .header(header::ACCEPT, "text/html");
        if self.cookies.is_empty() { builder } else { builder.header(header::COOKIE, &self.cookies) }
    }

    /// The cookies, to come back with when the server was started again.
    pub(crate) fn keep(&self) -> String {
        self.cookies.clone()
    }

    /// The same browser after an answer that set cookies (a second factor passed, a language chosen).
    pub(crate) fn after(&self, answer: &Answer) -> Browser<'s> {
        Browser { site: self.site, cookies: answer.cookies() }
    }
}

fn options(is_secure: bool) -> web::Options {
    web::Options {
        is_secure,
        max_upload_bytes: 8 << 20,
        setup_token: Some(SETUP_TOKEN.to_owned()),
        demo_sign_ins: Vec::new(),
    }
}

fn encode(fields: &[(&str, &str)]) -> String {
    let pairs = fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// A text as it stands in a form or an address.
pub(crate) fn escape(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            use std::fmt::Write as _;
            write!(escaped, "%{byte:02X}").unwrap();
        }
        escaped
    })
}
