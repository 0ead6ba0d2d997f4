//! The scan: everybody watched, both directions, at every look.
//!
//! At a look the weeks since then, since two looks ago, and so on are each compared with what the person's own past and
//! the common effects let expect. The p-values of all windows and looks of a year are joined by their weighted harmonic
//! mean, which only falls as looks are added; the step-up rule of Benjamini and Hochberg over all people, kinds and both
//! directions then flags a set that only grows within the year, and whose share of false ones is held at `q`.

use rayon::prelude::*;

use super::{
    common::{Common, Record},
    noise::{Beside, excess, solve_noise},
    prior::{Known, Noise, Past, Peers, Window},
    rule::{Calendar, Rule, WEEKS_A_YEAR},
    since::{Story, estimate},
    table::Table,
};

/// A window whose count lies closer than so many standard deviations to what was expected adds next to nothing, and is
/// not looked at any closer; counts are skewed, so upwards this comes later.
const NEAR: [f64; 2] = [2.4, 2.0];
/// What is listed though not flagged has a p-value at most so many times what would have been flagged.
const NEARLY: f64 = 20.0;
/// As much of the baseline must have been observed.
const OBSERVED_AT_LEAST: f64 = 0.25;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// More than before.
    Rise,
    /// Less than before.
    Fall,
}

/// One change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Person, as numbered in the table.
    pub person: u32,
    /// Kind, as numbered in the table.
    pub kind: u32,
    /// Which way.
    pub direction: Direction,
    /// The most probable first week of it.
    pub since_week: u32,
    /// How many times as often as before.
    pub factor: f64,
    /// The factor is higher than this with probability .975.
    pub low: f64,
    /// The factor is lower than this with probability .975.
    pub high: f64,
    /// How often chance alone would show as much, this person and kind taken by themselves.
    pub p: f64,
    /// The last week of the look that flagged it; none when it was not flagged.
    pub flagged_week: Option<u32>,
}

/// What a scan found.
#[derive(Debug, Clone, PartialEq)]
pub struct Scan {
    /// How many people had enough of a past to be compared with.
    pub watched: usize,
    /// Everything that came near, flagged or not, flagged first.
    pub changes: Vec<Change>,
    /// The p-value up to which somebody was flagged at the last look; says how long a change takes to show.
    pub cut: f64,
    /// Extra variance per kind: factor on the mean, share of the squared mean per period.
    pub noise: Vec<(f64, f64)>,
}

/// Looks through a table.
pub fn scan(table: &Table, rule: &Rule) -> Scan {
    let calendar = Calendar::new(table.weeks(), rule);
    let setting = Setting::new(table, calendar, *rule);
    setting.run()
}

/// One direction of one series: its joined p-value at each look.
struct Finding {
    series: u32,
    direction: Direction,
    p: Vec<f64>,
}

/// What one series contributes.
struct Looked {
    /// For each year, whether rises and falls were watched.
    watched: Vec<(bool, bool)>,
    findings: Vec<Finding>,
}

pub(super) struct Setting<'a> {
    table: &'a Table,
    pub(super) calendar: Calendar,
    rule: Rule,
    pub(super) common: Common,
    pub(super) noise: Vec<Noise>,
    peers: Vec<Peers>,
    /// Mean rate of each cell.
    means: Vec<f64>,
    /// Per kind, look and length of window: variance beyond what the baseline lets expect, as a share of the squared mean.
    drift: Vec<Vec<f64>>,
}

/// So many series tell how far people drift.
const DRIFT_SAMPLE: usize = 10_000;

impl<'a> Setting<'a> {
    pub(super) fn new(table: &'a Table, calendar: Calendar, rule: Rule) -> Self {
        let common = Common::fit(table, &calendar, &rule);
        let mut setting = Self {
            table,
            calendar,
            rule,
            common,
            noise: Vec::new(),
            peers: Vec::new(),
            means: Vec::new(),
            drift: Vec::new(),
        };
        setting.means = setting.cell_means();
        setting.noise = (0..table.kinds()).into_par_iter().map(|kind| setting.fit_noise(kind)).collect();
        setting.peers = (0..table.kinds()).into_par_iter().map(|kind| setting.learn_peers(kind)).collect();
        setting.drift = (0..table.kinds()).into_par_iter().map(|kind| setting.fit_drift(kind)).collect();
        setting
    }

    pub(super) fn baseline(&self) -> usize {
        self.rule.baseline
    }

