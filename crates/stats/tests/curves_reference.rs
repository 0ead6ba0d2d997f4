//! Curves, tests, concordances, causes and the life table of the reference file.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]
#![allow(clippy::float_cmp, clippy::cast_precision_loss, reason = "flags are 0 or 1, counts are small")]

mod support;

use serde_json::Value;
use stats::{
    Spells,
    competing::aalen_johansen,
    concordance::{Pairing, concordance, same_data_weights},
    curve::{Limits, kaplan_meier, life_table},
    logrank::log_rank,
};
use support::{Formula, Table, near, near_relative, reference};

const EXACT: f64 = 1e-9;

fn f(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap()
}

/// The rows of a group named like `sex=1`, or all.
fn rows_of(table: &Table, rows: &[usize], group: &str) -> Vec<usize> {
    match group.split_once('=') {
        Some((column, level)) => {
            rows.iter().copied().filter(|&row| table.text(column)[row] == level).collect()
        }
        None => rows.to_vec(),
    }
}

fn check_curve(set: &Value) {
    let id = set["id"].as_str().unwrap();
    let table = Table::read(set["data"].as_str().unwrap());
    let formula = Formula::parse(set["formula"].as_str().unwrap());
    let rows = table.complete(&formula.columns());
    let curve_of = |group: &str| {
        let picked = rows_of(&table, &rows, group);
        let spells = formula.spells(&table, &picked);
        kaplan_meier(&spells, &(0..spells.len()).collect::<Vec<_>>(), Limits::LogLog, 0.95)
    };
    for point in set["points"].as_array().unwrap() {
        let group = point["group"].as_str().unwrap();
        let (curve, time) = (curve_of(group), f(point, "time"));
        let place = curve.place(time).unwrap();
        let what = |key: &str| format!("{id} {group} {time} {key}");
        // R counts those at risk at the next time of the curve, where the time asked about is not one of it.
        let next = curve.moments.partition_point(|moment| moment.time < time);
        let at_risk = curve.moments.get(next).map_or(0, |moment| moment.at_risk);
        near(&what("n_risk"), at_risk as f64, f(point, "n_risk"), 0.0);
        near(&what("survival"), curve.survival[place], f(point, "survival"), EXACT);
        near(&what("se"), curve.se[place], f(point, "std_err"), EXACT);
        for (key, ours) in [("lower_loglog", curve.lower[place]), ("upper_loglog", curve.upper[place])] {
            if let Some(theirs) = point[key].as_f64() {
                near(&what(key), ours, theirs, EXACT);
            }
        }
        near(&what("hazard"), curve.hazard[place], f(point, "nelson_aalen"), EXACT);
        near(&what("hazard se"), curve.hazard_se[place], f(point, "nelson_aalen_se"), EXACT);
    }
    for quantile in set["quantiles"].as_array().unwrap() {
        let group = quantile["group"].as_str().unwrap_or("all");
        let ours = curve_of(group).quantile(f(quantile, "q"));
        for (key, ours) in [("time", ours.time), ("lower", ours.lower), ("upper", ours.upper)] {
            let what = format!("{id} {group} quantile {} {key}", quantile["q"]);
            match (ours, quantile[key].as_f64()) {
                (Some(ours), Some(theirs)) => near(&what, ours, theirs, EXACT),
                (ours, theirs) => assert_eq!(ours, theirs, "{what}"),
            }
        }
    }
}

#[test]
fn every_survival_curve_is_met() {
    let Some(file) = reference("km_logrank_concordance.json") else { return };
    file["kaplan_meier"].as_array().unwrap().iter().for_each(check_curve);
}

#[test]
fn every_log_rank_test_is_met() {
    let Some(file) = reference("km_logrank_concordance.json") else { return };
    for test in file["logrank"].as_array().unwrap() {
        let id = test["id"].as_str().unwrap();
        let table = Table::read(test["data"].as_str().unwrap());
        let formula = Formula::parse(test["formula"].as_str().unwrap());
        let rows = table.complete(&formula.columns());
        let spells = formula.spells(&table, &rows);
        let (levels, group) = table.levels(formula.covariates[0], &rows);
        let strata = formula.strata.map(|column| table.levels(column, &rows).1);
        let ours = log_rank(&spells, &group, strata.as_deref(), f(test, "rho")).unwrap();
        near_relative(id, ours.chi_square, f(test, "chisq"), EXACT);
        assert_eq!(ours.freedom as u64, test["df"].as_u64().unwrap());
        for expected in test["groups"].as_array().unwrap() {
            let (_, level) = expected["group"].as_str().unwrap().split_once('=').unwrap();
            let place = levels.iter().position(|other| other == level).unwrap();
            assert_eq!(ours.size[place] as u64, expected["n"].as_u64().unwrap(), "{id} {level}");
            near(&format!("{id} {level} observed"), ours.observed[place], f(expected, "observed"), 1e-8);
            near(&format!("{id} {level} expected"), ours.expected[place], f(expected, "expected"), 1e-8);
        }
    }
}

