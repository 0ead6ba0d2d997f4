//! Workbooks made by hand, so that every quirk of the format can be had.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A cell of a made workbook.
#[derive(Debug, Clone)]
pub(super) enum Put {
    Nothing,
    Text(String),
    Number(f64),
    /// A formula with or without its stored value.
    Formula(&'static str, Option<&'static str>),
    Error(&'static str),
}

impl From<&str> for Put {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Nothing } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Put {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<f64> for Put {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

/// A row of cells of any sort.
macro_rules! row {
    ($($cell:expr),* $(,)?) => { vec![$($crate::import::tests::book::Put::from($cell)),*] };
}
pub(super) use row;

#[derive(Debug, Default, Clone)]
pub(super) struct Page {
    pub(super) name: String,
    pub(super) rows: Vec<Vec<Put>>,
    pub(super) merges: Vec<&'static str>,
    pub(super) hidden: bool,
    pub(super) hidden_columns: Vec<u16>,
    pub(super) hidden_rows: Vec<usize>,
}

#[derive(Debug, Default, Clone)]
pub(super) struct Book {
    pub(super) pages: Vec<Page>,
    pub(super) from_1904: bool,
    /// Leave the places of cells and rows out, as the format allows.
    pub(super) without_places: bool,
    pub(super) extra_parts: Vec<(&'static str, Vec<u8>)>,
}

impl Book {
    /// A workbook of one sheet.
    pub(super) fn of(rows: Vec<Vec<Put>>) -> Self {
        Self { pages: vec![Page { name: "表".into(), rows, ..Page::default() }], ..Self::default() }
    }

    pub(super) fn merged(mut self, ranges: &[&'static str]) -> Self {
        self.pages[0].merges = ranges.to_vec();
        self
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let mut part = |name: &str, content: &[u8]| {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        };
        part("_rels/.rels", rels(&[("r1", "officeDocument", "xl/workbook.xml")]).as_bytes());
        let mut sheets = String::new();
        let mut targets = Vec::new();
        for (index, page) in self.pages.iter().enumerate() {
            let state = if page.hidden { " state=\"veryHidden\"" } else { "" };
            write!(
                sheets,
                "<sheet name=\"{}\" sheetId=\"{}\"{state} r:id=\"s{index}\"/>",
                page.name,
                index + 1
            )
            .unwrap();
            targets.push((format!("s{index}"), format!("worksheets/sheet{index}.xml")));
        }
        let system = if self.from_1904 { " date1904=\"1\"" } else { "" };
        let workbook =
            format!("<workbook xmlns:r=\"r\"><workbookPr{system}/><sheets>{sheets}</sheets></workbook>");
        part("xl/workbook.xml", workbook.as_bytes());
        let relations: Vec<(&str, &str, &str)> =
            targets.iter().map(|(id, target)| (id.as_str(), "worksheet", target.as_str())).collect();
        part("xl/_rels/workbook.xml.rels", rels(&relations).as_bytes());
        for (index, page) in self.pages.iter().enumerate() {
            part(&format!("xl/worksheets/sheet{index}.xml"), self.page_xml(page).as_bytes());
        }
        for (name, content) in &self.extra_parts {
            part(name, content);
        }
        zip.finish().unwrap().into_inner()
    }

    fn page_xml(&self, page: &Page) -> String {
        let mut xml = String::from("<worksheet>");
        if !page.hidden_columns.is_empty() {
            xml.push_str("<cols>");
            for column in &page.hidden_columns {
                write!(xml, "<col min=\"{0}\" max=\"{0}\" hidden=\"1\"/>", column + 1).unwrap();
            }
            xml.push_str("</cols>");
        }
        xml.push_str("<sheetData>");
        for (row, cells) in page.rows.iter().enumerate() {
            // A row without cells is left out, as spreadsheet programs do.
            if cells.is_empty() && !self.without_places {
                continue;
            }
            let place = if self.without_places { String::new() } else { format!(" r=\"{}\"", row + 1) };
            let hidden = if page.hidden_rows.contains(&row) { " hidden=\"1\"" } else { "" };
            write!(xml, "<row{place}{hidden}>").unwrap();
            for (column, cell) in cells.iter().enumerate() {
                self.push_cell(&mut xml, row, column, cell);
            }
            xml.push_str("</row>");
        }
        xml.push_str("</sheetData><mergeCells>");
        for range in &page.merges {
            write!(xml, "<mergeCell ref=\"{range}\"/>").unwrap();
        }
        xml.push_str("</mergeCells></worksheet>");
        xml
    }

    fn push_cell(&self, xml: &mut String, row: usize, column: usize, cell: &Put) {
        let letter = char::from(b'A' + u8::try_from(column).unwrap());
        let r = if self.without_places { String::new() } else { format!(" r=\"{letter}{}\"", row + 1) };
        match cell {
            Put::Nothing => write!(xml, "<c{r} s=\"1\"/>"),
            Put::Text(text) => write!(
                xml,
                "<c{r} t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                escaped(text)
            ),
            Put::Number(number) => write!(xml, "<c{r}><v>{number}</v></c>"),
            Put::Formula(formula, None) => write!(xml, "<c{r}><f>{formula}</f></c>"),
            Put::Formula(formula, Some(value)) => write!(xml, "<c{r}><f>{formula}</f><v>{value}</v></c>"),
            Put::Error(error) => write!(xml, "<c{r} t=\"e\"><v>{error}</v></c>"),
        }
        .unwrap();
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('\t', "&#9;").replace('\r', "&#13;")
}

fn rels(relations: &[(&str, &str, &str)]) -> String {
    let each = |(id, kind, target): &(&str, &str, &str)| {
        format!("<Relationship Id=\"{id}\" Type=\"http://x/relationships/{kind}\" Target=\"{target}\"/>")
    };
    format!("<Relationships>{}</Relationships>", relations.iter().map(each).collect::<String>())
}
