//! Imports: which file was brought by whom and what became of it, and what was said about the columns of a header set.

use kernel::{AccountId, ImportId, Timestamp};

use crate::{Conn, Result, Tx, boxed};

mod trace;

pub use trace::{Kept, Pointer, Reference, TraceRow};

record! {
    /// One import, from the upload on.
    pub struct ImportRun {
        /// Its id; later ones sort later.
        pub id: ImportId,
        /// The kind's code; empty while it is to be told from the file.
        pub kind: String,
        /// The name of the file.
        pub file_name: String,
        /// The hash of its bytes.
        pub sha256: String,
        /// `open`, `done`, `undone`, `cancelled` or `failed`.
        pub status: String,
        /// Who brought it.
        pub uploaded_by: AccountId,
        /// The name of that account; empty for the system.
        pub uploaded_by_name: String,
        /// When.
        pub uploaded_at: Timestamp,
        /// When it was done, cancelled or failed.
        pub finished_at: Option<Timestamp>,
        /// Rows that could be taken.
        pub accepted: i64,
        /// Rows that could not.
        pub refused: i64,
        /// Records that were new.
        pub added: i64,
        /// Records that were there with other content.
        pub changed: i64,
        /// Records that were there with the same content.
        pub same: i64,
        /// What else is known of the outcome, as JSON; empty while open.
        pub report: String,
        /// When it was taken back.
        pub undone_at: Option<Timestamp>,
        /// The name of the account that took it back; empty where none did.
        pub undone_by_name: String,
    }
}

/// An import that begins.
#[derive(Debug, Clone)]
pub struct NewImport {
    /// Its id.
    pub id: ImportId,
    /// The kind's code, or empty when it is to be told from the file.
    pub kind: String,
    /// The name of the file.
    pub file_name: String,
    /// The hash of its bytes.
    pub sha256: String,
    /// Who brings it.
    pub uploaded_by: AccountId,
    /// When.
    pub uploaded_at: Timestamp,
}

/// How an import ended.
#[derive(Debug, Clone)]
pub struct ImportOutcome {
    /// `done`, `cancelled` or `failed`.
    pub status: &'static str,
    /// The kind's code, as it was told at last.
    pub kind: String,
    /// When.
    pub finished_at: Timestamp,
    /// Rows that could be taken.
    pub accepted: i64,
    /// Rows that could not.
    pub refused: i64,
    /// Records that were new.
    pub added: i64,
    /// Records that were there with other content.
    pub changed: i64,
    /// Records that were there with the same content.
    pub same: i64,
    /// What else is known, as JSON.
    pub report: String,
}

/// What was said about the columns of a header set.
#[derive(Debug, Clone)]
pub struct SavedMapping<'m> {
    /// The kind's code.
    pub kind: &'m str,
    /// The name of the header set.
    pub header_key: &'m str,
    /// The mapping, as JSON.
    pub mapping: &'m str,
    /// Who said it.
    pub saved_by: AccountId,
    /// When.
    pub saved_at: Timestamp,
}

record! {
    struct MappingText {
        mapping: String,
    }
}

record! {
    /// The company's own words for one kind of table.
    pub struct OwnWords {
        /// The kind's code.
        pub kind: String,
        /// The words, as JSON.
        pub words: String,
        /// Who said them.
        pub saved_by: AccountId,
        /// The name of that account; empty for the system.
        pub saved_by_name: String,
        /// When.
        pub saved_at: Timestamp,
    }
}

macro_rules! runs {
    ($where:literal) => {
        concat!(
            "SELECT r.id, r.kind, r.file_name, r.sha256, r.status, r.uploaded_by, COALESCE(a.display_name, '') AS uploaded_by_name, \
             r.uploaded_at, r.finished_at, r.accepted, r.refused, r.added, r.changed, r.same, r.report, \
             r.undone_at, COALESCE(u.display_name, '') AS undone_by_name FROM import_run r \
             LEFT JOIN account a ON a.tenant_id = r.tenant_id AND a.id = r.uploaded_by \
             LEFT JOIN account u ON u.tenant_id = r.tenant_id AND u.id = r.undone_by \
             WHERE r.tenant_id = $1 AND ",
            $where
        )
    };
}

const BY_ID: &str = runs!("r.id = $2");
const PAGE: &str = runs!("($2 = '' OR r.id < $2) ORDER BY r.id DESC LIMIT $3");
const OPEN: &str = runs!("r.status = 'open' ORDER BY r.id");
const SAME_FILE: &str = runs!("r.sha256 = $2 AND r.status = 'done' ORDER BY r.id DESC LIMIT 1");
const CREATE: &str = "INSERT INTO import_run (tenant_id, id, kind, file_name, sha256, status, uploaded_by, uploaded_at) \
     VALUES ($1, $2, $3, $4, $5, 'open', $6, $7)";
