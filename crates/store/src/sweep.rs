//! Nothing points at the leaver: everything that does, who takes each, and the change itself, which can be taken back.

mod moves;

use departure::PointerKind;
use kernel::{AccountId, DepartureId, PersonId, Timestamp};

use crate::{Conn, Result, Tx, boxed, departures::changed};

pub use moves::Move;

record! {
    /// Something that points at a person now.
    pub struct PointerRow {
        /// What it is.
        pub kind: PointerKind,
        /// Its id.
        pub id: String,
        /// Its name.
        pub label: String,
        /// More about it: a department, an asset's number, an approval's step.
        pub detail: String,
        /// How many others who stay hold it too; -1 where it has one holder by nature.
        pub others: i64,
    }
}

record! {
    /// Who takes something over, and what the change was.
    pub struct Pick {
        /// What it is.
        pub object_kind: PointerKind,
        /// Its id.
        pub object_id: String,
        /// Its name when it was picked.
        pub label: String,
        /// Who takes it.
        pub receiver_id: Option<PersonId>,
        /// That person's name, or nothing.
        pub receiver_name: String,
        /// Whether it was returned instead.
        pub is_returned: bool,
        /// Whether nobody else who stays held it.
        pub was_last: bool,
        /// When it was picked.
        pub picked_at: Timestamp,
        /// When the change was really made.
        pub taken_at: Option<Timestamp>,
        /// What the change found.
        pub old_value: String,
        /// What the change left.
        pub new_value: String,
        /// When it was taken back.
        pub undone_at: Option<Timestamp>,
    }
}

record! {
    /// Somebody who could take something over.
    pub struct Candidate {
        /// Who.
        pub id: PersonId,
        /// The name.
        pub name: String,
        /// The employee number.
        pub emp_no: String,
        /// The department.
        pub department_path: String,
    }
}

/// Holders who stay: employed, and not leaving in an announced departure. What is prepared does not count, so that no
/// count gives it away. The index of those who are leaving answers only who names both states that run.
macro_rules! stays {
    ($person:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM person x WHERE x.tenant_id = $1 AND x.id = ",
            $person,
            " AND x.id <> $2 AND x.is_employed = TRUE) AND NOT EXISTS (SELECT 1 FROM departure y WHERE y.tenant_id = $1 \
             AND y.person_id = ",
            $person,
            " AND y.status IN ('prepared', 'open') AND y.status = 'open')"
        )
    };
}

