//! Watching from page to database: off it is off, a night is done once, an objection is honoured everywhere at once, what has
//! expired is gone, no small group can be reckoned, and a grievance never raises anybody.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a test may fail loudly"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use app::{App, Clock, Cx, Parts};
use app_care::night;
use app_people::people::{
    EventEntry, LeaveEntry, RosterEntry, SpellStatus, apply_events, apply_leave, apply_roster, list_directory,
};
use app_risk::{
    analysis::{Asked, analyse},
    risk::{self, Board, Content, Many, Ran},
};
use axum::http::StatusCode;
use jiff::ToSpan as _;
use kernel::{Actor, Date, PersonId, Role};
use support::{Browser, Site, world::rules};
use testkit::databases;

const EMPLOYED: usize = 190;
const LEFT: usize = 50;
/// Takes a day off every week since two months ago, and hardly ever did before.
const RESTLESS: &str = "00007";

/// Draws without a dependency: a linear congruence is enough to scatter days.
struct Dice(u64);

impl Dice {
    fn draw(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    fn share(&mut self) -> f64 {
        f64::from(self.draw()) / f64::from(1_u32 << 31)
    }

    fn below(&mut self, n: u32) -> i64 {
        i64::from(self.draw() % n)
    }
}

/// Two sites with departments of 100, 50, 25, 8 and 7, as the roster says; those who left are spread over them.
fn department(n: usize) -> (&'static [&'static str], &'static str) {
    match n % EMPLOYED {
        0..100 => (&["制造部", "装配课"], "甲厂"),
        100..150 => (&["制造部", "机加课"], "甲厂"),
        150..158 => (&["制造部", "工具室"], "甲厂"),
        158..183 => (&["质检部"], "乙厂"),
        _ => (&["总务部"], "乙厂"),
    }
}

/// A plant of 190, and 50 who left in the last two years and had taken more and more leave before their notice.
async fn plant(site: &Site) {
    let today = site.cx().today();
    let mut dice = Dice(7);
    let (mut roster, mut leave, mut events) = (Vec::new(), Vec::new(), Vec::new());
    for n in 1..=EMPLOYED + LEFT {
        let hired = today.saturating_sub((900 + dice.below(1_500)).days());
        let mut entry = RosterEntry::new(format!("{n:05}"), format!("员工{n}号"), hired);
        let (path, employer) = department(n);
        entry.department = path.iter().map(|level| (*level).to_owned()).collect();
        entry.post = Some("操作工".to_owned());
        entry.employer = Some(employer.to_owned());
        entry.city = Some("苏州".to_owned());
        let left = (n > EMPLOYED).then(|| today.saturating_sub((40 + dice.below(500)).days()));
        entry.status = left.map(|_| SpellStatus::Left);
        entry.left_on = left;
        let notice = left.map(|left| left.saturating_sub(30.days()));
        let mut week = today.saturating_sub(850.days());
        while week < left.unwrap_or(today) {
            let ago = notice.map(|notice| notice.since(week).unwrap().get_days());
            let is_restless = ago.is_some_and(|ago| (0..60).contains(&ago));
            let own = entry.emp_no == RESTLESS;
            let often = if own {
                0.0
            } else if is_restless {
                0.6
            } else {
                0.08
            };
            if dice.share() < often {
                leave.push(day_off(&entry.emp_no, week));
            }
            if dice.share() < if is_restless { 0.01 } else { 0.1 } {
                events.push(said(&entry.emp_no, "suggestion", week));
            }
            week = week.saturating_add(7.days());
        }
        roster.push(entry);
    }
    leave.extend((1..9).map(|weeks| day_off(RESTLESS, today.saturating_sub((weeks * 7).days()))));
    let cx = site.cx();
    apply_roster(&cx, &roster).await.unwrap();
    apply_leave(&cx, &leave).await.unwrap();
    apply_events(&cx, &events).await.unwrap();
}

fn day_off(emp_no: &str, on: Date) -> LeaveEntry {
    LeaveEntry {
        emp_no: emp_no.to_owned(),
        kind: "annual".to_owned(),
        starts: on,
        ends: on,
        half_days: 2,
        reference: format!("L-{emp_no}-{on}"),
        source: "test".to_owned(),
    }
}

