//! Which days the columns of an attendance table are.
//!
//! The digits above the columns are never enough: they say neither month nor year, and weekends are headed 六 and 日. The
//! days come from the line that tells the period, or from whole dates in the header.

use jiff::{Span, ToSpan as _, civil::Date};

use super::dates;
use super::sheet::DateSystem;
use super::text;

/// So many columns side by side must be headed by days, or it is no table of days.
const MIN_DAYS: usize = 5;
/// Nobody keeps more days in one sheet.
const MAX_DAYS: i32 = 400;

/// A stretch of days, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) first: Date,
    pub(crate) last: Date,
}

/// What stands above a column of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DayHead {
    Whole(Date),
    MonthDay(i8, i8),
    Day(i8),
    Weekday,
}

/// A date in running text, with or without its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mentioned {
    Whole(Date),
    MonthDay(i8, i8),
}

impl Mentioned {
    /// The date; without a year the one nearest to a day that is known.
    pub(crate) fn near(self, known: Date) -> Option<Date> {
        let Self::MonthDay(month, day) = self else {
            let Self::Whole(date) = self else { return None };
            return Some(date);
        };
        let years = (known.year() - 1)..=(known.year() + 1);
        let candidates = years.filter_map(|year| Date::new(year, month, day).ok());
        candidates.min_by_key(|date| days_between(known, *date).abs())
    }

    /// The date on or before a day that is known.
    fn until(self, known: Date) -> Option<Date> {
        match self {
            Self::Whole(date) => Some(date),
            Self::MonthDay(month, day) => (0..2)
                .filter_map(|back| Date::new(known.year() - back, month, day).ok())
                .find(|date| *date <= known),
        }
    }

    /// The date on or after a day that is known.
    pub(crate) fn since(self, known: Date) -> Option<Date> {
        match self {
            Self::Whole(date) => Some(date),
            Self::MonthDay(month, day) => (0..2)
                .filter_map(|on| Date::new(known.year() + on, month, day).ok())
                .find(|date| *date >= known),
        }
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// Every date mentioned in (clean) text, with what follows it.
pub(crate) fn mentioned(text: &str) -> Vec<(Mentioned, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut in_number = false;
    while let Some(c) = rest.chars().next() {
        if let Some((date, tail)) = (c.is_ascii_digit() && !in_number).then(|| one(rest)).flatten() {
            found.push((date, tail));
            (rest, in_number) = (tail, true);
            continue;
        }
        // 09:30 and 1.5 run on; behind the colon of 统计时间: something new begins.
        in_number = c.is_ascii_digit() || in_number && matches!(c, ':' | '.');
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    found
}

fn one(text: &str) -> Option<(Mentioned, &str)> {
    if let Some((date, tail)) = dates::leading_date(text) {
        return Some((Mentioned::Whole(date), tail));
    }
    let (month, tail) = dates::digits(text, 1..=2)?;
    let separator = tail.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | '月'))?;
    let (day, tail) = dates::digits(tail.get(separator.len_utf8()..)?, 1..=2)?;
    let tail = tail.strip_prefix(['日', '号']).unwrap_or(tail);
    if tail.starts_with(|c: char| c.is_ascii_digit() || matches!(c, ':' | '-' | '/' | '小' | '天' | '次'))
    {
        return None;
    }
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    // A leap year, so that 29 February is a day.
    Date::new(2024, month, day).ok().map(|_| (Mentioned::MonthDay(month, day), tail))
}

/// The period that the lines above the header tell.
pub(crate) fn of_titles(titles: &[String]) -> Option<Period> {
    let lines: Vec<Vec<(Mentioned, &str)>> = titles.iter().map(|line| mentioned(line)).collect();
    let whole = lines.iter().flatten().filter_map(|(date, _)| match date {
        Mentioned::Whole(date) => Some(*date),
        Mentioned::MonthDay(..) => None,
    });
    let made_on = whole.max();
    let ranges = lines.iter().flat_map(|line| line.windows(2)).filter_map(|pair| match pair {
        [(first, between), (last, _)] if joins(between) => range(*first, *last, made_on),
        _ => None,
    });
    ranges.into_iter().next().or_else(|| titles.iter().find_map(|line| month(line)))
}

/// Whether two dates are the ends of a period: 至, 到, a dash of any kind.
fn joins(between: &str) -> bool {
    const WORDS: [&str; 10] = ["至", "到", "~", "～", "-", "—", "–", "―", "to", "until"];
    let mut rest = between.trim_start_matches(|c: char| text::is_blank(c) || c == ')');
    // A weekday or a time may stand behind the first date.
    if let Some(tail) = dates::weekday(rest) {
        rest = tail.trim_start();
    }
    if let Some((_, tail)) = dates::clock_time(rest) {
        rest = tail.trim_start();
    }
    WORDS.iter().any(|word| rest.starts_with(word))
}

fn range(first: Mentioned, last: Mentioned, made_on: Option<Date>) -> Option<Period> {
    let (first, last) = match (first, last) {
        (Mentioned::Whole(first), last) => (first, last.since(first)?),
        (first, last) => {
            let last = last.until(made_on?)?;
            (first.until(last)?, last)
        }
    };
    let days = days_between(first, last);
    (0..MAX_DAYS).contains(&days).then_some(Period { first, last })
}

/// 2026年9月, 2026-09, 2026/9: a whole month.
fn month(line: &str) -> Option<Period> {
    let mut rest = line;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit()
            && !before.is_ascii_digit()
            && let Some(period) = month_at(rest)
        {
            return Some(period);
        }
        (rest, before) = (rest.get(c.len_utf8()..)?, c);
    }
    None
}