const POINTERS: &str = concat!(
    "SELECT 'report' AS kind, p.id AS id, p.name AS label, COALESCE(d.path, '') AS detail, CAST(-1 AS BIGINT) AS others \
     FROM person p LEFT JOIN department d ON d.tenant_id = p.tenant_id AND d.id = p.department_id \
     WHERE p.tenant_id = $1 AND p.manager_id = $2 AND p.is_employed = TRUE \
     UNION ALL SELECT 'department-head', d.id, d.name, d.path, CAST(-1 AS BIGINT) FROM department d \
     WHERE d.tenant_id = $1 AND d.head_id = $2 \
     UNION ALL SELECT 'approval', a.id, d.number, a.step, CAST(-1 AS BIGINT) FROM approval a \
     JOIN departure d ON d.tenant_id = a.tenant_id AND d.id = a.departure_id \
     WHERE a.tenant_id = $1 AND a.approver_id = $2 AND a.status = 'pending' AND d.status IN ('prepared', 'open') \
     AND ($4 = TRUE OR d.announced_at IS NOT NULL) \
     UNION ALL SELECT 'task', t.id, CASE WHEN t.title = '' THEN t.code ELSE t.title END, d.number, CAST(-1 AS BIGINT) \
     FROM departure_task t JOIN departure d ON d.tenant_id = t.tenant_id AND d.id = t.departure_id \
     WHERE t.tenant_id = $1 AND t.owner_id = $2 AND t.status = 'open' AND d.id <> $3 AND d.status IN ('prepared', 'open') \
     AND ($4 = TRUE OR d.announced_at IS NOT NULL) \
     UNION ALL SELECT CASE WHEN u.kind = 'request' THEN 'request' ELSE 'duty' END, u.id, u.title, COALESCE(u.due_on, ''), \
     CAST(-1 AS BIGINT) FROM duty u WHERE u.tenant_id = $1 AND u.person_id = $2 AND u.is_done = FALSE \
     UNION ALL SELECT 'request', b.id, b.what, d.number, CAST(-1 AS BIGINT) FROM obstacle b \
     JOIN departure d ON d.tenant_id = b.tenant_id AND d.id = b.departure_id \
     WHERE b.tenant_id = $1 AND b.owner_id = $2 AND b.removed_at IS NULL AND d.id <> $3 AND d.status = 'open' \
     UNION ALL SELECT 'customer', c.id, c.name, c.contact, \
     CASE WHEN c.owner_id = $2 AND ",
    stays!("c.second_id"),
    " THEN CAST(1 AS BIGINT) WHEN c.second_id = $2 AND ",
    stays!("c.owner_id"),
    " THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END FROM customer c \
     WHERE c.tenant_id = $1 AND (c.owner_id = $2 OR c.second_id = $2) \
     UNION ALL SELECT 'knowledge', k.id, k.name, k.area, (SELECT COUNT(*) FROM knowledge_holder g WHERE g.tenant_id = $1 \
     AND g.item_id = k.id AND g.level >= 2 AND ",
    stays!("g.person_id"),
    ") FROM knowledge_holder h JOIN knowledge_item k ON k.tenant_id = h.tenant_id AND k.id = h.item_id \
     WHERE h.tenant_id = $1 AND h.person_id = $2 AND h.level >= 1 AND k.retired_on IS NULL AND NOT EXISTS (SELECT 1 FROM handover_item i \
     WHERE i.tenant_id = $1 AND i.departure_id = $3 AND i.source_id = k.id AND i.is_dropped = FALSE) \
     UNION ALL SELECT 'asset', s.id, s.name, s.asset_no, CAST(-1 AS BIGINT) FROM asset s \
     WHERE s.tenant_id = $1 AND s.holder_id = $2 AND s.returned_on IS NULL \
     UNION ALL SELECT 'account', n.id, n.login, '', CAST(-1 AS BIGINT) FROM account n \
     WHERE n.tenant_id = $1 AND n.person_id = $2 AND n.is_disabled = FALSE AND (n.access_off_at IS NULL OR n.access_off_at > $5) \
     UNION ALL SELECT 'receiving', i.id, i.title, d.number, CAST(-1 AS BIGINT) FROM item_receiver r \
     JOIN handover_item i ON i.tenant_id = r.tenant_id AND i.id = r.item_id \
     JOIN departure d ON d.tenant_id = i.tenant_id AND d.id = i.departure_id \
     WHERE r.tenant_id = $1 AND r.person_id = $2 AND r.signed_off_at IS NULL AND i.is_dropped = FALSE AND d.status = 'open'"
);
const PICKS: &str = "SELECT s.object_kind, s.object_id, s.label, s.receiver_id, COALESCE(p.name, '') AS receiver_name, s.is_returned, \
     s.was_last, s.picked_at, s.taken_at, s.old_value, s.new_value, s.undone_at FROM sweep_pick s \
     LEFT JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.receiver_id \
     WHERE s.tenant_id = $1 AND s.departure_id = $2 ORDER BY s.picked_at, s.object_id";
const PICK: &str = "INSERT INTO sweep_pick (tenant_id, departure_id, object_kind, object_id, label, receiver_id, is_returned, was_last, \
     picked_by, picked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
     ON CONFLICT (tenant_id, departure_id, object_kind, object_id) DO UPDATE SET label = excluded.label, \
     receiver_id = excluded.receiver_id, is_returned = excluded.is_returned, was_last = excluded.was_last, \
     picked_by = excluded.picked_by, picked_at = excluded.picked_at, taken_at = NULL, undone_at = NULL";
const TAKEN: &str = "UPDATE sweep_pick SET taken_at = $5, old_value = $6, new_value = $7 WHERE tenant_id = $1 AND departure_id = $2 \
     AND object_kind = $3 AND object_id = $4";
const UNDONE: &str = "UPDATE sweep_pick SET undone_at = $5 WHERE tenant_id = $1 AND departure_id = $2 AND object_kind = $3 AND object_id = $4";
/// People of a set in the order of names. CROSS JOIN makes SQLite begin with the set, which is small, and not with
/// everybody in the order wanted.
macro_rules! staying {
    ($set:literal, $limit:literal) => {
        concat!(
            "WITH near(id) AS (",
            $set,
            ") SELECT p.id, p.name, p.emp_no, COALESCE(d.path, '') AS department_path FROM near n CROSS JOIN person p \
             LEFT JOIN department d ON d.tenant_id = p.tenant_id AND d.id = p.department_id \
             WHERE p.tenant_id = $1 AND p.id = n.id AND ",
            stays!("p.id"),
            " ORDER BY p.sort_key, p.id LIMIT ",
            $limit
        )
    };
}

