//! At which side of a handover somebody sits, and what follows from it.

use app::{
    Cx, Error, Result,
    access::{self, Action, Field, Relation, Visibility},
};
use departure::Action as DepartureAction;
use kernel::{DepartureId, ItemId, PersonId, Role};
use store::{
    Conn,
    departures::{Departure, Viewer},
    handover::items::{Item, Receiver},
};

/// How the actor stands to one handover.
#[derive(Debug, Clone)]
pub struct Seat {
    /// The departure.
    pub case: Departure,
    /// Steers it: HR, or the leaver's line manager; never the leaver.
    pub leads: bool,
    /// Sees the whole of it, because of a role.
    pub looks: bool,
    /// Is the one who leaves.
    pub is_leaver: bool,
    /// The actor's person.
    pub person: Option<PersonId>,
    relation: Relation,
}

/// Which page of a handover is the actor's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Sees the whole of it.
    Whole,
    /// Leaves.
    Leaver,
    /// Takes something over.
    Receiver,
}

/// The actor's side of a handover; of no use to anybody who has none: they were refused before.
pub async fn side_of(cx: &Cx, departure: DepartureId) -> Result<Side> {
    let seat = Seat::load(cx, &mut cx.read().await?, departure).await?;
    Ok(match (seat.looks, seat.is_leaver) {
        (true, _) => Side::Whole,
        (false, true) => Side::Leaver,
        (false, false) => Side::Receiver,
    })
}

/// How the actor stands to one item.
#[derive(Debug, Clone)]
pub struct ItemSeat {
    /// The handover that it belongs to.
    pub seat: Seat,
    /// The item.
    pub item: Item,
    /// Who takes it over.
    pub receivers: Vec<Receiver>,
    /// The actor takes it over.
    pub is_receiver: bool,
    /// The actor is the one who asks.
    pub is_questioner: bool,
}

impl Seat {
    /// Loads the departure and finds the seat. A seat says nothing yet of whether the actor may see anything.
    pub(super) async fn load(cx: &Cx, conn: &mut Conn, id: DepartureId) -> Result<Self> {
        let case = conn.get_departure(&Viewer::ALL, id).await?;
        let actor = cx.actor();
        let is_leaver = actor.person == Some(case.person_id);
        let in_line = match actor.person {
            Some(me) if actor.has(Role::Manager) => conn.is_in_line(case.person_id, me).await?,
            _ => false,
        };
        let is_in_scope = Self::is_in_scope(cx, conn, id).await?;
        let steers = actor.has_any(&[Role::HrSpecialist, Role::HrPartner]) || in_line;
        let leads = cx.allow(Action::RunHandovers).is_ok() && is_in_scope && steers && !is_leaver;
        let relation = Relation::of(actor, case.person_id, in_line, false);
        let looks = is_in_scope
            && cx.allow(Action::SeeDepartures).is_ok()
            && (leads || access::visible(actor, relation, Field::Handover) == Visibility::Show);
        Ok(Self { case, leads, looks, is_leaver, person: actor.person, relation })
    }

    async fn is_in_scope(cx: &Cx, conn: &mut Conn, id: DepartureId) -> Result<bool> {
        let Ok(scope) = cx.scope() else { return Ok(false) };
        let sees_prepared = cx.allow(Action::SeePrepared).is_ok();
        match conn.get_departure(&Viewer { scope, sees_prepared, person: cx.actor().person }, id).await {
            Ok(_) => Ok(true),
            Err(store::Error::NotFound) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// The seat of somebody who may see the whole handover; anybody else learns nothing.
    pub(super) async fn looking(cx: &Cx, conn: &mut Conn, id: DepartureId) -> Result<Self> {
        let seat = Self::load(cx, conn, id).await?;
        if seat.looks { Ok(seat) } else { Err(Error::NotFound) }
    }

    /// The seat of somebody who steers a handover that is under way.
    pub(super) async fn leading(cx: &Cx, conn: &mut Conn, id: DepartureId) -> Result<Self> {
        let seat = Self::load(cx, conn, id).await?;
        if !seat.leads {
            return Err(Error::NotFound);
        }
        seat.check_open()?;
        Ok(seat)
    }

    /// Whether anything may be changed still.
    pub fn is_open(&self) -> bool {
        self.case.status.allows(DepartureAction::HandOver).is_ok()
    }

    /// Refuses a change of what is prepared, withdrawn or closed.
    pub(super) fn check_open(&self) -> Result<()> {
        if self.is_open() { Ok(()) } else { Err(Error::Conflict("error-handover-closed")) }
    }

    /// Whether the actor may see a class of field here.
    pub fn sees(&self, cx: &Cx, field: Field) -> bool {
        self.leads || access::visible(cx.actor(), self.relation, field) == Visibility::Show
    }
}

impl ItemSeat {
    /// Loads the item and finds the seat. Whoever neither looks, leaves nor receives gets the same 404 as for an item
    /// that is not there; so do leaver and receivers for one that was dropped, and for a departure not announced.
    pub(super) async fn load(cx: &Cx, conn: &mut Conn, departure: DepartureId, id: ItemId) -> Result<Self> {
        let item = conn.get_item(id).await?;
        if item.departure_id != departure {
            return Err(Error::NotFound);
        }
        let mut seat = Seat::load(cx, conn, departure).await?;
        let receivers = conn.list_item_receivers(id).await?;
        let mine = receivers.iter().find(|receiver| Some(receiver.person_id) == seat.person);
        let (is_receiver, is_questioner) =
            (mine.is_some(), mine.is_some_and(|receiver| receiver.is_questioner));
        let is_party = (seat.is_leaver || is_receiver)
            && !item.is_dropped
            && seat.case.announced_at.is_some()
            && (seat.is_leaver || seat.is_open());
        if !seat.looks && !is_party {
            return Err(Error::NotFound);
        }
        if is_receiver && is_party && seat.relation == Relation::Other {
            seat.relation = Relation::ReceivesFrom;
        }
        let is_receiver = is_receiver && is_party;
        Ok(Self { seat, item, receivers, is_receiver, is_questioner: is_questioner && is_receiver })
    }

    /// The seat of somebody who may change something about an item that is being handed over.
    pub(super) async fn changing(
        cx: &Cx,
        conn: &mut Conn,
        departure: DepartureId,
        id: ItemId,
    ) -> Result<Self> {
        let at = Self::load(cx, conn, departure, id).await?;
        if !at.takes_part() {
            return Err(Error::NotFound);
        }
        at.seat.check_open()?;
        if at.item.is_dropped {
            return Err(Error::Conflict("error-item-dropped"));
        }
        Ok(at)
    }

    /// Steers, leaves or receives: these write notes and say how far the item has come.
    pub fn takes_part(&self) -> bool {
        self.seat.leads || self.seat.is_leaver || self.is_receiver
    }

    /// May say that a finding in the note stands: who steers, and the leaver who wrote it.
    pub fn may_allow(&self) -> bool {
        self.seat.leads || self.seat.is_leaver
    }

    /// May choose among the questions that the note gives.
    pub fn may_choose(&self) -> bool {
        self.seat.leads || self.is_questioner
    }

    /// May ask questions for the teach-back: not the leaver, who would choose the easy ones.
    pub fn may_ask(&self) -> bool {
        self.seat.leads || self.is_receiver
    }

    /// May mark an attempt of this person: the questioner or who steers, and nobody the own one.
    pub fn may_mark(&self, answerer: PersonId) -> bool {
        (self.seat.leads || self.is_questioner) && self.seat.person != Some(answerer)
    }
}
