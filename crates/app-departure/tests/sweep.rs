//! The sweep, what a withdrawal puts back, and doors that are shut: on both databases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use app::{Error, cases::get_departure, sign_in};
use app_departure::{
    departures,
    sweep::{self, Settle, SweepLine},
};
use departure::PointerKind;
use kernel::{DepartureId, Role};
use store::people::Scope;
use support::{Company, PASSWORD, companies, day, morning, resignation};

async fn lines(company: &Company, id: DepartureId) -> Vec<SweepLine> {
    sweep::get_sweep(&company.hr(), id).await.unwrap().lines
}

async fn find(company: &Company, id: DepartureId, kind: PointerKind, label: &str) -> SweepLine {
    let found = lines(company, id).await.into_iter();
    let mut found = found.filter(|line| line.pointer.kind == kind && line.pointer.label == label);
    found.next().unwrap_or_else(|| panic!("{kind} {label} is not swept"))
}

async fn give(
    company: &Company,
    id: DepartureId,
    (kind, label): (PointerKind, &str),
    to: &str,
) -> app::Result<()> {
    let line = find(company, id, kind, label).await;
    sweep::settle(&company.hr(), id, (kind, &line.pointer.id), Settle::Give(to.to_owned())).await
}

const MOVES: [(PointerKind, &str); 8] = [
    (PointerKind::Report, "孙悦"),
    (PointerKind::Duty, "每周工艺例会"),
    (PointerKind::Request, "客户来函待复"),
    (PointerKind::Customer, "虚构蓝岸"),
    (PointerKind::Customer, "虚构青川"),
    (PointerKind::Knowledge, "热处理参数窗口"),
    (PointerKind::Asset, "笔记本电脑"),
    (PointerKind::Knowledge, "夹具设计评审"),
];

/// What points at whom, as the register has it.
async fn state(company: &Company) -> Vec<String> {
    let mut conn = company.system().read().await.unwrap();
    let mut state = Vec::new();
    for person in [company.zhou, company.wang, company.zhao, company.sun] {
        let held = conn.get_person(person, Scope::Company).await.unwrap();
        state.push(format!("{} reports to {}", held.name, held.manager_name));
        for row in conn.list_duties_of(person, 50).await.unwrap() {
            state.push(format!("{} does {}", held.name, row.title));
        }
        for row in conn.list_customers_of(person, 50).await.unwrap() {
            state.push(format!("{} serves {} {:?} {:?}", held.name, row.name, row.owner_id, row.second_id));
        }
        for row in conn.list_assets_of(person, 50).await.unwrap() {
            state.push(format!("{} holds {}", held.name, row.asset_no));
        }
        for row in conn.list_knowledge_of(person, 50).await.unwrap() {
            state.push(format!("{} knows {} {}", held.name, row.name, row.level));
        }
        state.push(format!("{} is employed: {}", held.name, held.is_employed));
    }
    state
}

#[tokio::test]
async fn everything_that_points_at_the_leaver_is_listed_with_the_sole_holder_first() {
    for company in companies().await {
        let id = company.resign().await;
        let found = lines(&company, id).await;
        for (kind, label) in MOVES {
            assert!(
                found.iter().any(|line| line.pointer.kind == kind && line.pointer.label == label),
                "{label}"
            );
        }
        assert!(found.iter().any(|line| line.pointer.kind == PointerKind::Account));
        let last: Vec<&str> = found
            .iter()
            .filter(|line| line.pointer.is_last_holder)
            .map(|line| line.pointer.label.as_str())
            .collect();
        assert_eq!(
            last,
            ["虚构蓝岸", "热处理参数窗口"],
            "{}: 夹具 is known to 赵磊, 青川 to 孙悦",
            company.kind
        );
        assert!(found[0].pointer.is_last_holder && found[1].pointer.is_last_holder);
    }
}

#[tokio::test]
async fn the_other_holder_counts_only_as_long_as_that_one_stays() {
    for company in companies().await {
        let id = company.resign().await;
        assert!(!find(&company, id, PointerKind::Knowledge, "夹具设计评审").await.pointer.is_last_holder);
        departures::open_departure(&company.hr(), resignation(company.zhao)).await.unwrap();
        assert!(find(&company, id, PointerKind::Knowledge, "夹具设计评审").await.pointer.is_last_holder);
        let refused = give(&company, id, (PointerKind::Duty, "每周工艺例会"), "赵磊").await;
        let Err(Error::Invalid(errors)) = refused else { panic!("赵磊 leaves too") };
        assert_eq!(errors[0].message, "error-receiver-unknown");
    }
}

