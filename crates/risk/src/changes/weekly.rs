//! Weekly counts from a list of events: one row for each, with person, day and kind.
//!
//! Each thread reads its part of the lines into one number per event, which sorts by person, kind and week; equal numbers
//! are one count. Twenty million events take eight bytes each beside the text.

use kernel::Date;
use rayon::prelude::*;

use super::read::{Names, days_from_epoch, unquote};
use crate::{Error, Result};

/// Columns, in the order of the form.
const COLUMNS: [&str; 3] = ["person", "date", "kind"];
/// A key is the person, then so many bits of the kind, then so many of the week.
const KIND_BITS: u32 = 12;
const WEEK_BITS: u32 = 20;
const KINDS_AT_MOST: u32 = 1 << KIND_BITS;

/// The number of an event, by which it sorts.
const fn pack(person: u32, kind: u32, week: u32) -> u64 {
    ((person as u64) << (KIND_BITS + WEEK_BITS)) | ((kind as u64) << WEEK_BITS) | week as u64
}

/// Its person, kind and week.
const fn unpack(key: u64) -> (u32, u32, u32) {
    let (kind, week) = ((key >> WEEK_BITS) as u32 & (KINDS_AT_MOST - 1), key as u32 & ((1 << WEEK_BITS) - 1));
    ((key >> (KIND_BITS + WEEK_BITS)) as u32, kind, week)
}

/// Refuses more kinds than a key has room for.
fn check_kind(kind: u32) -> Result<()> {
    let problem = || format!("names more than {KINDS_AT_MOST} kinds of events; is the column right?");
    if kind < KINDS_AT_MOST { Ok(()) } else { Err(Error::Whole { problem: problem() }) }
}

/// How often each person did what in each week.
#[derive(Debug)]
pub struct Weekly {
    /// What each person is called.
    pub people: Vec<String>,
    /// What each kind is called.
    pub kinds: Vec<String>,
    /// Person, kind and week of each event, in order.
    keys: Vec<u64>,
}

/// A week in which somebody did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekCount {
    /// The person's place.
    pub person: usize,
    /// The kind's place.
    pub kind: usize,
    /// The week, counted from the one that holds 1 January 1970.
    pub week: u32,
    /// How often.
    pub count: usize,
}

impl Weekly {
    /// How many events.
    pub fn events(&self) -> usize {
        self.keys.len()
    }

    /// The counts by person, kind and week, each in the order of first mention; weeks without an event are left out.
    pub fn counts(&self) -> impl Iterator<Item = WeekCount> {
        self.keys.chunk_by(|a, b| a == b).map(|same| {
            let (person, kind, week) = unpack(same[0]);
            WeekCount { person: person as usize, kind: kind as usize, week, count: same.len() }
        })
    }
}

/// Counts the events of a CSV file whose header names person, date (`2026-11-23`) and kind, in any order.
///
/// # Errors
/// The first row that cannot be read, with its line and column.
pub fn count_weekly(text: &[u8]) -> Result<Weekly> {
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let (header, rows) = split_line(text);
    let places = header_places(header)?;
    let pieces = cut(rows, rayon::current_num_threads());
    let read: Vec<Result<Piece>> = pieces.par_iter().map(|piece| Piece::read(piece, places)).collect();
    let mut whole = Vec::with_capacity(read.len());
    for (at, piece) in read.into_iter().enumerate() {
        whole.push(
            piece.map_err(|error| {
                moved(error, 2 + pieces[..at].iter().map(|piece| lines(piece)).sum::<u64>())
            })?,
        );
    }
    join(whole)
}

fn lines(piece: &[u8]) -> u64 {
    piece.split(|&byte| byte == b'\n').count() as u64 - 1
}

/// The error of a piece, its line counted from the beginning of the file.
fn moved(error: Error, before: u64) -> Error {
    match error {
        Error::Row { line, column, problem } => Error::Row { line: line + before, column, problem },
        other => other,
    }
}

/// A thread's part: keys with its own numbers of people and kinds.
#[derive(Debug, Default)]
struct Piece {
    people: Names,
    kinds: Names,
    keys: Vec<u64>,
}

/// Where each column of the form stands, and how many columns there are.
#[derive(Debug, Clone, Copy)]
struct Places {
    columns: [usize; 3],
    width: usize,
}

