//! Small readings of one sentence: numbers with a meaning, dates, periods, ways to reach somebody, negation.

#![allow(clippy::indexing_slicing, reason = "the bounds are plain from the loops")]

use super::source::is_han;

const NUMERALS: &str = "一二两三四五六七八九十百千万半";
const UNITS: &str = "秒分小天日周月年次件台套个毫米微丝度倍成吨公斤克元万千支枚根片批件箱行条级档班工家户";

/// The beginning of a text: no rule about a sentence looks further than this.
pub(super) fn clip(text: &str) -> &str {
    let end = text.char_indices().nth(400).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// Whether a number stands here that measures or counts something; numbers of machines, drawings and parts do not.
pub(super) fn has_quantity(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let is_id = |at: usize| {
        let before = letters[..at].iter().rev().take_while(|one| !one.is_whitespace() && !is_han(**one));
        before.take(12).any(|one| one.is_ascii_alphabetic() || matches!(one, '#' | '_'))
    };
    let mut at = 0;
    while at < letters.len() {
        if letters[at].is_ascii_digit() {
            let start = at;
            while at < letters.len()
                && (letters[at].is_ascii_digit() || matches!(letters[at], '.' | ',' | ':'))
            {
                at += 1;
            }
            let is_ordinal = letters.get(at) == Some(&'号')
                || start > 0 && letters[start - 1] == '第'
                || is_after_thing(&letters, start);
            if !is_ordinal && !is_id(start) {
                return true;
            }
        } else {
            if is_spoken_number(&letters, at) {
                return true;
            }
            at += 1;
        }
    }
    has_number_word(text)
}

const NUMBERED: [&str; 30] = [
    "node", "line", "machine", "host", "room", "building", "step", "version", "level", "shift", "station",
    "press", "port", "furnace", "phase", "page", "table", "cabinet", "tank", "pump", "no", "number", "lathe",
    "server", "cell", "hall", "section", "chapter", "mill", "bay",
];

/// "node 2": the number is the name of a thing.
fn is_after_thing(letters: &[char], start: usize) -> bool {
    let mut word: Vec<char> = letters[..start]
        .iter()
        .rev()
        .skip_while(|one| matches!(one, ' ' | '.'))
        .take(12)
        .take_while(|one| one.is_ascii_alphabetic())
        .copied()
        .collect();
    word.reverse();
    NUMBERED.contains(&String::from_iter(word).as_str())
}

/// 三秒, 两小时, 十分钟; not 一个, 一次, 第三步.
fn is_spoken_number(letters: &[char], at: usize) -> bool {
    let is_numeral = |one: &char| NUMERALS.contains(*one);
    if !is_numeral(&letters[at]) || at > 0 && (letters[at - 1] == '第' || is_numeral(&letters[at - 1])) {
        return false;
    }
    let length = letters[at..].iter().take(6).take_while(|one| is_numeral(one)).count();
    let unit = letters.get(at + length).copied().unwrap_or(' ');
    let is_single_one = length == 1
        && letters[at] == '一'
        && !matches!(unit, '秒' | '分' | '小' | '天' | '周' | '毫' | '倍' | '成' | '年');
    !is_single_one && UNITS.contains(unit)
}

const NUMBER_WORDS: [&str; 14] = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty", "thirty",
    "half", "dozen",
];

fn has_number_word(text: &str) -> bool {
    text.is_ascii()
        && text.split(|one: char| !one.is_ascii_alphanumeric()).any(|word| NUMBER_WORDS.contains(&word))
}

/// Whether a number, in figures or in words, begins this text.
pub(super) fn begins_with_number(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '~', '≈']);
    let Some(first) = text.chars().next() else { return false };
    if first.is_ascii_digit() || matches!(first, '$' | '€' | '£' | '¥') {
        return true;
    }
    if NUMERALS.contains(first) || matches!(first, '几' | '数') {
        let next = text.chars().find(|one| !NUMERALS.contains(*one)).unwrap_or(' ');
        return UNITS.contains(next) || next == '多' || next == '余';
    }
    let word = text.split(|one: char| !one.is_ascii_alphabetic()).next().unwrap_or("");
    NUMBER_WORDS.contains(&word)
        || matches!(
            word,
            "an" | "one"
                | "a"
                | "noon"
                | "midnight"
                | "every"
                | "fifteen"
                | "fifty"
                | "forty"
                | "sixty"
                | "hundred"
                | "eleven"
                | "usd"
                | "eur"
                | "all"
                | "double"
                | "twice"
        ) && (word != "a"
            || [
                "hour", "day", "week", "month", "year", "minute", "dozen", "hundred", "thousand", "third",
                "quarter", "half", "tenth", "fifth",
            ]
            .iter()
            .any(|unit| text.get(1..).is_some_and(|rest| rest.trim_start().starts_with(unit))))
}

