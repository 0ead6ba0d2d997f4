//! What the overview asks for: the most urgent tasks, departures that need somebody, the days ahead, and a few departures
//! at a glance. Each answer is as long as the page shows it, however many departures run, and says how many there are.

use departure::Gauge;
use kernel::{Date, DepartureId, Role, TaskId, Timestamp};

use crate::{
    Conn, Result, boxed,
    departures::{Viewer, seen},
    tasks::{DueTask, roles_text},
};

/// So many departures can be asked about at once.
pub const FEW: usize = 8;

/// A few departures; places that are not needed stay empty.
pub type Few = [Option<DepartureId>; FEW];

record! {
    /// One of the most urgent tasks of a departure.
    #[derive(Eq)]
    pub struct UrgentTask {
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
        /// Who leaves.
        pub person_name: String,
        /// Which of its departure's most urgent tasks it is, from 1.
        pub place: i64,
        /// How many tasks of its departure are due by today.
        pub due: i64,
        /// How many such tasks there are of all departures, listed or not.
        pub found: i64,
    }
}

record! {
    /// A departure with a day ahead, or one that needs somebody.
    #[derive(Eq)]
    pub struct Day {
        /// The departure.
        pub id: DepartureId,
        /// Who leaves.
        pub person_name: String,
        /// Last working day.
        pub last_day: Date,
        /// Legal end.
        pub legal_end: Date,
        /// From when on every door is shut.
        pub access_off_at: Option<Timestamp>,
        /// How many such departures need somebody, listed or not; nought where only a day is ahead.
        pub found: i64,
    }
}

record! {
    /// The counts of one gauge's tasks in one departure.
    pub struct GaugeCount {
        /// The departure.
        pub departure_id: DepartureId,
        /// The gauge.
        pub gauge: Gauge,
        /// How many are done.
        pub done: i64,
        /// How many there are, the skipped ones not counted.
        pub total: i64,
        /// How many were skipped.
        pub skipped: i64,
        /// How many of the open ones are overdue.
        pub overdue: i64,
    }
}

/// Whose tasks: everybody's, or those that belong to the viewer by name or to one of the roles bound as `$5`.
macro_rules! of_roles {
    () => {
        "AND ($5 = '' OR t.owner_id = $4 OR (t.owner_id IS NULL AND $5 LIKE '%,' || t.owner_role || ',%')) "
    };
}

/// The places of [`Few`], bound from `$3` on.
macro_rules! few {
    () => {
        "IN ($3, $4, $5, $6, $7, $8, $9, $10) "
    };
}

/// Which tasks press, of those named `t` and departures named `d`.
macro_rules! pressing {
    () => {
        concat!(
            "AND t.status = 'open' AND t.due_on <= $7 AND (t.due_on <= $6 OR t.is_required = TRUE) ",
            of_roles!()
        )
    };
}

/// First the departures whose tasks press most, counted from what the index alone holds; then the tasks of those few.
const URGENT: &str = concat!(
    "WITH pressed AS (SELECT t.departure_id, MIN(t.due_on) AS first_on, COUNT(*) AS number, \
     SUM(CASE WHEN t.due_on <= $6 THEN 1 ELSE 0 END) AS due \
     FROM departure_task t JOIN departure d ON d.tenant_id = t.tenant_id AND d.id = t.departure_id \
     WHERE t.tenant_id = $1 ",
    seen!(),
    "AND d.status IN ('prepared', 'open') ",
    pressing!(),
    "GROUP BY t.departure_id), \
     few AS (SELECT p.departure_id, p.due, SUM(CASE WHEN p.number < $8 THEN p.number ELSE $8 END) OVER () AS found \
     FROM pressed p ORDER BY p.first_on, p.departure_id LIMIT $9) \
     SELECT u.id, u.departure_id, u.code, u.title, u.gauge, u.owner_role, u.due_on, u.person_name, u.place, u.due, u.found \
     FROM (SELECT t.id, t.departure_id, t.code, t.title, t.gauge, t.owner_role, t.due_on, t.is_required, d.person_name, \
     CAST(f.due AS BIGINT) AS due, CAST(f.found AS BIGINT) AS found, \
     ROW_NUMBER() OVER (PARTITION BY t.departure_id ORDER BY t.due_on, t.is_required DESC, t.id) AS place \
     FROM few f CROSS JOIN departure d CROSS JOIN departure_task t WHERE d.tenant_id = $1 AND d.id = f.departure_id \
     AND t.tenant_id = $1 AND t.departure_id = d.id ",
    pressing!(),
    ") AS u WHERE u.place <= $8 ORDER BY u.due_on, u.is_required DESC, u.id LIMIT $9"
);
/// CROSS JOIN makes SQLite go along the tasks by their day and stop when there are enough.
const LAWFUL: &str = concat!(
    "SELECT t.id, t.departure_id, t.code, t.title, t.gauge, t.owner_role, t.due_on, t.is_required, d.person_name, d.number \
     FROM departure_task t CROSS JOIN departure d WHERE d.tenant_id = t.tenant_id AND d.id = t.departure_id \
     AND t.tenant_id = $1 ",
    seen!(),
    "AND t.status = 'open' AND t.gauge = 'law' AND t.is_required = TRUE AND t.due_on >= $6 AND t.due_on <= $7 \
     AND d.status IN ('prepared', 'open') ",
    of_roles!(),
    "ORDER BY t.due_on, t.id LIMIT $8"
);

