//! The keys by which a person is found: name, pinyin, initials, the later characters of the name, and numbers.

use text::{normalise, phrase_keys, search_keys};

/// So many later parts of a name are keys of their own: enough for every Chinese name and most others.
const MOST_TAILS: usize = 6;
/// A longer key is cut: nobody types that much, and an index has no place for it.
const LONGEST: usize = 64;
/// From here on scripts have no blanks between words.
const FIRST_OF_EAST_ASIA: char = '\u{2e80}';

/// Every key of a person with this name and these employee numbers, none twice.
pub(crate) fn person_keys<'n>(name: &str, numbers: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut keys = search_keys(name);
    let tails: Vec<&str> = tails(name).collect();
    // jianguo finds 王建国: the pinyin of what follows the surname.
    keys.extend(tails.first().and_then(|given| phrase_keys(given).into_iter().nth(1)));
    let is_telling = |(at, tail): &(usize, &&str)| *at == 0 || tail.chars().nth(1).is_some();
    keys.extend(tails.iter().enumerate().filter(is_telling).map(|(_, tail)| normalise(tail)));
    keys.extend(numbers.map(normalise));
    for key in &mut keys {
        if let Some((end, _)) = key.char_indices().nth(LONGEST) {
            key.truncate(end);
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|key| !key.is_empty());
    keys
}

/// 建国 and 国 of 王建国 (of which a single last character is no key of its own); Smith of John Smith: a part begins at
/// a Han character, or behind a blank.
fn tails(name: &str) -> impl Iterator<Item = &str> {
    let mut is_behind_gap = false;
    let starts = name.char_indices().skip(1).filter(move |(_, c)| {
        let is_gap = c.is_whitespace() || matches!(c, '·' | '•' | '・');
        let is_start = !is_gap && (is_behind_gap || *c >= FIRST_OF_EAST_ASIA);
        is_behind_gap = is_gap;
        is_start
    });
    starts.filter_map(|(start, _)| name.get(start..)).take(MOST_TAILS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_found_by_name_pinyin_initials_a_part_of_the_name_and_number() {
        let keys = person_keys("王建国", ["E00213"].into_iter());
        for typed in ["王建国", "王", "建国", "wangjianguo", "wjg", "jianguo", "e00213"] {
            assert!(keys.iter().any(|key| key.starts_with(&normalise(typed))), "{typed}: {keys:?}");
        }
    }

    #[test]
    fn a_name_in_letters_is_found_by_each_of_its_words_and_not_by_the_middle_of_one() {
        let keys = person_keys("John Smith", std::iter::empty());
        let finds = |typed: &str| keys.iter().any(|key| key.starts_with(typed));
        assert!(finds("johnsmith") && finds("smith") && finds("js"));
        assert!(!finds("ohn"));
    }

    #[test]
    fn the_parts_of_a_very_long_name_are_bounded() {
        let keys = person_keys(&"买买提".repeat(40), std::iter::empty());
        assert!(keys.len() < 32, "{}", keys.len());
    }
}
