//! What everybody is told of the own: under which notice and on what basis the company watches, which records are read and
//! which never, the explanation in words, who looked; and what a person says of it from the own page.
//!
//! Never shows a probability, a rank or a kind: the own score stays hidden, what it rests on does not (Personal
//! Information Protection Law, articles 24, 44, 45).

use std::collections::HashMap;

use app::{Cx, Error, Result, looks};
use kernel::{AccountId, Date, PersonId, Role, Timestamp};
use risk::watch::{Stream, StreamSource, signs};
use store::{
    Conn,
    looks::LookAtMe,
    risk::{OwnRecords, RiskAnswer, RiskRules, RiskRun, RiskSaying},
};

use super::{
    NAMEABLE,
    content::Content,
    gather::{READ_DAYS, day, number},
    rules_in_force,
    run::latest,
    standing::{SAYINGS, SayingInput, Standing, put, saying},
};

/// So many looks are on a page.
const LOOKS_SHOWN: i64 = 20;
/// More letters than this are no reason but a book.
const LONGEST: usize = 2_000;

/// What is recorded of the person in one stream.
#[derive(Debug, Clone)]
pub struct OwnRecord {
    /// The stream.
    pub stream: &'static Stream,
    /// How many records lie within the days that are read.
    pub number: i64,
    /// The day of the latest.
    pub last_on: Option<Date>,
}

/// Who looked, as the person is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenBy {
    /// The person.
    Oneself,
    /// Somebody in this role.
    Role(Role),
    /// Somebody who has no role any more.
    Former,
}

/// A look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnLook {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: SeenBy,
}

/// Everything on the own page.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one sentence of the page, and they vary freely")]
pub struct OwnView {
    /// Under what the company watches; nothing while it does not.
    pub rules: Option<RiskRules>,
    /// What the person said, with the answers, in the order of time.
    pub sayings: Vec<(RiskSaying, Option<RiskAnswer>)>,
    /// Whether the person objects.
    pub has_objected: bool,
    /// Whether the person agreed.
    pub has_agreed: bool,
    /// Whether nothing is computed of the person.
    pub is_left_out: bool,
    /// The records that are read.
    pub records: Vec<OwnRecord>,
    /// Records from before this day are not read.
    pub read_from: Date,
    /// The day of the latest computation, and until when what it says of people is kept.
    pub run: Option<RiskRun>,
    /// Whether anything is kept of the person from it.
    pub is_computed: bool,
    /// The looks, the newest first; none where the rules do not tell them.
    pub looks: Vec<OwnLook>,
    /// Where the next page of looks begins.
    pub next_looks: Option<String>,
}

/// Why, in what can be put into words.
#[derive(Debug)]
pub struct Explanation {
    /// As of which day.
    pub as_of: Date,
    /// What was found; nothing where nothing is computed of the person.
    pub content: Option<Content>,
}

/// What a person says of it.
#[derive(Debug, Clone, Default)]
pub struct OwnWord {
    /// One of [`SAYINGS`].
    pub kind: String,
    /// The reason.
    pub reason: String,
    /// That the notice was read: a consent asks for it.
    pub has_read: bool,
}

fn own(cx: &Cx) -> Result<PersonId> {
    cx.actor().person.ok_or(Error::Forbidden)
}

/// The own page; looks from a place on.
pub async fn open_own(cx: &Cx, looks_before: &str) -> Result<OwnView> {
    let own = own(cx)?;
    let mut conn = cx.read().await?;
    let rules = rules_in_force(&mut conn).await?;
    let (standing, sayings) = said(&mut conn, own).await?;
    let (run, is_computed) = match rules {
        Some(_) => computed(&mut conn, own).await?,
        None => (None, false),
    };
    let read_from = day(number(cx.today()) - READ_DAYS);
    let records = records(&mut conn, own, read_from).await?;
    let (looks, next_looks) = match &rules {
        Some(rules) if rules.tells_looks => looks(cx, &mut conn, (own, looks_before)).await?,
        _ => (Vec::new(), None),
    };
    Ok(OwnView {
        has_objected: standing.has_objected(own),
        has_agreed: standing.has_agreed(own),
        is_left_out: rules.as_ref().is_some_and(|rules| standing.is_left_out(own, &rules.basis)),
        sayings,
        records,
        read_from,
        run,
        is_computed,
        looks,
        next_looks,
        rules,
    })
}

type Said = Vec<(RiskSaying, Option<RiskAnswer>)>;

/// How the person stands, and what was said and answered.
async fn said(conn: &mut Conn, own: PersonId) -> Result<(Standing, Said)> {
    let said = conn.list_risk_sayings_of(own).await?;
    let standing = Standing::of(&said);
    let answers = conn.list_risk_answers_to(own).await?.into_iter();
    let mut answers: HashMap<String, RiskAnswer> = answers.map(|one| (one.saying_id.clone(), one)).collect();
    let with_answer = |saying: RiskSaying| {
        let answer = answers.remove(&saying.id);
        (saying, answer)
    };
    Ok((standing, said.into_iter().map(with_answer).collect()))
}

