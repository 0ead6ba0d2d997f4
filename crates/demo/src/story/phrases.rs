//! Usual wording for items that have none of their own in the story.

use serde::Deserialize;

use crate::{Result, data, random::Random};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Phrases {
    kind: Vec<OfKind>,
    evidence: Evidence,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfKind {
    codes: Vec<String>,
    notes: Vec<String>,
    questions: Vec<(String, String)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Evidence {
    explained: Vec<String>,
    practised: Vec<String>,
    remark: Vec<String>,
    sign_off: Vec<String>,
    finished: Vec<String>,
}

/// What is said beside a deed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Saying {
    Explained,
    Practised,
    Remark,
    SignOff,
    Finished,
}

impl Phrases {
    pub(crate) fn read() -> Result<Self> {
        data::read("phrases.toml", include_str!("../../data/story/phrases.toml"))
    }

    /// A note for an item of this kind.
    pub(crate) fn note(&self, kind: &str, title: &str, random: &mut Random) -> String {
        let notes = self.of_kind(kind).map_or(&[][..], |kind| &kind.notes);
        random
            .pick(notes)
            .map_or_else(|| format!("# {title}\n"), |note| note.trim().replace("{title}", title))
    }

    /// A question to an item of this kind, and its answer.
    pub(crate) fn question(&self, kind: &str, title: &str, random: &mut Random) -> (String, String) {
        let questions = self.of_kind(kind).map_or(&[][..], |kind| &kind.questions);
        let found = random.pick(questions).map(|(ask, says)| (ask.replace("{title}", title), says.clone()));
        found.unwrap_or_else(|| (format!("{title}？"), title.to_owned()))
    }

    /// Words for a deed.
    pub(crate) fn say(&self, what: Saying, random: &mut Random) -> String {
        let Evidence { explained, practised, remark, sign_off, finished } = &self.evidence;
        let list = match what {
            Saying::Explained => explained,
            Saying::Practised => practised,
            Saying::Remark => remark,
            Saying::SignOff => sign_off,
            Saying::Finished => finished,
        };
        random.pick(list).cloned().unwrap_or_default()
    }

    fn of_kind(&self, kind: &str) -> Option<&OfKind> {
        self.kind.iter().find(|one| one.codes.iter().any(|code| code == kind))
    }
}

#[cfg(test)]
mod tests {
    use handover::ItemKind;

    use super::*;

    #[test]
    fn every_kind_of_item_has_notes_and_questions() {
        let phrases = Phrases::read().unwrap();
        for kind in ItemKind::ALL {
            let found = phrases.of_kind(kind.code());
            assert!(found.is_some_and(|one| !one.notes.is_empty() && !one.questions.is_empty()), "{kind}");
        }
    }
}
