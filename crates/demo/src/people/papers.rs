//! What stands in people's papers: contracts, numbers, telephone, mail.
//!
//! Telephone numbers begin with 129, which no operator has; identity numbers carry a region that does not exist and a
//! wrong check digit, so that none can be anybody's.

use std::collections::HashSet;

use jiff::ToSpan as _;
use kernel::Date;

use super::{Person, Spell};
use crate::{
    days::{Days, days_between},
    names::Gender,
    organisation::Organisation,
    random::Random,
};

/// Fixed terms before the contract without one: three years, then three, then open.
const TERM_YEARS: i64 = 3;
const TERMS: i64 = 2;
/// A contract of three years allows so many days in probation.
const PROBATION_DAYS: i32 = 180;
/// Raising the age of retirement by a month every four, from 1965 on, to 63 at most (men).
const RETIREMENT_MONTHS: i32 = 60 * 12;
const MOST_MONTHS_LATER: i32 = 36;
/// January 1965, counted in months.
const FIRST_MONTH: i32 = 1965 * 12 + 1;
/// Far enough for anybody who retires while this program is in use.
const MONTHS_OF_BIRTH: i32 = 600;
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// A spell that runs today, with the contract of its year.
pub(super) fn running_spell(hired_on: Date, days: &Days<'_>) -> Spell {
    let is_probation = days_between(hired_on, days.today) < PROBATION_DAYS;
    let (contract_from, contract_until) = contract(hired_on, days.today);
    Spell { hired_on, left_on: None, is_probation, contract_from, contract_until }
}

/// A spell that is over.
pub(super) fn past_spell(hired_on: Date, left_on: Date) -> Spell {
    let (contract_from, contract_until) = contract(hired_on, left_on);
    Spell { hired_on, left_on: Some(left_on), is_probation: false, contract_from, contract_until }
}

/// The contract that ran on a day, from and until.
fn contract(hired_on: Date, on: Date) -> (Date, Option<Date>) {
    let begins = |term: i64| hired_on.saturating_add((term * TERM_YEARS).years());
    let term = (0..TERMS).find(|term| on < begins(term + 1)).unwrap_or(TERMS);
    let until = (term < TERMS).then(|| begins(term + 1).saturating_sub(1.days()));
    (begins(term), until)
}

/// Lets somebody's contract end on a day, a term before it.
pub(super) fn end_contract(people: &mut [Person], name: &str, end: Date) {
    let Some(person) = people.iter_mut().find(|person| person.name == name) else { return };
    if let Some(spell) = person.spells.last_mut() {
        let from = end.saturating_sub(TERM_YEARS.years()).saturating_add(1.days());
        spell.hired_on = from;
        spell.contract_from = from;
        spell.contract_until = Some(end);
        spell.is_probation = false;
    }
}

/// Lets a man reach the age of retirement on a day.
pub(super) fn retire(people: &mut [Person], name: &str, end: Date) {
    if let Some(person) = people.iter_mut().find(|person| person.name == name) {
        person.born = born_to_retire(end);
    }
}

/// When a man was born who reaches the age of retirement by a day, in its month.
pub(crate) fn born_to_retire(end: Date) -> Date {
    let end_month = month_count(end);
    // Each four months of birth after 1964 add one month; the later one is born, the later the age is reached.
    let reached = |months: &i32| {
        let later = (months / 4 + 1).min(MOST_MONTHS_LATER);
        FIRST_MONTH + months + RETIREMENT_MONTHS + later <= end_month
    };
    let months = (0..MONTHS_OF_BIRTH).take_while(reached).last().unwrap_or(0);
    let first = Date::constant(1965, 1, 1).saturating_add(i64::from(months).months());
    first.saturating_add(i64::from(end.day().min(28) - 1).days())
}

fn month_count(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month())
}

/// Gives employee numbers in the order of hiring, and what hangs on them.
pub(super) fn number(seed: u64, firm: &Organisation, people: &mut [Person]) {
    let mut random = Random::stream(seed, "numbers");
    people.sort_by(|a, b| (a.first_hired_on(), &a.name).cmp(&(b.first_hired_on(), &b.name)));
    let mut number = 1000;
    let mut addresses = HashSet::new();
    for person in people.iter_mut() {
        // Those who left longer than three years ago took the numbers between.
        number += random.between(1, 5);
        person.emp_no = format!("{number:05}");
        person.phone = format!("129{:04}{:04}", random.below(10_000), random.below(10_000));
        person.id_number = id_number(person.born, person.gender, &mut random);
        person.email = address(&person.name, &person.emp_no, &firm.mail, &mut addresses);
    }
}

fn id_number(born: Date, gender: Gender, random: &mut Random) -> String {
    let order = random.below(498) * 2 + if gender == Gender::Male { 1 } else { 2 };
    let digits = format!("320599{:04}{:02}{:02}{order:03}", born.year(), born.month(), born.day());
    let sum: u32 =
        digits.chars().zip(WEIGHTS).map(|(digit, weight)| digit.to_digit(10).unwrap_or(0) * weight).sum();
    // The digit after the right one.
    let index = usize::try_from((sum + 1) % 11).unwrap_or(0);
    let wrong = CHECK.get(index).copied().unwrap_or('0');
    format!("{digits}{wrong}")
}

fn address(name: &str, emp_no: &str, mail: &str, taken: &mut HashSet<String>) -> String {
    let pinyin = text::search_keys(name).into_iter().find(|key| key.chars().all(|c| c.is_ascii_alphabetic()));
    let local = pinyin.unwrap_or_else(|| emp_no.to_owned());
    let local = if taken.insert(local.clone()) { local } else { format!("{local}{emp_no}") };
    format!("{local}@{mail}")
}

#[cfg(test)]
mod tests;
