//! The roster: one row per spell of employment.

use std::collections::{BTreeSet, HashMap, HashSet};

use kernel::Date;

use super::{Accepted, Outcome, Progress, Totals, each_record};
use crate::Result;
use crate::import::read::{RowReader, Trouble};
use crate::import::table::Table;
use crate::import::{Code, Finding, OpenEnd, References, text};

/// One spell of employment, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// The row of the spreadsheet.
    pub row: u32,
    /// The employee number.
    pub emp_no: String,
    /// The name.
    pub name: String,
    /// As written.
    pub gender: Option<String>,
    /// From the top unit down.
    pub department: Vec<String>,
    /// The post.
    pub position: Option<String>,
    /// The grade.
    pub job_level: Option<String>,
    /// The legal entity.
    pub employer: Option<String>,
    /// Where the person works.
    pub city: Option<String>,
    /// The first day.
    pub hire_date: Date,
    /// What the word for the status means.
    pub status: Option<Status>,
    /// The word itself.
    pub status_word: Option<String>,
    /// The last day.
    pub leave_date: Option<Date>,
    /// The day the probation ends.
    pub probation_end: Option<Date>,
    /// The contract's first day.
    pub contract_start: Option<Date>,
    /// The contract's last day, or none.
    pub contract_end: Option<OpenEnd>,
    /// The identity number.
    pub id_card: Option<String>,
    /// The telephone, digits only.
    pub phone: Option<String>,
    /// The address for mail.
    pub email: Option<String>,
    /// As written.
    pub education: Option<String>,
    /// The manager's name as written, if somebody in the list bears it.
    pub manager: Option<String>,
    /// The manager's number, if it is certain who is meant.
    pub manager_no: Option<String>,
}

/// What a status means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// 在职, 正式, 在岗.
    Active,
    /// 试用期.
    Probation,
    /// 离职.
    Left,
}

impl Status {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Probation => "probation",
            Self::Left => "left",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Active, Self::Probation, Self::Left].into_iter().find(|status| status.code() == code)
    }
}

const DEPARTMENT_LEVELS: [&str; 9] = [
    "department_1",
    "department_2",
    "department_3",
    "department_4",
    "department_5",
    "department_6",
    "department_7",
    "department_8",
    "department_9",
];

