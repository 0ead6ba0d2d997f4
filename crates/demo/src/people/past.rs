//! Those who left in the last three years, and those who came back.

use jiff::ToSpan as _;
use kernel::Date;

use super::{Person, fill, papers};
use crate::{
    Result,
    days::{Days, days_between},
    names::{Gender, Names},
    organisation::Organisation,
    random::Random,
};

/// Three years.
const PAST_DAYS: i32 = 1095;
/// So many left in that time: about an eighth of the people a year.
const LEAVERS: u32 = 66;
/// The last leaving lies at least so long ago; what happens now is told by the story.
const QUIET_DAYS: i32 = 30;
/// So many came back.
const REHIRES: usize = 4;
/// How long those who left had been there, in months, and how many of a hundred: most go early.
const STAYED: [((i32, i32), u32); 5] =
    [((1, 6), 16), ((7, 18), 24), ((19, 40), 24), ((41, 90), 20), ((91, 200), 16)];

/// People who left since: they held the posts that others hold now. Heads of departments are not among them.
pub(super) fn leavers(
    seed: u64,
    firm: &Organisation,
    days: &Days<'_>,
    people: &mut Vec<Person>,
) -> Result<()> {
    let mut random = Random::stream(seed, "leavers");
    let mut names = Names::besides(people.iter().map(|person| person.name.clone()))?;
    let mut posts: Vec<((&str, &str), u32)> = Vec::new();
    for department in &firm.departments {
        let others = department.staff.iter().filter(|(post, _)| *post != department.head);
        posts.extend(others.map(|(post, count)| ((department.path.as_str(), post.as_str()), *count)));
    }
    for _ in 0..LEAVERS {
        let Some(place) = random.weigh(&posts) else { continue };
        people.push(leaver(place, days, (&mut names, &mut random)));
    }
    Ok(())
}

fn leaver(place: (&str, &str), days: &Days<'_>, (names, random): (&mut Names, &mut Random)) -> Person {
    let gender = if random.in_thousand(650) { Gender::Male } else { Gender::Female };
    let left_on = days.working_day(-random.between(QUIET_DAYS, PAST_DAYS));
    let months = random.weigh(&STAYED).map_or(12, |(from, to)| random.between(from, to));
    let hired_on =
        monday_to_friday(left_on.saturating_sub(i64::from(months * 30 + random.between(0, 29)).days()));
    let age = random.between(20, 38);
    let born = fill::born_before(hired_on, age, random);
    let mut person = fill::blank((names.next(gender, random), gender), place, born);
    person.spells = vec![papers::past_spell(hired_on, left_on)];
    person
}

/// Some who are there now had been there before, with a year or so between.
pub(super) fn rehires(seed: u64, days: &Days<'_>, people: &mut [Person]) {
    let mut random = Random::stream(seed, "rehires");
    let is_fit = |person: &&mut Person| {
        let tenure = person.first_hired_on().map_or(0, |hired_on| days_between(hired_on, days.today));
        !person.is_cast && person.is_employed() && (200..1500).contains(&tenure)
    };
    let mut fit: Vec<&mut Person> = people.iter_mut().filter(is_fit).collect();
    let step = (fit.len() / (REHIRES + 1)).max(1);
    for person in fit.iter_mut().skip(step / 2).step_by(step).take(REHIRES) {
        let Some(again) = person.first_hired_on() else { continue };
        let left_on = again.saturating_sub(i64::from(random.between(180, 560)).days());
        let hired_on = left_on.saturating_sub(i64::from(random.between(400, 1100)).days());
        let earlier = papers::past_spell(monday_to_friday(hired_on), monday_to_friday(left_on));
        // Nobody was hired as a child the first time.
        person.born = person.born.saturating_sub(days_between(hired_on, again).days());
        person.spells.insert(0, earlier);
    }
}

fn monday_to_friday(day: Date) -> Date {
    use jiff::civil::Weekday::{Saturday, Sunday};
    match day.weekday() {
        Saturday => day.saturating_sub(1.days()),
        Sunday => day.saturating_sub(2.days()),
        _ => day,
    }
}