impl Piece {
    /// Errors name lines of the piece, from 0.
    fn read(text: &[u8], places: Places) -> Result<Self> {
        let mut piece = Self::default();
        let mut unquoted = Vec::new();
        for (line, number) in text.split(|&byte| byte == b'\n').zip(0..) {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() {
                continue;
            }
            let mut found: [&[u8]; 3] = [&[]; 3];
            let mut take = |at: usize, field| {
                if let Some(which) = places.columns.iter().position(|&place| place == at) {
                    found[which] = field;
                }
            };
            let width = if line.contains(&b'"') {
                unquote(line, &mut unquoted).ok_or_else(|| {
                    wrong(number, "", "has a quotation mark that is not closed on its line")
                })?;
                unquoted.iter().enumerate().for_each(|(at, field)| take(at, field.as_slice()));
                unquoted.len()
            } else {
                let fields = line.split(|&byte| byte == b',').enumerate();
                fields.map(|(at, field)| take(at, field)).count()
            };
            if width != places.width {
                let problem = format!("has {width} fields where the header has {}", places.width);
                return Err(wrong(number, "", &problem));
            }
            let key = piece.key(found.map(<[u8]>::trim_ascii), number)?;
            piece.keys.push(key);
        }
        Ok(piece)
    }

    fn key(&mut self, [person, date, kind]: [&[u8]; 3], line: u64) -> Result<u64> {
        let number = |names: &mut Names, column, text: &[u8]| {
            if text.is_empty() {
                return Err(wrong(line, column, "is empty; every row needs one"));
            }
            names.number(text).ok_or_else(|| wrong(line, column, "is not UTF-8; save the file as such"))
        };
        let person = number(&mut self.people, "person", person)?;
        let kind = number(&mut self.kinds, "kind", kind)?;
        let week = week_of(date).ok_or_else(|| {
            let shown: String = String::from_utf8_lossy(date).chars().take(40).collect();
            wrong(line, "date", &format!("{shown:?} is not a day from 1970 on, written like 2026-11-23"))
        })?;
        check_kind(kind)?;
        Ok(pack(person, kind, week))
    }
}

/// Gives people and kinds one number throughout, and sorts.
fn join(pieces: Vec<Piece>) -> Result<Weekly> {
    let (mut people, mut kinds) = (Names::default(), Names::default());
    let mut keys = Vec::with_capacity(pieces.iter().map(|piece| piece.keys.len()).sum());
    for piece in pieces {
        let renumber = |names: &mut Names, list: Vec<String>| -> Vec<u32> {
            list.iter().filter_map(|name| names.number(name.as_bytes())).collect()
        };
        let of_people = renumber(&mut people, piece.people.into_list());
        let of_kinds = renumber(&mut kinds, piece.kinds.into_list());
        of_kinds.iter().try_for_each(|&kind| check_kind(kind))?;
        keys.par_extend(piece.keys.into_par_iter().map(|key| {
            let (person, kind, week) = unpack(key);
            pack(of_people[person as usize], of_kinds[kind as usize], week)
        }));
    }
    keys.par_sort_unstable();
    Ok(Weekly { people: people.into_list(), kinds: kinds.into_list(), keys })
}

/// The first line without its end, and the rest.
fn split_line(text: &[u8]) -> (&[u8], &[u8]) {
    match text.iter().position(|&byte| byte == b'\n') {
        Some(end) => (text[..end].strip_suffix(b"\r").unwrap_or(&text[..end]), &text[end + 1..]),
        None => (text, &[]),
    }
}

fn header_places(header: &[u8]) -> Result<Places> {
    let mut fields = Vec::new();
    unquote(header, &mut fields)
        .ok_or_else(|| wrong(1, "", "has a quotation mark that is not closed on its line"))?;
    let names: Vec<String> =
        fields.iter().map(|field| String::from_utf8_lossy(field).trim().to_owned()).collect();
    let mut columns = [0; 3];
    for (column, place) in COLUMNS.iter().zip(&mut columns) {
        let mut at = names.iter().enumerate().filter(|(_, name)| name == column).map(|(at, _)| at);
        *place = at.next().ok_or_else(|| wrong(1, column, "is missing; the header must name it"))?;
        if at.next().is_some() {
            return Err(wrong(1, column, "is there twice; leave one out"));
        }
    }
    Ok(Places { columns, width: names.len() })
}

/// About equal pieces of whole lines.
fn cut(rows: &[u8], count: usize) -> Vec<&[u8]> {
    let (mut pieces, mut rest) = (Vec::new(), rows);
    for left in (1..=count.max(1)).rev() {
        let about = rest.len() / left;
        let end =
            rest[about..].iter().position(|&byte| byte == b'\n').map_or(rest.len(), |at| about + at + 1);
        let (piece, after) = rest.split_at(if left == 1 { rest.len() } else { end });
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// Weeks since the one that holds 1 January 1970, which began on 29 December 1969.
fn week_of(text: &[u8]) -> Option<u32> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
    let number = |digits: &[u8]| {
        digits
            .iter()
            .try_fold(0_i16, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i16::from(digit - b'0')))
    };
    let (month, day) = (number(&[*m1, *m2])? as i8, number(&[*d1, *d2])? as i8);
    let date = Date::new(number(&[*y1, *y2, *y3, *y4])?, month, day).ok()?;
    u32::try_from(days_from_epoch(date)).ok().map(|days| (days + 3) / 7)
}

