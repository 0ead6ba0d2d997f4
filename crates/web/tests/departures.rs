//! The pages of departures: opening one, its tabs, what is refused and how, and who is told that there is none.
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
use support::{
    Browser, Site,
    company::{self, Company},
};

const RESIGNATION: [(&str, &str); 7] = [
    ("ground", "RESIGN"),
    ("notice_on", "2026-10-26"),
    ("last_day", "2026-11-25"),
    ("legal_end", "2026-11-25"),
    ("reason", "照顾家人"),
    ("start", "open"),
    ("reason_code", ""),
];

/// A form with some fields as given and the others as in a plain resignation.
fn form<'f>(person: &'f str, given: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let mut fields: Vec<(&str, &str)> = given.to_vec();
    fields.push(("person", person));
    fields.extend(RESIGNATION.into_iter().filter(|(name, _)| !given.iter().any(|(held, _)| held == name)));
    fields
}

/// Opens 王建国's resignation; gives the address of its first page.
async fn open(hr: &Browser<'_>, company: &Company) -> String {
    let person = company.wang.to_string();
    let opened = hr.post("/departures/new", &form(&person, &[])).await;
    opened.redirects().split('?').next().unwrap().to_owned()
}

async fn start() -> (Site, Company) {
    let site = Site::new().await;
    let company = company::fill(&site).await;
    (site, company)
}

#[tokio::test]
async fn a_departure_is_opened_from_a_persons_page_and_lands_on_its_own() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let asked = hr.get(&format!("/departures/new?person={}", company.wang)).await.ok();
    assert!(
        asked.has("王建国") && asked.has("value=\"2026-11-05\""),
        "today is proposed as the day of the notice"
    );
    assert!(
        asked.has("name=\"person\" value=\"00101\"") && !asked.has(&format!("value=\"{}\"", company.wang)),
        "the field shows a number that people know, no inner id"
    );
    assert!(
        asked.has("value=\"2026-12-04\""),
        "thirty days later is a Saturday: the Friday before is proposed"
    );
    let home = open(&hr, &company).await;
    let page = hr.get(&format!("{home}?done=departure-opened")).await.ok();
    for shown in [
        "LZ-2026-0001",
        "王建国",
        "辞职",
        "高级工艺工程师",
        "第 10 天",
        "剩 15 个工作日",
        "未设置",
        "离职办理已建立",
    ] {
        assert!(page.has(shown), "{shown}");
    }
    let list = hr.get("/departures").await.ok();
    assert!(list.has("LZ-2026-0001") && list.has("办理中（1）"));
}

#[tokio::test]
async fn the_ground_and_the_day_that_were_chosen_change_the_proposal_and_nothing_typed_is_lost() {
    let (site, _) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let page =
        hr.get("/departures/new?person=00101&ground=CAUSE&notice_on=2026-11-12&reason=abc&start=prepared");
    let page = page.await.ok();
    assert_eq!(page.body.matches("value=\"2026-11-12\"").count(), 3, "a dismissal for cause ends on its day");
    assert!(page.has("abc") && page.has("serious_breach_of_rules") && page.has("劳动合同法第39条"));
}

#[tokio::test]
async fn a_wrong_form_comes_back_as_typed_with_the_error_beside_the_field() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let person = company.wang.to_string();
    let refused = hr.post("/departures/new", &form(&person, &[("last_day", "2026-10-20")])).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.has("最后工作日不能早于通知日")
            && refused.has("value=\"2026-10-20\"")
            && refused.has("照顾家人")
    );
    assert!(refused.has("id=\"last_day-error\"") && refused.has("王建国"));
    for (given, told) in [
        (("notice_on", "2026-02-30"), "2026-11-25 的格式"),
        (("notice_on", ""), "请填写此项"),
        (("ground", "ILLEGAL"), "请从所列选项中选择"),
        (("start", "prepared"), "不能保密准备"),
        (("access_off_at", "昨天"), "2026-11-25T18:00"),
    ] {
        let refused = hr.post("/departures/new", &form(&person, &[given])).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{given:?}");
        assert!(refused.has(told), "{given:?}: {told}");
    }
    let cause = [("ground", "CAUSE"), ("reason_code", "wages_withheld")];
    let refused = hr.post("/departures/new", &form(&person, &cause)).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.has("id=\"reason_code-error\""));
    let nobody = hr.post("/departures/new", &form("没有此人", &[])).await;
    assert!(nobody.status == StatusCode::UNPROCESSABLE_ENTITY && nobody.has("没有找到此人"));
}

