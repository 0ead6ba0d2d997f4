//! Rows as they stand in the file, to be handed back to whoever brought them.

use kernel::Date;

use super::dates;
use super::numbers::number_text;
use super::schema::FieldType;
use super::sheet::{CellView, Content, DateSystem};
use super::table::Table;
use super::{Recognised, Workbook};
use crate::table::Cell;

/// The cells of these rows, one for each of the recognised columns. Numbers stay numbers and days become days; text is
/// given as written. A person's number that lost its zeros gets them back: alone, the rows no longer tell how many.
pub fn original_rows(book: &Workbook, found: &Recognised, rows: &[u32]) -> Vec<Vec<Cell>> {
    let Ok(table) = Table::new(book, found) else { return Vec::new() };
    let type_of = |code: &String| found.layout?.field(code).map(|field| field.field_type);
    let columns: Vec<Column> = found
        .columns
        .iter()
        .map(|column| Column {
            index: column.index,
            field_type: column.field.as_ref().and_then(type_of),
            width: table.width_of(column.index),
        })
        .collect();
    let given = rows.iter().map(|number| {
        let row = table.sheet.row(*number, &book.texts);
        let cell = |column: &Column| {
            let view = row.as_ref().map_or(CellView::EMPTY, |row| row.shown(column.index));
            cell(view, column, book.date_system)
        };
        columns.iter().map(cell).collect()
    });
    given.collect()
}

struct Column {
    index: u16,
    field_type: Option<FieldType>,
    width: usize,
}

fn cell(view: CellView<'_>, column: &Column, system: DateSystem) -> Cell {
    match view.content {
        Content::Empty => Cell::Empty,
        Content::Text(text) | Content::Error(text) => Cell::from(text),
        Content::Flag(flag) => Cell::Text(flag.to_string()),
        Content::Number(number) if column.field_type == Some(FieldType::EmpNo) => {
            Cell::Text(format!("{:0>1$}", number_text(number), column.width))
        }
        Content::Number(number) => {
            day(number, column.field_type, system).unwrap_or_else(|| long_number(number))
        }
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
        let row = |number: Cell| vec![number, Cell::from("样一"), Cell::Date(day), Cell::from("=1+1")];
        let written = [row(Cell::Number(123.0)), row(Cell::from("00124"))];
        let bytes = excel::write_table("s", &["工号", "姓名", "入职日期", "外号"], written).unwrap();
        let book = open(&bytes, "a.xlsx", &Limits::default()).unwrap();
        let found = recognise(&book, Kind::Roster, None);
        let padded = row(Cell::from("00123"));
        assert_eq!(original_rows(&book, &found, &[2, 9]), [padded, vec![Cell::Empty; 4]]);
    }

    #[test]
    fn the_heads_of_rows_handed_back_are_recognised_again_in_one_row() {
        let table = "月度汇总 统计日期：2026-09-26 至 2026-09-30\n姓名,工号,考勤结果,,,,,紧急联系人\n,,26,27,28,29,30,姓名\n样一,00001,休息,休息,正常,旷工,正常,样二\n";
        let book = open(table.as_bytes(), "a.csv", &Limits::default()).unwrap();
        let found = recognise(&book, Kind::Events, None);
        let heads = found.single_heads();
        let dated = ["2026-09-26", "2026-09-27", "2026-09-28", "2026-09-29", "2026-09-30"];
        assert_eq!(
            (&heads[..2], &heads[2..7]),
            (&["姓名", "工号"].map(str::to_owned)[..], &dated.map(str::to_owned)[..])
        );
        assert_ne!(heads[7], "姓名", "another's name is no second name of the person");
        let heads: Vec<&str> = heads.iter().map(String::as_str).chain(["原文件行号", "拒绝原因"]).collect();
        let mut cells = original_rows(&book, &found, &[4]);
        cells[0].extend([Cell::Number(4.0), Cell::from("不认识的人")]);
        let again = excel::write_table("s", &heads, cells).unwrap();
        let again = open(&again, "b.xlsx", &Limits::default()).unwrap();
        let again = recognise(&again, Kind::Events, None);
        assert_eq!(again.layout_code(), Some("month"));
        assert_eq!(again.days.iter().map(|(_, date)| *date).collect::<Vec<_>>().len(), 5);
        assert_eq!(again.header_key, found.single_header_key());
    }

    #[test]
    fn a_long_number_is_handed_back_as_text() {
        assert_eq!(long_number(12_900_000_000.0), Cell::Number(12_900_000_000.0));
        assert_eq!(long_number(202_609_010_900_000.0), Cell::Text("202609010900000".into()));
    }
}
