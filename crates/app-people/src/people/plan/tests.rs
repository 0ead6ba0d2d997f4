use kernel::Date;

use super::*;

const TODAY: Date = Date::constant(2026, 11, 5);

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn entry(emp_no: &str, name: &str, hired_on: &str) -> RosterEntry {
    RosterEntry::new(emp_no, name, day(hired_on))
}

fn plan(stored: Stored, entries: &[RosterEntry]) -> Plan {
    Plan::new(stored, entries, TODAY, "江南精工")
}

/// What would be stored after the plan was carried out on what was stored before.
fn carried_out(mut stored: Stored, plan: &Plan) -> Stored {
    stored.people = plan.people.iter().map(|state| state.row.now.clone()).collect();
    stored.employments = plan.spells.iter().map(|spell| spell.now.clone()).collect();
    stored.employers.extend(plan.employers.iter().cloned());
    stored.departments.extend(plan.departments.iter().cloned());
    stored.posts.extend(plan.posts.iter().cloned());
    stored
}

fn stored(entries: &[RosterEntry]) -> Stored {
    carried_out(Stored::default(), &plan(Stored::default(), entries))
}

#[test]
fn a_second_time_nothing_changes() {
    let mut first = entry("001", "王建国", "2001-07-01");
    first.department = vec!["制造中心".into(), "工艺一部".into()];
    first.post = Some("高级工艺工程师".into());
    first.contract_end = Some(ContractEnd::Open);
    let mut second = entry("002", "赵磊", "2018-03-01");
    second.manager = Some("王建国".into());
    second.phone = Some("12900000001".into());
    let entries = [first, second];
    let after = stored(&entries);
    assert_eq!(after.departments.len(), 2);
    let again = plan(after, &entries);
    assert_eq!(again.applied(), Applied { added: 0, changed: 0, same: 2 });
    assert!(again.departments.is_empty() && again.posts.is_empty() && again.employers.is_empty());
    assert_eq!(again.people(), (Vec::new(), Vec::new()));
    assert_eq!(again.to_index(), Vec::new());
}

#[test]
fn somebody_who_came_back_has_two_spells_and_the_later_one_counts() {
    let mut first = entry("001", "样一", "2010-01-04");
    first.left_on = Some(day("2015-06-30"));
    first.status = Some(SpellStatus::Left);
    first.phone = Some("12900000001".into());
    let mut second = entry("001", "样一", "2018-09-03");
    second.phone = Some("12900000002".into());
    for entries in [[first.clone(), second.clone()], [second, first]] {
        let after = stored(&entries);
        assert_eq!((after.people.len(), after.employments.len()), (1, 2));
        assert!(after.people[0].is_employed);
        assert_eq!(after.people[0].phone, "12900000002");
        assert_eq!(plan(after, &entries).applied(), Applied { added: 0, changed: 0, same: 2 });
    }
}

#[test]
fn a_return_that_is_imported_later_is_a_new_spell() {
    let mut first = entry("001", "样一", "2010-01-04");
    first.left_on = Some(day("2015-06-30"));
    let after = stored(&[first]);
    assert_eq!(after.employments[0].status, "left", "the day of leaving is past");
    let back = plan(after, &[entry("001", "样一", "2018-09-03")]);
    assert_eq!(back.applied(), Applied { added: 1, changed: 0, same: 0 });
    assert_eq!(back.people().1.len(), 1, "the person's row now repeats the new spell");
}

#[test]
fn an_overlapping_spell_with_another_first_day_is_corrected_and_not_doubled() {
    let after = stored(&[entry("001", "样一", "2010-01-04")]);
    let corrected = plan(after, &[entry("001", "样一", "2010-01-05")]);
    let changes = corrected.changes();
    assert_eq!((changes.added, changes.changed.len()), (0, 1));
    assert_eq!(
        changes.changed[0].fields,
        [super::super::entries::FieldChange {
            field: "hired-on",
            before: "2010-01-04".into(),
            after: "2010-01-05".into()
        }]
    );
}

