//! How change detection does on invented companies: share of false alarms, power, delay. `changes_trial [PEOPLE] [TIMES]`.
//!
//! The generator knows nothing of the method: rates are log-normal or of two sorts, changes are steps or ramps, weeks
//! have seasons, sites have shocks, counts may vary more than chance allows, people are absent for weeks.

#![expect(
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::struct_excessive_bools,
    reason = "a trial, not the product"
)]

use std::{collections::HashMap, env, time::Instant};

use risk::changes::{Direction, Entry, Rule, Table, TableBuilder, scan};

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn unit(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0
    }
    fn normal(&mut self) -> f64 {
        (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * self.unit().powf(1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        loop {
            let x = self.normal();
            let v = (1.0 + x / (9.0 * d).sqrt()).powi(3);
            if v > 0.0 && self.unit().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }
    fn poisson(&mut self, mean: f64) -> u32 {
        if mean > 30.0 {
            return (mean + mean.sqrt() * self.normal()).round().max(0.0) as u32;
        }
        let (limit, mut product, mut count) = ((-mean).exp(), self.unit(), 0);
        while product > limit {
            product *= self.unit();
            count += 1;
        }
        count
    }
}

#[derive(Clone, Copy)]
enum Rates {
    Gamma(f64),
    LogNormal(f64),
    TwoSorts,
    Same,
}

#[derive(Clone, Copy)]
struct World {
    name: &'static str,
    mean: f64,
    factor: f64,
    rates: Rates,
    /// Size of weekly negative binomial noise; none for Poisson.
    bursts: Option<f64>,
    season: f64,
    shocks: bool,
    ramp: bool,
    absences: bool,
    /// Wandering of the own rate: sd of the yearly logarithm's change per quarter.
    wander: f64,
    weeks: usize,
    /// The change comes at the first watched week, not spread over the year.
    at_once: bool,
}

const PLAIN: World = World {
    name: "",
    mean: 0.3,
    factor: 3.0,
    rates: Rates::Gamma(2.0),
    bursts: None,
    season: 0.0,
    shocks: false,
    ramp: false,
    absences: false,
    wander: 0.0,
    weeks: 104,
    at_once: false,
};

/// As the guide's table seems to have been made: gamma rates, changes at the end of the baseline, three looks.
const GUIDE: World = World { rates: Rates::Gamma(1.5), weeks: 91, at_once: true, ..PLAIN };

const GROUP: usize = 50;
const CHANGED: f64 = 0.01;

fn make(world: &World, people: usize, random: &mut Random) -> (Table, HashMap<u32, usize>) {
    let groups = people.div_ceil(GROUP);
    let level: Vec<f64> = (0..groups).map(|_| (0.3 * random.normal()).exp()).collect();
    let shocks: Vec<Option<(usize, usize, f64)>> = (0..groups)
        .map(|_| {
            (world.shocks && random.unit() < 0.2).then(|| {
                let start = (random.unit() * 100.0) as usize;
                (
                    start,
                    start + 1 + (random.unit() * 20.0) as usize,
                    if random.unit() < 0.5 { 3.0 } else { 0.3 },
                )
            })
        })
        .collect();
    let mut builder = TableBuilder::default();
    let mut truth = HashMap::new();
    for person in 0..people {
        let group = person / GROUP;
        let spread = match world.rates {
            Rates::Gamma(shape) => random.gamma(shape) / shape,
            Rates::LogNormal(sd) => (sd * random.normal() - sd * sd / 2.0).exp(),
            Rates::TwoSorts => {
                if random.unit() < 0.3 {
                    2.8
                } else {
                    0.23
                }
            }
            Rates::Same => 1.0,
        };
        let rate = world.mean * spread * level[group];
        let start = (random.unit() < CHANGED)
            .then(|| if world.at_once { 52 } else { 52 + (random.unit() * 39.0) as usize });
        if let Some(start) = start {
            truth.insert(person as u32, start);
        }
        let away = if world.absences && random.unit() < 0.3 {
            let from = (random.unit() * 90.0) as usize;
            from..from + 4 + (random.unit() * 12.0) as usize
        } else {
            0..0
        };
        let mut drift = 0.0;
        for week in 0..world.weeks {
            if week % 13 == 0 {
                drift += world.wander * random.normal();
            }
            if away.contains(&week) {
                continue;
            }
            let mut mean =
                rate * (world.season * (week as f64 / 52.0 * std::f64::consts::TAU).sin() + drift).exp();
            if let Some((from, to, factor)) = shocks[group]
                && (from..to).contains(&week)
            {
                mean *= factor;
            }
            if let Some(start) = start
                && week >= start
            {
                let share = if world.ramp { ((week - start) as f64 / 16.0).min(1.0) } else { 1.0 };
                mean *= 1.0 + (world.factor - 1.0) * share;
            }
            let exposure = if world.absences && random.unit() < 0.1 { 3.0 } else { 5.0 };
            mean *= exposure / 5.0;
            if let Some(size) = world.bursts {
                mean *= random.gamma(size) / size;
            }
            let count = random.poisson(mean);
            builder
                .add(Entry {
                    person: person as u32,
                    group: group as u32,
                    kind: 0,
                    week: week as u32 + 1,
                    count,
                    exposure: exposure as f32,
                })
                .unwrap_or_default();
        }
    }
    (builder.finish(), truth)
}

#[derive(Default)]
struct Score {
    false_share: Vec<f64>,
    found: usize,
    changed: usize,
    delays: Vec<f64>,
    covered: usize,
    near: usize,
    seconds: f64,
    noise: (f64, f64),
}

fn main() {
    let mut arguments = env::args().skip(1);
    let people: usize = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(20_000);
    let times: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(5);
    let only = arguments.next().unwrap_or_default();
    let worlds = [
        World { name: "guide: 0.3 a week x3", ..GUIDE },
        World { name: "guide: 1 a week x2", mean: 1.0, factor: 2.0, ..GUIDE },
        World { name: "guide: 0.1 a week x4", mean: 0.1, factor: 4.0, ..GUIDE },
        World { name: "guide: 1 a week x0.2", mean: 1.0, factor: 0.2, ..GUIDE },
        World { name: "0.3 a week x3", ..PLAIN },
        World { name: "1 a week x2", mean: 1.0, factor: 2.0, ..PLAIN },
        World { name: "0.1 a week x4", mean: 0.1, factor: 4.0, ..PLAIN },
        World { name: "1 a week x0.2", mean: 1.0, factor: 0.2, ..PLAIN },
        World { name: "0.3 x3 ramp over 16 weeks", ramp: true, ..PLAIN },
        World { name: "0.3 x3 log-normal rates", rates: Rates::LogNormal(0.8), ..PLAIN },
        World { name: "0.3 x3 two sorts of people", rates: Rates::TwoSorts, ..PLAIN },
        World { name: "0.3 x3 all alike", rates: Rates::Same, ..PLAIN },
        World { name: "0.3 x3 season", season: 0.6, ..PLAIN },
        World { name: "0.3 x3 shocks to sites", shocks: true, ..PLAIN },
        World { name: "1 x2 bursts (size 0.5)", mean: 1.0, factor: 2.0, bursts: Some(0.5), ..PLAIN },
        World { name: "0.3 x3 bursts (size 1)", bursts: Some(1.0), ..PLAIN },
        World { name: "0.3 x3 absences, part weeks", absences: true, ..PLAIN },
        World { name: "1 x0.2 wandering rates", mean: 1.0, factor: 0.2, wander: 0.15, ..PLAIN },
        World {
            name: "all of it, x3",
            season: 0.4,
            shocks: true,
            ramp: true,
            absences: true,
            bursts: Some(1.0),
            rates: Rates::LogNormal(0.7),
            ..PLAIN
        },
    ];
    println!(
        "{people} people, {times} companies each, 1 % changed, q = .10; guide: at week 53, looks to 91; else at a week from 53 to 91, looks to 104"
    );
    for world in worlds.into_iter().filter(|world| world.name.contains(&only)) {
        let mut score = Score::default();
        for time in 0..times {
            let mut random = Random(1_000 * time + 17);
            let (table, truth) = make(&world, people, &mut random);
            let begin = Instant::now();
            let found = scan(&table, &Rule::default());
            score.seconds += begin.elapsed().as_secs_f64();
            score.noise = found.noise[0];
            let (mut wrong, mut all) = (0, 0);
            for change in found.changes.iter().filter(|change| change.flagged_week.is_some()) {
                all += 1;
                let is_rise = change.direction == Direction::Rise;
                match truth.get(&change.person) {
                    Some(start)
                        if is_rise == (world.factor > 1.0)
                            && change.flagged_week.unwrap_or(0) as usize > *start =>
                    {
                        score.found += 1;
                        score.delays.push(f64::from(change.flagged_week.unwrap_or(0)) - *start as f64);
                        score.covered +=
                            usize::from(change.low <= world.factor && world.factor <= change.high);
                        score.near +=
                            usize::from((f64::from(change.since_week) - 1.0 - *start as f64).abs() <= 6.0);
                    }
                    _ => wrong += 1,
                }
            }
            score.false_share.push(f64::from(wrong) / f64::from(all.max(1)));
            score.changed += truth.len();
        }
        score.delays.sort_by(f64::total_cmp);
        let fdp = score.false_share.iter().sum::<f64>() / times as f64;
        println!(
            "{:30} FDP {fdp:.3}  power {:.2}  median delay {:4.1} weeks  factor covered {:.2}  start within 6 weeks {:.2}  noise {:.2} {:.3}  {:.2} s",
            world.name,
            score.found as f64 / score.changed.max(1) as f64,
            score.delays.get(score.delays.len() / 2).copied().unwrap_or(f64::NAN),
            score.covered as f64 / score.found.max(1) as f64,
            score.near as f64 / score.found.max(1) as f64,
            score.noise.0,
            score.noise.1,
            score.seconds / times as f64,
        );
    }
}
