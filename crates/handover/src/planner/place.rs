//! Whether chosen levels can be put on days and receivers at all: tried first, then searched to the end.

use super::{
    books::{Books, Spot},
    fit::Finder,
    model::{MOST, Model, NEVER},
    search::{Heat, Search, plain_density},
};
use crate::forecast::random::Random;

/// An item with its level: 1 is documented, 2 and more are taught with one receiver and more.
pub(super) type Wish = (usize, usize);

/// What came of an attempt.
#[derive(Debug, Clone)]
pub(super) enum Placed {
    /// So it can be done.
    Yes(Box<Books>),
    /// It cannot be done.
    No,
    /// The search was not brought to its end.
    Unknown,
}

/// With this much work or more the search for plans tries as well, in proportion.
const LONG: i64 = 100_000;
/// Attempts by chance before the search in order.
const TRIES: usize = 12;

pub(super) struct Placer<'a> {
    model: &'a Model,
    finder: Finder<'a>,
    books: Books,
    /// The items that are taught, those that have a day already being taken out of the list.
    open: Vec<Wish>,
    documents: Vec<(i32, usize, i32)>,
    /// What may still be spent.
    pub(super) work: i64,
    limit: i64,
}

impl<'a> Placer<'a> {
    pub(super) fn new(model: &'a Model, work: i64) -> Self {
        Self {
            model,
            finder: Finder::new(model, Random::stream(17, 17), 0),
            books: Books::new(model),
            open: Vec::new(),
            documents: Vec::new(),
            work,
            limit: 0,
        }
    }

    /// Extends a placement, or places anew; a search in order takes at most so much work.
    pub(super) fn place(&mut self, wishes: &[Wish], from: Option<&Books>, limit: i64) -> Placed {
        if let Some(books) = from.and_then(|books| self.extend(wishes, books)) {
            return Placed::Yes(Box::new(books));
        }
        for number in 0..TRIES {
            if let Some(books) = self.attempt(wishes, number) {
                return Placed::Yes(Box::new(books));
            }
        }
        let steps = if limit >= LONG { limit as u64 / 33 } else { 0 };
        match self.anneal(wishes, steps) {
            Some(books) => Placed::Yes(Box::new(books)),
            None => self.search(wishes, limit),
        }
    }

    /// Lets the search for plans try, with nothing but the wishes to plan.
    fn anneal(&mut self, wishes: &[Wish], steps: u64) -> Option<Books> {
        if steps == 0 {
            return None;
        }
        let mut model = self.model.clone();
        for thing in &mut model.things {
            thing.most = 0;
        }
        let mut value = 0;
        let mut others: Vec<usize> = (0..model.things.len()).collect();
        for (item, level) in wishes {
            model.things[*item].most = level - 1;
            value += model.things[*item].value[level - 1];
            others.retain(|other| other != item);
        }
        let random = Random::stream(19, wishes.len() as u64);
        let mut search = Search::new(&model, Books::new(&model), plain_density(&model), random);
        search.hold(&others);
        search.fill();
        search.run(steps, Heat { from: 0.2, to: 0.8 }, value, &|| false);
        self.work -= steps as i64 * 20;
        (search.best.value >= value).then_some(search.best)
    }

    /// Changes only what is not yet as wished.
    fn extend(&mut self, wishes: &[Wish], from: &Books) -> Option<Books> {
        let mut books = from.clone();
        let wished = |item: usize| wishes.iter().find(|wish| wish.0 == item).map_or(0, |wish| wish.1);
        for item in 0..self.model.things.len() {
            if level(&books.spots[item]) > wished(item) {
                return None;
            }
        }
        for place in 0..self.model.order.len() {
            let item = self.model.order[place];
            let wished = wished(item);
            if level(&books.spots[item]) < wished {
                books.take(self.model, item);
                let spot = self.spot(&mut books, (item, wished))?;
                books.put(self.model, item, spot);
            }
        }
        Some(books)
    }

    fn spot(&mut self, books: &mut Books, (item, level): Wish) -> Option<Spot> {
        self.work -= 5;
        if level == 1 {
            let last = self.model.days as i32 - 1;
            return self.finder.doc_day(books, item, last).map(Spot::documented);
        }
        self.finder.taught(books, item, (level - 1, level - 1))
    }

