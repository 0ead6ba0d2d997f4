//! Tables as Excel workbooks. Text is written as text, so nothing in it can become a formula.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use crate::table::Cell;
use crate::{Error, Result};

/// One sheet with a bold, frozen head.
pub fn write_table<R: AsRef<[Cell]>>(
    sheet_name: &str,
    headers: &[&str],
    rows: impl IntoIterator<Item = R>,
) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), sheet_name, headers, rows).map_err(Error::Excel)?;
    book.save_to_buffer().map_err(|error| Error::Excel(error.into()))
}

fn fill<R: AsRef<[Cell]>>(
    sheet: &mut Worksheet,
    name: &str,
    headers: &[&str],
    rows: impl IntoIterator<Item = R>,
) -> std::result::Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let bold = Format::new().set_bold();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    for (column, head) in (0_u16..).zip(headers) {
        sheet.write_string_with_format(0, column, *head, &bold)?;
        let width = head.chars().map(|c| if c.is_ascii() { 1.2 } else { 2.2 }).sum::<f64>();
        sheet.set_column_width(column, width.max(10.0) + 2.0)?;
    }
    for (row, cells) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells.as_ref()) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    sheet.write_string(row, column, text)?;
                }
                Cell::Number(number) => {
                    sheet.write_number(row, column, *number)?;
                }
                Cell::Date(date) => {
                    let date = ExcelDateTime::from_ymd(
                        date.year().try_into()?,
                        date.month().try_into()?,
                        date.day().try_into()?,
                    )?;
                    sheet.write_datetime_with_format(row, column, &date, &day)?;
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use kernel::Date;

    use super::*;
    use crate::import::{Kind, Limits, References, judge, open, recognise};

    #[test]
    fn what_is_written_can_be_read_back() {
        let day = Date::new(2023, 5, 1).unwrap();
        let row = [Cell::from("00123"), Cell::from("样一"), Cell::Date(day), Cell::from("=1+1")];
        let bytes = write_table("花名册", &["工号", "姓名", "入职日期", "岗位"], [row]).unwrap();
        let book = open(&bytes, "a.xlsx", &Limits::default()).unwrap();
        let found = recognise(&book, Kind::Roster, None);
        let judged =
            judge(&book, &found, &References::unchecked(), &mut |_, _| std::ops::ControlFlow::Continue(()))
                .unwrap();
        assert_eq!(judged.counts.accepted, 1, "{:?}", judged.refused);
        assert_eq!(judged.warnings.len(), 1);
    }
}
