//! The knowledge map: who sees what of it, what hangs on whom, how it changes and what that leaves behind.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use ::handover::Stage;
use app_handover::handover::{self, SayStage};
use app_knowledge::knowledge::{self as map, MapFilter};
use app_people::people::{KnowledgeEntry, apply_knowledge};
use axum::http::StatusCode;
use kernel::{Date, KnowledgeItemId, Role};
use support::{
    Site,
    company::{self, Company},
    world::{World, pdf, reading},
};
use testkit::databases;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn known(item: &str, emp_no: &str, (level, seen_on): (i64, &str)) -> KnowledgeEntry {
    KnowledgeEntry {
        item: item.to_owned(),
        area: "热处理".to_owned(),
        kind: None,
        weight: Some(60),
        hours: Some(6),
        emp_no: Some(emp_no.to_owned()),
        level: Some(level),
        source: "register".to_owned(),
        seen_on: day(seen_on),
    }
}

async fn start_on(database: testkit::TestDatabase) -> (Site, Company) {
    let site = Site::on(database).await;
    let company = company::fill(&site).await;
    (site, company)
}

async fn start() -> (Site, Company) {
    start_on(testkit::sqlite_database()).await
}

async fn item(site: &Site, name: &str) -> KnowledgeItemId {
    let items = map::list_items(&site.cx()).await.unwrap();
    items.iter().find(|item| item.name == name).unwrap_or_else(|| panic!("no {name}")).id
}

/// The level of somebody at an item, as the register has it.
async fn level(site: &Site, item: KnowledgeItemId, person: kernel::PersonId) -> Option<i64> {
    let standing = site.cx().read().await.unwrap().list_standing(item).await.unwrap();
    standing.iter().find(|held| held.person_id == person).map(|held| held.level)
}

async fn entries(site: &Site, kind: &str) -> usize {
    let entries = site.cx().read().await.unwrap().list_entries(0, 100_000).await.unwrap();
    entries.iter().filter(|entry| entry.entry.contains(kind)).count()
}

#[tokio::test]
async fn the_map_shows_who_alone_holds_what_and_what_is_lost_without_him() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let page = hr.get("/knowledge").await.ok();
    assert!(page.has("热处理参数窗口") && page.has("王建国") && page.has("2 项仅一人掌握"), "{}", page.body);
    assert!(page.has("同时失去 王建国 共 1 人") && page.has("已证明最小"));
    let person = hr.get(&format!("/knowledge/people/{}", company.wang)).await.ok();
    assert!(person.has("将失去 2 项，占全部重要度的 100%") && person.has("其他人都不能独立做"));
    let none = hr.get("/knowledge?q=%E4%B8%8D%E5%AD%98%E5%9C%A8").await.ok();
    assert!(none.has("没有符合条件的知识项"));
}

#[tokio::test]
async fn who_had_left_or_had_not_come_yet_does_not_count_on_that_day() {
    for database in databases() {
        let (site, _) = start_on(database).await;
        let cx = site.cx();
        // 张伟 left on 2024-05-31; 赵磊 came on 2018-03-01.
        let rows = [known("旧夹具", "00104", (4, "2020-01-01")), known("旧夹具", "00102", (3, "2017-01-01"))];
        apply_knowledge(&cx, &rows).await.unwrap();
        let id = item(&site, "旧夹具").await;
        let holders = async |on: &str| {
            let filter = MapFilter { on: Some(day(on)), ..MapFilter::default() };
            let page = map::open_map(&cx, &filter).await.unwrap();
            page.rows.iter().find(|row| row.item.id == id).map(|row| (row.holders, row.is_effectively))
        };
        assert_eq!(holders("2018-02-28").await, Some((0, false)), "not employed yet, though said");
        assert_eq!(holders("2020-06-01").await, Some((2, false)));
        assert_eq!(holders("2024-05-31").await, Some((2, false)), "the last day counts");
        assert_eq!(holders("2024-06-01").await, Some((1, true)), "the day after only one is left, in effect");
    }
}

