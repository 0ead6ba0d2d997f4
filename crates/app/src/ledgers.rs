//! Ledgers: what was imported, to be looked at and taken out again, by whoever may.

use store::{
    ledgers::{AssetLine, ChannelLine, EventLine, KnowledgeLine, Part, ProjectLine},
    people::Scope,
};

use crate::{
    Cx, Error, Result,
    access::{self, Action, Field, Relation, Visibility},
    looks::record_look_at_many,
};

/// So many lines stand on a page.
pub const PAGE: i64 = 50;
/// So many are fetched at once for a workbook.
const AT_ONCE: i64 = 2_000;

/// A ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ledger {
    /// Customers and suppliers.
    Channels,
    /// What was issued.
    Assets,
    /// Who works on which project.
    Projects,
    /// The knowledge register.
    Knowledge,
    /// Absences.
    Leave,
    /// What else happened to people: attendance, suggestions, complaints, talks.
    Events,
}

impl Ledger {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Channels, Self::Assets, Self::Projects, Self::Knowledge, Self::Leave, Self::Events];

    /// The word for it in addresses and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Channels => "channels",
            Self::Assets => "assets",
            Self::Projects => "projects",
            Self::Knowledge => "knowledge",
            Self::Leave => "leave",
            Self::Events => "events",
        }
    }

    /// The ledger of this name; an unknown one is not there.
    pub fn named(code: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|ledger| ledger.code() == code).ok_or(Error::NotFound)
    }

    /// What class of field its lines are.
    const fn field(self) -> Field {
        match self {
            Self::Assets => Field::Assets,
            // Whom somebody looks after and works on what with is part of what that person knows.
            Self::Channels | Self::Projects | Self::Knowledge => Field::Knowledge,
            Self::Leave | Self::Events => Field::Leave,
        }
    }

    /// Whose lines the viewer may see. What people complained or talked about is for HR alone: it may be about the
    /// manager.
    fn reach(self, cx: &Cx) -> Result<Scope> {
        if self == Self::Events {
            cx.allow(Action::Import)?;
        }
        let shows = |relation| access::visible(cx.actor(), relation, self.field()) == Visibility::Show;
        match access::scope(cx.actor()) {
            Some(Scope::Company) if shows(Relation::Other) => Ok(Scope::Company),
            Some(_) if cx.actor().has(kernel::Role::Manager) && shows(Relation::InLine) => {
                cx.actor().person.map(Scope::Line).ok_or(Error::Forbidden)
            }
            _ => Err(Error::Forbidden),
        }
    }
}

/// The ledgers that the viewer may see.
pub fn list_ledgers(cx: &Cx) -> Vec<Ledger> {
    Ledger::ALL.into_iter().filter(|ledger| ledger.reach(cx).is_ok()).collect()
}

/// Lines of one ledger.
#[derive(Debug, Clone)]
pub enum Lines {
    /// Customers and suppliers.
    Channels(Vec<ChannelLine>),
    /// Assets.
    Assets(Vec<AssetLine>),
    /// Who works on which project.
    Projects(Vec<ProjectLine>),
    /// The knowledge register.
    Knowledge(Vec<KnowledgeLine>),
    /// Absences.
    Leave(Vec<EventLine>),
    /// Other events.
    Events(Vec<EventLine>),
}

impl Lines {
    /// How many, and the place of the last one.
    fn end(&self) -> (usize, Option<&str>) {
        match self {
            Self::Channels(lines) => (lines.len(), lines.last().map(|line| line.name.as_str())),
            Self::Assets(lines) => (lines.len(), lines.last().map(|line| line.asset_no.as_str())),
            Self::Projects(lines) => (lines.len(), lines.last().map(|line| line.place.as_str())),
            Self::Knowledge(lines) => (lines.len(), lines.last().map(|line| line.place.as_str())),
            Self::Leave(lines) | Self::Events(lines) => {
                (lines.len(), lines.last().map(|line| line.id.as_str()))
            }
        }
    }

    /// Where the next lines begin; none when these were fewer than asked for.
    fn next(&self, limit: i64) -> Option<String> {
        let (count, last) = self.end();
        last.filter(|_| i64::try_from(count).is_ok_and(|count| count >= limit)).map(str::to_owned)
    }
}

/// A page of a ledger, and where the next one begins.
#[derive(Debug, Clone)]
pub struct LedgerPage {
    /// The lines.
    pub lines: Lines,
    /// Where the next page begins; none on the last.
    pub next: Option<String>,
}

/// A page of a ledger: the lines with these words in them (all for none) behind the given place.
pub async fn open_ledger(cx: &Cx, ledger: Ledger, (words, after): (&str, &str)) -> Result<LedgerPage> {
    let scope = ledger.reach(cx)?;
    record_look_at_many(cx, ledger.field(), "ledger").await?;
    let part = Part { after, scope, words: words.trim(), limit: PAGE };
    let lines = fetch(cx, ledger, &part).await?;
    Ok(LedgerPage { next: lines.next(PAGE), lines })
}

/// All lines of a ledger with these words in them, some at a time, so that no ledger is too long to be taken out.
pub async fn export_ledger(
    cx: &Cx,
    ledger: Ledger,
    words: &str,
    mut take: impl FnMut(&Lines) -> Result<()>,
) -> Result<()> {
    let scope = ledger.reach(cx)?;
    record_look_at_many(cx, ledger.field(), "ledger-export").await?;
    let mut after = String::new();
    loop {
        let part = Part { after: &after, scope, words: words.trim(), limit: AT_ONCE };
        let lines = fetch(cx, ledger, &part).await?;
        take(&lines)?;
        match lines.next(AT_ONCE) {
            Some(next) => after = next,
            None => return Ok(()),
        }
    }
}

async fn fetch(cx: &Cx, ledger: Ledger, part: &Part<'_>) -> Result<Lines> {
    let mut conn = cx.read().await?;
    Ok(match ledger {
        Ledger::Channels => Lines::Channels(conn.list_channel_lines(part).await?),
        Ledger::Assets => Lines::Assets(conn.list_asset_lines(part).await?),
        Ledger::Projects => Lines::Projects(conn.list_project_lines(part).await?),
        Ledger::Knowledge => Lines::Knowledge(conn.list_knowledge_lines(part).await?),
        Ledger::Leave => Lines::Leave(conn.list_leave_lines(part).await?),
        Ledger::Events => Lines::Events(conn.list_event_lines(part).await?),
    })
}
