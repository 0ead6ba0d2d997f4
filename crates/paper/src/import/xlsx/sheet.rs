//! One sheet, streamed: cells with their kind, merged ranges, hidden columns.

use quick_xml::events::{BytesStart, Event};

use super::parts::{Part, attribute, is_true, local};
use super::strings::{StringText, resolve, unescape};
use crate::import::FileError;
use crate::import::sheet::{Cell, Formula, Merge, Merges, Sheet, TextRef, Texts};

/// What a sheet may hold.
pub(super) struct Bounds {
    pub(super) max_rows: u32,
    pub(super) cells_left: usize,
}

/// The type attribute of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Type {
    #[default]
    Number,
    Shared,
    Text,
    /// A date as text, by ISO 8601.
    Day,
    Inline,
    Flag,
    Error,
}

/// What is known of the cell being read.
#[derive(Debug, Default)]
struct Open {
    column: u16,
    kind: Type,
    formula: bool,
    has_value: bool,
    in_value: bool,
    value: String,
    inline: StringText,
}

struct SheetReader<'t> {
    sheet: Sheet,
    shared: &'t [TextRef],
    texts: &'t mut Texts,
    merges: Vec<Merge>,
    row: u32,
    next_column: u16,
    open: Open,
}

/// Reads the sheet part into the sheet.
pub(super) fn read(
    mut part: Part<'_, '_>,
    sheet: Sheet,
    shared: &[TextRef],
    texts: &mut Texts,
    bounds: &Bounds,
) -> Result<Sheet, FileError> {
    let mut reader = SheetReader {
        sheet,
        shared,
        texts,
        merges: Vec::new(),
        row: 0,
        next_column: 0,
        open: Open::default(),
    };
    let mut buffer = Vec::new();
    loop {
        match part.read_event_into(&mut buffer).map_err(|_| FileError::Corrupt)? {
            Event::Start(element) => reader.start(&element)?,
            Event::Empty(element) => reader.empty(&element)?,
            Event::End(element) => reader.end(element.local_name().into_inner())?,
            Event::Text(text) => reader.text(&text.xml10_content()),
            Event::CData(text) => reader.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let c = resolve(&reference)?;
                reader.text(c.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(FileError::HostileXml),
            Event::Eof => break,
            _ => {}
        }
        if reader.row > bounds.max_rows || reader.sheet.cell_count() > bounds.cells_left {
            return Err(FileError::TooManyRows);
        }
        buffer.clear();
    }
    reader.sheet.merges = Merges::new(reader.merges);
    Ok(reader.sheet)
}

impl SheetReader<'_> {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), FileError> {
        match local(element) {
            "c" => self.start_cell(element)?,
            "row" => self.start_row(element)?,
            "v" => (self.open.in_value, self.open.has_value) = (true, true),
            "f" => self.open.formula = true,
            "mergeCell" | "col" => self.mark(element)?,
            other => self.open.inline.start(other),
        }
        Ok(())
    }

    /// An element without content; `<c/>` and `<row/>` still count places.
    fn empty(&mut self, element: &BytesStart<'_>) -> Result<(), FileError> {
        match local(element) {
            "c" => {
                self.start_cell(element)?;
                self.open = Open::default();
            }
            "row" => self.start_row(element)?,
            "v" => self.open.has_value = true,
            "f" => self.open.formula = true,
            "mergeCell" | "col" => self.mark(element)?,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), FileError> {
        match name {
            "c" => self.end_cell()?,
            "v" => self.open.in_value = false,
            "row" => self.sheet.end_row(),
            other => self.open.inline.end(other),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.open.in_value {
            self.open.value.push_str(text);
        } else {
            self.open.inline.text(text);
        }
    }

    /// Row numbers may be left out, and must ascend.
    fn start_row(&mut self, element: &BytesStart<'_>) -> Result<(), FileError> {
        let stated = attribute(element, "r")?.and_then(|r| r.parse::<u32>().ok());
        self.row = stated.filter(|row| *row > self.row).unwrap_or(self.row.saturating_add(1));
        self.next_column = 0;
        self.sheet.start_row(self.row);
        Ok(())
    }

    /// The place of a cell may be left out too: then it follows the one before.
    fn start_cell(&mut self, element: &BytesStart<'_>) -> Result<(), FileError> {
        let mut column = self.next_column;
        let mut kind = Type::Number;
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| FileError::Corrupt)?;
            match attribute.key.into_inner() {
                "r" => column = column_of(&attribute.value).ok_or(FileError::Corrupt)?,
                "t" => kind = type_of(&attribute.value),
                _ => {}
            }
        }
        self.next_column = column.saturating_add(1);
        self.open.column = column;
        self.open.kind = kind;
        self.open.formula = false;
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), FileError> {
        let formula = match (self.open.formula, self.has_stored_value()) {
            (false, _) => Formula::None,
            (true, true) => Formula::Cached,
            (true, false) => Formula::NoValue,
        };
        let cell = self.cell()?;
        if let Some(cell) = cell.or_else(|| (formula != Formula::None).then(|| Cell::empty(self.open.column)))
        {
            self.sheet.push_cell(cell.with_formula(formula));
        }
        self.open.value.clear();
        (self.open.formula, self.open.has_value, self.open.in_value) = (false, false, false);
        Ok(())
    }

    /// An empty `v` is a stored value only where the formula gives text.
    fn has_stored_value(&self) -> bool {
        self.open.has_value && (self.open.kind == Type::Text || !self.open.value.trim().is_empty())
    }

    fn cell(&mut self) -> Result<Option<Cell>, FileError> {
        let column = self.open.column;
        let value = self.open.value.as_str();
        Ok(match self.open.kind {
            Type::Inline => {
                let text = self.open.inline.take();
                (!text.is_empty()).then(|| Cell::text(column, self.texts.push(&text)))
            }
            _ if value.is_empty() => None,
            Type::Shared => {
                let index: usize = value.trim().parse().map_err(|_| FileError::Corrupt)?;
                let at = *self.shared.get(index).ok_or(FileError::Corrupt)?;
                (at != TextRef::EMPTY).then(|| Cell::text(column, at))
            }
            Type::Flag => Some(Cell::flag(column, is_true(value.trim()))),
            Type::Error => Some(Cell::error(column, self.texts.push(value))),
            Type::Text => Some(Cell::text(column, self.texts.push(&unescape(value)))),
            Type::Day => {
                // The time is stated even where there is none.
                let day = value.trim().trim_end_matches('Z').trim_end_matches(".000");
                Some(Cell::text(column, self.texts.push(day.strip_suffix("T00:00:00").unwrap_or(day))))
            }
            Type::Number => match value.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => Some(Cell::number(column, number)),
                _ => Some(Cell::text(column, self.texts.push(value))),
            },
        })
    }

    /// Merged ranges and hidden columns.
    fn mark(&mut self, element: &BytesStart<'_>) -> Result<(), FileError> {
        if local(element) == "mergeCell" {
            let merge = attribute(element, "ref")?.and_then(|range| merge_of(&range));
            self.merges.extend(merge);
        } else if attribute(element, "hidden")?.is_some_and(|hidden| is_true(&hidden)) {
            let bound = |name| Ok(attribute(element, name)?.and_then(|text| text.parse::<u16>().ok()));
            if let (Some(from), Some(to)) = (bound("min")?, bound("max")?) {
                self.sheet.hidden_columns.push((from.saturating_sub(1), to.saturating_sub(1)));
            }
        }
        Ok(())
    }
}

