//! Sessions, stage assessments, obstacles, and what the leaver has to give back.

use handover::{SessionKind, Verdict};
use kernel::{
    AccountId, Date, DepartureId, ItemId, JointSessionId, ObstacleId, PersonId, StageAssessmentId, Timestamp,
};

use crate::{Conn, Result, Tx};

record! {
    /// Something that leaver and receivers do together.
    pub struct JointSession {
        /// Its id.
        pub id: JointSessionId,
        /// The item it is about, if one.
        pub item_id: Option<ItemId>,
        /// Teaching, practice, a visit …
        pub kind: SessionKind,
        /// What it is called.
        pub title: String,
        /// When it begins.
        pub starts_at: Timestamp,
        /// How long it takes.
        pub minutes: i64,
        /// Where.
        pub place: String,
        /// With whom besides the receivers: the customer, the department.
        pub with_whom: String,
        /// When it was recorded as held.
        pub held_at: Option<Timestamp>,
        /// What came of it.
        pub outcome: String,
        /// Called off.
        pub is_cancelled: bool,
    }
}

record! {
    /// A date at which both sides look at how far they are.
    pub struct StageAssessment {
        /// Its id.
        pub id: StageAssessmentId,
        /// When.
        pub due_on: Date,
        /// What the leaver should have done by then.
        pub goal_leaver: String,
        /// What the receivers should be able to do by then.
        pub goal_receivers: String,
        /// What was found.
        pub outcome: String,
        /// The judgement, once it was made.
        pub verdict: Verdict,
        /// Who judged, as shown.
        pub assessed_by_name: String,
        /// When.
        pub assessed_at: Option<Timestamp>,
    }
}

record! {
    /// What stands in the way, and who removes it.
    pub struct Obstacle {
        /// Its id.
        pub id: ObstacleId,
        /// The item it holds up, if one.
        pub item_id: Option<ItemId>,
        /// What it is.
        pub what: String,
        /// Who removes it.
        pub owner_id: Option<PersonId>,
        /// The owner's name, or nothing.
        pub owner_name: String,
        /// Until when.
        pub due_on: Option<Date>,
        /// Who raised it, as shown.
        pub raised_by_name: String,
        /// When it was raised.
        pub raised_at: Timestamp,
        /// When it was removed.
        pub removed_at: Option<Timestamp>,
        /// How.
        pub remark: String,
    }
}

record! {
    /// Something that the leaver has to give back.
    pub struct HeldAsset {
        /// Its number.
        pub asset_no: String,
        /// Its name.
        pub name: String,
        /// What kind of thing.
        pub kind: String,
    }
}

const SESSIONS: &str = "SELECT id, item_id, kind, title, starts_at, minutes, place, with_whom, held_at, outcome, is_cancelled \
     FROM joint_session WHERE tenant_id = $1 AND departure_id = $2 ORDER BY starts_at, id LIMIT 500";
const ADD_SESSION: &str = "INSERT INTO joint_session (tenant_id, id, departure_id, item_id, kind, title, starts_at, minutes, place, with_whom) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const HOLD_SESSION: &str = "UPDATE joint_session SET held_at = $4, outcome = $5 WHERE tenant_id = $1 AND departure_id = $2 AND id = $3 \
     AND held_at IS NULL AND is_cancelled = FALSE";
const CANCEL_SESSION: &str = "UPDATE joint_session SET is_cancelled = TRUE WHERE tenant_id = $1 AND departure_id = $2 AND id = $3 \
     AND held_at IS NULL AND is_cancelled = FALSE";
const ASSESSMENTS: &str = "SELECT s.id, s.due_on, s.goal_leaver, s.goal_receivers, s.outcome, s.verdict, \
     COALESCE(a.display_name, '') AS assessed_by_name, s.assessed_at \
     FROM stage_assessment s LEFT JOIN account a ON a.tenant_id = s.tenant_id AND a.id = s.assessed_by \
     WHERE s.tenant_id = $1 AND s.departure_id = $2 ORDER BY s.due_on, s.id LIMIT 200";
const ADD_ASSESSMENT: &str = "INSERT INTO stage_assessment (tenant_id, id, departure_id, due_on, goal_leaver, goal_receivers, verdict) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const ASSESS: &str = "UPDATE stage_assessment SET outcome = $4, verdict = $5, assessed_by = $6, assessed_at = $7 \
     WHERE tenant_id = $1 AND departure_id = $2 AND id = $3 AND assessed_at IS NULL";
