//! What a kind of table consists of: its fields with the words by which their columns are headed.
//!
//! The words are data, one TOML file per kind under `data/`, so that a further word needs no code.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Kind, text};

/// The layouts of a kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// The word of its kind.
    pub kind: String,
    /// The ways such a table is laid out.
    #[serde(rename = "layout")]
    pub layouts: Vec<Layout>,
}

/// One way to lay out the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Its stable word.
    pub code: String,
    /// A header names at least one of these.
    pub identity: Vec<String>,
    /// A header names all of these, or it is another table.
    #[serde(default)]
    pub signature: Vec<String>,
    /// A header names at least one of these, where there are any.
    #[serde(default)]
    pub one_of: Vec<String>,
    /// Whether columns headed by days must follow.
    #[serde(default)]
    pub has_day_columns: bool,
    /// Whether it only shows once more what another sheet says; such a table is known, and never imported.
    #[serde(default)]
    pub is_view_only: bool,
    /// Fields without which a row is refused.
    pub required: Vec<String>,
    #[serde(default)]
    pub(crate) foreign_groups: Vec<String>,
    /// Words in the place of a name that mean nobody in particular.
    #[serde(default)]
    pub(crate) nobody: Vec<String>,
    /// Head words of a column that names who brought something forward, and not whom it concerns.
    #[serde(default)]
    pub(crate) bringers: Vec<String>,
    /// Words of an origin that say that the person brought it forward.
    #[serde(default)]
    pub(crate) own_voice: Vec<String>,
    /// The fields, in the order in which a row is read.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
    #[serde(default)]
    pub(crate) approval: Approval,
    #[serde(skip)]
    by_word: HashMap<String, Vec<(usize, usize)>>,
}

/// Words that tell whether an application was granted.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approval {
    pub(crate) granted: Vec<String>,
    pub(crate) withdrawn: Vec<String>,
}

/// One field of a layout.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its stable word, as mappings and findings name it.
    pub code: String,
    /// How its cells are read.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// The words that head its column, the best first.
    pub words: Vec<String>,
    /// Only looked for when this other field has a column already.
    #[serde(default)]
    pub only_with: Option<String>,
    /// For a choice: what can be chosen.
    #[serde(default, rename = "value")]
    pub values: Vec<EnumValue>,
    #[serde(skip)]
    by_value: HashMap<String, usize>,
}

/// How the cells of a field are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// An employee number: text, whatever the cell says.
    EmpNo,
    /// A person's name.
    PersonName,
    /// A manager's name or number.
    Manager,
    /// Free text.
    Text,
    /// A number that names something; never looked upon as a quantity.
    Code,
    /// A department path.
    Path,
    /// A day.
    Date,
    /// A day or no end.
    OpenDate,
    /// A day of attendance, perhaps with a year of two digits beside its weekday.
    Day,
    /// A day, perhaps with a time or half a day.
    Moment,
    /// Half a day or a time, beside a day in another column.
    PartOfDay,
    /// One of a list of words.
    Enum,
    /// An identity number.
    IdCard,
    /// A telephone number.
    Phone,
    /// A quantity, perhaps with its unit.
    Quantity,
    /// A whole number.
    Integer,
    /// An amount of money, perhaps in units of ten thousand.
    Money,
    /// The number of a device, long enough to lose digits as a number.
    Serial,
}

/// One choice of a field.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnumValue {
    /// Its stable word.
    pub code: String,
    /// How it is called where the table's own word is not kept.
    #[serde(default)]
    pub says: String,
    /// The words that mean it.
    pub words: Vec<String>,
}

impl Layout {
    /// The field with this code.
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.code == code)
    }

    /// Whether a word in the place of a name means nobody in particular.
    pub(crate) fn is_nobody(&self, name: &str) -> bool {
        let name = text::key(name);
        self.nobody.iter().any(|word| text::key(word) == name)
    }

    /// Whether a head says that its column names who brought something forward.
    pub(crate) fn names_bringer(&self, head: &str) -> bool {
        says_one_of(&self.bringers, head)
    }

    /// Whether an origin says that the person brought it forward.
    pub(crate) fn is_own_voice(&self, origin: &str) -> bool {
        says_one_of(&self.own_voice, origin)
    }

    pub(crate) fn index_of(&self, code: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.code == code)
    }

    /// The fields a head word can mean, each with how good a match it is (0 is best).
    pub(crate) fn candidates(&self, word: &str) -> &[(usize, usize)] {
        self.by_word.get(word).map_or(&[], Vec::as_slice)
    }

    fn index_words(&mut self) {
        for (index, field) in self.fields.iter().enumerate() {
            for (rank, word) in field.words.iter().enumerate() {
                let meant = self.by_word.entry(text::key(word)).or_default();
                if meant.iter().all(|(known, _)| *known != index) {
                    meant.push((index, rank));
                }
            }
        }
    }
}

