//! The whole database as lines of JSON and back: one form for both databases, so that a backup of one can be restored
//! into the other.

use futures_util::TryStreamExt as _;
use kernel::TenantId;
use sqlx::{AssertSqlSafe, Database, Executor, IntoArguments, query::Query};

use crate::{Conn, Db, Error, Result, boxed, conn::Live, dialect::Dialect};

/// Every table, those that are referred to before those that refer to them. A test compares it with the schema.
pub const TABLES: &[&str] = &[
    "tenant",
    "account",
    "account_role",
    "session",
    "evidence_head",
    "evidence_entry",
    "evidence_content",
    "look",
    "attachment",
    "employer",
    "department",
    "post",
    "person",
    "person_key",
    "employment",
    "placement",
    "leave_event",
    "person_event",
    "knowledge_item",
    "knowledge_holder",
    "knowledge_saying",
    "exchange",
    "exchange_person",
    "code_history",
    "code_identity",
    "code_author",
    "code_folder",
    "code_part",
    "duty",
    "customer",
    "asset",
    "project_member",
    "departure_number",
    "departure",
    "departure_task",
    "approval",
    "sweep_pick",
    "waiver",
    "commitment",
    "talk",
    "circumstance",
    "circumstance_reader",
    "handover_item",
    "item_receiver",
    "item_stage",
    "item_note",
    "teach_question",
    "teach_back",
    "teach_answer",
    "joint_session",
    "stage_assessment",
    "obstacle",
    "unclear",
    "note_lint",
    "note_allowance",
    "handover_terms",
    "handover_hours",
    "handover_schedule",
    "handover_slot",
    "handover_help",
    "import_run",
    "import_mapping",
    "import_trace",
    "import_words",
    "settlement_fact",
    "settlement",
    "settlement_payment",
    "settlement_hold",
    "law_value",
    "notice",
    "notice_attempt",
    "clock_event",
    "calendar_feed",
    "paper_template",
    "paper_issue",
    "paper_number",
    "risk_rules",
    "risk_saying",
    "risk_answer",
    "risk_sign",
    "risk_run",
    "risk_score",
    "risk_hit",
];

/// A column of a table.
struct Column {
    name: String,
    is_boolean: bool,
    is_number: bool,
}

/// A row as its line of JSON has it.
type Row = serde_json::Map<String, serde_json::Value>;

/// One value of a row on its way back.
enum Value {
    Text(Option<String>),
    Number(Option<i64>),
    Truth(Option<bool>),
}

impl Db {
    /// Hands every row of every table to `keep`, as one line of JSON, all from one moment.
    #[boxed]
    pub async fn dump<F>(&self, mut keep: F) -> Result<()>
    where
        F: FnMut(&str, &str) -> std::io::Result<()> + Send,
    {
        let schema = self.schema().await?;
        let mut conn = self.snapshot().await?;
        let tenants = conn.list_tenants().await?;
        for table in TABLES {
            let sql = select_json(self.dialect(), table, &columns_of(&schema, table));
            for tenant in &tenants {
                conn.turn_to(tenant.id).await?;
                dump_table(&mut conn, sql.clone(), |line| keep(table, line)).await?;
            }
        }
        Ok(())
    }

    /// Fills an empty database with the lines of [`Db::dump`], in one transaction: all of it or nothing.
    ///
    /// The lines are asked for table by table, in the order of [`TABLES`]. A database that holds a company is refused.
    #[boxed]
    pub async fn load<F>(&self, mut lines_of: F) -> Result<()>
    where
        F: FnMut(&str) -> std::io::Result<Vec<String>> + Send,
    {
        if self.find_tenant().await?.is_some() {
            return Err(Error::Duplicate);
        }
        let schema = self.schema().await?;
        let mut conn = self.begin_plain().await?;
        for table in TABLES {
            let columns = columns_of(&schema, table);
            let sql = insert(table, &columns);
            for line in lines_of(table).map_err(|source| Error::File { source })? {
                let row = read_line(&line)?;
                let tenant = tenant_of(table, &row)?;
                if conn.tenant() != tenant {
                    conn.turn_to(tenant).await?;
                }
                insert_row(&mut conn, &sql, values(&columns, &row)?).await?;
            }
        }
        conn.commit_plain().await
    }
}

