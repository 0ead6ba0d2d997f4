use std::str::FromStr;

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Date {
    Date::from_str(text).unwrap()
}

fn add(date: &str, days: i64) -> String {
    Calendar::builtin().add_working_days(day(date), days).to_string()
}

fn kind(date: &str) -> DayKind {
    Calendar::builtin().day(day(date))
}

const fn off(festival: Festival, is_statutory: bool) -> DayKind {
    DayKind::Holiday { festival, is_statutory }
}

#[test]
fn builtin_notices_carry_their_numbers_and_dates() {
    let calendar = Calendar::builtin();
    let known: Vec<_> = calendar
        .notices()
        .map(|notice| (notice.year, notice.number.as_str(), notice.published_on.to_string()))
        .collect();
    let expected = [
        (2024, "国办发明电〔2023〕7号", "2023-10-25".to_owned()),
        (2025, "国办发明电〔2024〕12号", "2024-11-12".to_owned()),
        (2026, "国办发明电〔2025〕7号", "2025-11-04".to_owned()),
    ];
    assert_eq!(known, expected);
    assert_eq!(calendar.notice(2026).unwrap().title, "国务院办公厅关于2026年部分节假日安排的通知");
}

#[test]
fn a_day_is_one_of_four_kinds() {
    assert_eq!(kind("2026-02-13"), DayKind::Workday);
    assert_eq!(kind("2026-02-14"), DayKind::MakeUpWorkday);
    assert_eq!(kind("2026-02-15"), off(Festival::SpringFestival, false));
    assert_eq!(kind("2026-02-16"), off(Festival::SpringFestival, true));
    assert_eq!(kind("2026-03-01"), DayKind::Weekend);
    assert_eq!(kind("2025-10-06"), off(Festival::MidAutumn, true));
    assert_eq!(kind("2025-10-07"), off(Festival::NationalDay, false));
}

#[test]
fn statutory_days_are_eleven_until_2024_and_thirteen_from_2025() {
    let calendar = Calendar::builtin();
    for (year, expected) in [(2024, 11), (2025, 13), (2026, 13)] {
        let first = Date::new(year, 1, 1).unwrap();
        let statutory = first
            .series(jiff::Span::new().days(1))
            .take_while(|date| date.year() == year)
            .filter(|date| matches!(calendar.day(*date), DayKind::Holiday { is_statutory: true, .. }))
            .count();
        assert_eq!(statutory, expected, "{year}");
    }
}

#[test]
fn a_year_has_the_working_days_that_follow_from_its_notice() {
    let calendar = Calendar::builtin();
    let working = |year: i16| {
        calendar.working_days_inclusive(Date::new(year, 1, 1).unwrap(), Date::new(year, 12, 31).unwrap())
    };
    // 366 − 104 weekend days − 20 weekdays off + 8 make-up days, and so on; the peer test has the single days.
    assert_eq!(working(2024), 251);
    assert_eq!(working(2025), 248);
    assert_eq!(working(2026), 248);
}

#[test]
fn counting_crosses_make_up_days_and_holidays() {
    assert_eq!(add("2026-02-13", 1), "2026-02-14", "the Saturday is worked");
    assert_eq!(add("2026-02-14", 1), "2026-02-24", "nine days off");
    assert_eq!(add("2026-02-24", -1), "2026-02-14");
    assert_eq!(add("2026-09-30", 1), "2026-10-08");
    assert_eq!(add("2026-09-18", 1), "2026-09-20", "a Sunday worked for National Day");
}

#[test]
fn counting_crosses_the_leap_day_and_month_ends() {
    assert_eq!(add("2024-02-28", 1), "2024-02-29");
    assert_eq!(add("2024-02-29", 1), "2024-03-01");
    assert_eq!(add("2024-03-01", -1), "2024-02-29");
    assert_eq!(add("2026-02-27", 1), "2026-02-28", "a Saturday made up for Spring Festival");
    assert_eq!(add("2026-02-28", 1), "2026-03-02");
    assert_eq!(add("2025-11-28", 1), "2025-12-01");
}

