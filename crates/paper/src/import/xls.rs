//! An old workbook (`.xls`, BIFF8): a stream of records in a compound file.
//!
//! Each record is a kind, a length and so many bytes; nothing in the stream can ask for more than the file holds, so
//! its size bounds the memory. Layout and record numbers: [MS-XLS], "Excel Binary File Format".

mod records;
mod strings;

use std::io::{Cursor, Read as _};

use super::sheet::{Cell, DateSystem, Formula, Merge, Merges, Sheet, TextRef, Texts, Visibility};
use super::{Container, FileError, Limits, Workbook};
use records::{Record, Records, u16_at, u32_at};

mod kind {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const EOF: u16 = 0x000A;
    pub(super) const DATE_1904: u16 = 0x0022;
    pub(super) const FILE_PASS: u16 = 0x002F;
    pub(super) const COL_INFO: u16 = 0x007D;
    pub(super) const BOUND_SHEET: u16 = 0x0085;
    pub(super) const MUL_RK: u16 = 0x00BD;
    pub(super) const MERGE_CELLS: u16 = 0x00E5;
    pub(super) const SST: u16 = 0x00FC;
    pub(super) const LABEL_SST: u16 = 0x00FD;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const BOOL_ERR: u16 = 0x0205;
    pub(super) const STRING: u16 = 0x0207;
    pub(super) const RK: u16 = 0x027E;
    pub(super) const BOF: u16 = 0x0809;
}

/// BIFF8; anything else under the same roof is older and not read.
const BIFF8: u16 = 0x0600;

pub(crate) fn open(bytes: &[u8], limits: &Limits) -> Result<Workbook, FileError> {
    if bytes.len() as u64 > limits.max_unpacked_bytes {
        return Err(FileError::TooLargeUnpacked);
    }
    let stream = workbook_stream(bytes)?;
    let mut texts = Texts::default();
    let outline = outline(&stream, &mut texts)?;
    let mut sheets = Vec::with_capacity(outline.sheets.len());
    let mut cells_left = limits.max_cells;
    for entry in &outline.sheets {
        let mut sheet = Sheet::new(entry.name.clone(), entry.visibility);
        if entry.is_cells && entry.visibility == Visibility::Visible {
            let mut reader =
                SheetReader { sheet: &mut sheet, texts: &mut texts, shared: &outline.shared, row: None };
            reader.read(Records::from(&stream, entry.offset)?, cells_left)?;
            cells_left -= sheet.cell_count().min(cells_left);
        }
        sheets.push(sheet);
    }
    Ok(Workbook {
        container: Container::Xls,
        texts,
        sheets,
        date_system: outline.date_system,
        encoding: None,
        separator: None,
        remarks: Vec::new(),
    })
}

/// The stream of the workbook. A compound file without one is some other document, perhaps an encrypted workbook.
fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, FileError> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| FileError::Corrupt)?;
    if !file.is_stream("/Workbook") {
        return Err(FileError::Unsupported);
    }
    let stream = file.open_stream("/Workbook").map_err(|_| FileError::Corrupt)?;
    let mut all = Vec::new();
    let most = bytes.len() as u64;
    stream.take(most).read_to_end(&mut all).map_err(|_| FileError::Corrupt)?;
    Ok(all)
}

/// What the part before the sheets says.
struct Outline {
    sheets: Vec<SheetEntry>,
    shared: Vec<TextRef>,
    date_system: DateSystem,
}

struct SheetEntry {
    name: String,
    visibility: Visibility,
    is_cells: bool,
    offset: usize,
}

fn outline(stream: &[u8], texts: &mut Texts) -> Result<Outline, FileError> {
    let mut outline = Outline { sheets: Vec::new(), shared: Vec::new(), date_system: DateSystem::From1900 };
    let mut records = Records::from(stream, 0)?;
    let first = records.next().ok_or(FileError::Corrupt)??;
    if first.kind != kind::BOF || u16_at(first.data, 0)? != BIFF8 {
        return Err(FileError::Unsupported);
    }
    while let Some(record) = records.next() {
        let record = record?;
        match record.kind {
            kind::EOF => return Ok(outline),
            kind::FILE_PASS => return Err(FileError::Unsupported),
            kind::DATE_1904 if u16_at(record.data, 0)? == 1 => outline.date_system = DateSystem::From1904,
            kind::BOUND_SHEET => outline.sheets.push(bound_sheet(record.data)?),
            kind::SST => {
                let rest = records.continued();
                outline.shared = strings::shared(record.data, &rest, texts)?;
            }
            _ => {}
        }
    }
    Err(FileError::Corrupt)
}

