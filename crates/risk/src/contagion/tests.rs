use std::{fs, path::PathBuf};

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::Error;

fn published() -> Vec<(String, String)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/contagion"));
    let Ok(files) = fs::read_dir(&folder) else {
        eprintln!("skipped: the published cases are not here");
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .map(|file| {
            (file.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(file).unwrap())
        })
        .collect()
}

/// Every number of the published answer with the one that was found, and whether it is a probability.
fn pairs(text: &str, found: &Answer, case: &Case) -> Vec<(f64, f64, bool)> {
    let value: Value = serde_json::from_str(text).unwrap();
    let exact = &value["exact"];
    let mut pairs = vec![(exact["expected_departures"].as_f64().unwrap(), found.expected, false)];
    for (at, name) in case.parts().names.iter().enumerate() {
        let p = exact["activation"][name].as_f64().unwrap();
        pairs.push((p, found.people[at].p, true));
        if let Some(base) = exact["no_seed"].get(name).and_then(Value::as_f64) {
            pairs.push((p - base, found.people[at].lift, true));
        }
    }
    let at_least = exact["prob_at_least"].as_object().unwrap();
    assert_eq!(at_least.len(), found.at_least.len());
    for (size, p) in at_least {
        pairs.push((p.as_f64().unwrap(), found.at_least[size.parse::<usize>().unwrap() - 1], true));
    }
    for (joint, found) in exact["joint"].as_array().unwrap().iter().zip(&found.joint) {
        pairs.push((joint["probability"].as_f64().unwrap(), found.probability, true));
    }
    pairs
}

#[test]
fn the_published_cases_are_answered_exactly() {
    for (name, text) in published() {
        let case = Case::from_json(&text).unwrap();
        for (expected, found, _) in pairs(&text, &exact(&case).unwrap(), &case) {
            assert!((expected - found).abs() < 1e-9, "{name}: {expected} {found}");
        }
    }
}

#[test]
fn drawing_comes_within_four_standard_errors_of_the_published_answers() {
    let how = Runs { runs: 200_000, seed: 7 };
    for (name, text) in published() {
        let case = Case::from_json(&text).unwrap();
        let found = simulate(&case, how);
        for (expected, found, is_share) in pairs(&text, &found, &case) {
            let allowed =
                if is_share { 4.0 * (expected * (1.0 - expected) / 200_000.0).sqrt() } else { 0.02 };
            assert!((expected - found).abs() <= allowed, "{name}: {expected} {found}");
        }
    }
}

fn star(model: Model, p: f64, followers: u32) -> Case {
    let names = (0..=followers).map(|who| format!("p{who}")).collect();
    let ties = (1..=followers).map(|to| Tie { from: 0, to, p }).collect();
    let parts =
        Parts { model, names, seeds: vec![0], horizon: None, ties, background: vec![], joint: vec![] };
    Case::new(parts).unwrap()
}

#[test]
fn many_equal_ties_are_drawn_by_leaps_with_the_right_frequency() {
    let case = star(Model::Cascade, 0.03, 500);
    let found = simulate(&case, Runs { runs: 40_000, seed: 3 });
    let allowed = 4.5 * (0.03_f64 * 0.97 / 40_000.0).sqrt();
    for odds in &found.people[1..] {
        assert!((odds.p - 0.03).abs() < allowed, "{}", odds.p);
    }
    // The spread of the sum shows that the draws are independent of each other: variance n p (1 - p).
    let variance = found.expected_se.powi(2) * 40_000.0;
    assert!((variance / (500.0 * 0.03 * 0.97) - 1.0).abs() < 0.04, "{variance}");
}

#[test]
fn a_star_of_a_hundred_is_exact_because_its_rays_share_nothing() {
    let found = exact(&star(Model::Cascade, 0.2, 100)).unwrap();
    assert!((found.expected - 21.0).abs() < 1e-9);
    assert!((found.at_least[1] - (1.0 - 0.8_f64.powi(100))).abs() < 1e-9);
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    for (_, text) in published() {
        let case = Case::from_json(&text).unwrap();
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let how = Runs { runs: 3_001, seed: 11 };
                (simulate(&case, how), talk_first(&case, how, 3))
            })
        };
        let one = on(1);
        assert_eq!(one, on(2));
        assert_eq!(one, on(5));
        assert_ne!(one.0.people, simulate(&case, Runs { runs: 3_001, seed: 12 }).people);
    }
}

