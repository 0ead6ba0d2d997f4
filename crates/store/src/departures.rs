//! Departures: one record of who ended it and how, from the first notice to the closed file.
//!
//! What is prepared in confidence is left out of every answer unless the viewer prepares departures, and is never told
//! to the person it concerns; that holds too when it was withdrawn before anybody was told.

mod facts;

pub use facts::{DepartureEntry, OpenItem, RegisterCount};

use departure::{Gauge, PointerKind, Stage, Status, TaskStatus};
use kernel::{AccountId, Date, DepartureId, EmploymentId, PersonId, Timestamp};

use crate::{Conn, Error, Result, Tx, boxed, people::Scope};

text_columns!(
    Gauge,
    PointerKind,
    Stage,
    Status,
    TaskStatus,
    departure::ApprovalGate,
    departure::ApprovalStatus
);

/// Who asks, as far as it bounds what is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    /// Whose people.
    pub scope: Scope,
    /// Whether what is prepared in confidence is shown.
    pub sees_prepared: bool,
    /// The viewer's own person, from whom an own prepared departure is kept.
    pub person: Option<PersonId>,
}

impl Viewer {
    /// A viewer who sees everything: for decisions that must not depend on who asks.
    pub const ALL: Self = Self { scope: Scope::Company, sees_prepared: true, person: None };

    pub(crate) fn person_text(&self) -> String {
        self.person.map(|person| person.to_string()).unwrap_or_default()
    }
}

record! {
    /// A departure as stored.
    pub struct Departure {
        /// Its id.
        pub id: DepartureId,
        /// Its number, `LZ-2026-0107`.
        pub number: String,
        /// Who leaves.
        pub person_id: PersonId,
        /// The spell that ends.
        pub employment_id: EmploymentId,
        /// The name then.
        pub person_name: String,
        /// The employee number then.
        pub emp_no: String,
        /// The employer's name then.
        pub employer_name: String,
        /// The department then.
        pub department_path: String,
        /// The post then.
        pub post_title: String,
        /// The manager then.
        pub manager_id: Option<PersonId>,
        /// The code of the kind of leaving.
        pub ground: String,
        /// The code of the reason that this kind asks for; empty where it asks for none.
        pub reason_code: String,
        /// The reason in words; sensitive.
        pub reason: String,
        /// Where it stands.
        pub status: Status,
        /// Notice given.
        pub notice_on: Date,
        /// Last working day.
        pub last_day: Date,
        /// Legal end.
        pub legal_end: Date,
        /// From when on every door is shut.
        pub access_off_at: Option<Timestamp>,
        /// Its stage.
        pub stage: Stage,
        /// Who opened it.
        pub opened_by: AccountId,
        /// When.
        pub opened_at: Timestamp,
        /// When it was announced; empty while it is prepared in confidence.
        pub announced_at: Option<Timestamp>,
        /// When it was closed or withdrawn.
        pub ended_at: Option<Timestamp>,
        /// Why it was withdrawn.
        pub ended_reason: String,
        /// When the spell began.
        pub hired_on: Date,
    }
}

macro_rules! columns {
    () => {
        "SELECT d.id, d.number, d.person_id, d.employment_id, d.person_name, d.emp_no, d.employer_name, d.department_path, \
         d.post_title, d.manager_id, d.ground, d.reason_code, d.reason, d.status, d.notice_on, d.last_day, d.legal_end, \
         d.access_off_at, d.stage, d.opened_by, d.opened_at, d.announced_at, d.ended_at, d.ended_reason, e.hired_on \
         FROM departure d JOIN employment e ON e.tenant_id = d.tenant_id AND e.id = d.employment_id \
         WHERE d.tenant_id = $1 "
    };
}

/// What the viewer may know of, with scope, prepared and person bound as `$2`, `$3` and `$4`.
macro_rules! seen {
    () => {
        "AND (CAST($2 AS TEXT) IS NULL OR d.person_id IN (WITH RECURSIVE line(id) AS ( \
         SELECT id FROM person WHERE tenant_id = $1 AND manager_id = $2 UNION \
         SELECT q.id FROM person q JOIN line l ON q.manager_id = l.id WHERE q.tenant_id = $1) SELECT id FROM line)) \
         AND (d.announced_at IS NOT NULL OR ($3 = TRUE AND d.person_id <> $4)) "
    };
}
pub(crate) use seen;

const BY_ID: &str = concat!(columns!(), seen!(), "AND d.id = $5");
const RUNNING_OF: &str =
    concat!(columns!(), seen!(), "AND d.person_id = $5 AND d.status IN ('prepared', 'open') LIMIT 1");
const OF_PERSON: &str =
    concat!(columns!(), seen!(), "AND d.person_id = $5 ORDER BY d.opened_at DESC LIMIT 20");
