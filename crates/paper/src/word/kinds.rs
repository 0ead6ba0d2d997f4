//! The papers: what each is called, what may stand in it, what is asked of whoever issues it, and its built-in template.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::{Error, Values, compose};

const FILE: &str = include_str!("../../data/papers/papers.toml");

static KINDS: LazyLock<Vec<PaperKind>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        paper: Vec<PaperKind>,
    }
    // A test reads the file, so that a mistake in it never reaches anybody.
    toml::from_str::<File>(FILE).map(|file| file.paper).unwrap_or_default()
});

/// What kind of answer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AskKind {
    /// A line.
    Text,
    /// Several lines.
    Lines,
    /// A day.
    Date,
    /// Whole months, from 1 to 24.
    Months,
    /// An amount of money.
    Money,
}

/// Something that whoever issues the paper has to say.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The name of the form's field.
    pub field: String,
    /// The placeholder, which is also what it is called in Chinese.
    pub name: String,
    /// What it is called in English.
    pub en: String,
    /// What kind of answer.
    pub kind: AskKind,
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperKind {
    /// The code, as stored.
    pub code: String,
    /// What it is called in Chinese.
    pub zh: String,
    /// What it is called in English.
    pub en: String,
    /// How its numbers begin.
    pub prefix: String,
    /// What may stand in it; nothing else is let in.
    pub names: Vec<String>,
    /// What is asked of whoever issues it.
    #[serde(default)]
    pub ask: Vec<Ask>,
    /// Lists and their fields.
    #[serde(default)]
    pub lists: BTreeMap<String, Vec<String>>,
    text: String,
}

impl PaperKind {
    /// The built-in template.
    pub fn template(&self) -> Result<Vec<u8>, Error> {
        compose(&self.text)
    }

    /// Every name with its own name as the value: to try a template out.
    pub fn sample(&self) -> Values {
        let asked = self.ask.iter().map(|ask| &ask.name);
        let single = self.names.iter().chain(asked).map(|name| (name.clone(), Some(format!("〔{name}〕"))));
        let entry = |fields: &Vec<String>, place: usize| {
            fields.iter().map(|field| (field.clone(), format!("〔{field}{place}〕"))).collect()
        };
        let lists = self.lists.iter();
        Values {
            single: single.collect(),
            lists: lists
                .map(|(name, fields)| (name.clone(), vec![entry(fields, 1), entry(fields, 2)]))
                .collect(),
            fields: self.lists.clone(),
        }
    }
}

/// Every paper.
pub fn kinds() -> &'static [PaperKind] {
    &KINDS
}

/// The paper with this code.
pub fn find_kind(code: &str) -> Option<&'static PaperKind> {
    KINDS.iter().find(|kind| kind.code == code)
}
