//! Handing over: what there is to hand over, who takes it, how far it has come, and what the three sides may do.
//!
//! Three sides meet here: those who steer (HR, and the line manager for the own line), the leaver, and the receivers.
//! What each may do is told by one [`Seat`], which every function here loads first.

mod calendar;
mod dates;
mod foresight;
mod hours;
mod instance;
mod inventory;
mod items;
mod joint;
mod lint;
mod needs;
mod notes;
mod planning;
mod portal;
mod progress;
mod receivers;
mod relief;
mod schedule;
mod seat;
mod stages;
mod teach;
mod view;

pub use calendar::{OwnCalendar, OwnDate, OwnSession, my_calendar};
pub use dates::{grant_help, move_date, release_dates};
pub use hours::{Hours, OtherHours, USUAL, set_hours, set_terms};
pub use inventory::LookedUp;
pub use items::{
    Generated, ItemInput, add_item, check_may_add, drop_item, edit_item, generate_items, restore_item,
};
pub use joint::{
    NewAssessment, NewObstacle, NewSession, add_assessment, add_session, assess, cancel_session,
    hold_session, raise_obstacle, remove_obstacle,
};
pub use lint::{NoteCheck, NoteFinding, allow_finding, check_note, rule_of, withdraw_allowance};
pub use needs::{Need, NeedKind};
pub use notes::{SavedNote, answer_unclear, ask_unclear, clear_unclear, note_versions, save_note};
pub use planning::make_plan;
pub use portal::{MyHandover, MyReceiving, Today, my_handover, my_receiving};
pub use progress::{Brief, Outlook, Progress, brief_of, progress_of, work_facts};
pub use receivers::{accept_item, assign_receivers, remove_receiver, set_questioner, sign_off};
pub use schedule::{LeftOutItem, Move, PlanShown, PlanView, apply_plan, discard_plan, plan_view};
pub use seat::{ItemSeat, Seat, Side, side_of};
pub use stages::{SayStage, say_stage, say_stage_with, undo_stage};
pub use teach::{
    AnswerInput, Offer, add_question, answer_question, drop_offer, hand_in, mark_teach_back, retire_question,
    take_offer,
};
pub use view::{Attempt, ItemLine, ItemView, Overview, TeachScore, item_view, overview};

use app::Error;

/// What the rules of handing over say, as what the shell tells.
fn refusal(error: handover::Error) -> Error {
    use handover::Error as E;
    match error {
        E::StageOutOfOrder { .. } => Error::Conflict("error-stage-order"),
        E::AlreadyProven => Error::Conflict("error-stage-proven"),
        E::InFuture => Error::field("reached_on", "error-stage-future"),
        E::BeforePrevious { .. } => Error::field("reached_on", "error-stage-before-previous"),
        E::LaterStageSet { .. } => Error::Conflict("error-stage-later-set"),
        E::StageNotSet => Error::Conflict("error-stage-not-set"),
        E::Weight(_) => Error::field("weight", "error-weight"),
        other => Error::internal(other),
    }
}

/// A text of a sensible length, or the message that says what is wrong with it.
fn check_text(field: &'static str, text: &str, most: usize) -> app::Result<()> {
    match text.trim().chars().count() {
        0 => Err(Error::field(field, "error-required")),
        count if count > most => Err(Error::field(field, "error-too-long")),
        _ => Ok(()),
    }
}