#[test]
fn counting_crosses_the_new_year() {
    assert_eq!(add("2024-12-31", 1), "2025-01-02");
    assert_eq!(add("2025-12-31", 1), "2026-01-04", "a Sunday made up for New Year");
    assert_eq!(add("2026-12-31", 1), "2027-01-04", "2027-01-01 is a Friday and fixed");
    assert_eq!(add("2024-01-02", -1), "2023-12-29");
}

#[test]
fn zero_days_is_the_date_or_the_next_working_day() {
    assert_eq!(add("2026-11-05", 0), "2026-11-05");
    assert_eq!(add("2026-11-07", 0), "2026-11-09");
    assert_eq!(add("2026-10-03", 0), "2026-10-08");
}

#[test]
fn previous_and_next_stay_on_a_working_day() {
    let calendar = Calendar::builtin();
    assert_eq!(calendar.previous_or_same_working_day(day("2026-10-05")), day("2026-09-30"));
    assert_eq!(calendar.previous_or_same_working_day(day("2026-09-30")), day("2026-09-30"));
    assert_eq!(calendar.next_or_same_working_day(day("2026-10-10")), day("2026-10-10"), "a make-up Saturday");
}

#[test]
fn between_leaves_out_the_first_day_and_inclusive_counts_it() {
    let calendar = Calendar::builtin();
    let (notice, last) = (day("2026-10-26"), day("2026-11-25"));
    assert_eq!(calendar.working_days_between(notice, last), 22);
    assert_eq!(calendar.working_days_inclusive(notice, last), 23);
    assert_eq!(calendar.working_days_between(last, notice), -22);
    assert_eq!(calendar.working_days_between(last, last), 0);
    assert_eq!(calendar.working_days_inclusive(last, last), 1);
    assert_eq!(calendar.working_days_inclusive(last, notice), 0);
}

#[test]
fn years_without_a_notice_count_weekends_and_fixed_days_and_say_so() {
    let calendar = Calendar::builtin();
    for year in [2023, 2027, 2040] {
        assert!(calendar.is_provisional(year) && calendar.notice(year).is_none());
    }
    assert!(!calendar.is_provisional(2024) && !calendar.is_provisional(2026));
    assert_eq!(kind("2027-01-01"), off(Festival::NewYear, true));
    assert_eq!(kind("2027-05-02"), off(Festival::LabourDay, true));
    assert_eq!(kind("2027-10-04"), DayKind::Workday);
    assert_eq!(kind("2023-05-02"), DayKind::Workday, "one day of May before 2025");
    assert_eq!(kind("2023-04-08"), DayKind::Weekend);
}

const NOTICE_2027: &str = r#"
year = 2027
number = "测试〔2026〕1号"
title = "只为测试"
published_on = 2026-11-03
[[holiday]]
festival = "new_year"
from = 2026-12-31
to = 2027-01-02
statutory = [2027-01-01]
work = [2026-12-27]
"#;

#[test]
fn a_loaded_notice_ends_the_provisional_state_and_may_reach_into_december() {
    let calendar = Calendar::with_notices(&[NOTICE_2027]).unwrap();
    assert!(!calendar.is_provisional(2027));
    assert_eq!(calendar.day(day("2026-12-31")), off(Festival::NewYear, false));
    assert_eq!(calendar.day(day("2026-12-27")), DayKind::MakeUpWorkday);
    assert_eq!(calendar.day(day("2027-05-03")), DayKind::Workday, "what the notice leaves out is no holiday");
    assert_eq!(calendar.day(day("2026-10-01")), off(Festival::NationalDay, true), "2026 stays as it was");
}