#[tokio::test]
async fn a_manager_sees_the_own_line_and_only_that_others_hold_something_elsewhere() {
    for database in databases() {
        let (site, company) = start_on(database).await;
        let cx = site.cx();
        let rows = [
            known("质检专用", "00103", (4, "2026-09-01")),
            known("两边都会", "00103", (4, "2026-09-01")),
            known("两边都会", "00102", (4, "2026-09-01")),
        ];
        apply_knowledge(&cx, &rows).await.unwrap();
        let wang = site.browser_of(&[Role::Manager], Some(company.wang)).await;
        let page = wang.get("/knowledge").await.ok();
        assert!(page.has("两边都会") && page.has("范围外另有 1 人掌握"), "{}", page.body);
        assert!(!page.has("质检专用") && !page.has("孙悦"), "another line's people and items are not shown");
        let shared = item(&site, "两边都会").await;
        let one = wang.get(&format!("/knowledge/items/{shared}")).await.ok();
        assert!(one.has("赵磊") && !one.has("孙悦") && one.has("不显示姓名"));
        let foreign = item(&site, "质检专用").await;
        assert_eq!(wang.get(&format!("/knowledge/items/{foreign}")).await.status, StatusCode::NOT_FOUND);
        let state = [("who", "00103"), ("level", "1"), ("seen_on", "2026-11-04"), ("remark", "x")];
        let refused = wang.post(&format!("/knowledge/items/{shared}/levels"), &state).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has("您的范围内没有此人"));
    }
}

#[tokio::test]
async fn an_executive_sees_numbers_and_no_name_and_no_small_department() {
    let (site, company) = start().await;
    let boss = site.browser_as(&[Role::Executive]).await;
    let page = boss.get("/knowledge").await.ok();
    assert!(page.has("热处理参数窗口") && page.has("同时失去 1 人") && page.has("第 1 人"));
    assert!(!page.has("王建国"), "{}", page.body);
    let id = item(&site, "热处理参数窗口").await;
    assert!(!boss.get(&format!("/knowledge/items/{id}")).await.ok().has("王建国"));
    let department = site.cx().read().await.unwrap().list_departments().await.unwrap()[0].id;
    let small = boss.get(&format!("/knowledge?department={department}")).await;
    assert_eq!(small.status, StatusCode::CONFLICT);
    assert!(small.has("少于 20 人"));
    let person = boss.get(&format!("/knowledge/people/{}", company.wang)).await;
    assert_eq!(person.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_level_is_stated_with_what_it_rests_on_and_what_was_said_before_stays() {
    let (site, company) = start().await;
    let hr = site.browser_of(&[Role::HrSpecialist], Some(company.sun)).await;
    let id = item(&site, "热处理参数窗口").await;
    let path = format!("/knowledge/items/{id}/levels");
    let say = |who: &'static str, level: &'static str, remark: &'static str| {
        [("who", who), ("level", level), ("seen_on", "2026-11-04"), ("remark", remark)]
    };
    assert!(hr.post(&path, &say("00102", "3", "")).await.has("请写明依据"));
    assert!(hr.post(&path, &say("00103", "3", "自评")).await.has("不能登记自己的掌握程度"));
    assert!(
        hr.post(&path, &[("who", "00102"), ("level", "3"), ("seen_on", "2026-11-06"), ("remark", "x")])
            .await
            .has("不能晚于今天")
    );
    hr.post(&path, &say("赵磊", "3", "独立完成 3 炉")).await.redirects();
    assert_eq!(level(&site, id, company.zhao).await, Some(3));
    hr.post(&path, &say("00101", "1", "转岗多年")).await.redirects();
    let page = hr.get(&format!("/knowledge/items/{id}")).await.ok();
    assert!(page.has("独立完成 3 炉") && page.has("转岗多年") && page.has("4 · 能教别人"), "{}", page.body);
    assert_eq!(entries(&site, "knowledge.last-holder-gone").await, 0, "赵磊 holds it");
    hr.post(&path, &say("00102", "2", "复核未过")).await.redirects();
    assert_eq!(entries(&site, "knowledge.last-holder-gone").await, 1, "now nobody does");
    assert!(hr.get("/knowledge").await.ok().has("1 项知识在岗人员中没有人能独立做"));
}

#[tokio::test]
async fn an_older_line_of_the_register_does_not_overturn_what_was_seen_later() {
    for database in databases() {
        let (site, company) = start_on(database).await;
        let cx = site.cx();
        apply_knowledge(&cx, &[known("旧夹具", "00102", (3, "2026-10-01"))]).await.unwrap();
        let older = [known("旧夹具", "00102", (1, "2025-01-01"))];
        assert_eq!(apply_knowledge(&cx, &older).await.unwrap().changed, 0);
        let id = item(&site, "旧夹具").await;
        assert_eq!(level(&site, id, company.zhao).await, Some(3));
        apply_knowledge(&cx, &[known("旧夹具", "00102", (4, "2026-10-02"))]).await.unwrap();
        let frame = store::knowledge::Frame { scope: store::people::Scope::Company, department: None };
        let said = cx.read().await.unwrap().list_item_sayings(frame, id).await.unwrap();
        assert_eq!(said.iter().map(|saying| saying.level).collect::<Vec<_>>(), [4, 3], "both are kept");
    }
}

#[tokio::test]
async fn an_item_is_added_edited_retired_and_taken_in_again_and_never_deleted() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let form = [("name", "新工艺"), ("area", "热处理"), ("weight", "40"), ("hours", "5"), ("who", "")];
    let added = hr.post("/knowledge/items", &form).await;
    let path = added.redirects().split('?').next().unwrap().to_owned();
    assert!(hr.get(&path).await.ok().has("无人掌握"));
    let again = hr.post("/knowledge/items", &form).await;
    assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.has("已有同名的知识项"));
    let wrong = [("name", "x"), ("weight", "101"), ("hours", "0"), ("who", "")];
    assert!(hr.post("/knowledge/items", &wrong).await.has("重要度为 1 到 100"));
    let edit = [("name", "新工艺二"), ("area", "热处理"), ("weight", "55"), ("hours", "5")];
    hr.post(&format!("{path}/edit"), &edit).await.redirects();
    assert!(hr.post(&format!("{path}/retire"), &[("why", "")]).await.has("请写明理由"));
    hr.post(&format!("{path}/retire"), &[("why", "设备已报废")]).await.redirects();
    assert!(!hr.get("/knowledge").await.ok().has("新工艺二"));
    assert!(hr.get(&path).await.ok().has("设备已报废"));
    hr.post(&format!("{path}/restore"), &[]).await.redirects();
    assert!(hr.get("/knowledge").await.ok().has("新工艺二"));
    let manager = site.browser_of(&[Role::Manager], Some(company.wang)).await;
    let alone = manager
        .post("/knowledge/items", &[("name", "本线"), ("weight", "5"), ("hours", "1"), ("who", "")])
        .await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY, "a manager names somebody of the line");
}

