//! Notices, legal deadlines and papers, as HR meets them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use paper::word;
use support::{Browser, world::World};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

/// The notice that the world has no attempts of: a new one, and its address.
async fn new_notice(world: &World, hr: &Browser<'_>) -> String {
    let home = format!("/departures/{}/notices", world.departure);
    let fields = [
        ("kind", "termination"),
        ("body", "周志明：决定解除劳动合同。"),
        ("address", "苏州市虚构路2号"),
        ("address_basis", "contract"),
    ];
    hr.post(&home, &fields).await.redirects();
    let page = hr.get(&home).await.ok().body;
    let id = page.rsplit("id=\"notice-").next().unwrap().split('"').next().unwrap().to_owned();
    format!("{home}/{id}")
}

async fn attempt(hr: &Browser<'_>, notice: &str, fields: &[(&str, &str)]) -> StatusCode {
    hr.upload(&format!("{notice}/attempts"), fields, ("file", "证据.pdf", PDF)).await.status
}

fn last_attempt(page: &str) -> String {
    page.rsplit("id=\"attempt-").next().unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_notice_is_refused_mailed_and_returned_and_the_page_says_what_each_is_worth() {
    let world = World::new().await;
    let hr = world.site.sign_in("hr").await;
    let notice = new_notice(&world, &hr).await;
    let home = format!("/departures/{}", world.departure);
    let page = hr.get(&format!("{home}/notices")).await.ok();
    assert!(page.has("先当面送交本人"), "nothing tried begins with the person");
    assert!(page.has("为什么不对") && page.has("劳办发〔1995〕179号"), "why sixty days is wrong");
    let refused =
        [("means", "in-person"), ("tried_on", "2026-10-27"), ("outcome", "refused"), ("proof", "recording")];
    assert!(attempt(&hr, &notice, &refused).await.is_redirection());
    let page = hr.get(&format!("{home}/notices")).await.ok();
    assert!(page.has("在场人书面证明") && page.has("还缺"));
    let id = last_attempt(&page.body);
    let proof = hr
        .upload(&format!("{home}/attempts/{id}/proofs"), &[("proof", "statement")], ("file", "证明.pdf", PDF))
        .await;
    proof.redirects();
    assert!(hr.get(&format!("{home}/notices")).await.ok().has("可主张2026年10月27日送达"));
    let mailed = [
        ("means", "mail"),
        ("tried_on", "2026-10-28"),
        ("outcome", "pending"),
        ("mail_number", "EMS1234567890CN"),
        ("proof", "waybill"),
    ];
    assert!(attempt(&hr, &notice, &mailed).await.is_redirection());
    let page = hr.get(&format!("{home}/notices")).await.ok();
    assert!(page.has("邮件还在途中"));
    let letter = last_attempt(&page.body);
    let back = [("outcome", "returned"), ("outcome_on", "2026-11-03"), ("proof", "returned-letter")];
    let outcome = format!("{home}/attempts/{letter}/outcome");
    hr.upload(&outcome, &back, ("file", "信封.pdf", PDF)).await.redirects();
    let page = hr.get(&format!("{home}/notices")).await.ok();
    assert!(page.has("信封原封保存") && page.has("公告 + 30 日") && page.has("可以公告"));
    assert_eq!(hr.upload(&outcome, &back, ("file", "信封.pdf", PDF)).await.status, 422, "once");
    let record = hr.get(&format!("{home}/record")).await.ok();
    assert!(record.has("notice.tried") || record.has("送达"), "the record knows of it");
}

#[tokio::test]
async fn a_public_notice_without_earlier_attempts_is_flagged_and_wrong_days_are_refused() {
    let world = World::new().await;
    let hr = world.site.sign_in("hr").await;
    let notice = new_notice(&world, &hr).await;
    let home = format!("/departures/{}/notices", world.departure);
    let issued = [
        ("means", "public-notice"),
        ("tried_on", "2026-11-01"),
        ("outcome", "issued"),
        ("proof", "publication"),
    ];
    assert!(attempt(&hr, &notice, &issued).await.is_redirection());
    let page = hr.get(&home).await.ok();
    assert!(page.has("没有先当面送交，也没有邮寄，直接公告的，公告无效") && page.has("tag bad\">无效"));
    for (fields, said) in [
        ([("means", "in-person"), ("tried_on", "2026-11-06"), ("outcome", "signed")], "日期不能晚于今天"),
        ([("means", "in-person"), ("tried_on", "2026-11-05"), ("outcome", "returned")], "没有这个结果"),
        ([("means", "mail"), ("tried_on", "2026-11-05"), ("outcome", "pending")], "邮寄要写单号"),
    ] {
        let answer = hr.post(&format!("{notice}/attempts"), &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.has(said), "{said}");
    }
    let unfilled = [
        ("kind", "termination"),
        ("body", "（请填写事实）"),
        ("address", "x"),
        ("address_basis", "contract"),
    ];
    let answer = hr.post(&home, &unfilled).await;
    assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.has("还有没填的内容"));
    let edited = [("body", "改过"), ("address", "x"), ("address_basis", "contract")];
    assert!(hr.post(&notice, &edited).await.has("不能再改"), "what was tried is not changed");
}

