//! Between the books of the search and a plan that is written down.

use super::{
    books::{Books, Spot},
    instance::Instance,
    model::{MOST, Model, NEVER},
    schedule::{Line, Lines, Schedule, Status, Taking},
};
use crate::{Error, Result};

/// Writes a plan down.
pub(super) fn schedule(instance: &Instance, books: &Books, bound: i64) -> Schedule {
    let line = |(item, spot): (usize, &Spot)| {
        let taking = |(receiver, day): &(usize, i32)| Taking {
            id: instance.receivers[*receiver].id.clone(),
            verify_day: i64::from(*day),
        };
        let mut takings: Vec<(usize, i32)> = spot.takings().to_vec();
        takings.sort_unstable();
        let line = Line {
            doc_day: i64::from(spot.doc),
            teach_day: spot.is_taught().then_some(i64::from(spot.teach)),
            receivers: takings.iter().map(taking).collect(),
        };
        (instance.items[item].id.clone(), line)
    };
    let planned = books.spots.iter().enumerate().filter(|(_, spot)| spot.is_planned());
    let gap = if bound > 0 { 100.0 * (bound - books.value) as f64 / bound as f64 } else { 0.0 };
    let status = if books.value >= bound { Status::Optimal } else { Status::Feasible };
    Schedule {
        id: instance.id.clone(),
        objective: books.value,
        plan: Lines(planned.map(line).collect()),
        bound: Some(bound),
        gap_pct: Some((gap * 10_000.0).round() / 10_000.0),
        status: Some(status),
    }
}

/// Where a written line stands; a pointer says which part of it names something that is not there.
pub(super) fn spot(instance: &Instance, item: usize, line: &Line) -> Result<Spot> {
    let pointer = |field: &str| format!("/plan/{}/{field}", instance.items[item].id);
    let day = |day: i64, field: &str| {
        let known = i32::try_from(day).ok().filter(|day| (0..instance.days as i32).contains(day));
        known.ok_or_else(|| Error::Value {
            pointer: pointer(field),
            problem: format!("a day from 0 to {} is expected, not {day}", instance.days - 1),
        })
    };
    let mut spot = Spot::documented(day(line.doc_day, "doc_day")?);
    let Some(teach) = line.teach_day else { return Ok(spot) };
    spot.teach = day(teach, "teach_day")?;
    for (number, taking) in line.receivers.iter().take(MOST).enumerate() {
        let at = |field: &str| format!("receivers/{number}/{field}");
        let receiver = instance.receivers.iter().position(|receiver| receiver.id == taking.id);
        let Some(receiver) = receiver else {
            let problem = format!("there is no receiver {:?}", taking.id);
            return Err(Error::Value { pointer: pointer(&at("id")), problem });
        };
        spot.who[number] = (receiver, day(taking.verify_day, &at("verify_day"))?);
        spot.verified = number + 1;
    }
    Ok(spot)
}

/// Whether a spot can be taken as the books stand, all rules counted.
pub(super) fn fits(model: &Model, books: &Books, item: usize, spot: &Spot) -> bool {
    let thing = &model.things[item];
    if spot.is_taught() {
        // What was done stands, whatever the rules say.
        let is_new = |taking: &&(usize, i32)| !thing.base.takings().contains(taking);
        let is_late = spot.takings().iter().filter(is_new).any(|(_, day)| *day < spot.teach + model.lag);
        let is_able = spot.takings().iter().all(|(receiver, _)| thing.eligible.contains(receiver));
        let in_window = books.window(model, item).contains(&spot.teach)
            && (thing.teach_on != NEVER || spot.doc <= spot.teach);
        if is_late || !is_able || !in_window || spot.verified == 0 || spot.verified > thing.most {
            return false;
        }
    }
    let mut trial = books.clone();
    trial.put(model, item, *spot);
    trial.is_sound_beyond(books)
}
