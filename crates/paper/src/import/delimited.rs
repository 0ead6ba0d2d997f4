//! Separated text: which encoding, which separator, which records.
//!
//! Record numbers are those a spreadsheet program would show: blank records count, line breaks inside a cell do not.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use super::sheet::{Cell, DateSystem, Merges, Sheet, TextRef, Texts, Visibility};
use super::{Code, Container, FileError, Limits, Workbook};

const SEPARATORS: [char; 3] = [',', ';', '\t'];
/// So many records are looked at to find the separator.
const PROBE_RECORDS: usize = 60;
/// A quote that never closes is read as a plain character; a text full of them is no table.
const MAX_STRAY_QUOTES: usize = 64;

pub(crate) fn open(bytes: &[u8], limits: &Limits) -> Result<Workbook, FileError> {
    let mut pieces = Pieces::new(bytes, limits)?;
    let mut book = pieces.piece(limits.stop_after_row.unwrap_or(u32::MAX))?;
    if !pieces.is_at_end() {
        book.remarks.push(Code::FileRestUnread);
    }
    Ok(book)
}

/// A text table that is read piece by piece, each a workbook of its own with the row numbers of the whole: a long list
/// need not lie in memory as cells.
pub(crate) struct Pieces<'b> {
    text: Cow<'b, str>,
    encoding: &'static str,
    separator: char,
    limits: Limits,
    /// Where the next piece begins in the text, and the number of its first row.
    next: (usize, u32),
    stray_quotes: usize,
}

impl<'b> Pieces<'b> {
    pub(crate) fn new(bytes: &'b [u8], limits: &Limits) -> Result<Self, FileError> {
        if bytes.len() as u64 > limits.max_unpacked_bytes {
            return Err(FileError::TooLargeUnpacked);
        }
        let (text, encoding) = decode(bytes)?;
        if text.contains('\0') {
            return Err(FileError::Unsupported);
        }
        let (separator, says_so) = separator_of(&text);
        let next = if says_so { (end_of_records(&text, separator, 1).0, 2) } else { (0, 1) };
        Ok(Self { text, encoding, separator, limits: *limits, next, stray_quotes: 0 })
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.next.0 >= self.text.len()
    }

    /// The next so many rows, or as many as there are.
    pub(crate) fn piece(&mut self, rows: u32) -> Result<Workbook, FileError> {
        let (start, first_row) = self.next;
        let rest = self.text.get(start..).unwrap_or_default();
        let (end, stray_quotes) = end_of_records(rest, self.separator, rows);
        self.stray_quotes += stray_quotes;
        if self.stray_quotes > MAX_STRAY_QUOTES {
            return Err(FileError::Corrupt);
        }
        let text = rest.get(..end).unwrap_or(rest);
        let (sheet, extra) = records(text, self.separator, first_row, &self.limits)?;
        let mut buffer = String::with_capacity(text.len() + extra.len());
        buffer.push_str(text);
        buffer.push_str(&extra);
        self.next = (start + text.len(), first_row.saturating_add(rows));
        Ok(Workbook {
            container: Container::Text,
            texts: Texts::from_buffer(buffer),
            sheets: vec![sheet],
            date_system: DateSystem::From1900,
            encoding: Some(self.encoding),
            separator: Some(self.separator),
            remarks: Vec::new(),
        })
    }
}

/// Where so many records end, and how many quotes in them never close. Each of these is looked for to the end of the
/// text, so that the search ends with too many of them.
fn end_of_records(text: &str, separator: char, records: u32) -> (usize, usize) {
    if records == u32::MAX {
        return (text.len(), 0);
    }
    let mut scanner = Scanner::new(text, separator);
    let mut left = records;
    while left > 0
        && scanner.stray_quotes <= MAX_STRAY_QUOTES
        && let Some(field) = scanner.next_field()
    {
        left -= u32::from(field.ends_record);
    }
    (scanner.at, scanner.stray_quotes)
}

/// A byte order mark, else strict UTF-8, else GB18030.
fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), FileError> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        let text = std::str::from_utf8(rest).map_err(|_| FileError::Corrupt)?;
        return Ok((Cow::Borrowed(text), "UTF-8 with BOM"));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return foreign(UTF_16LE, rest, "UTF-16LE");
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return foreign(UTF_16BE, rest, "UTF-16BE");
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((Cow::Borrowed(text), "UTF-8"));
    }
    if bytes.contains(&0) {
        return Err(FileError::Unsupported);
    }
    foreign(GB18030, bytes, "GB18030")
}

fn foreign<'a>(
    encoding: &'static Encoding,
    bytes: &'a [u8],
    name: &'static str,
) -> Result<(Cow<'a, str>, &'static str), FileError> {
    let decoded = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    decoded.map(|text| (text, name)).ok_or(FileError::Corrupt)
}

