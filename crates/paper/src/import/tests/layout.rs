//! Which sheet, which header, which column is which field.

use super::book::{Page, row};
use super::*;

fn plain() -> Vec<Vec<book::Put>> {
    vec![row!["工号", "姓名", "入职日期"], row!["00123", "样一", "2023-5-1"]]
}

#[test]
fn a_header_of_two_rows_stands_below_merged_titles() {
    let book = Book::of(vec![
        row!["公司花名册", "", "", "", "", ""],
        row!["截至：2026年10月31日", "", "", "", "", ""],
        row!["序号", "基本信息", "", "合同", "", "直接上级"],
        row!["", "工号", "姓名", "起始日", "到期日", ""],
        row!["", "", "", "", "", ""],
        row![1.0, "00123", "样一", "2023-5-1", "长期", ""],
    ])
    .merged(&["A1:F1", "A2:F2", "A3:A4", "B3:C3", "D3:E3", "F3:F4"]);
    let outcome = roster(&book);
    assert_eq!(outcome.found.header_rows, [3, 4]);
    assert_eq!(outcome.field_of("起始日"), Some("contract_start"));
    assert_eq!(outcome.field_of("到期日"), Some("contract_end"));
    assert_eq!(outcome.field_of("直接上级"), Some("manager"));
    assert_eq!(outcome.found.unmapped, ["序号"]);
    assert_eq!(outcome.skipped(), [(5, Skip::Blank)]);
    assert_eq!(outcome.found.missing, ["hire_date"]);
}

#[test]
fn a_header_of_two_rows_needs_no_merged_cells() {
    let text = "人员,,,合同,\n工号,姓名,入职日期,开始日期,到期日\n00123,样一,2023-5-1,2023-5-1,2026-4-30\n";
    let outcome = roster_csv(text);
    assert_eq!(outcome.found.header_rows, [1, 2]);
    assert_eq!(outcome.people().len(), 1);
    let upper_only =
        "工号,姓名,入职日期,合同,\n,,,合同起始日,合同到期日\n00123,样一,2023-5-1,2023-5-1,2026-4-30\n";
    assert_eq!(roster_csv(upper_only).found.header_rows, [1, 2]);
}

#[test]
fn a_single_header_row_below_a_title_is_single() {
    let outcome = roster_csv("花名册\n制表：样一,日期：2026-1-1\n工号,姓名,入职日期\n00123,样一,2023-5-1\n");
    assert_eq!((outcome.found.header_rows.as_slice(), outcome.people().len()), (&[3][..], 1));
}

#[test]
fn columns_of_another_person_are_not_taken() {
    let book = Book::of(vec![
        row!["紧急联系人", "", "员工", "", ""],
        row!["姓名", "电话", "工号", "姓名", "入职日期"],
        row!["外人", "12900000001", "00123", "样一", "2023-5-1"],
    ])
    .merged(&["A1:B1", "C1:E1"]);
    let outcome = roster(&book);
    assert_eq!((outcome.people()[0].name.as_str(), outcome.people()[0].phone.as_deref()), ("样一", None));
}

#[test]
fn marks_and_brackets_around_a_head_do_not_matter_and_units_do() {
    let text = "*工号,姓名（必填）,请假类型,开始时间,结束时间,时长(小时)\n1,样一,事假,2026-1-5 上午,2026-1-5 上午,4\n";
    let outcome = run(text.as_bytes(), "a.csv", Kind::Events, None, &References::unchecked());
    assert_eq!(outcome.field_of("时长(小时)"), Some("hours"));
    assert_eq!(outcome.field_of("姓名(必填)"), Some("name"));
    assert_eq!(outcome.leave()[0].hours.unwrap().to_string(), "4");
}

#[test]
fn english_heads_are_known() {
    let outcome =
        roster_csv("Employee No.;Full Name;Hire Date;Status\n00123;Maria Jensen;2023-05-01;active\n");
    assert_eq!(outcome.people()[0].name, "Maria Jensen");
    assert_eq!(outcome.found.separator, Some(';'));
    assert_eq!(outcome.people()[0].status, Some(Status::Active));
}

#[test]
fn a_header_below_the_first_fifteen_rows_is_none() {
    let mut rows = vec![row!["说明"]; 15];
    rows.extend(plain());
    let book = open(&Book::of(rows).bytes(), "a.xlsx", &Limits::default()).unwrap();
    assert!(!recognise(&book, Kind::Roster, None).is_certain());
}

#[test]
fn hidden_sheets_second_views_and_sheets_without_header_are_named_and_not_read() {
    let page = |name: &str, rows, hidden| Page { name: name.into(), rows, hidden, ..Page::default() };
    let book = Book {
        pages: vec![
            page("薪酬", plain(), true),
            page("封面", vec![row!["花名册"]], false),
            page("在职", plain(), false),
            page("按部门", plain(), false),
        ],
        ..Book::default()
    };
    let outcome = roster(&book);
    assert_eq!(outcome.found.sheet.as_deref(), Some("在职"));
    let ignored: Vec<(&str, &str)> =
        outcome.found.ignored_sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.code)).collect();
    assert_eq!(
        ignored,
        [("薪酬", "sheet.hidden"), ("封面", "sheet.no_header"), ("按部门", "sheet.second_view")]
    );
}

