//! Analysis, who may follow, talks, family circumstances: what is counted, who sees what of it, and what is never read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use app_people::people::{RosterEntry, SpellStatus, apply_roster, list_directory};
use app_risk::{
    analysis::{Asked, Label, analyse},
    talks::{TalkHeld, TalkInput, hold_talk, plan_talk},
};
use axum::http::StatusCode;
use kernel::{Date, PersonId, Role};
use support::{Site, world::World};
use testkit::databases;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A plant of 40 in two departments: 30 assemblers under 丁一 (who is one of them), 10 in quality. In the year to 2026-10-31
/// six assemblers leave on 2026-04-30 and one of quality on 2026-04-30.
async fn plant(site: &Site) {
    let mut roster = Vec::new();
    for n in 1..=40 {
        let mut entry = RosterEntry::new(format!("{n:05}"), format!("员工{n}"), day("2021-01-01"));
        let department = if n <= 30 { "装配部" } else { "质检部" };
        entry.department = vec![department.to_owned()];
        entry.post = Some("操作工".to_owned());
        entry.employer = Some("样例厂".to_owned());
        entry.city = Some("苏州".to_owned());
        entry.manager_no = (n != 1).then(|| "00001".to_owned());
        if (25..=30).contains(&n) || n == 40 {
            entry.status = Some(SpellStatus::Left);
            entry.left_on = Some(day("2026-04-30"));
        }
        roster.push(entry);
    }
    apply_roster(&site.cx(), &roster).await.unwrap();
}

async fn person(site: &Site, emp_no: &str) -> PersonId {
    list_directory(&site.cx()).await.unwrap().iter().find(|one| one.emp_no == emp_no).unwrap().person_id
}

fn year() -> Asked {
    Asked { from: Some(day("2025-11-01")), until: Some(day("2026-10-31")), ..Asked::default() }
}

/// By hand: the year has 365 days. 33 stay all of it, 7 are there from 2025-11-01 to 2026-04-30, which is 181 days:
/// 33 × 365 + 7 × 181 = 13 312 person-days, 36.47 on average; 7 leavers, 19.19 %. Assembly: 24 × 365 + 6 × 181 = 9 846 and six.
/// Quality has ten: too few, and the one group that could be shown goes with it.
#[tokio::test]
async fn turnover_is_what_one_reckons_by_hand_and_a_small_department_is_not_told() {
    for database in databases() {
        let site = Site::on(database).await;
        plant(&site).await;
        let report = analyse(&site.cx(), &year()).await.unwrap();
        assert_eq!((report.total.person_days, report.total.leavers, report.total.heads), (13_312, 7, 40));
        assert!((report.total.rate(report.window).unwrap() - 7.0 * 365.0 / 13_312.0).abs() < 1e-12);
        let departments = &report.breakdowns[0].rows;
        assert_eq!(departments.len(), 1, "{departments:?}");
        assert_eq!((&departments[0].label, departments[0].tally.leavers), (&Label::Small(2), 7));
        let tenure = &report.breakdowns[1].rows;
        assert_eq!(tenure.iter().map(|row| row.tally.person_days).sum::<i64>(), 13_312);
        // Since 2026-01-01 they are in their sixth year: 61 days of the year lie before, for all forty.
        assert_eq!(tenure[0].tally.person_days, 40 * 61);
        assert_eq!(report.stretches.iter().map(|one| one.tally.leavers).sum::<u32>(), 7);
        assert_eq!(report.shares[0].rows[0].label, Label::None, "no departure was recorded for them");
        let staying = report.staying.unwrap();
        assert_eq!((staying.all.spells, staying.all.ended, staying.since), (40, 7, day("2026-04-01")));
        // Nor by choosing: all less assembly would be quality's ten.
        let assembly = report.departments.iter().find(|one| one.name == "装配部").unwrap().id;
        let asked = Asked { department: Some(assembly), ..year() };
        let only = analyse(&site.cx(), &asked).await.unwrap();
        assert!(only.is_hidden && only.total.leavers == 0 && only.staying.is_none());
        let quality = only.departments.iter().find(|one| one.name == "质检部").unwrap().id;
        let few = analyse(&site.cx(), &Asked { department: Some(quality), ..year() }).await.unwrap();
        assert!(
            few.is_hidden && few.total.leavers == 0 && few.breakdowns.is_empty() && few.staying.is_none()
        );
    }
}

