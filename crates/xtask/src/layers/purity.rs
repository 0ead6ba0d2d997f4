//! Words that a pure crate must not write: files, network, environment, clocks.

use crate::source;

/// A sentence for each forbidden word in this source, outside its tests and comments.
pub(crate) fn breaches(file: &str, text: &str, words: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for (index, line) in source::without_tests(text).lines().enumerate() {
        let code = source::without_line_comment(line);
        for word in words.iter().filter(|word| code.contains(word.as_str())) {
            found.push(format!("{file}:{}: a pure crate must not use `{word}`", index + 1));
        }
    }
    found.extend(grouped_imports(file, text, words));
    found
}

/// `use std::{fs, io}` names `std::fs` without writing it in one piece.
fn grouped_imports(file: &str, text: &str, words: &[String]) -> Vec<String> {
    let code: String = source::without_tests(text).lines().map(source::without_line_comment).collect();
    let mut found = Vec::new();
    for group in code.split("std::{").skip(1).map(|rest| rest.split('}').next().unwrap_or(rest)) {
        for word in words.iter().filter_map(|word| word.strip_prefix("std::")) {
            if group.split([',', ' ', ':']).any(|name| name == word) {
                found.push(format!("{file}: a pure crate must not import `std::{word}`"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Vec<String> {
        ["std::fs", "Timestamp::now"].map(String::from).to_vec()
    }

    #[test]
    fn a_clock_is_found_with_its_line() {
        let found = breaches("a.rs", "//! A.\nfn f() {\n    Timestamp::now()\n}\n", &words());
        assert_eq!(found, ["a.rs:3: a pure crate must not use `Timestamp::now`"]);
    }

    #[test]
    fn a_grouped_import_is_found() {
        let found = breaches("a.rs", "use std::{\n    collections::BTreeMap,\n    fs,\n};\n", &words());
        assert_eq!(found, ["a.rs: a pure crate must not import `std::fs`"]);
    }

    #[test]
    fn comments_and_tests_may_speak_of_them() {
        let text = "//! Never Timestamp::now.\nfn f() {} // not std::fs\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n";
        assert_eq!(breaches("a.rs", text, &words()), Vec::<String>::new());
    }
}