#[tokio::test]
async fn an_exchange_shows_with_help_at_most_and_an_assessment_needs_its_proof() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let id = item(&site, "热处理参数窗口").await.to_string();
    let plan = |kind: &'static str| {
        vec![
            ("kind", kind),
            ("item", id.as_str()),
            ("lead", "00101"),
            ("participants", "赵磊、00103"),
            ("planned_on", "2026-11-04"),
            ("minutes", "60"),
        ]
    };
    hr.post("/knowledge/sessions", &plan("exchange")).await.redirects();
    let zhao = company.zhao.to_string();
    let field = format!("level-{zhao}");
    let hold = async |level: &str, proof: &str| {
        let page = hr.get("/knowledge/sessions").await.ok().body;
        let path =
            page.split("action=\"/knowledge/sessions/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let held = [
            ("held_on", "2026-11-04"),
            ("who", zhao.as_str()),
            ("there", zhao.as_str()),
            (field.as_str(), level),
            ("outcome", "讲到回火"),
            ("proof", proof),
        ];
        hr.post(&format!("/knowledge/sessions/{path}"), &held).await
    };
    assert!(hold("3", "").await.has("技术交流最多评为"));
    hold("2", "").await.redirects();
    let known = id.parse().unwrap();
    assert_eq!(level(&site, known, company.zhao).await, Some(2));
    hr.post("/knowledge/sessions", &plan("assessment")).await.redirects();
    assert!(hold("3", "").await.has("须填写凭据"));
    hold("3", "KH-2026-11").await.redirects();
    assert_eq!(level(&site, known, company.zhao).await, Some(3));
    let page = hr.get("/knowledge/sessions").await.ok();
    assert!(page.has("KH-2026-11") && page.has("未到场"), "孙悦 was not there");
    let trend = map::open_map(&site.cx(), &MapFilter::default()).await.unwrap().trend;
    let (before, now) = (&trend[trend.len() - 2], &trend[trend.len() - 1]);
    assert!(before.sole > now.sole && now.shared_share() > before.shared_share(), "{before:?} {now:?}");
}

