//! What an import made and what it replaced, kept until the import is taken back; and what refers to something.

use std::collections::{BTreeMap, HashSet};

use futures_util::TryStreamExt as _;
use kernel::{AccountId, ImportId, Timestamp};
use sqlx::AssertSqlSafe;

use serde::{Deserialize, Serialize};

use crate::{
    Conn, Db, Result, Tx,
    bulk::{Source, Target, Value},
    conn::Live,
    roster::KEYS_OF_PEOPLE,
};

/// The tables that imports write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// Who holds which item of the knowledge register.
    KnowledgeHolder,
    /// Absences.
    LeaveEvent,
    /// What else happened to people.
    PersonEvent,
    /// Customers and suppliers.
    Customer,
    /// What was issued.
    Asset,
    /// Who works on which project.
    ProjectMember,
    /// Items of the knowledge register.
    KnowledgeItem,
    /// Spells of employment.
    Employment,
    /// People.
    Person,
    /// Departments.
    Department,
    /// Posts.
    Post,
    /// Employers.
    Employer,
}

impl Kept {
    /// All of them, those that refer before those that are referred to.
    pub const ALL: [Self; 12] = [
        Self::KnowledgeHolder,
        Self::LeaveEvent,
        Self::PersonEvent,
        Self::Customer,
        Self::Asset,
        Self::ProjectMember,
        Self::KnowledgeItem,
        Self::Employment,
        Self::Person,
        Self::Department,
        Self::Post,
        Self::Employer,
    ];

    /// The name of the table.
    pub const fn table(self) -> &'static str {
        match self {
            Self::KnowledgeHolder => "knowledge_holder",
            Self::LeaveEvent => "leave_event",
            Self::PersonEvent => "person_event",
            Self::Customer => "customer",
            Self::Asset => "asset",
            Self::ProjectMember => "project_member",
            Self::KnowledgeItem => "knowledge_item",
            Self::Employment => "employment",
            Self::Person => "person",
            Self::Department => "department",
            Self::Post => "post",
            Self::Employer => "employer",
        }
    }

    const fn source(self) -> Source {
        let key = match self {
            Self::KnowledgeHolder => PAIR,
            _ => "id",
        };
        Source { table: self.table(), key }
    }
}

/// What tells who holds an item apart: item and person.
const PAIR: &str = "item_id || '/' || person_id";

record! {
    /// Many records of one import's trace.
    pub struct TraceRow {
        /// Whose.
        pub import_id: ImportId,
        /// Whether earlier values are among them.
        pub has_before: bool,
        /// The records, as JSON.
        pub records: String,
    }
}

const OF_IMPORT: &str = "SELECT import_id, has_before, records FROM import_trace WHERE tenant_id = $1 AND import_id = $2 ORDER BY place";
/// Imports that were carried out after the one named, and are not taken back.
const LATER: &str = "SELECT r.id FROM import_run r JOIN import_run i ON i.tenant_id = r.tenant_id AND i.id = $2 \
     WHERE r.tenant_id = $1 AND r.status = 'done' AND r.id <> i.id AND r.finished_at >= i.finished_at ORDER BY r.id";
const HAS: &str =
    "SELECT COUNT(*) AS number FROM import_trace WHERE tenant_id = $1 AND import_id = $2 AND place = 0";
const FORGET: &str = "DELETE FROM import_trace WHERE tenant_id = $1 AND import_id = $2";
const UNDONE: &str = "UPDATE import_run SET status = 'undone', undone_by = $3, undone_at = $4 \
     WHERE tenant_id = $1 AND id = $2 AND status = 'done'";

const TRACE: Target = Target {
    table: "import_trace",
    columns: &["import_id", "place", "has_before", "records"],
    on_conflict: "",
};

record! {
    struct Id {
        id: ImportId,
    }
}

record! {
    struct Count {
        number: i64,
    }
}

/// A column that may hold ids of other tables' rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// What tells the table's rows apart: its `id`, or the columns that make a pair; empty where neither is there.
    key: String,
}

/// A row that refers to something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The row's own key; empty where the table has none.
    pub key: String,
    /// What it refers to.
    pub id: String,
}

/// Tables whose ids are no reason to keep what they point at: the search index and the days on which people stood
/// somewhere, which are made from it and go with it; the records of looks and of evidence, which outlive what they are
/// about; the trace itself.
const NO_REASON: &[&str] = &[
    "person_key",
    "placement",
    "look",
    "evidence_head",
    "evidence_entry",
    "evidence_content",
    "import_trace",
];

