//! Files that are brought become people, leave and knowledge on both databases, together with the note of who brought
//! them, or leave nothing at all.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use std::sync::Arc;

use app::{Cx, Error};
use app_people::imports::{self, Imported, Source, State, Watch};
use kernel::ImportId;
use paper::import::Kind;
use support::{Company, companies};

const ROSTER: &str = "工号,姓名,部门,岗位,入职日期,状态\nJ001,新一,装配部,班长,2020-03-02,在职\nJ002,新二,装配部,装配工,2021-07-05,在职\n\
                      J003,新三,装配部,装配工,2021-13-05,在职\n";
const LEAVE: &str = "审批编号,工号,姓名,请假类型,开始时间,结束时间,时长(天)\nA1,J001,新一,年假,2026-10-12 上午,2026-10-13 上午,1.5\n\
                     A2,J002,新二,病假,2026-10-14,2026-10-14,1\n";
const REGISTER: &str =
    "知识项,领域,权重,工时,掌握人工号,掌握程度\n夹具校准,装配,80,12,J001,4\n夹具校准,装配,80,12,J002,2\n";

fn source(kind: Option<Kind>, text: &str) -> Source {
    Source { bytes: text.as_bytes().into(), file_name: "表.csv".to_owned(), kind, mapping: None }
}

async fn import(cx: &Cx, kind: Kind, text: &str, leaves_out: bool) -> Imported {
    imports::import_file(cx, source(Some(kind), text), leaves_out, &Arc::new(Watch::default())).await.unwrap()
}

#[track_caller]
fn applied(imported: &Imported) -> (usize, usize, usize) {
    let Imported::Done(_, applied, _) = imported else { panic!("not stored: {imported:?}") };
    (applied.added, applied.changed, applied.same)
}

async fn log_size(cx: &Cx) -> u64 {
    cx.read().await.unwrap().get_log_root().await.unwrap().0
}

fn system(company: &Company) -> Cx {
    company.app.system().unwrap()
}

#[tokio::test]
async fn roster_leave_and_knowledge_are_stored_and_a_repeat_changes_nothing() {
    for company in companies().await {
        let (cx, kind) = (system(&company), company.kind);
        assert_eq!(applied(&import(&cx, Kind::Roster, ROSTER, true).await), (2, 0, 0), "{kind}");
        assert_eq!(applied(&import(&cx, Kind::Events, LEAVE, false).await), (2, 0, 0), "{kind}");
        assert_eq!(applied(&import(&cx, Kind::Knowledge, REGISTER, false).await).0, 2, "{kind}");
        assert_eq!(applied(&import(&cx, Kind::Roster, ROSTER, true).await), (0, 0, 2), "{kind}");
        assert_eq!(applied(&import(&cx, Kind::Events, LEAVE, false).await), (0, 0, 2), "{kind}");
        let longer = LEAVE.replace("2026-10-14,1\n", "2026-10-15,2\n");
        assert_eq!(applied(&import(&cx, Kind::Events, &longer, false).await), (0, 1, 1), "{kind}");
        let mut conn = cx.read().await.unwrap();
        let person = conn.find_person_by_emp_no("J001").await.unwrap().unwrap();
        let leave = conn.list_leave(person.id, None, 10).await.unwrap();
        assert_eq!((leave[0].half_days, leave[0].reference.as_str()), (3, "A1"), "{kind}");
        let runs = conn.list_imports(None, 10).await.unwrap();
        assert_eq!(runs.len(), 6, "{kind}");
        assert_eq!((runs[0].status.as_str(), runs[0].kind.as_str(), runs[0].changed), ("done", "events", 1));
        assert_eq!((runs[5].accepted, runs[5].refused, runs[5].added), (2, 1, 2), "{kind}");
    }
}

#[tokio::test]
async fn refused_rows_that_nobody_left_out_leave_nothing_not_even_an_entry_of_the_log() {
    for company in companies().await {
        let cx = system(&company);
        let before = log_size(&cx).await;
        let refused = import(&cx, Kind::Roster, ROSTER, false).await;
        assert!(matches!(refused, Imported::Refused("import-error-refused", _)), "{}", company.kind);
        let broken = import(&cx, Kind::Roster, "PK\u{3}\u{4} cut", false).await;
        assert!(matches!(broken, Imported::Unreadable(_)));
        let unclear = import(&cx, Kind::Roster, "甲,乙\n1,2\n3,4\n", false).await;
        assert!(matches!(unclear, Imported::Unclear(_)));
        let stopped = Arc::new(Watch::default());
        stopped.cancel();
        let cancelled = imports::import_file(&cx, source(None, ROSTER), true, &stopped).await.unwrap();
        assert!(matches!(cancelled, Imported::Cancelled));
        assert_eq!(log_size(&cx).await, before);
        assert!(imports::list(&cx, None).await.unwrap().is_empty());
        assert!(cx.read().await.unwrap().find_person_by_emp_no("J001").await.unwrap().is_none());
    }
}

