//! Items and their receivers.

use handover::{ItemKind, SourceKind};
use kernel::{AccountId, Date, DepartureId, ItemId, PersonId, Timestamp};

use crate::{Conn, Result, Tx};

record! {
    /// One thing to hand over.
    pub struct Item {
        /// Its id.
        pub id: ItemId,
        /// The departure.
        pub departure_id: DepartureId,
        /// Where it came from.
        pub source_kind: SourceKind,
        /// The id there; nothing for an item that a person added.
        pub source_id: Option<String>,
        /// What kind of thing.
        pub kind: ItemKind,
        /// Its name.
        pub title: String,
        /// What it matters, 1 to 100.
        pub weight: i64,
        /// The leaver's hours that it takes.
        pub hours: i64,
        /// Whether the company cannot do without it.
        pub is_core: bool,
        /// When it should be independent.
        pub planned_on: Option<Date>,
        /// Changed by a person: no refresh touches it any more.
        pub is_edited: bool,
        /// Left out, with a reason.
        pub is_dropped: bool,
        /// Why.
        pub dropped_why: String,
        /// What the leaver should have reached.
        pub goal_leaver: String,
        /// What the receivers should be able to do.
        pub goal_receiver: String,
        /// When it was added.
        pub created_at: Timestamp,
    }
}

record! {
    /// Somebody who takes an item over.
    pub struct Receiver {
        /// The item.
        pub item_id: ItemId,
        /// Who.
        pub person_id: PersonId,
        /// The name.
        pub name: String,
        /// The one who is good at asking.
        pub is_questioner: bool,
        /// When the item was accepted.
        pub accepted_at: Option<Timestamp>,
        /// When it was signed off as taken over.
        pub signed_off_at: Option<Timestamp>,
        /// What the receiver said when signing off.
        pub remark: String,
    }
}

record! {
    struct ItemRow {
        item_id: ItemId,
    }
}

const ITEM: &str = "SELECT id, departure_id, source_kind, source_id, kind, title, weight, hours, is_core, planned_on, is_edited, is_dropped, \
     dropped_why, goal_leaver, goal_receiver, created_at FROM handover_item WHERE tenant_id = $1 AND id = $2";
const ITEMS: &str = "SELECT id, departure_id, source_kind, source_id, kind, title, weight, hours, is_core, planned_on, is_edited, is_dropped, \
     dropped_why, goal_leaver, goal_receiver, created_at FROM handover_item WHERE tenant_id = $1 AND departure_id = $2 \
     ORDER BY weight DESC, id";
const CREATE: &str = "INSERT INTO handover_item (tenant_id, id, departure_id, source_kind, source_id, kind, title, weight, hours, is_core, \
     planned_on, is_edited, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const UPDATE: &str = "UPDATE handover_item SET kind = $3, title = $4, weight = $5, hours = $6, is_core = $7, planned_on = $8, \
     goal_leaver = $9, goal_receiver = $10, is_edited = $11 WHERE tenant_id = $1 AND id = $2";
const PLAN: &str = "UPDATE handover_item SET planned_on = $3 WHERE tenant_id = $1 AND id = $2";
const DROP: &str = "UPDATE handover_item SET is_dropped = $3, dropped_why = $4 WHERE tenant_id = $1 AND id = $2 AND is_dropped <> $3";
const RECEIVERS: &str = "SELECT r.item_id, r.person_id, p.name, r.is_questioner, r.accepted_at, r.signed_off_at, r.remark \
     FROM item_receiver r JOIN handover_item i ON i.tenant_id = r.tenant_id AND i.id = r.item_id \
     JOIN person p ON p.tenant_id = r.tenant_id AND p.id = r.person_id \
     WHERE r.tenant_id = $1 AND i.departure_id = $2 ORDER BY r.item_id, r.is_questioner, p.sort_key, r.person_id";
const RECEIVERS_OF: &str = "SELECT r.item_id, r.person_id, p.name, r.is_questioner, r.accepted_at, r.signed_off_at, r.remark \
     FROM item_receiver r JOIN person p ON p.tenant_id = r.tenant_id AND p.id = r.person_id \
     WHERE r.tenant_id = $1 AND r.item_id = $2 ORDER BY r.is_questioner, p.sort_key, r.person_id";
const ADD_RECEIVER: &str =
    "INSERT INTO item_receiver (tenant_id, item_id, person_id, is_questioner) VALUES ($1, $2, $3, $4)";
const REMOVE_RECEIVER: &str =
    "DELETE FROM item_receiver WHERE tenant_id = $1 AND item_id = $2 AND person_id = $3";
const CLEAR_QUESTIONER: &str =
    "UPDATE item_receiver SET is_questioner = FALSE WHERE tenant_id = $1 AND item_id = $2";
const SET_QUESTIONER: &str =
    "UPDATE item_receiver SET is_questioner = TRUE WHERE tenant_id = $1 AND item_id = $2 AND person_id = $3";
const ACCEPT: &str = "UPDATE item_receiver SET accepted_at = $4 WHERE tenant_id = $1 AND item_id = $2 AND person_id = $3 \
     AND accepted_at IS NULL";
