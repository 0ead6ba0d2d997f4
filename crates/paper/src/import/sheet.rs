//! A workbook in memory, as it was stored: cells with their kind, nothing interpreted yet.
//!
//! A cell takes sixteen bytes and points into one text buffer, so that a sheet of two million cells stays small.

use std::collections::HashMap;

use super::finding::Code;

/// What the bytes of the file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// A zipped workbook.
    Xlsx,
    /// A workbook of the years before 2007.
    Xls,
    /// Separated text.
    Text,
}

/// Where day 0 of a serial number lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum DateSystem {
    /// Excel on Windows.
    #[default]
    From1900,
    /// Old Excel on the Macintosh.
    From1904,
}

/// An opened file: its sheets and how it was read.
#[derive(Debug)]
pub struct Workbook {
    pub(crate) container: Container,
    pub(crate) texts: Texts,
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) date_system: DateSystem,
    pub(crate) encoding: Option<&'static str>,
    pub(crate) separator: Option<char>,
    pub(crate) remarks: Vec<Code>,
}

impl Workbook {
    /// What the bytes are, whatever the name says.
    pub const fn container(&self) -> Container {
        self.container
    }

    /// The encoding of a text file.
    pub const fn encoding(&self) -> Option<&'static str> {
        self.encoding
    }

    /// The separator of a text file.
    pub const fn separator(&self) -> Option<char> {
        self.separator
    }

    /// The names of the sheets; a text file has one without a name.
    pub fn sheet_names(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(|sheet| sheet.name.as_str())
    }
}

/// All text of a workbook in one buffer.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    buffer: String,
}

/// A piece of the buffer: start in the upper half, length in the lower.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TextRef(u64);

impl TextRef {
    pub(crate) const EMPTY: Self = Self(0);

    pub(crate) const fn new(start: usize, len: usize) -> Self {
        Self(((start as u64) << 32) | (len as u64 & 0xFFFF_FFFF))
    }
}

impl Texts {
    pub(crate) const fn from_buffer(buffer: String) -> Self {
        Self { buffer }
    }

    pub(crate) fn push(&mut self, text: &str) -> TextRef {
        let start = self.buffer.len();
        self.buffer.push_str(text);
        TextRef::new(start, text.len())
    }

    pub(crate) fn get(&self, at: TextRef) -> &str {
        let start = (at.0 >> 32) as usize;
        let len = (at.0 & 0xFFFF_FFFF) as usize;
        self.buffer.get(start..start.saturating_add(len)).unwrap_or_default()
    }
}

/// What sort of value a cell stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CellKind {
    Empty,
    Text,
    Number,
    Flag,
    Error,
}

/// Whether a formula stands behind the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Formula {
    /// A plain value.
    #[default]
    None,
    /// A formula with its stored value.
    Cached,
    /// A formula whose value was not stored.
    NoValue,
}

/// One stored cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    bits: u64,
    pub(crate) column: u16,
    kind: CellKind,
    formula: Formula,
}

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Content<'a> {
    Empty,
    Text(&'a str),
    Number(f64),
    Flag(bool),
    Error(&'a str),
}

impl Cell {
    pub(crate) const fn text(column: u16, at: TextRef) -> Self {
        Self { bits: at.0, column, kind: CellKind::Text, formula: Formula::None }
    }

    pub(crate) const fn error(column: u16, at: TextRef) -> Self {
        Self { bits: at.0, column, kind: CellKind::Error, formula: Formula::None }
    }

    pub(crate) const fn number(column: u16, value: f64) -> Self {
        Self { bits: value.to_bits(), column, kind: CellKind::Number, formula: Formula::None }
    }

    pub(crate) const fn flag(column: u16, value: bool) -> Self {
        Self { bits: value as u64, column, kind: CellKind::Flag, formula: Formula::None }
    }

    pub(crate) const fn empty(column: u16) -> Self {
        Self { bits: 0, column, kind: CellKind::Empty, formula: Formula::None }
    }

    pub(crate) const fn with_formula(mut self, formula: Formula) -> Self {
        self.formula = formula;
        self
    }

    fn view(self, texts: &Texts) -> CellView<'_> {
        let content = match self.kind {
            CellKind::Empty => Content::Empty,
            CellKind::Text => Content::Text(texts.get(TextRef(self.bits))),
            CellKind::Error => Content::Error(texts.get(TextRef(self.bits))),
            CellKind::Number => Content::Number(f64::from_bits(self.bits)),
            CellKind::Flag => Content::Flag(self.bits != 0),
        };
        CellView { content, formula: self.formula }
    }
}

/// A cell with its text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CellView<'a> {
    pub(crate) content: Content<'a>,
    pub(crate) formula: Formula,
}

impl CellView<'_> {
    pub(crate) const EMPTY: Self = Self { content: Content::Empty, formula: Formula::None };

    /// Whether nothing stands in it but blanks; a formula is something even without a value.
    pub(crate) fn is_blank(&self) -> bool {
        let nothing = match self.content {
            Content::Empty => true,
            Content::Text(text) => text.chars().all(super::text::is_blank),
            _ => false,
        };
        nothing && self.formula != Formula::NoValue
    }
}

/// Whether a sheet may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visibility {
    Visible,
    Hidden,
}

