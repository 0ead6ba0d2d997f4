//! Saying how far an item has come, with words or a file to show it, and taking it back.

use ::handover::Stage;
use app::{Error, attachments::Upload};
use app_handover::handover::{self, SayStage};
use axum::{
    extract::{Multipart, OriginalUri, Path, State as Shared},
    response::Response,
};
use frame::{
    State,
    failure::Failure,
    form::{Fields, Parsing},
    guard::Signed,
    layout, urls,
};
use kernel::{DepartureId, ItemId};

use crate::handover_item::answer;

/// Says that the item has reached a stage, with words or a file to show it.
pub(crate) async fn say_stage(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
    form: Multipart,
) -> Result<Response, Failure> {
    let (fields, upload) = read_multipart(form).await?;
    let mut parse = Parsing::new(&fields);
    let stage: Option<Stage> = parse.value("stage", "error-choice");
    let day = parse.date("reached_on");
    let evidence = parse.text("evidence");
    let outcome = match (parse.finish(), stage, day) {
        (Ok(()), Some(stage), Some(reached_on)) => {
            let input = SayStage { stage, reached_on, evidence, attachment: None };
            handover::say_stage_with(&who.cx, departure, item, (&input, upload)).await
        }
        (Err(error), ..) => Err(error),
        _ => Err(Error::field("stage", "error-choice")),
    };
    answer((&state, &who, &uri), (departure, item), (outcome, fields), "stage-said").await
}

/// The text fields of a form that may carry one file, and the file if one was chosen.
async fn read_multipart(mut form: Multipart) -> Result<(Fields, Option<Upload>), Failure> {
    let bad = |_| Failure(Error::field("file", "error-upload"));
    let (mut pairs, mut upload) = (Vec::new(), None);
    while let Some(part) = form.next_field().await.map_err(bad)? {
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(file_name) => {
                let bytes = part.bytes().await.map_err(bad)?.to_vec();
                if !bytes.is_empty() {
                    upload = Some(Upload { file_name, bytes });
                }
            }
            None => pairs.push((name, part.text().await.map_err(bad)?)),
        }
    }
    Ok((Fields::new(pairs), upload))
}

/// Undoes the last stage.
pub(crate) async fn undo_stage(
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let stage = fields.get("stage").parse().map_err(|_| Error::field("stage", "error-choice"))?;
    handover::undo_stage(&who.cx, departure, item, stage).await?;
    Ok(layout::done_at(&urls::item(departure, item), "stage-undone"))
}
