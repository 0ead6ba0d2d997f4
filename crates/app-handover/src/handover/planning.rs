//! Having a plan made: from the ground up, or around the dates that stand, and what it is told with.

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use app::{Cx, Error, Result};
use handover::planner::{self, Keep, Replanned, Schedule, Settings};
use kernel::{DepartureId, ItemId, ScheduleId};
use store::handover::schedule::{Freed, Help, NewSchedule, Short, Slot, Stay};
use tokio::sync::Semaphore;

use super::{
    instance::Case,
    relief,
    schedule::{Ground, LONG, to_come},
    seat::Seat,
};

/// The planner is stopped after so long, whatever it has by then; it is counted to be done well before.
const MOST_TIME: Duration = Duration::from_secs(8);
/// How long it may search: for a handover of usual size, and for a long one.
const EFFORT_MS: (u32, u32) = (1_500, 4_000);
/// Everybody who plans the same facts gets the same plan.
const SEED: u64 = 1;
/// One plan is made at a time: it takes both cores of a small machine.
static TURN: Semaphore = Semaphore::const_new(1);

/// Has a plan made: around the dates that stand, or from the ground up. It is a draft until somebody applies it.
pub async fn make_plan(cx: &Cx, departure: DepartureId, is_fresh: bool) -> Result<ScheduleId> {
    let mut conn = cx.read().await?;
    let seat = Seat::leading(cx, &mut conn, departure).await?;
    let ground = Ground::load(cx, &mut conn, seat).await?;
    if ground.case.instance.items.is_empty() {
        return Err(Error::Conflict("error-plan-nothing"));
    }
    if ground.case.standing.today >= ground.case.instance.days {
        return Err(Error::Conflict("error-plan-over"));
    }
    let current = conn.list_current_slots(departure).await?;
    drop(conn);
    let fixed: HashSet<ItemId> =
        current.iter().filter(|slot| slot.is_fixed).map(|slot| slot.item_id).collect();
    let _turn = TURN.acquire().await.map_err(Error::internal)?;
    let own = cx.clone();
    let work = move || solve(&own, &ground, (&current, fixed, is_fresh));
    let (made, helps) = tokio::task::spawn_blocking(work).await.map_err(Error::internal)??;
    let (made, helps) = (&made, &helps);
    cx.transact(|mut tx| async move {
        Seat::leading(cx, &mut tx, departure).await?;
        tx.create_schedule(departure, made).await?;
        tx.put_helps(departure, helps).await?;
        let content = (made.id, made.is_fresh, made.objective, made.bound, made.stay.dates, made.stay.kept);
        let receipt = tx.append(cx.event("handover.plan-made", departure, &content)?).await?;
        tx.commit(receipt).await?;
        Ok(made.id)
    })
    .await
}

fn settings(parts: usize) -> Settings {
    Settings { seed: SEED, effort_ms: if parts <= LONG { EFFORT_MS.0 } else { EFFORT_MS.1 } }
}

fn solve(
    cx: &Cx,
    ground: &Ground,
    (current, fixed, is_fresh): (&[Slot], HashSet<ItemId>, bool),
) -> Result<(NewSchedule, Vec<Help>)> {
    let begun = Instant::now();
    let stop = move || begun.elapsed() > MOST_TIME;
    let case = &ground.case;
    let before = case.schedule(current);
    let is_first = before.plan.0.is_empty() && case.standing.done.is_empty();
    let (plan, stay) = if is_first || (is_fresh && fixed.is_empty() && case.standing.done.is_empty()) {
        (first_plan(case, &stop)?, Stay::default())
    } else {
        let found = again(case, (&before, &fixed), is_fresh, &stop)?;
        let mut stay = stay(case, &found);
        if !is_fresh {
            stay.freed = freed(case, (&before, &fixed), &found, &stop)?;
        }
        (found.schedule, stay)
    };
    if !to_come(ground, &plan).is_empty() {
        return Err(Error::internal("the plan was refused by its check"));
    }
    let made = NewSchedule {
        id: cx.new_id(),
        is_fresh,
        objective: plan.objective,
        bound: plan.bound.unwrap_or(plan.objective),
        possible: case.possible(),
        stay,
        slots: case.slots(&plan, &fixed),
        made: (cx.actor().account, cx.now()),
    };
    let helps = relief::helps(cx, ground, (&plan, &fixed), &stop)?;
    Ok((made, helps))
}

/// Nothing is done and nothing fixed yet: the days that are left are planned as an instance of their own, so that the
/// planner may prove what it finds.
fn first_plan(case: &Case, stop: &(dyn Fn() -> bool + Sync)) -> Result<Schedule> {
    let today = case.standing.today;
    let mut instance = case.instance.clone();
    instance.days -= today;
    instance.capacity.drain(..today);
    for receiver in &mut instance.receivers {
        receiver.capacity.drain(..today);
    }
    for item in &mut instance.items {
        item.teach_by = item.teach_by.and_then(|gate| gate.checked_sub(today));
    }
    let outcome =
        planner::plan(&instance, &settings(case.parts.len()), stop, &mut |_| {}).map_err(Error::internal)?;
    let mut plan = outcome.schedule;
    let shift = i64::try_from(today).unwrap_or(0);
    for (_, line) in &mut plan.plan.0 {
        line.doc_day += shift;
        line.teach_day = line.teach_day.map(|day| day + shift);
        line.receivers.iter_mut().for_each(|taking| taking.verify_day += shift);
    }
    Ok(plan)
}

/// Plans around what stands already.
pub(super) fn again(
    case: &Case,
    (before, fixed): (&Schedule, &HashSet<ItemId>),
    is_fresh: bool,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Replanned> {
    let keep = if is_fresh { Keep::Nothing } else { Keep::MostDates };
    planner::replan_around(
        &case.instance,
        (before, &case.part_ids(fixed)),
        (&case.standing, keep),
        &settings(case.parts.len()),
        stop,
    )
    .map_err(Error::internal)
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// What became of the dates of the plan before.
fn stay(case: &Case, found: &Replanned) -> Stay {
    let minutes = |units: i64| units * i64::from(case.instance.unit_minutes);
    let short = found.shortfall.as_ref().map(|why| Short {
        most: number(why.most),
        is_proved: why.is_proved,
        because: why.because.iter().map(|block| block.code()).collect::<Vec<_>>().join(" "),
        minutes: (minutes(why.missed_units), minutes(why.free_units)),
    });
    Stay {
        dates: number(found.dates),
        keepable: number(found.keepable),
        kept: number(found.kept),
        short,
        freed: None,
    }
}

/// What it would bring if all dates might move; nothing where it would bring nothing.
fn freed(
    case: &Case,
    (before, fixed): (&Schedule, &HashSet<ItemId>),
    found: &Replanned,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Option<Freed>> {
    let settings = settings(case.parts.len());
    let parts = case.part_ids(fixed);
    let free = planner::freeing(&case.instance, ((before, &parts), found), &case.standing, &settings, stop)
        .map_err(Error::internal)?;
    if free.gain <= 0 {
        return Ok(None);
    }
    let mut items: Vec<ItemId> = Vec::new();
    for item in free.items.iter().filter_map(|id| case.item_of(id)) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    Ok(Some(Freed { gain: free.gain, kept: number(free.kept), items }))
}