const LIST: &str = concat!(
    columns!(),
    seen!(),
    "AND d.status = $5 AND (d.last_day > $6 OR (d.last_day = $6 AND d.id > $7)) ORDER BY d.last_day, d.id LIMIT $8"
);
const LIST_ENDED: &str = concat!(
    columns!(),
    seen!(),
    "AND d.status IN ('closed', 'withdrawn') AND (d.last_day < $5 OR (d.last_day = $5 AND d.id < $6)) \
     ORDER BY d.last_day DESC, d.id DESC LIMIT $7"
);
const ENDING: &str = concat!(
    columns!(),
    seen!(),
    "AND d.status IN ('open', 'closed') AND d.legal_end >= $5 AND d.id > $6 ORDER BY d.id LIMIT $7"
);
const NEAR_END: &str = concat!(
    columns!(),
    seen!(),
    "AND d.status IN ('open', 'closed') AND d.legal_end >= $5 AND d.legal_end <= $6 ORDER BY d.legal_end, d.id LIMIT $7"
);
const NEXT_NUMBER: &str = "INSERT INTO departure_number (tenant_id, year, last) VALUES ($1, $2, 1) \
     ON CONFLICT (tenant_id, year) DO UPDATE SET last = departure_number.last + 1 RETURNING last AS number";
const CREATE: &str = "INSERT INTO departure (tenant_id, id, number, person_id, employment_id, person_name, emp_no, employer_name, \
     department_path, post_title, manager_id, ground, reason_code, reason, status, notice_on, last_day, legal_end, access_off_at, \
     stage, opened_by, opened_at, announced_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)";
const SET_DATES: &str = "UPDATE departure SET notice_on = $3, last_day = $4, legal_end = $5 WHERE tenant_id = $1 AND id = $2 \
     AND status IN ('prepared', 'open')";
const SET_STAGE: &str =
    "UPDATE departure SET stage = $3 WHERE tenant_id = $1 AND id = $2 AND status = 'open'";
const ANNOUNCE: &str = "UPDATE departure SET status = 'open', announced_at = $3 WHERE tenant_id = $1 AND id = $2 AND status = 'prepared'";
const SET_ACCESS: &str = "UPDATE departure SET access_off_at = $3 WHERE tenant_id = $1 AND id = $2 AND status IN ('prepared', 'open')";
const END: &str = "UPDATE departure SET status = $3, ended_by = $4, ended_at = $5, ended_reason = $6 WHERE tenant_id = $1 AND id = $2 \
     AND status IN ('prepared', 'open')";
const END_SPELL: &str =
    "UPDATE employment SET left_on = $3, status = 'left' WHERE tenant_id = $1 AND id = $2";
const END_PERSON: &str =
    "UPDATE person SET is_employed = FALSE WHERE tenant_id = $1 AND id = $2 AND employment_id = $3";
const COUNT: &str = concat!(
    "SELECT d.status, COUNT(*) AS number FROM departure d WHERE d.tenant_id = $1 ",
    seen!(),
    "GROUP BY d.status"
);

record! {
    struct Number {
        number: i64,
    }
}

record! {
    /// How many departures stand in a status.
    pub struct StatusCount {
        /// The status.
        pub status: Status,
        /// How many.
        pub number: i64,
    }
}

impl Conn {
    /// The departure, when the viewer may know of it.
    #[boxed]
    pub async fn get_departure(&mut self, viewer: &Viewer, id: DepartureId) -> Result<Departure> {
        one!(self, BY_ID, viewer.scope.manager_text(), viewer.sees_prepared, viewer.person_text(), id)
    }

    /// The departure of a person that is running, when the viewer may know of it.
    #[boxed]
    pub async fn find_running_departure(
        &mut self,
        viewer: &Viewer,
        person: PersonId,
    ) -> Result<Option<Departure>> {
        maybe!(
            self,
            RUNNING_OF,
            viewer.scope.manager_text(),
            viewer.sees_prepared,
            viewer.person_text(),
            person
        )
    }

    /// What ends between two days, the earliest first, at most so many.
    #[boxed]
    pub async fn list_near_end(
        &mut self,
        viewer: &Viewer,
        (from, until): (Date, Date),
        limit: i64,
    ) -> Result<Vec<Departure>> {
        all!(
            self,
            NEAR_END,
            viewer.scope.manager_text(),
            viewer.sees_prepared,
            viewer.person_text(),
            from,
            until,
            limit
        )
    }

    /// What ends, or has ended since a day, in the order of the ids; `after` is the id of the last one seen.
    #[boxed]
    pub async fn list_ending(
        &mut self,
        viewer: &Viewer,
        since: Date,
        (after, limit): (&str, i64),
    ) -> Result<Vec<Departure>> {
        all!(
            self,
            ENDING,
            viewer.scope.manager_text(),
            viewer.sees_prepared,
            viewer.person_text(),
            since,
            after,
            limit
        )
    }

