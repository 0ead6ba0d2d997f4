//! The rules of a roster.

use super::book::{Put, row};
use super::*;

/// A roster of number, name, first day and one more column.
fn with(head: &str, values: Vec<Put>) -> Book {
    let mut rows = vec![row!["工号", "姓名", "入职日期", head]];
    for (index, value) in (0_u32..).zip(values) {
        rows.push(vec![
            format!("0000{index}").into(),
            format!("样{}", char::from_u32('甲' as u32 + index).unwrap()).into(),
            "2020-1-6".into(),
            value,
        ]);
    }
    Book::of(rows)
}

#[test]
fn numbers_that_lost_their_zeros_are_padded_to_the_commonest_width() {
    let person = |number: Put| vec![number, "样".into(), "2023-5-1".into()];
    let mut rows = vec![row!["工号", "姓名", "入职日期"]];
    rows.extend([
        person("00123".into()),
        person("00124".into()),
        person("A1".into()),
        person(7.0.into()),
        person(12345.0.into()),
    ]);
    let outcome = roster(&Book::of(rows));
    let numbers: Vec<&str> = outcome.people().iter().map(|row| row.emp_no.as_str()).collect();
    assert_eq!(numbers, ["00123", "00124", "A1", "00007", "12345"]);
    let padded: Vec<u32> =
        outcome.warned().iter().filter(|(_, code)| *code == "empno.padded").map(|(row, _)| *row).collect();
    assert_eq!(padded, [5]);
}

#[test]
fn without_a_text_to_go_by_nothing_is_padded_and_text_is_never_changed() {
    let book = Book::of(vec![row!["工号", "姓名", "入职日期"], row![7.0, "样", "2023-5-1"]]);
    assert_eq!(roster(&book).people()[0].emp_no, "7");
    let outcome = roster_csv("工号,姓名,入职日期\n00123,样一,2023-5-1\n7,样二,2023-5-1\n");
    assert_eq!(outcome.people()[1].emp_no, "7");
}

#[test]
fn two_people_under_one_number_are_both_refused() {
    let outcome = roster_csv("工号,姓名,入职日期\n1,样一,2023-5-1\n1,样二,2023-5-1\n2,样三,2023-5-1\n");
    assert_eq!(outcome.refused(), [(2, "id.duplicate", "emp_no", "1"), (3, "id.duplicate", "emp_no", "1")]);
    assert_eq!(outcome.people().len(), 1);
}

#[test]
fn spells_one_after_the_other_are_a_rehire_in_any_order_and_overlapping_ones_are_not() {
    let head = "工号,姓名,入职日期,离职日期\n";
    let outcome =
        roster_csv(&format!("{head}1,样一,2022-1-4,\n1,样一,2015-1-5,2017-1-31\n1,样一,2018-1-4,2021-1-5\n"));
    assert_eq!(outcome.warned(), [(2, "person.rehired"), (3, "person.rehired"), (4, "person.rehired")]);
    let overlapping = roster_csv(&format!("{head}1,样一,2015-1-5,2017-1-31\n1,样一,2017-1-31,\n"));
    assert_eq!(overlapping.refused().len(), 2);
    let open = roster_csv(&format!("{head}1,样一,2015-1-5,\n1,样一,2018-1-5,\n"));
    assert_eq!(open.refused().len(), 2);
    let renamed = roster_csv(&format!("{head}1,样一,2015-1-5,2017-1-31\n1,样二,2018-1-5,\n"));
    assert_eq!(renamed.refused().len(), 2);
}

#[test]
fn the_same_name_under_two_numbers_is_accepted_and_remarked_upon() {
    let text = "工号,姓名,入职日期\n1,样一,2023-5-1\n2,样 一,2023-5-1\n3,样三,2023-5-1\n4,样三,2023-2-30\n";
    let outcome = roster_csv(text);
    assert_eq!(outcome.warned(), [(2, "person.same_name"), (3, "person.same_name")]);
}