#[test]
fn rows_hidden_by_a_filter_are_data_and_pay_stays_out() {
    let mut book = Book::of(vec![
        row!["工号", "姓名", "入职日期", "月薪"],
        row!["00123", "样一", "2023-5-1", 15_400.0],
        row!["00124", "样二", "2023-5-1", 15_400.0],
    ]);
    book.pages[0].hidden_rows = vec![1];
    book.pages[0].hidden_columns = vec![3];
    let outcome = roster(&book);
    assert_eq!(outcome.people().len(), 2);
    assert_eq!(outcome.found.unmapped, ["月薪"]);
    assert!(outcome.found.columns[3].hidden);
}

#[test]
fn a_vertically_merged_cell_gives_its_value_to_all_its_rows_and_an_empty_one_stays_empty() {
    let book = Book::of(vec![
        row!["部门", "工号", "姓名", "入职日期"],
        row!["研发 / 平台", "00123", "样一", "2023-5-1"],
        row!["", "00124", "样二", "2023-5-1"],
        row!["", "00125", "样三", "2023-5-1"],
    ])
    .merged(&["A2:A3"]);
    let outcome = roster(&book);
    let departments: Vec<String> = outcome.people().iter().map(|row| row.department.join("/")).collect();
    assert_eq!(departments, ["研发/平台", "研发/平台", ""]);
}

#[test]
fn units_in_columns_of_their_own_make_one_path() {
    let text = "工号,姓名,入职日期,一级部门,二级部门,三级部门\n1,样一,2023-5-1,研发,平台,\n";
    assert_eq!(roster_csv(text).people()[0].department, ["研发", "平台"]);
}

#[test]
fn places_of_cells_and_rows_may_be_left_out() {
    let mut book =
        Book::of(vec![row!["工号", "姓名", "手机号", "入职日期"], row!["00123", "样一", "", "2023-5-1"]]);
    book.without_places = true;
    assert_eq!(roster(&book).people()[0].hire_date.to_string(), "2023-05-01");
}

#[test]
fn what_the_user_said_about_heads_and_words_is_used_and_remembered() {
    let text = "代号,称呼,来的日子,工资,情况\nA1,样一,2023-5-1,100,见备注\n";
    let bytes = text.as_bytes();
    let book = open(bytes, "a.csv", &Limits::default()).unwrap();
    let unknown = recognise(&book, Kind::Roster, None);
    assert!(!unknown.is_certain());
    assert_eq!(unknown.unmapped, ["代号", "称呼", "来的日子", "工资", "情况"]);
    assert_eq!(unknown.columns[1].samples, ["样一"]);
    let mapping = Mapping::from_json(
        r#"{"fields":{"代号":"emp_no","称呼":"name","来的日子":"hire_date","情况":"status","工资":null},
            "words":{"status":{"见备注":"在职"}}}"#,
    )
    .unwrap();
    let outcome = run(bytes, "a.csv", Kind::Roster, Some(&mapping), &References::unchecked());
    assert_eq!(outcome.people()[0].status, Some(Status::Active));
    assert_eq!(outcome.found.columns[3].reason, Reason::LeftOut);
    assert_eq!(outcome.found.columns[0].reason, Reason::Remembered);
    assert_eq!(outcome.found.header_key, unknown.header_key);
}

#[test]
fn of_two_columns_for_one_field_the_better_word_wins() {
    let outcome = roster_csv("电话,手机号,工号,姓名,入职日期\n1,12900000001,1,样一,2023-5-1\n");
    assert_eq!(outcome.people()[0].phone.as_deref(), Some("12900000001"));
    assert_eq!(outcome.found.columns[0].reason, Reason::Taken);
}

#[test]
fn an_organisations_own_words_head_columns_and_mean_choices() {
    let table = "胸牌号,大名,报到日,在册情况\n00001,样一,2020-1-6,见习\n00002,样二,2020-1-6,在职\n";
    let book = open(table.as_bytes(), "a.csv", &Limits::default()).unwrap();
    assert!(!recognise(&book, Kind::Roster, None).is_certain());
    let own = OwnWords::from_json(
        r#"{"heads":{"emp_no":["胸牌号"],"name":["大名"],"hire_date":["报到日"],"status":["在册情况"]},
            "values":{"status":{"probation":["见习"]}}}"#,
    )
    .unwrap();
    assert_eq!(own.check(Kind::Roster), []);
    let found = recognise_with(&book, Kind::Roster, None, &own);
    assert!(found.is_certain() && found.columns.iter().all(|column| column.reason == Reason::OwnWord));
    let judged =
        judge(&book, &found, &References::unchecked(), &mut |_, _| ControlFlow::Continue(())).unwrap();
    let Accepted::Roster(people) = judged.accepted else { panic!("a roster") };
    assert_eq!((people[0].status, people[1].status), (Some(Status::Probation), Some(Status::Active)));
}