#[test]
fn what_a_roster_does_not_say_stays_and_what_it_says_is_shown_before() {
    let mut first = entry("001", "样一", "2010-01-04");
    first.phone = Some("12900000001".into());
    first.id_number = Some("320500199001011234".into());
    first.department = vec!["质检部".into()];
    let after = stored(&[first]);
    let mut second = entry("001", "样一", "2010-01-04");
    second.id_number = Some("320500199001015678".into());
    let next = plan(after, &[second]);
    let fields = &next.changes().changed[0].fields;
    assert_eq!(fields.len(), 1, "{fields:?}");
    assert_eq!((fields[0].before.as_str(), fields[0].after.as_str()), ("…1234", "…5678"));
    assert_eq!(next.people().1[0].1.phone, "12900000001");
    assert!(next.people().1[0].1.department_id.is_some());
}

#[test]
fn a_manager_is_found_by_number_before_name_and_an_ambiguous_name_names_nobody() {
    let mut by_number = entry("003", "拟三", "2020-01-01");
    by_number.manager_no = Some("002".into());
    by_number.manager = Some("样一".into());
    let mut ambiguous = entry("004", "拟四", "2020-01-01");
    ambiguous.manager = Some("样一".into());
    let mut own = entry("005", "拟五", "2020-01-01");
    own.manager = Some("拟五".into());
    let same_name = [entry("001", "样一", "2001-01-01"), entry("002", "样一", "2002-01-01")];
    let mut entries = same_name.to_vec();
    entries.extend([by_number, ambiguous, own]);
    let after = stored(&entries);
    let manager = |emp_no: &str| after.people.iter().find(|p| p.emp_no == emp_no).unwrap().manager_id;
    let second = after.people.iter().find(|p| p.emp_no == "002").unwrap().id;
    assert_eq!(manager("003"), Some(second));
    assert_eq!(manager("004"), None);
    assert_eq!(manager("005"), None);
}

#[test]
fn of_two_bearers_of_a_name_the_one_who_is_still_here_is_the_manager() {
    let mut gone = entry("001", "样一", "2001-01-01");
    gone.status = Some(SpellStatus::Left);
    gone.left_on = Some(day("2010-01-01"));
    let mut report = entry("003", "拟三", "2020-01-01");
    report.manager = Some("样一".into());
    let after = stored(&[gone, entry("002", "样一", "2002-01-01"), report]);
    let manager = after.people.iter().find(|p| p.emp_no == "003").unwrap().manager_id;
    assert_eq!(manager, after.people.iter().find(|p| p.emp_no == "002").map(|p| p.id));
}

#[test]
fn without_an_employer_the_company_itself_employs() {
    let after = stored(&[entry("001", "样一", "2010-01-04")]);
    assert_eq!(after.employers.len(), 1);
    assert_eq!(after.employers[0].name, "江南精工");
    assert_eq!(after.people[0].employer_id, after.employers[0].id);
}

#[test]
fn a_leaving_date_that_is_still_to_come_leaves_the_person_employed() {
    let mut leaving = entry("001", "样一", "2010-01-04");
    leaving.left_on = Some(day("2026-11-25"));
    assert!(stored(&[leaving.clone()]).people[0].is_employed);
    leaving.left_on = Some(TODAY);
    assert!(stored(&[leaving]).people[0].is_employed, "the last day is still a day of work");
}

#[test]
fn a_new_name_is_indexed_anew_and_the_number_stays_a_key() {
    let after = stored(&[entry("001", "样一", "2010-01-04")]);
    let renamed = plan(after, &[entry("001", "样壹", "2010-01-04")]);
    let index = renamed.to_index();
    assert_eq!(index.len(), 1);
    assert_eq!((index[0].name.as_str(), index[0].numbers.as_slice()), ("样壹", &["001".to_owned()][..]));
    assert!(!index[0].is_new);
}
