//! How long people stay, from spells with dates: who is observed from when, the curve from where enough are observed, what
//! is told of it year by year, and the causes apart.

use kernel::Date;

use crate::{
    Result, Spells,
    competing::aalen_johansen,
    curve::{Limits, kaplan_meier},
    logrank::log_rank,
    turnover::Spell,
};

/// A year of tenure, in days.
const YEAR: f64 = 365.25;
/// So many months are drawn: ten years.
const MONTHS: u32 = 120;
/// Below so many at risk a curve says more of chance than of people; it begins behind and ends before.
const AT_RISK_AT_LEAST: usize = 10;
/// The years of which figures are told.
pub const YEARS: [u32; 5] = [1, 2, 3, 5, 10];

/// The spells that a register tells something of, as tenure in days.
#[derive(Debug, Clone)]
pub struct Observed {
    spells: Spells,
    cause: Vec<usize>,
    rows: Vec<usize>,
}

/// What is told of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The tenure in years from which on enough were observed; the curve is of those who got so far.
    pub from_years: f64,
    /// How many spells.
    pub spells: usize,
    /// How many of them ended.
    pub ended: usize,
    /// The tenure in years by which half have left, if so many have.
    pub median: Option<f64>,
    /// The first whole month of tenure at which enough are observed.
    pub first_month: usize,
    /// The share that stays, month by month from that one, as far as enough are at risk.
    pub monthly: Vec<f64>,
    /// The figures of whole years, as far as enough are at risk.
    pub marks: Vec<Mark>,
}

/// The figures of a whole year of tenure.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The year.
    pub years: u32,
    /// How many are at risk then.
    pub at_risk: usize,
    /// The share that stays beyond it.
    pub survival: f64,
    /// Its limits with 95 % confidence.
    pub limits: (f64, f64),
    /// For each cause the share gone by it.
    pub gone: Vec<f64>,
}

/// Reads spells, each with the number of its cause, as seen on a day. Whoever came before the register began is observed
/// from its beginning on: those who had left by then are not in it.
pub fn observe(stays: &[(Spell, usize)], (since, today): (Option<Date>, Date)) -> Result<Observed> {
    let (mut entry, mut exit, mut event, mut cause, mut rows) = (vec![], vec![], vec![], vec![], vec![]);
    for (row, (stay, why)) in stays.iter().enumerate() {
        let left = stay.until.filter(|until| *until <= today);
        let begin = since.map_or(0.0, |since| length(stay.from, since).max(0.0));
        let end = length(stay.from, left.unwrap_or(today)) + 1.0;
        if end <= begin {
            continue;
        }
        entry.push(begin);
        exit.push(end);
        event.push(left.is_some());
        cause.push(*why);
        rows.push(row);
    }
    Ok(Observed { spells: Spells::with_entry(entry, exit, event)?, cause, rows })
}

/// Days between; negative when the second comes first.
fn length(from: Date, to: Date) -> f64 {
    to.since(from).map_or(0.0, |span| f64::from(span.get_days()))
}

impl Observed {
    /// The places of those of the given rows that are observed.
    fn places(&self, is_in: impl Fn(usize) -> bool) -> Vec<usize> {
        (0..self.rows.len()).filter(|&place| is_in(self.rows[place])).collect()
    }

    /// What is told of the rows that are in a group; nothing where too few are at risk at any time.
    pub fn tell(&self, is_in: impl Fn(usize) -> bool) -> Result<Option<Told>> {
        let places = self.places(is_in);
        let Some(from) = self.begin(&places) else { return Ok(None) };
        let kept: Vec<usize> = places.into_iter().filter(|&place| self.spells.exit()[place] > from).collect();
        let entries = kept.iter().map(|&place| self.spells.entry_of(place).max(from)).collect();
        let picked = self.spells.pick(&kept)?;
        let spells = Spells::with_entry(entries, picked.exit().to_vec(), picked.event().to_vec())?;
        let all: Vec<usize> = (0..spells.len()).collect();
        let cause: Vec<usize> = kept.iter().map(|&place| self.cause[place]).collect();
        let curve = kaplan_meier(&spells, &all, Limits::LogLog, 0.95);
        let causes = aalen_johansen(&spells, &all, &cause)?;
        let at_risk = |time: f64| {
            all.iter().filter(|&&row| spells.entry_of(row) < time && time <= spells.exit()[row]).count()
        };
        let is_told = |time: f64| time > from && at_risk(time) >= AT_RISK_AT_LEAST;
        let mark = |years: u32| {
            let time = f64::from(years) * YEAR;
            is_told(time).then(|| {
                let place = curve.place(time);
                let of = |values: &[f64], none: f64| place.map_or(none, |place| values[place]);
                Mark {
                    years,
                    at_risk: at_risk(time),
                    survival: curve.at(time),
                    limits: (of(&curve.lower, 1.0), of(&curve.upper, 1.0)),
                    gone: causes.gone.iter().map(|shares| of(shares, 0.0)).collect(),
                }
            })
        };
        let month = YEAR / 12.0;
        let first_month = (from / month).ceil();
        let months = (0..=MONTHS).map(|number| f64::from(number) * month).skip(first_month as usize);
        let monthly = months.take_while(|&time| time <= from || at_risk(time) >= AT_RISK_AT_LEAST);
        Ok(Some(Told {
            from_years: from / YEAR,
            spells: spells.len(),
            ended: spells.events(),
            median: curve.quantile(0.5).time.map(|days| days / YEAR),
            first_month: first_month as usize,
            monthly: monthly.map(|time| curve.at(time)).collect(),
            marks: YEARS.into_iter().filter_map(mark).collect(),
        }))
    }