#[test]
fn a_loaded_notice_takes_the_place_of_a_built_in_one() {
    let amended = NOTICE_2027.replace("2027-", "2026-").replace("year = 2027", "year = 2026");
    let amended = amended.replace("2026-12-31", "2025-12-31").replace("[2026-12-27]", "[2025-12-27]");
    let amended = amended.replace("published_on = 2026-11-03", "published_on = 2025-12-01");
    let calendar = Calendar::with_notices(&[&amended]).unwrap();
    assert_eq!(calendar.notice(2026).unwrap().number, "测试〔2026〕1号");
    assert_eq!(calendar.day(day("2026-10-01")), DayKind::Workday);
    assert_eq!(calendar.day(day("2025-12-27")), DayKind::MakeUpWorkday);
}

#[test]
fn two_notices_for_one_year_are_refused() {
    let refusal = Calendar::with_notices(&[NOTICE_2027, NOTICE_2027]).unwrap_err();
    assert_eq!(refusal, Error::YearTwice { year: 2027 });
}

#[test]
fn a_refusal_says_which_notice_it_is_about() {
    let refusal = Calendar::with_notices(&[NOTICE_2027, "year = "]).unwrap_err();
    assert!(refusal.to_string().starts_with("notice 2 cannot be read:"), "{refusal}");
}

#[test]
fn the_end_of_time_is_answered_and_not_a_crash() {
    let calendar = Calendar::builtin();
    assert_eq!(calendar.add_working_days(day("9999-12-30"), 500), Date::MAX);
    assert_eq!(calendar.add_working_days(Date::MIN, -3), Date::MIN);
    assert_eq!(calendar.working_days_between(Date::MAX, Date::MAX), 0);
    assert_eq!(calendar.working_days_inclusive(Date::MAX, Date::MAX), 1, "a Friday");
}

prop_compose! {
    fn any_day()(offset in 0_i64..2557) -> Date {
        day("2022-01-01").checked_add(jiff::Span::new().days(offset)).unwrap()
    }
}

proptest! {
    #[test]
    fn adding_and_taking_away_come_back_to_a_working_day(date in any_day(), days in -400_i64..400) {
        let calendar = Calendar::builtin();
        let start = calendar.next_or_same_working_day(date);
        prop_assert_eq!(calendar.add_working_days(calendar.add_working_days(start, days), -days), start);
    }

    #[test]
    fn counting_gives_back_what_was_added(date in any_day(), days in -400_i64..400) {
        let calendar = Calendar::builtin();
        let start = calendar.next_or_same_working_day(date);
        prop_assert_eq!(calendar.working_days_between(start, calendar.add_working_days(start, days)), days);
    }

    #[test]
    fn adding_ends_on_a_working_day_and_never_turns_round(a in any_day(), b in any_day(), days in -60_i64..60) {
        let calendar = Calendar::builtin();
        let (early, late) = if a <= b { (a, b) } else { (b, a) };
        let added = calendar.add_working_days(early, days);
        prop_assert!(calendar.is_working_day(added));
        prop_assert!(added <= calendar.add_working_days(late, days));
        prop_assert!(added <= calendar.add_working_days(early, days + 1));
        if days > 0 { prop_assert!(added > early); }
        if days < 0 { prop_assert!(added < early); }
    }

    #[test]
    fn counts_add_up_over_neighbouring_spans(a in any_day(), b in any_day(), c in any_day()) {
        let calendar = Calendar::builtin();
        let direct = calendar.working_days_between(a, c);
        prop_assert_eq!(calendar.working_days_between(a, b) + calendar.working_days_between(b, c), direct);
    }

    #[test]
    fn next_and_previous_enclose_the_date(date in any_day()) {
        let calendar = Calendar::builtin();
        let (previous, next) =
            (calendar.previous_or_same_working_day(date), calendar.next_or_same_working_day(date));
        prop_assert!(previous <= date && date <= next);
        prop_assert_eq!(calendar.is_working_day(date), previous == next);
    }
}
