//! Finding the header: which sheet, which row or two rows, which column is which field.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Date;

use super::mapping::{Said, Words, header_key};
use super::numbers::number_text;
use super::own_words::{OwnIndex, OwnWords};
use super::schema::{Layout, row_words};
use super::sheet::{Content, Row, Sheet, Visibility, Workbook};
use super::{Kind, Mapping, period, schema, text};

/// A header stands in the first so many rows.
const SEARCH_ROWS: u32 = 15;
/// A row with fewer known words is no header.
const MIN_FIELDS: usize = 2;
/// So many values are shown per column.
const SAMPLES: usize = 5;
/// No table has more columns than this that anybody would want to map.
const MAX_COLUMNS: u16 = 512;

/// What was found before any row is judged.
#[derive(Debug, Clone)]
pub struct Recognised {
    /// The kind it was looked at as.
    pub kind: Kind,
    /// The sheet that is read; `None` where no visible sheet has a header.
    pub sheet: Option<String>,
    /// The rows of the header, as the spreadsheet numbers them.
    pub header_rows: Vec<u32>,
    /// All columns that have a head or values, from left to right.
    pub columns: Vec<ColumnGuess>,
    /// The heads that map to nothing.
    pub unmapped: Vec<String>,
    /// The sheets that are not read, and why.
    pub ignored_sheets: Vec<IgnoredSheet>,
    /// Required fields without a column.
    pub missing: Vec<String>,
    /// The encoding of a text file.
    pub encoding: Option<&'static str>,
    /// The separator of a text file.
    pub separator: Option<char>,
    /// A stable name for this set of heads, by which a mapping is remembered.
    pub header_key: String,
    /// What the user said; its further words are used when rows are judged.
    pub mapping: Mapping,
    pub(crate) own: OwnIndex,
    pub(crate) sheet_index: Option<usize>,
    pub(crate) layout: Option<&'static Layout>,
    /// The columns that are days, each with its date.
    pub(crate) days: Vec<(u16, Date)>,
}

impl Recognised {
    /// Whether a table of the wanted kind was found. If not, the columns are those of the row that looks most like a
    /// header, so that the user can say what they are.
    pub const fn is_certain(&self) -> bool {
        self.layout.is_some()
    }

    /// The heads for rows of this table in one row, so that the same columns are recognised again: a day in full, a word
    /// that counts only together with its group by the field's own word, and another's column with its group.
    pub fn single_heads(&self) -> Vec<String> {
        self.columns.iter().map(|column| self.single_head(column)).collect()
    }

    fn single_head(&self, column: &ColumnGuess) -> String {
        let field = column.field.as_ref().and_then(|code| self.layout?.field(code));
        match (column.reason, field, &column.group) {
            (Reason::Day, ..) => {
                let day = self.days.iter().find(|(index, _)| *index == column.index);
                day.map_or_else(|| column.header.clone(), |(_, date)| date.to_string())
            }
            (Reason::GroupAndWord, Some(field), _) => {
                field.words.first().cloned().unwrap_or_else(|| column.header.clone())
            }
            (_, None, Some(group)) => format!("{group} {}", column.header),
            _ => column.header.clone(),
        }
    }

    /// The name of the header set that [`Recognised::single_heads`] make.
    pub fn single_header_key(&self) -> String {
        let headed = self.columns.iter().filter(|column| is_mappable(column));
        let heads: Vec<String> = headed.map(|column| self.single_head(column)).collect();
        header_key(self.kind, heads.iter().map(String::as_str))
    }

    /// The stable word of the layout that was found.
    pub fn layout_code(&self) -> Option<&'static str> {
        self.layout.map(|layout| layout.code.as_str())
    }
}

/// One column and what it is taken for.
#[derive(Debug, Clone)]
pub struct ColumnGuess {
    /// Its place, counted from zero.
    pub index: u16,
    /// Its head; of two header rows the lower word, or the upper one where the lower cell is empty.
    pub header: String,
    /// The word of the upper row that stands above it and others.
    pub group: Option<String>,
    /// The field it is read as.
    pub field: Option<String>,
    /// Some of its values.
    pub samples: Vec<String>,
    /// Why it is taken for that field.
    pub reason: Reason,
    /// Whether the column is hidden in the workbook.
    pub hidden: bool,
}

