//! Names of people in notes: who is named, not who somebody is.

#![allow(clippy::indexing_slicing, reason = "the bounds are plain from the loops")]

use std::{collections::HashSet, sync::LazyLock};

use super::source::is_han;

struct Names {
    surnames: HashSet<char>,
    double_surnames: Vec<&'static str>,
    common_words: HashSet<&'static str>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut lines = include_str!("../../data/lint/surnames.txt").lines();
    Names {
        surnames: lines.next().unwrap_or("").chars().collect(),
        double_surnames: lines.next().unwrap_or("").split(' ').collect(),
        common_words: include_str!("../../data/lint/notnames.txt").split_whitespace().collect(),
    }
});

/// What may stand before a name in running text, and after it.
const BEFORE: &str =
    "由给找为和与及是叫请让向跟同任归交至到且或对人部组科长师员理份者方处室总以后的起知系转报";
const AFTER: &str = "负接承担为和与及(等主副备兼将来在任签审确处执开授管保完做的或之是后从以去复跟维协配同也就均两各共分牵起统每直汇顶替";
const GROUPS: [&str; 34] = [
    "部门",
    "团队",
    "同事",
    "人员",
    "小组",
    "中心",
    "公司",
    "员工",
    "领导",
    "大家",
    "工程师",
    "主管",
    "经理",
    "总监",
    "待定",
    "未定",
    "班组",
    "科室",
    "厂",
    "部",
    "组",
    "科",
    "办",
    "室",
    "队",
    "方",
    "各位",
    "有人",
    "客户",
    "岗",
    "者",
    "课",
    "处",
    "们",
];

/// The people named as the value of a label: 赵磊、孙悦; "Anna Keller and Tom Bauer".
pub(super) fn listed(value: &str) -> Vec<String> {
    let mut found = Vec::new();
    let bare = without_brackets(value);
    for piece in bare
        .split(['、', ',', '/', ';', '|', '&', '+', '。', ':', '\n', '>'])
        .flat_map(|piece| piece.split(" and "))
    {
        for piece in piece.split(['和', '与', '及']) {
            let piece = piece
                .trim_matches(|one: char| one.is_whitespace() || matches!(one, '*' | '_' | '`' | '.' | '-'));
            found.extend(single(piece));
        }
    }
    if found.is_empty() {
        found = mentioned(value);
    }
    found
}

fn without_brackets(value: &str) -> String {
    let mut depth = 0usize;
    let mut bare = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(letter),
            _ => (),
        }
    }
    bare
}

fn single(piece: &str) -> Option<String> {
    if let Some(handle) = piece.strip_prefix('@') {
        return (handle.len() >= 2).then(|| handle.to_owned());
    }
    if piece.chars().any(is_han) {
        return piece.split_whitespace().find_map(chinese_alone);
    }
    latin_names(piece, 1).into_iter().next()
}

/// A piece that is a Chinese name as a whole, after the name of a department at most.
fn chinese_alone(piece: &str) -> Option<String> {
    let piece = ["主:", "副:", "备:", "主", "副", "备"]
        .iter()
        .find_map(|role| piece.strip_prefix(role))
        .unwrap_or(piece);
    let after_department = ['部', '组', '科', '室', '厂', '岗', '师', '员', '理', '班']
        .iter()
        .filter_map(|mark| piece.rfind(*mark))
        .max();
    let name = after_department.map_or(piece, |at| piece.get(at + '部'.len_utf8()..).unwrap_or(""));
    let name: String = name.chars().take_while(|one| is_han(*one)).collect();
    let is_group = GROUPS.iter().any(|group| name.ends_with(group) || name.starts_with(group));
    (is_chinese_name(&name) && !is_group).then_some(name)
}

fn is_chinese_name(name: &str) -> bool {
    let names = &*NAMES;
    let length = name.chars().count();
    if names.common_words.contains(name) {
        return false;
    }
    let is_double =
        (3..=4).contains(&length) && names.double_surnames.iter().any(|surname| name.starts_with(surname));
    is_double
        || (2..=3).contains(&length)
            && name.chars().next().is_some_and(|first| names.surnames.contains(&first))
}

/// The people named in running text.
pub(super) fn mentioned(text: &str) -> Vec<String> {
    let mut found = latin_names(text, 2);
    let letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let length = name_length(&letters, at);
        if length > 0 {
            found.push(letters[at..at + length].iter().collect());
        }
        at += length.max(1);
    }
    found
}