/// The separator under which most of the first records have the same number of fields.
///
/// A first line `sep=;` is what spreadsheet programs write to say so themselves; it is no record of the table.
fn separator_of(text: &str) -> (char, bool) {
    let first = text.lines().next().unwrap_or_default().trim();
    if let Some(said) = first.strip_prefix("sep=").or_else(|| first.strip_prefix("SEP="))
        && let Some(separator) = SEPARATORS.into_iter().find(|c| said.starts_with(*c))
    {
        return (separator, true);
    }
    let best = SEPARATORS.into_iter().rev().max_by_key(|separator| regularity(text, *separator));
    (best.unwrap_or(','), false)
}

/// How many of the first records agree on a number of fields above one, and on how many.
fn regularity(text: &str, separator: char) -> (usize, usize) {
    let mut counts = std::collections::BTreeMap::new();
    let mut scanner = Scanner::new(text, separator);
    let mut fields = 0_usize;
    let mut records = 0_usize;
    while records < PROBE_RECORDS {
        let Some(field) = scanner.next_field() else { break };
        fields += 1;
        if field.ends_record {
            *counts.entry(fields).or_insert(0_usize) += 1;
            (fields, records) = (0, records + 1);
        }
    }
    let wide = counts.into_iter().filter(|(fields, _)| *fields > 1);
    wide.map(|(fields, count)| (count, fields)).max().unwrap_or((0, 0))
}

/// The cells of a text, and what had to be put together for them: such cells point behind the text.
fn records(
    text: &str,
    separator: char,
    first_row: u32,
    limits: &Limits,
) -> Result<(Sheet, String), FileError> {
    let mut sheet = Sheet::new(String::new(), Visibility::Visible);
    let mut extra = String::new();
    let mut scanner = Scanner::new(text, separator);
    let (mut row, mut column, mut begun) = (first_row, 0_usize, false);
    while let Some(field) = scanner.next_field() {
        if scanner.stray_quotes > MAX_STRAY_QUOTES {
            return Err(FileError::Corrupt);
        }
        if !field.is_empty() {
            if !begun {
                sheet.start_row(row);
                begun = true;
            }
            push(&mut sheet, &mut extra, text, column, &field);
        }
        column += 1;
        if field.ends_record {
            (row, column, begun) = (row + 1, 0, false);
        }
        if row > limits.max_rows + 1 || sheet.cell_count() > limits.max_cells {
            return Err(FileError::TooManyRows);
        }
    }
    sheet.merges = Merges::default();
    Ok((sheet, extra))
}

fn push(sheet: &mut Sheet, extra: &mut String, text: &str, column: usize, field: &Field<'_>) {
    let Ok(column) = u16::try_from(column) else { return };
    let at = match &field.text {
        FieldText::Slice { start, end } => TextRef::new(*start, end - start),
        FieldText::Joined(joined) => {
            let start = text.len() + extra.len();
            extra.push_str(joined);
            TextRef::new(start, joined.len())
        }
    };
    sheet.push_cell(Cell::text(column, at));
}

/// One field and whether its record ends with it.
struct Field<'a> {
    text: FieldText<'a>,
    ends_record: bool,
}

enum FieldText<'a> {
    /// A piece of the text as it stands.
    Slice { start: usize, end: usize },
    /// Put together, because quotes had to be undone.
    Joined(Cow<'a, str>),
}

impl Field<'_> {
    fn is_empty(&self) -> bool {
        match &self.text {
            FieldText::Slice { start, end } => start == end,
            FieldText::Joined(text) => text.is_empty(),
        }
    }
}

/// Walks through the fields; quotes as in RFC 4180, and forgiving where people and programs are sloppy.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    separator: u8,
    stray_quotes: usize,
    finished: bool,
}

impl<'a> Scanner<'a> {
    const fn new(text: &'a str, separator: char) -> Self {
        // The separators are ASCII, so the byte is the character.
        Self { text, at: 0, separator: separator as u8, stray_quotes: 0, finished: false }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn next_field(&mut self) -> Option<Field<'a>> {
        if self.finished || (self.at >= self.text.len() && self.at_record_start()) {
            return None;
        }
        if self.byte(self.at) == Some(b'"') {
            if let Some(field) = self.quoted() {
                return Some(field);
            }
            self.stray_quotes += 1;
        }
        let start = self.at;
        let end = self.end_of_plain(start);
        Some(self.close(FieldText::Slice { start, end }, end))
    }

    fn at_record_start(&self) -> bool {
        self.at == 0 || matches!(self.byte(self.at - 1), Some(b'\n' | b'\r'))
    }

