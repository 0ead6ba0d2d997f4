//! What is arranged around the items: sessions, stage assessments, obstacles.

use app::{Cx, Error, Result};
use handover::{SessionKind, Verdict};
use kernel::{Date, DepartureId, ItemId, JointSessionId, ObstacleId, PersonId, StageAssessmentId, Timestamp};
use store::{
    Conn, Tx,
    handover::plan::{JointSession, Obstacle, StageAssessment},
};

use super::{check_text, seat::Seat};

/// A session to be held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The item it is about, if one.
    pub item: Option<ItemId>,
    /// Its kind.
    pub kind: SessionKind,
    /// What it is called.
    pub title: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// How long it takes.
    pub minutes: i64,
    /// Where.
    pub place: String,
    /// With whom besides the receivers.
    pub with_whom: String,
}

/// A date at which both sides look at how far they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAssessment {
    /// When.
    pub due_on: Date,
    /// What the leaver should have done by then.
    pub goal_leaver: String,
    /// What the receivers should be able to do by then.
    pub goal_receivers: String,
}

/// Something in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewObstacle {
    /// The item it holds up, if one.
    pub item: Option<ItemId>,
    /// What it is.
    pub what: String,
    /// Who removes it: employee number or name.
    pub owner: String,
    /// Until when.
    pub due_on: Option<Date>,
}

/// The item belongs to the departure, or none is named.
async fn check_item(conn: &mut Conn, departure: DepartureId, item: Option<ItemId>) -> Result<()> {
    let Some(item) = item else { return Ok(()) };
    let found = conn.get_item(item).await?;
    if found.departure_id == departure { Ok(()) } else { Err(Error::NotFound) }
}

/// Arranges a session. The leaver may do so as well.
pub async fn add_session(cx: &Cx, departure: DepartureId, input: &NewSession) -> Result<JointSessionId> {
    check_text("title", &input.title, 120)?;
    if !(5..=1440).contains(&input.minutes) {
        return Err(Error::field("minutes", "error-minutes"));
    }
    cx.transact(|mut tx| async move {
        party(cx, &mut tx, departure).await?;
        check_item(&mut tx, departure, input.item).await?;
        let new = JointSession {
            id: cx.new_id(),
            item_id: input.item,
            kind: input.kind,
            title: input.title.trim().to_owned(),
            starts_at: input.starts_at,
            minutes: input.minutes,
            place: input.place.trim().chars().take(200).collect(),
            with_whom: input.with_whom.trim().chars().take(200).collect(),
            held_at: None,
            outcome: String::new(),
            is_cancelled: false,
        };
        tx.add_joint_session(departure, &new).await?;
        let content = (new.id, new.kind.code(), &new.title, new.starts_at.to_string(), new.minutes);
        let receipt = tx.append(cx.event("handover.session-planned", departure, &content)?).await?;
        tx.commit(receipt).await?;
        Ok(new.id)
    })
    .await
}

/// Those who steer, and the leaver of an announced departure.
async fn party(cx: &Cx, tx: &mut Tx, departure: DepartureId) -> Result<Seat> {
    let seat = Seat::load(cx, tx, departure).await?;
    if !seat.leads && (!seat.is_leaver || seat.case.announced_at.is_none()) {
        return Err(Error::NotFound);
    }
    seat.check_open()?;
    Ok(seat)
}

