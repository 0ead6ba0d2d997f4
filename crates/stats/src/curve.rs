//! Survival curves: Kaplan–Meier with Greenwood errors, and the Nelson–Aalen cumulative hazard.

use crate::{Result, Spells, special::normal_quantile};

/// On which scale the limits of a survival curve are symmetric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Limits {
    /// log(-log S): stays within 0 and 1, good with few events.
    #[default]
    LogLog,
    /// log S.
    Log,
    /// S itself, cut at 0 and 1.
    Plain,
}

/// One distinct time of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// The time.
    pub time: f64,
    /// How many are at risk: entry < time <= exit.
    pub at_risk: usize,
    /// How many have the event at that time.
    pub events: usize,
    /// How many are censored at that time.
    pub censored: usize,
}

/// The distinct exit times of some rows, in order, with those at risk.
pub fn moments(spells: &Spells, rows: &[usize]) -> Vec<Moment> {
    let mut exits: Vec<(f64, bool)> =
        rows.iter().map(|&row| (spells.exit()[row], spells.event()[row])).collect();
    exits.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut entries: Vec<f64> = rows.iter().map(|&row| spells.entry_of(row)).collect();
    entries.sort_unstable_by(f64::total_cmp);
    let mut moments: Vec<Moment> = Vec::new();
    let (mut gone, mut come) = (0, 0);
    for tied in exits.chunk_by(|a, b| a.0 == b.0) {
        let time = tied[0].0;
        come += entries[come..].iter().take_while(|&&entry| entry < time).count();
        let events = tied.iter().filter(|exit| exit.1).count();
        moments.push(Moment { time, at_risk: come - gone, events, censored: tied.len() - events });
        gone += tied.len();
    }
    moments
}

/// A survival curve: a step function that changes at the times given.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The distinct exit times, those of censored spells too.
    pub moments: Vec<Moment>,
    /// The share that stays beyond each time.
    pub survival: Vec<f64>,
    /// Greenwood's standard error of it.
    pub se: Vec<f64>,
    /// The lower limit.
    pub lower: Vec<f64>,
    /// The upper limit. Where nobody is left it stays where it was: no limit can be computed there.
    pub upper: Vec<f64>,
    /// The cumulative hazard after Nelson and Aalen.
    pub hazard: Vec<f64>,
    /// Its standard error.
    pub hazard_se: Vec<f64>,
}

/// The Kaplan–Meier and Nelson–Aalen curves of some rows, with limits that hold with the given confidence.
pub fn kaplan_meier(spells: &Spells, rows: &[usize], limits: Limits, confidence: f64) -> Curve {
    let moments = moments(spells, rows);
    let z = normal_quantile(0.5 + confidence / 2.0);
    let mut curve = Curve {
        moments: Vec::new(),
        survival: Vec::new(),
        se: Vec::new(),
        lower: Vec::new(),
        upper: Vec::new(),
        hazard: Vec::new(),
        hazard_se: Vec::new(),
    };
    let (mut survival, mut greenwood, mut hazard, mut hazard_variance) = (1.0, 0.0, 0.0, 0.0);
    let mut last_upper = 1.0;
    for moment in &moments {
        let (n, d) = (moment.at_risk as f64, moment.events as f64);
        if moment.events > 0 {
            survival *= (n - d) / n;
            greenwood += d / (n * (n - d));
            hazard += d / n;
            hazard_variance += d / (n * n);
        }
        let (lower, upper) =
            if survival > 0.0 { limits.around(survival, greenwood, z) } else { (0.0, last_upper) };
        last_upper = upper;
        curve.survival.push(survival);
        curve.se.push(if survival > 0.0 { survival * greenwood.sqrt() } else { 0.0 });
        curve.lower.push(lower);
        curve.upper.push(upper);
        curve.hazard.push(hazard);
        curve.hazard_se.push(hazard_variance.sqrt());
    }
    curve.moments = moments;
    curve
}

impl Limits {
    /// The limits around a survival above 0, from the sum of Greenwood's terms.
    fn around(self, survival: f64, greenwood: f64, z: f64) -> (f64, f64) {
        if greenwood <= 0.0 {
            return (survival, survival);
        }
        let half = z * greenwood.sqrt();
        match self {
            Self::Plain => ((survival - half * survival).max(0.0), (survival + half * survival).min(1.0)),
            Self::Log => (survival * (-half).exp(), (survival * half.exp()).min(1.0)),
            Self::LogLog => {
                let power = (half / survival.ln().abs()).exp();
                (survival.powf(power), survival.powf(1.0 / power))
            }
        }
    }
}

