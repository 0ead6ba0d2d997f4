//! What a model says of each row: a probability with limits, and the reasons against the average.

use stats::{Design, boost::Boosted, linalg::Square, logistic::logistic, special::normal_quantile};

use super::{
    Baseline, Encoding, Feature, Hazard, Kind, Model, Notice, Table, encoding::Gap, survival,
    table::is_missing,
};
use crate::{Error, Result};

/// How sure the limits are.
const CONFIDENCE: f64 = 0.95;
/// At most so many reasons are told.
const REASONS: usize = 3;
/// A factor closer to 1 than this is no reason.
const SMALL: f64 = 0.02;

/// What is estimated for one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// The estimated probability.
    pub probability: f64,
    /// Its lower limit.
    pub low: f64,
    /// Its upper limit.
    pub high: f64,
    /// What moves it most against the average, the strongest first.
    pub reasons: Vec<Reason>,
}

/// A covariate that goes with a higher or lower chance.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The column.
    pub column: String,
    /// What the row has there.
    pub value: String,
    /// The factor on the hazard (or the odds) against the average row.
    pub factor: f64,
}

/// Until when the probability counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// The horizon in the unit of the duration; not used by yes-or-no models.
    pub horizon: Option<f64>,
    /// The column of the present tenure from which the horizon counts; from time 0 where absent.
    pub since: Option<String>,
}

/// A model ready to be asked.
#[derive(Debug)]
pub struct Ready<'a> {
    model: &'a Model,
    encoding: Encoding,
    mean: Vec<f64>,
    coef: Vec<f64>,
    covariance: Square,
    trees: Option<(f64, f64, Boosted)>,
}

impl<'a> Ready<'a> {
    /// Checks a model that may come from a file.
    pub fn of(model: &'a Model) -> Result<Self> {
        let encoding = Encoding { features: model.features.clone() };
        let names = encoding.names();
        let damaged = |what: &str| Error::Whole {
            problem: format!("the model file is damaged ({what}); fit it again"),
        };
        let is_odd = |feature: &Feature| match feature {
            Feature::Number { mean, .. } => !mean.is_finite(),
            Feature::Category { levels, shares, .. } => levels.len() < 2 || levels.len() != shares.len(),
        };
        if encoding.features.iter().any(is_odd) {
            return Err(damaged("features"));
        }
        let coef = names
            .iter()
            .map(|name| model.coef.get(name).copied().ok_or_else(|| damaged("coef")))
            .collect::<Result<Vec<f64>>>()?;
        if model.covariance.len() != coef.len() * coef.len() {
            return Err(damaged("covariance"));
        }
        let trees = match &model.trees {
            Some(trees) => Some((trees.linear_weight, trees.weight, survival::read(trees, coef.len())?)),
            None => None,
        };
        Ok(Self {
            mean: means(&encoding),
            covariance: Square { order: coef.len(), values: model.covariance.clone() },
            model,
            encoding,
            coef,
            trees,
        })
    }

    /// The log hazard (or log odds without the intercept) of each row against the average.
    pub fn scores(&self, design: &Design) -> Vec<f64> {
        (0..design.rows()).map(|row| self.score(design.row(row))).collect()
    }

    fn score(&self, row: &[f64]) -> f64 {
        let linear: f64 =
            self.coef.iter().zip(row).zip(&self.mean).map(|((b, x), mean)| b * (x - mean)).sum();
        match &self.trees {
            Some((linear_weight, weight, trees)) => linear_weight * linear + weight * trees.score(row),
            None => linear,
        }
    }

    /// The numbers of each row, with notices of what counts as average.
    pub fn design(&self, table: &Table) -> Result<(Design, Vec<Notice>)> {
        let mut gaps: std::collections::BTreeMap<(String, bool), (usize, usize)> =
            std::collections::BTreeMap::new();
        let design = self.encoding.design(table, |row, column, gap| {
            gaps.entry((column.to_owned(), gap == Gap::Unseen)).or_insert((0, row)).0 += 1;
        })?;
        let tell = |((column, is_unseen), (count, row)): ((String, bool), (usize, usize))| {
            let cell = table.column(&column).map(|cells| cells[row].clone()).unwrap_or_default();
            let line = table.lines[row];
            Notice(if is_unseen {
                format!(
                    "{column}: {count} rows have a level the model has not seen (\"{cell}\" in line {line}); counted as average"
                )
            } else {
                format!("{column}: {count} rows have no value (first in line {line}); counted as average")
            })
        };
        Ok((design, gaps.into_iter().map(tell).collect()))
    }

