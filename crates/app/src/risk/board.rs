//! The board: whom to talk to first, for those whose role is named; numbers of groups for the others.

use std::collections::{BTreeMap, HashMap, HashSet};

use kernel::{DepartmentId, PersonId};
use risk::watch::Card;
use store::{
    Conn,
    people::{Person, Scope},
    risk::{RiskRules, RiskRun, RiskScore},
};

use super::{SMALLEST_GROUP, content::Content, may_see_scores, rules_in_force, run::latest};
use crate::{
    Cx, Error, Result,
    access::{Action, Field},
    looks::record_looks_because,
};

/// So many people are shown at most.
const SHOWN: usize = 12;
/// The scatter shows so many at most.
const SPOTS: i64 = 2_000;
/// Shown is who is so many times as likely to leave as the average, or shows a sign.
const ABOVE_BASE: f64 = 1.5;

/// The page.
#[derive(Debug)]
pub enum Board {
    /// The company does not watch.
    Off {
        /// Whether the actor may switch it on.
        may_set: bool,
    },
    /// It does.
    On(Box<BoardView>),
}

/// What is under way or was done last.
#[derive(Debug, Clone)]
pub struct Now {
    /// The computation.
    pub run: RiskRun,
    /// Whether it is that of today.
    pub is_today: bool,
}

/// A department, or all that are too small together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Many {
    /// Its path; empty for those too small.
    pub path: String,
    /// How many are counted; nothing where they are too few.
    pub people: Option<usize>,
    /// How many of them are likelier to leave than the average, or show a sign.
    pub raised: Option<usize>,
}

/// Somebody to talk to.
#[derive(Debug)]
pub struct Line {
    /// Who; nothing while names are hidden.
    pub who: Option<Person>,
    /// What is said.
    pub content: Content,
}

/// One person in the picture of likelihood and cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// The probability for 90 days.
    pub chance: f64,
    /// The cost, of 1.
    pub cost: f64,
    /// The place among those to talk to, from 0; nothing for the others.
    pub place: Option<usize>,
}

/// The board of a company that watches.
#[derive(Debug)]
pub struct BoardView {
    /// The latest computation that was begun.
    pub now: Option<Now>,
    /// The one that is shown, with its card.
    pub done: Option<(RiskRun, Card)>,
    /// The version of the rules.
    pub rules: RiskRules,
    /// Whether the actor's role is named.
    pub may_see_scores: bool,
    /// Whether the actor may have it computed.
    pub may_run: bool,
    /// Whether names are shown.
    pub has_names: bool,
    /// Whom to talk to, first things first. Empty for whoever is not named.
    pub lines: Vec<Line>,
    /// Everybody in the picture. Empty for whoever is not named.
    pub spots: Vec<Spot>,
    /// Group by group.
    pub groups: Vec<Many>,
}

/// The board, without names.
pub async fn open_board(cx: &Cx) -> Result<Board> {
    cx.allow(Action::SeeRisk)?;
    let mut conn = cx.read().await?;
    let Some(rules) = rules_in_force(&mut conn).await? else {
        return Ok(Board::Off { may_set: cx.allow(Action::SetRiskRules).is_ok() });
    };
    Ok(Board::On(Box::new(load(cx, &mut conn, rules).await?)))
}

/// The board with names, for a named role that says why; the look at each of them is written down first.
pub async fn reveal_names(cx: &Cx, purpose: &str) -> Result<Board> {
    cx.allow(Action::SeeRisk)?;
    let mut conn = cx.read().await?;
    let rules = rules_in_force(&mut conn).await?.ok_or(Error::NotFound)?;
    if !may_see_scores(cx, &rules) {
        return Err(Error::Forbidden);
    }
    let purpose = purpose.trim();
    if purpose.is_empty() {
        return Err(Error::field("why", "error-risk-purpose"));
    }
    let mut board = load(cx, &mut conn, rules).await?;
    let Some((run, _)) = &board.done else { return Ok(Board::On(Box::new(board))) };
    let scores = conn.list_risk_scores(run.as_of, SPOTS).await?;
    let people = shown(cx, board.done.as_ref(), &scores)?;
    let ids: Vec<PersonId> = people.iter().map(|(score, _)| score.person_id).collect();
    drop(conn);
    record_looks_because(cx, &ids, Field::Score, purpose).await?;
    let mut conn = cx.read().await?;
    for (line, id) in board.lines.iter_mut().zip(ids) {
        line.who = Some(conn.get_person(id, Scope::Company).await?);
    }
    board.has_names = true;
    Ok(Board::On(Box::new(board)))
}

