//! Attendance: a month with the days as columns, or one row per person and day.

use std::collections::{BTreeMap, HashSet};

use kernel::Date;

use super::leave::person;
use super::{Accepted, Outcome, Progress, Totals, each_record};
use crate::Result;
use crate::import::day_cell::{self, Kinds, LeaveSaid, Said};
use crate::import::read::{RowReader, Trouble};
use crate::import::table::Table;
use crate::import::{Code, Kind, Quantity, References, Stamp, schema};

/// What one row says of one person, on one day or on many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendanceRow {
    /// The row of the spreadsheet.
    pub row: u32,
    /// The person's number, as the list of people has it.
    pub emp_no: String,
    /// The person's name as the table has it.
    pub name: Option<String>,
    /// What was out of the ordinary, in the order of the days.
    pub facts: Vec<DayFact>,
}

/// Something out of the ordinary on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayFact {
    /// The day.
    pub date: Date,
    /// What.
    pub what: DayEvent,
}

/// What can happen on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayEvent {
    /// Came late, by so many minutes if the table says so.
    Late(Option<u32>),
    /// Left early.
    Early(Option<u32>),
    /// So many punches are missing.
    MissingCard(u32),
    /// Did not come.
    Absent,
    /// On leave.
    Leave {
        /// The code of its kind.
        kind: &'static str,
        /// What the kind is called.
        kind_word: &'static str,
        /// When it begins.
        start: Stamp,
        /// When it ends.
        end: Stamp,
        /// Hours at eight a day.
        hours: Option<Quantity>,
    },
}

/// Sums over the accepted rows of an attendance table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AttendanceTotals {
    /// Leaves and hours of each kind.
    pub leave: BTreeMap<&'static str, (u64, Quantity)>,
    /// How often somebody came late.
    pub late: u64,
    /// By how many minutes in all.
    pub late_minutes: u64,
    /// On how many days somebody left early.
    pub early: u64,
    /// How many punches are missing.
    pub missing_card: u64,
    /// Only of a month with the days as columns.
    pub month: Option<MonthTotals>,
}

/// What only a month with the days as columns tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MonthTotals {
    /// Days on which somebody did not come.
    pub absent_days: u64,
    /// Days off.
    pub rest_days: u64,
    /// Days of persons.
    pub person_days: u64,
}

/// A leave of so many hours where the cell does not say.
const WHOLE_DAY: Quantity = Quantity::from_thousandths(8_000);
const PUNCHES: [&str; 6] = ["on_1", "off_1", "on_2", "off_2", "on_3", "off_3"];

/// One row as read, with what it adds to the sums.
struct Read {
    row: AttendanceRow,
    rest_days: u64,
    days: u64,
}

pub(super) fn judge(
    table: &Table<'_>,
    references: &References,
    outcome: &mut Outcome,
    progress: &mut Progress<'_>,
) -> Result<(Accepted, Totals)> {
    let is_month = table.layout.has_day_columns;
    let kinds = Kinds { field: leave_kinds(), words: table.words };
    let mut totals =
        AttendanceTotals { month: is_month.then(MonthTotals::default), ..AttendanceTotals::default() };
    let mut told = HashSet::new();
    let mut rows = Vec::new();
    let mut skipped = Vec::new();
    each_record(table, &mut skipped, progress, |row| {
        let mut reader = RowReader::new(table, row);
        let read = if is_month {
            month(&mut reader, table, references, (row.number, kinds))
        } else {
            daily(&mut reader, table, references, (row.number, kinds))
        };
        match read {
            Ok((mut read, leaves)) => {
                for (day, leave) in leaves {
                    // The same leave stands on each of its days; a month tells it once per row, a list of days once per person.
                    if told.insert((read.row.emp_no.clone(), leave.text.clone())) {
                        read.row.facts.push(leave_fact(&leave, day));
                    }
                }
                read.row.facts.sort_by_key(|fact| fact.date);
                totals.add(&read);
                outcome.warn(row.number, reader.warnings);
                rows.push(read.row);
            }
            Err(trouble) => outcome.refuse(trouble),
        }
    })?;
    outcome.skipped = skipped;
    Ok((Accepted::Attendance(rows), Totals::Attendance(totals)))
}

#[expect(
    clippy::expect_used,
    reason = "the data files are compiled in, and every test of leave reads this field"
)]
fn leave_kinds() -> &'static crate::import::Field {
    let layouts = schema(Kind::Events).layouts.iter();
    let leave = layouts.filter(|layout| layout.code == "leave").find_map(|layout| layout.field("kind"));
    leave.expect("the layout of leave has kinds")
}

type Leaves = Vec<(Date, LeaveSaid)>;

