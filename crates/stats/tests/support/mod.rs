//! Reads the reference data sets as tables. Tests skip with a note where they are not there.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

use std::{collections::BTreeMap, path::PathBuf};

use stats::{Design, Spells};

/// The folder of the reference data, where it is there.
pub(crate) fn data(file: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(file);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {file} is not here");
    None
}

/// A reference file.
pub(crate) fn reference(file: &str) -> Option<serde_json::Value> {
    let path = data(&format!("reference/{file}"))?;
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).ok()
}

/// A table of text.
pub(crate) struct Table {
    pub(crate) columns: BTreeMap<String, Vec<String>>,
    pub(crate) rows: usize,
}

impl Table {
    pub(crate) fn read(file: &str) -> Self {
        let mut reader = csv::Reader::from_path(data(file).unwrap()).unwrap();
        let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut rows = 0;
        for record in reader.byte_records() {
            for (name, value) in names.iter().zip(record.unwrap().iter()) {
                let text = String::from_utf8_lossy(value).trim().to_owned();
                columns.entry(name.clone()).or_default().push(text);
            }
            rows += 1;
        }
        Self { columns, rows }
    }

    pub(crate) fn text(&self, column: &str) -> &[String] {
        &self.columns[column]
    }

    pub(crate) fn number(&self, column: &str, row: usize) -> f64 {
        self.columns[column][row].parse().unwrap()
    }

    /// The rows in which none of the columns is missing.
    pub(crate) fn complete(&self, columns: &[&str]) -> Vec<usize> {
        let is_there = |row: &usize| {
            columns.iter().all(|column| !["", "NA"].contains(&self.columns[*column][*row].as_str()))
        };
        (0..self.rows).filter(is_there).collect()
    }

    pub(crate) fn numbers(&self, column: &str, rows: &[usize]) -> Vec<f64> {
        rows.iter().map(|&row| self.number(column, row)).collect()
    }

    /// Levels in order of the alphabet (or of size, where they are numbers), and the level of each row.
    pub(crate) fn levels(&self, column: &str, rows: &[usize]) -> (Vec<String>, Vec<usize>) {
        let mut levels: Vec<String> = rows.iter().map(|&row| self.columns[column][row].clone()).collect();
        levels.sort_by(|a, b| match (a.parse::<f64>(), b.parse::<f64>()) {
            (Ok(a), Ok(b)) => a.total_cmp(&b),
            _ => a.to_lowercase().cmp(&b.to_lowercase()),
        });
        levels.dedup();
        let of = |row: &usize| levels.iter().position(|level| *level == self.columns[column][*row]).unwrap();
        let which = rows.iter().map(of).collect();
        (levels, which)
    }

    /// Covariates with their names; text columns as 0/1 for each level but the first.
    pub(crate) fn design(&self, names: &[&str], rows: &[usize]) -> (Vec<String>, Design) {
        let mut titles = Vec::new();
        let mut columns = Vec::new();
        for &name in names {
            if rows.iter().all(|&row| self.columns[name][row].parse::<f64>().is_ok()) && name != "transplant"
            {
                titles.push(name.to_owned());
                columns.push(self.numbers(name, rows));
                continue;
            }
            let (levels, which) = self.levels(name, rows);
            for (level, text) in levels.iter().enumerate().skip(1) {
                titles.push(format!("{name}{text}"));
                columns.push(which.iter().map(|&own| f64::from(u8::from(own == level))).collect());
            }
        }
        (titles, Design::from_columns(&columns).unwrap())
    }
}

/// The parts of `Surv(a, b[, c]) ~ x + y + strata(z)`.
pub(crate) struct Formula<'a> {
    pub(crate) times: Vec<&'a str>,
    pub(crate) covariates: Vec<&'a str>,
    pub(crate) strata: Option<&'a str>,
}

impl<'a> Formula<'a> {
    pub(crate) fn parse(text: &'a str) -> Self {
        let (left, right) = text.split_once('~').unwrap();
        let inner = left.trim().trim_start_matches("Surv(").trim_end_matches(')');
        let times = inner.split(',').map(str::trim).collect();
        let right = right.split(',').next().unwrap();
        let (mut covariates, mut strata) = (Vec::new(), None);
        for term in right.split('+').map(str::trim) {
            match term.strip_prefix("strata(") {
                Some(name) => strata = Some(name.trim_end_matches(')')),
                None if term == "1" => {}
                None => covariates.push(term),
            }
        }
        Self { times, covariates, strata }
    }

    /// The column of the event, and whether it says who is censored instead.
    fn event(&self) -> (&'a str, bool) {
        let name = *self.times.last().unwrap();
        name.strip_prefix("1-").map_or((name, false), |name| (name, true))
    }

    /// All columns used.
    pub(crate) fn columns(&self) -> Vec<&'a str> {
        let mut columns = self.times[..self.times.len() - 1].to_vec();
        columns.push(self.event().0);
        columns.extend(&self.covariates);
        columns.extend(self.strata);
        columns
    }

    pub(crate) fn spells(&self, table: &Table, rows: &[usize]) -> Spells {
        let (name, is_inverse) = self.event();
        let event: Vec<bool> =
            table.numbers(name, rows).iter().map(|value| (*value != 0.0) != is_inverse).collect();
        match self.times[..] {
            [exit, _] => Spells::new(table.numbers(exit, rows), event).unwrap(),
            [entry, exit, _] => {
                Spells::with_entry(table.numbers(entry, rows), table.numbers(exit, rows), event).unwrap()
            }
            _ => unreachable!("a formula has two or three times"),
        }
    }
}

/// Asserts closeness and says of what.
pub(crate) fn near(what: &str, ours: f64, theirs: f64, tolerance: f64) {
    assert!((ours - theirs).abs() <= tolerance, "{what}: ours {ours}, reference {theirs}");
}

/// Asserts relative closeness.
pub(crate) fn near_relative(what: &str, ours: f64, theirs: f64, tolerance: f64) {
    near(what, ours, theirs, tolerance * theirs.abs().max(1e-300));
}
