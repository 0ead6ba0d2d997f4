//! Which of the dates to come can stay at all: each looked at by itself, with everybody's whole time for it and for what
//! has to be taught before it. What is refused here can never stay; what is not may still clash with other dates.

use super::super::{
    books::Spot,
    model::{MOST, Model, NEVER},
};

/// No day is early enough.
const NOT_AT_ALL: i32 = i32::MAX;

/// The dates of a plan that are to come and not done yet.
pub(super) fn dates_to_come(model: &Model, wanted: &Spot, item: usize) -> Spot {
    let thing = &model.things[item];
    let to_come = |day: i32, done: i32| if done == NEVER && day >= model.today { day } else { NEVER };
    let mut spot = Spot {
        doc: to_come(wanted.doc, thing.doc_on),
        teach: to_come(wanted.teach, thing.teach_on),
        ..Spot::NOWHERE
    };
    for (receiver, day) in wanted.takings() {
        let has_shown = thing.base.takings().iter().any(|(who, _)| who == receiver);
        if *day >= model.today && !has_shown {
            add(&mut spot, (*receiver, *day));
        }
    }
    spot
}

fn add(spot: &mut Spot, taking: (usize, i32)) {
    if spot.verified < MOST {
        spot.who[spot.verified] = taking;
        spot.verified += 1;
    }
}

/// The first day on which each item can be taught, if everything turned around it; [`NOT_AT_ALL`] where there is none.
#[derive(Debug, Clone)]
pub(super) struct Earliest(Vec<i32>);

impl Earliest {
    pub(super) fn new(model: &Model) -> Self {
        let mut earliest = Self(vec![NOT_AT_ALL; model.things.len()]);
        for item in &model.order {
            let thing = &model.things[*item];
            earliest.0[*item] =
                if thing.teach_on == NEVER { earliest.find(model, *item) } else { thing.teach_on };
        }
        earliest
    }

    fn find(&self, model: &Model, item: usize) -> i32 {
        let thing = &model.things[item];
        let first = thing.after.iter().map(|before| self.0[*before]).max().unwrap_or(model.today);
        let first = first.max(model.today).max(chain(model, item));
        (first.min(NOT_AT_ALL - 1)..=thing.gate)
            .find(|day| can_teach(model, item, *day))
            .unwrap_or(NOT_AT_ALL)
    }

    pub(super) fn of(&self, item: usize) -> i32 {
        self.0[item]
    }
}

/// The first day by which the leaver has had the hours for an item and everything before it; never where the days to come
/// are too few for showing it back as well.
fn chain(model: &Model, item: usize) -> i32 {
    let mut open = vec![item];
    let mut seen = vec![false; model.things.len()];
    let (mut to_teach, mut to_show, mut sessions) = (0_i64, 0_i64, 0_i64);
    while let Some(item) = open.pop() {
        let thing = &model.things[item];
        if std::mem::replace(&mut seen[item], true) || thing.teach_on != NEVER {
            continue;
        }
        to_teach += i64::from(thing.teach) + if thing.doc_on == NEVER { i64::from(thing.doc) } else { 0 };
        to_show += i64::from(thing.verify);
        sessions += 1;
        open.extend(&thing.after);
    }
    let (mut hours, mut held) = (0_i64, 0_i64);
    let mut first = NOT_AT_ALL;
    for day in model.today..model.days as i32 {
        let units = i64::from(model.capacity[day as usize]);
        hours += units;
        held += if units > 0 { i64::from(model.sessions) } else { 0 };
        if first == NOT_AT_ALL && hours >= to_teach && held >= sessions {
            first = day;
        }
    }
    if hours < to_teach + to_show || held < 2 * sessions { NOT_AT_ALL } else { first }
}

/// Whether there is a day up to another one on which an item can be written down, so much of that other day taken.
fn can_write(model: &Model, item: usize, (last, taken): (i32, i32)) -> bool {
    let thing = &model.things[item];
    if thing.doc_on != NEVER {
        return thing.doc_on <= last;
    }
    (model.today..=last).any(|day| {
        let taken = if day == last { taken } else { 0 };
        model.capacity[day as usize] - taken >= thing.doc
    })
}

/// Whether an item can be taught on a day to somebody who can show it back in time.
fn can_teach(model: &Model, item: usize, day: i32) -> bool {
    let shows = |receiver: &usize| {
        (model.today..model.days as i32).any(|verify| can_show(model, item, (*receiver, day, verify)))
    };
    has_session(model, item, day) && model.things[item].eligible.iter().any(shows)
}

/// Whether the leaver can teach an item on a day, having written it down.
fn has_session(model: &Model, item: usize, day: i32) -> bool {
    let thing = &model.things[item];
    thing.teach_on == day
        || thing.most > 0
            && model.sessions > 0
            && model.capacity[day as usize] >= thing.teach
            && can_write(model, item, (day, thing.teach))
}

/// Whether a receiver can be taught on one day and show it back on another.
fn can_show(model: &Model, item: usize, (receiver, teach, verify): (usize, i32, i32)) -> bool {
    let thing = &model.things[item];
    let is_over = thing.teach_on == teach;
    let left = |day: i32| model.receivers[receiver * model.days + day as usize];
    let same = i32::from(teach == verify && !is_over);
    verify >= model.today.max(teach + model.lag)
        && thing.eligible.contains(&receiver)
        && model.max_items[receiver] > 0
        && model.sessions > same
        && model.capacity[verify as usize] >= thing.verify + same * thing.teach
        && left(verify) >= thing.rehearse + same * thing.teach
        && (is_over || left(teach) >= thing.teach)
}

/// The promised dates that can stay, each by itself.
pub(super) fn keepable(model: &Model, earliest: &Earliest, (item, promised): (usize, &Spot)) -> Spot {
    let thing = &model.things[item];
    let days = || {
        let first = earliest.of(item);
        let last = if thing.teach_on == NEVER { thing.gate } else { thing.teach_on };
        (first..=last).filter(|day| has_session(model, item, *day))
    };
    let mut spot = Spot::NOWHERE;
    if promised.doc != NEVER && model.capacity[promised.doc as usize] >= thing.doc {
        spot.doc = promised.doc;
    }
    if promised.teach != NEVER && days().any(|day| day == promised.teach && can_teach(model, item, day)) {
        spot.teach = promised.teach;
    }
    for (receiver, verify) in promised.takings() {
        let has_room = thing.base.verified < thing.most;
        if has_room && days().any(|teach| can_show(model, item, (*receiver, teach, *verify))) {
            add(&mut spot, (*receiver, *verify));
        }
    }
    spot
}
