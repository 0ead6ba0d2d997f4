//! The page of the map: a part of the items, those who know most of them, and what hangs on whom.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use app::{Cx, Error, Result};
use jiff::ToSpan as _;
use kernel::{Date, DepartmentId, KnowledgeItemId};
use knowledge::{
    map::{Loss, Presence},
    timeline::Standing,
};
use store::knowledge::MapItem;

use super::{Atlas, HOLDS_FROM, Hanging, SMALLEST_GROUP, Sight, frame, hanging::Memo, sight};

/// So many items stand on a page.
const ROWS: usize = 24;
/// So many people stand beside each other.
const COLUMNS: usize = 8;
/// So many months are shown.
const MONTHS: i32 = 12;

/// Which items are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// Every item.
    #[default]
    All,
    /// Held by one person alone.
    Sole,
    /// Held by nobody.
    Unheld,
}

/// What is asked of the map.
#[derive(Debug, Clone, Default)]
pub struct MapFilter {
    /// Only this department, with all below it.
    pub department: Option<DepartmentId>,
    /// On this day; today where nothing is said.
    pub on: Option<Date>,
    /// Only items that belong here.
    pub area: String,
    /// Only items with this in their name.
    pub search: String,
    /// Only these.
    pub part: Part,
    /// The last item of the page before.
    pub after: Option<KnowledgeItemId>,
}

/// A cell of the map.
#[derive(Debug, Clone)]
pub struct RowCell {
    /// 0 not at all … 4 teaches others.
    pub level: u8,
    /// Where it comes from.
    pub source: String,
    /// When it was seen.
    pub seen_on: Option<Date>,
}

/// An item on the page.
#[derive(Debug, Clone)]
pub struct MapRow {
    /// The item.
    pub item: MapItem,
    /// For each person beside each other the level, where anything is known.
    pub cells: Vec<Option<RowCell>>,
    /// How many are at levels 1, 2, 3 and 4, of those who are here.
    pub counts: [usize; 4],
    /// The place of who alone holds it.
    pub sole: Option<usize>,
    /// Others hold it who have left or are inactive.
    pub is_effectively: bool,
    /// How many hold it.
    pub holders: usize,
    /// How many of them outside the part that is shown.
    pub elsewhere: usize,
    /// The place of who should hold it next, where it is held by one or none.
    pub next: Option<usize>,
}

/// An item without a holder, and who held it last.
#[derive(Debug, Clone)]
pub struct Hole {
    /// The item.
    pub item: MapItem,
    /// The names of those who held it and are gone.
    pub held_by: Vec<String>,
}

/// The page.
#[derive(Debug)]
pub struct MapPage {
    /// Whether names are shown.
    pub sight: Sight,
    /// The map behind it.
    pub atlas: Atlas,
    /// What hangs on how few.
    pub hanging: Arc<Hanging>,
    /// Where items belong, for choosing.
    pub areas: Vec<String>,
    /// The places of the people beside each other.
    pub columns: Vec<usize>,
    /// The items of the page.
    pub rows: Vec<MapRow>,
    /// How many items the filter finds.
    pub found: usize,
    /// How many are solely held, and how many of those in effect only.
    pub sole: (usize, usize),
    /// Items without a holder, the weightiest first.
    pub holes: Vec<Hole>,
    /// What is lost with whom, most weight first.
    pub losses: Vec<Loss>,
    /// How it stood at the end of each of the last months, and on the day asked for.
    pub trend: Vec<Standing>,
    /// The last item of the page, when there are more.
    pub next: Option<KnowledgeItemId>,
}

/// Opens the map.
pub async fn open_map(cx: &Cx, filter: &MapFilter) -> Result<MapPage> {
    let sight = sight(cx)?;
    let frame = frame(cx, filter.department)?;
    let mut conn = cx.read().await?;
    // Of a small group a number is a name: it looks as if there were no such department.
    if sight == Sight::Numbers
        && filter.department.is_some()
        && conn.count_inside(frame).await? < SMALLEST_GROUP
    {
        return Err(Error::Conflict("error-knowledge-small-group"));
    }
    let on = filter.on.unwrap_or_else(|| cx.today());
    let mut atlas = Atlas::load(&mut conn, frame, on).await?;
    let areas = conn.list_map_areas(frame).await?;
    drop(conn);
    let hanging = cx.app().keep(Memo::default).hanging(&atlas.inner).await?;
    let found = find(&atlas, filter);
    let start = filter.after.and_then(|after| {
        let place = atlas.place_of(after)?;
        found.iter().position(|found| *found == place).map(|at| at + 1)
    });
    let shown: Vec<usize> = found.iter().skip(start.unwrap_or(0)).take(ROWS).copied().collect();
    let has_more = start.unwrap_or(0) + shown.len() < found.len();
    let columns = if sight == Sight::Names { columns(&atlas, &shown) } else { Vec::new() };
    let sole = atlas.map.sole_holders(HOLDS_FROM);
    let is_inside = |place: usize| atlas.person(place).is_some_and(|person| person.is_inside);
    let losses: Vec<Loss> =
        atlas.map.losses(HOLDS_FROM).into_iter().filter(|loss| is_inside(loss.person)).collect();
    let counted: Vec<_> = sole.iter().filter(|sole| is_inside(sole.person)).collect();
    let page = MapPage {
        sight,
        rows: rows(&atlas, &shown, &columns),
        columns,
        found: found.len(),
        sole: (counted.len(), counted.iter().filter(|sole| sole.is_effectively).count()),
        holes: holes(&atlas, sight),
        losses,
        trend: trend(&atlas, on),
        next: shown.last().filter(|_| has_more).and_then(|place| atlas.item(*place)).map(|item| item.id),
        areas,
        hanging,
        atlas: {
            if sight == Sight::Numbers {
                atlas.people.iter_mut().for_each(|person| person.name.clear());
            }
            atlas
        },
    };
    Ok(page)
}

