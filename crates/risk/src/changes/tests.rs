use std::fs;

use proptest::prelude::*;

use super::{
    cusum::{Count, Scheme, Side, run_length},
    tails::{Counted, ln_gamma},
    *,
};
use crate::Error;

#[test]
fn run_lengths_are_those_of_the_reference() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/reference/cusum_arl.json");
    let Ok(text) = fs::read_to_string(file) else {
        eprintln!("skipped: the reference is not here");
        return;
    };
    let reference: serde_json::Value = serde_json::from_str(&text).unwrap();
    let entries = reference["poisson_and_other"].as_array().unwrap();
    assert_eq!(entries.len(), 65);
    for entry in entries {
        let number = |name: &str| entry["params"][name].as_f64().unwrap();
        let count = match entry["dist"].as_str().unwrap() {
            "poisson" => Count::Poisson { mean: number("lambda_") },
            "binomial" => Count::Binomial { trials: number("n") as u32, p: number("p") },
            "negative binomial" => Count::NegativeBinomial { mean: number("mean"), size: number("size") },
            _ => Count::NegativeBinomial { mean: number("mean"), size: 1.0 },
        };
        // The seven lower entries of the reference do not follow from its stated convention (see the next test).
        if entry["side"] == "lower" {
            continue;
        }
        let scheme =
            Scheme { side: Side::Upper, k: entry["k"].as_f64().unwrap(), h: entry["h"].as_f64().unwrap() };
        let mut found = run_length(&scheme, &count).unwrap();
        let near = |expected: f64, found: f64| {
            assert!((found / expected - 1.0).abs() < 1e-6, "{entry}: {found}");
        };
        near(entry["arl_zero_start"].as_f64().unwrap(), found.mean);
        near(entry["sd_run_length"].as_f64().unwrap(), found.sd);
        if let Some(expected) = entry["arl_head_start_h_over_2"].as_f64() {
            near(expected, found.mean_with_head_start.unwrap());
        }
        for (name, share) in [("q05", 0.05), ("median", 0.5), ("q95", 0.95)] {
            if let Some(expected) = entry[name].as_u64() {
                assert_eq!(found.quantile(share), Some(expected), "{entry} {name}");
            }
        }
    }
}

#[test]
fn run_lengths_of_the_lower_scheme_are_those_that_playing_it_gives() {
    for (mean, k, h) in [(1.0, 1.0, 4.0), (0.5, 1.0, 4.0), (2.0, 3.0, 5.0), (1.0, 0.5, 2.5)] {
        let exact = run_length(&Scheme { side: Side::Lower, k, h }, &Count::Poisson { mean }).unwrap();
        let mut company = Company::new(1);
        let times = 40_000;
        let mut steps = 0_u32;
        for _ in 0..times {
            let mut s = 0.0;
            while s < h {
                s = f64::max(0.0, s + k - f64::from(company.poisson(mean)));
                steps += 1;
            }
        }
        let played = f64::from(steps) / f64::from(times);
        assert!(
            (played - exact.mean).abs() < 4.5 * exact.sd / f64::from(times).sqrt(),
            "{played} {}",
            exact.mean
        );
    }
}

#[test]
fn tails_add_up_to_one_and_are_those_of_tables() {
    for (mean, variance) in [(0.3, 0.3), (2.0, 2.0), (4.0, 6.5), (40.0, 90.0), (0.05, 0.2)] {
        let counted = Counted::new(mean, variance);
        for x in 0..100 {
            assert!(
                (counted.at_most(x) + counted.at_least(x + 1) - 1.0).abs() < 1e-11,
                "{mean} {variance} {x}"
            );
        }
    }
    // Poisson with mean 2: P(X ≥ 5) = 0.0526530173; negative binomial of mean 3, size 2: P(X ≤ 1) = 0.352.
    assert!((Counted::new(2.0, 2.0).at_least(5) - 0.052_653_017_343_711).abs() < 1e-13);
    assert!((Counted::new(3.0, 7.5).at_most(1) - 0.352).abs() < 1e-13);
    assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 1e-14);
    assert!((ln_gamma(101.0) - 363.739_375_555_563_47).abs() < 1e-10);
}

const HEADER: &str = "person,group,week,kind,count,exposure\n";

