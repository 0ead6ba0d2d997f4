//! How far an item has come: said by somebody, proven by something, undone without being forgotten.

use app::{
    Cx, Error, Result,
    attachments::{self, Upload},
};
use app_knowledge::knowledge;
use handover::{Evidence, Stage, StageFact};
use kernel::{AttachmentId, Date, DepartureId, ItemId, PersonId, TeachBackId};
use store::{
    Tx,
    handover::{
        items::Said,
        stages::{NewStage, StageSaying},
    },
};
use uuid::Uuid;

use super::{refusal, seat::ItemSeat, view};

/// What files that prove a stage are attached to: the item, by its id.
const OWNER_KIND: &str = "item";

/// That an item has reached a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SayStage {
    /// The stage.
    pub stage: Stage,
    /// On which day.
    pub reached_on: Date,
    /// What shows it, in words; without words, file, session, note or teach-back it is shown as a claim.
    pub evidence: String,
    /// A file that shows it.
    pub attachment: Option<AttachmentId>,
}

/// Says that an item has reached a stage. The stages follow their order; a claim may be said again with its proof.
pub async fn say_stage(cx: &Cx, departure: DepartureId, item: ItemId, input: &SayStage) -> Result<()> {
    if input.evidence.chars().count() > 1000 {
        return Err(Error::field("evidence", "error-too-long"));
    }
    cx.transact(|mut tx| async move {
        let at = ItemSeat::changing(cx, &mut tx, departure, item).await?;
        check_attachment(&mut tx, item, input.attachment).await?;
        let passed = passed_teach_back(&mut tx, &at).await?;
        let passed_id = passed.as_ref().map(|(id, _)| *id);
        let proof = proof(&mut tx, &at, input, passed_id).await?;
        let standing = facts(&tx.list_item_stages(item).await?);
        let fact = StageFact { stage: input.stage, on: input.reached_on, evidence: proof };
        handover::check_stage(&standing, &fact, cx.today()).map_err(refusal)?;
        let new = NewStage {
            id: cx.new_id::<Uuid>(),
            item_id: item,
            stage: input.stage,
            reached_on: input.reached_on,
            proof,
            evidence: input.evidence.trim().to_owned(),
            attachment_id: input.attachment,
            teach_back_id: passed_id.filter(|_| proof == Evidence::PassedTeachBack),
            said: Said { by: cx.actor().account, at: cx.now() },
        };
        tx.insert_stage(&new).await?;
        if proof.proves(input.stage) {
            let by = passed.as_ref().filter(|_| proof == Evidence::PassedTeachBack);
            let by = by.map(|(_, people)| people.as_slice());
            knowledge::note_handed_over(cx, &mut tx, (&at.item, input.stage), (&at.receivers, by)).await?;
        }
        let content = (item, new.stage.code(), new.reached_on.to_string(), proof.code(), &new.evidence);
        let receipt = tx.append(cx.event("handover.stage-said", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// As [`say_stage`], with a file that shows it. The file is kept only when the actor may say so at all.
pub async fn say_stage_with(
    cx: &Cx,
    departure: DepartureId,
    item: ItemId,
    (input, upload): (&SayStage, Option<Upload>),
) -> Result<()> {
    let Some(upload) = upload else { return say_stage(cx, departure, item, input).await };
    let mut conn = cx.read().await?;
    ItemSeat::changing(cx, &mut conn, departure, item).await?;
    let standing = facts(&conn.list_item_stages(item).await?);
    drop(conn);
    let fact = StageFact { stage: input.stage, on: input.reached_on, evidence: Evidence::Attachment };
    handover::check_stage(&standing, &fact, cx.today()).map_err(refusal)?;
    let id = attachments::attach(cx, (OWNER_KIND, &item.to_string()), Some(departure), upload).await?;
    say_stage(cx, departure, item, &SayStage { attachment: Some(id), ..input.clone() }).await
}

/// A file that is named as proof was attached to this very item.
async fn check_attachment(tx: &mut Tx, item: ItemId, attachment: Option<AttachmentId>) -> Result<()> {
    let Some(id) = attachment else { return Ok(()) };
    let found = tx.get_attachment(id).await?;
    let is_own = found.owner_kind == OWNER_KIND && found.owner_id == item.to_string();
    if is_own { Ok(()) } else { Err(Error::NotFound) }
}

/// The strongest thing that is behind the stage.
async fn proof(
    tx: &mut Tx,
    at: &ItemSeat,
    input: &SayStage,
    passed: Option<TeachBackId>,
) -> Result<Evidence> {
    if input.stage == Stage::Independent && passed.is_some() {
        return Ok(Evidence::PassedTeachBack);
    }
    if input.attachment.is_some() {
        return Ok(Evidence::Attachment);
    }
    if input.stage == Stage::Written && tx.find_note(at.item.id).await?.is_some() {
        return Ok(Evidence::Note);
    }
    let sessions = tx.list_joint_sessions(at.seat.case.id).await?;
    let is_held = |session: &store::handover::plan::JointSession| {
        session.item_id == Some(at.item.id) && session.held_at.is_some()
    };
    if matches!(input.stage, Stage::Explained | Stage::Practised) && sessions.iter().any(is_held) {
        return Ok(Evidence::Session);
    }
    Ok(if input.evidence.trim().is_empty() { Evidence::None } else { Evidence::Words })
}

/// The latest attempt at the item that was passed by somebody who still receives it, and all who passed one.
async fn passed_teach_back(tx: &mut Tx, at: &ItemSeat) -> Result<Option<(TeachBackId, Vec<PersonId>)>> {
    let attempts = view::attempts(tx, &at.item).await?;
    let is_of_receiver = |person| at.receivers.iter().any(|receiver| receiver.person_id == person);
    let passed = attempts.iter().filter(|attempt| {
        attempt.is_marked() && attempt.score.is_passed && is_of_receiver(attempt.teach_back.person_id)
    });
    let latest = passed.clone().next().map(|attempt| attempt.teach_back.id);
    let people = passed.map(|attempt| attempt.teach_back.person_id).collect();
    Ok(latest.map(|id| (id, people)))
}

/// Undoes a stage; what was said stays on record with who undid it.
pub async fn undo_stage(cx: &Cx, departure: DepartureId, item: ItemId, stage: Stage) -> Result<()> {
    cx.transact(|mut tx| async move {
        let at = ItemSeat::changing(cx, &mut tx, departure, item).await?;
        let standing = facts(&tx.list_item_stages(item).await?);
        handover::check_undo(&standing, stage).map_err(refusal)?;
        tx.undo_stage(item, stage, Said { by: cx.actor().account, at: cx.now() }).await?;
        knowledge::take_back_handed_over(&mut tx, (&at.item, stage)).await?;
        let receipt = tx.append(cx.event("handover.stage-undone", departure, &(item, stage.code()))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// What stands of what was said.
pub(super) fn facts(sayings: &[StageSaying]) -> Vec<StageFact> {
    let fact = |saying: &StageSaying| StageFact {
        stage: saying.stage,
        on: saying.reached_on,
        evidence: saying.proof,
    };
    sayings.iter().filter(|saying| saying.undone_at.is_none()).map(fact).collect()
}
