//! Finding a spot for an item in what the others leave free: tight days first, so that free time stays in one piece.

use super::{
    books::{Books, Spot},
    model::{MOST, Model, NEVER},
};
use crate::forecast::random::Random;

/// One way of looking: which day to pass over by chance, and how much chance decides between days.
pub(super) struct Finder<'a> {
    pub(super) model: &'a Model,
    pub(super) random: Random,
    /// One day in so many is passed over; 0 is none.
    pub(super) blink: usize,
    /// Whether promised dates come first where they fit.
    pub(super) is_loyal: bool,
    /// Receivers that can come on the day in question.
    guests: Vec<usize>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(model: &'a Model, random: Random, blink: usize) -> Self {
        Self { model, random, blink, is_loyal: false, guests: Vec::new() }
    }

    fn blinks(&mut self) -> bool {
        self.blink > 0 && self.random.below(self.blink) == 0
    }

    /// The promises that this look minds.
    fn promised(&self, item: usize) -> &'a Spot {
        if self.is_loyal { &self.model.things[item].promised } else { &Spot::NOWHERE }
    }

    /// A spot for an item that is nowhere, with at least and at most so many receivers; the one that keeps most of what
    /// was promised where that counts, then the most receivers that fit.
    pub(super) fn taught(&mut self, books: &mut Books, item: usize, wanted: (usize, usize)) -> Option<Spot> {
        let model = self.model;
        let thing = &model.things[item];
        if wanted.1 == 0 || thing.units(wanted.0.max(1)) > books.free {
            return None;
        }
        let promised = self.promised(item);
        let mut best: Option<((i64, usize, i32), Spot)> = None;
        for day in books.window(model, item) {
            if books.left[day as usize] < thing.teach || books.sessions[day as usize] < 1 || self.blinks() {
                continue;
            }
            let Some((slack, spot)) = self.taught_on(books, item, day, wanted.1) else { continue };
            let slack = 4 * slack + self.random.below(4) as i32;
            let rank = (spot.keeps(promised), spot.verified, -slack);
            if best.is_none_or(|(held, _)| rank > held) && spot.verified >= wanted.0.max(1) {
                best = Some((rank, spot));
            }
        }
        best.map(|(_, spot)| spot)
    }

    /// The best spot with this day of teaching, and how much its days have left.
    fn taught_on(&mut self, books: &mut Books, item: usize, day: i32, most: usize) -> Option<(i32, Spot)> {
        let thing = &self.model.things[item];
        books.left[day as usize] -= thing.teach;
        books.sessions[day as usize] -= 1;
        let found = self.doc_day(books, item, day).and_then(|doc| {
            books.left[doc as usize] -= thing.doc;
            let mut spot = Spot { teach: day, ..Spot::documented(doc) };
            let slack = self.takings(books, item, &mut spot, most);
            let slack = slack + books.left[day as usize] + books.left[doc as usize];
            for (_, verify) in spot.takings() {
                books.left[*verify as usize] += thing.verify;
                books.sessions[*verify as usize] += 1;
            }
            books.left[doc as usize] += thing.doc;
            (spot.verified > 0).then_some((slack, spot))
        });
        books.left[day as usize] += thing.teach;
        books.sessions[day as usize] += 1;
        found
    }

    /// The tightest day up to another one on which an item can be written down.
    pub(super) fn doc_day(&mut self, books: &Books, item: usize, last: i32) -> Option<i32> {
        let (thing, promised) = (&self.model.things[item], self.promised(item).doc);
        if thing.doc_on != NEVER {
            return Some(thing.doc_on).filter(|day| *day <= last);
        }
        if promised != NEVER && promised <= last && books.left[promised as usize] >= thing.doc {
            return Some(promised);
        }
        let mut best = None;
        for day in self.model.today..=last {
            let left = books.left[day as usize] - thing.doc;
            if left >= 0 && best.is_none_or(|(least, _)| left < least) && !self.blinks() {
                best = Some((left, day));
            }
        }
        best.map(|(_, day)| day)
    }

    /// Adds receivers with their days to a spot and books the leaver's part of it; says how much those days have left.
    fn takings(&mut self, books: &mut Books, item: usize, spot: &mut Spot, most: usize) -> i32 {
        let (model, thing) = (self.model, &self.model.things[item]);
        let teach = spot.teach as usize;
        let mut guests = std::mem::take(&mut self.guests);
        guests.clear();
        guests.extend(thing.eligible.iter().copied().filter(|receiver| {
            books.items[*receiver] > 0 && books.receivers[receiver * model.days + teach] >= thing.teach
        }));
        let mut slack = 0;
        while spot.verified < most.min(MOST) && !guests.is_empty() {
            let receiver = guests.swap_remove(self.next_guest(item, &guests, spot.teach));
            let Some(day) = self.verify_day(books, item, receiver, spot.teach) else { continue };
            books.left[day as usize] -= thing.verify;
            books.sessions[day as usize] -= 1;
            slack += books.left[day as usize];
            spot.who[spot.verified] = (receiver, day);
            spot.verified += 1;
        }
        self.guests = guests;
        slack
    }

    /// Whose turn it is: who has a date that can still stay, or else anybody.
    fn next_guest(&mut self, item: usize, guests: &[usize], teach: i32) -> usize {
        let first = teach + self.model.lag;
        let has_date = |guest: &usize| {
            self.promised(item).takings().iter().any(|(receiver, day)| receiver == guest && *day >= first)
        };
        guests.iter().position(has_date).unwrap_or_else(|| self.random.below(guests.len()))
    }

    /// The tightest day for a receiver's teach-back, or the promised one.
    fn verify_day(&mut self, books: &Books, item: usize, receiver: usize, teach: i32) -> Option<i32> {
        let (model, mut best) = (self.model, None);
        let thing = &model.things[item];
        let row = &books.receivers[receiver * model.days..(receiver + 1) * model.days];
        let first = model.today.max(teach + model.lag);
        let left_on = |day: i32| {
            let place = day as usize;
            // On the day of teaching itself (no lag) the receiver's session counts as well.
            let before = if day == teach { thing.teach } else { 0 };
            let left = books.left[place] - thing.verify;
            let fits = left >= 0 && books.sessions[place] > 0 && row[place] - before >= thing.rehearse;
            fits.then_some(left)
        };
        let promised = self.promised(item).takings().iter().find(|(held, _)| *held == receiver);
        if let Some((_, day)) = promised.filter(|(_, day)| *day >= first && left_on(*day).is_some()) {
            return Some(*day);
        }
        for day in first..model.days as i32 {
            let Some(left) = left_on(day) else { continue };
            if best.is_none_or(|(least, _)| left < least) && !self.blinks() {
                best = Some((left, day));
            }
        }
        best.map(|(_, day)| day)
    }

    /// The spot of a taught item with one more receiver.
    pub(super) fn one_more(&mut self, books: &Books, item: usize) -> Option<Spot> {
        let (model, thing) = (self.model, &self.model.things[item]);
        let mut spot = books.spots[item];
        let start = self.random.below(thing.eligible.len());
        for number in 0..thing.eligible.len() {
            let receiver = thing.eligible[(start + number) % thing.eligible.len()];
            let is_there = spot.takings().iter().any(|(other, _)| *other == receiver);
            let has_time = books.receivers[receiver * model.days + spot.teach as usize] >= thing.teach;
            if is_there || !has_time || books.items[receiver] < 1 {
                continue;
            }
            if let Some(day) = self.verify_day(books, item, receiver, spot.teach) {
                spot.who[spot.verified] = (receiver, day);
                spot.verified += 1;
                return Some(spot);
            }
        }
        None
    }
}