fn said(emp_no: &str, kind: &str, on: Date) -> EventEntry {
    EventEntry {
        emp_no: emp_no.to_owned(),
        kind: kind.to_owned(),
        on_day: on,
        amount: 0,
        details: String::new(),
        reference: format!("E-{kind}-{emp_no}-{on}"),
        source: "test".to_owned(),
    }
}

async fn person(site: &Site, emp_no: &str) -> PersonId {
    list_directory(&site.cx()).await.unwrap().iter().find(|one| one.emp_no == emp_no).unwrap().person_id
}

/// The context of an employee.
fn acting(site: &Site, person: PersonId) -> Cx {
    let actor = Actor { account: uuid::Uuid::from_u128(7).into(), person: Some(person), roles: vec![] };
    site.cx().acting_as(actor, site.cx().now())
}

async fn employee<'s>(site: &'s Site, emp_no: &str) -> Browser<'s> {
    let person = person(site, emp_no).await;
    site.browser_of(&[], Some(person)).await
}

/// What is stored of a day: everybody with probability, place and signs.
async fn scores(site: &Site, as_of: Date) -> BTreeMap<PersonId, (Option<i64>, i64, BTreeSet<String>)> {
    let mut conn = site.cx().read().await.unwrap();
    let rows = conn.list_risk_scores(as_of, 100_000).await.unwrap();
    let signs = |content: &str| {
        let content: Content = serde_json::from_str(content).unwrap();
        content.signs.into_iter().map(|sign| sign.sign).collect()
    };
    rows.into_iter().map(|row| (row.person_id, (row.p90, row.rank, signs(&row.content)))).collect()
}

/// How many entries of a kind the evidence log has.
async fn entries(site: &Site, kind: &str) -> usize {
    let all = site.cx().read().await.unwrap().list_entries(0, 1_000_000).await.unwrap();
    let mark = format!("\"{kind}\"");
    all.iter().filter(|entry| entry.entry.contains(&mark)).count()
}

async fn names(browser: &Browser<'_>) -> String {
    browser.post("/risk/names", &[("why", "安排谈话")]).await.ok().body
}

#[tokio::test]
async fn without_rules_nothing_is_computed_nothing_shown_and_the_night_says_why() {
    for database in databases() {
        let site = Site::on(database).await;
        plant(&site).await;
        let cx = site.cx();
        let partner = site.browser_as(&[Role::HrPartner]).await;
        let own = employee(&site, RESTLESS).await;
        let id = person(&site, RESTLESS).await;
        let night = night::work(&cx).await.unwrap();
        assert_eq!((night.ran, night.care, night.expired), (Ran::Off, 0, risk::Expired::default()));
        let pages_say_off = async || {
            assert!(partner.get("/risk").await.ok().has("离职预警没有开启"));
            assert!(partner.get("/risk/model").await.ok().has("还没有可以显示的模型"));
            let person = format!("/risk/people/{id}");
            for answer in [
                partner.get(&person).await,
                partner.post(&person, &[("why", "看看")]).await,
                partner.post("/risk/names", &[("why", "看看")]).await,
                own.post("/my/information/explanation", &[]).await,
            ] {
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.body);
            }
            let mine = own.get("/my/information").await.ok();
            assert!(mine.has("公司目前没有开启离职预警") && !mine.has("id=\"explained\""));
        };
        pages_say_off().await;
        assert_eq!(cx.read().await.unwrap().list_risk_runs().await.unwrap().len(), 0);
        assert_eq!(entries(&site, "risk.run-begun").await, 0);

        risk::set_rules(&cx, &rules()).await.unwrap();
        assert_eq!(night::work(&cx).await.unwrap().ran, Ran::Done);
        assert_eq!(scores(&site, cx.today()).await.len(), EMPLOYED);
        assert!(names(&partner).await.contains("员工7号"));
        assert!(own.get("/my/information").await.ok().has("id=\"explained\""));

        risk::set_rules(&cx, &risk::RulesInput { is_on: false, ..rules() }).await.unwrap();
        assert_eq!(scores(&site, cx.today()).await.len(), 0, "switched off, what was computed is deleted");
        assert!(cx.read().await.unwrap().list_risk_hits(cx.today()).await.unwrap().is_empty());
        pages_say_off().await;
        assert_eq!(night::work(&cx).await.unwrap().ran, Ran::Off);
        assert_eq!(entries(&site, "risk.run-begun").await, 1);
    }
}

