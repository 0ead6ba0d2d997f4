//! `leavewell risk evaluate`.

use std::path::{Path, PathBuf};

use clap::Args;
use risk::model::{
    Table, classify,
    evaluate::{self, Measures, OutcomeSkill, Skill, SurvivalSkill},
    survival,
};

use super::{
    arguments::{DataArguments, ModelArguments, OutcomeArguments, SpellArguments},
    table::{self, Complain},
};
use crate::output::{Failed, Outcome, is_answer_read_by_a_person, say};

/// What `evaluate` takes.
#[derive(Debug, Args)]
pub(crate) struct EvaluateArguments {
    #[command(flatten)]
    data: DataArguments,
    /// Which row (from 0) is in which fold: CSV with the columns row and fold.
    #[arg(long)]
    folds: PathBuf,
    #[command(flatten)]
    spell: SpellArguments,
    #[command(flatten)]
    outcome: OutcomeArguments,
    #[command(flatten)]
    model: ModelArguments,
    /// The times of the integrated Brier score: first:last:step.
    #[arg(long, value_parser = grid)]
    grid: Option<(f64, f64, f64)>,
    /// Until when Uno's concordance counts.
    #[arg(long)]
    uno_tau: Option<f64>,
    /// The time at which calibration is measured.
    #[arg(long)]
    at: Option<f64>,
}

fn grid(text: &str) -> Result<(f64, f64, f64), String> {
    let parts: Vec<f64> = text.split(':').filter_map(|part| part.parse().ok()).collect();
    match parts[..] {
        [first, last, step]
            if first > 0.0 && last > first && step > 0.0 && step.is_finite() && last.is_finite() =>
        {
            Ok((first, last, step))
        }
        _ => Err("write first:last:step, for example 6:96:3".to_owned()),
    }
}

/// Measures the skill on every fold.
pub(crate) fn run(arguments: &EvaluateArguments) -> Result<Outcome, Failed> {
    let is_json = arguments.data.json;
    let complain = Complain { file: &arguments.data.data, is_json };
    let mut table = table::read(&arguments.data.data, is_json)?;
    let (fold, cluster) = folds(&arguments.folds, &mut table, is_json)?;
    let cluster = arguments.model.cluster.clone().or(cluster);
    let refused = |error: risk::Error| complain.about(&error, Some(&table));
    if let Some(plan) = arguments.outcome.plan(&arguments.model) {
        let plan = classify::Plan { cluster, ..plan };
        let (skill, notices) = evaluate::outcome(&table, &fold, &plan).map_err(refused)?;
        table::tell_all(&notices);
        return answer(&skill, is_json, outcome_line);
    }
    let Some(plan) = arguments.spell.plan(&arguments.model) else {
        return Err(complain.at(
            "arguments",
            "",
            "give --duration COL and --event COL, or --target COL and --positive VALUE",
        ));
    };
    let plan = survival::Plan { cluster, ..plan };
    let measures = Measures { grid: arguments.grid, until: arguments.uno_tau, at: arguments.at };
    let (skill, notices) = evaluate::survival(&table, &fold, &plan, &measures).map_err(refused)?;
    table::tell_all(&notices);
    answer(&skill, is_json, survival_line)
}

/// What the people of a folds file are called in the table, where it names them.
const GROUP: &str = "group of the folds";

/// The fold of every row of the data. A column `group` of the folds says which rows are one person; it joins the data.
fn folds(file: &Path, data: &mut Table, is_json: bool) -> Result<(Vec<i64>, Option<String>), Failed> {
    let complain = Complain { file, is_json };
    let table = table::read(file, is_json)?;
    let refused = |error: risk::Error| complain.about(&error, Some(&table));
    let (rows, folds) = (table.numbers("row").map_err(refused)?, table.numbers("fold").map_err(refused)?);
    let mut fold = vec![None; data.rows()];
    let mut group = table.column("group").ok().map(|cells| (cells, vec![String::new(); data.rows()]));
    for (place, (&row, &name)) in rows.iter().zip(&folds).enumerate() {
        let wrong = |problem: String| complain.about(&table.refuse(place, "row", problem), Some(&table));
        let slot = whole(row).and_then(|row| fold.get_mut(usize::try_from(row).ok()?));
        match (slot, whole(name)) {
            (Some(slot @ None), Some(name)) => {
                *slot = Some(name);
                if let Some(((cells, group), row)) = group.as_mut().zip(whole(row)) {
                    let to = usize::try_from(row).ok().and_then(|row| group.get_mut(row));
                    to.zip(cells.get(place)).into_iter().for_each(|(to, cell)| to.clone_from(cell));
                }
            }
            (Some(_), Some(_)) => return Err(wrong(format!("row {row} stands twice"))),
            _ => {
                return Err(wrong(format!(
                    "row {row} in fold {name}: the data have rows 0 to {}",
                    data.rows() - 1
                )));
            }
        }
    }
    let missing =
        |row: usize| complain.at("folds.incomplete", "", format!("row {row} of the data is in no fold"));
    let fold = fold
        .iter()
        .enumerate()
        .map(|(row, fold)| fold.ok_or_else(|| missing(row)))
        .collect::<Result<_, _>>()?;
    let name = group.map(|(_, group)| {
        data.names.push(GROUP.to_owned());
        data.columns.push(group);
        GROUP.to_owned()
    });
    Ok((fold, name))
}

fn whole(value: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number of moderate size")]
    (value.fract() == 0.0 && value.abs() < 1e15).then_some(value as i64)
}

fn answer<T: serde::Serialize>(
    skill: &Skill<T>,
    is_json: bool,
    line: impl Fn(&T) -> String,
) -> Result<Outcome, Failed> {
    if is_json || !is_answer_read_by_a_person() {
        say(&serde_json::to_string(skill)?);
    } else {
        skill.folds.iter().for_each(|fold| say(&line(fold)));
        say(&line(&skill.mean));
    }
    Ok(Outcome::Answered)
}

fn name(fold: Option<i64>) -> String {
    fold.map_or_else(|| "mean".to_owned(), |fold| format!("fold {fold}"))
}

fn survival_line(skill: &SurvivalSkill) -> String {
    format!(
        "{}: n {}, Harrell C {:.4}, Uno C {:.4}, IBS {:.4} (Kaplan-Meier {:.4}), slope {:.2}, observed - expected {:+.3}",
        name(skill.fold),
        skill.n,
        skill.harrell_c,
        skill.uno_c,
        skill.ibs,
        skill.ibs_km,
        skill.slope,
        skill.observed_minus_expected
    )
}

fn outcome_line(skill: &OutcomeSkill) -> String {
    format!(
        "{}: n {}, AUC {:.4}, PR-AUC {:.4}, Brier {:.4}, log-loss {:.4}, slope {:.2}, base rate {:.3}",
        name(skill.fold),
        skill.n,
        skill.auc,
        skill.pr_auc,
        skill.brier,
        skill.log_loss,
        skill.slope,
        skill.base_rate
    )
}
