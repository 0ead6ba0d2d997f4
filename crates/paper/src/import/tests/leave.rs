//! The rules of leave applications.

use super::*;

const PEOPLE: [(&str, &str); 4] =
    [("00123", "样一"), ("00124", "样二"), ("00125", "拟三"), ("00126", "拟三")];

fn leave(text: &str) -> Outcome {
    run(text.as_bytes(), "a.csv", Kind::Events, None, &known(&PEOPLE))
}

#[test]
fn only_granted_applications_count_and_nothing_else_of_the_others_is_looked_at() {
    let text = "工号,姓名,请假类型,开始时间,审批状态,审批结果\n\
        00123,样一,事假,2026-1-5,完成,同意\n\
        09999,无人,神秘假,坏,完成,拒绝\n\
        00123,样一,事假,2026-1-6,审批中,\n\
        00123,样一,事假,2026-1-7,撤销,同意\n\
        00123,样一,事假,2026-1-8,已通过,\n";
    let outcome = leave(text);
    let rows: Vec<u32> = outcome.leave().iter().map(|row| row.row).collect();
    assert_eq!(rows, [2, 6]);
    let ignored: Vec<u32> = outcome.judged.ignored.iter().map(|ignored| ignored.0).collect();
    assert_eq!(ignored, [3, 4, 5]);
    assert!(outcome.refused().is_empty());
}

#[test]
fn a_list_without_a_column_for_it_holds_granted_leave() {
    assert_eq!(leave("工号,假别,开始日期\n00123,年休假,2026-1-5\n").leave()[0].kind_word, "年假");
}

#[test]
fn people_are_found_by_number_or_by_a_name_that_only_one_bears() {
    let text = "工号,姓名,请假类型,开始时间\n\
        123,样一,事假,2026-1-5\n\
        ,样 二,事假,2026-1-5\n\
        ,拟三,事假,2026-1-5\n\
        00125,拟三,事假,2026-1-5\n\
        00123,样二,事假,2026-1-5\n\
        09999,样一,事假,2026-1-5\n\
        ,无人,事假,2026-1-5\n\
        ,,事假,2026-1-5\n";
    let outcome = leave(text);
    let numbers: Vec<&str> = outcome.leave().iter().map(|row| row.emp_no.as_str()).collect();
    assert_eq!(numbers, ["00123", "00124", "00125"]);
    assert_eq!(outcome.warned(), [(2, "empno.padded")]);
    let expected = [
        (4, "ref.ambiguous_name", "name", "拟三"),
        (6, "ref.name_mismatch", "name", "样二"),
        (7, "ref.unknown_person", "emp_no", "09999"),
        (8, "ref.unknown_person", "name", "无人"),
        (9, "required.missing", "emp_no", ""),
    ];
    assert_eq!(outcome.refused(), expected);
}

#[test]
fn half_days_have_an_order() {
    let text = "工号,请假类型,开始时间,结束时间,请假天数\n\
        00123,事假,2026-1-5 上午,2026-1-5 上午,0.5\n\
        00123,事假,2026-1-5 下午,2026-1-5 上午,0.5天\n\
        00123,事假,2026-1-5 09:00,2026-1-5 18:00,1天\n\
        00123,事假,2026-1-6 18:00,2026-1-6 09:00,1\n\
        00123,事假,2026-1-7,2026-1-7,半天\n";
    let outcome = leave(text);
    assert_eq!(outcome.leave().len(), 2);
    let expected = [
        (3, "date.order", "end", "2026-1-5 上午"),
        (5, "date.order", "end", "2026-1-6 09:00"),
        (6, "number.invalid", "days", "半天"),
    ];
    assert_eq!(outcome.refused(), expected);
    let Totals::Leave(totals) = &outcome.judged.totals else { panic!("leave has totals") };
    assert_eq!((totals["事假"].events, totals["事假"].days.to_string().as_str()), (2, "1.5"));
}

#[test]
fn a_date_and_its_time_may_stand_in_two_columns() {
    let text = "工号,请假类型,开始日期,开始时间,结束日期,结束时间\n00123,病假,2026-1-5,下午,2026-1-6,12:00\n";
    let outcome = leave(text);
    let row = &outcome.leave()[0];
    assert_eq!(
        (row.start.to_string().as_str(), row.end.unwrap().to_string().as_str()),
        ("2026-01-05 下午", "2026-01-06 12:00")
    );
}

#[test]
fn unknown_kinds_are_refused_unless_the_user_says_what_they_mean() {
    let text = "工号,请假类型,开始时间\n00123,神秘假,2026-1-5\n";
    assert_eq!(leave(text).refused(), [(2, "enum.unknown", "kind", "神秘假")]);
    let mapping = Mapping::from_json(r#"{"words":{"kind":{"神秘假":"事假"}}}"#).unwrap();
    let outcome = run(text.as_bytes(), "a.csv", Kind::Events, Some(&mapping), &known(&PEOPLE));
    assert_eq!(outcome.leave()[0].kind, "personal");
}

#[test]
fn without_known_people_the_numbers_are_taken_as_they_stand_and_that_is_said() {
    let text = "工号,请假类型,开始时间\n9,事假,2026-1-5\n";
    let outcome = run(text.as_bytes(), "a.csv", Kind::Events, None, &References::unchecked());
    assert_eq!((outcome.leave()[0].emp_no.as_str(), outcome.warned()), ("9", vec![(0, "ref.unchecked")]));
}

#[test]
fn a_roster_is_not_leave() {
    let book = open("工号,姓名,入职日期\n1,样一,2023-5-1\n".as_bytes(), "a.csv", &Limits::default()).unwrap();
    assert!(!recognise(&book, Kind::Events, None).is_certain());
}
