//! The instance as the search reads it: positions for ids, and what never changes worked out once.

use super::{books::Spot, instance::Instance};

/// No day.
pub(super) const NEVER: i32 = -1;
/// More verified receivers than this earn nothing.
pub(super) const MOST: usize = 3;

/// What the search knows of an item.
#[derive(Debug, Clone)]
pub(super) struct Thing {
    pub(super) doc: i32,
    pub(super) teach: i32,
    pub(super) verify: i32,
    /// Teach-back and practice together: what a receiver spends on that day.
    pub(super) rehearse: i32,
    /// What it earns documented, and with one, two and three verified receivers.
    pub(super) value: [i64; MOST + 1],
    /// The most verified receivers that earn something and can be had; 0 when it can never be taught.
    pub(super) most: usize,
    /// The last day on which it may be taught.
    pub(super) gate: i32,
    pub(super) after: Vec<usize>,
    pub(super) then: Vec<usize>,
    /// Who has the skills.
    pub(super) eligible: Vec<usize>,
    /// The day on which it was written down already, or [`NEVER`].
    pub(super) doc_on: i32,
    /// The day on which it was taught already, or [`NEVER`].
    pub(super) teach_on: i32,
    /// What was reached already: it is never taken out of a plan.
    pub(super) base: Spot,
    /// The dates to come that people have arranged themselves with; none in a first plan.
    pub(super) promised: Spot,
}

impl Thing {
    /// Units of the leaver with so many verified receivers.
    pub(super) fn units(&self, verified: usize) -> i32 {
        if verified == 0 { self.doc } else { self.doc + self.teach + self.verify * verified as i32 }
    }
}

/// The instance as the search reads it.
#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) days: usize,
    pub(super) lag: i32,
    pub(super) capacity: Vec<i32>,
    pub(super) sessions: i32,
    /// Units of receiver `r` on day `d` at `r * days + d`.
    pub(super) receivers: Vec<i32>,
    pub(super) max_items: Vec<i32>,
    pub(super) things: Vec<Thing>,
    /// Items so that prerequisites come first.
    pub(super) order: Vec<usize>,
    /// The days before are over.
    pub(super) today: i32,
}

impl Model {
    pub(super) fn new(instance: &Instance) -> Self {
        let mut things: Vec<Thing> = (0..instance.items.len()).map(|item| thing(instance, item)).collect();
        for (place, item) in instance.items.iter().enumerate() {
            item.after.iter().for_each(|before| things[*before].then.push(place));
        }
        let order = order(&things);
        for place in &order {
            // What waits for something that can never be taught can never be taught either.
            if things[*place].after.iter().any(|before| things[*before].most == 0) {
                things[*place].most = 0;
            }
        }
        Self {
            days: instance.days,
            lag: instance.lag_days as i32,
            capacity: instance.capacity.clone(),
            sessions: instance.max_sessions,
            receivers: instance.receivers.iter().flat_map(|receiver| receiver.capacity.clone()).collect(),
            max_items: instance.receivers.iter().map(|receiver| receiver.max_items).collect(),
            things,
            order,
            today: 0,
        }
    }
}

fn thing(instance: &Instance, place: usize) -> Thing {
    let item = &instance.items[place];
    let last_teach = instance.days as i32 - 1 - instance.lag_days as i32;
    let gate = item.teach_by.map_or(last_teach, |gate| last_teach.min(gate as i32));
    let able = |receiver: &usize| {
        instance.receivers[*receiver].max_items > 0 && instance.is_eligible(place, *receiver)
    };
    let eligible: Vec<usize> = (0..instance.receivers.len()).filter(able).collect();
    let most = if gate < 0 { 0 } else { item.need.min(instance.max_group).min(eligible.len()) };
    Thing {
        doc: item.doc,
        teach: item.teach,
        verify: item.verify,
        rehearse: item.verify + item.practice,
        value: std::array::from_fn(|verified| item.value(verified)),
        most,
        gate,
        after: item.after.clone(),
        then: Vec::new(),
        eligible,
        doc_on: NEVER,
        teach_on: NEVER,
        base: Spot::NOWHERE,
        promised: Spot::NOWHERE,
    }
}

/// Prerequisites first; the instance has no cycle.
fn order(things: &[Thing]) -> Vec<usize> {
    let mut open: Vec<usize> = things.iter().map(|thing| thing.after.len()).collect();
    let mut order: Vec<usize> = (0..things.len()).filter(|place| open[*place] == 0).collect();
    let mut next = 0;
    while next < order.len() {
        for then in &things[order[next]].then {
            open[*then] -= 1;
            if open[*then] == 0 {
                order.push(*then);
            }
        }
        next += 1;
    }
    order
}