/// All days of one person.
fn month(
    reader: &mut RowReader<'_, '_>,
    table: &Table<'_>,
    references: &References,
    (row, kinds): (u32, Kinds<'_>),
) -> std::result::Result<(Read, Leaves), Trouble> {
    let (emp_no, name) = who(reader, references)?;
    let mut read =
        Read { row: AttendanceRow { row, emp_no, name, facts: Vec::new() }, rest_days: 0, days: 0 };
    let mut leaves = Bare::default();
    for &(column, date) in table.days {
        read.days += 1;
        let cell = reader.shown(column)?;
        let said =
            day_cell::read(&cell, kinds).map_err(|part| reader.trouble(Code::EnumUnknown, "day", part))?;
        read.rest_days += u64::from(said.contains(&Said::Rest));
        for one in said {
            match one {
                Said::Leave(leave) => leaves.add(date, leave),
                other => read.row.facts.extend(fact(date, &other, None)),
            }
        }
    }
    Ok((read, leaves.all))
}

/// Leave of one row. Text with a period tells one leave, on however many days it stands; a bare word tells one for each
/// stretch of days.
#[derive(Default)]
struct Bare {
    all: Leaves,
    last: Option<(usize, Date)>,
}

impl Bare {
    fn add(&mut self, date: Date, mut leave: LeaveSaid) {
        if leave.tells_period() {
            self.all.push((date, leave));
            return;
        }
        let hours = leave.hours.unwrap_or(WHOLE_DAY);
        if let Some((index, day)) = self.last
            && day.tomorrow().is_ok_and(|next| next == date)
            && let Some((_, known)) = self.all.get_mut(index).filter(|(_, known)| known.is_like(&leave))
        {
            known.hours = known.hours.map(|known| known.plus(hours));
            self.last = Some((index, date));
            return;
        }
        leave.hours = Some(hours);
        leave.make_one_of_its_own(date);
        self.all.push((date, leave));
        self.last = Some((self.all.len() - 1, date));
    }
}

/// One person on one day.
fn daily(
    reader: &mut RowReader<'_, '_>,
    table: &Table<'_>,
    references: &References,
    (row, kinds): (u32, Kinds<'_>),
) -> std::result::Result<(Read, Leaves), Trouble> {
    let date = reader.day("date")?;
    let date = reader.required("date", date)?;
    let (emp_no, name) = who(reader, references)?;
    let mut read =
        Read { row: AttendanceRow { row, emp_no, name, facts: Vec::new() }, rest_days: 0, days: 1 };
    let late_minutes = reader.quantity("late_minutes", &["分钟", "min"])?.map(whole);
    let results: Vec<&'static str> =
        if table.column_of("result").is_some() { vec!["result"] } else { PUNCHES.to_vec() };
    for field in results {
        let cell = reader.text(field)?.unwrap_or_default();
        // The result names leave without its period, which stands beside it; a word nobody knows is no harm there.
        let said = day_cell::read(&cell, kinds).unwrap_or_default();
        read.rest_days += u64::from(said.contains(&Said::Rest));
        read.row.facts.extend(said.iter().filter_map(|one| fact(date, one, late_minutes)));
    }
    let applications = reader.text("application")?.unwrap_or_default();
    let leaves = day_cell::leave_in(&applications, kinds)
        .map_err(|part| reader.trouble(Code::EnumUnknown, "application", part))?;
    Ok((read, leaves.into_iter().map(|leave| (date, leave)).collect()))
}

fn whole(quantity: Quantity) -> u32 {
    u32::try_from(quantity.thousandths() / 1000).unwrap_or(u32::MAX)
}

fn who(
    reader: &mut RowReader<'_, '_>,
    references: &References,
) -> std::result::Result<(String, Option<String>), Trouble> {
    let number = reader.code("emp_no")?;
    let name = reader.person_name("name")?;
    if number.is_none() && name.is_none() {
        return Err(reader.nobody_named());
    }
    Ok((person(reader, references, number.as_deref(), name.as_deref())?, name))
}

fn fact(date: Date, said: &Said, minutes: Option<u32>) -> Option<DayFact> {
    let what = match said {
        Said::Late(told) => DayEvent::Late(told.or(minutes)),
        Said::Early(told) => DayEvent::Early(*told),
        Said::MissingCard(times) => DayEvent::MissingCard(*times),
        Said::Absent => DayEvent::Absent,
        Said::Leave(_) | Said::Rest | Said::Other => return None,
    };
    Some(DayFact { date, what })
}

fn leave_fact(leave: &LeaveSaid, day: Date) -> DayFact {
    let (start, end) = leave.period(day);
    let what = DayEvent::Leave {
        kind: &leave.kind.code,
        kind_word: &leave.kind.says,
        start,
        end,
        hours: leave.hours,
    };
    DayFact { date: start.date, what }
}

impl AttendanceTotals {
    fn add(&mut self, read: &Read) {
        let mut early = HashSet::new();
        for fact in &read.row.facts {
            match &fact.what {
                DayEvent::Late(minutes) => {
                    self.late += 1;
                    self.late_minutes += u64::from(minutes.unwrap_or(0));
                }
                DayEvent::Early(_) => self.early += u64::from(early.insert(fact.date)),
                DayEvent::MissingCard(times) => self.missing_card += u64::from(*times),
                DayEvent::Absent => {
                    if let Some(month) = &mut self.month {
                        month.absent_days += 1;
                    }
                }
                DayEvent::Leave { kind_word, hours, .. } => {
                    let sum = self.leave.entry(kind_word).or_default();
                    *sum = (sum.0 + 1, sum.1.plus(hours.unwrap_or_default()));
                }
            }
        }
        if let Some(month) = &mut self.month {
            month.rest_days += read.rest_days;
            month.person_days += read.days;
        }
    }
}
