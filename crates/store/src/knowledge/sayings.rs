//! Statements of who can do what: added, taken back, never deleted; and the one of each pair that stands.

use kernel::{AccountId, Date, KnowledgeItemId, PersonId, Timestamp};

use super::{Frame, frame};
use crate::{
    Conn, Result, Tx,
    bulk::{Target, Value},
    holdings::Holder,
};

record! {
    /// A statement.
    pub struct Saying {
        /// Its id.
        pub id: String,
        /// The item.
        pub item_id: KnowledgeItemId,
        /// Of whom.
        pub person_id: PersonId,
        /// 0 not at all … 4 teaches others.
        pub level: i64,
        /// Where it comes from: a file, `hand`, `handover`, `exchange`, `assessment`, `git`.
        pub source: String,
        /// What of that: a stage, a session, a history; may be empty.
        pub reference: String,
        /// A word to it.
        pub remark: String,
        /// When it was seen.
        pub seen_on: Date,
        /// Who said so.
        pub said_by: AccountId,
        /// When.
        pub said_at: Timestamp,
        /// Whether it was taken back.
        pub is_withdrawn: bool,
    }
}

record! {
    /// A statement with the names that belong to it.
    pub struct NamedSaying {
        /// The person.
        pub person_id: PersonId,
        /// The person's name.
        pub person_name: String,
        /// The level.
        pub level: i64,
        /// Where it comes from.
        pub source: String,
        /// A word to it.
        pub remark: String,
        /// When it was seen.
        pub seen_on: Date,
        /// Who said so; empty for the system itself.
        pub said_by_name: String,
        /// When; the beginning of 1970 for what is older than the record of statements.
        pub said_at: Timestamp,
        /// Whether it was taken back.
        pub is_withdrawn: bool,
    }
}

record! {
    /// The level of somebody as it stands.
    pub struct Standing {
        /// The item.
        pub item_id: KnowledgeItemId,
        /// The person.
        pub person_id: PersonId,
        /// The level.
        pub level: i64,
        /// When it was seen.
        pub seen_on: Date,
    }
}

const SAYING: Target = Target {
    table: "knowledge_saying",
    columns: &[
        "id",
        "item_id",
        "person_id",
        "level",
        "source",
        "reference",
        "remark",
        "seen_on",
        "said_by",
        "said_at",
        "is_withdrawn",
    ],
    on_conflict: "",
};
// What was seen later stands; of one day, what was said later.
const STANDS: Target = Target {
    table: "knowledge_holder",
    columns: &["item_id", "person_id", "level", "source", "seen_on"],
    on_conflict: "ON CONFLICT (tenant_id, item_id, person_id) DO UPDATE SET level = excluded.level, \
         source = excluded.source, seen_on = excluded.seen_on WHERE excluded.seen_on >= knowledge_holder.seen_on",
};
/// What a register says of a pair becomes a statement before it is replaced, so that nothing is lost.
const KEEP: &str = "INSERT INTO knowledge_saying (tenant_id, id, item_id, person_id, level, source, seen_on, said_by, said_at) \
     SELECT h.tenant_id, h.item_id || ':' || h.person_id || ':' || h.seen_on || ':' || CAST(h.level AS TEXT), h.item_id, h.person_id, h.level, h.source, h.seen_on, $4, 0 \
     FROM knowledge_holder h WHERE h.tenant_id = $1 AND h.item_id = $2 AND h.person_id = $3 AND NOT EXISTS (\
     SELECT 1 FROM knowledge_saying s WHERE s.tenant_id = $1 AND s.item_id = h.item_id AND s.person_id = h.person_id \
     AND s.level = h.level AND s.seen_on = h.seen_on AND s.is_withdrawn = FALSE) ON CONFLICT DO NOTHING";
/// A register's word that stands again needs no statement beside it.
const FORGET: &str = "DELETE FROM knowledge_saying WHERE tenant_id = $1 AND item_id = $2 AND person_id = $3 AND level = $4 \
     AND seen_on = $5 AND said_by = $6 AND said_at = 0";
/// Everything said of an item. What a register says and nobody replaced yet is read where it stands.
const OF_ITEM: &str = concat!(
    frame!(),
    "SELECT s.person_id, p.name AS person_name, s.level, s.source, s.remark, s.seen_on, \
     COALESCE(a.display_name, '') AS said_by_name, s.said_at, s.is_withdrawn FROM (\
     SELECT tenant_id, id, item_id, person_id, level, source, remark, seen_on, said_by, said_at, is_withdrawn, 0 AS place FROM knowledge_saying \
     WHERE tenant_id = $1 AND item_id = $4 UNION ALL \
     SELECT h.tenant_id, '', h.item_id, h.person_id, h.level, h.source, '', h.seen_on, '', CAST(0 AS BIGINT), FALSE, 1 \
     FROM knowledge_holder h WHERE h.tenant_id = $1 AND h.item_id = $4 AND NOT EXISTS (SELECT 1 FROM knowledge_saying x \
     WHERE x.tenant_id = $1 AND x.item_id = h.item_id AND x.person_id = h.person_id AND x.level = h.level AND x.seen_on = h.seen_on AND x.is_withdrawn = FALSE)) AS s \
     JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id \
     LEFT JOIN account a ON a.tenant_id = s.tenant_id AND a.id = s.said_by \
     WHERE s.tenant_id = $1 AND s.person_id IN (SELECT id FROM inside) ORDER BY s.seen_on DESC, s.place DESC, s.said_at DESC, s.id DESC LIMIT 500"
);
const STANDING: &str =
    "SELECT item_id, person_id, level, seen_on FROM knowledge_holder WHERE tenant_id = $1 AND item_id = $2";