#[test]
fn every_concordance_is_met_with_its_pairs() {
    let Some(file) = reference("km_logrank_concordance.json") else { return };
    for entry in file["concordance"].as_array().unwrap() {
        let (time, event, column, sign) = match entry["id"].as_str().unwrap() {
            "lung_age" => ("time", "status01", "age", 1.0),
            "rossi_prio" => ("week", "arrest", "prio", 1.0),
            "turnover_age" => ("stag", "event", "age", 1.0),
            "turnover_anxiety_neg" => ("stag", "event", "anxiety", -1.0),
            other => unreachable!("{other} is new"),
        };
        let table = Table::read(entry["data"].as_str().unwrap());
        let rows = table.complete(&[time, event, column]);
        let events = table.numbers(event, &rows).iter().map(|value| *value == 1.0).collect();
        let spells = Spells::new(table.numbers(time, &rows), events).unwrap();
        let score: Vec<f64> = table.numbers(column, &rows).iter().map(|value| sign * value).collect();
        let weights = (entry["timewt"] == "n/G2").then(|| same_data_weights(&spells));
        let ours = concordance(&spells, &score, Pairing { weight: weights.as_deref(), ..Pairing::default() })
            .unwrap();
        let what = format!("{} {}", entry["id"], entry["timewt"]);
        near(&what, ours.value, f(entry, "concordance"), EXACT);
        near_relative(&format!("{what} se"), ours.se, f(entry, "se"), 1e-3);
        let counts = [ours.concordant, ours.discordant, ours.tied_score, ours.tied_time, ours.tied_both];
        let theirs = entry["counts_concordant_discordant_tiedx_tiedy_tiedxy"].as_array().unwrap();
        for (ours, theirs) in counts.iter().zip(theirs) {
            near_relative(&format!("{what} pairs"), *ours, theirs.as_f64().unwrap(), EXACT);
        }
    }
}

#[test]
fn the_competing_causes_of_judges_are_met() {
    let Some(file) = reference("km_logrank_concordance.json") else { return };
    let judges = &file["competing_risks_aalen_johansen"];
    let table = Table::read("alda_judges.csv");
    let rows = table.complete(&["tenure", "dead", "retired"]);
    let dead = table.numbers("dead", &rows);
    let retired = table.numbers("retired", &rows);
    let event = dead.iter().zip(&retired).map(|(d, r)| *d == 1.0 || *r == 1.0).collect();
    let cause: Vec<usize> = dead.iter().map(|d| usize::from(*d != 1.0)).collect();
    let spells = Spells::new(table.numbers("tenure", &rows), event).unwrap();
    let ours = aalen_johansen(&spells, &rows, &cause).unwrap();
    for point in judges["points"].as_array().unwrap() {
        let place = ours.time.partition_point(|&time| time <= f(point, "time")) - 1;
        near("staying", ours.staying[place], f(point, "still_serving"), EXACT);
        near("dead", ours.gone[0][place], f(point, "dead"), EXACT);
        near("retired", ours.gone[1][place], f(point, "retired"), EXACT);
        near("se dead", ours.se_gone[0][place], f(point, "se_dead"), EXACT);
        near("se retired", ours.se_gone[1][place], f(point, "se_retired"), EXACT);
    }
}

#[test]
fn the_life_table_of_teachers_is_met() {
    let Some(file) = reference("km_logrank_concordance.json") else { return };
    let table = Table::read("alda_teachers.csv");
    let rows = table.complete(&["years", "censor"]);
    let event = table.numbers("censor", &rows).iter().map(|value| *value == 0.0).collect();
    let ours = life_table(&Spells::new(table.numbers("years", &rows), event).unwrap()).unwrap();
    let theirs = file["life_table"]["rows"].as_array().unwrap();
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(theirs) {
        assert_eq!(
            (ours.year as u64, ours.at_risk as u64),
            (theirs["year"].as_u64().unwrap(), theirs["at_risk"].as_u64().unwrap())
        );
        assert_eq!(ours.leavers as u64, theirs["leavers"].as_u64().unwrap());
        near("hazard", ours.hazard, f(theirs, "hazard"), EXACT);
        near("survival", ours.survival, f(theirs, "survival"), EXACT);
    }
}
