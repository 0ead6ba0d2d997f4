//! Imports from the upload to the people on the pages, in both languages; and what is refused on the way.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may fail loudly and say what it skipped"
)]

mod support;

use std::path::PathBuf;

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use kernel::{Lang, Role};
use support::{
    Answer, Site,
    imports::{ROSTER, bring, commit, figure, hr, settled},
};

/// A reference file, or none where they are not at hand.
fn reference(name: &str) -> Option<Vec<u8>> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/import"));
    let found = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let path = found
        .map(|file| file.path())
        .find(|path| path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name)));
    if path.is_none() {
        eprintln!("skipped: the reference files are not here");
    }
    std::fs::read(path?).ok()
}

fn uploads(site: &Site) -> usize {
    let folder = site.app.vault().folder().with_file_name("uploads");
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

#[tokio::test]
async fn a_small_roster_is_recognised_looked_at_and_stored_without_its_refused_rows() {
    let site = Site::new().await;
    let browser = hr(&site).await;
    let address = bring(&browser, "", ("花名册.csv", ROSTER.as_bytes())).await;
    let page = settled(&browser, &address).await;
    assert!(page.has("<span class=\"tag brand\">花名册</span>"), "the kind is told from the file");
    assert_eq!((figure(&page, "可导入"), figure(&page, "被拒绝"), figure(&page, "新增")), (2, 2, 2));
    for said in ["日期无法识别或不存在", "2024-02-30", "第 4 行", "不认识的用词", "见备注"]
    {
        assert!(page.has(said), "{said}");
    }
    let all = browser.post(&format!("{address}/commit"), &[]).await;
    assert_eq!(all.status, StatusCode::CONFLICT, "refused rows are left out by choice only");
    assert!(all.has("有被拒绝的行"));
    assert!(!browser.get("/people").await.ok().has("样二"), "nothing was stored so far");
    let done = commit(&browser, &address, &[("leave_out", "1")]).await;
    assert!(done.has("新增 2 条，变更 0 条"), "{}", done.body);
    let people = browser.get("/people").await.ok();
    assert!(people.has("样二") && people.has("工艺工程师") && !people.has("样三"));
    assert_eq!(uploads(&site), 0, "the file is gone with the end of its import");
    assert!(browser.get("/imports").await.ok().has("新增 2，变更 0，相同 0，未导入 2"));
}

#[tokio::test]
async fn a_word_is_given_its_meaning_and_it_is_remembered_for_the_next_file() {
    let site = Site::new().await;
    let browser = hr(&site).await;
    let address = bring(&browser, "roster", ("花名册.csv", ROSTER.as_bytes())).await;
    settled(&browser, &address).await;
    let form = browser.get(&format!("{address}/mapping")).await.ok();
    assert!(form.has("<q>见备注</q>"));
    let columns = ["emp_no", "name", "department", "position", "hire_date", "status", ""];
    let names: Vec<String> = (0..columns.len()).map(|at| format!("column-{at}")).collect();
    let mut fields: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(columns).collect();
    fields.extend([("said", "见备注"), ("of", "status"), ("word-0", "active")]);
    assert_eq!(browser.post(&format!("{address}/mapping"), &fields).await.redirects(), address);
    let page = settled(&browser, &address).await;
    assert_eq!((figure(&page, "可导入"), figure(&page, "被拒绝")), (3, 1));
    assert!(page.has("直属上级"), "the column that was left out is named: {}", page.body);
    browser.post(&format!("{address}/cancel"), &[]).await.redirects();
    let again = bring(&browser, "", ("下月花名册.csv", ROSTER.as_bytes())).await;
    let page = settled(&browser, &again).await;
    assert_eq!(figure(&page, "可导入"), 3, "what was said is remembered");
    assert!(page.has("沿用上次确认的对应关系"));
}

#[tokio::test]
async fn unknown_heads_are_named_by_hand_and_one_field_is_named_once() {
    let site = Site::new().await;
    let browser = hr(&site).await;
    let table = "代号,谁,几时来的,哪里\n00001,样一,2020-01-02,生产部\n00002,样二,2021-01-04,生产部\n";
    let address = bring(&browser, "roster", ("名单.csv", table.as_bytes())).await;
    let page = settled(&browser, &address).await;
    assert!(page.has("没有认出这张表的表头") && page.has("<b>几时来的</b>"), "{}", page.body);
    let mapping = format!("{address}/mapping");
    let mut fields =
        [("column-0", "emp_no"), ("column-1", "name"), ("column-2", "hire_date"), ("column-3", "name")];
    let twice = browser.post(&mapping, &fields).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.has("id=\"column-3-error\""), "{}", twice.body);
    fields[3].1 = "department";
    assert_eq!(browser.post(&mapping, &fields).await.redirects(), address);
    let page = settled(&browser, &address).await;
    assert_eq!((figure(&page, "可导入"), figure(&page, "被拒绝")), (2, 0));
    let done = commit(&browser, &address, &[]).await;
    assert!(done.has("新增 2 条"));
}

