//! Random tables of the other kinds read back the same.

use std::fmt::Write as _;

use jiff::civil::Date;
use proptest::prelude::*;

use super::book::Put;
use super::random::{RandomTable, Style, later, style, written};
use super::*;

/// What a random row of any kind is made from.
#[derive(Debug, Clone)]
struct Seed {
    who: usize,
    choice: usize,
    first: i64,
    length: i64,
    halves: u32,
    cents: i64,
    text: String,
    has: (bool, bool, bool),
}

const PEOPLE: [(&str, &str); 4] = [("00017", "样一"), ("00018", "拟二"), ("A-19", "虚三"), ("00020", "例𬭎")];
const LEAVE: [(&str, &str); 4] =
    [("annual", "年假"), ("sick", "病假"), ("personal", "事假"), ("lieu", "调休")];
const CATEGORIES: [(&str, &str); 3] =
    [("complaint", "投诉"), ("suggestion", "合理化建议"), ("opinion", "意见")];

fn seed() -> impl Strategy<Value = Seed> {
    (
        0..PEOPLE.len(),
        0_usize..60,
        0_i64..9_000,
        0_i64..20,
        1_u32..40,
        0_i64..99_999_999,
        "[\u{4e00}-\u{9fa5}][\u{4e00}-\u{9fa5}a-z,;\"]{2,12}[\u{4e00}-\u{9fa5}]",
        any::<(bool, bool, bool)>(),
    )
        .prop_map(|(who, choice, first, length, halves, cents, text, has)| Seed {
            who,
            choice,
            first,
            length,
            halves,
            cents,
            text,
            has,
        })
}

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    prop::collection::vec(seed(), 1..12)
}

impl Seed {
    fn start(&self) -> Date {
        later(Date::constant(2002, 1, 1), self.first)
    }

    fn end(&self) -> Date {
        later(self.start(), self.length)
    }

    fn number(&self) -> &'static str {
        PEOPLE[self.who].0
    }

    fn name(&self) -> &'static str {
        PEOPLE[self.who].1
    }

    /// Full money or with thousands separators or in units of ten thousand.
    fn money(&self) -> (String, String) {
        let (yuan, cents) = (self.cents / 100, self.cents % 100);
        let exact = format!("{yuan}.{cents:02}");
        let written = match self.choice % 3 {
            0 => exact.clone(),
            1 => format!("￥{exact}"),
            _ => format!("{exact}元"),
        };
        (written, exact)
    }
}

fn known_people() -> References {
    known(&PEOPLE)
}

fn layout(kind: Kind, code: &str) -> &'static Layout {
    schema(kind).layouts.iter().find(|layout| layout.code == code).unwrap()
}

