//! Departures: seeing them, and everything that may be done with one from the first notice to the closed file.
//!
//! Opening, dates, path and closing live in modules of their own below; here is who may see and who may change one.

mod access_off;
mod closing;
mod dates;
mod gauges;
mod opening;
mod path;
mod record;

use departure::{Dates, Ground, Status, find_ground};
use kernel::{DepartureId, PersonId, Role};
use store::{
    Conn,
    departures::{Departure, StatusCount, Viewer},
};

use crate::{
    Cx, Error, Result,
    access::{Action, Field, Relation, Visibility, visible},
    looks::record_look,
};

pub use access_off::{set_access_off, shut_access_now};
pub use closing::{Closing, close, closing, waive};
pub use dates::{DateChange, DatesEdited, EditDates, edit_dates};
pub(crate) use gauges::few;
pub use gauges::{read_gauges, read_gauges_of};
pub use opening::{Leaver, OpenDeparture, Proposal, find_leaver, open_departure, propose_dates};
pub(crate) use path::task_state;
pub use path::{NextStep, Withdrawn, advance, announce, next_step, withdraw};
pub use record::{RecordEntry, list_record};

/// How many departures a page of the list holds.
const PAGE: i64 = 50;
const PAGE_SIZE: usize = 50;

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

/// Which part of the list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// Announced and running.
    #[default]
    Open,
    /// Prepared in confidence.
    Prepared,
    /// Closed and withdrawn.
    Ended,
}

/// What the actor may be answered.
pub(crate) fn viewer(cx: &Cx) -> Result<Viewer> {
    Ok(Viewer {
        scope: cx.scope()?,
        sees_prepared: cx.allow(Action::SeePrepared).is_ok(),
        person: cx.actor().person,
    })
}

pub(crate) fn ground_of(departure: &Departure) -> Result<&'static Ground> {
    find_ground(&departure.ground)
        .ok_or_else(|| Error::internal(format!("unknown kind {}", departure.ground)))
}

pub(crate) const fn dates_of(departure: &Departure) -> Dates {
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

pub(crate) async fn get_case(cx: &Cx, conn: &mut Conn, id: DepartureId) -> Result<Case> {
    cx.allow(Action::SeeDepartures)?;
    let departure = conn.get_departure(&viewer(cx)?, id).await?;
    let relation = relation_to(cx, conn, departure.person_id).await?;
    let case = Case { departure, relation };
    if case.shows(cx, Field::Departure) { Ok(case) } else { Err(Error::NotFound) }
}

/// How the actor stands to somebody, by today's reporting lines.
pub(crate) async fn relation_to(cx: &Cx, conn: &mut Conn, person: PersonId) -> Result<Relation> {
    let actor = cx.actor();
    let in_line = match actor.person.filter(|_| actor.has(Role::Manager)) {
        Some(manager) => conn.is_below(manager, person).await?,
        None => false,
    };
    Ok(Relation::of(actor, person, in_line, false))
}

/// The departure, for whoever is about to change it: HR, and never in the own case.
pub(crate) async fn get_to_run(cx: &Cx, conn: &mut Conn, id: DepartureId) -> Result<Case> {
    cx.allow(Action::RunDepartures)?;
    let case = get_case(cx, conn, id).await?;
    if case.relation == Relation::Oneself {
        return Err(Error::Conflict("error-own-departure"));
    }
    Ok(case)
}

/// The reason in words, and what else is told only to those who decide; the look is written down first.
pub async fn look_at_reason(cx: &Cx, case: &Case) -> Result<String> {
    if !case.shows(cx, Field::DepartureReason) {
        return Err(Error::NotFound);
    }
    let departure = &case.departure;
    record_look(cx, departure.person_id, Some(departure.id), &[Field::DepartureReason]).await?;
    Ok(departure.reason.clone())
}

/// A page of the list, in the order of the last working day; `after` is day and id of the last one seen.
pub async fn list_departures(cx: &Cx, part: Part, after: Option<(&str, &str)>) -> Result<Vec<Departure>> {
    cx.allow(Action::SeeDepartures)?;
    let viewer = viewer(cx)?;
    let mut conn = cx.read().await?;
    let from = after.unwrap_or(("", ""));
    Ok(match part {
        Part::Open => conn.list_departures(&viewer, Status::Open, from, PAGE + 1).await?,
        Part::Prepared => conn.list_departures(&viewer, Status::Prepared, from, PAGE + 1).await?,
        Part::Ended => conn.list_ended_departures(&viewer, after, PAGE + 1).await?,
    })
}

/// How many departures a page of the list shows; one more is read to tell whether there is a next page.
pub const fn page_size() -> usize {
    PAGE_SIZE
}

/// How many departures the actor may know of, by status.
pub async fn count_departures(cx: &Cx) -> Result<Vec<StatusCount>> {
    cx.allow(Action::SeeDepartures)?;
    Ok(cx.read().await?.count_departures(&viewer(cx)?).await?)
}

/// The departures of a person that the actor may know of, the newest first; for the person's page.
pub async fn list_departures_of(cx: &Cx, person: PersonId) -> Result<Vec<Departure>> {
    cx.allow(Action::SeeDepartures)?;
    Ok(cx.read().await?.list_departures_of(&viewer(cx)?, person).await?)
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
