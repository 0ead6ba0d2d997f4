//! A model of the time until somebody leaves.

use std::collections::BTreeMap;

use stats::{
    Design, Spells,
    boost::{Boosted, Node, Split},
    cox::{self, Cox, CoxData, Penalty, Ties},
    linalg::Square,
};

use super::{
    Baseline, Covariates, Encoding, Feature, Hazard, Kind, Model, Notice, PenaltyChoice, PenaltyScale,
    StratumHazard, Table, Trees, people, select,
};
use crate::{Error, Result};

/// The columns of a survival model and how it is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The time until the event, or until the end of observation.
    pub duration: String,
    /// 1 where the event happened.
    pub event: String,
    /// From when a row is observed.
    pub entry: Option<String>,
    /// Rows of the same value share a baseline.
    pub strata: Option<String>,
    /// Rows of the same value are one person.
    pub cluster: Option<String>,
    /// The covariates.
    pub covariates: Covariates,
    /// How ties are handled.
    pub ties: Ties,
    /// The penalty.
    pub penalty: PenaltyChoice,
}

impl Plan {
    /// The columns that are not covariates.
    fn roles(&self) -> Vec<&str> {
        [
            Some(&self.duration),
            Some(&self.event),
            self.entry.as_ref(),
            self.strata.as_ref(),
            self.cluster.as_ref(),
        ]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect()
    }
}

/// The spells of a table; what cannot be is refused with its line.
pub fn spells(table: &Table, duration: &str, event: &str, entry: Option<&str>) -> Result<Spells> {
    let exit = table.numbers(duration)?;
    let events = table.events(event)?;
    let built = match entry {
        Some(entry) => Spells::with_entry(table.numbers(entry)?, exit, events),
        None => Spells::new(exit, events),
    };
    built.map_err(|error| match error {
        stats::Error::NotPositive { row, duration: value } => {
            table.refuse(row, duration, format!("the duration {value} must be above 0"))
        }
        stats::Error::EntryNotBeforeExit { row, entry: from, exit } => table.refuse(
            row,
            entry.unwrap_or(duration),
            format!("the entry {from} must be 0 or later and before the exit {exit}"),
        ),
        other => Error::Whole { problem: other.to_string() },
    })
}

/// What is ready to be fitted.
struct Ready {
    table: Table,
    spells: Spells,
    encoding: Encoding,
    design: Design,
    strata: Option<(Vec<String>, Vec<usize>)>,
    cluster: Option<Vec<usize>>,
}

impl Ready {
    fn data(&self) -> CoxData<'_> {
        CoxData {
            spells: &self.spells,
            design: &self.design,
            strata: self.strata.as_ref().map(|(_, stratum)| stratum.as_slice()),
        }
    }
}

/// Fits a model. Rows with a missing covariate are left out and counted in a notice.
pub fn fit(table: &Table, plan: &Plan) -> Result<(Model, Vec<Notice>)> {
    let (mut ready, mut notices) = prepare(table, plan)?;
    let (penalty, scale, mixture) = choose(&ready, plan)?;
    let cox = loop {
        let how = match scale {
            PenaltyScale::Original => Penalty::Original(penalty),
            PenaltyScale::Standardised => {
                select::standardised(penalty, &ready.design, &ready.encoding.is_level())
            }
        };
        match cox::fit(&ready.data(), plan.ties, &how) {
            Ok(cox) => break cox,
            Err(stats::Error::Collinear { column }) if ready.design.columns() > 1 => {
                leave_out(&mut ready, column, &mut notices)?;
            }
            Err(error) => return Err(named(&error, &ready.encoding)),
        }
    };
    Ok((assemble(&ready, plan, &cox, (penalty, scale, mixture))?, notices))
}

fn prepare(table: &Table, plan: &Plan) -> Result<(Ready, Vec<Notice>)> {
    let roles = plan.roles();
    spells(table, &plan.duration, &plan.event, plan.entry.as_deref())?;
    let (encoding, _) = Encoding::learn(table, &plan.covariates, &roles)?;
    let complete = encoding.complete(table)?;
    let kept = table.pick(&complete);
    let (encoding, mut notices) = Encoding::learn(&kept, &plan.covariates, &roles)?;
    if complete.len() < table.rows() {
        let gone = table.rows() - complete.len();
        notices.push(Notice(format!(
            "{gone} rows with a missing covariate were left out; {} are used",
            complete.len()
        )));
    }
    if encoding.features.is_empty() {
        return Err(Error::Whole {
            problem: "no covariate is left: name some with --numeric or --categorical".to_owned(),
        });
    }
    let spells = spells(&kept, &plan.duration, &plan.event, plan.entry.as_deref())?;
    if spells.events() == 0 {
        return Err(Error::Whole {
            problem: "nobody has the event: nothing can be learnt from censored rows alone".to_owned(),
        });
    }
    let ready = Ready {
        design: encoding.design(&kept, |_, _, _| ())?,
        strata: plan.strata.as_ref().map(|name| kept.levels(name)).transpose()?,
        cluster: plan.cluster.as_ref().map(|name| kept.column(name).map(people::numbered)).transpose()?,
        table: kept,
        spells,
        encoding,
    };
    Ok((ready, notices))
}

