//! What the law engine says, in sentences: it returns keys and data, here are the words.
//!
//! Every key of [`law::keys`] and every warning has its text in both languages; a test walks them all.

use std::borrow::Cow;

use frame::i18n::T;
use kernel::Lang;
use paper::law_batch::{Said, Words};

/// The words of a language for whoever writes what the law engine says elsewhere than on a page.
#[derive(Debug, Clone, Copy)]
pub struct LawWords(T);

impl LawWords {
    /// The words of this language.
    pub const fn in_lang(lang: Lang) -> Self {
        Self(T(lang))
    }
}

impl Words for LawWords {
    fn say(&self, said: Said, key: &str) -> String {
        let t = self.0;
        let words = match said {
            Said::Step => step(t, key),
            Said::Input => input(t, key),
            Said::Value => value(t, key),
            Said::Line => line(t, key),
            Said::Reading => reading(t, key),
            Said::Why => why(t, key),
            Said::Warning => warning(t, key),
            Said::Grade => grade(t, key),
            Said::Text => t.s(key),
        };
        words.into_owned()
    }
}

/// The rule that a step applied.
pub(crate) fn step(t: T, rule: &str) -> Cow<'static, str> {
    t.s(&format!("law-step-{rule}"))
}

/// The name of what went into a step.
pub(crate) fn input(t: T, name: &str) -> Cow<'static, str> {
    t.s(&format!("law-in-{name}"))
}

/// A key that a step came to, or that went into it: a ground by its name.
pub(crate) fn value(t: T, key: &str) -> Cow<'static, str> {
    match departure::find_ground(key) {
        Some(ground) => Cow::Borrowed(ground.label.get(t.0)),
        None => t.s(&format!("law-val-{key}")),
    }
}

/// A line of a settlement, or a part of an answer that is open.
pub(crate) fn line(t: T, key: &str) -> Cow<'static, str> {
    t.s(&format!("law-line-{key}"))
}

/// One reading of what is open.
pub(crate) fn reading(t: T, id: &str) -> Cow<'static, str> {
    t.s(&format!("law-reading-{id}"))
}

/// What speaks for a reading, or against an alternative.
pub(crate) fn why(t: T, key: &str) -> Cow<'static, str> {
    t.s(&format!("law-why-{key}"))
}

/// What was not applied.
pub(crate) fn rejected(t: T, alternative: &str) -> Cow<'static, str> {
    t.s(&format!("law-rejected-{alternative}"))
}

/// What whoever relies on a result should know.
pub(crate) fn warning(t: T, key: &str) -> Cow<'static, str> {
    t.s(&format!("law-warning-{key}"))
}

/// Something to see to.
pub(crate) fn check(t: T, key: &str) -> Cow<'static, str> {
    t.s(&format!("law-check-{key}"))
}

/// How well a rule is known.
pub(crate) fn grade(t: T, grade: &str) -> Cow<'static, str> {
    t.s(&format!("law-grade-{grade}"))
}

#[cfg(test)]
mod tests {
    use law::keys;

    use super::*;

    /// The words for a key; a key without words shows itself.
    type Words = fn(T, &str) -> Cow<'static, str>;

    #[test]
    fn every_key_that_the_law_engine_can_return_has_a_sentence_in_both_languages() {
        let lines = ["severance", "in_lieu", "damages_2n", "annual_leave", "medical_subsidy", "tax"];
        let warnings: Vec<&str> = law::Warning::ALL.iter().map(|warning| warning.key()).collect();
        let grounds: Vec<&str> = law::Ground::ALL.iter().map(|ground| ground.code()).collect();
        let lists: [(Words, &[&str]); 12] = [
            (step, keys::STEPS),
            (input, keys::INPUTS),
            (value, keys::VALUES),
            (value, &grounds),
            (line, keys::OPEN),
            (line, &lines),
            (reading, keys::READINGS),
            (why, keys::WHYS),
            (rejected, keys::REJECTED),
            (check, keys::CHECKS),
            (warning, &warnings),
            (grade, &["P", "S", "U"]),
        ];
        let mut missing: Vec<String> = Vec::new();
        for lang in [Lang::Zh, Lang::En] {
            for (words, list) in lists {
                let is_missing = |key: &&&str| {
                    let text = words(T(lang), key);
                    text.is_empty() || text.starts_with("law-")
                };
                missing.extend(list.iter().filter(is_missing).map(|key| (*key).to_owned()));
            }
        }
        assert!(missing.is_empty(), "{missing:?}");
    }
}
