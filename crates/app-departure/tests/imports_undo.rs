//! An import is taken back as a whole while nothing builds on it, on both databases: afterwards every table is as it was
//! before. What stands against it is told with its place, and then nothing is changed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use std::{collections::BTreeMap, sync::Arc};

use app::{Cx, Error};
use app_departure::departures::open_departure;
use app_people::{
    imports::{self, Imported, Obstacle, Source, Watch, Why},
    organisation,
};
use kernel::ImportId;
use paper::import::Kind;
use support::{Company, companies, resignation};

const ROSTER: &str = "工号,姓名,部门,岗位,入职日期,状态,直属上级\nJ001,新一,装配部,班长,2020-03-02,在职,\n\
                      J002,新二,装配部/二组,装配工,2021-07-05,在职,J001\n";
/// One moves up and is renamed; one joins.
const ROSTER_LATER: &str = "工号,姓名,部门,岗位,入职日期,状态,直属上级\nJ001,新壹,装配部,主任,2020-03-02,在职,\n\
                            J002,新二,装配部/二组,装配工,2021-07-05,在职,J001\nJ003,新三,检验部,检验员,2026-01-05,在职,J001\n";
const LEAVE: &str =
    "审批编号,工号,姓名,请假类型,开始时间,结束时间,时长(天)\nA1,J001,新一,年假,2026-10-12,2026-10-13,2\n";
const LEAVE_LATER: &str = "审批编号,工号,姓名,请假类型,开始时间,结束时间,时长(天)\nA1,J001,新一,病假,2026-10-12,2026-10-14,3\nA2,J002,新二,病假,2026-10-14,2026-10-14,1\n";
const REGISTER: &str =
    "知识项,领域,权重,工时,掌握人工号,掌握程度\n夹具校准,装配,80,12,J001,4\n夹具校准,装配,80,12,J002,2\n";
const REGISTER_LATER: &str = "知识项,领域,权重,工时,掌握人工号,掌握程度\n夹具校准,装配,60,12,J001,3\n夹具校准,装配,60,12,J002,2\n攻丝,装配,30,2,J002,3\n";
const CUSTOMERS: &str = "客户名称,负责人工号,合同额\n虚构甲厂,J001,12万\n";
const CUSTOMERS_LATER: &str = "客户名称,负责人工号,合同额\n虚构甲厂,J002,15万\n虚构乙厂,J001,3000\n";
const ASSETS: &str = "资产编号,资产名称,使用人工号\nZC-1,示波器,J001\n";
const ASSETS_LATER: &str = "资产编号,资产名称,使用人工号\nZC-1,示波器,J002\nZC-2,万用表,J002\n";
const PROJECTS: &str = "项目名称,工号,项目角色,加入日期\n产线改造,J001,负责,2025-01-06\n";
const PROJECTS_LATER: &str =
    "项目名称,工号,项目角色,加入日期\n产线改造,J001,顾问,2025-01-06\n产线改造,J002,装配,2025-02-03\n";
const VOICES: &str = "登记日期;工号;姓名;类别;编号;内容\n2026-10-14;J001;新一;投诉;V1;夜班交接不清\n";
const VOICES_LATER: &str = "登记日期;工号;姓名;类别;编号;内容\n2026-10-14;J001;新一;投诉;V1;夜班交接仍不清\n2026-10-15;J002;新二;意见;V2;食堂\n";

async fn import(cx: &Cx, kind: Kind, text: &str) -> ImportId {
    let source = Source {
        bytes: text.as_bytes().into(),
        file_name: "表.csv".to_owned(),
        kind: Some(kind),
        mapping: None,
    };
    match imports::import_file(cx, source, false, &Arc::new(Watch::default())).await.unwrap() {
        Imported::Done(id, ..) => id,
        other => panic!("not stored: {other:?}"),
    }
}

/// Every row of every table that an import may have touched, in an order of its own.
async fn contents(company: &Company) -> BTreeMap<String, Vec<String>> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let keep = |table: &str, line: &str| {
        if !table.starts_with("import_") && !table.starts_with("evidence_") {
            tables.entry(table.to_owned()).or_default().push(line.to_owned());
        }
        Ok(())
    };
    company.app.db().dump(keep).await.unwrap();
    for rows in tables.values_mut() {
        rows.sort();
    }
    tables
}

async fn undo(cx: &Cx, id: ImportId) -> Vec<Obstacle> {
    imports::undo(cx, id).await.unwrap().1.obstacles
}

fn whys(obstacles: &[Obstacle]) -> Vec<(Why, &str)> {
    obstacles.iter().map(|obstacle| (obstacle.why, obstacle.table.as_str())).collect()
}

#[tokio::test]
async fn what_was_added_goes_and_what_was_changed_is_as_before() {
    for company in companies().await {
        let (cx, kind) = (company.system(), company.kind);
        let stages = [
            (Kind::Roster, ROSTER),
            (Kind::Roster, ROSTER_LATER),
            (Kind::Events, LEAVE),
            (Kind::Events, LEAVE_LATER),
            (Kind::Knowledge, REGISTER),
            (Kind::Knowledge, REGISTER_LATER),
            (Kind::Channels, CUSTOMERS),
            (Kind::Channels, CUSTOMERS_LATER),
            (Kind::Assets, ASSETS),
            (Kind::Assets, ASSETS_LATER),
            (Kind::Projects, PROJECTS),
            (Kind::Projects, PROJECTS_LATER),
            (Kind::Events, VOICES),
            (Kind::Events, VOICES_LATER),
        ];
        let mut before = Vec::new();
        for (of, text) in stages {
            // The leave and voices of the first name were written before it changed.
            let text = if of == Kind::Events { text.replace("新一", "新壹") } else { text.to_owned() };
            let earlier = contents(&company).await;
            let id = import(&cx, of, &text).await;
            assert_ne!(contents(&company).await, earlier, "{kind} {of}");
            before.push((id, of, earlier));
        }
        for (id, of, earlier) in before.into_iter().rev() {
            assert_eq!(whys(&undo(&cx, id).await), [], "{kind} {of}");
            let now = contents(&company).await;
            for (table, rows) in &earlier {
                assert_eq!(now.get(table), Some(rows), "{kind} {of}: {table}");
            }
            assert_eq!(now.len(), earlier.len(), "{kind} {of}");
            let run = imports::open(&cx, id).await.unwrap().0;
            assert_eq!((run.status.as_str(), run.undone_at.is_some()), ("undone", true));
            let again = imports::undo(&cx, id).await;
            assert!(matches!(again, Err(Error::Conflict("import-error-not-done"))), "{kind}");
        }
    }
}

