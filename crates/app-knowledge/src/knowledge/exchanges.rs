//! Technical exchange sessions and assessments: planned, held, and what they showed.
//!
//! Whoever was taught has heard of it, or does it with help; "alone" is shown in an assessment, with its proof. An exchange
//! lowers nobody; an assessment says what it found.

use app::{Cx, Error, Result};
use kernel::{Date, ExchangeId, KnowledgeItemId, PersonId};
use store::knowledge::{
    exchanges::{Exchange, NewExchange, Participant},
    sayings::Saying,
};

use super::{Sight, check_not_oneself, find_person, frame, kept_frame, may_keep, sight};

/// So many sessions are shown of those to come, and of those that are over.
const SHOWN: i64 = 60;
/// The highest level that an exchange shows: with help.
const EXCHANGE_SHOWS: i64 = 2;

/// A session to be planned.
#[derive(Debug, Clone)]
pub struct ExchangeInput {
    /// What it is about.
    pub item: KnowledgeItemId,
    /// `exchange` or `assessment`.
    pub kind: String,
    /// Who teaches or examines, by number or name; may be empty.
    pub lead: String,
    /// Who takes part: numbers or names, with commas between.
    pub participants: String,
    /// The day.
    pub planned_on: Date,
    /// How long.
    pub minutes: i64,
    /// Where.
    pub place: String,
}

/// What a session showed of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Who.
    pub person: PersonId,
    /// Whether he or she was there.
    pub was_there: bool,
    /// The level it showed, where it showed one.
    pub level: Option<i64>,
}

/// That a session was held.
#[derive(Debug, Clone)]
pub struct Held {
    /// The day.
    pub on: Date,
    /// What came of it.
    pub outcome: String,
    /// What proves it: a sheet's number, a record, a part that was made.
    pub proof: String,
    /// What it showed of whom.
    pub seen: Vec<Seen>,
}

/// A session with those who take part.
#[derive(Debug, Clone)]
pub struct Session {
    /// The session.
    pub exchange: Exchange,
    /// Who takes part.
    pub participants: Vec<Participant>,
}

/// The sessions.
#[derive(Debug)]
pub struct Exchanges {
    /// To come, the next first.
    pub coming: Vec<Session>,
    /// Held or cancelled, the latest first.
    pub past: Vec<Session>,
    /// Where the next page of those begins.
    pub next: Option<(Date, ExchangeId)>,
    /// Whether the viewer plans them.
    pub may_keep: bool,
}

/// The sessions that the viewer may see; those that are over from a place on.
pub async fn list_exchanges(cx: &Cx, before: Option<(Date, ExchangeId)>) -> Result<Exchanges> {
    if sight(cx)? != Sight::Names {
        return Err(Error::NotFound);
    }
    let frame = frame(cx, None)?;
    let mut conn = cx.read().await?;
    let coming = conn.list_coming_exchanges(frame, SHOWN).await?;
    let (day, id) = before.map_or((Date::MAX, String::new()), |(day, id)| (day, id.to_string()));
    let mut past = conn.list_past_exchanges(frame, (day, &id), SHOWN + 1).await?;
    let has_more = past.len() > usize::try_from(SHOWN).unwrap_or(usize::MAX);
    past.truncate(usize::try_from(SHOWN).unwrap_or(usize::MAX));
    let next = past.last().filter(|_| has_more).map(|last| (last.planned_on, last.id));
    Ok(Exchanges {
        coming: with_participants(&mut conn, coming).await?,
        past: with_participants(&mut conn, past).await?,
        next,
        may_keep: may_keep(cx),
    })
}

async fn with_participants(conn: &mut store::Conn, exchanges: Vec<Exchange>) -> Result<Vec<Session>> {
    let mut sessions = Vec::with_capacity(exchanges.len());
    for exchange in exchanges {
        let participants = conn.list_participants(exchange.id).await?;
        sessions.push(Session { exchange, participants });
    }
    Ok(sessions)
}

