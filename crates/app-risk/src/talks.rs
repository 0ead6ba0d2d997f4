//! Talks: planned with why, by whom and until when; held with what came of it.
//!
//! HR plans them and reads them; whoever is named to hold one reads that one. Nobody reads a talk with oneself here, and
//! executives see only the counts of analysis.

use app::{
    Cx, Error, Result,
    access::{Action, may_list_talks},
};
use app_knowledge::knowledge::find_person;
use kernel::{Date, DepartureId, PersonId, TalkId};
use store::{
    knowledge::Frame,
    people::Scope,
    talks::{NewTalk, Talk, TalkView},
};

/// So many talks are on a page.
const SHOWN: i64 = 60;

/// What can come of a talk: the person stays, is undecided, leaves, or does not want to talk.
pub const OUTCOMES: [&str; 4] = ["stays", "undecided", "leaves", "no-talk"];

/// A talk to be planned.
#[derive(Debug, Clone)]
pub struct TalkInput {
    /// With whom, by number, name or id.
    pub person: String,
    /// Because of which departure.
    pub departure: Option<DepartureId>,
    /// Who talks, by number or name.
    pub talker: String,
    /// Why.
    pub why: String,
    /// What is to be said.
    pub message: String,
    /// Until when.
    pub due_on: Date,
}

/// The talks that the viewer may know of.
#[derive(Debug)]
pub struct Talks {
    /// To come.
    pub open: Vec<Talk>,
    /// Over.
    pub past: Vec<Talk>,
    /// Where the next page of those begins.
    pub next: Option<TalkId>,
    /// Whether the viewer plans talks.
    pub may_plan: bool,
}

/// Whether the actor plans talks, for offering it.
pub fn may_plan(cx: &Cx) -> bool {
    cx.allow(Action::PlanTalks).is_ok()
}

fn view(cx: &Cx) -> Result<TalkView> {
    if !may_list_talks(cx.actor()) {
        return Err(Error::Forbidden);
    }
    let viewer = cx.actor().person;
    Ok(TalkView { talker: if may_plan(cx) { None } else { viewer }, viewer })
}

/// The talks; those that are over from a place on.
pub async fn list_talks(cx: &Cx, before: Option<TalkId>) -> Result<Talks> {
    let view = view(cx)?;
    let mut conn = cx.read().await?;
    let open = conn.list_open_talks(view, SHOWN).await?;
    // Behind every id there is none that begins with a letter behind f.
    let before = before.map_or_else(|| "g".to_owned(), |id| id.to_string());
    let mut past = conn.list_past_talks(view, &before, SHOWN + 1).await?;
    let shown = usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let has_more = past.len() > shown;
    past.truncate(shown);
    let next = past.last().filter(|_| has_more).map(|talk| talk.id);
    Ok(Talks { open, past, next, may_plan: may_plan(cx) })
}

/// Plans a talk.
pub async fn plan_talk(cx: &Cx, input: &TalkInput) -> Result<TalkId> {
    cx.allow(Action::PlanTalks)?;
    let mut conn = cx.read().await?;
    let company = Frame { scope: Scope::Company, department: None };
    let person = find_person(&mut conn, company, &input.person, "person").await?.id;
    let talker = find_person(&mut conn, company, &input.talker, "talker").await?.id;
    drop(conn);
    check(cx, input, (person, talker))?;
    if let Some(departure) = input.departure {
        app::cases::get_departure(cx, departure).await?;
    }
    let talk = &NewTalk {
        id: cx.new_id(),
        person,
        departure: input.departure,
        talker,
        why: input.why.trim().to_owned(),
        message: input.message.trim().to_owned(),
        due_on: input.due_on,
    };
    cx.transact(|mut tx| async move {
        tx.plan_talk(talk, (cx.actor().account, cx.now())).await?;
        let content = (talk.id, talk.person, talk.talker, &talk.why, &talk.message, talk.due_on.to_string());
        let receipt = tx.append(cx.event("talk.planned", talk.departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(talk.id)
}

fn check(cx: &Cx, input: &TalkInput, (person, talker): (PersonId, PersonId)) -> Result<()> {
    if input.why.trim().is_empty() {
        return Err(Error::field("why", "error-required"));
    }
    if person == talker {
        return Err(Error::field("talker", "error-talk-oneself"));
    }
    if cx.actor().person == Some(person) {
        return Err(Error::field("person", "error-talk-own"));
    }
    if input.due_on < cx.today() {
        return Err(Error::field("due_on", "error-talk-past"));
    }
    Ok(())
}

/// That a talk was held.
#[derive(Debug, Clone)]
pub struct TalkHeld {
    /// The day.
    pub on: Date,
    /// One of [`OUTCOMES`].
    pub outcome: String,
    /// What was agreed.
    pub agreed: String,
}

/// Says what came of a talk: who plans talks, or who was named to hold it.
pub async fn hold_talk(cx: &Cx, id: TalkId, held: &TalkHeld) -> Result<()> {
    let talk = cx.read().await?.get_talk(view(cx)?, id).await?;
    if held.on > cx.today() {
        return Err(Error::field("held_on", "error-talk-future"));
    }
    if !OUTCOMES.contains(&held.outcome.as_str()) {
        return Err(Error::field("outcome", "error-choice"));
    }
    let (talk, agreed) = (&talk, held.agreed.trim());
    cx.transact(|mut tx| async move {
        tx.hold_talk(id, held.on, (&held.outcome, agreed)).await.map_err(not_open)?;
        let content = (id, held.on.to_string(), &held.outcome, agreed);
        let receipt = tx.append(cx.event("talk.held", talk.departure_id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Calls a talk off, with the reason.
pub async fn cancel_talk(cx: &Cx, id: TalkId, why: &str) -> Result<()> {
    cx.allow(Action::PlanTalks)?;
    let talk = &cx.read().await?.get_talk(view(cx)?, id).await?;
    let why = why.trim();
    if why.is_empty() {
        return Err(Error::field("cancel_why", "error-required"));
    }
    cx.transact(|mut tx| async move {
        tx.cancel_talk(id, why).await.map_err(not_open)?;
        let receipt = tx.append(cx.event("talk.cancelled", talk.departure_id, &(id, why))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

fn not_open(error: store::Error) -> Error {
    match error {
        store::Error::NotFound => Error::Conflict("error-already-so"),
        error => error.into(),
    }
}
