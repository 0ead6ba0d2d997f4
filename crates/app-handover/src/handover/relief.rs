//! What would help: more of the leaver's time on certain days, answered by planning again and forecasting again.

use std::collections::HashSet;

use app::{Cx, Result};
use handover::planner::Schedule;
use kernel::{Date, ItemId};
use store::handover::schedule::Help;

use super::{instance::Case, planning::again, progress::outlook_of, schedule::Ground};

/// What is tried: so many of the next working days, and so many more minutes on each.
const TRIED: [(usize, i64); 3] = [(2, 180), (4, 120), (usize::MAX, 60)];
/// Nobody hands over for longer than this on one day.
const MOST_MINUTES: i64 = 600;

/// Each of the tries with what it is good for, the best gain for its time first. Without anything left to gain, nothing.
pub(super) fn helps(
    cx: &Cx,
    ground: &Ground,
    (plan, fixed): (&Schedule, &HashSet<ItemId>),
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Help>> {
    let before = finish(cx, ground, (&ground.case, plan))?;
    let mut found = Vec::new();
    for (count, minutes) in TRIED {
        let days = days_of(ground, count, minutes);
        if days.is_empty() || stop() {
            continue;
        }
        let roomy = with_more(ground, &days, minutes);
        let after = again(&roomy.case, (plan, fixed), false, stop)?.schedule;
        let finish_after = finish(cx, &roomy, (&roomy.case, &after))?;
        let gain = after.objective - plan.objective;
        let days_earlier =
            before.zip(finish_after).map(|(before, after)| after.duration_until(before).as_hours() / 24);
        if gain > 0 || days_earlier.is_some_and(|days| days > 0) || before.is_none() && finish_after.is_some()
        {
            found.push(Help {
                days: days.iter().map(Date::to_string).collect::<Vec<_>>().join(" "),
                minutes,
                days_earlier,
                finish_before: before,
                finish_after,
                gain,
                reckoned_at: cx.now(),
            });
        }
    }
    Ok(found)
}

/// The next working days, today excluded, on which there is room for so much more.
fn days_of(ground: &Ground, count: usize, minutes: i64) -> Vec<Date> {
    let hours = &ground.hours;
    let ahead = hours.days.iter().zip(&hours.leaver).skip(hours.today + 1);
    let has_room = |(_, held): &(&Date, &i64)| **held > 0 && **held + minutes <= MOST_MINUTES;
    ahead.filter(has_room).take(count).map(|(day, _)| *day).collect()
}

fn with_more(ground: &Ground, days: &[Date], minutes: i64) -> Ground {
    let mut hours = ground.hours.clone();
    let mut case: Case = ground.case.clone();
    for place in days.iter().filter_map(|day| hours.days.binary_search(day).ok()) {
        if let Some(held) = hours.leaver.get_mut(place) {
            *held += minutes;
        }
        if let Some(units) = case.instance.capacity.get_mut(place) {
            *units += i32::try_from(minutes / 30).unwrap_or(0);
        }
    }
    Ground { seat: ground.seat.clone(), rows: ground.rows.clone(), rated: ground.rated.clone(), hours, case }
}

/// When half of the futures are done with everything.
fn finish(cx: &Cx, ground: &Ground, (case, plan): (&Case, &Schedule)) -> Result<Option<Date>> {
    let slots = case.slots(plan, &HashSet::new());
    let outlook = outlook_of(cx, &ground.seat.case, &ground.rated, (&ground.hours, &slots))?;
    Ok(outlook.and_then(|outlook| outlook.finish_on))
}
