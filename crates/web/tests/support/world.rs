//! A company in which everything that a page may show is there once, each class of field with a mark of its own; and
//! somebody of every role looking at it.

use std::time::Duration;

use ::handover::{ItemKind, Mark, SessionKind, Stage};
use app::{
    Cx,
    access::{Field, Relation},
    attachments::Upload,
};
use app_departure::{
    approvals::{self, Answer},
    notices::{self, NewAttempt, NewNotice},
    parameters::{self, NewValue},
    settlement::{self, EnterFact, Paid},
    tasks::{self, AddTask},
};
use app_handover::{
    commitments,
    handover::{self, AnswerInput, ItemInput, NewAssessment, NewObstacle, NewSession, SayStage},
};
use app_knowledge::knowledge;
use app_people::people::{ContractEnd, NewAsset, apply_roster, create_assets};
use app_risk::risk;
use kernel::{AccountId, Actor, DepartureId, ItemId, PersonId, Role};

use super::{
    Browser, Site,
    company::{self, Company},
    routes::Route,
};

/// An id that nothing has.
pub(crate) const UNKNOWN: &str = "0193f2a0-0000-7000-8000-000000000099";

/// Somebody who looks.
pub(crate) struct Viewer {
    /// How the tables of the tests call them.
    pub(crate) name: &'static str,
    /// The sign-in name; empty for who is not signed in.
    pub(crate) login: &'static str,
    /// How they stand to 王建国, who leaves.
    pub(crate) relation: Relation,
    /// The roles that they hold, or that follow from the departure.
    pub(crate) roles: Vec<Role>,
    /// Whether their account is 王建国's.
    pub(crate) is_leaver: bool,
}

impl Viewer {
    /// As the rules of visibility know them.
    pub(crate) fn actor(&self, world: &World) -> Actor {
        let person = self.is_leaver.then_some(world.company.wang);
        Actor { account: uuid::Uuid::nil().into(), person, roles: self.roles.clone() }
    }
}

/// The company, and the ids of what is in it.
pub(crate) struct World {
    pub(crate) site: Site,
    pub(crate) company: Company,
    pub(crate) zhou: PersonId,
    pub(crate) departure: DepartureId,
    pub(crate) item: ItemId,
    pub(crate) viewers: Vec<Viewer>,
    places: Vec<(&'static str, String)>,
}

/// The mark of each class of field that is stored today. Classes without a page yet have none; which they are is asserted
/// by the test, so that the page that brings them brings its mark too.
pub(crate) const fn marks(field: Field) -> &'static [&'static str] {
    match field {
        Field::Basics => &["高级工艺工程师"],
        Field::Contact => &["12900000101", "wangjianguo@example.com"],
        Field::IdNumber => &["…1234"],
        Field::Employment => &["2031年7月29日"],
        Field::Leave => &["2026年3月2日"],
        Field::Departure => &["LZ-2026-0001"],
        Field::DepartureReason => &["MKREASON", "MKREMARK"],
        Field::Clearing => &["MKTASK"],
        Field::Handover => &["MKITEM", "MKOBSTACLE", "MKSESSION", "MKGOAL"],
        Field::Notes => &["MKNOTE", "MKUNCLEAR", "MKQUESTION"],
        Field::Marks => &["MKMARKED"],
        Field::Commitments => &["MKPROMISE"],
        Field::Assets => &["MKASSET"],
        Field::Knowledge => &["热处理参数窗口", "每周工艺例会", "虚构蓝岸新材料有限公司"],
        Field::Pay => &["13,579.24"],
        // Only the page of somebody's estimate explains it.
        Field::Score => &["可以向本人说明的内容"],
        Field::Findings => &[],
    }
}

/// Never shown to anybody, in no form.
pub(crate) const NEVER: &[&str] = &["320500197801011234", "19780101"];

