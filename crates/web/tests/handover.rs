//! The pages of a handover: findings beside the line, what is too long, the schedule from draft to dates, and where
//! somebody who does not see the whole is led back to.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use std::time::{Duration, Instant};

use ::handover::{ItemKind, SourceKind};
use axum::http::StatusCode;
use kernel::ItemId;
use store::handover::items::Item;
use support::world::World;

const VAGUE: &str = "# 热处理\n\n保温时间视情况调整，一般差不多 850 度。";

fn items(world: &World) -> String {
    format!("/departures/{}/items/{}", world.departure, world.item)
}

fn schedule(world: &World) -> String {
    format!("/departures/{}/handover/schedule", world.departure)
}

#[tokio::test]
async fn the_findings_are_the_same_for_the_script_and_for_the_button_and_the_button_loses_no_text() {
    let world = World::new().await;
    let leaver = world.site.sign_in("leaver").await;
    let address = format!("{}/note/check", items(&world));
    let part = leaver.post(&address, &[("part", "1"), ("body", VAGUE)]).await.ok();
    assert!(part.has("视情况") && part.has("HD203") && part.has("第 3 行") && !part.has("<html"));
    let whole = leaver.post(&address, &[("base", "2"), ("body", VAGUE)]).await.ok();
    assert!(whole.has("HD203") && whole.has("一般差不多 850 度") && whole.has("name=\"base\" value=\"2\""));
    let stored = leaver.get(&items(&world)).await.ok();
    assert!(!stored.has("差不多 850 度"), "checking saves nothing");
    let hostile =
        leaver.post(&address, &[("part", "1"), ("body", "视情况<script>alert(1)</script>")]).await.ok();
    assert!(!hostile.has("<script"));
}