#[test]
fn whom_to_talk_to_first_is_who_stands_before_the_others() {
    // A chain 0 → 1 → 2 → 3 and a leaf 4 as probable as 1: keeping 1 keeps what lies behind.
    let ties = [(0, 1), (1, 2), (2, 3), (0, 4)].map(|(from, to)| Tie { from, to, p: 0.5 }).to_vec();
    let names = (0..5).map(|who| who.to_string()).collect();
    let parts = Parts {
        model: Model::Cascade,
        names,
        seeds: vec![0],
        horizon: None,
        ties,
        background: vec![],
        joint: vec![],
    };
    let case = Case::new(parts).unwrap();
    let talks = talk_first(&case, Runs { runs: 4_000, seed: 5 }, 5);
    assert_eq!(talks.iter().map(|talk| talk.who).collect::<Vec<_>>(), [1, 4]);
    assert!((talks[0].avoided - 0.875).abs() < 5.0 * talks[0].se, "{talks:?}");
    assert!((talks[1].avoided - 0.5).abs() < 5.0 * talks[1].se, "{talks:?}");
}

#[test]
fn two_paths_to_one_person_are_not_both_credited_for_them() {
    // 3 is reached for certain by 1 and by 2: keeping one of them avoids only that one.
    let ties = [(0, 1), (0, 2), (1, 3), (2, 3)].map(|(from, to)| Tie { from, to, p: 1.0 }).to_vec();
    let names = (0..4).map(|who| who.to_string()).collect();
    let parts = Parts {
        model: Model::Cascade,
        names,
        seeds: vec![0],
        horizon: None,
        ties,
        background: vec![],
        joint: vec![],
    };
    let talks = talk_first(&Case::new(parts).unwrap(), Runs { runs: 10, seed: 1 }, 3);
    assert_eq!(talks.iter().map(|talk| talk.avoided).collect::<Vec<_>>(), [1.0, 2.0]);
}

fn refusal(text: &str) -> String {
    match Case::from_json(text).unwrap_err() {
        Error::Value { pointer, .. } => pointer,
        Error::Json { problem, line, column } => format!("{line}:{column} {problem}"),
        other => other.to_string(),
    }
}