    /// Puts one after the other in a random order that has prerequisites first.
    fn attempt(&mut self, wishes: &[Wish], number: usize) -> Option<Books> {
        let mut books = Books::new(self.model);
        let mut wishes: Vec<(f64, Wish)> = wishes
            .iter()
            .map(|wish| {
                let thing = &self.model.things[wish.0];
                let size = f64::from(thing.units(wish.1 - 1) + thing.teach + thing.rehearse);
                let tight = if thing.gate + self.model.lag + 1 < self.model.days as i32 { 10.0 } else { 0.0 };
                let taught = if wish.1 > 1 { 100.0 } else { 0.0 };
                (taught + tight + size * (1.0 + number as f64 * (self.finder.random.unit() - 0.5)), *wish)
            })
            .collect();
        wishes.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        while !wishes.is_empty() {
            let is_open = |item: &usize| wishes.iter().any(|(_, wish)| wish.0 == *item && wish.1 > 1);
            let ready =
                |wish: &(f64, Wish)| wish.1.1 == 1 || !self.model.things[wish.1.0].after.iter().any(is_open);
            let next = wishes.iter().position(ready)?;
            let (_, wish) = wishes.remove(next);
            let spot = self.spot(&mut books, wish)?;
            books.put(self.model, wish.0, spot);
        }
        Some(books)
    }

    /// Searches to the end. Prerequisites that are not among the wishes are taken as met.
    pub(super) fn search(&mut self, wishes: &[Wish], limit: i64) -> Placed {
        self.books = Books::new(self.model);
        self.documents.clear();
        self.open.clear();
        for (item, level) in wishes.iter().copied() {
            if level == 1 {
                let last = self.model.days as i32 - 1;
                self.documents.push((last, item, self.model.things[item].doc));
            } else {
                self.open.push((item, level));
            }
        }
        self.limit = limit.min(self.work);
        let before = self.limit;
        let found = self.next_item();
        self.work -= before - self.limit;
        match found {
            Some(true) => Placed::Yes(Box::new(self.books.clone())),
            Some(false) => Placed::No,
            None => Placed::Unknown,
        }
    }

    /// The days on which an item may be taught, as those that have a day stand.
    fn window(&self, item: usize) -> std::ops::RangeInclusive<i32> {
        let thing = &self.model.things[item];
        let day = |other: &usize| Some(self.books.spots[*other].teach).filter(|day| *day != NEVER);
        let first = thing.after.iter().filter_map(day).max().unwrap_or(0);
        let last = thing.then.iter().filter_map(day).min().unwrap_or(thing.gate);
        first..=last.min(thing.gate)
    }

    /// Whether the leaver's days can hold what is still to come, whichever way it is cut.
    fn has_room(&self) -> bool {
        let model = self.model;
        let (mut due, mut late, mut all) = (vec![0; model.days], 0, 0);
        for (last, _, doc) in &self.documents {
            due[*last as usize] += doc;
        }
        for (item, level) in &self.open {
            let thing = &model.things[*item];
            due[*self.window(*item).end() as usize] += thing.doc + thing.teach;
            late += thing.verify * (*level as i32 - 1);
            all += thing.verify * (*level as i32 - 1);
        }
        let (mut needed, mut there) = (0, 0);
        for (day, due) in due.iter().enumerate() {
            needed += due;
            there += self.books.left[day];
            if needed > there {
                return false;
            }
        }
        let first = (model.lag as usize).min(model.days);
        needed + all <= there && late <= self.books.left[first..].iter().sum()
    }

    /// Gives the item with the fewest days a day; nothing when the work is used up.
    fn next_item(&mut self) -> Option<bool> {
        self.limit -= 1 + self.open.len() as i64;
        if self.limit < 0 {
            return None;
        }
        if !self.open_windows() || !self.has_room() {
            return Some(false);
        }
        if self.open.is_empty() {
            return self.write_down();
        }
        let Some(place) = self.tightest() else { return Some(false) };
        let wish = self.open.swap_remove(place);
        let found = self.each_day(wish);
        if found == Some(false) {
            self.open.push(wish);
            let last = self.open.len() - 1;
            self.open.swap(place, last);
        }
        found
    }

    fn open_windows(&self) -> bool {
        self.open.iter().all(|(item, _)| {
            let window = self.window(*item);
            window.start() <= window.end()
        })
    }

    /// The place of the item with the fewest days; nothing when one has none.
    fn tightest(&self) -> Option<usize> {
        let mut best: Option<(usize, i32, usize)> = None;
        for (place, wish) in self.open.iter().enumerate() {
            let days = self.window(wish.0).filter(|day| self.is_possible(*wish, *day)).count();
            if days == 0 {
                return None;
            }
            let size = self.model.things[wish.0].units(wish.1 - 1);
            if best.is_none_or(|(fewest, largest, _)| (days, -size) < (fewest, -largest)) {
                best = Some((days, size, place));
            }
        }
        best.map(|(_, _, place)| place)
    }

    fn is_possible(&self, (item, level): Wish, day: i32) -> bool {
        let (model, thing, place) = (self.model, &self.model.things[item], day as usize);
        if self.books.left[place] < thing.teach || self.books.sessions[place] < 1 {
            return false;
        }
        let can = |receiver: &&usize| {
            let row = &self.books.receivers[*receiver * model.days..(*receiver + 1) * model.days];
            self.books.items[**receiver] > 0
                && row[place] >= thing.teach
                && (day + model.lag..model.days as i32)
                    .any(|verify| self.can_verify(thing, row, (day, verify)))
        };
        thing.eligible.iter().filter(can).take(level - 1).count() == level - 1
    }

