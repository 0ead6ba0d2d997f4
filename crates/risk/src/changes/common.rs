//! What happens to everybody: the weeks of the year, and shocks that hit one peer group.
//!
//! A plant closure is one event and not four hundred alarms. Week effects are estimated per kind over everybody, then
//! factors per peer group and period on top, both shrunk to "nothing happened" as far as the data allow it. Nothing
//! here looks past the week it speaks of.

use rayon::prelude::*;

use super::{
    rule::{Calendar, Rule},
    table::{Series, Table},
};

/// A peer group is never smaller; with fewer people a common change cannot be told from their own.
pub(super) const PEERS_AT_LEAST: usize = 20;
const CHUNK: usize = 2_048;

/// One series in the resolution that looks are taken in.
#[derive(Debug, Clone)]
pub(super) struct Record {
    /// Count and exposure (week effects taken out) of the baseline, per period.
    pub(super) before: Vec<(u32, f32)>,
    /// The same of the watched weeks, per period.
    pub(super) after: Vec<(u32, f32)>,
    /// Observed weeks of the baseline.
    pub(super) baseline_weeks: u32,
    /// First observed week.
    pub(super) first: u32,
    /// Whether the baseline is over by the first look: only these speak for all, so that nothing at a look knows of
    /// weeks after it.
    pub(super) is_reference: bool,
    /// Peer group and kind in one number.
    pub(super) cell: u32,
}

/// Sums of a peer group in a period.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    pub(super) count: f64,
    pub(super) expected: f64,
}

/// The factor of a peer group in a period, one person left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Factor {
    pub(super) value: f64,
    /// Squared coefficient of variation.
    pub(super) spread: f64,
}

/// Common effects of all kinds.
#[derive(Debug)]
pub(super) struct Common {
    /// Per kind and week.
    pub(super) weeks: Vec<Vec<f64>>,
    pub(super) records: Vec<Record>,
    /// Per cell and period.
    pub(super) sums: Vec<Vec<Sum>>,
    /// Whether the cell has people enough to have factors.
    pub(super) is_large: Vec<bool>,
    /// Per kind and period: pseudo-events that hold the factors at 1, from what was seen until then.
    hold: Vec<Vec<f64>>,
    /// The kind of each cell.
    pub(super) kind_of: Vec<usize>,
    /// Of each kind, how many speak for all.
    pub(super) kind_size: Vec<usize>,
    /// Rate of each series used for the expectation, in its exposure with week effects taken out.
    pub(super) rates: Vec<f64>,
}

impl Common {
    pub(super) fn fit(table: &Table, calendar: &Calendar, rule: &Rule) -> Self {
        let cells = cells(table, calendar);
        let mut weeks = vec![vec![1.0; table.weeks()]; table.kinds()];
        let mut records = records(table, calendar, rule, &weeks, &cells);
        let mut rates = rates(&records, cells.count);
        for _ in 0..2 {
            weeks = week_effects(table, rule, &rates, &cells, &records);
            records = self::records(table, calendar, rule, &weeks, &cells);
            rates = self::rates(&records, cells.count);
        }
        let sums = sums(&records, &rates, cells.count, calendar.periods);
        let hold = holds(table, calendar, &cells, &sums);
        Self {
            weeks,
            records,
            sums,
            is_large: cells.is_large,
            hold,
            kind_of: cells.kind_of,
            kind_size: cells.kind_size,
            rates,
        }
    }

    /// The factor of a period for one series, its own part left out.
    pub(super) fn factor(&self, at: usize, period: usize) -> Factor {
        let record = &self.records[at];
        let cell = record.cell as usize;
        if !self.is_large[cell] {
            return Factor { value: 1.0, spread: 0.0 };
        }
        let hold = self.hold[self.kind_of[cell]][period];
        let (own, own_expected) = record.shared(period, self.rates[at]);
        let sum = self.sums[cell][period];
        let (count, expected) = (sum.count - own, (sum.expected - own_expected).max(0.0));
        // Far from what the usual spread of groups allows: believe the group's own figures.
        let usual = expected + expected * expected / hold;
        let hold = if (count - expected).powi(2) > 16.0 * usual { hold.min(2.0) } else { hold };
        Factor { value: (count + hold) / (expected + hold), spread: 1.0 / (count + hold) }
    }
}

