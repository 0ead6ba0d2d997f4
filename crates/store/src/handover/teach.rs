//! Teach-back: questions to an item, a receiver's answers, and their marks.

use handover::QuestionSource;
use kernel::{AccountId, DepartureId, ItemId, PersonId, QuestionId, TeachBackId, Timestamp};

use crate::{Conn, Result, Tx};

record! {
    /// A question to an item.
    pub struct Question {
        /// Its id.
        pub id: QuestionId,
        /// The item.
        pub item_id: ItemId,
        /// The question.
        pub question: String,
        /// Who asked it, as shown.
        pub asked_by_name: String,
        /// Its place in the list.
        pub position: i64,
        /// No longer asked; earlier answers keep it.
        pub is_retired: bool,
        /// Whose set it belongs to.
        pub source: QuestionSource,
        /// Which question of the note's own structure it is; empty for those that people thought of.
        pub origin: String,
        /// What the note says, for the one who marks.
        pub expected: String,
    }
}

record! {
    /// One attempt of a receiver.
    pub struct TeachBack {
        /// Its id.
        pub id: TeachBackId,
        /// The item.
        pub item_id: ItemId,
        /// Who answers.
        pub person_id: PersonId,
        /// The answerer's name.
        pub person_name: String,
        /// When it was begun.
        pub started_at: Timestamp,
        /// When it was handed in.
        pub submitted_at: Option<Timestamp>,
        /// When all answers had their marks.
        pub marked_at: Option<Timestamp>,
        /// Who marked, as shown.
        pub marked_by_name: String,
        /// What the marker adds.
        pub remark: String,
    }
}

record! {
    /// An answer within an attempt.
    pub struct Answer {
        /// The attempt.
        pub teach_back_id: TeachBackId,
        /// The question.
        pub question_id: QuestionId,
        /// The question's text.
        pub question: String,
        /// What the note says, for the one who marks; empty where nobody wrote it down.
        pub expected: String,
        /// What was answered.
        pub answer: String,
        /// The receiver said that it cannot be said.
        pub is_stuck: bool,
        /// 0 not, 1 partly, 2 right; nothing until it is marked.
        pub mark: Option<i64>,
    }
}

record! {
    /// An answer of the latest marked attempt of each receiver, for a departure's list.
    pub struct MarkRow {
        /// The item.
        pub item_id: ItemId,
        /// The attempt.
        pub teach_back_id: TeachBackId,
        /// Who answered.
        pub person_id: PersonId,
        /// When it was marked.
        pub marked_at: Timestamp,
        /// The mark.
        pub mark: i64,
    }
}

record! {
    /// An attempt that waits for its marks.
    pub struct Waiting {
        /// The item.
        pub item_id: ItemId,
        /// The attempt.
        pub teach_back_id: TeachBackId,
        /// Who answered.
        pub person_id: PersonId,
        /// The answerer's name.
        pub person_name: String,
    }
}

/// A question to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewQuestion {
    /// Its id.
    pub id: QuestionId,
    /// The question.
    pub question: String,
    /// Who asks, or took it over.
    pub asked_by: AccountId,
    /// Whose set it belongs to.
    pub source: QuestionSource,
    /// Which question of the note's own structure it is.
    pub origin: String,
    /// What the note says.
    pub expected: String,
    /// Dropped when it was offered.
    pub is_retired: bool,
}

const QUESTIONS: &str = "SELECT q.id, q.item_id, q.question, COALESCE(a.display_name, '') AS asked_by_name, q.position, q.is_retired, q.source, q.origin, q.expected \
     FROM teach_question q LEFT JOIN account a ON a.tenant_id = q.tenant_id AND a.id = q.asked_by \
     WHERE q.tenant_id = $1 AND q.item_id = $2 ORDER BY q.position, q.id";
const ADD_QUESTION: &str = "INSERT INTO teach_question (tenant_id, id, item_id, question, asked_by, source, origin, expected, is_retired, position) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT COALESCE(MAX(position), 0) + 1 FROM teach_question WHERE tenant_id = $1 AND item_id = $3))";
const RETIRE: &str = "UPDATE teach_question SET is_retired = TRUE WHERE tenant_id = $1 AND item_id = $2 AND id = $3 AND is_retired = FALSE";
const ATTEMPTS: &str = "SELECT b.id, b.item_id, b.person_id, p.name AS person_name, b.started_at, b.submitted_at, b.marked_at, \
     COALESCE(a.display_name, '') AS marked_by_name, b.remark \
     FROM teach_back b JOIN person p ON p.tenant_id = b.tenant_id AND p.id = b.person_id \
     LEFT JOIN account a ON a.tenant_id = b.tenant_id AND a.id = b.marked_by \
     WHERE b.tenant_id = $1 AND b.item_id = $2 ORDER BY b.started_at DESC, b.id DESC";
const ANSWERS: &str = "SELECT w.teach_back_id, w.question_id, q.question, q.expected, w.answer, w.is_stuck, w.mark FROM teach_answer w \
     JOIN teach_question q ON q.tenant_id = w.tenant_id AND q.id = w.question_id \
     JOIN teach_back b ON b.tenant_id = w.tenant_id AND b.id = w.teach_back_id \
     WHERE w.tenant_id = $1 AND b.item_id = $2 ORDER BY q.position, q.id";
const BEGIN: &str =
    "INSERT INTO teach_back (tenant_id, id, item_id, person_id, started_at) VALUES ($1, $2, $3, $4, $5)";
