//! The knowledge map: items, who holds them by which statement, and who was employed when.
//!
//! A map is asked for a *frame*: the company, a department with all below it, a manager's line, or both. People outside the
//! frame come without a name: that somebody else holds an item counts, who it is does not concern the viewer.

pub mod exchanges;
pub mod histories;
pub mod sayings;

use kernel::{Date, DepartmentId, DepartureId, ItemId, KnowledgeItemId, PersonId};

use crate::{Conn, Result, Tx, boxed, departures::changed, people::Scope};

record! {
    /// An item of the register with its dates.
    pub struct MapItem {
        /// The id.
        pub id: KnowledgeItemId,
        /// Its name.
        pub name: String,
        /// The code of its kind.
        pub kind: String,
        /// Where it belongs; may be empty.
        pub area: String,
        /// How much it matters, 1 to 100.
        pub weight: i64,
        /// Hours that handing it over takes, by estimate.
        pub hours: i64,
        /// When it came into the register; empty for what was there before.
        pub created_on: Option<Date>,
        /// Since when it counts no more.
        pub retired_on: Option<Date>,
        /// Why it was retired.
        pub retired_why: String,
    }
}

record! {
    /// Somebody on the map.
    pub struct MapPerson {
        /// The person.
        pub id: PersonId,
        /// The name; empty outside the frame.
        pub name: String,
        /// Whether inside the frame.
        pub is_inside: bool,
        /// The last working day of an announced departure.
        pub leaves_on: Option<Date>,
    }
}

record! {
    /// One spell of employment of somebody on the map.
    pub struct MapSpell {
        /// The person.
        pub person_id: PersonId,
        /// The first day.
        pub hired_on: Date,
        /// The last day.
        pub left_on: Option<Date>,
    }
}

record! {
    /// A statement as the map needs it.
    pub struct MapSaying {
        /// The item.
        pub item_id: KnowledgeItemId,
        /// The person.
        pub person_id: PersonId,
        /// 0 not at all … 4 teaches others.
        pub level: i64,
        /// Where it comes from.
        pub source: String,
        /// When it was seen.
        pub seen_on: Date,
    }
}

record! {
    /// An item that only one person who stays can do alone.
    pub struct SoleItem {
        /// The item.
        pub id: KnowledgeItemId,
        /// Its name.
        pub name: String,
        /// How much it matters.
        pub weight: i64,
        /// How many others who have left or are leaving can do it too.
        pub gone: i64,
        /// The handover item of this departure that hands it on.
        pub handover_id: Option<ItemId>,
    }
}

record! {
    /// A handover of an item of the register.
    pub struct ItemHandover {
        /// The departure.
        pub departure_id: DepartureId,
        /// The handover item.
        pub handover_id: ItemId,
        /// Its name there.
        pub title: String,
        /// The departure's number.
        pub number: String,
        /// The last working day.
        pub last_day: Date,
        /// How many versions of a note there are.
        pub notes: i64,
        /// Whether it is shown to be independent.
        pub is_done: bool,
    }
}

/// Which part of the company a map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Whom the viewer may see.
    pub scope: Scope,
    /// Only this department, with all below it.
    pub department: Option<DepartmentId>,
}

impl Frame {
    fn department_text(self) -> Option<String> {
        self.department.map(|id| id.to_string())
    }
}

/// The frame, with the manager bound as `$2` and the department as `$3`. A manager belongs to the own line: what only he
/// or she knows hangs on somebody too. `wanted` is every item that somebody inside knows something of.
macro_rules! frame {
    () => {
        "WITH RECURSIVE line(id) AS (SELECT id FROM person WHERE tenant_id = $1 AND (manager_id = $2 OR id = $2) \
         UNION SELECT q.id FROM person q JOIN line l ON q.manager_id = l.id WHERE q.tenant_id = $1), \
         tree(id) AS (SELECT id FROM department WHERE tenant_id = $1 AND id = $3 \
         UNION SELECT c.id FROM department c JOIN tree t ON c.parent_id = t.id WHERE c.tenant_id = $1), \
         inside(id) AS (SELECT p.id FROM person p WHERE p.tenant_id = $1 \
         AND (CAST($2 AS TEXT) IS NULL OR p.id IN (SELECT id FROM line)) \
         AND (CAST($3 AS TEXT) IS NULL OR p.department_id IN (SELECT id FROM tree))), \
         wanted(id) AS (SELECT DISTINCT h.item_id FROM knowledge_holder h WHERE h.tenant_id = $1 AND h.level >= 1 \
         AND h.person_id IN (SELECT id FROM inside)) "
    };
}
pub(crate) use frame;

