//! Imports: a file is brought, read in the background, looked at, and carried out as a whole or not at all.
//!
//! What is stored of an import is who brought which file and how it ended; the reading itself lives in memory and the
//! file in a private folder, so that a stop of the server at any moment leaves nothing half-imported.

mod entries;
mod jobs;
mod mapping;
mod reading;
mod report;
mod undoing;
mod uploads;
mod words;
mod writing;

use std::{path::Path, sync::Arc};

use app::{App, Cx, Error, Result, access::Action};
use kernel::ImportId;
use paper::import::{FileError, Kind};
use store::imports::{ImportOutcome, ImportRun, NewImport};

pub use entries::Entries;
pub use jobs::{Phase, Watch};
pub use mapping::{set_kind, set_mapping};
pub use reading::{Group, HANDED_BACK, Preview, Reading, Recognition, Refused, Source, read};
pub use report::Report;
pub use undoing::{Obstacle, Place, Undo, Why, check_undo, undo};
pub use words::{KindWords, SavedWords, get_words, save_words};
pub use writing::{Imported, commit, import_file};

use self::{
    jobs::{Job, Registry, Settled},
    uploads::{Receiving, Uploads},
};

/// So many imports stand on a page of the list.
pub const PAGE: i64 = 30;

/// What the application keeps for imports.
#[derive(Debug)]
pub(crate) struct Imports {
    registry: Registry,
    uploads: Uploads,
}

impl Imports {
    fn new(attachments: &Path) -> Self {
        Self { registry: Registry::new(), uploads: Uploads::beside(attachments) }
    }
}

fn imports_of(app: &App) -> Arc<Imports> {
    app.keep(|| Imports::new(app.vault().folder()))
}

/// Takes away files that nobody came back to.
pub async fn sweep_uploads(app: &App) {
    imports_of(app).uploads.sweep(app.clock().now()).await;
}

