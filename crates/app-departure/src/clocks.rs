//! Legal deadlines: every clock that the end of an employment sets going, what happened to it, and what is due next.
//!
//! The days are reckoned by `law` each time; only what happened is stored. HR and legal see them.

use std::collections::HashMap;

use app::{
    Cx, Error, Result,
    access::{Action, Field},
    cases::{Case, ground_of, viewer},
};
use departure::Status;
use jiff::ToSpan as _;
use kernel::{ClockEventId, Date, DepartureId};
use law::{Clock, ClockId, Context, EndFacts, Interruption, Nature, Suspension};
use serde_json::json;
use store::{
    clocks::ClockEvent,
    departures::{Departure, Viewer},
};

use crate::notices::get_legal_case;

/// So many days before the day of a duty it is a reminder.
const DUTY_AHEAD: i32 = 7;
/// So many days before the day of a claim or of keeping.
const CLAIM_AHEAD: i32 = 30;
/// So many days before a deadline its alarm rings, by what kind it is. What only has to be kept rings for nobody.
pub const fn alarms(nature: Nature) -> &'static [u16] {
    match nature {
        Nature::Duty => &[7, 0],
        Nature::Claim => &[30],
        Nature::Keep => &[],
    }
}

/// So far back the list looks for ends: every claim and every keeping ends within two years, interruptions aside.
const BACK_DAYS: i64 = 1_100;
/// So far back the overview looks for duties: twice the longest of them.
const NEAR_BACK: i64 = 30;
/// How many departures the overview looks at.
const NEAR_MOST: i64 = 60;
/// How many departures are read at once.
const CHUNK: i64 = 500;

/// How a clock stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// A duty whose day has passed without a word that it was done.
    Overdue(i32),
    /// It runs out within days: a reminder.
    Soon(i32),
    /// It runs.
    Running(i32),
    /// It has run out: the claim has lapsed, or need not be kept any longer.
    Over,
    /// Done on this day.
    Done(Date),
}

impl State {
    /// Whether somebody should look at it now.
    pub const fn is_reminder(self) -> bool {
        matches!(self, Self::Overdue(_) | Self::Soon(_))
    }
}

/// One clock of one departure.
#[derive(Debug, Clone)]
pub struct Due {
    /// The departure.
    pub departure: DepartureId,
    /// Its number.
    pub number: String,
    /// Who leaves.
    pub person_name: String,
    /// The day that matters: the first for a duty, the last for a claim.
    pub day: Date,
    /// How it stands.
    pub state: State,
    /// The clock with its rule.
    pub clock: Clock,
}

/// The clocks of one departure.
#[derive(Debug, Clone)]
pub struct OfDeparture {
    /// The departure.
    pub case: Case,
    /// Its clocks, by day.
    pub clocks: Vec<Due>,
    /// What happened to them.
    pub events: Vec<ClockEvent>,
    /// Whether the actor may write down what happens.
    pub may_record: bool,
}

/// What can happen to a clock besides being done.
pub const EVENTS: [&str; 5] = ["interruption", "suspension", "accepted", "award", "noncompete"];

/// The claims that an interruption or a suspension can be of; without one of them it is of all.
pub const CLAIMS: [ClockId; 3] = [ClockId::ClaimWages, ClockId::ClaimSeverance, ClockId::ClaimLeave];

/// The clocks of one departure.
pub async fn of_departure(cx: &Cx, id: DepartureId) -> Result<OfDeparture> {
    let mut conn = cx.read().await?;
    let case = get_legal_case(cx, &mut conn, id).await?;
    let events = conn.list_clock_events(id).await?;
    let clocks = if case.departure.status == Status::Withdrawn {
        Vec::new()
    } else {
        reckon(cx, &case.departure, &events.iter().collect::<Vec<_>>())?
    };
    let may_record = may_record(cx, &case);
    Ok(OfDeparture { case, clocks, events, may_record })
}

/// HR and legal write down what happens, also after the end; nobody in the own case.
fn may_record(cx: &Cx, case: &Case) -> bool {
    cx.allow(Action::SeeLegal).is_ok()
        && case.relation != app::access::Relation::Oneself
        && matches!(case.departure.status, Status::Open | Status::Closed)
}

/// Every clock that the actor may know of, by day; what is done or over is left out.
pub async fn list_clocks(cx: &Cx) -> Result<Vec<Due>> {
    cx.allow(Action::SeeLegal)?;
    let viewer = Viewer { sees_prepared: false, ..viewer(cx)? };
    let since = cx.today().saturating_sub(BACK_DAYS.days());
    let mut conn = cx.read().await?;
    let events = conn.list_clock_events_since(since).await?;
    let mut of: HashMap<DepartureId, Vec<&ClockEvent>> = HashMap::new();
    for event in &events {
        of.entry(event.departure_id).or_default().push(event);
    }
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let page = conn.list_ending(&viewer, since, (&after, CHUNK)).await?;
        for departure in &page {
            // Nobody is told of the own deadlines here: the leaver's portal is the place for that.
            if cx.actor().person == Some(departure.person_id) {
                continue;
            }
            let own = of.get(&departure.id).map_or(&[][..], Vec::as_slice);
            all.extend(reckon(cx, departure, own)?);
        }
        match page.last() {
            Some(last) if i64::try_from(page.len()).unwrap_or(0) == CHUNK => after = last.id.to_string(),
            _ => break,
        }
    }
    all.retain(|due| !matches!(due.state, State::Done(_) | State::Over));
    all.sort_by_key(|due: &Due| (due.day, due.departure, due.clock.id));
    Ok(all)
}

