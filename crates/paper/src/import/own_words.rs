//! The words of one organisation, beside those of the data files: further heads of columns and further words of choices.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::schema::{EnumValue, Field, Layout};
use super::{Kind, schema, text};
use crate::{Error, Result};

/// A longer word heads no column.
const LONGEST: usize = 40;
/// So many words may be added for one field or choice.
const MOST: usize = 40;
/// An own word is a worse match than any that comes with the program.
const RANK: usize = 1_000;

/// The own words for one kind of table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OwnWords {
    /// Field code, to the further words that head its column.
    pub heads: BTreeMap<String, Vec<String>>,
    /// Field code, to the code of a choice, to the further words that mean it.
    pub values: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// What is wrong with a word, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordTrouble {
    /// The field.
    pub field: String,
    /// The choice, where it is a word of one.
    pub value: Option<String>,
    /// The word.
    pub word: String,
    /// What.
    pub why: WordFault,
}

/// Why a word cannot be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordFault {
    /// It means something else already: the code of that field or choice.
    Taken(String),
    /// It means this already.
    Known,
    /// No letter or digit is in it, or it is too long.
    NoWord,
    /// There are too many.
    TooMany,
    /// The kind has no such field or choice.
    Nowhere,
}

impl OwnWords {
    /// Reads what [`OwnWords::to_json`] wrote.
    pub fn from_json(source: &str) -> Result<Self> {
        serde_json::from_str(source).map_err(Error::Mapping)
    }

    /// The words as text, to be kept.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(Error::Mapping)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty() && self.values.is_empty()
    }

    /// Takes a word out that cannot be used.
    pub fn leave_out(&mut self, trouble: &WordTrouble) {
        let list = match &trouble.value {
            None => self.heads.get_mut(&trouble.field),
            Some(value) => self.values.get_mut(&trouble.field).and_then(|choices| choices.get_mut(value)),
        };
        if let Some(words) = list {
            words.retain(|word| *word != trouble.word);
        }
    }

    /// Everything that is wrong with the words, each with its place; nothing when they can be used.
    pub fn check(&self, kind: Kind) -> Vec<WordTrouble> {
        let mut found = Vec::new();
        let mut taken: HashMap<(String, String), String> = HashMap::new();
        for (field, words) in &self.heads {
            check_list(words, (field, None), &mut found, |word| {
                let fault = head_fault(kind, field, word);
                fault.or_else(|| claim(&mut taken, (String::new(), text::key(word)), field))
            });
        }
        for (field, choices) in &self.values {
            for (value, words) in choices {
                check_list(words, (field, Some(value)), &mut found, |word| {
                    let fault = value_fault(kind, (field, value), word);
                    fault.or_else(|| claim(&mut taken, (field.clone(), text::key(word)), value))
                });
            }
        }
        found
    }
}

/// The first who names a word has it.
fn claim(
    taken: &mut HashMap<(String, String), String>,
    word: (String, String),
    owner: &str,
) -> Option<WordFault> {
    match taken.insert(word, owner.to_owned()) {
        None => None,
        Some(known) if known == owner => Some(WordFault::Known),
        Some(known) => Some(WordFault::Taken(known)),
    }
}

fn check_list(
    words: &[String],
    (field, value): (&str, Option<&String>),
    found: &mut Vec<WordTrouble>,
    mut fault: impl FnMut(&str) -> Option<WordFault>,
) {
    for (at, word) in words.iter().enumerate() {
        let is_word = !text::key(word).is_empty() && word.chars().count() <= LONGEST;
        let why = match (is_word, at < MOST) {
            (false, _) => Some(WordFault::NoWord),
            (true, false) => Some(WordFault::TooMany),
            (true, true) => fault(word),
        };
        if let Some(why) = why {
            let (field, value) = (field.to_owned(), value.cloned());
            found.push(WordTrouble { field, value, word: word.clone(), why });
        }
    }
}

fn layouts_with(kind: Kind, field: &str) -> impl Iterator<Item = (&'static Layout, usize)> {
    let with = move |layout: &'static Layout, field: &str| Some((layout, layout.index_of(field)?));
    let field = field.to_owned();
    schema(kind).layouts.iter().filter_map(move |layout| with(layout, &field))
}

fn head_fault(kind: Kind, field: &str, word: &str) -> Option<WordFault> {
    if layouts_with(kind, field).next().is_none() {
        return Some(WordFault::Nowhere);
    }
    let key = text::key(word);
    let mut is_known = true;
    for (layout, index) in layouts_with(kind, field) {
        let meant = layout.candidates(&key);
        let other = meant.iter().find(|(known, _)| *known != index);
        if let Some(other) = other.and_then(|(known, _)| layout.fields.get(*known)) {
            return Some(WordFault::Taken(other.code.clone()));
        }
        is_known &= !meant.is_empty();
    }
    is_known.then_some(WordFault::Known)
}