const OBSTACLES: &str = "SELECT o.id, o.item_id, o.what, o.owner_id, COALESCE(p.name, '') AS owner_name, o.due_on, \
     COALESCE(a.display_name, '') AS raised_by_name, o.raised_at, o.removed_at, o.remark \
     FROM obstacle o LEFT JOIN person p ON p.tenant_id = o.tenant_id AND p.id = o.owner_id \
     LEFT JOIN account a ON a.tenant_id = o.tenant_id AND a.id = o.raised_by \
     WHERE o.tenant_id = $1 AND o.departure_id = $2 ORDER BY o.raised_at, o.id LIMIT 500";
const RAISE: &str = "INSERT INTO obstacle (tenant_id, id, departure_id, item_id, what, owner_id, due_on, raised_by, raised_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const REMOVE: &str = "UPDATE obstacle SET removed_at = $4, remark = $5 WHERE tenant_id = $1 AND departure_id = $2 AND id = $3 \
     AND removed_at IS NULL";
const ASSETS: &str = "SELECT asset_no, name, kind FROM asset WHERE tenant_id = $1 AND holder_id = $2 AND returned_on IS NULL \
     ORDER BY name, asset_no LIMIT 200";

impl Conn {
    /// The sessions of a departure, by time.
    pub async fn list_joint_sessions(&mut self, departure: DepartureId) -> Result<Vec<JointSession>> {
        all!(self, SESSIONS, departure)
    }

    /// The stage assessments, by date.
    pub async fn list_stage_assessments(&mut self, departure: DepartureId) -> Result<Vec<StageAssessment>> {
        all!(self, ASSESSMENTS, departure)
    }

    /// The obstacles, removed ones too, oldest first.
    pub async fn list_obstacles(&mut self, departure: DepartureId) -> Result<Vec<Obstacle>> {
        all!(self, OBSTACLES, departure)
    }

    /// What the person holds and has to give back.
    pub async fn list_held_assets(&mut self, person: PersonId) -> Result<Vec<HeldAsset>> {
        all!(self, ASSETS, person)
    }
}

impl Tx {
    /// Plans a session.
    pub async fn add_joint_session(&mut self, departure: DepartureId, new: &JointSession) -> Result<()> {
        run!(
            self,
            ADD_SESSION,
            new.id,
            departure,
            new.item_id,
            new.kind,
            &new.title,
            new.starts_at,
            new.minutes,
            &new.place,
            &new.with_whom
        )?;
        Ok(())
    }

    /// Records that a session was held; false when that is known, or it was called off.
    pub async fn hold_joint_session(
        &mut self,
        departure: DepartureId,
        id: JointSessionId,
        (at, outcome): (Timestamp, &str),
    ) -> Result<bool> {
        Ok(run!(self, HOLD_SESSION, departure, id, at, outcome)? > 0)
    }

    /// Calls a session off; false when it was held or called off before.
    pub async fn cancel_joint_session(&mut self, departure: DepartureId, id: JointSessionId) -> Result<bool> {
        Ok(run!(self, CANCEL_SESSION, departure, id)? > 0)
    }

    /// Plans a stage assessment.
    pub async fn add_stage_assessment(
        &mut self,
        departure: DepartureId,
        new: &StageAssessment,
    ) -> Result<()> {
        run!(
            self,
            ADD_ASSESSMENT,
            new.id,
            departure,
            new.due_on,
            &new.goal_leaver,
            &new.goal_receivers,
            new.verdict
        )?;
        Ok(())
    }

    /// Writes the judgement; false when there is one.
    pub async fn assess_stage(
        &mut self,
        departure: DepartureId,
        id: StageAssessmentId,
        (verdict, outcome): (Verdict, &str),
        (by, at): (AccountId, Timestamp),
    ) -> Result<bool> {
        Ok(run!(self, ASSESS, departure, id, outcome, verdict, by, at)? > 0)
    }

    /// Raises an obstacle.
    pub async fn raise_obstacle(
        &mut self,
        departure: DepartureId,
        new: &Obstacle,
        raised_by: AccountId,
    ) -> Result<()> {
        run!(
            self,
            RAISE,
            new.id,
            departure,
            new.item_id,
            &new.what,
            new.owner_id,
            new.due_on,
            raised_by,
            new.raised_at
        )?;
        Ok(())
    }

    /// Records that an obstacle is out of the way; false when it was before.
    pub async fn remove_obstacle(
        &mut self,
        departure: DepartureId,
        id: ObstacleId,
        (at, remark): (Timestamp, &str),
    ) -> Result<bool> {
        Ok(run!(self, REMOVE, departure, id, at, remark)? > 0)
    }
}