/// What is due soon or missed of those who leave about now: for the overview, which stays as long as its page however
/// many departures there were. The whole list is [`list_clocks`].
pub async fn list_reminders(cx: &Cx) -> Result<Vec<Due>> {
    cx.allow(Action::SeeLegal)?;
    let viewer = Viewer { sees_prepared: false, ..viewer(cx)? };
    let from = cx.today().saturating_sub(NEAR_BACK.days());
    let until = cx.today().saturating_add(DUTY_AHEAD.days());
    let mut conn = cx.read().await?;
    let departures = conn.list_near_end(&viewer, (from, until), NEAR_MOST).await?;
    let events = conn.list_clock_events_since(from).await?;
    let mut all = Vec::new();
    for departure in departures.iter().filter(|departure| cx.actor().person != Some(departure.person_id)) {
        let own: Vec<&ClockEvent> =
            events.iter().filter(|event| event.departure_id == departure.id).collect();
        all.extend(reckon(cx, departure, &own)?.into_iter().filter(|due| due.state.is_reminder()));
    }
    all.sort_by_key(|due: &Due| (due.day, due.departure, due.clock.id));
    Ok(all)
}

fn days_of(events: &[&ClockEvent], what: &str) -> Vec<Date> {
    events.iter().filter(|event| event.what == what).map(|event| event.happened_on).collect()
}

/// What interrupted the years of the claims, as recorded.
fn interruptions(events: &[&ClockEvent]) -> Vec<Interruption> {
    let found = events.iter().filter(|event| event.what == "interruption");
    found.map(|event| Interruption { of: ClockId::find(&event.claim), on: event.happened_on }).collect()
}

/// When they stood still; what goes on has stood still until today.
fn suspensions(events: &[&ClockEvent], today: Date) -> Vec<Suspension> {
    let found = events.iter().filter(|event| event.what == "suspension");
    found
        .map(|event| Suspension {
            of: ClockId::find(&event.claim),
            from: event.happened_on,
            until: event.ended_on.unwrap_or(today).max(event.happened_on),
        })
        .collect()
}

/// The clock of one claim of a departure, with what was recorded of it.
pub(crate) fn claim(
    cx: &Cx,
    departure: &Departure,
    events: &[ClockEvent],
    id: ClockId,
) -> Result<Option<Due>> {
    let due = reckon(cx, departure, &events.iter().collect::<Vec<_>>())?;
    Ok(due.into_iter().find(|due| due.clock.id == id))
}

fn reckon(cx: &Cx, departure: &Departure, events: &[&ClockEvent]) -> Result<Vec<Due>> {
    let ground = &ground_of(departure)?.law_code;
    let facts = EndFacts {
        ended: Some(departure.legal_end),
        ground: serde_json::from_value(json!(ground)).ok(),
        interruptions: interruptions(events),
        suspensions: suspensions(events, cx.today()),
        accepted_on: days_of(events, "accepted").pop(),
        award_received: days_of(events, "award").pop(),
        has_noncompete: events.iter().any(|event| event.what == "noncompete"),
    };
    let clocks = facts.clocks(&Context::new(cx.calendar())).map_err(Error::internal)?;
    let due = |clock: Clock| {
        let day = match clock.id.nature() {
            Nature::Duty => clock.on.first(),
            Nature::Claim | Nature::Keep => clock.on.last(),
        }?;
        let done = days_of(events, &format!("done-{}", clock.id.code())).pop();
        Some(Due {
            departure: departure.id,
            number: departure.number.clone(),
            person_name: departure.person_name.clone(),
            day,
            state: state(clock.id, day, done, cx.today()),
            clock,
        })
    };
    Ok(clocks.into_iter().filter_map(due).collect())
}

fn state(id: ClockId, day: Date, done: Option<Date>, today: Date) -> State {
    if let Some(on) = done {
        return State::Done(on);
    }
    let left = day.since(today).map_or(0, |span| span.get_days());
    match id.nature() {
        Nature::Duty if left < 0 => State::Overdue(-left),
        Nature::Duty if left <= DUTY_AHEAD => State::Soon(left),
        Nature::Claim | Nature::Keep if left < 0 => State::Over,
        Nature::Claim if left <= CLAIM_AHEAD => State::Soon(left),
        _ => State::Running(left),
    }
}