fn bound_sheet(data: &[u8]) -> Result<SheetEntry, FileError> {
    let (state, sort) = (*data.get(4).ok_or(FileError::Corrupt)?, *data.get(5).ok_or(FileError::Corrupt)?);
    Ok(SheetEntry {
        name: strings::short(data.get(6..).unwrap_or_default())?,
        visibility: if state.trailing_zeros() >= 2 { Visibility::Visible } else { Visibility::Hidden },
        is_cells: sort == 0,
        offset: u32_at(data, 0)? as usize,
    })
}

/// Reads the cells of one sheet.
struct SheetReader<'r> {
    sheet: &'r mut Sheet,
    texts: &'r mut Texts,
    shared: &'r [TextRef],
    row: Option<u32>,
}

impl SheetReader<'_> {
    fn read(&mut self, mut records: Records<'_>, most_cells: usize) -> Result<(), FileError> {
        let mut merges = Vec::new();
        // A workbook may hold charts within sheets: what stands between their own begin and end is not ours.
        let mut depth = 0_u32;
        let mut awaiting_text: Option<(u32, u16)> = None;
        while let Some(record) = records.next() {
            let record = record?;
            match record.kind {
                kind::BOF => depth += 1,
                kind::EOF if depth <= 1 => {
                    self.sheet.end_row();
                    self.sheet.merges = Merges::new(merges);
                    return Ok(());
                }
                kind::EOF => depth -= 1,
                _ if depth > 1 => {}
                kind::MERGE_CELLS => merge_cells(record.data, &mut merges)?,
                kind::COL_INFO => self.column_info(record.data)?,
                kind::STRING => {
                    if let Some((row, column)) = awaiting_text.take() {
                        let text = strings::long(record.data, &records.continued())?;
                        let cell = self.text_cell(column, &text).with_formula(Formula::Cached);
                        self.put(row, cell)?;
                    }
                }
                _ => awaiting_text = self.cells(&record)?,
            }
            if self.sheet.cell_count() > most_cells {
                return Err(FileError::TooLargeUnpacked);
            }
        }
        Err(FileError::Corrupt)
    }

    /// The cells of a record; a formula whose text follows in the next record gives its place.
    fn cells(&mut self, record: &Record<'_>) -> Result<Option<(u32, u16)>, FileError> {
        let data = record.data;
        match record.kind {
            kind::NUMBER => {
                let (row, column) = place(data)?;
                self.put(row, Cell::number(column, number_at(data, 6)?))?;
            }
            kind::RK => {
                let (row, column) = place(data)?;
                self.put(row, Cell::number(column, rk(u32_at(data, 6)?)))?;
            }
            kind::MUL_RK => self.many_numbers(data)?,
            kind::LABEL_SST => {
                let (row, column) = place(data)?;
                let text = self.shared.get(u32_at(data, 6)? as usize).copied().ok_or(FileError::Corrupt)?;
                self.put(row, Cell::text(column, text))?;
            }
            kind::LABEL => {
                let (row, column) = place(data)?;
                let text = strings::long(data.get(6..).unwrap_or_default(), &[])?;
                let cell = self.text_cell(column, &text);
                self.put(row, cell)?;
            }
            kind::BOOL_ERR => {
                let (row, column) = place(data)?;
                let (value, is_error) = (byte_at(data, 6)?, byte_at(data, 7)? == 1);
                let cell =
                    if is_error { self.error_cell(column, value) } else { Cell::flag(column, value != 0) };
                self.put(row, cell)?;
            }
            kind::FORMULA => return self.formula(data),
            _ => {}
        }
        Ok(None)
    }

    fn many_numbers(&mut self, data: &[u8]) -> Result<(), FileError> {
        let (row, first) = place(data)?;
        let count = data.len().checked_sub(6).ok_or(FileError::Corrupt)? / 6;
        for index in 0..count {
            let column = u16::try_from(index)
                .ok()
                .and_then(|index| first.checked_add(index))
                .ok_or(FileError::Corrupt)?;
            self.put(row, Cell::number(column, rk(u32_at(data, 4 + index * 6 + 2)?)))?;
        }
        Ok(())
    }

    /// The stored value of a formula: a number, or by its last two bytes something else.
    fn formula(&mut self, data: &[u8]) -> Result<Option<(u32, u16)>, FileError> {
        let (row, column) = place(data)?;
        if u16_at(data, 12)? != 0xFFFF {
            self.put(row, Cell::number(column, number_at(data, 6)?).with_formula(Formula::Cached))?;
            return Ok(None);
        }
        let value = byte_at(data, 8)?;
        let cell = match byte_at(data, 6)? {
            0 => return Ok(Some((row, column))),
            1 => Cell::flag(column, value != 0),
            2 => self.error_cell(column, value),
            _ => Cell::empty(column),
        };
        self.put(row, cell.with_formula(Formula::Cached))?;
        Ok(None)
    }

    fn text_cell(&mut self, column: u16, text: &str) -> Cell {
        Cell::text(column, self.texts.push(text))
    }

    fn error_cell(&mut self, column: u16, code: u8) -> Cell {
        let word = match code {
            0x00 => "#NULL!",
            0x07 => "#DIV/0!",
            0x0F => "#VALUE!",
            0x17 => "#REF!",
            0x1D => "#NAME?",
            0x24 => "#NUM!",
            _ => "#N/A",
        };
        Cell::error(column, self.texts.push(word))
    }

    /// Rows come in order; one that comes again out of order is no workbook that a program wrote.
    fn put(&mut self, row: u32, cell: Cell) -> Result<(), FileError> {
        if self.row != Some(row) {
            if self.row.is_some_and(|last| row < last) {
                return Err(FileError::Corrupt);
            }
            self.sheet.end_row();
            self.sheet.start_row(row);
            self.row = Some(row);
        }
        self.sheet.push_cell(cell);
        Ok(())
    }

    fn column_info(&mut self, data: &[u8]) -> Result<(), FileError> {
        const HIDDEN: u16 = 1;
        if u16_at(data, 8)? & HIDDEN != 0 {
            self.sheet.hidden_columns.push((u16_at(data, 0)?, u16_at(data, 2)?));
        }
        Ok(())
    }
}