/// Another server over the same database.
async fn server(site: &Site) -> (Cx, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let parts = Parts {
        db: store::Db::open(site.database().url()).await.unwrap(),
        calendar: calendar::Calendar::builtin(),
        clock: Clock::fixed(testkit::now()),
        vault: vault::Vault::open(folder.path().join("attachments")).await.unwrap(),
    };
    let app = App::start(parts).await.unwrap();
    (app.system().unwrap(), folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_night_is_done_once_however_often_and_by_however_many_servers() {
    for database in databases() {
        let site = Site::on(database).await;
        plant(&site).await;
        risk::set_rules(&site.cx(), &rules()).await.unwrap();
        let (first, (second, _folder)) = (site.cx(), server(&site).await);
        let (one, other) = tokio::join!(night::work(&first), night::work(&second));
        let ran = HashSet::from([one.unwrap().ran as u8, other.unwrap().ran as u8]);
        assert_eq!(ran, HashSet::from([Ran::Done as u8, Ran::Elsewhere as u8]));
        let before = scores(&site, first.today()).await;
        assert_eq!(before.len(), EMPLOYED);
        for cx in [&first, &second, &first] {
            assert_eq!(night::work(cx).await.unwrap().ran, Ran::Elsewhere);
        }
        assert_eq!(scores(&site, first.today()).await, before);
        let runs = site.cx().read().await.unwrap().list_risk_runs().await.unwrap();
        assert_eq!(runs.iter().map(|run| run.status.as_str()).collect::<Vec<_>>(), ["done"]);
        assert_eq!((entries(&site, "risk.run-begun").await, entries(&site, "risk.run-done").await), (1, 1));
        let hits = site.cx().read().await.unwrap().list_risk_hits(first.today()).await.unwrap();
        let apart: HashSet<(PersonId, &str)> =
            hits.iter().map(|hit| (hit.person_id, hit.sign.as_str())).collect();
        assert_eq!(apart.len(), hits.len(), "no sign twice");
    }
}

async fn groups(site: &Site) -> Vec<Many> {
    let actor =
        Actor { account: uuid::Uuid::from_u128(9).into(), person: None, roles: vec![Role::Executive] };
    match risk::open_board(&site.cx().acting_as(actor, testkit::now())).await.unwrap() {
        Board::On(view) => {
            assert!(view.lines.is_empty() && view.spots.is_empty(), "no named role, nobody");
            view.groups
        }
        Board::Off { .. } => panic!("it is on"),
    }
}

#[tokio::test]
async fn an_employee_reads_what_is_used_objects_and_is_out_at_once_and_in_the_next_night() {
    for database in databases() {
        let site = Site::on(database).await;
        plant(&site).await;
        let cx = site.cx();
        let id = person(&site, RESTLESS).await;
        risk::set_rules(&cx, &rules()).await.unwrap();
        night::work(&cx).await.unwrap();
        let partner = site.browser_as(&[Role::HrPartner]).await;
        assert!(names(&partner).await.contains("员工7号"));
        let before = groups(&site).await;
        let own = employee(&site, RESTLESS).await;
        let page = own.get("/my/information").await.ok();
        for text in
            ["及早谈话", "员工手册第 8 章", "PIA-1", "申诉和举报", "家庭：探亲假", "健康：病假", "人事负责人"]
        {
            assert!(page.has(text), "{text}");
        }
        assert!(
            page.has("<td class=\"num\" data-label=\"我的条数\">8</td>"),
            "eight days off: {}",
            page.body
        );
        read_the_explanation(&site, &own, id).await;
        // A look at somebody else is none at her; hers is told by role.
        partner.post(&format!("/risk/people/{id}"), &[("why", "核对")]).await.ok();
        let looks = own.get("/my/information").await.ok().body;
        let looks =
            looks.split("id=\"looks\"").nth(1).unwrap().split("</section>").next().unwrap().to_owned();
        assert_eq!(looks.matches("人事负责人").count(), 2, "the board with names, and the page: {looks}");
        assert!(!looks.contains("核对") && !looks.contains("的账号"), "neither why nor who: {looks}");

        let refused = own.post("/my/information/sayings", &[("kind", "objection"), ("reason", " ")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has("请写明理由"));
        assert!(scores(&site, cx.today()).await.contains_key(&id), "nothing happened so far");
        let reason = [("kind", "objection"), ("reason", "家里有事才请假，与去留无关")];
        own.post("/my/information/sayings", &reason).await.redirects();
        is_out(&site, (&partner, &own), (id, &before)).await;
        be_answered(&site, (&partner, &own), id).await;

        // The same computed anew, and the next night.
        for as_of in [cx.today().yesterday().unwrap(), cx.today()] {
            assert_eq!(risk::run(&cx, as_of, true).await.unwrap(), Ran::Done);
            assert!(!scores(&site, as_of).await.contains_key(&id));
        }
        is_out(&site, (&partner, &own), (id, &before)).await;
        own.post("/my/information/sayings", &[("kind", "objection-lifted")]).await.redirects();
        assert_eq!(risk::run(&cx, cx.today(), true).await.unwrap(), Ran::Done);
        assert!(names(&partner).await.contains("员工7号"), "taken back, the next computation has her");
    }
}

async fn read_the_explanation(site: &Site, own: &Browser<'_>, id: PersonId) {
    let told = own.post("/my/information/explanation", &[]).await.ok();
    assert!(told.has("近 8 周请假 7 次") && told.has("请假比本人过去多"), "{}", told.body);
    let main = told.body.split("<main").nth(1).unwrap();
    for hidden in ["一般情形", "老员工瓶颈型", "离开的代价</h", "第 1 位", "可能在"] {
        assert!(!main.contains(hidden), "{hidden}");
    }
    let looks = site.cx().read().await.unwrap().list_looks_at(id, "", 50).await.unwrap();
    assert_eq!(looks[0].field_class, "explanation", "that it was given is written down");
}

/// Gone from board, names, group counts, the person's page, the own page and the database.
async fn is_out(
    site: &Site,
    (partner, own): (&Browser<'_>, &Browser<'_>),
    (id, before): (PersonId, &[Many]),
) {
    let today = site.cx().today();
    assert!(!scores(site, today).await.contains_key(&id));
    let mut conn = site.cx().read().await.unwrap();
    assert!(conn.list_risk_hits(today).await.unwrap().iter().all(|hit| hit.person_id != id));
    assert!(conn.list_sign_records_of(id).await.unwrap().is_empty());
    drop(conn);
    assert!(!names(partner).await.contains("员工7号"));
    let now = groups(site).await;
    let sum = |groups: &[Many]| {
        groups.iter().fold((0, 0), |sum, one| (sum.0 + one.people.unwrap(), sum.1 + one.raised.unwrap()))
    };
    assert_eq!(sum(before).0 - sum(&now).0, 1, "one person fewer is counted");
    let person = partner.post(&format!("/risk/people/{id}"), &[("why", "核对")]).await.ok();
    assert!(person.has("本人提出了异议") && person.has("家里有事才请假"));
    assert!(!person.has("可以向本人说明的内容"), "there is nothing to explain any more");
    let page = own.get("/my/information").await.ok();
    assert!(page.has("您已提出异议") && page.has("家里有事才请假"));
    let told = own.post("/my/information/explanation", &[]).await.ok();
    assert!(told.has("最近一次计算没有您的结果") && !told.has("近 8 周请假"));
}

async fn be_answered(site: &Site, (partner, own): (&Browser<'_>, &Browser<'_>), id: PersonId) {
    assert!(partner.get("/risk").await.ok().has("有 1 件异议等待答复"));
    assert!(partner.get("/risk/setup").await.ok().has("家里有事才请假"));
    assert!(own.get("/my/information").await.ok().has("等待答复"));
    let said = site.cx().read().await.unwrap().list_risk_sayings_of(id).await.unwrap();
    assert!(said.last().unwrap().is_own);
    let address = format!("/risk/people/{id}/sayings/{}/answer", said.last().unwrap().id);
    let empty = partner.post(&address, &[("answer", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    partner.post(&address, &[("answer", "已采纳，不再计算")]).await.redirects();
    assert_eq!(partner.post(&address, &[("answer", "改一改")]).await.status, StatusCode::CONFLICT);
    let page = own.get("/my/information").await.ok();
    assert!(page.has("已采纳，不再计算") && !page.has("等待答复</span>"));
    assert!(!partner.get("/risk").await.ok().has("等待答复"));
    // Nobody else's page has it, and nobody answers another's saying under the wrong person.
    let other = person(site, "00008").await;
    let wrong = address.replace(&id.to_string(), &other.to_string());
    assert_eq!(partner.post(&wrong, &[("answer", "x")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn consent_is_given_and_withdrawn_on_the_own_page() {
    for database in databases() {
        let site = Site::on(database).await;
        plant(&site).await;
        let cx = site.cx();
        let id = person(&site, RESTLESS).await;
        risk::set_rules(&cx, &risk::RulesInput { basis: "consent".to_owned(), ..rules() }).await.unwrap();
        let own = employee(&site, RESTLESS).await;
        assert!(own.get("/my/information").await.ok().has("没有您的同意"));
        night::work(&cx).await.unwrap();
        assert!(scores(&site, cx.today()).await.is_empty(), "nobody agreed");
        let unread = own.post("/my/information/sayings", &[("kind", "consent")]).await;
        assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
        own.post("/my/information/sayings", &[("kind", "consent"), ("has_read", "1")]).await.redirects();
        assert!(own.get("/my/information").await.ok().has("您已单独同意"));
        risk::run(&cx, cx.today(), true).await.unwrap();
        assert_eq!(scores(&site, cx.today()).await.keys().collect::<Vec<_>>(), [&id]);
        own.post("/my/information/sayings", &[("kind", "withdrawal")]).await.redirects();
        assert!(scores(&site, cx.today()).await.is_empty());
        risk::run(&cx, cx.today(), true).await.unwrap();
        assert!(scores(&site, cx.today()).await.is_empty());
        // Where the basis is another, there is nothing to agree to.
        risk::set_rules(&cx, &rules()).await.unwrap();
        let nothing = own.post("/my/information/sayings", &[("kind", "consent"), ("has_read", "1")]).await;
        assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_list_of_consents_with_unknown_numbers_names_them_and_notes_nobody() {
    let site = Site::new().await;
    plant(&site).await;
    let cx = site.cx();
    let consent = risk::RulesInput { basis: "consent".to_owned(), ..rules() };
    risk::set_rules(&cx, &consent).await.unwrap();
    let partner = site.browser_as(&[Role::HrPartner]).await;
    let said_on = cx.today().to_string();
    let send = async |numbers: &str| {
        let fields = [("numbers", numbers), ("said_on", &said_on), ("document", "签收表")];
        partner.post("/risk/setup/consents", &fields).await
    };
    let refused = send(&format!("{RESTLESS}，X-404 X-405")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("没有人使用工号 X-404 X-405。") && refused.has(&format!("{RESTLESS}，X-404 X-405")));
    let own = employee(&site, RESTLESS).await;
    assert!(own.get("/my/information").await.ok().has("没有您的同意"));
    // The first ten of many are named.
    let many: Vec<String> = (1..=12).map(|n| format!("X-{n}")).collect();
    assert!(send(&many.join(" ")).await.has("X-9 X-10 …。"));
}

#[tokio::test]
async fn what_the_rules_do_not_tell_a_person_is_not_told() {
    let site = Site::new().await;
    plant(&site).await;
    let cx = site.cx();
    let input = risk::RulesInput { tells_explanation: false, tells_looks: false, ..rules() };
    risk::set_rules(&cx, &input).await.unwrap();
    night::work(&cx).await.unwrap();
    let partner = site.browser_as(&[Role::HrPartner]).await;
    names(&partner).await;
    let own = employee(&site, RESTLESS).await;
    let page = own.get("/my/information").await.ok();
    assert!(page.has("公司规定由人力资源当面说明") && page.has("公司规定不在本页列出查看记录"));
    let looks =
        page.body.split("id=\"looks\"").nth(1).unwrap().split("</section>").next().unwrap().to_owned();
    assert!(!looks.contains("人事负责人"));
    assert_eq!(own.post("/my/information/explanation", &[]).await.status, StatusCode::NOT_FOUND);
    // An objection is nobody's to forbid.
    own.post("/my/information/sayings", &[("kind", "objection"), ("reason", "x")]).await.redirects();
    assert!(!scores(&site, cx.today()).await.contains_key(&person(&site, RESTLESS).await));
}

/// Waits until the computation as of a day is under way.
async fn under_way(site: &Site, as_of: Date) {
    for _ in 0..5_000 {
        let runs = site.cx().read().await.unwrap().list_risk_runs().await.unwrap();
        if let Some(run) = runs.iter().find(|run| run.as_of == as_of) {
            if run.step == "compute" {
                return;
            }
            assert!(run.status != "done", "it was over before it was seen");
        }
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    panic!("it never began");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_objection_while_it_is_computed_is_honoured_and_so_is_switching_off() {
    for database in databases() {
        let site = Site::on(database).await;
        plant(&site).await;
        let (cx, id) = (site.cx(), person(&site, RESTLESS).await);
        risk::set_rules(&cx, &rules()).await.unwrap();
        let word = risk::OwnWord { kind: "objection".to_owned(), reason: "x".to_owned(), has_read: false };
        let own = acting(&site, id);
        let objecting = async {
            under_way(&site, cx.today()).await;
            risk::say_own(&own, &word).await
        };
        let (night, objected) = tokio::join!(night::work(&cx), objecting);
        objected.unwrap();
        assert_eq!(night.unwrap().ran, Ran::Done);
        let stored = scores(&site, cx.today()).await;
        assert_eq!((stored.contains_key(&id), stored.len()), (false, EMPLOYED - 1));

        let yesterday = cx.today().yesterday().unwrap();
        let off = risk::RulesInput { is_on: false, ..rules() };
        let switching = async {
            under_way(&site, yesterday).await;
            risk::set_rules(&cx, &off).await
        };
        let (ran, switched) = tokio::join!(risk::run(&cx, yesterday, false), switching);
        switched.unwrap();
        assert_eq!(ran.unwrap(), Ran::Off);
        assert!(scores(&site, yesterday).await.is_empty() && scores(&site, cx.today()).await.is_empty());
        // The claim is given back: switched on again, nobody has to wait for it.
        risk::set_rules(&cx, &rules()).await.unwrap();
        assert_eq!(risk::run(&cx, yesterday, false).await.unwrap(), Ran::Done);
    }
}

#[tokio::test]
async fn what_has_expired_is_gone_after_the_night_and_not_before() {
    for database in databases() {
        let site = Site::on(database).await;
        plant(&site).await;
        let cx = site.cx();
        let (first, id) = (cx.today(), person(&site, RESTLESS).await);
        let short = risk::RulesInput { retention_days: Some(7), looks_days: Some(1096), ..rules() };
        risk::set_rules(&cx, &short).await.unwrap();
        night::work(&cx).await.unwrap();
        let told = app_care::circumstances::Told {
            body: "照顾母亲".to_owned(),
            wish: String::new(),
            offered_on: None,
            expires_on: first.saturating_add(7.days()),
            readers: String::new(),
        };
        app_care::circumstances::offer(&acting(&site, id), &told).await.unwrap();
        risk::reveal_names(&cx, "安排谈话").await.unwrap();
        let kept = async |site: &Site| {
            let mut conn = site.cx().read().await.unwrap();
            (
                conn.list_risk_scores(first, 1_000).await.unwrap().len(),
                conn.list_risk_hits(first).await.unwrap().len(),
                conn.list_looks_at(id, "", 50).await.unwrap().len(),
                conn.list_circumstances(id, (first, id)).await.unwrap().len(),
            )
        };
        let (scored, hits, looks, cares) = kept(&site).await;
        assert!(scored == EMPLOYED && hits > 0 && looks == 1 && cares == 1, "{hits} {looks}");
        let at = |days: i64| testkit::now().checked_add((days * 24).hours()).unwrap();
        let site = site.later(at(7)).await;
        night::work(&site.cx()).await.unwrap();
        assert_eq!(kept(&site).await, (scored, hits, looks, cares), "on the last day everything is there");
        let site = site.later(at(8)).await;
        let night = night::work(&site.cx()).await.unwrap();
        assert_eq!((night.expired.scores, night.care, night.expired.looks), (EMPLOYED as u64, 1, 0));
        assert_eq!(
            kept(&site).await,
            (0, 0, looks, 0),
            "the day after, scores and signs are gone; looks are not"
        );
        let cards = site.cx().read().await.unwrap().list_risk_runs().await.unwrap();
        assert!(cards.iter().any(|run| run.as_of == first && !run.card.is_empty()), "the card stays");
        let site = site.later(at(1096)).await;
        night::work(&site.cx()).await.unwrap();
        assert_eq!(kept(&site).await.2, looks, "looks stay for as long as the law asks");
        let site = site.later(at(1097)).await;
        assert!(night::work(&site.cx()).await.unwrap().expired.looks >= looks as u64);
        assert_eq!(kept(&site).await.2, 0);
    }
}

#[tokio::test]
async fn no_small_department_can_be_reckoned_from_the_board() {
    for database in databases() {
        let site = Site::on(database).await;
        plant(&site).await;
        risk::set_rules(&site.cx(), &rules()).await.unwrap();
        night::work(&site.cx()).await.unwrap();
        let groups = groups(&site).await;
        assert!(groups.iter().all(|group| group.people.unwrap() >= 20), "{groups:?}");
        let all: i64 = groups.iter().map(|group| group.people.unwrap()).sum();
        assert_eq!(usize::try_from(all).unwrap(), EMPLOYED, "the total that the model card tells");
        let together: Vec<&Many> = groups.iter().filter(|group| group.together > 0).collect();
        // Tool room 8 and general affairs 7 are fifteen together: the smallest of the others, quality, goes with them.
        assert_eq!(together.len(), 1);
        assert_eq!((together[0].together, together[0].people), (3, Some(40)));
        let executive = site.browser_as(&[Role::Executive]).await;
        let page = executive.get("/risk").await.ok();
        assert!(page.has("合并的 3 个部门") && page.has("装配课"));
        for hidden in ["工具室", "质检部", "总务部"] {
            assert!(!page.has(hidden), "{hidden}");
        }
    }
}

/// Whatever is chosen: no two figures that are told differ by a group of one to nineteen people, nor do a total and two parts.
#[tokio::test]
async fn no_small_group_can_be_reckoned_from_the_choices_of_analysis() {
    let site = Site::new().await;
    plant(&site).await;
    let whole = analyse(&site.cx(), &Asked::default()).await.unwrap();
    let mut choices = vec![(None, None)];
    choices.extend(whole.departments.iter().map(|one| (Some(one.id), None)));
    for employer in &whole.employers {
        choices.push((None, Some(employer.id)));
        choices.extend(whole.departments.iter().map(|one| (Some(one.id), Some(employer.id))));
    }
    let members = members(&site).await;
    let mut told: Vec<(BTreeSet<usize>, String)> = Vec::new();
    let mut hidden = 0;
    for (department, employer) in choices {
        let asked = Asked { department, employer, ..Asked::default() };
        let report = analyse(&site.cx(), &asked).await.unwrap();
        let path =
            whole.departments.iter().find(|one| Some(one.id) == department).map(|one| one.path.clone());
        let firm = whole.employers.iter().find(|one| Some(one.id) == employer).map(|one| one.name.clone());
        let chosen: BTreeSet<usize> = members
            .iter()
            .enumerate()
            .filter(|(_, (at, of))| {
                path.as_ref().is_none_or(|path| at == path || at.starts_with(&format!("{path} / ")))
                    && firm.as_ref().is_none_or(|firm| of == firm)
            })
            .map(|(place, _)| place)
            .collect();
        if report.is_hidden {
            hidden += usize::from(!chosen.is_empty());
            assert_eq!(report.total.heads, 0);
            assert!(report.breakdowns.is_empty() && report.shares.is_empty() && report.staying.is_none());
            continue;
        }
        assert_eq!(report.total.heads as usize, chosen.len(), "{path:?} {firm:?}");
        for table in &report.breakdowns {
            assert!(table.rows.iter().all(|row| row.tally.heads >= 20), "{path:?} {firm:?} {table:?}");
        }
        told.push((chosen, format!("{path:?} {firm:?}")));
    }
    assert!(told.len() >= 4 && hidden >= 3, "{} told, {hidden} hidden", told.len());
    let small = |set: &BTreeSet<usize>| (1..20).contains(&set.len());
    for (one, name) in &told {
        for (other, with) in &told {
            let rest: BTreeSet<usize> = one.difference(other).copied().collect();
            assert!(!small(&rest), "{name} less {with}: {}", rest.len());
            for (third, and) in &told {
                let rest: BTreeSet<usize> = rest.difference(third).copied().collect();
                assert!(!small(&rest), "{name} less {with} and {and}: {}", rest.len());
            }
        }
    }
}

/// Department and employer of everybody who was there in the last year.
async fn members(site: &Site) -> Vec<(String, String)> {
    let today = site.cx().today();
    let since = today.saturating_sub(1.year()).tomorrow().unwrap();
    let mut conn = site.cx().read().await.unwrap();
    let departments: HashMap<_, String> =
        conn.list_departments().await.unwrap().into_iter().map(|one| (one.id, one.path)).collect();
    let employers: HashMap<_, String> =
        conn.list_employers().await.unwrap().into_iter().map(|one| (one.id, one.name)).collect();
    let lines = conn.list_spell_lines().await.unwrap();
    let was_there = lines.iter().filter(|line| line.left_on.is_none_or(|left| left >= since));
    was_there
        .map(|line| (departments[&line.department_id.unwrap()].clone(), employers[&line.employer_id].clone()))
        .collect()
}

/// Grievances, reports and complaints, of anybody, on any day, recorded on any day: nobody's probability moves, nobody comes
/// nearer to the top, nobody gets a sign.
#[tokio::test]
async fn a_grievance_never_raises_anybody() {
    for database in databases() {
        let site = Site::on(database).await;
        plant(&site).await;
        let cx = site.cx();
        let today = cx.today();
        risk::set_rules(&cx, &rules()).await.unwrap();
        night::work(&cx).await.unwrap();
        let mut before = scores(&site, today).await;
        let estimated = before.values().filter(|(p90, ..)| p90.is_some()).count();
        assert_eq!(estimated, EMPLOYED, "there is an estimate of everybody to begin with");
        let mut dice = Dice(20_261_105);
        for round in 0..4 {
            let mut events = Vec::new();
            for _ in 0..60 {
                let (kind, days) = match dice.below(3) {
                    0 => ("grievance", 1 + dice.below(1_200)),
                    1 => ("report", 1 + dice.below(1_200)),
                    _ => ("complaint", 1 + dice.below(40)),
                };
                let emp_no = if dice.below(4) == 0 { 7 } else { 1 + dice.below(190) };
                events.push(said(&format!("{emp_no:05}"), kind, today.saturating_sub(days.days())));
            }
            // Some came in long before everything else did.
            let recorded = cx.now().checked_sub((dice.below(500) * 24).hours()).unwrap();
            events.sort_by(|a, b| a.reference.cmp(&b.reference));
            events.dedup_by(|a, b| a.reference == b.reference);
            apply_events(&site.app.system_at(recorded).unwrap(), &events).await.unwrap();
            assert_eq!(risk::run(&cx, today, true).await.unwrap(), Ran::Done);
            let after = scores(&site, today).await;
            for (person, (p90, rank, signs)) in &after {
                let (p90_before, rank_before, signs_before) = &before[person];
                assert_eq!(p90, p90_before, "round {round}");
                assert!(rank >= rank_before, "round {round}: from {rank_before} to {rank}");
                assert!(signs.is_subset(signs_before), "round {round}: {signs_before:?} {signs:?}");
            }
            assert_eq!(after.len(), before.len());
            before = after;
        }
    }
}
