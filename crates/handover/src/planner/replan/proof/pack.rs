//! Whether dates that are all decided can be carried out: what was missed finds its days in the hours that are left beside
//! them, or there are none. One item after the other, every day and every receiver, as long as there is work.

use super::{
    super::super::{
        books::{Books, Spot},
        model::{Model, NEVER},
    },
    choose::{Chooser, Wishes},
};

/// Work of one try.
const PATIENCE: u32 = 20_000;

/// What became of it.
pub(super) enum Packed {
    /// Where the items stand.
    Found(Vec<(usize, Spot)>),
    /// There is no way.
    Impossible,
    /// It was not found out.
    Open,
}

struct Packer<'a, 'm> {
    chooser: &'a Chooser<'m>,
    model: &'m Model,
    /// What is left beside the dates that stay.
    left: Books,
    /// Items to be taught, prerequisites first, with their place among the open ones.
    queue: Vec<(usize, usize)>,
    wishes: Vec<Wishes>,
    spots: Vec<(usize, Spot)>,
    work: u32,
}

/// Looks for a way. `wishes` are those of the open items, with everything decided, and `left` is what they leave.
pub(super) fn pack(chooser: &Chooser<'_>, left: &Books, wishes: Vec<Wishes>) -> Packed {
    let model = chooser.model;
    let queue = to_teach(chooser, &wishes);
    let is_queued = |item: usize| queue.iter().any(|(_, held)| *held == item);
    let mut spots = Vec::new();
    for (item, wishes) in chooser.open.iter().zip(&wishes) {
        if let Some(day) = wishes.write.filter(|_| wishes.must_write && !is_queued(*item)) {
            spots.push((*item, Spot::documented(day)));
        }
    }
    let mut packer = Packer { chooser, model, left: left.clone(), queue, wishes, spots, work: PATIENCE };
    match packer.next(0) {
        true => Packed::Found(packer.spots),
        false if packer.work == 0 => Packed::Open,
        false => Packed::Impossible,
    }
}

/// The items that have to be taught for the dates that stay, prerequisites first.
fn to_teach(chooser: &Chooser<'_>, wishes: &[Wishes]) -> Vec<(usize, usize)> {
    let model = chooser.model;
    let mut place_of = vec![None; model.things.len()];
    for (place, item) in chooser.open.iter().enumerate() {
        place_of[*item] = Some(place);
    }
    let mut is_needed = vec![false; model.things.len()];
    for item in model.order.iter().rev() {
        let Some(place) = place_of[*item] else { continue };
        let wishes = &wishes[place];
        let builds_on_it = model.things[*item]
            .then
            .iter()
            .any(|then| is_needed[*then] && model.things[*then].teach_on == NEVER);
        is_needed[*item] = wishes.must_teach || wishes.must_show() || builds_on_it;
    }
    let is_open = |item: &usize| {
        let thing = &model.things[*item];
        is_needed[*item] && (thing.teach_on == NEVER || wishes[place_of[*item].unwrap_or(0)].must_show())
    };
    model
        .order
        .iter()
        .filter(|item| is_open(item))
        .filter_map(|item| Some((place_of[*item]?, *item)))
        .collect()
}

impl Packer<'_, '_> {
    /// Places the items from one on; what was placed stays in `spots` when it worked.
    fn next(&mut self, number: usize) -> bool {
        let Some((place, item)) = self.queue.get(number).copied() else { return true };
        let thing = &self.model.things[item];
        let (first, last) = self.chooser.windows[place];
        for day in first..=last {
            let is_decided = thing.teach_on != NEVER || self.wishes[place].must_teach;
            if self.wishes[place].must_teach && self.wishes[place].teach != Some(day)
                || self.is_early(item, day)
            {
                continue;
            }
            let room = self.left.left[day as usize] >= thing.teach && self.left.sessions[day as usize] > 0;
            if !is_decided && !room {
                continue;
            }
            let open = i32::from(!is_decided);
            self.teach(item, day, -open);
            if self.write(number, day) {
                return true;
            }
            self.teach(item, day, open);
            if self.work == 0 {
                return false;
            }
        }
        false
    }

    /// Whether something that comes before is taught later than this.
    fn is_early(&self, item: usize, day: i32) -> bool {
        let before = &self.model.things[item].after;
        self.spots.iter().any(|(held, spot)| before.contains(held) && spot.teach > day)
    }

