//! Since when, and by what factor: all starting weeks and factors weighed together, so that the interval knows that
//! neither the start nor the rate before is known for certain.

use super::{
    prior::Known,
    scan::{Direction, Setting},
    table::Table,
};

/// The watched weeks of one series: week, count, expectation at the peers' mean rate.
#[derive(Debug)]
pub(super) struct Story {
    weeks: Vec<(usize, f64, f64)>,
    /// How many counts make up one independent one.
    worth: f64,
}

/// What was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) since: usize,
    pub(super) factor: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Story {
    pub(super) fn collect(setting: &Setting<'_>, table: &Table, at: usize, mean: f64) -> Self {
        let series = &table.series[at];
        let record = &setting.common.records[at];
        let effect = &setting.common.weeks[series.kind as usize];
        let factors: Vec<f64> =
            (0..setting.calendar.periods).map(|period| setting.common.factor(at, period).value).collect();
        let begin = record.first as usize + setting.baseline();
        let mut weeks = Vec::new();
        table.each_week(series, |week, count, exposure| {
            if week < begin {
                return;
            }
            if let Some(period) = setting.calendar.period(week) {
                let expected = mean * f64::from(exposure) * effect[week] * factors[period];
                weeks.push((week, f64::from(count), expected));
            }
        });
        let noise = setting.noise[series.kind as usize];
        let all: f64 = weeks.iter().map(|(_, _, expected)| expected).sum();
        let looks = setting.calendar.looks.max(1) as f64;
        Self { weeks, worth: noise.factor + noise.square * all / looks }
    }
}

/// A factor that is weighed.
struct Weighed {
    factor: f64,
    ln_factor: f64,
    /// Logarithm of its share before anything is seen.
    ln_share: f64,
}

/// Factors that are weighed, with their share before anything is seen.
fn factors(direction: Direction) -> Vec<Weighed> {
    let each = weighed(direction).into_iter();
    each.map(|(factor, share)| Weighed { factor, ln_factor: factor.max(1e-9).ln(), ln_share: share.ln() })
        .collect()
}

fn weighed(direction: Direction) -> Vec<(f64, f64)> {
    match direction {
        // A factor of three is usual, of ten rare.
        Direction::Rise => (1..=60)
            .map(|step| {
                let log = 40.0_f64.ln() * f64::from(step) / 60.0;
                (log.exp(), (-0.5 * (log / 1.2).powi(2)).exp())
            })
            .collect(),
        Direction::Fall => (0..60).map(|step| (f64::from(step) / 60.0, 1.0)).collect(),
    }
}

pub(super) fn estimate(story: &Story, known: &Known, direction: Direction) -> Option<Found> {
    let (mean, variance) = known.moments();
    let (shape, rate) = (mean * mean / variance, mean / variance);
    let factors = factors(direction);
    let all: (f64, f64) = story.weeks.iter().fold((0.0, 0.0), |sum, week| (sum.0 + week.1, sum.1 + week.2));
    let mut before = (0.0, 0.0);
    let mut logs = Vec::with_capacity(story.weeks.len() * factors.len());
    for &(_, count, expected) in &story.weeks {
        let after = ((all.0 - before.0) / story.worth, (all.1 - before.1) / story.worth);
        let earlier = (before.0 / story.worth, before.1 / story.worth);
        for weighed in &factors {
            let under = rate + earlier.1 + weighed.factor * after.1;
            let seen = after.0 * weighed.ln_factor - (shape + earlier.0 + after.0) * under.ln();
            logs.push(weighed.ln_share + seen);
        }
        before = (before.0 + count, before.1 + expected);
    }
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let shares: Vec<f64> = logs.iter().map(|log| (log - top).exp()).collect();
    let starts: Vec<f64> = shares.chunks(factors.len()).map(|row| row.iter().sum()).collect();
    let since =
        starts.iter().enumerate().max_by(|left, right| left.1.total_cmp(right.1)).map(|(at, _)| at)?;
    let mut by_factor = vec![0.0; factors.len()];
    for row in shares.chunks(factors.len()) {
        for (sum, share) in by_factor.iter_mut().zip(row) {
            *sum += share;
        }
    }
    let quantile = |share: f64| quantile(&factors, &by_factor, share);
    Some(Found {
        since: story.weeks[since].0,
        factor: quantile(0.5),
        low: quantile(0.025),
        high: quantile(0.975),
    })
}

/// Between the grid's points the distribution is taken to be straight.
fn quantile(factors: &[Weighed], shares: &[f64], wanted: f64) -> f64 {
    let all: f64 = shares.iter().sum();
    let mut sum = 0.0;
    for (at, share) in shares.iter().enumerate() {
        let next = sum + share / all;
        if next >= wanted {
            let lower = if at == 0 { factors[0].factor.min(1.0) } else { factors[at - 1].factor };
            let part = if share > &0.0 { (wanted - sum) / (share / all) } else { 1.0 };
            return lower + (factors[at].factor - lower) * part.clamp(0.0, 1.0);
        }
        sum = next;
    }
    factors.last().map_or(1.0, |weighed| weighed.factor)
}
