//! The kinds of notices, and the text that each begins with.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::Texts;

const FILE: &str = include_str!("../data/notices.toml");

static KINDS: LazyLock<Vec<NoticeKind>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        notice: Vec<NoticeKind>,
    }
    // A test reads the file, so that a mistake in it never reaches anybody.
    toml::from_str::<File>(FILE).map(|file| file.notice).unwrap_or_default()
});

/// A kind of notice.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct NoticeKind {
    /// The code, as stored.
    pub code: String,
    /// What it is called.
    #[serde(flatten)]
    pub label: Texts,
    /// The kinds of leaving for which it is the first to be offered.
    grounds: Vec<String>,
    text: String,
}

/// What the text of a notice is filled with; everything as it is to be read.
#[derive(Debug, Clone, Default)]
pub struct NoticeFacts {
    /// Word and value.
    pub words: Vec<(&'static str, String)>,
}

impl NoticeKind {
    /// The text with everything filled in that is known.
    pub fn fill(&self, facts: &NoticeFacts) -> String {
        let text = self.text.trim().to_owned();
        facts.words.iter().fold(text, |text, (word, value)| text.replace(&format!("{{{word}}}"), value))
    }

    /// Whether it belongs to a kind of leaving before the others.
    pub fn is_for(&self, ground: &str) -> bool {
        self.grounds.iter().any(|known| known == ground)
    }
}

/// Every kind.
pub fn notice_kinds() -> &'static [NoticeKind] {
    &KINDS
}

/// The kind with this code.
pub fn find_notice_kind(code: &str) -> Option<&'static NoticeKind> {
    KINDS.iter().find(|kind| kind.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 10] = [
        "employer",
        "name",
        "number",
        "department",
        "post",
        "hired_on",
        "legal_end",
        "ground",
        "article",
        "today",
    ];

    #[test]
    fn every_word_of_every_text_is_known_and_filled() {
        assert_eq!(notice_kinds().len(), 3);
        let facts = NoticeFacts { words: WORDS.map(|word| (word, format!("<{word}>"))).to_vec() };
        for kind in notice_kinds() {
            let text = kind.fill(&facts);
            assert!(!text.contains('{'), "{}: {text}", kind.code);
            assert!(text.contains("<name>") && text.contains("<employer>"), "{}", kind.code);
        }
    }

    #[test]
    fn every_ground_named_is_a_kind_of_leaving() {
        for kind in notice_kinds() {
            for ground in &kind.grounds {
                assert!(crate::find_ground(ground).is_some(), "{ground}");
            }
        }
        assert!(find_notice_kind("termination").is_some_and(|kind| kind.is_for("NOFAULT_CHANGE")));
    }
}