    fn teach(&mut self, item: usize, day: i32, sign: i32) {
        self.left.left[day as usize] += sign * self.model.things[item].teach;
        self.left.sessions[day as usize] += sign;
    }

    /// Finds the day of writing for a day of teaching, and goes on with those who show it back.
    fn write(&mut self, number: usize, teach: i32) -> bool {
        let (place, item) = self.queue[number];
        let thing = &self.model.things[item];
        if thing.doc_on != NEVER {
            return self.show(number, (thing.doc_on, teach));
        }
        if let Some(day) = self.wishes[place].write.filter(|_| self.wishes[place].must_write) {
            return day <= teach && self.show(number, (day, teach));
        }
        for day in self.model.today..=teach {
            if self.left.left[day as usize] < thing.doc {
                continue;
            }
            self.left.left[day as usize] -= thing.doc;
            if self.show(number, (day, teach)) {
                return true;
            }
            self.left.left[day as usize] += thing.doc;
            if self.work == 0 {
                return false;
            }
        }
        false
    }

    /// Those whose dates stay come; where there are none, somebody has to be found.
    fn show(&mut self, number: usize, (doc, teach): (i32, i32)) -> bool {
        self.work = self.work.saturating_sub(1);
        if self.work == 0 {
            return false;
        }
        let (place, item) = self.queue[number];
        let (model, thing) = (self.model, &self.model.things[item]);
        let mut spot = Spot { doc, teach, ..thing.base };
        // The receivers' hours of the session are taken out already where its day is decided as well.
        let has_session = thing.teach_on != NEVER || self.wishes[place].must_teach;
        let musts: Vec<(usize, i32)> = self.wishes[place]
            .shows
            .iter()
            .filter(|(_, _, must)| *must)
            .map(|(receiver, day, _)| (*receiver, *day))
            .collect();
        for (receiver, day) in &musts {
            let has_room =
                has_session || self.left.receivers[receiver * model.days + teach as usize] >= thing.teach;
            if *day < teach + model.lag || !has_room || spot.verified >= thing.most {
                return false;
            }
            spot.who[spot.verified] = (*receiver, *day);
            spot.verified += 1;
        }
        if spot.verified == 0 {
            return self.find_somebody(number, spot);
        }
        let taken = if has_session { 0 } else { thing.teach };
        let rows: Vec<usize> =
            musts.iter().map(|(receiver, _)| receiver * model.days + teach as usize).collect();
        for row in &rows {
            self.left.receivers[*row] -= taken;
        }
        if self.go_on(number, spot) {
            return true;
        }
        for row in &rows {
            self.left.receivers[*row] += taken;
        }
        false
    }

    fn find_somebody(&mut self, number: usize, spot: Spot) -> bool {
        let (_, item) = self.queue[number];
        let (model, thing) = (self.model, &self.model.things[item]);
        for receiver in &thing.eligible {
            let session = receiver * model.days + spot.teach as usize;
            let taken = if thing.teach_on == NEVER { thing.teach } else { 0 };
            if self.left.items[*receiver] < 1 || self.left.receivers[session] < taken {
                continue;
            }
            for day in model.today.max(spot.teach + model.lag)..model.days as i32 {
                let trial = Spot { verified: 1, who: [(*receiver, day), spot.who[1], spot.who[2]], ..spot };
                self.left.receivers[session] -= taken;
                let has_room = self.take(item, (*receiver, day), -1);
                if has_room && self.go_on(number, trial) {
                    return true;
                }
                self.take(item, (*receiver, day), 1);
                self.left.receivers[session] += taken;
                if self.work == 0 {
                    return false;
                }
            }
        }
        false
    }

    /// Books a teach-back, or takes it out; whether there is room for it.
    fn take(&mut self, item: usize, (receiver, day): (usize, i32), sign: i32) -> bool {
        let (thing, place) = (&self.model.things[item], day as usize);
        let row = receiver * self.model.days + place;
        self.left.left[place] += sign * thing.verify;
        self.left.sessions[place] += sign;
        self.left.receivers[row] += sign * thing.rehearse;
        self.left.items[receiver] += sign;
        self.left.left[place] >= 0 && self.left.sessions[place] >= 0 && self.left.receivers[row] >= 0
    }

    fn go_on(&mut self, number: usize, spot: Spot) -> bool {
        self.spots.push((self.queue[number].1, spot));
        if self.next(number + 1) {
            return true;
        }
        self.spots.pop();
        false
    }
}