/// Departures that run, by a condition of their own; `$found` counts them, or is nought where the count is not used and
/// the walk may stop when there are enough.
macro_rules! days {
    ($found:literal, $where:literal, $order:literal) => {
        concat!(
            "SELECT d.id, d.person_name, d.last_day, d.legal_end, d.access_off_at, ",
            $found,
            " AS found FROM departure d \
             WHERE d.tenant_id = $1 ",
            seen!(),
            "AND d.status IN ('prepared', 'open') AND ",
            $where,
            " ORDER BY ",
            $order,
            ", d.id LIMIT $7"
        )
    };
}

const LAST_DAYS: &str = days!("CAST(0 AS BIGINT)", "d.last_day >= $5 AND d.last_day <= $6", "d.last_day");
const LEGAL_ENDS: &str = days!(
    "CAST(0 AS BIGINT)",
    "d.legal_end <> d.last_day AND d.legal_end >= $5 AND d.legal_end <= $6",
    "d.legal_end"
);
const ACCESS_ENDS: &str =
    days!("CAST(0 AS BIGINT)", "d.access_off_at >= $5 AND d.access_off_at < $6", "d.access_off_at");
const ACCESS_UNSETTLED: &str = days!(
    "COUNT(*) OVER ()",
    "d.status = 'open' AND d.access_off_at IS NULL AND d.last_day >= $5 AND d.last_day <= $6",
    "d.last_day"
);
const NOT_CLOSED: &str = days!(
    "COUNT(*) OVER ()",
    "d.status = 'open' AND d.stage = 'closing' AND d.legal_end >= $5 AND d.legal_end <= $6",
    "d.legal_end"
);

const COUNTS: &str = concat!(
    "SELECT departure_id, gauge, CAST(SUM(CASE WHEN status = 'done' THEN 1 ELSE 0 END) AS BIGINT) AS done, \
     CAST(SUM(CASE WHEN status <> 'skipped' THEN 1 ELSE 0 END) AS BIGINT) AS total, \
     CAST(SUM(CASE WHEN status = 'skipped' THEN 1 ELSE 0 END) AS BIGINT) AS skipped, \
     CAST(SUM(CASE WHEN status = 'open' AND due_on < $2 THEN 1 ELSE 0 END) AS BIGINT) AS overdue \
     FROM departure_task WHERE tenant_id = $1 AND departure_id ",
    few!(),
    "GROUP BY departure_id, gauge"
);
const NEXT: &str = concat!(
    "SELECT t.id, t.departure_id, t.code, t.title, t.gauge, t.owner_role, t.due_on, t.is_required, d.person_name, d.number \
     FROM departure d JOIN departure_task t ON t.tenant_id = d.tenant_id AND t.id = (SELECT x.id FROM departure_task x \
     WHERE x.tenant_id = $1 AND x.departure_id = d.id AND x.status = $2 AND x.is_required = TRUE ORDER BY x.due_on, x.id LIMIT 1) \
     WHERE d.tenant_id = $1 AND d.id ",
    few!()
);

