//! The rows of an item's page: receivers, stages with their proof, questions, what is unclear, attempts, sessions; in words.

use ::handover::{Stage, Standing};
use app_handover::handover::{self, ItemView};
use kernel::{AttachmentId, PersonId, UnclearId};
use store::handover::stages::StageSaying;

use super::{handover_ask::offer_words, handover_item::by, handover_words as words};
use frame::i18n::T;

pub(super) struct ReceiverRow {
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) is_questioner: bool,
    pub(super) accepted: String,
    pub(super) signed_off: String,
    pub(super) remark: String,
    pub(super) is_me: bool,
}

pub(super) struct SayingRow {
    pub(super) stage: String,
    pub(super) day: String,
    pub(super) proof: String,
    pub(super) is_proof: bool,
    pub(super) evidence: String,
    pub(super) attachment: Option<AttachmentId>,
    pub(super) said_by: String,
    pub(super) said_at: String,
    pub(super) undone: String,
}

pub(super) struct UnclearRow {
    pub(super) id: UnclearId,
    pub(super) quote: String,
    pub(super) version: String,
    pub(super) question: String,
    pub(super) asked_by: String,
    pub(super) answer: String,
    pub(super) answered_by: String,
    pub(super) is_cleared: bool,
    pub(super) is_mine: bool,
}

pub(super) struct QuestionRow {
    pub(super) id: kernel::QuestionId,
    pub(super) question: String,
    pub(super) asked_by: String,
    pub(super) source: String,
    pub(super) expected: String,
}

pub(super) struct AttemptRow {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) at: String,
    pub(super) score: String,
    pub(super) class: &'static str,
    pub(super) can_mark: bool,
}

pub(super) struct OfferRow {
    pub(super) origin: String,
    pub(super) question: String,
    pub(super) expected: String,
}

pub(super) struct LineChoice {
    pub(super) number: usize,
    pub(super) text: String,
}

pub(super) fn facts(t: T, view: &ItemView) -> Vec<(String, String)> {
    let item = &view.at.item;
    let from = t.s(&format!("ho-source-{}", item.source_kind)).into_owned();
    let hours = i32::try_from(item.hours).map_or(0.0, f64::from);
    let mut facts = vec![
        (t.s("ho-weight").into_owned(), item.weight.to_string()),
        (t.s("ho-effort").into_owned(), words::hours(t, hours)),
        (t.s("ho-planned-on").into_owned(), t.date_or_dash(item.planned_on)),
        (t.s("ho-source").into_owned(), from),
    ];
    for (key, text) in [("ho-goal-leaver", &item.goal_leaver), ("ho-goal-receiver", &item.goal_receiver)] {
        if !text.is_empty() {
            facts.push((t.s(key).into_owned(), text.clone()));
        }
    }
    facts
}

pub(super) fn receiver_row(
    t: T,
    one: &store::handover::items::Receiver,
    me: Option<PersonId>,
) -> ReceiverRow {
    let at = |at: Option<kernel::Timestamp>| at.map(|at| t.instant(at)).unwrap_or_default();
    ReceiverRow {
        id: one.person_id,
        name: one.name.clone(),
        is_questioner: one.is_questioner,
        accepted: at(one.accepted_at),
        signed_off: at(one.signed_off_at),
        remark: one.remark.clone(),
        is_me: me == Some(one.person_id),
    }
}

/// Code, name, and whether it was claimed already and only wants its proof.
pub(super) fn next_stage(t: T, view: &ItemView, stage: Stage) -> (String, String, bool) {
    let place = Stage::ALL.iter().position(|one| *one == stage).unwrap_or(0);
    let is_claimed = view.stages.get(place) == Some(&Standing::Claimed);
    (stage.to_string(), words::stage_label(t, stage), is_claimed)
}

