//! Dates in all the ways in which people write them.
//!
//! A date is never guessed: a form that can be read in two ways is no date.

use jiff::{Span, civil::Date};

use super::sheet::DateSystem;

/// A part of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DayPart {
    /// Nothing more than the date is known.
    Whole,
    /// 上午.
    Morning,
    /// 下午.
    Afternoon,
    /// A time of the clock; 24:00 is allowed as the end of the day.
    Time {
        /// 0 to 24.
        hour: u8,
        /// 0 to 59.
        minute: u8,
    },
}

/// A date, perhaps with a part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// The day.
    pub date: Date,
    /// What is known of the time.
    pub part: DayPart,
}

/// A date or no end at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OpenEnd {
    /// Ends on a day.
    On(Date),
    /// 长期, 无固定期限.
    Open,
}

const MINUTES_A_DAY: u16 = 24 * 60;

impl DayPart {
    /// The minute at which something beginning in this part begins.
    pub fn first_minute(self) -> u16 {
        match self {
            Self::Whole | Self::Morning => 0,
            Self::Afternoon => MINUTES_A_DAY / 2,
            Self::Time { hour, minute } => u16::from(hour) * 60 + u16::from(minute),
        }
    }

    /// The minute at which something ending in this part ends.
    pub fn last_minute(self) -> u16 {
        match self {
            Self::Whole | Self::Afternoon => MINUTES_A_DAY,
            Self::Morning => MINUTES_A_DAY / 2 - 1,
            Self::Time { hour, minute } => u16::from(hour) * 60 + u16::from(minute),
        }
    }
}

impl std::fmt::Display for DayPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Morning => f.write_str("上午"),
            Self::Afternoon => f.write_str("下午"),
            Self::Time { hour, minute } => write!(f, "{hour:02}:{minute:02}"),
        }
    }
}

impl std::fmt::Display for Stamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.part {
            DayPart::Whole => write!(f, "{}", self.date),
            part => write!(f, "{} {part}", self.date),
        }
    }
}

impl std::fmt::Display for OpenEnd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::On(date) => write!(f, "{date}"),
            Self::Open => f.write_str("open"),
        }
    }
}

/// Whether the (clean) text says that there is no end.
pub(crate) fn means_open(text: &str) -> bool {
    const OPEN: [&str; 7] =
        ["长期", "无固定期限", "无固定期", "永久", "open-ended", "indefinite", "permanent"];
    let lower = text.to_lowercase();
    OPEN.contains(&lower.as_str())
}

/// A number cell in a date column: a serial number, or a date written as eight digits.
pub(crate) fn from_number(value: f64, system: DateSystem) -> Option<Stamp> {
    if (20_000.0..70_000.0).contains(&value) {
        return from_serial(value, system);
    }
    let whole = value.fract().abs() < f64::EPSILON && (19_000_101.0..=99_991_231.0).contains(&value);
    let date = whole.then(|| eight_digits(&format!("{value:.0}")))??;
    Some(Stamp { date, part: DayPart::Whole })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range was checked by the caller"
)]
fn from_serial(value: f64, system: DateSystem) -> Option<Stamp> {
    let minutes_in_all = (value * f64::from(MINUTES_A_DAY)).round() as u64;
    let days = i64::try_from(minutes_in_all / u64::from(MINUTES_A_DAY)).ok()?;
    let minutes = minutes_in_all % u64::from(MINUTES_A_DAY);
    let day_zero = match system {
        // Excel believes in a 29 February 1900; all serials after it are one too high.
        DateSystem::From1900 => Date::new(1899, 12, 30),
        DateSystem::From1904 => Date::new(1904, 1, 1),
    };
    let date = day_zero.ok()?.checked_add(Span::new().days(days)).ok()?;
    let part = match (u8::try_from(minutes / 60).ok()?, u8::try_from(minutes % 60).ok()?) {
        (0, 0) => DayPart::Whole,
        (hour, minute) => DayPart::Time { hour, minute },
    };
    Some(Stamp { date, part })
}

