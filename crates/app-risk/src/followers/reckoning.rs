//! What the engine is asked: the leaver is place 0, the tied people follow in their order.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use app::{Error, Result};
use kernel::PersonId;
use risk::contagion::{Case, Joint, Lift, Model, Parts, Runs, Strength, Tie as Edge, simulate, talk_first};
use store::followers::{CoHeld, CoWorked, Tied};

use super::{Tie, last_holders::Hanging};

/// So often is drawn.
pub const RUNS: u32 = 20_000;
/// From this seed, so that a page says the same until something changes.
pub const SEED: u64 = 1;
/// For so many are the departures avoided told.
const TALKS: usize = 5;
/// For so many departures is the probability told that there are at least as many.
const AT_LEAST: usize = 5;
/// Three rounds of sixty days.
const ROUNDS: u32 = 3;

/// How close two people are taken to be by each kind of tie: an assumption, told on the page, and not a measurement.
#[derive(Debug, Clone, Copy)]
pub struct Closeness;

impl Closeness {
    /// From the leaver to somebody who is tied so.
    pub const fn of(tie: Tie) -> f64 {
        match tie {
            Tie::Report => 1.0,
            Tie::Peer | Tie::Project | Tie::Knowledge | Tie::Receiver => 0.5,
            Tie::Boss => 0.3,
        }
    }
}

/// What was reckoned of somebody.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Odds {
    /// What the leaving adds to the probability of leaving within 180 days.
    pub lift: f64,
    /// Its standard error.
    pub lift_se: f64,
    /// The probability itself.
    pub p: f64,
    /// What it is worth if this person stays, for the first few.
    pub stay: Option<Stay>,
}

/// What is gained if somebody stays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stay {
    /// The place among those to talk to, from 0. Each is chosen with those before it staying too.
    pub place: usize,
    /// The expected departures avoided, the own one included.
    pub avoided: f64,
    /// Its standard error.
    pub se: f64,
}

/// What was reckoned of the group.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Expected departures among the tied beyond what would happen anyway.
    pub extra: f64,
    /// The same at the lower and at the upper limit of the strength: of what was learnt, or of what was published.
    pub extra_range: (f64, f64),
    /// The same by the threshold model, where its weights allow it.
    pub extra_threshold: Option<f64>,
    /// For one to five: the probability that at least so many leave, and what it would be anyway.
    pub at_least: Vec<(usize, f64, f64)>,
    /// Eight times in ten so many others leave, from and to.
    pub range: (u32, u32),
}

/// The group, each in it, and those on whom something hangs together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reckoned {
    pub(super) figures: Figures,
    /// In the order of the tied.
    pub(super) odds: Vec<Odds>,
    /// In the order of what hangs.
    pub(super) joint: Vec<Joint>,
}

/// Reckons them.
pub(super) fn reckon(
    (share, [low, middle, high]): (f64, [Lift; 3]),
    (tied, hanging): (&[Tied], &[Hanging]),
    (kinds, held, worked): (&[Vec<Tie>], &[CoHeld], &[CoWorked]),
) -> Result<Reckoned> {
    let close = closeness(tied, (kinds, held, worked));
    let how = Runs { runs: RUNS, seed: SEED };
    let case = |lift, model, seeds: Vec<u32>| {
        Case::new(parts(share, (tied, &close), (lift, model, seeds))).map_err(Error::internal)
    };
    let cascade = Model::CascadeWithBackground;
    let joint = hanging.iter().map(|one| one.places.clone()).collect();
    let main = parts(share, (tied, &close), (middle, cascade, vec![0]));
    let main = Case::new(Parts { joint, ..main }).map_err(Error::internal)?;
    let answer = simulate(&main, how);
    let anyway = simulate(&case(middle, cascade, Vec::new())?, how);
    let low = simulate(&case(low, cascade, vec![0])?, how).expected_extra;
    let high = simulate(&case(high, cascade, vec![0])?, how).expected_extra;
    // The weights into one person may not add up to more than one: then the model has no answer.
    let threshold = Case::new(parts(share, (tied, &close), (middle, Model::Threshold, vec![0]))).ok();
    let talks = talk_first(&main, how, TALKS).into_iter().enumerate();
    let talks: HashMap<u32, Stay> =
        talks.map(|(place, talk)| (talk.who, Stay { place, avoided: talk.avoided, se: talk.se })).collect();
    let of = |at_least: &[f64], place: usize| at_least.get(place).copied().unwrap_or(0.0);
    let odds = answer.people.iter().zip(0_u32..).skip(1);
    let odds = odds.map(|(odds, who)| Odds {
        lift: odds.lift,
        lift_se: odds.lift_se,
        p: odds.p,
        stay: talks.get(&who).copied(),
    });
    let odds = odds.collect();
    let figures = Figures {
        extra: answer.expected_extra,
        extra_range: (low, high),
        extra_threshold: threshold.map(|case| simulate(&case, how).expected_extra),
        // The leaver counts as the first of those who leave; in the world without, as an ordinary person.
        at_least: (1..=AT_LEAST).map(|k| (k, of(&answer.at_least, k), of(&anyway.at_least, k - 1))).collect(),
        range: (answer.p10.saturating_sub(1), answer.p90.saturating_sub(1)),
    };
    Ok(Reckoned { figures, odds, joint: answer.joint })
}

