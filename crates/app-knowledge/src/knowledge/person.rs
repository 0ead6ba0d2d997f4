//! What would be lost with one person, item by item, and who could take it.

use app::{Cx, Error, Result};
use kernel::{Date, PersonId};
use knowledge::map::{Map, Presence};
use store::knowledge::MapItem;

use super::{Atlas, HOLDS_FROM, Sight, Somebody, frame, sight};

/// One item that is lost.
#[derive(Debug, Clone)]
pub struct LossLine {
    /// The item.
    pub item: MapItem,
    /// The person's level.
    pub level: u8,
    /// Where that comes from.
    pub source: String,
    /// When it was seen.
    pub seen_on: Option<Date>,
    /// The names of those who can do it too and do not count: left, past the last day, inactive.
    pub gone: Vec<String>,
    /// Who should hold it next, and how well he or she knows it already.
    pub next: Option<(String, u8)>,
}

/// What is lost, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LossOf {
    /// How many items.
    pub items: usize,
    /// Their weight.
    pub weight: i64,
    /// Their share of the whole weight.
    pub share: f64,
    /// How many different people are the next holders.
    pub people: usize,
    /// The hours that handing it all over takes.
    pub hours: i64,
}

/// One person's part of the map.
#[derive(Debug)]
pub struct PersonView {
    /// Who.
    pub person: Somebody,
    /// What is lost, the weightiest first.
    pub lost: Vec<LossLine>,
    /// The same in numbers.
    pub loss: LossOf,
    /// What he or she knows that others hold too.
    pub shared: Vec<LossLine>,
    /// The weight of everything on the map.
    pub whole: i64,
}

impl Atlas {
    /// What these items come to when they are lost.
    pub fn loss_of(&self, items: &[usize]) -> LossOf {
        let whole: i64 = self.items.iter().map(|item| item.weight).sum();
        let lost = || items.iter().filter_map(|place| self.item(*place));
        let weight: i64 = lost().map(|item| item.weight).sum();
        let mut next: Vec<usize> = self.inner.next_holders(items, HOLDS_FROM).into_iter().flatten().collect();
        next.sort_unstable();
        next.dedup();
        LossOf {
            items: items.len(),
            weight,
            share: share(weight, whole),
            people: next.len(),
            hours: lost().map(|item| item.hours).sum(),
        }
    }

    fn line(&self, place: usize, person: usize) -> Option<LossLine> {
        let cell = self.map.cells(place).find(|cell| cell.person == person)?;
        let others = self.map.cells(place).filter(|cell| cell.person != person && cell.level >= HOLDS_FROM);
        let is_gone =
            |place: usize| self.person(place).is_some_and(|other| other.presence != Presence::Active);
        let gone = others.filter(|cell| is_gone(cell.person)).map(|cell| self.name(cell.person).to_owned());
        let next = without(&self.inner, place, person).map(|next| {
            let known = self.inner.cells(place).find(|cell| cell.person == next);
            (self.name(next).to_owned(), known.map_or(0, |cell| cell.level.into()))
        });
        Some(LossLine {
            item: self.item(place)?.clone(),
            level: cell.level.into(),
            source: cell.source.clone().unwrap_or_default(),
            seen_on: cell.seen_on,
            gone: gone.filter(|name| !name.is_empty()).collect(),
            next,
        })
    }
}

/// Who should hold it next, other than this person.
fn without(map: &Map, item: usize, person: usize) -> Option<usize> {
    map.next_holder(item, HOLDS_FROM).filter(|next| *next != person)
}

#[expect(clippy::cast_precision_loss, reason = "sums of weights stay far below 2^52")]
pub(super) fn share(part: i64, whole: i64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// What would be lost with somebody of the viewer's part of the company, as of today.
pub async fn open_person(cx: &Cx, id: PersonId) -> Result<PersonView> {
    // Whoever sees no names sees nobody's page.
    if sight(cx)? != Sight::Names {
        return Err(Error::NotFound);
    }
    let mut conn = cx.read().await?;
    let atlas = Atlas::load(&mut conn, frame(cx, None)?, cx.today()).await?;
    drop(conn);
    let place = atlas.people.iter().position(|person| person.id == id && person.is_inside);
    let place = place.ok_or(Error::NotFound)?;
    let person = atlas.person(place).cloned().ok_or(Error::NotFound)?;
    let losses = atlas.map.losses(HOLDS_FROM);
    let items =
        losses.into_iter().find(|loss| loss.person == place).map(|loss| loss.items).unwrap_or_default();
    let is_shared = |item: &usize| {
        !items.contains(item)
            && atlas.map.cells(*item).any(|cell| cell.person == place && u8::from(cell.level) > 0)
    };
    let shared =
        (0..atlas.items.len()).filter(is_shared).filter_map(|item| atlas.line(item, place)).collect();
    Ok(PersonView {
        lost: items.iter().filter_map(|item| atlas.line(*item, place)).collect(),
        loss: atlas.loss_of(&items),
        shared,
        whole: atlas.items.iter().map(|item| item.weight).sum(),
        person,
    })
}
