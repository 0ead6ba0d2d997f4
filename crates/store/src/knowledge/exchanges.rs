//! Exchange sessions and technical assessments: planned, held, and what each showed of whom.

use kernel::{AccountId, Date, ExchangeId, KnowledgeItemId, PersonId, Timestamp};

use super::{Frame, frame, is_wanted};
use crate::{
    Conn, Result, Tx,
    bulk::{Target, Value},
    departures::changed,
};

record! {
    /// A session.
    pub struct Exchange {
        /// The id.
        pub id: ExchangeId,
        /// What it is about.
        pub item_id: KnowledgeItemId,
        /// The item's name.
        pub item_name: String,
        /// `exchange` or `assessment`.
        pub kind: String,
        /// Who teaches or examines.
        pub lead_id: Option<PersonId>,
        /// That person's name, or nothing.
        pub lead_name: String,
        /// The day it is planned for.
        pub planned_on: Date,
        /// How long it takes.
        pub minutes: i64,
        /// Where.
        pub place: String,
        /// The day it was held.
        pub held_on: Option<Date>,
        /// What came of it.
        pub outcome: String,
        /// What proves it.
        pub proof: String,
        /// Whether it was cancelled.
        pub is_cancelled: bool,
        /// Whether a sharing plan made it.
        pub is_planned: bool,
    }
}

record! {
    /// Somebody who takes part.
    pub struct Participant {
        /// The session.
        pub exchange_id: ExchangeId,
        /// Who.
        pub person_id: PersonId,
        /// The name.
        pub name: String,
        /// Whether he or she was there.
        pub was_there: bool,
        /// What it showed.
        pub level: Option<i64>,
    }
}

/// A session as it is made.
#[derive(Debug, Clone)]
pub struct NewExchange {
    /// The id.
    pub id: ExchangeId,
    /// What it is about.
    pub item_id: KnowledgeItemId,
    /// `exchange` or `assessment`.
    pub kind: String,
    /// Who teaches or examines.
    pub lead_id: Option<PersonId>,
    /// The day.
    pub planned_on: Date,
    /// How long.
    pub minutes: i64,
    /// Where.
    pub place: String,
    /// The sharing plan that made it.
    pub plan_id: Option<String>,
    /// Who is to take part.
    pub participants: Vec<PersonId>,
}

macro_rules! columns {
    () => {
        "SELECT e.id, e.item_id, k.name AS item_name, e.kind, e.lead_id, COALESCE(l.name, '') AS lead_name, e.planned_on, e.minutes, \
         e.place, e.held_on, e.outcome, e.proof, e.is_cancelled, CASE WHEN e.plan_id IS NULL THEN FALSE ELSE TRUE END AS is_planned \
         FROM exchange e JOIN knowledge_item k ON k.tenant_id = e.tenant_id AND k.id = e.item_id \
         LEFT JOIN person l ON l.tenant_id = e.tenant_id AND l.id = e.lead_id WHERE e.tenant_id = $1 "
    };
}

/// Sessions of items on the map in which nobody outside the frame takes part: a manager sees no other line's people.
macro_rules! is_inside {
    () => {
        concat!(
            "AND ",
            is_wanted!("e.item_id"),
            " AND (CAST($2 AS TEXT) IS NULL OR ((e.lead_id IS NULL OR e.lead_id IN (SELECT id FROM inside)) \
             AND NOT EXISTS (SELECT 1 FROM exchange_person x WHERE x.tenant_id = $1 AND x.exchange_id = e.id \
             AND x.person_id NOT IN (SELECT id FROM inside)))) "
        )
    };
}

const COMING: &str = concat!(
    frame!(),
    columns!(),
    is_inside!(),
    "AND e.held_on IS NULL AND e.is_cancelled = FALSE ORDER BY e.planned_on, e.id LIMIT $4"
);
const PAST: &str = concat!(
    frame!(),
    columns!(),
    is_inside!(),
    "AND (e.held_on IS NOT NULL OR e.is_cancelled = TRUE) AND (e.planned_on < $4 OR (e.planned_on = $4 AND e.id < $5)) \
     ORDER BY e.planned_on DESC, e.id DESC LIMIT $6"
);
const OF_ITEM: &str = concat!(
    frame!(),
    columns!(),
    is_inside!(),
    "AND e.item_id = $4 ORDER BY e.planned_on DESC, e.id DESC LIMIT 50"
);
const BY_ID: &str = concat!(frame!(), columns!(), is_inside!(), "AND e.id = $4");
const PARTICIPANTS: &str = "SELECT x.exchange_id, x.person_id, p.name, x.was_there, x.level FROM exchange_person x \
     JOIN person p ON p.tenant_id = x.tenant_id AND p.id = x.person_id \
     WHERE x.tenant_id = $1 AND x.exchange_id = $2 ORDER BY p.sort_key, p.id";