/// A row before it is known what the others say.
struct Draft {
    row: u32,
    emp_no: Option<String>,
    name: Option<String>,
    spell: Option<(Date, Option<Date>)>,
    outcome: std::result::Result<Box<RosterRow>, Trouble>,
    warnings: Vec<(Code, &'static str)>,
}

pub(super) fn judge(
    table: &Table<'_>,
    references: &References,
    outcome: &mut Outcome,
    progress: &mut Progress<'_>,
) -> Result<(Accepted, Totals)> {
    let mut drafts = Vec::new();
    each_record(table, &mut outcome.skipped, progress, |row| {
        drafts.push(draft(RowReader::new(table, row), row.number));
    })?;
    judge_numbers(&mut drafts);
    find_same_names(&mut drafts);
    find_managers(&mut drafts, references);
    let mut rows = Vec::with_capacity(drafts.len());
    for draft in drafts {
        match draft.outcome {
            Ok(row) => {
                outcome.warn(draft.row, draft.warnings);
                rows.push(*row);
            }
            Err(trouble) => outcome.refuse(trouble),
        }
    }
    Ok((Accepted::Roster(rows), Totals::None))
}

fn draft(mut reader: RowReader<'_, '_>, row: u32) -> Draft {
    let emp_no = reader.padded_emp_no("emp_no");
    let name = reader.person_name("name");
    let known = |read: &std::result::Result<Option<String>, Trouble>| read.as_ref().ok().cloned().flatten();
    let (known_no, known_name) = (known(&emp_no), known(&name));
    let spell = match (reader.date("hire_date"), reader.date("leave_date")) {
        (Ok(Some(hired)), Ok(left)) => Some((hired, left)),
        _ => None,
    };
    let outcome = emp_no.and_then(|emp_no| {
        let emp_no = reader.required("emp_no", emp_no)?;
        let name = reader.required("name", name?)?;
        read(&mut reader, row, emp_no, name).map(Box::new)
    });
    Draft { row, emp_no: known_no, name: known_name, spell, outcome, warnings: reader.warnings }
}

fn read(
    reader: &mut RowReader<'_, '_>,
    row: u32,
    emp_no: String,
    name: String,
) -> std::result::Result<RosterRow, Trouble> {
    let hire_date = reader.date("hire_date")?;
    let status = reader.choice("status")?;
    let read = RosterRow {
        row,
        emp_no,
        name,
        gender: reader.text("gender")?,
        department: department(reader)?,
        position: reader.text("position")?,
        job_level: reader.text("job_level")?,
        employer: reader.text("employer")?,
        city: reader.text("city")?,
        hire_date: reader.required("hire_date", hire_date)?,
        status: status.as_ref().and_then(|(value, _)| Status::from_code(&value.code)),
        status_word: status.map(|(_, word)| word),
        leave_date: reader.date("leave_date")?,
        probation_end: reader.date("probation_end")?,
        contract_start: reader.date("contract_start")?,
        contract_end: reader.open_date("contract_end")?,
        id_card: reader.id_card("id_card")?,
        phone: reader.phones("phone")?.map(|phones| phones.join("/")),
        email: reader.code("email")?,
        education: reader.text("education")?,
        manager: reader.person_name("manager")?,
        manager_no: reader.code("manager_no")?,
    };
    check_dates(reader, &read)?;
    Ok(read)
}

/// The path in one column, or one unit per column.
fn department(reader: &mut RowReader<'_, '_>) -> std::result::Result<Vec<String>, Trouble> {
    let path = reader.path("department")?;
    let mut levels = Vec::new();
    for field in DEPARTMENT_LEVELS {
        levels.extend(reader.text(field)?);
    }
    Ok(if levels.is_empty() { path } else { levels })
}

fn check_dates(reader: &RowReader<'_, '_>, row: &RosterRow) -> std::result::Result<(), Trouble> {
    if row.status == Some(Status::Left) {
        reader.required("leave_date", row.leave_date)?;
    }
    reader.in_order(Some(row.hire_date), row.leave_date, "leave_date")?;
    if let (Some(start), Some(OpenEnd::On(end))) = (row.contract_start, row.contract_end)
        && end < start
    {
        return Err(reader.trouble(Code::DateOrder, "contract_end", reader.says_date("contract_end")));
    }
    Ok(())
}

/// One number with several contents refuses all rows concerned, unless they are spells of one person, one after the other.
fn judge_numbers(drafts: &mut [Draft]) {
    let number_of = |index: &usize| drafts.get(*index).and_then(|draft| draft.emp_no.as_deref());
    let mut numbered: Vec<usize> = (0..drafts.len()).filter(|index| number_of(index).is_some()).collect();
    numbered.sort_by_key(number_of);
    let same =
        numbered.chunk_by(|one, other| number_of(one) == number_of(other)).filter(|group| group.len() > 1);
    let groups: Vec<(String, Vec<usize>)> =
        same.filter_map(|group| Some((number_of(group.first()?)?.to_owned(), group.to_vec()))).collect();
    for (number, group) in groups {
        let rehired = are_spells(group.iter().filter_map(|index| drafts.get(*index)));
        for index in group {
            let Some(draft) = drafts.get_mut(index) else { continue };
            if rehired {
                draft.warnings.push((Code::PersonRehired, "emp_no"));
            } else if draft.outcome.is_ok() {
                let finding = Finding {
                    row: draft.row,
                    code: Code::IdDuplicate,
                    field: "emp_no",
                    says: number.clone(),
                };
                draft.outcome = Err(finding);
            }
        }
    }
}

/// Whether all are the same person and each spell is over before the next begins.
fn are_spells<'d>(drafts: impl Iterator<Item = &'d Draft>) -> bool {
    let mut names = BTreeSet::new();
    let mut spells = Vec::new();
    for draft in drafts {
        names.insert(draft.name.as_deref());
        spells.push(draft.spell);
    }
    let Some(mut spells) = spells.into_iter().collect::<Option<Vec<_>>>() else { return false };
    spells.sort_by_key(|spell| spell.0);
    let over_before_next = spells.windows(2).all(|pair| match pair {
        [(_, Some(left)), (hired, _)] => left < hired,
        _ => false,
    });
    names.len() == 1 && !names.contains(&None) && over_before_next
}

