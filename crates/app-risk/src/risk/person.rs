//! One person's page: what was said of being watched, for HR; the estimate, for a named role that says why.

use app::{
    Cx, Error, Result,
    access::{Action, Field},
    looks::record_looks_because,
};
use kernel::{Date, PersonId};
use risk::watch::Card;
use store::{
    people::{Person, Scope},
    risk::{RiskAnswer, RiskRun, RiskSaying, SignRecord},
};

use super::{content::Content, may_see_scores, rules_in_force, run::latest, standing::Standing};

/// Who it is about, and how they stand.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one sentence of the page, and they vary freely")]
pub struct Who {
    /// The person.
    pub person: Person,
    /// What was said, in the order of time.
    pub sayings: Vec<RiskSaying>,
    /// What was answered to it.
    pub answers: Vec<RiskAnswer>,
    /// Whether the person objects.
    pub has_objected: bool,
    /// Whether the person agreed.
    pub has_agreed: bool,
    /// Whether nothing is computed of the person.
    pub is_left_out: bool,
    /// The basis: `consent` or `hr-rules`.
    pub basis: String,
    /// Whether the actor may see the estimate.
    pub may_look: bool,
    /// Whether the actor notes what people say.
    pub may_note: bool,
}

/// What is shown once the look was written down.
#[derive(Debug)]
pub struct PersonRisk {
    /// What is said.
    pub content: Content,
    /// As of when.
    pub run: RiskRun,
    /// The card of the estimate.
    pub card: Card,
    /// When each sign was first seen.
    pub first_seen: Vec<SignRecord>,
}

/// The page before and after the look.
#[derive(Debug)]
pub struct Opened {
    /// Who.
    pub who: Who,
    /// The estimate; nothing before the look, or where nothing is computed of the person.
    pub risk: Option<PersonRisk>,
    /// The day of the latest computation.
    pub as_of: Option<Date>,
}

/// The page without an estimate.
pub async fn open_person_risk(cx: &Cx, id: PersonId) -> Result<Opened> {
    cx.allow(Action::NoteRiskSayings)?;
    check_not_oneself(cx, id)?;
    let mut conn = cx.read().await?;
    let rules = rules_in_force(&mut conn).await?.ok_or(Error::NotFound)?;
    let sayings = conn.list_risk_sayings_of(id).await?;
    let standing = Standing::of(&sayings);
    let who = Who {
        person: conn.get_person(id, Scope::Company).await?,
        answers: conn.list_risk_answers_to(id).await?,
        has_objected: standing.has_objected(id),
        has_agreed: standing.has_agreed(id),
        is_left_out: standing.is_left_out(id, &rules.basis),
        may_look: may_see_scores(cx, &rules),
        may_note: true,
        basis: rules.basis,
        sayings,
    };
    let as_of = latest(&conn.list_risk_runs().await?)?.map(|(run, _)| run.as_of);
    Ok(Opened { who, risk: None, as_of })
}

/// The page with the estimate, for a named role that says why; the look is written down first.
pub async fn look_at_person(cx: &Cx, id: PersonId, purpose: &str) -> Result<Opened> {
    let mut opened = open_person_risk(cx, id).await?;
    if !opened.who.may_look {
        return Err(Error::Forbidden);
    }
    if purpose.trim().is_empty() {
        return Err(Error::field("why", "error-risk-purpose"));
    }
    record_looks_because(cx, &[id], Field::Score, purpose.trim()).await?;
    let mut conn = cx.read().await?;
    let Some((run, card)) = latest(&conn.list_risk_runs().await?)? else { return Ok(opened) };
    let Some(score) = conn.find_risk_score(run.as_of, id).await? else { return Ok(opened) };
    opened.risk = Some(PersonRisk {
        content: serde_json::from_str(&score.content).map_err(Error::internal)?,
        first_seen: conn.list_sign_records_of(id).await?,
        run,
        card,
    });
    Ok(opened)
}

/// Nobody sees the own score, whatever roles are held besides.
fn check_not_oneself(cx: &Cx, id: PersonId) -> Result<()> {
    if cx.actor().person == Some(id) { Err(Error::NotFound) } else { Ok(()) }
}