/// Whether a number, or a time of day, ends this text: what 左右 and 上下 go with.
pub(super) fn ends_with_number(text: &str) -> bool {
    let tail: Vec<char> = text.chars().rev().filter(|one| *one != ' ').take(8).collect();
    let is_number = |one: &char| one.is_ascii_digit() || NUMERALS.contains(*one) || *one == '几';
    if tail.iter().take(1).any(|one| matches!(one, ')' | '。' | ',' | ':' | '、')) {
        return false;
    }
    let unit =
        tail.iter().take_while(|one| !is_number(one) && !matches!(one, ',' | '。' | ':' | ';')).count();
    if unit <= 4 && tail.get(unit).is_some_and(is_number) {
        let middle: Vec<char> = tail[..unit].to_vec();
        return middle.iter().all(|one| {
            is_han(*one) && !matches!(one, '的' | '号' | '在' | '和' | '有' | '是' | '由')
                || one.is_ascii_alphabetic()
                || matches!(one, '%' | '℃' | '°' | 'μ' | '/' | '‰')
        });
    }
    ["中午", "月底", "月初", "月中", "年底", "年初", "上午", "下午", "下班", "晚上", "凌晨", "周末", "半夜"]
        .iter()
        .any(|word| text.ends_with(word))
}

const BOUNDS: &str = "最长 最多 最晚 最迟 最短 最少 不超过 不得超过 不低于 不少于 不高于 上限 下限 至多 至少 以内 正负 公差 封顶 ±";
const LATIN_BOUNDS: [&str; 15] = [
    "at most",
    "at least",
    "no more than",
    "no less than",
    "not more than",
    "up to",
    "maximum",
    "minimum",
    "max ",
    "max. ",
    "not exceed",
    "never more",
    "within ",
    "±",
    "limit",
];

/// Whether a bound is given for a number.
pub(super) fn has_bound(text: &str) -> bool {
    (BOUNDS.split(' ').any(|word| text.contains(word)) || LATIN_BOUNDS.iter().any(|word| text.contains(word)))
        && text.chars().any(|one| one.is_ascii_digit() || NUMERALS.contains(one))
}

/// Whether a period, a time of day or a limit in time is given.
pub(super) fn has_period(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let next = |step: usize| letters.get(at + step).copied().unwrap_or(' ');
        let is_every = *letter == '每'
            && ("月周天日年季班晚早个隔小星半两双".contains(next(1))
                || next(1).is_ascii_digit()
                || next(1) == ' ' && next(2).is_ascii_digit());
        let is_weekday = matches!(letter, '周') && "一二三四五六日".contains(next(1));
        let is_clock =
            *letter == ':' && at > 0 && letters[at - 1].is_ascii_digit() && next(1).is_ascii_digit();
        if is_every || is_weekday || is_clock {
            return true;
        }
    }
    has_time_span(text) || PERIOD_WORDS.iter().any(|word| has_word(text, word)) || has_date(text)
}

const PERIOD_WORDS: [&str; 34] = [
    "daily",
    "weekly",
    "monthly",
    "quarterly",
    "yearly",
    "annually",
    "hourly",
    "nightly",
    "every day",
    "every week",
    "every month",
    "every year",
    "every monday",
    "every tuesday",
    "every wednesday",
    "every thursday",
    "every friday",
    "every quarter",
    "every hour",
    "every second",
    "every two",
    "every other",
    "each day",
    "each week",
    "each month",
    "each morning",
    "once a day",
    "once a week",
    "once a month",
    "on monday",
    "on friday",
    "at noon",
    "by noon",
    "same day",
];

/// 10 分钟, 两天, 30 days.
pub(super) fn has_time_span(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let is_figure = letters[at].is_ascii_digit();
        if !is_figure && !NUMERALS.contains(letters[at]) {
            at += 1;
            continue;
        }
        while at < letters.len()
            && (letters[at].is_ascii_digit() || letters[at] == '.' || NUMERALS.contains(letters[at]))
        {
            at += 1;
        }
        let rest: String =
            letters[at..].iter().skip_while(|one| matches!(one, ' ' | '-' | '个')).take(8).collect();
        if TIME_UNITS.iter().any(|unit| rest.starts_with(unit)) {
            return true;
        }
    }
    SPOKEN.iter().any(|span| text.contains(span))
}

