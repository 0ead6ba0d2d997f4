//! Symmetric matrices of a few dozen rows: Cholesky, solving, inverting.

use crate::{Error, Result};

/// A pivot below this share of its diagonal counts as zero.
const SINGULAR: f64 = 1e-11;

/// A square matrix, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Square {
    /// How many rows.
    pub order: usize,
    /// The values, row by row.
    pub values: Vec<f64>,
}

impl Square {
    /// All zeros.
    pub fn zeros(order: usize) -> Self {
        Self { order, values: vec![0.0; order * order] }
    }

    /// The value at a row and column.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.order + column]
    }

    /// The place of a row and column.
    pub fn at_mut(&mut self, row: usize, column: usize) -> &mut f64 {
        &mut self.values[row * self.order + column]
    }

    /// Copies the upper triangle to the lower.
    pub fn mirror(&mut self) {
        for row in 0..self.order {
            for column in 0..row {
                *self.at_mut(row, column) = self.at(column, row);
            }
        }
    }

    /// The product with a vector.
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        self.values.chunks(self.order.max(1)).map(|row| dot(row, vector)).collect()
    }

    /// v' M v.
    pub fn quadratic(&self, vector: &[f64]) -> f64 {
        dot(&self.times(vector), vector)
    }

    /// The rows and columns named, in that order.
    #[must_use]
    pub fn pick(&self, which: &[usize]) -> Self {
        let values =
            which.iter().flat_map(|&row| which.iter().map(move |&column| self.at(row, column))).collect();
        Self { order: which.len(), values }
    }
}

/// The inner product.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// The lower factor L of a positive definite matrix, M = L L'.
#[derive(Debug, Clone)]
pub struct Cholesky {
    lower: Square,
}

impl Cholesky {
    /// Factors; names the first column that the ones before it already determine.
    pub fn of(matrix: &Square) -> Result<Self> {
        let n = matrix.order;
        let mut lower = Square::zeros(n);
        for column in 0..n {
            let rest: f64 = (0..column).map(|k| lower.at(column, k).powi(2)).sum();
            let pivot = matrix.at(column, column) - rest;
            // Written so that a NaN is refused as well.
            if !(pivot > SINGULAR * matrix.at(column, column).abs()
                && pivot > f64::MIN_POSITIVE
                && pivot.is_finite())
            {
                return Err(Error::Collinear { column });
            }
            let root = pivot.sqrt();
            *lower.at_mut(column, column) = root;
            for row in column + 1..n {
                let done: f64 = (0..column).map(|k| lower.at(row, k) * lower.at(column, k)).sum();
                *lower.at_mut(row, column) = (matrix.at(row, column) - done) / root;
            }
        }
        Ok(Self { lower })
    }

    /// Solves M x = b.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let n = self.lower.order;
        let mut x = b.to_vec();
        for row in 0..n {
            let done: f64 = (0..row).map(|k| self.lower.at(row, k) * x[k]).sum();
            x[row] = (x[row] - done) / self.lower.at(row, row);
        }
        for row in (0..n).rev() {
            let done: f64 = (row + 1..n).map(|k| self.lower.at(k, row) * x[k]).sum();
            x[row] = (x[row] - done) / self.lower.at(row, row);
        }
        x
    }

    /// The inverse of M.
    pub fn inverse(&self) -> Square {
        let n = self.lower.order;
        let mut inverse = Square::zeros(n);
        for column in 0..n {
            let mut unit = vec![0.0; n];
            unit[column] = 1.0;
            for (row, value) in self.solve(&unit).into_iter().enumerate() {
                *inverse.at_mut(row, column) = value;
            }
        }
        inverse
    }

    /// The logarithm of the determinant of M.
    pub fn log_determinant(&self) -> f64 {
        (0..self.lower.order).map(|k| 2.0 * self.lower.at(k, k).ln()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved_and_inverted() {
        let m = Square { order: 2, values: vec![4.0, 2.0, 2.0, 3.0] };
        let factor = Cholesky::of(&m).unwrap();
        let x = factor.solve(&[2.0, 1.0]);
        assert!((x[0] - 0.5).abs() < 1e-15 && x[1].abs() < 1e-15);
        assert!((factor.inverse().at(0, 1) + 0.25).abs() < 1e-15);
        assert!((factor.log_determinant() - 8_f64.ln()).abs() < 1e-14);
    }

    #[test]
    fn the_column_that_repeats_another_is_named() {
        let m = Square { order: 2, values: vec![1.0, 1.0, 1.0, 1.0] };
        assert_eq!(Cholesky::of(&m).unwrap_err(), Error::Collinear { column: 1 });
    }
}
