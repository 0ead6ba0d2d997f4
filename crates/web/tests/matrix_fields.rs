//! Role × field: every page, export and answer that somebody can get is searched for the marks of what is hidden from
//! them. A class of field without a mark fails, unless nothing of it is stored yet. What is sensitive is never on a page
//! that was only opened, and each look at it is written down first.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use app::access::{Field, Relation, Visibility, visible};
use axum::http::StatusCode;
use support::{
    Browser, routes,
    world::{NEVER, Viewer, World, marks},
};

/// Classes of which nothing is stored so far. Whoever stores the first value takes it out of here and gives it a mark.
const NOT_STORED: [Field; 1] = [Field::Findings];

/// Pages that are about pay: to open one is the look, and it is written down before anything is shown.
fn looking_pages(world: &World) -> Vec<String> {
    let base = format!("/departures/{}/settlement", world.departure);
    vec![base.clone(), format!("{base}/versions/1")]
}

/// What is asked for on its own, so that it can be written down: address, form, class of field.
fn looks(world: &World) -> Vec<(String, (&'static str, &'static str), Field)> {
    let (person, departure) = (world.company.wang, world.departure);
    vec![
        (format!("/people/{person}/look"), ("field", "id-number"), Field::IdNumber),
        (format!("/people/{person}/look"), ("field", "leave"), Field::Leave),
        (format!("/departures/{departure}/reason"), ("", ""), Field::DepartureReason),
        (format!("/risk/people/{person}"), ("why", "年度谈话"), Field::Score),
        (format!("/departures/{departure}/remarks"), ("", ""), Field::DepartureReason),
    ]
}

/// Every address that can be opened, with the lists in their variants.
fn addresses(world: &World) -> Vec<String> {
    let mut all: Vec<String> =
        routes::all().iter().filter(|route| !route.is_post()).map(|route| world.address(route)).collect();
    let person = world.company.wang;
    all.extend([
        "/people?q=wangjianguo".to_owned(),
        "/people?q=wjg".to_owned(),
        "/people?q=1234".to_owned(),
        "/people?status=all".to_owned(),
        "/people?status=left".to_owned(),
        "/departures?part=prepared".to_owned(),
        "/departures?part=ended".to_owned(),
        format!("/departures/new?person={person}"),
        format!("/organisation?department={}", world.place("departments")),
        format!("/people/{person}?done=saved"),
    ]);
    all
}

async fn opened(world: &World, browser: &Browser<'_>) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for address in addresses(world) {
        let answer = browser.get(&address).await;
        assert!(!answer.status.is_server_error(), "{address}: {}", answer.body);
        pages.push((address, answer.body));
    }
    pages
}

async fn looked(world: &World, browser: &Browser<'_>) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for (address, field, _) in looks(world) {
        let answer = browser.post(&address, &[field]).await;
        pages.push((format!("{address} {}", field.1), answer.body));
    }
    pages
}

fn sees(world: &World, viewer: &Viewer, field: Field) -> bool {
    visible(&viewer.actor(world), viewer.relation, field) != Visibility::Hide
}

fn found<'p>(pages: &'p [(String, String)], mark: &str) -> Vec<&'p str> {
    pages.iter().filter(|(_, body)| body.contains(mark)).map(|(address, _)| address.as_str()).collect()
}

async fn count_looks(world: &World) -> usize {
    world.site.cx().read().await.unwrap().list_looks("", 10_000).await.unwrap().len()
}

#[test]
fn every_class_of_field_has_a_mark_or_is_not_stored_yet() {
    for field in Field::ALL {
        assert_eq!(marks(field).is_empty(), NOT_STORED.contains(&field), "{field:?}");
    }
}

