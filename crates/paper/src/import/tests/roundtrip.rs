//! Random rosters in random layouts read back the same.

use jiff::civil::Date;
use proptest::prelude::*;

use super::book::Put;
use super::random::{RandomTable, Style, later, style, written};
use super::*;

/// A person as the roster should be read.
#[derive(Debug, Clone)]
struct Person {
    name: String,
    department: Vec<String>,
    hired: Date,
    left_after: Option<i64>,
    contract_end: End,
    phone: Option<u32>,
}

/// When the contract ends, counted from the first day.
#[derive(Debug, Clone, Copy)]
enum End {
    Unsaid,
    Open,
    After(i64),
}

const FIELDS: [&str; 8] =
    ["emp_no", "name", "department", "hire_date", "status", "leave_date", "contract_end", "phone"];

fn person() -> impl Strategy<Value = Person> {
    let han = "[样例拟虚][\u{4e00}-\u{9fa5}𬭎㛃]{1,3}";
    let unit = "[\u{4e00}-\u{9fa5}]{2,5}部";
    (
        han,
        prop::collection::vec(unit, 0..4),
        0_i64..18_000,
        prop::option::of(0_i64..4000),
        prop_oneof![Just(End::Unsaid), Just(End::Open), (0_i64..4000).prop_map(End::After)],
        prop::option::of(0_u32..99_999_999),
    )
        .prop_map(|(name, department, day, left_after, contract_end, phone)| Person {
            name,
            department,
            hired: later(Date::constant(1980, 1, 1), day),
            left_after,
            contract_end,
            phone,
        })
}

fn cell(person: &Person, index: usize, field: &str, style: &Style, from_1904: Option<bool>) -> Put {
    let day = |date: Date| written(date, style.way(index, field), from_1904);
    match field {
        "emp_no" => format!("{:05}", index + 17).into(),
        "name" => person.name.clone().into(),
        "department" => person.department.join(style.separator(index)).into(),
        "hire_date" => day(person.hired),
        "status" => if person.left_after.is_some() { "离职" } else { "在职" }.into(),
        "leave_date" => person.left_after.map_or("—".into(), |days| day(later(person.hired, days))),
        "contract_end" => match person.contract_end {
            End::Unsaid => "".into(),
            End::Open => "无固定期限".into(),
            End::After(days) => day(later(person.hired, days)),
        },
        _ => person.phone.map_or("".into(), |tail| format!("129{tail:08}").into()),
    }
}

fn file(people: &[Person], style: &Style) -> Vec<u8> {
    let table = RandomTable { layout: &schema(Kind::Roster).layouts[0], fields: &FIELDS, rows: people.len() };
    table.bytes(style, |index, field, from_1904| cell(&people[index], index, field, style, from_1904))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_rosters_in_random_layouts_read_back_the_same(people in prop::collection::vec(person(), 1..12), style in style()) {
        let bytes = file(&people, &style);
        let outcome = run(&bytes, "花名册", Kind::Roster, None, &References::unchecked());
        prop_assert!(outcome.refused().is_empty(), "{:?}", outcome.refused());
        prop_assert_eq!(outcome.people().len(), people.len());
        for (index, (read, person)) in outcome.people().iter().zip(&people).enumerate() {
            prop_assert_eq!(&read.emp_no, &format!("{:05}", index + 17));
            prop_assert_eq!(&read.name, &person.name);
            prop_assert_eq!(&read.department, &person.department);
            prop_assert_eq!(read.hire_date, person.hired);
            prop_assert_eq!(read.leave_date, person.left_after.map(|days| later(person.hired, days)));
            let end = match person.contract_end {
                End::Unsaid => None,
                End::Open => Some(OpenEnd::Open),
                End::After(days) => Some(OpenEnd::On(later(person.hired, days))),
            };
            prop_assert_eq!(read.contract_end, end);
            prop_assert_eq!(&read.phone, &person.phone.map(|tail| format!("129{tail:08}")));
        }
    }
}