fn month_at(text: &str) -> Option<Period> {
    let (year, rest) = dates::digits(text, 4..=4)?;
    let rest = rest.trim_start();
    let separator = rest.chars().next().filter(|c| matches!(c, '年' | '-' | '/' | '.'))?;
    let (month, rest) = dates::digits(rest.get(separator.len_utf8()..)?.trim_start(), 1..=2)?;
    let closed = separator != '年' || rest.trim_start().starts_with('月');
    let runs_on = rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'));
    if !closed || runs_on {
        return None;
    }
    let first = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
    (2000..2100).contains(&first.year()).then(|| Period { first, last: first.last_of_month() })
}

/// The columns that are days, each with its date; none where the table has no such columns, or nothing tells the year.
pub(crate) fn day_columns(heads: &[(u16, String)], titles: &[String]) -> Vec<(u16, Date)> {
    let run = longest_run(heads);
    let named = run.iter().any(|(_, head)| *head != DayHead::Weekday);
    if run.len() < MIN_DAYS || !named {
        return Vec::new();
    }
    resolve(&run, titles).unwrap_or_default()
}

/// The most columns side by side that are headed by days.
fn longest_run(heads: &[(u16, String)]) -> Vec<(u16, DayHead)> {
    let mut best: Vec<(u16, DayHead)> = Vec::new();
    let mut run = best.clone();
    for (column, word) in heads {
        let follows = run.last().is_none_or(|(last, _)| last + 1 == *column);
        let head = day_head(word);
        if head.is_none() || !follows {
            run.clear();
        }
        if let Some(head) = head {
            run.push((*column, head));
        }
        if run.len() > best.len() {
            best.clone_from(&run);
        }
    }
    best
}

