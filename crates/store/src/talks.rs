//! Talks with people: planned, held, and what came of them.

use kernel::{AccountId, Date, DepartureId, PersonId, TalkId, Timestamp};

use crate::{Conn, Result, Tx, boxed, departures::changed};

record! {
    /// A talk.
    pub struct Talk {
        /// The id.
        pub id: TalkId,
        /// With whom.
        pub person_id: PersonId,
        /// That person's name.
        pub person_name: String,
        /// The departure because of which it is planned.
        pub departure_id: Option<DepartureId>,
        /// Who talks.
        pub talker_id: PersonId,
        /// That person's name.
        pub talker_name: String,
        /// Why.
        pub why: String,
        /// What is to be said.
        pub message: String,
        /// Until when.
        pub due_on: Date,
        /// When it was held.
        pub held_on: Option<Date>,
        /// What came of it; empty before.
        pub outcome: String,
        /// What was agreed; may be empty.
        pub agreed: String,
        /// Whether it was called off.
        pub is_cancelled: bool,
    }
}

record! {
    /// How many talks of a departure.
    pub struct TalkCount {
        /// Held.
        pub held: i64,
        /// Still to be held.
        pub open: i64,
        /// Of those, past their day.
        pub late: i64,
    }
}

/// A talk as it is planned.
#[derive(Debug, Clone)]
pub struct NewTalk {
    /// The id.
    pub id: TalkId,
    /// With whom.
    pub person: PersonId,
    /// Because of which departure.
    pub departure: Option<DepartureId>,
    /// Who talks.
    pub talker: PersonId,
    /// Why.
    pub why: String,
    /// What is to be said.
    pub message: String,
    /// Until when.
    pub due_on: Date,
}

/// Those of others for who plans talks ($2 is empty), else those that $2 holds; never those with the viewer, $3.
macro_rules! talks {
    () => {
        "SELECT k.id, k.person_id, p.name AS person_name, k.departure_id, k.talker_id, q.name AS talker_name, k.why, k.message, \
         k.due_on, k.held_on, k.outcome, k.agreed, k.is_cancelled FROM talk k \
         JOIN person p ON p.tenant_id = k.tenant_id AND p.id = k.person_id \
         JOIN person q ON q.tenant_id = k.tenant_id AND q.id = k.talker_id \
         WHERE k.tenant_id = $1 AND ($2 = '' OR k.talker_id = $2) AND k.person_id <> $3 "
    };
}

const OPEN: &str =
    concat!(talks!(), "AND k.held_on IS NULL AND k.is_cancelled = FALSE ORDER BY k.due_on, k.id LIMIT $4");
const OVER: &str = concat!(
    talks!(),
    "AND (k.held_on IS NOT NULL OR k.is_cancelled = TRUE) AND k.id < $4 ORDER BY k.id DESC LIMIT $5"
);
const BY_ID: &str = concat!(talks!(), "AND k.id = $4");
const COUNT: &str = "SELECT CAST(COALESCE(SUM(CASE WHEN held_on IS NOT NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS held, \
     CAST(COALESCE(SUM(CASE WHEN held_on IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS open, \
     CAST(COALESCE(SUM(CASE WHEN held_on IS NULL AND due_on < $3 THEN 1 ELSE 0 END), 0) AS BIGINT) AS late \
     FROM talk WHERE tenant_id = $1 AND departure_id = $2 AND is_cancelled = FALSE";
const PLAN: &str = "INSERT INTO talk (tenant_id, id, person_id, departure_id, talker_id, why, message, due_on, planned_by, planned_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const HOLD: &str = "UPDATE talk SET held_on = $3, outcome = $4, agreed = $5 WHERE tenant_id = $1 AND id = $2 \
     AND held_on IS NULL AND is_cancelled = FALSE";
const CANCEL: &str = "UPDATE talk SET is_cancelled = TRUE, agreed = $3 WHERE tenant_id = $1 AND id = $2 \
     AND held_on IS NULL AND is_cancelled = FALSE";

/// Which talks a viewer may know of.
#[derive(Debug, Clone, Copy)]
pub struct TalkView {
    /// Only those that this person holds; all where empty.
    pub talker: Option<PersonId>,
    /// Who looks, and learns nothing of talks with himself or herself.
    pub viewer: Option<PersonId>,
}

impl TalkView {
    fn texts(self) -> (String, String) {
        let text = |person: Option<PersonId>| person.map(|person| person.to_string()).unwrap_or_default();
        (text(self.talker), text(self.viewer))
    }
}

impl Conn {
    /// Talks to come, the most urgent first.
    #[boxed]
    pub async fn list_open_talks(&mut self, view: TalkView, limit: i64) -> Result<Vec<Talk>> {
        let (talker, viewer) = view.texts();
        all!(self, OPEN, talker, viewer, limit)
    }

    /// Talks that are over, planned before the one with this id, the latest planned first.
    #[boxed]
    pub async fn list_past_talks(&mut self, view: TalkView, before: &str, limit: i64) -> Result<Vec<Talk>> {
        let (talker, viewer) = view.texts();
        all!(self, OVER, talker, viewer, before, limit)
    }

    /// One talk.
    #[boxed]
    pub async fn get_talk(&mut self, view: TalkView, id: TalkId) -> Result<Talk> {
        let (talker, viewer) = view.texts();
        one!(self, BY_ID, talker, viewer, id)
    }

    /// How many talks were planned because of a departure.
    #[boxed]
    pub async fn count_talks(&mut self, departure: DepartureId, today: Date) -> Result<TalkCount> {
        one!(self, COUNT, departure, today)
    }
}

impl Tx {
    /// Plans a talk.
    #[boxed]
    pub async fn plan_talk(&mut self, talk: &NewTalk, (by, at): (AccountId, Timestamp)) -> Result<()> {
        run!(
            self,
            PLAN,
            talk.id,
            talk.person,
            talk.departure,
            talk.talker,
            talk.why.as_str(),
            talk.message.as_str(),
            talk.due_on,
            by,
            at
        )?;
        Ok(())
    }

    /// Says that a talk was held; not found when it is over already.
    #[boxed]
    pub async fn hold_talk(&mut self, id: TalkId, on: Date, (outcome, agreed): (&str, &str)) -> Result<()> {
        changed(run!(self, HOLD, id, on, outcome, agreed)?)
    }

    /// Calls a talk off; not found when it is over already.
    #[boxed]
    pub async fn cancel_talk(&mut self, id: TalkId, why: &str) -> Result<()> {
        changed(run!(self, CANCEL, id, why)?)
    }
}
