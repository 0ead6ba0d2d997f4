//! What people say of being watched: consent, its withdrawal, an objection.

use std::collections::{HashMap, HashSet};

use app::{Cx, Error, FieldError, Result, access::Action};
use kernel::{Date, PersonId};
use store::{
    Tx,
    people::Scope,
    risk::{RiskAnswer, RiskSaying},
};
use uuid::Uuid;

/// What can be said.
pub const SAYINGS: [&str; 4] = ["consent", "withdrawal", "objection", "objection-lifted"];
/// So many numbers fit one form.
const AT_ONCE: usize = 5_000;
/// So many numbers that nobody has are named.
const NAMED: usize = 10;

/// How everybody stands, by the latest word.
#[derive(Debug, Default)]
pub(super) struct Standing {
    agreed: HashSet<PersonId>,
    objected: HashSet<PersonId>,
}

impl Standing {
    /// From everything that was said, in the order of time.
    pub(super) fn of(sayings: &[RiskSaying]) -> Self {
        let mut standing = Self::default();
        for saying in sayings {
            let person = saying.person_id;
            match saying.kind.as_str() {
                "consent" => drop(standing.agreed.insert(person)),
                "withdrawal" => drop(standing.agreed.remove(&person)),
                "objection" => drop(standing.objected.insert(person)),
                "objection-lifted" => drop(standing.objected.remove(&person)),
                _ => {}
            }
        }
        standing
    }

    /// As of a day: what was said later does not count yet.
    pub(super) fn as_of(sayings: &[RiskSaying], day: Date) -> Self {
        let said: Vec<RiskSaying> = sayings.iter().filter(|saying| saying.said_on <= day).cloned().collect();
        Self::of(&said)
    }

    /// Whether a person is left out.
    pub(super) fn is_left_out(&self, person: PersonId, basis: &str) -> bool {
        self.objected.contains(&person) || (basis == "consent" && !self.agreed.contains(&person))
    }

    pub(super) fn into_objected(self) -> HashSet<PersonId> {
        self.objected
    }

    pub(super) fn has_objected(&self, person: PersonId) -> bool {
        self.objected.contains(&person)
    }

    pub(super) fn has_agreed(&self, person: PersonId) -> bool {
        self.agreed.contains(&person)
    }

    pub(super) fn consents(&self) -> usize {
        self.agreed.len()
    }

    pub(super) fn objections(&self) -> usize {
        self.objected.len()
    }
}

/// What one person said.
#[derive(Debug, Clone)]
pub struct SayingInput {
    /// One of [`SAYINGS`].
    pub kind: String,
    /// When.
    pub said_on: Date,
    /// The paper or the words.
    pub document: String,
}

/// Notes what a person said. After an objection or a withdrawal everything computed of the person is deleted at once.
pub async fn note_saying(cx: &Cx, person: PersonId, input: &SayingInput) -> Result<()> {
    cx.allow(Action::NoteRiskSayings)?;
    // What HR people say of themselves, somebody else notes.
    if cx.actor().person == Some(person) {
        return Err(Error::NotFound);
    }
    check(cx, input)?;
    cx.read().await?.get_person(person, Scope::Company).await?;
    cx.transact(|mut tx| async move {
        let saying = saying(cx, person, input);
        put(&mut tx, &saying).await?;
        let receipt = tx.append(cx.event("risk.said", None, &saying)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Answers what a person said: once, in writing, and never one's own.
pub async fn answer_saying(cx: &Cx, person: PersonId, saying: &str, answer: &str) -> Result<()> {
    cx.allow(Action::NoteRiskSayings)?;
    if cx.actor().person == Some(person) {
        return Err(Error::NotFound);
    }
    let said = cx.read().await?.list_risk_sayings_of(person).await?;
    let said = said.into_iter().find(|one| one.id == saying && one.kind == "objection");
    let Some(said) = said else { return Err(Error::NotFound) };
    let answer = answer.trim();
    if answer.is_empty() {
        return Err(Error::field("answer", "error-required"));
    }
    let answer = &RiskAnswer {
        saying_id: said.id,
        answer: answer.to_owned(),
        answered_by: cx.actor().account,
        answered_at: cx.now(),
    };
    cx.transact(|mut tx| async move {
        tx.add_risk_answer(answer).await.map_err(|error| match error {
            store::Error::Duplicate => Error::Conflict("error-already-so"),
            error => error.into(),
        })?;
        let receipt = tx.append(cx.event("risk.answered", None, &(person, answer))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Notes the consent of many at once, by employee number: all of them or none.
pub async fn note_consents(cx: &Cx, numbers: &str, said_on: Date, document: &str) -> Result<usize> {
    cx.allow(Action::NoteRiskSayings)?;
    let input = &SayingInput { kind: "consent".to_owned(), said_on, document: document.to_owned() };
    check(cx, input)?;
    let directory = cx.read().await?.list_directory().await?;
    let known: HashMap<&str, PersonId> =
        directory.iter().map(|entry| (entry.emp_no.as_str(), entry.person_id)).collect();
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；');
    let wanted: Vec<&str> = numbers.split(is_between).filter(|number| !number.is_empty()).collect();
    if wanted.is_empty() || wanted.len() > AT_ONCE {
        return Err(Error::field("numbers", "error-risk-numbers"));
    }
    let unknown: Vec<&str> = wanted.iter().copied().filter(|number| !known.contains_key(number)).collect();
    if !unknown.is_empty() {
        return Err(unknown_numbers(&unknown));
    }
    let people: &Vec<PersonId> = &wanted.iter().filter_map(|number| known.get(number).copied()).collect();
    cx.transact(|mut tx| async move {
        for person in people {
            put(&mut tx, &saying(cx, *person, input)).await?;
        }
        let receipt =
            tx.append(cx.event("risk.consents-noted", None, &(people, &input.document, said_on))?).await?;
        tx.commit(receipt).await?;
        Ok(people.len())
    })
    .await
}

/// Names the numbers that nobody has, the first few of a long list.
fn unknown_numbers(unknown: &[&str]) -> Error {
    let mut about = unknown.iter().take(NAMED).copied().collect::<Vec<_>>().join(" ");
    if unknown.len() > NAMED {
        about.push_str(" …");
    }
    Error::Invalid(vec![FieldError { about, ..FieldError::new("numbers", "error-risk-numbers-unknown") }])
}

fn check(cx: &Cx, input: &SayingInput) -> Result<()> {
    if !SAYINGS.contains(&input.kind.as_str()) {
        return Err(Error::field("kind", "error-required"));
    }
    if input.said_on > cx.today() {
        return Err(Error::field("said_on", "error-risk-before"));
    }
    if input.kind == "consent" && input.document.trim().is_empty() {
        return Err(Error::field("document", "error-required"));
    }
    Ok(())
}

pub(super) async fn put(tx: &mut Tx, saying: &RiskSaying) -> Result<()> {
    tx.add_risk_saying(saying).await?;
    if matches!(saying.kind.as_str(), "objection" | "withdrawal") {
        tx.forget_risk_of(saying.person_id).await?;
    }
    Ok(())
}

pub(super) fn saying(cx: &Cx, person_id: PersonId, input: &SayingInput) -> RiskSaying {
    RiskSaying {
        id: cx.new_id::<Uuid>().to_string(),
        person_id,
        kind: input.kind.clone(),
        said_on: input.said_on,
        document: input.document.clone(),
        said_by: cx.actor().account,
        said_at: cx.now(),
        is_own: cx.actor().person == Some(person_id),
    }
}
