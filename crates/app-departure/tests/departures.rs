//! Departures from the first notice to the closed file, on both databases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use app::{Error, cases::get_departure};
use app_departure::{
    approvals::{self, Answer},
    departures::{self, EditDates, OpenDeparture, Part},
    tasks,
};
use departure::{ClosingBlocker, Gauge, Stage, Status, TaskStatus, Value};
use kernel::{DepartureId, Role};
use support::{Company, companies, day, morning, resignation};

#[track_caller]
fn field_of<T: std::fmt::Debug>(result: app::Result<T>) -> (&'static str, &'static str) {
    match result.unwrap_err() {
        Error::Invalid(errors) => (errors[0].field, errors[0].message),
        error => panic!("not about a field: {error:?}"),
    }
}

#[track_caller]
fn conflict<T: std::fmt::Debug>(result: app::Result<T>) -> &'static str {
    match result.unwrap_err() {
        Error::Conflict(key) => key,
        error => panic!("no conflict: {error:?}"),
    }
}

#[tokio::test]
async fn opening_numbers_without_gaps_and_sets_tasks_and_approvals() {
    for company in companies().await {
        let cx = company.hr();
        let first = company.resign().await;
        // A refused one takes no number.
        assert_eq!(
            field_of(departures::open_departure(&cx, resignation(company.wang)).await),
            ("person", "error-departure-running")
        );
        let second = departures::open_departure(&cx, resignation(company.zhao)).await.unwrap();
        let number = async |id| get_departure(&cx, id).await.unwrap().departure.number;
        assert_eq!(number(first).await, "LZ-2026-0001", "{}", company.kind);
        assert_eq!(number(second).await, "LZ-2026-0002", "{}", company.kind);
        let tasks = tasks::list_tasks(&cx, first).await.unwrap();
        let due = |code: &str| tasks.iter().find(|task| task.code == code).unwrap().due_on;
        assert_eq!(due("files-transferred"), day("2026-12-10"));
        assert_eq!(due("core-written"), day("2026-11-11"), "ten working days before the last day");
        assert!(tasks.iter().any(|task| task.code == "drawings-archived"), "the department is 工艺一部");
        let asked = approvals::list_approvals(&cx, first).await.unwrap();
        assert_eq!(
            (asked.len(), asked[0].approver_id),
            (1, Some(company.zhou)),
            "the manager has an account"
        );
    }
}

#[tokio::test]
async fn numbers_begin_anew_each_year() {
    for company in companies().await {
        company.resign().await;
        let later = company.on(Role::HrSpecialist, "2027-01-04");
        let mut input = resignation(company.zhao);
        (input.notice_on, input.last_day, input.legal_end) =
            (day("2027-01-04"), day("2027-02-03"), day("2027-02-03"));
        let id = departures::open_departure(&later, input).await.unwrap();
        let case = get_departure(&later, id).await.unwrap();
        assert_eq!(case.departure.number, "LZ-2027-0001", "{}", company.kind);
    }
}

#[tokio::test]
async fn dates_that_cannot_be_stand_beside_their_fields() {
    for company in companies().await {
        let cx = company.hr();
        let mut input = resignation(company.wang);
        input.last_day = day("2026-10-25");
        assert_eq!(
            field_of(departures::open_departure(&cx, input.clone()).await),
            ("last_day", "error-last-day-before-notice")
        );
        input.last_day = day("2026-10-26");
        input.legal_end = day("2026-10-25");
        let Err(Error::Invalid(errors)) = departures::open_departure(&cx, input).await else { panic!() };
        assert!(errors.iter().any(|error| error.message == "error-legal-end-before-notice"));
        let unknown = OpenDeparture { ground: "ILLEGAL".into(), ..resignation(company.wang) };
        assert_eq!(field_of(departures::open_departure(&cx, unknown).await), ("ground", "error-choice"));
        let reasonless = OpenDeparture { ground: "CAUSE".into(), ..resignation(company.wang) };
        assert_eq!(field_of(departures::open_departure(&cx, reasonless).await).0, "reason_code");
        let prepared = OpenDeparture { start: Status::Prepared, ..resignation(company.wang) };
        assert_eq!(field_of(departures::open_departure(&cx, prepared).await).0, "start");
    }
}