pub(super) fn saying_row(t: T, saying: &StageSaying) -> SayingRow {
    let is_proof = saying.proof.proves(saying.stage);
    SayingRow {
        stage: words::stage_label(t, saying.stage),
        day: t.date(saying.reached_on),
        proof: t.s(&format!("ho-proof-{}", saying.proof)).into_owned(),
        is_proof,
        evidence: saying.evidence.clone(),
        attachment: saying.attachment_id,
        said_by: by(t, &saying.said_by_name),
        said_at: t.instant(saying.said_at),
        undone: saying
            .undone_at
            .map(|at| {
                t.a2("ho-undone", ("name", by(t, &saying.undone_by_name)), ("at", t.instant(at))).into_owned()
            })
            .unwrap_or_default(),
    }
}

/// The lines that somebody may point at; long notes offer the first few hundred.
pub(super) fn lines(body: &str) -> Vec<LineChoice> {
    let lines = body.lines().enumerate().filter(|(_, text)| !text.trim().is_empty());
    lines
        .take(400)
        .map(|(index, text)| LineChoice { number: index + 1, text: text.trim().chars().take(60).collect() })
        .collect()
}

pub(super) fn unclear_row(t: T, one: &store::handover::notes::Unclear, me: Option<PersonId>) -> UnclearRow {
    UnclearRow {
        id: one.id,
        quote: words::quote(t, one.line, &one.excerpt),
        version: t.n("ho-note-version", one.note_version).into_owned(),
        question: one.question.clone(),
        asked_by: one.asked_by_name.clone(),
        answer: one.answer.clone(),
        answered_by: one.answered_by_name.clone(),
        is_cleared: one.cleared_at.is_some(),
        is_mine: me == Some(one.asked_by),
    }
}

/// What the note says is for those who mark; who has to say it back does not see it beside the question.
pub(super) fn question_row(t: T, question: &store::handover::teach::Question, marks: bool) -> QuestionRow {
    QuestionRow {
        id: question.id,
        question: question.question.clone(),
        asked_by: question.asked_by_name.clone(),
        source: t.s(&format!("ho-question-{}", question.source)).into_owned(),
        expected: if marks { question.expected.clone() } else { String::new() },
    }
}

pub(super) fn offer_row(t: T, offer: &handover::Offer) -> OfferRow {
    OfferRow {
        origin: offer.origin.clone(),
        question: offer_words(t, &offer.question),
        expected: offer.question.answer.clone(),
    }
}

pub(super) fn attempt_row(t: T, here: &str, view: &ItemView, one: &handover::Attempt) -> AttemptRow {
    let back = &one.teach_back;
    let (score, class) = match (back.submitted_at, back.marked_at) {
        (None, _) => (t.s("ho-attempt-open").into_owned(), "tag"),
        (Some(_), None) => (t.s("ho-attempt-waiting").into_owned(), "tag caution"),
        (Some(_), Some(_)) => {
            let key = if one.score.is_passed { "ho-attempt-passed" } else { "ho-attempt-failed" };
            let class = if one.score.is_passed { "tag good" } else { "tag bad" };
            (t.a2(key, ("right", one.score.right), ("questions", one.score.questions)).into_owned(), class)
        }
    };
    AttemptRow {
        href: format!("{here}/teach/{}", back.id),
        name: back.person_name.clone(),
        at: t.instant(back.submitted_at.unwrap_or(back.started_at)),
        score,
        class,
        can_mark: back.submitted_at.is_some() && back.marked_at.is_none() && view.at.may_mark(back.person_id),
    }
}

pub(super) fn session_words(t: T, session: &store::handover::plan::JointSession) -> String {
    let span = words::span(t, session.starts_at, session.minutes);
    let kind = words::session_label(t, session.kind);
    let state = if session.is_cancelled {
        t.s("ho-session-cancelled")
    } else if session.held_at.is_some() {
        t.s("ho-session-held")
    } else {
        t.s("ho-session-planned")
    };
    format!("{span} · {kind} · {} · {state}", session.title)
}
