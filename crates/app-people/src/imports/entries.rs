//! From rows as a file has them to entries as people are put in.

use std::collections::{HashMap, HashSet};

use calendar::Calendar;
use kernel::Date;
use paper::import::{
    Accepted, AssetRow, AttendanceRow, ChannelRow, DayEvent, DayFact, DayPart, EntryRow, KnowledgeRow,
    LeaveRow, OpenEnd, ProjectRow, Quantity, RosterRow, Status,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::people::{
    AssetEntry, ChannelEntry, ContractEnd, EventEntry, KnowledgeEntry, LeaveEntry, ProjectEntry, RosterEntry,
    SpellStatus,
};

/// Where entries say that they came from.
const SOURCE: &str = "import";
/// So many thousandths of a day are half a day.
const HALF_DAY: i64 = 500;
/// So many thousandths of an hour are half a day of work.
const HOURS_OF_HALF_DAY: i64 = 4_000;

/// The accepted rows of a file, ready to be put in.
#[derive(Debug)]
pub enum Entries {
    /// Spells of employment.
    Roster(Vec<RosterEntry>),
    /// Absences.
    Leave(Vec<LeaveEntry>),
    /// Lines of the knowledge register.
    Knowledge(Vec<KnowledgeEntry>),
    /// Attendance, suggestions, complaints, talks.
    Events(Vec<EventEntry>),
    /// Customers and suppliers.
    Channels(Vec<ChannelEntry>),
    /// What was issued.
    Assets(Vec<AssetEntry>),
    /// Who works on which project.
    Projects(Vec<ProjectEntry>),
}

impl Entries {
    pub(crate) fn from_rows(accepted: Accepted, calendar: &Calendar, today: Date) -> Self {
        match accepted {
            Accepted::Roster(rows) => Self::Roster(rows.into_iter().map(roster).collect()),
            Accepted::Leave(rows) => Self::Leave(leave(rows, calendar)),
            Accepted::Knowledge(rows) => {
                Self::Knowledge(rows.into_iter().map(|row| knowledge(row, today)).collect())
            }
            Accepted::Entries(rows) => Self::Events(said(rows)),
            Accepted::Attendance(rows) => Self::Events(rows.iter().flat_map(attendance).collect()),
            Accepted::Channels(rows) => Self::Channels(rows.into_iter().map(channel).collect()),
            Accepted::Assets(rows) => Self::Assets(rows.into_iter().map(asset).collect()),
            Accepted::Projects(rows) => Self::Projects(projects(rows)),
        }
    }
}

fn roster(row: RosterRow) -> RosterEntry {
    RosterEntry {
        emp_no: row.emp_no,
        name: row.name,
        employer: row.employer,
        city: row.city,
        department: row.department,
        post: row.position,
        manager: row.manager,
        manager_no: row.manager_no,
        hired_on: row.hire_date,
        left_on: row.leave_date,
        status: row.status.map(|status| match status {
            Status::Active => SpellStatus::Active,
            Status::Probation => SpellStatus::Probation,
            Status::Left => SpellStatus::Left,
        }),
        contract_from: row.contract_start,
        contract_end: row.contract_end.map(|end| match end {
            OpenEnd::On(day) => ContractEnd::On(day),
            OpenEnd::Open => ContractEnd::Open,
        }),
        id_number: row.id_card,
        phone: row.phone,
        email: row.email,
    }
}

/// What makes an absence one, however often it is imported: the number of its application, where it has one of its
/// own; else who, what and when. The second of two that agree in all this is told apart by its place among them.
fn leave(rows: Vec<LeaveRow>, calendar: &Calendar) -> Vec<LeaveEntry> {
    let shared = shared_numbers(&rows);
    let mut seen: HashMap<String, u32> = HashMap::new();
    let entry = |row: LeaveRow| {
        let content =
            || format!("{}|{}|{}|{}", row.emp_no, row.kind, row.start, row.end.unwrap_or(row.start));
        let mut reference = match &row.ref_no {
            Some(number) if shared.contains(number) => format!("{number}|{}", content()),
            Some(number) => number.clone(),
            None => content(),
        };
        let times = seen.entry(reference.clone()).or_default();
        *times += 1;
        if *times > 1 {
            reference = format!("{reference}|{times}");
        }
        let ends = last_day(&row, calendar);
        let half_days = half_days(&row, ends, calendar);
        LeaveEntry {
            emp_no: row.emp_no,
            kind: row.kind.to_owned(),
            starts: row.start.date,
            ends,
            half_days,
            reference,
            source: SOURCE.to_owned(),
        }
    };
    rows.into_iter().map(entry).collect()
}

fn shared_numbers(rows: &[LeaveRow]) -> HashSet<String> {
    let mut seen = HashSet::new();
    let numbers = rows.iter().filter_map(|row| row.ref_no.as_ref());
    numbers.filter(|number| !seen.insert(*number)).cloned().collect()
}

fn last_day(row: &LeaveRow, calendar: &Calendar) -> Date {
    if let Some(end) = row.end {
        return end.date;
    }
    let days = row.days.map_or(0, |days| days.thousandths().saturating_add(999) / 1000);
    if days > 1 { calendar.add_working_days(row.start.date, days - 1) } else { row.start.date }
}

/// As the file says in days or in hours of eight a day; where it says neither, the working days between its dates.
fn half_days(row: &LeaveRow, ends: Date, calendar: &Calendar) -> i64 {
    let counted = |quantity: Quantity, unit: i64| {
        let said = quantity.thousandths();
        if said > 0 { ((said + unit / 2) / unit).max(1) } else { 0 }
    };
    match (row.days, row.hours) {
        (Some(days), _) => counted(days, HALF_DAY),
        (None, Some(hours)) => counted(hours, HOURS_OF_HALF_DAY),
        (None, None) => between(row, ends, calendar),
    }
}

fn between(row: &LeaveRow, ends: Date, calendar: &Calendar) -> i64 {
    let noon = DayPart::Afternoon.first_minute();
    let begins_late = row.start.part.first_minute() >= noon;
    let ends_early = row.end.is_some_and(|end| end.part.last_minute() <= noon);
    let whole = calendar.working_days_inclusive(row.start.date, ends) * 2;
    (whole - i64::from(begins_late) - i64::from(ends_early)).max(1)
}

fn knowledge(row: KnowledgeRow, today: Date) -> KnowledgeEntry {
    KnowledgeEntry {
        item: row.item,
        area: row.area.unwrap_or_default(),
        kind: row.kind,
        weight: row.weight.map(i64::from),
        hours: row.hours.map(|hours| (hours.thousandths().saturating_add(999) / 1000).max(1)),
        emp_no: row.emp_no,
        level: row.level.map(i64::from),
        source: SOURCE.to_owned(),
        seen_on: today,
    }
}

/// Suggestions, complaints, talks. What makes one is its number, else who, what, when and the words; of several alike the
/// place among them.
fn said(rows: Vec<EntryRow>) -> Vec<EventEntry> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let entry = |row: EntryRow| {
        let details = without_nothing(json!({"text": row.text, "result": row.result}));
        let text = row.text.as_deref().unwrap_or_default();
        let content = || format!("{}|{}|{}|{:x}", row.emp_no, row.kind, row.date, fingerprint(text));
        let mut reference =
            row.ref_no.as_ref().map_or_else(content, |number| format!("{}|{number}", row.kind));
        let times = seen.entry(reference.clone()).or_default();
        *times += 1;
        if *times > 1 {
            reference = format!("{reference}|{times}");
        }
        EventEntry {
            emp_no: row.emp_no,
            kind: row.kind.to_owned(),
            on_day: row.date,
            amount: 0,
            details,
            reference,
            source: SOURCE.to_owned(),
        }
    };
    rows.into_iter().map(entry).collect()
}

