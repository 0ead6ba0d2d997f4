//! Every SQL statement of the store is run on both databases: by the story of a departure, by every route that somebody
//! may ask for, and by what the command line does. A statement that nobody runs here fails, by name.
#![cfg(debug_assertions)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use app::ledgers::{self, Ledger};
use app_departure::{
    departures,
    sweep::{self, Settle},
};
use app_people::{
    imports::{self, Imported, Source, Watch},
    people::{KnowledgeEntry, apply_knowledge, apply_roster, list_people},
};
use departure::PointerKind;
use kernel::{AccountId, Date, DepartureId, ItemId, PersonId, ScheduleId, Timestamp};
use paper::import::Kind;
use store::{
    handover::schedule::{Freed, Help, NewSchedule, Short, Slot, Stay},
    imports::SavedMapping,
    people::{After, Filter},
    statements::{self, Ran},
    sweep::Move,
};
use support::{
    company,
    routes::Route,
    rows::{First, ROWS, ask, names},
    world::World,
};
use uuid::Uuid;

/// The statements that the store's sources run: by file and name; and how many constants a variable may stand for.
#[derive(Default)]
struct Declared {
    named: BTreeSet<(String, String)>,
    chosen: BTreeMap<String, usize>,
    tables: BTreeSet<String>,
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn declared() -> Declared {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../store/src"));
    let (mut files, mut declared) = (Vec::new(), Declared::default());
    sources(root, &mut files);
    for path in files {
        let file = format!("src/{}", path.strip_prefix(root).unwrap().display());
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        if !["src/conn.rs", "src/bulk.rs", "src/record.rs"].contains(&file.as_str()) {
            read(&file, text, &mut declared);
        }
    }
    declared
}

fn read(file: &str, text: &str, declared: &mut Declared) {
    let mut has_variable = false;
    for word in ["one!(", "all!(", "maybe!(", "run!("] {
        for call in text.split(word).skip(1) {
            let name = call.split(',').nth(1).expect("a statement").split(')').next().unwrap().trim();
            if name.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit()) {
                declared.named.insert((file.to_owned(), name.to_owned()));
            } else {
                has_variable = true;
            }
        }
    }
    if has_variable {
        let constants = text.split("\nconst ").skip(1).filter_map(|rest| rest.split_once(": &str"));
        let unnamed = constants.filter(|(name, value)| {
            let is_statement =
                value.contains("SELECT") || value.contains("concat!") || value.contains("list!");
            is_statement && !declared.named.contains(&(file.to_owned(), (*name).to_owned()))
        });
        declared.chosen.insert(file.to_owned(), unnamed.count());
    }
    let tables = text.split("Target {").skip(1).filter_map(|rest| rest.split("table: \"").nth(1));
    declared.tables.extend(tables.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
}

/// What was declared and did not run on this database.
fn missing(declared: &Declared, ran: &BTreeSet<Ran>, database: &str) -> Vec<String> {
    let here: Vec<&Ran> = ran.iter().filter(|ran| ran.database == database).collect();
    let is_in = |ran: &Ran, file: &str| ran.file.ends_with(&format!("store/{file}"));
    let mut missing = Vec::new();
    for (file, name) in &declared.named {
        if !here.iter().any(|ran| is_in(ran, file) && ran.name == name) {
            missing.push(format!("{database} {file} {name}"));
        }
    }
    for (file, count) in &declared.chosen {
        let texts: BTreeSet<&str> = here
            .iter()
            .filter(|ran| is_in(ran, file) && ran.name == "sql")
            .map(|ran| ran.text.as_str())
            .collect();
        if texts.len() < *count {
            missing.push(format!("{database} {file}: {} of {count} that are chosen from", texts.len()));
        }
    }
    for table in &declared.tables {
        if !here.iter().any(|ran| ran.file == "bulk" && ran.name == table) {
            missing.push(format!("{database} rows of {table}"));
        }
    }
    missing
}

/// Everybody asks everything that they may.
async fn walk(world: &World) {
    let mut browsers = Vec::new();
    for viewer in &world.viewers {
        browsers.push((viewer.name, world.browser(viewer).await));
    }
    for row in ROWS {
        let address = world.address(&Route { method: row.0, path: row.1.to_owned() });
        let mut allowed = names(row.2, world);
        if matches!(row.2, First(_)) {
            allowed.truncate(1);
        }
        for name in allowed {
            let browser = &browsers.iter().find(|(held, _)| *held == name).expect(name).1;
            let answer = ask(browser, world, row, &address).await;
            assert!(!answer.status.is_server_error(), "{} {address} {name}: {}", row.0, answer.body);
        }
    }
}

/// The lists in all their variants, which are read by different statements.
/// What a note may refer to, asked of every register.
async fn look_things_up(world: &World) {
    let (cx, wang) = (world.site.cx(), world.company.wang);
    let mut conn = cx.read().await.unwrap();
    assert!(conn.count_others(wang).await.unwrap() > 0);
    assert!(!conn.is_colleague(wang, "查无此人").await.unwrap());
    assert!(!conn.is_asset_series("QQ-").await.unwrap());
    assert!(conn.find_asset_days("QQ-1").await.unwrap().is_none());
    assert!(conn.count_titles(world.departure).await.unwrap() > 0);
    assert!(!conn.is_titled(world.departure, "查无此项").await.unwrap());
    assert!(conn.count_channels().await.unwrap() >= 0);
    assert!(!conn.is_channel("查无此客").await.unwrap());
    conn.list_all_code_folders().await.unwrap();
}

async fn read_lists(world: &World) {
    look_things_up(world).await;
    let all = Filter { is_employed: None, ..Filter::default() };
    for filter in [
        all.clone(),
        Filter { is_departing_only: true, ..all.clone() },
        Filter { is_critical_only: true, ..all.clone() },
        Filter { is_employed: Some(true), ..all.clone() },
        Filter { is_employed: Some(false), key: "z".to_owned(), ..all.clone() },
        Filter { department: Some(world.place("departments").parse().unwrap()), ..all.clone() },
        Filter { key: "wang".to_owned(), ..all },
    ] {
        list_people(&world.site.cx(), filter.clone(), &After::default())
            .await
            .unwrap_or_else(|e| panic!("{filter:?} {e:?}"));
    }
    let hr = world.site.sign_in("hr").await;
    let department = format!("/people?department={}", world.place("departments"));
    for address in [
        "/people?q=wang",
        "/people?status=left",
        "/people?status=left&q=zh",
        "/people?status=all",
        "/people?status=departing",
        "/people?critical=1",
        "/departures?part=ended",
        department.as_str(),
    ] {
        let answer = hr.get(address).await;
        assert!(
            answer.status.is_success(),
            "{address}: {} on {}",
            answer.status,
            world.site.database().kind()
        );
    }
    hr.post(&format!("/people/{}/look", world.company.wang), &[("field", "id-number")]).await.ok();
    world.site.sign_in("manager").await.get("/people").await.ok();
    let department = format!("/knowledge?department={}", world.place("departments"));
    let small = world.site.sign_in("executive").await.get(&department).await;
    assert!(!small.status.is_server_error(), "{}", small.body);
}

/// Everything is handed on and the departure taken back; a second one is opened and closed by force of the store.
async fn sweep_and_withdraw(world: &World) {
    let cx = world.site.cx();
    for line in sweep::get_sweep(&cx, world.departure).await.unwrap().lines {
        let settle = if line.pointer.kind == PointerKind::Asset && line.pointer.label.contains("笔记本") {
            Settle::Return
        } else {
            Settle::Give("00001".to_owned())
        };
        let object = (line.pointer.kind, line.pointer.id.as_str());
        let settled = sweep::settle(&cx, world.departure, object, settle).await;
        let is_account = line.pointer.kind == PointerKind::Account;
        assert!(settled.is_ok() || is_account, "{:?} {}: {settled:?}", line.pointer.kind, line.pointer.label);
    }
    departures::withdraw(&cx, world.departure, "本人撤回").await.unwrap();
}

/// Roster and knowledge that change what is there.
async fn change_registers(world: &World) {
    let cx = world.site.cx();
    let mut wang = company::roster().into_iter().find(|entry| entry.emp_no == "00101").unwrap();
    "王建业".clone_into(&mut wang.name);
    apply_roster(&cx, &[wang]).await.unwrap();
    let known = KnowledgeEntry {
        item: "热处理参数窗口".to_owned(),
        area: "热处理".to_owned(),
        kind: Some("caution".to_owned()),
        weight: Some(55),
        hours: Some(3),
        emp_no: Some("00101".to_owned()),
        level: Some(2),
        source: "test".to_owned(),
        seen_on: "2026-10-20".parse().unwrap(),
    };
    apply_knowledge(&cx, &[known]).await.unwrap();
    for (kind, text) in [
        (Kind::Channels, "客户名称,业务负责人,负责人工号\n虚构蓝岸,王建业,00101\n"),
        (Kind::Assets, "资产编号,资产名称,使用人工号,使用人\nZC-1,显示器,00101,王建业\n"),
        (Kind::Projects, "项目名称,工号,姓名\n产线改造,00101,王建业\n"),
        (Kind::Events, "登记日期,工号,姓名,类别,内容\n2026-10-20,00101,王建业,意见,食堂\n"),
    ] {
        let source = Source {
            bytes: text.as_bytes().into(),
            file_name: "表.csv".to_owned(),
            kind: Some(kind),
            mapping: None,
        };
        let imported = imports::import_file(&cx, source, false, &Arc::new(Watch::default())).await.unwrap();
        let Imported::Done(id, ..) = imported else { panic!("{imported:?}") };
        if kind == Kind::Assets {
            let obstacles = imports::undo(&cx, id).await.unwrap().1.obstacles;
            assert!(obstacles.is_empty(), "{obstacles:?}");
        }
    }
    for ledger in Ledger::ALL {
        ledgers::export_ledger(&cx, ledger, "", |_| Ok(())).await.unwrap();
    }
}

/// A computation that failed, and scores that have expired.
async fn fail_and_expire(world: &World) {
    let cx = world.site.cx();
    let tenant = world.site.app.tenant().unwrap().id;
    let day: Date = "2026-10-20".parse().unwrap();
    world.site.app.db().note_risk_failure(tenant, (day, "nobody's"), cx.now()).await.unwrap();
    let claim = store::risk::Claim {
        as_of: day,
        claim: "again".to_owned(),
        at: cx.now(),
        stale_before: cx.now(),
        rules_version: 1,
        expires_on: day,
        is_again: true,
    };
    let hit = store::risk::RiskHit { person_id: world.company.zhao, sign: "silent".to_owned() };
    let parts = &(&cx, &claim, &hit);
    let done: app::Result<()> = cx
        .transact(|mut tx| async move {
            let (cx, claim, hit) = *parts;
            assert!(tx.claim_risk_run(claim).await?);
            let (mine, hits) = ((claim.as_of, "again", cx.now()), std::slice::from_ref(hit));
            assert!(tx.finish_risk_run(mine, "{}", (&[], hits)).await?);
            let receipt = tx.append(cx.event("risk.run-done", None, &claim.as_of)?).await?;
            Ok(tx.commit(receipt).await?)
        })
        .await;
    done.unwrap();
    // What was kept until that day is gone today.
    app_risk::risk::expire(&cx).await.unwrap();
    let kept = cx.read().await.unwrap().list_risk_hits(day).await.unwrap();
    assert!(kept.len() < 1_000);
}

/// What only the nightly work, the command line and rare turns of a story run; taken back in the end.
async fn run_the_rest(world: &World) {
    let (cx, id, wang) = (world.site.cx(), world.departure, world.company.wang);
    let parts = &(&cx, world);
    let outcome: app::Result<()> = cx
        .transact(|mut tx| async move {
            let (cx, world) = *parts;
            let (now, today, nobody) = (cx.now(), cx.today(), Uuid::nil().to_string());
            let account = tx.find_account_by_login("leaver").await?.unwrap().id;
            let task = world.place("task").parse().unwrap();
            tx.set_password(account, "-").await?;
            tx.set_totp(account, Some("x"), false).await?;
            tx.use_totp_step(account, 7).await?;
            tx.rename_tenant("江南精工二厂").await?;
            tx.plan_item(world.item, Some(today)).await?;
            tx.remove_receiver(world.item, wang).await?;
            tx.hold_joint_session(id, world.place("session").parse().unwrap(), (now, "x")).await?;
            tx.move_task_due(id, "none", today).await?;
            plan_by_hand(&mut tx, (id, world.item, wang), (account, today, now)).await?;
            let _told = tx.reopen_task(task).await;
            tx.revoke_session(Uuid::nil().into(), account, now).await?;
            let change = Move { from: wang, to: world.zhou };
            for kind in PointerKind::ALL
                .iter()
                .filter(|kind| !matches!(kind, PointerKind::Customer | PointerKind::Knowledge))
            {
                tx.take_over((*kind, &nobody), change, today).await?;
            }
            let known = tx.list_knowledge_of(wang, 1).await?[0].id.to_string();
            let known = (PointerKind::Knowledge, known.as_str());
            tx.take_over(known, change, today).await?;
            tx.give_back(known, change, ("", "")).await?;
            tx.return_asset(&nobody, wang, today).await?;
            tx.unreturn_asset(&nobody, wang, today).await?;
            let _told = tx.announce_departure(id, now).await;
            let _told = tx.set_departure_stage(id, departure::Stage::Clearing).await;
            let spell = tx.list_spells(wang).await?[0].id;
            tx.end_employment(spell, wang, today).await?;
            let mapping = SavedMapping {
                kind: "roster",
                header_key: "x",
                mapping: "{}",
                saved_by: account,
                saved_at: now,
            };
            tx.save_import_mapping(&mapping).await?;
            tx.create_template("certificate", 1, world.place("attachments").parse().unwrap()).await?;
            let _told = tx.revoke_feed(Uuid::nil().into(), account, now).await;
            tx.revoke_feeds(account, now).await?;
            tx.list_stored_names().await?;
            tx.receives_in(id, wang).await?;
            tx.list_open_imports().await?;
            tx.find_import_of_same_file("x").await?;
            tx.list_leave_page("", 1_000_000).await?;
            tx.list_entries(0, 10).await?;
            let known = store::knowledge::sayings::Saying {
                id: "one".to_owned(),
                item_id: world.place("items").parse().unwrap(),
                person_id: world.zhou,
                level: 1,
                source: "handover".to_owned(),
                reference: "handover:x".to_owned(),
                remark: String::new(),
                seen_on: today,
                said_by: account,
                said_at: now,
                is_withdrawn: false,
            };
            tx.say_levels(std::slice::from_ref(&known)).await?;
            let (item_id, person_id, seen_on) = (known.item_id, known.person_id, known.seen_on);
            let source = known.source.clone();
            let held = store::holdings::Holder { item_id, person_id, level: known.level, source, seen_on };
            tx.forget_kept_statement(&held).await?;
            let later = store::knowledge::sayings::Saying {
                id: "two".to_owned(),
                level: 2,
                reference: "handover:y".to_owned(),
                ..known.clone()
            };
            tx.say_levels(&[later]).await?;
            tx.withdraw_sayings("handover:y").await?;
            tx.withdraw_sayings("handover:x").await?;
            tx.note_history_applied(world.place("histories").parse().unwrap(), now).await?;
            Err(app::Error::NotFound)
        })
        .await;
    assert!(matches!(outcome, Err(app::Error::NotFound)), "{outcome:?}");
    let db = world.site.app.db();
    let tenant = world.site.app.tenant().unwrap().id;
    db.touch_session(tenant, Uuid::nil().into(), cx.now()).await.unwrap();
    db.dump(|_, _| Ok(())).await.unwrap();
}

/// A plan of one date, moved and held, with a day of other hours and what more time would be good for.
async fn plan_by_hand(
    tx: &mut store::Tx,
    (id, item, wang): (DepartureId, ItemId, PersonId),
    (account, today, now): (AccountId, Date, Timestamp),
) -> app::Result<()> {
    let schedule: ScheduleId = Uuid::now_v7().into();
    let slot = Slot {
        position: 0,
        item_id: item,
        part: 0,
        step: ::handover::Step::Write,
        person_id: None,
        day: today,
        is_fixed: false,
    };
    let new = NewSchedule {
        id: schedule,
        is_fresh: true,
        objective: 1,
        bound: 2,
        possible: 3,
        stay: Stay {
            dates: 5,
            keepable: 5,
            kept: 1,
            short: Some(Short {
                most: 2,
                is_proved: true,
                because: "leaver_hours".to_owned(),
                minutes: (120, 30),
            }),
            freed: Some(Freed { gain: 9, kept: 0, items: vec![item] }),
        },
        slots: vec![slot],
        made: (account, now),
    };
    tx.create_schedule(id, &new).await?;
    tx.move_slot(schedule, 0, today).await?;
    tx.fix_slots(schedule, item, true).await?;
    tx.end_schedules(id, ::handover::ScheduleState::Current).await?;
    tx.apply_schedule(schedule, (account, now)).await?;
    tx.put_handover_hours(id, (wang, today), 60).await?;
    tx.forget_handover_hours(id, (wang, today)).await?;
    let help = Help {
        days: today.to_string(),
        minutes: 60,
        days_earlier: Some(1),
        finish_before: None,
        finish_after: Some(today),
        gain: 1,
        reckoned_at: now,
    };
    tx.put_helps(id, &[help]).await?;
    Ok(())
}

#[tokio::test]
async fn every_statement_is_run_on_both_databases() {
    let declared = declared();
    assert!(declared.named.len() > 150, "the reading of the sources finds {}", declared.named.len());
    let mut kinds = Vec::new();
    for database in testkit::databases() {
        kinds.push(database.kind());
        let world = World::on(database).await;
        read_lists(&world).await;
        walk(&world).await;
        run_the_rest(&world).await;
        fail_and_expire(&world).await;
        sweep_and_withdraw(&world).await;
        change_registers(&world).await;
    }
    let ran = statements::all();
    let missing: Vec<String> = kinds.iter().flat_map(|kind| missing(&declared, &ran, kind)).collect();
    assert!(missing.is_empty(), "{} are not run:\n{}", missing.len(), missing.join("\n"));
}