/// The first of the leaver's large department and of the large team, with room for those who are leaving too.
const CANDIDATES: &str = staying!(
    "SELECT id FROM (SELECT c.id FROM person l JOIN person c ON c.tenant_id = l.tenant_id \
     AND c.department_id = l.department_id WHERE l.tenant_id = $1 AND l.id = $2 AND c.is_employed = TRUE \
     ORDER BY c.sort_key, c.id LIMIT 160) AS same_department \
     UNION SELECT id FROM (SELECT c.id FROM person l JOIN person c ON c.tenant_id = l.tenant_id \
     AND c.manager_id = l.manager_id WHERE l.tenant_id = $1 AND l.id = $2 AND c.is_employed = TRUE \
     ORDER BY c.sort_key, c.id LIMIT 160) AS same_team \
     UNION SELECT l.manager_id FROM person l WHERE l.tenant_id = $1 AND l.id = $2 \
     UNION SELECT c.id FROM person c WHERE c.tenant_id = $1 AND c.manager_id = $2",
    "80"
);
const STAYING: &str = staying!(
    "SELECT id FROM person WHERE tenant_id = $1 AND emp_no = $3 UNION \
     SELECT id FROM person WHERE tenant_id = $1 AND name = $3 UNION \
     SELECT id FROM person WHERE tenant_id = $1 AND id = $3",
    "5"
);
const BELOW: &str = "WITH RECURSIVE line(id) AS (SELECT id FROM person WHERE tenant_id = $1 AND manager_id = $2 UNION \
     SELECT q.id FROM person q JOIN line l ON q.manager_id = l.id WHERE q.tenant_id = $1) \
     SELECT COUNT(*) AS number FROM line WHERE id = $3";
const HAS_CUSTOMERS: &str =
    "SELECT COUNT(*) AS number FROM (SELECT 1 FROM customer WHERE tenant_id = $1 LIMIT 1) c";
const HAS_ASSETS: &str =
    "SELECT COUNT(*) AS number FROM (SELECT 1 FROM asset WHERE tenant_id = $1 LIMIT 1) c";

record! {
    struct Number {
        number: i64,
    }
}

/// A pick as it is made.
#[derive(Debug, Clone)]
pub struct NewPick<'p> {
    /// The departure.
    pub departure: DepartureId,
    /// What is picked.
    pub pointer: &'p PointerRow,
    /// Who takes it.
    pub receiver: Option<PersonId>,
    /// Whether it is returned instead.
    pub is_returned: bool,
    /// Whether nobody else who stays holds it.
    pub was_last: bool,
}

impl Conn {
    /// Everything that points at the leaver now. Knowledge that is handed over as an item is not among it.
    #[boxed]
    pub async fn list_pointers(
        &mut self,
        leaver: PersonId,
        departure: DepartureId,
        sees_prepared: bool,
        now: Timestamp,
    ) -> Result<Vec<PointerRow>> {
        all!(self, POINTERS, leaver, departure, sees_prepared, now)
    }

    /// What was picked in a departure.
    #[boxed]
    pub async fn list_picks(&mut self, departure: DepartureId) -> Result<Vec<Pick>> {
        all!(self, PICKS, departure)
    }

    /// Those around the leaver who stay: department, team, manager, reports.
    #[boxed]
    pub async fn list_candidates(&mut self, leaver: PersonId) -> Result<Vec<Candidate>> {
        all!(self, CANDIDATES, leaver)
    }

    /// Somebody who stays, by id, employee number or name; several where the name is borne by several.
    #[boxed]
    pub async fn find_staying(&mut self, leaver: PersonId, text: &str) -> Result<Vec<Candidate>> {
        all!(self, STAYING, leaver, text)
    }

    /// Whether a person is somewhere below a manager.
    #[boxed]
    pub async fn is_below(&mut self, manager: PersonId, person: PersonId) -> Result<bool> {
        let row: Number = one!(self, BELOW, manager, person)?;
        Ok(row.number > 0)
    }

    /// Whether the company keeps customers, and assets, here at all.
    #[boxed]
    pub async fn has_registers(&mut self) -> Result<(bool, bool)> {
        let customers: Number = one!(self, HAS_CUSTOMERS)?;
        let assets: Number = one!(self, HAS_ASSETS)?;
        Ok((customers.number > 0, assets.number > 0))
    }
}

impl Tx {
    /// Notes who takes something; a second pick replaces the first.
    pub async fn pick_receiver(&mut self, new: &NewPick<'_>, by: AccountId, at: Timestamp) -> Result<()> {
        let pointer = new.pointer;
        run!(
            self,
            PICK,
            new.departure,
            pointer.kind,
            &pointer.id,
            &pointer.label,
            new.receiver,
            new.is_returned,
            new.was_last,
            by,
            at
        )?;
        Ok(())
    }

    /// Notes that the change was made, and what it was.
    #[boxed]
    pub async fn mark_taken(
        &mut self,
        departure: DepartureId,
        (kind, object): (PointerKind, &str),
        at: Timestamp,
        (old, new): (&str, &str),
    ) -> Result<()> {
        changed(run!(self, TAKEN, departure, kind, object, at, old, new)?)
    }

    /// Notes that the change was taken back.
    #[boxed]
    pub async fn mark_undone(
        &mut self,
        departure: DepartureId,
        (kind, object): (PointerKind, &str),
        at: Timestamp,
    ) -> Result<()> {
        changed(run!(self, UNDONE, departure, kind, object, at)?)
    }
}
