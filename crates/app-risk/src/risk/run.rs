//! One computation a day and company: claimed in the database, so that two servers, or a button beside the night, do it
//! once.

use std::sync::Arc;

use app::{Cx, Error, Result, access::Action};
use jiff::ToSpan as _;
use kernel::{Date, PersonId};
use risk::watch::{Card, Estimate, Found, History, Record, Scanned, estimate, scan_history, signs};
use store::risk::{Claim, RiskHit, RiskRules, RiskRun, RiskSaying, RiskScore};
use uuid::Uuid;

use super::{
    content::{Change, Content, Course, FactorSaid, SignSaid},
    gather::{Gathered, day, gather, number},
    rules_in_force,
    signs::is_on,
    standing::Standing,
};

/// Whoever holds a claim longer than this has given it up.
const STALE_MINUTES: i64 = 60;

/// What became of a wish to compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ran {
    /// It was computed now.
    Done,
    /// Somebody else does it, or it was done already.
    Elsewhere,
    /// The company does not watch.
    Off,
}

/// How far a computation is: its code ends the key of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepName {
    /// Records are read.
    Read,
    /// Changes are looked for, and the estimate learns.
    Compute,
    /// What was found is stored.
    Write,
}

impl StepName {
    const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Compute => "compute",
            Self::Write => "write",
        }
    }
}

/// Computes as of a day; `is_again` does it anew where it was done. Nothing that was recorded after the day is used.
pub async fn run(cx: &Cx, as_of: Date, is_again: bool) -> Result<Ran> {
    cx.allow(Action::RunRisk)?;
    if as_of > cx.today() {
        return Err(Error::field("as_of", "error-risk-before"));
    }
    let Some(rules) = rules_in_force(&mut cx.read().await?).await? else { return Ok(Ran::Off) };
    let claim = claim(cx, &rules, as_of, is_again);
    if !take(cx, &claim).await? {
        return Ok(Ran::Elsewhere);
    }
    let outcome = compute(cx, &rules, &claim).await;
    if !matches!(outcome, Ok(Ran::Done)) {
        // The failure itself is what the caller is told; a claim that somebody else took over is theirs.
        let _ = cx.app().db().note_risk_failure(cx.tenant_id(), (as_of, &claim.claim), cx.now()).await;
    }
    outcome
}

fn claim(cx: &Cx, rules: &RiskRules, as_of: Date, is_again: bool) -> Claim {
    Claim {
        as_of,
        claim: cx.new_id::<Uuid>().to_string(),
        at: cx.now(),
        stale_before: cx.now().checked_sub(STALE_MINUTES.minutes()).unwrap_or(cx.now()),
        rules_version: rules.version,
        expires_on: cx.today().saturating_add(rules.retention_days.days()),
        is_again,
    }
}

async fn take(cx: &Cx, claim: &Claim) -> Result<bool> {
    cx.transact(|mut tx| async move {
        if !tx.claim_risk_run(claim).await? {
            return Ok(false);
        }
        let receipt =
            tx.append(cx.event("risk.run-begun", None, &(claim.as_of, claim.rules_version))?).await?;
        tx.commit(receipt).await?;
        Ok(true)
    })
    .await
}

async fn compute(cx: &Cx, rules: &RiskRules, claim: &Claim) -> Result<Ran> {
    let as_of = claim.as_of;
    let note = async |step: StepName| {
        cx.app().db().note_risk_step(cx.tenant_id(), (as_of, &claim.claim), step.code()).await
    };
    note(StepName::Read).await?;
    let gathered = Arc::new(gather(cx, as_of).await?);
    let mut conn = cx.read().await?;
    let sayings = conn.list_risk_sayings().await?;
    let switches = conn.list_sign_switches().await?;
    let began = conn.list_risk_rules().await?.last().map(|first| cx.day_of(first.set_at));
    drop(conn);
    let left_out = left_out(&gathered, rules, &sayings, (as_of, began.unwrap_or(as_of)));
    note(StepName::Compute).await?;
    let work = Arc::clone(&gathered);
    let (card, scores, hits) = tokio::task::spawn_blocking(move || {
        computed(&work, &left_out, number(as_of), |sign| is_on(&switches, sign))
    })
    .await
    .map_err(Error::internal)??;
    note(StepName::Write).await?;
    finish(cx, claim, &serde_json::to_string(&card).map_err(Error::internal)?, (&scores, &hits)).await
}

/// Who is neither computed nor learnt from. Whoever objects today is left out of the past too; whoever agreed only later
/// was not asked about then. Those who had left before the company began to watch could not be asked: their records are
/// learnt from, unless they object.
fn left_out(
    gathered: &Gathered,
    rules: &RiskRules,
    sayings: &[RiskSaying],
    (as_of, began): (Date, Date),
) -> Vec<bool> {
    let (now, then) = (Standing::of(sayings), Standing::as_of(sayings, as_of));
    let mut was_there = vec![false; gathered.people.len()];
    let began = number(began.min(as_of));
    for spell in
        gathered.history.spells.iter().filter(|spell| spell.leaving.is_none_or(|one| one.known >= began))
    {
        if let Some(place) = was_there.get_mut(spell.person) {
            *place = true;
        }
    }
    let is_out = |(person, was_there): (&PersonId, &bool)| {
        now.has_objected(*person)
            || (*was_there
                && (now.is_left_out(*person, &rules.basis) || then.is_left_out(*person, &rules.basis)))
    };
    gathered.people.iter().zip(&was_there).map(is_out).collect()
}

