//! Telling records from what else stands between them: titles, repeated heads, sums, notes, and repetitions.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::header::shown_text;
use super::schema::{FieldType, row_words};
use super::sheet::{Content, Row};
use super::table::Table;
use super::{Skip, dates, numbers, text};

/// What a row is, if it is no record. Exact repetitions are found by [`Seen`].
pub(crate) fn classify(table: &Table<'_>, row: &Row<'_>) -> Option<Skip> {
    let filled: Vec<(u16, Content<'_>)> = row.filled().map(|(column, view)| (column, view.content)).collect();
    if filled.iter().all(|(column, content)| table.is_running(*column) && !is_words(*content)) {
        return Some(Skip::Blank);
    }
    if repeats_header(table, &filled) {
        return Some(Skip::RepeatedHeader);
    }
    if is_subtotal(table, row, &filled) {
        return Some(Skip::Subtotal);
    }
    if is_note(table, row, &filled) {
        return Some(Skip::Note);
    }
    is_title(table, row, &filled).then_some(Skip::Title)
}

/// Words rather than a number: sums and notes often begin in the column of the running numbers.
pub(crate) fn is_words(content: Content<'_>) -> bool {
    matches!(content, Content::Text(text) if text.chars().any(char::is_alphabetic))
}

fn repeats_header(table: &Table<'_>, filled: &[(u16, Content<'_>)]) -> bool {
    let same = |header: &std::collections::BTreeMap<u16, String>| {
        let is_head = |word: &String, content: Content<'_>| match content {
            Content::Text(said) => text::clean(said) == *word,
            _ => word.starts_with(|c: char| c.is_ascii_digit()) && *word == shown_text(content),
        };
        filled
            .iter()
            .filter(|(column, content)| header.get(column).is_some_and(|word| is_head(word, *content)))
            .count()
    };
    table.header_texts.iter().map(same).any(|equal| equal >= 2 && equal * 3 >= filled.len() * 2)
}

fn is_subtotal(table: &Table<'_>, row: &Row<'_>, filled: &[(u16, Content<'_>)]) -> bool {
    // One such value may be the announcement itself; two make a record, and spare looking at the words.
    if record_values(table, row).nth(1).is_some() {
        return false;
    }
    let words = &row_words().subtotal;
    let sums = filled.iter().enumerate().find(|(place, (column, content))| {
        let Content::Text(found) = content else { return false };
        let word = text::row_word(found);
        let word = word.trim_end_matches([':', '：']);
        let whole = words.iter().any(|sum| sum == word);
        let leads = *place == 0 && words.iter().any(|sum| word.ends_with(sum.as_str()));
        leads || whole && is_label_column(table, *column)
    });
    sums.is_some_and(|(_, (column, _))| record_values(table, row).all(|valued| valued == *column))
}

/// Columns in which a sum may be announced.
fn is_label_column(table: &Table<'_>, column: u16) -> bool {
    use FieldType::{EmpNo, Path, PersonName};
    let Some(field) = table.field_at(column) else { return true };
    matches!(field.field_type, EmpNo | PersonName | Path) || table.layout.identity.contains(&field.code)
}

/// The filled cells of what only a record has: a number of a person, a date, a choice, an identity number.
fn record_values(table: &Table<'_>, row: &Row<'_>) -> impl Iterator<Item = u16> {
    use FieldType::{Date, EmpNo, Enum, IdCard, Moment, OpenDate};
    let of_a_record = |kind: FieldType| matches!(kind, Date | EmpNo | Enum | IdCard | Moment | OpenDate);
    table
        .columns
        .iter()
        .filter(move |(_, field)| field.is_some_and(|field| of_a_record(field.field_type)))
        .map(|(column, _)| *column)
        .filter(|column| !row.own(*column).is_blank())
}

fn is_note(table: &Table<'_>, row: &Row<'_>, filled: &[(u16, Content<'_>)]) -> bool {
    let Some((column, Content::Text(first))) = filled.first() else { return false };
    let word = text::row_word(first);
    let begins = row_words().note.iter().any(|note| word.starts_with(note.as_str()));
    begins && !is_identified(table, row, *column)
}

/// Whether all fields that name the record are filled, apart from the given cell.
fn is_identified(table: &Table<'_>, row: &Row<'_>, besides: u16) -> bool {
    let mut columns = table.layout.identity.iter().filter_map(|field| table.column_of(field));
    columns.all(|column| column != besides && !row.shown(column).is_blank())
}

/// One text alone in its row: merged over several columns, a title said before, or where no field is.
fn is_title(table: &Table<'_>, row: &Row<'_>, filled: &[(u16, Content<'_>)]) -> bool {
    let [(column, content @ Content::Text(_))] = filled else { return false };
    let merged = table
        .sheet
        .merges
        .starting_in(row.number)
        .iter()
        .any(|merge| merge.left == *column && merge.right > *column);
    merged || table.title_texts.contains(&shown_text(*content)) || table.field_at(*column).is_none()
}

/// The rows seen so far, for finding exact repetitions. The running number does not count, nor how a value is written.
#[derive(Default)]
pub(crate) struct Seen {
    prints: HashSet<(u64, u64)>,
}

impl Seen {
    /// Whether the row is an earlier one once more.
    pub(crate) fn is_repetition(&mut self, table: &Table<'_>, row: &Row<'_>) -> bool {
        let mut first = DefaultHasher::new();
        let mut second = DefaultHasher::new();
        0x9E37_79B9_u32.hash(&mut second);
        for (column, field) in &table.columns {
            let kind = field.map(|field| field.field_type);
            let says = same_form(table, kind, *column, row.shown(*column).content);
            says.hash(&mut first);
            says.hash(&mut second);
        }
        !self.prints.insert((first.finish(), second.finish()))
    }
}

/// The value in one form, so that 2023/5/1 and 2023-05-01 are the same content.
fn same_form(table: &Table<'_>, kind: Option<FieldType>, column: u16, content: Content<'_>) -> String {
    let said = shown_text(content);
    if kind.is_some() && text::means_nothing(&said) {
        return String::new();
    }
    let dated = || match content {
        Content::Number(number) => dates::from_number(number, table.date_system),
        _ => dates::from_text(&said, table.date_system),
    };
    match kind {
        Some(FieldType::Date | FieldType::OpenDate | FieldType::Moment) => {
            dated().map_or(said, |stamp| stamp.to_string())
        }
        Some(FieldType::EmpNo) if matches!(content, Content::Number(_)) => {
            format!("{said:0>0$}", table.width_of(column))
        }
        Some(FieldType::PersonName) => text::person_name(&said).into_owned(),
        Some(FieldType::Path) => text::path(&said).join("/"),
        Some(FieldType::Phone) => numbers::phones(&said).map_or(said, |all| all.join("/")),
        _ => said,
    }
}
