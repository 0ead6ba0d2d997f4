//! Many rows in one statement: what an import writes.
//!
//! The text is put together from constants of this crate only (table, columns, what to do on a conflict) and numbered
//! places; values are always bound.

use futures_util::future::BoxFuture;
use sqlx::AssertSqlSafe;

use crate::{Result, Tx, conn::Live, dialect::Dialect, statements};

/// Where rows go: a table, its columns without `tenant_id`, and what follows the values.
pub(crate) struct Target {
    pub(crate) table: &'static str,
    pub(crate) columns: &'static [&'static str],
    pub(crate) on_conflict: &'static str,
}

/// A value as it is bound.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Text(String),
    MaybeText(Option<String>),
    Number(i64),
    MaybeNumber(Option<i64>),
    Truth(bool),
}

impl Value {
    pub(crate) fn text(value: &impl ToString) -> Self {
        Self::Text(value.to_string())
    }

    pub(crate) fn maybe<T: ToString>(value: Option<&T>) -> Self {
        Self::MaybeText(value.map(ToString::to_string))
    }
}

impl Target {
    /// SQLite takes row after row: `INSERT INTO t (tenant_id, a, b) VALUES (?, ?, ?), (?, ?, ?) …`.
    fn by_rows(&self, rows: usize) -> String {
        let row = vec!["?"; self.columns.len() + 1].join(", ");
        let all = vec![format!("({row})"); rows].join(", ");
        format!("{}VALUES {all} {}", self.beginning(), self.on_conflict)
    }

    /// PostgreSQL takes a list for each column, one bound value instead of one for each cell, and a text that does not
    /// depend on the number of rows: `INSERT INTO t (tenant_id, a, b) SELECT $1, * FROM UNNEST($2::TEXT[], $3::BIGINT[]) …`.
    fn by_columns(&self, columns: &[Column]) -> String {
        let lists =
            columns.iter().zip(2..).map(|(column, place)| format!("${place}::{}[]", column.sql_type()));
        let lists = lists.collect::<Vec<_>>().join(", ");
        format!("{}SELECT $1, * FROM UNNEST({lists}) {}", self.beginning(), self.on_conflict)
    }

    fn beginning(&self) -> String {
        format!("INSERT INTO {} (tenant_id, {}) ", self.table, self.columns.join(", "))
    }
}

/// The values of one column, row after row.
#[derive(Debug)]
enum Column {
    Texts(Vec<Option<String>>),
    Numbers(Vec<Option<i64>>),
    Truths(Vec<bool>),
}

impl Column {
    const fn sql_type(&self) -> &'static str {
        match self {
            Self::Texts(_) => "TEXT",
            Self::Numbers(_) => "BIGINT",
            Self::Truths(_) => "BOOLEAN",
        }
    }

    fn beginning_with(value: Value) -> Self {
        match value {
            Value::Text(text) => Self::Texts(vec![Some(text)]),
            Value::MaybeText(text) => Self::Texts(vec![text]),
            Value::Number(number) => Self::Numbers(vec![Some(number)]),
            Value::MaybeNumber(number) => Self::Numbers(vec![number]),
            Value::Truth(truth) => Self::Truths(vec![truth]),
        }
    }

    /// A column has values of one kind: which one, its [`Target`] says by the order of the values.
    fn push(&mut self, value: Value) {
        match (self, value) {
            (Self::Texts(texts), Value::Text(text)) => texts.push(Some(text)),
            (Self::Texts(texts), Value::MaybeText(text)) => texts.push(text),
            (Self::Numbers(numbers), Value::Number(number)) => numbers.push(Some(number)),
            (Self::Numbers(numbers), Value::MaybeNumber(number)) => numbers.push(number),
            (Self::Truths(truths), Value::Truth(truth)) => truths.push(truth),
            (column, value) => debug_assert!(false, "{value:?} in a column of {}", column.sql_type()),
        }
    }

    /// Turns rows into columns.
    fn of_rows(rows: impl Iterator<Item = Vec<Value>>) -> Vec<Self> {
        let mut columns: Vec<Self> = Vec::new();
        for row in rows {
            for (place, value) in row.into_iter().enumerate() {
                match columns.get_mut(place) {
                    Some(column) => column.push(value),
                    None => columns.push(Self::beginning_with(value)),
                }
            }
        }
        columns
    }
}

macro_rules! bound {
    ($sql:expr, $is_kept:expr, $values:expr) => {{
        let mut query = sqlx::query(AssertSqlSafe($sql)).persistent($is_kept);
        for value in $values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::MaybeText(text) => query.bind(text),
                Value::Number(number) => query.bind(number),
                Value::MaybeNumber(number) => query.bind(number),
                Value::Truth(truth) => query.bind(truth),
            };
        }
        query
    }};
}

impl Tx {
    /// Writes all rows and tells how many the database inserted or changed. A row gives its values in the order of the
    /// target's columns.
    pub(crate) async fn insert_rows<R>(
        &mut self,
        target: &Target,
        rows: &[R],
        values: impl Fn(&R) -> Vec<Value>,
    ) -> Result<u64> {
        let dialect = self.dialect();
        if !rows.is_empty() {
            statements::note(dialect, ("bulk", target.table), target.on_conflict);
        }
        let at_once = dialect.rows_at_once(target.columns.len() + 1);
        let mut touched = 0;
        for chunk in rows.chunks(at_once) {
            touched += match dialect {
                Dialect::Postgres => {
                    self.insert_columns(target, Column::of_rows(chunk.iter().map(&values))).await?
                }
                // Only the full-size statement comes again; the last one of a load is not worth keeping.
                Dialect::Sqlite => {
                    let tenant = Value::Text(self.tenant_text());
                    let row = |row: &R| std::iter::once(tenant.clone()).chain(values(row));
                    let flat = chunk.iter().flat_map(row).collect();
                    self.run_chunk(target.by_rows(chunk.len()), chunk.len() == at_once, flat).await?
                }
            };
        }
        Ok(touched)
    }