/// Choices are made, and trees learn, from at most so many rows; the coefficients learn from all.
const LEARNT_FROM: usize = 30_000;

/// A sample with fewer events than this is not used.
const FEWEST_IN_SAMPLE: usize = 200;

type Chosen = (f64, PenaltyScale, Option<select::Mixture>);

fn choose(ready: &Ready, plan: &Plan) -> Result<Chosen> {
    let seed = match plan.penalty {
        PenaltyChoice::Given(penalty, scale) => return Ok((penalty, scale, None)),
        PenaltyChoice::Chosen { seed } => seed,
    };
    let guessed;
    let person = if let Some(cluster) = &ready.cluster {
        cluster
    } else {
        guessed = people::guessed(&people::times(&ready.spells), &ready.design);
        &guessed
    };
    let is_level = ready.encoding.is_level();
    let mut rows = people::sample(person, LEARNT_FROM, seed);
    if rows.iter().filter(|&&row| ready.spells.event()[row]).count() < FEWEST_IN_SAMPLE {
        // Leaving is too rare for a sample to show it.
        rows = (0..ready.spells.len()).collect();
    }
    let strata =
        ready.strata.as_ref().map(|(_, stratum)| rows.iter().map(|&row| stratum[row]).collect::<Vec<_>>());
    let given = select::Given {
        spells: &ready.spells.pick(&rows).map_err(|error| named(&error, &ready.encoding))?,
        design: &ready.design.pick(&rows),
        strata: strata.as_deref(),
        person: &rows.iter().map(|&row| person[row]).collect::<Vec<_>>(),
        is_level: &is_level,
        ties: plan.ties,
        seed,
    };
    let choice = select::survival(&given)?;
    Ok((choice.penalty, PenaltyScale::Standardised, choice.mixture))
}

/// Takes the feature of a column that says nothing of its own out of the model.
fn leave_out(ready: &mut Ready, column: usize, notices: &mut Vec<Notice>) -> Result<()> {
    let (names, owners) = (ready.encoding.names(), ready.encoding.owners());
    let feature = &mut ready.encoding.features[owners[column]];
    notices.push(Notice(format!("{} follows from the columns before it: left out", names[column])));
    match feature {
        Feature::Category { levels, shares, .. } if levels.len() > 2 => {
            // The level joins the reference: its rows are 0 in every other level.
            let first = owners.iter().position(|&owner| owner == owners[column]).unwrap_or(column);
            levels.remove(column - first + 1);
            shares.remove(column - first + 1);
        }
        _ => {
            ready.encoding.features.remove(owners[column]);
        }
    }
    ready.design = {
        let table = &ready.table;
        let mut design = ready.encoding.design(table, |_, _, _| ())?;
        // What is no level any more must be 0, not average.
        zero_unknown(&mut design, table, &ready.encoding)?;
        design
    };
    Ok(())
}

fn zero_unknown(design: &mut Design, table: &Table, encoding: &Encoding) -> Result<()> {
    let mut values = design.values().to_vec();
    let width = design.columns();
    let mut first = 0;
    for feature in &encoding.features {
        if let Feature::Category { name, levels, .. } = feature {
            for (row, cell) in table.column(name)?.iter().enumerate() {
                if !levels.contains(cell) {
                    values[row * width + first..row * width + first + feature.width()].fill(0.0);
                }
            }
        }
        first += feature.width();
    }
    *design = Design::new(table.rows(), width, values)
        .map_err(|error| Error::Whole { problem: error.to_string() })?;
    Ok(())
}

/// A fact about the input, with the column's name.
pub(super) fn named(error: &stats::Error, encoding: &Encoding) -> Error {
    let names = encoding.names();
    let name = |column: usize| names.get(column).cloned().unwrap_or_default();
    let problem = match *error {
        stats::Error::Separated { column } => format!(
            "{} separates those with the event from those without, so no finite coefficient exists; give a penalty above 0, or leave it out",
            name(column)
        ),
        stats::Error::Collinear { column } => {
            format!("{} is constant or follows from other columns; leave it out", name(column))
        }
        stats::Error::OneOutcome => {
            "only one of the two outcomes occurs: there is nothing to tell apart".to_owned()
        }
        stats::Error::NoEvents => {
            "nobody has the event: nothing can be learnt from censored rows alone".to_owned()
        }
        ref other => other.to_string(),
    };
    Error::Whole { problem }
}

