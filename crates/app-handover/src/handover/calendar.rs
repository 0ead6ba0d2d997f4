//! The actor's own dates of a handover: as the one who leaves, and as one who receives. Nobody sees another's.

use app::{Cx, Error, Result};
use departure::Status;
use handover::Step;
use kernel::{Date, DepartureId, ItemId, PersonId};
use store::{
    Conn,
    departures::{Departure, Viewer},
    handover::{plan::JointSession, schedule::Slot},
    people::Scope,
};

use super::{
    portal::upcoming,
    progress::plan,
    seat::Seat,
    view::{ItemLine, Rows},
};

/// A date of the plan that works on one of the actor's items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnDate {
    /// The departure.
    pub departure: DepartureId,
    /// The item.
    pub item: ItemId,
    /// Which part of it, from 0.
    pub part: i64,
    /// What it is for.
    pub step: Step,
    /// Who shows it back.
    pub person: Option<PersonId>,
    /// The day.
    pub day: Date,
    /// The item's title.
    pub title: String,
    /// Who else is there.
    pub with: Vec<String>,
}

/// A session that was arranged by hand, with its hour.
#[derive(Debug, Clone)]
pub struct OwnSession {
    /// The session.
    pub session: JointSession,
    /// Who leaves.
    pub leaver: String,
}

/// What the actor's calendar holds.
#[derive(Debug, Clone, Default)]
pub struct OwnCalendar {
    /// The dates of plans in force, the earliest first; those to come that are done already are left out.
    pub dates: Vec<OwnDate>,
    /// Sessions to come that were arranged by hand.
    pub sessions: Vec<OwnSession>,
}

/// The actor's own dates, of all open departures.
pub async fn my_calendar(cx: &Cx) -> Result<OwnCalendar> {
    let me = cx.actor().person.ok_or(Error::NotFound)?;
    let mut conn = cx.read().await?;
    let viewer = Viewer { scope: Scope::Company, sees_prepared: false, person: Some(me) };
    let own = conn.list_departures_of(&viewer, me).await?;
    let mut cases: Vec<DepartureId> =
        own.iter().filter(|case: &&Departure| case.status == Status::Open).map(|case| case.id).collect();
    cases.extend(conn.list_received_cases(me).await?.into_iter().map(|case| case.departure_id));
    cases.dedup();
    let mut calendar = OwnCalendar::default();
    for case in cases {
        add_case(cx, &mut conn, (case, me), &mut calendar).await?;
    }
    calendar.dates.sort_by_key(|one| (one.day, one.departure, one.item, one.part));
    calendar.sessions.sort_by_key(|one| one.session.starts_at);
    Ok(calendar)
}

async fn add_case(
    cx: &Cx,
    conn: &mut Conn,
    (id, me): (DepartureId, PersonId),
    calendar: &mut OwnCalendar,
) -> Result<()> {
    let seat = Seat::load(cx, conn, id).await?;
    let rows = Rows::load(conn, id).await?;
    let rated = rows.rated()?;
    let plan = plan(cx, &seat.case, &rated, &rows.planned());
    let takes = |line: &ItemLine| line.receivers.iter().any(|receiver| receiver.person_id == me);
    let mut lines = rows.lines(cx, &seat, &rated, &plan);
    lines.retain(|line| !line.item.is_dropped && (seat.is_leaver || takes(line)));
    let is_mine = |item: ItemId| lines.iter().any(|line| line.item.id == item);
    for slot in &rows.slots {
        let Some(line) = lines.iter().find(|line| line.item.id == slot.item_id) else { continue };
        let is_over = slot.day < cx.today();
        let concerns = seat.is_leaver || comes(slot, &rows.slots, me);
        if concerns && (is_over || !line.has_done(slot.step)) {
            calendar.dates.push(own_date(&seat, line, (slot, &rows.slots)));
        }
    }
    let sessions = upcoming(cx, conn.list_joint_sessions(id).await?);
    let about_mine = |one: &JointSession| seat.is_leaver || one.item_id.is_none_or(is_mine);
    let leaver = seat.case.person_name.clone();
    let sessions = sessions.into_iter().filter(about_mine);
    calendar.sessions.extend(sessions.map(|session| OwnSession { session, leaver: leaver.clone() }));
    Ok(())
}

/// Whether a receiver comes to a date: the own teach-back, and the session before it.
fn comes(slot: &Slot, slots: &[Slot], me: PersonId) -> bool {
    let is_same = |other: &&Slot| other.item_id == slot.item_id && other.part == slot.part;
    match slot.step {
        Step::Write => false,
        Step::Teach => slots.iter().filter(is_same).any(|other| other.person_id == Some(me)),
        Step::Prove => slot.person_id == Some(me),
    }
}

fn own_date(seat: &Seat, line: &ItemLine, (slot, slots): (&Slot, &[Slot])) -> OwnDate {
    let comes_too = |person: PersonId| match slot.step {
        Step::Write => false,
        Step::Teach | Step::Prove => comes(slot, slots, person),
    };
    let with = if seat.is_leaver {
        let others = line.receivers.iter().filter(|receiver| comes_too(receiver.person_id));
        others.map(|receiver| receiver.name.clone()).collect()
    } else {
        vec![seat.case.person_name.clone()]
    };
    OwnDate {
        departure: seat.case.id,
        item: slot.item_id,
        part: slot.part,
        step: slot.step,
        person: slot.person_id,
        day: slot.day,
        title: line.item.title.clone(),
        with,
    }
}