const SPOKEN: [&str; 12] = [
    "one hour",
    "two hours",
    "three hours",
    "half an hour",
    "an hour",
    "one day",
    "two days",
    "three days",
    "two weeks",
    "five minutes",
    "ten minutes",
    "half a day",
];

/// How long something takes: 20 分钟, 2 hours; not 每 2 小时.
pub(super) fn has_duration(text: &str) -> bool {
    DURATION_UNITS.iter().any(|unit| {
        text.match_indices(unit).any(|(at, _)| {
            let before = text.get(..at).unwrap_or("").trim_end_matches([' ', '个']);
            let number = before.trim_end_matches(|one: char| {
                one.is_ascii_digit() || matches!(one, '.' | '-' | '~') || NUMERALS.contains(one)
            });
            let is_latin = unit.is_ascii();
            let word = before.rsplit(' ').next().unwrap_or("");
            let is_number = number.len() < before.len()
                || is_latin && (NUMBER_WORDS.contains(&word) || matches!(word, "one" | "an" | "a"));
            let lead = number.trim_end();
            is_number && !lead.ends_with('每') && !lead.ends_with("every") && !before.ends_with("每")
        })
    })
}

const DURATION_UNITS: [&str; 13] =
    ["分钟", "小时", "工时", "人天", "工作日", "天", "minute", "hour", "min ", "min.", "min,", "h ", "day"];

const TIME_UNITS: [&str; 19] = [
    "分钟",
    "小时",
    "天",
    "日内",
    "周",
    "个月",
    "月内",
    "秒",
    "工作日",
    "工时",
    "minute",
    "min",
    "hour",
    "h ",
    "day",
    "week",
    "month",
    "second",
    "working",
];

/// A calendar date, a month with a year, or a day by its name.
pub(super) fn has_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let year = |at: usize| {
        digit(at) && digit(at + 1) && digit(at + 2) && digit(at + 3) && !(at > 0 && digit(at - 1))
    };
    for at in 0..bytes.len() {
        if year(at)
            && matches!(bytes.get(at + 4), Some(b'-' | b'/' | b'.'))
            && digit(at + 5)
            && matches!(bytes.get(at), Some(b'1' | b'2'))
        {
            return true;
        }
    }
    text.contains('月') && has_month_day(text) || has_month_name(text)
}