#[tokio::test]
async fn what_is_given_really_moves_and_a_withdrawal_puts_everything_back() {
    for company in companies().await {
        let before = state(&company).await;
        let id = company.resign().await;
        for what in MOVES {
            give(&company, id, what, "周志明").await.unwrap();
        }
        let phone = find(&company, id, PointerKind::Asset, "公务手机").await.pointer.id;
        sweep::settle(&company.hr(), id, (PointerKind::Asset, &phone), Settle::Return).await.unwrap();
        let moved = state(&company).await;
        for told in [
            "孙悦 reports to 周志明",
            "周志明 does 每周工艺例会",
            "周志明 does 客户来函待复",
            "周志明 holds ZC-0018",
        ] {
            assert!(moved.iter().any(|line| line == told), "{told} in {moved:?}");
        }
        let left = lines(&company, id).await;
        let open: Vec<_> =
            left.iter().filter(|line| !line.pointer.is_settled).map(|line| &line.pointer.label).collect();
        assert_eq!(open, ["赵磊", "wang"], "one report and the account are left");
        departures::shut_access_now(&company.hr(), id).await.unwrap();
        let done = departures::withdraw(&company.hr(), id, "改变主意").await.unwrap();
        assert_eq!((done.restored, done.left.len()), (MOVES.len() + 1, 0));
        assert_eq!(state(&company).await, before, "{}", company.kind);
        let accounts = company.system().read().await.unwrap().list_accounts_of(company.wang).await.unwrap();
        assert!(accounts.iter().all(|account| account.access_off_at.is_none()));
        // Nothing was deleted: it is found, read-only, with all its tasks and its record.
        assert!(!app_departure::tasks::list_tasks(&company.hr(), id).await.unwrap().is_empty());
        let record = departures::list_record(&company.hr(), id, None).await.unwrap();
        let loud = record.iter().filter(|entry| entry.kind == "sweep.last-holder-moved").count();
        assert_eq!((record[0].kind.as_str(), loud), ("departure.withdrawn", 2));
        // And the person can leave again.
        departures::open_departure(&company.hr(), resignation(company.wang)).await.unwrap();
    }
}

#[tokio::test]
async fn a_withdrawal_leaves_what_somebody_decided_since() {
    for company in companies().await {
        let id = company.resign().await;
        give(&company, id, (PointerKind::Asset, "笔记本电脑"), "孙悦").await.unwrap();
        // 孙悦 leaves as well, and her laptop goes on to 赵磊.
        let other = departures::open_departure(&company.hr(), resignation(company.sun)).await.unwrap();
        give(&company, other, (PointerKind::Asset, "笔记本电脑"), "赵磊").await.unwrap();
        let done = departures::withdraw(&company.hr(), id, "改变主意").await.unwrap();
        assert_eq!(done.left, ["笔记本电脑"]);
        assert!(state(&company).await.iter().any(|line| line == "赵磊 holds ZC-0018"));
    }
}

#[tokio::test]
async fn a_receiver_is_somebody_who_stays_and_never_the_report_or_below() {
    for company in companies().await {
        let id = company.resign().await;
        let report = (PointerKind::Report, "孙悦");
        for (to, message) in [
            ("孙悦", "error-receiver-below"),
            ("王建国", "error-receiver-unknown"),
            ("没有此人", "error-receiver-unknown"),
        ] {
            let Err(Error::Invalid(errors)) = give(&company, id, report, to).await else { panic!("{to}") };
            assert_eq!(errors[0].message, message, "{to}");
        }
        give(&company, id, report, "00001").await.unwrap();
        let gone = sweep::settle(
            &company.hr(),
            id,
            (PointerKind::Report, &company.sun.to_string()),
            Settle::Give("00001".to_owned()),
        )
        .await;
        assert!(matches!(gone, Err(Error::Conflict("error-pointer-gone"))));
        let manager = company.as_role(Role::Manager);
        let settle = Settle::Give("00001".to_owned());
        let refused = sweep::settle(&manager, id, (PointerKind::Duty, "x"), settle).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "HR hands on, the manager looks");
    }
}

