//! What a few departures' handovers are read from at once, for the rows of a list: one query each, however many rows.

use handover::{Evidence, ItemKind, Stage};
use kernel::{Date, DepartureId, ItemId, PersonId, Timestamp};

use crate::{
    Conn, Result,
    handover::schedule::{AbsentOn, HoursOn, Terms},
    overview::Few,
};

record! {
    /// What progress needs of an item, with one thing that was said of it.
    pub struct BriefStage {
        /// The departure.
        pub departure_id: DepartureId,
        /// The item.
        pub item_id: ItemId,
        /// Its weight.
        pub weight: i64,
        /// The hours that it takes.
        pub hours: i64,
        /// Whether the company cannot do without it.
        pub is_core: bool,
        /// Its kind.
        pub kind: ItemKind,
        /// When it should be independent.
        pub planned_on: Option<Date>,
        /// A stage that stands; an item has a row for each, or one without any.
        pub stage: Option<Stage>,
        /// What is behind it.
        pub proof: Option<Evidence>,
        /// When it was reached.
        pub reached_on: Option<Date>,
    }
}

record! {
    /// An item with dates in the plan that its departure works by.
    pub struct BriefFinish {
        /// The departure.
        pub departure_id: DepartureId,
        /// The item.
        pub item_id: ItemId,
        /// When the last receiver shows it back; none where the plan does not take it to the end.
        pub proven_on: Option<Date>,
    }
}

record! {
    /// How much of a working day goes into a departure's handover, where somebody said so.
    struct TermsOf {
        departure_id: DepartureId,
        leaver_minutes: i64,
        receiver_minutes: i64,
        sessions_a_day: i64,
        lag_days: i64,
    }
}

record! {
    /// A day on which somebody has another number of minutes than usual.
    struct HoursOf {
        departure_id: DepartureId,
        person_id: PersonId,
        name: String,
        day: Date,
        minutes: i64,
    }
}

record! {
    /// A meeting that is about the whole handover and still to come.
    pub struct SessionTime {
        /// The departure.
        pub departure_id: DepartureId,
        /// When it begins.
        pub starts_at: Timestamp,
        /// How long it takes.
        pub minutes: i64,
    }
}

/// What the hours of a few handovers are made of.
#[derive(Debug, Clone, Default)]
pub struct HoursFacts {
    /// What somebody said of a usual day.
    pub terms: Vec<(DepartureId, Terms)>,
    /// The days with other hours than usual, by day.
    pub others: Vec<(DepartureId, HoursOn)>,
    /// Meetings about the whole handover that are still to come.
    pub sessions: Vec<SessionTime>,
    /// The leavers' absences between their notice and their last day.
    pub absences: Vec<AbsentOn>,
}

/// The places of [`Few`], bound from `$2` on.
macro_rules! few {
    () => {
        "IN ($2, $3, $4, $5, $6, $7, $8, $9) "
    };
}