#[tokio::test]
async fn a_history_enters_the_map_only_as_far_as_people_confirmed_it_and_again_changes_nothing() {
    for database in databases() {
        let (site, company) = start_on(database).await;
        let cx = site.cx();
        let mut read = reading();
        read.identities[0].email = "WangJianGuo@example.com".to_owned();
        let (id, is_news) = map::put_history(&cx, &read).await.unwrap();
        assert!(is_news && !map::put_history(&cx, &read).await.unwrap().1, "the same again is no news");
        let view = map::open_history(&cx, id).await.unwrap();
        assert_eq!(
            (view.authors[0].person_id, view.authors[0].proposed_by.as_str()),
            (Some(company.wang), "email")
        );
        map::sort_folder(&cx, id, "src", &map::Sort::New(30)).await.unwrap();
        assert_eq!(
            map::apply_history(&cx, id).await.unwrap().said,
            0,
            "nobody is somebody before it is confirmed"
        );
        map::decide_author(&cx, id, "wang", ("00101", false)).await.unwrap();
        assert_eq!(map::apply_history(&cx, id).await.unwrap(), map::Taken { said: 1, same: 0 });
        assert_eq!(map::apply_history(&cx, id).await.unwrap(), map::Taken { said: 0, same: 1 });
        let src = item(&site, "src").await;
        assert_eq!(level(&site, src, company.wang).await, Some(3));
        // Read again with more in it: what was decided stays decided.
        read.parts[0].seen_on = day("2026-11-03");
        read.ends_on = day("2026-11-03");
        assert!(map::put_history(&cx, &read).await.unwrap().1);
        let view = map::open_history(&cx, id).await.unwrap();
        assert!(
            view.authors[0].decided_at.is_some() && view.folders[0].item_id == Some(src) && view.waiting == 1
        );
        let stated = map::LevelInput {
            who: "00101".to_owned(),
            level: 4,
            seen_on: day("2026-11-01"),
            remark: "讲过课".to_owned(),
        };
        map::state_level(&cx, src, &stated).await.unwrap();
        map::apply_history(&cx, id).await.unwrap();
        assert_eq!(level(&site, src, company.wang).await, Some(4), "what is known better is not lowered");
    }
}

#[tokio::test]
async fn the_page_of_a_history_shows_both_metrics_apart_and_takes_labels() {
    let (site, _) = start().await;
    let (id, _) = map::put_history(&site.cx(), &reading()).await.unwrap();
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let path = format!("/knowledge/histories/{id}");
    let page = hr.get(&path).await.ok();
    assert!(
        page.has("卡车系数（公开算法）")
            && page.has("近期系数（另一种口径，不与上面混合）")
            && page.has("1（已证明）")
    );
    hr.post(&format!("{path}/identities"), &[("name", "wang"), ("email", "w@x"), ("label", "王工")])
        .await
        .redirects();
    let labels = map::labels_by_hand(&site.cx(), "plm").await.unwrap();
    assert_eq!(labels, [(("wang".to_owned(), "w@x".to_owned()), "王工".to_owned())]);
    let unknown = hr.post(&format!("{path}/authors"), &[("author", "wang"), ("who", "无此人")]).await;
    assert!(unknown.status == StatusCode::UNPROCESSABLE_ENTITY && unknown.has("没有此人"));
}