    fn of_kind(&self, kind: usize) -> impl Iterator<Item = usize> + '_ {
        let series = self.table.series.iter().enumerate();
        series.filter(move |(_, series)| series.kind as usize == kind).map(|(at, _)| at)
    }

    fn has_past(&self, record: &Record) -> bool {
        f64::from(record.baseline_weeks) >= OBSERVED_AT_LEAST * self.rule.baseline as f64
    }

    /// Baseline by period: count, and exposure with all common effects taken out.
    fn before(&self, at: usize) -> impl Iterator<Item = (f64, f64)> + '_ {
        let record = &self.common.records[at];
        record.before.iter().enumerate().filter(|(_, (_, exposure))| *exposure > 0.0).map(
            move |(period, &(count, exposure))| {
                (f64::from(count), f64::from(exposure) * self.common.factor(at, period).value)
            },
        )
    }

    fn cell_means(&self) -> Vec<f64> {
        let cells = self.common.is_large.len();
        let mut by_cell = vec![(0.0, 0.0); cells];
        let mut by_kind = vec![(0.0, 0.0); self.table.kinds()];
        for at in 0..self.table.series.len() {
            let record = &self.common.records[at];
            if !self.speaks(record) {
                continue;
            }
            let (cell, kind) =
                (&mut by_cell[record.cell as usize], &mut by_kind[self.table.series[at].kind as usize]);
            for (count, exposure) in self.before(at) {
                cell.0 += count;
                cell.1 += exposure;
                kind.0 += count;
                kind.1 += exposure;
            }
        }
        (0..cells)
            .map(|cell| {
                let (all, under) = by_kind[self.common.kind_of[cell]];
                let overall = if under > 0.0 { (all + 0.5) / under } else { 0.0 };
                let (count, exposure) = by_cell[cell];
                if self.common.is_large[cell] && overall > 0.0 {
                    (count + 5.0) / (exposure + 5.0 / overall)
                } else {
                    overall
                }
            })
            .collect()
    }

    /// Whether a series' baseline tells what is usual among all.
    fn speaks(&self, record: &Record) -> bool {
        record.is_reference && self.has_past(record)
    }

    /// How much more than chance the counts of one person vary from period to period of the baseline, where nothing is
    /// supposed to have changed: var = factor × mean + square × mean².
    fn fit_noise(&self, kind: usize) -> Noise {
        let (mut w, mut wx, mut wxx, mut wy, mut wxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for at in self.of_kind(kind).filter(|&at| self.speaks(&self.common.records[at])) {
            let periods: Vec<(f64, f64)> = self.before(at).collect();
            let (count, exposure) =
                periods.iter().fold((0.0, 0.0), |sum, period| (sum.0 + period.0, sum.1 + period.1));
            if periods.len() < 2 || count < 2.0 {
                continue;
            }
            let square: f64 = periods
                .iter()
                .map(|&(observed, under)| {
                    let expected = count * under / exposure;
                    (observed - expected).powi(2) / expected
                })
                .sum();
            let y = square / (periods.len() - 1) as f64;
            let x = count / periods.len() as f64;
            let weight = 1.0 / (1.0 + x / 10.0).powi(2);
            w += weight;
            wx += weight * x;
            wxx += weight * x * x;
            wy += weight * y;
            wxy += weight * x * y;
        }
        solve_noise([w, wx, wxx, wy, wxy])
    }

    fn past(&self, at: usize) -> Past {
        let (mut count, mut expected, mut periods) = (0.0, 0.0, 0_u32);
        for (more, under) in self.before(at) {
            count += more;
            expected += under;
            periods += 1;
        }
        let expected = expected * self.means[self.common.records[at].cell as usize];
        let noise = self.noise[self.table.series[at].kind as usize];
        let level = (0.5 * (count + expected) + 1.0) / f64::from(periods.max(1));
        let square = noise.square / f64::from(periods.max(1));
        Past {
            count,
            expected,
            worth: noise.factor + noise.square * level,
            noise: Noise { factor: noise.factor, square },
        }
    }

    fn learn_peers(&self, kind: usize) -> Peers {
        let pasts: Vec<Past> = self
            .of_kind(kind)
            .filter(|&at| self.speaks(&self.common.records[at]))
            .map(|at| self.past(at))
            .filter(|past| past.expected > 0.0)
            .collect();
        Peers::learn(&pasts)
    }

    /// People drift: the further from the baseline, the more. What the bulk of all people shows beyond their own
    /// uncertainty is added to everybody's, so that only what stands out from the bulk is flagged.
    fn fit_drift(&self, kind: usize) -> Vec<f64> {
        let lengths = self.rule.lengths();
        let all: Vec<usize> =
            self.of_kind(kind).filter(|&at| self.speaks(&self.common.records[at])).collect();
        let mut seen: Vec<Vec<Beside>> =
            (0..self.calendar.looks * lengths.len()).map(|_| Vec::new()).collect();
        for &at in all.iter().step_by(all.len().div_ceil(DRIFT_SAMPLE).max(1)) {
            let Some(known) = self.known(at) else { continue };
            let (typical, variance) = known.moments();
            let periods = Periods::new(self, at, self.means[self.common.records[at].cell as usize]);
            for look in 0..self.calendar.looks {
                for (which, &length) in lengths.iter().enumerate().filter(|(_, length)| **length <= look + 1)
                {
                    let (count, window) = periods.window(look, length, self.noise[kind]);
                    let beside = Beside::new(count, &window, typical, variance);
                    if beside.mean > 0.5 {
                        seen[look * lengths.len() + which].push(beside);
                    }
                }
            }
        }
        seen.iter().map(|beside| excess(beside)).collect()
    }

    fn run(&self) -> Scan {
        let series = self.table.series.len();
        let looked: Vec<Option<Looked>> =
            (0..series).into_par_iter().with_min_len(512).map(|at| self.look_at(at)).collect();
        let years = self.calendar.looks.div_ceil(self.rule.looks_a_year());
        let mut hypotheses = vec![0_usize; years];
        let mut people = vec![false; self.table.people()];
        let mut findings = Vec::new();
        for (at, looked) in looked.into_iter().enumerate() {
            let Some(looked) = looked else { continue };
            people[self.table.series[at].person as usize] = true;
            for (sum, (rise, fall)) in hypotheses.iter_mut().zip(&looked.watched) {
                *sum += usize::from(*rise) + usize::from(*fall);
            }
            findings.extend(looked.findings);
        }
        let (flags, cut) = self.flag(&findings, &hypotheses);
        let mut changes: Vec<Change> = findings
            .par_iter()
            .zip(&flags)
            .filter(|(finding, flag)| {
                flag.is_some() || finding.p[lowest(&finding.p)] <= (NEARLY * cut).max(self.rule.listed)
            })
            .filter_map(|(finding, flag)| self.change(finding, *flag))
            .collect();
        changes.sort_by(|left, right| {
            let flagged = |change: &Change| change.flagged_week.is_none();
            flagged(left).cmp(&flagged(right)).then(left.p.total_cmp(&right.p)).then_with(|| {
                (left.person, left.kind, left.direction).cmp(&(right.person, right.kind, right.direction))
            })
        });
        Scan {
            watched: people.iter().filter(|&&watched| watched).count(),
            changes,
            cut,
            noise: self.noise.iter().map(|noise| (noise.factor, noise.square)).collect(),
        }
    }

    /// The rate of a series as its baseline lets know it.
    pub(super) fn known(&self, at: usize) -> Option<Known> {
        let record = &self.common.records[at];
        let past = self.past(at);
        (self.has_past(record) && past.expected > 0.0)
            .then(|| self.peers[self.table.series[at].kind as usize].after(&past))
    }

    fn look_at(&self, at: usize) -> Option<Looked> {
        let record = &self.common.records[at];
        if !record.after.iter().any(|(_, exposure)| *exposure > 0.0) {
            return None;
        }
        let known = self.known(at)?;
        let mean = self.means[record.cell as usize];
        let kind = self.table.series[at].kind as usize;
        let (noise, drift) = (self.noise[kind], &self.drift[kind]);
        let periods = Periods::new(self, at, mean);
        let watched = self.watched(at, &known, noise);
        let year = self.rule.looks_a_year();
        let lengths = self.rule.lengths();
        let (typical, variance) = known.moments();
        let mut joined = [Vec::new(), Vec::new()];
        let mut sums = [0.0, 0.0];
        for look in 0..self.calendar.looks {
            if look % year == 0 {
                sums = [0.0, 0.0];
            }
            let reach = lengths.iter().filter(|&&length| length <= look + 1).count();
            let weight = 1.0 / (year * reach) as f64;
            for (which, &length) in lengths[..reach].iter().enumerate() {
                let (count, mut window) = periods.window(look, length, noise);
                if window.expected <= 0.0 {
                    continue;
                }
                window.square += drift[look * lengths.len() + which];
                let beside = Beside::new(count, &window, typical, variance);
                let away = (beside.count - beside.mean) / beside.variance.sqrt();
                if away > NEAR[0] {
                    sums[0] += weight / known.upper(&window, count).max(1e-300);
                } else if away < -NEAR[1] {
                    sums[1] += weight / known.lower(&window, count).max(1e-300);
                }
            }
            for (list, sum) in joined.iter_mut().zip(sums) {
                list.push(if sum > 0.0 { (1.0_f64 / sum).min(1.0) } else { 1.0 });
            }
        }
        let allowed = [watched.iter().any(|watched| watched.0), watched.iter().any(|watched| watched.1)];
        let findings = [Direction::Rise, Direction::Fall]
            .into_iter()
            .zip(joined)
            .zip(allowed)
            .filter(|((_, p), allowed)| *allowed && p.iter().any(|&p| p < self.rule.q))
            .map(|((direction, p), _)| Finding { series: at as u32, direction, p })
            .collect();
        Some(Looked { watched, findings })
    }

    /// Who counts among those watched, by what was known before: somebody for whom a whole year of nothing would not be
    /// remarkable cannot be flagged for a fall, and does not weigh on the others.
    fn watched(&self, at: usize, known: &Known, noise: Noise) -> Vec<(bool, bool)> {
        let record = &self.common.records[at];
        let past = self.past(at);
        let year = self.rule.looks_a_year();
        let scale = WEEKS_A_YEAR as f64 / f64::from(record.baseline_weeks.max(1));
        let window = Window {
            expected: past.expected * scale,
            factor: noise.factor,
            square: noise.square / year as f64,
        };
        // The more people, the smaller what is flagged is among them, and the more remarkable a flag must be.
        let share = (1.0 / (self.common.kind_size[self.table.series[at].kind as usize].max(1) as f64).sqrt())
            .clamp(0.005, 0.1);
        let can_fall = 4.0 * known.lower(&window, 0) < self.rule.q * share;
        let start = self.calendar.baseline_periods;
        record.after[start..]
            .chunks(year)
            .map(|periods| {
                let is_here = periods.iter().any(|(_, exposure)| *exposure > 0.0);
                (is_here, is_here && can_fall)
            })
            .collect()
    }

    /// Step-up in each look of each year; what was flagged stays flagged.
    fn flag(&self, findings: &[Finding], hypotheses: &[usize]) -> (Vec<Option<usize>>, f64) {
        let mut flags = vec![None; findings.len()];
        let year = self.rule.looks_a_year();
        let mut last_cut = 0.0;
        for look in 0..self.calendar.looks {
            let all = hypotheses[look / year].max(1) as f64;
            // Those flagged in an earlier year have been told already.
            let open = |at: usize| flags[at].is_none_or(|flagged: usize| flagged / year == look / year);
            let mut sorted: Vec<f64> = (0..findings.len())
                .filter(|&at| open(at))
                .map(|at| findings[at].p[look])
                .filter(|&p| p < self.rule.q)
                .collect();
            sorted.sort_by(f64::total_cmp);
            let steps = sorted.iter().enumerate().rev();
            let found = steps.into_iter().find(|(rank, p)| **p <= self.rule.q * (*rank + 1) as f64 / all);
            last_cut = self.rule.q / all * found.map_or(1.0, |(rank, _)| (rank + 1) as f64);
            if let Some((_, &cut)) = found {
                for (flag, finding) in flags.iter_mut().zip(findings) {
                    if flag.is_none() && finding.p[look] <= cut {
                        *flag = Some(look);
                    }
                }
            }
        }
        (flags, last_cut)
    }

    fn change(&self, finding: &Finding, flag: Option<usize>) -> Option<Change> {
        let at = finding.series as usize;
        let series = &self.table.series[at];
        let look = flag.unwrap_or_else(|| lowest(&finding.p));
        let known = self.known(at)?;
        let story = Story::collect(self, self.table, at, self.means[self.common.records[at].cell as usize]);
        let found = estimate(&story, &known, finding.direction)?;
        Some(Change {
            person: series.person,
            kind: series.kind,
            direction: finding.direction,
            since_week: self.table.first_week() + found.since as u32,
            factor: found.factor,
            low: found.low,
            high: found.high,
            p: finding.p[look],
            flagged_week: flag.map(|look| self.table.first_week() + self.calendar.last_week(look) as u32),
        })
    }
}