/// 12 月 5 日, 2025年3月.
fn has_month_day(text: &str) -> bool {
    text.match_indices('月').any(|(at, _)| {
        let before = text.get(..at).unwrap_or("").trim_end();
        let is_number = before.ends_with(|one: char| one.is_ascii_digit() || NUMERALS.contains(one));
        let after = text.get(at + '月'.len_utf8()..).unwrap_or("").trim_start();
        is_number
            && (after.starts_with(|one: char| {
                one.is_ascii_digit() || NUMERALS.contains(one) || matches!(one, '底' | '初' | '末' | '中')
            }) || before.contains('年'))
    })
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// 5 December, March 2025.
fn has_month_name(text: &str) -> bool {
    let words: Vec<&str> =
        text.split(|one: char| !one.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().any(|(at, word)| {
        let is_month = MONTHS
            .iter()
            .any(|month| month == word || *word != "may" && word.len() == 3 && month.starts_with(word));
        let near = [at.checked_sub(1).and_then(|at| words.get(at)), words.get(at + 1)];
        is_month && near.iter().flatten().any(|word| word.starts_with(|one: char| one.is_ascii_digit()))
    })
}

/// A telephone number, an extension, an address or an id in a messenger.
pub(super) fn has_channel(lower: &str) -> bool {
    if lower.contains('@')
        && lower.split('@').skip(1).any(|rest| rest.starts_with(|one: char| one.is_ascii_alphanumeric()))
    {
        return true;
    }
    let mut digits = 0;
    let mut dashes = 0;
    for letter in lower.chars() {
        match letter {
            '0'..='9' => digits += 1,
            '-' | ' ' | '+' if digits > 0 => dashes += 1,
            _ => {
                if is_phone(digits, dashes) {
                    return true;
                }
                (digits, dashes) = (0, 0);
            }
        }
    }
    if is_phone(digits, dashes) {
        return true;
    }
    CHANNELS.iter().any(|word| {
        lower.match_indices(word).any(|(at, _)| {
            let rest = lower.get(at + word.len()..).unwrap_or("");
            rest.chars().take(8).any(|one| one.is_ascii_digit())
        })
    })
}

const CHANNELS: [&str; 14] = [
    "分机",
    "电话",
    "手机",
    "热线",
    "微信",
    "钉钉",
    "内线",
    "短号",
    "ext.",
    "ext ",
    "extension",
    "phone",
    "tel",
    "hotline",
];

const fn is_phone(digits: usize, dashes: usize) -> bool {
    digits == 11 || digits >= 9 && dashes >= 1 && digits <= 15
}

/// The part of the sentence before this place that still belongs to the same clause.
pub(super) fn clause_before(sentence: &str, at: usize) -> &str {
    let before = sentence.get(..at).unwrap_or("");
    let start = before.rfind([',', '。', ';', ':', '(', ')', '、', '|']).map_or(0, |cut| {
        cut + before.get(cut..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    before.get(start..).unwrap_or("")
}

const PROHIBITIONS: [&str; 27] = [
    "不得",
    "不要",
    "不能",
    "禁止",
    "严禁",
    "不允许",
    "不可",
    "勿",
    "别再",
    "别按",
    "别用",
    "别放",
    "别存",
    "别找",
    "不应",
    "不再",
    "而不是",
    "不是",
    "并非",
    "没有",
    "不在",
    "不存",
    "不准",
    "拒绝",
    "避免",
    "杜绝",
    "不靠",
];
const LATIN_PROHIBITIONS: [&str; 15] = [
    "not",
    "don't",
    "doesn't",
    "isn't",
    "aren't",
    "mustn't",
    "shouldn't",
    "never",
    "nothing",
    "without",
    "avoid",
    "nobody",
    "none",
    "cannot",
    "can't",
];

/// Whether the clause forbids or denies what follows.
pub(super) fn is_denied(sentence: &str, at: usize) -> bool {
    let clause = clause_before(sentence, at);
    if clause.contains("是不是") || clause.contains("能不能") {
        return false;
    }
    PROHIBITIONS.iter().any(|word| clause.contains(word))
        || LATIN_PROHIBITIONS.iter().any(|word| has_word(clause, word))
        || ["instead of", "rather than", "no longer", "no more"].iter().any(|word| clause.contains(word))
}

/// Whether the text has this word, whole.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| is_whole(text, at, at + word.len()))
}

/// Whether a Latin word is not cut out of a longer one.
pub(super) fn is_whole(text: &str, start: usize, end: usize) -> bool {
    begins_whole(text, start) && ends_whole(text, end)
}

pub(super) fn begins_whole(text: &str, start: usize) -> bool {
    let bytes = text.as_bytes();
    let first = bytes.get(start).copied().unwrap_or(b' ');
    let before = start.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
    !first.is_ascii_alphanumeric()
        || !(before.is_ascii_alphanumeric() || matches!(before, b'_' | b'-' | b'/' | b'.' | b'\'' | b'@'))
}

pub(super) fn ends_whole(text: &str, end: usize) -> bool {
    let bytes = text.as_bytes();
    let last = end.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
    let after = bytes.get(end).copied().unwrap_or(b' ');
    let joins =
        matches!(after, b'-' | b'/' | b'\'') && bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
    !last.is_ascii_alphanumeric() || !(after.is_ascii_alphanumeric() || after == b'_' || joins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_machines_and_steps_measure_nothing() {
        for text in ["3号机温度过高", "cnc-05 温度过高", "第3步太慢", "温度过高"] {
            assert!(!has_quantity(text), "{text}");
        }
        for text in ["超过65℃", "等三秒", "above 80 %", "wait two hours"] {
            assert!(has_quantity(text), "{text}");
        }
    }

    #[test]
    fn dates_and_periods_are_read_in_both_languages() {
        for text in ["2025-08-14 漏油", "12月5日前", "by 5 december", "march 2025", "2024/3/1"] {
            assert!(has_date(text), "{text}");
        }
        assert!(!has_date("page 2024 of 3") && !has_date("you may go"));
        for text in ["每月3日", "每 500 件", "10 分钟内", "weekly", "09:30", "周五下午"] {
            assert!(has_period(text), "{text}");
        }
        assert!(!has_period("定期检查") && !has_period("every part"));
    }

    #[test]
    fn a_denied_place_is_denied_only_in_its_clause() {
        let text = "不得酌情放宽,必要时报告";
        assert!(is_denied(text, text.find("酌情").unwrap()));
        assert!(!is_denied(text, text.find("必要").unwrap()));
    }
}