fn columns_of(schema: &[(String, String, String)], table: &str) -> Vec<Column> {
    let of_table = schema.iter().filter(|(name, _, _)| name == table);
    of_table
        .map(|(_, name, kind)| Column {
            name: name.clone(),
            is_boolean: kind.starts_with("boolean"),
            is_number: kind.starts_with("bigint"),
        })
        .collect()
}

/// The names come from our own migrations, so putting them into the text is safe.
fn select_json(dialect: Dialect, table: &str, columns: &[Column]) -> String {
    let pairs: Vec<String> = columns
        .iter()
        .map(|column| format!("'{0}', {1}", column.name, dialect.json_value(&column.name, column.is_boolean)))
        .collect();
    let object = format!("{}({}){}", dialect.json_object(), pairs.join(", "), dialect.json_as_text());
    format!("SELECT {object} FROM {table} WHERE {} = $1", tenant_column(table))
}

fn tenant_column(table: &str) -> &'static str {
    if table == "tenant" { "id" } else { "tenant_id" }
}

fn tenant_of(table: &str, row: &Row) -> Result<TenantId> {
    let column = tenant_column(table);
    let text = row.get(column).and_then(serde_json::Value::as_str);
    text.and_then(|text| text.parse().ok()).ok_or_else(|| damaged(column))
}

fn insert(table: &str, columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), places.join(", "))
}

async fn dump_table(
    conn: &mut Conn,
    sql: String,
    mut keep: impl FnMut(&str) -> std::io::Result<()> + Send,
) -> Result<()> {
    let (sql, tenant) = (AssertSqlSafe(sql), conn.tenant_text());
    match conn.live() {
        Live::Sqlite(c) => {
            let mut rows = sqlx::query_scalar::<_, String>(sql).bind(tenant).fetch(c);
            while let Some(line) = rows.try_next().await? {
                keep(&line).map_err(|source| Error::File { source })?;
            }
        }
        Live::Postgres(c) => {
            let mut rows = sqlx::query_scalar::<_, String>(sql).bind(tenant).fetch(c);
            while let Some(line) = rows.try_next().await? {
                keep(&line).map_err(|source| Error::File { source })?;
            }
        }
    }
    Ok(())
}

fn damaged(what: &str) -> Error {
    Error::Damaged { what: what.to_owned() }
}

fn read_line(line: &str) -> Result<Row> {
    serde_json::from_str(line).map_err(|_| damaged("a line that is not JSON"))
}

fn values(columns: &[Column], row: &Row) -> Result<Vec<Value>> {
    let value = |column: &Column| {
        let held = row.get(&column.name).ok_or_else(|| damaged(&column.name))?;
        Ok(match (column.is_boolean, column.is_number) {
            (true, _) => Value::Truth(held.as_bool()),
            (_, true) => Value::Number(held.as_i64()),
            _ => Value::Text(held.as_str().map(str::to_owned)),
        })
    };
    columns.iter().map(value).collect()
}

async fn insert_row(conn: &mut Conn, sql: &str, values: Vec<Value>) -> Result<()> {
    let sql = AssertSqlSafe(sql.to_owned());
    match conn.live() {
        Live::Sqlite(c) => bind_and_run(sqlx::query(sql), values, c).await,
        Live::Postgres(c) => bind_and_run(sqlx::query(sql), values, c).await,
    }
}

async fn bind_and_run<'q, 'c, DB, E>(
    mut query: Query<'q, DB, DB::Arguments>,
    values: Vec<Value>,
    connection: E,
) -> Result<()>
where
    DB: Database,
    DB::Arguments: IntoArguments<DB>,
    E: Executor<'c, Database = DB>,
    Option<String>: sqlx::Encode<'q, DB> + sqlx::Type<DB>,
    Option<i64>: sqlx::Encode<'q, DB> + sqlx::Type<DB>,
    Option<bool>: sqlx::Encode<'q, DB> + sqlx::Type<DB>,
{
    for value in values {
        query = match value {
            Value::Text(text) => query.bind(text),
            Value::Number(number) => query.bind(number),
            Value::Truth(truth) => query.bind(truth),
        };
    }
    query.execute(connection).await?;
    Ok(())
}
