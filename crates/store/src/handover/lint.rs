//! What the check of a note found, and what of it somebody lets stand.

use kernel::{AccountId, AllowanceId, ItemId, Timestamp};

use super::items::Said;
use crate::{Conn, Result, Tx};

record! {
    /// A finding that somebody lets stand.
    pub struct Allowance {
        /// Its id.
        pub id: AllowanceId,
        /// The rule, as printed.
        pub rule: String,
        /// The line it stands in; empty for a rule about the whole note.
        pub passage: String,
        /// Why it may stand.
        pub reason: String,
        /// Who said so, as shown.
        pub said_by_name: String,
        /// When.
        pub said_at: Timestamp,
    }
}

/// What the check of a note comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LintCount {
    /// Findings that make the note unusable.
    pub errors: i64,
    /// What should be mended.
    pub warnings: i64,
    /// What is worth a thought.
    pub suggestions: i64,
    /// The line of the finding to begin with, from 1; 0 where there is none.
    pub first_line: i64,
    /// Its rule, as printed.
    pub first_rule: String,
    /// What stands there.
    pub first_text: String,
}

const ALLOWED: &str = "SELECT w.id, w.rule, w.passage, w.reason, COALESCE(a.display_name, '') AS said_by_name, w.said_at \
     FROM note_allowance w LEFT JOIN account a ON a.tenant_id = w.tenant_id AND a.id = w.said_by \
     WHERE w.tenant_id = $1 AND w.item_id = $2 AND w.withdrawn_at IS NULL ORDER BY w.said_at, w.id";
const ALLOW: &str = "INSERT INTO note_allowance (tenant_id, id, item_id, rule, passage, reason, said_by, said_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const WITHDRAW: &str = "UPDATE note_allowance SET withdrawn_at = $4, withdrawn_by = $5 WHERE tenant_id = $1 AND item_id = $2 AND id = $3 \
     AND withdrawn_at IS NULL";
const COUNT: &str = "INSERT INTO note_lint (tenant_id, item_id, version, errors, warnings, suggestions, first_line, first_rule, first_text) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant_id, item_id) DO UPDATE SET version = excluded.version, \
     errors = excluded.errors, warnings = excluded.warnings, suggestions = excluded.suggestions, first_line = excluded.first_line, \
     first_rule = excluded.first_rule, first_text = excluded.first_text";

impl Conn {
    /// What somebody lets stand in an item's note, oldest first.
    pub async fn list_allowances(&mut self, item: ItemId) -> Result<Vec<Allowance>> {
        all!(self, ALLOWED, item)
    }
}

impl Tx {
    /// Lets a finding stand.
    pub async fn insert_allowance(
        &mut self,
        (id, item): (AllowanceId, ItemId),
        (rule, passage): (&str, &str),
        reason: &str,
        said: Said,
    ) -> Result<()> {
        run!(self, ALLOW, id, item, rule, passage, reason, said.by, said.at)?;
        Ok(())
    }

    /// Lets it stand no longer; false when that was said before.
    pub async fn withdraw_allowance(
        &mut self,
        (item, id): (ItemId, AllowanceId),
        (by, at): (AccountId, Timestamp),
    ) -> Result<bool> {
        Ok(run!(self, WITHDRAW, item, id, at, by)? > 0)
    }

    /// Keeps what the check of the newest version came to.
    pub async fn put_lint_count(&mut self, (item, version): (ItemId, i64), count: &LintCount) -> Result<()> {
        run!(
            self,
            COUNT,
            item,
            version,
            count.errors,
            count.warnings,
            count.suggestions,
            count.first_line,
            &count.first_rule,
            &count.first_text
        )?;
        Ok(())
    }
}