fn assemble(ready: &Ready, plan: &Plan, cox: &Cox, chosen: Chosen) -> Result<Model> {
    let whole = |error: stats::Error| named(&error, &ready.encoding);
    let (penalty, penalty_scale, mixture) = chosen;
    let data = ready.data();
    let naive = cox.se();
    let robust = match &ready.cluster {
        Some(cluster) => Some(cox::robust(&data, cox, Some(cluster)).map_err(whole)?),
        None => None,
    };
    let covariance =
        robust.as_ref().map_or_else(|| cox.covariance.clone(), |robust| robust.covariance.clone());
    let score: Vec<f64> = {
        let linear = cox.linear_of(&ready.design);
        match &mixture {
            None => linear,
            Some(mix) => (0..linear.len())
                .map(|row| mix.linear * linear[row] + mix.weight * mix.trees.score(ready.design.row(row)))
                .collect(),
        }
    };
    let pairing = stats::concordance::Pairing { strata: data.strata, ..Default::default() };
    let concordance = stats::concordance::concordance(&ready.spells, &score, pairing).map_err(whole)?.value;
    let names = ready.encoding.names();
    let named_values =
        |values: &[f64]| names.iter().cloned().zip(values.iter().copied()).collect::<BTreeMap<_, _>>();
    Ok(Model {
        schema: "leavewell-risk/1".to_owned(),
        kind: Kind::Survival {
            duration: plan.duration.clone(),
            event: plan.event.clone(),
            strata: plan.strata.clone(),
            ties: if plan.ties == Ties::Breslow { "breslow" } else { "efron" }.to_owned(),
        },
        n: ready.spells.len(),
        events: ready.spells.events(),
        coef: named_values(&cox.coef),
        se: named_values(&robust.as_ref().map_or_else(|| naive.clone(), cox::Robust::se)),
        se_naive: robust.is_some().then(|| named_values(&naive)),
        loglik: cox.loglik,
        loglik_null: cox.loglik_null,
        penalty,
        penalty_scale,
        baseline: baseline(ready, plan, score)?,
        concordance,
        levels: levels(&ready.encoding),
        features: ready.encoding.features.clone(),
        covariance: covariance.values,
        trees: mixture.map(|mix| Trees {
            linear_weight: mix.linear,
            weight: mix.weight,
            gain: mix.gain,
            trees: mix.trees.trees.iter().map(|tree| tree.iter().map(written).collect()).collect(),
        }),
    })
}

/// The levels of each categorical covariate.
pub(super) fn levels(encoding: &Encoding) -> BTreeMap<String, Vec<String>> {
    let of = |feature: &Feature| match feature {
        Feature::Category { name, levels, .. } => Some((name.clone(), levels.clone())),
        Feature::Number { .. } => None,
    };
    encoding.features.iter().filter_map(of).collect()
}

/// The hazard for a score of 0, of each stratum.
fn baseline(ready: &Ready, plan: &Plan, score: Vec<f64>) -> Result<Baseline> {
    let whole = |error: stats::Error| named(&error, &ready.encoding);
    let design = Design::from_columns(&[score]).map_err(whole)?;
    let data = CoxData { design: &design, ..ready.data() };
    let ties = if plan.ties == Ties::Breslow { Ties::Breslow } else { Ties::Efron };
    let given = cox::given(&data, vec![1.0], Square::zeros(1), ties).map_err(whole)?;
    let curves = cox::baseline(&data, &given).map_err(whole)?;
    // The curve is at the mean score; the score itself is 0 at the mean of the covariates.
    let factor = (-given.mean[0]).exp();
    let until = |stratum: usize| {
        let rows =
            (0..ready.spells.len()).filter(|&row| data.strata.is_none_or(|strata| strata[row] == stratum));
        rows.map(|row| ready.spells.exit()[row]).fold(0.0, f64::max)
    };
    let hazard = |(stratum, curve): (usize, cox::Baseline)| Hazard {
        time: curve.time,
        hazard: curve.hazard.iter().map(|value| value * factor).collect(),
        variance: curve.variance.iter().map(|value| value * factor * factor).collect(),
        until: until(stratum),
    };
    let mut hazards: Vec<Hazard> = curves.into_iter().enumerate().map(hazard).collect();
    Ok(match &ready.strata {
        None => Baseline::One(hazards.remove(0)),
        Some((names, _)) => Baseline::Strata(
            names
                .iter()
                .cloned()
                .zip(hazards)
                .map(|(stratum, curve)| StratumHazard { stratum, curve })
                .collect(),
        ),
    })
}

fn written(node: &Node) -> Vec<f64> {
    match node.split {
        None => vec![node.value],
        Some(split) => vec![node.value, split.column as f64, split.threshold, split.left as f64],
    }
}

/// Trees as they were before being written; refused where a place does not exist.
pub(super) fn read(trees: &Trees, columns: usize) -> Result<Boosted> {
    let broken = || Error::Whole {
        problem: "the trees of the model file are damaged; fit the model again".to_owned(),
    };
    let mut boosted = Boosted::default();
    for tree in &trees.trees {
        let mut nodes = Vec::with_capacity(tree.len());
        for (place, node) in tree.iter().enumerate() {
            nodes.push(match node[..] {
                [value] => Node { split: None, value },
                [value, column, threshold, left] => {
                    let split = Split { column: column as usize, threshold, left: left as usize };
                    // Answers stand behind their question, so a walk always ends.
                    if split.column >= columns || split.left <= place || split.left + 1 >= tree.len() {
                        return Err(broken());
                    }
                    Node { split: Some(split), value }
                }
                _ => return Err(broken()),
            });
        }
        boosted.trees.push(nodes);
    }
    Ok(boosted)
}
