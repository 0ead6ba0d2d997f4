//! What the cell of a day says: several things in one cell, and leave with its period.

use kernel::Date;

use super::dates::{self, DayPart};
use super::mapping::Words;
use super::period::{Mentioned, mentioned};
use super::schema::{EnumValue, Field};
use super::{Quantity, Stamp, text};

/// One thing that a cell says of a day.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Said {
    /// Came late; by so many minutes, if it says so.
    Late(Option<u32>),
    /// Left early.
    Early(Option<u32>),
    /// So many punches are missing.
    MissingCard(u32),
    /// Did not come.
    Absent,
    /// A day off.
    Rest,
    /// On leave.
    Leave(LeaveSaid),
    /// At work, or what makes no difference here.
    Other,
}

/// Leave as a cell tells it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LeaveSaid {
    pub(crate) kind: &'static EnumValue,
    /// The text itself: the same text on several days is one leave.
    pub(crate) text: String,
    /// So many hours at eight a day; none where it does not say.
    pub(crate) hours: Option<Quantity>,
    from: Option<(Mentioned, DayPart)>,
    until: Option<(Mentioned, DayPart)>,
}

impl LeaveSaid {
    /// Whether it tells from when to when; else it is a bare word on one day.
    pub(crate) const fn tells_period(&self) -> bool {
        self.from.is_some()
    }

    /// Whether another bare word tells the same kind of leave.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        !self.tells_period() && !other.tells_period() && self.kind.code == other.kind.code
    }

    /// Makes a bare word different from the same word on other days.
    pub(crate) fn make_one_of_its_own(&mut self, day: Date) {
        self.text = format!("{} {day}", self.text);
    }

    /// When it begins and ends; the year is the one nearest to the day on whose cell it stands.
    pub(crate) fn period(&self, day: Date) -> (Stamp, Stamp) {
        let whole = Stamp { date: day, part: DayPart::Whole };
        let stamp = |(date, part): (Mentioned, DayPart), at: Option<Date>| {
            at.or(date.near(day)).map(|date| Stamp { date, part })
        };
        let start = self.from.and_then(|from| stamp(from, None)).unwrap_or(whole);
        let end = self.until.and_then(|until| stamp(until, until.0.since(start.date))).unwrap_or(start);
        (start, end)
    }
}

/// The vocabulary of kinds of leave, with what the user added to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kinds<'m> {
    pub(crate) field: &'static Field,
    pub(crate) words: Words<'m>,
}

impl Kinds<'_> {
    /// The kind with whose longest word the text begins.
    fn at_beginning(&self, said: &str) -> Option<&'static EnumValue> {
        let lower = said.to_lowercase();
        let ends = lower.char_indices().map(|(at, c)| at + c.len_utf8()).take(24);
        let words: Vec<&str> = ends.filter_map(|end| lower.get(..end)).collect();
        words.into_iter().rev().find_map(|word| self.words.value_of(self.field, word.trim_end()))
    }
}

/// What the cell says; else the part of it that cannot be read.
pub(crate) fn read(cell: &str, kinds: Kinds<'_>) -> Result<Vec<Said>, String> {
    parts(cell).into_iter().map(|part| one(part, kinds).ok_or_else(|| part.to_owned())).collect()
}

/// Only the leave that the cell tells; other applications are of no interest.
pub(crate) fn leave_in(cell: &str, kinds: Kinds<'_>) -> Result<Vec<LeaveSaid>, String> {
    let mut found = Vec::new();
    for part in parts(cell) {
        match leave(part, kinds) {
            Some(leave) => found.push(leave),
            None if looks_like_leave(part) => return Err(part.to_owned()),
            None => {}
        }
    }
    Ok(found)
}

/// Parts are separated by commas, semicolons and lines, but not within brackets.
fn parts(cell: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let is_end = |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth <= 0 && matches!(c, ',' | ';' | '\n' | '、' | '|')
    };
    let parts = cell.split(is_end).map(|part| without_shift(part.trim_matches(text::is_blank)));
    parts.filter(|part| !text::means_nothing(part)).collect()
}

/// A班次:正常 says 正常.
fn without_shift(part: &str) -> &str {
    match part.split_once(':') {
        Some((shift, rest)) if shift.ends_with('班') || shift.ends_with("班次") => {
            rest.trim_start_matches(text::is_blank)
        }
        _ => part,
    }
}

