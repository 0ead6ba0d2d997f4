//! Code histories as they were read: who is who, which folder is which item, and what somebody decided of both.
//!
//! Reading a history anew replaces what was read and keeps what was decided.

use kernel::{AccountId, Date, HistoryId, KnowledgeItemId, PersonId, Timestamp};

use crate::{
    Conn, Result, Tx,
    bulk::{Target, Value},
    departures::changed,
};

record! {
    /// A history.
    pub struct CodeHistory {
        /// The id.
        pub id: HistoryId,
        /// What it is called here.
        pub name: String,
        /// When it was read last.
        pub read_at: Timestamp,
        /// The day of its last commit.
        pub ends_on: Date,
        /// What was read, as a hash: the same history again changes nothing.
        pub digest: String,
        /// Its metrics, as JSON.
        pub report: String,
        /// When it was taken into the map last.
        pub applied_at: Option<Timestamp>,
    }
}

record! {
    /// One spelling of one name with one address.
    pub struct CodeIdentity {
        /// The name.
        pub name: String,
        /// The address.
        pub email: String,
        /// The author it was taken for.
        pub author: String,
        /// Why it was merged with another; empty where it was not.
        pub why: String,
        /// The label somebody gave it.
        pub by_hand: String,
    }
}

record! {
    /// An author of a history.
    pub struct CodeAuthor {
        /// What he or she is called there.
        pub author: String,
        /// How many files he or she is an author of.
        pub files: i64,
        /// The day of the last commit.
        pub last_on: Option<Date>,
        /// Who it is.
        pub person_id: Option<PersonId>,
        /// That person's name, or nothing.
        pub person_name: String,
        /// What the proposal goes by: `email` or `name`.
        pub proposed_by: String,
        /// Whether it is none of ours.
        pub is_nobody: bool,
        /// When somebody decided.
        pub decided_at: Option<Timestamp>,
    }
}

record! {
    /// A folder of a history.
    pub struct CodeFolder {
        /// Its path.
        pub path: String,
        /// How many files of source are in it.
        pub files: i64,
        /// The item that it is.
        pub item_id: Option<KnowledgeItemId>,
        /// The item's name, or nothing.
        pub item_name: String,
        /// Whether it is no item.
        pub is_left_out: bool,
    }
}

record! {
    /// What an author does in a folder.
    pub struct CodePart {
        /// The folder.
        pub path: String,
        /// The author.
        pub author: String,
        /// The level that the history shows.
        pub level: i64,
        /// The last change.
        pub seen_on: Date,
    }
}

record! {
    /// Somebody of the roster who could be an author.
    pub struct Namesake {
        /// The person.
        pub id: PersonId,
        /// The name.
        pub name: String,
        /// The address, in small letters.
        pub email: String,
    }
}

const LIST: &str = "SELECT id, name, read_at, ends_on, digest, report, applied_at FROM code_history WHERE tenant_id = $1 ORDER BY name LIMIT 200";
const GET: &str = "SELECT id, name, read_at, ends_on, digest, report, applied_at FROM code_history WHERE tenant_id = $1 AND id = $2";
const FIND: &str = "SELECT id, name, read_at, ends_on, digest, report, applied_at FROM code_history WHERE tenant_id = $1 AND name = $2";
const IDENTITIES: &str = "SELECT name, email, author, why, by_hand FROM code_identity WHERE tenant_id = $1 AND history_id = $2 \
     ORDER BY author, name, email";
const AUTHORS: &str = "SELECT a.author, a.files, a.last_on, a.person_id, COALESCE(p.name, '') AS person_name, a.proposed_by, a.is_nobody, \
     a.decided_at FROM code_author a LEFT JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id \
     WHERE a.tenant_id = $1 AND a.history_id = $2 ORDER BY a.files DESC, a.author";
