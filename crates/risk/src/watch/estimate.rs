//! The estimate: the hazard of giving notice in the next thirty days, month by month, learnt from closed months.
//!
//! A person-month is a row: inputs as known on its first day, and whether notice was given in the thirty days after. What is
//! known today says less of the months after the next, so they have a hazard of their own, learnt from the same inputs one and
//! two months on. Own notices are one cause, everything else is another that competes with it. The later part of the past is kept apart: the
//! estimate is measured there at 90 days, and its level is then set to what happened there.

use std::collections::{BTreeMap, HashSet};

use stats::{
    Design,
    calibration::{auc, yes_no},
    cox::Penalty,
    logistic::{self, Logistic},
    turnover::fold_small,
};

use super::{
    SMALLEST_GROUP,
    card::{Card, Fairness, Standing, Weight},
    features::{FEATURES, Material, Row, WIDTH},
    history::{Cause, History, Spell},
    scanning::Scanned,
};

/// Days ahead for which there is an estimate.
pub const HORIZONS: [i32; 3] = [30, 90, 180];
const MONTH: i32 = 30;
/// Fewer leavers to learn from, or to be measured on, give no estimate.
const LEAST_LEARNT: usize = 20;
const LEAST_MEASURED: usize = 8;
/// Below this share of pairs in the right order an estimate is no better than the base rate.
const LEAST_AUC: f64 = 0.55;
/// Ridge, per standard deviation.
const RIDGE: f64 = 2.0;
/// Records must reach back so far before the first month.
const RUN_UP: i32 = 182;
/// The level is drawn to "no change" as if so many more had left as expected.
const FIRMNESS: f64 = 4.0;
/// Limits at 90 %.
const Z: f64 = 1.645;
/// What is named as a reason moves the odds by so much.
const MOVES: f64 = 0.1;
const MEASURED_AT: i32 = 90;
/// Months after the next are learnt from those that begin so many days later, together.
const LATER: [i32; 2] = [30, 60];

/// What is said of one input of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// The input's code.
    pub input: &'static str,
    /// By how many times it changes the odds against how the person is usually.
    pub odds: f64,
    /// The probability for 90 days if it were as usual; nothing for what cannot be otherwise.
    pub without: Option<f64>,
}

/// What is said of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// For each horizon: lower limit, probability, upper limit.
    pub chances: [[f64; 3]; 3],
    /// What raises it, the most first.
    pub factors: Vec<Factor>,
}

/// An estimate with its card.
#[derive(Debug, Clone)]
pub struct Estimate {
    /// The card.
    pub card: Card,
    /// For each person: what is said; nothing for who is not employed, has given notice, or is left out.
    pub told: Vec<Option<Told>>,
    /// How many lately and how many the own past lets expect, per person and stream; for reasons in words.
    pub recent: Vec<Vec<(u32, Option<f64>)>>,
}

/// One person-month.
struct Line<'h> {
    spell: &'h Spell,
    day: i32,
    row: Row,
    own: bool,
    other: bool,
}

/// Learns, measures and tells, as of a day. The history must be that of the day ([`History::known_by`]).
pub fn estimate(history: &History, scanned: &Scanned, day: i32, is_left_out: &[bool]) -> Estimate {
    let material = Material::of(history);
    let lines = lines(history, &material, day, is_left_out);
    let cut = cut(&lines, day);
    let (learnt, measured): (Vec<&Line<'_>>, Vec<&Line<'_>>) =
        lines.iter().partition(|line| line.day + MONTH <= cut);
    let mut card = card(history, scanned, (&learnt, &measured), (day, cut));
    card.left_out = is_left_out.iter().filter(|&&out| out).count();
    let mut told = vec![None; history.people];
    let present = present(history, day, is_left_out);
    if let Some(fitted) = Fitted::of((&learnt, cut), (&measured, day)) {
        let base = chance(MEASURED_AT, fitted.other, |_| share(leavers(&learnt), learnt.len()));
        fitted.measure(&mut card, (&measured, base), day, history);
        if card.standing == Standing::Good {
            for spell in &present {
                told[spell.person] = Some(fitted.tell(&material, spell, day));
            }
        }
    }
    card.scored = told.iter().flatten().count();
    let streams = history.streams.len();
    let mut recent = vec![Vec::new(); history.people];
    for spell in &present {
        recent[spell.person] =
            (0..streams).map(|stream| material.recent_and_expected(spell, stream, day)).collect();
    }
    Estimate { card, told, recent }
}