fn read(text: &str) -> crate::Result<Counts> {
    let mut reader = Reader::default();
    // In small pieces, so that lines are cut anywhere.
    for piece in text.as_bytes().chunks(7) {
        reader.feed(piece)?;
    }
    reader.finish()
}

fn refusal(rows: &str) -> (u64, String, String) {
    match read(&format!("{HEADER}{rows}")).unwrap_err() {
        Error::Row { line, column, problem } => (line, column, problem),
        other => (0, String::new(), other.to_string()),
    }
}

#[test]
fn wrong_rows_are_refused_with_line_column_and_reason() {
    let at = |rows: &str| {
        let (line, column, _) = refusal(rows);
        (line, column)
    };
    assert_eq!(at("a,g,1,leave,0,5\na,g,0,leave,0,5\n"), (3, "week".to_owned()));
    assert_eq!(at("a,g,1.5,leave,0,5\n"), (2, "week".to_owned()));
    assert_eq!(at("a,g,2026-11-24,leave,0,5\n"), (2, "week".to_owned()));
    assert_eq!(at("a,g,2026-02-30,leave,0,5\n"), (2, "week".to_owned()));
    assert_eq!(at("a,g,2026-11-23,leave,0,5\na,g,2,leave,0,5\n"), (3, "week".to_owned()));
    assert_eq!(at("a,g,1,leave,-1,5\n"), (2, "count".to_owned()));
    assert_eq!(at("a,g,1,leave,1.5,5\n"), (2, "count".to_owned()));
    assert_eq!(at("a,g,1,leave,0,-5\n"), (2, "exposure".to_owned()));
    assert_eq!(at("a,g,1,leave,0,NaN\n"), (2, "exposure".to_owned()));
    assert_eq!(at("a,g,1,leave,0,inf\n"), (2, "exposure".to_owned()));
    assert_eq!(at("a,g,1,leave,2,0\n"), (2, "exposure".to_owned()));
    assert_eq!(at(",g,1,leave,2,5\n"), (2, "person".to_owned()));
    assert_eq!(at("a,g,1,,2,5\n"), (2, "kind".to_owned()));
    assert_eq!(at("a,g,1,leave,2\n"), (2, String::new()));
    assert_eq!(at("a,g,1,leave,2,5,1,1,1,1,1,1,1,1\n"), (2, String::new()));
    assert_eq!(at("\"a,g,1,leave,2,5\n"), (2, String::new()));
    let (line, _, problem) = refusal("a,g,1,leave,2,5\na,h,1,leave,2,5\n");
    assert!(line == 3 && problem.contains("two employments"));
    assert!(
        matches!(read("person,group,week,kind,count\n"), Err(Error::Row { column, .. }) if column == "exposure")
    );
    assert!(matches!(read("person,mood\n"), Err(Error::Row { column, .. }) if column == "mood"));
    assert!(matches!(read(""), Err(Error::Whole { .. })));
}

proptest! {
    #[test]
    fn rubbish_is_refused_or_read_and_never_worse(
        bytes in prop::collection::vec(
            prop_oneof![any::<u8>(), Just(b','), Just(b'\n'), Just(b'"'), Just(b'1'), Just(b'-')],
            0..200,
        ),
        piece in 1..40_usize,
    ) {
        let mut reader = Reader::default();
        let text = [HEADER.as_bytes(), &bytes].concat();
        let fed = text.chunks(piece).try_for_each(|piece| reader.feed(piece));
        if let Ok(counts) = fed.and_then(|()| reader.finish()) {
            for change in scan(&counts.table, &Rule::new(0.1, 4, 1).unwrap()).changes {
                prop_assert!(change.p.is_finite() && change.factor.is_finite());
            }
        }
    }
}

#[test]
fn columns_may_stand_in_any_order_and_names_may_be_quoted() {
    let text = "\u{feff}count,person,week,\"group\",kind,exposure\r\n1,\"陈, 国强\",2026-11-16,采购,请假,5\r\n\r\n0,\"陈, 国强\",2026-11-23,采购,请假,4.5";
    let counts = read(text).unwrap();
    assert_eq!(counts.people, ["陈, 国强"]);
    assert_eq!(counts.table.weeks(), 2);
    assert_eq!(counts.monday(counts.table.first_week()), Some("2026-11-16".parse().unwrap()));
}

