//! The plan of a handover: made around real hours, applied, kept where people set dates, and made again when things
//! change: on both databases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use ::handover::{ItemKind, Step};
use app::{
    Cx, Error,
    feeds::{self, Subject},
};
use app_handover::handover::{self, ItemInput, OtherHours, PlanView};
use kernel::{DepartureId, ItemId};
use store::handover::schedule::Terms;
use support::{Company, companies, day, morning};

struct Story {
    company: Company,
    departure: DepartureId,
    items: Vec<ItemId>,
}

impl Story {
    /// Eight items with two receivers each, on the first working day after the notice.
    async fn new(company: Company) -> Self {
        let departure = company.resign().await;
        let mut story = Self { company, departure, items: Vec::new() };
        for number in 0..8 {
            story.add_item(number).await;
        }
        story
    }

    fn hr(&self) -> Cx {
        self.on("2026-10-27")
    }

    fn on(&self, today: &str) -> Cx {
        let hr = self.company.hr();
        hr.acting_as(hr.actor().clone(), morning(day(today)))
    }

    async fn add_item(&mut self, number: i64) {
        let input = ItemInput {
            title: format!("交接项 {number}"),
            kind: ItemKind::CoreProcess,
            weight: 90 - number * 8,
            hours: 4 + number % 3 * 4,
            is_core: number < 3,
            planned_on: None,
            goal_leaver: String::new(),
            goal_receiver: String::new(),
        };
        let item = handover::add_item(&self.hr(), self.departure, &input).await.unwrap();
        for who in [("00102", false), ("孙悦", true)] {
            handover::assign_receivers(&self.hr(), self.departure, &[item], who).await.unwrap();
        }
        self.items.push(item);
    }

    async fn make(&self, cx: &Cx, is_fresh: bool) -> PlanView {
        handover::make_plan(cx, self.departure, is_fresh).await.unwrap();
        handover::plan_view(cx, self.departure).await.unwrap()
    }

    async fn apply(&self, cx: &Cx) -> PlanView {
        handover::apply_plan(cx, self.departure).await.unwrap();
        handover::plan_view(cx, self.departure).await.unwrap()
    }

    async fn away(&self, cx: &Cx, from: &str, to: &str) {
        let away = OtherHours { person: self.company.wang, from: day(from), to: day(to), minutes: Some(0) };
        handover::set_hours(cx, self.departure, &away).await.unwrap();
    }
}

async fn stories() -> Vec<Story> {
    let mut stories = Vec::new();
    for company in companies().await {
        stories.push(Story::new(company).await);
    }
    stories
}

#[tokio::test]
async fn a_plan_is_a_draft_with_its_bound_until_it_is_applied_and_then_gives_every_item_its_day() {
    for story in stories().await {
        let (hr, id) = (story.hr(), story.departure);
        let view = story.make(&hr, true).await;
        let draft = view.draft.as_ref().unwrap();
        assert!(view.current.is_none() && draft.broken.is_empty());
        let held = &draft.schedule;
        assert!(held.objective > 0 && held.objective <= held.bound && held.bound <= held.possible);
        assert_eq!(draft.finished.len(), 8, "there is time enough for everything");
        assert!(
            draft.slots.iter().all(|slot| slot.day >= day("2026-10-27") && slot.day <= day("2026-11-25"))
        );
        assert!(
            handover::overview(&hr, id)
                .await
                .unwrap()
                .lines
                .iter()
                .all(|line| line.item.planned_on.is_none())
        );
        let view = story.apply(&hr).await;
        assert!(view.draft.is_none());
        let slots = &view.current.as_ref().unwrap().slots;
        for line in handover::overview(&hr, id).await.unwrap().lines {
            let last = slots.iter().filter(|slot| slot.item_id == line.item.id && slot.step == Step::Prove);
            assert_eq!(line.finish_on, last.map(|slot| slot.day).max(), "{}", line.item.title);
        }
        let twice = handover::apply_plan(&hr, id).await;
        assert!(matches!(twice, Err(Error::Conflict("error-plan-no-draft"))), "{}", story.company.kind);
    }
}