#[tokio::test]
async fn a_later_import_goes_first() {
    for company in companies().await {
        let (cx, kind) = (company.system(), company.kind);
        let first = import(&cx, Kind::Roster, ROSTER).await;
        let second = import(&cx, Kind::Roster, ROSTER_LATER).await;
        let earlier = contents(&company).await;
        let obstacles = undo(&cx, first).await;
        let changed = obstacles.iter().find(|one| one.why == Why::Changed && one.table == "person").unwrap();
        assert_eq!((changed.count, changed.named[0].label.as_str()), (1, "新壹 J001"), "{kind}");
        assert_eq!(changed.imports, [second], "{kind}: the import that changed it is named");
        let used = obstacles.iter().find(|one| one.why == Why::Used && one.table == "person").unwrap();
        assert_eq!(used.imports, [second], "{kind}: somebody new has a manager of the first import");
        assert!(whys(&obstacles).contains(&(Why::Remembered, "person")), "{kind}: {obstacles:?}");
        assert_eq!(contents(&company).await, earlier, "{kind}: a refusal changes nothing");
        assert_eq!(whys(&undo(&cx, second).await), [], "{kind}");
        let person = cx.read().await.unwrap().find_person_by_emp_no("J001").await.unwrap().unwrap();
        assert_eq!((person.name.as_str(), person.post_title.as_str()), ("新一", "班长"), "{kind}");
        assert_eq!(whys(&undo(&cx, first).await), [], "{kind}");
        assert!(cx.read().await.unwrap().find_person_by_emp_no("J001").await.unwrap().is_none());
    }
}

#[tokio::test]
async fn leave_a_departure_or_an_account_of_somebody_it_made_stand_against_it() {
    for company in companies().await {
        let (cx, kind) = (company.system(), company.kind);
        let roster = import(&cx, Kind::Roster, ROSTER).await;
        let leave = import(&cx, Kind::Events, LEAVE).await;
        let obstacles = undo(&cx, roster).await;
        assert_eq!(whys(&obstacles), [(Why::Used, "leave_event")], "{kind}");
        assert_eq!(
            (obstacles[0].named[0].label.as_str(), &obstacles[0].imports[..]),
            ("新一 J001", &[leave][..])
        );
        assert_eq!(whys(&undo(&cx, leave).await), [], "{kind}");
        let person = cx.read().await.unwrap().find_person_by_emp_no("J002").await.unwrap().unwrap();
        open_departure(&company.hr(), resignation(person.id)).await.unwrap();
        company.account("newcomer", &[], Some(person.id)).await;
        let obstacles = undo(&cx, roster).await;
        let whys = whys(&obstacles);
        assert!(
            whys.contains(&(Why::Used, "departure")) && whys.contains(&(Why::Used, "account")),
            "{whys:?}"
        );
        let place = &obstacles.iter().find(|one| one.table == "departure").unwrap().named[0];
        assert_eq!((place.label.as_str(), place.person), ("新二 J002", Some(person.id)), "{kind}");
        assert!(cx.read().await.unwrap().find_person_by_emp_no("J001").await.unwrap().is_some(), "{kind}");
    }
}

#[tokio::test]
async fn a_later_change_on_a_page_stands_against_it_until_it_is_set_back() {
    for company in companies().await {
        let (cx, kind) = (company.system(), company.kind);
        let roster = import(&cx, Kind::Roster, ROSTER).await;
        let posts = cx.read().await.unwrap().list_posts().await.unwrap();
        let post = posts.into_iter().find(|post| post.title == "班长").unwrap();
        organisation::update_post(&cx, post.id, true, false).await.unwrap();
        let obstacles = undo(&cx, roster).await;
        assert_eq!(whys(&obstacles), [(Why::Changed, "post")], "{kind}");
        assert_eq!((obstacles[0].named[0].label.as_str(), obstacles[0].imports.len()), ("班长", 0), "{kind}");
        organisation::update_post(&cx, post.id, false, false).await.unwrap();
        assert_eq!(whys(&undo(&cx, roster).await), [], "{kind}");
    }
}

#[tokio::test]
async fn what_somebody_else_put_in_meanwhile_stays() {
    for company in companies().await {
        let (cx, kind) = (company.system(), company.kind);
        import(&cx, Kind::Roster, ROSTER).await;
        let first = import(&cx, Kind::Channels, CUSTOMERS).await;
        let second = import(&cx, Kind::Channels, "客户名称,负责人工号\n虚构丙厂,J001\n").await;
        assert_eq!(whys(&undo(&cx, first).await), [], "{kind}");
        let left = cx.read().await.unwrap().list_all_customers().await.unwrap();
        assert!(left.iter().any(|one| one.name == "虚构丙厂"), "{kind}");
        assert!(left.iter().all(|one| one.name != "虚构甲厂"), "{kind}");
        assert_eq!(whys(&undo(&cx, second).await), [], "{kind}");
    }
}
