//! "Access off now" shuts every door: one test walks all routes with every session that the person had, on both databases.
//! Only the leaver's own portal opens again, after a new sign-in; and nothing that is made later opens another.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use axum::http::StatusCode;
use kernel::{Role, Timestamp};
use support::{
    Browser, PASSWORD,
    routes::{self, Route},
    world::World,
};
use totp_rs::{Builder, Secret};

/// Routes that anybody may ask for, who is nobody to the site.
const PUBLIC: [&str; 9] = [
    "/assets/{file}",
    "/healthz",
    "/readyz",
    "/setup",
    "/login",
    "/login/code",
    "/language",
    // No session, a token of its own: it has tests of its own below.
    "/feeds/{token}/clocks.ics",
    "/feeds/{token}/handover.ics",
];

/// What policy leaves to the leaver: the own handover, its items with their notes and files, the own account.
const PORTAL: &[&str] = &["/", "/my/", "/account", "/calendar", "/logout", "/departures/{id}/items/{item}"];
/// The leaver adds to the list of what is to be handed over, says what is in the way, and arranges sessions.
const PARTICIPATION: &[&str] = &[
    "/departures/{id}/handover/items",
    "/departures/{id}/handover/plan/sessions",
    "/departures/{id}/handover/plan/obstacles",
];

fn is_of_portal(route: &Route) -> bool {
    PORTAL
        .iter()
        .chain(PARTICIPATION)
        .any(|part| route.path == *part || (*part != "/" && route.path.starts_with(part)))
}

/// Every door, as an old session finds it: shut.
async fn assert_shut(world: &World, browser: &Browser<'_>, whose: &str) {
    for route in routes::all().iter().filter(|route| !PUBLIC.contains(&route.path.as_str())) {
        let address = world.address(route);
        let answer =
            if route.is_post() { browser.post(&address, &[]).await } else { browser.get(&address).await };
        assert!(
            answer.location().starts_with("/login"),
            "{whose}: {} {address} answers {} on {}",
            route.method,
            answer.status,
            world.site.database().kind()
        );
    }
}

/// What a person whose access is off finds after signing in anew: the portal, and nothing else.
async fn assert_portal_only(world: &World, browser: &Browser<'_>, whose: &str) {
    for route in routes::all().iter().filter(|route| !PUBLIC.contains(&route.path.as_str())) {
        if route.path == "/logout" || is_of_portal(route) {
            continue;
        }
        let address = world.address(route);
        let answer =
            if route.is_post() { browser.post(&address, &[]).await } else { browser.get(&address).await };
        // A form that is wrong in itself is told so to anybody; it is not carried out.
        let is_shut = answer.status == StatusCode::NOT_FOUND
            || (route.is_post() && answer.status == StatusCode::UNPROCESSABLE_ENTITY);
        assert!(is_shut, "{whose}: {} {address} answers {}", route.method, answer.status);
    }
    assert_eq!(browser.get("/").await.redirects(), "/my/handover");
    browser.get("/my/handover").await.ok();
}

/// A session of the second factor's first half: the password was given, the code not yet.
async fn half_way<'w>(world: &'w World, login: &str) -> Browser<'w> {
    let browser = world.site.sign_in(login).await;
    browser.post("/account/totp", &[("begin", "1")]).await.redirects();
    let page = browser.get("/account/totp").await.ok().body;
    let secret = page.split("class=\"secret\">").nth(1).unwrap().split('<').next().unwrap();
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    let code = totp.generate(u64::try_from(testkit::now().as_second()).unwrap()).to_string();
    browser.post("/account/totp", &[("code", &code)]).await.redirects();
    let answer = world.site.browser().post("/login", &[("login", login), ("password", PASSWORD)]).await;
    assert!(answer.redirects().starts_with("/login/code"));
    world.site.browser().after(&answer)
}

#[tokio::test]
async fn access_off_now_ends_every_session_of_every_account_of_the_person_at_once() {
    for database in testkit::databases() {
        let world = World::on(database).await;
        // Somebody else's handover that the person receives, and a third account with a second factor half passed.
        world.site.account("wang3", &[Role::Legal, Role::Admin], Some(world.company.wang)).await;
        let sessions = [
            ("leaver", world.site.sign_in("leaver").await),
            ("leaver, another browser", world.site.sign_in("leaver").await),
            ("leaverhr", world.site.sign_in("leaverhr").await),
            ("half way", half_way(&world, "wang3").await),
        ];
        let bystander = world.site.sign_in("receiver").await;
        let hr = world.site.sign_in("hr").await;
        sessions[2].1.get("/people").await.ok();
        hr.post(&format!("/departures/{}/access", world.departure), &[("do", "now")]).await.redirects();

        for (whose, browser) in &sessions {
            assert_shut(&world, browser, whose).await;
        }
        let code = sessions[3].1.post("/login/code", &[("code", "123456")]).await;
        assert!(code.status == StatusCode::UNPROCESSABLE_ENTITY || code.location().starts_with("/login"));
        for login in ["leaver", "leaverhr"] {
            assert_portal_only(&world, &world.site.sign_in(login).await, login).await;
        }
        bystander.get("/my/receiving").await.ok();
        hr.get("/people").await.ok();
    }
}