    fn insert_columns<'c>(
        &'c mut self,
        target: &'c Target,
        columns: Vec<Column>,
    ) -> BoxFuture<'c, Result<u64>> {
        Box::pin(async move {
            let (sql, tenant) = (target.by_columns(&columns), self.tenant_text());
            let Live::Postgres(c) = self.live() else { return Ok(0) };
            let mut query = sqlx::query(AssertSqlSafe(sql)).bind(tenant);
            for column in columns {
                query = match column {
                    Column::Texts(texts) => query.bind(texts),
                    Column::Numbers(numbers) => query.bind(numbers),
                    Column::Truths(truths) => query.bind(truths),
                };
            }
            Ok(query.execute(c).await?.rows_affected())
        })
    }

    fn run_chunk(&mut self, sql: String, is_kept: bool, values: Vec<Value>) -> BoxFuture<'_, Result<u64>> {
        Box::pin(async move {
            Ok(match self.live() {
                Live::Sqlite(c) => bound!(sql, is_kept, values).execute(c).await?.rows_affected(),
                Live::Postgres(c) => bound!(sql, is_kept, values).execute(c).await?.rows_affected(),
            })
        })
    }
}

/// Where rows are taken from: a table, and the expression that tells its rows apart.
pub(crate) struct Source {
    pub(crate) table: &'static str,
    pub(crate) key: &'static str,
}

impl Source {
    fn statement(&self, keys: usize, dialect: Dialect) -> String {
        let mut sql = format!("DELETE FROM {} WHERE tenant_id = ", self.table);
        dialect.push_place(&mut sql, 1);
        sql.push_str(" AND ");
        sql.push_str(self.key);
        for place in 0..keys {
            sql.push_str(if place == 0 { " IN (" } else { ", " });
            dialect.push_place(&mut sql, place + 2);
        }
        sql.push(')');
        sql
    }
}

impl Tx {
    /// Takes the rows with these keys away and tells how many there were.
    pub(crate) async fn delete_rows(&mut self, source: &Source, keys: &[String]) -> Result<u64> {
        const AT_ONCE: usize = 500;
        let (dialect, tenant) = (self.dialect(), self.tenant_text());
        let mut gone = 0;
        for chunk in keys.chunks(AT_ONCE) {
            let values = std::iter::once(&tenant).chain(chunk).map(Value::text).collect();
            let sql = source.statement(chunk.len(), dialect);
            gone += self.run_chunk(sql, chunk.len() == AT_ONCE, values).await?;
        }
        Ok(gone)
    }
}

/// Indexes that are made anew once very many rows are written.
#[must_use = "the indexes are gone until they are made again"]
#[derive(Debug, Default)]
pub struct Resting(Vec<String>);

impl Tx {
    /// Takes the plain indexes of a table away while very many rows are written to it: sorting all keys at once is several
    /// times faster than putting each in its place. Within the transaction: whoever reads sees the table as before, and
    /// what is not committed was never gone. Where this would keep readers waiting, nothing rests.
    pub async fn rest_indexes(&mut self, table: &str) -> Result<Resting> {
        let Some(plain) = self.dialect().plain_indexes() else { return Ok(Resting::default()) };
        let Live::Sqlite(c) = self.live() else { return Ok(Resting::default()) };
        let found: Vec<(String, String)> =
            sqlx::query_as(plain).bind(table.to_owned()).fetch_all(&mut *c).await?;
        for (name, _) in &found {
            // The names come from our own schema, so putting them into the text is safe.
            sqlx::query(AssertSqlSafe(format!("DROP INDEX {name}"))).execute(&mut *c).await?;
        }
        Ok(Resting(found.into_iter().map(|(_, sql)| sql).collect()))
    }

    /// Makes the indexes anew.
    pub async fn wake_indexes(&mut self, resting: Resting) -> Result<()> {
        for sql in resting.0 {
            if let Live::Sqlite(c) = self.live() {
                sqlx::query(AssertSqlSafe(sql)).execute(c).await?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGET: Target = Target { table: "t", columns: &["a", "b"], on_conflict: "ON CONFLICT DO NOTHING" };

    #[test]
    fn every_row_has_its_own_places() {
        assert_eq!(
            TARGET.by_rows(2),
            "INSERT INTO t (tenant_id, a, b) VALUES (?, ?, ?), (?, ?, ?) ON CONFLICT DO NOTHING"
        );
    }

    #[test]
    fn a_column_is_one_list_with_its_gaps() {
        let rows = [(Some("x"), 1), (None, 2)];
        let rows = rows.map(|(a, b)| vec![Value::maybe(a.as_ref()), Value::Number(b)]);
        let columns = Column::of_rows(rows.into_iter());
        assert!(matches!(&columns[0], Column::Texts(texts) if texts == &[Some("x".to_owned()), None]));
        assert_eq!(
            TARGET.by_columns(&columns),
            "INSERT INTO t (tenant_id, a, b) SELECT $1, * FROM UNNEST($2::TEXT[], $3::BIGINT[]) ON CONFLICT DO NOTHING"
        );
    }

    #[test]
    fn rows_are_taken_away_by_their_keys() {
        let source = Source { table: "t", key: "a || b" };
        let sql = source.statement(2, Dialect::Postgres);
        assert_eq!(sql, "DELETE FROM t WHERE tenant_id = $1 AND a || b IN ($2, $3)");
        assert_eq!(
            source.statement(1, Dialect::Sqlite),
            "DELETE FROM t WHERE tenant_id = ? AND a || b IN (?)"
        );
    }
}
