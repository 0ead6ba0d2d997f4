//! The change scan over a company's records, and each person's own course for the page.

use serde::{Deserialize, Serialize};

use super::{
    SMALLEST_GROUP,
    history::{History, Index, Spell},
};
use crate::{
    Result,
    changes::{Direction, Entry, Rule, TableBuilder, Usual, normal_band, scan, weeks_to_show},
};

/// The own past is a year, a look is taken every four weeks.
const BASELINE: u32 = 52;
const LOOK: u32 = 4;
/// At most a year of looks.
const LONGEST: i32 = 104;
/// Of what is flagged, so much may be chance.
const FALSE_SHARE: f64 = 0.10;
/// A colleague's rate counts as if it had been seen for so many weeks.
const PEER_WEEKS: f64 = 13.0;
const BAND: f64 = 0.95;
/// What is likelier by chance than this is no sign, and not kept.
const LISTED: f64 = 0.02;

/// A change of one person's records of one stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Whose.
    pub person: usize,
    /// The stream.
    pub stream: usize,
    /// Whether there is more than before.
    pub is_rise: bool,
    /// The most probable first day.
    pub since: i32,
    /// How many times as often as before, with its limits.
    pub factor: [f64; 3],
    /// How often chance alone would show as much.
    pub p: f64,
    /// Whether it stands when everybody watched is counted together.
    pub is_flagged: bool,
}

/// One person's records of one stream, four weeks to a point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// The stream.
    pub stream: String,
    /// The first day of the first point.
    pub from: i32,
    /// How many in each four weeks; nothing where the person was not there.
    pub counts: Vec<Option<u32>>,
    /// Between which counts four weeks usually lie.
    pub band: Option<(u32, u32)>,
    /// How many a week were usual.
    pub a_week: f64,
    /// After how many weeks a doubling, and a halving, shows as often as not.
    pub shows_after: [Option<u32>; 2],
}

/// What the scan says of a company on a day.
#[derive(Debug, Clone, Default)]
pub struct Scanned {
    /// How many people had enough of a past.
    pub watched: usize,
    /// How many weeks were looked at; 0 where records do not reach back far enough.
    pub weeks: u32,
    /// What changed, flagged or nearly.
    pub found: Vec<Found>,
    /// The p-value up to which somebody was flagged.
    pub cut: f64,
    first: i32,
    index: Index,
}

/// Looks through everybody's records up to a day. The history must be that of the day ([`History::known_by`]).
pub fn scan_history(history: &History, day: i32) -> Result<Scanned> {
    let Some(first_day) = history.first_day() else { return Ok(Scanned::default()) };
    let available = ((day - first_day + 1) / 7).min(LONGEST);
    let looks = (available - BASELINE.cast_signed()) / LOOK.cast_signed();
    if looks < 1 {
        return Ok(Scanned::default());
    }
    let weeks = BASELINE.cast_signed() + looks * LOOK.cast_signed();
    let first = day - weeks * 7 + 1;
    let rule = Rule::new(FALSE_SHARE, BASELINE, LOOK)?.listing(LISTED);
    let index = Index::of(history);
    // What the estimate may not read is judged by itself: many complaints make nothing else stand that would not.
    let read = history.read_by_the_estimate();
    let look = |is_read: bool| {
        let streams: Vec<usize> = (0..read.len()).filter(|&stream| read[stream] == is_read).collect();
        scan(&table(history, &index, (first, weeks), &streams).finish(), &rule)
    };
    let (scanned, apart) = (look(true), look(false));
    let found = scanned.changes.iter().chain(&apart.changes).map(|change| Found {
        person: change.person as usize,
        stream: change.kind as usize,
        is_rise: change.direction == Direction::Rise,
        since: first + change.since_week.cast_signed() * 7,
        factor: [change.low, change.factor, change.high],
        p: change.p,
        is_flagged: change.flagged_week.is_some(),
    });
    let is_sound = |found: &Found| found.factor.iter().all(|f| f.is_finite()) && found.p.is_finite();
    Ok(Scanned {
        watched: scanned.watched,
        weeks: weeks as u32,
        found: found.filter(is_sound).collect(),
        cut: scanned.cut,
        first,
        index,
    })
}

