//! Teach-back: the receiver says in own words how it is done; the questioner marks, never the own answers.

use app::{Cx, Error, Result};
use handover::{Mark, QuestionSource, questions::NoteQuestion};
use kernel::{DepartureId, ItemId, PersonId, QuestionId, TeachBackId};
use store::{
    Tx,
    handover::teach::{NewQuestion, Question, TeachBack},
};

use super::{check_text, seat::ItemSeat, view};

/// More questions than this are no longer a conversation.
const MOST_QUESTIONS: usize = 30;

/// An answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerInput {
    /// The question.
    pub question: QuestionId,
    /// The answer; may be empty when it cannot be said.
    pub answer: String,
    /// 我说不清: the receiver cannot say it.
    pub is_stuck: bool,
}

/// Adds a question to an item: to the receivers' set, or to that of those who steer.
pub async fn add_question(cx: &Cx, departure: DepartureId, item: ItemId, question: &str) -> Result<()> {
    check_text("question", question, 500)?;
    cx.transact(|mut tx| async move {
        let at = ItemSeat::changing(cx, &mut tx, departure, item).await?;
        if !at.may_ask() {
            return Err(Error::NotFound);
        }
        check_room(&tx.list_questions(item).await?)?;
        let source = if at.seat.leads { QuestionSource::Manager } else { QuestionSource::Receiver };
        let new = NewQuestion {
            id: cx.new_id(),
            question: question.trim().to_owned(),
            asked_by: cx.actor().account,
            source,
            origin: String::new(),
            expected: String::new(),
            is_retired: false,
        };
        tx.add_question(item, &new).await?;
        let content = (item, new.id, question);
        let receipt = tx.append(cx.event("handover.question-added", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

fn check_room(questions: &[Question]) -> Result<()> {
    let asked = questions.iter().filter(|one| !one.is_retired).count();
    if asked >= MOST_QUESTIONS { Err(Error::Conflict("error-too-many-questions")) } else { Ok(()) }
}

/// A question that the note gives and nobody decided on yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which one: what it asks and what the note says. When the note says something else, it is another question.
    pub origin: String,
    /// The question, as facts.
    pub question: NoteQuestion,
}

/// So much of a question and its answer tells it from the others.
const ORIGIN: usize = 160;

/// The questions of a note that were neither taken nor dropped.
pub(super) fn offers(body: &str, questions: &[Question]) -> Vec<Offer> {
    let offer = |question: NoteQuestion| {
        let text = format!("{}:{}:{}", question.kind, question.about, question.answer);
        Offer { origin: text.chars().take(ORIGIN).collect(), question }
    };
    let is_new = |offer: &Offer| !questions.iter().any(|held| held.origin == offer.origin);
    handover::questions::questions(body).into_iter().map(offer).filter(is_new).collect()
}

/// Takes a question that the note gives into the teach-back; `words` puts it into a sentence.
pub async fn take_offer(
    cx: &Cx,
    departure: DepartureId,
    (item, origin): (ItemId, &str),
    words: &(dyn Fn(&NoteQuestion) -> String + Sync),
) -> Result<()> {
    decide(cx, departure, (item, origin), (words, false)).await
}

/// Drops a question that the note gives; it is not offered again.
pub async fn drop_offer(
    cx: &Cx,
    departure: DepartureId,
    (item, origin): (ItemId, &str),
    words: &(dyn Fn(&NoteQuestion) -> String + Sync),
) -> Result<()> {
    decide(cx, departure, (item, origin), (words, true)).await
}

async fn decide(
    cx: &Cx,
    departure: DepartureId,
    (item, origin): (ItemId, &str),
    (words, is_dropped): (&(dyn Fn(&NoteQuestion) -> String + Sync), bool),
) -> Result<()> {
    cx.transact(|mut tx| async move {
        let at = ItemSeat::changing(cx, &mut tx, departure, item).await?;
        if !at.may_choose() {
            return Err(Error::NotFound);
        }
        let note = tx.find_note(item).await?.ok_or(Error::NotFound)?;
        let questions = tx.list_questions(item).await?;
        if !is_dropped {
            check_room(&questions)?;
        }
        let offers = offers(&note.body, &questions);
        let offer =
            offers.into_iter().find(|one| one.origin == origin).ok_or(Error::Conflict("error-offer-gone"))?;
        let new = NewQuestion {
            id: cx.new_id(),
            question: words(&offer.question),
            asked_by: cx.actor().account,
            source: QuestionSource::Note,
            origin: offer.origin,
            expected: offer.question.answer,
            is_retired: is_dropped,
        };
        tx.add_question(item, &new).await?;
        let kind = if is_dropped { "handover.question-dropped" } else { "handover.question-taken" };
        let receipt = tx.append(cx.event(kind, departure, &(item, new.id, &new.question))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Asks a question no longer; answers that were given keep it.
pub async fn retire_question(cx: &Cx, departure: DepartureId, item: ItemId, id: QuestionId) -> Result<()> {
    cx.transact(|mut tx| async move {
        let at = ItemSeat::changing(cx, &mut tx, departure, item).await?;
        if !at.seat.leads && !at.is_questioner {
            return Err(Error::NotFound);
        }
        if !tx.retire_question(item, id).await? {
            return Err(Error::NotFound);
        }
        let receipt = tx.append(cx.event("handover.question-retired", departure, &(item, id))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Keeps an answer of the receiver in the attempt that is open; the first answer begins one.
pub async fn answer_question(
    cx: &Cx,
    departure: DepartureId,
    item: ItemId,
    input: &AnswerInput,
) -> Result<()> {
    if !input.is_stuck {
        check_text("answer", &input.answer, 4000)?;
    }
    cx.transact(|mut tx| async move {
        let me = answering(cx, &mut tx, departure, item).await?;
        let questions = tx.list_questions(item).await?;
        if !questions.iter().any(|question| question.id == input.question && !question.is_retired) {
            return Err(Error::NotFound);
        }
        let attempt = open_attempt(cx, &mut tx, item, me).await?;
        tx.put_answer((attempt, input.question), input.answer.trim(), input.is_stuck).await?;
        let content = (item, attempt, input.question, &input.answer, input.is_stuck);
        let receipt = tx.append(cx.event("handover.question-answered", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

async fn answering(cx: &Cx, tx: &mut Tx, departure: DepartureId, item: ItemId) -> Result<PersonId> {
    let at = ItemSeat::changing(cx, tx, departure, item).await?;
    at.seat.person.filter(|_| at.is_receiver).ok_or(Error::NotFound)
}

/// The person's attempt that is not handed in, or a new one. While one waits for its marks there is no other.
async fn open_attempt(cx: &Cx, tx: &mut Tx, item: ItemId, me: PersonId) -> Result<TeachBackId> {
    let attempts = tx.list_teach_backs(item).await?;
    let mine: Vec<&TeachBack> = attempts.iter().filter(|attempt| attempt.person_id == me).collect();
    if let Some(open) = mine.iter().find(|attempt| attempt.submitted_at.is_none()) {
        return Ok(open.id);
    }
    if mine.iter().any(|attempt| attempt.marked_at.is_none()) {
        return Err(Error::Conflict("error-teach-back-waiting"));
    }
    let id: TeachBackId = cx.new_id();
    tx.begin_teach_back(id, (item, me), cx.now()).await?;
    Ok(id)
}

/// Hands the open attempt in: every question that is asked has an answer, or was marked as not to be said.
pub async fn hand_in(cx: &Cx, departure: DepartureId, item: ItemId) -> Result<()> {
    cx.transact(|mut tx| async move {
        let me = answering(cx, &mut tx, departure, item).await?;
        let attempts = tx.list_teach_backs(item).await?;
        let open = attempts.iter().find(|one| one.person_id == me && one.submitted_at.is_none());
        let open = open.ok_or(Error::Conflict("error-teach-back-unanswered"))?.id;
        let answered: Vec<QuestionId> = tx
            .list_answers(item)
            .await?
            .iter()
            .filter(|answer| answer.teach_back_id == open)
            .map(|answer| answer.question_id)
            .collect();
        let questions = tx.list_questions(item).await?;
        if questions.iter().any(|question| !question.is_retired && !answered.contains(&question.id)) {
            return Err(Error::Conflict("error-teach-back-unanswered"));
        }
        tx.submit_teach_back(open, cx.now()).await?;
        let receipt = tx.append(cx.event("handover.teach-back-handed-in", departure, &(item, open))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Marks every answer of an attempt that was handed in: 0 not, 1 partly, 2 right.
pub async fn mark_teach_back(
    cx: &Cx,
    departure: DepartureId,
    (item, id): (ItemId, TeachBackId),
    (marks, remark): (&[(QuestionId, Mark)], &str),
) -> Result<()> {
    if remark.chars().count() > 1000 {
        return Err(Error::field("remark", "error-too-long"));
    }
    cx.transact(|mut tx| async move {
        let at = ItemSeat::changing(cx, &mut tx, departure, item).await?;
        let attempts = view::attempts(&mut tx, &at.item).await?;
        let attempt = attempts.iter().find(|one| one.teach_back.id == id).ok_or(Error::NotFound)?;
        if !at.may_mark(attempt.teach_back.person_id) {
            return Err(Error::NotFound);
        }
        for answer in &attempt.answers {
            let mark = marks.iter().find(|(question, _)| *question == answer.question_id);
            let (_, mark) = mark.ok_or(Error::field("mark", "error-mark-every-answer"))?;
            tx.mark_answer((id, answer.question_id), i64::from(mark.points())).await?;
        }
        if !tx.finish_marking(id, (cx.actor().account, cx.now()), remark.trim()).await? {
            return Err(Error::Conflict("error-marked-already"));
        }
        let points: Vec<_> = marks.iter().map(|(question, mark)| (question, mark.points())).collect();
        let content = (item, id, points, remark);
        let receipt = tx.append(cx.event("handover.teach-back-marked", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}
