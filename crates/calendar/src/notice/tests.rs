use super::*;

const HEAD: &str = "year = 2027\nnumber = \"某号\"\ntitle = \"某通知\"\npublished_on = 2026-11-05\n";

fn refusal(text: &str) -> Error {
    read(1, text).unwrap_err()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn holiday(lines: &str) -> String {
    format!("{HEAD}[[holiday]]\nfestival = \"new_year\"\n{lines}")
}

#[test]
fn a_notice_settles_days_off_statutory_days_and_make_up_days() {
    let text = holiday("from = 2027-01-01\nto = 2027-01-03\nstatutory = [2027-01-01]\nwork = [2027-01-09]\n");
    let settled = read(1, &text).unwrap();
    let off = |is_statutory| DayKind::Holiday { festival: Festival::NewYear, is_statutory };
    let expected = [
        (day("2027-01-01"), off(true)),
        (day("2027-01-02"), off(false)),
        (day("2027-01-03"), off(false)),
        (day("2027-01-09"), DayKind::MakeUpWorkday),
    ];
    assert_eq!(settled.days, BTreeMap::from(expected));
    assert_eq!(settled.notice.number, "某号");
    assert_eq!(settled.notice.link, None);
}

#[test]
fn the_december_before_may_be_settled_too() {
    let text = holiday("from = 2026-12-31\nto = 2027-01-02\nwork = [2026-12-27]\n");
    assert!(read(1, &text).is_ok());
    let text = holiday("from = 2027-01-01\nto = 2027-01-02\nwork = [2026-11-28]\n");
    assert_eq!(refusal(&text), Error::OutsideYear { year: 2027, date: day("2026-11-28") });
    let text = holiday("from = 2027-12-30\nto = 2028-01-02\n");
    assert_eq!(refusal(&text), Error::OutsideYear { year: 2027, date: day("2028-01-02") });
}

#[test]
fn an_unknown_key_is_refused_by_name_and_line() {
    let refusal = refusal(&holiday("from = 2027-01-01\nto = 2027-01-01\nmakeup = [2027-01-02]\n"));
    let Error::Unreadable { nth: 1, message } = refusal else { panic!("{refusal:?}") };
    assert!(message.contains("makeup") && message.contains("line 9"), "{message}");
}

#[test]
fn an_unknown_festival_a_missing_key_and_no_toml_are_refused() {
    for text in [
        format!("{HEAD}[[holiday]]\nfestival = \"halloween\"\nfrom = 2027-01-01\nto = 2027-01-01\n"),
        "year = 2027\n".to_owned(),
        "year 2027".to_owned(),
        String::new(),
    ] {
        assert!(matches!(refusal(&text), Error::Unreadable { .. }), "{text}");
    }
}

#[test]
fn a_time_of_day_or_an_impossible_date_is_refused() {
    for lines in [
        "from = 2027-01-01T08:00:00\nto = 2027-01-01\n",
        "from = 2027-02-29\nto = 2027-03-01\n",
        "from = \"2027-01-01\"\nto = 2027-01-01\n",
    ] {
        assert!(matches!(refusal(&holiday(lines)), Error::Unreadable { .. }), "{lines}");
    }
}

#[test]
fn a_day_named_twice_is_refused() {
    let text = holiday("from = 2027-01-01\nto = 2027-01-03\nwork = [2027-01-02]\n");
    assert_eq!(refusal(&text), Error::DayTwice { year: 2027, date: day("2027-01-02") });
}

#[test]
fn a_make_up_day_on_a_weekday_is_refused() {
    let text = holiday("from = 2027-01-01\nto = 2027-01-03\nwork = [2027-01-04]\n");
    assert_eq!(refusal(&text), Error::MakeUpOnWeekday { year: 2027, date: day("2027-01-04") });
}

#[test]
fn a_statutory_day_must_be_off() {
    let text = holiday("from = 2027-01-01\nto = 2027-01-01\nstatutory = [2027-01-02]\n");
    assert_eq!(refusal(&text), Error::StatutoryNotOff { year: 2027, date: day("2027-01-02") });
}

#[test]
fn a_span_must_not_end_before_it_begins() {
    let text = holiday("from = 2027-01-02\nto = 2027-01-01\n");
    assert_eq!(
        refusal(&text),
        Error::Backwards { year: 2027, from: day("2027-01-02"), to: day("2027-01-01") }
    );
}

#[test]
fn the_origin_must_be_given_and_plausible() {
    let body = "[[holiday]]\nfestival = \"new_year\"\nfrom = 2027-01-01\nto = 2027-01-01\n";
    let blank = HEAD.replace("某号", " ");
    assert_eq!(refusal(&format!("{blank}{body}")), Error::Blank { year: 2027, field: "number" });
    let late = HEAD.replace("2026-11-05", "2028-01-01");
    assert_eq!(
        refusal(&format!("{late}{body}")),
        Error::PublishedTooLate { year: 2027, date: day("2028-01-01") }
    );
    let year = HEAD.replace("2027", "20270");
    assert_eq!(refusal(&format!("{year}{body}")), Error::YearOutOfRange { year: 20270 });
    assert_eq!(refusal(HEAD), Error::NoHoliday { year: 2027 });
}
