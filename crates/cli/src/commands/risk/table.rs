//! Reads a CSV file as a table of text, and says where it is wrong.

use std::path::Path;

use risk::model::{Notice, Table};

use crate::{
    commands::input,
    output::{Failed, tell},
};

/// Complains about one file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Complain<'a> {
    /// The file.
    pub(crate) file: &'a Path,
    /// Whether in JSON.
    pub(crate) is_json: bool,
}

impl Complain<'_> {
    /// The input is wrong somewhere.
    pub(crate) fn at(self, code: &str, place: &str, message: impl Into<String>) -> Failed {
        Failed::Input {
            code: code.to_owned(),
            message: message.into(),
            at: format!("{}{place}", self.file.display()),
            is_json: self.is_json,
        }
    }

    /// The same for what the engine refuses; the table tells which column is the how-many-th.
    pub(crate) fn about(self, error: &risk::Error, table: Option<&Table>) -> Failed {
        match error {
            risk::Error::Row { line, column, problem } => {
                let place = table.and_then(|table| table.names.iter().position(|name| name == column));
                let place =
                    place.map_or_else(|| format!(":{line}"), |place| format!(":{line}:{}", place + 1));
                self.at("row.refused", &place, format!("column {column}: {problem}"))
            }
            other => self.at("input.refused", "", other.to_string()),
        }
    }
}

/// Tells what was done that the reader should know of.
pub(crate) fn tell_all(notices: &[Notice]) {
    for Notice(text) in notices {
        tell(&format!("warning: {text}"));
    }
}

/// Reads a table.
pub(crate) fn read(file: &Path, is_json: bool) -> Result<Table, Failed> {
    let complain = Complain { file, is_json };
    let text = input::text(file, is_json)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let refused = |error: &csv::Error| {
        let place = error.position().map_or_else(String::new, |position| format!(":{}", position.line()));
        let message = match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("the row has {len} cells, the header {expected_len}")
            }
            _ => error.to_string(),
        };
        complain.at("csv.malformed", &place, message)
    };
    let mut table = Table {
        names: reader.headers().map_err(|error| refused(&error))?.iter().map(str::to_owned).collect(),
        ..Table::default()
    };
    let mut sorted: Vec<&String> = table.names.iter().collect();
    sorted.sort_unstable();
    if let Some(twice) =
        sorted.windows(2).find(|pair| pair.first() == pair.last()).and_then(|pair| pair.first())
    {
        return Err(complain.at(
            "csv.header",
            ":1",
            format!("column {twice} stands twice in the header; rename one"),
        ));
    }
    table.columns = vec![Vec::new(); table.names.len()];
    for record in reader.records() {
        let record = record.map_err(|error| refused(&error))?;
        table.lines.push(record.position().map_or(0, csv::Position::line));
        table.columns.iter_mut().zip(&record).for_each(|(column, cell)| column.push(cell.to_owned()));
    }
    if table.rows() == 0 {
        return Err(complain.at("csv.empty", "", "there is a header but no row"));
    }
    Ok(table)
}
