//! Imports beyond a single file: several at once, taking one back, mending what was refused, the company's own words,
//! and the ledgers of what was imported.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use std::time::Duration;

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use kernel::Role;
use paper::{
    excel,
    import::{Kind, Limits, open, original_rows, recognise},
    table::Cell,
};
use support::{
    Browser, Site,
    imports::{ROSTER, bring, commit, figure, hr, settled},
};

const LEAVE: &str = "审批编号,工号,姓名,请假类型,开始时间,结束时间,时长(天)\r\n\
    A1,00001,样一,年假,2026-10-12,2026-10-13,2\r\nA2,00002,样二,病假,2026-10-14,2026-10-14,1\r\n";

#[tokio::test]
async fn several_files_are_imports_of_their_own_and_are_read_again_once_the_roster_is_in() {
    let site = Site::new().await;
    let browser = hr(&site).await;
    let files: [(&str, &str, &[u8]); 3] = [
        ("file", "花名册.csv", ROSTER.as_bytes()),
        ("file", "请假.csv", LEAVE.as_bytes()),
        ("file", "坏.xlsx", b"PK\x03\x04 and no more"),
    ];
    let answer = browser.upload_all("/imports", &[("kind", "")], &files).await;
    let list = answer.redirects().to_owned();
    assert!(list.starts_with("/imports/brought?ids="), "{list}");
    let ids: Vec<&str> = list.split_once('=').unwrap().1.split('.').collect();
    assert_eq!(ids.len(), 3);
    for id in &ids {
        settled(&browser, &format!("/imports/{id}")).await;
    }
    let page = browser.get(&list).await.ok();
    assert!(page.has("可导入 2 行，被拒绝 2 行") && page.has("可导入 0 行，被拒绝 2 行"), "{}", page.body);
    assert!(page.has("文件已损坏或不完整") && page.has("请先导入花名册"));
    commit(&browser, &format!("/imports/{}", ids[0]), &[("leave_out", "1")]).await;
    // It is read again beside the request that stored the roster, and stands as it was until then.
    let mut page = browser.get(&list).await.ok();
    for _ in 0..200 {
        if page.has("可导入 2 行，被拒绝 0 行") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        page = browser.get(&list).await.ok();
    }
    assert!(page.has("可导入 2 行，被拒绝 0 行"), "the leave finds its people now: {}", page.body);
    let many: Vec<(&str, &str, &[u8])> = (0..31).map(|_| ("file", "a.csv", LEAVE.as_bytes())).collect();
    let refused = browser.upload_all("/imports", &[], &many).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("一次最多上传 30 个文件"));
}