/// How many letters a Chinese name that begins here has.
fn name_length(letters: &[char], at: usize) -> usize {
    let names = &*NAMES;
    if !names.surnames.contains(&letters[at])
        && !names.double_surnames.iter().any(|surname| surname.starts_with(letters[at]))
    {
        return 0;
    }
    let is_after_word = at > 0 && is_han(letters[at - 1]) && !BEFORE.contains(letters[at - 1]);
    if is_after_word {
        return 0;
    }
    for length in [2, 3, 4] {
        let Some(name) = letters.get(at..at + length) else { break };
        let next = letters.get(at + length).copied().unwrap_or(' ');
        if !name.iter().all(|one| is_han(*one)) {
            break;
        }
        let name: String = name.iter().collect();
        let ends = !is_han(next) || AFTER.contains(next);
        if ends
            && is_chinese_name(&name)
            && !GROUPS.iter().any(|group| name.ends_with(group))
            && !begins_word(&name)
        {
            return length;
        }
    }
    0
}

/// Whether the first two letters are a word, as in 程序员.
fn begins_word(name: &str) -> bool {
    let first: String = name.chars().take(2).collect();
    NAMES.common_words.contains(first.as_str())
}

const NO_NAMES: &str = "the this that these those a an if when once after before from until unless and or but not no owner backup deputy receiver receivers responsible team department dept \
    everyone everybody someone anyone it hr support finance sales quality purchasing production engineering operations maintenance logistics management monday tuesday wednesday thursday friday \
    saturday sunday january february march april may june july august september october november december new old open start stop run check send source trigger steps input inputs output tbd none \
    todo na all each every on in at by to for with as is are will shall must please note warning error see step list table form file report system server second first primary secondary stand-in substitute \
    successor who whom then there here our your my we you they he she i customer customers supplier suppliers vendor bank contact colleagues colleague people staff person operator operators manager \
    director engineer engineers shift leader lead group plant office warehouse company client clients either both nobody whoever out last next past only just since because inputs register lost done copy duration \
    expected verify result results failure rollback exception exceptions why how what where time needs material export import call ask ping tell give compare load download also never always test below above";

static LATIN_NO_NAMES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| NO_NAMES.split_whitespace().collect());

/// Runs of words with a capital letter, as many at least.
fn latin_names(text: &str, at_least: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut finish = |run: &mut Vec<&str>| {
        if (at_least..=4).contains(&run.len()) {
            found.push(run.join(" "));
        }
        run.clear();
    };
    for word in text.split_inclusive([' ', ',', ';', ':', '(', ')', '|', '/', '、', '。', '\n']) {
        let bare = word.trim_matches(|one: char| !one.is_alphanumeric() && one != '-');
        let ends = word.trim_end_matches(' ').len() > bare.len() && !word.trim_end().ends_with(bare);
        if is_capitalised(bare) {
            run.push(bare);
        } else {
            finish(&mut run);
        }
        if ends || word.trim_end().ends_with(['.', '!', '?']) {
            finish(&mut run);
        }
    }
    finish(&mut run);
    found
}

fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    let is_capital = letters.next().is_some_and(|first| first.is_uppercase() && !is_han(first));
    let rest = letters.as_str();
    is_capital
        && !rest.is_empty()
        && rest.chars().all(|one| one.is_alphabetic() && !is_han(one) || matches!(one, '-' | '\''))
        && rest.chars().any(char::is_lowercase)
        && !LATIN_NO_NAMES.contains(word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_names_are_people_and_never_teams() {
        assert_eq!(listed("赵磊、孙悦(分机 8130)"), ["赵磊", "孙悦"]);
        assert_eq!(listed("李敏(主)、赵磊(副)"), ["李敏", "赵磊"]);
        assert_eq!(listed("工艺部王建国"), ["王建国"]);
        assert_eq!(listed("Anna Keller and Tom Bauer"), ["Anna Keller", "Tom Bauer"]);
        for team in ["工艺团队", "相关同事", "the team", "Finance", "待定", "质量部", "IT Support"]
        {
            assert!(listed(team).is_empty(), "{team}: {:?}", listed(team));
        }
    }

    #[test]
    fn names_in_running_text_end_where_the_verb_begins() {
        assert_eq!(mentioned("由周航负责,王浩为备岗。"), ["周航", "王浩"]);
        assert_eq!(mentioned("程序由王建国接手"), ["王建国"]);
        assert_eq!(mentioned("Anna Keller takes over; Tom Bauer is second."), ["Anna Keller", "Tom Bauer"]);
        assert!(
            mentioned("程序和方案由团队负责,高温时关闭车间").is_empty(),
            "{:?}",
            mentioned("程序和方案由团队负责,高温时关闭车间")
        );
    }
}
