//! The evidence log: one entry per change, in the same transaction, numbered without gaps, with the tree's frontier
//! kept beside it.
//!
//! An entry holds random ids and commitments only; what was committed to (with its salt) lies in `evidence_content`,
//! where it can be erased without breaking a proof.

use evidence::{Entry, Frontier, Hash, Salt};
use kernel::{AccountId, DepartureId, Timestamp};

use crate::{Conn, Error, Result, Tx, boxed};

/// What happened, to be written into the log.
#[derive(Debug, Clone)]
pub struct Event<'e> {
    /// Who did it; the nil id is the system itself (first start, a nightly job).
    pub actor: AccountId,
    /// When.
    pub at: Timestamp,
    /// What kind of change, as `area.verb` (`departure.opened`).
    pub kind: &'e str,
    /// The departure concerned.
    pub departure: Option<DepartureId>,
    /// What was changed, as texts to commit to, each with its own random salt: JSON of the new state, or a file's
    /// hash. Kept beside the log, never in the entry.
    pub contents: Vec<(Salt, String)>,
}

/// Proof that an entry was written in this transaction; [`Tx::commit`] asks for it.
#[derive(Debug)]
#[must_use = "a transaction commits only against its receipt"]
pub struct Receipt {
    /// The entry's number.
    pub seq: u64,
}

/// The log's head as the transaction found it and moves it on.
#[derive(Debug)]
pub(crate) struct Head {
    frontier: Frontier,
}

record! {
    /// One entry as stored.
    pub struct StoredEntry {
        /// Its number, from 0.
        pub seq: i64,
        /// The bytes that are hashed.
        pub entry: String,
        /// The leaf hash, in hex.
        pub leaf: String,
    }
}

record! {
    /// The frontier of the log, which knows its size.
    struct HeadRow {
        frontier: String,
    }
}

record! {
    /// The size of the log alone.
    struct SizeRow {
        size: i64,
    }
}

const READ_SIZE: &str = "SELECT size FROM evidence_head WHERE tenant_id = $1";
const TAKE_HEAD: &str = "UPDATE evidence_head SET size = size WHERE tenant_id = $1";
const READ_HEAD: &str = "SELECT frontier FROM evidence_head WHERE tenant_id = $1";
const STORE_HEAD: &str = "UPDATE evidence_head SET size = $2, frontier = $3 WHERE tenant_id = $1";
const APPEND: &str =
    "INSERT INTO evidence_entry (tenant_id, seq, entry, leaf, departure_id) VALUES ($1, $2, $3, $4, $5)";
const KEEP: &str =
    "INSERT INTO evidence_content (tenant_id, seq, position, salt, content) VALUES ($1, $2, $3, $4, $5)";
const PAGE: &str =
    "SELECT seq, entry, leaf FROM evidence_entry WHERE tenant_id = $1 AND seq >= $2 ORDER BY seq LIMIT $3";
const NEWEST: &str = "SELECT seq, entry, leaf FROM evidence_entry WHERE tenant_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";

/// Locks the tenant's head row until the end of the transaction and reads it. A tenant that is just being made has
/// none yet: its log is empty.
pub(crate) async fn take_head(conn: &mut Conn) -> Result<Head> {
    run!(conn, TAKE_HEAD)?;
    Ok(Head { frontier: read_frontier(conn).await? })
}

async fn read_frontier(conn: &mut Conn) -> Result<Frontier> {
    let row: Option<HeadRow> = maybe!(conn, READ_HEAD)?;
    row.map_or_else(
        || Ok(Frontier::default()),
        |row| row.frontier.parse().map_err(|_| Error::Damaged { what: "evidence_head.frontier".to_owned() }),
    )
}

pub(crate) async fn store_head(tx: &mut Tx, receipt: &Receipt) -> Result<()> {
    let size = tx.log.frontier.size();
    if receipt.seq >= size {
        return Err(Error::Damaged { what: "receipt".to_owned() });
    }
    let frontier = tx.log.frontier.to_string();
    run!(tx, STORE_HEAD, size.cast_signed(), frontier)?;
    Ok(())
}

fn entry_text(seq: u64, tenant: kernel::TenantId, event: &Event<'_>) -> Result<String> {
    let mut entry = Entry::new(seq, event.at, tenant, event.kind, event.actor);
    if let Some(departure) = event.departure {
        entry = entry.case(departure);
    }
    for (salt, content) in &event.contents {
        entry = entry.commitment(evidence::commit(salt, content.as_bytes()));
    }
    let bytes = entry.to_bytes().map_err(Error::Evidence)?;
    String::from_utf8(bytes).map_err(|_| Error::Damaged { what: "entry".to_owned() })
}

impl Tx {
    /// Writes an entry for what this transaction changes. The last receipt of several is enough for the commit.
    pub async fn append(&mut self, event: Event<'_>) -> Result<Receipt> {
        let seq = self.log.frontier.size();
        let entry = entry_text(seq, self.tenant(), &event)?;
        let leaf = evidence::leaf_hash(entry.as_bytes());
        self.log.frontier.append(leaf);
        let number = seq.cast_signed();
        run!(self, APPEND, number, entry, leaf.to_string(), event.departure)?;
        self.keep_content(number, &event).await?;
        Ok(Receipt { seq })
    }

    async fn keep_content(&mut self, seq: i64, event: &Event<'_>) -> Result<()> {
        for (position, (salt, content)) in (0_i64..).zip(&event.contents) {
            let salt = Hash::from_bytes(*salt).to_string();
            run!(self, KEEP, seq, position, salt, content)?;
        }
        Ok(())
    }
}

impl Conn {
    /// Entries from `first` on, at most `limit`.
    #[boxed]
    pub async fn list_entries(&mut self, first: i64, limit: i64) -> Result<Vec<StoredEntry>> {
        all!(self, PAGE, first, limit)
    }

    /// Entries before `before`, the newest first, at most `limit`.
    #[boxed]
    pub async fn list_newest_entries(&mut self, before: i64, limit: i64) -> Result<Vec<StoredEntry>> {
        all!(self, NEWEST, before, limit)
    }

    /// How many entries the log has: whatever was read stays true while it does not grow.
    #[boxed]
    pub async fn get_log_size(&mut self) -> Result<u64> {
        let row: Option<SizeRow> = maybe!(self, READ_SIZE)?;
        Ok(row.map_or(0, |row| row.size.cast_unsigned()))
    }

    /// The log's size and root as the head row has them.
    #[boxed]
    pub async fn get_log_root(&mut self) -> Result<(u64, Hash)> {
        let frontier = read_frontier(self).await?;
        Ok((frontier.size(), frontier.root()))
    }
}
