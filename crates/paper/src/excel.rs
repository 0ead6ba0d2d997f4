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
    let mut table = TableWriter::start(sheet_name, headers)?;
    for row in rows {
        table.push(row.as_ref())?;
    }
    table.finish()
}

/// A sheet that is written row by row; however many there are, only the one at hand is in memory.
pub struct TableWriter {
    book: Workbook,
    day: Format,
    row: u32,
}

type Cause = Box<dyn std::error::Error + Send + Sync>;

impl TableWriter {
    /// Begins with a bold, frozen head.
    pub fn start(sheet_name: &str, headers: &[&str]) -> Result<Self> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet_with_constant_memory().map_err(|error| Error::Excel(error.into()))?;
        head(sheet, &fitting(sheet_name), headers).map_err(Error::Excel)?;
        Ok(Self { book, day: Format::new().set_num_format("yyyy-mm-dd"), row: 0 })
    }

    /// Adds a row.
    pub fn push(&mut self, cells: &[Cell]) -> Result<()> {
        self.row += 1;
        self.write(cells).map_err(Error::Excel)
    }

    fn write(&mut self, cells: &[Cell]) -> std::result::Result<(), Cause> {
        let sheet = self.book.worksheet_from_index(0)?;
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    sheet.write_string(self.row, column, text)?;
                }
                Cell::Number(number) => {
                    sheet.write_number(self.row, column, *number)?;
                }
                Cell::Date(date) => {
                    let (year, month, day) =
                        (date.year().try_into()?, date.month().try_into()?, date.day().try_into()?);
                    let date = ExcelDateTime::from_ymd(year, month, day)?;
                    sheet.write_datetime_with_format(self.row, column, &date, &self.day)?;
                }
            }
        }
        Ok(())
    }

    /// The workbook's bytes.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        self.book.save_to_buffer().map_err(|error| Error::Excel(error.into()))
    }
}

/// The name as a spreadsheet program allows it: up to 31 characters, none of `[]:*?/\\`, no apostrophe at either end.
pub(crate) fn fitting(name: &str) -> String {
    let allowed = name.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(31);
    let name: String = allowed.collect();
    let name = name.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    if name.is_empty() { "1".to_owned() } else { name.to_owned() }
}

fn head(sheet: &mut Worksheet, name: &str, headers: &[&str]) -> std::result::Result<(), Cause> {
    let bold = Format::new().set_bold();
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    for (column, head) in (0_u16..).zip(headers) {
        let width = head.chars().map(|c| if c.is_ascii() { 1.2 } else { 2.2 }).sum::<f64>();
        sheet.set_column_width(column, width.max(10.0) + 2.0)?;
        sheet.write_string_with_format(0, column, *head, &bold)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use kernel::Date;

    use super::*;
    use crate::import::{Kind, Limits, References, judge, open, recognise};

    #[test]
    fn a_sheet_may_be_called_anything() {
        let long = "考勤、建议与谈话".repeat(9);
        for name in ["Attendance, suggestions and talks", "a/b [c]: d*?\\", "'quoted'", "", &long] {
            let bytes = write_table(name, &["工号"], [[Cell::from("1")]]).unwrap();
            open(&bytes, "a.xlsx", &Limits::default()).unwrap();
        }
    }

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
