//! What was done so far, as the model of the days to come reads it.

use super::{
    super::{
        books::Spot,
        instance::Instance,
        model::{MOST, Model, NEVER},
    },
    Done, Standing,
};
use crate::{Error, Result};

/// The model with the days that are over holding exactly what was done on them.
pub(in super::super) fn model_at(instance: &Instance, standing: &Standing) -> Result<Model> {
    let mut model = Model::new(instance);
    model.today = standing.today.min(instance.days) as i32;
    for day in 0..model.today as usize {
        model.capacity[day] = 0;
        for receiver in 0..model.max_items.len() {
            model.receivers[receiver * model.days + day] = 0;
        }
    }
    let places = instance.item_places();
    for (number, done) in standing.done.iter().enumerate() {
        let pointer = |field: &str| format!("/done/{number}/{field}");
        let item = places.get(done.item.as_str()).copied();
        let item = item.ok_or_else(|| wrong(pointer("item"), format!("there is no item {:?}", done.item)))?;
        let spots =
            facts(instance, standing.today, done).map_err(|(field, says)| wrong(pointer(field), says))?;
        record(&mut model, item, &spots);
    }
    Ok(model)
}

fn wrong(pointer: String, problem: String) -> Error {
    Error::Value { pointer, problem }
}

/// What was reached, and the day of teaching with everybody who was there.
struct Facts {
    base: Spot,
    teach_on: i32,
    attended: Vec<usize>,
}

fn facts(instance: &Instance, today: usize, done: &Done) -> Result<Facts, (&'static str, String)> {
    let over = |day: usize, field| {
        if day < today.min(instance.days) {
            Ok(day as i32)
        } else {
            Err((field, format!("day {day} is not over")))
        }
    };
    let receivers = instance.receiver_places();
    let known = |id: &String, field| {
        receivers.get(id.as_str()).copied().ok_or((field, format!("there is no receiver {id:?}")))
    };
    let mut base = Spot::documented(over(done.doc_day, "doc_day")?);
    let teach_on = done.teach_day.map_or(Ok(NEVER), |day| over(day, "teach_day"))?;
    let mut attended = Vec::new();
    for id in done.attended.iter().chain(done.verified.iter().map(|(id, _)| id)) {
        let receiver = known(id, "attended")?;
        if !attended.contains(&receiver) {
            attended.push(receiver);
        }
    }
    if teach_on == NEVER && !attended.is_empty() {
        return Err(("teach_day", "somebody attended, but it was never taught".to_owned()));
    }
    for (id, day) in done.verified.iter().take(MOST) {
        base.who[base.verified] = (known(id, "verified")?, over(*day, "verified")?);
        base.verified += 1;
        base.teach = teach_on;
    }
    Ok(Facts { base, teach_on, attended })
}

/// Books what was done, and keeps room in the past for the sessions whose teach-backs are still to come.
fn record(model: &mut Model, item: usize, facts: &Facts) {
    let days = model.days;
    let thing = &mut model.things[item];
    (thing.base, thing.doc_on, thing.teach_on) = (facts.base, facts.base.doc, facts.teach_on);
    model.capacity[facts.base.doc as usize] += thing.doc;
    if facts.teach_on == NEVER {
        return;
    }
    thing.gate = thing.gate.max(facts.teach_on);
    thing.eligible.clone_from(&facts.attended);
    thing.most = thing.value.len().saturating_sub(1).min(facts.attended.len());
    if thing.value[thing.most] == thing.value[thing.most.saturating_sub(1)] {
        thing.most = thing.most.saturating_sub(1);
    }
    thing.most = thing.most.max(facts.base.verified);
    model.capacity[facts.teach_on as usize] += thing.teach;
    for receiver in &facts.attended {
        model.receivers[receiver * days + facts.teach_on as usize] += thing.teach;
    }
    for (receiver, day) in facts.base.takings() {
        model.capacity[*day as usize] += thing.verify;
        model.receivers[receiver * days + *day as usize] += thing.rehearse;
    }
}
