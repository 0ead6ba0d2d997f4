//! The table below the header: which column is which field, and one row after the other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::Date;

use super::header::{Reason, Recognised, shown_text};
use super::mapping::Words;
use super::numbers::Widths;
use super::schema::{Field, FieldType, Layout};
use super::sheet::{CellView, Content, DateSystem, Row, Sheet, Texts, Workbook};
use super::{FileError, rows, text};

/// The table of a recognised sheet.
pub(crate) struct Table<'a> {
    pub(crate) layout: &'static Layout,
    pub(crate) words: Words<'a>,
    pub(crate) date_system: DateSystem,
    /// All columns but the running number, with their field.
    pub(crate) columns: Vec<(u16, Option<&'static Field>)>,
    /// What the header rows say, for finding them again further down.
    pub(crate) header_texts: Vec<BTreeMap<u16, String>>,
    /// What stands above the header.
    pub(crate) title_texts: BTreeSet<String>,
    /// The columns that are days.
    pub(crate) days: &'a [(u16, Date)],
    pub(crate) sheet: &'a Sheet,
    texts: &'a Texts,
    by_field: Vec<(&'static str, u16)>,
    running: Vec<u16>,
    widths: HashMap<u16, usize>,
    first_row: u32,
    last_row: u32,
}

impl<'a> Table<'a> {
    pub(crate) fn new(book: &'a Workbook, found: &'a Recognised) -> Result<Self, FileError> {
        let layout = found.layout.ok_or(FileError::NoHeader)?;
        let sheet = found.sheet_index.and_then(|index| book.sheets.get(index)).ok_or(FileError::NoHeader)?;
        let first = found.header_rows.first().copied().unwrap_or_default();
        let last = found.header_rows.last().copied().unwrap_or_default();
        let mut table = Self {
            layout,
            words: Words { mapping: &found.mapping, own: &found.own },
            date_system: book.date_system,
            columns: Vec::new(),
            header_texts: header_texts(book, sheet, &found.header_rows),
            title_texts: title_texts(book, sheet, first),
            days: &found.days,
            sheet,
            texts: &book.texts,
            by_field: Vec::new(),
            running: Vec::new(),
            widths: HashMap::new(),
            first_row: last + 1,
            last_row: 0,
        };
        table.place_columns(found);
        table.last_row = table.last_filled_row();
        table.measure_widths();
        Ok(table)
    }

    fn place_columns(&mut self, found: &Recognised) {
        for column in &found.columns {
            let field = column.field.as_deref().and_then(|code| self.layout.field(code));
            if let Some(field) = field {
                self.by_field.push((field.code.as_str(), column.index));
            }
            if column.reason == Reason::RunningNumber {
                self.running.push(column.index);
            } else {
                self.columns.push((column.index, field));
            }
        }
    }

    fn last_filled_row(&self) -> u32 {
        let filled = (0..self.sheet.row_count()).rev().find_map(|index| {
            let row = self.sheet.row_at(index, self.texts)?;
            let says_something =
                row.filled().any(|cell| !self.is_running(cell.0) || rows::is_words(cell.1.content));
            says_something.then_some(row.number)
        });
        filled.unwrap_or_default()
    }

    /// Numbers that were stored as numbers are padded to what the texts of their column show.
    fn measure_widths(&mut self) {
        let of_people = |field: &Field| field.field_type == FieldType::EmpNo;
        let columns: Vec<u16> = self
            .columns
            .iter()
            .filter(|(_, field)| field.is_some_and(of_people))
            .map(|(column, _)| *column)
            .collect();
        for column in columns {
            let mut widths = Widths::default();
            for row in self.sheet.rows(self.texts).filter(|row| row.number >= self.first_row) {
                if let Content::Text(found) = row.own(column).content {
                    widths.note(&text::clean(found));
                }
            }
            self.widths.extend(widths.commonest().map(|width| (column, width)));
        }
    }

    pub(crate) fn column_of(&self, field: &str) -> Option<u16> {
        self.by_field.iter().find(|(known, _)| *known == field).map(|(_, column)| *column)
    }

    /// The head of a field's column.
    pub(crate) fn head_of(&self, field: &str) -> Option<&str> {
        let column = self.column_of(field)?;
        self.header_texts.iter().rev().find_map(|row| row.get(&column)).map(String::as_str)
    }

    pub(crate) fn width_of(&self, column: u16) -> usize {
        self.widths.get(&column).copied().unwrap_or_default()
    }

    pub(crate) fn is_running(&self, column: u16) -> bool {
        self.running.contains(&column)
    }

    pub(crate) fn field_at(&self, column: u16) -> Option<&'static Field> {
        self.columns.iter().find(|(known, _)| *known == column).and_then(|(_, field)| *field)
    }

    /// What the cell of a field shows in a row; empty where the field has no column.
    pub(crate) fn cell(&self, row: &Row<'a>, field: &str) -> CellView<'a> {
        self.column_of(field).map_or(CellView::EMPTY, |column| row.shown(column))
    }

    pub(crate) fn row_count(&self) -> u32 {
        (self.last_row + 1).saturating_sub(self.first_row)
    }

    /// Every row below the header down to the last filled one; what is not a record says what it is.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Line<'a>> + '_ {
        let mut stored = self.sheet.rows(self.texts).skip_while(|row| row.number < self.first_row).peekable();
        (self.first_row..=self.last_row).map(move |number| {
            let row = stored.next_if(|row| row.number == number);
            match row {
                None => Line { number, row: None },
                Some(row) => Line { number, row: Some(row) },
            }
        })
    }

    /// What the row is, if it is no record.
    pub(crate) fn passes_over(&self, line: &Line<'a>) -> Option<super::Skip> {
        line.row.as_ref().map_or(Some(super::Skip::Blank), |row| rows::classify(self, row))
    }
}

/// One line of the sheet; without a row nothing is stored for it.
pub(crate) struct Line<'a> {
    pub(crate) number: u32,
    pub(crate) row: Option<Row<'a>>,
}

fn header_texts(book: &Workbook, sheet: &Sheet, rows: &[u32]) -> Vec<BTreeMap<u16, String>> {
    let rows = rows.iter().filter_map(|number| sheet.row(*number, &book.texts));
    rows.map(|row| row.filled().map(|(column, view)| (column, shown_text(view.content))).collect()).collect()
}

fn title_texts(book: &Workbook, sheet: &Sheet, header: u32) -> BTreeSet<String> {
    let above = sheet.rows(&book.texts).take_while(|row| row.number < header);
    above.flat_map(|row| row.filled().map(|(_, view)| shown_text(view.content)).collect::<Vec<_>>()).collect()
}
