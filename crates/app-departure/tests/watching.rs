//! From a spreadsheet to a sign (B4), and from recorded ties and departures to a strength that is learnt, or not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use std::sync::Arc;

use ::risk::contagion::{Lift, Verdict};
use app::Cx;
use app_people::{
    imports::{self, Imported, Source, Watch},
    people::{ProjectEntry, RosterEntry, SpellStatus, apply_projects, apply_roster},
};
use app_risk::{
    followers::{LARGEST_PROJECT, Tie, name_followers, note_places, open_following},
    risk::{self, Ran, RulesInput, SayingInput, note_saying},
};
use jiff::ToSpan as _;
use kernel::{Date, Role};
use paper::import::Kind;
use store::risk::RiskHit;
use support::{Company, companies, day};

/// Conflicts that were noted of 王建国 (twice within half a year) and of 何涛 (once).
const CONFLICTS: &str = "冲突登记表\n登记日期,当事人工号,当事人,冲突对象,冲突经过,登记来源,处理情况\n\
     2026-08-20,00101,王建国,上级,当众争执,主管观察,已谈\n2026-10-12,00101,王建国,同事,拒绝配合,面谈发现,\n\
     2026-10-13,00201,何涛,同事,争吵,主管观察,\n";
/// What 赵磊 brought forward, as often as one likes.
const OWN_VOICE: &str = "登记日期,提出人工号,提出人,类别,内容\n2026-08-20,00102,赵磊,申诉,考评不公\n\
     2026-09-12,00102,赵磊,投诉,班长骂人\n2026-09-13,00102,赵磊,举报,虚报工时\n2026-10-13,00102,赵磊,申诉,仍未处理\n";

async fn import(cx: &Cx, text: &str, leaves_out: bool) -> Imported {
    let source = Source {
        bytes: text.as_bytes().into(),
        file_name: "登记.csv".to_owned(),
        kind: Some(Kind::Events),
        mapping: None,
    };
    imports::import_file(cx, source, leaves_out, &Arc::new(Watch::default())).await.unwrap()
}

fn rules() -> RulesInput {
    RulesInput {
        is_on: true,
        purpose: "及早谈话".to_owned(),
        roles: vec![Role::HrPartner.code().to_owned()],
        basis: "hr-rules".to_owned(),
        basis_text: "员工手册第 8 章".to_owned(),
        assessment: "PIA-1".to_owned(),
        assessed_on: Some(day("2026-09-01")),
        notice_version: "1".to_owned(),
        notice_on: Some(day("2026-09-10")),
        retention_days: Some(90),
        tells_explanation: true,
        tells_looks: true,
        looks_days: None,
    }
}

/// Computes as of a day; the signs that people show, and everything that is judged of 赵磊.
async fn computed(cx: &Cx, company: &Company) -> (Vec<RiskHit>, String) {
    let today = cx.today();
    assert_eq!(risk::run(cx, today, true).await.unwrap(), Ran::Done);
    let mut conn = cx.read().await.unwrap();
    let hits = conn.list_risk_hits(today).await.unwrap();
    let said = conn.find_risk_score(today, company.zhao).await.unwrap().unwrap();
    let content: serde_json::Value = serde_json::from_str(&said.content).unwrap();
    let judged =
        ["chances", "factors", "changes", "signs", "kind", "cost"].map(|part| content[part].to_string());
    (hits, format!("{:?} {} {judged:?}", said.p90, said.rank > 0))
}

#[tokio::test]
async fn conflicts_in_a_spreadsheet_become_the_sign_and_an_own_grievance_changes_nothing() {
    for company in companies().await {
        let cx = company.system();
        risk::set_rules(&cx, &rules()).await.unwrap();
        let (hits, zhao) = computed(&cx, &company).await;
        assert!(hits.iter().all(|hit| hit.sign != "strain"), "{}: {hits:?}", company.kind);
        let stored = import(&cx, CONFLICTS, false).await;
        assert!(matches!(stored, Imported::Done(..)), "{}: {stored:?}", company.kind);
        let (hits, same) = computed(&cx, &company).await;
        let strained: Vec<_> =
            hits.iter().filter(|hit| hit.sign == "strain").map(|hit| hit.person_id).collect();
        assert_eq!(strained, [company.wang], "{}: twice is a sign, once is none", company.kind);
        assert_eq!(same, zhao);
        let stored = import(&cx, OWN_VOICE, false).await;
        assert!(matches!(stored, Imported::Done(..)), "{}: {stored:?}", company.kind);
        let (after, said) = computed(&cx, &company).await;
        assert_eq!(after, hits, "{}", company.kind);
        assert_eq!(said, zhao, "{}", company.kind);
    }
}

