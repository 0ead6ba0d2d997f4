use std::collections::HashSet;

use jiff::civil::date;

use super::*;
use crate::people::of_a_day;

const DAYS: [Date; 5] =
    [date(2026, 11, 5), date(2027, 1, 1), date(2028, 2, 29), date(2026, 11, 8), date(2026, 2, 18)];

#[test]
fn about_180_are_there_today_and_dozens_left_in_the_last_three_years() {
    for today in DAYS {
        let people = of_a_day(today);
        let employed = people.iter().filter(|person| person.was_employed_on(today)).count();
        // Whose contract ran out and whose departure closed is still there until the story ends it.
        assert_eq!(employed, 181, "{today}");
        let left = people.iter().filter(|person| !person.is_employed()).count();
        assert_eq!(left, 66, "{today}");
        assert_eq!(people.iter().filter(|person| person.spells.len() == 2).count(), 4, "{today}");
    }
}

#[test]
fn numbers_mail_and_names_are_nobody_elses() {
    let people = of_a_day(DAYS[0]);
    for key in [|person: &Person| person.emp_no.clone(), |person: &Person| person.email.clone()] {
        let different: HashSet<String> = people.iter().map(key).collect();
        assert_eq!(different.len(), people.len());
    }
    let names: HashSet<&String> = people.iter().map(|person| &person.name).collect();
    assert_eq!(names.len(), people.len());
}

#[test]
fn spells_follow_one_another_and_nobody_worked_as_a_child() {
    for today in DAYS {
        for person in of_a_day(today) {
            let first = person.first_hired_on().unwrap();
            assert!(days_between(person.born, first) >= 18 * 365, "{today} {}", person.name);
            for pair in person.spells.windows(2) {
                assert!(pair[0].left_on.unwrap() < pair[1].hired_on, "{today} {}", person.name);
            }
            for spell in &person.spells {
                assert!(spell.left_on.is_none_or(|left| spell.hired_on <= left), "{today} {}", person.name);
                assert!(spell.contract_until.is_none_or(|until| spell.contract_from < until));
            }
        }
    }
}

#[test]
fn everybody_but_the_general_manager_reports_to_somebody_who_is_there() {
    let people = of_a_day(DAYS[0]);
    let there: HashSet<&String> = people.iter().filter(|p| p.is_employed()).map(|p| &p.emp_no).collect();
    let without: Vec<&Person> = people.iter().filter(|person| person.manager_no.is_none()).collect();
    assert_eq!(without.iter().map(|person| person.post.as_str()).collect::<Vec<_>>(), ["总经理"]);
    for person in &people {
        assert!(person.manager_no.as_ref() != Some(&person.emp_no), "{} reports to himself", person.name);
        assert!(person.manager_no.as_ref().is_none_or(|manager| there.contains(manager)), "{}", person.name);
    }
    let find = |name: &str| people.iter().find(|person| person.name == name).unwrap();
    assert_eq!(find("王建国").manager_no.as_ref(), Some(&find("陈志远").emp_no));
    assert_eq!(find("陈志远").manager_no.as_ref(), Some(&find("吴启明").emp_no));
}

#[test]
fn no_identity_number_is_right_and_no_telephone_number_exists() {
    for person in of_a_day(DAYS[0]) {
        let sum: u32 =
            person.id_number.chars().zip(WEIGHTS).map(|(c, w)| c.to_digit(10).unwrap_or(0) * w).sum();
        let right = CHECK[usize::try_from(sum % 11).unwrap()];
        assert_ne!(person.id_number.chars().last(), Some(right), "{}", person.id_number);
        assert_eq!(person.id_number.chars().count(), 18);
        assert!(person.phone.starts_with("129") && person.phone.len() == 11, "{}", person.phone);
    }
}

#[test]
fn the_one_who_retires_reaches_the_age_in_the_month_of_the_end() {
    // By the table of the decision of 2024: a man born in June 1966 retires at 60 years and 5 months, in November 2026.
    for (end, born) in
        [(date(2026, 11, 30), (1966, 6)), (date(2025, 2, 20), (1965, 1)), (date(2028, 4, 30), (1967, 8))]
    {
        let mut people = of_a_day(DAYS[0]);
        retire(&mut people, "沈根生", end);
        let found = people.iter().find(|person| person.name == "沈根生").unwrap().born;
        assert_eq!((found.year(), found.month()), born, "{end}");
    }
}