#[tokio::test]
async fn the_page_and_the_workbook_say_the_same_and_a_manager_sees_neither() {
    let site = Site::new().await;
    plant(&site).await;
    let query = "from=2025-11-01&until=2026-10-31";
    let executive = site.browser_as(&[Role::Executive]).await;
    let page = executive.get(&format!("/analysis?{query}")).await.ok();
    assert!(page.has("36.5") && page.has("19.2%") && page.has("合并的 2 组"), "{}", page.body);
    assert!(!page.has("员工"), "nobody is named");
    let book = executive.get(&format!("/analysis/export.xlsx?{query}")).await;
    assert_eq!(book.status, StatusCode::OK);
    assert!(book.body.starts_with("PK"));
    let wrong = executive.get("/analysis?from=2026-10-31&until=2026-01-01").await.ok();
    assert!(wrong.has("起始日晚于截止日"));
    let manager = seated(&site, "manager00001", (Role::Manager, "00001")).await;
    assert_eq!(manager.get("/analysis").await.status, StatusCode::NOT_FOUND);
    assert_eq!(manager.get("/analysis/export.xlsx").await.status, StatusCode::NOT_FOUND);
}

/// Signed in under a name of its own, so that several of one role can look.
async fn seated<'s>(site: &'s Site, login: &str, (role, emp_no): (Role, &str)) -> support::Browser<'s> {
    let person = if emp_no.is_empty() { None } else { Some(person(site, emp_no).await) };
    site.account(login, &[role], person).await;
    site.sign_in(login).await
}