#[test]
fn a_manager_is_looked_for_among_all_rows() {
    let text = "工号,姓名,入职日期,直接上级\n1,样一,坏,\n2,样二,2023-5-1,样一\n3,样三,2023-5-1,无此人\n4,样四,2023-5-1,样 二(2)\n5,样五,2023-5-1,/\n";
    let outcome = roster_csv(text);
    assert_eq!(outcome.warned(), [(4, "ref.manager_missing")]);
    let managers: Vec<(Option<&str>, Option<&str>)> =
        outcome.people().iter().map(|row| (row.manager.as_deref(), row.manager_no.as_deref())).collect();
    assert_eq!(
        managers,
        [(Some("样一"), Some("1")), (None, None), (Some("样二(2)"), Some("2")), (None, None)]
    );
}

#[test]
fn a_managers_number_may_have_letters_in_it() {
    let outcome = roster_csv(
        "工号,姓名,入职日期,直属上级\nJ001,样一,2020-1-6,\nJ002,样二,2020-1-6,J001\nJ003,样三,2020-1-6,样一(J001)\n",
    );
    assert_eq!(outcome.warned(), []);
    let managers: Vec<Option<&str>> = outcome.people().iter().map(|row| row.manager_no.as_deref()).collect();
    assert_eq!(managers, [None, Some("J001"), Some("J001")]);
}

#[test]
fn a_managers_name_borne_by_two_is_kept_and_linked_to_nobody() {
    let text = "工号,姓名,入职日期,直接上级\n1,样一,2023-5-1,\n2,样一,2023-5-1,\n3,样三,2023-5-1,样一\n";
    let outcome = roster_csv(text);
    let last = &outcome.people()[2];
    assert_eq!((last.manager.as_deref(), last.manager_no.as_deref()), (Some("样一"), None));
}

#[test]
fn a_required_value_is_missing_where_only_a_dash_stands() {
    let text = "工号,姓名,入职日期,状态,离职日期\n—,样一,2023-5-1,,\n2,/,2023-5-1,,\n3,样三,--,,\n4,样四,2023-5-1,离职,/\n5,样五,2023-5-1,在职,/\n";
    let outcome = roster_csv(text);
    let missing: Vec<(u32, &str)> =
        outcome.refused().iter().map(|(row, _, field, _)| (*row, *field)).collect();
    assert_eq!(missing, [(2, "emp_no"), (3, "name"), (4, "hire_date"), (5, "leave_date")]);
}

#[test]
fn dates_follow_the_system_of_the_workbook() {
    let mut book = Book::of(vec![
        row!["工号", "姓名", "入职日期", "合同到期日"],
        row!["1", "样一", 45_047.0, "无固定期限"],
        row!["2", "样二", "２０２３年５月１日", 45_047.5],
    ]);
    let dates = |book: &Book| -> Vec<String> {
        roster(book)
            .people()
            .iter()
            .flat_map(|row| [row.hire_date.to_string(), row.contract_end.unwrap().to_string()])
            .collect()
    };
    assert_eq!(dates(&book), ["2023-05-01", "open", "2023-05-01", "2023-05-01"]);
    book.from_1904 = true;
    assert_eq!(dates(&book), ["2027-05-02", "open", "2023-05-01", "2027-05-02"]);
}

#[test]
fn an_open_end_is_for_contracts_only_and_order_matters() {
    let head = "工号,姓名,入职日期,离职日期,合同起始日,合同到期日\n";
    let outcome = roster_csv(&format!(
        "{head}1,样一,长期,,,\n2,样二,2023-5-1,2023-4-30,,\n3,样三,2023-5-1,,2023-5-1,2023-4-1\n"
    ));
    let expected = [
        (2, "date.invalid", "hire_date", "长期"),
        (3, "date.order", "leave_date", "2023-4-30"),
        (4, "date.order", "contract_end", "2023-4-1"),
    ];
    assert_eq!(outcome.refused(), expected);
}

