//! Rows that are no records.

use super::book::{Put, row};
use super::*;

#[test]
fn sums_notes_titles_and_repeated_heads_are_passed_over() {
    let book = Book::of(vec![
        row!["花名册", "", "", ""],
        row!["序号", "工号", "姓名", "入职日期"],
        row![1.0, "00123", "样一", "2023-5-1"],
        row!["研发中心 小计", "", "1人", ""],
        row!["花名册", "", "", ""],
        row!["序号", "工号", "姓名", "入职日期"],
        row![2.0, "00124", "样二", "2023-5-1"],
        row![3.0, "", "", ""],
        row!["", "合计", "2人", ""],
        vec![],
        row!["注：试用期人员另表。", "", "", ""],
        row!["制表人：样一", "", "审核：样二", ""],
        row!["以上为全部人员", "", "", ""],
    ])
    .merged(&["A1:D1", "A5:D5", "A13:D13"]);
    let outcome = roster(&book);
    assert_eq!(outcome.people().len(), 2);
    let expected = [
        (4, Skip::Subtotal),
        (5, Skip::Title),
        (6, Skip::RepeatedHeader),
        (8, Skip::Blank),
        (9, Skip::Subtotal),
        (10, Skip::Blank),
        (11, Skip::Note),
        (12, Skip::Note),
        (13, Skip::Note),
    ];
    assert_eq!(outcome.skipped(), expected);
}

#[test]
fn both_rows_of_a_header_are_found_again_further_down() {
    let head = || [row!["人员", "", "入职日期"], row!["工号", "姓名", ""]];
    let mut rows = head().to_vec();
    rows.push(row!["00123", "样一", "2023-5-1"]);
    rows.extend(head());
    rows.push(row!["00124", "样二", "2023-5-1"]);
    let outcome = roster(&Book::of(rows).merged(&["A1:B1", "C1:C2", "A4:B4", "C4:C5"]));
    assert_eq!(outcome.found.header_rows, [1, 2]);
    assert_eq!(outcome.skipped(), [(4, Skip::RepeatedHeader), (5, Skip::RepeatedHeader)]);
}

#[test]
fn a_person_in_a_department_called_sum_is_a_person() {
    let outcome = roster_csv("部门,工号,姓名,入职日期,说明\n数据合计,00123,样一,2023-5-1,小计\n");
    assert_eq!(outcome.people().len(), 1);
}

#[test]
fn an_earlier_row_again_is_passed_over_whatever_its_running_number_and_its_way_of_writing() {
    let text = "序号,工号,姓名,入职日期,备注\n1,00123,样一,2023-5-1,甲\n2,00123,样 一,2023/05/01,甲\n3,00123,样一,2023-5-1,乙\n";
    let outcome = roster_csv(text);
    assert_eq!(outcome.skipped(), [(3, Skip::DuplicateExact)]);
    assert_eq!(
        outcome.refused(),
        [(2, "id.duplicate", "emp_no", "00123"), (4, "id.duplicate", "emp_no", "00123")]
    );
}

#[test]
fn blank_rows_below_the_table_are_of_no_interest() {
    let mut rows = vec![row!["工号", "姓名", "入职日期"], row!["1", "样一", "2023-5-1"]];
    rows.extend(vec![vec![Put::Nothing; 3]; 20]);
    assert!(roster(&Book::of(rows)).skipped().is_empty());
    assert!(roster_csv("工号,姓名,入职日期\n1,样一,2023-5-1\n,,\n\n").skipped().is_empty());
}

#[test]
fn a_row_with_one_value_in_a_field_is_a_record_that_lacks_the_others() {
    let outcome = roster_csv("工号,姓名,入职日期\n00123,,\n00124,样二,2023-5-1\n");
    assert_eq!(outcome.refused(), [(2, "required.missing", "name", "")]);
}
