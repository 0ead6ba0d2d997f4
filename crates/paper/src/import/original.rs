//! Rows as they stand in the file, to be handed back to whoever brought them.

use kernel::Date;

use super::dates;
use super::numbers::number_text;
use super::schema::FieldType;
use super::sheet::{CellView, Content, DateSystem};
use super::{Recognised, Workbook};
use crate::table::Cell;

/// The cells of these rows, one for each of the recognised columns. Numbers stay numbers and days become days; text is
/// given as written.
pub fn original_rows(book: &Workbook, found: &Recognised, rows: &[u32]) -> Vec<Vec<Cell>> {
    let Some(sheet) = found.sheet_index.and_then(|index| book.sheets.get(index)) else { return Vec::new() };
    let type_of = |code: &String| found.layout?.field(code).map(|field| field.field_type);
    let types: Vec<Option<FieldType>> =
        found.columns.iter().map(|column| column.field.as_ref().and_then(type_of)).collect();
    let given = rows.iter().map(|number| {
        let row = sheet.row(*number, &book.texts);
        let cell = |(column, field_type): (&super::ColumnGuess, &Option<FieldType>)| {
            let view = row.as_ref().map_or(CellView::EMPTY, |row| row.shown(column.index));
            cell(view, *field_type, book.date_system)
        };
        found.columns.iter().zip(&types).map(cell).collect()
    });
    given.collect()
}

fn cell(view: CellView<'_>, field_type: Option<FieldType>, system: DateSystem) -> Cell {
    match view.content {
        Content::Empty => Cell::Empty,
        Content::Text(text) | Content::Error(text) => Cell::from(text),
        Content::Flag(flag) => Cell::Text(flag.to_string()),
        Content::Number(number) => day(number, field_type, system).unwrap_or_else(|| long_number(number)),
    }
}

/// A day in a column of days; with a time behind it, it is written out.
fn day(number: f64, field_type: Option<FieldType>, system: DateSystem) -> Option<Cell> {
    let is_day = matches!(field_type?, FieldType::Date | FieldType::OpenDate | FieldType::Moment);
    let stamp = is_day.then(|| dates::from_number(number, system))??;
    let is_early = stamp.date < Date::constant(1900, 3, 1);
    let whole = stamp.part == super::DayPart::Whole && !is_early;
    Some(if whole { Cell::Date(stamp.date) } else { Cell::Text(stamp.to_string()) })
}

/// A spreadsheet shows numbers of more than eleven digits in powers of ten: those are handed back as text.
fn long_number(number: f64) -> Cell {
    let text = number_text(number);
    if text.len() > 11 && text.bytes().all(|b| b.is_ascii_digit()) {
        Cell::Text(text)
    } else {
        Cell::Number(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::excel;
    use crate::import::{Kind, Limits, open, recognise};

    #[test]
    fn a_row_is_handed_back_with_its_days_and_numbers() {
        let day = Date::new(2023, 5, 1).unwrap();
        let row = [Cell::Number(123.0), Cell::from("样一"), Cell::Date(day), Cell::from("=1+1")];
        let bytes = excel::write_table("s", &["工号", "姓名", "入职日期", "外号"], [row.clone()]).unwrap();
        let book = open(&bytes, "a.xlsx", &Limits::default()).unwrap();
        let found = recognise(&book, Kind::Roster, None);
        assert_eq!(original_rows(&book, &found, &[2, 9]), [row.to_vec(), vec![Cell::Empty; 4]]);
    }

    #[test]
    fn a_long_number_is_handed_back_as_text() {
        assert_eq!(long_number(12_900_000_000.0), Cell::Number(12_900_000_000.0));
        assert_eq!(long_number(202_609_010_900_000.0), Cell::Text("202609010900000".into()));
    }
}