#[tokio::test]
async fn the_leavers_absence_breaks_dates_and_planning_again_moves_little_else() {
    for story in stories().await {
        let hr = story.hr();
        story.make(&hr, true).await;
        let before = story.apply(&hr).await.current.unwrap();
        let gone = before.slots.iter().map(|slot| slot.day).min().unwrap();
        story.away(&hr, &gone.to_string(), &gone.to_string()).await;
        let view = handover::plan_view(&hr, story.departure).await.unwrap();
        assert!(
            view.current.as_ref().unwrap().broken.iter().any(|one| one.rule == 3),
            "{gone} can not be kept"
        );
        let view = story.make(&hr, false).await;
        let draft = view.draft.as_ref().unwrap();
        assert!(draft.broken.is_empty() && draft.slots.iter().all(|slot| slot.day != gone));
        let (dates, kept) = (draft.schedule.dates, draft.schedule.kept);
        let lost = i64::try_from(before.slots.iter().filter(|slot| slot.day == gone).count()).unwrap();
        assert!(kept * 10 >= (dates - lost) * 8, "{kept} of {dates}, {lost} on the day that is gone");
        assert!(!view.moves.is_empty());
        // What moves is told before it happens, and happens as told.
        let after = story.apply(&hr).await.current.unwrap();
        for told in view.moves.iter().filter(|told| told.from != told.to) {
            let on = |when| {
                after.slots.iter().any(|slot| {
                    slot.item_id == told.item
                        && slot.step == told.step
                        && slot.person_id == told.person
                        && Some(slot.day) == when
                })
            };
            assert!(told.to.is_none() || on(told.to), "{told:?}");
        }
    }
}

#[tokio::test]
async fn a_date_that_a_person_set_survives_even_a_plan_from_the_ground_up() {
    for story in stories().await {
        let (hr, id) = (story.hr(), story.departure);
        let terms = Terms { leaver_minutes: 240, receiver_minutes: 300, sessions_a_day: 8, lag_days: 1 };
        handover::set_terms(&hr, id, &terms).await.unwrap();
        story.make(&hr, true).await;
        let current = story.apply(&hr).await.current.unwrap();
        let item = current.slots[0].item_id;
        let last =
            current.slots.iter().filter(|slot| slot.item_id == item).max_by_key(|slot| slot.day).unwrap();
        let wanted = day("2026-11-24");
        let over = handover::move_date(&hr, id, (last.position, day("2026-10-26"))).await;
        assert!(matches!(over, Err(Error::Invalid(_))), "a day that is over");
        let too_early =
            current.slots.iter().find(|slot| slot.item_id == item && slot.step == Step::Write).unwrap();
        let out_of_order = handover::move_date(&hr, id, (too_early.position, wanted)).await;
        assert!(matches!(out_of_order, Err(Error::Invalid(_))), "written after it is taught");
        handover::move_date(&hr, id, (last.position, wanted)).await.unwrap();
        let dates = |view: &PlanView| {
            let shown = view.draft.as_ref().or(view.current.as_ref()).unwrap();
            let mine = shown.slots.iter().filter(|slot| slot.item_id == item);
            mine.map(|slot| (slot.part, slot.step, slot.person_id, slot.day)).collect::<Vec<_>>()
        };
        let set = dates(&handover::plan_view(&hr, id).await.unwrap());
        assert!(set.iter().any(|(.., day)| *day == wanted));
        for is_fresh in [false, true] {
            let view = story.make(&hr, is_fresh).await;
            assert_eq!(dates(&view), set, "fresh: {is_fresh}");
            story.apply(&hr).await;
        }
        handover::release_dates(&hr, id, item).await.unwrap();
        let view = handover::plan_view(&hr, id).await.unwrap();
        assert!(view.current.unwrap().slots.iter().all(|slot| !slot.is_fixed));
    }
}