#[tokio::test]
async fn a_second_running_departure_of_a_person_is_refused() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    open(&hr, &company).await;
    let again = hr.post("/departures/new", &form("00101", &[])).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.has("已有一份办理中的离职"));
    let gone = company.gone.to_string();
    assert!(hr.post("/departures/new", &form(&gone, &[])).await.has("已不在职"));
}

#[tokio::test]
async fn every_tab_opens_and_shows_what_it_is_for() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let home = open(&hr, &company).await;
    for (tab, shown) in [
        ("", "进入下一步之前"),
        ("/tasks", "收回电脑"),
        ("/sweep", "唯一持有人"),
        ("/approvals", "确认交接计划与接手人"),
        ("/record", "建立离职办理 LZ-2026-0001"),
        ("/close", "不能关闭"),
    ] {
        let page = hr.get(&format!("{home}{tab}")).await.ok();
        assert!(page.has(shown), "{tab}: {shown}");
        assert!(!page.has("style=\"") && !page.has("<script>") && !page.has(" onclick="), "{tab}");
        assert!(page.body.len() < 60_000, "{tab} is {} bytes", page.body.len());
    }
}

#[tokio::test]
async fn both_languages_have_every_word() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let home = open(&hr, &company).await;
    hr.post("/language", &[("lang", "en"), ("here", "/")]).await;
    for (tab, shown) in [
        ("", "Before the next step"),
        ("/tasks", "Take back computer"),
        ("/sweep", "Sole holder"),
        ("/approvals", "Confirm the handover plan"),
        ("/record", "Opened LZ-2026-0001: Resignation"),
        ("/close", "stand in the way"),
    ] {
        let page = hr.get(&format!("{home}{tab}")).await.ok();
        assert!(page.has(shown), "{tab}: {shown}");
        for key in ["dep-", "overview-", "record-"] {
            let leaked = page.body.split(['>', '<']).find(|text| text.trim().starts_with(key));
            assert_eq!(leaked, None, "{tab}");
        }
    }
    assert!(hr.get("/").await.ok().has("Good morning"));
}

#[tokio::test]
async fn what_one_may_not_know_of_looks_like_what_is_not_there() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let home = open(&hr, &company).await;
    let unknown = "/departures/0193f2a0-0000-7000-8000-000000000099";
    let stranger = site.browser_of(&[Role::Manager], Some(company.sun)).await;
    let auditor = site.browser_as(&[Role::Auditor]).await;
    for tab in ["", "/tasks", "/sweep", "/approvals", "/record", "/close"] {
        for viewer in [&stranger, &auditor] {
            let forbidden = viewer.get(&format!("{home}{tab}")).await;
            let missing = viewer.get(&format!("{unknown}{tab}")).await;
            assert_eq!(
                (forbidden.status, missing.status),
                (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND),
                "{tab}"
            );
            assert_eq!(forbidden.body, missing.body, "{tab}");
        }
    }
    for (path, fields) in [
        (
            "/dates",
            vec![("notice_on", "2026-10-26"), ("last_day", "2026-11-25"), ("legal_end", "2026-11-25")],
        ),
        ("/access", vec![("do", "now")]),
        ("/steps/advance", vec![]),
        ("/steps/withdraw", vec![("reason", "x")]),
        ("/promises", vec![("what", "x")]),
        (
            "/tasks",
            vec![
                ("title", "x"),
                ("due_on", "2026-11-20"),
                ("gauge", "law"),
                ("stage", "notice"),
                ("owner_role", "legal"),
            ],
        ),
        ("/sweep", vec![("kind", "report"), ("id", "x"), ("receiver", "00001")]),
        ("/close", vec![]),
        ("/waivers", vec![("kind", "pointers"), ("id", "report"), ("reason", "x")]),
        ("/reason", vec![]),
        ("/remarks", vec![]),
    ] {
        for viewer in [&stranger, &auditor] {
            let forbidden = viewer.post(&format!("{home}{path}"), &fields).await;
            let missing = viewer.post(&format!("{unknown}{path}"), &fields).await;
            assert_eq!(forbidden.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(forbidden.body, missing.body, "{path}");
        }
    }
}