#[tokio::test]
async fn proposed_dates_follow_the_law_and_end_on_a_working_day() {
    let company = companies().await.remove(0);
    let cx = company.hr();
    let resign = departure::find_ground("RESIGN").unwrap();
    let proposal = departures::propose_dates(&cx, resign, day("2026-10-26"), None);
    assert_eq!((proposal.last_day, proposal.legal_end), (day("2026-11-25"), day("2026-11-25")));
    // Thirty days after 30 October is a Sunday: work ends on the Friday, the contract on the Sunday.
    let proposal = departures::propose_dates(&cx, resign, day("2026-10-30"), None);
    assert_eq!((proposal.last_day, proposal.legal_end), (day("2026-11-27"), day("2026-11-29")));
    let probation = departure::find_ground("RESIGN_PROBATION").unwrap();
    assert_eq!(
        departures::propose_dates(&cx, probation, day("2026-11-02"), None).legal_end,
        day("2026-11-05")
    );
    let expiry = departure::find_ground("EXPIRY").unwrap();
    let term = Some(day("2026-12-31"));
    assert_eq!(departures::propose_dates(&cx, expiry, day("2026-11-05"), term).legal_end, day("2026-12-31"));
    // At once, on a Saturday: nobody works a day that was not worked.
    let cause = departure::find_ground("CAUSE").unwrap();
    let proposal = departures::propose_dates(&cx, cause, day("2026-11-07"), None);
    assert_eq!((proposal.last_day, proposal.legal_end), (day("2026-11-07"), day("2026-11-07")));
}