/// Whether an item is on the map: of a company's map every one, else those that somebody inside knows something of.
macro_rules! is_wanted {
    ($item:literal) => {
        concat!(
            "((CAST($2 AS TEXT) IS NULL AND CAST($3 AS TEXT) IS NULL) OR ",
            $item,
            " IN (SELECT id FROM wanted))"
        )
    };
}
pub(crate) use is_wanted;

macro_rules! item_columns {
    () => {
        "k.id, k.name, k.kind, k.area, k.weight, k.hours, k.created_on, k.retired_on, k.retired_why FROM knowledge_item k "
    };
}

/// Those who know something of an item on the map; of a part of the company all who are inside besides.
macro_rules! on_map {
    () => {
        concat!(
            "(p.id IN (SELECT h.person_id FROM knowledge_holder h WHERE h.tenant_id = $1 AND h.level >= 1 AND ",
            is_wanted!("h.item_id"),
            ") OR ((CAST($2 AS TEXT) IS NOT NULL OR CAST($3 AS TEXT) IS NOT NULL) AND p.id IN (SELECT id FROM inside)))"
        )
    };
}

const ITEMS: &str = concat!(
    frame!(),
    "SELECT ",
    item_columns!(),
    "WHERE k.tenant_id = $1 AND ",
    is_wanted!("k.id"),
    " ORDER BY k.weight DESC, k.name, k.id"
);
const ITEM: &str = concat!(
    frame!(),
    "SELECT ",
    item_columns!(),
    "WHERE k.tenant_id = $1 AND k.id = $4 AND ",
    is_wanted!("k.id")
);
const PEOPLE: &str = concat!(
    frame!(),
    "SELECT p.id, CASE WHEN p.id IN (SELECT id FROM inside) THEN p.name ELSE '' END AS name, \
     CASE WHEN p.id IN (SELECT id FROM inside) THEN TRUE ELSE FALSE END AS is_inside, \
     (SELECT x.last_day FROM departure x WHERE x.tenant_id = p.tenant_id AND x.person_id = p.id AND x.status IN ('prepared', 'open') AND x.status = 'open' \
     AND x.announced_at IS NOT NULL) AS leaves_on \
     FROM person p WHERE p.tenant_id = $1 AND ",
    on_map!(),
    " ORDER BY p.sort_key, p.id"
);
const SPELLS: &str = concat!(
    frame!(),
    "SELECT s.person_id, s.hired_on, s.left_on FROM employment s JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id \
     WHERE s.tenant_id = $1 AND ",
    on_map!()
);
/// What stands of what was said. What a register says and nobody replaced yet is read where it stands: it counts last of
/// its day.
const SAYINGS: &str = concat!(
    frame!(),
    "SELECT item_id, person_id, level, source, seen_on FROM (\
     SELECT s.item_id, s.person_id, s.level, s.source, s.seen_on, s.said_at, s.id FROM knowledge_saying s \
     WHERE s.tenant_id = $1 AND s.is_withdrawn = FALSE AND ",
    is_wanted!("s.item_id"),
    " UNION ALL SELECT h.item_id, h.person_id, h.level, h.source, h.seen_on, CAST(9223372036854775807 AS BIGINT), '' FROM knowledge_holder h \
     WHERE h.tenant_id = $1 AND ",
    is_wanted!("h.item_id"),
    " AND NOT EXISTS (SELECT 1 FROM knowledge_saying s WHERE s.tenant_id = $1 AND s.item_id = h.item_id \
     AND s.person_id = h.person_id AND s.level = h.level AND s.seen_on = h.seen_on AND s.is_withdrawn = FALSE)) AS said ORDER BY seen_on, said_at, id"
);
const AREAS: &str = concat!(
    frame!(),
    "SELECT DISTINCT k.area AS name FROM knowledge_item k WHERE k.tenant_id = $1 AND k.retired_on IS NULL \
     AND k.area <> '' AND ",
    is_wanted!("k.id"),
    " ORDER BY 1"
);
const ADD: &str = "INSERT INTO knowledge_item (tenant_id, id, name, kind, area, weight, hours, created_on) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const EDIT: &str = "UPDATE knowledge_item SET name = $3, kind = $4, area = $5, weight = $6, hours = $7 WHERE tenant_id = $1 AND id = $2";
const RETIRE: &str =
    "UPDATE knowledge_item SET retired_on = $3, retired_why = $4 WHERE tenant_id = $1 AND id = $2";