type Close = BTreeMap<(u32, u32), f64>;

fn parts(
    share: f64,
    (tied, close): (&[Tied], &Close),
    (lift, model, seeds): (Lift, Model, Vec<u32>),
) -> Parts {
    let strength =
        |closeness: f64| Strength { base_hazard: share, lift, closeness }.probability().unwrap_or(0.0);
    let mut names = vec!["leaver".to_owned()];
    names.extend(tied.iter().map(|one| one.id.to_string()));
    let is_cascade = model == Model::CascadeWithBackground;
    // Without the leaver as a seed nobody is in the place of the leaver at all.
    let mut background = vec![share; names.len()];
    if let Some(leaver) = background.first_mut() {
        *leaver = 0.0;
    }
    Parts {
        model,
        seeds,
        horizon: Some(ROUNDS),
        ties: close
            .iter()
            .map(|(&(from, to), &closeness)| Edge { from, to, p: strength(closeness) })
            .collect(),
        background: if is_cascade { background } else { Vec::new() },
        joint: Vec::new(),
        names,
    }
}

/// How close any two are: each kind of tie on its own may carry, so that two kinds count for more than one.
fn closeness(tied: &[Tied], (kinds, held, worked): (&[Vec<Tie>], &[CoHeld], &[CoWorked])) -> Close {
    let mut apart: Close = BTreeMap::new();
    let mut tie = |from: u32, to: u32, kind: Tie| {
        *apart.entry((from, to)).or_insert(1.0) *= 1.0 - Closeness::of(kind);
    };
    let places: HashMap<PersonId, u32> = tied.iter().map(|one| one.id).zip(1_u32..).collect();
    for (kinds, place) in kinds.iter().zip(1_u32..) {
        for kind in kinds {
            tie(0, place, *kind);
        }
    }
    for (one, place) in tied.iter().zip(1_u32..) {
        if let Some(&boss) = one.manager_id.and_then(|boss| places.get(&boss)) {
            tie(boss, place, Tie::Report);
            tie(place, boss, Tie::Boss);
        }
    }
    let mut teams: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (one, place) in tied.iter().zip(1_u32..) {
        if let Some(boss) = one.manager_id {
            teams.entry(boss.to_string()).or_default().push(place);
        }
    }
    let mut groups: Vec<(Tie, Vec<u32>)> = teams.into_values().map(|places| (Tie::Peer, places)).collect();
    let held = held.iter().map(|held| (held.item_id.to_string(), held.person_id));
    let worked = worked.iter().map(|worked| (worked.project.clone(), worked.person_id));
    groups.extend(sharing(&places, held).map(|pair| (Tie::Knowledge, pair)));
    groups.extend(sharing(&places, worked).map(|pair| (Tie::Project, pair)));
    for (kind, places) in groups {
        for (one, other) in pairs_of(&places) {
            tie(one, other, kind);
            tie(other, one, kind);
        }
    }
    apart.into_iter().map(|(pair, apart)| (pair, 1.0 - apart)).collect()
}

/// Who shares something with whom; once, however many things they share.
fn sharing(
    places: &HashMap<PersonId, u32>,
    shares: impl Iterator<Item = (String, PersonId)>,
) -> impl Iterator<Item = Vec<u32>> {
    let mut by_thing: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (thing, person) in shares {
        if let Some(&place) = places.get(&person) {
            by_thing.entry(thing).or_default().push(place);
        }
    }
    let pairs: BTreeSet<(u32, u32)> = by_thing.values().flat_map(|places| pairs_of(places)).collect();
    pairs.into_iter().map(|(one, other)| vec![one, other])
}

