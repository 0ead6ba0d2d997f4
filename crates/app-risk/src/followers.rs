//! Who may follow somebody who leaves: what is known of ties, the company's own leaving rate, and what the published effect
//! of a colleague's leaving would add to it.
//!
//! The strength of ties is learnt from the company's own past where that can be told from chance (`learning`), and is else a
//! default from the literature that is said to be one. Nothing of anybody's behaviour, health or family goes in, and whoever
//! objects is left out. The group is shown without names; names take a role, a purpose, and a recorded look.

mod last_holders;
mod learning;
mod reckoning;

use std::collections::HashSet;

use app::{
    Cx, Error, Result,
    access::{Action, Field, Relation},
    cases::{Case, get_case},
};
use jiff::ToSpan as _;
use kernel::{Date, DepartureId, PersonId};
use last_holders::{Hanging, hanging};
use risk::contagion::Joint;
use stats::turnover::{Spell, Tally, Window};
use store::{
    Conn,
    followers::{CoHeld, CoWorked, Tied},
    looks::Look,
    talks::TalkCount,
};
use uuid::Uuid;

pub use learning::{Ties, note_places};
pub use reckoning::{Closeness, Figures, Odds, RUNS, SEED, Stay};

use crate::risk::objectors;

/// Figures of fewer tied people than this are told only to who may see names and says why.
pub const SMALLEST_GROUP: usize = 20;
/// More people than this are not reckoned with.
const MOST: i64 = 300;
/// On a project with more people than these nobody works with all the others: such a one ties nobody. A convention.
pub const LARGEST_PROJECT: i64 = 30;
/// The rate of leaving rests on at least so many leavers.
const LEAVERS_AT_LEAST: u32 = 5;
/// It is counted over so many years.
const YEARS: i32 = 2;
/// A purpose shorter than this says nothing.
const PURPOSE_AT_LEAST: usize = 4;

/// A kind of tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// Reports to the leaver.
    Report,
    /// Is the leaver's manager.
    Boss,
    /// Has the same manager.
    Peer,
    /// Works on a project on which the leaver works.
    Project,
    /// Holds knowledge that the leaver holds.
    Knowledge,
    /// Takes something over from the leaver.
    Receiver,
}

impl Tie {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Report, Self::Boss, Self::Peer, Self::Project, Self::Knowledge, Self::Receiver];

    /// The word for it in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Boss => "boss",
            Self::Peer => "peer",
            Self::Project => "project",
            Self::Knowledge => "knowledge",
            Self::Receiver => "receiver",
        }
    }
}

/// The company's own rate of leaving by one's own decision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Base {
    /// How many left so.
    pub leavers: u32,
    /// In how many person-years.
    pub person_years: f64,
    /// The share that leaves within 180 days at that rate; nothing where too few left to tell.
    pub share: Option<f64>,
}

/// What is shown to everybody who may see it.
#[derive(Debug, Clone)]
pub struct Following {
    /// The departure.
    pub case: Case,
    /// How many are tied, by kind; one person may be tied in several ways.
    pub ties: Vec<(Tie, usize)>,
    /// How many people.
    pub people: usize,
    /// Whether there are more, who are not reckoned with.
    pub is_cut: bool,
    /// How many object to being reckoned with, and are not.
    pub left_out: usize,
    /// The rate of leaving.
    pub base: Base,
    /// Whether the strength of ties was learnt from the company's own past, or why not.
    pub strength: Ties,
    /// The group's figures; nothing without a rate, or where the group is too small to be told without a purpose.
    pub figures: Option<Figures>,
    /// The talks that were planned because of it.
    pub talks: TalkCount,
    /// Whether the viewer may ask for names.
    pub may_name: bool,
}

/// Somebody who may follow.
#[derive(Debug, Clone, PartialEq)]
pub struct Follower {
    /// Who.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// The number.
    pub emp_no: String,
    /// The department.
    pub department: String,
    /// How tied to the leaver.
    pub ties: Vec<Tie>,
    /// What was reckoned; nothing without a rate of leaving.
    pub odds: Option<Odds>,
}

/// What one or two of those who stay would hold alone, and how likely it is that they leave as well.
#[derive(Debug, Clone, PartialEq)]
pub struct LastHolders {
    /// Their names.
    pub names: Vec<String>,
    /// The items, heaviest first.
    pub items: Vec<String>,
    /// The probability that all of them leave within 180 days.
    pub p: f64,
    /// Its standard error.
    pub se: f64,
}

/// Those who may follow, and what would be lost with them.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// Whom to talk to first on top.
    pub followers: Vec<Follower>,
    /// The likeliest on top; none without a rate of leaving.
    pub last_holders: Vec<LastHolders>,
}

