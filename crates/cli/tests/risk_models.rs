//! `leavewell risk fit`, `classify`, `predict`, `evaluate` and `curves` from outside.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::float_cmp,
    missing_docs,
    reason = "a test may fail loudly, and says when it skips; flags and counts are exact"
)]

use std::{
    fmt::Write as _,
    io::Write as _,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

fn risk(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_leavewell"))
        .arg("risk")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Who is refused for the arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn answer(arguments: &[&str], input: &str) -> Value {
    let output = risk(arguments, input);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Place and message of a refusal.
fn refusal(arguments: &[&str], input: &str) -> (String, String) {
    let output = risk(arguments, input);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.stdout.is_empty());
    let error: Value = serde_json::from_slice(&output.stderr).unwrap();
    let text = |key: &str| error["error"][key].as_str().unwrap().to_owned();
    (text("at"), text("message"))
}

fn shared(file: &str) -> Option<String> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(file);
    if path.exists() {
        return Some(path.display().to_string());
    }
    eprintln!("skipped: {file} is not here");
    None
}

fn near(ours: &Value, theirs: f64, tolerance: f64) {
    let ours = ours.as_f64().unwrap();
    assert!((ours - theirs).abs() <= tolerance, "ours {ours}, reference {theirs}");
}

const FIT: [&str; 7] = ["fit", "-", "--duration", "months", "--event", "left", "--json"];

fn fit_with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    FIT.iter().chain(more).copied().collect()
}

#[test]
fn a_plain_cox_model_is_that_of_the_textbook() {
    let Some(file) = shared("survival/rossi.csv") else { return };
    let plain = answer(&["fit", &file, "--duration", "week", "--event", "arrest", "--penalty", "0"], "");
    near(&plain["coef"]["fin"], -0.379_422_166_871_205, 1e-6);
    near(&plain["se"]["prio"], 0.028_648_550_073_470, 1e-6);
    near(&plain["loglik"], -658.747_659_446_085, 1e-6);
    near(&plain["concordance"], 0.640_329_247_099_713, 1e-9);
    let ridge = answer(&["fit", &file, "--duration", "week", "--event", "arrest", "--penalty", "5"], "");
    near(&ridge["coef"]["race"], 0.221_146_891_129_277, 1e-6);
}

#[test]
fn what_cannot_be_is_refused_with_its_line_and_column() {
    let (at, message) = refusal(&FIT, "months,left,pay\n3,1,1\n0,1,2\n4,0,3\n");
    assert_eq!(at, "-:3:1");
    assert!(message.contains("above 0"), "{message}");
    let late = "months,left,since,pay\n3,1,3,1\n2,1,0,2\n";
    assert_eq!(refusal(&fit_with(&["--entry", "since"]), late).0, "-:2:3");
    assert_eq!(refusal(&FIT, "months,left,pay\n3,1,1\nx,1,2\n").0, "-:3:1");
    assert_eq!(refusal(&FIT, "months,left,pay\n3,2,1\n").0, "-:2:2");
    assert_eq!(refusal(&FIT, "months,left,pay\n3,1,inf\n4,1,2\n").0, "-:2:3");
    assert_eq!(refusal(&FIT, "months,left,pay\n3,1,1\n4,1\n").0, "-:3");
    let (_, message) = refusal(&FIT, "months,left,pay\n3,0,1\n4,0,2\n");
    assert!(message.contains("nobody has the event"), "{message}");
    let (_, message) =
        refusal(&["fit", "-", "--duration", "m", "--event", "left", "--json"], "months,left,pay\n3,0,1\n");
    assert!(message.contains("there is no column m"), "{message}");
}

#[test]
fn separation_is_named_and_a_constant_column_is_left_out() {
    let apart = "months,left,pay\n1,1,1\n2,1,2\n3,0,3\n4,0,4\n5,0,5\n";
    let (_, message) = refusal(&fit_with(&["--penalty", "0"]), apart);
    assert!(message.starts_with("pay separates"), "{message}");
    assert!(answer(&fit_with(&["--penalty", "1"]), apart)["coef"]["pay"].as_f64().unwrap() < 0.0);
    let twice = "months,left,pay,same,double\n1,1,1,7,2\n2,1,4,7,8\n3,1,3,7,6\n4,0,4,7,8\n5,1,1,7,2\n";
    let model = answer(&fit_with(&["--penalty", "0"]), twice);
    assert_eq!(model["coef"].as_object().unwrap().keys().collect::<Vec<_>>(), ["pay"]);
}