/// Signs 王建国 in, with a role besides.
async fn token(company: &Company) -> String {
    sign_in::sign_in(&company.app, "wang", PASSWORD, "a test").await.unwrap().token
}

#[tokio::test]
async fn access_off_refuses_every_door_but_the_leavers_portal() {
    for company in companies().await {
        let account =
            company.system().read().await.unwrap().find_account_by_login("wang").await.unwrap().unwrap().id;
        app::accounts::set_roles(&company.system(), account, &[Role::HrSpecialist]).await.unwrap();
        let id = company.resign().await;
        let old = token(&company).await;
        let before = sign_in::authenticate(&company.app, &old).await.unwrap().unwrap();
        assert!(before.cx.actor().has(Role::HrSpecialist) && before.cx.actor().has(Role::Leaver));
        departures::shut_access_now(&company.hr(), id).await.unwrap();
        // The open session and its token are gone in the same moment.
        assert!(sign_in::authenticate(&company.app, &old).await.unwrap().is_none(), "{}", company.kind);
        assert!(
            before.cx.read().await.unwrap().list_sessions(account, before.cx.now()).await.unwrap().is_empty()
        );
        // Signing in anew opens the portal alone, without the old role.
        let fresh = token(&company).await;
        let after = sign_in::authenticate(&company.app, &fresh).await.unwrap().unwrap();
        assert_eq!(after.cx.actor().roles, [Role::Leaver]);
        assert!(get_departure(&after.cx, id).await.is_err());
        assert!(app_departure::overview::get_overview(&after.cx).await.is_err());
        // A role given later, or a new password, opens nothing either.
        app::accounts::set_roles(&company.system(), account, &[Role::HrPartner]).await.unwrap();
        app::accounts::change_own_password(&after.cx, PASSWORD, "another long password").await.unwrap();
        let again =
            sign_in::sign_in(&company.app, "wang", "another long password", "a test").await.unwrap().token;
        let after = sign_in::authenticate(&company.app, &again).await.unwrap().unwrap();
        assert_eq!(after.cx.actor().roles, [Role::Leaver]);
    }
}

#[tokio::test]
async fn a_session_half_way_through_the_second_factor_is_shut_too() {
    for company in companies().await {
        let account =
            company.system().read().await.unwrap().find_account_by_login("wang").await.unwrap().unwrap().id;
        let system = &company.system();
        system
            .transact(|mut tx| async move {
                tx.set_totp(account, Some("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"), true).await?;
                let receipt = tx.append(system.event("test.totp", None, &account)?).await?;
                Ok(tx.commit(receipt).await?)
            })
            .await
            .unwrap();
        let id = company.resign().await;
        let half = sign_in::sign_in(&company.app, "wang", PASSWORD, "a test").await.unwrap();
        assert!(half.needs_totp);
        departures::shut_access_now(&company.hr(), id).await.unwrap();
        let passed = sign_in::pass_totp(&company.app, &half.token, "000000", "a test").await;
        assert!(matches!(passed, Err(Error::Unauthenticated)));
    }
}

#[tokio::test]
async fn access_ends_at_the_set_instant_and_not_a_moment_before() {
    for company in companies().await {
        let id = company.resign().await;
        let token = token(&company).await;
        let account =
            company.system().read().await.unwrap().find_account_by_login("wang").await.unwrap().unwrap().id;
        app::accounts::set_roles(&company.system(), account, &[Role::HrSpecialist]).await.unwrap();
        let now = company.system().now();
        let roles = async |at| {
            departures::set_access_off(
                &company.hr().acting_as(company.hr().actor().clone(), morning(day("2026-11-01"))),
                id,
                Some(at),
            )
            .await
            .unwrap();
            sign_in::authenticate(&company.app, &token).await.unwrap().unwrap().cx.actor().roles.clone()
        };
        let moment = jiff::SignedDuration::from_micros(1);
        assert_eq!(roles(now + moment).await, [Role::HrSpecialist, Role::Leaver], "a moment before");
        assert_eq!(roles(now).await, [Role::Leaver], "the instant itself");
        assert_eq!(roles(now - moment).await, [Role::Leaver], "a moment after");
        departures::set_access_off(&company.hr(), id, None).await.unwrap();
        let open = sign_in::authenticate(&company.app, &token).await.unwrap().unwrap();
        assert!(open.cx.actor().has(Role::HrSpecialist));
    }
}