    fn end_of_plain(&self, from: usize) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let length = rest.iter().position(|b| *b == self.separator || matches!(b, b'\n' | b'\r'));
        length.map_or(self.text.len(), |length| from + length)
    }

    /// A field that begins with a quote; `None` if the quote never closes.
    fn quoted(&mut self) -> Option<Field<'a>> {
        let mut joined: Option<String> = None;
        let first = self.at + 1;
        let mut from = first;
        loop {
            let rest = self.text.as_bytes().get(from..)?;
            let quote = from + rest.iter().position(|b| *b == b'"')?;
            if self.byte(quote + 1) == Some(b'"') {
                joined.get_or_insert_default().push_str(self.text.get(from..=quote)?);
                from = quote + 2;
                continue;
            }
            let end = self.end_of_plain(quote + 1);
            let tail = self.text.get(quote + 1..end)?;
            if joined.is_none() && tail.is_empty() {
                return Some(self.close(FieldText::Slice { start: first, end: quote }, end));
            }
            let mut whole = joined.unwrap_or_default();
            whole.push_str(self.text.get(from..quote)?);
            whole.push_str(tail);
            return Some(self.close(FieldText::Joined(Cow::Owned(whole)), end));
        }
    }

    /// Steps over the separator or the line break after a field.
    fn close(&mut self, text: FieldText<'a>, end: usize) -> Field<'a> {
        let ends_record = match self.byte(end) {
            Some(b'\r') if self.byte(end + 1) == Some(b'\n') => {
                self.at = end + 2;
                true
            }
            Some(b'\n' | b'\r') => {
                self.at = end + 1;
                true
            }
            Some(_) => {
                self.at = end + 1;
                false
            }
            None => {
                self.at = self.text.len();
                self.finished = true;
                true
            }
        };
        Field { text, ends_record }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::Content;
    use super::*;

    fn cells(bytes: &[u8]) -> (Vec<(u32, Vec<String>)>, &'static str, char) {
        let book = open(bytes, &Limits::default()).unwrap();
        let rows = book.sheets[0].rows(&book.texts);
        let texts = rows.map(|row| {
            let filled = row.filled().map(|(_, view)| match view.content {
                Content::Text(text) => text.to_owned(),
                other => format!("{other:?}"),
            });
            (row.number, filled.collect())
        });
        (texts.collect(), book.encoding.unwrap(), book.separator.unwrap())
    }

    #[test]
    fn quotes_line_breaks_and_blank_records_are_counted_as_a_spreadsheet_shows_them() {
        let (rows, encoding, separator) = cells(b"a,b\r\n\"x\ny\",\"say \"\"no\"\"\"\r\n\r\n,\r\nlast,1");
        assert_eq!((encoding, separator), ("UTF-8", ','));
        let numbers: Vec<u32> = rows.iter().map(|row| row.0).collect();
        assert_eq!(numbers, [1, 2, 5]);
        assert_eq!(rows[1].1, ["x\ny", "say \"no\""]);
    }

    #[test]
    fn of_a_long_text_only_the_beginning_is_read_where_that_is_asked_for() {
        let limits = Limits { stop_after_row: Some(3), ..Limits::default() };
        for (text, rows, is_cut) in [("a,b\n1,2\n3,\"x\ny\"\n5,6\n", 3, true), ("a,b\n1,2\n3,4\n", 3, false)]
        {
            for bytes in [text.as_bytes().to_vec(), [b"\xFF\xFE".to_vec(), utf16(text)].concat()] {
                let book = open(&bytes, &limits).unwrap();
                assert_eq!(book.sheets[0].row_count(), rows);
                assert_eq!(book.remarks == [Code::FileRestUnread], is_cut);
            }
        }
    }

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn the_encoding_is_told_by_the_bytes() {
        let (rows, encoding, _) = cells(b"\xEF\xBB\xBFa;b\n1;2\n");
        assert_eq!((encoding, rows[0].1.len()), ("UTF-8 with BOM", 2));
        let (gb, _, _) = GB18030.encode("姓名,部门\n样㛃,研发\n");
        let (rows, encoding, _) = cells(&gb);
        assert_eq!((encoding, rows[1].1[0].as_str()), ("GB18030", "样㛃"));
        let wide: Vec<u8> = "\u{FEFF}姓名\t工号\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (rows, encoding, separator) = cells(&wide);
        assert_eq!((encoding, separator, rows[0].1[0].as_str()), ("UTF-16LE", '\t', "姓名"));
        assert_eq!(open(b"\xFF\xFF\xFF,\x80\xFF", &Limits::default()).unwrap_err(), FileError::Corrupt);
    }

    #[test]
    fn the_separator_is_the_one_that_makes_a_table() {
        assert_eq!(cells("a;b;c\n1,5;2;3\n2,5;3;4\n".as_bytes()).2, ';');
        assert_eq!(cells("title\na\tb\n1\t\"x,y\"\n".as_bytes()).2, '\t');
        let (rows, _, separator) = cells(b"sep=;\na;b\n1;2\n");
        assert_eq!((separator, rows[0].0), (';', 2));
    }

    #[test]
    fn a_quote_that_never_closes_is_a_character() {
        let (rows, _, _) = cells(b"a,b\n\"x,y\nz,w\n");
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[1].1, ["\"x", "y"]);
    }
}
