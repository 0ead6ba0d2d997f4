//! Recorded absences.

use kernel::{Date, LeaveEventId, PersonId};

use crate::{
    Conn, Result, Tx,
    bulk::{Target, Value},
};

record! {
    /// One absence.
    pub struct LeaveEvent {
        /// The id.
        pub id: LeaveEventId,
        /// Whose.
        pub person_id: PersonId,
        /// The kind's code (`annual`, `sick` …).
        pub kind: String,
        /// The first day.
        pub starts: Date,
        /// The last day.
        pub ends: Date,
        /// How long, in half days of work.
        pub half_days: i64,
        /// What makes it one event, however often it is imported.
        pub reference: String,
        /// Where it came from.
        pub source: String,
    }
}

record! {
    struct Count {
        number: i64,
    }
}

const OF_PERSON: &str = "SELECT id, person_id, kind, starts, ends, half_days, reference, source FROM leave_event \
     WHERE tenant_id = $1 AND person_id = $2 AND (starts, id) < ($3, $4) ORDER BY starts DESC, id DESC LIMIT $5";
const ALL: &str = "SELECT id, person_id, kind, starts, ends, half_days, reference, source FROM leave_event WHERE tenant_id = $1";
const COUNT: &str = "SELECT COUNT(*) AS number FROM leave_event WHERE tenant_id = $1";

/// An event that is there already is only touched where it differs.
const EVENT: Target = Target {
    table: "leave_event",
    columns: &["id", "person_id", "kind", "starts", "ends", "half_days", "reference", "source"],
    on_conflict: "ON CONFLICT (tenant_id, reference) DO UPDATE SET person_id = excluded.person_id, kind = excluded.kind, \
         starts = excluded.starts, ends = excluded.ends, half_days = excluded.half_days, source = excluded.source \
         WHERE leave_event.person_id <> excluded.person_id OR leave_event.kind <> excluded.kind \
         OR leave_event.starts <> excluded.starts OR leave_event.ends <> excluded.ends \
         OR leave_event.half_days <> excluded.half_days",
};

/// What became of events that were put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Merged {
    /// New ones.
    pub added: u64,
    /// Those that were there with other content.
    pub changed: u64,
}

fn values(row: &LeaveEvent) -> Vec<Value> {
    vec![
        Value::text(&row.id),
        Value::text(&row.person_id),
        Value::text(&row.kind),
        Value::text(&row.starts),
        Value::text(&row.ends),
        Value::Number(row.half_days),
        Value::text(&row.reference),
        Value::text(&row.source),
    ]
}

impl Conn {
    /// A person's absences before the given one (by first day and id), the latest first, at most `limit`. Whoever shows
    /// them records the look first.
    pub async fn list_leave(
        &mut self,
        person: PersonId,
        before: Option<(Date, LeaveEventId)>,
        limit: i64,
    ) -> Result<Vec<LeaveEvent>> {
        let (date, id) = before
            .map_or_else(|| ("~".to_owned(), String::new()), |(date, id)| (date.to_string(), id.to_string()));
        all!(self, OF_PERSON, person, date, id, limit)
    }

    /// Every absence; for comparing a file with what is stored.
    pub async fn list_all_leave(&mut self) -> Result<Vec<LeaveEvent>> {
        all!(self, ALL)
    }

    async fn count_leave(&mut self) -> Result<i64> {
        let found: Count = one!(self, COUNT)?;
        Ok(found.number)
    }
}

impl Tx {
    /// Adds absences, and changes those whose reference is there with other content. No reference may come twice.
    pub async fn merge_leave(&mut self, rows: &[LeaveEvent]) -> Result<Merged> {
        let before = self.count_leave().await?;
        let touched = self.insert_rows(&EVENT, rows, values).await?;
        let added = u64::try_from(self.count_leave().await? - before).unwrap_or(0);
        Ok(Merged { added, changed: touched.saturating_sub(added) })
    }
}
