//! What each item chooses by itself at given prices.

use super::{
    super::{
        super::{
            books::{Books, Spot},
            model::{Model, NEVER, Thing},
        },
        promise::Earliest,
    },
    Fate, Prices,
};

/// A date in question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Date {
    /// Whose, among the open items.
    place: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Write,
    Teach,
    /// The promised receiver with this number.
    Show(usize),
}

/// What is wished and what is decided of the dates of one item.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    /// A day that counts when it is chosen.
    pub(super) write: Option<i32>,
    pub(super) must_write: bool,
    pub(super) teach: Option<i32>,
    pub(super) must_teach: bool,
    /// Receiver, day, and whether it must be.
    pub(super) shows: Vec<(usize, i32, bool)>,
}

impl Wishes {
    pub(super) fn must_show(&self) -> bool {
        self.shows.iter().any(|(_, _, must)| *must)
    }
}

/// Somebody's best day for showing an item back, and what it brings.
#[derive(Debug, Clone, Copy)]
struct Offer {
    gain: f64,
    receiver: usize,
    day: i32,
    must: bool,
}

/// The items in question, each by itself.
pub(super) struct Chooser<'a> {
    pub(super) model: &'a Model,
    books: &'a Books,
    /// The items in question.
    pub(super) open: Vec<usize>,
    /// The first and the last day on which each of them may be taught.
    pub(super) windows: Vec<(i32, i32)>,
    pub(super) dates: Vec<Date>,
    /// Which dates are whose, among the open items.
    of: Vec<std::ops::Range<usize>>,
    /// An item and one that builds on it, both to be taught.
    pub(super) pairs: Vec<(usize, usize)>,
    /// What is left beside what stands and what is decided to stay.
    pub(super) left: Books,
    /// The work of choosing once.
    pub(super) effort: i64,
}