fn wrong(line: u64, column: &str, problem: &str) -> Error {
    Error::Row { line, column: column.to_owned(), problem: problem.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fmt::Write as _};

    use proptest::prelude::*;

    use super::*;
    use crate::changes::monday_of;

    fn counted(text: &str) -> Vec<(String, String, String, usize)> {
        let weekly = count_weekly(text.as_bytes()).unwrap();
        weekly
            .counts()
            .map(|one| {
                let monday = monday_of(one.week).unwrap().to_string();
                (weekly.people[one.person].clone(), weekly.kinds[one.kind].clone(), monday, one.count)
            })
            .collect()
    }

    fn refused(text: &str) -> String {
        count_weekly(text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn sunday_belongs_to_the_week_before_and_monday_begins_one() {
        let text = "kind,person,date\nlate,甲,2026-11-22\nlate,甲,2026-11-23\nlate,甲,2026-11-29\n\"leave, paid\",乙,1970-01-01\r\n\n";
        let row = |person: &str, kind: &str, monday: &str, count| {
            (person.to_owned(), kind.to_owned(), monday.to_owned(), count)
        };
        assert_eq!(
            counted(text),
            [
                row("甲", "late", "2026-11-16", 1),
                row("甲", "late", "2026-11-23", 2),
                row("乙", "leave, paid", "1969-12-29", 1)
            ]
        );
        assert_eq!(counted("person,date,kind\n"), []);
    }

    /// Names at and beyond the length that is packed, and those that begin alike, stay apart.
    #[test]
    fn names_of_any_length_keep_their_own_numbers() {
        let names: Vec<String> =
            (1..40).map(|n| "甲".repeat(n)).chain((1..40).map(|n| "x".repeat(n))).collect();
        let rows: Vec<String> = names.iter().map(|name| format!("{name},2026-11-23,late")).collect();
        let text = format!("person,date,kind\n{}\n{}", rows.join("\n"), rows.join("\n"));
        let told = counted(&text);
        assert_eq!(told.iter().map(|one| &one.0).collect::<Vec<_>>(), names.iter().collect::<Vec<_>>());
        assert!(told.iter().all(|one| one.3 == 2), "{told:?}");
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_line_and_column() {
        for (text, says) in [
            ("person,date\n", "kind"),
            ("person,date,kind,kind\n", "twice"),
            ("person,date,kind\n甲,2026-02-30,late\n", "2026-02-30"),
            ("person,date,kind\n甲,1969-12-31,late\n", "1969-12-31"),
            ("person,date,kind\n甲,2026-02-03,late\n,2026-02-03,late\n", "empty"),
            ("person,date,kind\n甲,2026-02-03\n", "2 fields"),
            ("person,date,kind\n\"甲,2026-02-03,late\n", "not closed"),
        ] {
            assert!(refused(text).contains(says), "{text}: {}", refused(text));
        }
        let many: String = (0..50_000).map(|_| "甲,2026-02-03,late\n").collect();
        let error = count_weekly(format!("person,date,kind\n{many}甲,x,late\n").as_bytes()).unwrap_err();
        assert!(matches!(error, Error::Row { line: 50_002, ref column, .. } if column == "date"), "{error}");
        let kinds: Vec<String> = (0..4_097).map(|n| format!("甲,2026-02-03,k{n}")).collect();
        assert!(refused(&format!("person,date,kind\n{}", kinds.join("\n"))).contains("4096 kinds"));
    }

    proptest! {
        /// A map that counts one event after another says the same, into however many pieces the lines are cut.
        #[test]
        fn a_plain_map_counts_the_same(events in proptest::collection::vec((0..30_u32, 0..700_i64, 0..4_u8), 0..400)) {
            let first: Date = "2024-01-01".parse().unwrap();
            let mut text = String::from("person,date,kind\n");
            let mut plain: BTreeMap<(String, String, String), usize> = BTreeMap::new();
            for (person, days, kind) in events {
                let (mut date, mut monday) = (first, first);
                for day in 0..days {
                    date = date.tomorrow().unwrap();
                    if (day + 1) % 7 == 0 {
                        monday = date;
                    }
                }
                writeln!(text, "p{person},{date},k{kind}").unwrap();
                *plain.entry((format!("p{person}"), format!("k{kind}"), monday.to_string())).or_default() += 1;
            }
            let mut ours: Vec<_> = counted(&text).into_iter().map(|(p, k, w, n)| ((p, k, w), n)).collect();
            ours.sort();
            prop_assert_eq!(ours, plain.into_iter().collect::<Vec<_>>());
        }
    }
}