/// A date from (clean) text.
pub(crate) fn from_text(text: &str, system: DateSystem) -> Option<Stamp> {
    let numeric = text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !text.starts_with('0');
    if let Some(number) = numeric.then(|| text.parse::<f64>().ok()).flatten() {
        return from_number(number, system).or_else(|| fourteen_digits(text));
    }
    let (date, rest) = leading_date(text)?;
    Some(Stamp { date, part: day_part(rest)? })
}

fn eight_digits(text: &str) -> Option<Date> {
    make_date(text.get(..4)?, text.get(4..6)?, text.get(6..8)?)
}

/// 20230501093000, as some systems write date and time.
fn fourteen_digits(text: &str) -> Option<Stamp> {
    if text.len() != 14 || text.contains('.') {
        return None;
    }
    let clock = format!("{}:{}:{}", text.get(8..10)?, text.get(10..12)?, text.get(12..14)?);
    Some(Stamp { date: eight_digits(text)?, part: day_part(&clock)? })
}

fn make_date(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok()?;
    let date = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
    (1900..=9999).contains(&year).then_some(date)
}

/// 21-09-01 星期三: a year of two digits, which the weekday behind it proves right.
pub(crate) fn from_short_year(text: &str) -> Option<Date> {
    let (year, rest) = digits(text, 2..=2)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, rest) = digits(after(rest, separator)?, 1..=2)?;
    let (day, rest) = digits(after(rest, separator)?, 1..=2)?;
    let date = make_date(&format!("20{year}"), month, day)?;
    // Whether it is a weekday at all is asked below; its last character tells which.
    let said = rest.trim().trim_end_matches(')').chars().last()?;
    let weekday = ['一', '二', '三', '四', '五', '六', '日'];
    let at = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
    let fits = weekday.get(at) == Some(&said) || said == '天' && at == 6;
    (weekday_only(rest) && fits).then_some(date)
}

fn weekday_only(text: &str) -> bool {
    weekday(text.trim()).is_some_and(|rest| rest.trim().is_empty())
}