const SET_KIND: &str = "UPDATE import_run SET kind = $3 WHERE tenant_id = $1 AND id = $2 AND status = 'open'";
const FINISH: &str = "UPDATE import_run SET status = $3, kind = $4, finished_at = $5, accepted = $6, refused = $7, added = $8, \
     changed = $9, same = $10, report = $11 WHERE tenant_id = $1 AND id = $2 AND status = 'open'";
const MAPPING: &str =
    "SELECT mapping FROM import_mapping WHERE tenant_id = $1 AND kind = $2 AND header_key = $3";
const SAVE_MAPPING: &str = "INSERT INTO import_mapping (tenant_id, kind, header_key, mapping, saved_by, saved_at) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, kind, header_key) DO UPDATE SET mapping = excluded.mapping, \
     saved_by = excluded.saved_by, saved_at = excluded.saved_at";

const WORDS: &str = "SELECT w.kind, w.words, w.saved_by, COALESCE(a.display_name, '') AS saved_by_name, w.saved_at \
     FROM import_words w LEFT JOIN account a ON a.tenant_id = w.tenant_id AND a.id = w.saved_by WHERE w.tenant_id = $1";
const SAVE_WORDS: &str = "INSERT INTO import_words (tenant_id, kind, words, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (tenant_id, kind) DO UPDATE SET words = excluded.words, saved_by = excluded.saved_by, \
     saved_at = excluded.saved_at";

impl Conn {
    /// The company's own words, of every kind that has some.
    #[boxed]
    pub async fn list_import_words(&mut self) -> Result<Vec<OwnWords>> {
        all!(self, WORDS)
    }

    /// The import with this id.
    #[boxed]
    pub async fn get_import(&mut self, id: ImportId) -> Result<ImportRun> {
        one!(self, BY_ID, id)
    }

    /// Imports older than `before`, the newest first, at most `limit`; without one from the newest on.
    #[boxed]
    pub async fn list_imports(&mut self, before: Option<ImportId>, limit: i64) -> Result<Vec<ImportRun>> {
        let before = before.map(|id| id.to_string()).unwrap_or_default();
        all!(self, PAGE, before, limit)
    }

    /// Imports that are neither done nor given up, the oldest first.
    #[boxed]
    pub async fn list_open_imports(&mut self) -> Result<Vec<ImportRun>> {
        all!(self, OPEN)
    }

    /// The last import of a file with the same bytes that was carried out.
    #[boxed]
    pub async fn find_import_of_same_file(&mut self, sha256: &str) -> Result<Option<ImportRun>> {
        maybe!(self, SAME_FILE, sha256)
    }

    /// What was said about a header set, as JSON.
    #[boxed]
    pub async fn find_import_mapping(&mut self, kind: &str, header_key: &str) -> Result<Option<String>> {
        let found: Option<MappingText> = maybe!(self, MAPPING, kind, header_key)?;
        Ok(found.map(|row| row.mapping))
    }
}

impl Tx {
    /// Keeps the company's own words for a kind, in place of those before.
    #[boxed]
    pub async fn save_import_words(
        &mut self,
        (kind, words): (&str, &str),
        by: AccountId,
        at: Timestamp,
    ) -> Result<()> {
        run!(self, SAVE_WORDS, kind, words, by, at)?;
        Ok(())
    }

    /// Notes that a file was brought.
    #[boxed]
    pub async fn create_import(&mut self, new: &NewImport) -> Result<()> {
        run!(self, CREATE, new.id, &new.kind, &new.file_name, &new.sha256, new.uploaded_by, new.uploaded_at)?;
        Ok(())
    }

    /// Says what kind of table an open import is.
    #[boxed]
    pub async fn set_import_kind(&mut self, id: ImportId, kind: &str) -> Result<bool> {
        Ok(run!(self, SET_KIND, id, kind)? == 1)
    }

    /// Ends an open import; false when it had ended already.
    #[boxed]
    pub async fn finish_import(&mut self, id: ImportId, outcome: &ImportOutcome) -> Result<bool> {
        let touched = run!(
            self,
            FINISH,
            id,
            outcome.status,
            &outcome.kind,
            outcome.finished_at,
            outcome.accepted,
            outcome.refused,
            outcome.added,
            outcome.changed,
            outcome.same,
            &outcome.report
        )?;
        Ok(touched == 1)
    }

    /// Remembers what was said about a header set, in place of what was said before.
    pub async fn save_import_mapping(&mut self, saved: &SavedMapping<'_>) -> Result<()> {
        run!(
            self,
            SAVE_MAPPING,
            saved.kind,
            saved.header_key,
            saved.mapping,
            saved.saved_by,
            saved.saved_at
        )?;
        Ok(())
    }
}
