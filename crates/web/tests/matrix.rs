//! Role × route: for every route of the site, who gets an answer; everybody else gets the page that says that there is
//! nothing, to the byte the one for ids that nothing has, and leaves no trace. A route without a row fails.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use std::collections::BTreeSet;

use axum::http::StatusCode;
use support::{
    Answer,
    routes::{self, Route},
    rows::{First, ROWS, ToSignIn, ask, names},
    world::World,
};

fn is_answer(answer: &Answer) -> bool {
    answer.status != StatusCode::NOT_FOUND && !answer.location().starts_with("/login")
}

async fn log_size(world: &World) -> u64 {
    world.site.cx().read().await.unwrap().get_log_root().await.unwrap().0
}

#[test]
fn every_route_has_its_row_and_every_row_its_route() {
    let declared: BTreeSet<(String, String)> =
        routes::all().into_iter().map(|route| (route.method.to_owned(), route.path)).collect();
    let rows: BTreeSet<(String, String)> =
        ROWS.iter().map(|(method, path, ..)| ((*method).to_owned(), (*path).to_owned())).collect();
    let lacking: Vec<_> = declared.difference(&rows).collect();
    assert!(lacking.is_empty(), "say in ROWS who may: {lacking:?}");
    assert_eq!(rows.difference(&declared).count(), 0, "rows without a route");
    assert_eq!(rows.len(), ROWS.len(), "a route has two rows");
}

#[tokio::test]
async fn who_is_not_named_finds_nothing_and_leaves_no_trace() {
    let world = World::new().await;
    let nothing = world.site.browser().get("/nothing-here").await.body;
    let mut wrong = Vec::new();
    let mut browsers = Vec::new();
    for viewer in &world.viewers {
        browsers.push((viewer, world.browser(viewer).await));
    }
    let before = log_size(&world).await;
    for row in ROWS {
        let route = Route { method: row.0, path: row.1.to_owned() };
        let (address, allowed) = (world.address(&route), names(row.2, &world));
        for (viewer, browser) in browsers.iter().filter(|(viewer, _)| !allowed.contains(&viewer.name)) {
            if row.1 == "/logout" {
                continue;
            }
            let answer = ask(browser, &world, row, &address).await;
            let is_sent = answer.location().starts_with("/login");
            let is_refused = match row.2 {
                ToSignIn => is_sent,
                _ if viewer.name == "out" && row.1 != "/setup" => is_sent,
                _ => answer.status == StatusCode::NOT_FOUND && answer.body == nothing,
            };
            if !is_refused {
                wrong.push(format!(
                    "{} {} {}: {} {}",
                    row.0,
                    row.1,
                    viewer.name,
                    answer.status,
                    answer.location()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(log_size(&world).await, before, "something refused was carried out");
}

#[tokio::test]
async fn who_is_named_gets_an_answer_and_nothing_for_an_id_that_is_not_there() {
    let world = World::new().await;
    let nothing = world.site.browser().get("/nothing-here").await.body;
    let mut wrong = Vec::new();
    let mut browsers = Vec::new();
    for viewer in &world.viewers {
        browsers.push((viewer.name, world.browser(viewer).await));
    }
    for row in ROWS {
        let route = Route { method: row.0, path: row.1.to_owned() };
        let (address, unknown) = (world.address(&route), world.unknown_address(&route));
        let mut allowed = names(row.2, &world);
        if matches!(row.2, First(_)) {
            allowed.truncate(1);
        }
        for name in allowed {
            let browser = &browsers.iter().find(|(held, _)| *held == name).expect(name).1;
            if let Some(unknown) = &unknown {
                let missing = ask(browser, &world, row, unknown).await;
                if missing.status != StatusCode::NOT_FOUND || missing.body != nothing {
                    wrong.push(format!("{} {} {name} for an unknown id: {}", row.0, row.1, missing.status));
                }
            }
            let answer = ask(browser, &world, row, &address).await;
            if !is_answer(&answer) || answer.status.is_server_error() {
                wrong.push(format!("{} {} {name}: {} {}", row.0, row.1, answer.status, answer.location()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn who_signs_out_is_out() {
    let world = World::new().await;
    for viewer in &world.viewers {
        let browser = world.browser(viewer).await;
        assert_eq!(browser.post("/logout", &[]).await.redirects(), "/login");
        assert!(browser.get("/account").await.redirects().starts_with("/login"), "{}", viewer.name);
    }
}
