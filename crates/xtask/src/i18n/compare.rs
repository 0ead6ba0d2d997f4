//! The two languages side by side.

use std::collections::BTreeSet;

use super::ftl::{Locale, Message};

/// Areas, keys and values that only one of the two languages has.
pub(crate) fn differences(zh: &Locale, en: &Locale) -> Vec<String> {
    let mut found = missing_areas(zh, en);
    found.extend(missing_areas(en, zh));
    found.extend(missing_keys(zh, en));
    found.extend(missing_keys(en, zh));
    for (key, message) in &zh.messages {
        if let Some(other) = en.messages.get(key) {
            found.extend(different_place(key, message, other));
            found.extend(different_values(key, message, other));
        }
    }
    found
}

fn missing_areas(there: &Locale, here: &Locale) -> Vec<String> {
    there.areas.difference(&here.areas).map(|area| format!("{}/{area}.ftl is not there", here.name)).collect()
}

fn missing_keys(there: &Locale, here: &Locale) -> Vec<String> {
    let is_missing = |key: &&String| !here.messages.contains_key(*key);
    there
        .messages
        .keys()
        .filter(is_missing)
        .map(|key| format!("`{key}` is missing in {}", here.name))
        .collect()
}

fn different_place(key: &str, zh: &Message, en: &Message) -> Option<String> {
    (zh.area != en.area)
        .then(|| format!("`{key}` is in {}.ftl in Chinese and in {}.ftl in English", zh.area, en.area))
}

fn different_values(key: &str, zh: &Message, en: &Message) -> Option<String> {
    let only =
        |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>().join(", $");
    let (only_zh, only_en) = (only(&zh.values, &en.values), only(&en.values, &zh.values));
    match (only_zh.is_empty(), only_en.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("`{key}` says ${only_zh} in zh-CN only")),
        (true, false) => Some(format!("`{key}` says ${only_en} in en only")),
        (false, false) => Some(format!("`{key}` says ${only_zh} in zh-CN and ${only_en} in en")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(name: &str, text: &str) -> Locale {
        let mut locale = Locale { name: name.to_owned(), ..Locale::default() };
        assert_eq!(locale.add("base", text), Vec::<String>::new());
        locale
    }

    fn compare(zh: &str, en: &str) -> Vec<String> {
        differences(&locale("zh-CN", zh), &locale("en", en))
    }

    #[test]
    fn the_same_keys_and_values_are_no_difference() {
        let en = "a = { $n ->\n    [one] one item\n   *[other] { $n } items\n }\n";
        assert_eq!(compare("a = { $n } 项\n", en), Vec::<String>::new());
    }

    #[test]
    fn a_key_missing_in_either_language_is_told() {
        assert_eq!(compare("a = 甲\nb = 乙\n", "a = A\n"), ["`b` is missing in en"]);
        assert_eq!(compare("a = 甲\n", "a = A\nb = B\n"), ["`b` is missing in zh-CN"]);
    }

    #[test]
    fn a_value_in_one_language_only_is_told() {
        assert_eq!(compare("a = { $n } 项\n", "a = items\n"), ["`a` says $n in zh-CN only"]);
        assert_eq!(compare("a = { $m }\n", "a = { $n }\n"), ["`a` says $m in zh-CN and $n in en"]);
    }

    #[test]
    fn an_area_in_one_language_only_is_told() {
        let mut zh = locale("zh-CN", "a = 甲\n");
        zh.add("people", "");
        assert_eq!(differences(&zh, &locale("en", "a = A\n")), ["en/people.ftl is not there"]);
    }
}