#[tokio::test]
async fn too_little_time_leaves_items_out_with_the_least_that_helps_and_more_time_turns_late_into_in_time() {
    for story in stories().await {
        let (hr, id) = (story.hr(), story.departure);
        let terms = Terms { leaver_minutes: 150, receiver_minutes: 120, sessions_a_day: 4, lag_days: 1 };
        handover::set_terms(&hr, id, &terms).await.unwrap();
        story.away(&hr, "2026-11-09", "2026-11-24").await;
        let view = story.make(&hr, true).await;
        let last_day = view.seat.case.last_day;
        assert!(!view.left_out.is_empty());
        assert!(view.left_out.iter().any(|one| !one.says.relief.is_empty()), "{:?}", view.left_out);
        let late = view.draft.as_ref().unwrap().outlook.as_ref().unwrap();
        assert!(late.finish_on.is_none_or(|day| day > last_day), "{:?}", late.finish_on);
        story.apply(&hr).await;
        let help = &view.helps[0];
        assert!(help.gain > 0 && help.days_earlier.is_some_and(|days| days > 0), "{help:?}");
        // The days away are given back, and what a help said of two mornings comes true when they are given.
        handover::grant_help(&hr, id, 0).await.unwrap();
        let granted = handover::plan_view(&hr, id).await.unwrap().draft.unwrap();
        assert_eq!(granted.outlook.as_ref().unwrap().finish_on, help.finish_after, "{}", story.company.kind);
        let back = OtherHours {
            person: story.company.wang,
            from: day("2026-11-09"),
            to: day("2026-11-24"),
            minutes: Some(300),
        };
        handover::set_hours(&hr, id, &back).await.unwrap();
        let view = story.make(&hr, false).await;
        let draft = view.draft.as_ref().unwrap();
        assert!(draft.outlook.as_ref().unwrap().finish_on.is_some_and(|day| day <= last_day));
        assert!(draft.schedule.objective > granted.schedule.objective);
    }
}

#[tokio::test]
async fn a_draft_that_facts_have_overtaken_is_not_applied() {
    for story in stories().await {
        let (hr, id) = (story.hr(), story.departure);
        let view = story.make(&hr, true).await;
        let first = view.draft.unwrap().slots.iter().map(|slot| slot.day).min().unwrap().to_string();
        story.away(&hr, &first, &first).await;
        let refused = handover::apply_plan(&hr, id).await;
        assert!(matches!(refused, Err(Error::Conflict("error-plan-outdated"))), "{refused:?}");
        handover::discard_plan(&hr, id).await.unwrap();
        assert!(handover::plan_view(&hr, id).await.unwrap().draft.is_none());
    }
}

