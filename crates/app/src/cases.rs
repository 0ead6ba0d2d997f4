//! One departure as one viewer sees it: what every area asks for before it shows or changes anything of it.

use departure::{Dates, Ground, find_ground};
use kernel::{DepartureId, PersonId, Role};
use store::{
    Conn,
    departures::{Departure, Viewer},
    overview::{FEW, Few},
};

use crate::{
    Cx, Error, Result,
    access::{Action, Field, Relation, Visibility, visible},
};

/// A departure as one viewer sees it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The departure.
    pub departure: Departure,
    /// How the viewer stands to the leaver.
    pub relation: Relation,
}

impl Case {
    /// Whether the viewer may see a class of field of this departure.
    pub fn shows(&self, cx: &Cx, field: Field) -> bool {
        visible(cx.actor(), self.relation, field) == Visibility::Show
    }

    /// The kind of leaving.
    pub fn ground(&self) -> Result<&'static Ground> {
        ground_of(&self.departure)
    }

    /// The dates.
    pub fn dates(&self) -> Dates {
        dates_of(&self.departure)
    }

    /// Whether the viewer may change it: HR, nobody in the own case, nothing that is over.
    pub fn may_run(&self, cx: &Cx) -> bool {
        cx.allow(Action::RunDepartures).is_ok()
            && self.relation != Relation::Oneself
            && !self.departure.status.is_read_only()
    }
}

/// What the actor may be answered.
pub fn viewer(cx: &Cx) -> Result<Viewer> {
    Ok(Viewer {
        scope: cx.scope()?,
        sees_prepared: cx.allow(Action::SeePrepared).is_ok(),
        person: cx.actor().person,
    })
}

/// The kind of leaving of a departure; an error for a code that this version does not know.
pub fn ground_of(departure: &Departure) -> Result<&'static Ground> {
    find_ground(&departure.ground)
        .ok_or_else(|| Error::internal(format!("unknown kind {}", departure.ground)))
}

/// The dates of a departure.
pub const fn dates_of(departure: &Departure) -> Dates {
    Dates {
        notice_on: departure.notice_on,
        last_day: departure.last_day,
        legal_end: departure.legal_end,
        access_off_at: departure.access_off_at,
    }
}

/// The departure, when the actor may know of it.
pub async fn get_departure(cx: &Cx, id: DepartureId) -> Result<Case> {
    let mut conn = cx.read().await?;
    get_case(cx, &mut conn, id).await
}

/// As [`get_departure`], on a connection or inside a transaction.
pub async fn get_case(cx: &Cx, conn: &mut Conn, id: DepartureId) -> Result<Case> {
    cx.allow(Action::SeeDepartures)?;
    let departure = conn.get_departure(&viewer(cx)?, id).await?;
    let relation = relation_to(cx, conn, departure.person_id).await?;
    let case = Case { departure, relation };
    if case.shows(cx, Field::Departure) { Ok(case) } else { Err(Error::NotFound) }
}

/// How the actor stands to somebody, by today's reporting lines.
pub async fn relation_to(cx: &Cx, conn: &mut Conn, person: PersonId) -> Result<Relation> {
    let actor = cx.actor();
    let in_line = match actor.person.filter(|_| actor.has(Role::Manager)) {
        Some(manager) => conn.is_below(manager, person).await?,
        None => false,
    };
    Ok(Relation::of(actor, person, in_line, false))
}

/// The departure, for whoever is about to change it: HR, and never in the own case.
pub async fn get_to_run(cx: &Cx, conn: &mut Conn, id: DepartureId) -> Result<Case> {
    cx.allow(Action::RunDepartures)?;
    let case = get_case(cx, conn, id).await?;
    if case.relation == Relation::Oneself {
        return Err(Error::Conflict("error-own-departure"));
    }
    Ok(case)
}

/// The first few departures by their ids.
pub fn few(departures: &[Departure]) -> Few {
    let mut few = [None; FEW];
    for (place, departure) in few.iter_mut().zip(departures) {
        *place = Some(departure.id);
    }
    few
}

impl From<departure::Error> for Error {
    fn from(error: departure::Error) -> Self {
        use departure::Error as E;
        match error {
            E::NotAllowed { .. } => Self::Conflict("error-departure-state"),
            E::CannotPrepare => Self::field("start", "error-cannot-prepare"),
            E::AlreadyEnded => Self::Conflict("error-departure-ended"),
            E::Blocked(_) => Self::Conflict("error-departure-blocked"),
            E::LastStage => Self::Conflict("error-last-stage"),
            E::ReasonNeeded => Self::field("reason", "error-reason-needed"),
            E::NotByLeaver => Self::Conflict("error-own-departure"),
            E::ProofNeeded => Self::field("proof", "error-proof-needed"),
            E::AlreadySettled => Self::Conflict("error-task-settled"),
            E::UnknownCode { .. } | E::Data { .. } => Self::internal(error),
        }
    }
}