#[tokio::test]
async fn no_account_that_is_made_or_given_a_role_later_opens_a_door_again() {
    for database in testkit::databases() {
        let world = World::on(database).await;
        let hr = world.site.sign_in("hr").await;
        hr.post(&format!("/departures/{}/access", world.departure), &[("do", "now")]).await.redirects();
        let admin = world.site.sign_in("admin").await;
        let made = [
            ("login", "wangnew"),
            ("display_name", "王建国"),
            ("password", PASSWORD),
            ("emp_no", "00101"),
            ("roles", "hr-partner"),
        ];
        admin.post("/accounts", &made).await.redirects();
        assert_portal_only(&world, &world.site.sign_in("wangnew").await, "a new account").await;
        let old =
            world.site.cx().read().await.unwrap().find_account_by_login("leaver").await.unwrap().unwrap().id;
        admin.post(&format!("/accounts/{old}/roles"), &[("roles", "admin")]).await.redirects();
        admin.post(&format!("/accounts/{old}/disabled"), &[("disabled", "1")]).await.redirects();
        admin.post(&format!("/accounts/{old}/disabled"), &[("disabled", "")]).await.redirects();
        assert_portal_only(&world, &world.site.sign_in("leaver").await, "a role given later").await;
        let password = app::accounts::reset_password(&world.site.cx(), "leaver").await.unwrap();
        let answer =
            world.site.browser().post("/login", &[("login", "leaver"), ("password", &password)]).await;
        let browser = world.site.browser().after(&answer);
        assert_portal_only(&world, &browser, "a new password").await;
    }
}

/// Makes a feed and gives its address.
async fn feed(browser: &Browser<'_>) -> String {
    let page = browser.post("/clocks/feeds", &[]).await.ok().body;
    let token = page.split("/feeds/").nth(1).unwrap().split("/clocks.ics").next().unwrap();
    assert_eq!(token.len(), 64, "{token}");
    assert!(!browser.get("/clocks").await.ok().has(token), "the token is told once");
    format!("/feeds/{token}/clocks.ics")
}

#[tokio::test]
async fn a_calendar_feed_is_shut_with_the_access_and_stays_shut() {
    for database in testkit::databases() {
        let world = World::on(database).await;
        let (hr, own) = (world.site.sign_in("hr").await, world.site.sign_in("leaverhr").await);
        let (theirs, address) = (feed(&hr).await, feed(&own).await);
        let anybody = world.site.browser();
        assert!(anybody.get(&address).await.ok().has("BEGIN:VCALENDAR"));
        hr.post(&format!("/departures/{}/access", world.departure), &[("do", "now")]).await.redirects();
        assert_eq!(anybody.get(&address).await.status, StatusCode::NOT_FOUND);
        assert!(anybody.get(&theirs).await.ok().has("BEGIN:VEVENT"), "the others' go on");
        let withdrawn = format!("/departures/{}/steps/withdraw", world.departure);
        hr.post(&withdrawn, &[("reason", "本人撤回")]).await.redirects();
        assert_eq!(anybody.get(&address).await.status, StatusCode::NOT_FOUND, "an old token opens nothing");
        let guessed = format!("/feeds/{}/clocks.ics", "0".repeat(64));
        assert_eq!(anybody.get(&guessed).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_calendar_feed_is_refused_from_the_set_minute_on_and_when_it_was_taken_back() {
    for database in testkit::databases() {
        let World { site, departure, .. } = World::on(database).await;
        let hr = site.sign_in("hr").await;
        let own = site.sign_in("leaverhr").await;
        let (address, second) = (feed(&own).await, feed(&own).await);
        let page = own.get("/clocks").await.ok().body;
        let revoke = page.split("action=\"/clocks/feeds/").nth(1).unwrap().split('"').next().unwrap();
        own.post(&format!("/clocks/feeds/{revoke}"), &[]).await.redirects();
        // The newest stands first in the list.
        assert_eq!(site.browser().get(&second).await.status, StatusCode::NOT_FOUND);
        let set = [("access_off_at", "2026-11-05T09:40")];
        hr.post(&format!("/departures/{departure}/access"), &set).await.redirects();
        drop((own, hr));
        let site = site.later(at("2026-11-05T09:39:59+08:00")).await;
        site.browser().get(&address).await.ok();
        let site = site.later(at("2026-11-05T09:40:00+08:00")).await;
        assert_eq!(site.browser().get(&address).await.status, StatusCode::NOT_FOUND);
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[tokio::test]
async fn from_the_set_minute_on_only_the_portal_is_left_and_before_it_nothing_is_taken() {
    for database in testkit::databases() {
        let World { site, departure, company, .. } = World::on(database).await;
        let hr = site.sign_in("hr").await;
        let set = [("access_off_at", "2026-11-05T09:40")];
        hr.post(&format!("/departures/{departure}/access"), &set).await.redirects();
        let own = site.sign_in("leaverhr").await;
        own.get("/people").await.ok();
        let cookies = own.keep();
        drop((own, hr));
        let site = site.later(at("2026-11-05T09:39:59+08:00")).await;
        site.browser_with(&cookies).get("/people").await.ok();
        let site = site.later(at("2026-11-05T09:40:00+08:00")).await;
        let late = site.browser_with(&cookies);
        assert_eq!(late.get("/people").await.status, StatusCode::NOT_FOUND);
        assert_eq!(late.get(&format!("/people/{}", company.wang)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(late.get("/").await.redirects(), "/my/handover");
    }
}

#[tokio::test]
async fn a_withdrawn_departure_opens_the_doors_again_but_no_old_session() {
    for database in testkit::databases() {
        let world = World::on(database).await;
        let hr = world.site.sign_in("hr").await;
        let old = world.site.sign_in("leaverhr").await;
        let home = format!("/departures/{}", world.departure);
        hr.post(&format!("{home}/access"), &[("do", "now")]).await.redirects();
        hr.post(&format!("{home}/steps/withdraw"), &[("reason", "本人撤回")]).await.redirects();
        assert!(old.get("/people").await.location().starts_with("/login"));
        world.site.sign_in("leaverhr").await.get("/people").await.ok();
    }
}