impl World {
    /// The company on the embedded database.
    pub(crate) async fn new() -> Self {
        Self::on(testkit::sqlite_database()).await
    }

    /// The company on a database of one's choosing.
    pub(crate) async fn on(database: testkit::TestDatabase) -> Self {
        let site = Site::on(database).await;
        let company = company::fill(&site).await;
        change_roster(&site, &company).await;
        let directory = app_people::people::list_directory(&site.cx()).await.unwrap();
        let zhou = directory.iter().find(|entry| entry.emp_no == "00001").unwrap().person_id;
        accounts(&site, &company, zhou).await;
        let departure = open(&site, &company).await;
        let nobody = ItemId::from_uuid(uuid::Uuid::nil());
        let mut world =
            Self { site, company, zhou, departure, item: nobody, viewers: viewers(), places: Vec::new() };
        world.clear_out().await;
        world.hand_over().await;
        world.arrange().await;
        world.share().await;
        world.settle().await;
        world.serve().await;
        world.watch().await;
        world.care().await;
        world.note_places().await;
        world
    }

    /// A browser of the viewer.
    pub(crate) async fn browser(&self, viewer: &Viewer) -> Browser<'_> {
        if viewer.login.is_empty() { self.site.browser() } else { self.site.sign_in(viewer.login).await }
    }

    /// The viewer of this name.
    pub(crate) fn viewer(&self, name: &str) -> &Viewer {
        self.viewers.iter().find(|viewer| viewer.name == name).unwrap_or_else(|| panic!("{name}"))
    }

    /// The route's address with what is there.
    pub(crate) fn address(&self, route: &Route) -> String {
        let area = route.path.split('/').nth(1).unwrap_or("");
        let sub = route.path.split('/').nth(2).unwrap_or("");
        fill(&route.path, |name| match name {
            "id" if ["organisation", "knowledge", "risk"].contains(&area) => self.place(sub),
            "id" => self.place(area),
            name => self.place(name),
        })
    }

    /// The route's address with ids that nothing has; none for a route without an id in it.
    pub(crate) fn unknown_address(&self, route: &Route) -> Option<String> {
        route.path.contains("{id}").then(|| {
            fill(&route.path, |name| match name {
                "step" | "act" | "what" | "version" | "number" | "sign" => self.place(name),
                _ => UNKNOWN.to_owned(),
            })
        })
    }

    /// What stands in a place of the routes.
    pub(crate) fn place(&self, name: &str) -> String {
        let found = self.places.iter().find(|(held, _)| *held == name);
        found.unwrap_or_else(|| panic!("{{{name}}} is no place that this test can fill")).1.clone()
    }

    /// The context of somebody of the story.
    fn acting(&self, person: PersonId, role: Role, account: AccountId) -> Cx {
        let actor = Actor { account, person: Some(person), roles: vec![role] };
        self.site.cx().acting_as(actor, testkit::now())
    }

    async fn account_of(&self, login: &str) -> AccountId {
        let mut conn = self.site.cx().read().await.unwrap();
        conn.find_account_by_login(login).await.unwrap().unwrap().id
    }

    pub(crate) async fn leaver(&self) -> Cx {
        self.acting(self.company.wang, Role::Leaver, self.account_of("leaver").await)
    }

    pub(crate) async fn receiver(&self) -> Cx {
        self.acting(self.company.zhao, Role::Receiver, self.account_of("receiver").await)
    }

    /// Tasks, a proof, a remark of an approval, a promise.
    async fn clear_out(&mut self) {
        let cx = self.site.cx();
        let task = |title: &str| AddTask {
            title: title.to_owned(),
            gauge: departure::Gauge::Secrets,
            stage: departure::Stage::Notice,
            owner_role: Role::HrSpecialist,
            due_on: "2026-11-20".parse().unwrap(),
            is_required: false,
        };
        let open = tasks::add(&cx, self.departure, task("MKTASK 收回图纸")).await.unwrap();
        let proven = tasks::add(&cx, self.departure, task("MKTASK 已收回")).await.unwrap();
        tasks::finish(&cx, proven, "MKTASK 已核对", Some(pdf("签收单.pdf"))).await.unwrap();
        let mut conn = cx.read().await.unwrap();
        let proof = conn.list_attachments("task", &proven.to_string()).await.unwrap().remove(0).id;
        let asked = conn.list_approvals(self.departure).await.unwrap();
        drop(conn);
        let manager = self.account_of("manager").await;
        let manager = self.acting(self.zhou, Role::Manager, manager);
        let mine = asked.iter().find(|approval| approval.approver_id == Some(self.zhou));
        let mine = mine.expect("an approval that the manager is asked for").id;
        approvals::decide(&manager, mine, Answer::Refuse, "MKREMARK 家属有重大疾病").await.unwrap();
        let promise = commitments::add(&cx, self.departure, "MKPROMISE 当日结清工资", None).await.unwrap();
        let other = asked.iter().find(|a| a.id != mine).unwrap_or(&asked[0]).id;
        self.places.extend([
            ("task", open.to_string()),
            ("attachments", proof.to_string()),
            ("approvals", other.to_string()),
            ("approval", other.to_string()),
            ("promise", promise.to_string()),
        ]);
    }

    /// One item with its note, questions, a passed teach-back and something unclear.
    async fn hand_over(&mut self) {
        let (hr, leaver, receiver) = (self.site.cx(), self.leaver().await, self.receiver().await);
        let id = self.departure;
        let item = handover::add_item(&hr, id, &item("MKITEM 夹具调校")).await.unwrap();
        handover::assign_receivers(&hr, id, &[item], ("00102", true)).await.unwrap();
        handover::accept_item(&receiver, id, item).await.unwrap();
        handover::save_note(&leaver, id, item, (0, NOTE)).await.unwrap();
        let newer = format!("{NOTE}\nMKNOTE 第二版");
        handover::save_note(&leaver, id, item, (1, &newer)).await.unwrap();
        handover::ask_unclear(&receiver, id, item, (2, 1, "MKUNCLEAR 何时停机？")).await.unwrap();
        handover::add_question(&hr, id, item, "MKQUESTION 温度超限先做什么？").await.unwrap();
        let mut conn = hr.read().await.unwrap();
        let question = conn.list_questions(item).await.unwrap()[0].id;
        let unclear = conn.list_unclear(item).await.unwrap()[0].id;
        drop(conn);
        let answer = AnswerInput { question, answer: "先停炉".to_owned(), is_stuck: false };
        handover::answer_question(&receiver, id, item, &answer).await.unwrap();
        handover::hand_in(&receiver, id, item).await.unwrap();
        let attempt = hr.read().await.unwrap().list_teach_backs(item).await.unwrap()[0].id;
        let marks = [(question, Mark::Partly)];
        handover::mark_teach_back(&hr, id, (item, attempt), (&marks, "MKMARKED 需再练")).await.unwrap();
        let say = SayStage {
            stage: Stage::Explained,
            reached_on: "2026-11-04".parse().unwrap(),
            evidence: "MKITEM 现场讲解".to_owned(),
            attachment: None,
        };
        handover::say_stage_with(&leaver, id, item, (&say, Some(pdf("讲义.pdf")))).await.unwrap();
        handover::allow_finding(&leaver, id, item, ("HD002", 1), "MKNOTE 由班组共管").await.unwrap();
        let allowance = hr.read().await.unwrap().list_allowances(item).await.unwrap()[0].id;
        self.item = item;
        self.places.extend([
            ("allowance", allowance.to_string()),
            ("item", item.to_string()),
            ("question", question.to_string()),
            ("unclear", unclear.to_string()),
            ("attempt", attempt.to_string()),
        ]);
    }

    /// An item of the map with a session about it, and a code history.
    async fn share(&mut self) {
        let cx = self.site.cx();
        let items = knowledge::list_items(&cx).await.unwrap();
        let item = items.iter().find(|item| item.name == "夹具设计评审").unwrap().id;
        let session = knowledge::ExchangeInput {
            item,
            kind: "exchange".to_owned(),
            lead: "00101".to_owned(),
            participants: "00102".to_owned(),
            planned_on: "2026-11-12".parse().unwrap(),
            minutes: 60,
            place: String::new(),
        };
        let session = knowledge::plan_exchange(&cx, &session).await.unwrap();
        let (history, _) = knowledge::put_history(&cx, &reading()).await.unwrap();
        self.places.extend([
            ("items", item.to_string()),
            ("sessions", session.to_string()),
            ("histories", history.to_string()),
        ]);
    }

    /// A session, an assessment, an obstacle.
    async fn arrange(&mut self) {
        let (hr, id) = (self.site.cx(), self.departure);
        let session = NewSession {
            item: Some(self.item),
            kind: SessionKind::Teach,
            title: "MKSESSION 车间讲解".to_owned(),
            starts_at: "2026-11-10T09:00:00+08:00".parse().unwrap(),
            minutes: 60,
            place: "三车间".to_owned(),
            with_whom: String::new(),
        };
        let session = handover::add_session(&hr, id, &session).await.unwrap();
        let assessment = NewAssessment {
            due_on: "2026-11-16".parse().unwrap(),
            goal_leaver: "MKGOAL 讲完".to_owned(),
            goal_receivers: "MKGOAL 会调".to_owned(),
        };
        handover::add_assessment(&hr, id, &assessment).await.unwrap();
        let obstacle = NewObstacle {
            item: Some(self.item),
            what: "MKOBSTACLE 无备件".to_owned(),
            owner: "00102".to_owned(),
            due_on: None,
        };
        handover::raise_obstacle(&hr, id, &obstacle).await.unwrap();
        let mut conn = hr.read().await.unwrap();
        let assessment = conn.list_stage_assessments(id).await.unwrap()[0].id;
        let obstacle = conn.list_obstacles(id).await.unwrap()[0].id;
        self.places.extend([
            ("session", session.to_string()),
            ("assessment", assessment.to_string()),
            ("obstacle", obstacle.to_string()),
        ]);
    }

    /// A settlement with its fact, issued, partly paid, a paper held back; and a value of a place that waits.
    async fn settle(&mut self) {
        let (cx, id) = (self.site.cx(), self.departure);
        let fact = EnterFact {
            code: "wages_due".to_owned(),
            value: "13579.24".to_owned(),
            document: "payroll".to_owned(),
            source: "11月工资表".to_owned(),
            file: Some(pdf("工资表.pdf")),
        };
        settlement::enter_fact(&cx, id, fact).await.unwrap();
        settlement::issue(&cx, id).await.unwrap();
        let paid = Paid {
            line: "wages".to_owned(),
            amount: "1.00".parse().unwrap(),
            paid_on: "2026-11-01".parse().unwrap(),
            remark: String::new(),
            proof: Some(pdf("回单.pdf")),
        };
        settlement::pay(&cx, id, paid).await.unwrap();
        settlement::hold(&cx, id, "certificate", "法院协助执行").await.unwrap();
        let hold = cx.read().await.unwrap().list_holds(id).await.unwrap()[0].id;
        let value = NewValue {
            region: "suzhou".to_owned(),
            name: "average-wage".to_owned(),
            starts: "2025-07-01".parse().unwrap(),
            amount: "10710.00".parse().unwrap(),
            citation: "测试通知".to_owned(),
            link: String::new(),
            published_on: None,
            has_notice: false,
        };
        let value = parameters::propose(&cx, value).await.unwrap();
        self.places.extend([("hold", hold.to_string()), ("parameters", value.to_string())]);
    }

    /// A notice with a letter under way, and a calendar feed.
    async fn serve(&mut self) {
        let account = self.account_of("hr").await;
        let actor = Actor { account, person: None, roles: vec![Role::HrSpecialist] };
        let (hr, id) = (self.site.cx().acting_as(actor, testkit::now()), self.departure);
        let new = NewNotice {
            kind: "termination".to_owned(),
            body: "MKTASK 通知正文".to_owned(),
            address: "MKTASK 苏州市虚构路1号".to_owned(),
            address_basis: law::AddressBasis::Contract,
        };
        let notice = notices::create_notice(&hr, id, new).await.unwrap();
        let sent = NewAttempt {
            means: law::Means::Mail,
            tried_on: "2026-11-03".parse().unwrap(),
            outcome: law::Outcome::Pending,
            outcome_on: None,
            mail_number: "MKTASK EMS".to_owned(),
            remark: String::new(),
        };
        let attempt = notices::record_attempt(&hr, (id, notice), sent, None).await.unwrap();
        let token = app::feeds::create_feed(&hr, app::feeds::Subject::Deadlines).await.unwrap();
        self.places.extend([
            ("notice", notice.to_string()),
            ("attempt_id", attempt.to_string()),
            ("feed", UNKNOWN.to_owned()),
            ("token", token),
            ("paper", "resignation-receipt".to_owned()),
        ]);
    }

    /// The company watches; computed as of a day before 王建国 gave notice.
    async fn watch(&mut self) {
        let cx = self.site.cx();
        risk::set_rules(&cx, &rules()).await.unwrap();
        // 王建国 objected once and took it back; nobody has answered so far.
        for kind in ["objection", "objection-lifted"] {
            let input = risk::SayingInput {
                kind: kind.to_owned(),
                said_on: "2026-10-10".parse().unwrap(),
                document: "书面".to_owned(),
            };
            risk::note_saying(&cx, self.company.wang, &input).await.unwrap();
        }
        let said = cx.read().await.unwrap().list_risk_sayings_of(self.company.wang).await.unwrap();
        self.places.push(("saying", said[0].id.clone()));
        let ran = risk::run(&cx, "2026-10-20".parse().unwrap(), false).await.unwrap();
        assert_eq!(ran, risk::Ran::Done);
        self.places.push(("sign", "leave-pattern".to_owned()));
    }

    /// What stands in the other places of the routes.
    /// A talk that 周志明 is to hold with 赵磊, and what 王建国 told of the family for 周志明 to read.
    async fn care(&mut self) {
        let cx = self.site.cx();
        let talk = app_risk::talks::TalkInput {
            person: "00102".to_owned(),
            departure: Some(self.departure),
            talker: "00001".to_owned(),
            why: "接手人压力大".to_owned(),
            message: String::new(),
            due_on: "2026-11-20".parse().unwrap(),
        };
        let talk = app_risk::talks::plan_talk(&cx, &talk).await.unwrap();
        let wang =
            Actor { account: uuid::Uuid::nil().into(), person: Some(self.company.wang), roles: vec![] };
        let told = app_care::circumstances::Told {
            body: "两地分居".to_owned(),
            wish: String::new(),
            offered_on: None,
            expires_on: "2027-06-30".parse().unwrap(),
            readers: "00001".to_owned(),
        };
        let told = app_care::circumstances::offer(&cx.acting_as(wang, cx.now()), &told).await.unwrap();
        self.places.extend([("talks", talk.to_string()), ("circumstance", told.to_string())]);
    }

    async fn note_places(&mut self) {
        let hr = self.site.sign_in("hr").await;
        let rows = "工号,姓名,部门,岗位,入职日期,状态\r\n00900,样一,生产部,主任,2024-02-30,在职\r\n";
        let file = ("file", "花名册.csv", rows.as_bytes());
        let brought = hr.upload("/imports", &[("kind", "roster")], file).await;
        let import = brought.redirects().rsplit('/').next().unwrap().to_owned();
        for _ in 0..200 {
            if hr.get(&format!("/imports/{import}/progress")).await.has("\"settled\":true") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let page = self.site.browser().get("/login").await.ok().body;
        let style = page.split("/assets/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let sweep = hr.get(&format!("/departures/{}/sweep", self.departure)).await.ok().body;
        let hidden = |name: &str| {
            let value = sweep.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("a pointer");
            value.split('"').next().unwrap().to_owned()
        };
        let spare = self.site.account("spare", &[], None).await;
        let cx = self.site.cx();
        let mut conn = cx.read().await.unwrap();
        let employer = conn.list_employers().await.unwrap()[0].id.to_string();
        let department = conn.list_departments().await.unwrap()[0].id.to_string();
        let post = conn.list_posts().await.unwrap()[0].id.to_string();
        drop(conn);
        self.places.extend([
            ("imports", import),
            ("accounts", spare.to_string()),
            ("employers", employer),
            ("departments", department),
            ("posts", post),
            // Sessions are the viewer's own: somebody else's is not there for anybody.
            ("account", UNKNOWN.to_owned()),
            ("people", self.company.wang.to_string()),
            ("departures", self.departure.to_string()),
            ("person", self.company.zhao.to_string()),
            ("ledger", "channels".to_owned()),
            ("step", "advance".to_owned()),
            ("act", "edit".to_owned()),
            ("what", "questioner".to_owned()),
            ("version", "1".to_owned()),
            ("number", "1".to_owned()),
            ("file", style),
            ("kind", hidden("kind")),
            ("object", hidden("id")),
        ]);
    }
}

/// A small code history.
pub(crate) fn reading() -> knowledge::HistoryReading {
    let on = "2026-10-30".parse().unwrap();
    let identity = store::knowledge::histories::CodeIdentity {
        name: "wang".to_owned(),
        email: "w@x".to_owned(),
        author: "wang".to_owned(),
        why: String::new(),
        by_hand: String::new(),
    };
    let part = store::knowledge::histories::CodePart {
        path: "src".to_owned(),
        author: "wang".to_owned(),
        level: 3,
        seen_on: on,
    };
    knowledge::HistoryReading {
        name: "plm".to_owned(),
        ends_on: on,
        report: r#"{"tf":1,"tf_exact":1,"status":"OPTIMAL","tf_at":{"50":1},"recent":{"tf":1}}"#.to_owned(),
        identities: vec![identity],
        authors: vec![("wang".to_owned(), 3, Some(on))],
        folders: vec![("src".to_owned(), 3)],
        parts: vec![part],
    }
}

/// Rules under which HR partners see scores.
pub(crate) fn rules() -> risk::RulesInput {
    risk::RulesInput {
        is_on: true,
        purpose: "及早谈话".to_owned(),
        roles: vec![Role::HrPartner.code().to_owned()],
        basis: "hr-rules".to_owned(),
        basis_text: "员工手册第 8 章".to_owned(),
        assessment: "PIA-1".to_owned(),
        assessed_on: Some("2026-09-01".parse().unwrap()),
        notice_version: "1".to_owned(),
        notice_on: Some("2026-09-10".parse().unwrap()),
        retention_days: Some(90),
        tells_explanation: true,
        tells_looks: true,
        looks_days: Some(1096),
    }
}

/// The path with something in each of its places.
fn fill(path: &str, place: impl Fn(&str) -> String) -> String {
    let parts = path.split('/').map(|part| match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
        Some(name) => place(name),
        None => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

const NOTE: &str = "# MKNOTE 停机步骤\n\n先降温。\n\n```mermaid\nflowchart LR\n  A[降温] --> B[停机]\n```\n";

fn item(title: &str) -> ItemInput {
    ItemInput {
        title: title.to_owned(),
        kind: ItemKind::Caution,
        weight: 80,
        hours: 3,
        is_core: true,
        planned_on: Some("2026-11-18".parse().unwrap()),
        goal_leaver: "MKGOAL 写清".to_owned(),
        goal_receiver: String::new(),
    }
}

pub(crate) fn pdf(name: &str) -> Upload {
    Upload { file_name: name.to_owned(), bytes: b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n".to_vec() }
}

/// A contract with a day that is found nowhere else, and a thing of its own.
async fn change_roster(site: &Site, company: &Company) {
    let mut wang = company::roster().into_iter().find(|entry| entry.emp_no == "00101").unwrap();
    wang.contract_end = Some(ContractEnd::On("2031-07-29".parse().unwrap()));
    apply_roster(&site.cx(), &[wang]).await.unwrap();
    let asset = NewAsset {
        asset_no: "MKASSET-1".to_owned(),
        name: "工艺工作站".to_owned(),
        kind: "电脑".to_owned(),
        holder: Some(company.wang),
        issued_on: None,
    };
    create_assets(&site.cx(), &[asset]).await.unwrap();
}

async fn accounts(site: &Site, company: &Company, zhou: PersonId) {
    for (login, roles, person) in [
        ("hr", &[Role::HrSpecialist][..], None),
        ("partner", &[Role::HrPartner], None),
        ("manager", &[Role::Manager], Some(zhou)),
        ("othermanager", &[Role::Manager], Some(company.sun)),
        ("legal", &[Role::Legal], None),
        ("archivist", &[Role::Archivist], None),
        ("it", &[Role::ItSecurity], None),
        ("executive", &[Role::Executive], None),
        ("auditor", &[Role::Auditor], None),
        ("leaver", &[], Some(company.wang)),
        ("leaverhr", &[Role::HrPartner], Some(company.wang)),
        ("receiver", &[], Some(company.zhao)),
        ("nobody", &[], None),
    ] {
        site.account(login, roles, person).await;
    }
}

fn viewers() -> Vec<Viewer> {
    let one = |name, roles: &[Role], relation, is_leaver| {
        let login = if name == "out" { "" } else { name };
        Viewer { name, login, relation, roles: roles.to_vec(), is_leaver }
    };
    vec![
        one("out", &[], Relation::Other, false),
        one("admin", &[Role::Admin], Relation::Other, false),
        one("hr", &[Role::HrSpecialist], Relation::Other, false),
        one("partner", &[Role::HrPartner], Relation::Other, false),
        one("manager", &[Role::Manager], Relation::InLine, false),
        one("othermanager", &[Role::Manager], Relation::Other, false),
        one("legal", &[Role::Legal], Relation::Other, false),
        one("archivist", &[Role::Archivist], Relation::Other, false),
        one("it", &[Role::ItSecurity], Relation::Other, false),
        one("executive", &[Role::Executive], Relation::Other, false),
        one("auditor", &[Role::Auditor], Relation::Other, false),
        one("leaver", &[Role::Leaver], Relation::Oneself, true),
        one("leaverhr", &[Role::HrPartner, Role::Leaver], Relation::Oneself, true),
        one("receiver", &[Role::Receiver], Relation::ReceivesFrom, false),
        one("nobody", &[], Relation::Other, false),
    ]
}

async fn open(site: &Site, company: &Company) -> DepartureId {
    let hr = site.sign_in("hr").await;
    let person = company.wang.to_string();
    let fields = [
        ("person", person.as_str()),
        ("ground", "RESIGN"),
        ("notice_on", "2026-10-26"),
        ("last_day", "2026-11-25"),
        ("legal_end", "2026-11-25"),
        ("reason", "MKREASON 照顾家人"),
        ("start", "open"),
        ("reason_code", ""),
    ];
    let opened = hr.post("/departures/new", &fields).await;
    let path = opened.redirects().split('?').next().unwrap().to_owned();
    path.rsplit('/').next().unwrap().parse().unwrap()
}
