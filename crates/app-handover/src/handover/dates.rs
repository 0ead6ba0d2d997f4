//! Dates of the plan that people set, and time that they give.

use app::{Cx, Error, Result};
use handover::ScheduleState;
use kernel::{Date, DepartureId, ItemId};
use store::handover::schedule::Slot;

use super::{
    hours::{Hours, OtherHours, set_hours},
    planning::make_plan,
    schedule::{Ground, to_come},
    seat::Seat,
};

/// Moves a date of the plan by hand. The item's dates stay from then on where they are, also when it is planned again;
/// a day on which it can not be done is refused.
pub async fn move_date(cx: &Cx, departure: DepartureId, (position, day): (i64, Date)) -> Result<()> {
    cx.transact(|mut tx| async move {
        let seat = Seat::leading(cx, &mut tx, departure).await?;
        let current = tx.find_schedule(departure, ScheduleState::Current).await?.ok_or(Error::NotFound)?;
        let mut slots = tx.list_slots(current.id).await?;
        let slot = slots.iter_mut().find(|slot| slot.position == position).ok_or(Error::NotFound)?;
        let (item, step, from) = (slot.item_id, slot.step, slot.day);
        slot.day = day;
        let ground = Ground::load(cx, &mut tx, seat).await?;
        let before = tx.list_slots(current.id).await?;
        check_day(&ground, (&before, &slots), day)?;
        tx.move_slot(current.id, position, day).await?;
        tx.fix_slots(current.id, item, true).await?;
        tx.end_schedules(departure, ScheduleState::Draft).await?;
        let content = (current.id, item, step.code(), from.to_string(), day.to_string());
        let receipt = tx.append(cx.event("handover.plan-date-moved", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// The rule that a moved date breaks and that was kept before, as what the form says.
fn check_day(ground: &Ground, (before, after): (&[Slot], &[Slot]), day: Date) -> Result<()> {
    let is_ahead = ground.hours.place(day).is_some_and(|place| place >= ground.case.standing.today);
    if !is_ahead {
        return Err(Error::field("day", "error-plan-day"));
    }
    let held = to_come(ground, &ground.case.schedule(before));
    let broken = to_come(ground, &ground.case.schedule(after)).into_iter().find(|one| !held.contains(one));
    match broken.map(|one| one.rule) {
        None => Ok(()),
        Some(3) => Err(Error::field("day", "error-plan-leaver-full")),
        Some(4 | 5) => Err(Error::field("day", "error-plan-receiver-full")),
        Some(_) => Err(Error::field("day", "error-plan-order")),
    }
}

/// Lets an item's dates move again.
pub async fn release_dates(cx: &Cx, departure: DepartureId, item: ItemId) -> Result<()> {
    cx.transact(|mut tx| async move {
        Seat::leading(cx, &mut tx, departure).await?;
        let current = tx.find_schedule(departure, ScheduleState::Current).await?.ok_or(Error::NotFound)?;
        if !tx.fix_slots(current.id, item, false).await? {
            return Err(Error::NotFound);
        }
        let receipt =
            tx.append(cx.event("handover.plan-date-released", departure, &(current.id, item))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Gives the leaver the time of a help, and has a plan made with it.
pub async fn grant_help(cx: &Cx, departure: DepartureId, position: usize) -> Result<()> {
    let mut conn = cx.read().await?;
    let seat = Seat::leading(cx, &mut conn, departure).await?;
    let helps = conn.list_helps(departure).await?;
    let help = helps.into_iter().nth(position).ok_or(Error::NotFound)?;
    let hours = Hours::of_leaver(cx, &mut conn, &seat.case).await?;
    drop(conn);
    for day in help.days.split(' ').filter_map(|day| day.parse::<Date>().ok()) {
        let usual = hours.place(day).and_then(|place| hours.leaver.get(place)).copied().unwrap_or(0);
        let minutes = Some(usual.saturating_add(help.minutes).min(720));
        let more = OtherHours { person: seat.case.person_id, from: day, to: day, minutes };
        set_hours(cx, departure, &more).await?;
    }
    make_plan(cx, departure, false).await?;
    Ok(())
}
