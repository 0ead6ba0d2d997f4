//! What the user said about the columns of a header set, to be remembered for the next file that has it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::own_words::OwnIndex;
use super::schema::{EnumValue, Field};
use super::{Kind, schema, text};
use crate::{Error, Result};

/// Head word to field, and further words for choices. A head word that is not named is recognised as usual.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// Head word as the table has it, to field code; null leaves the column out.
    pub fields: BTreeMap<String, Option<String>>,
    /// Field code, to word in the table, to what it means (a code or a known word of the field).
    pub words: BTreeMap<String, BTreeMap<String, String>>,
}

impl Mapping {
    /// Reads a mapping that was written with [`Mapping::to_json`] or by hand.
    pub fn from_json(source: &str) -> Result<Self> {
        serde_json::from_str(source).map_err(Error::Mapping)
    }

    /// The mapping as text, to be remembered.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(Error::Mapping)
    }

    /// Refuses a mapping that names fields or meanings the kind does not have.
    pub fn check(&self, kind: Kind) -> Result<()> {
        let unknown = |what: &str| Err(Error::UnknownInMapping { kind: kind.code(), what: what.to_owned() });
        let field = |code: &str| schema(kind).layouts.iter().find_map(|layout| layout.field(code));
        for code in self.fields.values().flatten() {
            if field(code).is_none() {
                return unknown(code);
            }
        }
        for (code, meanings) in &self.words {
            let Some(field) = field(code) else { return unknown(code) };
            if let Some(meaning) = meanings.values().find(|meaning| field.value_of(meaning).is_none()) {
                return unknown(meaning);
            }
        }
        Ok(())
    }

    /// What was said about a head word.
    pub(crate) fn said(&self, header: &str) -> Said<'_> {
        match self.fields.get(header) {
            None => Said::Nothing,
            Some(None) => Said::LeaveOut,
            Some(Some(field)) => Said::Field(field),
        }
    }
}

/// Every word that counts for a table: what was said about its columns, what comes with the program, and the
/// organisation's own words, in this order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words<'w> {
    pub(crate) mapping: &'w Mapping,
    pub(crate) own: &'w OwnIndex,
}

impl<'w> Words<'w> {
    pub(crate) fn said(self, header: &str) -> Said<'w> {
        self.mapping.said(header)
    }

    /// The choice a word means.
    pub(crate) fn value_of<'f>(self, field: &'f Field, word: &str) -> Option<&'f EnumValue> {
        let said = self.mapping.words.get(&field.code).and_then(|meanings| meanings.get(word));
        let known = said.map_or_else(|| field.value_of(word), |meaning| field.value_of(meaning));
        known.or_else(|| self.own.value_of(field, word))
    }
}

/// What the user said about one head word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said<'m> {
    /// Nothing: it is recognised by its word.
    Nothing,
    /// The column is of no interest.
    LeaveOut,
    /// It is this field.
    Field(&'m str),
}

/// A stable name for a set of head words, by which a mapping is remembered.
pub(crate) fn header_key<'h>(kind: Kind, headers: impl Iterator<Item = &'h str>) -> String {
    let mut hash = Sha256::new();
    hash.update(kind.code().as_bytes());
    for header in headers {
        hash.update([0]);
        hash.update(text::clean(header).as_bytes());
    }
    hash.finalize().iter().take(16).fold(String::new(), |mut name, byte| {
        for half in [byte >> 4, byte & 15] {
            name.extend(char::from_digit(u32::from(half), 16));
        }
        name
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_survives_being_remembered() {
        let source = r#"{"fields":{"代号":"emp_no","月薪":null},"words":{"status":{"见备注":"在职"}}}"#;
        let mapping = Mapping::from_json(source).unwrap();
        assert!(mapping.check(Kind::Roster).is_ok());
        assert_eq!(Mapping::from_json(&mapping.to_json().unwrap()).unwrap(), mapping);
        let status = schema(Kind::Roster).layouts[0].field("status").unwrap();
        let words = Words { mapping: &mapping, own: &OwnIndex::default() };
        assert_eq!(words.value_of(status, "见备注").map(|value| value.code.as_str()), Some("active"));
    }

    #[test]
    fn a_mapping_to_nowhere_is_refused() {
        for source in
            [r#"{"fields":{"x":"salary"}}"#, r#"{"words":{"status":{"x":"退役"}}}"#, r#"{"words":{"x":{}}}"#]
        {
            assert!(Mapping::from_json(source).unwrap().check(Kind::Roster).is_err(), "{source}");
        }
        assert!(Mapping::from_json(r#"{"columns":{}}"#).is_err());
    }

    #[test]
    fn the_key_of_a_header_set_does_not_depend_on_width_or_blanks() {
        let plain = header_key(Kind::Roster, ["工号", "姓名(必填)"].into_iter());
        assert_eq!(plain, header_key(Kind::Roster, [" 工号\u{3000}", "姓名（必填）"].into_iter()));
        assert_ne!(plain, header_key(Kind::Roster, ["姓名(必填)", "工号"].into_iter()));
        assert_eq!(plain.len(), 32);
    }
}