/// Stores what was found. What happened while it was computed counts: nothing is stored once the company stopped to
/// watch, and nothing of who objected or withdrew in the meantime.
async fn finish(
    cx: &Cx,
    claim: &Claim,
    card: &str,
    (scores, hits): (&[RiskScore], &[RiskHit]),
) -> Result<Ran> {
    cx.transact(|mut tx| async move {
        let Some(rules) = rules_in_force(&mut tx).await? else { return Ok(Ran::Off) };
        let standing = Standing::of(&tx.list_risk_sayings().await?);
        let is_in = |person: PersonId| !standing.is_left_out(person, &rules.basis);
        let scores: Vec<RiskScore> = scores.iter().filter(|one| is_in(one.person_id)).cloned().collect();
        let hits: Vec<RiskHit> = hits.iter().filter(|one| is_in(one.person_id)).cloned().collect();
        let mine = (claim.as_of, claim.claim.as_str(), cx.now());
        if !tx.finish_risk_run(mine, card, (&scores, &hits)).await? {
            return Ok(Ran::Elsewhere);
        }
        let content = (claim.as_of, claim.rules_version, scores.len(), hits.len());
        let receipt = tx.append(cx.event("risk.run-done", None, &content)?).await?;
        tx.commit(receipt).await?;
        Ok(Ran::Done)
    })
    .await
}

type Computed = (Card, Vec<RiskScore>, Vec<RiskHit>);

/// Everything that needs no database.
fn computed(
    gathered: &Gathered,
    left_out: &[bool],
    today: i32,
    is_on: impl Fn(&str) -> bool,
) -> Result<Computed> {
    let mut history = gathered.history.known_by(today);
    // Of whoever is left out nothing is counted, not even as somebody's peer.
    let is_in = |person: usize| !left_out.get(person).copied().unwrap_or(false);
    history.records.retain(|record| is_in(record.person));
    history.absences.retain(|absence| is_in(absence.person));
    let scanned = scan_history(&history, today).map_err(Error::internal)?;
    let estimated = estimate(&history, &scanned, today, left_out);
    let own = Own::of(&history, &scanned);
    let mut contents = Vec::new();
    for spell in history.spells.iter().filter(|spell| spell.is_at_risk(today) && is_in(spell.person)) {
        let course = scanned.course(&history, spell);
        let content = content(gathered, (&own, &estimated), (spell.person, today), &is_on);
        let course = course.into_iter().map(|series| Course {
            stream: series.stream,
            from: day(series.from),
            counts: series.counts,
            band: series.band,
            a_week: series.a_week,
            shows_after: series.shows_after,
        });
        contents.push((spell.person, Content { course: course.collect(), ..content }));
    }
    contents.sort_by(|a, b| urgency(&b.1).total_cmp(&urgency(&a.1)).then(a.0.cmp(&b.0)));
    let mut card = estimated.card;
    card.undated = gathered.undated;
    rows(gathered, card, &contents)
}

/// What was recorded and found of each person, so that nobody is looked for among everybody.
struct Own<'h> {
    records: Vec<Vec<&'h Record>>,
    /// The changes, each with its place among all.
    found: Vec<Vec<(usize, &'h Found)>>,
}

impl<'h> Own<'h> {
    fn of(history: &'h History, scanned: &'h Scanned) -> Self {
        let mut own =
            Self { records: vec![Vec::new(); history.people], found: vec![Vec::new(); history.people] };
        for record in &history.records {
            if let Some(records) = own.records.get_mut(record.person) {
                records.push(record);
            }
        }
        for (place, one) in scanned.found.iter().enumerate() {
            if let Some(found) = own.found.get_mut(one.person) {
                found.push((place, one));
            }
        }
        own
    }
}

/// The order in which people are shown: what is to be expected of loss; without an estimate the signs, then the cost.
fn urgency(content: &Content) -> f64 {
    let cost = f64::from(i32::try_from(content.cost.points.sum()).unwrap_or(0));
    let signs = f64::from(u32::try_from(content.signs.len()).unwrap_or(0));
    content.chances.map_or(signs * 1000.0 + cost, |[_, [_, p90, _], _]| p90 * (10.0 + cost))
}