/// Opens a departure of the first assembler, who manages everybody.
async fn departure(site: &Site) -> String {
    let hr = seated(site, "opener", (Role::HrSpecialist, "")).await;
    let boss = person(site, "00001").await.to_string();
    let fields = [
        ("person", boss.as_str()),
        ("ground", "RESIGN"),
        ("notice_on", "2026-10-26"),
        ("last_day", "2026-11-25"),
        ("legal_end", "2026-11-25"),
        ("reason", ""),
        ("start", "open"),
        ("reason_code", ""),
    ];
    hr.post("/departures/new", &fields).await.redirects().split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn names_of_who_may_follow_take_a_role_a_purpose_and_a_recorded_look() {
    for database in databases() {
        let site = Site::on(database).await;
        plant(&site).await;
        let address = format!("{}/people", departure(&site).await);
        let specialist = site.browser_as(&[Role::HrSpecialist]).await;
        let group = specialist.get(&address).await.ok();
        assert!(
            group.has("与离职人有联系的在职员工 32 人")
                && group.has("本公司近两年主动离职（含未记录方式）7 人")
        );
        assert!(group.has("预计多走") && !group.has("员工2") && !group.has("id=\"show-names\""));
        // The published default is said to be one, with the reason; five rows of P(at least so many) with and without.
        assert!(group.has("文献默认值") && !group.has("由本公司历史学得"));
        assert!(
            group.has("汇报关系自 2026年11月5日 起才逐日记录，期间主动离职 0 次，少于 50 次"),
            "{}",
            group.body
        );
        assert!((1..=5).all(|k| group.has(&format!("至少 {k} 人"))) && group.has("十次中有八次"));
        assert_eq!(specialist.post(&address, &[("purpose", "安排谈话")]).await.status, StatusCode::NOT_FOUND);
        let partner = site.browser_as(&[Role::HrPartner]).await;
        assert!(!partner.get(&address).await.ok().has("员工2"));
        let looks = || async { app::looks::list_looks(&site.cx(), "").await.unwrap() };
        let before = looks().await.len();
        let refused = partner.post(&address, &[("purpose", "看看")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!refused.has("员工2"));
        assert_eq!(looks().await.len(), before);
        let named = partner.post(&address, &[("purpose", "安排挽留谈话")]).await.ok();
        assert!(named.has("员工2") && named.has("这次查看已记录"));
        let after = looks().await;
        assert_eq!(after.len(), before + 32, "each of them is told who looked");
        assert!(after[..32].iter().all(|look| look.subject_id.is_some()));
        assert_eq!((after[0].field_class.as_str(), after[0].reason.as_str()), ("score", "安排挽留谈话"));
        // The same people, the same seed, the same figures.
        let again = partner.post(&address, &[("purpose", "安排挽留谈话")]).await.ok();
        let rows = |page: &str| page.split("id=\"names\"").nth(1).unwrap().to_owned();
        assert_eq!(rows(&again.body), rows(&named.body));
        // Somebody who is among them and may see names is not shown to oneself.
        let own = seated(&site, "hrpartner00002", (Role::HrPartner, "00002")).await;
        let seen = own.post(&address, &[("purpose", "安排挽留谈话")]).await.ok();
        assert!(seen.has(">员工3<") && !seen.has(">员工2<"));
    }
}

#[tokio::test]
async fn without_enough_leavers_no_probability_is_given() {
    let world = World::new().await;
    let page = world
        .site
        .sign_in("partner")
        .await
        .get(&format!("/departures/{}/people", world.departure))
        .await
        .ok();
    assert!(page.has("不足以得出离职速度") && !page.has("预计多走"), "{}", page.body);
}

fn talk(departure: Option<kernel::DepartureId>) -> TalkInput {
    TalkInput {
        person: "00002".to_owned(),
        departure,
        talker: "00003".to_owned(),
        why: "主管离职，问问打算".to_owned(),
        message: "MKMESSAGE".to_owned(),
        due_on: day("2026-11-20"),
    }
}

#[tokio::test]
async fn a_talk_is_read_by_hr_and_its_talker_alone_and_fills_the_gauge() {
    for database in databases() {
        let site = Site::on(database).await;
        plant(&site).await;
        let address = departure(&site).await;
        let hr = site.browser_as(&[Role::HrSpecialist]).await;
        assert!(hr.get(&address).await.ok().has("谈话：未设置，未计入"), "nothing is planned");
        let id = address.rsplit('/').next().unwrap().parse().unwrap();
        let planned = plan_talk(&site.cx(), &talk(Some(id))).await.unwrap();
        assert!(hr.get(&address).await.ok().has("谈话 0 / 1"), "the gauge says what it is based on");
        let talker = seated(&site, "manager00003", (Role::Manager, "00003")).await;
        let other = seated(&site, "manager00004", (Role::Manager, "00004")).await;
        let subject = seated(&site, "hrpartner00002", (Role::HrPartner, "00002")).await;
        assert!(
            hr.get("/talks").await.ok().has("MKMESSAGE") && talker.get("/talks").await.ok().has("MKMESSAGE")
        );
        assert!(
            !other.get("/talks").await.ok().has("MKMESSAGE")
                && !subject.get("/talks").await.ok().has("MKMESSAGE")
        );
        let executive = site.browser_as(&[Role::Executive]).await;
        assert_eq!(executive.get("/talks").await.status, StatusCode::NOT_FOUND);
        let held = [("held_on", "2026-11-01"), ("outcome", "stays"), ("agreed", "MKAGREED")];
        assert_eq!(other.post(&format!("/talks/{planned}/held"), &held).await.status, StatusCode::NOT_FOUND);
        let wrong = [("held_on", "2099-01-01"), ("outcome", "leaves"), ("agreed", "MKTYPED")];
        let refused = talker.post(&format!("/talks/{planned}/held"), &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let as_typed = ["MKTYPED", "value=\"2099-01-01\"", "value=\"leaves\" selected", "<details open>"];
        assert!(as_typed.iter().all(|part| refused.has(part)), "the form comes back as typed");
        talker.post(&format!("/talks/{planned}/held"), &held).await.redirects();
        let told = talker.get("/talks").await.ok();
        assert!(told.has("愿意留下") && told.has("MKAGREED"));
        assert!(hr.get(&format!("{address}/people")).await.ok().has("已谈 1 次，待谈 0 次"));
        let held = TalkHeld { on: day("2026-11-01"), outcome: "stays".to_owned(), agreed: String::new() };
        let again = hold_talk(&site.cx(), planned, &held).await;
        assert!(matches!(again, Err(app::Error::Conflict("error-already-so"))));
    }
}

#[tokio::test]
async fn outcomes_of_talks_are_counted_from_ten_on_and_asked_for_ninety_days_after() {
    let site = Site::new().await;
    plant(&site).await;
    for n in 0..10 {
        let input = TalkInput { person: format!("{:05}", n + 10), departure: None, ..talk(None) };
        let id = plan_talk(&site.cx(), &input).await.unwrap();
        let on = if n < 6 { "2026-03-01" } else { "2026-11-01" };
        let held = TalkHeld { on: day(on), outcome: "stays".to_owned(), agreed: String::new() };
        hold_talk(&site.cx(), id, &held).await.unwrap();
        let report = analyse(&site.cx(), &Asked { until: None, from: Some(day("2026-01-01")), ..year() })
            .await
            .unwrap();
        assert_eq!(report.talks.lines.is_empty(), n < 9, "after {n}");
        if n == 9 {
            let line = &report.talks.lines[0];
            assert_eq!((line.held, line.asked, line.stayed), (10, 6, 6));
        }
    }
}

#[tokio::test]
async fn family_circumstances_are_read_by_whom_the_person_named_and_taking_them_back_erases_them() {
    for database in databases() {
        let world = World::on(database).await;
        let site = &world.site;
        let wang = world.company.wang;
        let address = format!("/people/{wang}/circumstances");
        assert!(site.sign_in("manager").await.get(&address).await.ok().has("两地分居"), "named");
        let hr = site.sign_in("hr").await;
        assert!(!hr.get(&address).await.ok().has("两地分居"), "HR is not named");
        assert_eq!(site.sign_in("othermanager").await.get(&address).await.status, StatusCode::NOT_FOUND);
        let told = [
            ("body", "照顾母亲"),
            ("offered_on", "2026-10-30"),
            ("expires_on", "2029-01-01"),
            ("readers", ""),
        ];
        assert_eq!(hr.post(&address, &told).await.status, StatusCode::UNPROCESSABLE_ENTITY, "too long");
        let told = [
            ("body", "照顾母亲"),
            ("offered_on", "2026-10-30"),
            ("expires_on", "2026-12-01"),
            ("readers", ""),
        ];
        hr.post(&address, &told).await.redirects();
        assert!(!hr.get(&address).await.ok().has("照顾母亲"), "who wrote it down was not named");
        let leaver = site.sign_in("leaver").await;
        let own = leaver.get("/my/circumstances").await.ok();
        assert!(own.has("两地分居") && own.has("照顾母亲") && own.has("人力资源代记"));
        while let Some(rest) =
            leaver.get("/my/circumstances").await.ok().body.split("/my/circumstances/").nth(1)
        {
            let id = rest.split('/').next().unwrap().to_owned();
            leaver.post(&format!("/my/circumstances/{id}/remove"), &[]).await.redirects();
        }
        assert_eq!(site.sign_in("manager").await.get(&address).await.status, StatusCode::NOT_FOUND);
    }
}

/// How code would reach them: by table, by module, by type.
const MARKS: [&str; 5] =
    ["FROM circumstance", "JOIN circumstance", "circumstance_reader", "circumstances::", "CircumstanceId"];

/// B6: the table is named by the files that keep it, and by no other; so nothing that estimates can read it.
#[test]
fn no_code_but_that_of_care_names_family_circumstances() {
    let crates = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let mut folders = vec![crates.to_path_buf()];
    let (mut naming, mut read) = (Vec::new(), 0);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(crates).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !name.ends_with("target") && !name.contains("/tests") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                read += 1;
                let text = std::fs::read_to_string(&path).unwrap();
                if MARKS.iter().any(|mark| text.contains(mark)) {
                    naming.push(name);
                }
            }
        }
    }
    naming.sort();
    assert!(read > 300, "the sources were read");
    let allowed = [
        "app-care/src/circumstances.rs",
        // Erases what is past its day.
        "app-care/src/night.rs",
        "kernel/src/id.rs",
        "kernel/src/lib.rs",
        "store/src/circumstances.rs",
        "store/src/copy.rs",
        "store/src/record.rs",
        "pages-people/src/circumstances.rs",
        "pages-people/src/routes.rs",
    ];
    let foreign: Vec<&String> = naming.iter().filter(|name| !allowed.contains(&name.as_str())).collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    for folder in ["risk/", "stats/", "app-risk/"] {
        assert!(!naming.iter().any(|name| name.starts_with(folder)));
    }
}
