//! From the bytes of a file to a preview: opened, recognised, judged and compared with what is stored.

use std::{collections::BTreeMap, ops::ControlFlow, sync::Arc};

use app::{Cx, Error, Result};
use paper::{
    import::{
        Container, Counts, FileError, Finding, Judged, Kind, KnownPerson, Limits, Mapping, OwnWords,
        Recognised, References, Skip, Totals, Workbook, judge, open, open_beginning, original_rows,
        recognise_with,
    },
    table::Cell,
};
use tokio::sync::OnceCell;

use super::{
    entries::Entries,
    jobs::{Phase, Watch},
    words::words_in_use,
};
use crate::people::{self, Changes};

/// So many rows and words are named in a group.
const NAMED: usize = 12;

/// So many refused rows are kept to be handed back: nobody mends more by hand, and a million rows of rubbish must not
/// fill the memory. The groups count all of them.
pub const HANDED_BACK: usize = 20_000;

/// A file to be read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Its name, which decides nothing.
    pub file_name: String,
    /// As what it is read; none to be told from the file.
    pub kind: Option<Kind>,
    /// What is said about its columns; none to use what is remembered.
    pub mapping: Option<Mapping>,
}

/// What was recognised of a file.
#[derive(Debug, Clone)]
pub struct Recognition {
    /// The kind it is read as.
    pub kind: Kind,
    /// Sheet, header and columns.
    pub found: Recognised,
    /// The name of the header set under which a mapping is remembered.
    pub header_key: String,
    /// Whether a remembered mapping was used.
    pub is_remembered: bool,
    /// Whether somebody said the kind; else it was told from the header.
    pub is_kind_said: bool,
    /// What the bytes are.
    pub container: Container,
}

/// Rows about which the same is to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What, as its stable word.
    pub code: &'static str,
    /// The field concerned; empty where it is the row or the file.
    pub field: &'static str,
    /// How many rows.
    pub count: usize,
    /// The first of them.
    pub rows: Vec<u32>,
    /// The first different words that stand in the cells.
    pub says: Vec<String>,
}

/// The rows that were refused, as they stand in the file; of very many only the first [`HANDED_BACK`].
#[derive(Debug)]
pub struct Refused {
    /// Why, row by row.
    pub findings: Vec<Finding>,
    /// The cells of each row, in the order of the columns.
    pub cells: Vec<Vec<Cell>>,
}

/// What would happen.
#[derive(Debug)]
pub struct Preview {
    /// What was recognised.
    pub recognition: Recognition,
    /// How many rows became what.
    pub counts: Counts,
    /// Sums over the accepted rows.
    pub totals: Totals,
    /// The refused rows.
    pub refused: Refused,
    /// They once more, by reason.
    pub refused_groups: Vec<Group>,
    /// What is worth a look.
    pub warnings: Vec<Group>,
    /// Rows that are sound and do not count.
    pub ignored: Vec<Group>,
    /// Rows that are no records.
    pub skipped: Vec<Group>,
    /// What would change in what is stored.
    pub changes: Changes,
    /// What is put in.
    pub entries: Entries,
}

impl Preview {
    /// Whether everything is stored already as the file has it.
    pub const fn changes_nothing(&self) -> bool {
        self.changes.added == 0 && self.changes.changed.is_empty()
    }

    /// Whether no row is sound.
    const fn takes_nothing(&self) -> bool {
        self.counts.accepted == 0 && self.counts.ignored == 0
    }
}

/// How a reading ended.
#[derive(Debug)]
pub enum Reading {
    /// No row can be read.
    Unreadable(FileError),
    /// Somebody must say what the columns are.
    Unclear(Box<Recognition>),
    /// It can be looked at.
    Ready(Box<Preview>),
    /// Somebody broke it off.
    Cancelled,
}

/// Reads a file up to the preview. Nothing is stored.
pub async fn read(cx: &Cx, source: Source, watch: &Arc<Watch>) -> Result<Reading> {
    cx.allow(app::access::Action::Import)?;
    let reader = Reader { cx, source, people: OnceCell::new(), watch };
    if let Some(reading) = reader.beginning().await? {
        return Ok(reading);
    }
    let mut reading = reader.whole().await?;
    if let Reading::Ready(preview) = &mut reading {
        watch.enter(Phase::Comparing);
        preview.changes = compare(cx, &preview.entries).await?;
    }
    Ok(if watch.is_cancelled() { Reading::Cancelled } else { reading })
}

