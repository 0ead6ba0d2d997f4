//! A zipped workbook (`.xlsx`), read part by part.
//!
//! The sheets are read here and not by a library, because the rules need what libraries hide: whether a formula's value
//! was stored, whether a cell is a number or text, the date system, merged cells, hidden sheets and columns.

mod parts;
mod sheet;
mod strings;

use std::io::Cursor;

use zip::ZipArchive;

use super::sheet::{DateSystem, Sheet, Texts, Visibility};
use super::{Container, FileError, Limits, Workbook, guard};
use parts::{Parts, SheetEntry};

pub(crate) fn open(bytes: &[u8], limits: &Limits) -> Result<Workbook, FileError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileError::Corrupt)?;
    guard::check(&mut archive, limits)?;
    let mut parts = Parts::new(archive);
    let outline = parts.outline()?;
    let mut texts = Texts::default();
    let shared = match &outline.shared_strings {
        Some(path) => strings::read(parts.open(path)?, &mut texts)?,
        None => Vec::new(),
    };
    let mut sheets = Vec::with_capacity(outline.sheets.len());
    let mut cells_left = limits.max_cells;
    for entry in &outline.sheets {
        let read = read_sheet(&mut parts, entry, &shared, &mut texts, (limits, cells_left))?;
        cells_left -= read.cell_count().min(cells_left);
        sheets.push(read);
    }
    Ok(Workbook {
        container: Container::Xlsx,
        texts,
        sheets,
        date_system: if outline.from_1904 { DateSystem::From1904 } else { DateSystem::From1900 },
        encoding: None,
        separator: None,
        remarks: Vec::new(),
    })
}

/// A hidden sheet is named and never read; so is a part that is no sheet of cells.
fn read_sheet(
    parts: &mut Parts<'_>,
    entry: &SheetEntry,
    shared: &[super::sheet::TextRef],
    texts: &mut Texts,
    (limits, cells_left): (&Limits, usize),
) -> Result<Sheet, FileError> {
    let sheet = Sheet::new(entry.name.clone(), entry.visibility);
    match &entry.path {
        Some(path) if entry.visibility == Visibility::Visible => sheet::read(
            parts.open(path)?,
            sheet,
            shared,
            texts,
            &sheet::Bounds { max_rows: limits.max_rows, cells_left },
        ),
        _ => Ok(sheet),
    }
}