fn day_head(word: &str) -> Option<DayHead> {
    if let Some(stamp) = dates::from_text(word, DateSystem::From1900) {
        return Some(DayHead::Whole(stamp.date));
    }
    let (rest, had_weekday) = without_weekday(word);
    if rest.is_empty() {
        return had_weekday.then_some(DayHead::Weekday);
    }
    if let [(mentioned, tail)] = mentioned(rest).as_slice()
        && tail.trim_matches(text::is_blank).is_empty()
        && rest.starts_with(|c: char| c.is_ascii_digit())
    {
        return Some(match mentioned {
            Mentioned::Whole(date) => DayHead::Whole(*date),
            Mentioned::MonthDay(month, day) => DayHead::MonthDay(*month, *day),
        });
    }
    let digits = rest.strip_suffix(['日', '号']).unwrap_or(rest);
    let day: i8 = digits.parse().ok()?;
    ((1..=31).contains(&day) && digits.len() <= 2).then_some(DayHead::Day(day))
}

/// The word without the weekday behind it: 六, 周六, 星期六, Sat.
fn without_weekday(word: &str) -> (&str, bool) {
    const ENGLISH: [&str; 14] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    ];
    const HAN: [char; 8] = ['一', '二', '三', '四', '五', '六', '日', '天'];
    let word = word.trim_matches(|c: char| text::is_blank(c) || matches!(c, '(' | ')'));
    let lower = word.to_lowercase();
    if let Some(day) = ENGLISH.iter().find(|day| lower.ends_with(*day)) {
        return (trimmed(word.get(..word.len() - day.len()).unwrap_or_default()), true);
    }
    let Some(rest) = word.strip_suffix(HAN) else { return (word, false) };
    if let Some(rest) = rest.strip_suffix("星期").or_else(|| rest.strip_suffix('周')) {
        return (trimmed(rest), true);
    }
    // 1日 and 9月1日 end with a day of the month and not with a Sunday.
    let is_count = rest.ends_with(|c: char| c.is_ascii_digit());
    if is_count { (word, false) } else { (trimmed(rest), true) }
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| text::is_blank(c) || matches!(c, '(' | ')'))
}

fn resolve(run: &[(u16, DayHead)], titles: &[String]) -> Option<Vec<(u16, Date)>> {
    let period = of_titles(titles);
    let mut next = start(run, period, titles)?;
    let mut days = Vec::with_capacity(run.len());
    for (column, head) in run {
        let date = match head {
            DayHead::Whole(date) => *date,
            DayHead::MonthDay(month, day) => Mentioned::MonthDay(*month, *day).since(next)?,
            DayHead::Day(day) => forward_to(next, *day, period),
            DayHead::Weekday => next,
        };
        next = date.tomorrow().ok()?;
        days.push((*column, date));
    }
    let first = days.first()?.1;
    (days_between(first, days.last()?.1) < MAX_DAYS).then_some(days)
}

/// The day of the first column.
fn start(run: &[(u16, DayHead)], period: Option<Period>, titles: &[String]) -> Option<Date> {
    let whole = run.iter().zip(0_i64..).find_map(|((_, head), place)| match head {
        DayHead::Whole(date) => date.checked_sub(Span::new().days(place)).ok(),
        _ => None,
    });
    if let Some(date) = whole.or(period.map(|period| period.first)) {
        return Some(date);
    }
    // 9/1, 9/2 …, and somewhere above the day on which the table was made.
    let made_on = titles.iter().flat_map(|line| mentioned(line)).find_map(|(date, _)| match date {
        Mentioned::Whole(date) => Some(date),
        Mentioned::MonthDay(..) => None,
    })?;
    let of = |head: &DayHead| match head {
        DayHead::MonthDay(month, day) => Some(Mentioned::MonthDay(*month, *day)),
        _ => None,
    };
    let last = run.iter().rev().find_map(|(_, head)| of(head))?.until(made_on)?;
    run.iter().find_map(|(_, head)| of(head))?.until(last)
}

