use std::collections::{HashMap, HashSet};

use jiff::civil::date;

use super::*;
use crate::{
    company::Company,
    days::{self, days_between, instant},
};

const DAYS: [Date; 6] = [
    date(2026, 11, 5),
    date(2027, 1, 1),
    date(2028, 2, 29),
    date(2026, 11, 8),
    date(2026, 2, 20),
    date(2026, 3, 1),
];

fn made(today: Date) -> Vec<Step> {
    Company::make(1, today, &Calendar::builtin()).unwrap().steps
}

#[test]
fn deeds_follow_one_another_and_all_lie_before_today() {
    for today in DAYS {
        let steps = made(today);
        assert!(steps.len() > 400, "{today}: {}", steps.len());
        assert!(steps.is_sorted_by_key(|step| step.at), "{today}");
        assert!(steps.iter().all(|step| step.at < instant(today, 0)), "{today}");
        assert!(steps.first().is_some_and(|step| step.at > instant(today, -120 * 24 * 60)), "{today}");
    }
}

#[test]
fn the_same_seed_and_day_give_the_same_deeds_and_another_seed_other_words() {
    let make = |seed| Company::make(seed, DAYS[0], &Calendar::builtin()).unwrap().steps;
    assert_eq!(make(1), make(1));
    assert_ne!(make(1), make(2));
}

#[test]
fn whoever_acts_can_sign_in() {
    let company = Company::make(1, DAYS[0], &Calendar::builtin()).unwrap();
    let able: HashSet<&String> =
        company.people.iter().filter(|person| person.login.is_some()).map(|person| &person.name).collect();
    for step in &company.steps {
        assert!(able.contains(&step.actor), "{} in {:?}", step.actor, step.deed);
    }
}

#[test]
fn every_item_of_the_tellings_is_held_by_the_leaver() {
    let company = Company::make(1, DAYS[0], &Calendar::builtin()).unwrap();
    let number =
        |name: &str| company.people.iter().find(|p| p.name == name).map(|p| p.emp_no.clone()).unwrap();
    for telling in &Story::read().unwrap().tellings {
        let leaver = number(&telling.person);
        let mut held: HashSet<&str> = HashSet::new();
        let knows = |line: &&crate::knowledge::Known| {
            line.holder.as_ref().is_some_and(|(n, l)| *n == leaver && *l >= 2)
        };
        held.extend(company.knowledge.iter().filter(knows).map(|line| line.item.as_str()));
        held.extend(company.holdings.duties.iter().filter(|d| d.owner == leaver).map(|d| d.title.as_str()));
        let owns = |p: &&crate::holdings::Partner| p.owner.as_ref() == Some(&leaver);
        held.extend(company.holdings.partners.iter().filter(owns).map(|p| p.name.as_str()));
        let told = telling.items.iter().flat_map(|items| &items.list).map(|(title, _, _)| title.as_str());
        let told: HashSet<&str> = told.collect();
        if telling.items.is_some() {
            let missing: Vec<_> = told.symmetric_difference(&held).collect();
            assert!(missing.is_empty(), "{}: {missing:?}", telling.person);
        }
    }
}

#[test]
fn the_thirty_days_of_the_veteran_are_at_their_ninth() {
    for today in DAYS {
        let steps = made(today);
        let opened = steps.iter().find(|step| step.departure == "王建国").unwrap();
        let Deed::Open { dates, .. } = &opened.deed else { panic!("{:?}", opened.deed) };
        assert_eq!(
            (days_between(dates.notice_on, today), days_between(dates.notice_on, dates.last_day)),
            (9, 30)
        );
    }
}

#[test]
fn stages_are_reached_in_their_order_also_when_a_festival_leaves_few_days() {
    let year = days::span(date(2026, 1, 1), date(2027, 1, 5)).step_by(11);
    for today in DAYS.into_iter().chain(year) {
        let mut last: HashMap<(String, String), Stage> = HashMap::new();
        for step in made(today) {
            let Deed::Say { item, stage, .. } = step.deed else { continue };
            let before = last.insert((step.departure, item.clone()), stage);
            assert_eq!(before, stage.previous(), "{today} {item}");
        }
    }
}