/// A merged range, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Merge {
    pub(crate) top: u32,
    pub(crate) left: u16,
    pub(crate) bottom: u32,
    pub(crate) right: u16,
}

/// The merged ranges of a sheet, ready to be asked.
#[derive(Debug, Default)]
pub(crate) struct Merges {
    all: Vec<Merge>,
    tall: HashMap<u16, Vec<(u32, u32)>>,
}

impl Merges {
    pub(crate) fn new(mut all: Vec<Merge>) -> Self {
        all.sort_unstable();
        let mut tall: HashMap<u16, Vec<(u32, u32)>> = HashMap::new();
        for merge in all.iter().filter(|merge| merge.bottom > merge.top) {
            tall.entry(merge.left).or_default().push((merge.top, merge.bottom));
        }
        Self { all, tall }
    }

    /// The row whose value a vertically merged cell shows.
    fn anchor(&self, row: u32, column: u16) -> Option<u32> {
        let ranges = self.tall.get(&column)?;
        let after = ranges.partition_point(|range| range.0 < row);
        let (top, bottom) = *ranges.get(after.checked_sub(1)?)?;
        (row <= bottom).then_some(top)
    }

    /// The merges that begin in a row.
    pub(crate) fn starting_in(&self, row: u32) -> &[Merge] {
        let from = self.all.partition_point(|merge| merge.top < row);
        let to = self.all.partition_point(|merge| merge.top <= row);
        self.all.get(from..to).unwrap_or_default()
    }
}

/// One sheet; rows ascend, cells ascend within a row, empty cells are not there.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) visibility: Visibility,
    pub(crate) merges: Merges,
    pub(crate) hidden_columns: Vec<(u16, u16)>,
    rows: Vec<(u32, u32)>,
    cells: Vec<Cell>,
}

/// One row with the sheet around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) number: u32,
    cells: &'a [Cell],
    sheet: &'a Sheet,
    texts: &'a Texts,
}

impl Sheet {
    pub(crate) fn new(name: String, visibility: Visibility) -> Self {
        Self {
            name,
            visibility,
            merges: Merges::default(),
            hidden_columns: Vec::new(),
            rows: Vec::new(),
            cells: Vec::new(),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the limits keep the cells far below four billion")]
    pub(crate) fn start_row(&mut self, number: u32) {
        self.rows.push((number, self.cells.len() as u32));
    }

    pub(crate) fn push_cell(&mut self, cell: Cell) {
        self.cells.push(cell);
    }

    pub(crate) fn cell_count(&self) -> usize {
        self.cells.len()
    }

    /// Puts the cells of the last row in order, should a writer not have done so.
    pub(crate) fn end_row(&mut self) {
        let Some(start) = self.rows.last().map(|row| row.1 as usize) else { return };
        if let Some(cells) = self.cells.get_mut(start..)
            && !cells.is_sorted_by_key(|cell| cell.column)
        {
            cells.sort_by_key(|cell| cell.column);
        }
    }

    /// The last row in which something is stored.
    pub(crate) fn last_row(&self) -> Option<u32> {
        self.rows.last().map(|row| row.0)
    }

    pub(crate) fn row_count(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn row_at<'a>(&'a self, index: usize, texts: &'a Texts) -> Option<Row<'a>> {
        let &(number, start) = self.rows.get(index)?;
        let end = self.rows.get(index + 1).map_or(self.cells.len(), |next| next.1 as usize);
        let cells = self.cells.get(start as usize..end).unwrap_or_default();
        Some(Row { number, cells, sheet: self, texts })
    }

    pub(crate) fn rows<'a>(&'a self, texts: &'a Texts) -> impl Iterator<Item = Row<'a>> {
        (0..self.rows.len()).filter_map(move |index| self.row_at(index, texts))
    }

    /// The row with this number, if anything stands in it.
    pub(crate) fn row<'a>(&'a self, number: u32, texts: &'a Texts) -> Option<Row<'a>> {
        let index = self.rows.binary_search_by_key(&number, |row| row.0).ok()?;
        self.row_at(index, texts)
    }

    pub(crate) fn is_hidden_column(&self, column: u16) -> bool {
        self.hidden_columns.iter().any(|&(from, to)| (from..=to).contains(&column))
    }
}

impl<'a> Row<'a> {
    /// What is stored in the cell itself.
    pub(crate) fn own(&self, column: u16) -> CellView<'a> {
        let guess = self.cells.get(usize::from(column)).filter(|cell| cell.column == column);
        let found = guess.or_else(|| {
            let at = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
            self.cells.get(at)
        });
        found.map_or(CellView::EMPTY, |cell| cell.view(self.texts))
    }

    /// What the cell shows: a vertically merged cell gives its value to all its rows.
    pub(crate) fn shown(&self, column: u16) -> CellView<'a> {
        let own = self.own(column);
        if own.content != Content::Empty || own.formula != Formula::None {
            return own;
        }
        let anchor = self.sheet.merges.anchor(self.number, column);
        let row = anchor.and_then(|number| self.sheet.row(number, self.texts));
        row.map_or(own, |row| row.own(column))
    }

    /// The stored cells that are not blank, from left to right.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (u16, CellView<'a>)> + use<'a> {
        let texts = self.texts;
        self.cells
            .iter()
            .map(move |cell| (cell.column, cell.view(texts)))
            .filter(|(_, view)| !view.is_blank())
    }
}
