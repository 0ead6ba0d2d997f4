//! Where everybody stood, day by day: noted when a roster is put in and once a day, kept only where something changed.

use kernel::{Date, DepartmentId, EmploymentId, PersonId};

use crate::{Conn, Result, Tx, boxed};

record! {
    /// Where somebody stood from a day on.
    pub struct Placement {
        /// The employment.
        pub employment_id: EmploymentId,
        /// From which day.
        pub from_on: Date,
        /// The department.
        pub department_id: Option<DepartmentId>,
        /// To whom the person reported.
        pub manager_id: Option<PersonId>,
    }
}

record! {
    struct FirstDay {
        first_on: Option<Date>,
    }
}

const PLACEMENTS: &str = "SELECT employment_id, from_on, department_id, manager_id FROM placement WHERE tenant_id = $1 ORDER BY employment_id, from_on";
const FIRST: &str = "SELECT MIN(from_on) AS first_on FROM placement WHERE tenant_id = $1";
const NOTE: &str = "INSERT INTO placement (tenant_id, employment_id, from_on, department_id, manager_id) \
     SELECT e.tenant_id, e.id, CAST($2 AS TEXT), e.department_id, e.manager_id FROM employment e WHERE e.tenant_id = $1 \
     AND e.hired_on <= CAST($2 AS TEXT) AND (e.left_on IS NULL OR e.left_on >= CAST($2 AS TEXT)) \
     AND NOT EXISTS (SELECT 1 FROM placement p WHERE p.tenant_id = e.tenant_id AND p.employment_id = e.id \
     AND COALESCE(p.department_id, '') = COALESCE(e.department_id, '') AND COALESCE(p.manager_id, '') = COALESCE(e.manager_id, '') \
     AND p.from_on = (SELECT MAX(q.from_on) FROM placement q WHERE q.tenant_id = e.tenant_id AND q.employment_id = e.id AND q.from_on <= CAST($2 AS TEXT))) \
     ON CONFLICT (tenant_id, employment_id, from_on) DO UPDATE SET department_id = excluded.department_id, manager_id = excluded.manager_id";
const TIDY: &str = "DELETE FROM placement WHERE tenant_id = $1 AND NOT EXISTS \
     (SELECT 1 FROM employment e WHERE e.tenant_id = placement.tenant_id AND e.id = placement.employment_id)";

impl Conn {
    /// Where everybody stood, employment by employment, the earliest first.
    #[boxed]
    pub async fn list_placements(&mut self) -> Result<Vec<Placement>> {
        all!(self, PLACEMENTS)
    }

    /// Since when it is recorded where people stand.
    #[boxed]
    pub async fn find_first_placement(&mut self) -> Result<Option<Date>> {
        let first: FirstDay = one!(self, FIRST)?;
        Ok(first.first_on)
    }
}

impl Tx {
    /// Notes where everybody stands who is employed on the day, where that was not known yet; tells how many that were.
    /// What belonged to a spell that an undone import took away goes with it.
    #[boxed]
    pub async fn note_placements(&mut self, today: Date) -> Result<u64> {
        run!(self, TIDY)?;
        run!(self, NOTE, today)
    }
}