    fn can_verify(&self, thing: &super::model::Thing, row: &[i32], (teach, verify): (i32, i32)) -> bool {
        let place = verify as usize;
        let same = if verify == teach { thing.teach } else { 0 };
        self.books.left[place] - same >= thing.verify
            && self.books.sessions[place] > i32::from(verify == teach)
            && row[place] - same >= thing.rehearse
    }

    fn each_day(&mut self, (item, level): Wish) -> Option<bool> {
        let thing = &self.model.things[item];
        for day in self.window(item) {
            if !self.is_possible((item, level), day) {
                continue;
            }
            self.books.left[day as usize] -= thing.teach;
            self.books.sessions[day as usize] -= 1;
            self.books.spots[item].teach = day;
            self.documents.push((day, item, thing.doc));
            let found = self.receivers((item, level - 1), 0);
            if found != Some(false) {
                return found;
            }
            self.documents.pop();
            self.books.spots[item].teach = NEVER;
            self.books.left[day as usize] += thing.teach;
            self.books.sessions[day as usize] += 1;
        }
        Some(false)
    }

    /// Chooses receivers from a place on in the list, with the days of their teach-backs.
    fn receivers(&mut self, (item, wanted): (usize, usize), from: usize) -> Option<bool> {
        let (model, thing) = (self.model, &self.model.things[item]);
        let spot = self.books.spots[item];
        if spot.verified == wanted.min(MOST) {
            return self.next_item();
        }
        self.limit -= 1;
        if self.limit < 0 {
            return None;
        }
        for place in from..thing.eligible.len() {
            let receiver = thing.eligible[place];
            let row = receiver * model.days;
            let teach = row + spot.teach as usize;
            if self.books.items[receiver] < 1 || self.books.receivers[teach] < thing.teach {
                continue;
            }
            self.books.receivers[teach] -= thing.teach;
            self.books.items[receiver] -= 1;
            for day in spot.teach + model.lag..model.days as i32 {
                let verify = day as usize;
                let has_time = self.books.left[verify] >= thing.verify
                    && self.books.sessions[verify] > 0
                    && self.books.receivers[row + verify] >= thing.rehearse;
                if !has_time {
                    continue;
                }
                self.take_over(item, (receiver, day), 1);
                let found = self.receivers((item, wanted), place + 1);
                if found != Some(false) {
                    return found;
                }
                self.take_over(item, (receiver, day), -1);
            }
            self.books.receivers[teach] += thing.teach;
            self.books.items[receiver] += 1;
        }
        Some(false)
    }

    fn take_over(&mut self, item: usize, (receiver, day): (usize, i32), sign: i32) {
        let thing = &self.model.things[item];
        self.books.left[day as usize] -= sign * thing.verify;
        self.books.sessions[day as usize] -= sign;
        self.books.receivers[receiver * self.model.days + day as usize] -= sign * thing.rehearse;
        let spot = &mut self.books.spots[item];
        if sign > 0 {
            spot.who[spot.verified] = (receiver, day);
            spot.verified += 1;
        } else {
            spot.verified -= 1;
        }
    }

    /// Gives the days of writing down, the longest first.
    fn write_down(&mut self) -> Option<bool> {
        let mut documents = self.documents.clone();
        documents.sort_by_key(|(last, item, doc)| (-doc, *last, *item));
        let mut days = vec![NEVER; documents.len()];
        let found = self.document(&documents, &mut days, 0);
        if found == Some(true) {
            for ((_, item, _), day) in documents.iter().zip(days) {
                self.books.spots[*item].doc = day;
            }
            self.books = self.books.rebuilt(self.model);
        }
        found
    }

    fn document(&mut self, documents: &[(i32, usize, i32)], days: &mut [i32], number: usize) -> Option<bool> {
        let Some((last, _, doc)) = documents.get(number).copied() else { return Some(true) };
        self.limit -= 1;
        if self.limit < 0 {
            return None;
        }
        let is_same = number > 0 && documents[number - 1].0 == last && documents[number - 1].2 == doc;
        // Equal documents are interchangeable: they go on days in order.
        let first = if is_same { days[number - 1] } else { 0 };
        for day in first..=last {
            if self.books.left[day as usize] < doc {
                continue;
            }
            self.books.left[day as usize] -= doc;
            days[number] = day;
            let found = self.document(documents, days, number + 1);
            if found != Some(false) {
                return found;
            }
            self.books.left[day as usize] += doc;
        }
        Some(false)
    }
}

/// The level at which an item stands.
pub(super) fn level(spot: &Spot) -> usize {
    if spot.is_taught() { spot.verified + 1 } else { usize::from(spot.is_planned()) }
}