async fn bring(cx: &Cx, text: &str) -> ImportId {
    let mut upload = imports::begin_upload(cx).await.unwrap();
    upload.write(text.as_bytes()).await.unwrap();
    imports::finish_upload(cx, upload, "表.csv", None).await.unwrap()
}

async fn settled(cx: &Cx, id: ImportId) -> State {
    for _ in 0..600 {
        match imports::open(cx, id).await.unwrap().1 {
            State::Working(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
            state => return state,
        }
    }
    panic!("the import never settles");
}

#[tokio::test]
async fn an_import_that_was_given_up_cannot_be_stored_any_more() {
    for company in companies().await {
        let cx = system(&company);
        let id = bring(&cx, ROSTER).await;
        assert!(matches!(settled(&cx, id).await, State::Ready(..)), "{}", company.kind);
        imports::cancel(&cx, id).await.unwrap();
        let late = imports::commit(&cx, id, true).await;
        assert!(matches!(late, Err(Error::Conflict("import-error-ended"))));
        assert!(matches!(imports::open(&cx, id).await.unwrap().1, State::Ended));
        assert!(cx.read().await.unwrap().find_person_by_emp_no("J001").await.unwrap().is_none());
    }
}

#[tokio::test]
async fn what_was_stored_meanwhile_is_taken_into_account_when_the_button_is_pressed() {
    for company in companies().await {
        let cx = system(&company);
        let id = bring(&cx, ROSTER).await;
        settled(&cx, id).await;
        assert_eq!(applied(&import(&cx, Kind::Roster, ROSTER, true).await), (2, 0, 0));
        imports::commit(&cx, id, true).await.unwrap();
        let state = settled(&cx, id).await;
        assert!(matches!(state, State::Ended), "{}: {state:?}", company.kind);
        let run = imports::open(&cx, id).await.unwrap().0;
        assert_eq!((run.status.as_str(), run.added, run.same), ("done", 0, 2), "{}", company.kind);
    }
}

const CUSTOMERS: &str =
    "客户名称,业务负责人,负责人工号,合同额,备注\n虚构甲厂,新一,J001,12万,=1+1\n虚构乙厂,新三,J009,3000,\n";
const CUSTOMERS_LATER: &str =
    "客户名称,业务负责人,负责人工号,合同额,备注\n虚构甲厂,新二,J002,12万,=1+1\n虚构乙厂,新三,J009,3000,\n";
const ASSETS: &str =
    "资产编号,资产名称,使用人工号,使用人,原值\nZC-1,示波器,J001,新一,\"8,800.00\"\nZC-2,公章,,公用,\n";
const PROJECTS: &str = "项目名称,工号,姓名,加入日期,退出日期\n产线改造,J001,新一,2025-01-06,2025-06-30\n产线改造,J001,新一,2026-02-02,\n产线改造,J002,新二,,\n";
const MONTH: &str = "月度汇总 统计日期：2026-09-01 至 2026-09-05,,,,,,\n姓名,工号,1,2,3,4,六\n\
                     新一,J001,正常,迟到12分钟,年假09-03 09:00到09-04 18:00 16小时,年假09-03 09:00到09-04 18:00 16小时,休息\n\
                     新二,J002,旷工,\"迟到5分钟,下班缺卡\",正常,正常,休息\n";
const VOICES: &str =
    "登记日期;工号;姓名;类别;内容\n2026-10-14;J001;新一;投诉;夜班交接不清\n2026-10-15;;匿名;意见;食堂\n";

#[tokio::test]
async fn customers_assets_projects_attendance_and_voices_are_stored_and_a_repeat_changes_nothing() {
    for company in companies().await {
        let (cx, kind) = (system(&company), company.kind);
        import(&cx, Kind::Roster, ROSTER, true).await;
        for (of, text, rows) in [
            (Kind::Channels, CUSTOMERS, 2),
            (Kind::Assets, ASSETS, 2),
            (Kind::Projects, PROJECTS, 3),
            // Late, leave; absent, late, a missing punch.
            (Kind::Events, MONTH, 5),
            (Kind::Events, VOICES, 1),
        ] {
            assert_eq!(applied(&import(&cx, of, text, false).await), (rows, 0, 0), "{kind} {of}");
            assert_eq!(applied(&import(&cx, of, text, false).await), (0, 0, rows), "{kind} {of} again");
        }
        let mut conn = cx.read().await.unwrap();
        let customers = conn.list_all_customers().await.unwrap();
        let owned = customers.iter().find(|customer| customer.name == "虚构甲厂").unwrap();
        assert!(owned.owner_id.is_some() && owned.details.contains("120000.00"), "{owned:?}");
        assert!(customers.iter().any(|customer| customer.owner_id.is_none()), "an unknown owner stays empty");
        let events = conn.list_all_person_events().await.unwrap();
        let leave = events.iter().find(|event| event.kind == "leave-day").unwrap();
        assert_eq!((leave.amount, leave.on_day.to_string().as_str()), (16_000, "2026-09-03"));
        drop(conn);
        // A day that is put right is no other line, also of whoever was there twice.
        let mended = PROJECTS.replace("2026-02-02", "2026-02-03");
        assert_eq!(applied(&import(&cx, Kind::Projects, &mended, false).await), (0, 1, 2), "{kind}");
        assert_eq!(applied(&import(&cx, Kind::Channels, CUSTOMERS_LATER, false).await), (0, 1, 1), "{kind}");
    }
}

#[tokio::test]
async fn a_reading_that_is_cancelled_half_way_stores_nothing_and_keeps_no_file() {
    for company in companies().await {
        let (cx, kind) = (system(&company), company.kind);
        let rows: Vec<String> = (0..30_000).map(|n| format!("K{n:05},新{n},2020-03-02")).collect();
        let id = bring(&cx, &format!("工号,姓名,入职日期\n{}\n", rows.join("\n"))).await;
        assert!(matches!(imports::open(&cx, id).await.unwrap().1, State::Working(_)), "{kind}");
        imports::cancel(&cx, id).await.unwrap();
        let (run, state) = imports::open(&cx, id).await.unwrap();
        assert!(matches!(state, State::Ended) && run.status == "cancelled", "{kind}: {state:?}");
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let late = imports::open(&cx, id).await.unwrap().1;
        assert!(
            matches!(late, State::Ended),
            "{kind}: the reading that was under way settles nothing: {late:?}"
        );
        assert!(imports::read_again(&cx, id).await.is_err(), "{kind}");
        assert!(cx.read().await.unwrap().find_person_by_emp_no("K00001").await.unwrap().is_none(), "{kind}");
    }
}

#[tokio::test]
async fn of_very_many_refused_rows_all_are_counted_and_only_the_first_are_kept_to_be_handed_back() {
    let company = companies().await.remove(0);
    let cx = system(&company);
    let refused = imports::HANDED_BACK + 500;
    let rows: Vec<String> = (0..refused).map(|n| format!("X{n},,昨天")).collect();
    // A sound row among the first: else the rest would not be read at all.
    let text = format!("工号,姓名,入职日期\nK1,新一,2020-03-02\n{}\n", rows.join("\n"));
    let id = bring(&cx, &text).await;
    let State::Ready(preview, _) = settled(&cx, id).await else { panic!("a preview") };
    assert_eq!((preview.counts.accepted, preview.counts.refused_rows), (1, refused));
    assert_eq!(preview.refused_groups.iter().map(|group| group.count).sum::<usize>(), refused);
    assert_eq!(
        (preview.refused.findings.len(), preview.refused.cells.len()),
        (imports::HANDED_BACK, imports::HANDED_BACK)
    );
}

#[tokio::test]
async fn where_none_of_the_first_rows_can_be_taken_the_preview_says_so_and_nothing_can_be_applied() {
    let company = companies().await.remove(0);
    let cx = system(&company);
    let rows: Vec<String> = (0..30_000).map(|n| format!("X{n},,昨天")).collect();
    let id = bring(&cx, &format!("工号,姓名,入职日期\n{}\n", rows.join("\n"))).await;
    let State::Ready(preview, _) = settled(&cx, id).await else { panic!("a preview") };
    assert_eq!((preview.counts.accepted, preview.counts.refused_rows), (0, 19_999));
    assert!(preview.warnings.iter().any(|group| group.code == "file.rest_unread"), "{:?}", preview.warnings);
}

#[tokio::test]
async fn a_large_first_roster_leaves_every_index_as_it_was() {
    let company = companies().await.remove(0);
    let cx = system(&company);
    let indexes = async || {
        let db = company.app.db();
        db.list_indexes().await.unwrap()
    };
    let before = indexes().await;
    assert!(before.iter().any(|name| name == "person_by_sort"), "{before:?}");
    let rows: Vec<String> = (0..5_200).map(|n| format!("K{n:05},新{n},2020-03-02")).collect();
    let text = format!("工号,姓名,入职日期\n{}\n", rows.join("\n"));
    assert_eq!(applied(&import(&cx, Kind::Roster, &text, false).await).0, 5_200);
    assert_eq!(indexes().await, before);
    let mut conn = cx.read().await.unwrap();
    assert!(conn.find_person_by_emp_no("K05199").await.unwrap().is_some());
}