#[tokio::test]
async fn a_grievance_under_the_name_of_a_conflict_is_refused_and_nothing_of_the_file_is_stored() {
    for company in companies().await {
        let cx = company.system();
        let text = CONFLICTS.replace("面谈发现", "本人申诉");
        let Imported::Refused(_, preview) = import(&cx, &text, false).await else { panic!("taken") };
        let codes: Vec<&str> = preview.refused_groups.iter().map(|group| group.code).collect();
        assert_eq!(codes, ["conflict.own_voice"], "{}", company.kind);
        assert!(cx.read().await.unwrap().list_all_person_events().await.unwrap().is_empty());
    }
}

const TEAMS: usize = 30;
const TEAM: usize = 9;

/// Five departments of six teams over three years. In each team one leaves out of turn, and once four leave month after month:
/// `is_catching` keeps each team's four together, otherwise the same days are dealt out to all teams of the department.
fn roster(is_catching: bool) -> Vec<RosterEntry> {
    let begin = day("2023-11-15");
    let mut rows = Vec::new();
    for team in 0..TEAMS {
        let boss = format!("T{team:02}0");
        for member in 0..=TEAM {
            let mut row = RosterEntry::new(
                format!("T{team:02}{member}"),
                format!("员工{team}之{member}"),
                day("2020-01-06"),
            );
            row.department = vec![format!("部门{}", team / 6)];
            row.manager_no = (member > 0).then(|| boss.clone());
            // Whose days these are: the own team's, or for each member another team's of the department.
            let of = if is_catching { team } else { team / 6 * 6 + (team + member) % 6 };
            let month = match member {
                1..=4 => Some((of * 5) % 28 + member),
                5 => Some((of * 7 + 11) % 33),
                _ => None,
            };
            if let Some(month) = month {
                let days = i32::try_from(month * 30 + 35 + (team * 3 + member) % 9).unwrap();
                row.left_on = Some(begin.saturating_add(days.days()));
                row.status = Some(SpellStatus::Left);
            }
            rows.push(row);
        }
    }
    rows
}

async fn noted_since(cx: &Cx, since: Date) {
    let outcome: app::Result<()> = cx
        .transact(|mut tx| async move {
            tx.note_placements(since).await?;
            let receipt = tx.append(cx.event("people.places-noted", None, &since)?).await?;
            Ok(tx.commit(receipt).await?)
        })
        .await;
    outcome.unwrap();
}

#[tokio::test]
async fn a_strength_is_learnt_from_recorded_ties_alone_and_only_where_chance_would_not_look_the_same() {
    for company in companies().await {
        let cx = company.hr();
        let id = company.resign().await;
        apply_roster(&company.system(), &roster(true)).await.unwrap();
        // Today's list says it all, and nothing of the past: nobody knows who reported to whom then.
        let strength = open_following(&cx, id).await.unwrap().strength;
        assert_eq!((strength.since, strength.learnt.verdict), (Some(cx.today()), Verdict::TooFew));
        assert_eq!(strength.lifts(), [Lift::Low, Lift::Middle, Lift::High], "{}", company.kind);
        noted_since(&company.system(), day("2023-11-15")).await;
        let strength = open_following(&cx, id).await.unwrap().strength;
        assert_eq!(strength.learnt.verdict, Verdict::Learnt, "{}: {strength:?}", company.kind);
        assert_eq!(strength.learnt.departures, TEAMS * 5 + 1, "{}: with 王建国", company.kind);
        let [Lift::Learnt(low), Lift::Learnt(middle), Lift::Learnt(high)] = strength.lifts() else {
            panic!("{strength:?}")
        };
        assert!(0.0 < low && low < middle && middle < high && strength.learnt.p().unwrap() <= 0.05);
        assert_eq!(note_places(&company.system()).await.unwrap(), 0, "all of it was known");
    }
}

