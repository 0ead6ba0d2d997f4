//! The table of covariates: one row a spell, one column a feature, all finite.

use rayon::prelude::*;

use crate::{Error, Result};

/// Rows handled by one piece of work. Fixed, so that sums do not depend on the number of threads.
pub(crate) const PIECE: usize = 8192;

/// Covariates, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    rows: usize,
    columns: usize,
    values: Vec<f64>,
}

impl Design {
    /// From values row by row.
    pub fn new(rows: usize, columns: usize, values: Vec<f64>) -> Result<Self> {
        if values.len() != rows * columns {
            return Err(Error::Length { left: values.len(), right: rows * columns });
        }
        match values.iter().position(|value| !value.is_finite()) {
            Some(place) => Err(Error::NotFinite { row: place / columns }),
            None => Ok(Self { rows, columns, values }),
        }
    }

    /// From whole columns.
    pub fn from_columns(columns: &[Vec<f64>]) -> Result<Self> {
        let rows = columns.first().map_or(0, Vec::len);
        if let Some(odd) = columns.iter().find(|column| column.len() != rows) {
            return Err(Error::Length { left: odd.len(), right: rows });
        }
        let values = (0..rows).flat_map(|row| columns.iter().map(move |column| column[row])).collect();
        Self::new(rows, columns.len(), values)
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// All values, row by row.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// One row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// The rows named, in that order.
    #[must_use]
    pub fn pick(&self, rows: &[usize]) -> Self {
        let values = rows.iter().flat_map(|&row| self.row(row).iter().copied()).collect();
        Self { rows: rows.len(), columns: self.columns, values }
    }

    /// Mean and standard deviation of each column.
    pub fn moments(&self) -> Moments {
        let n = self.rows.max(1) as f64;
        let sums = self.column_sums(|value, _| value);
        let mean: Vec<f64> = sums.iter().map(|sum| sum / n).collect();
        let squares = self.column_sums(|value, column| (value - mean[column]).powi(2));
        let scale = squares.iter().map(|sum| (sum / n).sqrt()).collect();
        Moments { mean, scale }
    }

    fn column_sums(&self, of: impl Fn(f64, usize) -> f64 + Sync) -> Vec<f64> {
        let width = self.columns.max(1);
        let pieces: Vec<Vec<f64>> = self
            .values
            .par_chunks(PIECE * width)
            .map(|piece| {
                let mut sums = vec![0.0; width];
                for row in piece.chunks_exact(width) {
                    for (column, (sum, &value)) in sums.iter_mut().zip(row).enumerate() {
                        *sum += of(value, column);
                    }
                }
                sums
            })
            .collect();
        let mut total = vec![0.0; self.columns];
        for piece in pieces {
            for (sum, part) in total.iter_mut().zip(piece) {
                *sum += part;
            }
        }
        total
    }

    /// Each column with its mean taken off and divided by its spread.
    pub(crate) fn standardised(&self, moments: &Moments) -> Vec<f64> {
        let width = self.columns.max(1);
        let inverse: Vec<f64> = moments.scale.iter().map(|scale| 1.0 / scale).collect();
        let mut values = vec![0.0; self.values.len()];
        values.par_chunks_mut(PIECE * width).zip(self.values.par_chunks(PIECE * width)).for_each(
            |(to, from)| {
                for (to, from) in to.chunks_exact_mut(width).zip(from.chunks_exact(width)) {
                    for (column, (to, &value)) in to.iter_mut().zip(from).enumerate() {
                        *to = (value - moments.mean[column]) * inverse[column];
                    }
                }
            },
        );
        values
    }
}

/// Centre and spread of each column.
#[derive(Debug, Clone, PartialEq)]
pub struct Moments {
    /// The mean.
    pub mean: Vec<f64>,
    /// The standard deviation (divided by n).
    pub scale: Vec<f64>,
}

impl Moments {
    /// The first column whose spread is nothing but rounding.
    pub fn constant(&self) -> Option<usize> {
        self.scale.iter().zip(&self.mean).position(|(&scale, mean)| scale <= 1e-12 * mean.abs().max(1e-280))
    }
}