impl<'a> Chooser<'a> {
    pub(super) fn new(model: &'a Model, (books, earliest): (&'a Books, &Earliest), open: Vec<usize>) -> Self {
        let mut dates = Vec::new();
        let mut of = Vec::new();
        for (place, item) in open.iter().enumerate() {
            let (promised, from) = (&model.things[*item].promised, dates.len());
            let kinds = [(promised.doc, Kind::Write), (promised.teach, Kind::Teach)];
            let kinds = kinds.into_iter().filter(|(day, _)| *day != NEVER).map(|(_, kind)| kind);
            let kinds = kinds.chain((0..promised.verified).map(Kind::Show));
            dates.extend(kinds.map(|kind| Date { place, kind }));
            of.push(from..dates.len());
        }
        let is_open = |item: &usize| open.contains(item) && model.things[*item].teach_on == NEVER;
        let pairs = open.iter().copied().filter(|item| is_open(item)).flat_map(|item| {
            let before = model.things[item].after.iter().copied().filter(is_open);
            before.map(move |before| (before, item))
        });
        let pairs: Vec<(usize, usize)> = pairs.collect();
        let windows = open.iter().map(|item| window(model, (books, earliest), (*item, &open))).collect();
        let takers: usize = open.iter().map(|item| model.things[*item].eligible.len() + 3).sum();
        let effort = (model.days * (takers + model.max_items.len() + pairs.len())) as i64;
        Self { model, books, windows, dates, of, pairs, left: books.clone(), effort, open }
    }

    /// Takes out of what is there what the decided dates need; false when there is not enough.
    pub(super) fn hold(&mut self, fates: &[Fate]) -> bool {
        let (model, left) = (self.model, &mut self.left);
        left.clone_from(self.books);
        for (place, item) in self.open.iter().enumerate() {
            let thing = &model.things[*item];
            let promised = &thing.promised;
            let of = self.of[place].clone();
            let staying =
                || of.clone().filter(|date| fates[*date] == Fate::Stays).map(|date| self.dates[date].kind);
            let is_taught = staying().any(|kind| kind == Kind::Teach);
            for kind in staying() {
                match kind {
                    Kind::Write => left.left[promised.doc as usize] -= thing.doc,
                    Kind::Teach => {
                        left.left[promised.teach as usize] -= thing.teach;
                        left.sessions[promised.teach as usize] -= 1;
                    }
                    Kind::Show(number) => {
                        let (receiver, day) = promised.who[number];
                        left.left[day as usize] -= thing.verify;
                        left.sessions[day as usize] -= 1;
                        left.items[receiver] -= 1;
                        left.receivers[receiver * model.days + day as usize] -= thing.rehearse;
                        if is_taught {
                            left.receivers[receiver * model.days + promised.teach as usize] -= thing.teach;
                        }
                    }
                }
            }
        }
        left.is_sound_beyond(self.books)
    }

    /// Lets every item choose; also says what they choose for in all.
    pub(super) fn choose(&self, fates: &[Fate], prices: &Prices) -> (f64, Vec<Spot>) {
        let orders = self.orders(prices);
        let mut value = 0.0;
        let mut spots = Vec::with_capacity(self.open.len());
        for place in 0..self.open.len() {
            let wishes = self.wishes(place, fates);
            let (gain, spot) = self.item(place, &wishes, (prices, &orders));
            value += gain;
            spots.push(spot);
        }
        (value, spots)
    }

    /// What teaching each open item on each day brings or costs for the sake of the order.
    fn orders(&self, prices: &Prices) -> Vec<f64> {
        let days = self.model.days;
        let mut by_item = vec![0.0; self.model.things.len() * usize::from(!self.pairs.is_empty()) * days];
        for (pair, (before, item)) in self.pairs.iter().enumerate() {
            let mut sum = 0.0;
            for day in (0..days).rev() {
                sum += prices.pairs[pair * days + day];
                by_item[before * days + day] += sum;
                by_item[item * days + day] -= sum;
            }
        }
        by_item
    }

    pub(super) fn wishes(&self, place: usize, fates: &[Fate]) -> Wishes {
        let promised = &self.model.things[self.open[place]].promised;
        let mut wishes = Wishes::default();
        for date in self.of[place].clone() {
            let must = fates[date] == Fate::Stays;
            match (fates[date], self.dates[date].kind) {
                (Fate::Goes, _) => {}
                (_, Kind::Write) => (wishes.write, wishes.must_write) = (Some(promised.doc), must),
                (_, Kind::Teach) => (wishes.teach, wishes.must_teach) = (Some(promised.teach), must),
                (_, Kind::Show(number)) => {
                    let (receiver, day) = promised.who[number];
                    wishes.shows.push((receiver, day, must));
                }
            }
        }
        wishes
    }

    fn item(&self, place: usize, wishes: &Wishes, (prices, orders): (&Prices, &[f64])) -> (f64, Spot) {
        let (model, item) = (self.model, self.open[place]);
        let thing = &model.things[item];
        let is_untouched = !wishes.must_write && !wishes.must_teach && !wishes.must_show();
        let mut best = (if is_untouched { 0.0 } else { f64::NEG_INFINITY }, thing.base);
        let writing = self.writing(thing, wishes, prices);
        if let Some((gain, day)) = writing.last().copied().flatten()
            && thing.doc_on == NEVER
            && gain > best.0
            && !wishes.must_teach
            && !wishes.must_show()
        {
            best = (gain, Spot::documented(day));
        }
        let (first, last) = self.windows[place];
        let offers = self.offers(thing, wishes, prices);
        for day in first..=last {
            let Some((written, doc)) = writing[day as usize] else { continue };
            let Some(taught) = self.teaching(thing, wishes, (day, prices)) else { continue };
            let order = if self.pairs.is_empty() { 0.0 } else { orders[item * model.days + day as usize] };
            let spot = Spot { teach: day, ..Spot { doc, ..thing.base } };
            let Some((shown, spot)) = self.showing(thing, (spot, &offers), (wishes, prices)) else {
                continue;
            };
            let gain = written + taught + order + shown;
            if gain > best.0 {
                best = (gain, spot);
            }
        }
        best
    }

    /// The best day of writing up to each day.
    fn writing(&self, thing: &Thing, wishes: &Wishes, prices: &Prices) -> Vec<Option<(f64, i32)>> {
        let mut best: Option<(f64, i32)> = None;
        let mut by_day = vec![None; self.model.days];
        for day in 0..self.model.days as i32 {
            let place = day as usize;
            if thing.doc_on == day {
                best = Some((0.0, day));
            } else if thing.doc_on == NEVER && day >= self.model.today {
                let is_wished = wishes.write == Some(day);
                let must = wishes.must_write;
                let has_room = if must { is_wished } else { self.left.left[place] >= thing.doc };
                let gain = f64::from(u8::from(is_wished)) - prices.leaver[place] * f64::from(thing.doc);
                if has_room && best.is_none_or(|(held, _)| gain > held) {
                    best = Some((gain, day));
                }
            }
            by_day[place] = best;
        }
        by_day
    }

    /// What teaching on a day brings, or nothing where that can not be.
    fn teaching(&self, thing: &Thing, wishes: &Wishes, (day, prices): (i32, &Prices)) -> Option<f64> {
        if thing.teach_on != NEVER {
            return Some(0.0);
        }
        let (place, is_wished) = (day as usize, wishes.teach == Some(day));
        let has_room = self.left.left[place] >= thing.teach && self.left.sessions[place] > 0;
        let can_be = if wishes.must_teach { is_wished } else { has_room };
        let cost = prices.leaver[place] * f64::from(thing.teach) + prices.sessions[place];
        can_be.then(|| f64::from(u8::from(is_wished)) - cost)
    }

    /// Of each receiver, the best day for showing it back from each day on.
    fn offers(&self, thing: &Thing, wishes: &Wishes, prices: &Prices) -> Vec<Vec<Option<Offer>>> {
        let has_shown = |who: &usize| thing.base.takings().iter().any(|(receiver, _)| receiver == who);
        let open = thing.eligible.iter().copied().filter(|receiver| !has_shown(receiver));
        open.map(|receiver| self.offers_of(thing, receiver, (wishes, prices))).collect()
    }

    fn offers_of(
        &self,
        thing: &Thing,
        receiver: usize,
        (wishes, prices): (&Wishes, &Prices),
    ) -> Vec<Option<Offer>> {
        let (model, left) = (self.model, &self.left);
        let wish = wishes.shows.iter().find(|(who, _, _)| *who == receiver);
        let must = wish.is_some_and(|(_, _, must)| *must);
        let mut best: Option<Offer> = None;
        let mut from_day = vec![None; model.days];
        for day in (model.today..model.days as i32).rev() {
            let (place, row) = (day as usize, receiver * model.days + day as usize);
            let is_wished = wish.is_some_and(|(_, wished, _)| *wished == day);
            let has_room = left.left[place] >= thing.verify
                && left.sessions[place] > 0
                && left.receivers[row] >= thing.rehearse
                && left.items[receiver] > 0;
            let cost = prices.leaver[place] * f64::from(thing.verify)
                + prices.sessions[place]
                + prices.receivers[row] * f64::from(thing.rehearse)
                + prices.items[receiver];
            let gain = f64::from(u8::from(is_wished)) - cost;
            let can_be = if must { is_wished } else { has_room };
            if can_be && best.is_none_or(|held| gain > held.gain) {
                best = Some(Offer { gain, receiver, day, must });
            }
            from_day[place] = best;
        }
        from_day
    }

    /// The best receivers for a day of teaching; none where nobody can show it back, or where somebody who must can not.
    fn showing(
        &self,
        thing: &Thing,
        (mut spot, offers): (Spot, &[Vec<Option<Offer>>]),
        (wishes, prices): (&Wishes, &Prices),
    ) -> Option<(f64, Spot)> {
        let model = self.model;
        let from = model.today.max(spot.teach + model.lag);
        let mut found: Vec<Offer> = Vec::new();
        for offer in offers.iter().filter_map(|days| days.get(from as usize).copied().flatten()) {
            let row = offer.receiver * model.days + spot.teach as usize;
            if thing.teach_on != NEVER {
                found.push(offer);
            } else if offer.must || self.left.receivers[row] >= thing.teach {
                found.push(Offer {
                    gain: offer.gain - prices.receivers[row] * f64::from(thing.teach),
                    ..offer
                });
            }
        }
        found.sort_by(|a, b| b.must.cmp(&a.must).then(b.gain.total_cmp(&a.gain)));
        let musts = found.iter().filter(|offer| offer.must).count();
        if musts < wishes.shows.iter().filter(|(_, _, must)| *must).count() {
            return None;
        }
        let mut gain = 0.0;
        for offer in found {
            let is_first = spot.verified == 0;
            if spot.verified >= thing.most || !offer.must && !is_first && offer.gain <= 0.0 {
                if offer.must {
                    return None;
                }
                break;
            }
            spot.who[spot.verified] = (offer.receiver, offer.day);
            spot.verified += 1;
            gain += offer.gain;
        }
        (spot.verified > 0).then_some((gain, spot))
    }

    /// Who shows an item back beyond those who have done so.
    pub(super) fn new_takings(&self, item: usize, spot: &Spot) -> impl Iterator<Item = (usize, i32)> {
        let shown = self.model.things[item].base.verified;
        let (who, verified) = (spot.who, spot.verified);
        (shown..verified).map(move |number| who[number])
    }

    /// Which dates stay as the items chose.
    pub(super) fn stay(&self, spots: &[Spot]) -> impl Iterator<Item = bool> {
        self.dates.iter().map(|date| {
            let (spot, promised) = (&spots[date.place], &self.model.things[self.open[date.place]].promised);
            match date.kind {
                Kind::Write => spot.doc == promised.doc,
                Kind::Teach => spot.teach == promised.teach,
                Kind::Show(number) => spot.takings().contains(&promised.who[number]),
            }
        })
    }
}

/// The days on which an item may be taught, as far as what stands already and everybody's hours allow.
fn window(
    model: &Model,
    (books, earliest): (&Books, &Earliest),
    (item, open): (usize, &[usize]),
) -> (i32, i32) {
    const EMPTY: (i32, i32) = (1, 0);
    let thing = &model.things[item];
    if thing.teach_on != NEVER {
        return (thing.teach_on, thing.teach_on);
    }
    let (mut first, mut last) = (earliest.of(item), thing.gate);
    let stands = |item: &usize| !open.contains(item);
    for before in thing.after.iter().filter(|item| stands(item)) {
        match books.spots[*before].teach.max(model.things[*before].teach_on) {
            NEVER => return EMPTY,
            day => first = first.max(day),
        }
    }
    for then in thing.then.iter().filter(|item| stands(item)) {
        let day = books.spots[*then].teach;
        last = if day == NEVER { last } else { last.min(day) };
    }
    if thing.most == 0 || first > last { EMPTY } else { (first, last) }
}
