//! The rules by their stable numbers, and what each says in two languages.

use std::sync::LazyLock;

use kernel::Lang;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Worth a thought.
    Suggestion,
    /// Should be mended.
    Warning,
    /// The note cannot be used like this.
    Error,
}

impl Level {
    /// The word that is printed.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Suggestion => "suggestion",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// What a finding of this level takes off the score.
    pub(super) const fn penalty(self) -> u32 {
        match self {
            Self::Suggestion => 1,
            Self::Warning => 5,
            Self::Error => 12,
        }
    }
}

/// A rule, by its place in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rule(u16);

/// A row of the table.
struct Row {
    number: u16,
    id: &'static str,
    level: Level,
    name: &'static str,
    zh: &'static str,
    en: &'static str,
    mend_zh: &'static str,
    mend_en: &'static str,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let data = include_str!("../../data/lint/rules.txt");
    data.lines().filter(|line| line.starts_with("HD")).filter_map(row).collect()
});

fn row(line: &'static str) -> Option<Row> {
    let mut cells = line.split('|');
    let id = cells.next()?;
    let number = id.strip_prefix("HD")?.parse().ok()?;
    let level = match cells.next()? {
        "error" => Level::Error,
        "warning" => Level::Warning,
        _ => Level::Suggestion,
    };
    let mut next = || cells.next();
    Some(Row {
        number,
        id,
        level,
        name: next()?,
        zh: next()?,
        en: next()?,
        mend_zh: next()?,
        mend_en: next()?,
    })
}

impl Rule {
    /// Every rule, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| Self(row.number))
    }

    /// The rule of a number as printed, `HD204`.
    pub fn of_id(id: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.id == id).map(|row| Self(row.number))
    }

    pub(super) const fn numbered(number: u16) -> Self {
        Self(number)
    }

    pub(super) const fn number(self) -> u16 {
        self.0
    }

    fn row(self) -> Option<&'static Row> {
        ROWS.iter().find(|row| row.number == self.0)
    }

    /// The number as printed.
    pub fn id(self) -> &'static str {
        self.row().map_or("", |row| row.id)
    }

    /// The name, for those who look it up.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// How much a finding weighs.
    pub fn level(self) -> Level {
        self.row().map_or(Level::Suggestion, |row| row.level)
    }

    /// How the writer can mend it.
    pub fn mend(self, lang: Lang) -> &'static str {
        self.row().map_or("", |row| if lang == Lang::Zh { row.mend_zh } else { row.mend_en })
    }

    /// What is wrong and why it matters.
    pub fn message(self, lang: Lang) -> &'static str {
        self.row().map_or("", |row| if lang == Lang::Zh { row.zh } else { row.en })
    }
}