fn one(part: &str, kinds: Kinds<'_>) -> Option<Said> {
    if let Some(leave) = leave(part, kinds) {
        return Some(Said::Leave(leave));
    }
    if looks_like_leave(part) {
        return None;
    }
    let plain = text::without_brackets(part).to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    Some(if says(&["补卡", "加班", "overtime"]) {
        Said::Other
    } else if says(&["迟到", "late"]) {
        Said::Late(minutes(&plain))
    } else if says(&["早退", "left early", "early leave", "leave early"]) {
        Said::Early(minutes(&plain))
    } else if says(&["缺卡", "未打卡", "忘打卡", "missing"]) {
        Said::MissingCard(before(&plain, &["次"]).unwrap_or(1))
    } else if says(&["旷工", "缺勤", "absent"]) {
        Said::Absent
    } else if says(&["休息", "公休", "节假日", "休假日", "rest", "day off", "holiday"]) {
        Said::Rest
    } else if says(&AT_WORK)
        || plain.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '-' | '~' | ' ' | '.'))
    {
        Said::Other
    } else {
        return None;
    })
}

/// Words for days that count as any other. A blank part in brackets only is one as well.
const AT_WORK: [&str; 20] = [
    "正常",
    "出勤",
    "外勤",
    "外出",
    "出差",
    "公出",
    "打卡",
    "未排班",
    "无需打卡",
    "弹性",
    "请假",
    "调班",
    "值班",
    "√",
    "normal",
    "present",
    "work",
    "trip",
    "out",
    "on time",
];

/// A word for leave that no list has, with how long it lasted.
fn looks_like_leave(part: &str) -> bool {
    let word = part.split(|c: char| c.is_ascii_digit() || c == '(').next().unwrap_or_default().trim_end();
    let is_leave =
        word.ends_with('假') && !word.contains("请假") && !word.contains("节假") && !word.ends_with("放假");
    is_leave && word.chars().count() > 1
}

fn leave(part: &str, kinds: Kinds<'_>) -> Option<LeaveSaid> {
    // 请假(年假) and 请假:年假 say the kind behind the word.
    let said = part.strip_prefix("请假").map_or(part, |rest| rest.trim_start_matches(['(', ':', '-', ' ']));
    let kind = kinds.at_beginning(said)?;
    let mut dates = mentioned(said).into_iter();
    let mut next = || dates.next().map(|(date, tail)| (date, part_of_day(tail)));
    let (from, until) = (next(), next());
    Some(LeaveSaid { kind, text: part.to_owned(), hours: hours(said), from, until })
}

fn part_of_day(tail: &str) -> DayPart {
    let tail = tail.trim_start();
    let tail = dates::weekday(tail).map_or(tail, str::trim_start);
    if let Some(((hour, minute), _)) = dates::clock_time(tail) {
        return DayPart::Time { hour, minute };
    }
    if tail.starts_with("上午") {
        DayPart::Morning
    } else if tail.starts_with("下午") {
        DayPart::Afternoon
    } else {
        DayPart::Whole
    }
}

/// All amounts outside brackets together, a day being eight hours: 1天19.0小时 is twenty-seven. Where the only amount stands
/// in brackets it counts: 年假(8小时).
fn hours(said: &str) -> Option<Quantity> {
    amount(&text::without_brackets(said)).or_else(|| amount(said))
}

fn amount(said: &str) -> Option<Quantity> {
    const HOURS_A_DAY: i64 = 8;
    const UNITS: [(&str, i64); 6] = [
        ("天", HOURS_A_DAY),
        ("小时", 1),
        ("个小时", 1),
        ("days", HOURS_A_DAY),
        ("day", HOURS_A_DAY),
        ("h", 1),
    ];
    let mut sum: Option<Quantity> = None;
    let mut rest = said;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let from = rest.get(at..)?;
        let len = from.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let (number, tail) = from.split_at(len);
        let unit = tail.trim_start_matches(' ');
        if let Some((_, hours)) = UNITS.iter().find(|(word, _)| unit.starts_with(word))
            && let Some(quantity) = Quantity::from_text(number, &[])
        {
            let hours = Quantity::from_thousandths(quantity.thousandths().saturating_mul(*hours));
            sum = Some(sum.unwrap_or_default().plus(hours));
        }
        rest = tail;
    }
    sum
}

/// The minutes that are told: 12分钟, 1小时5分钟.
fn minutes(said: &str) -> Option<u32> {
    let minutes = before(said, &["分", "min"]);
    let hours = before(said, &["小时", "时"]);
    (minutes.is_some() || hours.is_some())
        .then(|| hours.unwrap_or(0).saturating_mul(60).saturating_add(minutes.unwrap_or(0)))
}

