//! The map of a part of the company on a day, loaded and put together.

use std::collections::{BTreeMap, HashMap};

use app::Result;
use kernel::{Date, KnowledgeItemId, PersonId};
use knowledge::{
    map::{Cell, Level, Map, Presence, Weight},
    timeline::{Presences, Span, Statement, Timeline},
};
use store::{
    Conn,
    knowledge::{Frame, MapItem, MapPerson, MapSaying, MapSpell},
};

/// What a code history says is called so.
pub(super) const GIT: &str = "git";

/// Somebody on the map.
#[derive(Debug, Clone)]
pub struct Somebody {
    /// The person.
    pub id: PersonId,
    /// The name; empty outside the part that is asked for.
    pub name: String,
    /// Whether inside that part.
    pub is_inside: bool,
    /// The last working day of an announced departure.
    pub leaves_on: Option<Date>,
    /// Whether he or she counts on that day.
    pub presence: Presence,
}

/// The map on a day. Places of items and people are those of the map inside.
#[derive(Debug, Clone)]
pub struct Atlas {
    /// The day.
    pub on: Date,
    /// The items that count, the weightiest first.
    pub items: Vec<MapItem>,
    /// Those on the map, in the order of names.
    pub people: Vec<Somebody>,
    /// Who holds what, people outside the part included.
    pub map: Map,
    /// The same without them.
    pub inner: Map,
    /// How it came to be.
    pub timeline: Timeline,
}

impl Atlas {
    /// Loads what the frame shows on the day.
    pub async fn load(conn: &mut Conn, frame: Frame, on: Date) -> Result<Self> {
        let items = conn.list_map_items(frame).await?;
        let people = conn.list_map_people(frame).await?;
        let spells = conn.list_map_spells(frame).await?;
        let sayings = conn.list_map_sayings(frame).await?;
        Ok(Material { items, people, spells, sayings }.draw(on))
    }

    /// The place of an item.
    pub fn place_of(&self, id: KnowledgeItemId) -> Option<usize> {
        self.items.iter().position(|item| item.id == id)
    }

    /// The item at a place.
    pub fn item(&self, place: usize) -> Option<&MapItem> {
        self.items.get(place)
    }

    /// The person at a place.
    pub fn person(&self, place: usize) -> Option<&Somebody> {
        self.people.get(place)
    }

    /// The name at a place; empty where it is not shown.
    pub fn name(&self, place: usize) -> &str {
        self.people.get(place).map_or("", |person| &person.name)
    }

    /// How many who are here hold an item outside the part that is shown.
    pub fn elsewhere(&self, item: usize, from: Level) -> usize {
        let is_outside = |place: &usize| self.people.get(*place).is_some_and(|person| !person.is_inside);
        self.map.active_holders(item, from).iter().filter(|place| is_outside(place)).count()
    }
}

struct Material {
    items: Vec<MapItem>,
    people: Vec<MapPerson>,
    spells: Vec<MapSpell>,
    sayings: Vec<MapSaying>,
}

impl Material {
    fn draw(self, on: Date) -> Atlas {
        let people_places: HashMap<PersonId, usize> =
            self.people.iter().enumerate().map(|(place, person)| (person.id, place)).collect();
        let timeline = self.timeline(&people_places);
        let people = self.somebodies(&timeline, &people_places, on);
        let is_counted = |item: &MapItem| {
            item.created_on.is_none_or(|first| first <= on) && item.retired_on.is_none_or(|last| on < last)
        };
        let mut map = Map::new();
        for person in &people {
            map.add_person(person.name.clone(), person.presence);
        }
        let items: Vec<MapItem> = self.items.iter().filter(|item| is_counted(item)).cloned().collect();
        let mut places = HashMap::new();
        for item in &items {
            places.insert(item.id, map.add_item(item.name.clone(), weight(item)));
        }
        let mut inner = map.clone();
        // In the order of the days: the last word on a pair stands.
        for saying in self.sayings.iter().filter(|saying| saying.seen_on <= on) {
            let (Some(&item), Some(&person)) =
                (places.get(&saying.item_id), people_places.get(&saying.person_id))
            else {
                continue;
            };
            let cell = Cell {
                item,
                person,
                level: level(saying.level),
                source: Some(saying.source.clone()),
                seen_on: Some(saying.seen_on),
            };
            if people.get(person).is_some_and(|person| person.is_inside) {
                inner.set(cell.clone());
            }
            map.set(cell);
        }
        Atlas { on, items, people, map, inner, timeline }
    }

    fn timeline(&self, people_places: &HashMap<PersonId, usize>) -> Timeline {
        let mut people: Vec<Presences> = self
            .people
            .iter()
            .map(|person| Presences {
                spells: Vec::new(),
                leaves_on: person.leaves_on,
                is_inside: person.is_inside,
            })
            .collect();
        for spell in &self.spells {
            if let Some(person) = people_places.get(&spell.person_id).and_then(|place| people.get_mut(*place))
            {
                person.spells.push((spell.hired_on, spell.left_on));
            }
        }
        let items: HashMap<KnowledgeItemId, usize> =
            self.items.iter().enumerate().map(|(place, item)| (item.id, place)).collect();
        let statement = |saying: &MapSaying| {
            Some(Statement {
                item: *items.get(&saying.item_id)?,
                person: *people_places.get(&saying.person_id)?,
                level: level(saying.level),
                seen_on: saying.seen_on,
            })
        };
        Timeline {
            items: self
                .items
                .iter()
                .map(|item| Span { weight: weight(item), from: item.created_on, until: item.retired_on })
                .collect(),
            people,
            statements: self.sayings.iter().filter_map(statement).collect(),
        }
    }

    /// Somebody of whom only a code history tells is inactive once nothing was changed for 180 days; who else is employed
    /// is active.
    fn somebodies(&self, timeline: &Timeline, places: &HashMap<PersonId, usize>, on: Date) -> Vec<Somebody> {
        let mut signs: BTreeMap<usize, (bool, Date)> = BTreeMap::new();
        for saying in self.sayings.iter().filter(|saying| saying.seen_on <= on) {
            if let Some(place) = places.get(&saying.person_id) {
                let sign = signs.entry(*place).or_insert((true, saying.seen_on));
                sign.0 &= saying.source == GIT;
                sign.1 = sign.1.max(saying.seen_on);
            }
        }
        let somebody = |(place, (person, presences)): (usize, (&MapPerson, &Presences))| {
            let last_seen = signs.get(&place).filter(|sign| sign.0).map(|sign| sign.1);
            Somebody {
                id: person.id,
                name: person.name.clone(),
                is_inside: person.is_inside,
                leaves_on: person.leaves_on,
                presence: Presence::of(!presences.is_here(on), last_seen, on),
            }
        };
        self.people.iter().zip(&timeline.people).enumerate().map(somebody).collect()
    }
}

pub(super) fn level(level: i64) -> Level {
    u8::try_from(level).ok().and_then(Level::new).unwrap_or(Level::HEARD_OF)
}

fn weight(item: &MapItem) -> Weight {
    Weight::whole(u32::try_from(item.weight).unwrap_or(1))
}