const FOLDERS: &str = "SELECT f.path, f.files, f.item_id, COALESCE(k.name, '') AS item_name, f.is_left_out FROM code_folder f \
     LEFT JOIN knowledge_item k ON k.tenant_id = f.tenant_id AND k.id = f.item_id \
     WHERE f.tenant_id = $1 AND f.history_id = $2 ORDER BY f.files DESC, f.path";
const PARTS: &str = "SELECT path, author, level, seen_on FROM code_part WHERE tenant_id = $1 AND history_id = $2 ORDER BY path, author";
const NAMESAKES: &str = "SELECT id, name, LOWER(email) AS email FROM person WHERE tenant_id = $1";
const PUT: &str = "INSERT INTO code_history (tenant_id, id, name, read_at, ends_on, digest, report) VALUES ($1, $2, $3, $4, $5, $6, $7) \
     ON CONFLICT (tenant_id, name) DO UPDATE SET read_at = excluded.read_at, ends_on = excluded.ends_on, \
     digest = excluded.digest, report = excluded.report";
const CLEAR_IDENTITIES: &str = "DELETE FROM code_identity WHERE tenant_id = $1 AND history_id = $2";
const CLEAR_AUTHORS: &str = "DELETE FROM code_author WHERE tenant_id = $1 AND history_id = $2";
const CLEAR_FOLDERS: &str = "DELETE FROM code_folder WHERE tenant_id = $1 AND history_id = $2";
const CLEAR_PARTS: &str = "DELETE FROM code_part WHERE tenant_id = $1 AND history_id = $2";
const LABEL: &str = "UPDATE code_identity SET by_hand = $5 WHERE tenant_id = $1 AND history_id = $2 AND name = $3 AND email = $4";
const DECIDE: &str = "UPDATE code_author SET person_id = $4, is_nobody = $5, decided_by = $6, decided_at = $7 \
     WHERE tenant_id = $1 AND history_id = $2 AND author = $3";
const SORT: &str = "UPDATE code_folder SET item_id = $4, is_left_out = $5 WHERE tenant_id = $1 AND history_id = $2 AND path = $3";
const APPLIED: &str = "UPDATE code_history SET applied_at = $3 WHERE tenant_id = $1 AND id = $2";
const IDENTITY: Target = Target {
    table: "code_identity",
    columns: &["history_id", "name", "email", "author", "why", "by_hand"],
    on_conflict: "",
};
const AUTHOR: Target = Target {
    table: "code_author",
    columns: &["history_id", "author", "files", "last_on", "person_id", "proposed_by"],
    on_conflict: "",
};
const FOLDER: Target = Target {
    table: "code_folder",
    columns: &["history_id", "path", "files", "item_id", "is_left_out"],
    on_conflict: "",
};
const PART: Target = Target {
    table: "code_part",
    columns: &["history_id", "path", "author", "level", "seen_on"],
    on_conflict: "",
};

impl Conn {
    /// The histories that were read, by name.
    pub async fn list_histories(&mut self) -> Result<Vec<CodeHistory>> {
        all!(self, LIST)
    }

    /// A history.
    pub async fn get_history(&mut self, id: HistoryId) -> Result<CodeHistory> {
        one!(self, GET, id)
    }

    /// A history by its name.
    pub async fn find_history(&mut self, name: &str) -> Result<Option<CodeHistory>> {
        maybe!(self, FIND, name)
    }

    /// Every spelling, by author.
    pub async fn list_identities(&mut self, id: HistoryId) -> Result<Vec<CodeIdentity>> {
        all!(self, IDENTITIES, id)
    }

    /// The authors, who wrote most first.
    pub async fn list_code_authors(&mut self, id: HistoryId) -> Result<Vec<CodeAuthor>> {
        all!(self, AUTHORS, id)
    }

    /// The folders, the largest first.
    pub async fn list_code_folders(&mut self, id: HistoryId) -> Result<Vec<CodeFolder>> {
        all!(self, FOLDERS, id)
    }

    /// Who does what in which folder.
    pub async fn list_code_parts(&mut self, id: HistoryId) -> Result<Vec<CodePart>> {
        all!(self, PARTS, id)
    }