#[test]
fn an_identity_number_stored_as_a_number_is_left_empty() {
    let outcome = roster(&with(
        "身份证号",
        vec![1.101_011_986_012_58e17.into(), "110101198601258123".into(), "11010519491231002x".into()],
    ));
    let numbers: Vec<Option<&str>> = outcome.people().iter().map(|row| row.id_card.as_deref()).collect();
    assert_eq!(numbers, [None, Some("110101198601258123"), Some("11010519491231002X")]);
    assert_eq!(outcome.warned(), [(2, "number.lossy"), (3, "idcard.checksum")]);
    let text = roster_csv("工号,姓名,入职日期,身份证号\n1,样一,2023-5-1,1.10101E+17\n");
    assert_eq!((text.people()[0].id_card.as_deref(), text.warned()), (None, vec![(2, "number.lossy")]));
}

#[test]
fn a_status_is_one_of_its_words() {
    let outcome = roster(&with(
        "状态",
        vec!["在职".into(), "正式".into(), "在岗".into(), "试用期".into(), "见备注".into()],
    ));
    let meant: Vec<Option<Status>> = outcome.people().iter().map(|row| row.status).collect();
    assert_eq!(
        meant,
        [Some(Status::Active), Some(Status::Active), Some(Status::Active), Some(Status::Probation)]
    );
    assert_eq!(outcome.refused(), [(6, "enum.unknown", "status", "见备注")]);
}

#[test]
fn a_formula_gives_its_stored_value_or_refuses_the_row() {
    let values = vec![
        Put::Formula("A1+1", Some("45047")),
        Put::Formula("TODAY()", None),
        Put::Error("#N/A"),
        Put::Formula("A1", Some("")),
        "2023-5-1".into(),
    ];
    let outcome = roster(&with("合同起始日", values));
    assert_eq!(outcome.people()[0].contract_start.unwrap().to_string(), "2023-05-01");
    let expected = [
        (3, "formula.no_value", "contract_start", ""),
        (4, "formula.error", "contract_start", "#N/A"),
        (5, "formula.no_value", "contract_start", ""),
    ];
    assert_eq!(outcome.refused(), expected);
    assert_eq!(outcome.warned(), [(2, "formula.cached")]);
    let elsewhere = roster(&with("工龄", vec![Put::Formula("TODAY()", None), Put::Error("#REF!")]));
    assert_eq!((elsewhere.people().len(), elsewhere.warned().len()), (2, 0));
}

#[test]
fn text_that_looks_like_a_formula_is_text() {
    let values = vec![
        "=cmd|' /C calc'!A0".into(),
        "\t=1".into(),
        "＠SUM(1)".into(),
        "-转交".into(),
        "工程师".into(),
        "—".into(),
    ];
    let outcome = roster(&with("岗位", values));
    let rows: Vec<u32> = outcome.warned().iter().map(|(row, _)| *row).collect();
    assert_eq!(rows, [2, 3, 4, 5]);
    assert_eq!(outcome.people()[0].position.as_deref(), Some("=cmd|' /C calc'!A0"));
    assert_eq!(outcome.people()[5].position, None);
    let phone = roster(&with("手机号", vec!["+86 129-1319-7387".into()]));
    assert_eq!((phone.people()[0].phone.as_deref(), phone.warned().len()), (Some("12913197387"), 0));
}

#[test]
fn several_warnings_may_stand_at_one_row_and_none_at_a_refused_one() {
    let text = "工号,姓名,入职日期,身份证号,直接上级\n1,样一,2023-5-1,110101198601258123,谁\n2,样二,2023-2-30,110101198601258123,谁\n";
    let outcome = roster_csv(text);
    assert_eq!(outcome.warned(), [(2, "idcard.checksum"), (2, "ref.manager_missing")]);
    assert_eq!(outcome.refused().len(), 1);
}

#[test]
fn the_reading_can_be_broken_off() {
    let book = open("工号,姓名,入职日期\n1,样一,2023-5-1\n".as_bytes(), "a.csv", &Limits::default()).unwrap();
    let found = recognise(&book, Kind::Roster, None);
    let result = judge(&book, &found, &References::unchecked(), &mut |_, _| ControlFlow::Break(()));
    assert!(matches!(result, Err(crate::Error::Cancelled)));
}