/// Why a column is taken for a field, or for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Its head is a known word.
    Word,
    /// The words of both header rows together are known.
    GroupAndWord,
    /// Its head is a word of the organisation's own.
    OwnWord,
    /// The user said so.
    Remembered,
    /// The user left it out.
    LeftOut,
    /// Its head is a known word, but another column fits the field better.
    Taken,
    /// It is a day.
    Day,
    /// It counts the rows.
    RunningNumber,
    /// No list knows its head.
    Unknown,
}

impl Reason {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::GroupAndWord => "group_and_word",
            Self::OwnWord => "own_word",
            Self::Remembered => "remembered",
            Self::LeftOut => "left_out",
            Self::Taken => "taken",
            Self::Day => "day",
            Self::RunningNumber => "running_number",
            Self::Unknown => "unknown",
        }
    }
}

/// A sheet that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoredSheet {
    /// Its name.
    pub name: String,
    /// `sheet.hidden`, `sheet.second_view` or `sheet.no_header`.
    pub code: &'static str,
    /// The last row of a second view in which something stands.
    pub rows: Option<u32>,
}

/// Looks for the table of the wanted kind in the first visible sheet that has one.
pub fn recognise(book: &Workbook, kind: Kind, remembered: Option<&Mapping>) -> Recognised {
    recognise_with(book, kind, remembered, &OwnWords::default())
}

/// As [`recognise`], with an organisation's own words beside those that come with the program.
pub fn recognise_with(
    book: &Workbook,
    kind: Kind,
    remembered: Option<&Mapping>,
    own: &OwnWords,
) -> Recognised {
    let (mapping, own) = (remembered.cloned().unwrap_or_default(), OwnIndex::new(own));
    let words = Words { mapping: &mapping, own: &own };
    let mut chosen: Option<(usize, Found)> = None;
    let mut ignored = Vec::new();
    for (index, sheet) in book.sheets.iter().enumerate() {
        let code = if sheet.visibility == Visibility::Hidden {
            "sheet.hidden"
        } else {
            match find(book, sheet, kind, words) {
                Some(found) if chosen.is_none() && !found.is_view_only() => {
                    chosen = Some((index, found));
                    continue;
                }
                Some(_) => "sheet.second_view",
                None => "sheet.no_header",
            }
        };
        let rows = sheet
            .last_row()
            .filter(|_| code == "sheet.second_view" && !is_empty_view(book, sheet, kind, words));
        ignored.push(IgnoredSheet { name: sheet.name.clone(), code, rows });
    }
    describe(book, kind, (mapping, own), chosen, ignored)
}

/// A header that was found; without a layout it is only the row that looks most like one.
struct Found {
    layout: Option<&'static Layout>,
    rows: Vec<u32>,
    heads: Vec<Head>,
    assigned: Assigned,
    days: Vec<(u16, Date)>,
}

impl Found {
    fn is_view_only(&self) -> bool {
        self.layout.is_some_and(|layout| layout.is_view_only)
    }
}

/// The words above one column.
#[derive(Debug, Clone)]
struct Head {
    column: u16,
    word: String,
    group: Option<String>,
}

/// The fields a head can mean, by their place, each with how good a match it is.
type Candidates = Vec<(usize, usize)>;

type Assigned = BTreeMap<u16, (usize, Reason)>;

/// The best header of a sheet, over all layouts and the first rows, taken singly and in pairs.
fn find(book: &Workbook, sheet: &Sheet, kind: Kind, words: Words<'_>) -> Option<Found> {
    let mut best: Option<(Score, Found)> = None;
    for layout in &schema(kind).layouts {
        let mut belongs_to_pair = false;
        for row in sheet.rows(&book.texts).take_while(|row| row.number <= SEARCH_ROWS) {
            let (single, pair) = headers_at(book, sheet, &row, layout, words);
            let is_pair = pair.as_ref().is_some_and(|(score, _)| score.looks_like_two_rows);
            // The lower row of a header of two is no header of its own.
            let stands_alone = !std::mem::replace(&mut belongs_to_pair, is_pair);
            let single = single.filter(|_| stands_alone);
            for (score, found) in single.into_iter().chain(pair) {
                if best.as_ref().is_none_or(|(known, _)| score > *known) {
                    best = Some((score, found));
                }
            }
        }
    }
    best.map(|(_, found)| found)
}

/// How good a header is; the fields decide first, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    fields: usize,
    looks_like_two_rows: bool,
    is_single: bool,
}

type Scored = Option<(Score, Found)>;