    /// Everybody with name and address, to recognise authors by.
    pub async fn list_namesakes(&mut self) -> Result<Vec<Namesake>> {
        all!(self, NAMESAKES)
    }
}

impl Tx {
    /// Writes what was read anew; a history of that name is replaced, but for its id.
    pub async fn put_history(&mut self, history: &CodeHistory) -> Result<()> {
        run!(
            self,
            PUT,
            history.id,
            &history.name,
            history.read_at,
            history.ends_on,
            &history.digest,
            &history.report
        )?;
        Ok(())
    }

    /// Replaces the spellings.
    pub async fn put_identities(&mut self, id: HistoryId, rows: &[CodeIdentity]) -> Result<()> {
        run!(self, CLEAR_IDENTITIES, id)?;
        let values = |row: &CodeIdentity| {
            let texts = [&row.name, &row.email, &row.author, &row.why, &row.by_hand];
            std::iter::once(Value::text(&id)).chain(texts.into_iter().map(Value::text)).collect()
        };
        self.insert_rows(&IDENTITY, rows, values).await?;
        Ok(())
    }

    /// Replaces the authors; decisions are made again by [`Tx::decide_author`].
    pub async fn put_code_authors(&mut self, id: HistoryId, rows: &[CodeAuthor]) -> Result<()> {
        run!(self, CLEAR_AUTHORS, id)?;
        let values = |row: &CodeAuthor| {
            vec![
                Value::text(&id),
                Value::text(&row.author),
                Value::Number(row.files),
                Value::maybe(row.last_on.as_ref()),
                Value::maybe(row.person_id.as_ref()),
                Value::text(&row.proposed_by),
            ]
        };
        self.insert_rows(&AUTHOR, rows, values).await?;
        Ok(())
    }

    /// Replaces folders and parts.
    pub async fn put_code_folders(
        &mut self,
        id: HistoryId,
        folders: &[CodeFolder],
        parts: &[CodePart],
    ) -> Result<()> {
        run!(self, CLEAR_FOLDERS, id)?;
        run!(self, CLEAR_PARTS, id)?;
        let folder = |row: &CodeFolder| {
            vec![
                Value::text(&id),
                Value::text(&row.path),
                Value::Number(row.files),
                Value::maybe(row.item_id.as_ref()),
                Value::Truth(row.is_left_out),
            ]
        };
        self.insert_rows(&FOLDER, folders, folder).await?;
        let part = |row: &CodePart| {
            vec![
                Value::text(&id),
                Value::text(&row.path),
                Value::text(&row.author),
                Value::Number(row.level),
                Value::text(&row.seen_on),
            ]
        };
        self.insert_rows(&PART, parts, part).await?;
        Ok(())
    }

    /// Gives a spelling a label, or with an empty one leaves it to the rule.
    pub async fn label_identity(
        &mut self,
        id: HistoryId,
        (name, email): (&str, &str),
        label: &str,
    ) -> Result<()> {
        changed(run!(self, LABEL, id, name, email, label)?)
    }

    /// Says who an author is, or that it is none of ours.
    pub async fn decide_author(
        &mut self,
        id: HistoryId,
        author: &str,
        (person, is_nobody): (Option<PersonId>, bool),
        (by, at): (Option<AccountId>, Option<Timestamp>),
    ) -> Result<()> {
        changed(run!(self, DECIDE, id, author, person, is_nobody, by, at)?)
    }

    /// Says which item a folder is, or that it is none.
    pub async fn sort_folder(
        &mut self,
        id: HistoryId,
        path: &str,
        (item, is_left_out): (Option<KnowledgeItemId>, bool),
    ) -> Result<()> {
        changed(run!(self, SORT, id, path, item, is_left_out)?)
    }

    /// Notes when it was taken into the map.
    pub async fn note_history_applied(&mut self, id: HistoryId, at: Timestamp) -> Result<()> {
        changed(run!(self, APPLIED, id, at)?)
    }
}