const MAKE: &str = "INSERT INTO exchange (tenant_id, id, item_id, kind, lead_id, planned_on, minutes, place, plan_id, made_by, made_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const HOLD: &str = "UPDATE exchange SET held_on = $3, outcome = $4, proof = $5 WHERE tenant_id = $1 AND id = $2 \
     AND held_on IS NULL AND is_cancelled = FALSE";
const CANCEL: &str = "UPDATE exchange SET is_cancelled = TRUE, outcome = $3 WHERE tenant_id = $1 AND id = $2 \
     AND held_on IS NULL AND is_cancelled = FALSE";
const TAKE_PART: &str = "UPDATE exchange_person SET was_there = $4, level = $5 WHERE tenant_id = $1 AND exchange_id = $2 AND person_id = $3";
const PARTICIPANT: Target = Target {
    table: "exchange_person",
    columns: &["exchange_id", "person_id"],
    on_conflict: "ON CONFLICT DO NOTHING",
};

impl Conn {
    /// Sessions that are to come, the next first.
    pub async fn list_coming_exchanges(&mut self, frame: Frame, limit: i64) -> Result<Vec<Exchange>> {
        all!(self, COMING, frame.scope.manager_text(), frame.department_text(), limit)
    }

    /// Sessions that were held or cancelled, the latest first, before a day and id.
    pub async fn list_past_exchanges(
        &mut self,
        frame: Frame,
        (before, before_id): (Date, &str),
        limit: i64,
    ) -> Result<Vec<Exchange>> {
        all!(self, PAST, frame.scope.manager_text(), frame.department_text(), before, before_id, limit)
    }

    /// Sessions about an item, the latest first.
    pub async fn list_item_exchanges(
        &mut self,
        frame: Frame,
        item: KnowledgeItemId,
    ) -> Result<Vec<Exchange>> {
        all!(self, OF_ITEM, frame.scope.manager_text(), frame.department_text(), item)
    }

    /// A session.
    pub async fn get_exchange(&mut self, frame: Frame, id: ExchangeId) -> Result<Exchange> {
        one!(self, BY_ID, frame.scope.manager_text(), frame.department_text(), id)
    }

    /// Who takes part, in the order of names.
    pub async fn list_participants(&mut self, id: ExchangeId) -> Result<Vec<Participant>> {
        all!(self, PARTICIPANTS, id)
    }
}

impl Tx {
    /// Plans a session.
    pub async fn make_exchange(&mut self, new: &NewExchange, by: AccountId, at: Timestamp) -> Result<()> {
        run!(
            self,
            MAKE,
            new.id,
            new.item_id,
            &new.kind,
            new.lead_id,
            new.planned_on,
            new.minutes,
            &new.place,
            new.plan_id.as_deref(),
            by,
            at
        )?;
        let values = |person: &PersonId| vec![Value::text(&new.id), Value::text(person)];
        self.insert_rows(&PARTICIPANT, &new.participants, values).await?;
        Ok(())
    }

    /// Says that it was held, and what came of it.
    pub async fn hold_exchange(
        &mut self,
        id: ExchangeId,
        on: Date,
        (outcome, proof): (&str, &str),
    ) -> Result<()> {
        changed(run!(self, HOLD, id, on, outcome, proof)?)
    }

    /// Cancels it.
    pub async fn cancel_exchange(&mut self, id: ExchangeId, why: &str) -> Result<()> {
        changed(run!(self, CANCEL, id, why)?)
    }

    /// Says who was there and what it showed.
    pub async fn note_participant(
        &mut self,
        id: ExchangeId,
        person: PersonId,
        (was_there, level): (bool, Option<i64>),
    ) -> Result<()> {
        changed(run!(self, TAKE_PART, id, person, was_there, level)?)
    }
}