#[tokio::test]
async fn a_prepared_departure_is_not_there_for_the_manager_and_not_for_the_person() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let person = company.wang.to_string();
    let given = [("ground", "CAUSE"), ("reason_code", "serious_breach_of_rules"), ("start", "prepared")];
    let opened = hr.post("/departures/new", &form(&person, &given)).await;
    let home = opened.redirects().split('?').next().unwrap().to_owned();
    assert!(hr.get(&home).await.ok().has("保密准备中"));
    assert!(hr.get("/departures?part=prepared").await.ok().has("LZ-2026-0001"));
    let directory = app_people::people::list_directory(&site.cx()).await.unwrap();
    let zhou = directory.iter().find(|entry| entry.emp_no == "00001").unwrap().person_id;
    let manager = site.browser_of(&[Role::Manager], Some(zhou)).await;
    let concerned = site.browser_of(&[Role::HrPartner], Some(company.wang)).await;
    for viewer in [&manager, &concerned] {
        assert_eq!(viewer.get(&home).await.status, StatusCode::NOT_FOUND);
        for page in ["/departures", "/departures?part=prepared", "/", "/approvals"] {
            assert!(!viewer.get(page).await.ok().has("LZ-2026-0001"), "{page}");
        }
    }
}

#[tokio::test]
async fn the_next_step_that_is_blocked_says_what_is_missing() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let home = open(&hr, &company).await;
    let blocked = hr.post(&format!("{home}/steps/advance"), &[]).await;
    assert_eq!(blocked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blocked.has("还有必办事项或审批没有完成") && blocked.has("确定接手人"));
    let blocked = hr.post(&format!("{home}/close"), &[]).await;
    assert!(
        blocked.status == StatusCode::UNPROCESSABLE_ENTITY && blocked.has("劳动关系到 2026年11月25日 才终止")
    );
    let reasonless = hr.post(&format!("{home}/steps/withdraw"), &[("reason", " ")]).await;
    assert!(reasonless.status == StatusCode::UNPROCESSABLE_ENTITY && reasonless.has("请写明理由"));
}

