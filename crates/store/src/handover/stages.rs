//! How far an item has come: each saying is kept, an undone one with who undid it and when.

use handover::{Evidence, Stage};
use kernel::{AttachmentId, Date, DepartureId, ItemId, TeachBackId, Timestamp};

use super::items::Said;
use crate::{Conn, Result, Tx};

record! {
    /// Somebody's word that an item has reached a stage.
    pub struct StageSaying {
        /// The row's id.
        pub id: String,
        /// The item.
        pub item_id: ItemId,
        /// The stage.
        pub stage: Stage,
        /// The day on which it was reached.
        pub reached_on: Date,
        /// What kind of thing stood behind it.
        pub proof: Evidence,
        /// What shows it, in words.
        pub evidence: String,
        /// A file that shows it.
        pub attachment_id: Option<AttachmentId>,
        /// The teach-back that shows it.
        pub teach_back_id: Option<TeachBackId>,
        /// Who said so, as shown; nothing for the system.
        pub said_by_name: String,
        /// When it was said.
        pub said_at: Timestamp,
        /// When it was undone.
        pub undone_at: Option<Timestamp>,
        /// By whom, as shown.
        pub undone_by_name: String,
    }
}

/// A new saying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStage {
    /// The row's id.
    pub id: uuid::Uuid,
    /// The item.
    pub item_id: ItemId,
    /// The stage.
    pub stage: Stage,
    /// The day.
    pub reached_on: Date,
    /// What kind of thing stands behind it.
    pub proof: Evidence,
    /// What shows it, in words.
    pub evidence: String,
    /// A file that shows it.
    pub attachment_id: Option<AttachmentId>,
    /// The teach-back that shows it.
    pub teach_back_id: Option<TeachBackId>,
    /// Who says so.
    pub said: Said,
}

const STAGES: &str = "SELECT s.id, s.item_id, s.stage, s.reached_on, s.proof, s.evidence, s.attachment_id, s.teach_back_id, \
     COALESCE(a.display_name, '') AS said_by_name, s.said_at, s.undone_at, COALESCE(u.display_name, '') AS undone_by_name \
     FROM item_stage s JOIN handover_item i ON i.tenant_id = s.tenant_id AND i.id = s.item_id \
     LEFT JOIN account a ON a.tenant_id = s.tenant_id AND a.id = s.said_by \
     LEFT JOIN account u ON u.tenant_id = s.tenant_id AND u.id = s.undone_by \
     WHERE s.tenant_id = $1 AND i.departure_id = $2 ORDER BY s.item_id, s.said_at, s.id";
const STAGES_OF: &str = "SELECT s.id, s.item_id, s.stage, s.reached_on, s.proof, s.evidence, s.attachment_id, s.teach_back_id, \
     COALESCE(a.display_name, '') AS said_by_name, s.said_at, s.undone_at, COALESCE(u.display_name, '') AS undone_by_name \
     FROM item_stage s LEFT JOIN account a ON a.tenant_id = s.tenant_id AND a.id = s.said_by \
     LEFT JOIN account u ON u.tenant_id = s.tenant_id AND u.id = s.undone_by \
     WHERE s.tenant_id = $1 AND s.item_id = $2 ORDER BY s.said_at, s.id";
const INSERT: &str = "INSERT INTO item_stage (tenant_id, id, item_id, stage, reached_on, proof, evidence, attachment_id, teach_back_id, \
     said_by, said_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const UNDO: &str = "UPDATE item_stage SET undone_at = $4, undone_by = $5 WHERE tenant_id = $1 AND item_id = $2 AND stage = $3 \
     AND undone_at IS NULL";

impl Conn {
    /// Every saying about the items of a departure, undone ones too, each item's oldest first.
    pub async fn list_stages(&mut self, departure: DepartureId) -> Result<Vec<StageSaying>> {
        all!(self, STAGES, departure)
    }

    /// Every saying about one item, oldest first.
    pub async fn list_item_stages(&mut self, item: ItemId) -> Result<Vec<StageSaying>> {
        all!(self, STAGES_OF, item)
    }
}

impl Tx {
    /// Writes a saying down.
    pub async fn insert_stage(&mut self, new: &NewStage) -> Result<()> {
        run!(
            self,
            INSERT,
            new.id.to_string(),
            new.item_id,
            new.stage,
            new.reached_on,
            new.proof,
            &new.evidence,
            new.attachment_id,
            new.teach_back_id,
            new.said.by,
            new.said.at
        )?;
        Ok(())
    }

    /// Undoes what was said of a stage; the rows stay. False when nothing stood.
    pub async fn undo_stage(&mut self, item: ItemId, stage: Stage, said: Said) -> Result<bool> {
        Ok(run!(self, UNDO, item, stage, said.at, said.by)? > 0)
    }
}
