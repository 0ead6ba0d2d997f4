//! The demonstration company as it stands in a database: the promised numbers, on ordinary and on awkward days.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may fail loudly"
)]

use std::{collections::HashSet, sync::Arc};

use app::{App, Clock, Cx, Parts, cases::get_departure, sign_in};
use app_departure::departures;
use app_handover::handover;
use app_people::people;
use calendar::Calendar;
use departure::{DayCount, Stage, Status};
use kernel::{PersonId, Timestamp};
use store::{Db, departures::Departure, people::Filter};
use tempfile::TempDir;
use testkit::{TestDatabase, databases, sqlite_database};
use vault::Vault;

struct House {
    app: Arc<App>,
    _attachments: TempDir,
    _database: TestDatabase,
}

async fn open(database: TestDatabase, at: Timestamp) -> House {
    let attachments = tempfile::tempdir().unwrap();
    let parts = Parts {
        db: Db::open(database.url()).await.unwrap(),
        calendar: Calendar::builtin(),
        clock: Clock::fixed(at),
        vault: Vault::open(attachments.path().join("attachments")).await.unwrap(),
    };
    House { app: App::start(parts).await.unwrap(), _attachments: attachments, _database: database }
}

async fn built(database: TestDatabase, at: Timestamp) -> House {
    let house = open(database, at).await;
    demo::ensure(&house.app).await.unwrap_or_else(|error| panic!("{at}: {error:#}"));
    house
}

/// An instant of a day in China.
fn at(date: &str, time: &str) -> Timestamp {
    format!("{date}T{time}+08:00").parse().unwrap()
}

async fn everybody(cx: &Cx, filter: &Filter) -> Vec<store::people::Listed> {
    let mut all = Vec::new();
    let mut after = store::people::After::default();
    loop {
        let page = people::list_people(cx, filter.clone(), &after).await.unwrap();
        all.extend(page.people);
        match page.next {
            Some(next) => after = next,
            None => return all,
        }
    }
}

async fn find(cx: &Cx, name: &str) -> PersonId {
    let filter = Filter { key: name.to_owned(), ..Filter::default() };
    let found = everybody(cx, &filter).await;
    found.iter().find(|person| person.name == name).unwrap_or_else(|| panic!("{name} is not there")).id
}

