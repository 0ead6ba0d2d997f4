//! The kinds of table that can be imported.

use crate::Error;

/// What a spreadsheet is imported as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Who works here, one row per spell of employment.
    Roster,
    /// What happens to people: leave, attendance, suggestions and complaints, talks.
    Events,
    /// What there is to know, and who knows it.
    Knowledge,
    /// Customers and suppliers, and who looks after them.
    Channels,
    /// What was handed out, and to whom.
    Assets,
    /// Projects, and who works on them.
    Projects,
}

impl Kind {
    /// All kinds, in the order they are usually imported.
    pub const ALL: [Self; 6] =
        [Self::Roster, Self::Events, Self::Knowledge, Self::Channels, Self::Assets, Self::Projects];

    /// The word for it in commands, addresses and the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Roster => "roster",
            Self::Events => "events",
            Self::Knowledge => "knowledge",
            Self::Channels => "channels",
            Self::Assets => "assets",
            Self::Projects => "projects",
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::str::FromStr for Kind {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.code() == word)
            .ok_or_else(|| Error::UnknownKind(word.to_owned()))
    }
}
