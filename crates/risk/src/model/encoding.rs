//! From cells to numbers: covariates as they are, levels as 0 or 1 each with the first as reference.

use serde::{Deserialize, Serialize};
use stats::Design;

use super::{
    Covariates, Notice,
    table::{Table, is_missing, ordered},
};
use crate::{Error, Result};

/// A covariate and what counts as average.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Feature {
    /// A number.
    Number {
        /// The column.
        name: String,
        /// The mean.
        mean: f64,
        /// The standard deviation.
        spread: f64,
    },
    /// Levels.
    Category {
        /// The column.
        name: String,
        /// The levels, the first being the reference.
        levels: Vec<String>,
        /// The share of rows at each level.
        shares: Vec<f64>,
    },
}

impl Feature {
    /// The column.
    pub fn name(&self) -> &str {
        match self {
            Self::Number { name, .. } | Self::Category { name, .. } => name,
        }
    }

    /// How many numbers it takes.
    pub fn width(&self) -> usize {
        match self {
            Self::Number { .. } => 1,
            Self::Category { levels, .. } => levels.len().saturating_sub(1),
        }
    }
}

/// All covariates of a model.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Encoding {
    /// In order.
    pub features: Vec<Feature>,
}

/// What became of a cell that the model does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nothing was written.
    Missing,
    /// A level that did not occur when the model was fitted.
    Unseen,
}

impl Encoding {
    /// Finds the covariates of a table, columns in other roles left out. Levels and averages come from `rows` alone.
    pub fn learn(table: &Table, wanted: &Covariates, roles: &[&str]) -> Result<(Self, Vec<Notice>)> {
        let mut notices = Vec::new();
        let mut features = Vec::new();
        let is_all = wanted.numeric.is_empty() && wanted.categorical.is_empty();
        if is_all {
            for name in table.names.iter().filter(|name| !roles.contains(&name.as_str())) {
                features.extend(guess(table, name, &mut notices)?);
            }
        }
        for name in &wanted.numeric {
            features.push(number(table, name)?);
        }
        for name in &wanted.categorical {
            features.push(category(table, name)?);
        }
        if let Some(role) = roles.iter().find(|role| features.iter().any(|feature| feature.name() == **role))
        {
            return Err(Error::Whole {
                problem: format!("column {role} cannot be a covariate too; name it once"),
            });
        }
        features.retain(|feature| {
            let is_used = match feature {
                Feature::Number { spread, .. } => *spread > 0.0,
                Feature::Category { levels, .. } => levels.len() > 1,
            };
            if !is_used {
                notices.push(Notice(format!("column {} is the same in every row: left out", feature.name())));
            }
            is_used
        });
        Ok((Self { features }, notices))
    }

    /// The name of each number: the column, or column and level.
    pub fn names(&self) -> Vec<String> {
        let of = |feature: &Feature| match feature {
            Feature::Number { name, .. } => vec![name.clone()],
            Feature::Category { name, levels, .. } => {
                levels.iter().skip(1).map(|level| format!("{name}{level}")).collect()
            }
        };
        self.features.iter().flat_map(of).collect()
    }

    /// For each number the place of its feature.
    pub fn owners(&self) -> Vec<usize> {
        let of = |(place, feature): (usize, &Feature)| std::iter::repeat_n(place, feature.width());
        self.features.iter().enumerate().flat_map(of).collect()
    }

    /// For each number whether it is 0 or 1 for a level.
    pub fn is_level(&self) -> Vec<bool> {
        let of = |feature: &Feature| {
            std::iter::repeat_n(matches!(feature, Feature::Category { .. }), feature.width())
        };
        self.features.iter().flat_map(of).collect()
    }

    /// The rows in which no covariate is missing.
    pub fn complete(&self, table: &Table) -> Result<Vec<usize>> {
        let mut is_complete = vec![true; table.rows()];
        for feature in &self.features {
            for (flag, cell) in is_complete.iter_mut().zip(table.column(feature.name())?) {
                *flag &= !is_missing(cell);
            }
        }
        Ok((0..table.rows()).filter(|&row| is_complete[row]).collect())
    }

    /// The numbers of every row; what is missing or unseen counts as average and is told of.
    pub fn design(&self, table: &Table, mut gap: impl FnMut(usize, &str, Gap)) -> Result<Design> {
        let mut columns: Vec<Vec<f64>> = Vec::new();
        for feature in &self.features {
            match feature {
                Feature::Number { name, mean, .. } => {
                    let mut values = Vec::with_capacity(table.rows());
                    for row in 0..table.rows() {
                        values.push(table.number(name, row)?.unwrap_or_else(|| {
                            gap(row, name, Gap::Missing);
                            *mean
                        }));
                    }
                    columns.push(values);
                }
                Feature::Category { name, levels, shares } => {
                    let mut dummies = vec![vec![0.0; table.rows()]; levels.len() - 1];
                    for (row, cell) in table.column(name)?.iter().enumerate() {
                        let place = levels.iter().position(|level| level == cell);
                        if place.is_none() {
                            gap(row, name, if is_missing(cell) { Gap::Missing } else { Gap::Unseen });
                        }
                        for (level, dummy) in dummies.iter_mut().enumerate() {
                            dummy[row] =
                                place.map_or(shares[level + 1], |own| f64::from(u8::from(own == level + 1)));
                        }
                    }
                    columns.append(&mut dummies);
                }
            }
        }
        let rows = table.rows();
        let values = (0..rows).flat_map(|row| columns.iter().map(move |column| column[row])).collect();
        Design::new(rows, columns.len(), values)
            .map_err(|error| Error::Whole { problem: format!("the covariates cannot be used: {error}") })
    }
}

/// A number where every cell is one, levels elsewhere; a text that is different in most rows is nobody's covariate.
fn guess(table: &Table, name: &str, notices: &mut Vec<Notice>) -> Result<Option<Feature>> {
    let cells = table.column(name)?;
    let known: Vec<&String> = cells.iter().filter(|cell| !is_missing(cell)).collect();
    if known.iter().all(|cell| cell.parse::<f64>().is_ok()) {
        return number(table, name).map(Some);
    }
    let levels = ordered(known.iter().copied()).len();
    if levels > 20 && levels * 3 > known.len() {
        notices.push(Notice(format!(
            "column {name} has {levels} different texts: left out as a name or remark"
        )));
        return Ok(None);
    }
    category(table, name).map(Some)
}

fn number(table: &Table, name: &str) -> Result<Feature> {
    let mut known = Vec::new();
    for row in 0..table.rows() {
        known.extend(table.number(name, row)?);
    }
    let n = known.len().max(1) as f64;
    let mean = known.iter().sum::<f64>() / n;
    let spread = (known.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt();
    let is_constant = known.windows(2).all(|pair| pair[0] == pair[1]);
    Ok(Feature::Number { name: name.to_owned(), mean, spread: if is_constant { 0.0 } else { spread } })
}

fn category(table: &Table, name: &str) -> Result<Feature> {
    let cells = table.column(name)?;
    let known: Vec<&String> = cells.iter().filter(|cell| !is_missing(cell)).collect();
    let levels = ordered(known.iter().copied());
    let mut counts = vec![0.0; levels.len()];
    let places: std::collections::HashMap<&str, usize> =
        levels.iter().enumerate().map(|(place, level)| (level.as_str(), place)).collect();
    for cell in &known {
        if let Some(&place) = places.get(cell.as_str()) {
            counts[place] += 1.0;
        }
    }
    let shares = counts.iter().map(|count| count / known.len().max(1) as f64).collect();
    Ok(Feature::Category { name: name.to_owned(), levels, shares })
}
