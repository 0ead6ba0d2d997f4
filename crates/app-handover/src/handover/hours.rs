//! The hours that a handover is made of: working days, absences that are recorded, what is arranged already, and what
//! people said of single days.

use std::collections::HashMap;

use app::{Cx, Error, Result, cases::few};
use jiff::ToSpan as _;
use kernel::{Date, DepartureId, PersonId};
use store::{
    Conn, Tx,
    departures::Departure,
    handover::{
        brief::{HoursFacts, SessionTime},
        schedule::{AbsentOn, HoursOn, Terms},
    },
};

use super::seat::Seat;

/// What is assumed until somebody says otherwise: half of the leaver's day, two hours of a receiver's.
pub const USUAL: Terms = Terms { leaver_minutes: 240, receiver_minutes: 120, sessions_a_day: 4, lag_days: 1 };
/// Nobody hands over for longer than this on one day.
const MOST_MINUTES: i64 = 720;
/// So many days can be changed at once.
const MOST_DAYS: usize = 400;

/// The days of a handover, and what people can give on each of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Hours {
    /// The working days after the notice, up to the last one.
    pub days: Vec<Date>,
    /// How many of them are over.
    pub today: usize,
    /// What a usual day is.
    pub terms: Terms,
    /// Whether somebody said so, or it is only assumed.
    pub is_said: bool,
    /// The leaver's minutes on each day.
    pub leaver: Vec<i64>,
    /// The days with other hours than usual.
    pub others: Vec<HoursOn>,
}

impl Hours {
    /// The leaver's days. Absences are used for the number of minutes alone; their kind is never read.
    pub(super) async fn of_leaver(cx: &Cx, conn: &mut Conn, case: &Departure) -> Result<Self> {
        let facts = conn.read_hours_facts(few(std::slice::from_ref(case))).await?;
        Ok(Self::of(cx, case, &facts))
    }

    /// As [`Hours::of_leaver`], from facts that were read for several departures.
    pub(super) fn of(cx: &Cx, case: &Departure, facts: &HoursFacts) -> Self {
        let days = working_days(cx, case);
        let today = days.partition_point(|day| *day < cx.today());
        let said = facts.terms.iter().find(|(departure, _)| *departure == case.id).map(|(_, terms)| terms);
        let others = facts.others.iter().filter(|(departure, _)| *departure == case.id);
        let mut hours = Self {
            is_said: said.is_some(),
            terms: said.cloned().unwrap_or(USUAL),
            leaver: Vec::new(),
            days,
            today,
            others: others.map(|(_, other)| other.clone()).collect(),
        };
        hours.leaver = hours.minutes_of(case.person_id, &facts.absences, hours.terms.leaver_minutes);
        hours.take_out(cx, facts.sessions.iter().filter(|session| session.departure_id == case.id));
        hours
    }

    /// The minutes of a person on each day.
    pub(super) async fn of_person(&self, conn: &mut Conn, person: PersonId, usual: i64) -> Result<Vec<i64>> {
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else { return Ok(Vec::new()) };
        let absences = conn.list_absences(person, *first, *last).await?;
        Ok(self.minutes_of(person, &absences, usual))
    }

    fn minutes_of(&self, person: PersonId, absences: &[AbsentOn], usual: i64) -> Vec<i64> {
        let said: HashMap<Date, i64> = self
            .others
            .iter()
            .filter(|one| one.person_id == person)
            .map(|one| (one.day, one.minutes))
            .collect();
        let away: Vec<&AbsentOn> = absences.iter().filter(|one| one.person_id == person).collect();
        let minutes = |day: &Date| said.get(day).copied().unwrap_or_else(|| present(&away, *day, usual));
        self.days.iter().map(minutes).collect()
    }

    /// What is arranged for the whole handover takes its time; a session about one item is part of that item's work.
    fn take_out<'s>(&mut self, cx: &Cx, sessions: impl Iterator<Item = &'s SessionTime>) {
        for session in sessions {
            if let Some(left) =
                self.place(cx.day_of(session.starts_at)).and_then(|place| self.leaver.get_mut(place))
            {
                *left = left.saturating_sub(session.minutes).max(0);
            }
        }
    }

    /// The leaver's hours on each day.
    #[expect(clippy::cast_precision_loss, reason = "a day has at most 720 minutes")]
    pub(super) fn leaver_hours(&self) -> Vec<f64> {
        self.leaver.iter().map(|minutes| *minutes as f64 / 60.0).collect()
    }

    /// The place of a day among the days.
    pub(super) fn place(&self, day: Date) -> Option<usize> {
        self.days.binary_search(&day).ok()
    }

    /// The leaver's minutes that are left, today included.
    pub fn leaver_left(&self) -> i64 {
        self.leaver.iter().skip(self.today).sum()
    }
}

/// The working days after the notice, up to the last one; without any the last one itself.
fn working_days(cx: &Cx, case: &Departure) -> Vec<Date> {
    ::handover::Plan::new(&[], case.notice_on, case.last_day, cx.calendar()).days().to_vec()
}

