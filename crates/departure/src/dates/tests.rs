//! The dates at every edge: the day itself, the day after, midnight, month ends, leap days.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::find_ground;

fn draft(notice_on: Date, last_day: Date, legal_end: Date) -> DatesDraft {
    DatesDraft { notice_on, last_day, legal_end, access_off_at: None, hired_on: date(2010, 3, 1) }
}

fn check(code: &str, draft: DatesDraft) -> DatesCheck {
    draft.check(find_ground(code).unwrap(), &Calendar::builtin())
}

fn faults(code: &str, draft: DatesDraft) -> Vec<DateFault> {
    check(code, draft).faults.into_iter().map(|(_, fault)| fault).collect()
}

fn warnings(code: &str, draft: DatesDraft) -> Vec<DateWarning> {
    check(code, draft).warnings.into_iter().map(|(_, warning)| warning).collect()
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The departure of the first picture.
fn october() -> Dates {
    check("RESIGN", draft(date(2026, 10, 26), date(2026, 11, 25), date(2026, 11, 25))).dates.unwrap()
}

#[test]
fn all_three_dates_on_one_day_are_in_order() {
    let day = date(2026, 11, 4);
    assert!(faults("CAUSE", draft(day, day, day)).is_empty());
}

#[test]
fn one_day_out_of_order_is_a_fault_beside_its_field() {
    let (day, before) = (date(2026, 11, 4), date(2026, 11, 3));
    let found = check("RESIGN", draft(day, before, day));
    assert_eq!(found.faults, [(DateField::LastDay, DateFault::LastDayBeforeNotice)]);
    assert_eq!(found.dates, None);
    let found = check("RESIGN", draft(before, day, before));
    assert_eq!(found.faults, [(DateField::LegalEnd, DateFault::LegalEndBeforeLastDay)]);
    assert_eq!(
        faults("RESIGN", draft(day, before, before)),
        [DateFault::LastDayBeforeNotice, DateFault::LegalEndBeforeNotice]
    );
}

#[test]
fn whoever_stopped_coming_left_before_the_notice_but_the_contract_did_not() {
    let abandoned = draft(date(2026, 11, 20), date(2026, 11, 4), date(2026, 11, 20));
    assert!(faults("ABANDON", abandoned).is_empty());
    assert!(warnings("ABANDON", abandoned).contains(&DateWarning::StoppedBeforeNotice));
    let backdated = DatesDraft { legal_end: date(2026, 11, 19), ..abandoned };
    assert_eq!(faults("ABANDON", backdated), [DateFault::LegalEndBeforeNotice]);
}

#[test]
fn the_firm_may_hear_of_a_death_afterwards() {
    let heard_late = draft(date(2026, 11, 9), date(2026, 11, 6), date(2026, 11, 7));
    assert!(faults("DEATH", heard_late).is_empty());
    assert!(!faults("RESIGN", heard_late).is_empty());
}

#[test]
fn nobody_leaves_before_the_first_day_but_on_it() {
    let hired_on = date(2026, 11, 2);
    let same_day = DatesDraft { hired_on, ..draft(hired_on, hired_on, hired_on) };
    assert!(faults("RESIGN_PROBATION", same_day).is_empty());
    let (notice_on, last_day) = (date(2026, 10, 30), date(2026, 11, 1));
    let early = DatesDraft { hired_on, ..draft(notice_on, last_day, hired_on) };
    assert_eq!(
        faults("RESIGN_PROBATION", early),
        [DateFault::NoticeBeforeHire, DateFault::LastDayBeforeHire]
    );
}

#[test]
fn thirty_days_run_from_the_day_after_the_notice() {
    let notice_on = date(2025, 3, 3);
    let on_time = draft(notice_on, date(2025, 4, 2), date(2025, 4, 2));
    assert!(warnings("RESIGN", on_time).is_empty());
    let a_day_early = draft(notice_on, date(2025, 4, 1), date(2025, 4, 1));
    assert_eq!(warnings("RESIGN", a_day_early), [DateWarning::ShortNotice { given: 29, wanted: 30 }]);
    assert!(warnings("RESIGN_PROBATION", draft(notice_on, date(2025, 3, 6), date(2025, 3, 6))).is_empty());
}

#[test]
fn a_last_day_on_a_make_up_saturday_is_a_working_day_and_a_holiday_is_not() {
    let on = |last_day| warnings("AGREE_EMPLOYEE", draft(date(2026, 9, 1), last_day, last_day));
    assert!(on(date(2026, 10, 10)).is_empty(), "a make-up Saturday");
    assert_eq!(on(date(2026, 10, 1)), [DateWarning::LastDayNotWorking]);
    assert_eq!(on(date(2026, 11, 29)), [DateWarning::LastDayNotWorking]);
}

#[test]
fn a_year_without_its_notice_is_told_and_a_mistyped_year_too() {
    let far = draft(date(2026, 11, 2), date(2036, 12, 1), date(2036, 12, 1));
    let found = warnings("AGREE_EMPLOYEE", far);
    assert!(found.contains(&DateWarning::ProvisionalCalendar { year: 2036 }));
    assert!(found.contains(&DateWarning::FarApart));
    let a_year = draft(date(2024, 2, 29), date(2025, 2, 28), date(2025, 2, 28));
    assert!(!warnings("AGREE_EMPLOYEE", a_year).contains(&DateWarning::FarApart));
}

#[test]
fn access_off_is_warned_of_when_it_comes_too_early_or_too_late() {
    let base = draft(date(2026, 10, 26), date(2026, 11, 25), date(2026, 11, 27));
    let with = |text: &str| warnings("RESIGN", DatesDraft { access_off_at: Some(instant(text)), ..base });
    assert_eq!(with("2026-11-24T16:00:00Z"), [DateWarning::AccessOffBeforeLastDay], "as the last day begins");
    assert!(with("2026-11-24T16:00:00.000001Z").is_empty());
    assert!(with("2026-11-27T16:00:00Z").is_empty(), "as the legal end is over");
    assert_eq!(with("2026-11-27T16:00:00.000001Z"), [DateWarning::AccessOffAfterLegalEnd]);
}

#[test]
fn the_day_count_runs_from_the_day_after_the_notice_to_the_last_day() {
    let dates = october();
    assert_eq!(dates.day_count(date(2026, 10, 25)), DayCount::Before { days: 1 });
    assert_eq!(dates.day_count(date(2026, 10, 26)), DayCount::Running { day: 0, of: 30 });
    assert_eq!(dates.day_count(date(2026, 11, 4)), DayCount::Running { day: 9, of: 30 });
    assert_eq!(dates.day_count(date(2026, 11, 25)), DayCount::Running { day: 30, of: 30 });
    assert_eq!(dates.day_count(date(2026, 11, 26)), DayCount::Over { days: 1 });
}

#[test]
fn the_day_count_passes_month_ends_and_leap_days() {
    let leap = Dates { notice_on: date(2024, 2, 28), last_day: date(2024, 3, 29), ..october() };
    assert_eq!(leap.day_count(date(2024, 2, 29)), DayCount::Running { day: 1, of: 30 });
    assert_eq!(leap.day_count(date(2024, 3, 1)), DayCount::Running { day: 2, of: 30 });
    let common = Dates { notice_on: date(2025, 2, 28), last_day: date(2025, 3, 30), ..october() };
    assert_eq!(common.day_count(date(2025, 3, 1)), DayCount::Running { day: 1, of: 30 });
}

#[test]
fn working_days_left_count_today_and_the_last_day() {
    let (dates, calendar) = (october(), Calendar::builtin());
    assert_eq!(dates.working_days_left(date(2026, 11, 5), &calendar), 15);
    assert_eq!(dates.working_days_left(date(2026, 11, 25), &calendar), 1);
    assert_eq!(dates.working_days_left(date(2026, 11, 26), &calendar), 0);
    let before = dates.working_days_left(date(2026, 10, 1), &calendar);
    assert_eq!(before, dates.working_days_left(dates.notice_on, &calendar));
}

#[test]
fn the_person_is_employed_on_the_first_and_on_the_last_day_and_not_around_them() {
    let (from, end) = (date(2020, 2, 29), Some(date(2024, 2, 29)));
    assert!(!was_employed_on(from, end, date(2020, 2, 28)));
    assert!(was_employed_on(from, end, date(2020, 2, 29)));
    assert!(was_employed_on(from, end, date(2024, 2, 29)));
    assert!(!was_employed_on(from, end, date(2024, 3, 1)));
    assert!(was_employed_on(from, None, date(2099, 12, 31)));
}

#[test]
fn the_contract_has_ended_only_the_day_after() {
    let dates = october();
    assert!(!dates.has_ended(date(2026, 11, 25)));
    assert!(dates.has_ended(date(2026, 11, 26)));
    assert!(!dates.is_after_last_day(date(2026, 11, 25)));
    assert!(dates.is_after_last_day(date(2026, 11, 26)));
}

#[test]
fn the_date_changes_at_midnight_in_china() {
    assert_eq!(china_date(instant("2026-11-25T15:59:59.999999Z")), date(2026, 11, 25));
    assert_eq!(china_date(instant("2026-11-25T16:00:00Z")), date(2026, 11, 26));
    assert_eq!(china_date(instant("2024-02-28T16:00:00Z")), date(2024, 2, 29));
}

#[test]
fn access_is_off_from_the_set_instant_on() {
    let at = instant("2026-11-25T10:00:00Z");
    let dates = Dates { access_off_at: Some(at), ..october() };
    assert!(!dates.is_access_off(instant("2026-11-25T09:59:59.999999Z")));
    assert!(dates.is_access_off(at));
    assert!(!october().is_access_off(instant("2030-01-01T00:00:00Z")), "nobody set it");
}

#[test]
fn access_usually_ends_at_midnight_after_the_last_day() {
    assert_eq!(october().usual_access_off(), Some(instant("2026-11-25T16:00:00Z")));
    let leap = Dates { last_day: date(2024, 2, 29), ..october() };
    assert_eq!(leap.usual_access_off(), Some(instant("2024-02-29T16:00:00Z")));
}

proptest! {
    #[test]
    fn dates_without_a_fault_are_in_order(notice in 0i32..4000, last in 0i32..4000, end in 0i32..4000) {
        let on = |days: i32| date(2015, 1, 1).saturating_add(jiff::Span::new().days(days));
        for ground in crate::grounds() {
            let found = check(&ground.code, draft(on(notice), on(last), on(end)));
            if let Some(dates) = found.dates {
                prop_assert!(dates.last_day <= dates.legal_end);
                prop_assert!(ground.order == Order::Any || dates.notice_on <= dates.legal_end);
                prop_assert!(ground.order != Order::NoticeFirst || dates.notice_on <= dates.last_day);
            } else {
                prop_assert!(!found.faults.is_empty());
            }
        }
    }
}