/// One file with all that its reading needs.
struct Reader<'r> {
    cx: &'r Cx,
    source: Source,
    people: OnceCell<Arc<References>>,
    watch: &'r Arc<Watch>,
}

impl Reader<'_> {
    /// How the beginning of a long text ends the matter: no columns to speak of, or no row that can be taken.
    async fn beginning(&self) -> Result<Option<Reading>> {
        self.watch.enter(Phase::Opening);
        let (bytes, name) = (Arc::clone(&self.source.bytes), self.source.file_name.clone());
        match apart(move || open_beginning(&bytes, &name, &Limits::default())).await? {
            Ok(None) => Ok(None),
            Ok(Some(book)) => Ok(match self.judged(book).await? {
                Reading::Ready(preview) if !preview.takes_nothing() => None,
                ended => Some(ended),
            }),
            Err(error) => Ok(Some(Reading::Unreadable(error))),
        }
    }

    async fn whole(&self) -> Result<Reading> {
        let (bytes, name) = (Arc::clone(&self.source.bytes), self.source.file_name.clone());
        match apart(move || open(&bytes, &name, &Limits::default())).await? {
            Ok(book) => self.judged(book).await,
            Err(error) => Ok(Reading::Unreadable(error)),
        }
    }

    /// From the cells to the rows; nothing is compared yet.
    async fn judged(&self, book: Workbook) -> Result<Reading> {
        if self.watch.is_cancelled() {
            return Ok(Reading::Cancelled);
        }
        let recognition = recognise_as(self.cx, &book, &self.source).await?;
        if !recognition.found.is_certain() || !recognition.found.missing.is_empty() {
            return Ok(Reading::Unclear(Box::new(recognition)));
        }
        self.watch.enter(Phase::Judging);
        let people = Arc::clone(self.people.get_or_try_init(|| known_people(self.cx)).await?);
        let (cx, watch) = (self.cx.clone(), Arc::clone(self.watch));
        let work = move || {
            let mut progress = |done, total| {
                watch.tell(done, total);
                if watch.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            let judged = judge(&book, &recognition.found, &people, &mut progress)?;
            Ok(preview(&cx, &book, recognition, judged))
        };
        match apart(work).await? {
            Ok(preview) => Ok(Reading::Ready(Box::new(preview))),
            Err(paper::Error::File(error)) => Ok(Reading::Unreadable(error)),
            Err(paper::Error::Cancelled) => Ok(Reading::Cancelled),
            Err(error) => Err(Error::internal(error)),
        }
    }
}