/// Row, as a spreadsheet shows it, and column of a cell.
fn place(data: &[u8]) -> Result<(u32, u16), FileError> {
    Ok((u32::from(u16_at(data, 0)?) + 1, u16_at(data, 2)?))
}

fn byte_at(data: &[u8], at: usize) -> Result<u8, FileError> {
    data.get(at).copied().ok_or(FileError::Corrupt)
}

fn number_at(data: &[u8], at: usize) -> Result<f64, FileError> {
    let bytes = data.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).ok_or(FileError::Corrupt)?;
    Ok(f64::from_le_bytes(bytes))
}

/// A number in thirty bits: the upper part of a float or a whole number, perhaps in hundredths.
fn rk(bits: u32) -> f64 {
    let value = if bits & 2 == 0 {
        f64::from_bits(u64::from(bits & 0xFFFF_FFFC) << 32)
    } else {
        f64::from(bits.cast_signed() >> 2)
    };
    if bits & 1 == 0 { value } else { value / 100.0 }
}

fn merge_cells(data: &[u8], merges: &mut Vec<Merge>) -> Result<(), FileError> {
    for index in 0..usize::from(u16_at(data, 0)?) {
        let at = 2 + index * 8;
        merges.push(Merge {
            top: u32::from(u16_at(data, at)?) + 1,
            bottom: u32::from(u16_at(data, at + 2)?) + 1,
            left: u16_at(data, at + 4)?,
            right: u16_at(data, at + 6)?,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
