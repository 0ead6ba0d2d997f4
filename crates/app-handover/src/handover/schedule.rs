//! The plan of a handover: made by the planner around real hours, checked before anybody sees it, shown as a draft with
//! what it moves, applied by a person, and kept where a person set a date.

use std::{collections::HashSet, sync::Arc};

use app::{Cx, Error, Result};
use handover::{
    Item as Rated, ScheduleState, Step,
    check::{self, Violation},
    planner::{self, LeftOut, Schedule},
};
use kernel::{Date, DepartureId, ItemId, PersonId};
use store::{
    Conn,
    handover::{
        items::Item,
        schedule::{HandoverSchedule, Help, Slot},
    },
};

use super::{
    hours::Hours,
    instance::Case,
    progress::{Outlook, outlook_of},
    seat::Seat,
    view::Rows,
};

/// From so many parts on a handover is a long one.
pub(super) const LONG: usize = 60;
/// So many items that are left out are explained; of a long handover fewer, since each is tried many times.
const EXPLAINED: (usize, usize) = (8, 3);

/// A plan with what there is to say of it.
#[derive(Debug, Clone)]
pub struct PlanShown {
    /// The plan.
    pub schedule: HandoverSchedule,
    /// Its dates, those that are over too.
    pub slots: Vec<Slot>,
    /// What can not be done as it says, as things stand now.
    pub broken: Vec<Violation>,
    /// How the handover is likely to go on by it.
    pub outlook: Option<Outlook>,
    /// The items that it hands over as far as they are wanted.
    pub finished: HashSet<ItemId>,
}

/// A date that a draft changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The item.
    pub item: ItemId,
    /// What it is for.
    pub step: Step,
    /// Who shows it back.
    pub person: Option<PersonId>,
    /// The day by the plan that stands; none where the date is new.
    pub from: Option<Date>,
    /// The day by the draft; none where the date goes.
    pub to: Option<Date>,
}

/// Why an item is left out, with its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutItem {
    /// The item.
    pub item: ItemId,
    /// Its name.
    pub title: String,
    /// What the planner says.
    pub says: LeftOut,
}

/// The page of the plan.
#[derive(Debug, Clone)]
pub struct PlanView {
    /// Who looks.
    pub seat: Seat,
    /// The days and hours.
    pub hours: Hours,
    /// Each receiver with the minutes of each day.
    pub receivers: Vec<(PersonId, String, Vec<i64>)>,
    /// The items that are not dropped, what matters most first.
    pub items: Vec<Item>,
    /// The items that are in the receivers' hands.
    pub done: HashSet<ItemId>,
    /// The plan to work by.
    pub current: Option<PlanShown>,
    /// A plan that waits to be applied.
    pub draft: Option<PlanShown>,
    /// What the draft moves.
    pub moves: Vec<Move>,
    /// What is left out of the draft, or else of the plan.
    pub left_out: Vec<LeftOutItem>,
    /// What more time would be good for, where it was reckoned today.
    pub helps: Vec<Help>,
    /// Items that nobody planned yet.
    pub unplanned: usize,
}

/// Everything that planning starts from.
pub(super) struct Ground {
    pub(super) seat: Seat,
    pub(super) rows: Rows,
    pub(super) rated: Vec<Rated>,
    pub(super) hours: Hours,
    pub(super) case: Case,
}

impl Ground {
    pub(super) async fn load(cx: &Cx, conn: &mut Conn, seat: Seat) -> Result<Self> {
        let rows = Rows::load(conn, seat.case.id).await?;
        let rated = rows.rated()?;
        let hours = Hours::of_leaver(cx, conn, &seat.case).await?;
        let case = Case::of(cx, conn, (&seat.case, &rows, &rated), &hours).await?;
        Ok(Self { seat, rows, rated, hours, case })
    }
}

