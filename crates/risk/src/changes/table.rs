//! Weekly counts of many people in little memory: sixteen weeks to a block, only where something was observed.

use std::collections::HashMap;

/// Weeks in a block.
pub(super) const SPAN: usize = 16;

/// What one person did of one kind, week by week.
#[derive(Debug, Clone, Copy)]
pub(super) struct Series {
    pub(super) person: u32,
    pub(super) kind: u32,
    /// The group in the first observed week.
    pub(super) group: u32,
    /// Where its blocks stand in the table's order.
    pub(super) from: u32,
    pub(super) end: u32,
}

/// Sixteen weeks of a series. No exposure means not observed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    number: u32,
    count: [u32; SPAN],
    exposure: [f32; SPAN],
}

/// Counts per person, kind and week.
#[derive(Debug)]
pub struct Table {
    people: u32,
    kinds: u32,
    groups: u32,
    first_week: u32,
    weeks: usize,
    pub(super) series: Vec<Series>,
    order: Vec<u32>,
    blocks: Vec<Block>,
}

impl Table {
    /// How many people.
    pub fn people(&self) -> usize {
        self.people as usize
    }

    /// How many kinds.
    pub fn kinds(&self) -> usize {
        self.kinds as usize
    }

    /// How many series, each one person's counts of one kind.
    pub fn series_count(&self) -> usize {
        self.series.len()
    }

    /// The number of the first week that anybody was observed in.
    pub fn first_week(&self) -> u32 {
        self.first_week
    }

    /// From the first observed week to the last.
    pub fn weeks(&self) -> usize {
        self.weeks
    }

    pub(super) fn groups(&self) -> usize {
        self.groups as usize
    }

    /// The first observed week of a series, from the table's first.
    pub(super) fn first_of(&self, series: &Series) -> usize {
        let block = self.order.get(series.from as usize).and_then(|&at| self.blocks.get(at as usize));
        block.map_or(0, |block| {
            let slot = block.exposure.iter().position(|&exposure| exposure > 0.0).unwrap_or(0);
            block.number as usize * SPAN + slot - self.first_week as usize
        })
    }

    /// The observed weeks of a series in order: week from the table's first, count, exposure.
    pub(super) fn each_week(&self, series: &Series, mut take: impl FnMut(usize, u32, f32)) {
        for &at in &self.order[series.from as usize..series.end as usize] {
            let block = &self.blocks[at as usize];
            let start = block.number as usize * SPAN;
            for slot in 0..SPAN {
                if block.exposure[slot] > 0.0 {
                    take(start + slot - self.first_week as usize, block.count[slot], block.exposure[slot]);
                }
            }
        }
    }
}

/// One row: who, of what kind, in which week.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Person, numbered from 0.
    pub person: u32,
    /// Peer group, numbered from 0.
    pub group: u32,
    /// Kind of record, numbered from 0.
    pub kind: u32,
    /// Week, any consecutive numbering.
    pub week: u32,
    /// How many.
    pub count: u32,
    /// For how long it could have happened (days worked, say); nothing means not observed.
    pub exposure: f32,
}

/// Why an entry cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// The same person, kind and week came before.
    Twice,
    /// Something was counted where nothing could be.
    CountWithoutExposure,
    /// The exposure is negative or no number.
    Exposure,
}

/// Takes entries in any order.
#[derive(Debug, Default)]
pub struct TableBuilder {
    series: Vec<Open>,
    /// Series by person and kind: `person * room + kind`.
    index: Vec<u32>,
    room: u32,
    blocks: Vec<Block>,
    /// Blocks that are not the last touched of their series.
    places: HashMap<(u32, u32), u32>,
    people: u32,
    kinds: u32,
    groups: u32,
    weeks: Option<(u32, u32)>,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    person: u32,
    kind: u32,
    group: u32,
    first_week: u32,
    last_number: u32,
    last_block: u32,
}

const NONE: u32 = u32::MAX;

