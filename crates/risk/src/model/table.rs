//! A table of text as it was read, with the line of each row for what must be refused.

use crate::{Error, Result};

/// Columns of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The name of each column.
    pub names: Vec<String>,
    /// The cells, column by column, without blanks at the ends.
    pub columns: Vec<Vec<String>>,
    /// The line of the file of each row.
    pub lines: Vec<u64>,
}

/// Whether a cell says that nothing is known.
pub fn is_missing(cell: &str) -> bool {
    matches!(cell, "" | "NA" | "N/A" | "NaN" | "nan" | "null" | "NULL")
}

impl Table {
    /// How many rows.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// The column of a name.
    pub fn column(&self, name: &str) -> Result<&[String]> {
        match self.names.iter().position(|other| other == name) {
            Some(place) => Ok(&self.columns[place]),
            None => Err(Error::Whole {
                problem: format!("there is no column {name}; the columns are {}", self.names.join(", ")),
            }),
        }
    }

    /// A row is refused.
    pub fn refuse(&self, row: usize, column: &str, problem: impl Into<String>) -> Error {
        Error::Row { line: self.lines[row], column: column.to_owned(), problem: problem.into() }
    }

    /// The number in a cell; nothing where it is missing.
    pub fn number(&self, name: &str, row: usize) -> Result<Option<f64>> {
        let cell = &self.column(name)?[row];
        if is_missing(cell) {
            return Ok(None);
        }
        match cell.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Some(value)),
            _ => Err(self.refuse(row, name, format!("\"{cell}\" is not a number"))),
        }
    }

    /// The numbers of a column in which none may be missing.
    pub fn numbers(&self, name: &str) -> Result<Vec<f64>> {
        (0..self.rows())
            .map(|row| {
                self.number(name, row)?
                    .ok_or_else(|| self.refuse(row, name, "is missing; a number is needed"))
            })
            .collect()
    }

    /// Whether each row has the event.
    pub fn events(&self, name: &str) -> Result<Vec<bool>> {
        let read = |(row, cell): (usize, &String)| match cell.to_lowercase().as_str() {
            "1" | "1.0" | "true" | "yes" | "y" => Ok(true),
            "0" | "0.0" | "false" | "no" | "n" => Ok(false),
            _ => Err(self.refuse(
                row,
                name,
                format!("\"{cell}\" is neither 1 (it happened) nor 0 (not so far)"),
            )),
        };
        self.column(name)?.iter().enumerate().map(read).collect()
    }

    /// The levels of a column in order, and the level of each row. Nothing may be missing.
    pub fn levels(&self, name: &str) -> Result<(Vec<String>, Vec<usize>)> {
        let cells = self.column(name)?;
        if let Some(row) = cells.iter().position(|cell| is_missing(cell)) {
            return Err(self.refuse(row, name, "is missing; every row needs a group"));
        }
        let levels = ordered(cells.iter());
        let places =
            cells.iter().map(|cell| levels.iter().position(|level| level == cell).unwrap_or(0)).collect();
        Ok((levels, places))
    }

    /// The rows named, in that order.
    #[must_use]
    pub fn pick(&self, rows: &[usize]) -> Self {
        let pick = |column: &Vec<String>| rows.iter().map(|&row| column[row].clone()).collect();
        Self {
            names: self.names.clone(),
            columns: self.columns.iter().map(pick).collect(),
            lines: rows.iter().map(|&row| self.lines[row]).collect(),
        }
    }
}

/// Distinct cells, numbers by size, words by the alphabet.
pub fn ordered<'a>(cells: impl Iterator<Item = &'a String>) -> Vec<String> {
    let distinct: std::collections::BTreeSet<&String> = cells.collect();
    let mut levels: Vec<String> = distinct.into_iter().cloned().collect();
    levels.sort_by(|a, b| match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(x), Ok(y)) => x.total_cmp(&y),
        _ => a.to_lowercase().cmp(&b.to_lowercase()).then(a.cmp(b)),
    });
    levels
}
