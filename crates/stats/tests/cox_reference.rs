//! Every fit of the reference file, within the tolerances stated there.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

mod support;

use serde_json::Value;
use stats::{
    concordance::{Pairing, concordance},
    cox::{self, CoxData, Penalty, Ties, Transform},
};
use support::{Formula, Table, near, near_relative, reference};

fn ties(model: &Value) -> Ties {
    match model["ties"].as_str().unwrap() {
        "efron" => Ties::Efron,
        "breslow" => Ties::Breslow,
        _ => Ties::Exact,
    }
}

/// The formula of a model; three of them say it in words.
fn formula(model: &Value) -> Formula<'_> {
    match model["id"].as_str().unwrap() {
        "rossi_ridge_theta5_unscaled" | "rossi_zph_km" => {
            Formula::parse("Surv(week, arrest) ~ fin+age+race+wexp+mar+paro+prio")
        }
        _ => Formula::parse(model["formula"].as_str().unwrap()),
    }
}

fn check(model: &Value, tolerance: &Value) {
    let id = model["id"].as_str().unwrap();
    let formula = formula(model);
    let table = Table::read(model["data"].as_str().unwrap());
    let rows = table.complete(&formula.columns());
    assert_eq!(rows.len() as u64, model["n"].as_u64().unwrap(), "{id}: rows");
    let spells = formula.spells(&table, &rows);
    assert_eq!(spells.events() as u64, model["events"].as_u64().unwrap(), "{id}: events");
    let (names, design) = table.design(&formula.covariates, &rows);
    let strata = formula.strata.map(|column| table.levels(column, &rows).1);
    let data = CoxData { spells: &spells, design: &design, strata: strata.as_deref() };
    let penalty = if id == "rossi_ridge_theta5_unscaled" { Penalty::Original(5.0) } else { Penalty::None };
    let fit = cox::fit(&data, ties(model), &penalty).unwrap();
    let se = fit.se();
    for (name, value) in model["coef"].as_object().unwrap() {
        let place = names.iter().position(|other| other == name).unwrap();
        near(
            &format!("{id} {name}"),
            fit.coef[place],
            value.as_f64().unwrap(),
            tolerance["coef_abs"].as_f64().unwrap(),
        );
        if let Some(theirs) = model["se"][name].as_f64() {
            near(&format!("{id} se {name}"), se[place], theirs, tolerance["se_abs"].as_f64().unwrap());
        }
    }
    statistics(model, tolerance, &data, &fit, &names);
    baseline(model, tolerance, &data, &fit);
    if id == "bladder2_cluster_id" {
        let cluster = table.levels("id", &rows).1;
        let robust = cox::robust(&data, &fit, Some(&cluster)).unwrap().se();
        for (name, ours) in names.iter().zip(robust) {
            let theirs = model["stats"][format!("robust_se_{name}")].as_f64().unwrap();
            near(&format!("{id} robust {name}"), ours, theirs, tolerance["se_abs"].as_f64().unwrap());
        }
    }
}

fn statistics(model: &Value, tolerance: &Value, data: &CoxData<'_>, fit: &cox::Cox, names: &[String]) {
    let id = model["id"].as_str().unwrap();
    let stats = model["stats"].as_object().unwrap();
    let get = |key: &str| stats.get(key).and_then(Value::as_f64);
    let (loglik, relative) =
        (tolerance["loglik_abs"].as_f64().unwrap(), tolerance["stat_rel"].as_f64().unwrap());
    let mut met = 0;
    for (key, ours) in [("loglik", fit.loglik), ("loglik_null", fit.loglik_null)] {
        if let Some(theirs) = get(key) {
            near(&format!("{id} {key}"), ours, theirs, loglik);
            met += 1;
        }
    }
    for (key, ours) in [("lr", fit.likelihood_ratio()), ("wald", fit.wald), ("score", fit.score)] {
        if let Some(theirs) = get(key) {
            near_relative(&format!("{id} {key}"), ours, theirs, relative);
            met += 1;
        }
    }
    if let Some(theirs) = get("concordance") {
        let pairing = Pairing { strata: data.strata, ..Pairing::default() };
        let ours = concordance(data.spells, &fit.linear_of(data.design), pairing).unwrap();
        near(&format!("{id} C"), ours.value, theirs, tolerance["concordance_abs"].as_f64().unwrap());
        let share = tolerance["concordance_se_rel"].as_f64().unwrap();
        near_relative(&format!("{id} se of C"), ours.se, get("concordance_se").unwrap(), share);
        met += 2;
    }
    if let Some(global) = get("chisq_GLOBAL") {
        let test = cox::proportionality(data, fit, Transform::Survival).unwrap();
        near_relative(&format!("{id} global"), test.global, global, relative);
        for (name, ours) in names.iter().zip(&test.chi_square) {
            near_relative(&format!("{id} {name}"), *ours, get(&format!("chisq_{name}")).unwrap(), relative);
            met += 1;
        }
        met += 1;
    }
    let robust = stats.keys().filter(|key| key.starts_with("robust")).count();
    assert_eq!(met + robust, stats.len(), "{id}: every statistic of {:?} is compared", stats.keys());
}

fn baseline(model: &Value, tolerance: &Value, data: &CoxData<'_>, fit: &cox::Cox) {
    let points = model["cumulative_baseline_hazard_at_x0"].as_array().unwrap();
    if points.is_empty() {
        return;
    }
    let baseline = &cox::baseline(data, fit).unwrap()[0];
    let at_zero = baseline.at_zero(fit);
    for point in points {
        let (time, theirs) = (point[0].as_f64().unwrap(), point[1].as_f64().unwrap());
        let place = baseline.time.partition_point(|&other| other <= time * (1.0 + 1e-9));
        let what = format!("{} H0({time})", model["id"]);
        near_relative(&what, at_zero[place - 1], theirs, tolerance["basehaz_rel"].as_f64().unwrap());
    }
}

#[test]
fn every_cox_reference_is_met() {
    let Some(file) = reference("cox.json") else { return };
    let models = file["models"].as_array().unwrap();
    let mut failed = Vec::new();
    for model in models {
        let run = std::panic::catch_unwind(|| check(model, &file["tolerance"]));
        if run.is_err() {
            failed.push(format!("{} {}", model["id"], model["ties"]));
        }
    }
    assert!(failed.is_empty(), "{} of {} failed: {failed:?}", failed.len(), models.len());
}