fn lowest(p: &[f64]) -> usize {
    p.iter().enumerate().min_by(|left, right| left.1.total_cmp(right.1)).map_or(0, |(at, _)| at)
}

/// The watched periods of one series: count, expectation at the peers' mean, spread of the common factor.
struct Periods {
    each: Vec<(u32, f64, f64)>,
}

impl Periods {
    fn new(setting: &Setting<'_>, at: usize, mean: f64) -> Self {
        let start = setting.calendar.baseline_periods;
        let after = &setting.common.records[at].after;
        let each = (0..setting.calendar.looks).map(|look| {
            let (count, exposure) = after[start + look];
            if exposure <= 0.0 {
                return (0, 0.0, 0.0);
            }
            let factor = setting.common.factor(at, start + look);
            (count, mean * f64::from(exposure) * factor.value, factor.spread)
        });
        Self { each: each.collect() }
    }

    fn window(&self, look: usize, length: usize, noise: Noise) -> (u32, Window) {
        let (mut count, mut expected, mut squares) = (0, 0.0, 0.0);
        for &(more, under, spread) in &self.each[look + 1 - length..=look] {
            count += more;
            expected += under;
            squares += under * under * (noise.square + spread);
        }
        let square = if expected > 0.0 { squares / (expected * expected) } else { 0.0 };
        (count, Window { expected, factor: noise.factor, square })
    }
}