impl Db {
    /// Every column of every table that may point at a row of another one: whatever is called `…_id`. Taken from the
    /// database itself, so that no later table can be forgotten.
    pub async fn list_pointers(&self) -> Result<Vec<Pointer>> {
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (table, column, _) in self.schema().await? {
            tables.entry(table).or_default().push(column);
        }
        tables.retain(|table, _| !NO_REASON.contains(&table.as_str()));
        let pointers = tables.into_iter().flat_map(|(table, columns)| {
            let key = key_of(&table, &columns);
            let points = |column: &String| column.ends_with("_id") && column != "tenant_id";
            let pointer = move |column: String| Pointer { table: table.clone(), column, key: key.clone() };
            columns.into_iter().filter(points).map(pointer).collect::<Vec<_>>()
        });
        Ok(pointers.collect())
    }
}

fn key_of(table: &str, columns: &[String]) -> String {
    match table {
        "knowledge_holder" => PAIR.to_owned(),
        _ if columns.iter().any(|column| column == "id") => "id".to_owned(),
        _ => "''".to_owned(),
    }
}

impl Conn {
    /// The trace of one import, in the order in which it was written.
    pub async fn list_import_trace(&mut self, id: ImportId) -> Result<Vec<TraceRow>> {
        all!(self, OF_IMPORT, id)
    }

    /// Whether an import left a trace by which it can be taken back.
    pub async fn has_import_trace(&mut self, id: ImportId) -> Result<bool> {
        let found: Count = one!(self, HAS, id)?;
        Ok(found.number > 0)
    }

    /// The imports that were carried out after this one and still stand.
    pub async fn list_later_imports(&mut self, id: ImportId) -> Result<Vec<ImportId>> {
        let found: Vec<Id> = all!(self, LATER, id)?;
        Ok(found.into_iter().map(|row| row.id).collect())
    }

    /// The rows of a table that refer to one of `wanted` in this column and are not themselves in `apart`, at most
    /// `limit`.
    pub async fn list_references(
        &mut self,
        pointer: &Pointer,
        (wanted, apart): (&HashSet<String>, &HashSet<String>),
        limit: usize,
    ) -> Result<Vec<Reference>> {
        let Pointer { table, column, key } = pointer;
        // The names come from our own schema, so putting them into the text is safe.
        let sql = AssertSqlSafe(format!(
            "SELECT {key}, {column} FROM {table} WHERE tenant_id = $1 AND {column} IS NOT NULL"
        ));
        let tenant = self.tenant_text();
        let mut found = Vec::new();
        let mut take = |(key, id): (String, String)| {
            if wanted.contains(&id) && !apart.contains(&key) {
                found.push(Reference { key, id });
            }
            found.len() < limit
        };
        match self.live() {
            Live::Sqlite(c) => {
                let mut rows = sqlx::query_as(sql).bind(tenant).fetch(c);
                while let Some(row) = rows.try_next().await? {
                    if !take(row) {
                        break;
                    }
                }
            }
            Live::Postgres(c) => {
                let mut rows = sqlx::query_as(sql).bind(tenant).fetch(c);
                while let Some(row) = rows.try_next().await? {
                    if !take(row) {
                        break;
                    }
                }
            }
        }
        Ok(found)
    }
}

impl Tx {
    /// Keeps the trace of an import; each text says whether it holds earlier values.
    pub async fn insert_import_trace(&mut self, id: ImportId, rows: &[(bool, String)]) -> Result<()> {
        let placed: Vec<(i64, &(bool, String))> = (0..).zip(rows).collect();
        let values = |(place, (has_before, records)): &(i64, &(bool, String))| {
            vec![Value::text(&id), Value::Number(*place), Value::Truth(*has_before), Value::text(records)]
        };
        // One at a time: each is long.
        for row in placed.chunks(1) {
            self.insert_rows(&TRACE, row, values).await?;
        }
        Ok(())
    }

    /// Takes rows away that an import made; with people, the keys by which they are found.
    pub async fn delete_kept(&mut self, kept: Kept, keys: &[String]) -> Result<u64> {
        if kept == Kept::Person {
            self.delete_rows(&KEYS_OF_PEOPLE, keys).await?;
        }
        self.delete_rows(&kept.source(), keys).await
    }

    /// Ends an import that was taken back, and its trace; false when it does not stand.
    pub async fn finish_import_undo(&mut self, id: ImportId, by: AccountId, at: Timestamp) -> Result<bool> {
        run!(self, FORGET, id)?;
        Ok(run!(self, UNDONE, id, by, at)? == 1)
    }
}