/// What happened to a deadline, as it is written down.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// One of [`EVENTS`], or `done-` and the code of a duty.
    pub what: String,
    /// When; the first day of a suspension.
    pub on: Date,
    /// The last day of a suspension; nothing while it goes on.
    pub until: Option<Date>,
    /// The code of the clock of the claim that was interrupted or suspended; empty for all of them.
    pub claim: String,
    /// What else there is to say.
    pub remark: String,
}

impl NewEvent {
    /// Only what is a year can stand still or begin anew, and only a suspension has a last day.
    fn check(&self, first: Date, today: Date) -> Result<()> {
        let duty = self.what.strip_prefix("done-").and_then(ClockId::find);
        let is_duty = duty.is_some_and(|clock| clock.nature() == Nature::Duty);
        if !EVENTS.contains(&self.what.as_str()) && !is_duty {
            return Err(Error::field("what", "error-choice"));
        }
        if self.on > today || self.on < first {
            return Err(Error::field("happened_on", "error-clock-day"));
        }
        let is_suspension = self.what == "suspension";
        if self.until.is_some_and(|until| !is_suspension || until < self.on || until > today) {
            return Err(Error::field("ended_on", "error-clock-until"));
        }
        let has_claims = is_suspension || self.what == "interruption";
        let is_known = has_claims && CLAIMS.iter().any(|claim| claim.code() == self.claim);
        if !self.claim.is_empty() && !is_known {
            return Err(Error::field("claim", "error-clock-claim"));
        }
        Ok(())
    }
}

/// Writes down what happened to a deadline.
pub async fn record_event(cx: &Cx, id: DepartureId, new: NewEvent) -> Result<ClockEventId> {
    let case = get_legal_case(cx, &mut cx.read().await?, id).await?;
    if case.relation == app::access::Relation::Oneself {
        return Err(Error::Conflict("error-own-departure"));
    }
    if !may_record(cx, &case) {
        return Err(Error::Conflict("error-departure-state"));
    }
    new.check(case.departure.hired_on, cx.today())?;
    let event = ClockEvent {
        id: cx.new_id(),
        departure_id: id,
        what: new.what,
        happened_on: new.on,
        ended_on: new.until,
        claim: new.claim,
        remark: new.remark.trim().to_owned(),
        recorded_by_name: String::new(),
        recorded_at: cx.now(),
    };
    let held = &event;
    cx.transact(|mut tx| async move {
        tx.create_clock_event(held, cx.actor().account).await?;
        let content = json!({
            "what": held.what, "happened_on": held.happened_on, "ended_on": held.ended_on,
            "claim": held.claim, "remark": held.remark,
        });
        let receipt = tx.append(cx.event("clock.recorded", id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(event.id)
}

/// Whether the actor sees legal deadlines at all.
pub fn may_see(cx: &Cx) -> bool {
    cx.allow(Action::SeeLegal).is_ok()
}

/// Whether the actor sees those of this departure.
pub fn shows(cx: &Cx, case: &Case) -> bool {
    may_see(cx) && case.shows(cx, Field::Clearing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_duty_is_soon_a_week_ahead_and_overdue_the_day_after() {
        let at = |today: &str| state(ClockId::Transfers, day("2026-12-15"), None, day(today));
        assert_eq!(at("2026-12-07"), State::Running(8));
        assert_eq!(at("2026-12-08"), State::Soon(7));
        assert_eq!(at("2026-12-15"), State::Soon(0));
        assert_eq!(at("2026-12-16"), State::Overdue(1));
        let done = state(ClockId::Transfers, day("2026-12-15"), Some(day("2026-12-10")), day("2026-12-20"));
        assert_eq!(done, State::Done(day("2026-12-10")));
    }

    #[test]
    fn only_a_suspension_has_a_last_day_and_only_a_year_is_of_a_claim() {
        let new = |what: &str, until: Option<&str>, claim: &str| NewEvent {
            what: what.to_owned(),
            on: day("2026-10-01"),
            until: until.map(day),
            claim: claim.to_owned(),
            remark: String::new(),
        };
        let check = |event: NewEvent| event.check(day("2020-01-01"), day("2026-11-05"));
        assert!(check(new("suspension", Some("2026-10-20"), "claim-wages")).is_ok());
        assert!(check(new("suspension", None, "")).is_ok(), "it goes on");
        assert!(check(new("interruption", None, "claim-leave")).is_ok());
        assert!(check(new("suspension", Some("2026-09-30"), "")).is_err(), "it ends before it begins");
        assert!(check(new("suspension", Some("2026-11-06"), "")).is_err(), "nobody knows tomorrow");
        assert!(check(new("interruption", Some("2026-10-20"), "")).is_err(), "an interruption is a day");
        assert!(check(new("award", None, "claim-wages")).is_err());
        assert!(check(new("suspension", None, "keep-wages")).is_err());
    }

    #[test]
    fn a_claim_lapses_and_is_never_overdue() {
        let at = |today: &str| state(ClockId::ClaimWages, day("2027-02-28"), None, day(today));
        assert_eq!(at("2027-01-28"), State::Running(31));
        assert_eq!(at("2027-02-28"), State::Soon(0));
        assert_eq!(at("2027-03-01"), State::Over);
    }
}