/// The minutes of a day with the absences that touch it.
fn present(absences: &[&AbsentOn], day: Date, usual: i64) -> i64 {
    let mut left = usual;
    for absence in absences.iter().filter(|one| one.starts <= day && day <= one.ends) {
        let is_half = absence.half_days == 1 && absence.starts == absence.ends;
        left = left.saturating_sub(if is_half { usual / 2 } else { usual });
    }
    left.max(0)
}

/// Says how much of a usual day goes into the handover.
pub async fn set_terms(cx: &Cx, departure: DepartureId, terms: &Terms) -> Result<()> {
    for (field, value, most) in [
        ("leaver_minutes", terms.leaver_minutes, MOST_MINUTES),
        ("receiver_minutes", terms.receiver_minutes, MOST_MINUTES),
        ("sessions_a_day", terms.sessions_a_day, 20),
        ("lag_days", terms.lag_days, 30),
    ] {
        if !(0..=most).contains(&value) {
            return Err(Error::field(field, "error-plan-number"));
        }
    }
    cx.transact(|mut tx| async move {
        let seat = Seat::leading(cx, &mut tx, departure).await?;
        keep_the_past(cx, &mut tx, &seat.case).await?;
        tx.put_handover_terms(departure, terms).await?;
        let content = (terms.leaver_minutes, terms.receiver_minutes, terms.sessions_a_day, terms.lag_days);
        let receipt = tx.append(cx.event("handover.plan-terms-set", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// What the days that are over had stays as it was: what is usual from now on says nothing of them, and the pace so far
/// is measured by them.
async fn keep_the_past(cx: &Cx, tx: &mut Tx, case: &Departure) -> Result<()> {
    let hours = Hours::of_leaver(cx, tx, case).await?;
    for (day, minutes) in hours.days.iter().zip(&hours.leaver).take(hours.today) {
        tx.put_handover_hours(case.id, (case.person_id, *day), *minutes).await?;
    }
    Ok(())
}

/// Other hours on some days than usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherHours {
    /// Whose: the leaver's, or a receiver's of this departure.
    pub person: PersonId,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The minutes on each working day; none where the days are as usual again.
    pub minutes: Option<i64>,
}

/// Says that somebody has other hours on some days: an absence, a morning more.
pub async fn set_hours(cx: &Cx, departure: DepartureId, input: &OtherHours) -> Result<()> {
    if input.minutes.is_some_and(|minutes| !(0..=MOST_MINUTES).contains(&minutes)) {
        return Err(Error::field("minutes", "error-plan-number"));
    }
    if input.to < input.from {
        return Err(Error::field("to", "error-plan-span"));
    }
    cx.transact(|mut tx| async move {
        let seat = Seat::leading(cx, &mut tx, departure).await?;
        let receivers = tx.list_receivers(departure).await?;
        let takes_part =
            input.person == seat.case.person_id || receivers.iter().any(|one| one.person_id == input.person);
        if !takes_part {
            return Err(Error::field("person", "error-choice"));
        }
        let days = days_of(cx, &seat.case, input);
        if days.is_empty() {
            return Err(Error::field("from", "error-plan-no-days"));
        }
        for day in &days {
            let on = (input.person, *day);
            match input.minutes {
                Some(minutes) => tx.put_handover_hours(departure, on, minutes).await?,
                None => drop(tx.forget_handover_hours(departure, on).await?),
            }
        }
        let content = (input.person, input.from.to_string(), input.to.to_string(), input.minutes);
        let receipt = tx.append(cx.event("handover.plan-hours-set", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// The working days of the span that lie in the handover.
fn days_of(cx: &Cx, case: &Departure, input: &OtherHours) -> Vec<Date> {
    let (from, to) = (input.from.max(case.notice_on), input.to.min(case.last_day));
    let mut days = Vec::new();
    let mut day = from;
    while day <= to && days.len() < MOST_DAYS {
        if cx.calendar().is_working_day(day) || day == case.last_day {
            days.push(day);
        }
        day = day.saturating_add(1.day());
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn absence(starts: &str, ends: &str, half_days: i64) -> AbsentOn {
        let person_id = PersonId::from_uuid(uuid::Uuid::nil());
        AbsentOn { person_id, starts: starts.parse().unwrap(), ends: ends.parse().unwrap(), half_days }
    }

    #[test]
    fn an_absence_takes_the_day_a_half_one_half_of_it_and_two_halves_all() {
        let day: Date = "2026-11-05".parse().unwrap();
        let week = absence("2026-11-02", "2026-11-06", 10);
        let half = absence("2026-11-05", "2026-11-05", 1);
        assert_eq!(present(&[], day, 240), 240);
        assert_eq!(present(&[&week], day, 240), 0);
        assert_eq!(present(&[&half], day, 240), 120);
        assert_eq!(present(&[&half, &half], day, 240), 0);
        assert_eq!(present(&[&week], "2026-11-09".parse().unwrap(), 240), 240);
    }
}