/// The group without names.
pub async fn open_following(cx: &Cx, id: DepartureId) -> Result<Following> {
    let (following, _) = reckon(cx, id, false).await?;
    Ok(following)
}

/// The same with names, whom to talk to first on top: for a stated purpose, and after the look was written down.
pub async fn name_followers(cx: &Cx, id: DepartureId, purpose: &str) -> Result<(Following, Named)> {
    cx.allow(Action::NameFollowers)?;
    let purpose = purpose.trim();
    let case = case(cx, id).await?;
    if purpose.chars().count() < PURPOSE_AT_LEAST {
        return Err(Error::field("purpose", "error-follow-purpose"));
    }
    let (following, named) = reckon(cx, id, true).await?;
    record(cx, &case, (&named.followers, purpose)).await?;
    Ok((following, named))
}

/// The departure, for who may see who follows: never the one who leaves.
async fn case(cx: &Cx, id: DepartureId) -> Result<Case> {
    cx.allow(Action::SeeFollowers)?;
    let case = get_case(cx, &mut cx.read().await?, id).await?;
    if case.relation == Relation::Oneself { Err(Error::NotFound) } else { Ok(case) }
}

/// Writes down the look at each of them, before any of them is shown: whoever asks is told who looked.
async fn record(cx: &Cx, case: &Case, (followers, purpose): (&[Follower], &str)) -> Result<()> {
    let (id, departure) = (case.departure.id, Some(case.departure.id));
    let mut subjects: Vec<Option<PersonId>> = followers.iter().map(|one| Some(one.id)).collect();
    if subjects.is_empty() {
        // That somebody asked for names is a look, also where there was nobody.
        subjects.push(None);
    }
    let look = |subject_id: &Option<PersonId>| Look {
        at: cx.now(),
        account_id: cx.actor().account,
        display_name: String::new(),
        subject_id: *subject_id,
        subject_name: String::new(),
        departure_id: departure,
        field_class: Field::Score.code().to_owned(),
        reason: purpose.to_owned(),
        id: String::new(),
    };
    let looks: &Vec<Look> = &subjects.iter().map(look).collect();
    let subjects = &subjects;
    cx.transact(|mut tx| async move {
        for look in looks {
            tx.insert_look(Uuid::now_v7(), look).await?;
        }
        let content = ("followers", Field::Score.code(), purpose, subjects);
        let receipt = tx.append(cx.event("look.recorded", id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

async fn reckon(cx: &Cx, id: DepartureId, is_named: bool) -> Result<(Following, Named)> {
    let case = case(cx, id).await?;
    let leaver = case.departure.person_id;
    let mut conn = cx.read().await?;
    let boss = conn.get_person(leaver, store::people::Scope::Company).await?.manager_id;
    let silent = objectors(&mut conn).await?;
    let (tied, is_cut, left_out) = tied_to(&mut conn, (leaver, id), (cx.today(), &silent)).await?;
    let held = conn.list_co_held(leaver).await?;
    let worked = conn.list_co_worked(leaver, cx.today(), LARGEST_PROJECT).await?;
    let spells = conn.list_spell_lines().await?;
    let talks = conn.count_talks(id, cx.today()).await?;
    let strength = learning::learn_ties(cx, &mut conn).await?;
    drop(conn);
    let base = base(cx, &spells)?;
    let lifts = strength.lifts();
    let kinds: Vec<Vec<Tie>> = tied.iter().map(|one| kinds(one, (leaver, boss), (&held, &worked))).collect();
    let count = |kind: Tie| (kind, kinds.iter().filter(|kinds| kinds.contains(&kind)).count());
    let people = tied.len();
    // Of a group that was cut nobody knows who else holds what.
    let hanging = if is_named && !is_cut { hanging(&held, &tied, &silent) } else { Vec::new() };
    let reckoned = match base.share.filter(|_| people > 0 && (is_named || people >= SMALLEST_GROUP)) {
        Some(share) => {
            let (tied, kinds, hanging) = (tied.clone(), kinds.clone(), hanging.clone());
            let work = move || reckoning::reckon((share, lifts), (&tied, &hanging), (&kinds, &held, &worked));
            Some(tokio::task::spawn_blocking(work).await.map_err(Error::internal)??)
        }
        None => None,
    };
    let (figures, odds, joint) = reckoned.map_or((None, Vec::new(), Vec::new()), |reckoned| {
        (Some(reckoned.figures), reckoned.odds, reckoned.joint)
    });
    let named = if is_named {
        Named {
            last_holders: last_holders(cx, &tied, (hanging, &joint)),
            followers: followers(cx, tied, (&kinds, &odds)),
        }
    } else {
        Named::default()
    };
    let following = Following {
        ties: Tie::ALL.into_iter().map(count).filter(|(_, count)| *count > 0).collect(),
        people,
        is_cut,
        left_out,
        base,
        strength,
        figures,
        talks,
        may_name: cx.allow(Action::NameFollowers).is_ok(),
        case,
    };
    Ok((following, named))
}

/// Those who are tied to the leaver and do not object; whether there are more, and how many object.
async fn tied_to(
    conn: &mut Conn,
    (leaver, id): (PersonId, DepartureId),
    (today, silent): (Date, &HashSet<PersonId>),
) -> Result<(Vec<Tied>, bool, usize)> {
    let mut tied = conn.list_tied((leaver, id), (today, MOST + 1), LARGEST_PROJECT).await?;
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let is_cut = tied.len() > most;
    tied.truncate(most);
    let all = tied.len();
    tied.retain(|one| !silent.contains(&one.id));
    let left_out = all - tied.len();
    Ok((tied, is_cut, left_out))
}

/// Everybody but the viewer: nobody is shown what was reckoned of oneself.
fn followers(cx: &Cx, tied: Vec<Tied>, (kinds, odds): (&[Vec<Tie>], &[Odds])) -> Vec<Follower> {
    let mut odds = odds.iter().copied();
    let all = tied.into_iter().zip(kinds).map(|(one, ties)| Follower {
        id: one.id,
        name: one.name,
        emp_no: one.emp_no,
        department: one.department_path,
        ties: ties.clone(),
        odds: odds.next(),
    });
    let mut followers: Vec<Follower> = all.filter(|one| Some(one.id) != cx.actor().person).collect();
    // Whom to talk to first was chosen one after another; the others follow by what the leaving adds.
    let place = |one: &Follower| one.odds.and_then(|odds| odds.stay).map_or(usize::MAX, |stay| stay.place);
    let lift = |one: &Follower| one.odds.map_or(0.0, |odds| odds.lift);
    followers.sort_by(|a, b| place(a).cmp(&place(b)).then(lift(b).total_cmp(&lift(a))));
    followers
}

/// Without what hangs on the viewer: nobody is shown what was reckoned of oneself.
fn last_holders(cx: &Cx, tied: &[Tied], (hanging, joint): (Vec<Hanging>, &[Joint])) -> Vec<LastHolders> {
    let who = |place: &u32| usize::try_from(*place).ok().and_then(|place| tied.get(place.checked_sub(1)?));
    let told = hanging.into_iter().zip(joint).filter_map(|(hanging, joint)| {
        let people: Vec<&Tied> = hanging.places.iter().filter_map(who).collect();
        let is_own = people.iter().any(|one| Some(one.id) == cx.actor().person);
        (!is_own).then(|| LastHolders {
            names: people.into_iter().map(|one| one.name.clone()).collect(),
            items: hanging.items,
            p: joint.probability,
            se: joint.se,
        })
    });
    let mut told: Vec<LastHolders> = told.collect();
    told.sort_by(|a, b| b.p.total_cmp(&a.p));
    told
}

fn kinds(
    one: &Tied,
    (leaver, boss): (PersonId, Option<PersonId>),
    (held, worked): (&[CoHeld], &[CoWorked]),
) -> Vec<Tie> {
    let is = [
        (Tie::Report, one.manager_id == Some(leaver)),
        (Tie::Boss, boss == Some(one.id)),
        (Tie::Peer, boss.is_some() && one.manager_id == boss),
        (Tie::Project, worked.iter().any(|worked| worked.person_id == one.id)),
        (Tie::Knowledge, held.iter().any(|held| held.person_id == one.id)),
        (Tie::Receiver, one.is_receiver),
    ];
    is.into_iter().filter(|(_, is)| *is).map(|(tie, _)| tie).collect()
}

/// The rate of leaving by one's own decision, and where nothing was recorded of how.
fn base(cx: &Cx, spells: &[store::analysis::SpellLine]) -> Result<Base> {
    let until = cx.today();
    let from = until.checked_sub(YEARS.years()).map_err(Error::internal)?;
    let Some(window) = Window::new(from, until) else {
        return Ok(Base { leavers: 0, person_years: 0.0, share: None });
    };
    let mut tally = Tally::default();
    for line in spells {
        let is_own = departure::find_ground(&line.ground)
            .is_none_or(|ground| ground.ended_by == departure::EndedBy::Employee);
        let mut one = Tally::default();
        one.add(&Spell { from: line.hired_on, until: line.left_on }, window);
        tally = tally.with(Tally { leavers: if is_own { one.leavers } else { 0 }, ..one });
    }
    let days = f64::from(i32::try_from(tally.person_days).unwrap_or(i32::MAX));
    let share = (tally.leavers >= LEAVERS_AT_LEAST && days > 0.0)
        .then(|| 1.0 - (-f64::from(tally.leavers) / days * 180.0).exp());
    Ok(Base { leavers: tally.leavers, person_years: days / 365.25, share })
}
