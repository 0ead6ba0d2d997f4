//! What analysis counts: every spell of employment with how it ended, what was paid out, and how talks went. Names of
//! nobody but managers come out of here; small groups are put together by whoever shows them.

use kernel::{Date, DepartmentId, EmployerId, EmploymentId, PersonId, PostId};

use crate::{Conn, Result, boxed};

record! {
    /// A spell of employment, and how it ended where a departure was closed for it.
    pub struct SpellLine {
        /// The spell.
        pub id: EmploymentId,
        /// Who.
        pub person_id: PersonId,
        /// The employer.
        pub employer_id: EmployerId,
        /// The department, as last recorded.
        pub department_id: Option<DepartmentId>,
        /// The post, as last recorded.
        pub post_id: Option<PostId>,
        /// The manager, as last recorded.
        pub manager_id: Option<PersonId>,
        /// The first day.
        pub hired_on: Date,
        /// The last day.
        pub left_on: Option<Date>,
        /// The code of the kind of leaving; empty where none was recorded.
        pub ground: String,
        /// The code of the reason; may be empty.
        pub reason_code: String,
    }
}

record! {
    /// Somebody to whom people report.
    pub struct ManagerName {
        /// Who.
        pub id: PersonId,
        /// The name.
        pub name: String,
    }
}

record! {
    /// What was paid out for the end of a spell.
    pub struct PaidOut {
        /// The spell.
        pub employment_id: EmploymentId,
        /// Its last day.
        pub ended_on: Date,
        /// So much.
        pub fen: i64,
    }
}

record! {
    /// A talk that was held: with what outcome, when, and until when the person was employed.
    pub struct TalkHeld {
        /// The day.
        pub held_on: Date,
        /// The outcome.
        pub outcome: String,
        /// When the person's latest spell ended, or nothing.
        pub left_on: Option<Date>,
    }
}

const SPELLS: &str = "SELECT s.id, s.person_id, s.employer_id, s.department_id, s.post_id, s.manager_id, s.hired_on, s.left_on, \
     COALESCE(d.ground, '') AS ground, COALESCE(d.reason_code, '') AS reason_code FROM employment s \
     LEFT JOIN departure d ON d.tenant_id = s.tenant_id AND d.person_id = s.person_id AND d.employment_id = s.id \
     AND d.status = 'closed' WHERE s.tenant_id = $1 ORDER BY s.id";
const MANAGERS: &str = "SELECT p.id, p.name FROM person p WHERE p.tenant_id = $1 \
     AND EXISTS (SELECT 1 FROM person q WHERE q.tenant_id = $1 AND q.manager_id = p.id)";
const PAID_OUT: &str = "SELECT d.employment_id, d.legal_end AS ended_on, CAST(SUM(y.amount_fen) AS BIGINT) AS fen FROM settlement_payment y \
     JOIN departure d ON d.tenant_id = y.tenant_id AND d.id = y.departure_id WHERE y.tenant_id = $1 AND d.status = 'closed' \
     GROUP BY d.employment_id, d.legal_end ORDER BY d.legal_end, d.employment_id";
const TALKS: &str = "SELECT k.held_on, k.outcome, s.left_on FROM talk k \
     JOIN person p ON p.tenant_id = k.tenant_id AND p.id = k.person_id \
     JOIN employment s ON s.tenant_id = p.tenant_id AND s.id = p.employment_id \
     WHERE k.tenant_id = $1 AND k.held_on >= $2 AND k.held_on <= $3 ORDER BY k.held_on, k.id";

impl Conn {
    /// Every spell of employment of the company: one pass over one index, whatever is asked.
    #[boxed]
    pub async fn list_spell_lines(&mut self) -> Result<Vec<SpellLine>> {
        all!(self, SPELLS)
    }

    /// Everybody to whom somebody reports.
    #[boxed]
    pub async fn list_manager_names(&mut self) -> Result<Vec<ManagerName>> {
        all!(self, MANAGERS)
    }

    /// What was ever paid out for the ends of spells, in their order.
    #[boxed]
    pub async fn list_paid_out(&mut self) -> Result<Vec<PaidOut>> {
        all!(self, PAID_OUT)
    }

    /// The talks that were held between the days.
    #[boxed]
    pub async fn list_talks_held(&mut self, from: Date, until: Date) -> Result<Vec<TalkHeld>> {
        all!(self, TALKS, from, until)
    }
}
