//! The order of names in a Chinese list: by the surname's pinyin and tone, then character by character.

use unicode_normalization::UnicodeNormalization;

use crate::{
    normal::is_invisible,
    reading::Syllable,
    token::{Start, Token, cut},
};

/// A key whose byte order is the order of names.
///
/// Each character sorts by its syllable, its tone and itself, so that bearers of one surname stay together; words in
/// letters sort among the syllables, without regard to case and accents; what has no reading comes last. The name as
/// written breaks ties, so equal keys mean equal names. The key holds no character that a database refuses.
pub fn sort_key(name: &str) -> String {
    let parts: Vec<String> = cut(name, Start::Surname).iter().map(part).collect();
    let written: String = name.nfkc().filter(|c| !is_invisible(*c) && !c.is_control()).collect();
    // A blank sorts before all letters: a shorter name comes before a longer one that begins with it.
    format!("{}  {}", parts.join(" "), written.trim())
}

fn part(token: &Token) -> String {
    match token {
        Token::Character(c, readings) => match readings.first() {
            Some(reading) => format!("{}{c}", syllable(reading)),
            None => c.to_string(),
        },
        Token::Word(word) => word.replace('ü', "u"),
        Token::Sign(c) => c.to_string(),
    }
}

/// Letters and tone; lü with its tones stands between lu and luan, as in dictionaries.
fn syllable(reading: &Syllable) -> String {
    if reading.letters.contains('v') {
        return format!("{}{}", reading.letters.replace('v', "u"), 5 + reading.tone.min(4));
    }
    format!("{}{}", reading.letters, reading.tone)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted(names: &[&'static str]) -> Vec<&'static str> {
        let mut names = names.to_vec();
        names.sort_by_key(|name| sort_key(name));
        names
    }

    #[test]
    fn names_sort_by_pinyin_and_not_by_code_point() {
        assert_eq!(
            sorted(&["张伟", "王芳", "阿依", "李娜", "赵磊", "陈晨"]),
            ["阿依", "陈晨", "李娜", "王芳", "张伟", "赵磊"]
        );
    }

    #[test]
    fn surnames_sort_where_they_are_read() {
        assert_eq!(
            sorted(&["单雄", "邓超", "曾志", "孙悦", "仇英", "陈晨"]),
            ["陈晨", "邓超", "仇英", "单雄", "孙悦", "曾志"]
        );
    }

    #[test]
    fn tones_decide_between_equal_syllables() {
        assert_eq!(sorted(&["汪洋", "王洋", "万洋"]), ["万洋", "汪洋", "王洋"]);
    }

    #[test]
    fn bearers_of_one_surname_stay_together() {
        assert_eq!(
            sorted(&["章伟", "张玮", "张伟", "章安", "张安"]),
            ["张安", "张伟", "张玮", "章安", "章伟"]
        );
    }

    #[test]
    fn a_shorter_name_comes_before_a_longer_one_that_begins_with_it() {
        assert_eq!(sorted(&["李娜娜", "李娜", "李"]), ["李", "李娜", "李娜娜"]);
        assert_eq!(sorted(&["展昭", "张三", "詹姆"]), ["詹姆", "展昭", "张三"]);
    }

    #[test]
    fn names_in_letters_stand_among_the_chinese_ones_without_regard_to_case() {
        assert_eq!(
            sorted(&["王芳", "bob", "Müller", "安娜", "Alice", "mulligan"]),
            ["Alice", "安娜", "bob", "Müller", "mulligan", "王芳"]
        );
    }

    #[test]
    fn what_has_no_reading_comes_last_and_is_kept() {
        assert_eq!(sorted(&["🙂", "张伟", "Zoe"]), ["张伟", "Zoe", "🙂"]);
    }

    #[test]
    fn u_with_dots_follows_u() {
        assert_eq!(sorted(&["罗成", "吕布", "栾平", "路遥"]), ["路遥", "吕布", "栾平", "罗成"]);
    }

    #[test]
    fn the_key_has_nothing_that_a_database_refuses() {
        assert!(!sort_key("张\0伟\u{7}").contains(char::is_control));
    }

    proptest! {
        #[test]
        fn different_names_have_different_keys(a in "[\u{4e00}-\u{9fa5}A-Za-z]{1,5}", b in "[\u{4e00}-\u{9fa5}A-Za-z]{1,5}") {
            prop_assert_eq!(a == b, sort_key(&a) == sort_key(&b));
        }
    }
}