    /// Every departure of a person that the viewer may know of, the newest first.
    #[boxed]
    pub async fn list_departures_of(&mut self, viewer: &Viewer, person: PersonId) -> Result<Vec<Departure>> {
        all!(self, OF_PERSON, viewer.scope.manager_text(), viewer.sees_prepared, viewer.person_text(), person)
    }

    /// Departures in a status by last working day, after the given one; an empty day starts at the first.
    #[boxed]
    pub async fn list_departures(
        &mut self,
        viewer: &Viewer,
        status: Status,
        (after_day, after_id): (&str, &str),
        limit: i64,
    ) -> Result<Vec<Departure>> {
        let (manager, prepared, person) =
            (viewer.scope.manager_text(), viewer.sees_prepared, viewer.person_text());
        all!(self, LIST, manager, prepared, person, status, after_day, after_id, limit)
    }

    /// Closed and withdrawn departures, the latest last working day first, before the given one.
    #[boxed]
    pub async fn list_ended_departures(
        &mut self,
        viewer: &Viewer,
        before: Option<(&str, &str)>,
        limit: i64,
    ) -> Result<Vec<Departure>> {
        let (day, id) = before.unwrap_or(("9999-99-99", ""));
        let (manager, prepared, person) =
            (viewer.scope.manager_text(), viewer.sees_prepared, viewer.person_text());
        all!(self, LIST_ENDED, manager, prepared, person, day, id, limit)
    }

    /// How many departures there are in each status.
    #[boxed]
    pub async fn count_departures(&mut self, viewer: &Viewer) -> Result<Vec<StatusCount>> {
        all!(self, COUNT, viewer.scope.manager_text(), viewer.sees_prepared, viewer.person_text())
    }
}

impl Tx {
    /// The next number of a year; given back with the transaction when that fails, so that there are no gaps.
    #[boxed]
    pub async fn next_departure_number(&mut self, year: i16) -> Result<String> {
        let row: Number = one!(self, NEXT_NUMBER, i64::from(year))?;
        Ok(format!("LZ-{year}-{:04}", row.number))
    }

    /// Opens a departure. A second running one of the person is [`Error::Duplicate`].
    #[boxed]
    pub async fn create_departure(&mut self, new: &Departure) -> Result<()> {
        run!(
            self,
            CREATE,
            new.id,
            &new.number,
            new.person_id,
            new.employment_id,
            &new.person_name,
            &new.emp_no,
            &new.employer_name,
            &new.department_path,
            &new.post_title,
            new.manager_id,
            &new.ground,
            &new.reason_code,
            &new.reason,
            new.status,
            new.notice_on,
            new.last_day,
            new.legal_end,
            new.access_off_at,
            new.stage,
            new.opened_by,
            new.opened_at,
            new.announced_at
        )?;
        Ok(())
    }

    /// Sets the three dates.
    #[boxed]
    pub async fn set_departure_dates(
        &mut self,
        id: DepartureId,
        (notice_on, last_day, legal_end): (Date, Date, Date),
    ) -> Result<()> {
        changed(run!(self, SET_DATES, id, notice_on, last_day, legal_end)?)
    }

    /// Goes on to a stage.
    #[boxed]
    pub async fn set_departure_stage(&mut self, id: DepartureId, stage: Stage) -> Result<()> {
        changed(run!(self, SET_STAGE, id, stage)?)
    }

    /// Makes what was prepared known.
    #[boxed]
    pub async fn announce_departure(&mut self, id: DepartureId, at: Timestamp) -> Result<()> {
        changed(run!(self, ANNOUNCE, id, at)?)
    }

    /// Notes when every door is shut; the accounts are set beside it.
    #[boxed]
    pub async fn set_departure_access(&mut self, id: DepartureId, at: Option<Timestamp>) -> Result<()> {
        changed(run!(self, SET_ACCESS, id, at)?)
    }

    /// Closes or withdraws.
    #[boxed]
    pub async fn end_departure(
        &mut self,
        id: DepartureId,
        status: Status,
        (by, at): (AccountId, Timestamp),
        reason: &str,
    ) -> Result<()> {
        changed(run!(self, END, id, status, by, at, reason)?)
    }

    /// Ends the spell of employment on a day; a person who has begun another one stays employed.
    #[boxed]
    pub async fn end_employment(
        &mut self,
        employment: EmploymentId,
        person: PersonId,
        left_on: Date,
    ) -> Result<()> {
        changed(run!(self, END_SPELL, employment, left_on)?)?;
        run!(self, END_PERSON, person, employment)?;
        Ok(())
    }
}

/// A statement that should have met one row.
pub(crate) fn changed(rows: u64) -> Result<()> {
    if rows == 0 { Err(Error::NotFound) } else { Ok(()) }
}