const PUT_ANSWER: &str = "INSERT INTO teach_answer (tenant_id, teach_back_id, question_id, answer, is_stuck) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (tenant_id, teach_back_id, question_id) DO UPDATE SET answer = excluded.answer, is_stuck = excluded.is_stuck";
const SUBMIT: &str =
    "UPDATE teach_back SET submitted_at = $3 WHERE tenant_id = $1 AND id = $2 AND submitted_at IS NULL";
const MARK: &str =
    "UPDATE teach_answer SET mark = $4 WHERE tenant_id = $1 AND teach_back_id = $2 AND question_id = $3";
const MARKED: &str = "UPDATE teach_back SET marked_at = $3, marked_by = $4, remark = $5 WHERE tenant_id = $1 AND id = $2 \
     AND submitted_at IS NOT NULL AND marked_at IS NULL";
const MARKS: &str = "SELECT b.item_id, b.id AS teach_back_id, b.person_id, b.marked_at, w.mark FROM teach_back b \
     JOIN teach_answer w ON w.tenant_id = b.tenant_id AND w.teach_back_id = b.id \
     JOIN handover_item i ON i.tenant_id = b.tenant_id AND i.id = b.item_id \
     WHERE b.tenant_id = $1 AND i.departure_id = $2 AND b.marked_at IS NOT NULL AND w.mark IS NOT NULL AND NOT EXISTS ( \
         SELECT 1 FROM teach_back c WHERE c.tenant_id = b.tenant_id AND c.item_id = b.item_id AND c.person_id = b.person_id \
         AND c.marked_at > b.marked_at) ORDER BY b.item_id, b.id";
const WAITING: &str = "SELECT b.item_id, b.id AS teach_back_id, b.person_id, p.name AS person_name FROM teach_back b \
     JOIN handover_item i ON i.tenant_id = b.tenant_id AND i.id = b.item_id \
     JOIN person p ON p.tenant_id = b.tenant_id AND p.id = b.person_id \
     WHERE b.tenant_id = $1 AND i.departure_id = $2 AND i.is_dropped = FALSE AND b.submitted_at IS NOT NULL AND b.marked_at IS NULL \
     ORDER BY i.weight DESC, b.submitted_at";

impl Conn {
    /// The questions of an item, retired ones too, in their order.
    pub async fn list_questions(&mut self, item: ItemId) -> Result<Vec<Question>> {
        all!(self, QUESTIONS, item)
    }

    /// The attempts at an item, newest first.
    pub async fn list_teach_backs(&mut self, item: ItemId) -> Result<Vec<TeachBack>> {
        all!(self, ATTEMPTS, item)
    }

    /// The answers of all attempts at an item, in the order of the questions.
    pub async fn list_answers(&mut self, item: ItemId) -> Result<Vec<Answer>> {
        all!(self, ANSWERS, item)
    }

    /// The marks of each receiver's latest marked attempt at each item of a departure.
    pub async fn list_marks(&mut self, departure: DepartureId) -> Result<Vec<MarkRow>> {
        all!(self, MARKS, departure)
    }

    /// The attempts of a departure that were handed in and not marked.
    pub async fn list_waiting_teach_backs(&mut self, departure: DepartureId) -> Result<Vec<Waiting>> {
        all!(self, WAITING, departure)
    }
}

impl Tx {
    /// Adds a question at the end; one that was offered and dropped is kept as retired, so that it is not offered again.
    pub async fn add_question(&mut self, item: ItemId, new: &NewQuestion) -> Result<()> {
        run!(
            self,
            ADD_QUESTION,
            new.id,
            item,
            &new.question,
            new.asked_by,
            new.source,
            &new.origin,
            &new.expected,
            new.is_retired
        )?;
        Ok(())
    }

    /// Asks a question no longer; false when it was not asked.
    pub async fn retire_question(&mut self, item: ItemId, id: QuestionId) -> Result<bool> {
        Ok(run!(self, RETIRE, item, id)? > 0)
    }

    /// Begins an attempt.
    pub async fn begin_teach_back(
        &mut self,
        id: TeachBackId,
        (item, person): (ItemId, PersonId),
        at: Timestamp,
    ) -> Result<()> {
        run!(self, BEGIN, id, item, person, at)?;
        Ok(())
    }

    /// Writes an answer, in place of an earlier one to the same question in this attempt.
    pub async fn put_answer(
        &mut self,
        (attempt, question): (TeachBackId, QuestionId),
        answer: &str,
        is_stuck: bool,
    ) -> Result<()> {
        run!(self, PUT_ANSWER, attempt, question, answer, is_stuck)?;
        Ok(())
    }

    /// Hands the attempt in; false when it was handed in before.
    pub async fn submit_teach_back(&mut self, attempt: TeachBackId, at: Timestamp) -> Result<bool> {
        Ok(run!(self, SUBMIT, attempt, at)? > 0)
    }

    /// Marks one answer.
    pub async fn mark_answer(
        &mut self,
        (attempt, question): (TeachBackId, QuestionId),
        mark: i64,
    ) -> Result<()> {
        run!(self, MARK, attempt, question, mark)?;
        Ok(())
    }

    /// Closes the marking; false when it is not handed in, or marked already.
    pub async fn finish_marking(
        &mut self,
        attempt: TeachBackId,
        (by, at): (AccountId, Timestamp),
        remark: &str,
    ) -> Result<bool> {
        Ok(run!(self, MARKED, attempt, at, by, remark)? > 0)
    }
}