/// A small generator with a spread of rates that is none of the method's.
struct Company {
    state: u64,
    builder: TableBuilder,
}

impl Company {
    fn new(seed: u64) -> Self {
        Self { state: seed, builder: TableBuilder::default() }
    }

    fn unit(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
    }

    fn poisson(&mut self, mean: f64) -> u32 {
        let (limit, mut product, mut count) = ((-mean).exp(), self.unit(), 0);
        while product > limit {
            product *= self.unit();
            count += 1;
        }
        count
    }

    /// One person's weeks; `rate` says the mean in each, none for absent.
    fn person(&mut self, person: u32, group: u32, rate: impl Fn(u32) -> Option<f64>) {
        for week in 1..=104 {
            if let Some(mean) = rate(week) {
                let count = self.poisson(mean);
                self.builder.add(Entry { person, group, kind: 0, week, count, exposure: 5.0 }).unwrap();
            }
        }
    }

    fn scan(self) -> Scan {
        scan(&self.builder.finish(), &Rule::default())
    }
}

fn flagged(found: &Scan) -> Vec<&Change> {
    found.changes.iter().filter(|change| change.flagged_week.is_some()).collect()
}

#[test]
fn of_what_is_flagged_at_most_about_a_tenth_is_chance() {
    let (mut wrong, mut all, mut seen, mut changed) = (0, 0, 0, 0);
    for seed in 0..4 {
        let mut company = Company::new(seed);
        for person in 0..3_000 {
            // Two sorts of people, seasons, and one in fifty triples or falls to a fifth.
            let rate = if company.unit() < 0.4 { 1.2 } else { 0.4 };
            let factor = if person % 100 == 0 {
                3.0
            } else if person % 100 == 50 {
                0.2
            } else {
                1.0
            };
            changed += u32::from(factor != 1.0);
            company.person(person, person / 40, |week| {
                let season = (0.5 * (f64::from(week) / 52.0 * std::f64::consts::TAU).sin()).exp();
                Some(rate * season * if week > 52 { factor } else { 1.0 })
            });
        }
        for change in flagged(&company.scan()) {
            all += 1;
            let right = match change.direction {
                Direction::Rise => change.person % 100 == 0,
                Direction::Fall => change.person % 100 == 50,
            };
            seen += u32::from(right);
            wrong += u32::from(!right);
        }
    }
    assert!(f64::from(wrong) <= 0.13 * f64::from(all), "{wrong} of {all}");
    assert!(f64::from(seen) >= 0.5 * f64::from(changed), "{seen} of {changed}");
}

#[test]
fn a_sure_change_is_told_with_its_start_and_its_factor() {
    let mut company = Company::new(5);
    for person in 0..200 {
        let is_changed = person == 77;
        company.person(person, person / 40, |week| Some(if is_changed && week >= 70 { 3.0 } else { 0.5 }));
    }
    let found = company.scan();
    let flagged = flagged(&found);
    assert_eq!(flagged.len(), 1, "{flagged:?}");
    let change = flagged[0];
    assert_eq!((change.person, change.direction, change.flagged_week), (77, Direction::Rise, Some(78)));
    assert!(change.since_week.abs_diff(70) <= 3, "{change:?}");
    assert!(change.low < 6.0 && 6.0 < change.high && change.low > 2.0, "{change:?}");
    assert_eq!(found.watched, 200);
}

#[test]
fn a_plant_closure_is_one_event_and_no_alarm() {
    let mut company = Company::new(6);
    for person in 0..600 {
        let group = person / 30;
        company.person(person, group, |week| {
            Some(if group == 3 && week > 60 {
                4.0
            } else if week > 80 {
                1.5
            } else {
                1.0
            })
        });
    }
    let found = company.scan();
    assert!(flagged(&found).len() <= 1, "{:?}", flagged(&found));
}

#[test]
fn absent_weeks_are_no_fall_but_written_zeros_are() {
    let mut company = Company::new(7);
    for person in 0..100 {
        company.person(person, 0, |week| match person {
            8 if week > 60 => None,
            9 if week > 60 => Some(0.0),
            _ => Some(1.0),
        });
    }
    let found = company.scan();
    let flagged = flagged(&found);
    assert_eq!(
        flagged.iter().map(|change| (change.person, change.direction)).collect::<Vec<_>>(),
        [(9, Direction::Fall)]
    );
    assert!(flagged[0].low < 0.05 && flagged[0].factor < 0.2, "{:?}", flagged[0]);
}