fn says_one_of(words: &[String], said: &str) -> bool {
    let said = text::key(said);
    words.iter().any(|word| said.contains(&text::key(word)))
}

impl Field {
    /// The choice a word means.
    pub(crate) fn value_of(&self, word: &str) -> Option<&EnumValue> {
        let at = self.by_value.get(word).or_else(|| self.by_value.get(&text::key(word)))?;
        self.values.get(*at)
    }

    fn index_values(&mut self) {
        for (index, value) in self.values.iter().enumerate() {
            for word in value.words.iter().chain([&value.code, &value.says]).filter(|word| !word.is_empty()) {
                self.by_value.insert(text::key(word), index);
                self.by_value.insert(word.clone(), index);
            }
        }
    }
}

/// Words that tell what a row is when it is no record.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RowWords {
    pub(crate) running: Vec<String>,
    pub(crate) subtotal: Vec<String>,
    pub(crate) note: Vec<String>,
    pub(crate) added: Vec<String>,
}

static ROSTER: LazyLock<Schema> = LazyLock::new(|| load(include_str!("../../data/roster.toml")));
static EVENTS: LazyLock<Schema> = LazyLock::new(|| load(include_str!("../../data/events.toml")));
static KNOWLEDGE: LazyLock<Schema> = LazyLock::new(|| load(include_str!("../../data/knowledge.toml")));
static CHANNELS: LazyLock<Schema> = LazyLock::new(|| load(include_str!("../../data/channels.toml")));
static ASSETS: LazyLock<Schema> = LazyLock::new(|| load(include_str!("../../data/assets.toml")));
static PROJECTS: LazyLock<Schema> = LazyLock::new(|| load(include_str!("../../data/projects.toml")));
static ROW_WORDS: LazyLock<RowWords> = LazyLock::new(|| embedded(include_str!("../../data/rows.toml")));

/// The schema of a kind.
pub fn schema(kind: Kind) -> &'static Schema {
    match kind {
        Kind::Roster => &ROSTER,
        Kind::Events => &EVENTS,
        Kind::Knowledge => &KNOWLEDGE,
        Kind::Channels => &CHANNELS,
        Kind::Assets => &ASSETS,
        Kind::Projects => &PROJECTS,
    }
}

pub(crate) fn row_words() -> &'static RowWords {
    &ROW_WORDS
}

fn load(source: &str) -> Schema {
    let mut schema: Schema = embedded(source);
    for layout in &mut schema.layouts {
        layout.index_words();
        layout.fields.iter_mut().for_each(Field::index_values);
    }
    schema
}

#[expect(clippy::expect_used, reason = "the files are compiled in, and a test reads each of them")]
fn embedded<T: for<'de> Deserialize<'de>>(source: &str) -> T {
    toml::from_str(source).expect("a data file of this crate is well formed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_data_file_is_well_formed_and_names_only_its_own_fields() {
        for kind in Kind::ALL {
            let schema = schema(kind);
            assert_eq!(schema.kind, kind.code());
            for layout in &schema.layouts {
                let named = layout.identity.iter().chain(&layout.required).chain(&layout.signature);
                let named = named.chain(&layout.one_of);
                for code in named.chain(layout.fields.iter().filter_map(|field| field.only_with.as_ref())) {
                    assert!(layout.field(code).is_some(), "{kind}: {code}");
                }
                for field in &layout.fields {
                    assert_eq!(
                        field.values.is_empty(),
                        field.field_type != FieldType::Enum,
                        "{}",
                        field.code
                    );
                }
            }
        }
        assert!(!row_words().running.is_empty());
    }

    #[test]
    fn one_head_word_means_one_field_unless_the_second_needs_the_first() {
        for kind in Kind::ALL {
            for layout in &schema(kind).layouts {
                for (word, meant) in &layout.by_word {
                    let free =
                        meant.iter().filter(|(index, _)| layout.fields[*index].only_with.is_none()).count();
                    assert!(free <= 1, "{kind}: {word} means {free} fields");
                }
            }
        }
    }

    #[test]
    fn what_is_none_of_our_business_is_not_mapped() {
        for word in [
            "月薪",
            "基本工资",
            "民族",
            "政治面貌",
            "婚姻状况",
            "生育情况",
            "银行卡号",
            "家庭住址",
            "健康状况",
        ] {
            assert!(schema(Kind::Roster).layouts[0].candidates(&text::key(word)).is_empty(), "{word}");
        }
    }
}