impl TableBuilder {
    /// Takes one entry.
    pub fn add(&mut self, entry: Entry) -> Result<(), Unfit> {
        if !(entry.exposure >= 0.0 && entry.exposure.is_finite()) {
            return Err(Unfit::Exposure);
        }
        if entry.exposure == 0.0 {
            return if entry.count == 0 { Ok(()) } else { Err(Unfit::CountWithoutExposure) };
        }
        let at = self.series_of(&entry);
        let block = self.block_of(at, entry.week / SPAN as u32);
        let slot = entry.week as usize % SPAN;
        let block = &mut self.blocks[block as usize];
        if block.exposure[slot] > 0.0 {
            return Err(Unfit::Twice);
        }
        block.exposure[slot] = entry.exposure;
        block.count[slot] = entry.count;
        let open = &mut self.series[at as usize];
        if entry.week < open.first_week {
            open.first_week = entry.week;
            open.group = entry.group;
        }
        self.groups = self.groups.max(entry.group + 1);
        let (first, last) = self.weeks.unwrap_or((entry.week, entry.week));
        self.weeks = Some((first.min(entry.week), last.max(entry.week)));
        Ok(())
    }

    /// The table.
    pub fn finish(self) -> Table {
        let (first, last) = self.weeks.unwrap_or((0, 0));
        let Self { series: open, mut places, blocks, .. } = self;
        for (at, series) in open.iter().enumerate() {
            places.insert((at as u32, series.last_number), series.last_block);
        }
        let mut all: Vec<((u32, u32), u32)> = places.into_iter().collect();
        all.sort_unstable();
        let mut series = Vec::with_capacity(open.len());
        let mut from = 0;
        for (at, open) in open.iter().enumerate() {
            let length = all[from..].iter().take_while(|((owner, _), _)| *owner == at as u32).count();
            let end = from + length;
            series.push(Series {
                person: open.person,
                kind: open.kind,
                group: open.group,
                from: from as u32,
                end: end as u32,
            });
            from = end;
        }
        Table {
            people: self.people,
            kinds: self.kinds,
            groups: self.groups,
            first_week: first,
            weeks: if self.weeks.is_some() { (last - first) as usize + 1 } else { 0 },
            series,
            order: all.into_iter().map(|(_, block)| block).collect(),
            blocks,
        }
    }

    fn series_of(&mut self, entry: &Entry) -> u32 {
        if entry.kind >= self.room {
            self.widen(entry.kind + 1);
        }
        self.people = self.people.max(entry.person + 1);
        self.kinds = self.kinds.max(entry.kind + 1);
        let place = entry.person as usize * self.room as usize + entry.kind as usize;
        if place >= self.index.len() {
            self.index.resize((place + 1).next_multiple_of(self.room as usize), NONE);
        }
        if self.index[place] == NONE {
            self.index[place] = self.series.len() as u32;
            self.series.push(Open {
                person: entry.person,
                kind: entry.kind,
                group: entry.group,
                first_week: entry.week,
                last_number: NONE,
                last_block: NONE,
            });
        }
        self.index[place]
    }

    fn widen(&mut self, kinds: u32) {
        let room = kinds.next_power_of_two().max(4);
        let people = if self.room == 0 { 0 } else { self.index.len() / self.room as usize };
        let mut wide = vec![NONE; people * room as usize];
        for person in 0..people {
            for kind in 0..self.room as usize {
                wide[person * room as usize + kind] = self.index[person * self.room as usize + kind];
            }
        }
        self.index = wide;
        self.room = room;
    }

    fn block_of(&mut self, at: u32, number: u32) -> u32 {
        let open = &mut self.series[at as usize];
        if open.last_number == number {
            return open.last_block;
        }
        if open.last_number != NONE {
            self.places.insert((at, open.last_number), open.last_block);
        }
        let block = self.places.remove(&(at, number)).unwrap_or_else(|| {
            self.blocks.push(Block { number, count: [0; SPAN], exposure: [0.0; SPAN] });
            self.blocks.len() as u32 - 1
        });
        open.last_number = number;
        open.last_block = block;
        block
    }
}