#[test]
fn a_flag_does_not_change_when_later_weeks_come() {
    let make = |weeks: u32| {
        let mut company = Company::new(8);
        for person in 0..300 {
            let factor = if person % 30 == 0 { 5.0 } else { 1.0 };
            company.person(person, person / 50, |week| Some(0.6 * if week > 60 { factor } else { 1.0 }));
        }
        let table = company.builder.finish();
        let mut cut = TableBuilder::default();
        for series in &table.series {
            table.each_week(series, |week, count, exposure| {
                let week = week as u32 + 1;
                if week <= weeks {
                    let entry =
                        Entry { person: series.person, group: series.group, kind: 0, week, count, exposure };
                    cut.add(entry).unwrap();
                }
            });
        }
        scan(&cut.finish(), &Rule::default())
    };
    let told = |found: &Scan, until: u32| {
        let mut told: Vec<_> = flagged(found)
            .iter()
            .filter(|change| change.flagged_week.unwrap() <= until)
            .map(|change| (change.person, change.flagged_week, change.p))
            .collect();
        told.sort_by_key(|(person, _, _)| *person);
        told
    };
    let (short, long) = (make(78), make(104));
    assert!(told(&short, 78).len() >= 8);
    assert_eq!(told(&short, 78), told(&long, 78));
}

#[test]
fn few_or_no_people_give_an_answer_and_never_a_number_that_is_none() {
    for people in [0, 1, 2, 19] {
        let mut company = Company::new(9);
        for person in 0..people {
            company.person(person, person, |week| Some(if person == 0 && week > 55 { 9.0 } else { 0.8 }));
        }
        let found = company.scan();
        assert_eq!(found.watched, people as usize);
        for change in &found.changes {
            let numbers = [change.factor, change.low, change.high, change.p];
            assert!(numbers.iter().all(|number| number.is_finite()), "{change:?}");
            assert!(change.low <= change.factor && change.factor <= change.high);
        }
        if people == 2 {
            assert!(flagged(&found).iter().any(|change| change.person == 0));
        }
    }
    let mut silent = Company::new(10);
    for person in 0..30 {
        silent.person(person, 0, |_| Some(0.0));
    }
    assert!(flagged(&silent.scan()).is_empty());
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let on = |threads: usize| {
        let mut company = Company::new(11);
        for person in 0..2_500 {
            let factor = if person % 50 == 0 { 4.0 } else { 1.0 };
            company.person(person, person / 25, |week| Some(0.5 * if week > 60 { factor } else { 1.0 }));
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| company.scan())
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn a_rare_thing_takes_longer_to_show_and_may_not_show_at_all() {
    let weeks = |a_week: f64, factor: f64| {
        weeks_to_show(&Usual { a_week, weeks: 52.0 }, factor, &Rule::default(), 3e-4)
    };
    assert_eq!(weeks(1.0, 4.0), Some(13));
    assert!(weeks(1.0, 2.0) > Some(13));
    assert!(weeks(0.3, 3.0) > weeks(1.0, 3.0));
    assert_eq!(weeks(0.02, 3.0), None);
    assert_eq!(weeks(0.1, 0.2), None);
    assert!(weeks(2.0, 0.2).is_some());
    assert_eq!(weeks(1.0, 1.0), None);
    assert_eq!(weeks(f64::NAN, 3.0), None);
}

#[test]
fn the_normal_band_holds_what_it_promises() {
    let usual = Usual { a_week: 0.4, weeks: 104.0 };
    let (low, high) = normal_band(&usual, 4.0, 0.9).unwrap();
    assert_eq!((low, high), (0, 4));
    assert!(normal_band(&usual, 0.0, 0.9).is_none());
}

#[test]
fn rules_out_of_range_are_refused() {
    assert!(Rule::new(0.0, 52, 13).is_err());
    assert!(Rule::new(f64::NAN, 52, 13).is_err());
    assert!(Rule::new(0.1, 0, 13).is_err());
    assert!(Rule::new(0.1, 52, 0).is_err());
    assert!(Rule::new(0.2, 26, 4).is_ok());
}
