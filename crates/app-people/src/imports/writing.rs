//! Carrying an import out: all of it in one transaction, together with the note that it was done.

use std::sync::Arc;

use app::{Cx, Error, Result, access::Action, sign_in::hex};
use kernel::{ImportId, Timestamp};
use paper::import::FileError;
use sha2::{Digest as _, Sha256};
use store::{Receipt, Tx, imports::ImportOutcome};

use super::{
    Preview, Reading, Recognition, Report, Source,
    entries::Entries,
    imports_of, in_background,
    jobs::{Phase, Settled, Watch},
    new_import, open_run, read, read_others_again,
};
use crate::people::{self, Applied, Trace};

/// Begins to store an import that was looked at. With refused rows it is only carried out when they are left out by
/// choice.
pub async fn commit(cx: &Cx, id: ImportId, leaves_out_refused: bool) -> Result<()> {
    open_run(cx, id).await?;
    let imports = imports_of(cx.app());
    let Some((preview, watch)) = imports.registry.take_ready(id) else {
        return Err(Error::Conflict("import-error-not-read"));
    };
    if let Some(trouble) = reason_against(&preview, leaves_out_refused) {
        imports.registry.settle(id, Settled::Ready(preview, None));
        return Err(Error::Conflict(trouble));
    }
    let cx = cx.clone();
    in_background(async move {
        let imports = imports_of(cx.app());
        let written = cx.transact(|mut tx| {
            let (cx, preview) = (&cx, &preview);
            async move {
                let (applied, receipt) = write(cx, &mut tx, id, preview).await?;
                tx.commit(receipt).await?;
                Ok(applied)
            }
        });
        match written.await {
            Ok(_) => {
                imports.registry.forget(id);
                imports.uploads.remove(id).await;
                if matches!(preview.entries, Entries::Roster(_)) {
                    read_others_again(&cx).await;
                }
            }
            Err(error) => {
                tracing::error!(error = %error, "an import could not be stored");
                imports.registry.settle(id, Settled::Ready(Arc::clone(&preview), Some(sentence(&error))));
            }
        }
        drop(watch);
    });
    Ok(())
}

fn reason_against(preview: &Preview, leaves_out_refused: bool) -> Option<&'static str> {
    if preview.counts.accepted == 0 {
        return Some("import-error-nothing");
    }
    (preview.counts.refused_rows > 0 && !leaves_out_refused).then_some("import-error-refused")
}

/// Why nothing was stored, as far as the person can do something about it.
fn sentence(error: &Error) -> &'static str {
    match error {
        Error::Conflict(key) => key,
        Error::Unavailable(_) => "failure-unavailable-detail",
        _ => "failure-internal-detail",
    }
}

/// The rows, and that the import is done.
async fn write(cx: &Cx, tx: &mut Tx, id: ImportId, preview: &Preview) -> Result<(Applied, Receipt)> {
    let mut trace = Trace::kept();
    let (applied, _) = match &preview.entries {
        Entries::Roster(rows) => people::put_roster(cx, tx, rows, &mut trace).await?,
        Entries::Leave(rows) => people::put_leave(cx, tx, rows, &mut trace).await?,
        Entries::Knowledge(rows) => people::put_knowledge(cx, tx, rows, &mut trace).await?,
        Entries::Events(rows) => people::put_events(cx, tx, rows, &mut trace).await?,
        Entries::Channels(rows) => people::put_channels(cx, tx, rows, &mut trace).await?,
        Entries::Assets(rows) => people::put_assets(cx, tx, rows, &mut trace).await?,
        Entries::Projects(rows) => people::put_projects(cx, tx, rows, &mut trace).await?,
    };
    trace.keep(tx, id).await?;
    if !tx.finish_import(id, &outcome(cx.now(), preview, applied)?).await? {
        return Err(Error::Conflict("import-error-ended"));
    }
    let receipt = tx.append(cx.event("import.done", None, &(id, applied))?).await?;
    Ok((applied, receipt))
}

fn outcome(now: Timestamp, preview: &Preview, applied: Applied) -> Result<ImportOutcome> {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    Ok(ImportOutcome {
        status: "done",
        kind: preview.recognition.kind.code().to_owned(),
        finished_at: now,
        accepted: count(preview.counts.accepted),
        refused: count(preview.counts.refused_rows),
        added: count(applied.added),
        changed: count(applied.changed),
        same: count(applied.same),
        report: Report::of(preview).to_json()?,
    })
}

/// How an import in one go ended.
#[derive(Debug)]
pub enum Imported {
    /// Stored.
    Done(ImportId, Applied, Box<Preview>),
    /// No row can be read; nothing was stored.
    Unreadable(FileError),
    /// It is not clear what the columns are; nothing was stored.
    Unclear(Box<Recognition>),
    /// There are refused rows, or none at all; nothing was stored.
    Refused(&'static str, Box<Preview>),
    /// Somebody broke it off; nothing was stored.
    Cancelled,
}

/// Reads a file and stores it in one go, without anybody looking at it in between: what the command line does.
pub async fn import_file(
    cx: &Cx,
    source: Source,
    leaves_out_refused: bool,
    watch: &Arc<Watch>,
) -> Result<Imported> {
    cx.allow(Action::Import)?;
    let (sha256, file_name) = (hex(&Sha256::digest(&source.bytes)), source.file_name.clone());
    let preview = match read(cx, source, watch).await? {
        Reading::Ready(preview) => preview,
        Reading::Unreadable(error) => return Ok(Imported::Unreadable(error)),
        Reading::Unclear(found) => return Ok(Imported::Unclear(found)),
        Reading::Cancelled => return Ok(Imported::Cancelled),
    };
    if let Some(trouble) = reason_against(&preview, leaves_out_refused) {
        return Ok(Imported::Refused(trouble, preview));
    }
    watch.enter(Phase::Writing);
    let id = cx.new_id();
    let new = &new_import(cx, id, &file_name, Some(preview.recognition.kind), sha256);
    let looked_at = &preview;
    let applied = cx
        .transact(|mut tx| async move {
            tx.create_import(new).await?;
            let (applied, receipt) = write(cx, &mut tx, id, looked_at).await?;
            tx.commit(receipt).await?;
            Ok(applied)
        })
        .await?;
    Ok(Imported::Done(id, applied, preview))
}