#[tokio::test]
async fn a_new_item_is_told_as_unplanned_and_finds_its_place() {
    for mut story in stories().await {
        let hr = story.hr();
        let terms = Terms { leaver_minutes: 240, receiver_minutes: 240, sessions_a_day: 6, lag_days: 1 };
        handover::set_terms(&hr, story.departure, &terms).await.unwrap();
        story.make(&hr, true).await;
        story.apply(&hr).await;
        story.add_item(9).await;
        let view = handover::plan_view(&hr, story.departure).await.unwrap();
        assert_eq!(view.unplanned, 1);
        let view = story.make(&hr, false).await;
        assert_eq!((view.unplanned, view.draft.as_ref().unwrap().finished.len()), (0, 9));
        let draft = view.draft.unwrap().schedule;
        assert!(draft.kept * 10 >= draft.dates * 8, "{} of {}", draft.kept, draft.dates);
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_only_who_steers_may_plan() {
    for story in stories().await {
        let (hr, id) = (story.hr(), story.departure);
        let over = handover::make_plan(&story.on("2026-11-26"), id, true).await;
        assert!(matches!(over, Err(Error::Conflict("error-plan-over"))), "{over:?}");
        let terms = Terms { leaver_minutes: 900, receiver_minutes: 120, sessions_a_day: 4, lag_days: 1 };
        assert!(matches!(handover::set_terms(&hr, id, &terms).await, Err(Error::Invalid(_))));
        let stranger = OtherHours {
            person: story.company.he,
            from: day("2026-11-09"),
            to: day("2026-11-09"),
            minutes: Some(60),
        };
        assert!(matches!(handover::set_hours(&hr, id, &stranger).await, Err(Error::Invalid(_))));
        let account = story.company.account("leaver", &[], Some(story.company.wang)).await;
        let actor =
            kernel::Actor { account, person: Some(story.company.wang), roles: vec![kernel::Role::Leaver] };
        let leaver = hr.acting_as(actor, hr.now());
        assert!(matches!(handover::make_plan(&leaver, id, true).await, Err(Error::NotFound)));
        assert!(matches!(handover::plan_view(&leaver, id).await, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn a_plan_that_slipped_says_how_many_dates_stay_why_not_more_and_what_moving_them_would_bring() {
    for story in stories().await {
        let (hr, id) = (story.hr(), story.departure);
        let terms = Terms { leaver_minutes: 180, receiver_minutes: 150, sessions_a_day: 4, lag_days: 1 };
        handover::set_terms(&hr, id, &terms).await.unwrap();
        story.make(&hr, true).await;
        let before = story.apply(&hr).await.current.unwrap();
        // A week went by, and nothing was done.
        let later = story.on("2026-11-04");
        let view = story.make(&later, false).await;
        let draft = view.draft.as_ref().unwrap();
        let told = &draft.schedule;
        let key = |slot: &store::handover::schedule::Slot| {
            (slot.item_id, slot.part, slot.step, slot.person_id, slot.day)
        };
        let ahead = before.slots.iter().filter(|slot| slot.day >= day("2026-11-04"));
        let ahead: Vec<_> = ahead.map(key).collect();
        let same = draft.slots.iter().filter(|slot| ahead.contains(&key(slot))).count();
        assert_eq!(told.dates, i64::try_from(ahead.len()).unwrap(), "{}", story.company.kind);
        assert_eq!(told.kept, i64::try_from(same).unwrap());
        assert!(told.kept <= told.keepable && told.keepable <= told.dates);
        match told.most_together {
            None => assert!(told.kept * 10 >= told.keepable * 8, "{} of {}", told.kept, told.keepable),
            Some(most) => {
                // The proof itself is tested where no clock can cut it short.
                assert!(told.kept <= most, "{told:?}");
                assert!(!told.is_proved || most * 10 < told.keepable * 8, "{told:?}");
                assert!(!told.is_proved || !told.because.is_empty(), "{told:?}");
                assert!(told.missed_minutes > told.free_minutes, "{told:?}");
            }
        }
        let kept_worth = told.objective;
        let gain = told.freed_gain;
        let view = story.make(&later, true).await;
        let anew = &view.draft.as_ref().unwrap().schedule;
        assert_eq!((anew.freed_gain, anew.most_together), (None, None), "nothing was promised");
        if let Some(gain) = gain {
            assert!(gain > 0 && kept_worth + gain <= anew.bound, "{gain} more than {kept_worth}");
        }
    }
}

#[tokio::test]
async fn everybody_has_the_own_dates_in_a_calendar_and_nobody_another_persons() {
    for story in stories().await {
        let (hr, company) = (story.hr(), &story.company);
        story.make(&hr, true).await;
        let slots = story.apply(&hr).await.current.unwrap().slots;
        let as_person = async |login: &str, person: kernel::PersonId, role: kernel::Role| {
            let account = company.account(login, &[], Some(person)).await;
            hr.acting_as(kernel::Actor { account, person: Some(person), roles: vec![role] }, hr.now())
        };
        let leaver = as_person("leaver", company.wang, kernel::Role::Leaver).await;
        let zhao = as_person("zhao", company.zhao, kernel::Role::Receiver).await;
        let he = as_person("he", company.he, kernel::Role::Receiver).await;
        let own = handover::my_calendar(&leaver).await.unwrap().dates;
        assert_eq!(own.len(), slots.len(), "all of it is the leaver's");
        let mine = handover::my_calendar(&zhao).await.unwrap().dates;
        assert!(
            mine.iter().any(|one| one.step == Step::Prove) && mine.iter().any(|one| one.step == Step::Teach)
        );
        for one in &mine {
            assert_ne!(one.step, Step::Write, "{}", one.title);
            assert!(one.person.is_none_or(|person| person == company.zhao), "{}", one.title);
            assert_eq!(one.with, ["王建国"]);
        }
        let proofs = |person| slots.iter().filter(|slot| slot.person_id == Some(person)).count();
        assert_eq!(mine.iter().filter(|one| one.step == Step::Prove).count(), proofs(company.zhao));
        assert!(handover::my_calendar(&he).await.unwrap().dates.is_empty());
        assert!(matches!(handover::my_calendar(&hr).await, Err(Error::NotFound)), "HR is no party");
        // The feed stands for its owner, and opens nothing else.
        let token = feeds::create_feed(&zhao, Subject::OwnDates).await.unwrap();
        let opened = feeds::open_feed(&company.app, &token, Subject::OwnDates).await.unwrap();
        assert_eq!(handover::my_calendar(&opened).await.unwrap().dates.len(), mine.len());
        let refused = feeds::open_feed(&company.app, &token, Subject::Deadlines).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{}", company.kind);
        assert!(feeds::create_feed(&hr, Subject::OwnDates).await.is_err());
    }
}