    /// The cumulative hazard curve of each row.
    pub fn curves(&self, table: &Table) -> Result<Vec<&'a Hazard>> {
        match &self.model.baseline {
            Baseline::One(hazard) => Ok(vec![hazard; table.rows()]),
            Baseline::Strata(strata) => {
                let Kind::Survival { strata: Some(name), .. } = &self.model.kind else {
                    return Err(Error::Whole {
                        problem: "the model file is damaged (strata); fit it again".to_owned(),
                    });
                };
                let of = |(row, cell): (usize, &String)| {
                    strata.iter().find(|one| one.stratum == *cell).map(|one| &one.curve).ok_or_else(|| {
                        table.refuse(
                            row,
                            name,
                            format!("the model knows no stratum \"{cell}\"; it has no average to stand in"),
                        )
                    })
                };
                table.column(name)?.iter().enumerate().map(of).collect()
            }
            Baseline::LogOdds { .. } => {
                Err(Error::Whole { problem: "a yes-or-no model has no course in time".to_owned() })
            }
        }
    }

    /// Answers the question for each row of a table.
    pub fn answer(&self, table: &Table, question: &Question) -> Result<(Vec<Prediction>, Vec<Notice>)> {
        let (design, mut notices) = self.design(table)?;
        let chances = match &self.model.baseline {
            Baseline::LogOdds { intercept, variance } => self.odds(&design, *intercept, *variance),
            _ => self.leaving(table, &design, question, &mut notices)?,
        };
        let predictions = chances
            .into_iter()
            .enumerate()
            .map(|(row, [low, probability, high])| {
                let reasons = self.reasons(table, row, design.row(row))?;
                Ok(Prediction { probability, low, high, reasons })
            })
            .collect::<Result<Vec<Prediction>>>()?;
        Ok((predictions, notices))
    }

    fn odds(&self, design: &Design, intercept: f64, variance: f64) -> Vec<[f64; 3]> {
        let z = normal_quantile(0.5 + CONFIDENCE / 2.0);
        (0..design.rows())
            .map(|row| {
                let odds = intercept + self.score(design.row(row));
                let half = z * (variance + self.score_variance(design.row(row))).sqrt();
                [odds - half, odds, odds + half].map(logistic)
            })
            .collect()
    }

    fn score_variance(&self, row: &[f64]) -> f64 {
        let away: Vec<f64> = row.iter().zip(&self.mean).map(|(x, mean)| x - mean).collect();
        let linear = self.trees.as_ref().map_or(1.0, |(linear, _, _)| *linear);
        (self.covariance.quadratic(&away) * linear * linear).max(0.0)
    }

    fn leaving(
        &self,
        table: &Table,
        design: &Design,
        question: &Question,
        notices: &mut Vec<Notice>,
    ) -> Result<Vec<[f64; 3]>> {
        let Some(horizon) = question.horizon else {
            return Err(Error::Whole {
                problem: "a horizon is needed: give --horizon in the unit of the duration".to_owned(),
            });
        };
        if !(horizon > 0.0 && horizon.is_finite()) {
            return Err(Error::Whole { problem: format!("the horizon {horizon} must be above 0") });
        }
        let since = tenures(table, question)?;
        let curves = self.curves(table)?;
        let beyond =
            curves.iter().zip(&since).filter(|(curve, since)| *since + horizon > curve.until).count();
        if beyond > 0 {
            notices.push(Notice(format!(
                "{beyond} rows are asked about beyond the longest duration the model has seen; the hazard there counts as 0, so the probability is too low"
            )));
        }
        let z = normal_quantile(0.5 + CONFIDENCE / 2.0);
        Ok((0..design.rows())
            .map(|row| {
                let (hazard, variance) = curves[row].between(since[row], since[row] + horizon);
                let factor = self.score(design.row(row)).exp();
                if hazard <= 0.0 {
                    return [0.0, 0.0, 0.0];
                }
                let half = z * (variance / (hazard * hazard) + self.score_variance(design.row(row))).sqrt();
                [-half, 0.0, half].map(|shift| -(-hazard * factor * shift.exp()).exp_m1())
            })
            .collect())
    }

    /// The covariates that move a row most against the average.
    fn reasons(&self, table: &Table, row: usize, values: &[f64]) -> Result<Vec<Reason>> {
        let (linear, weight, credit) = match &self.trees {
            Some((linear, weight, trees)) => (*linear, *weight, trees.credit(values)),
            None => (1.0, 0.0, vec![0.0; values.len()]),
        };
        let mut moved = vec![0.0; self.encoding.features.len()];
        for (column, owner) in self.encoding.owners().into_iter().enumerate() {
            moved[owner] +=
                linear * self.coef[column] * (values[column] - self.mean[column]) + weight * credit[column];
        }
        let mut order: Vec<usize> = (0..moved.len()).filter(|&place| moved[place].abs() >= SMALL).collect();
        order.sort_by(|&a, &b| moved[b].abs().total_cmp(&moved[a].abs()));
        order
            .into_iter()
            .filter_map(|place| {
                let column = self.encoding.features[place].name();
                let cell = table.column(column).map(|cells| cells[row].clone());
                match cell {
                    Ok(cell) if is_missing(&cell) => None,
                    Ok(value) => {
                        Some(Ok(Reason { column: column.to_owned(), value, factor: moved[place].exp() }))
                    }
                    Err(error) => Some(Err(error)),
                }
            })
            .take(REASONS)
            .collect()
    }
}

/// From when the horizon of each row counts.
fn tenures(table: &Table, question: &Question) -> Result<Vec<f64>> {
    let Some(name) = &question.since else { return Ok(vec![0.0; table.rows()]) };
    let tenures = table.numbers(name)?;
    match tenures.iter().position(|&tenure| tenure < 0.0) {
        Some(row) => Err(table.refuse(row, name, "a tenure cannot be below 0")),
        None => Ok(tenures),
    }
}

/// What counts as average for each number.
fn means(encoding: &Encoding) -> Vec<f64> {
    let of = |feature: &Feature| match feature {
        Feature::Number { mean, .. } => vec![*mean],
        Feature::Category { shares, .. } => shares.iter().skip(1).copied().collect(),
    };
    encoding.features.iter().flat_map(of).collect()
}

impl Hazard {
    /// The hazard gathered between two times, and its variance.
    pub fn between(&self, from: f64, to: f64) -> (f64, f64) {
        let at = |values: &[f64], time: f64| {
            let place = self.time.partition_point(|&other| other <= time).checked_sub(1);
            place.and_then(|place| values.get(place)).copied().unwrap_or(0.0)
        };
        let hazard = (at(&self.hazard, to) - at(&self.hazard, from)).max(0.0);
        // Steps of the hazard are nearly independent of one another.
        let variance = (at(&self.variance, to) - at(&self.variance, from)).max(0.0);
        (hazard, variance)
    }
}
