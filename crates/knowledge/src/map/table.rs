//! A map as a table of text: item, weight, person, level, and whether the person is still there.

use std::collections::HashMap;

use super::{Cell, Level, Map, Presence, Weight};
use crate::error::{Error, Result, TableFault};

/// The columns and what they may be called.
const COLUMNS: [(&str, &[&str]); 5] = [
    ("item", &["item", "knowledge item", "知识项", "知识项名称", "名称"]),
    ("weight", &["weight", "criticality", "权重", "重要度", "重要性"]),
    ("person", &["person", "holder", "人员", "姓名", "掌握人"]),
    ("level", &["level", "程度", "掌握程度", "等级"]),
    ("status", &["status", "状态", "在职状态"]),
];

/// The first four are needed.
const NEEDED: usize = 4;

type Fields = HashMap<&'static str, usize>;

impl Map {
    /// Reads a table with a head. An item without a person is one that nobody holds.
    pub fn from_csv(bytes: &[u8]) -> Result<Self> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let mut rows = reader.byte_records();
        let head = match rows.next() {
            None => return Err(at(1, 1, TableFault::Empty)),
            Some(head) => cells(&head.map_err(|error| at(1, 1, TableFault::Row(error.to_string())))?)?,
        };
        let fields = fields(&head)?;
        let mut reading = Reading::default();
        for row in rows {
            let row = row.map_err(|error| {
                let line = error.position().map_or(0, csv::Position::line);
                at(line, 1, TableFault::Row(error.to_string()))
            })?;
            let line = row.position().map_or(0, csv::Position::line);
            if row.iter().all(<[u8]>::is_empty) {
                continue;
            }
            if row.len() != head.len() {
                let fault = TableFault::Cells { found: row.len() as u64, wanted: head.len() as u64 };
                return Err(at(line, row.len().min(head.len()) + 1, fault));
            }
            reading.take(&Row { line, cells: cells(&row)?, fields: &fields })?;
        }
        if reading.map.items.is_empty() {
            return Err(at(2, 1, TableFault::NoRows));
        }
        Ok(reading.map)
    }
}

fn at(line: u64, column: usize, fault: TableFault) -> Error {
    Error::Table { line, column, fault }
}

fn cells(row: &csv::ByteRecord) -> Result<Vec<String>> {
    let line = row.position().map_or(1, csv::Position::line);
    let cell = |(column, bytes): (usize, &[u8])| {
        let text = std::str::from_utf8(bytes).map_err(|_| at(line, column + 1, TableFault::NotUtf8))?;
        Ok(text.trim().to_owned())
    };
    row.iter().enumerate().map(cell).collect()
}

fn fields(head: &[String]) -> Result<Fields> {
    let mut fields = Fields::new();
    for (column, cell) in head.iter().enumerate() {
        let word = cell.to_lowercase();
        let Some((name, _)) = COLUMNS.iter().find(|(_, words)| words.contains(&word.as_str())) else {
            return Err(at(1, column + 1, TableFault::UnknownColumn(cell.clone())));
        };
        if fields.insert(name, column).is_some() {
            return Err(at(1, column + 1, TableFault::ColumnTwice(name)));
        }
    }
    match COLUMNS.iter().take(NEEDED).find(|(name, _)| !fields.contains_key(name)) {
        Some((name, _)) => Err(at(1, head.len(), TableFault::MissingColumn(name))),
        None => Ok(fields),
    }
}

struct Row<'a> {
    line: u64,
    cells: Vec<String>,
    fields: &'a Fields,
}

impl Row<'_> {
    fn text(&self, field: &str) -> &str {
        self.fields.get(field).and_then(|column| self.cells.get(*column)).map_or("", String::as_str)
    }

    fn wrong(&self, field: &str, fault: TableFault) -> Error {
        at(self.line, self.fields.get(field).map_or(1, |column| column + 1), fault)
    }
}

#[derive(Default)]
struct Reading {
    map: Map,
    items: HashMap<String, usize>,
    people: HashMap<String, (usize, Option<Presence>)>,
}

impl Reading {
    fn take(&mut self, row: &Row<'_>) -> Result<()> {
        let item = self.item(row)?;
        let (person, level) = (row.text("person"), row.text("level"));
        let level = match (person.is_empty(), level.is_empty()) {
            (true, true) => return Ok(()),
            (true, false) => return Err(row.wrong("person", TableFault::NoPerson)),
            (false, true) => return Err(row.wrong("level", TableFault::NoLevel(person.to_owned()))),
            (false, false) => {
                let known = level.parse().ok().and_then(Level::new);
                known.ok_or_else(|| row.wrong("level", TableFault::Level(level.to_owned())))?
            }
        };
        let person = self.person(row)?;
        if self.map.cells(item).any(|cell| cell.person == person) {
            let (item, person) = (row.text("item").to_owned(), row.text("person").to_owned());
            return Err(row.wrong("person", TableFault::Twice { item, person }));
        }
        self.map.set(Cell { item, person, level, source: None, seen_on: None });
        Ok(())
    }

    fn item(&mut self, row: &Row<'_>) -> Result<usize> {
        let (name, text) = (row.text("item"), row.text("weight"));
        if name.is_empty() {
            return Err(row.wrong("item", TableFault::NoItem));
        }
        let weight =
            Weight::read(text).ok_or_else(|| row.wrong("weight", TableFault::Weight(text.to_owned())))?;
        if let Some(&item) = self.items.get(name) {
            let before = self.map.items[item].weight;
            if before == weight {
                return Ok(item);
            }
            let (before, now) = (before.to_string(), weight.to_string());
            return Err(row.wrong("weight", TableFault::TwoWeights { item: name.to_owned(), before, now }));
        }
        let item = self.map.add_item(name, weight);
        self.items.insert(name.to_owned(), item);
        Ok(item)
    }

    fn person(&mut self, row: &Row<'_>) -> Result<usize> {
        let name = row.text("person");
        let presence = match row.text("status").to_lowercase().as_str() {
            "" => None,
            "active" | "在职" => Some(Presence::Active),
            "inactive" | "不活跃" => Some(Presence::Inactive),
            "left" | "离职" | "已离职" => Some(Presence::Left),
            other => return Err(row.wrong("status", TableFault::Status(other.to_owned()))),
        };
        let Some((person, before)) = self.people.get_mut(name) else {
            let person = self.map.add_person(name, presence.unwrap_or_default());
            self.people.insert(name.to_owned(), (person, presence));
            return Ok(person);
        };
        match (*before, presence) {
            (Some(before), Some(now)) if before != now => {
                return Err(row.wrong("status", TableFault::TwoStatuses(name.to_owned())));
            }
            (None, Some(now)) => {
                *before = Some(now);
                self.map.people[*person].presence = now;
            }
            _ => {}
        }
        Ok(*person)
    }
}
