//! From what is stored to what is computed with: days as numbers, people as places, each record with the day from which
//! it was known.
//!
//! A record counts as known from the day on which it came in. What happened before the first record came in was brought
//! along when the product was introduced; nobody noted when it was first known, so its own day counts, and the card says
//! how many such records there are.

use std::collections::{BTreeMap, HashMap, HashSet};

use app::{Cx, Result};
use app_knowledge::knowledge::{Atlas, HOLDS_FROM};
use departure::{EndedBy, Status, find_ground};
use kernel::{Date, DepartmentId, EmploymentId, PersonId, PostId};
use risk::watch::{Absence, Cause, Facts, Group, History, Leaving, Record, Spell, StreamSource, signs};
use store::{
    Conn,
    knowledge::Frame,
    people::Scope,
    risk::{RiskAbsence, RiskCustomer, RiskDeparture, RiskEvent, RiskSpell},
};

use super::content::Cost;

/// Records of so many days are read.
pub(super) const READ_DAYS: i32 = 4 * 366;
/// Notice by law: thirty days, three in probation (Labour Contract Law, article 37).
const NOTICE_DAYS: i32 = 30;
const NOTICE_DAYS_PROBATION: i32 = 3;
const PROBATION_DAYS: i32 = 183;
/// What is secret and hangs on one.
const CORE: &str = "core-process";
/// So many items are named.
const NAMED: usize = 5;

/// Everything that a computation needs.
pub(super) struct Gathered {
    /// Everybody, in the order of their places.
    pub(super) people: Vec<PersonId>,
    /// What is known of them.
    pub(super) history: History,
    /// What signs and kinds look at besides.
    pub(super) facts: Vec<Facts>,
    /// What losing each would cost.
    pub(super) costs: Vec<Cost>,
    /// How many records did not say from when they were known.
    pub(super) undated: usize,
}

/// A day as a number.
pub(crate) fn number(day: Date) -> i32 {
    let hours = Date::constant(2000, 1, 1).duration_until(day).as_hours();
    i32::try_from(hours / 24).unwrap_or(i32::MAX)
}

/// The day of a number.
pub(super) fn day(number: i32) -> Date {
    Date::constant(2000, 1, 1).saturating_add(jiff::Span::new().days(number))
}

/// What was read.
struct Read {
    spells: Vec<RiskSpell>,
    absences: Vec<RiskAbsence>,
    events: Vec<RiskEvent>,
    departures: Vec<RiskDeparture>,
    customers: Vec<RiskCustomer>,
    posts: HashMap<PostId, bool>,
    heads: HashSet<PersonId>,
    atlas: Atlas,
}

/// Reads and puts in order, as of a day.
pub(super) async fn gather(cx: &Cx, as_of: Date) -> Result<Gathered> {
    let read = read(&mut cx.read().await?, as_of).await?;
    let mut people: Vec<PersonId> = read.spells.iter().map(|spell| spell.person_id).collect();
    people.dedup();
    let places: HashMap<PersonId, usize> =
        people.iter().enumerate().map(|(place, person)| (*person, place)).collect();
    let mut gathered = Gathered {
        history: history(cx, &read, &places, as_of),
        facts: vec![Facts::default(); people.len()],
        costs: vec![Cost::default(); people.len()],
        people,
        undated: 0,
    };
    gathered.undated = add_records(&mut gathered.history, &read, &places);
    weigh(&mut gathered, &read, &places, number(as_of));
    Ok(gathered)
}

async fn read(conn: &mut Conn, as_of: Date) -> Result<Read> {
    let after = day(number(as_of) - READ_DAYS);
    let spells = conn.list_risk_spells().await?;
    let posts = conn.list_posts().await?;
    let frame = Frame { scope: Scope::Company, department: None };
    Ok(Read {
        heads: spells
            .iter()
            .filter(|spell| spell.left_on.is_none())
            .filter_map(|spell| spell.manager_id)
            .collect(),
        spells,
        absences: conn.list_risk_absences(after).await?,
        events: conn.list_risk_events(after).await?,
        departures: conn.list_risk_departures().await?,
        customers: conn.list_risk_customers().await?,
        posts: posts.into_iter().map(|post| (post.id, post.is_critical)).collect(),
        atlas: Atlas::load(conn, frame, as_of).await?,
    })
}