/// The date at the beginning of the text and what follows it.
pub(crate) fn leading_date(text: &str) -> Option<(Date, &str)> {
    if let Some(compact) = text.get(..8).filter(|t| t.bytes().all(|b| b.is_ascii_digit())) {
        let rest = text.get(8..)?;
        return (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((eight_digits(compact)?, rest));
    }
    let (year, rest) = digits(text, 4..=4)?;
    let separator = rest.trim_start().chars().next()?;
    let rest = after(rest, separator)?;
    let (month, rest) = digits(rest, 1..=2)?;
    let second = match separator {
        '年' => '月',
        '-' | '/' | '.' | '—' | '–' => separator,
        _ => return None,
    };
    let (day, rest) = digits(after(rest, second)?, 1..=2)?;
    let closed = after(rest, '日').or_else(|| after(rest, '号')).filter(|_| separator == '年');
    let runs_on = closed.is_none() && rest.starts_with(|c: char| c.is_ascii_digit());
    (!runs_on).then_some((make_date(year, month, day)?, closed.unwrap_or(rest)))
}

fn after(text: &str, expected: char) -> Option<&str> {
    text.trim_start().strip_prefix(expected).map(str::trim_start)
}

pub(crate) fn digits(text: &str, count: std::ops::RangeInclusive<usize>) -> Option<(&str, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    count.contains(&end).then(|| text.split_at(end))
}

/// What stands behind a date: nothing, a weekday, half a day, a time, a zone; anything else makes it no date.
pub(crate) fn day_part(text: &str) -> Option<DayPart> {
    let mut rest = text.trim();
    rest = rest.strip_prefix('T').unwrap_or(rest).trim_start();
    let mut half = None;
    let mut clock = None;
    while !rest.is_empty() {
        if let Some(tail) = weekday(rest) {
            rest = tail;
        } else if let Some((found, tail)) = half_of_day(rest).filter(|_| half.is_none()) {
            (half, rest) = (Some(found), tail);
        } else if let Some((found, tail)) = clock_time(rest).filter(|_| clock.is_none()) {
            (clock, rest) = (Some(found), tail);
        } else {
            rest = clock.and(zone(rest))?;
        }
        rest = rest.trim_start();
    }
    combine(half, clock)
}

fn combine(half: Option<Half>, clock: Option<(u8, u8)>) -> Option<DayPart> {
    match (half, clock) {
        (None, None | Some((0, 0))) => Some(DayPart::Whole),
        (Some(Half::Morning), None) => Some(DayPart::Morning),
        (Some(Half::Afternoon), None) => Some(DayPart::Afternoon),
        (Some(Half::Noon), None) => None,
        (Some(Half::Afternoon), Some((hour @ 1..=11, minute))) => {
            Some(DayPart::Time { hour: hour + 12, minute })
        }
        (Some(Half::Morning), Some((12, minute))) => Some(DayPart::Time { hour: 0, minute }),
        (Some(Half::Noon), Some((hour @ 1..=2, minute))) => Some(DayPart::Time { hour: hour + 12, minute }),
        (_, Some((hour, minute))) => Some(DayPart::Time { hour, minute }),
    }
}

#[derive(Debug, Clone, Copy)]
enum Half {
    Morning,
    Noon,
    Afternoon,
}

fn half_of_day(text: &str) -> Option<(Half, &str)> {
    const WORDS: [(&str, Half); 12] = [
        ("上午", Half::Morning),
        ("下午", Half::Afternoon),
        ("凌晨", Half::Morning),
        ("早上", Half::Morning),
        ("中午", Half::Noon),
        ("晚上", Half::Afternoon),
        ("AM", Half::Morning),
        ("PM", Half::Afternoon),
        ("am", Half::Morning),
        ("pm", Half::Afternoon),
        ("morning", Half::Morning),
        ("afternoon", Half::Afternoon),
    ];
    WORDS.into_iter().find_map(|(word, half)| text.strip_prefix(word).map(|rest| (half, rest)))
}

pub(crate) fn weekday(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('(').unwrap_or(text);
    let day = inner.strip_prefix("星期").or_else(|| inner.strip_prefix('周'))?;
    let rest = day.strip_prefix(['一', '二', '三', '四', '五', '六', '日', '天'])?;
    if inner.len() == text.len() { Some(rest) } else { rest.strip_prefix(')') }
}

/// `9:30`, `09:30:00`, `9:30:00.000`, `9时30分`, `9点`.
pub(crate) fn clock_time(text: &str) -> Option<((u8, u8), &str)> {
    let (hour, rest) = digits(text, 1..=2)?;
    let (minute, rest) = match rest.chars().next()? {
        ':' => digits(rest.get(1..)?, 2..=2)?,
        '时' | '点' => match digits(rest.get('时'.len_utf8()..)?, 1..=2) {
            Some((minute, tail)) => (minute, tail.strip_prefix('分').unwrap_or(tail)),
            None => ("0", rest.get('时'.len_utf8()..)?),
        },
        _ => return None,
    };
    let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
    let rest = seconds(rest)?;
    (hour < 24 && minute < 60 || hour == 24 && minute == 0).then_some(((hour, minute), rest))
}

fn seconds(text: &str) -> Option<&str> {
    let Some(rest) = text.strip_prefix(':') else { return Some(text) };
    let (seconds, rest) = digits(rest, 2..=2)?;
    if seconds.parse::<u8>().ok()? > 59 {
        return None;
    }
    match rest.strip_prefix('.') {
        Some(fraction) => digits(fraction, 1..=9).map(|found| found.1),
        None => Some(rest),
    }
}

fn zone(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix('Z') {
        return Some(rest);
    }
    let (_, rest) = digits(text.strip_prefix(['+', '-'])?, 2..=2)?;
    digits(rest.strip_prefix(':').unwrap_or(rest), 2..=2).map(|found| found.1)
}

#[cfg(test)]
mod tests {
    use super::super::text::clean;
    use super::*;

    fn read(text: &str) -> Option<String> {
        from_text(&clean(text), DateSystem::From1900).map(|stamp| stamp.to_string())
    }

    #[test]
    fn every_written_form_of_a_date_is_the_same_day() {
        let forms = [
            "2023-5-1",
            "2023-05-01",
            "2023/5/1",
            "2023.5.1",
            "2023年5月1日",
            "2023年05月01日",
            "2023 年 5 月 1 日",
            "20230501",
            "45047",
            "45047.0",
            "２０２３－０５－０１",
            "\u{3000}2023-05-01 ",
            "2023-05-01 00:00:00",
            "2023/5/1 0:00",
            "2023-05-01T00:00:00",
            "2023-05-01 星期一",
            "2023-05-01（周一）",
            "20230501 00:00",
            "2023-05-01T00:00:00.000Z",
            "2023-05-01T00:00:00+08:00",
        ];
        for form in forms {
            assert_eq!(read(form).as_deref(), Some("2023-05-01"), "{form}");
        }
    }

    #[test]
    fn a_time_or_half_day_behind_the_date_is_kept() {
        assert_eq!(read("2026-03-20 下午").as_deref(), Some("2026-03-20 下午"));
        assert_eq!(read("2026-03-20上午").as_deref(), Some("2026-03-20 上午"));
        assert_eq!(read("2026-03-20 下午 2:30").as_deref(), Some("2026-03-20 14:30"));
        assert_eq!(read("2026-03-20 09:00").as_deref(), Some("2026-03-20 09:00"));
        assert_eq!(read("2026-03-20 9:00 PM").as_deref(), Some("2026-03-20 21:00"));
        assert_eq!(read("2026年3月20日9时30分").as_deref(), Some("2026-03-20 09:30"));
        assert_eq!(read("2026-03-20 24:00").as_deref(), Some("2026-03-20 24:00"));
        assert_eq!(read("20260320093000").as_deref(), Some("2026-03-20 09:30"));
        assert_eq!(read("46141.375").as_deref(), Some("2026-04-29 09:00"));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        let wrong = [
            "2023-02-30",
            "2021-02-29",
            "2027年13月1日",
            "2024.2.30",
            "2023-5",
            "5/1/2023",
            "21-09-01",
            "长期",
            "2023-5-1 约",
            "2023-5/1",
            "19999",
            "70000",
            "2023-5-123",
            "202305011",
            "2023-05-01 25:00",
            "2023-05-01 9:70",
            "见备注",
            "0202-01-01",
            "2023.0501",
            "1.2.3",
            "2023-05-01 09:00 10:00",
        ];
        for form in wrong {
            assert_eq!(read(form), None, "{form}");
        }
    }

    #[test]
    fn serial_numbers_follow_the_date_system_of_the_workbook() {
        let day = |system| from_number(41_200.0, system).map(|stamp| stamp.to_string());
        assert_eq!(day(DateSystem::From1900).as_deref(), Some("2012-10-18"));
        assert_eq!(day(DateSystem::From1904).as_deref(), Some("2016-10-19"));
        let noonish = from_number(46_160.541_67, DateSystem::From1900).map(|stamp| stamp.to_string());
        assert_eq!(noonish.as_deref(), Some("2026-05-18 13:00"));
        let digits = from_number(20_230_501.0, DateSystem::From1900).map(|stamp| stamp.to_string());
        assert_eq!(digits.as_deref(), Some("2023-05-01"));
        assert_eq!(from_number(12.0, DateSystem::From1900), None);
    }

    #[test]
    fn a_year_of_two_digits_needs_the_right_weekday_beside_it() {
        let read = |text: &str| from_short_year(&clean(text)).map(|date| date.to_string());
        for text in ["26-09-01 星期二", "26/9/1 周二", "26-09-01（星期二）"] {
            assert_eq!(read(text).as_deref(), Some("2026-09-01"), "{text}");
        }
        assert_eq!(read("26-09-06 星期天").as_deref(), Some("2026-09-06"));
        for text in ["26-09-01", "26-09-01 星期三", "26-09-01 9:00", "26-13-01 星期二", "2026-09-01 星期二"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn an_open_end_has_its_own_words() {
        assert!(means_open("长期") && means_open("无固定期限") && !means_open("一年"));
    }
}