const STAGES: &str = concat!(
    "SELECT i.departure_id, i.id AS item_id, i.weight, i.hours, i.is_core, i.kind, i.planned_on, s.stage, s.proof, s.reached_on \
     FROM handover_item i \
     LEFT JOIN item_stage s ON s.tenant_id = i.tenant_id AND s.item_id = i.id AND s.undone_at IS NULL \
     WHERE i.tenant_id = $1 AND i.departure_id ",
    few!(),
    "AND i.is_dropped = FALSE ORDER BY i.id"
);
const FINISHES: &str = concat!(
    "SELECT s.departure_id, l.item_id, MAX(CASE WHEN l.step = 'prove' THEN l.day END) AS proven_on \
     FROM handover_schedule s JOIN handover_slot l ON l.tenant_id = s.tenant_id AND l.schedule_id = s.id \
     WHERE s.tenant_id = $1 AND s.departure_id ",
    few!(),
    "AND s.state = 'current' GROUP BY s.departure_id, l.item_id"
);
const TERMS: &str = concat!(
    "SELECT departure_id, leaver_minutes, receiver_minutes, sessions_a_day, lag_days FROM handover_terms \
     WHERE tenant_id = $1 AND departure_id ",
    few!()
);
const HOURS: &str = concat!(
    "SELECT h.departure_id, h.person_id, p.name, h.day, h.minutes FROM handover_hours h \
     JOIN person p ON p.tenant_id = h.tenant_id AND p.id = h.person_id WHERE h.tenant_id = $1 AND h.departure_id ",
    few!(),
    "ORDER BY h.day, p.sort_key, h.person_id LIMIT 4000"
);
const SESSIONS: &str = concat!(
    "SELECT departure_id, starts_at, minutes FROM joint_session WHERE tenant_id = $1 AND departure_id ",
    few!(),
    "AND item_id IS NULL AND is_cancelled = FALSE AND held_at IS NULL"
);
const ABSENCES: &str = concat!(
    "SELECT l.person_id, l.starts, l.ends, l.half_days FROM departure d \
     JOIN leave_event l ON l.tenant_id = d.tenant_id AND l.person_id = d.person_id \
     AND l.ends >= d.notice_on AND l.starts <= d.last_day WHERE d.tenant_id = $1 AND d.id ",
    few!(),
    "ORDER BY l.starts, l.id LIMIT 4000"
);

impl Conn {
    /// The items with what stands of their stages, sorted by item.
    pub async fn list_brief_stages(&mut self, few: Few) -> Result<Vec<BriefStage>> {
        all!(self, STAGES, few[0], few[1], few[2], few[3], few[4], few[5], few[6], few[7])
    }

    /// When the plans that the departures work by finish each item.
    pub async fn list_brief_finishes(&mut self, few: Few) -> Result<Vec<BriefFinish>> {
        all!(self, FINISHES, few[0], few[1], few[2], few[3], few[4], few[5], few[6], few[7])
    }

    /// What the hours are made of. Only whether somebody is there may be shown of absences.
    pub async fn read_hours_facts(&mut self, few: Few) -> Result<HoursFacts> {
        Ok(HoursFacts {
            terms: self.list_terms_of(few).await?.into_iter().map(TermsOf::split).collect(),
            others: self.list_hours_of(few).await?.into_iter().map(HoursOf::split).collect(),
            sessions: self.list_session_times(few).await?,
            absences: self.list_leavers_absences(few).await?,
        })
    }

    async fn list_terms_of(&mut self, few: Few) -> Result<Vec<TermsOf>> {
        all!(self, TERMS, few[0], few[1], few[2], few[3], few[4], few[5], few[6], few[7])
    }

    async fn list_hours_of(&mut self, few: Few) -> Result<Vec<HoursOf>> {
        all!(self, HOURS, few[0], few[1], few[2], few[3], few[4], few[5], few[6], few[7])
    }

    async fn list_session_times(&mut self, few: Few) -> Result<Vec<SessionTime>> {
        all!(self, SESSIONS, few[0], few[1], few[2], few[3], few[4], few[5], few[6], few[7])
    }

    async fn list_leavers_absences(&mut self, few: Few) -> Result<Vec<AbsentOn>> {
        all!(self, ABSENCES, few[0], few[1], few[2], few[3], few[4], few[5], few[6], few[7])
    }
}

impl TermsOf {
    fn split(self) -> (DepartureId, Terms) {
        let Self { departure_id, leaver_minutes, receiver_minutes, sessions_a_day, lag_days } = self;
        (departure_id, Terms { leaver_minutes, receiver_minutes, sessions_a_day, lag_days })
    }
}

impl HoursOf {
    fn split(self) -> (DepartureId, HoursOn) {
        let Self { departure_id, person_id, name, day, minutes } = self;
        (departure_id, HoursOn { person_id, name, day, minutes })
    }
}
