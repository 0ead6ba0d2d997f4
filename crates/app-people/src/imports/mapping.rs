//! Saying what a file is and what its columns are.

use app::{Cx, Error, Result};
use kernel::ImportId;
use paper::import::{Kind, Mapping};
use store::imports::SavedMapping;

use super::{State, open, open_run, start};

/// Says what kind of table the file is, and reads it again as such.
pub async fn set_kind(cx: &Cx, id: ImportId, kind: Kind) -> Result<()> {
    open_run(cx, id).await?;
    cx.transact(|mut tx| async move {
        if !tx.set_import_kind(id, kind.code()).await? {
            return Err(Error::Conflict("import-error-ended"));
        }
        let receipt = tx.append(cx.event("import.kind-set", None, &(id, kind.code()))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    start(cx, id, Some(kind), None);
    Ok(())
}

/// Says what the columns are, remembers it for this set of heads, and reads the file again.
pub async fn set_mapping(cx: &Cx, id: ImportId, mapping: Mapping) -> Result<()> {
    let (_, state) = open(cx, id).await?;
    let recognition = match state {
        State::Unclear(found) => (*found).clone(),
        State::Ready(preview, _) => preview.recognition.clone(),
        _ => return Err(Error::Conflict("import-error-not-read")),
    };
    mapping.check(recognition.kind).map_err(|_| Error::field("mapping", "error-choice"))?;
    let text = &mapping.to_json().map_err(Error::internal)?;
    // What was said counts also for the refused rows, whose heads stand in one row when they are handed back.
    let single = recognition.found.single_header_key();
    let saved = |header_key| SavedMapping {
        kind: recognition.kind.code(),
        header_key,
        mapping: text,
        saved_by: cx.actor().account,
        saved_at: cx.now(),
    };
    let header_key = recognition.header_key.as_str();
    let saved = &[saved(header_key), saved(single.as_str())];
    cx.transact(|mut tx| async move {
        for saved in saved {
            tx.save_import_mapping(saved).await?;
        }
        let receipt = tx.append(cx.event("import.mapping-saved", None, &(header_key, text))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    start(cx, id, Some(recognition.kind), Some(mapping));
    Ok(())
}
