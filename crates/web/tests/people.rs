//! The list of people, the search, a person's page, and who may see what of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use axum::http::StatusCode;
use kernel::Role;
use support::{Browser, Site, company, escape};

#[tokio::test]
async fn the_list_shows_who_is_employed_and_the_filter_who_left() {
    let site = Site::new().await;
    company::fill(&site).await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let page = hr.get("/people").await.ok();
    assert!(page.has("王建国") && page.has("00105") && !page.has("00104"));
    let left = hr.get("/people?status=left").await.ok();
    assert!(left.has("00104") && !left.has("王建国"));
    let all = hr.get("/people?status=all").await.ok();
    assert!(all.has("00104") && all.has("王建国"));
}

async fn found(browser: &Browser<'_>, query: &str) -> Vec<&'static str> {
    let page = browser.get(&format!("/people?q={}", escape(query))).await.ok();
    let numbers = ["00001", "00101", "00102", "00103", "00104", "00105"];
    numbers.into_iter().filter(|number| page.has(&format!(">{number}<"))).collect()
}

#[tokio::test]
async fn somebody_is_found_by_name_part_of_it_pinyin_initials_and_number_also_after_leaving() {
    let site = Site::new().await;
    company::fill(&site).await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    for query in ["王建国", "王", "建国", "wangjianguo", "wang jian guo", "WJG", "jianguo", "00101", "ｗｊｇ"]
    {
        assert_eq!(found(&hr, query).await, ["00101"], "{query}");
    }
    assert_eq!(found(&hr, "张伟").await, ["00104", "00105"]);
    assert_eq!(found(&hr, "zw").await, ["00104", "00105"]);
    assert_eq!(found(&hr, "00104").await, ["00104"]);
    assert!(found(&hr, "%").await.is_empty(), "nothing of SQL means anything here");
    assert!(found(&hr, "不存在").await.is_empty());
}

#[tokio::test]
async fn a_department_stands_for_all_below_it() {
    let site = Site::new().await;
    company::fill(&site).await;
    let hr = site.browser_as(&[Role::HrPartner]).await;
    let page = hr.get("/organisation").await.ok();
    let department = |page: &support::Answer, name: &str| {
        let before = page.body.split(&format!(">{name}</a>")).next().unwrap();
        before.rsplit("department=").next().unwrap().split('"').next().unwrap().to_owned()
    };
    let plant = department(&page, "制造中心");
    let page = hr.get(&format!("/people?department={plant}")).await.ok();
    assert!(page.has("00001") && page.has("00101") && page.has("00105") && !page.has("00103"));
    let searched = hr.get(&format!("/people?department={plant}&q=sy")).await.ok();
    assert!(!searched.has("孙悦"), "the search stays inside the department");
}

#[tokio::test]
async fn the_page_of_a_person_shows_where_knowledge_and_things_are_and_leads_to_a_departure() {
    let site = Site::new().await;
    let company = company::fill(&site).await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let page = hr.get(&format!("/people/{}", company.wang)).await.ok();
    for shown in [
        "王建国",
        "制造中心 / 工艺一部",
        "高级工艺工程师",
        "周志明",
        "赵磊",
        "无固定期限",
        "12900000101",
        "热处理参数窗口",
        "独占",
        "能教别人",
        "每周工艺例会",
        "虚构蓝岸新材料有限公司",
        "ZC-0018",
    ] {
        assert!(page.has(shown), "{shown}");
    }
    assert!(page.has(&format!("/departures/new?person={}", company.wang)));
    assert!(
        !page.has("320500197801011234") && !page.has("…1234"),
        "the identity number is asked for on its own"
    );
    let gone = hr.get(&format!("/people/{}", company.gone)).await.ok();
    assert!(!gone.has("/departures/new"), "who left cannot leave again");
}

#[tokio::test]
async fn what_is_sensitive_is_written_down_before_it_is_shown() {
    let site = Site::new().await;
    let company = company::fill(&site).await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let look = format!("/people/{}/look", company.wang);
    let page = hr.post(&look, &[("field", "leave")]).await.ok();
    assert!(page.has("年假") && page.has("1.5 天"));
    let page = hr.post(&look, &[("field", "id-number")]).await.ok();
    assert!(page.has("…1234") && !page.has("320500197801011234"));
    let auditor = site.browser_as(&[Role::Auditor]).await;
    let audit = auditor.get("/audit").await.ok();
    assert!(audit.has("王建国") && audit.has("请假记录") && audit.has("身份证号"));
    assert!(audit.has("hr-specialist 的账号"));
    assert_eq!(hr.post(&look, &[("field", "score")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_may_not_see_leave_gets_the_same_answer_as_for_somebody_who_does_not_exist() {
    let site = Site::new().await;
    let company = company::fill(&site).await;
    let archivist = site.browser_as(&[Role::Archivist]).await;
    let hidden = archivist.post(&format!("/people/{}/look", company.wang), &[("field", "leave")]).await;
    let unknown = archivist.post(&format!("/people/{}/look", uuid::Uuid::nil()), &[("field", "leave")]).await;
    assert_eq!((hidden.status, &hidden.body), (StatusCode::NOT_FOUND, &unknown.body));
    let page = archivist.get(&format!("/people/{}", company.wang)).await.ok();
    for hidden in ["12900000101", "热处理参数窗口", "无固定期限", "请假记录"] {
        assert!(!page.has(hidden), "{hidden}");
    }
    assert!(page.has("ZC-0018"), "what was issued is an archivist's concern");
    let auditor = site.browser_as(&[Role::Auditor]).await;
    assert!(!auditor.get("/audit").await.ok().has("王建国"), "nothing was seen, so nothing is recorded");
}

#[tokio::test]
async fn a_manager_sees_the_own_line_and_nobody_else() {
    let site = Site::new().await;
    let company = company::fill(&site).await;
    let manager = site.browser_of(&[Role::Manager], Some(company.wang)).await;
    let list = manager.get("/people").await.ok();
    assert!(list.has("赵磊") && !list.has("孙悦"));
    manager.get(&format!("/people/{}", company.zhao)).await.ok();
    let foreign = manager.get(&format!("/people/{}", company.sun)).await;
    let unknown = manager.get(&format!("/people/{}", uuid::Uuid::nil())).await;
    let nonsense = manager.get("/people/nonsense").await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert_eq!(foreign.body, unknown.body);
    assert_eq!((nonsense.status, nonsense.body), (unknown.status, unknown.body));
    assert!(found(&manager, "sunyue").await.is_empty());
    assert_eq!(found(&manager, "zl").await, ["00102"]);
}

#[tokio::test]
async fn pages_follow_one_another_without_a_gap_or_a_repetition() {
    let site = Site::new().await;
    let rows: Vec<_> = (0..120)
        .map(|n| {
            app_people::people::RosterEntry::new(
                format!("P{n:04}"),
                format!("样{n}"),
                "2020-01-01".parse().unwrap(),
            )
        })
        .collect();
    app_people::people::apply_roster(&site.cx(), &rows).await.unwrap();
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    for first in ["/people", "/people?q=yang"] {
        let (mut path, mut seen) = (first.to_owned(), Vec::new());
        loop {
            let page = hr.get(&path).await.ok();
            let numbers = page.body.match_indices(">P").map(|(at, _)| page.body[at + 1..at + 6].to_owned());
            seen.extend(numbers);
            let Some(next) = page.body.split("rel=\"next\" href=\"").nth(1) else { break };
            path = next.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        }
        assert_eq!(seen.len(), 120, "{first}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 120, "{first}");
    }
}

#[tokio::test]
async fn the_people_pages_speak_english_too() {
    let site = Site::new().await;
    let company = company::fill(&site).await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    hr.post("/language", &[("lang", "en"), ("here", "/people")]).await.redirects();
    let page = hr.get(&format!("/people/{}", company.wang)).await.ok();
    assert!(page.has("Reporting line") && page.has("Without a fixed term") && page.has("One direct report"));
}
