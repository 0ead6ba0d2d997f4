//! Approvals: one row for each departure and step, answered once.

use departure::{ApprovalGate, ApprovalStatus};
use kernel::{AccountId, ApprovalId, Date, DepartureId, PersonId, Role, Timestamp};

use crate::{Conn, Result, Tx, boxed, departures::changed, tasks::roles_text};

record! {
    /// An approval as stored.
    pub struct Approval {
        /// Its id.
        pub id: ApprovalId,
        /// Its departure.
        pub departure_id: DepartureId,
        /// The code of the step.
        pub step: String,
        /// What it opens.
        pub gate: ApprovalGate,
        /// The role that is asked.
        pub approver_role: Role,
        /// The person that is asked, if it is one.
        pub approver_id: Option<PersonId>,
        /// That person's name, or nothing.
        pub approver_name: String,
        /// Whether it must be given.
        pub is_required: bool,
        /// Where it stands.
        pub status: ApprovalStatus,
        /// When it was answered.
        pub decided_at: Option<Timestamp>,
        /// By whom, as shown.
        pub decided_by_name: String,
        /// What was said; sensitive.
        pub remark: String,
    }
}

record! {
    /// An approval that waits, with what it is about.
    pub struct WaitingApproval {
        /// Its id.
        pub id: ApprovalId,
        /// Its departure.
        pub departure_id: DepartureId,
        /// The code of the step.
        pub step: String,
        /// The departure's number.
        pub number: String,
        /// Who leaves.
        pub person_name: String,
        /// From which department.
        pub department_path: String,
        /// From which post.
        pub post_title: String,
        /// The code of the kind of leaving.
        pub ground: String,
        /// Notice given.
        pub notice_on: Date,
        /// Last working day.
        pub last_day: Date,
        /// Since when it waits.
        pub opened_at: Timestamp,
    }
}

macro_rules! columns {
    () => {
        "SELECT p.id, p.departure_id, p.step, p.gate, p.approver_role, p.approver_id, COALESCE(o.name, '') AS approver_name, \
         p.is_required, p.status, p.decided_at, COALESCE(a.display_name, '') AS decided_by_name, p.remark FROM approval p \
         LEFT JOIN person o ON o.tenant_id = p.tenant_id AND o.id = p.approver_id \
         LEFT JOIN account a ON a.tenant_id = p.tenant_id AND a.id = p.decided_by WHERE p.tenant_id = $1 "
    };
}

const OF_DEPARTURE: &str = concat!(columns!(), "AND p.departure_id = $2 ORDER BY p.id");
const BY_ID: &str = concat!(columns!(), "AND p.id = $2");
const CREATE: &str = "INSERT INTO approval (tenant_id, id, departure_id, step, gate, approver_role, approver_id, is_required, status) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const DECIDE: &str = "UPDATE approval SET status = $3, decided_by = $4, decided_at = $5, remark = $6 WHERE tenant_id = $1 AND id = $2 \
     AND status = 'pending'";
const ASK_AGAIN: &str = "UPDATE approval SET status = 'pending', decided_by = NULL, decided_at = NULL WHERE tenant_id = $1 AND id = $2 \
     AND status = 'refused'";
const WAITING: &str = "SELECT p.id, p.departure_id, p.step, d.number, d.person_name, d.department_path, d.post_title, d.ground, \
     d.notice_on, d.last_day, d.opened_at FROM approval p JOIN departure d ON d.tenant_id = p.tenant_id AND d.id = p.departure_id \
     WHERE p.tenant_id = $1 AND p.status = 'pending' AND (d.status = 'open' OR (d.status = 'prepared' AND p.gate = 'announce')) \
     AND d.person_id <> $2 AND (p.approver_id = $2 OR (p.approver_id IS NULL AND $3 LIKE '%,' || p.approver_role || ',%')) \
     ORDER BY d.last_day, p.id LIMIT $4";

impl Conn {
    /// The approvals of a departure, in the order in which they were asked.
    #[boxed]
    pub async fn list_approvals(&mut self, departure: DepartureId) -> Result<Vec<Approval>> {
        all!(self, OF_DEPARTURE, departure)
    }

    /// The approval with this id.
    #[boxed]
    pub async fn get_approval(&mut self, id: ApprovalId) -> Result<Approval> {
        one!(self, BY_ID, id)
    }

    /// What waits for somebody: asked of the person, or of a role the person holds; never of one's own departure.
    #[boxed]
    pub async fn list_waiting_approvals(
        &mut self,
        person: Option<PersonId>,
        roles: &[Role],
        limit: i64,
    ) -> Result<Vec<WaitingApproval>> {
        let person = person.map(|person| person.to_string()).unwrap_or_default();
        all!(self, WAITING, person, roles_text(Some(roles)), limit)
    }
}

impl Tx {
    /// Asks for an approval.
    #[boxed]
    pub async fn create_approval(&mut self, new: &Approval) -> Result<()> {
        run!(
            self,
            CREATE,
            new.id,
            new.departure_id,
            &new.step,
            new.gate,
            new.approver_role,
            new.approver_id,
            new.is_required,
            new.status
        )?;
        Ok(())
    }

    /// Answers an approval that waits.
    #[boxed]
    pub async fn decide_approval(
        &mut self,
        id: ApprovalId,
        status: ApprovalStatus,
        (by, at): (AccountId, Timestamp),
        remark: &str,
    ) -> Result<()> {
        changed(run!(self, DECIDE, id, status, by, at, remark)?)
    }

    /// Asks again for what was refused; the refusal stays in the log.
    #[boxed]
    pub async fn ask_approval_again(&mut self, id: ApprovalId) -> Result<()> {
        changed(run!(self, ASK_AGAIN, id)?)
    }
}
