//! Handover notes in all their versions, and what receivers do not understand in them.

use kernel::{AccountId, DepartureId, ItemId, NoteId, PersonId, Timestamp, UnclearId};

use super::items::Said;
use crate::{Conn, Result, Tx};

record! {
    /// One version of a note.
    pub struct Note {
        /// Its id.
        pub id: NoteId,
        /// The item.
        pub item_id: ItemId,
        /// Its number, from 1.
        pub version: i64,
        /// The Markdown text.
        pub body: String,
        /// Who wrote it, as shown.
        pub written_by_name: String,
        /// When.
        pub written_at: Timestamp,
    }
}

record! {
    /// A version without its text.
    pub struct NoteHead {
        /// The item.
        pub item_id: ItemId,
        /// Its number.
        pub version: i64,
        /// How many characters it has.
        pub size: i64,
        /// Who wrote it, as shown.
        pub written_by_name: String,
        /// When.
        pub written_at: Timestamp,
        /// What the check found in it and nobody let stand, for the newest version: errors and warnings.
        pub findings: i64,
        /// Suggestions among what was found.
        pub suggestions: i64,
        /// The line of the first finding; 0 where there is none.
        pub first_line: i64,
        /// Its rule, as printed.
        pub first_rule: String,
        /// What stands there.
        pub first_text: String,
    }
}

record! {
    /// A passage that a receiver does not understand.
    pub struct Unclear {
        /// Its id.
        pub id: UnclearId,
        /// The item.
        pub item_id: ItemId,
        /// In which version of the note.
        pub note_version: i64,
        /// In which line of it, from 1.
        pub line: i64,
        /// The line itself.
        pub excerpt: String,
        /// What is asked.
        pub question: String,
        /// Who asks.
        pub asked_by: PersonId,
        /// The asker's name.
        pub asked_by_name: String,
        /// When.
        pub asked_at: Timestamp,
        /// The answer; empty until there is one.
        pub answer: String,
        /// Who answered, as shown.
        pub answered_by_name: String,
        /// When it was answered.
        pub answered_at: Option<Timestamp>,
        /// When the asker said that it is clear now.
        pub cleared_at: Option<Timestamp>,
    }
}

record! {
    /// The text of a note and nothing else.
    struct Body {
        body: String,
    }
}

const LATEST: &str = "SELECT n.id, n.item_id, n.version, n.body, COALESCE(a.display_name, '') AS written_by_name, n.written_at \
     FROM item_note n LEFT JOIN account a ON a.tenant_id = n.tenant_id AND a.id = n.written_by \
     WHERE n.tenant_id = $1 AND n.item_id = $2 ORDER BY n.version DESC LIMIT 1";
const NEIGHBOURS: &str = "SELECT n.body FROM handover_item i JOIN handover_item o ON o.tenant_id = i.tenant_id \
     AND o.departure_id = i.departure_id AND o.id <> i.id AND o.is_dropped = FALSE \
     JOIN item_note n ON n.tenant_id = o.tenant_id AND n.item_id = o.id AND n.version = (SELECT MAX(x.version) FROM item_note x \
     WHERE x.tenant_id = $1 AND x.item_id = o.id) WHERE i.tenant_id = $1 AND i.id = $2 ORDER BY o.id LIMIT 200";
const VERSION: &str = "SELECT n.id, n.item_id, n.version, n.body, COALESCE(a.display_name, '') AS written_by_name, n.written_at \
     FROM item_note n LEFT JOIN account a ON a.tenant_id = n.tenant_id AND a.id = n.written_by \
     WHERE n.tenant_id = $1 AND n.item_id = $2 AND n.version = $3";
const VERSIONS: &str = "SELECT n.item_id, n.version, CAST(LENGTH(n.body) AS BIGINT) AS size, \
     COALESCE(a.display_name, '') AS written_by_name, n.written_at, COALESCE(l.errors + l.warnings, 0) AS findings, COALESCE(l.suggestions, 0) AS suggestions, COALESCE(l.first_line, 0) AS first_line, \
     COALESCE(l.first_rule, '') AS first_rule, COALESCE(l.first_text, '') AS first_text \
     FROM item_note n LEFT JOIN account a ON a.tenant_id = n.tenant_id AND a.id = n.written_by \
     LEFT JOIN note_lint l ON l.tenant_id = n.tenant_id AND l.item_id = n.item_id AND l.version = n.version \
     WHERE n.tenant_id = $1 AND n.item_id = $2 AND n.version < $3 ORDER BY n.version DESC LIMIT $4";
const HEADS: &str = "SELECT n.item_id, n.version, CAST(LENGTH(n.body) AS BIGINT) AS size, \
     COALESCE(a.display_name, '') AS written_by_name, n.written_at, COALESCE(l.errors + l.warnings, 0) AS findings, COALESCE(l.suggestions, 0) AS suggestions, COALESCE(l.first_line, 0) AS first_line, \
     COALESCE(l.first_rule, '') AS first_rule, COALESCE(l.first_text, '') AS first_text \
     FROM item_note n JOIN handover_item i ON i.tenant_id = n.tenant_id AND i.id = n.item_id \
     LEFT JOIN note_lint l ON l.tenant_id = n.tenant_id AND l.item_id = n.item_id AND l.version = n.version \
     LEFT JOIN account a ON a.tenant_id = n.tenant_id AND a.id = n.written_by \
     WHERE n.tenant_id = $1 AND i.departure_id = $2 AND NOT EXISTS ( \
         SELECT 1 FROM item_note m WHERE m.tenant_id = n.tenant_id AND m.item_id = n.item_id AND m.version > n.version)";