/// The same words always give the same number; they are not told apart by anything else.
fn fingerprint(text: &str) -> u64 {
    let digest = Sha256::digest(text);
    digest.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// What was out of the ordinary on the days of one person. Two of a kind on one day are told apart by their place.
fn attendance(row: &AttendanceRow) -> Vec<EventEntry> {
    let mut seen: HashMap<(&'static str, Date), u32> = HashMap::new();
    let entry = |fact: &DayFact| {
        let (kind, amount, details) = day_event(&fact.what);
        let times = seen.entry((kind, fact.date)).or_default();
        *times += 1;
        EventEntry {
            emp_no: row.emp_no.clone(),
            kind: kind.to_owned(),
            on_day: fact.date,
            amount,
            details,
            reference: format!("{}|{kind}|{}|{times}", row.emp_no, fact.date),
            source: SOURCE.to_owned(),
        }
    };
    row.facts.iter().map(entry).collect()
}

/// The code of a day's event, with its minutes, times, or thousandths of an hour.
fn day_event(what: &DayEvent) -> (&'static str, i64, String) {
    let number = |number: Option<u32>| i64::from(number.unwrap_or(0));
    match what {
        DayEvent::Late(minutes) => ("late", number(*minutes), String::new()),
        DayEvent::Early(minutes) => ("early", number(*minutes), String::new()),
        DayEvent::MissingCard(times) => ("missing-card", i64::from(*times), String::new()),
        DayEvent::Absent => ("absent", 1, String::new()),
        DayEvent::Leave { kind, start, end, hours, .. } => {
            let details = json!({"kind": kind, "from": start.to_string(), "until": end.to_string()});
            ("leave-day", hours.map_or(0, Quantity::thousandths), details.to_string())
        }
    }
}

fn channel(row: ChannelRow) -> ChannelEntry {
    let details = without_nothing(json!({
        "code": row.code,
        "kind": row.kind,
        "level": row.level,
        "region": row.region,
        "phones": Some(row.phones.join("/")).filter(|phones| !phones.is_empty()),
        "email": row.email,
        "amount": row.amount,
        "note": row.note,
    }));
    ChannelEntry {
        name: row.name,
        kind: row.side.code().to_owned(),
        contact: row.contact.unwrap_or_default(),
        owner_no: row.owner_no,
        second_no: row.second_no,
        last_contact_on: row.last_contact,
        details,
    }
}

fn asset(row: AssetRow) -> AssetEntry {
    let details = without_nothing(json!({
        "model": row.model,
        "serial": row.serial,
        "department": Some(row.department.join(" / ")).filter(|path| !path.is_empty()),
        "value": row.value,
        "status": row.status,
        "location": row.location,
        "note": row.note,
    }));
    AssetEntry {
        asset_no: row.asset_no,
        name: row.name,
        kind: row.kind.unwrap_or_default(),
        holder_no: row.holder_no,
        issued_on: row.issued,
        returned_on: row.returned,
        details,
    }
}

/// Whoever is on a project several times is so by the order of the days of joining; so a day that is put right is the same
/// line again.
fn projects(rows: Vec<ProjectRow>) -> Vec<ProjectEntry> {
    let mut days: HashMap<(String, String), Vec<Option<Date>>> = HashMap::new();
    for row in &rows {
        days.entry((row.project.clone(), row.emp_no.clone())).or_default().push(row.joined);
    }
    for days in days.values_mut() {
        days.sort_unstable();
    }
    let entry = |row: ProjectRow| {
        let pair = (row.project.clone(), row.emp_no.clone());
        let earlier = days.get(&pair).map_or(0, |days| days.partition_point(|day| *day < row.joined));
        let reference = match earlier {
            0 => format!("{}|{}", row.project, row.emp_no),
            earlier => format!("{}|{}|{}", row.project, row.emp_no, earlier + 1),
        };
        let details = without_nothing(json!({
            "project_no": row.project_no,
            "project_status": row.status,
            "note": row.note,
        }));
        ProjectEntry {
            reference,
            project: row.project,
            emp_no: row.emp_no,
            project_role: row.role.unwrap_or_default(),
            joined_on: row.joined,
            left_on: row.left,
            details,
        }
    };
    rows.into_iter().map(entry).collect()
}

/// An object without its empty fields, as text; nothing where none is left.
fn without_nothing(mut details: Value) -> String {
    if let Some(fields) = details.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
        if fields.is_empty() {
            return String::new();
        }
    }
    details.to_string()
}

#[cfg(test)]
mod tests {
    use paper::import::{
        DayPart::{Afternoon, Morning, Whole},
        Stamp,
    };

    use super::*;

    fn row(ref_no: Option<&str>, start: (Date, DayPart), end: Option<(Date, DayPart)>) -> LeaveRow {
        let stamp = |(date, part)| Stamp { date, part };
        LeaveRow {
            row: 2,
            ref_no: ref_no.map(str::to_owned),
            emp_no: "00001".to_owned(),
            name: None,
            kind: "annual",
            kind_word: "年假",
            start: stamp(start),
            end: end.map(stamp),
            days: None,
            hours: None,
            reason: None,
        }
    }

    fn day(day: i8) -> Date {
        Date::constant(2026, 11, day)
    }

    #[test]
    fn without_a_number_of_days_the_working_days_count() {
        let calendar = Calendar::builtin();
        let half = |start, end| {
            let row = row(None, start, Some(end));
            half_days(&row, row.end.unwrap().date, &calendar)
        };
        // 2026-11-05 is a Thursday.
        assert_eq!(half((day(5), Whole), (day(9), Whole)), 6);
        assert_eq!(half((day(5), Afternoon), (day(6), Morning)), 2);
        assert_eq!(half((day(5), Morning), (day(5), Morning)), 1);
        assert_eq!(half((day(7), Whole), (day(8), Whole)), 1, "a weekend is still an absence");
    }

    #[test]
    fn days_and_hours_become_half_days_and_an_absent_end_follows() {
        let calendar = Calendar::builtin();
        let mut three = row(None, (day(5), Whole), None);
        three.days = Some(Quantity::from_thousandths(2_500));
        let entries = leave(vec![three.clone()], &calendar);
        assert_eq!((entries[0].half_days, entries[0].ends), (5, day(9)));
        three.days = None;
        three.hours = Some(Quantity::from_thousandths(12_000));
        assert_eq!(leave(vec![three], &calendar)[0].half_days, 3);
    }

    #[test]
    fn two_absences_never_share_a_reference() {
        let calendar = Calendar::builtin();
        let whole = |day| (day, Whole);
        let rows = vec![
            row(Some("A1"), whole(day(5)), None),
            row(Some("A2"), whole(day(5)), None),
            row(Some("A2"), whole(day(6)), None),
            row(None, whole(day(5)), None),
            row(None, whole(day(5)), None),
        ];
        let references: Vec<String> =
            leave(rows, &calendar).into_iter().map(|entry| entry.reference).collect();
        assert_eq!(references[0], "A1");
        let different: HashSet<&String> = references.iter().collect();
        assert_eq!(different.len(), 5, "{references:?}");
    }
}