#[tokio::test]
async fn what_is_prepared_is_known_only_to_those_who_decide_even_after_it_was_withdrawn() {
    for company in companies().await {
        let cx = company.as_role(Role::HrPartner);
        let prepared = OpenDeparture {
            ground: "CAUSE".into(),
            reason_code: "serious_breach_of_rules".into(),
            start: Status::Prepared,
            ..resignation(company.wang)
        };
        let id = departures::open_departure(&cx, prepared).await.unwrap();
        let hidden_from = async |company: &Company| {
            for role in [Role::Manager, Role::Executive, Role::ItSecurity] {
                let viewer = company.as_role(role);
                let seen = get_departure(&viewer, id).await;
                assert!(matches!(seen, Err(Error::NotFound)), "{role}");
                for part in [Part::Open, Part::Prepared, Part::Ended] {
                    assert!(
                        departures::list_departures(&viewer, part, None).await.unwrap().is_empty(),
                        "{role}"
                    );
                }
                let overview = app_departure::overview::get_overview(&viewer).await.unwrap();
                assert!(overview.leaving.is_empty() && overview.deadlines.is_empty(), "{role}");
            }
        };
        hidden_from(&company).await;
        // HR who is the person concerned does not learn of it either.
        let mut own = cx.actor().clone();
        own.person = Some(company.wang);
        let own = cx.acting_as(own, cx.now());
        assert!(matches!(get_departure(&own, id).await, Err(Error::NotFound)));
        departures::withdraw(&cx, id, "不处理了").await.unwrap();
        hidden_from(&company).await;
        assert_eq!(departures::list_departures(&cx, Part::Ended, None).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn what_is_prepared_is_announced_only_with_its_decisions() {
    for company in companies().await {
        let cx = company.hr();
        let access_off_at = Some(morning(day("2026-11-05")));
        let prepared = OpenDeparture {
            ground: "AGREE_EMPLOYER".into(),
            start: Status::Prepared,
            access_off_at,
            ..resignation(company.wang)
        };
        let id = departures::open_departure(&cx, prepared).await.unwrap();
        // The instant is noted, and the account still open: nothing may give it away.
        let account = company.account("spare", &[], Some(company.wang)).await;
        let read =
            async |cx: &app::Cx| cx.read().await.unwrap().get_account(account).await.unwrap().access_off_at;
        assert_eq!(read(&cx).await, None);
        assert_eq!(conflict(departures::announce(&cx, id).await), "error-departure-blocked");
        assert_eq!(conflict(departures::shut_access_now(&cx, id).await), "error-announce-first");
        for role in [Role::HrPartner, Role::Legal] {
            let approver = company.as_role(role);
            let waiting = approvals::list_waiting(&approver).await.unwrap();
            assert_eq!(waiting.len(), 1, "{role}");
            approvals::decide(&approver, waiting[0].id, Answer::Approve, "").await.unwrap();
            let again = approvals::decide(&approver, waiting[0].id, Answer::Approve, "").await;
            assert_eq!(conflict(again), "error-approval-decided");
        }
        assert!(approvals::list_waiting(&company.as_role(Role::Manager)).await.unwrap().is_empty());
        departures::announce(&cx, id).await.unwrap();
        assert_eq!(read(&cx).await, access_off_at);
        assert_eq!(approvals::list_waiting(&company.as_role(Role::Manager)).await.unwrap().len(), 1);
        get_departure(&company.as_role(Role::Manager), id).await.unwrap();
    }
}

#[tokio::test]
async fn an_approval_is_answered_once_by_the_one_who_is_asked_and_never_by_the_leaver() {
    for company in companies().await {
        let id = company.resign().await;
        let cx = company.hr();
        let asked = approvals::list_approvals(&cx, id).await.unwrap().remove(0);
        for role in [Role::HrSpecialist, Role::HrPartner, Role::Legal] {
            let decided = approvals::decide(&company.as_role(role), asked.id, Answer::Approve, "").await;
            assert!(matches!(decided, Err(Error::NotFound)), "{role} is not asked");
        }
        let manager = company.as_role(Role::Manager);
        assert_eq!(
            field_of(approvals::decide(&manager, asked.id, Answer::Refuse, " ").await),
            ("remark", "error-refusal-reason")
        );
        approvals::decide(&manager, asked.id, Answer::Refuse, "接手人未定").await.unwrap();
        let again = approvals::decide(&manager, asked.id, Answer::Approve, "").await;
        assert_eq!(conflict(again), "error-approval-decided");
        assert_eq!(conflict(departures::advance(&cx, id).await), "error-departure-blocked");
        approvals::ask_again(&cx, asked.id).await.unwrap();
        approvals::decide(&manager, asked.id, Answer::Approve, "").await.unwrap();
    }
}

#[tokio::test]
async fn the_leaver_cannot_approve_or_run_the_own_departure_whatever_roles_are_held() {
    for company in companies().await {
        // 周志明 has no manager, so the head of HR is asked; he also holds that role himself.
        let id = departures::open_departure(&company.hr(), resignation(company.zhou)).await.unwrap();
        let manager = company.as_role(Role::Manager);
        let mut actor = manager.actor().clone();
        actor.roles = vec![Role::HrPartner, Role::Manager, Role::Legal];
        let own = manager.acting_as(actor, manager.now());
        assert!(approvals::list_waiting(&own).await.unwrap().is_empty());
        let asked = approvals::list_approvals(&company.hr(), id).await.unwrap().remove(0);
        assert_eq!(asked.approver_role, Role::HrPartner);
        let decided = approvals::decide(&own, asked.id, Answer::Approve, "").await;
        assert!(matches!(decided, Err(Error::NotFound)));
        assert_eq!(conflict(departures::advance(&own, id).await), "error-own-departure");
        assert_eq!(conflict(departures::withdraw(&own, id, "不走了").await), "error-own-departure");
        let task = tasks::list_tasks(&company.hr(), id).await.unwrap().remove(0);
        assert!(tasks::skip(&own, task.id, "没有").await.is_err());
        let opened = departures::open_departure(&own, resignation(company.zhou)).await;
        assert_eq!(conflict(opened), "error-own-departure");
    }
}

#[tokio::test]
async fn a_required_task_blocks_the_next_stage_and_skipping_takes_a_name_and_a_reason() {
    for company in companies().await {
        let (id, cx) = (company.resign().await, company.hr());
        let asked = approvals::list_approvals(&cx, id).await.unwrap().remove(0);
        approvals::decide(&company.as_role(Role::Manager), asked.id, Answer::Approve, "").await.unwrap();
        assert_eq!(conflict(departures::advance(&cx, id).await), "error-departure-blocked");
        let blocked = departures::next_step(&cx, id).await.unwrap();
        assert!(!blocked.tasks.is_empty() && blocked.approvals.is_empty());
        assert!(blocked.tasks.iter().all(|task| task.is_required && task.stage == Stage::Notice));
        let (last, others) = blocked.tasks.split_last().unwrap();
        for task in others {
            assert_eq!(field_of(tasks::skip(&cx, task.id, " ").await), ("reason", "error-reason-needed"));
            tasks::skip(&cx, task.id, "已由总监口头确认").await.unwrap();
            assert_eq!(conflict(tasks::skip(&cx, task.id, "再来").await), "error-task-settled");
        }
        assert_eq!(conflict(departures::advance(&cx, id).await), "error-departure-blocked");
        tasks::skip(&cx, last.id, "不适用").await.unwrap();
        departures::advance(&cx, id).await.unwrap();
        let case = get_departure(&cx, id).await.unwrap();
        assert_eq!(case.departure.stage, Stage::Handover);
        let settled = tasks::list_tasks(&cx, id).await.unwrap();
        let skipped = settled.iter().find(|task| task.id == last.id).unwrap();
        assert_eq!((skipped.status, skipped.remark.as_str()), (TaskStatus::Skipped, "不适用"));
        assert_eq!(skipped.done_by_name, "limin 的账号", "who skipped it is told");
    }
}

#[tokio::test]
async fn a_task_that_asks_for_proof_is_done_only_with_it_and_the_proof_is_read_with_a_trace() {
    use app::attachments::{self, Upload};
    for company in companies().await {
        let (id, cx) = (company.resign().await, company.hr());
        let tasks = tasks::list_tasks(&cx, id).await.unwrap();
        let task = tasks.iter().find(|task| task.code == "resignation-receipt").unwrap();
        assert_eq!(field_of(tasks::finish(&cx, task.id, "", None).await), ("proof", "error-proof-needed"));
        let upload = |bytes: &[u8]| Some(Upload { file_name: "回执.pdf".into(), bytes: bytes.to_vec() });
        let empty = tasks::finish(&cx, task.id, "", upload(b"")).await;
        assert_eq!(field_of(empty), ("file", "error-file-empty"));
        let program = tasks::finish(&cx, task.id, "", upload(b"\x7fELF\x02\x01\x01\x00program")).await;
        assert_eq!(field_of(program), ("file", "error-file-type"));
        let open = tasks::list_tasks(&cx, id).await.unwrap();
        assert!(
            open.iter().any(|held| held.id == task.id && held.status == TaskStatus::Open && held.proofs == 0)
        );
        tasks::finish(&cx, task.id, "", upload("签收回执，2026-11-05".as_bytes())).await.unwrap();
        let files = attachments::list(&cx, "task", &task.id.to_string()).await.unwrap();
        let file = attachments::open(&company.as_role(Role::Legal), files[0].id).await.unwrap();
        assert_eq!(file.content.read_all().await.unwrap(), "签收回执，2026-11-05".as_bytes());
        // An executive sees that somebody leaves, and no papers.
        let refused = attachments::open(&company.as_role(Role::Executive), files[0].id).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let record = departures::list_record(&cx, id, None).await.unwrap();
        let kinds: Vec<&str> = record.iter().map(|entry| entry.kind.as_str()).collect();
        assert_eq!(kinds, ["attachment.opened", "task.done", "attachment.added", "departure.opened"]);
        let added = record.iter().find(|entry| entry.kind == "attachment.added").unwrap();
        assert!(added.fields.iter().any(|(name, value)| name == "sha256" && *value == *files[0].sha256));
    }
}

#[tokio::test]
async fn new_dates_move_what_nobody_edited_and_leave_what_somebody_did() {
    for company in companies().await {
        let (id, cx) = (company.resign().await, company.hr());
        let task = async |code: &str| {
            let tasks = tasks::list_tasks(&cx, id).await.unwrap();
            tasks.into_iter().find(|task| task.code == code).unwrap()
        };
        let devices = task("devices-returned").await;
        tasks::edit(&cx, devices.id, day("2026-11-18"), "赵磊").await.unwrap();
        tasks::skip(&cx, task("phone-returned").await.id, "未配发").await.unwrap();
        let badge = task("badge-returned").await.due_on;
        let dates = EditDates {
            notice_on: day("2026-10-26"),
            last_day: day("2026-11-27"),
            legal_end: day("2026-11-30"),
        };
        let edited = departures::edit_dates(&cx, id, dates).await.unwrap();
        assert!(edited.moved.iter().any(|change| change.code == "badge-returned"));
        assert_eq!(edited.kept.len(), 1);
        assert_eq!(edited.kept[0].code, "devices-returned");
        assert_eq!((badge, task("badge-returned").await.due_on), (day("2026-11-25"), day("2026-11-27")));
        let devices = task("devices-returned").await;
        assert_eq!((devices.due_on, devices.owner_id), (day("2026-11-18"), Some(company.zhao)));
        assert_eq!(task("phone-returned").await.due_on, day("2026-11-25"), "what is settled stays");
        assert_eq!(task("files-transferred").await.due_on, day("2026-12-15"));
        let wrong = EditDates { last_day: day("2026-12-01"), ..dates };
        assert_eq!(
            field_of(departures::edit_dates(&cx, id, wrong).await).1,
            "error-legal-end-before-last-day"
        );
    }
}

#[tokio::test]
async fn a_manager_sees_the_own_line_and_an_executive_no_tasks() {
    for company in companies().await {
        let wang = company.resign().await;
        let he = departures::open_departure(&company.hr(), resignation(company.he)).await.unwrap();
        let manager = company.as_role(Role::Manager);
        assert!(get_departure(&manager, wang).await.is_ok());
        assert!(matches!(get_departure(&manager, he).await, Err(Error::NotFound)));
        assert_eq!(departures::list_departures(&manager, Part::Open, None).await.unwrap().len(), 1);
        let overview = app_departure::overview::get_overview(&manager).await.unwrap();
        assert!(overview.leaving.iter().all(|leaving| leaving.departure.id == wang));
        assert!(overview.needs.iter().all(|need| need.departure == Some(wang)) && !overview.needs.is_empty());
        let executive = company.as_role(Role::Executive);
        assert!(matches!(tasks::list_tasks(&executive, wang).await, Err(Error::NotFound)));
        let overview = app_departure::overview::get_overview(&executive).await.unwrap();
        assert_eq!(overview.leaving.len(), 2);
        assert!(overview.needs.is_empty() && overview.leaving.iter().all(|leaving| leaving.next.is_none()));
        let receiver = company.system().acting_as(
            kernel::Actor { account: manager.actor().account, person: None, roles: vec![Role::Receiver] },
            manager.now(),
        );
        assert!(get_departure(&receiver, wang).await.is_err());
    }
}

async fn to_closing(company: &Company, id: DepartureId) {
    let cx = company.hr();
    company.skip_all(id, &cx).await;
    for asked in approvals::list_approvals(&cx, id).await.unwrap() {
        approvals::decide(&company.as_role(Role::Manager), asked.id, Answer::Approve, "").await.unwrap();
    }
    for _ in 0..3 {
        departures::advance(&cx, id).await.unwrap();
    }
    assert_eq!(conflict(departures::advance(&cx, id).await), "error-last-stage");
}

#[tokio::test]
async fn closing_lists_what_stands_in_the_way_and_is_read_only_afterwards() {
    for company in companies().await {
        let id = company.resign().await;
        to_closing(&company, id).await;
        let early = company.on(Role::HrSpecialist, "2026-11-24");
        let closing = departures::closing(&early, id).await.unwrap();
        assert!(closing.blockers.contains(&ClosingBlocker::NotYetEnded { legal_end: day("2026-11-25") }));
        assert_eq!(conflict(departures::close(&early, id).await), "error-closing-blocked");
        let cx = company.on(Role::HrSpecialist, "2026-11-25");
        departures::shut_access_now(&cx, id).await.unwrap();
        let closing = departures::closing(&cx, id).await.unwrap();
        assert!(closing.blockers.iter().all(|blocker| matches!(blocker, ClosingBlocker::Pointer { .. })));
        for blocker in closing.blockers {
            let ClosingBlocker::Pointer { kind, .. } = blocker else { panic!() };
            let reasonless = departures::waive(&cx, id, ("pointers", kind.code()), "").await;
            assert_eq!(field_of(reasonless), ("reason", "error-reason-needed"));
        }
        close_at_last(&cx, id).await;
        let case = get_departure(&cx, id).await.unwrap();
        assert_eq!(case.departure.status, Status::Closed);
        let person =
            cx.read().await.unwrap().get_person(company.wang, store::people::Scope::Company).await.unwrap();
        assert_eq!(
            (person.is_employed, person.left_on),
            (false, Some(day("2026-11-25"))),
            "{}",
            company.kind
        );
        refuses_everything(&company, &cx, id).await;
        let again = departures::open_departure(&cx, resignation(company.wang)).await;
        assert_eq!(field_of(again), ("person", "error-not-employed"));
    }
}

/// Waives what is left over, and closes.
async fn close_at_last(cx: &app::Cx, id: DepartureId) {
    for blocker in departures::closing(cx, id).await.unwrap().blockers {
        let ClosingBlocker::Pointer { kind, .. } = blocker else { panic!("{blocker:?}") };
        departures::waive(cx, id, ("pointers", kind.code()), "随部门撤销").await.unwrap();
    }
    departures::close(cx, id).await.unwrap();
}

#[tokio::test]
async fn closing_writes_down_what_nobody_can_do_alone_any_more_and_nothing_where_somebody_can() {
    for is_shared in [false, true] {
        for company in companies().await {
            let id = company.resign().await;
            if is_shared {
                company.knows("热处理参数窗口", "00103", 3).await;
            }
            to_closing(&company, id).await;
            let cx = company.on(Role::HrSpecialist, "2026-11-25");
            departures::shut_access_now(&cx, id).await.unwrap();
            let lost = app_knowledge::knowledge::what_is_lost(&cx, id).await.unwrap().unwrap();
            close_at_last(&cx, id).await;
            let record = departures::list_record(&cx, id, None).await.unwrap();
            let told: Vec<_> = record.iter().filter(|one| one.kind == "knowledge.last-holder-gone").collect();
            if is_shared {
                assert!(told.is_empty() && lost.items.is_empty(), "{}: 孙悦 can", company.kind);
                continue;
            }
            let [told] = told.as_slice() else { panic!("{}: {told:?}", company.kind) };
            let field = |name: &str| told.fields.iter().find(|(held, _)| held == name).unwrap().1.clone();
            // 赵磊 can do the other one alone.
            assert_eq!(field("what"), "热处理参数窗口");
            assert_eq!((field("weight"), lost.weight), (90.into(), 90));
            let closed = record.iter().find(|one| one.kind == "departure.closed").unwrap();
            assert!(told.seq < closed.seq, "while the leaver still counted as who held it");
        }
    }
}

async fn refuses_everything(company: &Company, cx: &app::Cx, id: DepartureId) {
    let state = "error-departure-state";
    let dates =
        EditDates { notice_on: day("2026-10-26"), last_day: day("2026-11-30"), legal_end: day("2026-11-30") };
    assert_eq!(conflict(departures::edit_dates(cx, id, dates).await), state);
    assert_eq!(conflict(departures::advance(cx, id).await), state);
    assert_eq!(conflict(departures::announce(cx, id).await), state);
    assert_eq!(conflict(departures::withdraw(cx, id, "不走了").await), state);
    assert_eq!(conflict(departures::set_access_off(cx, id, None).await), state);
    assert_eq!(conflict(departures::waive(cx, id, ("pointers", "report"), "无").await), state);
    assert_eq!(conflict(departures::close(cx, id).await), "error-closing-blocked");
    let task = tasks::list_tasks(cx, id).await.unwrap().remove(0);
    assert_eq!(conflict(tasks::reopen(cx, task.id).await), state);
    assert_eq!(conflict(tasks::skip(cx, task.id, "无").await), state);
    assert_eq!(conflict(tasks::edit(cx, task.id, day("2026-12-01"), "").await), state);
    assert_eq!(conflict(app_handover::commitments::add(cx, id, "推荐信", None).await), state);
    let settle = app_departure::sweep::Settle::Give("00102".to_owned());
    let moved = app_departure::sweep::settle(
        cx,
        id,
        (departure::PointerKind::Report, &company.sun.to_string()),
        settle,
    )
    .await;
    assert_eq!(conflict(moved), state);
}

#[tokio::test]
async fn the_five_gauges_say_what_they_are_based_on() {
    for company in companies().await {
        let (id, cx) = (company.resign().await, company.hr());
        let readings = departures::read_gauges(&cx, id).await.unwrap();
        let of = |gauge: Gauge| readings.iter().find(|reading| reading.gauge == gauge).unwrap();
        assert!(readings.iter().all(|reading| reading.value != Value::NotSetUp), "tasks stand behind each");
        assert_eq!(of(Gauge::Work).missing, [departure::Basis::HandoverItems]);
        assert_eq!(of(Gauge::Secrets).missing, [departure::Basis::ControlledCopies]);
        let customers =
            of(Gauge::Customers).facts.iter().find(|fact| fact.basis == departure::Basis::Customers);
        assert_eq!(customers.map(|fact| (fact.done, fact.total)), Some((0, 2)));
        assert!(of(Gauge::Law).overdue() > 0, "the receipt for the resignation is late");
    }
}

#[tokio::test]
async fn what_the_company_promised_is_kept_once() {
    for company in companies().await {
        let (id, cx) = (company.resign().await, company.hr());
        assert_eq!(
            field_of(app_handover::commitments::add(&cx, id, "  ", None).await),
            ("what", "error-required")
        );
        let manager = company.as_role(Role::Manager);
        let promise =
            app_handover::commitments::add(&manager, id, "推荐信", Some(day("2026-11-25"))).await.unwrap();
        app_handover::commitments::keep(&cx, promise).await.unwrap();
        assert!(app_handover::commitments::keep(&cx, promise).await.is_err());
        let held = app_handover::commitments::list_commitments(&manager, id).await.unwrap();
        assert!(held[0].kept_at.is_some() && held[0].kept_by_name == "limin 的账号");
        let it = app_handover::commitments::add(&company.as_role(Role::ItSecurity), id, "加薪", None).await;
        assert!(matches!(it, Err(Error::Forbidden)));
    }
}
