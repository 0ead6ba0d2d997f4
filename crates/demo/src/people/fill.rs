//! Filling the posts of today, and who reports to whom.

use std::collections::HashMap;

use jiff::ToSpan as _;
use kernel::Date;

use super::{Cast, Person, Spell, papers};
use crate::{
    Result,
    days::Days,
    names::{Gender, Names},
    organisation::{Department, Organisation},
    random::Random,
};

/// How long people have been there, in tenths of years: from, to, and how many of a hundred.
const TENURES: [((i32, i32), u32); 6] =
    [((1, 9), 13), ((10, 29), 24), ((30, 59), 25), ((60, 109), 22), ((110, 169), 12), ((170, 230), 4)];
/// Posts whose holders report to a team leader where there is one.
const TEAM_WORDS: [&str; 2] = ["操作工", "钳工"];
const TEAM_LEADER: &str = "班组长";

/// Everybody who holds a post today: the cast where it belongs, the rest drawn. Those of the cast who are gone since
/// (`gone`) come besides.
pub(super) fn posts(
    seed: u64,
    firm: &Organisation,
    days: &Days<'_>,
    (cast, gone): (&[Cast], &[&str]),
) -> Result<Vec<Person>> {
    let mut names = Names::besides(cast.iter().map(|person| person.name.clone()))?;
    let mut random = Random::stream(seed, "posts");
    let mut people: Vec<Person> = cast.iter().map(|person| of_cast(person, days)).collect();
    for department in &firm.departments {
        for (post, wanted) in &department.staff {
            let holds = |person: &&Cast| {
                person.department == department.path
                    && person.post == *post
                    && !gone.contains(&person.name.as_str())
            };
            let held = u32::try_from(cast.iter().filter(holds).count()).unwrap_or(u32::MAX);
            for _ in held..*wanted {
                people.push(drawn((department, post), days, (&mut names, &mut random)));
            }
        }
    }
    Ok(people)
}

fn of_cast(cast: &Cast, days: &Days<'_>) -> Person {
    #[expect(clippy::cast_possible_truncation, reason = "a working life has fewer days than an i32 holds")]
    let tenure_days = (cast.years * 365.25).round() as i32;
    let hired_on = days.working_day(-tenure_days);
    // Spread over the year without chance: people of the cast stay who they are whatever the seed.
    let shift = cast.name.chars().map(|c| u32::from(c) % 331).sum::<u32>() % 300;
    let born = days.day(-(cast.age * 365 + cast.age / 4 + i32::try_from(shift).unwrap_or(0)));
    let mut person =
        blank((cast.name.clone(), Gender::of(&cast.gender)), (&cast.department, &cast.post), born);
    person.login.clone_from(&cast.login);
    person.role.clone_from(&cast.role);
    person.is_cast = true;
    person.spells = vec![papers::running_spell(hired_on, days)];
    person
}

fn drawn(
    (department, post): (&Department, &str),
    days: &Days<'_>,
    (names, random): (&mut Names, &mut Random),
) -> Person {
    let is_shop_floor = TEAM_WORDS.iter().any(|word| post.contains(word)) || post.contains("维修");
    let gender =
        if random.in_thousand(if is_shop_floor { 850 } else { 520 }) { Gender::Male } else { Gender::Female };
    let span = random.weigh(&TENURES).unwrap_or((10, 29));
    // Whoever heads a department did not come yesterday.
    let least = if department.head == post { 30 } else { 0 };
    let tenths = random.between(span.0, span.1).max(least);
    let hired_on = days.working_day(-(tenths * 365 / 10 + random.between(0, 30)));
    let age_when_hired = random.between(20, if tenths < 60 { 40 } else { 32 });
    let born = born_before(hired_on, age_when_hired, random);
    let mut person = blank((names.next(gender, random), gender), (&department.path, post), born);
    person.spells = vec![papers::running_spell(hired_on, days)];
    person
}

/// A birthday for somebody who is of this age when hired.
pub(super) fn born_before(hired_on: Date, age: i32, random: &mut Random) -> Date {
    let days = i64::from(age) * 365 + i64::from(age / 4) + i64::from(random.between(0, 364));
    hired_on.saturating_sub(days.days())
}

/// Somebody without a spell, a number and papers.
pub(super) fn blank(
    (name, gender): (String, Gender),
    (department, post): (&str, &str),
    born: Date,
) -> Person {
    Person {
        emp_no: String::new(),
        name,
        gender,
        born,
        department: department.to_owned(),
        post: post.to_owned(),
        manager_no: None,
        spells: Vec::<Spell>::new(),
        id_number: String::new(),
        phone: String::new(),
        email: String::new(),
        login: None,
        role: None,
        is_cast: false,
    }
}

/// Everybody reports to the head of the department, or to a team leader in it; heads to the head above.
pub(super) fn reporting_lines(firm: &Organisation, people: &mut [Person]) {
    let heads = heads(firm, people);
    let top = heads.values().find(|(_, post)| *post == firm.top).map(|(number, _)| number.clone());
    let leaders = team_leaders(people);
    let mut turn: HashMap<String, usize> = HashMap::new();
    for person in people.iter_mut() {
        let Some(department) = firm.department(&person.department) else { continue };
        let head_of = |path: &str| heads.get(path).map(|(number, _)| number.clone());
        person.manager_no = if person.post == firm.top {
            None
        } else if person.post == department.head {
            department.parent().and_then(head_of).or_else(|| top.clone())
        } else if TEAM_WORDS.iter().any(|word| person.post.contains(word)) {
            let next = turn.entry(person.department.clone()).or_default();
            *next += 1;
            let team = leaders.get(&person.department);
            let leader = team.and_then(|team| team.get(*next % team.len().max(1)).cloned());
            leader.or_else(|| head_of(&person.department))
        } else {
            head_of(&person.department)
        };
    }
}

/// The head of each department: number and post.
fn heads<'f>(firm: &'f Organisation, people: &[Person]) -> HashMap<&'f str, (String, &'f str)> {
    let head = |department: &'f Department| {
        let holds = |person: &&Person| {
            person.department == department.path && person.post == department.head && person.is_employed()
        };
        let found = people.iter().find(holds)?;
        Some((department.path.as_str(), (found.emp_no.clone(), department.head.as_str())))
    };
    firm.departments.iter().filter_map(head).collect()
}

fn team_leaders(people: &[Person]) -> HashMap<String, Vec<String>> {
    let mut leaders: HashMap<String, Vec<String>> = HashMap::new();
    for person in people.iter().filter(|person| person.post == TEAM_LEADER && person.is_employed()) {
        leaders.entry(person.department.clone()).or_default().push(person.emp_no.clone());
    }
    leaders
}