const SIGN_OFF: &str = "UPDATE item_receiver SET signed_off_at = $4, remark = $5 WHERE tenant_id = $1 AND item_id = $2 AND person_id = $3 \
     AND accepted_at IS NOT NULL AND signed_off_at IS NULL";
const SOLE: &str = "SELECT i.id AS item_id FROM handover_item i \
     JOIN departure d ON d.tenant_id = i.tenant_id AND d.id = i.departure_id \
     WHERE i.tenant_id = $1 AND i.departure_id = $2 AND i.source_kind = 'knowledge' AND NOT EXISTS ( \
         SELECT 1 FROM knowledge_holder h JOIN person p ON p.tenant_id = h.tenant_id AND p.id = h.person_id \
         WHERE h.tenant_id = i.tenant_id AND h.item_id = i.source_id AND h.person_id <> d.person_id AND h.level >= 3 \
         AND p.is_employed = TRUE)";

impl Conn {
    /// The item.
    pub async fn get_item(&mut self, id: ItemId) -> Result<Item> {
        one!(self, ITEM, id)
    }

    /// Every item of a departure, the dropped ones too, what matters most first.
    pub async fn list_items(&mut self, departure: DepartureId) -> Result<Vec<Item>> {
        all!(self, ITEMS, departure)
    }

    /// The receivers of every item of a departure, the questioner of an item last.
    pub async fn list_receivers(&mut self, departure: DepartureId) -> Result<Vec<Receiver>> {
        all!(self, RECEIVERS, departure)
    }

    /// The receivers of one item, the questioner last.
    pub async fn list_item_receivers(&mut self, item: ItemId) -> Result<Vec<Receiver>> {
        all!(self, RECEIVERS_OF, item)
    }

    /// The items whose knowledge nobody else who is employed can apply alone, by the register.
    pub async fn list_sole_items(&mut self, departure: DepartureId) -> Result<Vec<ItemId>> {
        let rows: Vec<ItemRow> = all!(self, SOLE, departure)?;
        Ok(rows.into_iter().map(|row| row.item_id).collect())
    }
}

impl Tx {
    /// Adds an item. A second one from the same source is refused as a duplicate.
    pub async fn create_item(&mut self, new: &Item) -> Result<()> {
        run!(
            self,
            CREATE,
            new.id,
            new.departure_id,
            new.source_kind,
            &new.source_id,
            new.kind,
            &new.title,
            new.weight,
            new.hours,
            new.is_core,
            new.planned_on,
            new.is_edited,
            new.created_at
        )?;
        Ok(())
    }

    /// Writes what may be changed of an item.
    pub async fn update_item(&mut self, item: &Item) -> Result<()> {
        run!(
            self,
            UPDATE,
            item.id,
            item.kind,
            &item.title,
            item.weight,
            item.hours,
            item.is_core,
            item.planned_on,
            &item.goal_leaver,
            &item.goal_receiver,
            item.is_edited
        )?;
        Ok(())
    }

    /// Sets the day on which an item should be independent.
    pub async fn plan_item(&mut self, item: ItemId, on: Option<Date>) -> Result<()> {
        run!(self, PLAN, item, on)?;
        Ok(())
    }

    /// Drops an item or takes it in again; false when it was so already.
    pub async fn drop_item(&mut self, item: ItemId, is_dropped: bool, why: &str) -> Result<bool> {
        Ok(run!(self, DROP, item, is_dropped, why)? > 0)
    }

    /// Names a receiver. Naming somebody twice is a duplicate.
    pub async fn add_receiver(&mut self, item: ItemId, person: PersonId, is_questioner: bool) -> Result<()> {
        run!(self, ADD_RECEIVER, item, person, is_questioner)?;
        Ok(())
    }

    /// Takes a receiver's name away; false when it was not there.
    pub async fn remove_receiver(&mut self, item: ItemId, person: PersonId) -> Result<bool> {
        Ok(run!(self, REMOVE_RECEIVER, item, person)? > 0)
    }

    /// Makes one receiver the questioner of the item, and no other; false when the person is no receiver.
    pub async fn set_questioner(&mut self, item: ItemId, person: PersonId) -> Result<bool> {
        run!(self, CLEAR_QUESTIONER, item)?;
        Ok(run!(self, SET_QUESTIONER, item, person)? > 0)
    }

    /// Records the acceptance; false when it was given before, or the person is no receiver.
    pub async fn accept_item(&mut self, item: ItemId, person: PersonId, at: Timestamp) -> Result<bool> {
        Ok(run!(self, ACCEPT, item, person, at)? > 0)
    }

    /// Records that the receiver has taken the item over; false when it was said before or not accepted yet.
    pub async fn sign_off_item(
        &mut self,
        item: ItemId,
        person: PersonId,
        (at, remark): (Timestamp, &str),
    ) -> Result<bool> {
        Ok(run!(self, SIGN_OFF, item, person, at, remark)? > 0)
    }
}

/// Who said something and when, as every record here keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
}