fn pairs_of(places: &[u32]) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    for (at, &one) in places.iter().enumerate() {
        pairs.extend(places.iter().skip(at + 1).map(|&other| (one.min(other), one.max(other))));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use kernel::{KnowledgeItemId, PersonId};
    use uuid::Uuid;

    use super::*;
    use crate::followers::learning::PUBLISHED;

    fn person(n: u128) -> PersonId {
        Uuid::from_u128(n).into()
    }

    fn tied(n: u128, manager: Option<u128>) -> Tied {
        Tied {
            id: person(n),
            name: String::new(),
            emp_no: String::new(),
            department_path: String::new(),
            manager_id: manager.map(person),
            is_receiver: false,
        }
    }

    /// One report, by hand: at a rate of 4 % the tie carries with 0.04 × 0.091 = 0.00364, on top of what happens anyway:
    /// the lift is (1 - 0.04) × 0.00364 = 0.0034944.
    #[test]
    fn one_report_has_the_lift_that_is_reckoned_by_hand() {
        let Reckoned { figures, odds, .. } =
            reckon((0.04, PUBLISHED), (&[tied(1, Some(9))], &[]), (&[vec![Tie::Report]], &[], &[])).unwrap();
        let by_hand = 0.96 * 0.04 * 0.091;
        assert!((odds[0].lift - by_hand).abs() <= 4.0 * odds[0].lift_se.max(1e-4), "{odds:?}");
        assert!((odds[0].p - 0.04 - by_hand).abs() < 0.006);
        assert!((figures.at_least[0].2 - 0.04).abs() < 0.006 && figures.at_least[1].1 < 1e-9, "{figures:?}");
        assert!(figures.extra_range.0 <= figures.extra && figures.extra <= figures.extra_range.1);
        assert!((figures.extra_threshold.unwrap() - 0.04 * 0.091).abs() < 0.003);
    }

    /// Two who are not tied to each other leave together as often as each leaves, multiplied: (0.04 + 0.0034944)² = 0.00189.
    #[test]
    fn two_reports_leave_together_as_often_as_is_reckoned_by_hand() {
        let people = [tied(1, None), tied(2, None)];
        let pair = [Hanging { places: vec![1, 2], items: Vec::new() }];
        let kinds = [vec![Tie::Report], vec![Tie::Report]];
        let reckoned = reckon((0.04, PUBLISHED), (&people, &pair), (&kinds, &[], &[])).unwrap();
        let by_hand = (0.04_f64 + 0.96 * 0.04 * 0.091).powi(2);
        assert!(
            (reckoned.joint[0].probability - by_hand).abs() <= 4.0 * reckoned.joint[0].se,
            "{reckoned:?}"
        );
        assert!(reckoned.joint[0].se < 0.001);
    }

    #[test]
    fn the_same_people_give_the_same_figures() {
        let people: Vec<Tied> = (1..30).map(|n| tied(n, Some(99))).collect();
        let kinds = vec![vec![Tie::Peer]; people.len()];
        assert_eq!(
            reckon((0.03, PUBLISHED), (&people, &[]), (&kinds, &[], &[])).unwrap(),
            reckon((0.03, PUBLISHED), (&people, &[]), (&kinds, &[], &[])).unwrap()
        );
    }

    #[test]
    fn two_kinds_of_tie_count_for_more_than_one_and_several_items_for_one() {
        let held = |item: u128, who: u128| CoHeld {
            item_id: KnowledgeItemId::from_uuid(Uuid::from_u128(item)),
            title: String::new(),
            weight: 1,
            person_id: person(who),
            level: 2,
        };
        let people = [tied(1, Some(9)), tied(2, Some(9)), tied(3, Some(1))];
        let kinds = [vec![Tie::Peer, Tie::Knowledge], vec![Tie::Knowledge], vec![]];
        let close = closeness(&people, (&kinds, &[held(7, 1), held(7, 2), held(8, 1), held(8, 2)], &[]));
        assert_eq!((close[&(0, 1)], close[&(0, 2)], close.get(&(0, 3))), (0.75, 0.5, None));
        assert_eq!((close[&(1, 2)], close[&(2, 1)]), (0.75, 0.75));
        assert!((close[&(1, 3)] - 1.0).abs() < 1e-12 && (close[&(3, 1)] - 0.3).abs() < 1e-12, "{close:?}");
    }

    #[test]
    fn who_works_on_a_project_together_is_tied_by_it_once() {
        let worked =
            |project: &str, who: u128| CoWorked { project: project.to_owned(), person_id: person(who) };
        let people = [tied(1, None), tied(2, None), tied(3, None)];
        let kinds = [vec![Tie::Project], vec![Tie::Project], vec![Tie::Project]];
        let together = [worked("甲", 1), worked("甲", 2), worked("乙", 1), worked("乙", 2), worked("丙", 3)];
        let close = closeness(&people, (&kinds, &[], &together));
        assert_eq!((close[&(0, 1)], close[&(0, 3)]), (0.5, 0.5));
        assert_eq!((close[&(1, 2)], close[&(2, 1)], close.get(&(1, 3))), (0.5, 0.5, None));
    }
}