/// Whoever stays on a day: employed then, and not past the last working day of an announced departure.
macro_rules! stays_on {
    ($person:literal, $day:literal) => {
        concat!(
            "(EXISTS (SELECT 1 FROM employment y WHERE y.tenant_id = $1 AND y.person_id = ",
            $person,
            " AND y.hired_on <= ",
            $day,
            " AND (y.left_on IS NULL OR y.left_on >= ",
            $day,
            ")) \
             AND NOT EXISTS (SELECT 1 FROM departure z WHERE z.tenant_id = $1 AND z.person_id = ",
            $person,
            " AND z.status IN ('prepared', 'open') AND z.status = 'open' AND z.announced_at IS NOT NULL))"
        )
    };
}

/// What hangs on one person alone: nobody else who stays does it alone or teaches it. The person's own departure, bound
/// as `$3`, tells which of it is being handed over.
const SOLE_OF: &str = concat!(
    "SELECT k.id, k.name, k.weight, (SELECT COUNT(*) FROM knowledge_holder g WHERE g.tenant_id = $1 AND g.item_id = k.id \
     AND g.person_id <> $2 AND g.level >= 3) AS gone, (SELECT i.id FROM handover_item i WHERE i.tenant_id = $1 \
     AND i.departure_id = $3 AND i.source_id = k.id AND i.is_dropped = FALSE LIMIT 1) AS handover_id \
     FROM knowledge_holder h JOIN knowledge_item k ON k.tenant_id = h.tenant_id AND k.id = h.item_id \
     WHERE h.tenant_id = $1 AND h.person_id = $2 AND h.level >= 3 AND k.retired_on IS NULL \
     AND NOT EXISTS (SELECT 1 FROM knowledge_holder g WHERE g.tenant_id = $1 AND g.item_id = k.id AND g.person_id <> $2 \
     AND g.level >= 3 AND ",
    stays_on!("g.person_id", "$4"),
    ") ORDER BY k.weight DESC, k.name, k.id"
);
const WEIGHT: &str = "SELECT CAST(COALESCE(SUM(weight), 0) AS BIGINT) AS number FROM knowledge_item \
     WHERE tenant_id = $1 AND retired_on IS NULL";
/// The stage that stands last decides; its proof is what was there when it was said.
const HANDOVERS: &str = concat!(
    frame!(),
    "SELECT i.departure_id, i.id AS handover_id, i.title, d.number, d.last_day, \
     (SELECT COUNT(*) FROM item_note n WHERE n.tenant_id = i.tenant_id AND n.item_id = i.id) AS notes, \
     CASE WHEN EXISTS (SELECT 1 FROM item_stage s WHERE s.tenant_id = i.tenant_id AND s.item_id = i.id \
     AND s.stage = 'independent' AND s.undone_at IS NULL AND s.proof IN ('attachment', 'passed-teach-back')) THEN TRUE ELSE FALSE END AS is_done \
     FROM handover_item i JOIN departure d ON d.tenant_id = i.tenant_id AND d.id = i.departure_id \
     WHERE i.tenant_id = $1 AND i.source_kind = 'knowledge' AND i.source_id = $4 AND i.is_dropped = FALSE \
     AND d.person_id IN (SELECT id FROM inside) AND d.announced_at IS NOT NULL ORDER BY d.last_day DESC, i.id LIMIT 20"
);
const FIND_INSIDE: &str = concat!(
    frame!(),
    "SELECT p.id, p.name FROM person p WHERE p.tenant_id = $1 AND (p.emp_no = $4 OR p.name = $4 OR p.id = $4) \
     AND p.id IN (SELECT id FROM inside) ORDER BY p.is_employed DESC, p.id LIMIT 3"
);
const ACTIVE_HOLDERS: &str = concat!(
    "SELECT COUNT(*) AS number FROM knowledge_holder h WHERE h.tenant_id = $1 AND h.item_id = $2 AND h.level >= 3 AND ",
    stays_on!("h.person_id", "$3")
);
const INSIDE_SIZE: &str = concat!(
    frame!(),
    "SELECT COUNT(*) AS number FROM person p WHERE p.tenant_id = $1 AND p.is_employed = TRUE AND p.id IN (SELECT id FROM inside)"
);

record! {
    /// Somebody inside a frame.
    pub struct Insider {
        /// Who.
        pub id: PersonId,
        /// The name.
        pub name: String,
    }
}

record! {
    struct Number {
        number: i64,
    }
}

record! {
    struct Name {
        name: String,
    }
}