/// The items that the filter finds, the weightiest first.
fn find(atlas: &Atlas, filter: &MapFilter) -> Vec<usize> {
    let key = text::normalise(&filter.search);
    let is_asked = |place: &usize| {
        let Some(item) = atlas.item(*place) else { return false };
        let holders = atlas.map.active_holders(*place, HOLDS_FROM).len();
        let is_part = match filter.part {
            Part::All => true,
            Part::Sole => holders == 1,
            Part::Unheld => holders == 0,
        };
        is_part
            && (filter.area.is_empty() || item.area == filter.area)
            && (key.is_empty() || text::normalise(&item.name).contains(&key))
    };
    (0..atlas.items.len()).filter(is_asked).collect()
}

/// Those of the part who are here and know most of these items, most first.
fn columns(atlas: &Atlas, shown: &[usize]) -> Vec<usize> {
    let mut weights: BTreeMap<usize, i64> = BTreeMap::new();
    for (place, item) in shown.iter().filter_map(|place| Some((*place, atlas.item(*place)?))) {
        for cell in atlas.inner.cells(place) {
            *weights.entry(cell.person).or_default() += item.weight * i64::from(u8::from(cell.level));
        }
    }
    let is_here =
        |place: &usize| atlas.person(*place).is_some_and(|person| person.presence != Presence::Left);
    let mut places: Vec<usize> =
        weights.iter().filter(|(_, weight)| **weight > 0).map(|(place, _)| *place).filter(is_here).collect();
    places.sort_by_key(|place| (Reverse(weights.get(place).copied().unwrap_or(0)), *place));
    places.truncate(COLUMNS);
    places
}

fn rows(atlas: &Atlas, shown: &[usize], columns: &[usize]) -> Vec<MapRow> {
    let next = atlas.inner.next_holders(shown, HOLDS_FROM);
    shown.iter().zip(next).filter_map(|(place, next)| row(atlas, *place, (columns, next))).collect()
}

fn row(atlas: &Atlas, place: usize, (columns, next): (&[usize], Option<usize>)) -> Option<MapRow> {
    let item = atlas.item(place)?.clone();
    let cells: BTreeMap<usize, RowCell> = atlas
        .inner
        .cells(place)
        .map(|cell| {
            let source = cell.source.clone().unwrap_or_default();
            (cell.person, RowCell { level: cell.level.into(), source, seen_on: cell.seen_on })
        })
        .collect();
    let mut counts = [0; 4];
    for cell in atlas.map.cells(place) {
        let is_here = atlas.person(cell.person).is_some_and(|person| person.presence != Presence::Left);
        let level = usize::from(u8::from(cell.level));
        if let Some(count) = level.checked_sub(1).and_then(|at| counts.get_mut(at)).filter(|_| is_here) {
            *count += 1;
        }
    }
    let holders = atlas.map.active_holders(place, HOLDS_FROM);
    let on_paper = atlas.map.cells(place).filter(|cell| cell.level >= HOLDS_FROM).count();
    Some(MapRow {
        cells: columns.iter().map(|person| cells.get(person).cloned()).collect(),
        counts,
        sole: holders.first().copied().filter(|_| holders.len() == 1),
        is_effectively: holders.len() == 1 && on_paper > 1,
        holders: holders.len(),
        elsewhere: atlas.elsewhere(place, HOLDS_FROM),
        next: next.filter(|_| holders.len() < 2),
        item,
    })
}

/// What nobody who is here can do alone, and who could.
fn holes(atlas: &Atlas, sight: Sight) -> Vec<Hole> {
    let hole = |place: usize| {
        let held = atlas.map.cells(place).filter(|cell| cell.level >= HOLDS_FROM);
        let names = held.map(|cell| atlas.name(cell.person).to_owned()).filter(|name| !name.is_empty());
        let held_by = if sight == Sight::Names { names.collect() } else { Vec::new() };
        Some(Hole { item: atlas.item(place)?.clone(), held_by })
    };
    atlas.map.unheld(HOLDS_FROM).into_iter().filter_map(hole).collect()
}

/// The ends of the last months and the day itself.
fn trend(atlas: &Atlas, on: Date) -> Vec<Standing> {
    let month = |back: i32| {
        let first = on.first_of_month().checked_sub(back.months()).ok()?;
        Some(first.last_of_month())
    };
    let mut days: Vec<Date> = (1..=MONTHS).rev().filter_map(month).collect();
    days.push(on);
    let all = atlas.timeline.on(&days, HOLDS_FROM);
    // Before the register was begun there is nothing to show.
    all.into_iter().skip_while(|standing| standing.items == 0).collect()
}

/// One item with everybody inside who was ever said something of, best first.
pub(super) fn one_row(atlas: &Atlas, place: usize) -> Option<MapRow> {
    let next = atlas.inner.next_holder(place, HOLDS_FROM);
    row(atlas, place, (&[], next))
}