/// The row as a header, and the row with the one below it.
fn headers_at(
    book: &Workbook,
    sheet: &Sheet,
    row: &Row<'_>,
    layout: &'static Layout,
    words: Words<'_>,
) -> (Scored, Scored) {
    let scored = |rows: Vec<u32>, heads: Vec<Head>, looks_like_two_rows: bool| {
        let assigned = assign(layout, &heads, words);
        let days = if layout.has_day_columns { days(book, sheet, row, &heads) } else { Vec::new() };
        let fields = assigned.len() + days.len();
        let score = Score { fields, looks_like_two_rows, is_single: rows.len() == 1 };
        let found = is_header(layout, &assigned) && layout.has_day_columns != days.is_empty();
        found.then_some((score, Found { layout: Some(layout), rows, heads, assigned, days }))
    };
    let single = scored(vec![row.number], heads(sheet, None, row), false);
    let below = sheet.row(row.number + 1, &book.texts).filter(|below| below.number <= SEARCH_ROWS);
    let pair = below.and_then(|below| {
        let both = vec![row.number, below.number];
        let is_two = two_rows(sheet, (row, &below), layout, words);
        scored(both, heads(sheet, Some(row), &below), is_two)
    });
    (single, pair)
}

fn is_header(layout: &Layout, assigned: &Assigned) -> bool {
    let has = |code: &String| assigned.values().any(|(index, _)| layout.index_of(code) == Some(*index));
    let is_one_of = layout.one_of.is_empty() || layout.one_of.iter().any(has);
    let least = if layout.has_day_columns { 1 } else { MIN_FIELDS };
    assigned.len() >= least
        && layout.identity.iter().any(has)
        && layout.signature.iter().all(has)
        && is_one_of
}

/// The columns that are days, by their heads and by what stands above the header.
fn days(book: &Workbook, sheet: &Sheet, header: &Row<'_>, heads: &[Head]) -> Vec<(u16, Date)> {
    let above = sheet.rows(&book.texts).take_while(|row| row.number < header.number);
    let titles: Vec<String> = above
        .flat_map(|row| row.filled().map(|(_, view)| shown_text(view.content)).collect::<Vec<_>>())
        .collect();
    let words: Vec<(u16, String)> = heads.iter().map(|head| (head.column, head.word.clone())).collect();
    period::day_columns(&words, &titles)
}

/// Whether nothing stands below the header of a view.
fn is_empty_view(book: &Workbook, sheet: &Sheet, kind: Kind, words: Words<'_>) -> bool {
    let header = find(book, sheet, kind, words).and_then(|found| found.rows.last().copied());
    sheet.last_row() <= header
}

/// Whether two rows look like one header: cells merged over both, or short group words above known words.
fn two_rows(sheet: &Sheet, (upper, lower): (&Row<'_>, &Row<'_>), layout: &Layout, words: Words<'_>) -> bool {
    let merged_over_both =
        sheet.merges.starting_in(upper.number).iter().any(|merge| merge.bottom == lower.number);
    let above: Vec<String> = upper.filled().map(|(_, view)| shown_text(view.content)).collect();
    let labels = above.len() > 1 && above.iter().all(|word| is_label(word));
    let known_below = lower
        .filled()
        .filter(|(_, view)| !meant(layout, &text::key(&shown_text(view.content)), words).0.is_empty());
    merged_over_both || labels && known_below.count() >= MIN_FIELDS && !same_words(upper, lower)
}