/// Plans a session.
pub async fn plan_exchange(cx: &Cx, input: &ExchangeInput) -> Result<ExchangeId> {
    let frame = kept_frame(cx)?;
    let mut conn = cx.read().await?;
    let item = conn.get_map_item(frame, input.item).await?;
    if item.retired_on.is_some() {
        return Err(Error::Conflict("error-knowledge-retired"));
    }
    if !["exchange", "assessment"].contains(&input.kind.as_str()) {
        return Err(Error::field("kind", "error-choice"));
    }
    if !(5..=1_440).contains(&input.minutes) {
        return Err(Error::field("minutes", "error-knowledge-minutes"));
    }
    let lead = match input.lead.trim() {
        "" => None,
        text => Some(find_person(&mut conn, frame, text, "lead").await?.id),
    };
    let mut participants = Vec::new();
    for text in
        input.participants.split([',', '，', '、', ';', '；', '\n']).filter(|text| !text.trim().is_empty())
    {
        let person = find_person(&mut conn, frame, text, "participants").await?.id;
        if lead == Some(person) {
            return Err(Error::field("participants", "error-knowledge-lead-takes-part"));
        }
        participants.push(person);
    }
    if participants.is_empty() {
        return Err(Error::field("participants", "error-required"));
    }
    drop(conn);
    let new = &NewExchange {
        id: cx.new_id(),
        item_id: input.item,
        kind: input.kind.clone(),
        lead_id: lead,
        planned_on: input.planned_on,
        minutes: input.minutes,
        place: input.place.trim().to_owned(),
        plan_id: None,
        participants,
    };
    cx.transact(|mut tx| async move {
        tx.make_exchange(new, cx.actor().account, cx.now()).await?;
        let content =
            (new.id, new.item_id, &new.kind, new.lead_id, &new.participants, new.planned_on.to_string());
        let receipt = tx.append(cx.event("knowledge.exchange-planned", None, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(new.id)
}

fn check(cx: &Cx, exchange: &Exchange, held: &Held) -> Result<()> {
    if held.on > cx.today() {
        return Err(Error::field("held_on", "error-knowledge-future"));
    }
    let shows_level = held.seen.iter().any(|seen| seen.was_there && seen.level.is_some());
    if exchange.kind == "assessment" && shows_level && held.proof.trim().is_empty() {
        return Err(Error::field("proof", "error-knowledge-proof"));
    }
    for seen in held.seen.iter().filter(|seen| seen.was_there && seen.level.is_some()) {
        check_not_oneself(cx, seen.person, "seen")?;
        let most = if exchange.kind == "exchange" { EXCHANGE_SHOWS } else { 4 };
        if !seen.level.is_none_or(|level| (0..=most).contains(&level)) {
            return Err(Error::field("seen", "error-knowledge-exchange-level"));
        }
    }
    Ok(())
}

/// Says that a session was held, who was there, and what it showed; the map follows.
pub async fn hold_exchange(cx: &Cx, id: ExchangeId, held: &Held) -> Result<()> {
    let frame = kept_frame(cx)?;
    let mut conn = cx.read().await?;
    let exchange = conn.get_exchange(frame, id).await?;
    let expected = conn.list_participants(id).await?;
    drop(conn);
    check(cx, &exchange, held)?;
    let seen: &Vec<Seen> = &held
        .seen
        .iter()
        .filter(|seen| expected.iter().any(|participant| participant.person_id == seen.person))
        .copied()
        .collect();
    let exchange = &exchange;
    cx.transact(|mut tx| async move {
        let not_open = |error: store::Error| match error {
            store::Error::NotFound => Error::Conflict("error-already-so"),
            error => error.into(),
        };
        tx.hold_exchange(id, held.on, (held.outcome.trim(), held.proof.trim())).await.map_err(not_open)?;
        for one in seen {
            tx.note_participant(id, one.person, (one.was_there, one.level.filter(|_| one.was_there))).await?;
        }
        let sayings = sayings(cx, (exchange, held), seen, &tx.list_standing(exchange.item_id).await?);
        tx.say_levels(&sayings).await?;
        let levels: Vec<_> = seen.iter().map(|one| (one.person, one.was_there, one.level)).collect();
        let content = (id, held.on.to_string(), held.outcome.trim(), held.proof.trim(), levels);
        let receipt = tx.append(cx.event("knowledge.exchange-held", None, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

fn sayings(
    cx: &Cx,
    (exchange, held): (&Exchange, &Held),
    seen: &[Seen],
    standing: &[store::knowledge::sayings::Standing],
) -> Vec<Saying> {
    let is_news = |person: PersonId, level: i64| {
        let before = standing.iter().find(|held| held.person_id == person);
        before.is_none_or(|before| exchange.kind == "assessment" || before.level < level)
    };
    let shown = seen.iter().filter(|one| one.was_there).filter_map(|one| Some((one.person, one.level?)));
    shown
        .filter(|(person, level)| is_news(*person, *level))
        .map(|(person_id, level)| Saying {
            id: cx.new_id::<uuid::Uuid>().to_string(),
            item_id: exchange.item_id,
            person_id,
            level,
            source: exchange.kind.clone(),
            reference: format!("exchange:{}", exchange.id),
            remark: held.proof.trim().to_owned(),
            seen_on: held.on,
            said_by: cx.actor().account,
            said_at: cx.now(),
            is_withdrawn: false,
        })
        .collect()
}

/// Cancels a session that was not held.
pub async fn cancel_exchange(cx: &Cx, id: ExchangeId, why: &str) -> Result<()> {
    let frame = kept_frame(cx)?;
    cx.read().await?.get_exchange(frame, id).await?;
    cx.transact(|mut tx| async move {
        tx.cancel_exchange(id, why.trim()).await.map_err(|error| match error {
            store::Error::NotFound => Error::Conflict("error-already-so"),
            error => error.into(),
        })?;
        let receipt = tx.append(cx.event("knowledge.exchange-cancelled", None, &(id, why.trim()))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}