/// The page of the plan, for those who see the whole handover.
pub async fn plan_view(cx: &Cx, departure: DepartureId) -> Result<PlanView> {
    let mut conn = cx.read().await?;
    let seat = Seat::looking(cx, &mut conn, departure).await?;
    let ground = Ground::load(cx, &mut conn, seat).await?;
    let current = conn.find_schedule(departure, ScheduleState::Current).await?;
    let draft = conn.find_schedule(departure, ScheduleState::Draft).await?;
    let current = load_slots(&mut conn, current).await?;
    let draft = load_slots(&mut conn, draft).await?;
    let helps = helps_of_today(cx, &mut conn, departure).await?;
    drop(conn);
    let ground = Arc::new(ground);
    let kept = Arc::clone(&ground);
    let work = move |cx: Cx| look_at(&cx, &kept, (current, draft));
    let own = cx.clone();
    let (current, draft, left_out) =
        tokio::task::spawn_blocking(move || work(own)).await.map_err(Error::internal)??;
    let moves = match (&current, &draft) {
        (Some(current), Some(draft)) => {
            // What was done in the meantime is no date that moves.
            let open = |slot: &&Slot| is_open(&ground, slot, cx.today());
            let current: Vec<Slot> = current.slots.iter().filter(open).cloned().collect();
            moves(&current, &draft.slots)
        }
        _ => Vec::new(),
    };
    let shown = draft.as_ref().or(current.as_ref());
    let done = |rated: &&Rated| rated.is_done(cx.today());
    let planned =
        |item: &&Item| !shown.is_some_and(|one| one.slots.iter().any(|slot| slot.item_id == item.id));
    let items: Vec<Item> = ground.rows.items.iter().filter(|item| !item.is_dropped).cloned().collect();
    let finished: HashSet<ItemId> = ground.rated.iter().filter(done).map(|rated| rated.id).collect();
    let unplanned = items.iter().filter(|item| !finished.contains(&item.id)).filter(planned).count();
    let ground = Arc::into_inner(ground).ok_or_else(|| Error::internal("the ground is held"))?;
    Ok(PlanView {
        receivers: receivers(&ground),
        seat: ground.seat,
        hours: ground.hours,
        done: finished,
        items,
        current,
        draft,
        moves,
        left_out,
        helps,
        unplanned,
    })
}

/// What more time would be good for, where it was reckoned today: a day later the days and the progress are others.
pub(super) async fn helps_of_today(cx: &Cx, conn: &mut Conn, departure: DepartureId) -> Result<Vec<Help>> {
    let helps = conn.list_helps(departure).await?;
    Ok(helps.into_iter().filter(|help| cx.day_of(help.reckoned_at) == cx.today()).collect())
}

fn receivers(ground: &Ground) -> Vec<(PersonId, String, Vec<i64>)> {
    let people = ground.case.receivers.iter().zip(&ground.case.instance.receivers);
    let minutes = |units: &i32| i64::from(*units) * 30;
    people
        .map(|((id, name), taker)| (*id, name.clone(), taker.capacity.iter().map(minutes).collect()))
        .collect()
}

type WithSlots = (HandoverSchedule, Vec<Slot>);

async fn load_slots(conn: &mut Conn, schedule: Option<HandoverSchedule>) -> Result<Option<WithSlots>> {
    match schedule {
        Some(schedule) => Ok(Some((schedule.clone(), conn.list_slots(schedule.id).await?))),
        None => Ok(None),
    }
}

type Shown = (Option<PlanShown>, Option<PlanShown>, Vec<LeftOutItem>);

/// What the plans are worth today: checked again, forecast, and explained.
fn look_at(
    cx: &Cx,
    ground: &Ground,
    (current, draft): (Option<WithSlots>, Option<WithSlots>),
) -> Result<Shown> {
    let current = current.map(|held| shown(cx, ground, held)).transpose()?;
    let draft = draft.map(|held| shown(cx, ground, held)).transpose()?;
    let left_out = match draft.as_ref().or(current.as_ref()) {
        Some(shown) => explain(ground, shown)?,
        None => Vec::new(),
    };
    Ok((current, draft, left_out))
}

fn shown(cx: &Cx, ground: &Ground, (schedule, slots): WithSlots) -> Result<PlanShown> {
    let plan = ground.case.schedule(&slots);
    let finished = ground.case.finished(&plan);
    Ok(PlanShown {
        broken: to_come(ground, &plan),
        outlook: outlook_of(cx, &ground.seat.case, &ground.rated, (&ground.hours, &slots))?,
        finished,
        schedule,
        slots,
    })
}

/// What of the days to come breaks a rule. The past is as it was.
pub(super) fn to_come(ground: &Ground, plan: &Schedule) -> Vec<Violation> {
    let today = i64::try_from(ground.case.standing.today).unwrap_or(0);
    let report = check::check(&ground.case.instance, plan);
    report.violations.into_iter().filter(|one| one.day.is_none_or(|day| day >= today)).collect()
}

fn explain(ground: &Ground, shown: &PlanShown) -> Result<Vec<LeftOutItem>> {
    let case = &ground.case;
    if case.standing.today >= case.instance.days || !shown.broken.is_empty() {
        return Ok(Vec::new());
    }
    let plan = case.schedule(&shown.slots);
    let most = if case.parts.len() <= LONG { EXPLAINED.0 } else { EXPLAINED.1 };
    // Several parts of one item are one item to whoever reads it.
    let found = planner::left_out(&case.instance, &plan, &case.standing, most * 3);
    let mut told: Vec<LeftOutItem> = Vec::new();
    for says in found.map_err(Error::internal)? {
        let Some(item) = case.item_of(&says.item) else { continue };
        if told.len() < most && !told.iter().any(|one| one.item == item) {
            let title = ground.rows.items.iter().find(|one| one.id == item);
            told.push(LeftOutItem {
                item,
                title: title.map(|one| one.title.clone()).unwrap_or_default(),
                says,
            });
        }
    }
    Ok(told)
}