const PAIRS_OF_REFERENCE: &str = "SELECT item_id, person_id, level, seen_on FROM knowledge_saying \
     WHERE tenant_id = $1 AND reference = $2 AND is_withdrawn = FALSE";
const WITHDRAW: &str = "UPDATE knowledge_saying SET is_withdrawn = TRUE WHERE tenant_id = $1 AND reference = $2 AND is_withdrawn = FALSE";
const LATEST: &str = "SELECT level, source, seen_on FROM knowledge_saying WHERE tenant_id = $1 AND item_id = $2 \
     AND person_id = $3 AND is_withdrawn = FALSE ORDER BY seen_on DESC, said_at DESC, id DESC LIMIT 1";
const STAND_AGAIN: &str = "UPDATE knowledge_holder SET level = $4, source = $5, seen_on = $6 WHERE tenant_id = $1 \
     AND item_id = $2 AND person_id = $3";
const STAND_NO_MORE: &str =
    "DELETE FROM knowledge_holder WHERE tenant_id = $1 AND item_id = $2 AND person_id = $3";

record! {
    struct Latest {
        level: i64,
        source: String,
        seen_on: Date,
    }
}

impl Conn {
    /// Everything said of an item and those inside the frame, the latest first, what was taken back included.
    pub async fn list_item_sayings(
        &mut self,
        frame: Frame,
        item: KnowledgeItemId,
    ) -> Result<Vec<NamedSaying>> {
        all!(self, OF_ITEM, frame.scope.manager_text(), frame.department_text(), item)
    }

    /// The levels of an item as they stand.
    pub async fn list_standing(&mut self, item: KnowledgeItemId) -> Result<Vec<Standing>> {
        all!(self, STANDING, item)
    }
}

impl Tx {
    /// Says who can do what how well. Each pair may come once; what was seen before what stands is kept and changes nothing.
    pub async fn say_levels(&mut self, rows: &[Saying]) -> Result<()> {
        for row in rows {
            self.keep_statement(row.item_id, row.person_id).await?;
        }
        let saying = |row: &Saying| {
            vec![
                Value::text(&row.id),
                Value::text(&row.item_id),
                Value::text(&row.person_id),
                Value::Number(row.level),
                Value::text(&row.source),
                Value::text(&row.reference),
                Value::text(&row.remark),
                Value::text(&row.seen_on),
                Value::text(&row.said_by),
                Value::Number(row.said_at.as_microsecond()),
                Value::Truth(row.is_withdrawn),
            ]
        };
        self.insert_rows(&SAYING, rows, saying).await?;
        let holder = |row: &Saying| {
            vec![
                Value::text(&row.item_id),
                Value::text(&row.person_id),
                Value::Number(row.level),
                Value::text(&row.source),
                Value::text(&row.seen_on),
            ]
        };
        self.insert_rows(&STANDS, rows, holder).await?;
        Ok(())
    }

    /// Makes a statement of what stands of a pair, where it is none yet.
    pub async fn keep_statement(&mut self, item: KnowledgeItemId, person: PersonId) -> Result<()> {
        run!(self, KEEP, item, person, AccountId::from_uuid(uuid::Uuid::nil()))?;
        Ok(())
    }

    /// Takes away what [`Tx::keep_statement`] made of a holder who is put back as before; no other statement.
    pub async fn forget_kept_statement(&mut self, holder: &Holder) -> Result<()> {
        let (item, person) = (holder.item_id, holder.person_id);
        run!(
            self,
            FORGET,
            item,
            person,
            holder.level,
            holder.seen_on,
            AccountId::from_uuid(uuid::Uuid::nil())
        )?;
        Ok(())
    }

    /// Takes back whatever was said with a reference; what was said before stands again. Gives the pairs concerned.
    pub async fn withdraw_sayings(&mut self, reference: &str) -> Result<Vec<Standing>> {
        let pairs: Vec<Standing> = all!(self, PAIRS_OF_REFERENCE, reference)?;
        for pair in &pairs {
            self.keep_statement(pair.item_id, pair.person_id).await?;
        }
        run!(self, WITHDRAW, reference)?;
        for pair in &pairs {
            let latest: Option<Latest> = maybe!(self, LATEST, pair.item_id, pair.person_id)?;
            match latest {
                Some(row) => run!(
                    self,
                    STAND_AGAIN,
                    pair.item_id,
                    pair.person_id,
                    row.level,
                    &row.source,
                    row.seen_on
                )?,
                None => run!(self, STAND_NO_MORE, pair.item_id, pair.person_id)?,
            };
        }
        Ok(pairs)
    }
}