fn type_of(value: &str) -> Type {
    match value {
        "s" => Type::Shared,
        "str" => Type::Text,
        "d" => Type::Day,
        "inlineStr" => Type::Inline,
        "b" => Type::Flag,
        "e" => Type::Error,
        _ => Type::Number,
    }
}

/// The column of `AB12`, counted from zero.
fn column_of(reference: &str) -> Option<u16> {
    let mut column = 0_u32;
    for byte in reference.bytes().take_while(u8::is_ascii_alphabetic) {
        column = column.checked_mul(26)?.checked_add(u32::from(byte.to_ascii_uppercase() - b'A') + 1)?;
    }
    u16::try_from(column.checked_sub(1)?).ok()
}

fn row_of(reference: &str) -> Option<u32> {
    reference.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()
}

fn merge_of(range: &str) -> Option<Merge> {
    let (from, to) = range.split_once(':')?;
    Some(Merge { top: row_of(from)?, left: column_of(from)?, bottom: row_of(to)?, right: column_of(to)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_letters_and_numbers() {
        assert_eq!(
            (column_of("A1"), column_of("Z9"), column_of("AB12"), column_of("12")),
            (Some(0), Some(25), Some(27), None)
        );
        assert_eq!(merge_of("B3:C5"), Some(Merge { top: 3, left: 1, bottom: 5, right: 2 }));
    }
}