impl Record {
    /// Count and expectation that enter the sums of the cell.
    fn shared(&self, period: usize, rate: f64) -> (f64, f64) {
        let (before, after) = (self.before[period], self.after[period]);
        if self.is_reference {
            (f64::from(before.0 + after.0), rate * f64::from(before.1 + after.1))
        } else {
            (f64::from(after.0), rate * f64::from(after.1))
        }
    }
}

/// Peer groups by kind; small groups are one together, and when that is small too, part of everybody.
#[derive(Debug)]
struct Cells {
    /// For each series.
    of: Vec<u32>,
    count: usize,
    is_large: Vec<bool>,
    kind_of: Vec<usize>,
    is_reference: Vec<bool>,
    /// People of each kind who speak for all.
    kind_size: Vec<usize>,
}

fn cells(table: &Table, calendar: &Calendar) -> Cells {
    let groups = table.groups().max(1);
    let rest = groups * table.kinds();
    let is_reference: Vec<bool> =
        table.series.iter().map(|series| table.first_of(series) <= calendar.look).collect();
    let own = |series: &Series| series.kind as usize * groups + series.group as usize;
    let mut size = vec![0_usize; rest + table.kinds()];
    let mut kind_size = vec![0_usize; table.kinds()];
    for (series, _) in table.series.iter().zip(&is_reference).filter(|(_, is_reference)| **is_reference) {
        size[own(series)] += 1;
        kind_size[series.kind as usize] += 1;
    }
    // After the groups of all kinds comes, per kind, the cell of those whose group is too small.
    let mut of = Vec::with_capacity(table.series.len());
    for (series, is_reference) in table.series.iter().zip(&is_reference) {
        let mut cell = own(series);
        if size[cell] < PEERS_AT_LEAST {
            cell = rest + series.kind as usize;
            size[cell] += usize::from(*is_reference);
        }
        of.push(cell as u32);
    }
    let kind_of = (0..size.len()).map(|cell| if cell < rest { cell / groups } else { cell - rest });
    Cells {
        of,
        count: size.len(),
        is_large: size.iter().map(|&size| size >= PEERS_AT_LEAST).collect(),
        kind_of: kind_of.collect(),
        is_reference,
        kind_size,
    }
}

fn records(
    table: &Table,
    calendar: &Calendar,
    rule: &Rule,
    weeks: &[Vec<f64>],
    cells: &Cells,
) -> Vec<Record> {
    let make = |(at, series): (usize, &Series)| {
        let mut record = Record {
            before: vec![(0, 0.0); calendar.periods],
            after: vec![(0, 0.0); calendar.periods],
            baseline_weeks: 0,
            first: table.first_of(series) as u32,
            is_reference: cells.is_reference[at],
            cell: cells.of[at],
        };
        let effect = &weeks[series.kind as usize];
        table.each_week(series, |week, count, exposure| {
            let Some(period) = calendar.period(week) else { return };
            let is_before = week < record.first as usize + rule.baseline;
            let sums = if is_before {
                record.baseline_weeks += 1;
                &mut record.before
            } else {
                &mut record.after
            };
            sums[period].0 += count;
            sums[period].1 += exposure * effect[week] as f32;
        });
        record
    };
    table.series.par_iter().enumerate().with_min_len(CHUNK).map(make).collect()
}

/// Rate in the baseline, shrunk a little to the mean of the cell.
fn rates(records: &[Record], cells: usize) -> Vec<f64> {
    let mut mean = vec![(0.0, 0.0); cells];
    let totals: Vec<(f64, f64)> = records.iter().map(|record| total(&record.before)).collect();
    for (record, (count, exposure)) in records.iter().zip(&totals).filter(|(record, _)| record.is_reference) {
        let sum = &mut mean[record.cell as usize];
        sum.0 += count;
        sum.1 += exposure;
    }
    let rate = |(record, (count, exposure)): (&Record, &(f64, f64))| {
        let (all, under) = mean[record.cell as usize];
        if under <= 0.0 {
            return 0.0;
        }
        let mean = (all + 0.5) / under;
        (count + 1.0) / (exposure + 1.0 / mean)
    };
    records.iter().zip(&totals).map(rate).collect()
}

pub(super) fn total(periods: &[(u32, f32)]) -> (f64, f64) {
    periods.iter().fold((0.0, 0.0), |(count, exposure), &(more, under)| {
        (count + f64::from(more), exposure + f64::from(under))
    })
}

