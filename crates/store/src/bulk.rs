//! Many rows in one statement: what an import writes.
//!
//! The text is put together from constants of this crate only (table, columns, what to do on a conflict) and numbered
//! places; values are always bound.

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
    /// `INSERT INTO t (tenant_id, a, b) VALUES ($1, $2, $3), ($4, $5, $6) …`, or with `?` for each place.
    fn statement(&self, rows: usize, dialect: Dialect) -> String {
        let width = self.columns.len() + 1;
        let mut sql = format!("INSERT INTO {} (tenant_id, {}) VALUES ", self.table, self.columns.join(", "));
        for place in 0..rows * width {
            sql.push_str(match (place, place % width) {
                (0, _) => "(",
                (_, 0) => "), (",
                _ => ", ",
            });
            dialect.push_place(&mut sql, place + 1);
        }
        sql.push_str(") ");
        sql.push_str(self.on_conflict);
        sql
    }

    fn rows_at_once(&self, dialect: Dialect) -> usize {
        (dialect.values_at_once() / (self.columns.len() + 1)).max(1)
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
        let at_once = target.rows_at_once(dialect);
        let tenant = Value::Text(self.tenant_text());
        let mut touched = 0;
        if !rows.is_empty() {
            statements::note(dialect, ("bulk", target.table), target.on_conflict);
        }
        for chunk in rows.chunks(at_once) {
            let row = |row: &R| std::iter::once(tenant.clone()).chain(values(row));
            let flat: Vec<Value> = chunk.iter().flat_map(row).collect();
            // Only the full-size statement comes again; the last one of a load is not worth keeping.
            let is_kept = chunk.len() == at_once;
            touched += self.run_chunk(target.statement(chunk.len(), dialect), is_kept, flat).await?;
        }
        Ok(touched)
    }

    async fn run_chunk(&mut self, sql: String, is_kept: bool, values: Vec<Value>) -> Result<u64> {
        Ok(match self.live() {
            Live::Sqlite(c) => bound!(sql, is_kept, values).execute(c).await?.rows_affected(),
            Live::Postgres(c) => bound!(sql, is_kept, values).execute(c).await?.rows_affected(),
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

    #[test]
    fn every_row_has_its_own_places() {
        let target = Target { table: "t", columns: &["a", "b"], on_conflict: "ON CONFLICT DO NOTHING" };
        assert_eq!(
            target.statement(2, Dialect::Postgres),
            "INSERT INTO t (tenant_id, a, b) VALUES ($1, $2, $3), ($4, $5, $6) ON CONFLICT DO NOTHING"
        );
        assert_eq!(
            target.statement(1, Dialect::Sqlite),
            "INSERT INTO t (tenant_id, a, b) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
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