#[test]
fn wrong_cases_are_refused_with_their_place() {
    let case = |rest: &str| format!(r#"{{"model":"IC","nodes":["a","b"],"seeds":["a"],{rest}}}"#);
    assert_eq!(refusal(&case(r#""edges":[["a","b",1.5]]"#)), "/edges/0/2");
    assert_eq!(refusal(&case(r#""edges":[["a","b",-0.1]]"#)), "/edges/0/2");
    assert_eq!(refusal(&case(r#""edges":[["a","c",0.5]]"#)), "/edges/0/1");
    assert_eq!(refusal(&case(r#""edges":[],"joint":[["a","x"]]"#)), "/joint/0/1");
    assert_eq!(refusal(&case(r#""edges":[],"background":{"a":0.5}"#)), "/background");
    assert_eq!(refusal(&case(r#""edges":[],"schema":"contagion-case/2""#)), "/schema");
    assert!(refusal(&case(r#""edges":[],"horizons":2"#)).contains("unknown field `horizons`"));
    assert!(refusal(&case(r#""edges":[["a","b",1e999]]"#)).contains("out of range"));
    assert!(refusal(&case(r#""edges":[["a","b",0.5,1]]"#)).starts_with("1:"));
    assert!(refusal(r#"{"model":"IC","nodes":["a"],"seeds":["a"]}"#).contains("missing field `edges`"));
    assert_eq!(refusal(r#"{"model":"IC","nodes":["a","a"],"seeds":["a"],"edges":[]}"#), "/nodes/1");
    assert_eq!(refusal(r#"{"model":"IC","nodes":["a"],"seeds":["b"],"edges":[]}"#), "/seeds/0");
    assert_eq!(refusal(r#"{"model":"IC","nodes":["a"],"seeds":["a","a"],"edges":[]}"#), "/seeds/1");
    assert_eq!(refusal(r#"{"model":"ICB","nodes":["a"],"seeds":["a"],"edges":[]}"#), "/background");
    let background = r#"{"model":"ICB","nodes":["a"],"seeds":["a"],"edges":[],"background":{"x/y":0.1}}"#;
    assert_eq!(refusal(background), "/background/x~1y");
    let weights = r#"{"model":"LT","nodes":["a","b"],"seeds":["a"],"edges":[["a","b",0.7],["a","b",0.4]]}"#;
    assert_eq!(refusal(weights), "/edges/1/2");
}

#[test]
fn what_cannot_be_weighed_is_said_and_not_tried_forever() {
    let people = 60;
    let ties = (0..people)
        .flat_map(|from| (0..people).map(move |to| Tie { from, to, p: 0.1 }))
        .filter(|tie| tie.from != tie.to)
        .collect();
    let parts = Parts {
        model: Model::Cascade,
        names: (0..people).map(|who| who.to_string()).collect(),
        seeds: vec![0],
        horizon: None,
        ties,
        background: vec![],
        joint: vec![],
    };
    assert!(matches!(exact(&Case::new(parts).unwrap()), Err(Error::Whole { .. })));
}

#[test]
fn default_strengths_of_ties_stay_small() {
    let usual = Strength { base_hazard: 0.03, lift: Lift::Middle, closeness: 1.0 };
    assert!((usual.probability().unwrap() - 0.00273).abs() < 1e-12);
    assert_eq!(Strength { closeness: 1.5, ..usual }.probability(), None);
    assert!(
        Strength { base_hazard: 0.05, lift: Lift::High, closeness: 1.0 }.probability().unwrap()
            < EXTREME_FROM
    );
}

/// A small case of any model, horizon and background.
fn small() -> impl Strategy<Value = Case> {
    let tie = (0..5_u32, 0..5_u32, prop_oneof![Just(0.0), Just(1.0), 0.0..1.0]);
    let parts = (
        prop_oneof![Just(Model::Cascade), Just(Model::CascadeWithBackground), Just(Model::Threshold)],
        prop::collection::vec(tie, 0..9),
        prop::option::of(0..4_u32),
        prop::collection::vec(0.0..0.5_f64, 5),
    );
    parts.prop_map(|(model, ties, horizon, background)| {
        let scale = if model == Model::Threshold { ties.len().max(1) as f64 } else { 1.0 };
        let ties = ties.into_iter().map(|(from, to, p)| Tie { from, to, p: p / scale }).collect();
        let background = if model == Model::CascadeWithBackground { background } else { vec![] };
        let names = (0..5).map(|who| who.to_string()).collect();
        Case::new(Parts {
            model,
            names,
            seeds: vec![0, 3],
            horizon,
            ties,
            background,
            joint: vec![vec![1, 2]],
        })
        .unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn weighing_and_drawing_agree(case in small()) {
        let runs = 20_000;
        let (weighed, drawn) = (exact(&case).unwrap(), simulate(&case, Runs { runs, seed: 1 }));
        let near = |p: f64, q: f64| (p - q).abs() <= 5.5 * (p * (1.0 - p) / f64::from(runs)).max(0.0).sqrt() + 1e-9;
        for (exact, drawn) in weighed.people.iter().zip(&drawn.people) {
            prop_assert!(near(exact.p, drawn.p), "{:?} {:?}", exact, drawn);
            prop_assert!(near(exact.lift, drawn.lift), "{:?} {:?}", exact, drawn);
            prop_assert!(exact.lift >= -1e-12 && exact.p <= 1.0 + 1e-12);
        }
        for (exact, drawn) in weighed.at_least.iter().zip(&drawn.at_least) {
            prop_assert!(near(*exact, *drawn));
        }
        prop_assert!(near(weighed.joint[0].probability, drawn.joint[0].probability));
        prop_assert!((weighed.at_least.iter().sum::<f64>() - weighed.expected).abs() < 1e-9);
    }
}
