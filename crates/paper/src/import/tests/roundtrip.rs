//! Random rosters in random layouts read back the same.

use encoding_rs::GB18030;
use jiff::{Span, civil::Date};
use proptest::prelude::*;

use super::book::Put;
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

/// How the table is laid out.
#[derive(Debug, Clone)]
struct Style {
    titles: usize,
    order: Vec<usize>,
    words: Vec<prop::sample::Index>,
    dates: Vec<u8>,
    separators: Vec<u8>,
    container: u8,
    running_number: bool,
    blank_rows: bool,
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

fn style() -> impl Strategy<Value = Style> {
    (
        0_usize..4,
        Just((0..FIELDS.len()).collect::<Vec<_>>()).prop_shuffle(),
        prop::collection::vec(any::<prop::sample::Index>(), FIELDS.len()),
        prop::collection::vec(0_u8..12, 1..9),
        prop::collection::vec(0_u8..6, 1..9),
        0_u8..7,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(titles, order, words, dates, separators, container, running_number, blank_rows)| {
            Style { titles, order, words, dates, separators, container, running_number, blank_rows }
        })
}

fn later(date: Date, days: i64) -> Date {
    date.checked_add(Span::new().days(days)).unwrap()
}

fn serial(date: Date, from_1904: bool) -> f64 {
    let zero = if from_1904 { Date::constant(1904, 1, 1) } else { Date::constant(1899, 12, 30) };
    f64::from(date.since(zero).unwrap().get_days())
}

/// One of the ways to write a day; numbers only where the container has them.
fn written(date: Date, way: u8, from_1904: Option<bool>) -> Put {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let number = serial(date, from_1904.unwrap_or_default());
    match way {
        0 => format!("{year}-{month}-{day}").into(),
        1 => format!("{year}/{month}/{day}").into(),
        2 => format!("{year}.{month}.{day}").into(),
        3 => format!("{year}年{month}月{day}日").into(),
        4 => format!("{year}{month:02}{day:02}").into(),
        5 => format!("{year}-{month:02}-{day:02} 00:00:00").into(),
        6 => format!("\u{3000}{year}-{month:02}-{day:02} ").into(),
        7 => wide(&format!("{year}-{month:02}-{day:02}")).into(),
        8 => format!("{number}").into(),
        9 => format!("{year}/{month}/{day} 9:30").into(),
        _ if from_1904.is_some() => Put::Number(number),
        _ => format!("{year}-{month:02}-{day:02}").into(),
    }
}

fn wide(text: &str) -> String {
    text.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect()
}

fn cell(person: &Person, index: usize, field: &str, style: &Style, from_1904: Option<bool>) -> Put {
    let way = style.dates[(index + field.len()) % style.dates.len()];
    let day = |date: Date| written(date, way, from_1904);
    match field {
        "emp_no" => format!("{:05}", index + 17).into(),
        "name" => person.name.clone().into(),
        "department" => {
            let separator = ["/", " > ", "-", "／", "＞", "－"]
                [usize::from(style.separators[index % style.separators.len()])];
            person.department.join(separator).into()
        }
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

fn table(people: &[Person], style: &Style, from_1904: Option<bool>) -> Vec<Vec<Put>> {
    let layout = &schema(Kind::Roster).layouts[0];
    let mut rows: Vec<Vec<Put>> =
        (0..style.titles).map(|n| vec![format!("员工花名册（第 {n} 页）").into()]).collect();
    let mut head: Vec<Put> = Vec::new();
    if style.running_number {
        head.push("序号".into());
    }
    head.extend(style.order.iter().map(|field| {
        let words = &layout.field(FIELDS[*field]).unwrap().words;
        words[style.words[*field].index(words.len())].as_str().into()
    }));
    rows.push(head);
    for (index, person) in people.iter().enumerate() {
        if style.blank_rows && index % 3 == 1 {
            rows.push(vec![]);
        }
        let mut row: Vec<Put> = Vec::new();
        if style.running_number {
            row.push(format!("{}", index + 1).into());
        }
        row.extend(style.order.iter().map(|field| cell(person, index, FIELDS[*field], style, from_1904)));
        rows.push(row);
    }
    rows
}

/// The file in its container: two workbooks, and text in several encodings and separators.
fn file(people: &[Person], style: &Style) -> Vec<u8> {
    let text = |separator: char| {
        let rows = table(people, style, None);
        let field = |put: &Put| match put {
            Put::Text(text) if text.contains(['"', ',', ';', '\t']) => {
                format!("\"{}\"", text.replace('"', "\"\""))
            }
            Put::Text(text) => text.clone(),
            _ => String::new(),
        };
        let line = |row: &Vec<Put>| row.iter().map(field).collect::<Vec<_>>().join(&separator.to_string());
        rows.iter().map(line).collect::<Vec<_>>().join("\r\n")
    };
    match style.container {
        0 => Book::of(table(people, style, Some(false))).bytes(),
        1 => Book { from_1904: true, ..Book::of(table(people, style, Some(true))) }.bytes(),
        2 => text(',').into_bytes(),
        3 => format!("\u{FEFF}{}", text(';')).into_bytes(),
        4 => GB18030.encode(&text('\t')).0.into_owned(),
        5 => GB18030.encode(&text(',')).0.into_owned(),
        _ => format!("\u{FEFF}{}", text('\t')).encode_utf16().flat_map(u16::to_le_bytes).collect(),
    }
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