fn find_same_names(drafts: &mut [Draft]) {
    let mut numbers: HashMap<String, BTreeSet<String>> = HashMap::new();
    for row in drafts.iter().filter_map(|draft| draft.outcome.as_ref().ok()) {
        numbers.entry(row.name.clone()).or_default().insert(row.emp_no.clone());
    }
    for draft in drafts {
        let Ok(row) = &draft.outcome else { continue };
        if numbers.get(&row.name).is_some_and(|numbers| numbers.len() > 1) {
            draft.warnings.push((Code::PersonSameName, "name"));
        }
    }
}

/// The people of the list, refused rows included: a manager is looked for among them.
struct Listed {
    numbers: HashSet<String>,
    by_name: HashMap<String, BTreeSet<String>>,
    by_integer: HashMap<u64, BTreeSet<String>>,
}

/// Whether a manager was found, and if so whether it is certain who it is.
enum Found {
    Nobody,
    Somebody,
    One(String),
}

fn find_managers(drafts: &mut [Draft], references: &References) {
    let names_manager = |draft: &Draft| {
        draft.outcome.as_ref().is_ok_and(|row| row.manager.is_some() || row.manager_no.is_some())
    };
    if !drafts.iter().any(names_manager) {
        return;
    }
    let mut listed = Listed { numbers: HashSet::new(), by_name: HashMap::new(), by_integer: HashMap::new() };
    for draft in drafts.iter() {
        let number = draft.emp_no.clone().unwrap_or_default();
        if !number.is_empty() {
            listed.numbers.insert(number.clone());
        }
        if let Some(integer) = integer_of(&number) {
            listed.by_integer.entry(integer).or_default().insert(number.clone());
        }
        if let Some(name) = &draft.name {
            listed.by_name.entry(name.clone()).or_default().insert(number.clone());
        }
    }
    for draft in drafts {
        let Ok(row) = &mut draft.outcome else { continue };
        if let Some(field) = link_manager(row, &listed, references) {
            draft.warnings.push((Code::RefManagerMissing, field));
        }
    }
}

/// Links the manager; gives the field that names nobody in the list.
fn link_manager(row: &mut RosterRow, listed: &Listed, references: &References) -> Option<&'static str> {
    let (field, said) = match (row.manager_no.take(), &row.manager) {
        (Some(number), _) => ("manager_no", number),
        (None, Some(name)) => ("manager", name.clone()),
        (None, None) => return None,
    };
    match listed.find(&said, references) {
        Found::One(number) => row.manager_no = Some(number).filter(|number| !number.is_empty()),
        Found::Somebody => {}
        Found::Nobody => {
            row.manager = None;
            return Some(field);
        }
    }
    None
}

impl Listed {
    /// A name, a number, or both as `姓名(工号)`.
    fn find(&self, said: &str, references: &References) -> Found {
        if let Some(numbers) = self.by_name.get(said) {
            return if numbers.len() == 1 {
                numbers.first().map_or(Found::Somebody, |n| Found::One(n.clone()))
            } else {
                Found::Somebody
            };
        }
        if let Some(number) = self.number(said) {
            return Found::One(number.to_owned());
        }
        if references.has_number(said) {
            return Found::One(said.to_owned());
        }
        if references.count_named(said) > 0 {
            return Found::Somebody;
        }
        let inner = said.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
        match inner {
            Some(inner) => self.find(&text::person_name(inner), references),
            None => Found::Nobody,
        }
    }

    /// As written, also with letters in it; then by its value, if only one can be meant.
    fn number(&self, said: &str) -> Option<&str> {
        if let Some(known) = self.numbers.get(said) {
            return Some(known);
        }
        let numbers = self.by_integer.get(&integer_of(said)?)?;
        let exact = numbers.get(said).or_else(|| numbers.first().filter(|_| numbers.len() == 1));
        exact.map(String::as_str)
    }
}

fn integer_of(number: &str) -> Option<u64> {
    let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| number.parse().ok()).flatten()
}
