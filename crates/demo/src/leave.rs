//! Three years of absences. Most people keep their habits; for some, and for many who left, they changed.

use std::collections::HashMap;

use jiff::ToSpan as _;
use kernel::Date;
use serde::Deserialize;

use crate::{
    Result, data,
    days::{Days, days_between, span},
    people::Person,
    random::Random,
};

/// Three years.
const PAST_DAYS: i32 = 1095;

/// One absence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Absence {
    pub(crate) emp_no: String,
    pub(crate) kind: &'static str,
    pub(crate) starts: Date,
    pub(crate) ends: Date,
    pub(crate) half_days: i64,
    pub(crate) reference: String,
}

/// Kinds with their share and their length in half days.
const KINDS: [(Kind, u32); 9] = [
    (Kind { code: "annual", halves: (1, 8) }, 420),
    (Kind { code: "personal", halves: (1, 4) }, 210),
    (Kind { code: "sick", halves: (1, 6) }, 190),
    (Kind { code: "lieu", halves: (1, 4) }, 130),
    (Kind { code: "parental", halves: (2, 6) }, 20),
    (Kind { code: "home", halves: (6, 14) }, 12),
    (Kind { code: "bereavement", halves: (2, 6) }, 6),
    (Kind { code: "marriage", halves: (10, 20) }, 6),
    (Kind { code: "injury", halves: (4, 20) }, 6),
];
/// What somebody takes whose mind is elsewhere: a day or half a day, every few days.
const RESTLESS: [(Kind, u32); 3] = [
    (Kind { code: "personal", halves: (1, 2) }, 60),
    (Kind { code: "sick", halves: (1, 2) }, 25),
    (Kind { code: "annual", halves: (1, 2) }, 15),
];
/// Half of those who left by themselves were restless before, for so many weeks.
const RESTLESS_WEEKS: (i32, i32) = (5, 12);
const RESTLESS_PER_THOUSAND_WEEKS: u32 = 620;

#[derive(Debug, Clone, Copy)]
struct Kind {
    code: &'static str,
    halves: (i32, i32),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Habits {
    pub(crate) habit: Vec<Habit>,
}

/// Somebody of the cast whose habits are told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Habit {
    pub(crate) name: String,
    /// Absences a thousand weeks, until the change.
    usual: u32,
    /// For how many weeks they have been other, until `until_days` ago.
    weeks: i32,
    until_days: i32,
    /// Absences a thousand weeks since.
    changed: u32,
    /// Suggestions and opinions a thousand weeks, until the change.
    #[serde(default)]
    pub(crate) voice: Option<u32>,
    /// Whether there are none since.
    #[serde(default)]
    pub(crate) silent: bool,
    /// How many days ago a conflict was noted.
    #[serde(default)]
    pub(crate) conflicts: Vec<i32>,
}

impl Habit {
    /// The first day on which things were otherwise.
    pub(crate) fn changed_on(&self, days: &Days<'_>) -> Date {
        weeks_before(days.day(-self.until_days), self.weeks)
    }
}

/// The habits of the cast.
pub(crate) fn habits() -> Result<Habits> {
    data::read("habits.toml", include_str!("../data/habits.toml"))
}

/// The absences of everybody, by day.
pub(crate) fn make(seed: u64, people: &[Person], days: &Days<'_>) -> Result<Vec<Absence>> {
    let habits = habits()?;
    let habits: HashMap<&str, &Habit> =
        habits.habit.iter().map(|habit| (habit.name.as_str(), habit)).collect();
    let mut all = Vec::new();
    for person in people {
        let mut random = Random::stream(seed, &format!("leave {}", person.emp_no));
        let habit = habits.get(person.name.as_str()).copied();
        of_person(person, habit, days, (&mut random, &mut all));
    }
    all.sort_by(|a, b| (a.starts, &a.emp_no).cmp(&(b.starts, &b.emp_no)));
    number(&mut all);
    Ok(all)
}

/// Applications are numbered by day, as the approval system does it.
fn number(all: &mut [Absence]) {
    let mut counted: HashMap<Date, u32> = HashMap::new();
    for absence in all {
        let count = counted.entry(absence.starts).or_default();
        *count += 1;
        absence.reference = format!("QJ{}{:03}", absence.starts.strftime("%Y%m%d"), count);
    }
}