/// Weeks in which somebody was away all the time, or not employed, are not observed.
fn table(history: &History, index: &Index, (first, weeks): (i32, i32), streams: &[usize]) -> TableBuilder {
    let groups = peer_groups(history, first + weeks * 7);
    let mut away = vec![Vec::new(); history.people];
    for absence in &history.absences {
        if let Some(list) = away.get_mut(absence.person) {
            list.push((absence.from, absence.to));
        }
    }
    let mut builder = TableBuilder::default();
    // Only those who are there are watched; those who left are no measure of how people usually drift.
    for spell in current(history).filter(|spell| spell.is_at_risk(first + weeks * 7 - 1)) {
        for &stream in streams {
            for week in 0..weeks {
                let from = first + week * 7;
                let count = index.count((spell.person, stream), (from - 1, from + 6), i32::MAX);
                let is_there =
                    spell.hired <= from && spell.leaving.is_none_or(|leaving| leaving.on > from + 6);
                let is_away = count == 0
                    && away[spell.person].iter().any(|&(begins, ends)| begins <= from && ends >= from + 4);
                if is_there && !is_away {
                    let entry = Entry {
                        person: spell.person as u32,
                        group: groups[spell.team],
                        kind: stream as u32,
                        week: week as u32,
                        count,
                        exposure: 1.0,
                    };
                    // Each person, stream and week comes once, with exposure: nothing here can be refused.
                    let _ = builder.add(entry);
                }
            }
        }
    }
    builder
}

/// The latest employment of each person.
fn current(history: &History) -> impl Iterator<Item = &Spell> {
    let mut last = vec![None; history.people];
    for spell in &history.spells {
        if let Some(place) = last.get_mut(spell.person) {
            *place = Some(spell);
        }
    }
    last.into_iter().flatten()
}

/// Teams that are too small to be peers are peers of one another.
fn peer_groups(history: &History, day: i32) -> Vec<u32> {
    let teams = history.spells.iter().map(|spell| spell.team + 1).max().unwrap_or(0);
    let mut sizes = vec![0; teams];
    history.spells.iter().filter(|spell| spell.is_at_risk(day)).for_each(|spell| sizes[spell.team] += 1);
    sizes
        .iter()
        .enumerate()
        .map(|(team, &size)| if size >= SMALLEST_GROUP { team as u32 + 1 } else { 0 })
        .collect()
}

impl Scanned {
    /// One person's course, as the page draws it.
    pub fn course(&self, history: &History, spell: &Spell) -> Vec<Series> {
        if self.weeks == 0 {
            return Vec::new();
        }
        (0..history.streams.len()).map(|stream| self.series(history, spell, stream)).collect()
    }

    fn series(&self, history: &History, spell: &Spell, stream: usize) -> Series {
        let block = LOOK.cast_signed() * 7;
        let blocks = self.weeks.cast_signed() / LOOK.cast_signed();
        let days = self.index.days(spell.person, stream);
        let within =
            |from: i32, to: i32| days.iter().filter(|&&(day, _)| day >= from && day < to).count() as u32;
        let counts = (0..blocks).map(|at| {
            let from = self.first + at * block;
            (spell.hired <= from).then(|| within(from, from + block))
        });
        let baseline_end = self.first + BASELINE.cast_signed() * 7;
        let begins = self.first.max(spell.hired);
        let weeks = (f64::from(baseline_end - begins) / 7.0).max(0.0);
        let past = f64::from(within(begins, baseline_end));
        let usual =
            Usual { a_week: (past + 0.08 * PEER_WEEKS) / (weeks + PEER_WEEKS), weeks: weeks + PEER_WEEKS };
        let rule = Rule::new(FALSE_SHARE, BASELINE, LOOK).unwrap_or_default();
        let cut = if self.cut > 0.0 { self.cut } else { FALSE_SHARE / (2.0 * self.watched.max(1) as f64) };
        Series {
            stream: history.streams[stream].clone(),
            from: self.first,
            counts: counts.collect(),
            band: normal_band(&usual, f64::from(LOOK), BAND),
            a_week: usual.a_week,
            shows_after: [2.0, 0.5].map(|factor| weeks_to_show(&usual, factor, &rule, cut)),
        }
    }
}