/// The employments of those who are there and have not given notice.
fn present<'h>(history: &'h History, day: i32, is_left_out: &[bool]) -> Vec<&'h Spell> {
    let stays =
        |spell: &&Spell| spell.is_at_risk(day) && !is_left_out.get(spell.person).is_some_and(|&out| out);
    history.spells.iter().filter(stays).collect()
}

/// Every closed person-month, from the first that has a past before it.
fn lines<'h>(history: &'h History, material: &Material<'h>, day: i32, is_left_out: &[bool]) -> Vec<Line<'h>> {
    let Some(first) = history.first_day() else { return Vec::new() };
    let mut lines = Vec::new();
    let mut begins = day - MONTH;
    while begins >= first + RUN_UP {
        for spell in present(history, begins, is_left_out) {
            let cause = spell.ended_within(begins, MONTH);
            lines.push(Line {
                spell,
                day: begins,
                row: material.row(spell, begins),
                own: matches!(cause, Some(Cause::Own | Cause::Unknown)),
                other: cause == Some(Cause::Other),
            });
        }
        begins -= MONTH;
    }
    lines
}

/// The day that parts what is learnt from and what is measured on: a third of the past, half a year to a year.
fn cut(lines: &[Line<'_>], day: i32) -> i32 {
    let first = lines.iter().map(|line| line.day).min().unwrap_or(day);
    day - ((day - first) / 3).clamp(182, 365)
}

fn leavers(lines: &[&Line<'_>]) -> usize {
    lines.iter().filter(|line| line.own).count()
}

fn card(
    history: &History,
    scanned: &Scanned,
    (learnt, measured): (&[&Line<'_>], &[&Line<'_>]),
    (day, cut): (i32, i32),
) -> Card {
    let causes = history.spells.iter().filter_map(|spell| spell.leaving).map(|leaving| leaving.cause);
    let mut leavers = [0; 3];
    causes.for_each(|cause| leavers[cause as usize] += 1);
    let all: Vec<&Line<'_>> = learnt.iter().chain(measured).copied().collect();
    let first = all.iter().map(|line| line.day).min().unwrap_or(day);
    let rate = share(self::leavers(&all), all.len());
    let other = share(all.iter().filter(|line| line.other).count(), all.len());
    Card {
        standing: Standing::TooFew,
        watched: scanned.watched,
        scored: 0,
        left_out: 0,
        weeks: scanned.weeks,
        flagged: scanned.found.iter().filter(|found| found.is_flagged).count(),
        leavers,
        rows: [learnt.len(), measured.len()],
        days: [first, cut, day],
        base: HORIZONS.map(|horizon| chance(horizon, other, |_| rate)),
        auc: None,
        brier: None,
        gain: None,
        slope: None,
        measured_leavers: 0,
        calibration: None,
        observed: 0.0,
        expected: 0.0,
        shift: 1.0,
        weights: Vec::new(),
        fairness: Vec::new(),
        undated: 0,
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The chance of the one cause within a horizon, the other competing, from its hazard in each month.
fn chance(horizon: i32, other: f64, hazard: impl Fn(i32) -> f64) -> f64 {
    let (mut stays, mut sum) = (1.0, 0.0);
    for month in 0..horizon / MONTH {
        let own = hazard(month);
        sum += stays * own;
        stays *= (1.0 - own - other).max(0.0);
    }
    sum.clamp(0.0, 1.0)
}

/// The hazard of a month, learnt, and brought to the level of the latest closed months.
struct Part {
    model: Logistic,
    /// The change of the log odds with which the closed months add up, drawn to none.
    shift: f64,
}

impl Part {
    fn of(rows: &[(Vec<f64>, bool)]) -> Option<Self> {
        let width = rows.first()?.0.len();
        let values = rows.iter().flat_map(|(inputs, _)| inputs.iter().copied()).collect();
        let design = Design::new(rows.len(), width, values).ok()?;
        let outcome: Vec<bool> = rows.iter().map(|(_, own)| *own).collect();
        let model = logistic::fit(&design, &outcome, &Penalty::Standardised(RIDGE)).ok()?;
        Some(Self { model, shift: 0.0 })
    }

    fn levelled(mut self, closed: &[(Vec<f64>, bool)]) -> Self {
        let odds: Vec<f64> = closed.iter().map(|(inputs, _)| self.model.linear(inputs)).collect();
        let observed = closed.iter().filter(|(_, own)| *own).count() as f64;
        let excess = |shift: f64| {
            odds.iter().map(|odds| logistic::logistic(odds + shift)).sum::<f64>() + FIRMNESS * shift
                - observed
        };
        let (mut low, mut high) = (-6.0, 6.0);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if excess(middle) < 0.0 { low = middle } else { high = middle }
        }
        self.shift = f64::midpoint(low, high);
        self
    }

    /// The hazard, at so many standard errors from the middle, with or without the level.
    fn hazard(&self, inputs: &[f64], at: At) -> f64 {
        let (errors, level) = match at {
            At::Limit(errors) => (errors, self.shift),
            At::Unlevelled => (0.0, 0.0),
        };
        let error = if errors == 0.0 { 0.0 } else { errors * self.model.linear_se(inputs) };
        logistic::logistic(self.model.linear(inputs) + level + error)
    }
}

/// Which hazard is asked for.
#[derive(Debug, Clone, Copy)]
enum At {
    /// So many standard errors from the middle.
    Limit(f64),
    /// As it was learnt, before the level was set by the latest months.
    Unlevelled,
}

/// A hazard that was learnt.
struct Fitted {
    /// That of the next month.
    near: Part,
    /// That of the months after; that of the next where too few left then.
    later: Option<Part>,
    /// The inputs that it uses: those that vary among those it learnt from.
    used: Vec<usize>,
    other: f64,
}

impl Fitted {
    /// Nothing where too few left. What is learnt from, and what is measured on, each with the day on which it closes.
    fn of((learnt, cut): (&[&Line<'_>], i32), (measured, day): (&[&Line<'_>], i32)) -> Option<Self> {
        if leavers(learnt) < LEAST_LEARNT || leavers(measured) < LEAST_MEASURED {
            return None;
        }
        let varies = |column: &usize| {
            let first = learnt[0].row[*column];
            learnt.iter().filter(|line| line.row[*column] != first).count() >= 5
        };
        let used: Vec<usize> = (0..WIDTH).filter(varies).collect();
        let near = Part::of(&next_month(learnt, &used))?.levelled(&next_month(measured, &used));
        let rows = later_months((learnt, cut), &used);
        let is_enough = rows.iter().filter(|(_, own)| *own).count() >= LEAST_LEARNT;
        let later = is_enough.then(|| Part::of(&rows)).flatten();
        let later = later.map(|part| part.levelled(&later_months((measured, day), &used)));
        let other = share(learnt.iter().filter(|line| line.other).count(), learnt.len());
        Some(Self { near, later, used, other })
    }

    /// Probability within a horizon.
    fn chance(&self, (row, horizon): (&Row, i32), at: At) -> f64 {
        chance(horizon, self.other, |month| {
            let part = if month == 0 { &self.near } else { self.later.as_ref().unwrap_or(&self.near) };
            part.hazard(&picked(&aged(row, month * MONTH), &self.used), at)
        })
    }

    /// On months after those it learnt from, as it would have spoken then: not yet at their level.
    fn measure(&self, card: &mut Card, (measured, base): (&[&Line<'_>], f64), day: i32, history: &History) {
        let closed: Vec<&&Line<'_>> = measured.iter().filter(|line| line.day + MEASURED_AT <= day).collect();
        let happened = |line: &Line<'_>| {
            matches!(line.spell.ended_within(line.day, MEASURED_AT), Some(Cause::Own | Cause::Unknown))
        };
        let outcome: Vec<bool> = closed.iter().map(|line| happened(line)).collect();
        let chances: Vec<f64> =
            closed.iter().map(|line| self.chance((&line.row, MEASURED_AT), At::Unlevelled)).collect();
        let people: Vec<usize> = closed.iter().map(|line| line.spell.person).collect();
        card.shift = self.near.shift.exp();
        card.weights = self.weights();
        let Ok(skill) = yes_no(&outcome, &chances) else { return };
        let left = people.iter().zip(&outcome).filter(|(_, yes)| **yes).map(|(person, _)| *person);
        card.measured_leavers = left.collect::<HashSet<_>>().len();
        card.auc = Some(skill.auc);
        card.slope = Some(skill.slope).filter(|slope| slope.is_finite());
        let (known, gain) = beside(base, &people, (&outcome, &chances));
        card.brier = Some([skill.brier, known]);
        card.gain = Some(gain);
        card.calibration = Some(distance(&outcome, &chances));
        card.observed = outcome.iter().filter(|&&yes| yes).count() as f64;
        card.expected = chances.iter().sum();
        card.standing = if skill.auc >= LEAST_AUC { Standing::Good } else { Standing::NoSkill };
        card.fairness = fairness(history, &people, &outcome, &chances);
    }

    fn weights(&self) -> Vec<Weight> {
        let odds = |part: &Part, place: usize| {
            let (coef, se) = (part.model.coef[place], part.model.se()[place]);
            [coef - Z * se, coef, coef + Z * se].map(f64::exp)
        };
        let one = |(place, &column): (usize, &usize)| Weight {
            input: FEATURES[column].to_owned(),
            odds: odds(&self.near, place),
            later: self.later.as_ref().map(|part| odds(part, place)),
        };
        self.used.iter().enumerate().map(one).collect()
    }

    fn tell(&self, material: &Material<'_>, spell: &Spell, day: i32) -> Told {
        let row = material.row(spell, day);
        let chances = HORIZONS
            .map(|horizon| [-Z, 0.0, Z].map(|errors| self.chance((&row, horizon), At::Limit(errors))));
        Told { chances, factors: self.factors(&row) }
    }

    /// What differs from how the person is usually and raises the odds. Years of service are no behaviour: they are named
    /// where they raise the odds against the average.
    fn factors(&self, row: &Row) -> Vec<Factor> {
        let one = |(place, &column): (usize, &usize)| {
            let usual = if column == 1 { self.near.model.mean[place] } else { 0.0 };
            let moved = self.near.model.coef[place] * (row[column] - usual);
            let mut without = *row;
            without[column] = usual;
            let is_told = moved >= MOVES && column != 0;
            is_told.then(|| Factor {
                input: FEATURES[column],
                odds: moved.exp(),
                // How long somebody has been there cannot be otherwise.
                without: (column != 1).then(|| self.chance((&without, MEASURED_AT), At::Limit(0.0))),
            })
        };
        let mut factors: Vec<Factor> = self.used.iter().enumerate().filter_map(one).collect();
        factors.sort_by(|a, b| b.odds.total_cmp(&a.odds));
        factors
    }
}

/// The inputs that are used.
fn picked(row: &Row, used: &[usize]) -> Vec<f64> {
    used.iter().map(|&column| row[column]).collect()
}

/// Time goes on: years of service grow, and the first year ends.
fn aged(row: &Row, days: i32) -> Row {
    let mut later = *row;
    let years = row[1].exp_m1() + f64::from(days) / 365.25;
    later[0] = f64::from(u8::from(years < 1.0));
    later[1] = years.ln_1p();
    later
}

fn next_month(lines: &[&Line<'_>], used: &[usize]) -> Vec<(Vec<f64>, bool)> {
    lines.iter().map(|line| (picked(&line.row, used), line.own)).collect()
}

/// The same inputs with what happened in the months after the next, for those who were still there and whose month is closed.
fn later_months((lines, closed): (&[&Line<'_>], i32), used: &[usize]) -> Vec<(Vec<f64>, bool)> {
    let row = |line: &Line<'_>, days: i32| {
        let begins = line.day + days;
        let is_told = begins + MONTH <= closed && line.spell.is_at_risk(begins);
        is_told.then(|| {
            let cause = line.spell.ended_within(begins, MONTH);
            (picked(&aged(&line.row, days), used), matches!(cause, Some(Cause::Own | Cause::Unknown)))
        })
    };
    lines.iter().flat_map(|line| LATER.into_iter().filter_map(move |days| row(line, days))).collect()
}

/// The error of telling everybody the base rate, and by how much that of the estimate is the smaller, with the standard
/// error of that: all rows of a person together are one observation.
fn beside(base: f64, people: &[usize], (outcome, chances): (&[bool], &[f64])) -> (f64, [f64; 2]) {
    let rows = outcome.len().max(1) as f64;
    let mut of: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    let mut known = 0.0;
    for ((&person, &yes), chance) in people.iter().zip(outcome).zip(chances) {
        let happened = f64::from(u8::from(yes));
        let flat = (happened - base).powi(2);
        known += flat;
        let sum = of.entry(person).or_default();
        sum.0 += flat - (happened - chance).powi(2);
        sum.1 += 1.0;
    }
    let gain = of.values().map(|(gain, _)| gain).sum::<f64>() / rows;
    let spread: f64 = of.values().map(|(sum, count)| (sum - gain * count).powi(2)).sum();
    (known / rows, [gain, spread.sqrt() / rows])
}

/// The mean distance between estimate and outcome over fifths of the estimates.
fn distance(outcome: &[bool], chances: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..outcome.len()).collect();
    order.sort_by(|&a, &b| chances[a].total_cmp(&chances[b]));
    let size = order.len().div_ceil(5).max(1);
    let apart = |part: &[usize]| {
        let said: f64 = part.iter().map(|&row| chances[row]).sum();
        let seen = part.iter().filter(|&&row| outcome[row]).count() as f64;
        (said - seen).abs()
    };
    order.chunks(size).map(apart).sum::<f64>() / outcome.len().max(1) as f64
}

/// How it did group by group. Groups that are too small stand together without a number, with the smallest of the others
/// where they could be reckoned from the total.
fn fairness(history: &History, people: &[usize], outcome: &[bool], chances: &[f64]) -> Vec<Fairness> {
    let mut groups: BTreeMap<&str, BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
    for (row, &person) in people.iter().enumerate() {
        for group in history.groups.get(person).into_iter().flatten() {
            groups.entry(group.by).or_default().entry(&group.label).or_default().push(row);
        }
    }
    let mut shown = Vec::new();
    for (by, labels) in groups {
        let of: Vec<(&str, Vec<usize>)> = labels.into_iter().collect();
        let count = |rows: &[usize]| rows.iter().map(|&row| people[row]).collect::<HashSet<_>>().len();
        let sizes: Vec<u32> = of.iter().map(|(_, rows)| count(rows) as u32).collect();
        let folded = fold_small(&sizes, SMALLEST_GROUP as u32);
        shown.extend(folded.shown.iter().map(|&place| {
            let (label, rows) = &of[place];
            told_of(by, label, (count(rows), rows), (outcome, chances))
        }));
        if !folded.folded.is_empty() {
            shown.push(Fairness {
                by: by.to_owned(),
                label: String::new(),
                people: None,
                observed: None,
                expected: None,
                auc: None,
            });
        }
    }
    shown
}

fn told_of(
    by: &str,
    label: &str,
    (people, rows): (usize, &[usize]),
    (outcome, chances): (&[bool], &[f64]),
) -> Fairness {
    let seen: Vec<bool> = rows.iter().map(|&row| outcome[row]).collect();
    let said: Vec<f64> = rows.iter().map(|&row| chances[row]).collect();
    let observed = seen.iter().filter(|&&yes| yes).count();
    Fairness {
        by: by.to_owned(),
        label: label.to_owned(),
        people: Some(people),
        observed: Some(observed as f64),
        expected: Some(said.iter().sum()),
        auc: auc(&seen, &said).ok().filter(|_| observed >= 5),
    }
}