/// Which tasks are urgent: those due by today, and required ones due a little later.
#[derive(Debug, Clone, Copy)]
pub struct Urgent<'r> {
    /// Those that belong to the viewer by name or to one of these roles; `None` for everybody's.
    pub roles: Option<&'r [Role]>,
    /// Today.
    pub today: Date,
    /// Until when a required task counts already.
    pub soon: Date,
    /// At most so many of one departure.
    pub each: i64,
    /// At most so many.
    pub limit: i64,
}

/// What a day ahead is, or what a departure lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ahead {
    /// The last working day.
    LastDay,
    /// The end of the contract, where it is another day.
    LegalEnd,
    /// The last working day, of those for whom nobody settled when access ends.
    AccessUnsettled,
    /// The end of the contract, of those that are to be closed.
    NotClosed,
}

impl Conn {
    /// The most urgent open tasks of each departure that the viewer may know of, the most urgent first.
    pub async fn list_urgent_tasks(&mut self, viewer: &Viewer, which: Urgent<'_>) -> Result<Vec<UrgentTask>> {
        let (manager, person) = (viewer.scope.manager_text(), viewer.person_text());
        let Urgent { today, soon, each, limit, .. } = which;
        let roles = roles_text(which.roles);
        all!(self, URGENT, manager, viewer.sees_prepared, person, roles, today, soon, each, limit)
    }

    /// What the law asks for by a day between the two, the nearest first.
    #[boxed]
    pub async fn list_lawful_tasks(
        &mut self,
        viewer: &Viewer,
        roles: Option<&[Role]>,
        (from, until): (Date, Date),
        limit: i64,
    ) -> Result<Vec<DueTask>> {
        let (manager, person) = (viewer.scope.manager_text(), viewer.person_text());
        all!(self, LAWFUL, manager, viewer.sees_prepared, person, roles_text(roles), from, until, limit)
    }

    /// Running departures whose day lies between the two, the nearest first.
    #[boxed]
    pub async fn list_days(
        &mut self,
        viewer: &Viewer,
        ahead: Ahead,
        (from, until): (Date, Date),
        limit: i64,
    ) -> Result<Vec<Day>> {
        let (manager, prepared, person) =
            (viewer.scope.manager_text(), viewer.sees_prepared, viewer.person_text());
        match ahead {
            Ahead::LastDay => all!(self, LAST_DAYS, manager, prepared, person, from, until, limit),
            Ahead::LegalEnd => all!(self, LEGAL_ENDS, manager, prepared, person, from, until, limit),
            Ahead::AccessUnsettled => {
                all!(self, ACCESS_UNSETTLED, manager, prepared, person, from, until, limit)
            }
            Ahead::NotClosed => all!(self, NOT_CLOSED, manager, prepared, person, from, until, limit),
        }
    }

    /// Running departures whose access ends between the two instants, the nearest first.
    #[boxed]
    pub async fn list_access_ends(
        &mut self,
        viewer: &Viewer,
        (from, until): (Timestamp, Timestamp),
        limit: i64,
    ) -> Result<Vec<Day>> {
        let (manager, person) = (viewer.scope.manager_text(), viewer.person_text());
        all!(self, ACCESS_ENDS, manager, viewer.sees_prepared, person, from, until, limit)
    }

    /// The counts of the tasks of a few departures by gauge.
    #[boxed]
    pub async fn count_tasks(&mut self, few: Few, today: Date) -> Result<Vec<GaugeCount>> {
        all!(self, COUNTS, today, few[0], few[1], few[2], few[3], few[4], few[5], few[6], few[7])
    }

    /// The required task of each of a few departures that is due next.
    #[boxed]
    pub async fn list_next_tasks(&mut self, few: Few) -> Result<Vec<DueTask>> {
        all!(
            self,
            NEXT,
            departure::TaskStatus::Open,
            few[0],
            few[1],
            few[2],
            few[3],
            few[4],
            few[5],
            few[6],
            few[7]
        )
    }
}