#[tokio::test]
async fn a_repeat_changes_nothing_and_a_changed_file_shows_each_change_before() {
    let site = Site::new().await;
    let browser = hr(&site).await;
    let bring_and_store = async |table: &str| {
        let address = bring(&browser, "", ("a.csv", table.as_bytes())).await;
        let page = settled(&browser, &address).await;
        (page, commit(&browser, &address, &[("leave_out", "1")]).await)
    };
    bring_and_store(ROSTER).await;
    let (page, done) = bring_and_store(ROSTER).await;
    assert!(page.has("与现有数据完全一致") && done.has("没有改动"), "{}", done.body);
    let changed = ROSTER.replace("工艺工程师", "工艺主管");
    let (page, done) = bring_and_store(&changed).await;
    assert_eq!((figure(&page, "新增"), figure(&page, "变更"), figure(&page, "与现有相同")), (0, 1, 1));
    assert!(page.has("<del>工艺工程师</del>") && page.has("<ins>工艺主管</ins>"), "{}", page.body);
    assert!(done.has("新增 0 条，变更 1 条"));
}

#[tokio::test]
async fn refused_rows_are_downloaded_mended_and_brought_again() {
    let site = Site::new().await;
    let browser = hr(&site).await;
    let address = bring(&browser, "roster", ("a.csv", ROSTER.as_bytes())).await;
    settled(&browser, &address).await;
    let request =
        browser.request(Method::GET, &format!("{address}/refused.xlsx")).body(Body::empty()).unwrap();
    let (_, headers, bytes) = site.send_for_bytes(request).await;
    assert!(headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
    let again = bring(&browser, "roster", ("refused.xlsx", &bytes)).await;
    let page = settled(&browser, &again).await;
    assert_eq!((figure(&page, "可导入"), figure(&page, "被拒绝")), (0, 2), "{}", page.body);
    assert!(page.has("2024-02-30"), "the rows are as they were");
    assert!(!page.has("未导入的栏目"), "the reason behind them is no column of the table: {}", page.body);
    assert!(page.has("没有可以导入的行"));
    assert_eq!(
        browser.post(&format!("{again}/commit"), &[("leave_out", "1")]).await.status,
        StatusCode::CONFLICT
    );
}

#[tokio::test]
async fn only_hr_imports_and_to_everybody_else_there_is_nothing() {
    let site = Site::new().await;
    let browser = hr(&site).await;
    let address = bring(&browser, "roster", ("a.csv", ROSTER.as_bytes())).await;
    settled(&browser, &address).await;
    let nowhere = browser.get("/imports/00000000-0000-7000-8000-000000000000").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    let body = |answer: Answer| answer.body;
    for role in Role::grantable().filter(|role| !matches!(role, Role::HrSpecialist | Role::HrPartner)) {
        let login = format!("only-{role}");
        site.account(&login, &[role], None).await;
        let other = site.sign_in(&login).await;
        for path in ["", "/mapping", "/progress", "/refused.xlsx"] {
            let answer = other.get(&format!("{address}{path}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role} {path}");
            assert_eq!(answer.body, nowhere.body, "{role} {path}");
        }
        for path in ["/commit", "/cancel", "/again", "/kind", "/mapping"] {
            let answer = other.post(&format!("{address}{path}"), &[("kind", "roster")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role} {path}");
        }
        let upload = other.upload("/imports", &[], ("file", "a.csv", ROSTER.as_bytes())).await;
        assert_eq!(body(upload), nowhere.body, "{role}");
        assert_eq!(other.get("/imports").await.status, StatusCode::NOT_FOUND, "{role}");
    }
    let partner = site.browser_as(&[Role::HrPartner]).await;
    partner.get(&address).await.ok();
    assert_eq!(uploads(&site), 1, "what others sent was not kept");
}

#[tokio::test]
async fn an_upload_that_says_it_is_too_large_is_refused_before_it_is_read() {
    let site = Site::new().await;
    let browser = hr(&site).await;
    let request = browser
        .request(Method::POST, "/imports")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header(header::CONTENT_LENGTH, "9000000")
        .body(Body::from("--x"))
        .unwrap();
    let answer = site.send(request).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.has("文件太大"), "{}", answer.body);
    let large = vec![b'a'; 9 << 20];
    let answer = browser.upload("/imports", &[], ("file", "a.csv", &large)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "also without saying so");
    assert_eq!(uploads(&site), 0);
    let none = browser.upload("/imports", &[], ("file", "", b"")).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.has("请选择一个文件") && none.has("id=\"file-error\""));
}

#[tokio::test]
async fn a_stop_of_the_server_leaves_an_import_to_be_read_again() {
    let site = Site::new().await;
    let address = {
        let browser = hr(&site).await;
        let address = bring(&browser, "roster", ("a.csv", ROSTER.as_bytes())).await;
        settled(&browser, &address).await;
        address
    };
    let site = site.restart().await;
    let browser = site.sign_in("hr-specialist").await;
    let page = browser.get(&address).await.ok();
    assert!(page.has("读取被中断"), "{}", page.body);
    assert_eq!(browser.post(&format!("{address}/again"), &[]).await.redirects(), address);
    let page = settled(&browser, &address).await;
    assert_eq!(figure(&page, "可导入"), 2);
    assert_eq!(
        browser.post(&format!("{address}/cancel"), &[]).await.redirects(),
        "/imports?done=import-cancelled"
    );
    assert!(browser.get(&address).await.ok().has("这次导入已取消"));
    assert_eq!(browser.post(&format!("{address}/again"), &[]).await.status, StatusCode::CONFLICT);
    assert_eq!(uploads(&site), 0);
}

#[tokio::test]
async fn two_who_press_the_button_at_once_store_once() {
    let site = Site::new().await;
    let browser = hr(&site).await;
    let address = bring(&browser, "roster", ("a.csv", ROSTER.as_bytes())).await;
    settled(&browser, &address).await;
    let path = format!("{address}/commit");
    let fields = [("leave_out", "1")];
    let (one, two) = (browser.post(&path, &fields).await, browser.post(&path, &fields).await);
    assert!(one.status.is_redirection());
    assert_eq!(two.status, StatusCode::CONFLICT);
    assert!(settled(&browser, &address).await.has("新增 2 条"));
}

#[tokio::test]
async fn damaged_and_hostile_files_are_refused_with_a_sentence() {
    let site = Site::new().await;
    let browser = hr(&site).await;
    for (name, said) in [("d08", "文件已损坏或不完整"), ("d09", "文件解压后过大")] {
        let Some(bytes) = reference(name) else { return };
        let begin = std::time::Instant::now();
        let address = bring(&browser, "roster", (&format!("{name}.xlsx"), &bytes)).await;
        let page = settled(&browser, &address).await;
        assert!(page.has(said), "{name}: {}", page.body);
        eprintln!("{name} was refused in {:?}", begin.elapsed());
        assert!(browser.get("/imports").await.ok().has("无法读取"));
    }
    let address = bring(&browser, "roster", ("cut.xlsx", b"PK\x03\x04 and no more")).await;
    assert!(settled(&browser, &address).await.has("文件已损坏或不完整"));
    let address = bring(&browser, "", ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")).await;
    assert!(settled(&browser, &address).await.has("不支持这种文件"));
    assert_eq!(uploads(&site), 0);
}

/// From the reference roster to its leave, as HR does it on the first day.
async fn reference_files(lang: Lang, words: &Words) {
    let (Some(roster), Some(leave)) = (reference("d01"), reference("d03")) else { return };
    let site = Site::new().await;
    site.account("hr", &[Role::HrSpecialist], None).await;
    let browser = site.sign_in("hr").await;
    browser.post("/account/preferences", &[("lang", lang.code()), ("theme", "auto")]).await.redirects();
    let address = bring(&browser, "", ("d01.xlsx", &roster)).await;
    let page = settled(&browser, &address).await;
    assert_eq!((figure(&page, words.accepted), figure(&page, words.refused)), (393, 9), "{}", page.body);
    assert_eq!(figure(&page, words.skipped), 11);
    for code in words.roster_says {
        assert!(page.has(code), "{code}");
    }
    assert!(page.body.len() < 60_000, "{} bytes", page.body.len());
    let done = commit(&browser, &address, &[("leave_out", "1")]).await;
    assert!(done.has(words.done), "{}", done.body);
    let address = bring(&browser, "", ("d03.csv", &leave)).await;
    let page = settled(&browser, &address).await;
    assert_eq!((figure(&page, words.accepted), figure(&page, words.refused)), (1087, 8), "{}", page.body);
    assert!(page.has(words.leave), "{}", page.body);
    let done = commit(&browser, &address, &[("leave_out", "1")]).await;
    assert_eq!(figure(&done, words.added), 1087);
    let address = bring(&browser, "", ("d03.csv", &leave)).await;
    let page = settled(&browser, &address).await;
    assert!(page.has(words.nothing), "{}", page.body);
}

struct Words {
    accepted: &'static str,
    refused: &'static str,
    skipped: &'static str,
    added: &'static str,
    roster_says: &'static [&'static str],
    done: &'static str,
    leave: &'static str,
    nothing: &'static str,
}

#[tokio::test]
async fn the_reference_roster_and_its_leave_are_imported_in_chinese() {
    let words = Words {
        accepted: "可导入",
        refused: "被拒绝",
        skipped: "非数据行",
        added: "新增",
        roster_says: &["编号重复而内容不同", "05092", "第 23, 105 行", "调薪（勿外传）", "同名不同人"],
        done: "导入完成",
        leave: "<dt>年假</dt><dd>395 次，414 天</dd>",
        nothing: "与现有数据完全一致",
    };
    reference_files(Lang::Zh, &words).await;
}

#[tokio::test]
async fn the_reference_roster_and_its_leave_are_imported_in_english() {
    let words = Words {
        accepted: "Can be imported",
        refused: "Refused",
        skipped: "No records",
        added: "New",
        roster_says: &["One number, different content", "05092", "Row 23, 105", "is hidden and was not read"],
        done: "Imported:",
        leave: "<dt>Annual leave</dt><dd>395 times, 414 days</dd>",
        nothing: "importing it changes nothing",
    };
    reference_files(Lang::En, &words).await;
}
