//! The knowledge map: what hangs on whom, how that changed, and what is done about it.
//!
//! HR sees the company, a line manager the own line, executives numbers without names. Employment is asked for the day that
//! is looked at, never for "now": whoever was there on that day, and not past the last working day, counts.

mod atlas;
mod departing;
mod exchanges;
mod hanging;
mod histories;
mod items;
mod overview;
mod person;
mod sharing;

use app::{Cx, Error, Result, access::Action};
use kernel::{DepartmentId, PersonId, Role};
use knowledge::map::Level;
use store::{
    Conn,
    knowledge::{Frame, Insider},
    people::Scope,
};

pub use atlas::{Atlas, Somebody};
pub use departing::{
    Departing, departing, note_handed_over, note_last_holder_gone, take_back_handed_over, weigh_all,
    what_is_lost,
};
pub use exchanges::{
    ExchangeInput, Exchanges, Held, Seen, Session, cancel_exchange, hold_exchange, list_exchanges,
    plan_exchange,
};
pub use hanging::Hanging;
pub use histories::{
    HistoryReading, HistoryView, Sort, Taken, apply_history, decide_author, label_identity, labels_by_hand,
    list_histories, open_history, put_history, sort_folder,
};
pub use items::{
    ItemInput, ItemView, LevelInput, add_item, edit_item, list_items, open_item, restore_item, retire_item,
    state_level,
};
pub use overview::{Hole, MapFilter, MapPage, MapRow, Part, RowCell, open_map};
pub use person::{LossLine, LossOf, PersonView, open_person};
pub use sharing::{
    ItemLeftOut, SharedItem, Sharing, SharingInput, Teaching, accept_sharing, propose_sharing,
};

/// From this level on somebody holds an item: does it alone.
pub const HOLDS_FROM: Level = Level::ALONE;
/// More than this share of the items without a holder is a break, in percent.
pub const BREAKS_AT: u64 = 50;
/// Of fewer people than this whoever sees no names sees no department either: a number would be a name.
pub const SMALLEST_GROUP: i64 = 20;

/// Whether a viewer sees who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Names and levels.
    Names,
    /// Numbers only.
    Numbers,
}

/// HR and legal see names of everybody, a manager those of the own line; whoever sees the company for an overview only,
/// none.
pub fn sight(cx: &Cx) -> Result<Sight> {
    cx.allow(Action::SeeKnowledge)?;
    let knows_people = cx.actor().has_any(&[Role::HrSpecialist, Role::HrPartner, Role::Legal]);
    Ok(match cx.scope()? {
        Scope::Line(_) => Sight::Names,
        Scope::Company if knows_people => Sight::Names,
        Scope::Company => Sight::Numbers,
    })
}

/// The part of the company that the actor may see, narrowed to a department.
fn frame(cx: &Cx, department: Option<DepartmentId>) -> Result<Frame> {
    cx.allow(Action::SeeKnowledge)?;
    Ok(Frame { scope: cx.scope()?, department })
}

/// As [`frame`], for who keeps the map.
fn kept_frame(cx: &Cx) -> Result<Frame> {
    cx.allow(Action::KeepKnowledge)?;
    // Somebody who manages and besides sees the whole company for another reason keeps only what HR keeps: nothing.
    match cx.scope()? {
        Scope::Company if !cx.actor().has_any(&[Role::HrSpecialist, Role::HrPartner]) => {
            Err(Error::Forbidden)
        }
        scope => Ok(Frame { scope, department: None }),
    }
}

/// Whether the actor keeps the map, for offering it.
pub fn may_keep(cx: &Cx) -> bool {
    kept_frame(cx).is_ok()
}

/// Somebody inside the frame by number, name or id; beside the field when there is nobody, or more than one.
pub async fn find_person(conn: &mut Conn, frame: Frame, text: &str, field: &'static str) -> Result<Insider> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::field(field, "error-required"));
    }
    let mut found = conn.find_inside(frame, text).await?;
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(_), false) => Err(Error::field(field, "error-knowledge-several")),
        (None, _) => Err(Error::field(field, "error-knowledge-nobody")),
    }
}

/// Nobody says of oneself how well one can do something.
fn check_not_oneself(cx: &Cx, person: PersonId, field: &'static str) -> Result<()> {
    if cx.actor().person == Some(person) { Err(Error::field(field, "error-knowledge-own")) } else { Ok(()) }
}