/// A word that heads something: short, without a colon and not a value.
fn is_label(word: &str) -> bool {
    (1..=12).contains(&word.chars().count())
        && !word.contains(':')
        && !word.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// A header that is simply written twice is not a header of two rows.
fn same_words(upper: &Row<'_>, lower: &Row<'_>) -> bool {
    upper.filled().all(|(column, view)| view.content == lower.own(column).content)
}

/// The words above each column. A merged group word stands above all its columns.
fn heads(sheet: &Sheet, upper: Option<&Row<'_>>, lower: &Row<'_>) -> Vec<Head> {
    let mut groups: BTreeMap<u16, String> = BTreeMap::new();
    if let Some(upper) = upper {
        for (column, view) in upper.filled() {
            groups.insert(column, shown_text(view.content));
        }
        for merge in sheet.merges.starting_in(upper.number) {
            if let Some(word) = groups.get(&merge.left).cloned() {
                groups
                    .extend((merge.left..=merge.right.min(MAX_COLUMNS)).map(|column| (column, word.clone())));
            }
        }
    }
    let own: BTreeMap<u16, String> =
        lower.filled().map(|(column, view)| (column, shown_text(view.content))).collect();
    let columns: BTreeSet<u16> =
        own.keys().copied().chain(upper.iter().flat_map(|row| row.filled().map(|cell| cell.0))).collect();
    let head = |column: u16| match (own.get(&column), groups.get(&column)) {
        (Some(word), group) => Head { column, word: word.clone(), group: group.cloned() },
        (None, group) => Head { column, word: group.cloned().unwrap_or_default(), group: None },
    };
    columns.into_iter().filter(|column| *column < MAX_COLUMNS).map(head).collect()
}

pub(crate) fn shown_text(content: Content<'_>) -> String {
    match content {
        Content::Text(text) | Content::Error(text) => text::clean(text).into_owned(),
        Content::Number(number) => number_text(number),
        Content::Flag(flag) => flag.to_string(),
        Content::Empty => String::new(),
    }
}

/// Gives each field the column that fits it best; what the user said comes first.
fn assign(layout: &Layout, heads: &[Head], words: Words<'_>) -> Assigned {
    let mut assigned = Assigned::new();
    for head in heads {
        if let Said::Field(code) = words.said(&head.word)
            && let Some(index) = layout.index_of(code)
            && assigned.values().all(|(taken, _)| *taken != index)
        {
            assigned.insert(head.column, (index, Reason::Remembered));
        }
    }
    let free_heads: Vec<(u16, Candidates, Reason)> = heads
        .iter()
        .filter(|head| words.said(&head.word) == Said::Nothing && !in_foreign_group(layout, head))
        .map(|head| {
            let (candidates, reason) = candidates(layout, head, words);
            (head.column, candidates, reason)
        })
        .collect();
    for (index, field) in layout.fields.iter().enumerate() {
        let has = |code: &String| assigned.values().any(|(known, _)| layout.index_of(code) == Some(*known));
        if assigned.values().any(|(known, _)| *known == index) || !field.only_with.iter().all(has) {
            continue;
        }
        let free = free_heads.iter().filter(|(column, ..)| !assigned.contains_key(column));
        let fitting = free.filter_map(|(column, candidates, reason)| {
            let rank = candidates.iter().find(|(known, _)| *known == index)?.1;
            Some((rank, *column, *reason))
        });
        if let Some((_, column, reason)) = fitting.min_by_key(|(rank, column, _)| (*rank, *column)) {
            assigned.insert(column, (index, reason));
        }
    }
    assigned
}

fn in_foreign_group(layout: &Layout, head: &Head) -> bool {
    let Some(group) = &head.group else { return false };
    let key = text::key(group);
    layout.foreign_groups.iter().any(|word| key.contains(&text::key(word)))
}

/// The word itself, then without what stands in brackets, then together with its group.
fn candidates(layout: &Layout, head: &Head, words: Words<'_>) -> (Candidates, Reason) {
    let mut forms = vec![
        (text::key(&head.word), Reason::Word),
        (text::key(&text::without_brackets(&head.word)), Reason::Word),
    ];
    if let Some(group) = &head.group {
        forms.push((text::key(&format!("{group}{}", head.word)), Reason::GroupAndWord));
    }
    let known = forms.iter().find_map(|(form, reason)| {
        let (found, is_own) = meant(layout, form, words);
        (!found.is_empty()).then_some((found, if is_own { Reason::OwnWord } else { *reason }))
    });
    known.unwrap_or((Vec::new(), Reason::Unknown))
}

/// The fields that a word can mean, and whether that is the organisation's own word.
fn meant(layout: &Layout, word: &str, words: Words<'_>) -> (Candidates, bool) {
    let known = layout.candidates(word);
    if known.is_empty() { (words.own.candidates(layout, word), true) } else { (known.to_vec(), false) }
}

fn describe(
    book: &Workbook,
    kind: Kind,
    (mapping, own): (Mapping, OwnIndex),
    chosen: Option<(usize, Found)>,
    ignored_sheets: Vec<IgnoredSheet>,
) -> Recognised {
    let chosen = chosen.or_else(|| guess(book));
    let sheet_index = chosen.as_ref().map(|(index, _)| *index);
    let sheet = sheet_index.and_then(|index| book.sheets.get(index));
    let (layout, header_rows, columns, days) = match (chosen, sheet) {
        (Some((_, found)), Some(sheet)) => {
            let words = Words { mapping: &mapping, own: &own };
            let columns = columns(book, sheet, &found, words);
            (found.layout, found.rows, columns, found.days)
        }
        _ => (None, Vec::new(), Vec::new(), Vec::new()),
    };
    let required = layout.or_else(|| schema(kind).layouts.first()).map_or(&[][..], |layout| &layout.required);
    let mapped = |code: &String| columns.iter().any(|column| column.field.as_ref() == Some(code));
    let headed = columns.iter().filter(|column| is_mappable(column));
    Recognised {
        kind,
        sheet: sheet.map(|sheet| sheet.name.clone()),
        header_rows,
        unmapped: headed
            .clone()
            .filter(|column| column.field.is_none())
            .map(|column| column.header.clone())
            .collect(),
        ignored_sheets,
        missing: required.iter().filter(|code| !mapped(code)).cloned().collect(),
        encoding: book.encoding,
        separator: book.separator,
        header_key: header_key(kind, headed.map(|column| column.header.as_str())),
        columns,
        mapping,
        own,
        sheet_index,
        layout,
        days,
    }
}

/// Days differ from month to month and are no heads to be mapped; nor is what is added to rows that are handed back.
fn is_mappable(column: &ColumnGuess) -> bool {
    let is_added = row_words().added.contains(&text::key(&column.header));
    !column.header.is_empty() && column.reason != Reason::Day && !is_added
}

/// Where no head word is known: of the first rows of the first visible sheet the one with the most labels.
fn guess(book: &Workbook) -> Option<(usize, Found)> {
    let visible = |sheet: &&Sheet| sheet.visibility == Visibility::Visible && sheet.row_count() > 0;
    let index = book.sheets.iter().position(|sheet| visible(&sheet))?;
    let sheet = book.sheets.get(index)?;
    let rows = sheet.rows(&book.texts).take_while(|row| row.number <= SEARCH_ROWS);
    let labels = |row: &Row<'_>| row.filled().filter(|(_, view)| is_label(&shown_text(view.content))).count();
    let best = rows
        .max_by_key(|row| (labels(row), std::cmp::Reverse(row.number)))
        .filter(|row| labels(row) >= MIN_FIELDS)?;
    let heads = heads(sheet, None, &best);
    Some((
        index,
        Found { layout: None, rows: vec![best.number], heads, assigned: Assigned::new(), days: Vec::new() },
    ))
}

fn columns(book: &Workbook, sheet: &Sheet, found: &Found, words: Words<'_>) -> Vec<ColumnGuess> {
    let below = found.rows.last().copied().unwrap_or_default();
    let mut samples: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    for row in sheet.rows(&book.texts).filter(|row| row.number > below).take(200) {
        for (column, view) in row.filled().filter(|(column, _)| *column < MAX_COLUMNS) {
            let known = samples.entry(column).or_default();
            let value = shown_text(view.content);
            if known.len() < SAMPLES && !value.is_empty() && !known.contains(&value) {
                known.push(value);
            }
        }
    }
    let headed = found.heads.iter().map(|head| head.column);
    let all: BTreeSet<u16> = headed.chain(samples.keys().copied()).collect();
    let guess = |index: u16| {
        let head = found.heads.iter().find(|head| head.column == index);
        let (field, reason) = match found.assigned.get(&index) {
            Some((field, reason)) => (
                found.layout.and_then(|layout| layout.fields.get(*field)).map(|field| field.code.clone()),
                *reason,
            ),
            None if found.days.iter().any(|(day, _)| *day == index) => (None, Reason::Day),
            None => (None, head.map_or(Reason::Unknown, |head| why_not(found.layout, head, words))),
        };
        ColumnGuess {
            index,
            header: head.map(|head| head.word.clone()).unwrap_or_default(),
            group: head.and_then(|head| head.group.clone()),
            field,
            samples: samples.get(&index).cloned().unwrap_or_default(),
            reason,
            hidden: sheet.is_hidden_column(index),
        }
    };
    all.into_iter().map(guess).collect()
}

fn why_not(layout: Option<&Layout>, head: &Head, words: Words<'_>) -> Reason {
    if words.said(&head.word) != Said::Nothing {
        Reason::LeftOut
    } else if is_running_number(&head.word) {
        Reason::RunningNumber
    } else if layout.is_none_or(|layout| candidates(layout, head, words).0.is_empty()) {
        Reason::Unknown
    } else {
        Reason::Taken
    }
}

pub(crate) fn is_running_number(word: &str) -> bool {
    row_words().running.contains(&text::key(word))
}