#[tokio::test]
async fn nobody_gets_what_is_hidden_from_them_in_any_page_and_hr_gets_every_mark() {
    let world = World::new().await;
    let mut wrong = Vec::new();
    for viewer in &world.viewers {
        let browser = world.browser(viewer).await;
        let mut pages = opened(&world, &browser).await;
        pages.extend(looked(&world, &browser).await);
        for field in Field::ALL {
            for mark in marks(field) {
                let places = found(&pages, mark);
                if !sees(&world, viewer, field) && !places.is_empty() {
                    wrong.push(format!("{} gets {field:?} ({mark}) at {places:?}", viewer.name));
                }
                if viewer.name == "partner" && places.is_empty() {
                    wrong.push(format!("no page shows {mark}: the test proves nothing of {field:?}"));
                }
            }
        }
        for mark in NEVER {
            assert!(
                found(&pages, mark).is_empty(),
                "{} gets {mark} at {:?}",
                viewer.name,
                found(&pages, mark)
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_is_sensitive_is_on_no_page_that_was_only_opened() {
    let world = World::new().await;
    let mut wrong = Vec::new();
    for viewer in world.viewers.iter().filter(|viewer| viewer.relation != Relation::Oneself) {
        let pages = opened(&world, &world.browser(viewer).await).await;
        for field in Field::ALL.into_iter().filter(|field| field.is_sensitive()) {
            for mark in marks(field) {
                let mut places = found(&pages, mark);
                places
                    .retain(|place| field != Field::Pay || !looking_pages(&world).iter().any(|p| p == place));
                if !places.is_empty() {
                    wrong.push(format!("{}: {field:?} ({mark}) at {places:?}", viewer.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn each_look_is_written_down_and_what_is_refused_is_none() {
    let world = World::new().await;
    for viewer in &world.viewers {
        let browser = world.browser(viewer).await;
        for (address, form, field) in looks(&world) {
            let before = count_looks(&world).await;
            let answer = browser.post(&address, &[form]).await;
            let is_shown = answer.status == StatusCode::OK;
            let is_own = viewer.relation == Relation::Oneself;
            let expected = usize::from(is_shown && !is_own);
            let what = format!("{} {address} {field:?} {}", viewer.name, answer.status);
            assert_eq!(count_looks(&world).await - before, expected, "{what}");
            assert!(!is_shown || sees(&world, viewer, field), "{what}");
            if expected == 1 {
                let cx = world.site.cx();
                let look = cx.read().await.unwrap().list_looks("", 1).await.unwrap().remove(0);
                assert_eq!(look.field_class, field.code(), "{what}");
                assert_eq!(look.subject_id, Some(world.company.wang), "{what}");
                assert!(look.display_name.starts_with(viewer.login), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn to_open_a_page_about_pay_is_a_look_that_is_written_down() {
    let world = World::new().await;
    for viewer in &world.viewers {
        let browser = world.browser(viewer).await;
        for address in looking_pages(&world) {
            let before = count_looks(&world).await;
            let answer = browser.get(&address).await;
            let is_shown = answer.status == StatusCode::OK;
            assert_eq!(
                is_shown,
                ["hr", "partner", "legal"].contains(&viewer.name),
                "{} {address}",
                viewer.name
            );
            assert_eq!(
                count_looks(&world).await - before,
                usize::from(is_shown),
                "{} {address}",
                viewer.name
            );
            if is_shown {
                let cx = world.site.cx();
                let look = cx.read().await.unwrap().list_looks("", 1).await.unwrap().remove(0);
                assert_eq!((look.field_class.as_str(), look.subject_id), ("pay", Some(world.company.wang)));
            }
        }
    }
}

#[tokio::test]
async fn a_file_that_is_opened_is_a_look_too_and_never_shown_inline() {
    let world = World::new().await;
    let address = format!("/attachments/{}", world.place("attachments"));
    for viewer in &world.viewers {
        let before = count_looks(&world).await;
        let answer = world.browser(viewer).await.get(&address).await;
        let is_given = answer.status == StatusCode::OK;
        assert_eq!(count_looks(&world).await - before, usize::from(is_given), "{}", viewer.name);
        if is_given {
            let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
            assert!(header("content-disposition").starts_with("attachment;"), "{}", viewer.name);
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert_eq!(header("cache-control"), "no-store");
            let cx = world.site.cx();
            let look = cx.read().await.unwrap().list_looks("", 1).await.unwrap().remove(0);
            assert_eq!(look.field_class, "document");
            assert_eq!(look.subject_id, Some(world.company.wang), "at whom");
        }
    }
}

#[tokio::test]
async fn opening_pages_writes_nothing_but_looks() {
    let world = World::new().await;
    for name in ["hr", "leaver", "receiver", "auditor"] {
        let browser = world.browser(world.viewer(name)).await;
        let size = async || world.site.cx().read().await.unwrap().get_log_root().await.unwrap().0;
        let (log, looks) = (size().await, count_looks(&world).await);
        opened(&world, &browser).await;
        let looks = u64::try_from(count_looks(&world).await - looks).unwrap();
        assert_eq!(size().await - log, looks, "{name}");
    }
}