/// A time by which a share has left, with its limits; nothing where the curve does not go down that far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// The time.
    pub time: Option<f64>,
    /// The lower limit.
    pub lower: Option<f64>,
    /// The upper limit.
    pub upper: Option<f64>,
}

impl Curve {
    /// The survival at a time; 1 before the first.
    pub fn at(&self, time: f64) -> f64 {
        step(&self.moments, &self.survival, time).unwrap_or(1.0)
    }

    /// The place of the last moment at or before a time.
    pub fn place(&self, time: f64) -> Option<usize> {
        self.moments.partition_point(|moment| moment.time <= time).checked_sub(1)
    }

    /// The time by which the share `left` has left.
    pub fn quantile(&self, left: f64) -> Quantile {
        let of = |values: &[f64]| crossing(&self.moments, values, 1.0 - left);
        Quantile { time: of(&self.survival), lower: of(&self.lower), upper: of(&self.upper) }
    }
}

fn step(moments: &[Moment], values: &[f64], time: f64) -> Option<f64> {
    let place = moments.partition_point(|moment| moment.time <= time).checked_sub(1)?;
    values.get(place).copied()
}

/// The time at which the curve comes down to the level; the middle of the step where it lies exactly on it.
///
/// Limits of a curve with left truncation may rise again: then it is the point closest below the level, as in R.
fn crossing(moments: &[Moment], values: &[f64], level: f64) -> Option<f64> {
    const SAME: f64 = 1e-12;
    let highest_under = |limit: f64| {
        let under = values.iter().enumerate().filter(|(_, value)| **value <= limit);
        under.reduce(|best, other| if other.1 > best.1 { other } else { best }).map(|(place, _)| place)
    };
    let place = highest_under(level + SAME)?;
    let time = moments.get(place)?.time;
    if (values[place] - level).abs() > SAME {
        return Some(time);
    }
    let end = highest_under(level - SAME).map_or_else(|| moments.last(), |below| moments.get(below));
    Some(end.map_or(time, |moment| f64::midpoint(time, moment.time)))
}

/// One year (or other whole step) of a life table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LifeYear {
    /// The year, from 1.
    pub year: usize,
    /// At risk at its start.
    pub at_risk: usize,
    /// How many left in it.
    pub leavers: usize,
    /// How many were censored in it.
    pub censored: usize,
    /// Leavers over those at risk.
    pub hazard: f64,
    /// The share that stays beyond it.
    pub survival: f64,
}

/// The life table of whole time steps of length 1: (year - 1, year].
pub fn life_table(spells: &Spells) -> Result<Vec<LifeYear>> {
    let whole = Spells::new(spells.exit().iter().map(|time| time.ceil()).collect(), spells.event().to_vec())?;
    let rows: Vec<usize> = (0..whole.len()).collect();
    let mut survival = 1.0;
    Ok(moments(&whole, &rows)
        .into_iter()
        .map(|moment| {
            let hazard = moment.events as f64 / moment.at_risk as f64;
            survival *= 1.0 - hazard;
            LifeYear {
                year: moment.time as usize,
                at_risk: moment.at_risk,
                leavers: moment.events,
                censored: moment.censored,
                hazard,
                survival,
            }
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_stays_a_number_when_everybody_has_left() {
        let spells = Spells::new(vec![1.0, 2.0, 2.0], vec![true; 3]).unwrap();
        let curve = kaplan_meier(&spells, &[0, 1, 2], Limits::LogLog, 0.95);
        assert_eq!(curve.survival[1], 0.0);
        assert!(curve.se.iter().chain(&curve.lower).chain(&curve.upper).all(|value| value.is_finite()));
        assert_eq!(curve.quantile(0.9).time, Some(2.0));
    }

    #[test]
    fn who_enters_later_is_not_at_risk_before() {
        let spells = Spells::with_entry(vec![0.0, 2.0], vec![2.0, 3.0], vec![true, true]).unwrap();
        let at_risk: Vec<usize> = moments(&spells, &[0, 1]).iter().map(|moment| moment.at_risk).collect();
        assert_eq!(at_risk, [1, 1]);
    }
}
