//! Signing in: by password, with a second factor, out again; and what every answer carries.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use kernel::Role;
use support::{PASSWORD, SETUP_TOKEN, Site};
use totp_rs::{Builder, Secret};

#[tokio::test]
async fn the_first_start_makes_the_company_and_is_gone_afterwards() {
    let site = Site::empty().await;
    let browser = site.browser();
    assert_eq!(browser.get("/login").await.redirects(), "/setup");
    let mut fields = [
        ("token", "a guess"),
        ("company", "江南精工"),
        ("display_name", "周敏"),
        ("login", "zhoumin"),
        ("password", PASSWORD),
    ];
    let refused = browser.post("/setup", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("江南精工"), "what was typed is still there");
    fields[0].1 = SETUP_TOKEN;
    assert_eq!(browser.post("/setup", &fields).await.redirects(), "/login");
    assert_eq!(browser.get("/setup").await.status, StatusCode::NOT_FOUND);
    site.sign_in("zhoumin").await.get("/account").await.ok();
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_told_alike() {
    let site = Site::new().await;
    let browser = site.browser();
    let wrong = browser.post("/login", &[("login", "admin"), ("password", "wrong")]).await;
    let unknown = browser.post("/login", &[("login", "nobody"), ("password", "wrong")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.body.replace("admin", "nobody"), unknown.body);
    assert!(!wrong.headers.contains_key(header::SET_COOKIE));
}

#[tokio::test]
async fn after_six_wrong_passwords_even_the_right_one_has_to_wait() {
    let site = Site::new().await;
    let browser = site.browser();
    for _ in 0..6 {
        browser.post("/login", &[("login", "admin"), ("password", "wrong")]).await;
    }
    let answer = browser.post("/login", &[("login", "admin"), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!answer.headers.contains_key(header::SET_COOKIE));
}

#[tokio::test]
async fn who_asks_for_a_page_first_comes_back_to_it_and_never_to_another_site() {
    let site = Site::new().await;
    let browser = site.browser();
    assert_eq!(browser.get("/account").await.redirects(), "/login?next=/account");
    let form = |next| [("login", "admin"), ("password", PASSWORD), ("next", next)];
    assert_eq!(browser.post("/login", &form("/account")).await.redirects(), "/account");
    for foreign in ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"] {
        assert_eq!(browser.post("/login", &form(foreign)).await.redirects(), "/", "{foreign}");
    }
}

#[tokio::test]
async fn the_session_ends_with_signing_out() {
    let site = Site::new().await;
    let browser = site.sign_in("admin").await;
    browser.get("/account").await.ok();
    browser.post("/logout", &[]).await.redirects();
    assert_eq!(browser.get("/account").await.redirects(), "/login?next=/account");
}

#[tokio::test]
async fn an_open_session_can_be_ended_from_another_browser() {
    let site = Site::new().await;
    let (here, there) = (site.sign_in("admin").await, site.sign_in("admin").await);
    let page = here.get("/account").await.ok();
    let end = page.body.split("action=\"").find(|part| part.starts_with("/account/sessions/")).unwrap();
    let path = end.split('"').next().unwrap();
    here.post(path, &[]).await.redirects();
    assert!(there.get("/account").await.status.is_redirection());
    here.get("/account").await.ok();
}

/// The code that an authenticator with the page's secret shows, so many seconds after the clock of the tests.
fn code_of(page: &str, later: u64) -> String {
    let secret = page.split("class=\"secret\">").nth(1).unwrap().split('<').next().unwrap();
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    totp.generate(u64::try_from(testkit::now().as_second()).unwrap() + later).to_string()
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_a_code_is_good_once() {
    let site = Site::new().await;
    let browser = site.sign_in("admin").await;
    assert_eq!(browser.post("/account/totp", &[("begin", "1")]).await.redirects(), "/account/totp");
    let page = browser.get("/account/totp").await.ok();
    let code = code_of(&page.body, 0);
    let refused = browser.post("/account/totp", &[("code", "abc")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.post("/account/totp", &[("code", &code)]).await.redirects(), "/account?done=totp-on");

    let half_way = site.browser().post("/login", &[("login", "admin"), ("password", PASSWORD)]).await;
    assert!(half_way.redirects().starts_with("/login/code"));
    let half_way = site.browser().after(&half_way);
    assert!(half_way.get("/account").await.status.is_redirection(), "the password alone opens nothing");
    let used = half_way.post("/login/code", &[("code", &code)]).await;
    assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY, "the code that turned it on was used up");
    let next =
        half_way.post("/login/code", &[("code", &code_of(&page.body, 30)), ("next", "/account")]).await;
    assert_eq!(next.redirects(), "/account");
    half_way.after(&next).get("/account").await.ok();
    assert!(half_way.get("/account").await.status.is_redirection(), "the half-way session is spent");
}

#[tokio::test]
async fn a_form_of_another_site_is_refused_whoever_is_signed_in() {
    let site = Site::new().await;
    let browser = site.sign_in("admin").await;
    let paths = ["/logout", "/language", "/account/preferences", "/account/password", "/login"];
    for path in paths {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
        ] {
            let request =
                browser.request(Method::POST, path).header(name, value).body(Body::empty()).unwrap();
            assert_eq!(site.send(request).await.status, StatusCode::FORBIDDEN, "{path} {name}: {value}");
        }
        let request = browser.request(Method::POST, path).body(Body::empty()).unwrap();
        assert_eq!(site.send(request).await.status, StatusCode::FORBIDDEN, "{path} without an origin");
    }
    browser.get("/account").await.ok();
    let own = browser.request(Method::POST, "/logout").header("origin", "http://leavewell.test");
    assert!(site.send(own.body(Body::empty()).unwrap()).await.status.is_redirection());
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let site = Site::new().await;
    let answer = site.browser().post("/login", &[("login", "admin"), ("password", PASSWORD)]).await;
    let cookie = answer.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test]
async fn an_account_that_is_switched_off_is_out_at_once() {
    let site = Site::new().await;
    let id = site.account("limin", &[Role::HrSpecialist], None).await;
    let browser = site.sign_in("limin").await;
    browser.get("/account").await.ok();
    app::accounts::set_disabled(&site.cx(), id, true).await.unwrap();
    assert!(browser.get("/account").await.status.is_redirection());
    let again = site.browser().post("/login", &[("login", "limin"), ("password", PASSWORD)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}
