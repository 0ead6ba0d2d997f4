//! A small company on each database, and people who act in it on days of one's choosing.
#![allow(dead_code, reason = "each test file uses what it needs of this module")]

use std::sync::Arc;

use app::{
    App, Clock, Cx, Parts,
    accounts::{self, CreateAccount},
    setup::{self, FirstAdmin},
};
use app_departure::{
    departures::{OpenDeparture, open_departure},
    tasks,
};
use app_people::people::{
    KnowledgeEntry, NewAsset, NewCustomer, NewDuty, RosterEntry, apply_knowledge, apply_roster,
    create_assets, create_customers, create_duties, list_directory,
};
use departure::Status;
use kernel::{AccountId, Actor, Date, DepartureId, Lang, PersonId, Role, Timestamp};
use tempfile::TempDir;
use testkit::TestDatabase;

/// The password of every account here.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A company: 周志明 heads the plant; 王建国 leads 赵磊 and 孙悦; 何涛 works elsewhere under nobody of them.
pub(crate) struct Company {
    pub(crate) app: Arc<App>,
    pub(crate) kind: &'static str,
    pub(crate) zhou: PersonId,
    pub(crate) wang: PersonId,
    pub(crate) zhao: PersonId,
    pub(crate) sun: PersonId,
    pub(crate) he: PersonId,
    accounts: Vec<(Role, AccountId)>,
    _database: TestDatabase,
    _folder: TempDir,
}

/// A day of the tests.
pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Half past nine in the morning in Beijing.
pub(crate) fn morning(date: Date) -> Timestamp {
    format!("{date}T09:30:00+08:00").parse().unwrap()
}

/// The company on each database.
pub(crate) async fn companies() -> Vec<Company> {
    let mut all = Vec::new();
    for database in testkit::databases() {
        all.push(Company::new(database).await);
    }
    all
}

impl Company {
    async fn new(database: TestDatabase) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let parts = Parts {
            db: store::Db::open(database.url()).await.unwrap(),
            calendar: calendar::Calendar::builtin(),
            clock: Clock::fixed(testkit::now()),
            vault: vault::Vault::open(folder.path().join("attachments")).await.unwrap(),
        };
        let app = App::start(parts).await.unwrap();
        let admin = FirstAdmin {
            company: "江南精工".to_owned(),
            login: "admin".to_owned(),
            display_name: "管理员".to_owned(),
            password: PASSWORD.to_owned(),
            lang: Lang::Zh,
        };
        setup::create_first_admin(&app, admin).await.unwrap();
        let nobody = PersonId::from_uuid(uuid::Uuid::nil());
        let kind = database.kind();
        let mut company = Self {
            app,
            kind,
            zhou: nobody,
            wang: nobody,
            zhao: nobody,
            sun: nobody,
            he: nobody,
            accounts: Vec::new(),
            _database: database,
            _folder: folder,
        };
        company.fill().await;
        company
    }

    async fn fill(&mut self) {
        let cx = self.system();
        apply_roster(&cx, &roster()).await.unwrap();
        let directory = list_directory(&cx).await.unwrap();
        let id = |number: &str| directory.iter().find(|entry| entry.emp_no == number).unwrap().person_id;
        (self.zhou, self.wang, self.zhao) = (id("00001"), id("00101"), id("00102"));
        (self.sun, self.he) = (id("00103"), id("00201"));
        hold(&cx, self.wang, self.sun).await;
        let people = [
            (Role::HrSpecialist, "limin", None),
            (Role::HrPartner, "partner", None),
            (Role::Legal, "legal", None),
            (Role::Executive, "boss", None),
            (Role::ItSecurity, "it", None),
            (Role::Manager, "zhou", Some(self.zhou)),
        ];
        for (role, login, person) in people {
            let account = self.account(login, &[role], person).await;
            self.accounts.push((role, account));
        }
        self.account("wang", &[], Some(self.wang)).await;
    }

    /// Makes an account.
    pub(crate) async fn account(&self, login: &str, roles: &[Role], person: Option<PersonId>) -> AccountId {
        let input = CreateAccount {
            login: login.to_owned(),
            display_name: format!("{login} 的账号"),
            password: PASSWORD.to_owned(),
            person_id: person,
            roles: roles.to_vec(),
            lang: Lang::Zh,
        };
        accounts::create_account(&self.system(), input).await.unwrap()
    }

    /// The system itself, on the day of the tests.
    pub(crate) fn system(&self) -> Cx {
        self.app.system().unwrap()
    }

    /// Whoever holds the role, on the morning of a day.
    pub(crate) fn on(&self, role: Role, date: &str) -> Cx {
        let account = self.accounts.iter().find(|held| held.0 == role).unwrap().1;
        let person = (role == Role::Manager).then_some(self.zhou);
        self.system().acting_as(Actor { account, person, roles: vec![role] }, morning(day(date)))
    }

    /// Whoever holds the role, on the day of the tests.
    pub(crate) fn as_role(&self, role: Role) -> Cx {
        self.on(role, "2026-11-05")
    }

    /// HR, on the day of the tests.
    pub(crate) fn hr(&self) -> Cx {
        self.as_role(Role::HrSpecialist)
    }

    /// Opens 王建国's resignation of the story: notice on 26 October, last day 25 November.
    pub(crate) async fn resign(&self) -> DepartureId {
        open_departure(&self.hr(), resignation(self.wang)).await.unwrap()
    }

    /// Somebody can do something of the register, by the day of the tests.
    pub(crate) async fn knows(&self, item: &str, number: &str, level: i64) {
        apply_knowledge(&self.system(), &[known(item, number, level)]).await.unwrap();
    }

    /// Skips every open required task.
    pub(crate) async fn skip_all(&self, departure: DepartureId, cx: &Cx) {
        for task in tasks::list_tasks(cx, departure).await.unwrap() {
            if task.status == departure::TaskStatus::Open {
                tasks::skip(cx, task.id, "测试中不需要").await.unwrap();
            }
        }
    }
}