    /// The tenure from which on enough are at risk, without a break, until the most are.
    fn begin(&self, places: &[usize]) -> Option<f64> {
        let sorted = |mut times: Vec<f64>| {
            times.sort_unstable_by(f64::total_cmp);
            times
        };
        let entries = sorted(places.iter().map(|&place| self.spells.entry_of(place)).collect());
        let exits = sorted(places.iter().map(|&place| self.spells.exit()[place]).collect());
        let mut starts = sorted(entries.iter().chain(&exits).copied().collect());
        starts.dedup();
        // Between one of these times and the next nobody comes and nobody goes.
        let at_risk: Vec<usize> = starts
            .iter()
            .map(|&start| {
                entries.partition_point(|&at| at <= start) - exits.partition_point(|&at| at <= start)
            })
            .collect();
        let most = (0..starts.len()).max_by_key(|&at| (at_risk[at], std::cmp::Reverse(at)))?;
        if at_risk[most] < AT_RISK_AT_LEAST {
            return None;
        }
        let thin = at_risk[..most].iter().rposition(|&count| count < AT_RISK_AT_LEAST);
        starts.get(thin.map_or(0, |at| at + 1)).copied()
    }

    /// The chance of differences this large between the groups if there were none (log-rank test); `group` numbers the
    /// row's group, or leaves the row out. Nothing where there is nothing to compare.
    pub fn compare(&self, group: impl Fn(usize) -> Option<usize>) -> Option<f64> {
        let places = self.places(|row| group(row).is_some());
        let groups: Vec<usize> = places.iter().filter_map(|&place| group(self.rows[place])).collect();
        if groups.iter().max() == groups.iter().min() {
            return None;
        }
        let test = log_rank(&self.spells.pick(&places).ok()?, &groups, None, 0.0).ok()?;
        (test.freedom > 0 && test.p.is_finite()).then_some(test.p)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn stay(from: &str, until: &str, cause: usize) -> (Spell, usize) {
        (Spell { from: day(from), until: (!until.is_empty()).then(|| day(until)) }, cause)
    }

    /// By hand: twelve came on one day; after half a year one leaves by himself, after a year and a half another is let go.
    /// Of twelve eleven stay beyond year 1 (0.9167), ten beyond year 2 (0.8333); a twelfth is gone by either cause.
    #[test]
    fn twelve_who_came_together_are_reckoned_as_by_hand() {
        let mut stays = vec![stay("2020-01-01", "", 0); 10];
        stays.push(stay("2020-01-01", "2020-06-30", 0));
        stays.push(stay("2020-01-01", "2021-06-30", 1));
        let told = observe(&stays, (None, day("2026-01-01"))).unwrap().tell(|_| true).unwrap().unwrap();
        let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert_eq!((told.spells, told.ended, told.median, told.from_years), (12, 2, None, 0.0));
        assert_eq!(
            told.marks.iter().map(|mark| (mark.years, mark.at_risk)).collect::<Vec<_>>(),
            [(1, 11), (2, 10), (3, 10), (5, 10)]
        );
        assert!(near(told.marks[0].survival, 11.0 / 12.0) && near(told.marks[1].survival, 10.0 / 12.0));
        assert!(near(told.marks[1].gone[0], 1.0 / 12.0) && near(told.marks[1].gone[1], 1.0 / 12.0));
        assert!(
            told.marks.iter().all(|mark| mark.limits.0 <= mark.survival && mark.survival <= mark.limits.1)
        );
    }

    /// Whoever came in 2010 is known only from 2020 on, so nothing is told of years in which nobody was watched.
    #[test]
    fn a_register_that_begins_later_tells_nothing_of_the_years_before() {
        let mut stays = vec![stay("2010-01-01", "", 0); 12];
        stays.push(stay("2010-01-01", "2021-01-01", 0));
        let told = observe(&stays, (Some(day("2020-01-01")), day("2026-01-01"))).unwrap();
        let told = told.tell(|_| true).unwrap().unwrap();
        assert!((told.from_years - 10.0).abs() < 0.01, "{told:?}");
        assert_eq!(told.marks.iter().map(|mark| mark.years).collect::<Vec<_>>(), [10]);
        assert_eq!(
            (told.first_month, told.monthly.len()),
            (120, 1),
            "the curve has no years before the tenth"
        );
        assert_eq!((told.spells, told.ended), (13, 1));
    }

    #[test]
    fn nine_are_too_few_and_an_early_single_one_does_not_pull_the_curve_to_zero() {
        let few = vec![stay("2020-01-01", "", 0); 9];
        assert_eq!(observe(&few, (None, day("2026-01-01"))).unwrap().tell(|_| true).unwrap(), None);
        let mut stays = vec![stay("2018-01-01", "", 0); 30];
        stays.push(stay("2020-02-01", "2020-03-01", 0));
        let told = observe(&stays, (Some(day("2020-01-01")), day("2026-01-01"))).unwrap();
        let told = told.tell(|_| true).unwrap().unwrap();
        assert!(told.from_years > 0.0 && told.marks.iter().all(|mark| mark.survival > 0.99), "{told:?}");
    }

    #[test]
    fn groups_that_leave_alike_do_not_differ_and_those_that_do_not_do() {
        let mut stays = Vec::new();
        for n in 0..20 {
            stays.push(stay("2020-01-01", "", 0));
            stays.push(stay("2020-01-01", &format!("2020-02-{:02}", n + 1), 0));
        }
        let observed = observe(&stays, (None, day("2026-01-01"))).unwrap();
        assert!(observed.compare(|row| Some(row % 2)).unwrap() < 1e-6);
        assert!(observed.compare(|row| Some((row / 2) % 2)).unwrap() > 0.5);
        assert_eq!(observed.compare(|_| Some(0)), None);
    }
}