fn history(cx: &Cx, read: &Read, places: &HashMap<PersonId, usize>, as_of: Date) -> History {
    let mut teams: HashMap<Option<DepartmentId>, usize> = HashMap::new();
    let endings = Endings::of(cx, &read.departures, as_of);
    let mut groups = vec![Vec::new(); places.len()];
    let mut spells = Vec::new();
    for stored in &read.spells {
        let Some(&person) = places.get(&stored.person_id) else { continue };
        let next = teams.len();
        let spell = Spell {
            person,
            hired: number(stored.hired_on),
            leaving: endings.leaving(stored),
            team: *teams.entry(stored.department_id).or_insert(next),
            manager: stored.manager_id.and_then(|manager| places.get(&manager).copied()),
            contract_until: stored.contract_until.map(number),
        };
        if let Some(place) = groups.get_mut(person) {
            *place = groups_of(stored, as_of);
        }
        spells.push(spell);
    }
    History {
        people: places.len(),
        streams: signs().streams.iter().map(|stream| stream.code.clone()).collect(),
        spells,
        groups,
        ..History::default()
    }
}

/// How employments ended, from the day of the notice.
pub(crate) struct Endings<'d> {
    cx: &'d Cx,
    /// The latest departure of each that was not taken back by the day.
    departures: HashMap<EmploymentId, &'d RiskDeparture>,
}

impl<'d> Endings<'d> {
    /// From departures in the order in which they were opened.
    pub(crate) fn of(cx: &'d Cx, departures: &'d [RiskDeparture], as_of: Date) -> Self {
        let is_over = |departure: &&RiskDeparture| {
            departure.status == Status::Withdrawn.code()
                && departure.ended_at.is_none_or(|at| cx.day_of(at) <= as_of)
        };
        let stand = departures.iter().filter(|departure| !is_over(departure));
        Self { cx, departures: stand.map(|departure| (departure.employment_id, departure)).collect() }
    }

    /// A departure tells; without one, the last day of the employment does, less the notice that the law asks for.
    pub(crate) fn leaving(&self, spell: &RiskSpell) -> Option<Leaving> {
        if let Some(departure) = self.departures.get(&spell.id) {
            let ended_by = find_ground(&departure.ground).map(|ground| ground.ended_by);
            let cause = if ended_by == Some(EndedBy::Employee) { Cause::Own } else { Cause::Other };
            let (on, known) = (number(departure.notice_on), number(self.cx.day_of(departure.opened_at)));
            return Some(Leaving { on, known: known.max(on), cause });
        }
        let (hired, left) = (number(spell.hired_on), number(spell.left_on?));
        let notice = if left - hired < PROBATION_DAYS { NOTICE_DAYS_PROBATION } else { NOTICE_DAYS };
        Some(Leaving { on: (left - notice).max(hired), known: left, cause: Cause::Unknown })
    }
}

/// The groups that fairness is audited by; none of them is an input.
fn groups_of(spell: &RiskSpell, as_of: Date) -> Vec<Group> {
    let group = |by, label: &str| Group { by, label: label.to_owned() };
    let mut groups = vec![group("site", &spell.employer_id.to_string())];
    if !spell.contract_kind.is_empty() {
        groups.push(group("contract", &spell.contract_kind));
    }
    let digits: Vec<i16> =
        spell.id_number.chars().map_while(|c| c.to_digit(10)).filter_map(|d| d.try_into().ok()).collect();
    if let (Some(year), Some(sex)) = (digits.get(6..10), digits.get(16)) {
        let born = year.iter().fold(0, |sum, digit| sum * 10 + digit);
        groups.push(group("sex", if sex % 2 == 1 { "male" } else { "female" }));
        groups.push(group(
            "age",
            match as_of.year() - born {
                i16::MIN..30 => "under-30",
                30..40 => "30-39",
                40..50 => "40-49",
                50.. => "from-50",
            },
        ));
    }
    groups
}