#[tokio::test]
async fn an_import_is_taken_back_on_its_page_or_it_is_said_what_stands_against_it() {
    let site = Site::new().await;
    let browser = hr(&site).await;
    let roster = bring(&browser, "", ("花名册.csv", ROSTER.as_bytes())).await;
    settled(&browser, &roster).await;
    let early = browser.get(&format!("{roster}/undo")).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "nothing is stored yet");
    let done = commit(&browser, &roster, &[("leave_out", "1")]).await;
    assert!(done.has(&format!("{roster}/undo")), "{}", done.body);
    let leave = bring(&browser, "", ("请假.csv", LEAVE.as_bytes())).await;
    settled(&browser, &leave).await;
    commit(&browser, &leave, &[]).await;
    let page = browser.get(&format!("{roster}/undo")).await.ok();
    for said in ["请假记录：引用了这次导入的内容", "样一 00001", "请假.csv", "现在不能撤销"]
    {
        assert!(page.has(said), "{said}: {}", page.body);
    }
    let refused = browser.post(&format!("{roster}/undo"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = browser.get(&format!("{leave}/undo")).await.ok();
    assert!(page.has("<dt>请假记录</dt><dd>2</dd>"), "{}", page.body);
    for address in [&leave, &roster] {
        let answer = browser.post(&format!("{address}/undo"), &[]).await;
        assert_eq!(answer.redirects(), format!("{address}?done=import-undone"));
        assert!(browser.get(address).await.ok().has("这次导入已整体撤销"));
    }
    assert!(!browser.get("/people").await.ok().has("样一"));
    let list = browser.get("/imports").await.ok();
    assert_eq!(list.body.matches("已撤销").count(), 2, "{}", list.body);
    assert_eq!(browser.post(&format!("{roster}/undo"), &[]).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn refused_rows_of_a_file_with_unknown_heads_are_mended_and_taken_without_asking_again() {
    let site = Site::new().await;
    let browser = hr(&site).await;
    let table = "代号,谁,几时来的,哪里\r\n00001,样一,2020-01-02,生产部\r\n00002,样二,2021-02-30,生产部\r\n";
    let address = bring(&browser, "roster", ("名单.csv", table.as_bytes())).await;
    settled(&browser, &address).await;
    let fields =
        [("column-0", "emp_no"), ("column-1", "name"), ("column-2", "hire_date"), ("column-3", "department")];
    browser.post(&format!("{address}/mapping"), &fields).await.redirects();
    let page = settled(&browser, &address).await;
    assert_eq!((figure(&page, "可导入"), figure(&page, "被拒绝")), (1, 1));
    let request =
        browser.request(Method::GET, &format!("{address}/refused.xlsx")).body(Body::empty()).unwrap();
    let (_, _, bytes) = site.send_for_bytes(request).await;
    commit(&browser, &address, &[("leave_out", "1")]).await;
    let book = open(&bytes, "refused.xlsx", &Limits::default()).unwrap();
    let found = recognise(&book, Kind::Roster, None);
    let heads: Vec<&str> = found.columns.iter().map(|column| column.header.as_str()).collect();
    assert_eq!(heads, ["代号", "谁", "几时来的", "哪里", "原文件行号", "拒绝原因"]);
    let samples: Vec<&str> = found.columns.iter().map(|column| column.samples[0].as_str()).collect();
    assert_eq!(samples[..5], ["00002", "样二", "2021-02-30", "生产部", "3"]);
    let mended: Vec<Cell> = samples
        .iter()
        .map(|cell| Cell::from(if *cell == "2021-02-30" { "2021-02-28" } else { cell }))
        .collect();
    let mended = excel::write_table("拒绝", &heads, [mended]).unwrap();
    let again = bring(&browser, "", ("mended.xlsx", &mended)).await;
    let page = settled(&browser, &again).await;
    assert_eq!((figure(&page, "可导入"), figure(&page, "被拒绝")), (1, 0), "{}", page.body);
    assert!(page.has("沿用上次确认的对应关系"));
    commit(&browser, &again, &[]).await;
    assert!(browser.get("/people").await.ok().has("样二"));
    assert!(original_rows(&book, &found, &[2]).is_empty(), "without what was said nothing is recognised");
}

#[tokio::test]
async fn the_companys_own_words_count_from_the_next_file_on_and_a_wrong_one_is_refused_with_its_place() {
    let site = Site::new().await;
    site.account("admin-only", &[Role::Admin], None).await;
    let admin = site.sign_in("admin-only").await;
    let page = admin.get("/imports/words?kind=roster").await.ok();
    assert!(page.has("id=\"head.emp_no\"") && page.has("员工编号"), "the words in use are shown");
    let wrong = [("kind", "roster"), ("head.emp_no", "胸牌号、姓名"), ("value.status.probation", "见习")];
    let refused = admin.post("/imports/words", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.has("id=\"head.emp_no-error\"") && refused.has("“姓名”已经表示“姓名”"),
        "{}",
        refused.body
    );
    assert!(refused.has("value=\"胸牌号、姓名\""), "what was typed stays");
    let right = [("kind", "roster"), ("head.emp_no", "胸牌号，卡号"), ("value.status.probation", "见习")];
    let saved = admin.post("/imports/words", &right).await;
    assert_eq!(saved.redirects(), "/imports/words?kind=roster&done=words-saved");
    assert!(admin.get("/imports/words?kind=roster").await.ok().has("value=\"胸牌号、卡号\""));
    let browser = hr(&site).await;
    let table = "胸牌号,姓名,入职日期,员工状态\r\n00001,样一,2020-01-02,见习\r\n";
    let address = bring(&browser, "", ("名单.csv", table.as_bytes())).await;
    let page = settled(&browser, &address).await;
    assert_eq!((figure(&page, "可导入"), figure(&page, "被拒绝")), (1, 0), "{}", page.body);
    let mapping = browser.get(&format!("{address}/mapping")).await.ok();
    assert!(mapping.has("本单位用词"), "{}", mapping.body);
}

const CUSTOMERS: &str = "客户名称,负责人工号,业务负责人,联系人,联系电话,合同额,最近联系日期\r\n\
    虚构甲厂,00001,样一,拟先生,12900000001,12万,2026-10-01\r\n虚构乙厂,00002,样二,例女士,12900000002,3000,\r\n";
const ASSETS: &str =
    "资产编号,资产名称,使用人工号,使用人,原值\r\nZC-1,示波器,00001,样一,\"8,800.00\"\r\nZC-2,公章,,公用,\r\n";
const PROJECTS: &str = "项目编号,项目名称,工号,姓名,项目角色,加入日期,退出日期,项目状态\r\n\
    XM-1,虚构产线改造,00001,样一,负责,2025-03-02,,进行中\r\nXM-1,虚构产线改造,00002,样二,装配,2025-04-01,2025-12-31,\r\n";
const KNOWLEDGE: &str = "知识项,类别,领域,权重,交接工时,掌握人工号,掌握人,掌握程度\r\n主轴装配,技能,装配,80,12,00001,样一,4\r\n主轴装配,技能,装配,80,12,00002,样二,2\r\n";
/// Each ledger with something that it shows, and its rows.
const LEDGERS: [(&str, &str, usize); 6] = [
    ("channels", "虚构甲厂", 2),
    ("assets", "示波器", 2),
    ("projects", "虚构产线改造", 2),
    ("knowledge", "主轴装配", 2),
    ("leave", "年假", 2),
    ("events", "夜班交接不清", 1),
];
const VOICES: &str = "登记日期;工号;姓名;类别;内容\n2026-10-14;00001;样一;投诉;夜班交接不清\n";

async fn store(browser: &Browser<'_>, text: &str) {
    let address = bring(browser, "", ("a.csv", text.as_bytes())).await;
    settled(browser, &address).await;
    commit(browser, &address, &[("leave_out", "1")]).await;
}

#[tokio::test]
async fn what_was_imported_is_listed_and_its_export_brought_again_changes_nothing() {
    let site = Site::new().await;
    let browser = hr(&site).await;
    for text in [ROSTER, LEAVE, CUSTOMERS, ASSETS, PROJECTS, KNOWLEDGE, VOICES] {
        store(&browser, text).await;
    }
    for (ledger, shown, rows) in LEDGERS {
        let page = browser.get(&format!("/ledgers/{ledger}")).await.ok();
        assert!(page.has(shown) && page.has("样一"), "{ledger}: {}", page.body);
        assert_eq!(page.body.matches("<tr>").count(), rows + 1, "{ledger}");
        assert!(!browser.get(&format!("/ledgers/{ledger}?q=没有这样的")).await.ok().has(shown), "{ledger}");
        for lang in ["zh-CN", "en"] {
            browser.post("/language", &[("lang", lang), ("here", "/")]).await;
            let export = format!("/ledgers/{ledger}/export.xlsx");
            let request = browser.request(Method::GET, &export).body(Body::empty()).unwrap();
            let (status, _, bytes) = site.send_for_bytes(request).await;
            assert_eq!(status, StatusCode::OK, "{ledger} {lang}");
            browser.post("/language", &[("lang", "zh-CN"), ("here", "/")]).await;
            let kind = if matches!(ledger, "leave" | "events") { "events" } else { ledger };
            let book = open(&bytes, "export.xlsx", &Limits::default()).unwrap();
            let found = recognise(&book, kind.parse().unwrap(), None);
            let speaks_english =
                found.columns.iter().all(|column| column.header.replace('’', "'").is_ascii());
            assert_eq!(speaks_english, lang == "en", "{ledger}");
            assert!(found.unmapped.len() <= 1, "{ledger} {lang}: {:?}", found.unmapped);
            let address = bring(&browser, kind, ("export.xlsx", &bytes)).await;
            let page = settled(&browser, &address).await;
            let outcome = (figure(&page, "可导入"), figure(&page, "被拒绝"), figure(&page, "变更"));
            assert_eq!(outcome, (rows, 0, 0), "{ledger} {lang}: {}", page.body);
            if kind == ledger {
                assert_eq!(figure(&page, "与现有相同"), rows, "{ledger} {lang}: {}", page.body);
            }
        }
    }
    let audit = site.browser_as(&[Role::Auditor]).await;
    assert!(audit.get("/audit").await.ok().has("ledger-export"), "taking leave records out is recorded");
}

#[tokio::test]
async fn each_ledger_opens_for_those_whose_business_it_is_and_a_manager_sees_the_own_line() {
    let site = Site::new().await;
    let browser = hr(&site).await;
    for text in [ROSTER, CUSTOMERS, ASSETS, VOICES] {
        store(&browser, text).await;
    }
    let boss = site.cx().read().await.unwrap().find_person_by_emp_no("00001").await.unwrap().unwrap().id;
    site.account("boss", &[Role::Manager], Some(boss)).await;
    let manager = site.sign_in("boss").await;
    let page = manager.get("/ledgers/channels").await.ok();
    assert!(page.has("虚构乙厂") && !page.has("虚构甲厂"), "样二 is in the line of 样一: {}", page.body);
    assert_eq!(manager.get("/ledgers/events").await.status, StatusCode::NOT_FOUND);
    let opens: [(&str, &[Role]); 6] = [
        ("channels", &[Role::HrSpecialist, Role::HrPartner, Role::Legal, Role::Executive]),
        ("assets", &[Role::HrSpecialist, Role::HrPartner, Role::Legal, Role::Archivist, Role::ItSecurity]),
        ("projects", &[Role::HrSpecialist, Role::HrPartner, Role::Legal, Role::Executive]),
        ("knowledge", &[Role::HrSpecialist, Role::HrPartner, Role::Legal, Role::Executive]),
        ("leave", &[Role::HrSpecialist, Role::HrPartner]),
        ("events", &[Role::HrSpecialist, Role::HrPartner]),
    ];
    for role in Role::grantable().filter(|role| *role != Role::Manager) {
        let login = format!("ledger-{role}");
        site.account(&login, &[role], None).await;
        let other = site.sign_in(&login).await;
        for (ledger, roles) in opens {
            for path in [format!("/ledgers/{ledger}"), format!("/ledgers/{ledger}/export.xlsx")] {
                let request = other.request(Method::GET, &path).body(Body::empty()).unwrap();
                let status = site.send_for_bytes(request).await.0;
                let expected = if roles.contains(&role) { StatusCode::OK } else { StatusCode::NOT_FOUND };
                assert_eq!(status, expected, "{role} {path}");
            }
        }
    }
}