/// Records that a session was held and what came of it; not before it began.
pub async fn hold_session(cx: &Cx, departure: DepartureId, id: JointSessionId, outcome: &str) -> Result<()> {
    check_text("outcome", outcome, 1000)?;
    cx.transact(|mut tx| async move {
        party(cx, &mut tx, departure).await?;
        let sessions = tx.list_joint_sessions(departure).await?;
        let session = sessions.iter().find(|session| session.id == id).ok_or(Error::NotFound)?;
        if cx.day_of(session.starts_at) > cx.today() {
            return Err(Error::Conflict("error-session-ahead"));
        }
        if !tx.hold_joint_session(departure, id, (cx.now(), outcome.trim())).await? {
            return Err(Error::Conflict("error-session-over"));
        }
        let receipt = tx.append(cx.event("handover.session-held", departure, &(id, outcome))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Calls a session off.
pub async fn cancel_session(cx: &Cx, departure: DepartureId, id: JointSessionId) -> Result<()> {
    cx.transact(|mut tx| async move {
        party(cx, &mut tx, departure).await?;
        if !tx.cancel_joint_session(departure, id).await? {
            return Err(Error::Conflict("error-session-over"));
        }
        let receipt = tx.append(cx.event("handover.session-cancelled", departure, &id)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Plans a stage assessment with goals for both sides.
pub async fn add_assessment(cx: &Cx, departure: DepartureId, input: &NewAssessment) -> Result<()> {
    check_text("goal_leaver", &input.goal_leaver, 500)?;
    check_text("goal_receivers", &input.goal_receivers, 500)?;
    cx.transact(|mut tx| async move {
        Seat::leading(cx, &mut tx, departure).await?;
        let new = StageAssessment {
            id: cx.new_id(),
            due_on: input.due_on,
            goal_leaver: input.goal_leaver.trim().to_owned(),
            goal_receivers: input.goal_receivers.trim().to_owned(),
            outcome: String::new(),
            verdict: Verdict::Open,
            assessed_by_name: String::new(),
            assessed_at: None,
        };
        tx.add_stage_assessment(departure, &new).await?;
        let content = (new.id, new.due_on.to_string(), &new.goal_leaver, &new.goal_receivers);
        let receipt = tx.append(cx.event("handover.assessment-planned", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Writes the judgement of a stage assessment: once.
pub async fn assess(
    cx: &Cx,
    departure: DepartureId,
    id: StageAssessmentId,
    (verdict, outcome): (Verdict, &str),
) -> Result<()> {
    check_text("outcome", outcome, 1000)?;
    if verdict == Verdict::Open {
        return Err(Error::field("verdict", "error-choice"));
    }
    cx.transact(|mut tx| async move {
        Seat::leading(cx, &mut tx, departure).await?;
        let said = (cx.actor().account, cx.now());
        if !tx.assess_stage(departure, id, (verdict, outcome.trim()), said).await? {
            return Err(Error::Conflict("error-assessed-already"));
        }
        let content = (id, verdict.code(), outcome);
        let receipt = tx.append(cx.event("handover.assessed", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Raises an obstacle. The leaver and the receivers may too: they meet it first.
pub async fn raise_obstacle(cx: &Cx, departure: DepartureId, input: &NewObstacle) -> Result<()> {
    check_text("what", &input.what, 500)?;
    cx.transact(|mut tx| async move {
        let seat = Seat::load(cx, &mut tx, departure).await?;
        if !seat.leads && !is_party(&mut tx, &seat).await? {
            return Err(Error::NotFound);
        }
        seat.check_open()?;
        check_item(&mut tx, departure, input.item).await?;
        let owner_id = owner(&mut tx, &seat, &input.owner).await?;
        let new = Obstacle {
            id: cx.new_id(),
            item_id: input.item,
            what: input.what.trim().to_owned(),
            owner_id,
            owner_name: String::new(),
            due_on: input.due_on,
            raised_by_name: String::new(),
            raised_at: cx.now(),
            removed_at: None,
            remark: String::new(),
        };
        tx.raise_obstacle(departure, &new, cx.actor().account).await?;
        let content = (new.id, &new.what, new.owner_id, new.due_on.map(|day| day.to_string()));
        let receipt = tx.append(cx.event("handover.obstacle-raised", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Leaves, or receives some item of this departure.
async fn is_party(tx: &mut Tx, seat: &Seat) -> Result<bool> {
    if seat.case.announced_at.is_none() {
        return Ok(false);
    }
    let receivers = tx.list_receivers(seat.case.id).await?;
    Ok(seat.is_leaver || receivers.iter().any(|receiver| Some(receiver.person_id) == seat.person))
}

async fn owner(tx: &mut Tx, seat: &Seat, who: &str) -> Result<Option<PersonId>> {
    let who = who.rsplit_once('·').map_or(who, |(_, number)| number).trim();
    if who.is_empty() {
        return Ok(None);
    }
    match tx.find_staying(seat.case.person_id, who).await?.as_slice() {
        [one] => Ok(Some(one.id)),
        [] => Err(Error::field("owner", "error-no-such-receiver")),
        _ => Err(Error::field("owner", "error-several-receivers")),
    }
}

/// Records that an obstacle is out of the way, and how. Who owns it may say so too.
pub async fn remove_obstacle(cx: &Cx, departure: DepartureId, id: ObstacleId, remark: &str) -> Result<()> {
    check_text("remark", remark, 500)?;
    cx.transact(|mut tx| async move {
        let seat = Seat::load(cx, &mut tx, departure).await?;
        let obstacles = tx.list_obstacles(departure).await?;
        let found = obstacles.iter().find(|obstacle| obstacle.id == id).ok_or(Error::NotFound)?;
        let is_owner = found.owner_id.is_some() && found.owner_id == seat.person;
        if !seat.leads && !is_owner {
            return Err(Error::NotFound);
        }
        seat.check_open()?;
        if !tx.remove_obstacle(departure, id, (cx.now(), remark.trim())).await? {
            return Err(Error::Conflict("error-already-so"));
        }
        let receipt = tx.append(cx.event("handover.obstacle-removed", departure, &(id, remark))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}