async fn departure_of(cx: &Cx, name: &str) -> Departure {
    let person = find(cx, name).await;
    departures::list_departures_of(cx, person).await.unwrap().remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_promised_company_is_there_on_every_database() {
    for database in databases() {
        let kind = database.kind();
        let house = built(database, testkit::now()).await;
        let cx = house.app.system().unwrap();
        let employed = everybody(&cx, &Filter { is_employed: Some(true), ..Filter::default() }).await;
        assert_eq!(employed.len(), 180, "{kind}");
        let left = everybody(&cx, &Filter { is_employed: Some(false), ..Filter::default() }).await;
        assert!(left.len() > 55, "{kind}: {}", left.len());
        let critical = everybody(&cx, &Filter { is_critical_only: true, ..Filter::default() }).await;
        assert!(critical.iter().any(|person| person.name == "王建国"), "{kind}");
        check_registers(&cx, kind).await;
        check_map(&cx, kind).await;
        check_veteran(&cx, kind).await;
        check_outlook(&cx, kind).await;
        check_departures(&cx, kind).await;
        check_talks(&house.app, kind).await;
        check_record(&cx, kind).await;
        check_sign_ins(&house.app, kind).await;
    }
}

/// Talks of every outcome told, one of them due today: whoever holds it finds it on the own overview, with the reason.
async fn check_talks(app: &Arc<App>, when: &str) {
    let cx = app.system().unwrap();
    let talks = app_risk::talks::list_talks(&cx, None).await.unwrap();
    let outcomes: Vec<&str> = talks.past.iter().map(|talk| talk.outcome.as_str()).collect();
    for outcome in ["stays", "undecided", "leaves"] {
        assert!(outcomes.contains(&outcome), "{when}: {outcomes:?}");
    }
    let due: Vec<_> = talks.open.iter().filter(|talk| talk.due_on == cx.today()).collect();
    assert_eq!((due.len(), due[0].talker_name.as_str()), (1, "陈志远"), "{when}");
    let account = cx.read().await.unwrap().find_account_by_login("chenzhiyuan").await.unwrap().unwrap().id;
    let actor = kernel::Actor { account, person: Some(due[0].talker_id), roles: vec![kernel::Role::Manager] };
    let overview = app_departure::overview::get_overview(&cx.acting_as(actor, cx.now())).await.unwrap();
    let needs = overview.needs.iter().filter_map(|need| match &need.why {
        app_departure::overview::Why::Talk(talk) => Some((need.person_name.as_str(), talk.why.clone())),
        _ => None,
    });
    assert_eq!(needs.collect::<Vec<_>>(), [("周航", due[0].why.clone())], "{when}");
}

async fn check_registers(cx: &Cx, kind: &str) {
    let mut conn = cx.read().await.unwrap();
    assert!(conn.list_leave_page("", 1_000_000).await.unwrap().len() > 2_000, "{kind}");
    let items = conn.list_knowledge_items().await.unwrap();
    assert!((120..200).contains(&items.len()), "{kind}: {}", items.len());
    assert_eq!(conn.list_employers().await.unwrap().len(), 2, "{kind}");
    let departments = conn.list_departments().await.unwrap();
    assert!(departments.iter().all(|department| department.head_id.is_some()), "{kind}");
}

/// The map tells the story: the veteran alone holds the core, and most is lost with him; what was taught shows by now.
async fn check_map(cx: &Cx, kind: &str) {
    let page = app_knowledge::knowledge::open_map(cx, &app_knowledge::knowledge::MapFilter::default())
        .await
        .unwrap();
    let first = &page.losses[0];
    assert_eq!(page.atlas.name(first.person), "王建国", "{kind}");
    let lost: Vec<&str> = first.items.iter().map(|item| page.atlas.items[*item].name.as_str()).collect();
    for core in ["热处理参数窗口", "薄壁件变形补偿", "供应商来料异常判定", "模具验收放行标准"]
    {
        assert!(lost.contains(&core), "{kind}: {lost:?}");
    }
    assert!(!page.hanging.breaking.people.is_empty() && page.sole.0 > 20, "{kind}");
    let sessions = app_knowledge::knowledge::list_exchanges(cx, None).await.unwrap();
    assert_eq!((sessions.coming.len(), sessions.past.len()), (2, 6), "{kind}");
    let row = |name: &str| page.atlas.items.iter().position(|item| item.name == name).unwrap();
    let from = app_knowledge::knowledge::HOLDS_FROM;
    assert_eq!(
        page.atlas.map.active_holders(row("焊接 WPS 编制"), from).len(),
        2,
        "{kind}: taught and shown"
    );
}

/// What the pictures show of the veteran: the easy items are given away, the core is not.
async fn check_veteran(cx: &Cx, when: &str) {
    let departure = departure_of(cx, "王建国").await;
    assert_eq!(departure.status, Status::Open, "{when}");
    let dates = get_departure(cx, departure.id).await.unwrap().dates();
    assert_eq!(dates.day_count(cx.today()), DayCount::Running { day: 9, of: 30 }, "{when}");
    let view = handover::overview(cx, departure.id).await.unwrap();
    assert_eq!(view.lines.len(), 26, "{when}");
    let progress = &view.progress;
    assert!((0.60..0.75).contains(&progress.by_count), "{when}: {}", progress.by_count);
    assert!((0.28..0.40).contains(&progress.by_weight), "{when}: {}", progress.by_weight);
    assert!(progress.is_easy_first(), "{when}");
    let core: Vec<_> = view.lines.iter().filter(|line| line.item.is_core).collect();
    assert_eq!((core.len(), progress.core_open), (4, 4), "{when}");
    let weigh = |lines: &[&handover::ItemLine]| lines.iter().map(|line| line.item.weight).sum::<i64>();
    let all: Vec<_> = view.lines.iter().collect();
    let share = weigh(&core) * 100 / weigh(&all);
    assert!((55..=61).contains(&share), "{when}: {share}");
    let stuck = |line: &&&handover::ItemLine| line.stages[1] == ::handover::Standing::NotYet;
    assert_eq!(core.iter().filter(stuck).count(), 4, "{when}");
    check_vague_item(cx, &view, when).await;
    assert_eq!(view.obstacles.iter().filter(|obstacle| obstacle.removed_at.is_none()).count(), 1, "{when}");
    assert!(view.commitments.len() >= 3, "{when}");
    assert!(view.sessions.iter().any(|session| session.held_at.is_some()), "{when}");
    assert!(
        view.sessions.iter().any(|session| session.starts_at > cx.now() && !session.is_cancelled),
        "{when}"
    );
    for line in &view.lines {
        assert!(line.gaps.is_empty(), "{when}: {} {:?}", line.item.title, line.gaps);
        assert!(line.receivers.len() >= 2, "{when}: {}", line.item.title);
    }
}

/// Where working days are as usual, the veteran is behind the plan and will not be done in time.
async fn check_outlook(cx: &Cx, when: &str) {
    let departure = departure_of(cx, "王建国").await;
    let view = handover::overview(cx, departure.id).await.unwrap();
    let (planned, reached) = (view.progress.planned_by_now, view.progress.by_weight);
    assert!(planned > reached + 0.05, "{when}: {planned} planned, {reached} reached");
    let outlook = view.outlook.unwrap();
    let finish_on = outlook.finish_on.unwrap();
    assert!(finish_on > departure.last_day, "{when}: done on {finish_on}, leaves on {}", departure.last_day);
    assert!(outlook.p_core_done < 0.5 && outlook.is_order_odd, "{when}: {outlook:?}");
}

async fn check_vague_item(cx: &Cx, view: &handover::Overview, when: &str) {
    let line = view.lines.iter().find(|line| line.item.title == "热处理参数窗口").unwrap();
    let teach = line.teach.unwrap();
    assert_eq!((teach.right, teach.questions, teach.is_passed), (2, 5, false), "{when}");
    assert!(line.is_sole && line.unclear >= 2, "{when}");
    let names: Vec<&str> = line.receivers.iter().map(|receiver| receiver.name.as_str()).collect();
    assert_eq!(names, ["赵磊", "孙悦"], "{when}");
    assert!(line.receivers[1].is_questioner, "{when}");
    let item = handover::item_view(cx, line.item.departure_id, line.item.id).await.unwrap();
    assert!(item.note.is_some_and(|note| note.version == 2 && note.body.contains("老设备")), "{when}");
}

/// Six departures of different kinds stand in different places.
async fn check_departures(cx: &Cx, when: &str) {
    let told = [
        ("王建国", "RESIGN", Status::Open, Stage::Handover),
        ("周志明", "NOFAULT_CHANGE", Status::Prepared, Stage::Notice),
        ("顾雨晴", "AGREE_EMPLOYEE", Status::Open, Stage::Clearing),
        ("沈根生", "RETIRE_AGE", Status::Open, Stage::Handover),
        ("吴江", "EXPIRY", Status::Closed, Stage::Closing),
        ("刘洋", "RESIGN", Status::Withdrawn, Stage::Handover),
    ];
    let mut numbers = HashSet::new();
    for (name, ground, status, stage) in told {
        let found = departure_of(cx, name).await;
        assert_eq!(
            (found.ground.as_str(), found.status, found.stage),
            (ground, status, stage),
            "{when}: {name}"
        );
        numbers.insert(found.number);
    }
    assert_eq!(numbers.len(), 6, "{when}");
    let counted = departures::count_departures(cx).await.unwrap();
    assert_eq!(counted.iter().map(|count| count.number).sum::<i64>(), 6, "{when}");
    let agreed = departure_of(cx, "顾雨晴").await;
    assert_eq!(agreed.last_day, cx.today(), "{when}");
    let progress = handover::overview(cx, agreed.id).await.unwrap().progress;
    assert_eq!((progress.done, progress.items), (9, 9), "{when}");
    let retiring = handover::overview(cx, departure_of(cx, "沈根生").await.id).await.unwrap().progress;
    assert!(retiring.by_weight > 0.4 && retiring.done > 2, "{when}: {retiring:?}");
    assert!(departure_of(cx, "周志明").await.announced_at.is_none(), "{when}");
    let gone = people::open_person(cx, find(cx, "吴江").await).await.unwrap().person;
    assert!(!gone.is_employed && gone.left_on.is_some_and(|left| left < cx.today()), "{when}");
    let stays = people::open_person(cx, find(cx, "刘洋").await).await.unwrap();
    assert!(stays.person.is_employed && stays.duties.len() == 2, "{when}: everything is his again");
}

/// Opening it again changes nothing; every role can sign in and holds its role.
async fn check_sign_ins(app: &Arc<App>, when: &str) {
    let size = async || app.system().unwrap().read().await.unwrap().get_log_root().await.unwrap().0;
    let before = size().await;
    let sign_ins = demo::ensure(app).await.unwrap();
    assert_eq!((sign_ins.len(), size().await), (kernel::Role::ALL.len(), before), "{when}");
    let roles: HashSet<&str> = sign_ins.iter().map(|who| who.role.as_str()).collect();
    assert_eq!(roles.len(), kernel::Role::ALL.len(), "{when}");
    for who in &sign_ins {
        let signed = sign_in::sign_in(app, &who.login, &who.password, "test").await.unwrap();
        let found = sign_in::authenticate(app, &signed.token).await.unwrap().unwrap();
        let role: kernel::Role = who.role.parse().unwrap();
        assert!(found.cx.actor().has(role), "{when}: {} is {role}", who.login);
        assert_eq!(found.account.display_name, who.name, "{when}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn awkward_days_make_the_same_story() {
    let days = [
        ("2027-01-01", "10:00:00", "1 January, a holiday"),
        ("2028-02-29", "10:00:00", "a leap day"),
        ("2026-11-08", "10:00:00", "a Sunday"),
        ("2026-02-20", "10:00:00", "in the Spring Festival"),
        ("2026-02-24", "10:00:00", "the day after the Spring Festival"),
        ("2026-10-05", "10:00:00", "in National Day week"),
        ("2026-11-05", "00:00:30", "just after midnight"),
        ("2026-11-05", "23:59:30", "just before midnight"),
    ];
    for (date, time, when) in days {
        let house = built(sqlite_database(), at(date, time)).await;
        let cx = house.app.system().unwrap();
        check_veteran(&cx, when).await;
        check_departures(&cx, when).await;
    }
}

/// What a company consists of, without the ids, which are drawn anew each time.
async fn told(cx: &Cx) -> Vec<String> {
    let mut lines = Vec::new();
    for person in everybody(cx, &Filter::default()).await {
        lines.push(format!("{} {} {} {:?}", person.emp_no, person.name, person.post_title, person.left_on));
    }
    let mut conn = cx.read().await.unwrap();
    for event in conn.list_leave_page("", 1_000_000).await.unwrap() {
        lines.push(format!("{} {} {} {}", event.reference, event.kind, event.starts, event.half_days));
    }
    for name in ["王建国", "沈根生"] {
        let departure = departure_of(cx, name).await;
        let view = handover::overview(cx, departure.id).await.unwrap();
        lines.extend(
            view.lines.iter().map(|line| format!("{} {:?} {:?}", line.item.title, line.stages, line.teach)),
        );
        let mut entries: Vec<String> = Vec::new();
        for entry in departures::list_record(cx, departure.id, None).await.unwrap() {
            entries.push(format!("{} {} {}", entry.at, entry.kind, entry.actor));
        }
        lines.extend(entries);
    }
    lines.sort();
    lines
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_day_gives_the_same_company_at_any_hour() {
    let morning = built(sqlite_database(), at("2026-11-05", "09:30:00")).await;
    let evening = built(sqlite_database(), at("2026-11-05", "21:10:00")).await;
    let told_in_the_morning = told(&morning.app.system().unwrap()).await;
    assert_eq!(told_in_the_morning, told(&evening.app.system().unwrap()).await);
    assert!(told_in_the_morning.len() > 2_000);
}

/// Nothing was done in the future or out of order, and each deed has somebody who did it.
async fn check_record(cx: &Cx, when: &str) {
    for name in ["王建国", "周志明", "顾雨晴", "沈根生", "吴江", "刘洋"] {
        let departure = departure_of(cx, name).await;
        let mut before = None;
        loop {
            let page = departures::list_record(cx, departure.id, before).await.unwrap();
            assert!(
                page.iter().all(|entry| entry.at < cx.now() && !entry.actor.is_empty()),
                "{when}: {name}"
            );
            assert!(page.is_sorted_by(|later, earlier| later.at >= earlier.at), "{when}: {name}");
            match page.last() {
                Some(last) => before = Some(last.seq),
                None => break,
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_company_and_one_that_was_not_finished_are_refused() {
    let house = open(sqlite_database(), testkit::now()).await;
    let admin = |company: &str| app::setup::FirstAdmin {
        company: company.to_owned(),
        login: "jiangtao".to_owned(),
        display_name: "江涛".to_owned(),
        password: "a long password".to_owned(),
        lang: kernel::Lang::Zh,
    };
    app::setup::create_first_admin(&house.app, admin("别的公司")).await.unwrap();
    assert!(demo::ensure(&house.app).await.unwrap_err().to_string().contains("another company"));
    let house = open(sqlite_database(), testkit::now()).await;
    app::setup::create_first_admin(&house.app, admin("江南精工（苏州）有限公司")).await.unwrap();
    assert!(demo::ensure(&house.app).await.unwrap_err().to_string().contains("not finished"));
}

/// The work of the night before the notice, with nothing of the days after it, shows the veteran first among those to talk to.
#[tokio::test(flavor = "multi_thread")]
async fn the_veteran_was_flagged_by_the_night_before_the_notice() {
    for (date, time) in [("2026-11-05", "10:00"), ("2028-02-29", "09:00")] {
        let house = built(sqlite_database(), at(date, time)).await;
        let cx = house.app.system().unwrap();
        let departure = departure_of(&cx, "王建国").await;
        let mut conn = cx.read().await.unwrap();
        let runs = conn.list_risk_runs().await.unwrap();
        let before =
            runs.iter().find(|run| run.as_of < departure.notice_on).expect("a night before the notice");
        assert_eq!(before.status, "done");
        let card: serde_json::Value = serde_json::from_str(&before.card).unwrap();
        assert_eq!(card["standing"], "good", "{card:#}");
        let score = conn.find_risk_score(before.as_of, departure.person_id).await.unwrap().expect("a score");
        let content: app_risk::risk::Content = serde_json::from_str(&score.content).unwrap();
        let [[_, p30, _], ..] = content.chances.unwrap();
        let base = card["base"][0].as_f64().unwrap();
        // What he shows speaks of the next weeks, and by the measure of the board he stands out in them.
        assert!(score.rank <= 5 && p30 > 1.5 * base, "{date}: rank {} {p30} against {base}", score.rank);
        let signs: Vec<&str> = content.signs.iter().map(|sign| sign.sign.as_str()).collect();
        assert!(signs.contains(&"leave-pattern"), "{date}: {signs:?}");
        // He has given notice since: nothing more is computed of him.
        let latest = runs.first().unwrap();
        assert!(latest.as_of > departure.notice_on);
        assert!(conn.find_risk_score(latest.as_of, departure.person_id).await.unwrap().is_none());
    }
}
