//! Recorded absences.

use kernel::{Date, LeaveEventId, PersonId};

use crate::{
    Conn, Result, Tx, boxed,
    bulk::{Target, Value},
};

record! {
    /// One absence.
    #[derive(serde::Serialize, serde::Deserialize)]
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
        /// From when it was known here as it stands; nothing where nobody noted it.
        #[serde(default)]
        pub recorded_on: Option<Date>,
    }
}

const OF_PERSON: &str = "SELECT id, person_id, kind, starts, ends, half_days, reference, source, recorded_on FROM leave_event \
     WHERE tenant_id = $1 AND person_id = $2 AND (starts, id) < ($3, $4) ORDER BY starts DESC, id DESC LIMIT $5";
const PAGE: &str = "SELECT id, person_id, kind, starts, ends, half_days, reference, source, recorded_on FROM leave_event \
     WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";

/// An event that is there already is only touched where it differs.
const EVENT: Target = Target {
    table: "leave_event",
    columns: &[
        "id",
        "person_id",
        "kind",
        "starts",
        "ends",
        "half_days",
        "reference",
        "source",
        "recorded_on",
    ],
    on_conflict: "ON CONFLICT (tenant_id, reference) DO UPDATE SET person_id = excluded.person_id, kind = excluded.kind, \
         starts = excluded.starts, ends = excluded.ends, half_days = excluded.half_days, source = excluded.source, \
         recorded_on = excluded.recorded_on \
         WHERE leave_event.person_id <> excluded.person_id OR leave_event.kind <> excluded.kind \
         OR leave_event.starts <> excluded.starts OR leave_event.ends <> excluded.ends \
         OR leave_event.half_days <> excluded.half_days",
};

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
        Value::maybe(row.recorded_on.as_ref()),
    ]
}

impl Conn {
    /// A person's absences before the given one (by first day and id), the latest first, at most `limit`. Whoever shows
    /// them records the look first.
    #[boxed]
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

    /// Absences behind the given id, in the order of their ids, at most `limit`: for going through all of them without
    /// holding them all.
    #[boxed]
    pub async fn list_leave_page(&mut self, after: &str, limit: i64) -> Result<Vec<LeaveEvent>> {
        all!(self, PAGE, after, limit)
    }
}

impl Tx {
    /// Adds absences, and changes those whose reference is there with other content. No reference may come twice.
    #[boxed]
    pub async fn merge_leave(&mut self, rows: &[LeaveEvent]) -> Result<()> {
        self.insert_rows(&EVENT, rows, values).await?;
        Ok(())
    }
}
