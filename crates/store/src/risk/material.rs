//! What a computation reads. Reasons of absences are not read; of an absence that no sign reads, only that it was one.

use kernel::{Date, DepartmentId, DepartureId, EmployerId, EmploymentId, PersonId, PostId, Timestamp};

use crate::{Conn, Result};

record! {
    /// An employment with what the audit of fairness groups by.
    pub struct RiskSpell {
        /// Whose.
        pub person_id: PersonId,
        /// The employment.
        pub id: EmploymentId,
        /// Its first day.
        pub hired_on: Date,
        /// Its last day.
        pub left_on: Option<Date>,
        /// `fixed`, `open`, or empty.
        pub contract_kind: String,
        /// The contract's last day.
        pub contract_until: Option<Date>,
        /// Its department.
        pub department_id: Option<DepartmentId>,
        /// Its post.
        pub post_id: Option<PostId>,
        /// Its manager.
        pub manager_id: Option<PersonId>,
        /// Its employer.
        pub employer_id: EmployerId,
        /// The identity number; read for the audit's groups only, may be empty.
        pub id_number: String,
    }
}

record! {
    /// An absence.
    pub struct RiskAbsence {
        /// Whose.
        pub person_id: PersonId,
        /// The kind's code.
        pub kind: String,
        /// The first day.
        pub starts: Date,
        /// The last day.
        pub ends: Date,
        /// From when it was known here.
        pub recorded_on: Option<Date>,
    }
}

record! {
    /// Something else that happened to a person.
    pub struct RiskEvent {
        /// Whose.
        pub person_id: PersonId,
        /// The kind's code.
        pub kind: String,
        /// The day.
        pub on_day: Date,
        /// From when it was known here.
        pub recorded_on: Option<Date>,
    }
}

record! {
    /// A departure, as far as it tells who ended what, and when that was known.
    pub struct RiskDeparture {
        /// Its id.
        pub id: DepartureId,
        /// Who leaves.
        pub person_id: PersonId,
        /// From which employment.
        pub employment_id: EmploymentId,
        /// The kind of leaving.
        pub ground: String,
        /// Where it stands.
        pub status: String,
        /// The day of the notice.
        pub notice_on: Date,
        /// When it was opened here.
        pub opened_at: Timestamp,
        /// When it ended.
        pub ended_at: Option<Timestamp>,
    }
}

record! {
    /// A customer or supplier, as far as it tells what hangs on whom.
    pub struct RiskCustomer {
        /// Who is responsible.
        pub owner_id: PersonId,
        /// Whether a second of ours is known to them.
        pub has_second: bool,
    }
}

record! {
    /// How many records of a kind there are of one person.
    pub struct OwnRecords {
        /// The kind's code.
        pub kind: String,
        /// How many.
        pub number: i64,
        /// The day of the latest.
        pub last_on: Date,
    }
}

const SPELLS: &str = "SELECT e.person_id, e.id, e.hired_on, e.left_on, e.contract_kind, e.contract_until, e.department_id, e.post_id, \
     e.manager_id, e.employer_id, p.id_number FROM employment e \
     JOIN person p ON p.tenant_id = e.tenant_id AND p.id = e.person_id WHERE e.tenant_id = $1 ORDER BY e.person_id, e.hired_on";
const ABSENCES: &str = "SELECT person_id, kind, starts, ends, recorded_on FROM leave_event \
     WHERE tenant_id = $1 AND starts > $2 ORDER BY person_id, starts";
const EVENTS: &str = "SELECT person_id, kind, on_day, recorded_on FROM person_event \
     WHERE tenant_id = $1 AND on_day > $2 ORDER BY person_id, on_day";
const DEPARTURES: &str = "SELECT id, person_id, employment_id, ground, status, notice_on, opened_at, ended_at FROM departure \
     WHERE tenant_id = $1 ORDER BY opened_at";
const CUSTOMERS: &str = "SELECT owner_id, CASE WHEN second_id IS NULL THEN FALSE ELSE TRUE END AS has_second FROM customer \
     WHERE tenant_id = $1 AND owner_id IS NOT NULL";
const OWN_ABSENCES: &str = "SELECT kind, COUNT(*) AS number, MAX(starts) AS last_on FROM leave_event \
     WHERE tenant_id = $1 AND person_id = $2 AND starts > $3 GROUP BY kind ORDER BY kind";
const OWN_EVENTS: &str = "SELECT kind, COUNT(*) AS number, MAX(on_day) AS last_on FROM person_event \
     WHERE tenant_id = $1 AND person_id = $2 AND on_day > $3 GROUP BY kind ORDER BY kind";

impl Conn {
    /// How many absences of each kind a person has after a day.
    pub async fn count_own_absences(&mut self, person: PersonId, after: Date) -> Result<Vec<OwnRecords>> {
        all!(self, OWN_ABSENCES, person, after)
    }

    /// The same of events.
    pub async fn count_own_events(&mut self, person: PersonId, after: Date) -> Result<Vec<OwnRecords>> {
        all!(self, OWN_EVENTS, person, after)
    }

    /// Every employment, those of one person together and in order.
    pub async fn list_risk_spells(&mut self) -> Result<Vec<RiskSpell>> {
        all!(self, SPELLS)
    }

    /// Absences that began after a day.
    pub async fn list_risk_absences(&mut self, after: Date) -> Result<Vec<RiskAbsence>> {
        all!(self, ABSENCES, after)
    }

    /// Events after a day.
    pub async fn list_risk_events(&mut self, after: Date) -> Result<Vec<RiskEvent>> {
        all!(self, EVENTS, after)
    }

    /// Every departure, prepared ones included: what is prepared in confidence is no reason to score somebody.
    pub async fn list_risk_departures(&mut self) -> Result<Vec<RiskDeparture>> {
        all!(self, DEPARTURES)
    }

    /// Customers and suppliers that somebody is responsible for.
    pub async fn list_risk_customers(&mut self) -> Result<Vec<RiskCustomer>> {
        all!(self, CUSTOMERS)
    }
}
