//! The knowledge register: what there is to know, how much it matters, and who can do it how well.

use kernel::Date;
use serde::Deserialize;

use crate::{Result, data, days::Days, people::Person, random::Random};

/// One line of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) item: String,
    pub(crate) area: String,
    pub(crate) kind: String,
    pub(crate) weight: i64,
    pub(crate) hours: i64,
    /// Who, by employee number, and how well, 0 to 4.
    pub(crate) holder: Option<(String, i64)>,
    pub(crate) seen_on: Date,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    area: Vec<Area>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Area {
    name: String,
    department: String,
    items: Vec<(String, String, i64, i64, String)>,
}

/// Makes the register, items in the order of the table.
pub(crate) fn make(seed: u64, people: &[Person], days: &Days<'_>) -> Result<Vec<Known>> {
    let register: Register = data::read("knowledge.toml", include_str!("../data/knowledge.toml"))?;
    let mut lines = Vec::new();
    for area in &register.area {
        for (item, kind, weight, hours, holders) in &area.items {
            let mut random = Random::stream(seed, &format!("knowledge {item}"));
            let seen_on = days.working_day(-random.between(30, 200));
            let line = |holder| Known {
                item: item.clone(),
                area: area.name.clone(),
                kind: kind.clone(),
                weight: *weight,
                hours: *hours,
                holder,
                seen_on,
            };
            let held = holders_of(holders, (area, people, days), &mut random);
            if held.is_empty() {
                lines.push(line(None));
            }
            lines.extend(held.into_iter().map(|holder| line(Some(holder))));
        }
    }
    Ok(lines)
}

fn holders_of(
    said: &str,
    (area, people, days): (&Area, &[Person], &Days<'_>),
    random: &mut Random,
) -> Vec<(String, i64)> {
    let named: Vec<(String, i64)> =
        said.split_whitespace().filter(|word| *word != "*").filter_map(|word| named(word, people)).collect();
    if !named.is_empty() {
        return named;
    }
    let mut fit: Vec<&Person> = people
        .iter()
        .filter(|person| person.department == area.department && person.is_settled(days) && !person.is_cast)
        .collect();
    let mut drawn = Vec::new();
    let levels: &[i64] = match (said, random.below(3)) {
        ("*", 0) => &[4, 1, 1],
        ("*", _) => &[4, 1],
        (_, 0) => &[4, 3, 2, 1],
        (_, 1) => &[3, 3, 2],
        _ => &[4, 2, 2, 1],
    };
    for level in levels {
        let place = usize::try_from(random.below(u32::try_from(fit.len()).unwrap_or(0))).unwrap_or(0);
        if place < fit.len() {
            drawn.push((fit.swap_remove(place).emp_no.clone(), *level));
        }
    }
    drawn
}

/// A name with its level, as 王建国4; none for a name that nobody bears.
fn named(word: &str, people: &[Person]) -> Option<(String, i64)> {
    let level = word.chars().last()?.to_digit(10)?;
    let name = word.strip_suffix(|c: char| c.is_ascii_digit())?;
    let person = people.iter().find(|person| person.name == name)?;
    Some((person.emp_no.clone(), i64::from(level)))
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use calendar::Calendar;
    use jiff::civil::date;

    use super::*;
    use crate::people::of_a_day;

    fn made() -> (Vec<Person>, Vec<Known>) {
        let calendar = Calendar::builtin();
        let today = date(2026, 11, 5);
        let people = of_a_day(today);
        let lines = make(1, &people, &Days::new(today, &calendar)).unwrap();
        (people, lines)
    }

    #[test]
    fn about_150_items_are_held_and_every_name_in_the_table_is_somebody() {
        let (people, lines) = made();
        let items: HashSet<(&str, &str)> =
            lines.iter().map(|line| (line.item.as_str(), line.area.as_str())).collect();
        assert!((120..200).contains(&items.len()), "{}", items.len());
        let register: Register =
            data::read("knowledge.toml", include_str!("../data/knowledge.toml")).unwrap();
        for (item, _, weight, hours, holders) in register.area.iter().flat_map(|area| &area.items) {
            assert!((1..=100).contains(weight) && *hours > 0, "{item}");
            for word in holders.split_whitespace().filter(|word| *word != "*") {
                assert!(named(word, &people).is_some(), "{word} of {item}");
            }
        }
        assert!(lines.iter().all(|line| line.holder.is_some()), "somebody holds each");
        let pairs: HashSet<_> = lines.iter().map(|line| (&line.item, &line.area, &line.holder)).collect();
        assert_eq!(pairs.len(), lines.len());
    }

    #[test]
    fn several_people_alone_can_do_something_and_the_veteran_most_of_all() {
        let (people, lines) = made();
        let mut able: HashMap<&str, Vec<&str>> = HashMap::new();
        for line in &lines {
            if let Some((holder, 3..)) = &line.holder {
                able.entry(&line.item).or_default().push(holder);
            }
        }
        let mut sole: HashMap<&str, i64> = HashMap::new();
        for line in &lines {
            if let (Some((holder, 3..)), Some([_])) =
                (&line.holder, able.get(line.item.as_str()).map(Vec::as_slice))
            {
                *sole.entry(holder).or_default() += line.weight;
            }
        }
        assert!(sole.len() >= 15, "{}", sole.len());
        let veteran = &people.iter().find(|person| person.name == "王建国").unwrap().emp_no;
        let most = sole.values().max();
        assert_eq!(sole.get(veteran.as_str()), most);
    }
}
