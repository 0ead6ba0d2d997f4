//! Settlements for a list of people that is not stored: the planning of a layoff.

use std::io::Cursor;

use app::{Cx, Error, Result, access::Action, attachments::Upload};
use kernel::DepartureId;
use law::Context;
use paper::law_batch::{self, List, Words};
use serde_json::json;

/// Everybody whom the company employs today.
pub async fn count_staff(cx: &Cx) -> Result<i64> {
    cx.allow(Action::RunDepartures)?;
    let counts = cx.read().await?.count_by_employer().await?;
    Ok(counts.iter().map(|count| count.number).sum())
}

/// Answers the list; the entry in the log says that it was done and of how many, and nothing of whom.
pub async fn run(
    cx: &Cx,
    staff: &str,
    file: Option<Upload>,
    words: impl Words + Send + 'static,
) -> Result<Vec<u8>> {
    cx.allow(Action::RunDepartures)?;
    let file = file.ok_or_else(|| Error::field("file", "error-required"))?;
    let staff = match staff {
        "" => None,
        text => {
            let number = text.parse::<u32>().ok().filter(|number| *number > 0);
            Some(number.ok_or_else(|| Error::field("staff", "error-batch-staff"))?)
        }
    };
    let app = std::sync::Arc::clone(cx.app());
    // Reckoning a long list takes a while: not on a thread that others wait for.
    let (outcome, workbook) = tokio::task::spawn_blocking(move || {
        let mut out = Cursor::new(Vec::new());
        let list = List { bytes: &file.bytes, file_name: &file.file_name, staff };
        let outcome = law_batch::run(&list, &Context::new(app.calendar()), &words, &mut out)?;
        Ok((outcome, out.into_inner()))
    })
    .await
    .map_err(Error::internal)?
    .map_err(refused)?;
    let (answered, not_answered) = (outcome.answered, outcome.refused.len());
    cx.transact(|mut tx| async move {
        let content = json!({ "answered": answered, "refused": not_answered });
        let receipt = tx.append(cx.event("law.batch", None::<DepartureId>, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(workbook)
}

fn refused(error: paper::Error) -> Error {
    match error {
        paper::Error::BatchHeader => Error::field("file", "error-batch-header"),
        paper::Error::Batch(_) => Error::field("staff", "error-batch-staff"),
        paper::Error::File(_) => Error::field("file", "error-batch-file"),
        other => Error::internal(other),
    }
}