#[tokio::test]
async fn a_sharing_plan_is_taken_as_it_was_shown_or_not_at_all() {
    let (site, _) = start().await;
    let cx = site.cx();
    let rows = [
        known("热处理参数窗口", "00102", (2, "2026-09-01")),
        known("热处理参数窗口", "00105", (1, "2026-09-01")),
    ];
    apply_knowledge(&cx, &rows).await.unwrap();
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let page = hr.get("/knowledge/plan").await.ok();
    assert!(page.has("热处理参数窗口") && page.has("赵磊"), "{}", page.body);
    let digest =
        page.body.split("name=\"digest\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let from =
        page.body.split("name=\"from\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let form = |digest: &str| {
        [
            ("from", from.clone()),
            ("teach_hours", "6".to_owned()),
            ("learn_hours", "4".to_owned()),
            ("digest", digest.to_owned()),
        ]
    };
    let post = async |digest: &str| {
        let form = form(digest);
        let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        hr.post("/knowledge/plan", &fields).await
    };
    assert_eq!(post("other").await.status, StatusCode::CONFLICT);
    assert_eq!(post(&digest).await.redirects(), "/knowledge/sessions?done=knowledge-plan-taken");
    let sessions = hr.get("/knowledge/sessions").await.ok();
    assert!(sessions.has("分担计划") && sessions.has("技术考核") && sessions.has("主讲/考核：王建国"));
    let none = hr.get("/knowledge/plan?teach_hours=0").await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.has("1 到 40 小时"));
}

#[tokio::test]
async fn a_finished_handover_raises_the_receiver_and_an_undone_one_takes_it_back() {
    let world = World::new().await;
    let (hr, id) = (world.site.cx(), world.departure);
    let before = map::what_is_lost(&hr, id).await.unwrap().unwrap();
    assert_eq!(before.unplanned(), 2, "{before:?}");
    handover::generate_items(&hr, id).await.unwrap();
    let lost = map::what_is_lost(&hr, id).await.unwrap().unwrap();
    assert_eq!((lost.items.len(), lost.unplanned()), (2, 0));
    let known = lost.items.iter().find(|item| item.name == "夹具设计评审").unwrap();
    let (item, register) = (known.handover_id.unwrap(), known.id);
    handover::assign_receivers(&hr, id, &[item], ("00102", true)).await.unwrap();
    handover::accept_item(&world.receiver().await, id, item).await.unwrap();
    for stage in [Stage::Explained, Stage::Written, Stage::Practised, Stage::Independent] {
        assert_eq!(
            level(&world.site, register, world.company.zhao).await,
            None,
            "{stage:?} is not reached yet"
        );
        let say =
            SayStage {
                stage, reached_on: day("2026-11-04"), evidence: "记录".to_owned(), attachment: None
            };
        handover::say_stage_with(&hr, id, item, (&say, Some(pdf("证明.pdf")))).await.unwrap();
    }
    assert_eq!(level(&world.site, register, world.company.zhao).await, Some(3));
    assert_eq!(map::what_is_lost(&hr, id).await.unwrap().unwrap().items.len(), 1);
    let page = world.site.sign_in("hr").await.get(&format!("/departures/{id}")).await.ok();
    assert!(page.has("1 项只有离职者能独立做") && page.has("热处理参数窗口"), "{}", page.body);
    handover::undo_stage(&hr, id, item, Stage::Independent).await.unwrap();
    assert_eq!(level(&world.site, register, world.company.zhao).await, None, "what was undone is taken back");
}

#[tokio::test]
async fn the_map_after_the_last_working_day_counts_the_leaver_no_more_and_the_overview_warns() {
    let world = World::new().await;
    let hr = world.site.sign_in("hr").await;
    let after = hr.get("/knowledge?on=2026-11-26").await.ok();
    assert!(after.has("2 项知识在岗人员中没有人能独立做") && after.has("曾掌握：王建国"), "{}", after.body);
    assert!(hr.get("/").await.ok().has("2 项知识只有此人掌握，尚未列入交接"));
}

#[tokio::test]
async fn when_the_last_holder_goes_it_is_written_down_in_the_departures_record() {
    for database in databases() {
        let world = World::on(database).await;
        let cx = world.site.cx();
        let (wang, id) = (world.company.wang, world.departure);
        let parts = &(&cx, wang, id);
        let noted: app::Result<()> = cx
            .transact(|mut tx| async move {
                let (cx, wang, id) = *parts;
                let receipt = map::note_last_holder_gone(cx, &mut tx, wang, Some(id))
                    .await?
                    .expect("two items are lost");
                Ok(tx.commit(receipt).await?)
            })
            .await;
        noted.unwrap();
        let page = world.site.sign_in("hr").await.get(&format!("/departures/{id}/record")).await.ok();
        assert!(page.has("最后一位掌握人离开") && page.has("夹具设计评审"), "{}", page.body);
    }
}
