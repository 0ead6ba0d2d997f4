//! What happened to people, other than absences that were applied for: attendance, suggestions, complaints, talks.

use kernel::{Date, PersonEventId, PersonId};

use crate::{
    Conn, Result, Tx, boxed,
    bulk::{Target, Value},
};

record! {
    /// One event.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct PersonEvent {
        /// The id.
        pub id: PersonEventId,
        /// Whose.
        pub person_id: PersonId,
        /// The kind's code (`late`, `complaint`, `talk` …).
        pub kind: String,
        /// The day.
        pub on_day: Date,
        /// How much of it: minutes, times, or thousandths of an hour; 0 where there is nothing to count.
        pub amount: i64,
        /// What else a file said of it, as JSON; may be empty.
        pub details: String,
        /// What makes it one event, however often it is imported.
        pub reference: String,
        /// Where it came from.
        pub source: String,
        /// From when it was known here as it stands; nothing where nobody noted it.
        #[serde(default)]
        pub recorded_on: Option<Date>,
    }
}

const ALL: &str = "SELECT id, person_id, kind, on_day, amount, details, reference, source, recorded_on FROM person_event WHERE tenant_id = $1";

const EVENT: Target = Target {
    table: "person_event",
    columns: &[
        "id",
        "person_id",
        "kind",
        "on_day",
        "amount",
        "details",
        "reference",
        "source",
        "recorded_on",
    ],
    on_conflict: "ON CONFLICT (tenant_id, reference) DO UPDATE SET person_id = excluded.person_id, kind = excluded.kind, \
         on_day = excluded.on_day, amount = excluded.amount, details = excluded.details, source = excluded.source, recorded_on = excluded.recorded_on",
};

impl Conn {
    /// Every event; for comparing a file with what is stored.
    #[boxed]
    pub async fn list_all_person_events(&mut self) -> Result<Vec<PersonEvent>> {
        all!(self, ALL)
    }
}

impl Tx {
    /// Adds events; one whose reference is there becomes as told. No reference may come twice.
    #[boxed]
    pub async fn merge_person_events(&mut self, rows: &[PersonEvent]) -> Result<()> {
        let values = |row: &PersonEvent| {
            vec![
                Value::text(&row.id),
                Value::text(&row.person_id),
                Value::text(&row.kind),
                Value::text(&row.on_day),
                Value::Number(row.amount),
                Value::text(&row.details),
                Value::text(&row.reference),
                Value::text(&row.source),
                Value::maybe(row.recorded_on.as_ref()),
            ]
        };
        self.insert_rows(&EVENT, rows, values).await?;
        Ok(())
    }
}