/// The address of the task with this title.
async fn task(hr: &Browser<'_>, home: &str, title: &str) -> String {
    let page = hr.get(&format!("{home}/tasks")).await.ok();
    let before = page.body.split(&format!("\">{title}")).next().unwrap();
    before.rsplit("href=\"").next().unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_task_takes_its_proof_and_the_proof_is_saved_and_never_shown_inline() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let home = open(&hr, &company).await;
    let task = task(&hr, &home, "出具辞职信签收回执").await;
    let refused = hr.post(&format!("{task}/finish"), &[("remark", "已当面交付")]).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY
            && refused.has("须附上凭证")
            && refused.has("已当面交付")
    );
    let program = ("file", "回执.pdf", b"\x7fELF\x02\x01\x01\x00program".as_slice());
    let refused = hr.upload(&format!("{task}/finish"), &[("remark", "x")], program).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.has("不接受这种文件"));
    let pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF".as_slice();
    let done = hr.upload(&format!("{task}/finish"), &[("remark", "x")], ("file", "回执.pdf", pdf)).await;
    assert!(done.redirects().contains("task-done"));
    let page = hr.get(&task).await.ok();
    let link = page.body.split("href=\"/attachments/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let file = hr.get(&format!("/attachments/{link}")).await.ok();
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment;"));
    assert_eq!(file.headers["x-content-type-options"], "nosniff");
    let stranger = site.browser_of(&[Role::Manager], Some(company.sun)).await;
    assert_eq!(stranger.get(&format!("/attachments/{link}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn skipping_takes_a_reason_and_editing_survives_new_dates() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let home = open(&hr, &company).await;
    let phone = task(&hr, &home, "收回公务手机").await;
    let refused = hr.post(&format!("{phone}/skip"), &[("reason", "")]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.has("请写明理由"));
    assert!(
        hr.post(&format!("{phone}/skip"), &[("reason", "未配发")]).await.redirects().contains("task-skipped")
    );
    let badge = task(&hr, &home, "收回工牌").await;
    let wrong = hr.post(&format!("{badge}/edit"), &[("due_on", "2026-11-18"), ("owner", "没有此人")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.has("没有此人"));
    hr.post(&format!("{badge}/edit"), &[("due_on", "2026-11-18"), ("owner", "孙悦")]).await.redirects();
    let dates = [("notice_on", "2026-10-26"), ("last_day", "2026-11-27"), ("legal_end", "2026-11-27")];
    let saved = hr.post(&format!("{home}/dates"), &dates).await;
    let page = hr.get(saved.redirects()).await.ok();
    assert!(page.has("1 项任务有人手动改过，保持不变") && page.has("日期已保存"));
    let tasks = hr.get(&format!("{home}/tasks")).await.ok();
    assert!(tasks.has("手动改过") && tasks.has("11月18日") && tasks.has("孙悦") && tasks.has("未配发"));
}

#[tokio::test]
async fn the_sweep_hands_on_and_keeps_what_was_typed_wrongly() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let home = open(&hr, &company).await;
    let report = company.zhao.to_string();
    let sweep = format!("{home}/sweep");
    let fields = |receiver| [("kind", "report"), ("id", report.as_str()), ("receiver", receiver)];
    let refused = hr.post(&sweep, &fields("王小二")).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.has("value=\"王小二\""));
    assert!(hr.post(&sweep, &fields("00001")).await.redirects().contains("sweep-moved"));
    let page = hr.get(&sweep).await.ok();
    assert!(page.has("已转给周志明"));
    assert!(hr.get(&format!("/people/{}", company.zhao)).await.ok().has("周志明"));
    hr.post(&format!("{home}/steps/withdraw"), &[("reason", "不走了")]).await.redirects();
    assert!(hr.get(&home).await.ok().has("已撤回"));
    assert!(hr.get("/departures?part=ended").await.ok().has("LZ-2026-0001"));
}

#[tokio::test]
async fn all_of_one_kind_goes_to_one_receiver_and_what_that_one_cannot_take_stays_open() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let home = open(&hr, &company).await;
    let all = format!("{home}/sweep/all");
    let nobody = hr.post(&all, &[("kind", "knowledge"), ("receiver", "王小二")]).await;
    assert!(nobody.status == StatusCode::UNPROCESSABLE_ENTITY && nobody.has("value=\"王小二\""));
    let given = hr.post(&all, &[("kind", "knowledge"), ("receiver", "00001")]).await;
    assert!(given.redirects().contains("sweep-all-moved"));
    let page = hr.get(&format!("{home}/sweep")).await.ok();
    assert_eq!(page.body.matches("已转给周志明").count(), 2, "{}", page.body);
    let again = hr.post(&all, &[("kind", "knowledge"), ("receiver", "00001")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "nothing is left of that kind");
}

#[tokio::test]
async fn chosen_tasks_are_ticked_off_at_once_but_none_that_needs_a_proof() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let home = open(&hr, &company).await;
    let page = hr.get(&format!("{home}/tasks")).await.ok();
    let chosen: Vec<(&str, &str)> = page
        .body
        .split("form=\"several\" name=\"task\" value=\"")
        .skip(1)
        .map(|rest| ("task", rest.split('"').next().unwrap()))
        .collect();
    assert!(chosen.len() > 3, "several tasks need no proof");
    let finish = format!("{home}/tasks/finish");
    assert!(hr.post(&finish, &chosen).await.redirects().contains("tasks-done"));
    let after = hr.get(&format!("{home}/tasks")).await.ok();
    assert!(!after.has("form=\"several\" name"), "all that could be chosen is done");
    assert!(after.has("凭证"), "what needs a proof is still open");
    assert!(hr.post(&finish, &chosen).await.redirects().contains("tasks-none"));
}

#[tokio::test]
async fn access_off_now_ends_the_open_page_of_the_person() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let leaver = site.browser_of(&[Role::ItSecurity], Some(company.wang)).await;
    leaver.get("/departures").await.ok();
    let home = open(&hr, &company).await;
    leaver.get("/account").await.ok();
    hr.post(&format!("{home}/access"), &[("do", "now")]).await.redirects();
    for page in ["/", "/departures", "/people", "/account", "/my/handover", home.as_str()] {
        assert!(leaver.get(page).await.redirects().starts_with("/login"), "{page}");
    }
    assert!(
        leaver
            .post("/account/password", &[("old_password", support::PASSWORD)])
            .await
            .status
            .is_redirection()
    );
    assert!(hr.get(&home).await.ok().has("已关闭"));
    // Signing in again opens the own portal and nothing else.
    let again = site.sign_in(&format!("it-security@{}", company.wang)).await;
    assert_eq!(again.get("/departures").await.status, StatusCode::NOT_FOUND);
    assert_eq!(again.get("/people").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_waits_for_approval_is_answered_on_one_page() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let directory = app_people::people::list_directory(&site.cx()).await.unwrap();
    let zhou = directory.iter().find(|entry| entry.emp_no == "00001").unwrap().person_id;
    let manager = site.browser_of(&[Role::Manager], Some(zhou)).await;
    let home = open(&hr, &company).await;
    let page = manager.get("/approvals").await.ok();
    assert!(page.has("王建国") && page.has("确认交接计划与接手人"));
    let id = page.body.split("action=\"/approvals/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let refused = manager.post(&format!("/approvals/{id}"), &[("answer", "refuse"), ("remark", "")]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.has("不同意时请写明意见"));
    let foreign = hr.post(&format!("/approvals/{id}"), &[("answer", "approve")]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND, "HR is not asked");
    manager
        .post(&format!("/approvals/{id}"), &[("answer", "approve"), ("remark", "按计划")])
        .await
        .redirects();
    assert!(manager.get("/approvals").await.ok().has("没有等您审批"));
    let shown = hr.get(&format!("{home}/approvals")).await.ok();
    assert!(shown.has("已同意") && !shown.has("按计划"), "remarks are asked for on their own");
    assert!(hr.post(&format!("{home}/remarks"), &[]).await.ok().has("按计划"));
    let looks = site.cx().read().await.unwrap().list_looks("", 10).await.unwrap();
    assert_eq!((looks.len(), looks[0].field_class.as_str()), (1, "departure-reason"));
}

#[tokio::test]
async fn the_reason_is_shown_to_those_who_may_and_each_look_is_written_down() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    let home = open(&hr, &company).await;
    assert!(!hr.get(&home).await.ok().has("照顾家人"));
    assert!(hr.post(&format!("{home}/reason"), &[]).await.ok().has("照顾家人"));
    let looks = site.cx().read().await.unwrap().list_looks("", 10).await.unwrap();
    assert_eq!((looks.len(), looks[0].field_class.as_str()), (1, "departure-reason"));
    let it = site.browser_as(&[Role::ItSecurity]).await;
    assert_eq!(it.post(&format!("{home}/reason"), &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_overview_says_what_needs_whom_and_an_executive_sees_no_tasks() {
    let (site, company) = start().await;
    let hr = site.browser_as(&[Role::HrSpecialist]).await;
    assert!(hr.get("/").await.ok().has("没有到期或逾期的事"));
    open(&hr, &company).await;
    let page = hr.get("/").await.ok();
    for shown in [
        "上午好",
        "11月5日 星期四",
        "今天先做这些",
        "王建国",
        "逾期",
        "未来 30 天的期限",
        "11月25日",
        "正在离职",
        "1 人",
    ] {
        assert!(page.has(shown), "{shown}");
    }
    let boss = site.browser_as(&[Role::Executive]).await;
    let page = boss.get("/").await.ok();
    assert!(page.has("王建国") && page.has("没有到期或逾期的事") && !page.has("/tasks/"));
    let it = site.browser_as(&[Role::ItSecurity]).await;
    let page = it.get("/").await.ok();
    let asked = page.body.split("正在离职").next().unwrap();
    assert!(asked.contains("定下各系统权限的关闭时刻"), "IT sees what is asked of IT");
    assert!(!asked.contains("出具辞职信签收回执"), "and not what is asked of HR");
}
