//! Three years of suggestions and opinions, and the conflicts that somebody noted. Some who left had fallen silent before.

use std::collections::HashMap;

use jiff::ToSpan as _;
use kernel::Date;

use crate::{
    Result,
    days::Days,
    leave::{Habit, habits},
    people::Person,
    random::Random,
};

/// Three years.
const PAST_DAYS: i32 = 1095;
const KINDS: [(&str, u32); 3] = [("suggestion", 60), ("opinion", 28), ("question", 12)];
/// So many of a thousand who left had fallen silent, for so many weeks.
const SILENT: u32 = 550;
const SILENT_WEEKS: (i32, i32) = (7, 14);

/// Something somebody said, or a conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) emp_no: String,
    pub(crate) kind: &'static str,
    pub(crate) on_day: Date,
    pub(crate) reference: String,
}

/// What everybody said, by day.
pub(crate) fn make(seed: u64, people: &[Person], days: &Days<'_>) -> Result<Vec<Word>> {
    let habits = habits()?;
    let habits: HashMap<&str, &Habit> =
        habits.habit.iter().map(|habit| (habit.name.as_str(), habit)).collect();
    let mut words = Vec::new();
    for person in people {
        let mut random = Random::stream(seed, &format!("voice {}", person.emp_no));
        let habit = habits.get(person.name.as_str()).copied();
        of_person(person, habit, days, (&mut random, &mut words));
    }
    words.sort_by(|a: &Word, b| (a.on_day, &a.emp_no, a.kind).cmp(&(b.on_day, &b.emp_no, b.kind)));
    for (place, word) in words.iter_mut().enumerate() {
        word.reference = format!("YJ{}{place:05}", word.on_day.strftime("%Y%m%d"));
    }
    Ok(words)
}

fn of_person(
    person: &Person,
    habit: Option<&Habit>,
    days: &Days<'_>,
    (random, words): (&mut Random, &mut Vec<Word>),
) {
    let rate = habit.and_then(|habit| habit.voice).unwrap_or_else(|| random.below(220));
    let silent_from = silence(person, habit, days, random);
    let word = |kind, on_day| Word { emp_no: person.emp_no.clone(), kind, on_day, reference: String::new() };
    let mut week = days.day(-PAST_DAYS);
    while week < days.today {
        let kind = random.weigh(&KINDS).filter(|_| random.in_thousand(rate));
        let day = week.saturating_add(i64::from(random.between(0, 4)).days());
        let is_silent = silent_from.is_some_and(|from| day >= from);
        if let Some(kind) = kind.filter(|_| day < days.today && !is_silent && person.was_employed_on(day)) {
            words.push(word(kind, day));
        }
        week = week.saturating_add(7.days());
    }
    let conflicts = habit.map(|habit| habit.conflicts.as_slice()).unwrap_or_default();
    words.extend(conflicts.iter().map(|ago| word("conflict", days.working_day(-ago))));
}

/// From when somebody says nothing any more.
fn silence(person: &Person, habit: Option<&Habit>, days: &Days<'_>, random: &mut Random) -> Option<Date> {
    if let Some(habit) = habit {
        return habit.silent.then(|| habit.changed_on(days));
    }
    let left = person.spells.last()?.left_on?;
    let weeks = random.between(SILENT_WEEKS.0, SILENT_WEEKS.1);
    random.in_thousand(SILENT).then(|| left.saturating_sub(i64::from(weeks * 7).days()))
}