/// The number in front of one of the words.
fn before(said: &str, words: &[&str]) -> Option<u32> {
    words.iter().find_map(|word| {
        let head = said.get(..said.find(word)?)?.trim_end();
        let start = head
            .rfind(|c: char| !c.is_ascii_digit())
            .map_or(0, |at| at + head.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8));
        head.get(start..)?.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::own_words::OwnIndex;
    use crate::import::{Kind, Mapping, schema};

    fn with_kinds<T>(of: impl FnOnce(Kinds<'_>) -> T) -> T {
        let mapping = Mapping::default();
        let leave = schema(Kind::Events).layouts.iter().find(|layout| layout.code == "leave").unwrap();
        let own = OwnIndex::default();
        of(Kinds { field: leave.field("kind").unwrap(), words: Words { mapping: &mapping, own: &own } })
    }

    fn said(cell: &str) -> Vec<Said> {
        with_kinds(|kinds| read(&text::clean(cell), kinds)).unwrap()
    }

    fn the_leave(cell: &str) -> LeaveSaid {
        match said(cell).pop() {
            Some(Said::Leave(leave)) => leave,
            other => panic!("{cell}: {other:?}"),
        }
    }

    #[test]
    fn a_cell_may_say_several_things() {
        assert_eq!(said("迟到12分钟,下班缺卡"), [Said::Late(Some(12)), Said::MissingCard(1)]);
        assert_eq!(said("严重迟到35分钟，早退3分钟"), [Said::Late(Some(35)), Said::Early(Some(3))]);
        assert_eq!(said("A班次:正常"), [Said::Other]);
        assert_eq!(said("休息并打卡(09:01,18:02)"), [Said::Rest]);
        assert_eq!(said("缺卡2次"), [Said::MissingCard(2)]);
        assert_eq!(said("迟到1小时5分钟"), [Said::Late(Some(65))]);
        assert_eq!(said("正常,加班04-17 12:00到04-17 13:30 1.5小时"), [Said::Other, Said::Other]);
        assert_eq!(said("旷工"), [Said::Absent]);
        assert_eq!(said("08:52\n19:50"), [Said::Other, Said::Other]);
        assert_eq!(said("正常（补卡）"), [Said::Other]);
        assert_eq!(said("--"), []);
    }

    #[test]
    fn leave_says_its_kind_its_hours_and_its_period() {
        let day: Date = "2026-09-29".parse().unwrap();
        let leave = the_leave("事假09-29 09:00到09-30 18:00 15小时");
        assert_eq!(
            (leave.kind.says.as_str(), leave.hours.map(|h| h.to_string()).as_deref()),
            ("事假", Some("15"))
        );
        let (start, end) = leave.period(day);
        assert_eq!(
            (start.to_string().as_str(), end.to_string().as_str()),
            ("2026-09-29 09:00", "2026-09-30 18:00")
        );
        let leave = the_leave("年假1.5天（12/31 上午 - 1/1 上午）");
        assert_eq!(leave.hours.map(|h| h.to_string()).as_deref(), Some("12"));
        let (start, end) = leave.period("2027-01-01".parse().unwrap());
        assert_eq!(
            (start.to_string().as_str(), end.to_string().as_str()),
            ("2026-12-31 上午", "2027-01-01 上午")
        );
        assert_eq!(
            the_leave("事假1天19.0小时（11/8 14:00 - 11/15 18:00）").hours.map(|h| h.to_string()).as_deref(),
            Some("27")
        );
        assert_eq!(the_leave("请假(年假)").kind.code, "annual");
        assert_eq!(the_leave("病假(8小时)").hours.map(|h| h.to_string()).as_deref(), Some("8"));
        assert_eq!(the_leave("带薪年假 2天").kind.code, "annual");
    }

    #[test]
    fn what_no_list_knows_is_not_guessed() {
        for cell in ["神秘假09-01 09:00到09-01 18:00 8小时", "乱码内容"] {
            assert!(with_kinds(|kinds| read(&text::clean(cell), kinds)).is_err(), "{cell}");
        }
        let applications =
            "出差1.0天（11/5 上午 - 11/5 下午）;补卡申请（11-05 19:00）;调休0.5天（11/6 下午 - 11/6 下午）";
        let found = with_kinds(|kinds| leave_in(&text::clean(applications), kinds)).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].hours.map(|hours| hours.to_string()).as_deref(), Some("4"));
    }
}