#[tokio::test]
async fn deadlines_follow_what_happened_and_done_ones_leave_the_list() {
    let world = World::new().await;
    let hr = world.site.sign_in("hr").await;
    let home = format!("/departures/{}/clocks", world.departure);
    let page = hr.get(&home).await.ok();
    for (what, day) in [("出具离职证明", "2026年11月25日"), ("转移档案和社会保险关系", "2026年12月10日")]
    {
        assert!(page.has(what) && page.has(day), "{what} {day}");
    }
    assert!(page.has("劳动合同法第50条第1款") && page.has("2027年11月25日"));
    hr.post(&home, &[("what", "done-transfers"), ("happened_on", "2026-11-05")]).await.redirects();
    assert!(hr.get(&home).await.ok().has("2026年11月5日已办"));
    assert!(!hr.get("/clocks").await.ok().has("转移档案和社会保险关系"));
    let answer = hr.post(&home, &[("what", "done-keep-contract"), ("happened_on", "2026-11-05")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "keeping is never done");
    hr.post(&home, &[("what", "award"), ("happened_on", "2026-11-02")]).await.redirects();
    let page = hr.get(&home).await.ok();
    assert!(page.has("2026年11月17日"), "fifteen days to sue");
}

async fn bytes(world: &World, browser: &Browser<'_>, path: &str) -> Vec<u8> {
    let request = browser.request(Method::GET, path).body(Body::empty()).unwrap();
    let (status, _, bytes) = world.site.send_for_bytes(request).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    bytes
}

#[tokio::test]
async fn a_paper_is_numbered_versioned_and_says_what_the_law_lets_it_say() {
    let world = World::new().await;
    let hr = world.site.sign_in("hr").await;
    let home = format!("/departures/{}/papers", world.departure);
    hr.post(&format!("{home}/certificate"), &[]).await.redirects();
    hr.post(&format!("{home}/certificate"), &[]).await.redirects();
    let page = hr.get(&home).await.ok();
    assert!(page.has("ZM-2026-0001") && page.has("ZM-2026-0002") && page.has("第 2 版"));
    let file = page.body.split("/attachments/").nth(1).unwrap().split('"').next().unwrap();
    let text = word::text(&bytes(&world, &hr, &format!("/attachments/{file}")).await).unwrap().join("\n");
    for said in [
        "王建国",
        "ZM-2026-0002",
        "2026年11月25日",
        "高级工艺工程师",
        "23年4个月",
        "2003年7月1日至2031年7月29日",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert!(!text.contains("辞职") && !text.contains("MKREASON"), "no reason: {text}");
    assert_eq!(world.site.sign_in("manager").await.get(&format!("/attachments/{file}")).await.status, 404);
}

#[tokio::test]
async fn a_wrong_answer_is_refused_beside_its_field_and_no_number_is_used_up() {
    let world = World::new().await;
    let hr = world.site.sign_in("hr").await;
    let home = format!("/departures/{}/papers", world.departure);
    let page = hr.post(&format!("{home}/noncompete-activation"), &[("scope", "x"), ("months", "25")]).await;
    assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.has("1 到 24 的整数"));
    let given = [("scope", "同类产品"), ("months", "12"), ("monthly", "6000.00")];
    hr.post(&format!("{home}/noncompete-activation"), &given).await.redirects();
    assert!(hr.get(&home).await.ok().has("JY-2026-0001"));
}

#[tokio::test]
async fn a_template_is_downloaded_edited_and_uploaded_and_bad_placeholders_are_named() {
    let world = World::new().await;
    let admin = world.site.sign_in("admin").await;
    let address = "/papers/templates/certificate";
    let builtin = bytes(&world, &admin, address).await;
    assert!(word::text(&builtin).unwrap().join("").contains("{{工作年限}}"));
    let wrong = word::compose("# 证明\n{{姓名}}因{{离职原因}}离职").unwrap();
    let answer = admin.upload(address, &[], ("file", "改.docx", &wrong)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.has("“离职原因”不是这种文书的内容") && answer.has("第 2 段"), "{}", answer.body);
    let right = word::compose("# 本公司证明\n{{姓名}}工作{{工作年限}}，编号{{文书编号}}").unwrap();
    let place = admin.upload(address, &[], ("file", "改.docx", &right)).await.redirects().to_owned();
    assert!(admin.get(&place).await.ok().has("〔姓名〕工作〔工作年限〕"));
    let hr = world.site.sign_in("hr").await;
    let home = format!("/departures/{}/papers", world.departure);
    hr.post(&format!("{home}/certificate"), &[]).await.redirects();
    let page = hr.get(&home).await.ok();
    let file = page.body.split("/attachments/").nth(1).unwrap().split('"').next().unwrap();
    let text = word::text(&bytes(&world, &hr, &format!("/attachments/{file}")).await).unwrap().join("\n");
    assert!(text.contains("王建国工作23年4个月，编号ZM-2026-0001"), "{text}");
}
