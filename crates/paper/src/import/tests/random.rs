//! Tables laid out at random: in whichever container, order, words and ways of writing a day.

use encoding_rs::GB18030;
use jiff::{Span, civil::Date};
use proptest::prelude::*;

use super::book::{Book, Put};
use crate::import::Layout;

/// No table here has more columns.
const COLUMNS: usize = 16;

/// How a table is laid out.
#[derive(Debug, Clone)]
pub(super) struct Style {
    titles: usize,
    order: Vec<usize>,
    words: Vec<prop::sample::Index>,
    dates: Vec<u8>,
    separators: Vec<u8>,
    container: u8,
    running_number: bool,
    blank_rows: bool,
}

pub(super) fn style() -> impl Strategy<Value = Style> {
    (
        0_usize..4,
        Just((0..COLUMNS).collect::<Vec<_>>()).prop_shuffle(),
        prop::collection::vec(any::<prop::sample::Index>(), COLUMNS),
        prop::collection::vec(0_u8..12, 1..9),
        prop::collection::vec(0_u8..6, 1..9),
        0_u8..7,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(titles, order, words, dates, separators, container, running_number, blank_rows)| {
            Style { titles, order, words, dates, separators, container, running_number, blank_rows }
        })
}

impl Style {
    /// How a day is written there.
    pub(super) fn way(&self, index: usize, field: &str) -> u8 {
        self.dates[(index + field.len()) % self.dates.len()]
    }

    /// What the levels of a department are joined by there.
    pub(super) fn separator(&self, index: usize) -> &'static str {
        ["/", " > ", "-", "／", "＞", "－"][usize::from(self.separators[index % self.separators.len()])]
    }
}

pub(super) fn later(date: Date, days: i64) -> Date {
    date.checked_add(Span::new().days(days)).unwrap()
}

fn serial(date: Date, from_1904: bool) -> f64 {
    let zero = if from_1904 { Date::constant(1904, 1, 1) } else { Date::constant(1899, 12, 30) };
    f64::from(date.since(zero).unwrap().get_days())
}

/// One of the ways to write a day; numbers only where the container has them.
pub(super) fn written(date: Date, way: u8, from_1904: Option<bool>) -> Put {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let number = serial(date, from_1904.unwrap_or_default());
    match way {
        0 => format!("{year}-{month}-{day}").into(),
        1 => format!("{year}/{month}/{day}").into(),
        2 => format!("{year}.{month}.{day}").into(),
        3 => format!("{year}年{month}月{day}日").into(),
        4 => format!("{year}{month:02}{day:02}").into(),
        5 => format!("{year}-{month:02}-{day:02} 00:00:00").into(),
        6 => format!("\u{3000}{year}-{month:02}-{day:02} ").into(),
        7 => wide(&format!("{year}-{month:02}-{day:02}")).into(),
        8 => format!("{number}").into(),
        9 => format!("{year}/{month}/{day} 9:30").into(),
        _ if from_1904.is_some() => Put::Number(number),
        _ => format!("{year}-{month:02}-{day:02}").into(),
    }
}

fn wide(text: &str) -> String {
    text.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect()
}

/// A table of one layout with these fields.
pub(super) struct RandomTable<'t> {
    pub(super) layout: &'t Layout,
    pub(super) fields: &'t [&'t str],
    pub(super) rows: usize,
}

impl RandomTable<'_> {
    /// The file; `cell` writes what stands in a row under a field.
    pub(super) fn bytes(&self, style: &Style, cell: impl Fn(usize, &str, Option<bool>) -> Put) -> Vec<u8> {
        let table = |from_1904| self.table(style, |index, field| cell(index, field, from_1904));
        let text = |separator: char| {
            let line =
                |row: &Vec<Put>| row.iter().map(quoted).collect::<Vec<_>>().join(&separator.to_string());
            table(None).iter().map(line).collect::<Vec<_>>().join("\r\n")
        };
        match style.container {
            0 => Book::of(table(Some(false))).bytes(),
            1 => Book { from_1904: true, ..Book::of(table(Some(true))) }.bytes(),
            2 => text(',').into_bytes(),
            3 => format!("\u{FEFF}{}", text(';')).into_bytes(),
            4 => GB18030.encode(&text('\t')).0.into_owned(),
            5 => GB18030.encode(&text(',')).0.into_owned(),
            _ => format!("\u{FEFF}{}", text('\t')).encode_utf16().flat_map(u16::to_le_bytes).collect(),
        }
    }

    fn table(&self, style: &Style, cell: impl Fn(usize, &str) -> Put) -> Vec<Vec<Put>> {
        let mut rows: Vec<Vec<Put>> =
            (0..style.titles).map(|n| vec![format!("登记表（第 {n} 页）").into()]).collect();
        let order: Vec<usize> = style.order.iter().copied().filter(|at| *at < self.fields.len()).collect();
        let number = |text: String| style.running_number.then(|| Put::from(text));
        let head = order.iter().map(|at| {
            let words = &self.layout.field(self.fields[*at]).unwrap().words;
            words[style.words[*at].index(words.len())].as_str().into()
        });
        rows.push(number("序号".into()).into_iter().chain(head).collect());
        for index in 0..self.rows {
            if style.blank_rows && index % 3 == 1 {
                rows.push(vec![]);
            }
            let cells = order.iter().map(|at| cell(index, self.fields[*at]));
            rows.push(number(format!("{}", index + 1)).into_iter().chain(cells).collect());
        }
        rows
    }
}

fn quoted(put: &Put) -> String {
    match put {
        Put::Text(text) if text.contains(['"', ',', ';', '\t', '\n', '\r']) => {
            format!("\"{}\"", text.replace('"', "\"\""))
        }
        Put::Text(text) => text.clone(),
        _ => String::new(),
    }
}
