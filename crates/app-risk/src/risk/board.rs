//! The board: whom to talk to first, for those whose role is named; numbers of groups for the others.

use std::collections::HashMap;

use app::{
    Cx, Error, Result,
    access::{Action, Field},
    looks::record_looks_because,
};
use kernel::PersonId;
use risk::watch::Card;
use stats::turnover::fold_small;
use store::{
    Conn,
    people::{Person, Scope},
    risk::{RiskGroup, RiskRules, RiskRun, RiskScore},
};

use super::{
    SMALLEST_GROUP, WAITING_SHOWN,
    content::Content,
    may_see_scores, rules_in_force,
    run::{latest, millionths},
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

/// A department, or several that are told as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Many {
    /// The department's path; empty for people without one, and for several.
    pub path: String,
    /// How many departments are told as one; 0 for one that stands for itself.
    pub together: usize,
    /// How many people are counted; nothing where even together they are too few.
    pub people: Option<i64>,
    /// How many of them are likelier to leave than the average, or show a sign.
    pub raised: Option<i64>,
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
    /// How many objections wait for an answer, for whoever notes what people say.
    pub waiting: usize,
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
        Some((run, _)) if named => conn.list_risk_scores(run.as_of, SPOTS).await?,
        _ => Vec::new(),
    };
    let people = shown(cx, done.as_ref(), &scores)?;
    let groups = groups(conn, done.as_ref()).await?;
    let spots = spots(cx, &scores, &people);
    let waiting = match cx.allow(Action::NoteRiskSayings) {
        Ok(()) => conn.list_open_objections(cx.actor().person, WAITING_SHOWN).await?.len(),
        Err(_) => 0,
    };
    let line = |(_, content)| Line { who: None, content };
    Ok(BoardView {
        now: runs.first().map(|run| Now { run: run.clone(), is_today: run.as_of == cx.today() }),
        may_see_scores: named,
        may_run: cx.allow(Action::RunRisk).is_ok(),
        has_names: false,
        lines: people.into_iter().map(line).collect(),
        waiting,
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

/// How many are likelier than the average to leave, department by department. Those too small are told as one, with the
/// smallest of the others where they alone could be reckoned from what else is told: no number of fewer than
/// [`SMALLEST_GROUP`] people can be had by subtracting.
async fn groups(conn: &mut Conn, done: Option<&(RiskRun, Card)>) -> Result<Vec<Many>> {
    let Some((run, card)) = done else { return Ok(Vec::new()) };
    let mut counted = conn.count_risk_groups(run.as_of, millionths(ABOVE_BASE * card.base[1])).await?;
    counted.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(fold(&counted))
}

fn fold(counted: &[RiskGroup]) -> Vec<Many> {
    let sizes: Vec<u32> = counted.iter().map(|group| u32::try_from(group.people).unwrap_or(0)).collect();
    let folded = fold_small(&sizes, u32::try_from(SMALLEST_GROUP).unwrap_or(u32::MAX));
    let pick = |places: &[usize]| -> Vec<&RiskGroup> {
        places.iter().filter_map(|&place| counted.get(place)).collect()
    };
    let alone = |group: &&RiskGroup| Many {
        path: group.path.clone(),
        together: 0,
        people: Some(group.people),
        raised: Some(group.raised),
    };
    let mut groups: Vec<Many> = pick(&folded.shown).iter().map(alone).collect();
    let rest = pick(&folded.folded);
    if !rest.is_empty() {
        let told = |number: i64| (!folded.is_hidden).then_some(number);
        groups.push(Many {
            path: String::new(),
            together: rest.len(),
            people: told(rest.iter().map(|group| group.people).sum()),
            raised: told(rest.iter().map(|group| group.raised).sum()),
        });
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(path: &str, people: i64, raised: i64) -> RiskGroup {
        RiskGroup { path: path.to_owned(), people, raised }
    }

    #[test]
    fn one_small_department_cannot_be_reckoned_from_the_total() {
        let all = [group("甲", 60, 5), group("乙", 7, 3), group("丙", 25, 2), group("丁", 40, 1)];
        let groups = fold(&all);
        assert_eq!(groups.len(), 3);
        assert_eq!((groups[0].path.as_str(), groups[0].raised), ("甲", Some(5)));
        let rest = groups.last().unwrap();
        assert_eq!(
            (rest.together, rest.people, rest.raised),
            (2, Some(32), Some(5)),
            "the smallest goes along"
        );
        assert!(groups.iter().all(|group| group.people.unwrap() >= 20));
    }

    #[test]
    fn a_company_that_is_too_small_is_told_without_a_number() {
        let groups = fold(&[group("甲", 9, 4), group("", 6, 1)]);
        assert_eq!(groups.len(), 1);
        assert_eq!((groups[0].together, groups[0].people, groups[0].raised), (2, None, None));
        assert_eq!(fold(&[]), []);
    }
}
