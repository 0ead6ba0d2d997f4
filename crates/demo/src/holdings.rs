//! What people have in hand: customers and suppliers, duties and open work, assets, projects.

use kernel::Date;
use serde::Deserialize;

use crate::{Result, data, days::Days, people::Person, random::Random};

/// A customer or supplier; people by employee number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Partner {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) contact: String,
    pub(crate) owner: Option<String>,
    pub(crate) second: Option<String>,
    pub(crate) last_contact_on: Date,
    pub(crate) weight: i64,
}

/// A duty or piece of open work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Duty {
    pub(crate) owner: String,
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) weight: i64,
    pub(crate) hours: i64,
    pub(crate) due_on: Option<Date>,
}

/// Something issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asset {
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) holder: String,
    pub(crate) issued_on: Date,
}

/// That somebody works on a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) project: String,
    pub(crate) number: String,
    pub(crate) emp_no: String,
    pub(crate) role: String,
    pub(crate) joined_on: Date,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Holdings {
    pub(crate) partners: Vec<Partner>,
    pub(crate) duties: Vec<Duty>,
    pub(crate) assets: Vec<Asset>,
    pub(crate) members: Vec<Member>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    customer: Vec<PartnerRow>,
    duty: Vec<DutyRows>,
    issue: Vec<Issue>,
    asset: Vec<AssetRow>,
    project: Vec<ProjectRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartnerRow {
    name: String,
    kind: String,
    contact: String,
    owner: String,
    second: String,
    department: String,
    days: i32,
    weight: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DutyRows {
    owner: String,
    list: Vec<DutyRow>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum DutyRow {
    Dated(String, String, i64, i64, i32),
    Undated(String, String, i64, i64),
}

/// What everybody with such a post is issued.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Issue {
    kind: String,
    name: String,
    number: String,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AssetRow {
    kind: String,
    name: String,
    number: String,
    holder: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectRow {
    name: String,
    number: String,
    members: Vec<(String, String, i32)>,
}

/// Makes what the people of today hold.
pub(crate) fn make(seed: u64, people: &[Person], days: &Days<'_>) -> Result<Holdings> {
    let tables: Tables = data::read("holdings.toml", include_str!("../data/holdings.toml"))?;
    let mut random = Random::stream(seed, "holdings");
    let mut holdings = Holdings::default();
    for row in &tables.customer {
        holdings.partners.push(partner(row, people, days, &mut random));
    }
    for rows in &tables.duty {
        let Some(owner) = number_of(&rows.owner, people) else { continue };
        holdings.duties.extend(rows.list.iter().map(|row| duty(row, &owner, days)));
    }
    holdings.assets = issued(&tables.issue, people, days, &mut random);
    for row in &tables.asset {
        let Some(holder) = people.iter().find(|person| person.name == row.holder) else { continue };
        let issued_on = issue_day(holder, days, &mut random);
        holdings.assets.push(Asset {
            number: row.number.clone(),
            name: row.name.clone(),
            kind: row.kind.clone(),
            holder: holder.emp_no.clone(),
            issued_on,
        });
    }
    holdings.members = tables.project.iter().flat_map(|row| members(row, people, days)).collect();
    Ok(holdings)
}

fn members<'r>(
    row: &'r ProjectRow,
    people: &'r [Person],
    days: &'r Days<'_>,
) -> impl Iterator<Item = Member> + 'r {
    row.members.iter().filter_map(move |(name, role, ago)| {
        Some(Member {
            project: row.name.clone(),
            number: row.number.clone(),
            emp_no: number_of(name, people)?,
            role: role.clone(),
            joined_on: days.working_day(-ago),
        })
    })
}

fn number_of(name: &str, people: &[Person]) -> Option<String> {
    people.iter().find(|person| person.name == name).map(|person| person.emp_no.clone())
}

fn partner(row: &PartnerRow, people: &[Person], days: &Days<'_>, random: &mut Random) -> Partner {
    let is_fit =
        |person: &&Person| person.department == row.department && person.is_settled(days) && !person.is_cast;
    let fit: Vec<&Person> = people.iter().filter(is_fit).collect();
    let drawn = random.pick(&fit).map(|person| person.emp_no.clone());
    let owner = number_of(&row.owner, people).or(drawn);
    // Some know only one of ours: those are the ones that go with a person.
    let other =
        fit.iter().find(|person| Some(&person.emp_no) != owner.as_ref()).map(|person| person.emp_no.clone());
    let second = number_of(&row.second, people).or_else(|| other.filter(|_| row.owner.is_empty()));
    Partner {
        name: row.name.clone(),
        kind: row.kind.clone(),
        contact: row.contact.clone(),
        owner,
        second,
        last_contact_on: days.working_day(-row.days),
        weight: row.weight,
    }
}

fn duty(row: &DutyRow, owner: &str, days: &Days<'_>) -> Duty {
    let (title, kind, weight, hours, due) = match row {
        DutyRow::Dated(title, kind, weight, hours, due) => (title, kind, *weight, *hours, Some(*due)),
        DutyRow::Undated(title, kind, weight, hours) => (title, kind, *weight, *hours, None),
    };
    Duty {
        owner: owner.to_owned(),
        title: title.clone(),
        kind: kind.clone(),
        weight,
        hours,
        due_on: due.map(|due| days.working_day(due)),
    }
}

/// Badges, computers and telephones, numbered in the order of the employee numbers.
fn issued(rules: &[Issue], people: &[Person], days: &Days<'_>, random: &mut Random) -> Vec<Asset> {
    let mut assets = Vec::new();
    for rule in rules {
        let mut number = 100;
        for person in people.iter().filter(|person| person.is_employed() && concerns(rule, &person.post)) {
            number += random.between(1, 4);
            assets.push(Asset {
                number: format!("{}-{number:04}", rule.number),
                name: rule.name.clone(),
                kind: rule.kind.clone(),
                holder: person.emp_no.clone(),
                issued_on: issue_day(person, days, random),
            });
        }
    }
    assets
}

fn concerns(rule: &Issue, post: &str) -> bool {
    rule.words.is_empty() || rule.words.iter().any(|word| post.contains(word.as_str()))
}

/// A working day within the last four years, not before the spell.
fn issue_day(person: &Person, days: &Days<'_>, random: &mut Random) -> Date {
    let drawn = days.working_day(-random.between(20, 1400));
    let hired_on = person.spells.last().map_or(drawn, |spell| spell.hired_on);
    drawn.max(hired_on)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use calendar::Calendar;
    use jiff::civil::date;

    use super::*;
    use crate::people::of_a_day;

    #[test]
    fn holders_are_people_numbers_are_unique_and_the_veteran_holds_what_the_picture_shows() {
        let calendar = Calendar::builtin();
        let today = date(2026, 11, 5);
        let people = of_a_day(today);
        let holdings = make(1, &people, &Days::new(today, &calendar)).unwrap();
        let tables: Tables = data::read("holdings.toml", include_str!("../data/holdings.toml")).unwrap();
        assert_eq!(holdings.partners.len(), tables.customer.len());
        for name in
            tables.duty.iter().map(|rows| &rows.owner).chain(tables.asset.iter().map(|row| &row.holder))
        {
            assert!(number_of(name, &people).is_some(), "{name}");
        }
        for partner in &tables.customer {
            for name in [&partner.owner, &partner.second].into_iter().filter(|name| !name.is_empty()) {
                assert!(number_of(name, &people).is_some(), "{name}");
            }
        }
        let numbers: HashSet<&String> = holdings.assets.iter().map(|asset| &asset.number).collect();
        assert_eq!(numbers.len(), holdings.assets.len());
        assert!(holdings.assets.len() > 250 && holdings.duties.len() > 25);
        assert!(holdings.partners.iter().all(|partner| partner.owner.is_some()));
        assert!(holdings.partners.iter().any(|partner| partner.second.is_none()));
        let veteran = number_of("王建国", &people).unwrap();
        let held = |kind: &str| {
            holdings.assets.iter().filter(|asset| asset.holder == veteran && asset.kind == kind).count()
        };
        assert_eq!(
            (held("laptop"), held("phone"), held("sim"), held("drawing"), held("badge")),
            (1, 1, 1, 4, 1)
        );
    }
}