#[tokio::test]
async fn findings_stay_at_their_lines_for_leaver_and_receiver_and_what_may_stand_says_why() {
    let world = World::new().await;
    let (leaver, receiver) = (world.site.sign_in("leaver").await, world.site.sign_in("receiver").await);
    leaver.post(&format!("{}/note", items(&world)), &[("base", "2"), ("body", VAGUE)]).await.redirects();
    for browser in [&leaver, &receiver] {
        let page = browser.get(&items(&world)).await.ok();
        let line =
            page.body.split("id=\"L3\"").nth(1).expect("the line").split("</li>").next().unwrap().to_owned();
        assert!(line.contains("视情况") && line.contains("怎么改"), "{line}");
    }
    let ask = receiver.get(&format!("{}?line=3", items(&world))).await.ok();
    assert!(ask.has("<option value=\"3\" selected"), "the line is chosen for the question");
    assert!(!leaver.get(&items(&world)).await.ok().has("#ask"));
    let allow = [("rule", "HD203"), ("line", "3"), ("reason", "工艺卡 <b>GY</b> 有表")];
    leaver.post(&format!("{}/note/allow", items(&world)), &allow).await.redirects();
    let page = receiver.get(&items(&world)).await.ok();
    assert!(
        page.has("工艺卡 &#60;b&#62;GY") || page.has("工艺卡 &lt;b&gt;GY"),
        "the reason is shown, as text"
    );
    let none = [("rule", "HD201"), ("line", "3"), ("reason", " ")];
    let refused = leaver.post(&format!("{}/note/allow", items(&world)), &none).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_note_of_five_megabytes_is_refused_with_words_and_one_of_a_hundred_thousand_characters_is_kept() {
    let world = World::new().await;
    let leaver = world.site.sign_in("leaver").await;
    let long = "保温时间视情况调整。\n".repeat(5 * 1024 * 1024 / 31);
    for (path, is_part) in [("note", false), ("note/check", false), ("note/check", true)] {
        let mut fields = vec![("base", "2"), ("body", long.as_str())];
        fields.extend(is_part.then_some(("part", "1")));
        let answer = leaver.post(&format!("{}/{path}", items(&world)), &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
    let enough = "核对炉温记录表 GY-0213。\n".repeat(5_700);
    let saved = leaver.post(&format!("{}/note", items(&world)), &[("base", "2"), ("body", &enough)]).await;
    assert!(saved.redirects().contains("note-saved"));
    leaver.get(&items(&world)).await.ok();
}

#[tokio::test]
async fn a_schedule_goes_from_draft_to_the_portals_and_a_date_that_can_not_be_is_refused_in_words() {
    let world = World::new().await;
    let (hr, page) = (world.site.sign_in("hr").await, schedule(&world));
    assert!(hr.get(&page).await.ok().has("还没有排期"));
    hr.post(&format!("{page}/make"), &[("fresh", "1")]).await.redirects();
    let draft = hr.get(&page).await.ok();
    assert!(draft.has("草稿，采用后生效") && draft.has("与上限的差距") && draft.has("MKITEM 夹具调校"));
    let twice = hr.post(&format!("{page}/decide"), &[("act", "apply")]).await;
    assert!(twice.redirects().contains("plan-applied"));
    let gone = hr.post(&format!("{page}/decide"), &[("act", "apply")]).await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
    let past = hr.post(&format!("{page}/dates"), &[("position", "0"), ("day", "2026-10-27")]).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.has("请选择今天以后、交接期内的工作日"));
    let wrong = hr.post(&format!("{page}/terms"), &[("leaver_minutes", "-5")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(world.site.sign_in("receiver").await.get("/my/receiving").await.ok().has("排给我的日期"));
    assert!(world.site.sign_in("leaver").await.get("/my/handover").await.ok().has("用于交接"));
}

#[tokio::test]
async fn planning_again_says_how_many_dates_stay() {
    let world = World::new().await;
    let (hr, page) = (world.site.sign_in("hr").await, schedule(&world));
    hr.post(&format!("{page}/make"), &[("fresh", "1")]).await.redirects();
    assert!(!hr.get(&page).await.ok().has("保留的日期"), "there was no plan to keep dates of");
    hr.post(&format!("{page}/decide"), &[("act", "apply")]).await.redirects();
    hr.post(&format!("{page}/make"), &[]).await.redirects();
    let again = hr.get(&page).await.ok();
    assert!(again.has("保留的日期") && again.has("（100%）"), "nothing happened, so all of them stay");
    assert!(!again.has("id=\"freed\""), "and nothing is to be gained by moving them");
}

#[tokio::test]
async fn the_own_dates_are_a_page_and_a_feed_that_opens_for_its_address_alone() {
    let world = World::new().await;
    let (hr, page) = (world.site.sign_in("hr").await, schedule(&world));
    hr.post(&format!("{page}/make"), &[("fresh", "1")]).await.redirects();
    hr.post(&format!("{page}/decide"), &[("act", "apply")]).await.redirects();
    for (who, has_writing) in [("leaver", true), ("receiver", false)] {
        let own = world.site.sign_in(who).await;
        let calendar = own.get("/my/calendar").await.ok();
        assert!(calendar.has("MKITEM 夹具调校"), "{who}");
        assert_eq!(calendar.has("成文 · MKITEM"), has_writing, "{who}: writing is the leaver's alone");
        let made = own.post("/my/calendar/feeds", &[]).await.ok();
        let token = made.body.split("/feeds/").nth(1).unwrap().split("/handover.ics").next().unwrap();
        assert!(!own.get("/my/calendar").await.ok().has(token), "the token is told once");
        let address = format!("/feeds/{token}/handover.ics");
        let anybody = world.site.browser();
        let feed = anybody.get(&address).await.ok();
        assert!(feed.has("BEGIN:VEVENT") && feed.has("MKITEM"), "{who}");
        assert_eq!(feed.has("成文"), has_writing, "{who}");
        let legal = format!("/feeds/{token}/clocks.ics");
        assert_eq!(anybody.get(&legal).await.status, StatusCode::NOT_FOUND, "{who} sees no legal deadlines");
        let listed = own.get("/my/calendar").await.ok().body;
        let revoke = listed.split("action=\"/my/calendar/feeds/").nth(1).unwrap().split('"').next().unwrap();
        own.post(&format!("/my/calendar/feeds/{revoke}"), &[]).await.redirects();
        assert_eq!(anybody.get(&address).await.status, StatusCode::NOT_FOUND, "taken back");
    }
    let other = world.site.sign_in("othermanager").await.get("/my/calendar").await.ok();
    assert!(other.has("还没有排给您的日期") && !other.has("MKITEM"));
}

/// As many items as a departure may have, all of them 赵磊's and 孙悦's.
async fn fill_up(world: &World) {
    let (cx, id) = (world.site.cx(), world.departure);
    let (zhao, sun) = (world.company.zhao, world.company.sun);
    let rows: Vec<ItemId> = (0..1_990).map(|_| uuid::Uuid::now_v7().into()).collect();
    let (cx, rows) = (&cx, &rows);
    cx.transact(|mut tx| async move {
        for (number, item) in (0_i64..).zip(rows) {
            let new = Item {
                id: *item,
                departure_id: id,
                source_kind: SourceKind::Hand,
                source_id: None,
                kind: ItemKind::Knowledge,
                title: format!("第 {number} 项"),
                weight: 1 + number % 100,
                hours: 1 + number % 7,
                is_core: number % 50 == 0,
                planned_on: None,
                is_edited: false,
                is_dropped: false,
                dropped_why: String::new(),
                goal_leaver: String::new(),
                goal_receiver: String::new(),
                created_at: cx.now(),
            };
            tx.create_item(&new).await?;
            tx.add_receiver(*item, zhao, false).await?;
            tx.add_receiver(*item, sun, true).await?;
        }
        let receipt = tx.append(cx.event("handover.items-generated", id, &rows.len())?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_items_are_scheduled_while_others_are_answered() {
    let world = World::new().await;
    fill_up(&world).await;
    let (hr, page) = (world.site.sign_in("hr").await, schedule(&world));
    let make = format!("{page}/make");
    let solving = hr.post(&make, &[("fresh", "1")]);
    let other = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        world.site.browser().get("/healthz").await.ok();
        Instant::now()
    };
    let solved = async { (solving.await, Instant::now()) };
    let ((made, solved_at), answered_at) = tokio::join!(solved, other);
    assert!(made.redirects().contains("plan-made"), "{}", made.status);
    assert!(answered_at < solved_at, "somebody else waited for the plan");
    let draft = hr.get(&page).await.ok();
    assert!(draft.has("草稿，采用后生效") && draft.has("排不进去的"));
    hr.get(&format!("/departures/{}/handover", world.departure)).await.ok();
}

#[tokio::test]
async fn who_does_not_see_the_whole_is_led_back_to_the_own_page() {
    let world = World::new().await;
    let plan = format!("/departures/{}/handover/plan", world.departure);
    let session =
        [("kind", "teach"), ("title", "x"), ("day", "2026-11-12"), ("time", "10:00"), ("minutes", "30")];
    for (login, path, home) in [
        ("leaver", format!("{plan}/sessions"), "/my/handover"),
        ("leaver", format!("{plan}/obstacles"), "/my/handover"),
        ("receiver", format!("{plan}/obstacles"), "/my/receiving"),
        ("hr", format!("{plan}/obstacles"), plan.as_str()),
    ] {
        let browser = world.site.sign_in(login).await;
        let mut fields = session.to_vec();
        fields.push(("what", "缺备件"));
        let answer = browser.post(&path, &fields).await;
        assert!(answer.redirects().starts_with(home), "{login} {path}: {}", answer.location());
        browser.get(answer.location()).await.ok();
    }
}

#[tokio::test]
async fn a_promise_that_was_kept_is_not_kept_twice() {
    let world = World::new().await;
    let hr = world.site.sign_in("hr").await;
    let route = support::routes::all().into_iter().find(|route| route.path.contains("{promise}")).unwrap();
    let path = world.address(&route);
    hr.post(&path, &[]).await.redirects();
    assert_eq!(hr.post(&path, &[]).await.status, StatusCode::CONFLICT);
}