fn read(
    (kind, code): (Kind, &str),
    fields: &[&str],
    style: &Style,
    seeds: &[Seed],
    cell: impl Fn(usize, &Seed, &str, Option<bool>) -> Put,
) -> Outcome {
    let table = RandomTable { layout: layout(kind, code), fields, rows: seeds.len() };
    let bytes = table.bytes(style, |index, field, from_1904| cell(index, &seeds[index], field, from_1904));
    run(&bytes, "登记表", kind, None, &known_people())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_leave_reads_back_the_same(seeds in seeds(), style in style()) {
        let fields = ["ref_no", "emp_no", "name", "kind", "start", "end", "days", "approval_result"];
        let outcome = read((Kind::Events, "leave"), &fields, &style, &seeds, |index, seed, field, from_1904| match field {
            "ref_no" => format!("2026{index:017}").into(),
            "emp_no" => seed.number().into(),
            "name" => seed.name().into(),
            "kind" => LEAVE[seed.choice % LEAVE.len()].1.into(),
            "start" => written(seed.start(), style.way(index, field).min(8), from_1904),
            "end" => written(seed.end(), style.way(index, field).min(8), from_1904),
            "days" => format!("{}{}", f64::from(seed.halves) / 2.0, if seed.has.0 { "天" } else { "" }).into(),
            _ => if seed.has.1 { "同意" } else { "拒绝" }.into(),
        });
        prop_assert!(outcome.refused().is_empty(), "{:?}", outcome.refused());
        let granted: Vec<&Seed> = seeds.iter().filter(|seed| seed.has.1).collect();
        prop_assert_eq!(outcome.judged.counts.ignored, seeds.len() - granted.len());
        prop_assert_eq!(outcome.leave().len(), granted.len());
        for (row, seed) in outcome.leave().iter().zip(granted) {
            prop_assert_eq!(row.emp_no.as_str(), seed.number());
            prop_assert_eq!(row.kind, LEAVE[seed.choice % LEAVE.len()].0);
            prop_assert_eq!((row.start.date, row.end.map(|end| end.date)), (seed.start(), Some(seed.end())));
            prop_assert_eq!(row.days.map(Quantity::thousandths), Some(i64::from(seed.halves) * 500));
        }
    }

    #[test]
    fn random_entries_read_back_the_same(seeds in seeds(), style in style()) {
        let fields = ["ref_no", "date", "emp_no", "name", "category", "text"];
        let outcome = read((Kind::Events, "entries"), &fields, &style, &seeds, |index, seed, field, from_1904| match field {
            "ref_no" => format!("V{index:04}").into(),
            "date" => written(seed.start(), style.way(index, field), from_1904),
            "emp_no" => seed.number().into(),
            "name" => seed.name().into(),
            "category" => CATEGORIES[seed.choice % CATEGORIES.len()].1.into(),
            _ => seed.text.clone().into(),
        });
        prop_assert!(outcome.refused().is_empty(), "{:?}", outcome.refused());
        let Accepted::Entries(rows) = &outcome.judged.accepted else { panic!("no entries") };
        prop_assert_eq!(rows.len(), seeds.len());
        for (row, seed) in rows.iter().zip(&seeds) {
            prop_assert_eq!((row.emp_no.as_str(), row.date), (seed.number(), seed.start()));
            prop_assert_eq!(row.kind, CATEGORIES[seed.choice % CATEGORIES.len()].0);
            prop_assert_eq!(row.text.as_deref(), Some(seed.text.as_str()));
        }
    }

    #[test]
    fn a_random_knowledge_register_reads_back_the_same(seeds in seeds(), style in style()) {
        let fields = ["item", "area", "weight", "hours", "emp_no", "name", "level"];
        let outcome = read((Kind::Knowledge, "knowledge"), &fields, &style, &seeds, |index, seed, field, _| match field {
            // The place makes each item its own: one item says one thing about itself.
            "item" => format!("{}{index}", seed.text).into(),
            "area" => if seed.has.0 { "装配线" } else { "" }.into(),
            "weight" => format!("{}", seed.choice + 1).into(),
            "hours" => format!("{}{}", f64::from(seed.halves) / 2.0, if seed.has.1 { "小时" } else { "" }).into(),
            "emp_no" => if seed.has.2 { seed.number() } else { "" }.into(),
            "name" => if seed.has.2 { seed.name() } else { "" }.into(),
            _ => if seed.has.2 { format!("{}", seed.choice % 5) } else { String::new() }.into(),
        });
        prop_assert!(outcome.refused().is_empty(), "{:?}", outcome.refused());
        let Accepted::Knowledge(rows) = &outcome.judged.accepted else { panic!("no register") };
        prop_assert_eq!(rows.len(), seeds.len());
        for (index, (row, seed)) in rows.iter().zip(&seeds).enumerate() {
            prop_assert_eq!(&row.item, &format!("{}{index}", seed.text));
            prop_assert_eq!(row.area.as_deref(), seed.has.0.then_some("装配线"));
            prop_assert_eq!(row.weight.map(usize::from), Some(seed.choice + 1));
            prop_assert_eq!(row.hours.map(Quantity::thousandths), Some(i64::from(seed.halves) * 500));
            prop_assert_eq!(row.emp_no.as_deref(), seed.has.2.then_some(seed.number()));
            prop_assert_eq!(row.level.map(usize::from), seed.has.2.then_some(seed.choice % 5));
        }
    }

    #[test]
    fn random_customers_read_back_the_same(seeds in seeds(), style in style()) {
        let fields = ["name", "owner_no", "contact", "phones", "last_contact", "amount", "note"];
        let outcome = read((Kind::Channels, "channels"), &fields, &style, &seeds, |index, seed, field, from_1904| match field {
            "name" => format!("虚构{}有限公司{index}", seed.text).into(),
            "owner_no" => if seed.has.0 { seed.number() } else { "—" }.into(),
            "contact" => "拟先生".into(),
            "phones" => format!("+86 129-{:04}-{:04}", seed.cents % 9_000, seed.first).into(),
            "last_contact" => if seed.has.1 { written(seed.start(), style.way(index, field), from_1904) } else { "".into() },
            "amount" => seed.money().0.into(),
            _ => if seed.has.2 { seed.text.clone() } else { String::new() }.into(),
        });
        prop_assert!(outcome.refused().is_empty(), "{:?}", outcome.refused());
        let Accepted::Channels(rows) = &outcome.judged.accepted else { panic!("no customers") };
        prop_assert_eq!(rows.len(), seeds.len());
        for (index, (row, seed)) in rows.iter().zip(&seeds).enumerate() {
            prop_assert_eq!(&row.name, &format!("虚构{}有限公司{index}", seed.text));
            prop_assert_eq!(row.owner_no.as_deref(), seed.has.0.then_some(seed.number()));
            prop_assert_eq!(&row.phones, &[format!("129{:04}{:04}", seed.cents % 9_000, seed.first)]);
            prop_assert_eq!(row.last_contact, seed.has.1.then(|| seed.start()));
            prop_assert_eq!(row.amount.map(|amount| amount.to_string()), Some(seed.money().1));
            prop_assert_eq!(row.note.as_deref(), seed.has.2.then_some(seed.text.as_str()));
        }
    }

    #[test]
    fn random_assets_read_back_the_same(seeds in seeds(), style in style()) {
        let fields = ["asset_no", "name", "holder_no", "department", "issued", "value", "status"];
        let outcome = read((Kind::Assets, "assets"), &fields, &style, &seeds, |index, seed, field, from_1904| match field {
            "asset_no" => format!("ZC-{index:04}").into(),
            "name" => seed.text.clone().into(),
            "holder_no" => if seed.has.0 { seed.number() } else { "" }.into(),
            "department" => ["制造部", "装配线"].join(style.separator(index)).into(),
            "issued" => if seed.has.1 { written(seed.start(), style.way(index, field), from_1904) } else { "".into() },
            "value" => seed.money().0.into(),
            _ => if seed.has.2 { "在用" } else { "" }.into(),
        });
        prop_assert!(outcome.refused().is_empty(), "{:?}", outcome.refused());
        let Accepted::Assets(rows) = &outcome.judged.accepted else { panic!("no assets") };
        prop_assert_eq!(rows.len(), seeds.len());
        for (index, (row, seed)) in rows.iter().zip(&seeds).enumerate() {
            prop_assert_eq!(&row.asset_no, &format!("ZC-{index:04}"));
            prop_assert_eq!(&row.name, &seed.text);
            prop_assert_eq!(row.holder_no.as_deref(), seed.has.0.then_some(seed.number()));
            prop_assert_eq!(&row.department, &["制造部", "装配线"]);
            prop_assert_eq!(row.issued, seed.has.1.then(|| seed.start()));
            prop_assert_eq!(row.value.map(|value| value.to_string()), Some(seed.money().1));
            prop_assert_eq!(row.status.as_deref(), seed.has.2.then_some("在用"));
        }
    }

    #[test]
    fn random_projects_read_back_the_same(seeds in seeds(), style in style()) {
        let fields = ["project", "emp_no", "project_role", "joined", "left"];
        let outcome = read((Kind::Projects, "projects"), &fields, &style, &seeds, |index, seed, field, from_1904| match field {
            "project" => format!("{}{index:02}", seed.text).into(),
            "emp_no" => seed.number().into(),
            "project_role" => if seed.has.0 { "工艺负责" } else { "" }.into(),
            "joined" => written(seed.start(), style.way(index, field), from_1904),
            _ => if seed.has.1 { written(seed.end(), style.way(index, field), from_1904) } else { "".into() },
        });
        prop_assert!(outcome.refused().is_empty(), "{:?}", outcome.refused());
        let Accepted::Projects(rows) = &outcome.judged.accepted else { panic!("no projects") };
        prop_assert_eq!(rows.len(), seeds.len());
        for (index, (row, seed)) in rows.iter().zip(&seeds).enumerate() {
            prop_assert_eq!(&row.project, &format!("{}{index:02}", seed.text));
            prop_assert_eq!(&row.emp_no, seed.number());
            prop_assert_eq!(row.role.as_deref(), seed.has.0.then_some("工艺负责"));
            prop_assert_eq!(row.joined, Some(seed.start()));
            prop_assert_eq!(row.left, seed.has.1.then(|| seed.end()));
        }
    }

    #[test]
    fn a_random_month_of_attendance_reads_back_the_same(marks in prop::collection::vec(prop::collection::vec(0_u8..5, 28), 1..6), month in 1_i8..13) {
        let first = Date::constant(2027, month, 1);
        let mut text = format!("月度汇总 统计日期：2027-{month:02}-01 至 2027-{month:02}-28\n姓名,工号");
        for day in 0..28 {
            // Weekends are headed by their weekday, as in the exports.
            let word = match later(first, day).weekday() {
                jiff::civil::Weekday::Saturday => "六".to_owned(),
                jiff::civil::Weekday::Sunday => "日".to_owned(),
                _ => format!("{}", day + 1),
            };
            write!(text, ",{word}").unwrap();
        }
        for (index, row) in marks.iter().enumerate() {
            let (number, name) = PEOPLE[index % PEOPLE.len()];
            write!(text, "\n{name},{number}").unwrap();
            for mark in row {
                text.push_str([",正常", ",迟到7分钟", ",旷工", ",\"迟到3分钟,下班缺卡\"", ",休息"][usize::from(*mark)]);
            }
        }
        let outcome = run(text.as_bytes(), "月报.csv", Kind::Events, None, &known_people());
        let Accepted::Attendance(rows) = &outcome.judged.accepted else { panic!("no attendance") };
        // Two rows of one person with the same marks are a repetition.
        prop_assert_eq!(rows.len() + outcome.skipped().len(), marks.len());
        for row in rows {
            let at = usize::try_from(row.row).unwrap() - 3;
            let mut expected = Vec::new();
            for (day, mark) in (0_i64..).zip(&marks[at]) {
                let date = later(first, day);
                match mark {
                    1 => expected.push((date, DayEvent::Late(Some(7)))),
                    2 => expected.push((date, DayEvent::Absent)),
                    3 => expected.extend([(date, DayEvent::Late(Some(3))), (date, DayEvent::MissingCard(1))]),
                    _ => {}
                }
            }
            let read: Vec<(Date, DayEvent)> = row.facts.iter().map(|fact| (fact.date, fact.what.clone())).collect();
            prop_assert_eq!(read, expected);
        }
    }
}
