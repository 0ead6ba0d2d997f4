//! Many rows in one statement: what an import writes.
//!
//! The text is put together from constants of this crate only (table, columns, what to do on a conflict) and numbered
//! places; values are always bound.

use std::fmt::Write as _;

use sqlx::AssertSqlSafe;

use crate::{Result, Tx, conn::Live, dialect::Dialect};

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
    /// `INSERT INTO t (tenant_id, a, b) VALUES ($1, $2, $3), ($1, $4, $5) …`
    fn statement(&self, rows: usize) -> String {
        let mut sql = format!("INSERT INTO {} (tenant_id, {}) VALUES ", self.table, self.columns.join(", "));
        let mut place = 1;
        for row in 0..rows {
            sql.push_str(if row == 0 { "($1" } else { ", ($1" });
            for _ in self.columns {
                place += 1;
                let _ = write!(sql, ", ${place}");
            }
            sql.push(')');
        }
        sql.push(' ');
        sql.push_str(self.on_conflict);
        sql
    }

    fn rows_at_once(&self, dialect: Dialect) -> usize {
        (dialect.values_at_once() / self.columns.len().max(1)).max(1)
    }
}

macro_rules! bound {
    ($sql:expr, $is_kept:expr, $tenant:expr, $values:expr) => {{
        let mut query = sqlx::query(AssertSqlSafe($sql)).persistent($is_kept).bind($tenant);
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
        let at_once = target.rows_at_once(self.dialect());
        let mut touched = 0;
        for chunk in rows.chunks(at_once) {
            let flat: Vec<Value> = chunk.iter().flat_map(&values).collect();
            // Only the full-size statement comes again; the last one of a load is not worth keeping.
            touched += self.insert_chunk(target.statement(chunk.len()), chunk.len() == at_once, flat).await?;
        }
        Ok(touched)
    }

    async fn insert_chunk(&mut self, sql: String, is_kept: bool, values: Vec<Value>) -> Result<u64> {
        let tenant = self.tenant_text();
        Ok(match self.live() {
            Live::Sqlite(c) => bound!(sql, is_kept, tenant, values).execute(c).await?.rows_affected(),
            Live::Postgres(c) => bound!(sql, is_kept, tenant, values).execute(c).await?.rows_affected(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_its_own_places_and_the_tenant_only_one() {
        let target = Target { table: "t", columns: &["a", "b"], on_conflict: "ON CONFLICT DO NOTHING" };
        assert_eq!(
            target.statement(2),
            "INSERT INTO t (tenant_id, a, b) VALUES ($1, $2, $3), ($1, $4, $5) ON CONFLICT DO NOTHING"
        );
    }
}
