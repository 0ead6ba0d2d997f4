//! The rows of a list, one after the other. A list in text is read piece by piece, so that memory does not grow with it.

use serde_json::{Map, Value};

use super::{List, facts, heads};
use crate::{
    Error, Result,
    import::{self, FileError, Limits, Workbook, delimited::Pieces},
};

/// So many rows of a text are cells at a time.
const ROWS_A_PIECE: u32 = 4096;
/// So far down the heads may stand.
const HEADS_WITHIN: usize = 20;

/// A list whose heads were found.
pub(super) struct Records<'l> {
    bytes: Bytes<'l>,
    head_row: u32,
    columns: Vec<(u16, &'static str)>,
}

enum Bytes<'l> {
    /// A workbook, opened.
    Book(Box<Workbook>),
    /// A text, still to be read.
    Text(&'l [u8]),
}

impl<'l> Records<'l> {
    pub(super) fn of(list: &List<'l>) -> Result<Self> {
        let bytes = if import::is_text(list.bytes) {
            Bytes::Text(list.bytes)
        } else {
            Bytes::Book(Box::new(import::open(list.bytes, list.file_name, &Limits::default())?))
        };
        let mut found = None;
        bytes.each_book(|book| {
            let rows = book.sheets.first().into_iter().flat_map(|sheet| sheet.rows(&book.texts));
            found = rows.take(HEADS_WITHIN).find_map(|row| heads(&row));
            Ok(false)
        })?;
        let (head_row, columns) = found.ok_or(Error::BatchHeader)?;
        Ok(Self { bytes, head_row, columns })
    }

    /// Gives the number of each row that says something, and what it says.
    pub(super) fn each(&self, mut take: impl FnMut(u32, &Map<String, Value>) -> Result<()>) -> Result<()> {
        self.bytes.each_book(|book| {
            let rows = book.sheets.first().into_iter().flat_map(|sheet| sheet.rows(&book.texts));
            for row in rows.filter(|row| row.number > self.head_row && row.filled().next().is_some()) {
                take(row.number, &facts(&row, &self.columns))?;
            }
            Ok(true)
        })
    }
}

impl Bytes<'_> {
    /// Gives the workbook, or the text in pieces, until there is no more or enough is known.
    fn each_book(&self, mut goes_on: impl FnMut(&Workbook) -> Result<bool>) -> Result<()> {
        match self {
            Self::Book(book) => goes_on(book).map(drop),
            Self::Text(bytes) => {
                let limits = Limits::default();
                let mut pieces = Pieces::new(bytes, &limits)?;
                let mut rows = 0_u32;
                while !pieces.is_at_end() && goes_on(&pieces.piece(ROWS_A_PIECE)?)? {
                    rows = rows.saturating_add(ROWS_A_PIECE);
                    if rows > limits.max_rows + ROWS_A_PIECE {
                        return Err(FileError::TooManyRows.into());
                    }
                }
                Ok(())
            }
        }
    }
}
