//! The knowledge register: one row per item and person who holds it.

use std::collections::{BTreeMap, HashMap};

use super::leave::person;
use super::{Accepted, Outcome, Progress, Totals, each_record};
use crate::Result;
use crate::import::read::{RowReader, Trouble};
use crate::import::table::Table;
use crate::import::{Code, Finding, Quantity, References, text};

/// One item with one holder, as read; an item that nobody holds comes without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnowledgeRow {
    /// The row of the spreadsheet.
    pub row: u32,
    /// The item's own number.
    pub item_no: Option<String>,
    /// What there is to know.
    pub item: String,
    /// What kind of item, in the table's words.
    pub kind: Option<String>,
    /// To what it belongs, in the table's words.
    pub area: Option<String>,
    /// How much it matters, 1 to 100.
    pub weight: Option<u8>,
    /// Hours to hand it over.
    pub hours: Option<Quantity>,
    /// Who holds it.
    pub emp_no: Option<String>,
    /// The holder's name as the table has it.
    pub name: Option<String>,
    /// How well, 0 to 4.
    pub level: Option<u8>,
    /// A remark.
    pub note: Option<String>,
}

const HOUR_UNITS: [&str; 6] = ["小时", "工时", "学时", "hours", "hour", "h"];

type Draft = (u32, std::result::Result<KnowledgeRow, Trouble>, Vec<(Code, &'static str)>);

pub(super) fn judge(
    table: &Table<'_>,
    references: &References,
    outcome: &mut Outcome,
    progress: &mut Progress<'_>,
) -> Result<(Accepted, Totals)> {
    let mut drafts: Vec<Draft> = Vec::new();
    each_record(table, &mut outcome.skipped, progress, |row| {
        let mut reader = RowReader::new(table, row);
        let read = read(&mut reader, row.number, references);
        drafts.push((row.number, read, reader.warnings));
    })?;
    refuse_repeated_holders(&mut drafts);
    refuse_disagreements(&mut drafts);
    let mut rows = Vec::new();
    for (number, read, warnings) in drafts {
        match read {
            Ok(row) => {
                outcome.warn(number, warnings);
                rows.push(row);
            }
            Err(trouble) => outcome.refuse(trouble),
        }
    }
    let items: std::collections::BTreeSet<String> = rows.iter().map(item_key).collect();
    Ok((Accepted::Knowledge(rows), Totals::Knowledge { items: items.len() }))
}

fn read(
    reader: &mut RowReader<'_, '_>,
    row: u32,
    references: &References,
) -> std::result::Result<KnowledgeRow, Trouble> {
    let item = reader.text("item")?;
    let item = reader.required("item", item)?;
    let weight = reader.integer("weight", 1..=100)?;
    let hours = reader.quantity("hours", &HOUR_UNITS)?;
    let number = reader.code("emp_no")?;
    let name = reader.person_name("name")?;
    let level = reader.choice("level")?.and_then(|(value, _)| value.code.parse().ok());
    if number.is_none() && name.is_none() && level.is_some() {
        return Err(reader.nobody_named());
    }
    let held = number.is_some() || name.is_some();
    let emp_no = held.then(|| person(reader, references, number.as_deref(), name.as_deref())).transpose()?;
    Ok(KnowledgeRow {
        row,
        item_no: reader.code("item_no")?,
        item,
        kind: reader.text("kind")?,
        area: reader.text("area")?,
        weight,
        hours,
        emp_no: emp_no.filter(|number| !number.is_empty()),
        name,
        level,
        note: reader.text("note")?,
    })
}

/// Items are the same when their numbers are, or without numbers their names.
fn item_key(row: &KnowledgeRow) -> String {
    row.item_no.clone().unwrap_or_else(|| text::key(&row.item))
}

/// The same person twice for one item, with different content: nobody can tell which is right.
fn refuse_repeated_holders(drafts: &mut [Draft]) {
    let mut holders: HashMap<(String, Option<String>, Option<String>), Vec<usize>> = HashMap::new();
    for (index, row) in accepted(drafts) {
        // Without known people the name has to do where there is no number.
        let name = if row.emp_no.is_none() { row.name.clone() } else { None };
        holders.entry((item_key(row), row.emp_no.clone(), name)).or_default().push(index);
    }
    let repeated: Vec<usize> = holders.into_values().filter(|rows| rows.len() > 1).flatten().collect();
    refuse(drafts, &repeated, |row| (Code::IdDuplicate, "item", row.item.clone()));
}

/// An item's own values are said once or said alike; an empty cell says nothing.
fn refuse_disagreements(drafts: &mut [Draft]) {
    type Of = fn(&KnowledgeRow) -> Option<String>;
    let attributes: [(&'static str, Of); 5] = [
        ("item", |row| row.item_no.as_ref().map(|_| text::key(&row.item))),
        ("weight", |row| row.weight.map(|weight| weight.to_string())),
        ("hours", |row| row.hours.map(|hours| hours.to_string())),
        ("kind", |row| row.kind.clone()),
        ("area", |row| row.area.clone()),
    ];
    for (field, of) in attributes {
        let mut said: BTreeMap<String, BTreeMap<String, Vec<usize>>> = BTreeMap::new();
        for (index, row) in accepted(drafts) {
            if let Some(value) = of(row) {
                said.entry(item_key(row)).or_default().entry(value).or_default().push(index);
            }
        }
        let differing = said.into_values().filter(|values| values.len() > 1);
        let rows: Vec<usize> = differing.flat_map(BTreeMap::into_values).flatten().collect();
        refuse(drafts, &rows, |row| (Code::ItemDisagrees, field, of(row).unwrap_or_default()));
    }
}

fn accepted(drafts: &[Draft]) -> impl Iterator<Item = (usize, &KnowledgeRow)> {
    drafts.iter().enumerate().filter_map(|(index, draft)| draft.1.as_ref().ok().map(|row| (index, row)))
}

fn refuse(drafts: &mut [Draft], rows: &[usize], why: impl Fn(&KnowledgeRow) -> (Code, &'static str, String)) {
    for index in rows {
        let Some((row, read, _)) = drafts.get_mut(*index) else { continue };
        if let Ok(known) = read {
            let (code, field, says) = why(known);
            *read = Err(Finding { row: *row, code, field, says });
        }
    }
}