fn of_person(
    person: &Person,
    habit: Option<&Habit>,
    days: &Days<'_>,
    (random, all): (&mut Random, &mut Vec<Absence>),
) {
    let usual = habit.map_or_else(|| 60 + random.below(110), |habit| habit.usual);
    let restless = restlessness(person, habit, days, random);
    let mut free_from = days.day(-PAST_DAYS);
    let mut week = free_from;
    while week < days.today {
        let is_restless = restless.is_some_and(|(from, to, _)| from <= week && week < to);
        let rate = restless.filter(|_| is_restless).map_or(usual, |(_, _, rate)| rate);
        let kinds: &[(Kind, u32)] = if is_restless { &RESTLESS } else { &KINDS };
        let kind = random.weigh(kinds).filter(|_| random.in_thousand(rate));
        let start = week.saturating_add(i64::from(random.between(0, 6)).days());
        if let Some(kind) = kind.filter(|_| start >= free_from && person.was_employed_on(start))
            && let Some(absence) = absence(person, kind, (start, days), random)
        {
            free_from = absence.ends.saturating_add(1.days());
            all.push(absence);
        }
        week = week.saturating_add(7.days());
    }
}

/// From when to when somebody is restless, and how often away then.
fn restlessness(
    person: &Person,
    habit: Option<&Habit>,
    days: &Days<'_>,
    random: &mut Random,
) -> Option<(Date, Date, u32)> {
    if let Some(habit) = habit {
        let end = days.day(-habit.until_days);
        return Some((weeks_before(end, habit.weeks), end, habit.changed));
    }
    let left = person.spells.last()?.left_on?;
    let weeks = random.between(RESTLESS_WEEKS.0, RESTLESS_WEEKS.1);
    random.in_thousand(500).then(|| (weeks_before(left, weeks), left, RESTLESS_PER_THOUSAND_WEEKS))
}

fn weeks_before(day: Date, weeks: i32) -> Date {
    day.saturating_sub(i64::from(weeks * 7).days())
}

/// An absence from the first working day on or after `start`; none where it would reach beyond yesterday or the spell.
fn absence(
    person: &Person,
    kind: Kind,
    (start, days): (Date, &Days<'_>),
    random: &mut Random,
) -> Option<Absence> {
    let halves = random.between(kind.halves.0, kind.halves.1);
    let whole_days = usize::try_from((halves + 1) / 2).ok()?;
    let horizon = start.saturating_add(60.days());
    let mut working = span(start, horizon).filter(|day| days.is_working(*day)).take(whole_days);
    let starts = working.next()?;
    let ends = working.last().unwrap_or(starts);
    let is_past = days_between(ends, days.today) > 0;
    (is_past && person.was_employed_on(starts) && person.was_employed_on(ends)).then(|| Absence {
        emp_no: person.emp_no.clone(),
        kind: kind.code,
        starts,
        ends,
        half_days: i64::from(halves),
        reference: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use calendar::Calendar;
    use jiff::civil::date;

    use super::*;
    use crate::people::of_a_day;

    fn made(today: Date) -> (Vec<Person>, Vec<Absence>) {
        let calendar = Calendar::builtin();
        let people = of_a_day(today);
        let absences = make(1, &people, &Days::new(today, &calendar)).unwrap();
        (people, absences)
    }

    #[test]
    fn a_few_thousand_absences_lie_on_working_days_of_three_years_and_each_has_its_number() {
        let calendar = Calendar::builtin();
        for today in [date(2026, 11, 5), date(2028, 2, 29), date(2026, 2, 18)] {
            let (people, absences) = made(today);
            assert!((2_000..5_000).contains(&absences.len()), "{}", absences.len());
            let numbers: HashSet<&String> = absences.iter().map(|absence| &absence.reference).collect();
            assert_eq!(numbers.len(), absences.len());
            for absence in &absences {
                assert!(calendar.is_working_day(absence.starts) && calendar.is_working_day(absence.ends));
                assert!(absence.starts <= absence.ends && absence.ends < today);
                let person = people.iter().find(|person| person.emp_no == absence.emp_no).unwrap();
                assert!(person.was_employed_on(absence.starts) && person.was_employed_on(absence.ends));
            }
        }
    }

    #[test]
    fn nobody_is_away_twice_at_once() {
        let (_, absences) = made(date(2026, 11, 5));
        let mut last: HashMap<&str, Date> = HashMap::new();
        for absence in &absences {
            let before = last.insert(&absence.emp_no, absence.ends);
            assert!(before.is_none_or(|before| before < absence.starts), "{}", absence.emp_no);
        }
    }

    #[test]
    fn who_hardly_ever_took_leave_takes_it_every_few_days_now() {
        let today = date(2026, 11, 5);
        let (people, absences) = made(today);
        let buyer = people.iter().find(|person| person.name == "陈国强").unwrap();
        let in_days = |from: i32, to: i32| {
            let own = absences.iter().filter(|absence| absence.emp_no == buyer.emp_no);
            own.filter(|absence| (from..to).contains(&days_between(absence.starts, today))).count()
        };
        assert!(in_days(0, 63) >= 5, "{}", in_days(0, 63));
        assert!(in_days(63, 730) <= 9, "{}", in_days(63, 730));
    }
}