/// A resignation as it is entered.
pub(crate) fn resignation(person: PersonId) -> OpenDeparture {
    OpenDeparture {
        person,
        ground: "RESIGN".to_owned(),
        reason_code: String::new(),
        reason: "家在外地".to_owned(),
        notice_on: day("2026-10-26"),
        last_day: day("2026-11-25"),
        legal_end: day("2026-11-25"),
        access_off_at: None,
        start: Status::Open,
    }
}

fn roster() -> Vec<RosterEntry> {
    let entry = |number: &str, name: &str, manager: &str, department: &[&str]| {
        let mut entry = RosterEntry::new(number, name, day("2010-03-01"));
        entry.department = department.iter().map(|level| (*level).to_owned()).collect();
        entry.post = Some("工程师".to_owned());
        entry.manager_no = Some(manager.to_owned()).filter(|manager| !manager.is_empty());
        entry
    };
    let process = ["制造中心", "工艺一部"];
    vec![
        entry("00001", "周志明", "", &["制造中心"]),
        entry("00101", "王建国", "00001", &process),
        entry("00102", "赵磊", "00101", &process),
        entry("00103", "孙悦", "00101", &process),
        entry("00201", "何涛", "", &["财务部"]),
    ]
}

fn known(item: &str, number: &str, level: i64) -> KnowledgeEntry {
    KnowledgeEntry {
        item: item.to_owned(),
        area: "热处理".to_owned(),
        kind: None,
        weight: Some(90),
        hours: Some(9),
        emp_no: Some(number.to_owned()),
        level: Some(level),
        source: "test".to_owned(),
        seen_on: day("2026-10-01"),
    }
}

async fn hold(cx: &Cx, wang: PersonId, sun: PersonId) {
    let known = [
        known("热处理参数窗口", "00101", 4),
        known("夹具设计评审", "00101", 3),
        known("夹具设计评审", "00102", 3),
    ];
    apply_knowledge(cx, &known).await.unwrap();
    let duty = |title: &str, kind: &str| NewDuty {
        person: wang,
        title: title.to_owned(),
        kind: kind.to_owned(),
        weight: 30,
        hours: 2,
        due_on: None,
    };
    create_duties(cx, &[duty("每周工艺例会", "duty"), duty("客户来函待复", "request")]).await.unwrap();
    let customer = |name: &str, second| NewCustomer {
        name: name.to_owned(),
        kind: "customer".to_owned(),
        contact: "拟先生".to_owned(),
        owner: Some(wang),
        second,
        last_contact_on: None,
        weight: 40,
    };
    create_customers(cx, &[customer("虚构蓝岸", None), customer("虚构青川", Some(sun))]).await.unwrap();
    let asset = |number: &str, name: &str| NewAsset {
        asset_no: number.to_owned(),
        name: name.to_owned(),
        kind: "电脑".to_owned(),
        holder: Some(wang),
        issued_on: Some(day("2022-01-10")),
    };
    create_assets(cx, &[asset("ZC-0018", "笔记本电脑"), asset("ZC-0019", "公务手机")]).await.unwrap();
}