/// A part of the cross-validation may hold all there is of one outcome; then that part tells nothing, and no more.
#[test]
fn one_row_of_an_outcome_is_learnt_from_and_none_is_refused() {
    let classify = ["classify", "-", "--target", "went", "--positive", "Y", "--numeric", "age", "--json"];
    let few = "went,age\nY,30\nN,40\nY,31\nY,29\nY,42\n";
    let model = answer(&classify, few);
    assert_eq!((model["n"].as_u64(), model["events"].as_u64()), (Some(5), Some(4)));
    assert!(model["coef"]["age"].as_f64().unwrap() <= 0.0, "the one who stayed is among the oldest");
    let (_, message) = refusal(&classify, "went,age\nY,30\nY,40\n");
    assert!(message.contains("only one of the two outcomes occurs"), "{message}");
}

/// People whose months depend on how they come to work, seeded.
fn company(rows: u64) -> String {
    let mut state = 11_u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 33).unwrap()) / f64::from(1_u32 << 31)
    };
    let mut text = "months,left,way,age\n".to_owned();
    for _ in 0..rows {
        let (is_far, age) = (draw() < 0.4, 20.0 + 40.0 * draw());
        let time = -draw().max(1e-9).ln() * if is_far { 15.0 } else { 40.0 };
        let end = 1.0 + 60.0 * draw();
        let way = if is_far { "train" } else { "foot" };
        writeln!(text, "{:.2},{},{way},{age:.0}", time.min(end).max(0.01), u8::from(time <= end)).unwrap();
    }
    text
}

#[test]
fn a_prediction_has_limits_and_reasons_and_an_unseen_level_counts_as_average() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("model.json");
    let output = risk(&FIT, &company(400));
    assert_eq!(output.status.code(), Some(0));
    std::fs::write(&file, &output.stdout).unwrap();
    let asked = ["predict", file.to_str().unwrap(), "-", "--horizon", "12"];
    let predicted = risk(&asked, "way,age\ntrain,40\nfoot,40\nboat,40\n");
    assert_eq!(predicted.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&predicted.stderr).contains("\"boat\" in line 4"));
    let text = String::from_utf8(predicted.stdout).unwrap();
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.splitn(5, ',').collect()).collect();
    assert_eq!(lines[0], ["row", "probability", "low", "high", "reasons"]);
    let number = |row: usize, column: usize| lines[row + 1][column].parse::<f64>().unwrap();
    for row in 0..3 {
        assert!(0.0 < number(row, 2) && number(row, 2) < number(row, 1));
        assert!(number(row, 1) < number(row, 3) && number(row, 3) < 1.0);
    }
    assert!(number(0, 1) > number(2, 1) && number(2, 1) > number(1, 1), "the unknown stands between: {text}");
    assert!((0.35..0.7).contains(&number(0, 1)), "1 - exp(-12/15) is 0.55: {text}");
    assert!(lines[1][4].starts_with("way=train x"), "{text}");
    let later = risk(
        &["predict", file.to_str().unwrap(), "-", "--horizon", "12", "--since", "tenure"],
        "way,age,tenure\ntrain,40,6\n",
    );
    assert_eq!(later.status.code(), Some(0), "{}", String::from_utf8_lossy(&later.stderr));
}

#[test]
fn the_same_seed_gives_the_same_model_to_the_byte() {
    let data = company(300);
    assert_eq!(
        risk(&fit_with(&["--seed", "5"]), &data).stdout,
        risk(&fit_with(&["--seed", "5"]), &data).stdout
    );
}

