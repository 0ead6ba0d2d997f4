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

use app::{
    Cx, Error, Result,
    access::{Action, Field},
    cases::{Case, viewer},
    looks::record_look,
};
use departure::Status;
use kernel::PersonId;
use store::departures::{Departure, StatusCount};

pub use access_off::{set_access_off, shut_access_now};
pub use closing::{Closing, close, closing, waive};
pub use dates::{DateChange, DatesEdited, EditDates, edit_dates};
pub use gauges::{read_gauges, read_gauges_of};
pub use opening::{Leaver, OpenDeparture, Proposal, find_leaver, open_departure, propose_dates};
pub(crate) use path::task_state;
pub use path::{NextStep, Withdrawn, advance, announce, next_step, withdraw};
pub use record::{RecordEntry, list_record};

/// How many departures a page of the list holds.
const PAGE: i64 = 50;
const PAGE_SIZE: usize = 50;

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
