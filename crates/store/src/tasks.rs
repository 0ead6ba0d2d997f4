//! The tasks of departures.

use departure::{Gauge, Stage, TaskStatus};
use kernel::{AccountId, Date, DepartureId, PersonId, Role, TaskId, Timestamp};

use crate::{Conn, Result, Tx, boxed, departures::changed};

record! {
    /// A task as stored.
    pub struct Task {
        /// Its id.
        pub id: TaskId,
        /// Its departure.
        pub departure_id: DepartureId,
        /// The code of its template; empty for a task that a person added.
        pub code: String,
        /// The title of a task that a person added.
        pub title: String,
        /// Which risk it closes.
        pub gauge: Gauge,
        /// Its stage.
        pub stage: Stage,
        /// The role that sees to it.
        pub owner_role: Role,
        /// The person who does, if one was named.
        pub owner_id: Option<PersonId>,
        /// That person's name, or nothing.
        pub owner_name: String,
        /// When it is due.
        pub due_on: Date,
        /// Whether it blocks its stage.
        pub is_required: bool,
        /// Whether it is done only with its proof.
        pub needs_proof: bool,
        /// Whether a person changed it.
        pub is_edited: bool,
        /// Where it stands.
        pub status: TaskStatus,
        /// When it was done or skipped.
        pub done_at: Option<Timestamp>,
        /// By whom, as shown.
        pub done_by_name: String,
        /// The remark, or the reason for skipping.
        pub remark: String,
        /// How many proofs are attached.
        pub proofs: i64,
    }
}

record! {
    /// A task that is due, with what is needed to say whose it is.
    #[derive(Eq)]
    pub struct DueTask {
        /// Its id.
        pub id: TaskId,
        /// Its departure.
        pub departure_id: DepartureId,
        /// The code of its template.
        pub code: String,
        /// The title of a task that a person added.
        pub title: String,
        /// The gauge.
        pub gauge: Gauge,
        /// The role that sees to it.
        pub owner_role: Role,
        /// When it is due.
        pub due_on: Date,
        /// Whether it blocks its stage.
        pub is_required: bool,
        /// Who leaves.
        pub person_name: String,
        /// The departure's number.
        pub number: String,
    }
}

macro_rules! columns {
    () => {
        "SELECT t.id, t.departure_id, t.code, t.title, t.gauge, t.stage, t.owner_role, t.owner_id, \
         COALESCE(o.name, '') AS owner_name, t.due_on, t.is_required, t.needs_proof, t.is_edited, t.status, t.done_at, \
         COALESCE(a.display_name, '') AS done_by_name, t.remark, (SELECT COUNT(*) FROM attachment f \
         WHERE f.tenant_id = t.tenant_id AND f.owner_kind = 'task' AND f.owner_id = t.id) AS proofs \
         FROM departure_task t LEFT JOIN person o ON o.tenant_id = t.tenant_id AND o.id = t.owner_id \
         LEFT JOIN account a ON a.tenant_id = t.tenant_id AND a.id = t.done_by WHERE t.tenant_id = $1 "
    };
}

const OF_DEPARTURE: &str = concat!(columns!(), "AND t.departure_id = $2 ORDER BY t.due_on, t.id");
const BY_ID: &str = concat!(columns!(), "AND t.id = $2");
const CREATE: &str = "INSERT INTO departure_task (tenant_id, id, departure_id, code, title, gauge, stage, owner_role, owner_id, due_on, \
     is_required, needs_proof, is_edited, status) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
const MOVE_DUE: &str = "UPDATE departure_task SET due_on = $4 WHERE tenant_id = $1 AND departure_id = $2 AND code = $3 \
     AND is_edited = FALSE AND status = 'open'";
const EDIT: &str = "UPDATE departure_task SET due_on = $3, owner_id = $4, is_edited = TRUE WHERE tenant_id = $1 AND id = $2 AND status = 'open'";
const SETTLE: &str = "UPDATE departure_task SET status = $3, done_at = $4, done_by = $5, remark = $6 WHERE tenant_id = $1 AND id = $2 \
     AND status = 'open'";
const REOPEN: &str = "UPDATE departure_task SET status = 'open', done_at = NULL, done_by = NULL WHERE tenant_id = $1 AND id = $2 \
     AND status <> 'open'";
/// Roles as one text to search in: `,legal,manager,`; empty for no bound.
pub(crate) fn roles_text(roles: Option<&[Role]>) -> String {
    roles.map_or_else(String::new, |roles| {
        roles.iter().fold(String::from(","), |text, role| format!("{text}{role},"))
    })
}

impl Conn {
    /// The tasks of a departure by due day.
    #[boxed]
    pub async fn list_tasks(&mut self, departure: DepartureId) -> Result<Vec<Task>> {
        all!(self, OF_DEPARTURE, departure)
    }

    /// The task with this id.
    #[boxed]
    pub async fn get_task(&mut self, id: TaskId) -> Result<Task> {
        one!(self, BY_ID, id)
    }
}

impl Tx {
    /// Adds a task.
    #[boxed]
    pub async fn create_task(&mut self, new: &Task) -> Result<()> {
        run!(
            self,
            CREATE,
            new.id,
            new.departure_id,
            &new.code,
            &new.title,
            new.gauge,
            new.stage,
            new.owner_role,
            new.owner_id,
            new.due_on,
            new.is_required,
            new.needs_proof,
            new.is_edited,
            new.status
        )?;
        Ok(())
    }

    /// Moves the due day of a task that nobody edited.
    #[boxed]
    pub async fn move_task_due(&mut self, departure: DepartureId, code: &str, due_on: Date) -> Result<()> {
        run!(self, MOVE_DUE, departure, code, due_on)?;
        Ok(())
    }

    /// Sets due day and owner by hand; from then on no recompute touches it.
    #[boxed]
    pub async fn edit_task(&mut self, id: TaskId, due_on: Date, owner: Option<PersonId>) -> Result<()> {
        changed(run!(self, EDIT, id, due_on, owner)?)
    }

    /// Ends an open task as done or skipped.
    #[boxed]
    pub async fn settle_task(
        &mut self,
        id: TaskId,
        status: TaskStatus,
        (by, at): (AccountId, Timestamp),
        remark: &str,
    ) -> Result<()> {
        changed(run!(self, SETTLE, id, status, at, by, remark)?)
    }

    /// Opens a task again; its remark stays.
    #[boxed]
    pub async fn reopen_task(&mut self, id: TaskId) -> Result<()> {
        changed(run!(self, REOPEN, id)?)
    }
}