/// Columns may leave days out; within the period the next day with that number is meant.
fn forward_to(next: Date, day: i8, period: Option<Period>) -> Date {
    if next.day() == day {
        return next;
    }
    let last = period.map_or(next, |period| period.last);
    let mut date = next;
    while date < last {
        date = date.saturating_add(1.day());
        if date.day() == day {
            return date;
        }
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn titles(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| text::clean(line).into_owned()).collect()
    }

    fn heads(words: &[&str]) -> Vec<(u16, String)> {
        (3..).zip(words).map(|(column, word)| (column, text::clean(word).into_owned())).collect()
    }

    #[test]
    fn the_period_is_told_in_many_ways() {
        let told =
            |lines: &[&str]| of_titles(&titles(lines)).map(|p| (p.first.to_string(), p.last.to_string()));
        let september = Some(("2026-09-01".to_owned(), "2026-09-30".to_owned()));
        for lines in [
            &["月度汇总 统计日期：2026-09-01 至 2026-09-30", "报表生成时间：2026-10-01 08:31"][..],
            &["统计时间:09-01 ～ 09-30     制表时间:2026-10-17 09:12(UTC+8)"],
            &["某某公司2026年9月考勤表"],
            &["2026/9/1-2026/9/30"],
            &["统计周期：2026年9月1日—9月30日"],
            &["Attendance 2026-09"],
        ] {
            assert_eq!(told(lines), september, "{lines:?}");
        }
        let winter = Some(("2025-12-26".to_owned(), "2026-01-25".to_owned()));
        assert_eq!(told(&["统计日期：2025-12-26 至 01-25"]), winter);
        assert_eq!(told(&["统计时间:12-26 ～ 01-25", "制表时间:2026-01-26 09:00"]), winter);
        assert_eq!(told(&["报表生成时间：2026-10-01 08:31"]), None);
    }

    #[test]
    fn digits_and_weekdays_follow_the_period_and_cross_the_year() {
        let words = ["29", "30", "31", "1", "2", "六", "日", "5"];
        let days = day_columns(&heads(&words), &titles(&["统计日期：2025-12-29 至 2026-01-05"]));
        assert_eq!(days.len(), 8);
        assert_eq!(days[0], (3, day("2025-12-29")));
        assert_eq!(days[5], (8, day("2026-01-03")));
        assert_eq!(days[7], (10, day("2026-01-05")));
    }

    #[test]
    fn whole_dates_in_the_header_need_no_period() {
        let words = [
            "2021-03-16 星期二",
            "2021-03-17 星期三",
            "2021-03-18 星期四",
            "2021-03-19 星期五",
            "2021-03-20 星期六",
        ];
        let days = day_columns(&heads(&words), &[]);
        assert_eq!(days.last(), Some(&(7, day("2021-03-20"))));
        let serials = ["46266", "46267", "46268", "46269", "46270"];
        assert_eq!(day_columns(&heads(&serials), &[])[0].1, day("2026-09-01"));
    }

    #[test]
    fn months_and_days_take_their_year_from_the_day_of_the_report() {
        let words = ["12月30日(周二)", "12/31", "1-1", "1月2日", "01-03"];
        let days = day_columns(&heads(&words), &titles(&["制表时间:2026-01-05 09:00"]));
        assert_eq!(days.first(), Some(&(3, day("2025-12-30"))));
        assert_eq!(days.last(), Some(&(7, day("2026-01-03"))));
    }

    #[test]
    fn days_that_are_left_out_are_passed_over() {
        let words = ["1日", "2日", "3日", "4日", "7日", "8日"];
        let days = day_columns(&heads(&words), &titles(&["2026年9月考勤"]));
        assert_eq!(days[4].1, day("2026-09-07"));
    }

    #[test]
    fn without_a_year_or_with_few_columns_there_are_no_days() {
        assert!(day_columns(&heads(&["1", "2", "3", "4", "5"]), &[]).is_empty());
        assert!(day_columns(&heads(&["一", "二", "三", "四", "五"]), &titles(&["2026年9月"])).is_empty());
        assert!(day_columns(&heads(&["1", "2", "合计", "3", "4"]), &titles(&["2026年9月"])).is_empty());
    }
}