const INSERT: &str = "INSERT INTO item_note (tenant_id, id, item_id, version, body, written_by, written_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const UNCLEAR_OF: &str = "SELECT u.id, u.item_id, u.note_version, u.line, u.excerpt, u.question, u.asked_by, p.name AS asked_by_name, \
     u.asked_at, u.answer, COALESCE(a.display_name, '') AS answered_by_name, u.answered_at, u.cleared_at \
     FROM unclear u JOIN person p ON p.tenant_id = u.tenant_id AND p.id = u.asked_by \
     LEFT JOIN account a ON a.tenant_id = u.tenant_id AND a.id = u.answered_by \
     WHERE u.tenant_id = $1 AND u.item_id = $2 ORDER BY u.line, u.asked_at, u.id";
const UNCLEAR_OPEN: &str = "SELECT u.id, u.item_id, u.note_version, u.line, u.excerpt, u.question, u.asked_by, p.name AS asked_by_name, \
     u.asked_at, u.answer, COALESCE(a.display_name, '') AS answered_by_name, u.answered_at, u.cleared_at \
     FROM unclear u JOIN person p ON p.tenant_id = u.tenant_id AND p.id = u.asked_by \
     JOIN handover_item i ON i.tenant_id = u.tenant_id AND i.id = u.item_id \
     LEFT JOIN account a ON a.tenant_id = u.tenant_id AND a.id = u.answered_by \
     WHERE u.tenant_id = $1 AND i.departure_id = $2 AND i.is_dropped = FALSE AND u.cleared_at IS NULL \
     ORDER BY i.weight DESC, u.item_id, u.line, u.id";
const ASK: &str = "INSERT INTO unclear (tenant_id, id, item_id, note_version, line, excerpt, question, asked_by, asked_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const ANSWER: &str = "UPDATE unclear SET answer = $4, answered_by = $5, answered_at = $6 WHERE tenant_id = $1 AND item_id = $2 \
     AND id = $3 AND cleared_at IS NULL";
const CLEAR: &str = "UPDATE unclear SET cleared_at = $5 WHERE tenant_id = $1 AND item_id = $2 AND id = $3 AND asked_by = $4 \
     AND answered_at IS NOT NULL AND cleared_at IS NULL";

impl Conn {
    /// The newest version of an item's note.
    pub async fn find_note(&mut self, item: ItemId) -> Result<Option<Note>> {
        maybe!(self, LATEST, item)
    }

    /// The newest notes of the departure's other items: what a note is compared with, never shown beside it.
    pub async fn list_neighbour_notes(&mut self, item: ItemId) -> Result<Vec<String>> {
        let notes: Result<Vec<Body>> = all!(self, NEIGHBOURS, item);
        Ok(notes?.into_iter().map(|note| note.body).collect())
    }

    /// One version.
    pub async fn find_note_version(&mut self, item: ItemId, version: i64) -> Result<Option<Note>> {
        maybe!(self, VERSION, item, version)
    }

    /// The versions before `before`, newest first, at most `limit`.
    pub async fn list_note_versions(
        &mut self,
        item: ItemId,
        before: i64,
        limit: i64,
    ) -> Result<Vec<NoteHead>> {
        all!(self, VERSIONS, item, before, limit)
    }

    /// The newest version of each item of a departure that has a note.
    pub async fn list_note_heads(&mut self, departure: DepartureId) -> Result<Vec<NoteHead>> {
        all!(self, HEADS, departure)
    }

    /// What was not understood in an item's note, cleared passages too, by line.
    pub async fn list_unclear(&mut self, item: ItemId) -> Result<Vec<Unclear>> {
        all!(self, UNCLEAR_OF, item)
    }

    /// What is not clear yet in a departure, what matters most first.
    pub async fn list_open_unclear(&mut self, departure: DepartureId) -> Result<Vec<Unclear>> {
        all!(self, UNCLEAR_OPEN, departure)
    }
}

impl Tx {
    /// Writes the next version. When somebody else wrote that version meanwhile, it is a duplicate.
    pub async fn insert_note(
        &mut self,
        id: NoteId,
        (item, version): (ItemId, i64),
        body: &str,
        said: Said,
    ) -> Result<()> {
        run!(self, INSERT, id, item, version, body, said.by, said.at)?;
        Ok(())
    }

    /// Notes that a receiver does not understand a line.
    pub async fn insert_unclear(&mut self, new: &Unclear) -> Result<()> {
        run!(
            self,
            ASK,
            new.id,
            new.item_id,
            new.note_version,
            new.line,
            &new.excerpt,
            &new.question,
            new.asked_by,
            new.asked_at
        )?;
        Ok(())
    }

    /// Writes the answer; a later one takes its place until the asker is content. False when that is so already.
    pub async fn answer_unclear(
        &mut self,
        (item, id): (ItemId, UnclearId),
        answer: &str,
        (by, at): (AccountId, Timestamp),
    ) -> Result<bool> {
        Ok(run!(self, ANSWER, item, id, answer, by, at)? > 0)
    }

    /// The asker says that the answer is clear; false when there is none yet or it was somebody else's question.
    pub async fn clear_unclear(
        &mut self,
        (item, id): (ItemId, UnclearId),
        asker: PersonId,
        at: Timestamp,
    ) -> Result<bool> {
        Ok(run!(self, CLEAR, item, id, asker, at)? > 0)
    }
}
