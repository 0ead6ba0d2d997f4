//! A company of any size, written through the same use cases as an import.
#![allow(dead_code, reason = "each bench uses what it needs of this module")]

pub(crate) mod serving;

use std::{path::Path, sync::Arc};

use app::{
    App, Clock, Cx, Parts,
    accounts::{self, CreateAccount},
    setup::{self, FirstAdmin},
};
use app_people::people::RosterEntry;
use kernel::{Lang, Role};

/// The password of all accounts.
pub(crate) const PASSWORD: &str = "a-long-bench-password";
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂文辉玲玉萍红建华国志英梅";

/// An empty installation with an administrator, `hr` and `partner`, in the folder's `data`, or in the database named.
pub(crate) async fn company(folder: &Path, url: Option<&str>) -> (Arc<App>, Cx) {
    let data = folder.join("data");
    std::fs::create_dir_all(&data).unwrap();
    let embedded = format!("sqlite:{}", data.join("leavewell.db").display());
    let db = store::Db::open(url.unwrap_or(&embedded)).await.unwrap();
    let vault = vault::Vault::open(data.join("attachments")).await.unwrap();
    let parts = Parts { db, calendar: calendar::Calendar::builtin(), clock: Clock::system(), vault };
    let app = App::start(parts).await.unwrap();
    let first = FirstAdmin {
        company: "Bench".to_owned(),
        login: "admin".to_owned(),
        display_name: "Admin".to_owned(),
        password: PASSWORD.to_owned(),
        lang: Lang::En,
    };
    setup::create_first_admin(&app, first).await.unwrap();
    let cx = app.system().unwrap();
    for (login, role) in [("hr", Role::HrSpecialist), ("partner", Role::HrPartner)] {
        let account = CreateAccount {
            login: login.to_owned(),
            display_name: login.to_owned(),
            password: PASSWORD.to_owned(),
            person_id: None,
            roles: vec![role],
            lang: Lang::Zh,
        };
        accounts::create_account(&cx, account).await.unwrap();
    }
    (app, cx)
}

/// The row of the roster with this number: 7 divisions, 40 departments, 200 teams, 12 people for each manager.
pub(crate) fn entry(number: usize) -> RosterEntry {
    let pick = |letters: &str, at: usize| letters.chars().nth(at % letters.chars().count()).unwrap();
    let name: String =
        [pick(SURNAMES, number * 7), pick(GIVEN, number * 13 + 5), pick(GIVEN, number / 3 + 1)]
            .iter()
            .collect();
    let mut entry = RosterEntry::new(format!("{number:06}"), name, jiff::civil::date(2015, 3, 1));
    entry.department = vec![
        format!("Division {}", number % 7),
        format!("Department {}", number % 40),
        format!("Team {}", number % 200),
    ];
    entry.post = Some(format!("Post {}", number % 120));
    entry.manager_no = (number > 0).then(|| format!("{:06}", number / 12));
    entry
}

/// Resident memory of a process in KiB, now and at its highest.
pub(crate) fn memory_kb(pid: u32) -> (u64, u64) {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let figure = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap_or("");
        line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or(0)
    };
    (figure("VmRSS"), figure("VmHWM"))
}