impl Conn {
    /// The items of a map, retired ones among them, the weightiest first.
    #[boxed]
    pub async fn list_map_items(&mut self, frame: Frame) -> Result<Vec<MapItem>> {
        all!(self, ITEMS, frame.scope.manager_text(), frame.department_text())
    }

    /// One item, when it is on the map.
    #[boxed]
    pub async fn get_map_item(&mut self, frame: Frame, id: KnowledgeItemId) -> Result<MapItem> {
        one!(self, ITEM, frame.scope.manager_text(), frame.department_text(), id)
    }

    /// Those on the map, in the order of names.
    #[boxed]
    pub async fn list_map_people(&mut self, frame: Frame) -> Result<Vec<MapPerson>> {
        all!(self, PEOPLE, frame.scope.manager_text(), frame.department_text())
    }

    /// When those on the map were employed.
    #[boxed]
    pub async fn list_map_spells(&mut self, frame: Frame) -> Result<Vec<MapSpell>> {
        all!(self, SPELLS, frame.scope.manager_text(), frame.department_text())
    }

    /// Every statement that stands, in the order of the days.
    #[boxed]
    pub async fn list_map_sayings(&mut self, frame: Frame) -> Result<Vec<MapSaying>> {
        all!(self, SAYINGS, frame.scope.manager_text(), frame.department_text())
    }

    /// Where the items of a map belong.
    #[boxed]
    pub async fn list_map_areas(&mut self, frame: Frame) -> Result<Vec<String>> {
        let rows: Vec<Name> = all!(self, AREAS, frame.scope.manager_text(), frame.department_text())?;
        Ok(rows.into_iter().map(|row| row.name).collect())
    }

    /// What only this person, of all who stay on the day, can do alone; the weightiest first.
    #[boxed]
    pub async fn list_what_hangs_on(
        &mut self,
        person: PersonId,
        departure: Option<DepartureId>,
        on: Date,
    ) -> Result<Vec<SoleItem>> {
        all!(self, SOLE_OF, person, departure, on)
    }

    /// The weight of everything in the register that counts.
    #[boxed]
    pub async fn sum_knowledge_weight(&mut self) -> Result<i64> {
        let row: Number = one!(self, WEIGHT)?;
        Ok(row.number)
    }

    /// The handovers of an item, the latest first.
    #[boxed]
    pub async fn list_item_handovers(
        &mut self,
        frame: Frame,
        item: KnowledgeItemId,
    ) -> Result<Vec<ItemHandover>> {
        all!(self, HANDOVERS, frame.scope.manager_text(), frame.department_text(), item)
    }

    /// Those inside the frame with this number, name or id, the employed first; three at most.
    #[boxed]
    pub async fn find_inside(&mut self, frame: Frame, text: &str) -> Result<Vec<Insider>> {
        all!(self, FIND_INSIDE, frame.scope.manager_text(), frame.department_text(), text)
    }

    /// How many who stay on the day do an item alone or teach it.
    #[boxed]
    pub async fn count_active_holders(&mut self, item: KnowledgeItemId, on: Date) -> Result<i64> {
        let row: Number = one!(self, ACTIVE_HOLDERS, item, on)?;
        Ok(row.number)
    }

    /// How many employed people are inside the frame.
    #[boxed]
    pub async fn count_inside(&mut self, frame: Frame) -> Result<i64> {
        let row: Number = one!(self, INSIDE_SIZE, frame.scope.manager_text(), frame.department_text())?;
        Ok(row.number)
    }
}

impl Tx {
    /// Puts an item into the register. A second one of the same name in the same area is a duplicate.
    #[boxed]
    pub async fn add_knowledge_item(&mut self, item: &MapItem) -> Result<()> {
        run!(
            self,
            ADD,
            item.id,
            &item.name,
            &item.kind,
            &item.area,
            item.weight,
            item.hours,
            item.created_on
        )?;
        Ok(())
    }

    /// Writes name, kind, area, weight and hours anew.
    #[boxed]
    pub async fn edit_knowledge_item(&mut self, item: &MapItem) -> Result<()> {
        changed(run!(self, EDIT, item.id, &item.name, &item.kind, &item.area, item.weight, item.hours)?)
    }

    /// Retires an item, or with no day takes it in again.
    #[boxed]
    pub async fn retire_knowledge_item(
        &mut self,
        id: KnowledgeItemId,
        (on, why): (Option<Date>, &str),
    ) -> Result<()> {
        changed(run!(self, RETIRE, id, on, why)?)
    }
}