/// The latest computation, and whether it has anything of the person.
async fn computed(conn: &mut Conn, own: PersonId) -> Result<(Option<RiskRun>, bool)> {
    let Some((run, _)) = latest(&conn.list_risk_runs().await?)? else { return Ok((None, false)) };
    let score = conn.find_risk_score(run.as_of, own).await?;
    Ok((Some(run), score.is_some()))
}

async fn records(conn: &mut Conn, own: PersonId, from: Date) -> Result<Vec<OwnRecord>> {
    let absences = conn.count_own_absences(own, from).await?;
    let events = conn.count_own_events(own, from).await?;
    let record = |stream: &'static Stream| {
        let found: &[OwnRecords] = if stream.source == StreamSource::Leave { &absences } else { &events };
        let of = || found.iter().filter(|one| stream.kinds.contains(&one.kind));
        OwnRecord {
            stream,
            number: of().map(|one| one.number).sum(),
            last_on: of().map(|one| one.last_on).max(),
        }
    };
    Ok(signs().streams.iter().map(record).collect())
}

/// A page of looks, each with the role of whoever looked.
async fn looks(
    cx: &Cx,
    conn: &mut Conn,
    (own, before): (PersonId, &str),
) -> Result<(Vec<OwnLook>, Option<String>)> {
    let mut rows = conn.list_looks_at(own, before, LOOKS_SHOWN + 1).await?;
    let shown = usize::try_from(LOOKS_SHOWN).unwrap_or(usize::MAX);
    let has_more = rows.len() > shown;
    rows.truncate(shown);
    let mut roles: HashMap<AccountId, SeenBy> = HashMap::new();
    let mut looks = Vec::new();
    for LookAtMe { at, account_id, .. } in &rows {
        let by = match roles.get(account_id) {
            Some(by) => *by,
            None if *account_id == cx.actor().account => SeenBy::Oneself,
            None => by_role(&conn.list_roles(*account_id).await?),
        };
        roles.insert(*account_id, by);
        looks.push(OwnLook { at: *at, by });
    }
    let next = rows.last().filter(|_| has_more).map(|row| row.id.clone());
    Ok((looks, next))
}

/// The role for which somebody may look; else any that is held.
fn by_role(roles: &[Role]) -> SeenBy {
    let named = NAMEABLE.iter().find(|role| roles.contains(role));
    named.or_else(|| roles.first()).map_or(SeenBy::Former, |role| SeenBy::Role(*role))
}

/// The page with the explanation, where the rules let a person have it; that it was given is written down first.
pub async fn explain_own(cx: &Cx) -> Result<(OwnView, Explanation)> {
    let own = own(cx)?;
    let rules = rules_in_force(&mut cx.read().await?).await?.ok_or(Error::NotFound)?;
    if !rules.tells_explanation {
        return Err(Error::Forbidden);
    }
    looks::record_explanation(cx, own).await?;
    let view = open_own(cx, "").await?;
    let mut explanation = Explanation { as_of: cx.today(), content: None };
    if let Some(run) = &view.run {
        explanation.as_of = run.as_of;
        let score = cx.read().await?.find_risk_score(run.as_of, own).await?;
        let content = score.map(|score| serde_json::from_str(&score.content).map_err(Error::internal));
        explanation.content = content.transpose()?;
    }
    Ok((view, explanation))
}

/// Notes what the person says of the own. An objection or a withdrawal is honoured at once, as one that HR notes is:
/// everything computed of the person is deleted, and no later computation has the person in it.
pub async fn say_own(cx: &Cx, word: &OwnWord) -> Result<()> {
    let own = own(cx)?;
    let rules = rules_in_force(&mut cx.read().await?).await?.ok_or(Error::NotFound)?;
    let input = &checked(cx, word, &rules)?;
    cx.transact(|mut tx| async move {
        let saying = saying(cx, own, input);
        put(&mut tx, &saying).await?;
        let receipt = tx.append(cx.event("risk.said", None, &saying)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

fn checked(cx: &Cx, word: &OwnWord, rules: &RiskRules) -> Result<SayingInput> {
    let is_about_consent = matches!(word.kind.as_str(), "consent" | "withdrawal");
    if !SAYINGS.contains(&word.kind.as_str()) || (is_about_consent && rules.basis != "consent") {
        return Err(Error::NotFound);
    }
    let reason = word.reason.trim();
    if word.kind == "objection" && reason.is_empty() {
        return Err(Error::field("reason", "error-own-reason"));
    }
    if reason.chars().count() > LONGEST {
        return Err(Error::field("reason", "error-own-long"));
    }
    if word.kind == "consent" && !word.has_read {
        return Err(Error::field("has_read", "error-own-read"));
    }
    // What was agreed to is the notice in force.
    let document = if word.kind == "consent" { rules.notice_version.clone() } else { reason.to_owned() };
    Ok(SayingInput { kind: word.kind.clone(), said_on: cx.today(), document })
}