/// A date to come of something that is not done.
fn is_open(ground: &Ground, slot: &Slot, today: Date) -> bool {
    let place = ground.case.parts.iter().position(|part| part.item == slot.item_id && part.part == slot.part);
    let item = place.and_then(|place| ground.case.instance.items.get(place));
    let Some(item) = item.filter(|_| slot.day >= today) else { return false };
    let done = ground.case.standing.done.iter().find(|done| done.item == item.id);
    let has_shown = |person: PersonId| {
        done.is_some_and(|done| done.verified.iter().any(|(who, _)| *who == person.to_string()))
    };
    match slot.step {
        Step::Write | Step::Teach => done.is_none(),
        Step::Prove => !slot.person_id.is_some_and(has_shown),
    }
}

/// What a draft moves of the dates to come.
fn moves(before: &[Slot], draft: &[Slot]) -> Vec<Move> {
    let key = |slot: &Slot| (slot.item_id, slot.part, slot.step, slot.person_id);
    let mut moves: Vec<Move> = Vec::new();
    let of = |slot: &Slot, from, to| Move {
        item: slot.item_id,
        step: slot.step,
        person: slot.person_id,
        from,
        to,
    };
    for slot in draft {
        let held = before.iter().find(|held| key(held) == key(slot));
        match held {
            Some(held) if held.day == slot.day => {}
            Some(held) => moves.push(of(slot, Some(held.day), Some(slot.day))),
            None => moves.push(of(slot, None, Some(slot.day))),
        }
    }
    let gone = before.iter().filter(|held| !draft.iter().any(|slot| key(slot) == key(held)));
    moves.extend(gone.map(|held| of(held, Some(held.day), None)));
    moves
}

/// Makes the draft the plan to work by. Facts may have changed since it was made: it is checked against them first.
pub async fn apply_plan(cx: &Cx, departure: DepartureId) -> Result<()> {
    cx.transact(|mut tx| async move {
        let seat = Seat::leading(cx, &mut tx, departure).await?;
        let draft = tx.find_schedule(departure, ScheduleState::Draft).await?;
        let draft = draft.ok_or(Error::Conflict("error-plan-no-draft"))?;
        let slots = tx.list_slots(draft.id).await?;
        let ground = Ground::load(cx, &mut tx, seat).await?;
        if !to_come(&ground, &ground.case.schedule(&slots)).is_empty() {
            return Err(Error::Conflict("error-plan-outdated"));
        }
        tx.end_schedules(departure, ScheduleState::Current).await?;
        if !tx.apply_schedule(draft.id, (cx.actor().account, cx.now())).await? {
            return Err(Error::Conflict("error-plan-no-draft"));
        }
        let dates: Vec<_> = slots
            .iter()
            .map(|slot| (slot.item_id, slot.step.code(), slot.person_id, slot.day.to_string()))
            .collect();
        let content = (draft.id, draft.objective, draft.bound, dates);
        let receipt = tx.append(cx.event("handover.plan-applied", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Drops the draft; the plan that stands goes on.
pub async fn discard_plan(cx: &Cx, departure: DepartureId) -> Result<()> {
    cx.transact(|mut tx| async move {
        Seat::leading(cx, &mut tx, departure).await?;
        if !tx.end_schedules(departure, ScheduleState::Draft).await? {
            return Err(Error::Conflict("error-plan-no-draft"));
        }
        let receipt = tx.append(cx.event("handover.plan-discarded", departure, &())?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(item: u128, step: Step, day: &str) -> Slot {
        Slot {
            position: 0,
            item_id: ItemId::from_uuid(uuid::Uuid::from_u128(item)),
            part: 0,
            step,
            person_id: None,
            day: day.parse().unwrap(),
            is_fixed: false,
        }
    }

    #[test]
    fn a_draft_tells_what_moves_what_comes_and_what_goes() {
        let current = [slot(1, Step::Teach, "2026-11-06"), slot(2, Step::Write, "2026-11-09")];
        let draft = [slot(1, Step::Teach, "2026-11-10"), slot(3, Step::Write, "2026-11-11")];
        let found = moves(&current, &draft);
        let days: Vec<(Option<Date>, Option<Date>)> = found.iter().map(|one| (one.from, one.to)).collect();
        let day = |text: &str| Some(text.parse::<Date>().unwrap());
        assert_eq!(
            days,
            [(day("2026-11-06"), day("2026-11-10")), (None, day("2026-11-11")), (day("2026-11-09"), None),]
        );
        assert!(moves(&current, &current).is_empty());
    }
}
