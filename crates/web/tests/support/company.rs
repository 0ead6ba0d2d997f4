//! A small company to look at: a plant with two lines of departments, a manager, people of the same name, one who left.

use app_people::people::{
    ContractEnd, KnowledgeEntry, LeaveEntry, NewAsset, NewCustomer, NewDuty, RosterEntry, SpellStatus,
    apply_knowledge, apply_leave, apply_roster, create_assets, create_customers, create_duties,
};
use kernel::{Date, PersonId};

use super::Site;

/// The people, by employee number.
pub(crate) struct Company {
    pub(crate) wang: PersonId,
    pub(crate) zhao: PersonId,
    pub(crate) sun: PersonId,
    pub(crate) gone: PersonId,
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn entry(emp_no: &str, name: &str, hired_on: &str, place: (&[&str], &str, &str)) -> RosterEntry {
    let (department, post, manager) = place;
    let mut entry = RosterEntry::new(emp_no, name, day(hired_on));
    entry.department = department.iter().map(|level| (*level).to_owned()).collect();
    entry.post = Some(post.to_owned());
    entry.manager = Some(manager.to_owned()).filter(|manager| !manager.is_empty());
    entry.employer = Some("江南精工（苏州）有限公司".to_owned());
    entry.city = Some("苏州".to_owned());
    entry
}

/// The roster of the company.
pub(crate) fn roster() -> Vec<RosterEntry> {
    let process: &[&str] = &["制造中心", "工艺一部"];
    let mut wang = entry("00101", "王建国", "2003-07-01", (process, "高级工艺工程师", "周志明"));
    wang.phone = Some("12900000101".to_owned());
    wang.email = Some("wangjianguo@example.com".to_owned());
    wang.id_number = Some("320500197801011234".to_owned());
    wang.contract_end = Some(ContractEnd::Open);
    let mut gone = entry("00104", "张伟", "2011-03-01", (&["制造中心", "装配部"], "装配工", "周志明"));
    gone.status = Some(SpellStatus::Left);
    gone.left_on = Some(day("2024-05-31"));
    vec![
        entry("00001", "周志明", "1999-01-04", (&["制造中心"], "制造总监", "")),
        wang,
        entry("00102", "赵磊", "2018-03-01", (process, "工艺工程师", "王建国")),
        entry("00103", "孙悦", "2019-06-03", (&["质检部"], "质检员", "")),
        gone,
        entry("00105", "张伟", "2020-09-01", (&["制造中心", "装配部"], "装配工", "周志明")),
    ]
}

/// Puts the company into the site.
pub(crate) async fn fill(site: &Site) -> Company {
    let cx = site.cx();
    apply_roster(&cx, &roster()).await.unwrap();
    let directory = app_people::people::list_directory(&cx).await.unwrap();
    let id = |emp_no: &str| directory.iter().find(|entry| entry.emp_no == emp_no).unwrap().person_id;
    let company = Company { wang: id("00101"), zhao: id("00102"), sun: id("00103"), gone: id("00104") };
    apply_leave(&cx, &[leave("A-1", "annual", 3), leave("A-2", "sick", 2)]).await.unwrap();
    apply_knowledge(&cx, &[known("热处理参数窗口", Some(4)), known("夹具设计评审", Some(3))]).await.unwrap();
    hold(site, company.wang).await;
    company
}

fn leave(reference: &str, kind: &str, half_days: i64) -> LeaveEntry {
    LeaveEntry {
        emp_no: "00101".to_owned(),
        kind: kind.to_owned(),
        starts: day("2026-03-02"),
        ends: day("2026-03-03"),
        half_days,
        reference: reference.to_owned(),
        source: "test".to_owned(),
    }
}

fn known(item: &str, level: Option<i64>) -> KnowledgeEntry {
    KnowledgeEntry {
        item: item.to_owned(),
        area: "热处理".to_owned(),
        kind: None,
        weight: Some(90),
        hours: Some(9),
        emp_no: Some("00101".to_owned()),
        level,
        source: "test".to_owned(),
        seen_on: day("2026-10-01"),
    }
}

async fn hold(site: &Site, person: PersonId) {
    let cx = site.cx();
    let duty = NewDuty {
        person,
        title: "每周工艺例会".to_owned(),
        kind: "duty".to_owned(),
        weight: 30,
        hours: 2,
        due_on: None,
    };
    create_duties(&cx, &[duty]).await.unwrap();
    let customer = NewCustomer {
        name: "虚构蓝岸新材料有限公司".to_owned(),
        kind: "supplier".to_owned(),
        contact: "拟先生".to_owned(),
        owner: Some(person),
        second: None,
        last_contact_on: Some(day("2026-10-20")),
        weight: 40,
    };
    create_customers(&cx, &[customer]).await.unwrap();
    let asset = NewAsset {
        asset_no: "ZC-0018".to_owned(),
        name: "笔记本电脑".to_owned(),
        kind: "电脑".to_owned(),
        holder: Some(person),
        issued_on: Some(day("2022-01-10")),
    };
    create_assets(&cx, &[asset]).await.unwrap();
}