/// What would change in what is stored.
async fn compare(cx: &Cx, entries: &Entries) -> Result<Changes> {
    match entries {
        Entries::Roster(rows) => people::compare_roster(cx, rows).await,
        Entries::Leave(rows) => people::compare_leave(cx, rows).await,
        Entries::Knowledge(rows) => people::compare_knowledge(cx, rows).await,
        Entries::Events(rows) => people::compare_events(cx, rows).await,
        Entries::Channels(rows) => people::compare_channels(cx, rows).await,
        Entries::Assets(rows) => people::compare_assets(cx, rows).await,
        Entries::Projects(rows) => people::compare_projects(cx, rows).await,
    }
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

/// The kind that was said, else the one whose words fit the header best.
async fn recognise_as(cx: &Cx, book: &Workbook, source: &Source) -> Result<Recognition> {
    let kinds = source.kind.map_or_else(|| Kind::ALL.to_vec(), |kind| vec![kind]);
    let own = words_in_use(&mut cx.read().await?).await?;
    let none = OwnWords::default();
    let mut best: Option<Recognition> = None;
    for kind in kinds {
        let own = own.iter().find(|(known, _)| *known == kind).map_or(&none, |(_, words)| words);
        let one = recognise_one(cx, book, (kind, own), source.mapping.as_ref()).await?;
        if best.as_ref().is_none_or(|known| fitness(&one) > fitness(known)) {
            best = Some(one);
        }
    }
    let best = best.ok_or(Error::NotFound)?;
    Ok(Recognition { is_kind_said: source.kind.is_some(), ..best })
}

/// A table with all it must have goes before one without; then the more columns are known the better.
fn fitness(one: &Recognition) -> (bool, bool, bool, usize) {
    let found = &one.found;
    let mapped = found.columns.iter().filter(|column| column.field.is_some()).count();
    let is_whole = found.is_certain() && found.missing.is_empty();
    (is_whole, is_whole && one.is_remembered, found.is_certain(), mapped)
}

async fn recognise_one(
    cx: &Cx,
    book: &Workbook,
    (kind, own): (Kind, &OwnWords),
    said: Option<&Mapping>,
) -> Result<Recognition> {
    let plain = recognise_with(book, kind, None, own);
    let header_key = plain.header_key.clone();
    let remembered = match said {
        Some(_) => None,
        None => cx.read().await?.find_import_mapping(kind.code(), &header_key).await?,
    };
    // A mapping that names fields of an older version is as if nothing had been said.
    let remembered = remembered
        .and_then(|text| Mapping::from_json(&text).ok())
        .filter(|mapping| mapping.check(kind).is_ok());
    let is_remembered = remembered.is_some();
    let found = match said.or(remembered.as_ref()) {
        Some(mapping) => recognise_with(book, kind, Some(mapping), own),
        None => plain,
    };
    let (is_kind_said, container) = (false, book.container());
    Ok(Recognition { kind, found, header_key, is_remembered, is_kind_said, container })
}

/// Everybody whom rows may speak of.
async fn known_people(cx: &Cx) -> Result<Arc<References>> {
    let known = people::list_directory(cx).await?;
    Ok(Arc::new(References::from_people(known.into_iter().map(|entry| KnownPerson {
        number: entry.emp_no,
        name: entry.name,
        has_left: !entry.is_employed,
    }))))
}

fn preview(cx: &Cx, book: &Workbook, recognition: Recognition, judged: Judged) -> Preview {
    let mut refused_groups = Groups::default();
    for finding in &judged.refused {
        refused_groups.add(finding.code.as_str(), finding.field, Some(finding.row), &finding.says);
    }
    let mut refused = judged.refused;
    refused.truncate(HANDED_BACK);
    refused.shrink_to_fit();
    let rows: Vec<u32> = refused.iter().map(|finding| finding.row).collect();
    let cells = original_rows(book, &recognition.found, &rows);
    let mut warnings = Groups::default();
    for warning in &judged.warnings {
        warnings.add(warning.code.as_str(), warning.field.unwrap_or_default(), warning.row, "");
    }
    let mut ignored = Groups::default();
    for (row, code) in &judged.ignored {
        ignored.add(code.as_str(), "", Some(*row), "");
    }
    let mut skipped = Groups::default();
    for one in &judged.skipped {
        skipped.add(skip_word(one.kind), "", Some(one.row), "");
    }
    Preview {
        recognition,
        counts: judged.counts,
        totals: judged.totals,
        refused: Refused { findings: refused, cells },
        refused_groups: refused_groups.finish(),
        warnings: warnings.finish(),
        ignored: ignored.finish(),
        skipped: skipped.finish(),
        changes: Changes::default(),
        entries: Entries::from_rows(judged.accepted, cx.calendar(), cx.today()),
    }
}

/// The stable word for a row that is no record.
const fn skip_word(kind: Skip) -> &'static str {
    match kind {
        Skip::Blank => "blank",
        Skip::Title => "title",
        Skip::RepeatedHeader => "repeated_header",
        Skip::Subtotal => "subtotal",
        Skip::Note => "note",
        Skip::DuplicateExact => "duplicate_exact",
    }
}

#[derive(Default)]
struct Groups(BTreeMap<(&'static str, &'static str), Group>);

impl Groups {
    fn add(&mut self, code: &'static str, field: &'static str, row: Option<u32>, says: &str) {
        let group = self.0.entry((code, field)).or_insert_with(|| Group {
            code,
            field,
            count: 0,
            rows: Vec::new(),
            says: Vec::new(),
        });
        group.count += 1;
        group.rows.extend(row.filter(|_| group.rows.len() < NAMED));
        let is_new =
            !says.is_empty() && group.says.len() < NAMED && group.says.iter().all(|known| known != says);
        if is_new {
            group.says.push(says.to_owned());
        }
    }

    /// The largest groups first.
    fn finish(self) -> Vec<Group> {
        let mut groups: Vec<Group> = self.0.into_values().collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.count));
        groups
    }
}