/// How an import stands.
#[derive(Debug, Clone)]
pub enum State {
    /// It is being read or stored.
    Working(Arc<Watch>),
    /// Somebody must say what the columns are.
    Unclear(Arc<Recognition>),
    /// It can be looked at and carried out; the sentence says why the last try to do so failed.
    Ready(Arc<Preview>, Option<&'static str>),
    /// The server stopped in between; nothing was stored. The file may still be there to be read again.
    Interrupted {
        /// Whether it is.
        is_kept: bool,
    },
    /// It could not be read for a reason that is not the file's.
    Broken,
    /// It is done, taken back, given up, or the file cannot be read.
    Ended,
}

/// Several imports and how they stand, in the order asked for; what is unknown is left out.
pub async fn open_all(cx: &Cx, ids: &[ImportId]) -> Result<Vec<(ImportRun, State)>> {
    cx.allow(Action::Import)?;
    let mut found = Vec::new();
    for id in ids {
        match open(cx, *id).await {
            Ok(one) => found.push(one),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// Past and open imports, the newest first.
pub async fn list(cx: &Cx, before: Option<ImportId>) -> Result<Vec<ImportRun>> {
    cx.allow(Action::Import)?;
    Ok(cx.read().await?.list_imports(before, PAGE).await?)
}

/// A file on its way in.
#[derive(Debug)]
pub struct Upload {
    id: ImportId,
    receiving: Receiving,
}

impl Upload {
    /// Takes the next piece.
    pub async fn write(&mut self, piece: &[u8]) -> Result<()> {
        self.receiving.write(piece).await
    }

    /// Whether nothing came.
    pub const fn is_empty(&self) -> bool {
        self.receiving.size() == 0
    }
}

/// Begins to take a file in. Dropped before [`finish_upload`], it leaves nothing behind.
pub async fn begin_upload(cx: &Cx) -> Result<Upload> {
    cx.allow(Action::Import)?;
    let imports = imports_of(cx.app());
    imports.uploads.sweep(cx.now()).await;
    let id = cx.new_id();
    Ok(Upload { id, receiving: imports.uploads.receive(id).await? })
}

/// Notes the import of a file that came in whole, and begins to read it.
pub async fn finish_upload(cx: &Cx, upload: Upload, file_name: &str, kind: Option<Kind>) -> Result<ImportId> {
    cx.allow(Action::Import)?;
    let id = upload.id;
    let sha256 = upload.receiving.finish().await?;
    let new = &new_import(cx, id, file_name, kind, sha256);
    let noted = cx
        .transact(|mut tx| async move {
            tx.create_import(new).await?;
            let receipt = tx.append(cx.event("import.uploaded", None, &(id, &new.sha256))?).await?;
            Ok(tx.commit(receipt).await?)
        })
        .await;
    if let Err(error) = noted {
        imports_of(cx.app()).uploads.remove(id).await;
        return Err(error);
    }
    start(cx, id, kind, None);
    Ok(id)
}

fn new_import(cx: &Cx, id: ImportId, file_name: &str, kind: Option<Kind>, sha256: String) -> NewImport {
    const LONGEST_NAME: usize = 200;
    // Only the last part: old browsers send the whole path.
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    NewImport {
        id,
        kind: kind.map_or("", Kind::code).to_owned(),
        file_name: name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect(),
        sha256,
        uploaded_by: cx.actor().account,
        uploaded_at: cx.now(),
    }
}

/// An import and how it stands.
pub async fn open(cx: &Cx, id: ImportId) -> Result<(ImportRun, State)> {
    cx.allow(Action::Import)?;
    let run = cx.read().await?.get_import(id).await?;
    if run.status != "open" {
        return Ok((run, State::Ended));
    }
    let imports = imports_of(cx.app());
    let state = match imports.registry.find(id) {
        Some(Job::Working(watch)) => State::Working(watch),
        Some(Job::Settled(Settled::Unclear(found))) => State::Unclear(found),
        Some(Job::Settled(Settled::Ready(preview, trouble))) => State::Ready(preview, trouble),
        Some(Job::Settled(Settled::Broken)) => State::Broken,
        None => {
            // It may have ended between the two looks.
            let run = cx.read().await?.get_import(id).await?;
            if run.status != "open" {
                return Ok((run, State::Ended));
            }
            State::Interrupted { is_kept: imports.uploads.has(id).await }
        }
    };
    Ok((run, state))
}

/// The import, which must still be open.
async fn open_run(cx: &Cx, id: ImportId) -> Result<ImportRun> {
    cx.allow(Action::Import)?;
    let run = cx.read().await?.get_import(id).await?;
    if run.status == "open" { Ok(run) } else { Err(Error::Conflict("import-error-ended")) }
}

/// Reads the kept file again, after a stop of the server or when what is stored has changed meanwhile.
pub async fn read_again(cx: &Cx, id: ImportId) -> Result<()> {
    let run = open_run(cx, id).await?;
    start(cx, id, run.kind.parse().ok(), None);
    Ok(())
}

/// Reads the files anew that wait to be looked at: whom their rows may speak of has changed.
async fn read_others_again(cx: &Cx) {
    for id in imports_of(cx.app()).registry.previews() {
        // One that ended meanwhile needs no preview.
        if let Ok(run) = open_run(cx, id).await {
            start(cx, id, run.kind.parse().ok(), None);
        }
    }
}

/// The sentences of a workbook of refused rows, in the reader's language.
pub trait RefusedWords: Sync {
    /// The name of the sheet.
    fn sheet(&self) -> String;
    /// The heads of the two columns that are added: the row in the file, and the reason.
    fn heads(&self) -> [String; 2];
    /// The reason.
    fn reason(&self, finding: &paper::import::Finding) -> String;
}

/// The refused rows as a workbook: as they stand in the file, with their row and the reason behind. It can be mended and
/// brought again: its heads are recognised as those of the file were.
pub async fn refused_workbook(cx: &Cx, id: ImportId, words: &(dyn RefusedWords + Sync)) -> Result<Vec<u8>> {
    let (_, state) = open(cx, id).await?;
    let State::Ready(preview, _) = state else { return Err(Error::NotFound) };
    let columns = preview.recognition.found.single_heads();
    let heads: Vec<String> = columns.into_iter().chain(words.heads()).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let rows = preview.refused.findings.iter().zip(&preview.refused.cells).map(|(finding, cells)| {
        let mut row = cells.clone();
        row.push(finding.row.into());
        row.push(words.reason(finding).into());
        row
    });
    paper::excel::write_table(&words.sheet(), &heads, rows).map_err(Error::internal)
}

/// Gives an import up. What is being stored at this moment is not broken off.
pub async fn cancel(cx: &Cx, id: ImportId) -> Result<()> {
    let run = open_run(cx, id).await?;
    let imports = imports_of(cx.app());
    if let Some(Job::Working(watch)) = imports.registry.find(id) {
        if watch.phase() == Phase::Writing {
            return Err(Error::Conflict("import-error-writing"));
        }
        watch.cancel();
    }
    end(cx, id, &outcome_without_rows(cx, "cancelled", &run.kind, String::new())).await?;
    imports.registry.forget(id);
    imports.uploads.remove(id).await;
    Ok(())
}

fn outcome_without_rows(cx: &Cx, status: &'static str, kind: &str, report: String) -> ImportOutcome {
    ImportOutcome {
        status,
        kind: kind.to_owned(),
        finished_at: cx.now(),
        accepted: 0,
        refused: 0,
        added: 0,
        changed: 0,
        same: 0,
        report,
    }
}

/// Notes how an import ended that stored nothing.
async fn end(cx: &Cx, id: ImportId, outcome: &ImportOutcome) -> Result<()> {
    let kind = format!("import.{}", outcome.status);
    let kind = &kind;
    cx.transact(|mut tx| async move {
        if !tx.finish_import(id, outcome).await? {
            return Err(Error::Conflict("import-error-ended"));
        }
        let receipt = tx.append(cx.event(kind, None, &id)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Begins a reading in the background; nothing happens when one is under way.
fn start(cx: &Cx, id: ImportId, kind: Option<Kind>, mapping: Option<paper::import::Mapping>) {
    let Some(watch) = imports_of(cx.app()).registry.begin(id) else { return };
    let cx = cx.clone();
    in_background(async move {
        let settled = run(&cx, id, (kind, mapping), &watch).await.unwrap_or_else(|error| {
            tracing::error!(error = %error, "an import could not be read");
            Some(Settled::Broken)
        });
        // Who cancelled has tidied up already; there is nothing to show any more.
        match settled {
            Some(settled) if !watch.is_cancelled() => imports_of(cx.app()).registry.settle(id, settled),
            _ => imports_of(cx.app()).registry.forget(id),
        }
    });
}

#[expect(clippy::disallowed_methods, reason = "every such task notes its own outcome, failures included")]
fn in_background(work: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(work);
}

/// Reads the kept file; nothing to show when the import ended by it.
async fn run(
    cx: &Cx,
    id: ImportId,
    (kind, mapping): (Option<Kind>, Option<paper::import::Mapping>),
    watch: &Arc<Watch>,
) -> Result<Option<Settled>> {
    let imports = imports_of(cx.app());
    let _turn = imports.registry.one_at_a_time.acquire().await.map_err(Error::internal)?;
    if watch.is_cancelled() {
        return Ok(None);
    }
    let Some(bytes) = imports.uploads.read(id).await? else { return Ok(None) };
    let file_name = cx.read().await?.get_import(id).await?.file_name;
    let source = Source { bytes: bytes.into(), file_name, kind, mapping };
    Ok(match read(cx, source, watch).await? {
        Reading::Unreadable(error) => {
            fail(cx, id, kind, error).await?;
            None
        }
        Reading::Unclear(found) => Some(Settled::Unclear(Arc::from(found))),
        Reading::Ready(preview) => Some(Settled::Ready(Arc::from(preview), None)),
        Reading::Cancelled => None,
    })
}

async fn fail(cx: &Cx, id: ImportId, kind: Option<Kind>, error: FileError) -> Result<()> {
    let report = Report { file_error: error.code().to_owned(), ..Report::default() };
    end(cx, id, &outcome_without_rows(cx, "failed", kind.map_or("", Kind::code), report.to_json()?)).await?;
    imports_of(cx.app()).uploads.remove(id).await;
    Ok(())
}