fn week_effects(
    table: &Table,
    rule: &Rule,
    rates: &[f64],
    cells: &Cells,
    records: &[Record],
) -> Vec<Vec<f64>> {
    let (kinds, weeks) = (table.kinds(), table.weeks());
    let chunk = |(at, chunk): (usize, &[Series])| {
        let mut sums = vec![Sum::default(); kinds * weeks];
        for (offset, series) in chunk.iter().enumerate() {
            let (rate, record) = (rates[at * CHUNK + offset], &records[at * CHUNK + offset]);
            let begin = if record.is_reference { 0 } else { record.first as usize + rule.baseline };
            let row = series.kind as usize * weeks;
            table.each_week(series, |week, count, exposure| {
                if week >= begin {
                    let sum = &mut sums[row + week];
                    sum.count += f64::from(count);
                    sum.expected += rate * f64::from(exposure);
                }
            });
        }
        sums
    };
    // Chunks are added up in their order, so that the number of threads changes no bit.
    let parts: Vec<_> = table.series.par_chunks(CHUNK).enumerate().map(chunk).collect();
    let mut sums = vec![Sum::default(); kinds * weeks];
    for part in parts {
        for (sum, more) in sums.iter_mut().zip(part) {
            sum.count += more.count;
            sum.expected += more.expected;
        }
    }
    (0..kinds)
        .map(|kind| {
            if cells.kind_size[kind] < PEERS_AT_LEAST {
                vec![1.0; weeks]
            } else {
                shrunk_ratios(&sums[kind * weeks..(kind + 1) * weeks], rule.baseline)
            }
        })
        .collect()
}

/// Ratios of counted to expected, held at 1 as far as their spread until then is what chance alone would make.
fn shrunk_ratios(sums: &[Sum], baseline: usize) -> Vec<f64> {
    let mut hold = Hold::default();
    let start = baseline.min(sums.len());
    sums[..start].iter().for_each(|sum| hold.see(sum));
    let mut ratios = Vec::with_capacity(sums.len());
    for (week, sum) in sums.iter().enumerate() {
        if week >= start {
            hold.see(sum);
        }
        let hold = hold.strength();
        ratios.push((sum.count + hold) / (sum.expected + hold));
    }
    ratios
}

/// The variance of true ratios, by moments; its inverse are the pseudo-events that hold them at 1.
#[derive(Debug, Clone, Copy, Default)]
struct Hold {
    excess: f64,
    weight: f64,
}

impl Hold {
    fn see(&mut self, sum: &Sum) {
        if sum.expected > 0.0 {
            // The weight of a large sum is bounded: many small groups shall be heard beside a large one.
            let share = sum.expected / (1.0 + sum.expected / 50.0);
            let ratio = sum.count / sum.expected - 1.0;
            self.excess += share * (ratio * ratio - 1.0 / sum.expected);
            self.weight += share;
        }
    }

    fn strength(&self) -> f64 {
        let variance = if self.weight > 0.0 { (self.excess / self.weight).max(0.0) } else { 0.0 };
        1.0 / variance.clamp(1e-5, 1.0)
    }
}

fn sums(records: &[Record], rates: &[f64], cells: usize, periods: usize) -> Vec<Vec<Sum>> {
    let mut sums = vec![vec![Sum::default(); periods]; cells];
    for (record, &rate) in records.iter().zip(rates) {
        for (period, sum) in sums[record.cell as usize].iter_mut().enumerate() {
            let (count, expected) = record.shared(period, rate);
            sum.count += count;
            sum.expected += expected;
        }
    }
    sums
}

/// Per kind and period, one strength for all its cells.
fn holds(table: &Table, calendar: &Calendar, cells: &Cells, sums: &[Vec<Sum>]) -> Vec<Vec<f64>> {
    let mut by_kind = vec![vec![Hold::default(); calendar.periods]; table.kinds()];
    for (cell, row) in sums.iter().enumerate().filter(|(cell, _)| cells.is_large[*cell]) {
        for (period, sum) in row.iter().enumerate() {
            // What the baseline shows counts from its beginning, what comes later from then on.
            let from = if period < calendar.baseline_periods { 0 } else { period };
            by_kind[cells.kind_of[cell]][from..].iter_mut().for_each(|hold| hold.see(sum));
        }
    }
    by_kind.iter().map(|row| row.iter().map(Hold::strength).collect()).collect()
}