fn value_fault(kind: Kind, (field, value): (&str, &str), word: &str) -> Option<WordFault> {
    let fields = layouts_with(kind, field).filter_map(|(layout, index)| layout.fields.get(index));
    let mut choices = fields.filter(|field| !field.values.is_empty()).peekable();
    let has_choice = |field: &&Field| field.values.iter().any(|known| known.code == value);
    if !choices.peek().is_some_and(has_choice) {
        return Some(WordFault::Nowhere);
    }
    let meant = choices.find_map(|field| field.value_of(word))?;
    Some(if meant.code == value { WordFault::Known } else { WordFault::Taken(meant.code.clone()) })
}

/// The own words, ready to be looked up.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnIndex {
    heads: HashMap<String, Vec<String>>,
    values: HashMap<String, HashMap<String, String>>,
}

impl OwnIndex {
    pub(crate) fn new(own: &OwnWords) -> Self {
        let mut index = Self::default();
        for (field, words) in &own.heads {
            for word in words {
                index.heads.entry(text::key(word)).or_default().push(field.clone());
            }
        }
        for (field, choices) in &own.values {
            let meant = index.values.entry(field.clone()).or_default();
            for (value, words) in choices {
                meant.extend(words.iter().map(|word| (text::key(word), value.clone())));
            }
        }
        index
    }

    /// The fields of the layout that a head can mean by an own word.
    pub(crate) fn candidates(&self, layout: &Layout, word: &str) -> Vec<(usize, usize)> {
        let codes = self.heads.get(word).into_iter().flatten();
        codes.filter_map(|code| Some((layout.index_of(code)?, RANK))).collect()
    }

    /// The choice that an own word means.
    pub(crate) fn value_of<'f>(&self, field: &'f Field, word: &str) -> Option<&'f EnumValue> {
        let code = self.values.get(&field.code)?.get(&text::key(word))?;
        field.values.iter().find(|value| value.code == *code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> OwnWords {
        OwnWords::from_json(source).unwrap()
    }

    fn faults(source: &str) -> Vec<(String, WordFault)> {
        words(source).check(Kind::Roster).into_iter().map(|trouble| (trouble.word, trouble.why)).collect()
    }

    #[test]
    fn words_that_are_free_can_be_added_and_survive_being_kept() {
        let source =
            r#"{"heads":{"emp_no":["胸牌号","Clock No."]},"values":{"status":{"probation":["见习"]}}}"#;
        assert_eq!(faults(source), []);
        assert_eq!(words(&words(source).to_json().unwrap()), words(source));
        assert!(OwnWords::default().is_empty() && !words(source).is_empty());
    }

    #[test]
    fn a_word_that_means_something_else_is_refused_with_what_it_means() {
        let taken = |code: &str| WordFault::Taken(code.to_owned());
        assert_eq!(faults(r#"{"heads":{"emp_no":["姓 名"]}}"#), [("姓 名".to_owned(), taken("name"))]);
        assert_eq!(faults(r#"{"heads":{"emp_no":["工号"]}}"#)[0].1, WordFault::Known);
        assert_eq!(faults(r#"{"heads":{"emp_no":["甲"],"name":["甲"]}}"#)[0].1, taken("emp_no"));
        assert_eq!(faults(r#"{"values":{"status":{"left":["在职"]}}}"#)[0].1, taken("active"));
        let mut own = words(r#"{"heads":{"emp_no":["姓名","胸牌号"]}}"#);
        let troubles = own.check(Kind::Roster);
        for trouble in &troubles {
            own.leave_out(trouble);
        }
        assert_eq!((own.check(Kind::Roster), own.heads["emp_no"].len()), (vec![], 1));
    }

    #[test]
    fn what_is_no_word_or_has_no_place_is_refused() {
        assert_eq!(faults(r#"{"heads":{"salary":["月薪"]}}"#)[0].1, WordFault::Nowhere);
        assert_eq!(faults(r#"{"heads":{"name":["——"]}}"#)[0].1, WordFault::NoWord);
        assert_eq!(faults(r#"{"values":{"name":{"x":["y"]}}}"#)[0].1, WordFault::Nowhere);
        assert_eq!(faults(r#"{"values":{"status":{"x":["y"]}}}"#)[0].1, WordFault::Nowhere);
        let many: Vec<String> = (0..=MOST).map(|n| format!("词{n}")).collect();
        let own = OwnWords { heads: BTreeMap::from([("name".to_owned(), many)]), ..OwnWords::default() };
        let troubles = own.check(Kind::Roster);
        assert_eq!((troubles.len(), &troubles[0].why), (1, &WordFault::TooMany));
    }
}