fn content(
    gathered: &Gathered,
    (own, estimated): (&Own<'_>, &Estimate),
    (person, today): (usize, i32),
    is_on: impl Fn(&str) -> bool,
) -> Content {
    let facts = gathered.facts.get(person).copied().unwrap_or_default();
    let streams = &gathered.history.streams;
    let count = |stream: &str, within: i32| {
        let of = streams.iter().position(|other| other == stream);
        let records = own.records.get(person).into_iter().flatten();
        let lately = records.filter(|record| Some(record.stream) == of && record.day > today - within);
        u32::try_from(lately.count()).unwrap_or(u32::MAX)
    };
    let found = own.found.get(person).map_or(&[][..], Vec::as_slice);
    let hits = signs().hits(&facts, (found, streams), count);
    let hits: Vec<_> = hits.into_iter().filter(|hit| is_on(&hit.sign)).collect();
    let shown: Vec<usize> = hits.iter().filter_map(|hit| hit.found).collect();
    let change = |place: &usize| {
        let (_, found) = found.iter().find(|(other, _)| other == place)?;
        Some(Change {
            stream: streams.get(found.stream)?.clone(),
            is_rise: found.is_rise,
            since: day(found.since),
            factor: found.factor,
            p: found.p,
            is_flagged: found.is_flagged,
        })
    };
    let told = estimated.told.get(person).and_then(Option::as_ref);
    let factor = |factor: &risk::watch::Factor| FactorSaid {
        input: factor.input.to_owned(),
        odds: factor.odds,
        without: factor.without,
    };
    let recent = estimated.recent.get(person).into_iter().flatten();
    Content {
        chances: told.map(|told| told.chances),
        factors: told.map(|told| told.factors.iter().map(factor).collect()).unwrap_or_default(),
        recent: streams
            .iter()
            .cloned()
            .zip(recent)
            .map(|(stream, (n, usual))| (stream, *n, *usual))
            .collect(),
        signs: hits
            .iter()
            .map(|hit| SignSaid {
                sign: hit.sign.clone(),
                change: hit.found.and_then(|found| shown.iter().position(|place| *place == found)),
                count: hit.count,
            })
            .collect(),
        changes: shown.iter().filter_map(change).collect(),
        kind: signs().kind(&facts).to_owned(),
        months: facts.months,
        course: Vec::new(),
        cost: gathered.costs.get(person).cloned().unwrap_or_default(),
    }
}

fn rows(gathered: &Gathered, card: Card, contents: &[(usize, Content)]) -> Result<Computed> {
    let (mut scores, mut hits) = (Vec::new(), Vec::new());
    for (rank, (place, content)) in contents.iter().enumerate() {
        let Some(&person_id) = gathered.people.get(*place) else { continue };
        scores.push(RiskScore {
            person_id,
            rank: i64::try_from(rank + 1).unwrap_or(i64::MAX),
            p90: content.chances.map(|[_, [_, p90, _], _]| millionths(p90)),
            cost: content.cost.points.sum(),
            content: serde_json::to_string(content).map_err(Error::internal)?,
        });
        let mut signs: Vec<String> = content.signs.iter().map(|sign| sign.sign.clone()).collect();
        signs.dedup();
        hits.extend(signs.into_iter().map(|sign| RiskHit { person_id, sign }));
    }
    Ok((card, scores, hits))
}

#[expect(clippy::cast_possible_truncation, reason = "a share of one, in millionths")]
pub(super) fn millionths(share: f64) -> i64 {
    (share.clamp(0.0, 1.0) * 1e6).round() as i64
}

/// What was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Expired {
    /// Scores.
    pub scores: u64,
    /// Looks at them.
    pub looks: u64,
}

/// Deletes what has been kept for as long as the rules say: scores, signs that were seen, looks. The cards stay.
pub async fn expire(cx: &Cx) -> Result<Expired> {
    cx.allow(Action::RunRisk)?;
    let today = cx.today();
    cx.transact(|mut tx| async move {
        let scores = tx.expire_risk(today).await?;
        let looks = match tx.list_risk_rules().await?.first() {
            Some(rules) => {
                let kept = (rules.looks_days * 24).hours();
                let before = cx.now().checked_sub(kept).map_err(Error::internal)?;
                tx.expire_looks_at_scores(before).await?
            }
            None => 0,
        };
        let gone = Expired { scores, looks };
        if gone == Expired::default() {
            return Ok(gone);
        }
        let receipt = tx.append(cx.event("risk.expired", None, &(today, gone))?).await?;
        tx.commit(receipt).await?;
        Ok(gone)
    })
    .await
}

/// The latest computation that is done, with its card, among those given.
pub(super) fn latest(runs: &[RiskRun]) -> Result<Option<(RiskRun, Card)>> {
    let Some(run) = runs.iter().find(|run| run.status == "done") else { return Ok(None) };
    Ok(Some((run.clone(), serde_json::from_str(&run.card).map_err(Error::internal)?)))
}

/// The latest model card; nothing while the company does not watch, or nothing was computed yet.
pub async fn open_card(cx: &Cx) -> Result<Option<(RiskRun, Card)>> {
    cx.allow(Action::SeeRisk)?;
    let mut conn = cx.read().await?;
    match rules_in_force(&mut conn).await? {
        Some(_) => latest(&conn.list_risk_runs().await?),
        None => Ok(None),
    }
}