#[tokio::test]
async fn the_same_departures_dealt_out_among_teams_teach_nothing() {
    for company in companies().await {
        let cx = company.hr();
        let id = company.resign().await;
        apply_roster(&company.system(), &roster(false)).await.unwrap();
        noted_since(&company.system(), day("2023-11-15")).await;
        let strength = open_following(&cx, id).await.unwrap().strength;
        assert_eq!(strength.learnt.verdict, Verdict::NotDistinct, "{}: {strength:?}", company.kind);
        assert_eq!(strength.lifts(), [Lift::Low, Lift::Middle, Lift::High]);
    }
}

#[tokio::test]
async fn whoever_objects_is_neither_reckoned_with_nor_named() {
    for company in companies().await {
        let cx = company.hr();
        let id = company.resign().await;
        let before = open_following(&cx, id).await.unwrap();
        let said =
            SayingInput { kind: "objection".to_owned(), said_on: cx.today(), document: "书面".to_owned() };
        note_saying(&cx, company.zhao, &said).await.unwrap();
        let after = open_following(&cx, id).await.unwrap();
        assert_eq!((before.left_out, after.left_out), (0, 1), "{}", company.kind);
        assert_eq!(after.people + 1, before.people);
        let (_, named) = name_followers(&company.as_role(Role::HrPartner), id, "安排谈话").await.unwrap();
        let names = named.followers;
        assert!(!names.is_empty() && names.iter().all(|one| one.id != company.zhao));
    }
}

/// 何涛 stands in another line; only the project ties him to 王建国, who leaves.
#[tokio::test]
async fn who_works_on_a_project_with_the_leaver_today_is_tied_and_who_left_it_or_works_with_a_crowd_is_not() {
    for company in companies().await {
        let (cx, kind) = (company.hr(), company.kind);
        let id = company.resign().await;
        let member = |project: &str, emp_no: &str, left_on: Option<Date>| ProjectEntry {
            reference: format!("{project}|{emp_no}"),
            project: project.to_owned(),
            emp_no: emp_no.to_owned(),
            project_role: String::new(),
            joined_on: Some(day("2025-01-06")),
            left_on,
            details: String::new(),
        };
        let tied = async |rows: &[ProjectEntry]| {
            apply_projects(&company.system(), rows).await.unwrap();
            let following = open_following(&cx, id).await.unwrap();
            let count =
                |tie: Tie| following.ties.iter().find(|(of, _)| *of == tie).map_or(0, |(_, count)| *count);
            (following.people, count(Tie::Project))
        };
        let (alone, none) = tied(&[]).await;
        assert_eq!(none, 0, "{kind}");
        let wang = member("产线改造", "00101", None);
        assert_eq!(tied(&[wang.clone(), member("产线改造", "00201", None)]).await, (alone + 1, 1), "{kind}");
        // Until yesterday: no longer.
        let gone = cx.today().yesterday().unwrap();
        assert_eq!(tied(&[member("产线改造", "00201", Some(gone))]).await, (alone, 0), "{kind}");
        // A second project of the same two ties them again; with a crowd on it, it ties nobody.
        let second = [member("新品导入", "00101", None), member("新品导入", "00201", None)];
        assert_eq!(tied(&second).await, (alone + 1, 1), "{kind}");
        let crowd: Vec<RosterEntry> = (0..LARGEST_PROJECT)
            .map(|n| RosterEntry::new(format!("Q{n}"), format!("众{n}"), day("2024-01-02")))
            .collect();
        apply_roster(&company.system(), &crowd).await.unwrap();
        let all: Vec<ProjectEntry> = crowd.iter().map(|one| member("新品导入", &one.emp_no, None)).collect();
        assert_eq!(tied(&all).await, (alone, 0), "{kind}");
        let (_, named) = name_followers(&company.as_role(Role::HrPartner), id, "安排谈话").await.unwrap();
        assert!(named.followers.iter().all(|one| !one.ties.contains(&Tie::Project)), "{kind}");
    }
}
