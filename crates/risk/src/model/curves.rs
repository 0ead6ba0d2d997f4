//! Survival curves by group, the test whether the groups differ, and the shares gone by cause.

use serde::Serialize;
use stats::{
    Spells,
    competing::aalen_johansen,
    curve::{Limits, kaplan_meier},
    logrank::log_rank,
};

use super::{Table, survival, table::is_missing};
use crate::{Error, Result};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The column of the duration.
    pub duration: String,
    /// The column of the event.
    pub event: String,
    /// The column of the entry.
    pub entry: Option<String>,
    /// The column of the groups.
    pub by: Option<String>,
    /// The column of the cause, looked at where the event happened.
    pub cause: Option<String>,
}

/// All curves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Curves {
    /// One for each group.
    pub curves: Vec<GroupCurve>,
    /// Whether the groups differ; empty without groups.
    pub logrank: Test,
}

/// The curve of a group: Kaplan–Meier with log-log limits, and the hazard after Nelson and Aalen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupCurve {
    /// The group; `all` without groups.
    pub group: String,
    /// The distinct times.
    pub time: Vec<f64>,
    /// The share that stays beyond each.
    pub survival: Vec<f64>,
    /// Its standard error.
    pub se: Vec<f64>,
    /// Its lower limit.
    pub lower: Vec<f64>,
    /// Its upper limit.
    pub upper: Vec<f64>,
    /// The cumulative hazard.
    pub hazard: Vec<f64>,
    /// How many are at risk.
    pub at_risk: Vec<usize>,
    /// How many have the event.
    pub events: Vec<usize>,
    /// How many are censored.
    pub censored: Vec<usize>,
    /// The time by which half have left, where the curve goes down that far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median: Option<f64>,
    /// The share gone by each cause.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<CauseCurve>,
}

/// The share gone by one cause, the others having their say (Aalen–Johansen).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CauseCurve {
    /// The cause.
    pub cause: String,
    /// The share gone at each time.
    pub share: Vec<f64>,
    /// Its standard error.
    pub se: Vec<f64>,
}

/// The log-rank test.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Test {
    /// The statistic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chisq: Option<f64>,
    /// Its degrees of freedom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub df: Option<usize>,
    /// The chance of a statistic this large if the groups do not differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// What each group lost and was expected to lose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<TestGroup>,
}

/// One group of the test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TestGroup {
    /// The group.
    pub group: String,
    /// Its rows.
    pub n: usize,
    /// Its events.
    pub observed: f64,
    /// Its events if the groups did not differ.
    pub expected: f64,
}

/// Draws the curves.
pub fn curves(table: &Table, plan: &Plan) -> Result<Curves> {
    let spells = survival::spells(table, &plan.duration, &plan.event, plan.entry.as_deref())?;
    let (groups, group) = match &plan.by {
        Some(by) => table.levels(by)?,
        None => (vec!["all".to_owned()], vec![0; table.rows()]),
    };
    let causes = plan.cause.as_ref().map(|column| causes(table, &spells, column)).transpose()?;
    let curves = groups
        .iter()
        .enumerate()
        .map(|(place, name)| {
            let rows: Vec<usize> = (0..table.rows()).filter(|&row| group[row] == place).collect();
            curve(&spells, &rows, name, causes.as_ref())
        })
        .collect::<Result<_>>()?;
    let logrank = if plan.by.is_some() { test(&spells, &groups, &group)? } else { Test::default() };
    Ok(Curves { curves, logrank })
}

/// The causes in order, and the cause of each row that has the event.
fn causes(table: &Table, spells: &Spells, column: &str) -> Result<(Vec<String>, Vec<usize>)> {
    let cells = table.column(column)?;
    let is_event = |row: &usize| spells.event()[*row];
    if let Some(row) = (0..cells.len()).filter(is_event).find(|&row| is_missing(&cells[row])) {
        return Err(table.refuse(row, column, "the cause is missing, though the event happened"));
    }
    let names = super::table::ordered((0..cells.len()).filter(is_event).map(|row| &cells[row]));
    let places = cells.iter().map(|cell| names.iter().position(|name| name == cell).unwrap_or(0)).collect();
    Ok((names, places))
}

fn whole(error: &stats::Error) -> Error {
    Error::Whole { problem: error.to_string() }
}

fn curve(
    spells: &Spells,
    rows: &[usize],
    name: &str,
    causes: Option<&(Vec<String>, Vec<usize>)>,
) -> Result<GroupCurve> {
    let curve = kaplan_meier(spells, rows, Limits::LogLog, 0.95);
    let by_cause = match causes {
        Some((names, cause)) => {
            let shares = aalen_johansen(spells, rows, cause).map_err(|error| whole(&error))?;
            // A cause that nobody of this group left for has a share of 0 throughout.
            let none = vec![0.0; shares.time.len()];
            let mut parts = shares.gone.into_iter().zip(shares.se_gone);
            let mut next = || parts.next().unwrap_or_else(|| (none.clone(), none.clone()));
            let of = |cause: &String| {
                let (share, se) = next();
                CauseCurve { cause: cause.clone(), share, se }
            };
            names.iter().map(of).collect()
        }
        None => Vec::new(),
    };
    Ok(GroupCurve {
        group: name.to_owned(),
        median: curve.quantile(0.5).time,
        time: curve.moments.iter().map(|moment| moment.time).collect(),
        at_risk: curve.moments.iter().map(|moment| moment.at_risk).collect(),
        events: curve.moments.iter().map(|moment| moment.events).collect(),
        censored: curve.moments.iter().map(|moment| moment.censored).collect(),
        survival: curve.survival,
        se: curve.se,
        lower: curve.lower,
        upper: curve.upper,
        hazard: curve.hazard,
        causes: by_cause,
    })
}

fn test(spells: &Spells, names: &[String], group: &[usize]) -> Result<Test> {
    let answer = log_rank(spells, group, None, 0.0).map_err(|error| whole(&error))?;
    let of = |(place, name): (usize, &String)| TestGroup {
        group: name.clone(),
        n: answer.size[place],
        observed: answer.observed[place],
        expected: answer.expected[place],
    };
    Ok(Test {
        chisq: Some(answer.chi_square),
        df: Some(answer.freedom),
        p: Some(answer.p),
        groups: names.iter().enumerate().map(of).collect(),
    })
}
