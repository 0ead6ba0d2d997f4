//! Who is tied to somebody who leaves: by reporting lines, by projects on which both work, by knowledge
//! that both hold, by items that are handed over.
//! Whoever is leaving already in the open is not asked about.

use kernel::{Date, DepartureId, KnowledgeItemId, PersonId};

use crate::{Conn, Result, boxed};

record! {
    /// Somebody who is tied to the leaver.
    pub struct Tied {
        /// Who.
        pub id: PersonId,
        /// The name.
        pub name: String,
        /// The number.
        pub emp_no: String,
        /// The department, or nothing.
        pub department_path: String,
        /// To whom the person reports.
        pub manager_id: Option<PersonId>,
        /// Whether the person takes something over from the leaver.
        pub is_receiver: bool,
    }
}

record! {
    /// An item that the leaver holds, with somebody else who holds it.
    pub struct CoHeld {
        /// The item.
        pub item_id: KnowledgeItemId,
        /// Its name.
        pub title: String,
        /// Its weight.
        pub weight: i64,
        /// Who.
        pub person_id: PersonId,
        /// How well, from 1 on.
        pub level: i64,
    }
}

record! {
    /// A project on which the leaver works, with somebody else who works on it.
    pub struct CoWorked {
        /// The project.
        pub project: String,
        /// Who.
        pub person_id: PersonId,
    }
}

/// Whether a member was on the project on a day.
macro_rules! on_it {
    ($who:literal, $on:literal) => {
        concat!(
            "(",
            $who,
            ".joined_on IS NULL OR ",
            $who,
            ".joined_on <= ",
            $on,
            ") AND (",
            $who,
            ".left_on IS NULL OR ",
            $who,
            ".left_on >= ",
            $on,
            ")"
        )
    };
}
/// Who works on a project together with the leaver `$2` on a day. On one with more than so many people nobody works with
/// all the others.
macro_rules! together {
    ($on:literal, $most:literal) => {
        concat!(
            // CROSS JOIN makes SQLite begin with the leaver, whose projects are few.
            "WITH mine(project) AS (SELECT a.project FROM project_member a \
             WHERE a.tenant_id = $1 AND a.person_id = $2 AND ",
            on_it!("a", $on),
            "), small(project) AS (SELECT c.project FROM mine m CROSS JOIN project_member c \
             WHERE c.tenant_id = $1 AND c.project = m.project AND ",
            on_it!("c", $on),
            " GROUP BY c.project HAVING COUNT(DISTINCT c.person_id) <= ",
            $most,
            ") SELECT DISTINCT b.project, b.person_id FROM small s CROSS JOIN project_member b \
             WHERE b.tenant_id = $1 AND b.project = s.project AND b.person_id <> $2 AND ",
            on_it!("b", $on)
        )
    };
}
const TIED: &str = concat!(
    "WITH boss(id) AS (SELECT manager_id FROM person WHERE tenant_id = $1 AND id = $2), \
     taking(id) AS (SELECT DISTINCT r.person_id FROM item_receiver r JOIN handover_item i ON i.tenant_id = r.tenant_id \
     AND i.id = r.item_id WHERE r.tenant_id = $1 AND i.departure_id = $3 AND i.is_dropped = FALSE), \
     knowing(id) AS (SELECT DISTINCT b.person_id FROM knowledge_holder a JOIN knowledge_holder b ON b.tenant_id = a.tenant_id \
     AND b.item_id = a.item_id WHERE a.tenant_id = $1 AND a.person_id = $2 AND a.level > 0 AND b.level > 0), \
     working(project, id) AS (",
    together!("$4", "$6"),
    ") SELECT p.id, p.name, p.emp_no, COALESCE(d.path, '') AS department_path, p.manager_id, \
     CASE WHEN p.id IN (SELECT id FROM taking) THEN TRUE ELSE FALSE END AS is_receiver FROM person p \
     LEFT JOIN department d ON d.tenant_id = p.tenant_id AND d.id = p.department_id \
     WHERE p.tenant_id = $1 AND p.id <> $2 AND (p.manager_id = $2 OR p.id IN (SELECT id FROM boss) \
     OR p.manager_id IN (SELECT id FROM boss) OR p.id IN (SELECT id FROM taking) OR p.id IN (SELECT id FROM knowing) OR p.id IN (SELECT id FROM working)) \
     AND EXISTS (SELECT 1 FROM employment s WHERE s.tenant_id = p.tenant_id AND s.person_id = p.id AND s.hired_on <= $4 \
     AND (s.left_on IS NULL OR s.left_on >= $4)) \
     AND NOT EXISTS (SELECT 1 FROM departure x WHERE x.tenant_id = p.tenant_id AND x.person_id = p.id AND x.status = 'open') \
     ORDER BY p.sort_key, p.id LIMIT $5"
);
const CO_WORKED: &str = concat!(together!("$3", "$4"), " ORDER BY b.project, b.person_id");
const CO_HELD: &str = "SELECT b.item_id, k.name AS title, k.weight, b.person_id, b.level FROM knowledge_holder a JOIN knowledge_holder b ON b.tenant_id = a.tenant_id \
     AND b.item_id = a.item_id JOIN knowledge_item k ON k.tenant_id = a.tenant_id AND k.id = a.item_id AND k.retired_on IS NULL \
     WHERE a.tenant_id = $1 AND a.person_id = $2 AND b.person_id <> $2 AND a.level > 0 AND b.level > 0 \
     ORDER BY b.item_id, b.person_id";

impl Conn {
    /// Everybody employed on the day who is tied to the leaver, in the order of names; at most so many.
    #[boxed]
    pub async fn list_tied(
        &mut self,
        (leaver, departure): (PersonId, DepartureId),
        (on, limit): (Date, i64),
        largest_project: i64,
    ) -> Result<Vec<Tied>> {
        all!(self, TIED, leaver, departure, on, limit, largest_project)
    }

    /// What the leaver works on on the day, with everybody else who does; without projects of more than `largest` people.
    #[boxed]
    pub async fn list_co_worked(
        &mut self,
        leaver: PersonId,
        on: Date,
        largest: i64,
    ) -> Result<Vec<CoWorked>> {
        all!(self, CO_WORKED, leaver, on, largest)
    }

    /// What the leaver holds, with everybody else who holds it too.
    #[boxed]
    pub async fn list_co_held(&mut self, leaver: PersonId) -> Result<Vec<CoHeld>> {
        all!(self, CO_HELD, leaver)
    }
}