#[test]
fn curves_answer_by_group_and_by_cause_without_gaps() {
    let data =
        "months,left,site,why\n1,1,a,pay\n2,1,b,manager\n3,1,a,manager\n4,0,c,\n5,1,b,pay\n6,1,a,pay\n";
    let asked = [
        "curves",
        "-",
        "--duration",
        "months",
        "--event",
        "left",
        "--by",
        "site",
        "--cause",
        "why",
        "--json",
    ];
    let output = risk(&asked, data);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("null") && !text.contains("NaN"), "{text}");
    let answer: Value = serde_json::from_str(&text).unwrap();
    let curves = answer["curves"].as_array().unwrap();
    assert_eq!(
        curves.iter().map(|curve| curve["group"].as_str().unwrap()).collect::<Vec<_>>(),
        ["a", "b", "c"]
    );
    assert_eq!(curves[2]["causes"][0]["share"][0], 0.0);
    assert_eq!(answer["logrank"]["df"], 2);
    let (at, _) = refusal(&asked, "months,left,site,why\n1,1,a,\n2,1,b,pay\n");
    assert_eq!(at, "-:2:4");
}

/// The means over folds 1 to 4; the fifth is kept for acceptance.
fn means(skill: &Value, keys: &[&str]) -> Vec<f64> {
    let folds: Vec<&Value> =
        skill["folds"].as_array().unwrap().iter().filter(|fold| fold["fold"].as_i64().unwrap() < 5).collect();
    let of = |key: &&str| folds.iter().map(|fold| fold[*key].as_f64().unwrap()).sum::<f64>() / 4.0;
    keys.iter().map(of).collect()
}

#[test]
fn the_skill_on_real_leavers_reaches_the_guides_targets() {
    let (Some(data), Some(folds)) = (shared("turnover.csv"), shared("folds/turnover_grouped.csv")) else {
        return;
    };
    let asked = ["evaluate", &data, "--duration", "stag", "--event", "event", "--folds", &folds, "--json"];
    let keys = ["harrell_c", "ibs", "slope", "uno_c"];
    let plain = means(&answer(&[&asked[..], &["--penalty", "0"]].concat(), ""), &keys);
    for (ours, theirs) in plain.iter().zip([0.5954, 0.2123, 0.4901, 0.5877]) {
        assert!((ours - theirs).abs() < 0.001, "the plain model is the reference's: {plain:?}");
    }
    let chosen = means(&answer(&asked, ""), &keys);
    assert!(chosen[0] >= 0.595 && chosen[1] <= 0.206 && (0.6..1.4).contains(&chosen[2]), "{chosen:?}");
    assert!(chosen[0] < 0.63, "far above the guide's tables is a leak: {chosen:?}");
}

#[test]
fn the_skill_on_the_invented_sample_reaches_the_guides_targets() {
    let (Some(data), Some(folds)) = (shared("ibm_hr_attrition.csv"), shared("folds/ibm_hr_attrition.csv"))
    else {
        return;
    };
    let asked =
        ["evaluate", &data, "--target", "Attrition", "--positive", "Yes", "--folds", &folds, "--json"];
    let skill = means(&answer(&asked, ""), &["auc", "brier", "slope"]);
    assert!(skill[0] >= 0.83 && skill[1] <= 0.095 && (0.8..1.2).contains(&skill[2]), "{skill:?}");
}

#[test]
fn events_become_weekly_counts_and_a_wrong_day_is_refused_with_its_line() {
    let events = "person,date,kind\n甲,2026-11-22,late\n甲,2026-11-23,late\n甲,2026-11-29,late\n\"乙, 二\",2026-11-23,leave\n";
    let told = risk(&["weekly", "-"], events);
    assert_eq!(
        String::from_utf8(told.stdout).unwrap(),
        "person,kind,week,count\n甲,late,2026-11-16,1\n甲,late,2026-11-23,2\n\"乙, 二\",leave,2026-11-23,1\n"
    );
    let summary = answer(&["weekly", "-", "--json"], events);
    assert_eq!(["events", "counts", "squares"].map(|key| summary[key].as_u64()), [4, 3, 6].map(Some));
    let (at, _) =
        refusal(&["weekly", "-", "--json"], "person,date,kind\n甲,2026-11-22,late\n甲,11月22日,late\n");
    assert!(at.ends_with(":3"), "{at}");
}