/// Adds the records of the streams, and the days on which nothing could be recorded; tells how many had no day of their
/// recording.
fn add_records(history: &mut History, read: &Read, places: &HashMap<PersonId, usize>) -> usize {
    let introduced = introduced(read);
    let mut undated = 0;
    let mut known = |on: Date, recorded: Option<Date>| match (recorded, introduced) {
        (Some(recorded), Some(first)) if on >= first => number(recorded).max(number(on)),
        _ => {
            undated += 1;
            number(on)
        }
    };
    let leave = streams(StreamSource::Leave);
    for one in &read.absences {
        let Some(&person) = places.get(&one.person_id) else { continue };
        let known = known(one.starts, one.recorded_on);
        history.absences.push(Absence { person, from: number(one.starts), to: number(one.ends), known });
        if let Some(&stream) = leave.get(one.kind.as_str()) {
            history.records.push(Record { person, stream, day: number(one.starts), known });
        }
    }
    let events = streams(StreamSource::Event);
    for one in &read.events {
        let (Some(&person), Some(&stream)) = (places.get(&one.person_id), events.get(one.kind.as_str()))
        else {
            continue;
        };
        let known = known(one.on_day, one.recorded_on);
        history.records.push(Record { person, stream, day: number(one.on_day), known });
    }
    undated
}

/// The day on which the first record came in that an estimate may read: what it never reads moves nothing.
fn introduced(read: &Read) -> Option<Date> {
    let scored: HashSet<&str> = signs()
        .streams
        .iter()
        .filter(|stream| stream.score && stream.source == StreamSource::Event)
        .flat_map(|stream| stream.kinds.iter().map(String::as_str))
        .collect();
    let events = read.events.iter().filter(|one| scored.contains(one.kind.as_str()));
    let absences = read.absences.iter().filter_map(|one| one.recorded_on);
    absences.chain(events.filter_map(|one| one.recorded_on)).min()
}

/// Which stream a kind of record belongs to.
fn streams(source: StreamSource) -> HashMap<&'static str, usize> {
    let streams = signs().streams.iter().enumerate().filter(|(_, stream)| stream.source == source);
    streams.flat_map(|(place, stream)| stream.kinds.iter().map(move |kind| (kind.as_str(), place))).collect()
}

/// What hangs on each person, and what signs and kinds look at.
fn weigh(gathered: &mut Gathered, read: &Read, places: &HashMap<PersonId, usize>, today: i32) {
    let atlas = &read.atlas;
    let whole: i64 = atlas.items.iter().map(|item| item.weight).sum();
    for loss in atlas.map.losses(HOLDS_FROM) {
        let place = atlas.person(loss.person).and_then(|person| places.get(&person.id));
        let Some(cost) = place.and_then(|place| gathered.costs.get_mut(*place)) else { continue };
        let items: Vec<_> = loss.items.iter().filter_map(|item| atlas.item(*item)).collect();
        cost.alone = items.len();
        cost.alone_weight = items.iter().map(|item| item.weight).sum();
        cost.items = items.iter().take(NAMED).map(|item| item.name.clone()).collect();
        cost.core = items.iter().filter(|item| item.kind == CORE).count();
        cost.next = atlas.loss_of(&loss.items).people;
    }
    for customer in &read.customers {
        let Some(cost) = places.get(&customer.owner_id).and_then(|place| gathered.costs.get_mut(*place))
        else {
            continue;
        };
        cost.customers += 1;
        cost.customers_alone += usize::from(!customer.has_second);
    }
    let most = gathered.costs.iter().map(|cost| cost.alone_weight).max().unwrap_or(0);
    let now: BTreeMap<usize, &RiskSpell> = read
        .spells
        .iter()
        .filter(|spell| number(spell.hired_on) <= today)
        .filter_map(|spell| Some((*places.get(&spell.person_id)?, spell)))
        .collect();
    let mut in_post: HashMap<Option<PostId>, usize> = HashMap::new();
    let stays = |spell: &RiskSpell| spell.left_on.is_none_or(|left| number(left) > today);
    now.values()
        .filter(|spell| stays(spell))
        .for_each(|spell| *in_post.entry(spell.post_id).or_default() += 1);
    for (place, spell) in now {
        let (Some(cost), Some(facts)) = (gathered.costs.get_mut(place), gathered.facts.get_mut(place)) else {
            continue;
        };
        cost.whole_weight = whole;
        cost.is_critical = spell.post_id.and_then(|post| read.posts.get(&post)).copied().unwrap_or(false);
        cost.same_post = in_post.get(&spell.post_id).map_or(0, |count| count.saturating_sub(1));
        *cost = std::mem::take(cost).weighed(most);
        *facts = Facts {
            months: (today - number(spell.hired_on)) * 12 / 365,
            alone_with: cost.alone,
            is_critical: cost.is_critical,
            is_head: read.heads.contains(&spell.person_id),
            is_hard_to_replace: cost.core > 0 || (cost.is_critical && cost.same_post == 0),
        };
    }
}