async fn load(cx: &Cx, conn: &mut Conn, rules: RiskRules) -> Result<BoardView> {
    let runs = conn.list_risk_runs().await?;
    let done = latest(&runs)?;
    let named = may_see_scores(cx, &rules);
    let scores = match &done {
        Some((run, _)) => conn.list_risk_scores(run.as_of, SPOTS).await?,
        None => Vec::new(),
    };
    let people = shown(cx, done.as_ref(), &scores)?;
    let groups = groups(conn, done.as_ref(), &scores).await?;
    let spots = if named { spots(cx, &scores, &people) } else { Vec::new() };
    let line = |(_, content)| Line { who: None, content };
    Ok(BoardView {
        now: runs.first().map(|run| Now { run: run.clone(), is_today: run.as_of == cx.today() }),
        may_see_scores: named,
        may_run: cx.allow(Action::RunRisk).is_ok(),
        has_names: false,
        lines: if named { people.into_iter().map(line).collect() } else { Vec::new() },
        spots,
        groups,
        done,
        rules,
    })
}

/// Whom to talk to; never oneself.
fn shown<'s>(
    cx: &Cx,
    done: Option<&(RiskRun, Card)>,
    scores: &'s [RiskScore],
) -> Result<Vec<(&'s RiskScore, Content)>> {
    let base = done.map_or(0.0, |(_, card)| card.base[1]);
    let mut people = Vec::new();
    for score in scores.iter().filter(|score| cx.actor().person != Some(score.person_id)) {
        let content: Content = serde_json::from_str(&score.content).map_err(Error::internal)?;
        if is_raised(&content, base) {
            people.push((score, content));
        }
        if people.len() == SHOWN {
            break;
        }
    }
    Ok(people)
}

fn is_raised(content: &Content, base: f64) -> bool {
    !content.signs.is_empty() || content.chances.is_some_and(|chances| chances[1][1] >= ABOVE_BASE * base)
}

fn spots(cx: &Cx, scores: &[RiskScore], people: &[(&RiskScore, Content)]) -> Vec<Spot> {
    let places: HashMap<PersonId, usize> =
        people.iter().enumerate().map(|(place, (score, _))| (score.person_id, place)).collect();
    let others = scores.iter().filter(|score| cx.actor().person != Some(score.person_id));
    let spot = |score: &RiskScore| {
        Some(Spot {
            chance: float(score.p90?) / 1e6,
            cost: float(score.cost) / 100.0,
            place: places.get(&score.person_id).copied(),
        })
    };
    others.filter_map(spot).collect()
}

fn float(number: i64) -> f64 {
    f64::from(i32::try_from(number).unwrap_or(i32::MAX))
}

/// How many are likelier than the average to leave, department by department; those too small are one line without a
/// number, and where only one is too small it is not told apart by subtraction: no sum is shown.
async fn groups(conn: &mut Conn, done: Option<&(RiskRun, Card)>, scores: &[RiskScore]) -> Result<Vec<Many>> {
    let Some((_, card)) = done else { return Ok(Vec::new()) };
    let paths: HashMap<DepartmentId, String> =
        conn.list_departments().await?.into_iter().map(|one| (one.id, one.path)).collect();
    let spells = conn.list_risk_spells().await?;
    let of: HashMap<PersonId, Option<DepartmentId>> =
        spells.into_iter().map(|spell| (spell.person_id, spell.department_id)).collect();
    let mut counted: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut seen = HashSet::new();
    for score in scores.iter().filter(|score| seen.insert(score.person_id)) {
        let content: Content = serde_json::from_str(&score.content).map_err(Error::internal)?;
        let department = of.get(&score.person_id).copied().flatten().and_then(|id| paths.get(&id));
        let count = counted.entry(department.map_or("", String::as_str)).or_default();
        count.0 += 1;
        count.1 += usize::from(is_raised(&content, card.base[1]));
    }
    let (large, small): (Vec<_>, Vec<_>) =
        counted.into_iter().partition(|(path, (people, _))| *people >= SMALLEST_GROUP && !path.is_empty());
    let mut groups: Vec<Many> = large
        .into_iter()
        .map(|(path, (people, raised))| Many {
            path: path.to_owned(),
            people: Some(people),
            raised: Some(raised),
        })
        .collect();
    if !small.is_empty() {
        groups.push(Many { path: String::new(), people: None, raised: None });
    }
    Ok(groups)
}
